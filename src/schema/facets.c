#include "schema/facets_internal.h"

#include <assert.h>

enum {
    STRINGS = PL_KIND_BIT(PL_JSON_STRING),
    NUMBERS = PL_KIND_BIT(PL_JSON_NUMBER),
    ARRAYS = PL_KIND_BIT(PL_JSON_ARRAY),
    OBJECTS = PL_KIND_BIT(PL_JSON_OBJECT),
    ANY_KIND = PL_KIND_BIT(PL_JSON_KIND_COUNT) - 1
};

/* clang-format off */
const pl_facet_row pl_facet_rows[PL_KEYWORD_COUNT] = {
    [PL_KEYWORD_ENUM] = {pl_check_enum, PL_ANY_LEN, ANY_KIND, PL_ASK, PL_UNSURE},
    [PL_KEYWORD_CONST] = {pl_check_enum, PL_ANY_LEN, ANY_KIND, PL_ASK, PL_UNSURE},
    [PL_KEYWORD_MINIMUM] = {pl_check_minimum, PL_ANY_LEN, NUMBERS, PL_ASK, PL_HOLDS_IF_POSITIVE},
    [PL_KEYWORD_EXCLUSIVE_MINIMUM] = {pl_check_exclusive_minimum, PL_ANY_LEN, NUMBERS, PL_ASK, PL_HOLDS_IF_POSITIVE},
    [PL_KEYWORD_MAXIMUM] = {pl_check_maximum, PL_ANY_LEN, NUMBERS, PL_ASK, PL_HOLDS_IF_FEW_DIGITS},
    [PL_KEYWORD_EXCLUSIVE_MAXIMUM] = {pl_check_exclusive_maximum, PL_ANY_LEN, NUMBERS, PL_ASK, PL_UNSURE},
    [PL_KEYWORD_MULTIPLE_OF] = {pl_check_multiple_of, PL_ANY_LEN, NUMBERS, PL_ASK, PL_UNSURE},
    [PL_KEYWORD_MIN_LENGTH] = {pl_check_min_length, PL_ANY_LEN, STRINGS, PL_ASK, PL_UNSURE},
    [PL_KEYWORD_MAX_LENGTH] = {pl_check_max_length, PL_UP_TO_COUNT, STRINGS, 0, PL_UNSURE},
    [PL_KEYWORD_PATTERN] = {pl_check_pattern, PL_ANY_LEN, STRINGS, PL_ASK, PL_UNSURE},
    [PL_KEYWORD_FORMAT] = {pl_check_format, PL_ANY_LEN, STRINGS, PL_ASK, PL_UNSURE},
    [PL_KEYWORD_MIN_ITEMS] = {pl_check_min_items, PL_ANY_LEN, ARRAYS, PL_ASK, PL_HOLDS_IF_INHABITED},
    [PL_KEYWORD_MAX_ITEMS] = {pl_check_max_items, PL_ANY_LEN, ARRAYS, PL_ASK, PL_HOLDS_IF_FEW_NODES},
    [PL_KEYWORD_UNIQUE_ITEMS] = {pl_check_unique_items, PL_ANY_LEN, ARRAYS, PL_ASK, PL_UNSURE},
    [PL_KEYWORD_CATALOG] = {pl_check_catalog, PL_ANY_LEN, STRINGS, PL_ASK_CATALOG, PL_UNSURE},
    [PL_KEYWORD_BLANK] = {pl_check_blank, PL_ANY_LEN, STRINGS, PL_ASK, PL_HOLDS_IF_VISIBLE},
    [PL_KEYWORD_PATTERN_DISPUTED] = {pl_check_pattern_disputed, PL_ANY_LEN, STRINGS, PL_ANY_MARK, PL_UNSURE},
    [PL_KEYWORD_CONTROL] = {pl_check_control, PL_ANY_LEN, STRINGS, PL_ASK, PL_UNSURE},
    [PL_KEYWORD_ASTRAL] = {pl_check_astral, PL_ANY_LEN, STRINGS, PL_ANY_MARK, PL_UNSURE},
    [PL_KEYWORD_PAST] = {pl_check_past, PL_ANY_LEN, STRINGS, PL_ASK, PL_UNSURE},
    [PL_KEYWORD_INTEGER_SPELLING] = {pl_check_integer_spelling, PL_ANY_LEN, NUMBERS, PL_JSON_FRACTIONAL, PL_UNSURE},
    [PL_KEYWORD_MAX_DECIMALS] = {pl_check_max_decimals, PL_ANY_LEN, NUMBERS, PL_JSON_FRACTIONAL, PL_UNSURE},
    [PL_KEYWORD_MAX_DIGITS] = {pl_check_max_digits, PL_UP_TO_COUNT, NUMBERS, 0, PL_UNSURE},
    [PL_KEYWORD_MAX_MAGNITUDE] = {pl_check_max_magnitude, PL_UP_TO_COUNT, NUMBERS, PL_JSON_FRACTIONAL, PL_UNSURE},
    [PL_KEYWORD_MAX_DEPTH] = {pl_check_max_depth, PL_ANY_LEN, ARRAYS | OBJECTS, PL_ASK, PL_HOLDS_IF_FEW_NODES},
    [PL_KEYWORD_MAX_BYTES] = {pl_check_max_bytes, PL_ANY_LEN, ANY_KIND, PL_ASK, PL_HOLDS_IF_SMALL},
    [PL_KEYWORD_URI_SCHEME] = {pl_check_uri_scheme, PL_ANY_LEN, STRINGS, PL_ASK, PL_UNSURE},
    [PL_KEYWORD_URI_USERINFO] = {pl_check_uri_userinfo, PL_ANY_LEN, STRINGS, PL_ASK, PL_UNSURE},
    [PL_KEYWORD_URI_HOST] = {pl_check_uri_host, PL_ANY_LEN, STRINGS, PL_ASK, PL_UNSURE},
    [PL_KEYWORD_URI_PORT] = {pl_check_uri_port, PL_ANY_LEN, STRINGS, PL_ASK, PL_UNSURE},
    [PL_KEYWORD_URI_NON_ASCII] = {pl_check_uri_non_ascii, PL_ANY_LEN, STRINGS, PL_ANY_MARK, PL_UNSURE},
};
/* clang-format on */
_Static_assert(PL_JSON_FRACTIONAL * 2 - 1 == PL_ANY_MARK, "no mark of the reader means PL_ASK");

unsigned pl_keyword_kinds(pl_keyword keyword) {
    assert(keyword < PL_KEYWORD_COUNT);
    /* The walker judges undeclared members as it passes them, so that keyword has no row here. */
    return keyword == PL_KEYWORD_ADDITIONAL_PROPERTIES ? OBJECTS : pl_facet_rows[keyword].kinds;
}

pl_status pl_facets_judge(pl_walk *walk, const pl_schema *schema, const pl_json_node *value,
                          const pl_facet *first) {
    const pl_facet_view view = pl_facet_view_of(walk, value);
    const pl_facet *end = schema->facets + schema->facet_count;
    pl_instance instance; /* the URI is left alone until it is asked for */
    instance.walk = walk;
    instance.schema = schema;
    instance.value = value;
    instance.node = (uint32_t)(value - walk->json->nodes);
    instance.has_small = false;
    instance.has_uri = false;
    for (const pl_facet *facet = first; facet < end; facet++) {
        if (pl_facet_surely_holds(facet, view)) { continue; }
        bool broken = false;
        pl_status status = pl_facet_rows[facet->keyword].check(&instance, facet, &broken);
        if (status != PL_OK) { return status; }
        /* What a server makes of ill-formed UTF-8 is open, so nothing definite follows from such a text. */
        const bool definite = facet->severity == PL_VIOLATION;
        if (!broken || (definite && (value->marks & PL_JSON_BAD_UTF8) != 0)) { continue; }
        status = pl_walk_add_facet(walk, schema, facet, instance.node);
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}

pl_status pl_check_min_items(pl_instance *instance, const pl_facet *facet, bool *ret_broken) {
    const pl_json_node *node = instance->value;
    /* Every element is a node at least, so few nodes mean few elements: count only then. */
    const uint32_t node_count = node->next - instance->node - 1;
    *ret_broken = node_count < facet->count ||
                  (facet->count > 1 &&
                   pl_json_child_count(instance->walk->json, instance->node) < facet->count);
    return PL_OK;
}

pl_status pl_check_max_items(pl_instance *instance, const pl_facet *facet, bool *ret_broken) {
    const pl_json_node *nodes = instance->walk->json->nodes;
    const uint32_t end = instance->value->next;
    uint32_t child = instance->node + 1;
    /* One element more than allowed is enough to know. */
    for (uint32_t count = 0; count < facet->count && child < end; count++) {
        child = nodes[child].next;
    }
    *ret_broken = child < end;
    return PL_OK;
}

pl_status pl_check_unique_items(pl_instance *instance, const pl_facet *facet, bool *ret_broken) {
    assert(facet->keyword == PL_KEYWORD_UNIQUE_ITEMS);
    *ret_broken = false;
    if (instance->value->next - instance->node <= 2) { return PL_OK; } /* one element at most */
    uint32_t repeated = PL_JSON_NONE;
    const pl_status status = pl_json_duplicate_element(instance->walk->json, instance->node,
                                                       instance->walk->arena, &repeated);
    *ret_broken = status == PL_OK && repeated != PL_JSON_NONE;
    return status;
}

pl_status pl_check_max_depth(pl_instance *instance, const pl_facet *facet, bool *ret_broken) {
    const pl_json_node *nodes = instance->walk->json->nodes;
    const pl_json_node *top = instance->value;
    *ret_broken = false;
    if (top->len <= 2 * facet->count) { return PL_OK; } /* too short to nest that deep */
    for (uint32_t i = instance->node + 1; i < top->next && !*ret_broken; i++) {
        const bool container = nodes[i].kind >= PL_JSON_ARRAY;
        *ret_broken = container && (uint32_t)(nodes[i].depth - top->depth) + 1 > facet->count;
    }
    return PL_OK;
}

pl_status pl_check_max_bytes(pl_instance *instance, const pl_facet *facet, bool *ret_broken) {
    const pl_json *json = instance->walk->json;
    /* The whole document counts with what stands around it: that is what is sent. */
    const size_t len = instance->node == 0 ? json->text.len : instance->value->len;
    *ret_broken = len > facet->count;
    return PL_OK;
}
