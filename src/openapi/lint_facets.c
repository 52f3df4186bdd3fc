/* Keywords of a schema that contradict one another, or say nothing. */
#include <assert.h>
#include <string.h>

#include "openapi/lint_internal.h"

/* --- bounds ---------------------------------------------------------------------------------- */

static pl_status check_counts(pl_linting *linting, uint32_t node, const pl_schema *schema) {
    static const struct {
        pl_keyword lower;
        pl_keyword upper;
    } pairs[] = {{PL_KEYWORD_MIN_LENGTH, PL_KEYWORD_MAX_LENGTH},
                 {PL_KEYWORD_MIN_ITEMS, PL_KEYWORD_MAX_ITEMS}};
    for (size_t i = 0; i < PL_COUNT(pairs); i++) {
        uint32_t at = PL_JSON_NONE;
        uint32_t upper_at = PL_JSON_NONE;
        const pl_facet *const lower = pl_lint_facet(linting, node, schema, pairs[i].lower, &at);
        const pl_facet *const upper =
            pl_lint_facet(linting, node, schema, pairs[i].upper, &upper_at);
        if (lower == NULL || upper == NULL || lower->count <= upper->count) { continue; }
        const pl_status status =
            pl_lint_tell(linting, PL_LINT_BOUNDS, at, "%s %u is above %s %u: nothing keeps both",
                         pl_keyword_text(lower->keyword), lower->count,
                         pl_keyword_text(upper->keyword), upper->count);
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}

/* The integer next to the value, towards `up` or down; false: it fits no 64 bits. */
static bool round_to(pl_decimal value, bool up, int64_t *ret_integer) {
    enum { EXPONENT_MAX = 18 };
    pl_int128 integer = value.coefficient;
    bool fraction = false;
    if (value.exponent > EXPONENT_MAX || value.exponent < -PL_DECIMAL_DIGITS_MAX) { return false; }
    for (int32_t i = 0; i < value.exponent; i++) {
        if (integer > INT64_MAX || integer < INT64_MIN) { return false; }
        integer *= 10;
    }
    for (int32_t i = value.exponent; i < 0; i++) {
        fraction = fraction || integer % 10 != 0;
        integer /= 10;
    }
    if (fraction && up && value.coefficient > 0) { integer++; }
    if (fraction && !up && value.coefficient < 0) { integer--; }
    if (integer > INT64_MAX || integer < INT64_MIN) { return false; }
    *ret_integer = (int64_t)integer;
    return true;
}

/* Is there an integer between the bounds? One that is excluded does not count. */
static bool holds_integer(const pl_facet *lower, const pl_facet *upper) {
    int64_t first = 0;
    int64_t last = 0;
    if (!round_to(lower->limit, true, &first) || !round_to(upper->limit, false, &last)) {
        return true;
    }
    const bool first_out = lower->keyword == PL_KEYWORD_EXCLUSIVE_MINIMUM &&
                           pl_decimal_equal(lower->limit, pl_decimal_of(first));
    const bool last_out = upper->keyword == PL_KEYWORD_EXCLUSIVE_MAXIMUM &&
                          pl_decimal_equal(upper->limit, pl_decimal_of(last));
    if ((first_out && first == INT64_MAX) || (last_out && last == INT64_MIN)) { return false; }
    return first + first_out <= last - last_out;
}

static pl_status check_range(pl_linting *linting, uint32_t at, const pl_schema *schema,
                             const pl_facet *lower, const pl_facet *upper) {
    const int order = pl_decimal_compare(lower->limit, upper->limit);
    const bool open = lower->keyword == PL_KEYWORD_EXCLUSIVE_MINIMUM ||
                      upper->keyword == PL_KEYWORD_EXCLUSIVE_MAXIMUM;
    const bool integers = (schema->types & (PL_TYPE_INTEGER | PL_TYPE_NUMBER)) == PL_TYPE_INTEGER;
    const char *const from = pl_keyword_text(lower->keyword);
    const char *const to = pl_keyword_text(upper->keyword);
    if (order > 0 || (order == 0 && open)) {
        return pl_lint_tell(linting, PL_LINT_BOUNDS, at, "no number keeps both %s and %s", from,
                            to);
    }
    if (integers && !holds_integer(lower, upper)) {
        return pl_lint_tell(linting, PL_LINT_BOUNDS, at, "no integer keeps both %s and %s", from,
                            to);
    }
    if (order < 0) { return PL_OK; }
    return pl_lint_tell(linting, PL_LINT_SINGLE_VALUE, at,
                        "%s and %s leave one value; const says so plainly", from, to);
}

pl_status pl_lint_bounds(pl_linting *linting, uint32_t node, const pl_schema *schema) {
    static const pl_keyword lowers[] = {PL_KEYWORD_MINIMUM, PL_KEYWORD_EXCLUSIVE_MINIMUM};
    static const pl_keyword uppers[] = {PL_KEYWORD_MAXIMUM, PL_KEYWORD_EXCLUSIVE_MAXIMUM};
    pl_status status = check_counts(linting, node, schema);
    for (size_t i = 0; i < PL_COUNT(lowers) && status == PL_OK; i++) {
        for (size_t k = 0; k < PL_COUNT(uppers) && status == PL_OK; k++) {
            uint32_t at = PL_JSON_NONE;
            uint32_t upper_at = PL_JSON_NONE;
            const pl_facet *const lower = pl_lint_facet(linting, node, schema, lowers[i], &at);
            const pl_facet *const upper =
                pl_lint_facet(linting, node, schema, uppers[k], &upper_at);
            if (lower == NULL || upper == NULL) { continue; }
            status = check_range(linting, at, schema, lower, upper);
        }
    }
    return status;
}

/* --- members --------------------------------------------------------------------------------- */

/* Does an object of `properties` hold the name? */
static bool lists(const pl_linting *linting, uint32_t object, const char *name) {
    const uint32_t properties = pl_lint_member(linting, object, "properties");
    return properties != PL_JSON_NONE && pl_lint_member(linting, properties, name) != PL_JSON_NONE;
}

/* Is the member declared by a schema that this one is put together from? */
static bool declared_below(const pl_schema *schema, pl_bytes name, unsigned depth) {
    if (depth == PL_SCHEMA_DEPTH_MAX) { return true; }
    for (size_t i = 0; i < schema->combinator_count; i++) {
        const pl_combinator *const combinator = &schema->combinators[i];
        for (size_t k = 0; k < combinator->schema_count; k++) {
            if (pl_schema_member(combinator->schemas[k], name) != NULL ||
                declared_below(combinator->schemas[k], name, depth + 1)) {
                return true;
            }
        }
    }
    return false;
}

/* The schema object that puts this one together with others; PL_JSON_NONE: it stands by itself. */
static uint32_t combiner_of(const pl_linting *linting, uint32_t node) {
    static const char *const keywords[] = {"allOf", "anyOf", "oneOf", "not"};
    const pl_json *const json = linting->json;
    if (node == 0) { return PL_JSON_NONE; }
    uint32_t value = node;
    if (json->nodes[linting->parents[node]].kind == PL_JSON_ARRAY) {
        value = linting->parents[node];
    }
    const uint32_t owner = linting->parents[value];
    if (value == 0 || json->nodes[owner].kind != PL_JSON_OBJECT) { return PL_JSON_NONE; }
    for (size_t i = 0; i < PL_COUNT(keywords); i++) {
        if (pl_json_string_is(json, value - 1, pl_bytes_of(keywords[i]))) { return owner; }
    }
    return PL_JSON_NONE;
}

static bool is_declared(const pl_linting *linting, uint32_t node, const pl_schema *schema,
                        const char *name) {
    if (declared_below(schema, pl_bytes_of(name), 0)) { return true; }
    for (unsigned depth = 0; node != PL_JSON_NONE && depth < PL_SOURCE_DEPTH_MAX; depth++) {
        if (lists(linting, node, name)) { return true; }
        node = combiner_of(linting, node);
    }
    return false;
}

static pl_status check_required(pl_linting *linting, uint32_t node, uint32_t element,
                                const pl_schema *schema, const char *name) {
    const uint32_t others = pl_lint_member(linting, node, "additionalProperties");
    const bool stated =
        others != PL_JSON_NONE && linting->json->nodes[others].kind == PL_JSON_BOOLEAN;
    if (lists(linting, node, name)) { return PL_OK; }
    if (stated && !pl_json_is_true(linting->json, others) &&
        pl_schema_facet(schema, PL_KEYWORD_ADDITIONAL_PROPERTIES, PL_VIOLATION) != NULL) {
        return pl_lint_tell(linting, PL_LINT_REQUIRED_FORBIDDEN, element,
                            "\"%s\" is required, and additionalProperties forbids it", name);
    }
    if ((others != PL_JSON_NONE && !stated) || is_declared(linting, node, schema, name)) {
        return PL_OK;
    }
    return pl_lint_tell(linting, PL_LINT_REQUIRED_UNDECLARED, element,
                        "\"%s\" is required, and nothing says what it is", name);
}

pl_status pl_lint_members(pl_linting *linting, uint32_t node, const pl_schema *schema) {
    const pl_json *const json = linting->json;
    const uint32_t required = pl_lint_member(linting, node, "required");
    if (required == PL_JSON_NONE) { return PL_OK; }
    for (uint32_t element = required + 1; element < json->nodes[required].next;
         element = json->nodes[element].next) {
        const char *const name = pl_lint_text(linting, element);
        if (name == NULL) { return PL_E_MEMORY; } /* lifted, so it is a text */
        const pl_status status = check_required(linting, node, element, schema, name);
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}

/* --- types ----------------------------------------------------------------------------------- */

/* Keywords that are no facets, and the kind of values that they are for. */
static const struct {
    const char *keyword;
    unsigned kinds;
} plain_rows[] = {{"properties", PL_KIND_BIT(PL_JSON_OBJECT)},
                  {"required", PL_KIND_BIT(PL_JSON_OBJECT)},
                  {"items", PL_KIND_BIT(PL_JSON_ARRAY)}};

static unsigned kinds_of(const pl_json *json, uint32_t name) {
    for (size_t i = 0; i < PL_COUNT(plain_rows); i++) {
        if (pl_json_string_is(json, name, pl_bytes_of(plain_rows[i].keyword))) {
            return plain_rows[i].kinds;
        }
    }
    for (pl_keyword keyword = PL_KEYWORD_MINIMUM; keyword < PL_KEYWORD_CATALOG; keyword++) {
        if (keyword == PL_KEYWORD_FORMAT) {
            continue;
        } /* int32, and more: formats are of all types */
        if (pl_json_string_is(json, name, pl_bytes_of(pl_keyword_text(keyword)))) {
            return pl_keyword_kinds(keyword);
        }
    }
    return 0;
}

static unsigned kinds_of_types(unsigned types) {
    unsigned kinds = 0;
    if ((types & (PL_TYPE_INTEGER | PL_TYPE_NUMBER)) != 0) { kinds |= PL_KIND_BIT(PL_JSON_NUMBER); }
    if ((types & PL_TYPE_STRING) != 0) { kinds |= PL_KIND_BIT(PL_JSON_STRING); }
    if ((types & PL_TYPE_ARRAY) != 0) { kinds |= PL_KIND_BIT(PL_JSON_ARRAY); }
    if ((types & PL_TYPE_OBJECT) != 0) { kinds |= PL_KIND_BIT(PL_JSON_OBJECT); }
    return kinds;
}

/* Types that are not stated here and may be elsewhere. */
static bool has_other_types(const pl_linting *linting, uint32_t node, const pl_schema *schema) {
    static const char *const keywords[] = {"enum", "const", "$ref"};
    for (size_t i = 0; i < PL_COUNT(keywords); i++) {
        if (pl_lint_member(linting, node, keywords[i]) != PL_JSON_NONE) { return true; }
    }
    return schema->combinator_count > 0 || combiner_of(linting, node) != PL_JSON_NONE;
}

pl_status pl_lint_types(pl_linting *linting, uint32_t node, const pl_schema *schema) {
    const pl_json *const json = linting->json;
    const bool typed = pl_lint_member(linting, node, "type") != PL_JSON_NONE;
    const unsigned allowed = kinds_of_types(schema->types | schema->types_contested);
    pl_status status = PL_OK;
    if (json->nodes[node].kind != PL_JSON_OBJECT) { return PL_OK; }
    for (uint32_t name = node + 1; name < json->nodes[node].next && status == PL_OK;
         name = json->nodes[name + 1].next) {
        const unsigned kinds = kinds_of(json, name);
        const pl_bytes keyword = pl_json_inside(json, name);
        if (kinds == 0) { continue; }
        if (typed && (kinds & allowed) == 0) {
            status = pl_lint_tell(linting, PL_LINT_FACET_IDLE, name,
                                  "\"%.*s\" says nothing of the types that are allowed",
                                  (int)keyword.len, (const char *)keyword.ptr);
        }
        if (!typed && !has_other_types(linting, node, schema)) {
            return pl_lint_tell(linting, PL_LINT_TYPE_MISSING, node,
                                "\"%.*s\" stands without \"type\": values of other types are taken",
                                (int)keyword.len, (const char *)keyword.ptr);
        }
    }
    if (status != PL_OK || !typed || (schema->types & PL_TYPE_ARRAY) == 0 ||
        pl_lint_member(linting, node, "items") != PL_JSON_NONE ||
        pl_lint_member(linting, node, "prefixItems") != PL_JSON_NONE) {
        return status;
    }
    return pl_lint_tell(linting, PL_LINT_ARRAY_ITEMS, node, "nothing says what is in the array");
}
