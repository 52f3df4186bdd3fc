#include "schema/validate.h"

#include <assert.h>
#include <string.h>

#include "schema/facets_internal.h"

enum { LIST_CAP_FIRST = 16, NO_MEMBER = PL_MEMBER_COUNT_MAX };

static pl_status judge_container(pl_walk *walk, const pl_schema *schema, uint32_t node,
                                 unsigned depth);

static const unsigned kind_types[PL_JSON_KIND_COUNT] = {
    [PL_JSON_NULL] = PL_TYPE_NULL,     [PL_JSON_BOOLEAN] = PL_TYPE_BOOLEAN,
    [PL_JSON_NUMBER] = PL_TYPE_NUMBER, [PL_JSON_STRING] = PL_TYPE_STRING,
    [PL_JSON_ARRAY] = PL_TYPE_ARRAY,   [PL_JSON_OBJECT] = PL_TYPE_OBJECT,
};

static inline bool type_admits(const pl_json *json, uint32_t node, unsigned types) {
    if ((types & kind_types[json->nodes[node].kind]) != 0) { return true; }
    return json->nodes[node].kind == PL_JSON_NUMBER && (types & PL_TYPE_INTEGER) != 0 &&
           pl_number_node_is_integer(json, node);
}

static inline bool names(const pl_json *json, uint32_t name, const pl_member *member) {
    return pl_json_name_is(json, name, member->name, member->name_len);
}

/* Index of the declared member that a name node names. */
static size_t search_member(const pl_schema *schema, const pl_json *json, uint32_t name) {
    for (size_t i = 0; i < schema->member_count; i++) {
        if (names(json, name, &schema->members[i])) { return i; }
    }
    return NO_MEMBER;
}

/* The same; members usually come in the declared order, so `expected` is looked at first. */
static inline size_t find_member(const pl_schema *schema, const pl_json *json, uint32_t name,
                                 size_t expected) {
    if (expected < schema->member_count && names(json, name, &schema->members[expected])) {
        return expected;
    }
    return search_member(schema, json, name);
}

static pl_status judge_type(pl_walk *walk, const pl_schema *schema, uint32_t node) {
    const bool contested = type_admits(walk->json, node, schema->types_contested);
    return pl_walk_add(walk, &(pl_violation){.keyword = PL_KEYWORD_TYPE,
                                             .severity = contested ? PL_WARNING : PL_VIOLATION,
                                             .node = node,
                                             .schema = schema});
}

static inline pl_status judge(pl_walk *walk, const pl_schema *schema, uint32_t node,
                              unsigned depth) {
    const uint8_t kind = walk->json->nodes[node].kind;
    if (__builtin_expect(!type_admits(walk->json, node, schema->types), 0)) {
        return judge_type(walk, schema, node);
    }
    for (size_t i = 0; i < schema->facet_count; i++) {
        const pl_json_node *value = &walk->json->nodes[node];
        if (pl_facet_surely_holds(walk->json, value, &schema->facets[i])) { continue; }
        const pl_status status = pl_facets_judge(walk, schema, node, i);
        if (status != PL_OK) { return status; }
        break;
    }
    if (kind < PL_JSON_ARRAY) { return PL_OK; }
    return judge_container(walk, schema, node, depth);
}

/* Repeated names inside a value that no table describes. */
static pl_status judge_opaque(pl_walk *walk, uint32_t node) {
    const pl_json_node *nodes = walk->json->nodes;
    for (uint32_t i = node; i < nodes[node].next; i++) {
        if (nodes[i].kind != PL_JSON_OBJECT || nodes[i].next - i < 5) { continue; }
        uint32_t repeated;
        pl_status status = pl_json_duplicate_name(walk->json, i, walk->arena, &repeated);
        if (status != PL_OK) { return status; }
        if (repeated == PL_JSON_NONE) { continue; }
        status = pl_walk_add(walk, &(pl_violation){.keyword = PL_KEYWORD_DUPLICATE_NAME,
                                                   .severity = PL_OBSERVATION,
                                                   .node = repeated});
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}

static pl_status judge_undeclared(pl_walk *walk, const pl_schema *schema, uint32_t name,
                                  unsigned depth) {
    for (size_t i = 0; i < schema->facet_count; i++) {
        const pl_facet *facet = &schema->facets[i];
        if (facet->keyword != PL_KEYWORD_ADDITIONAL_PROPERTIES) { continue; }
        const pl_status status = pl_walk_add(walk, &(pl_violation){.keyword = facet->keyword,
                                                                   .severity = facet->severity,
                                                                   .node = name,
                                                                   .schema = schema,
                                                                   .facet = facet});
        if (status != PL_OK) { return status; }
    }
    if (schema->values != NULL) { return judge(walk, schema->values, name + 1, depth + 1); }
    return judge_opaque(walk, name + 1);
}

/* How much an absent member weighs; PL_SEVERITY_COUNT: nothing. */
static const pl_severity presence_severities[PL_PRESENCE_COUNT] = {
    [PL_OPTIONAL] = PL_SEVERITY_COUNT,
    [PL_EXPECTED] = PL_OBSERVATION,
    [PL_CONTESTED] = PL_WARNING,
    [PL_REQUIRED] = PL_VIOLATION,
};

static pl_status judge_absent(pl_walk *walk, const pl_schema *schema, uint32_t object,
                              uint64_t seen) {
    for (size_t i = 0; i < schema->member_count; i++) {
        const pl_member *member = &schema->members[i];
        if (member->presence == PL_OPTIONAL || (seen & (UINT64_C(1) << i)) != 0) { continue; }
        const pl_status status =
            pl_walk_add(walk, &(pl_violation){.keyword = PL_KEYWORD_REQUIRED,
                                              .severity = presence_severities[member->presence],
                                              .node = object,
                                              .schema = schema,
                                              .member = member});
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}

/* Does a definite violation, of those listed from `first` on, lie in this subtree? */
static bool is_violated(const pl_walk *walk, uint32_t first, uint32_t node) {
    for (uint32_t i = first; i < walk->report->count; i++) {
        const pl_violation *violation = &walk->report->list[i];
        if (violation->severity == PL_VIOLATION && violation->node >= node &&
            violation->node < walk->json->nodes[node].next) {
            return true;
        }
    }
    return false;
}

static void downgrade(pl_walk *walk, uint32_t first, uint32_t node) {
    for (uint32_t i = first; i < walk->report->count; i++) {
        pl_violation *violation = &walk->report->list[i];
        if (violation->severity == PL_VIOLATION && violation->node >= node &&
            violation->node < walk->json->nodes[node].next) {
            violation->severity = PL_OBSERVATION;
            walk->report->totals[PL_VIOLATION]--;
            walk->report->totals[PL_OBSERVATION]++;
        }
    }
}

/* A declared member that stands several times: which one a server reads is open, so what is wrong with it counts
 * only when it is wrong in every place. */
static void weigh_repeated(pl_walk *walk, const pl_schema *schema, uint32_t object, size_t member,
                           uint32_t first) {
    const pl_json_node *nodes = walk->json->nodes;
    bool always = true;
    for (uint32_t name = object + 1; name < nodes[object].next; name = nodes[name + 1].next) {
        if (search_member(schema, walk->json, name) == member) {
            always = always && is_violated(walk, first, name + 1);
        }
    }
    for (uint32_t name = object + 1; !always && name < nodes[object].next;
         name = nodes[name + 1].next) {
        if (search_member(schema, walk->json, name) == member) {
            downgrade(walk, first, name + 1);
        }
    }
}

static pl_status judge_repeated(pl_walk *walk, const pl_schema *schema, uint32_t object,
                                uint64_t repeated, uint32_t first) {
    uint32_t name;
    const pl_status status = pl_json_duplicate_name(walk->json, object, walk->arena, &name);
    if (status != PL_OK || name == PL_JSON_NONE) { return status; }
    for (size_t i = 0; i < schema->member_count; i++) {
        if ((repeated & (UINT64_C(1) << i)) != 0) {
            weigh_repeated(walk, schema, object, i, first);
        }
    }
    walk->ambiguous = walk->ambiguous || repeated != 0;
    return pl_walk_add(walk, &(pl_violation){.keyword = PL_KEYWORD_DUPLICATE_NAME,
                                             .severity = PL_OBSERVATION,
                                             .node = name});
}

static pl_status judge_object(pl_walk *walk, const pl_schema *schema, uint32_t object,
                              unsigned depth) {
    const pl_json *json = walk->json;
    const uint32_t end = json->nodes[object].next;
    const uint32_t first = walk->report->count;
    uint64_t seen = 0;
    uint64_t repeated = 0;
    uint32_t undeclared_count = 0;
    size_t expected = 0;
    pl_status status = PL_OK;
    assert(schema->member_count <= PL_MEMBER_COUNT_MAX);
    for (uint32_t name = object + 1; name < end && status == PL_OK;
         name = json->nodes[name + 1].next) {
        const size_t index = find_member(schema, json, name, expected);
        if (index == NO_MEMBER) {
            undeclared_count++;
            status = judge_undeclared(walk, schema, name, depth);
            continue;
        }
        const uint64_t bit = UINT64_C(1) << index;
        repeated |= seen & bit;
        seen |= bit;
        expected = index + 1;
        status = judge(walk, schema->members[index].schema, name + 1, depth + 1);
    }
    const bool complete = schema->member_count == 0 ||
                          seen == UINT64_MAX >> (PL_MEMBER_COUNT_MAX - schema->member_count);
    if (status == PL_OK && !complete) {
        status = judge_absent(walk, schema, object, seen);
    }
    if (status == PL_OK && (repeated != 0 || undeclared_count > 1)) {
        status = judge_repeated(walk, schema, object, repeated, first);
    }
    for (size_t i = 0; i < schema->rule_count && status == PL_OK && !walk->ambiguous; i++) {
        status = schema->rules[i].check(walk, object, &schema->rules[i]);
    }
    return status;
}

static pl_status judge_array(pl_walk *walk, const pl_schema *schema, uint32_t array,
                             unsigned depth) {
    if (schema->items == NULL) { return judge_opaque(walk, array); }
    const pl_json_node *nodes = walk->json->nodes;
    pl_status status = PL_OK;
    for (uint32_t item = array + 1; item < nodes[array].next && status == PL_OK;
         item = nodes[item].next) {
        status = judge(walk, schema->items, item, depth + 1);
    }
    return status;
}

static pl_status judge_container(pl_walk *walk, const pl_schema *schema, uint32_t node,
                                 unsigned depth) {
    assert(depth < PL_SCHEMA_DEPTH_MAX);
    if (walk->json->nodes[node].kind == PL_JSON_OBJECT) {
        return judge_object(walk, schema, node, depth);
    }
    return judge_array(walk, schema, node, depth);
}

/* What concerns the document as a whole: one row a mark of the reader. */
static const struct mark_row {
    uint8_t mark;
    pl_keyword keyword;
} mark_rows[] = {
    {PL_JSON_BAD_UTF8, PL_KEYWORD_INVALID_UTF8},
    {PL_JSON_LONE_SURROGATE, PL_KEYWORD_LONE_SURROGATE},
    {PL_JSON_NUL, PL_KEYWORD_NUL},
};

static pl_status judge_marks(pl_walk *walk) {
    const pl_json *json = walk->json;
    if (json->has_bom) {
        const pl_status status =
            pl_walk_add(walk, &(pl_violation){.keyword = PL_KEYWORD_BYTE_ORDER_MARK,
                                              .severity = PL_OBSERVATION});
        if (status != PL_OK) { return status; }
    }
    for (size_t i = 0; i < PL_COUNT(mark_rows); i++) {
        if ((json->marks & mark_rows[i].mark) == 0) { continue; }
        uint32_t node = 0;
        while ((json->nodes[node].marks & mark_rows[i].mark) == 0) { node++; }
        assert(node < json->count);
        const pl_status status =
            pl_walk_add(walk, &(pl_violation){.keyword = mark_rows[i].keyword,
                                              .severity = PL_OBSERVATION,
                                              .node = node});
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}

pl_status pl_validate(const pl_schema *schema, const pl_json *json, const pl_context *context,
                      pl_arena *arena, pl_report *ret_report) {
    static const pl_context nothing_known;
    pl_report report = {0};
    pl_walk walk = {.json = json,
                    .context = context != NULL ? context : &nothing_known,
                    .arena = arena,
                    .report = &report};
    pl_status status = judge(&walk, schema, 0, 0);
    if (status == PL_OK && (json->marks != 0 || json->has_bom)) { status = judge_marks(&walk); }
    if (status == PL_OK) { *ret_report = report; }
    return status;
}

pl_status pl_validate_text(const pl_schema *schema, pl_bytes text, const pl_context *context,
                           pl_arena *arena, pl_json *ret_json, bool *ret_readable,
                           pl_report *ret_report) {
    pl_json_error error = {0};
    pl_json json;
    pl_status status = pl_json_read(text, arena, &json, &error);
    if (status == PL_OK) {
        status = pl_validate(schema, &json, context, arena, ret_report);
        if (status == PL_OK) {
            *ret_json = json;
            *ret_readable = true;
        }
        return status;
    }
    if (status == PL_E_MEMORY) { return status; }
    /* What our own limits stop is not known to be wrong. */
    static const pl_keyword limit_keywords[PL_STATUS_COUNT] = {
        [PL_E_SYNTAX] = PL_KEYWORD_SYNTAX,
        [PL_E_DEPTH] = PL_KEYWORD_DOCUMENT_DEPTH,
        [PL_E_SIZE] = PL_KEYWORD_DOCUMENT_BYTES,
    };
    pl_report report = {0};
    pl_walk walk = {.arena = arena, .report = &report};
    const bool wrong = status == PL_E_SYNTAX;
    status = pl_walk_add(&walk, &(pl_violation){.keyword = limit_keywords[status],
                                                .severity = wrong ? PL_VIOLATION : PL_OBSERVATION,
                                                .at = error.at,
                                                .detail = pl_json_fault_text(error.fault)});
    if (status != PL_OK) { return status; }
    *ret_readable = false;
    *ret_report = report;
    return PL_OK;
}

pl_status pl_walk_add(pl_walk *walk, const pl_violation *violation) {
    pl_report *report = walk->report;
    assert(violation->severity < PL_SEVERITY_COUNT);
    if (report->count == PL_VIOLATION_COUNT_MAX) {
        report->totals[violation->severity]++;
        return PL_OK;
    }
    if (report->count == report->cap) {
        const uint32_t cap = report->cap > 0 ? report->cap * 2 : LIST_CAP_FIRST;
        pl_violation *list = pl_arena_alloc(walk->arena, cap * sizeof *list);
        if (list == NULL) { return PL_E_MEMORY; }
        if (report->count > 0) { memcpy(list, report->list, report->count * sizeof *list); }
        report->list = list;
        report->cap = cap;
    }
    pl_violation *added = &report->list[report->count++];
    *added = *violation;
    if (walk->json != NULL) { added->at = walk->json->nodes[violation->node].at; }
    report->totals[violation->severity]++;
    return PL_OK;
}

pl_status pl_walk_report(pl_walk *walk, const pl_rule *rule, pl_severity severity, uint32_t node,
                         const char *detail) {
    return pl_walk_add(walk, &(pl_violation){.keyword = PL_KEYWORD_RULE,
                                             .severity = severity,
                                             .node = node,
                                             .rule = rule,
                                             .detail = detail});
}

pl_verdict pl_report_verdict(const pl_report *report) {
    if (report->totals[PL_VIOLATION] > 0) { return PL_REJECT; }
    return report->totals[PL_WARNING] + report->totals[PL_OBSERVATION] > 0 ? PL_OPEN : PL_ACCEPT;
}

const char *pl_verdict_text(pl_verdict verdict) {
    static const char *const texts[] = {
        [PL_ACCEPT] = "accept", [PL_OPEN] = "open", [PL_REJECT] = "reject"};
    _Static_assert(PL_COUNT(texts) == PL_VERDICT_COUNT, "every verdict has its word");
    assert(verdict < PL_VERDICT_COUNT);
    return texts[verdict];
}
