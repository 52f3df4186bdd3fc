#include "schema/validate.h"

#include <assert.h>

#include "schema/combine_internal.h"

enum { NO_MEMBER = PL_MEMBER_COUNT_MAX };

static pl_status judge_container(pl_walk *walk, const pl_schema *schema, const pl_json_node *node,
                                 unsigned depth);

/* Everything that does not happen to a document in order; out of line, so that the rest stays small. */
#define COLD                static __attribute__((noinline, cold))
#define UNLIKELY(condition) __builtin_expect((condition), 0)

static const uint8_t kind_types[PL_JSON_KIND_COUNT] = {
    [PL_JSON_NULL] = PL_TYPE_NULL,
    [PL_JSON_BOOLEAN] = PL_TYPE_BOOLEAN,
    [PL_JSON_NUMBER] = PL_TYPE_NUMBER | PL_TYPE_INTEGER,
    [PL_JSON_STRING] = PL_TYPE_STRING,
    [PL_JSON_ARRAY] = PL_TYPE_ARRAY,
    [PL_JSON_OBJECT] = PL_TYPE_OBJECT,
};

static inline uint32_t index_of(const pl_walk *walk, const pl_json_node *node) {
    return (uint32_t)(node - walk->json->nodes);
}

static inline bool type_admits(const pl_json *json, const pl_json_node *node, unsigned types) {
    if ((types & kind_types[node->kind]) == 0) { return false; }
    /* Only numbers are marked so: here it is one where an integer may be asked for. */
    if ((node->marks & PL_JSON_FRACTIONAL) == 0 || (types & PL_TYPE_NUMBER) != 0) { return true; }
    return pl_number_node_is_integer(json, (uint32_t)(node - json->nodes));
}

/* Does a name node, unescaped, name the member? */
static inline bool names(const uint8_t *text, const pl_json_node *name, const pl_member *member) {
    return name->len == member->name_len + 2U &&
           pl_json_same_bytes(text + name->at + 1, member->name, member->name_len);
}

/* The same, escapes resolved, for all of them. */
COLD size_t search_escaped(const pl_schema *schema, const pl_json *json, const pl_json_node *name) {
    for (size_t i = 0; i < schema->member_count; i++) {
        const pl_bytes declared = {(const uint8_t *)schema->members[i].name,
                                   schema->members[i].name_len};
        if (pl_json_string_is(json, (uint32_t)(name - json->nodes), declared)) { return i; }
    }
    return NO_MEMBER;
}

/* Index of the declared member that a name node names. Which of them are as long is reckoned without branches: the
 * order of members cannot be guessed. */
static size_t search_member(const pl_schema *schema, const pl_json *json,
                            const pl_json_node *name) {
    if (UNLIKELY((name->marks & PL_JSON_ESCAPED) != 0)) {
        return search_escaped(schema, json, name);
    }
    const pl_member *members = schema->members;
    const uint32_t len = name->len - 2;
    uint64_t as_long = 0; /* one bit a member */
    for (size_t i = schema->member_count; i > 0; i--) {
        as_long = as_long << 1 | (members[i - 1].name_len == len);
    }
    for (; as_long != 0; as_long &= as_long - 1) {
        const size_t i = (size_t)__builtin_ctzll(as_long);
        if (pl_json_same_bytes(json->text.ptr + name->at + 1, members[i].name, len)) { return i; }
    }
    return NO_MEMBER;
}

/* The same through the slots of the object, where it has them: one comparison, whatever the order of the members. */
static inline size_t find_member(const pl_schema *schema, const pl_json *json,
                                 const pl_json_node *name) {
    if (UNLIKELY(schema->slots == NULL || (name->marks & PL_JSON_ESCAPED) != 0)) {
        return search_member(schema, json, name);
    }
    const size_t slot = schema->slots[PL_SLOT(json->text.ptr[name->at + 1], name->len - 2)];
    if (slot == 0 || !names(json->text.ptr, name, &schema->members[slot - 1])) { return NO_MEMBER; }
    return slot - 1;
}

COLD pl_status judge_type(pl_walk *walk, const pl_schema *schema, const pl_json_node *node) {
    pl_severity severity = PL_VIOLATION;
    if (type_admits(walk->json, node, schema->types_contested)) {
        severity = PL_WARNING;
    } else if ((schema->types & PL_TYPE_INTEGER) != 0 && node->kind == PL_JSON_NUMBER &&
               pl_number_node_is_fine(walk->json, index_of(walk, node))) {
        severity = PL_OBSERVATION; /* 1.0000000000000001 is 1 for most servers */
    }
    return pl_walk_add(walk, &(pl_violation){.keyword = PL_KEYWORD_TYPE,
                                             .severity = severity,
                                             .node = index_of(walk, node),
                                             .schema = schema});
}

static __attribute__((noinline)) pl_status judge_rows(pl_walk *walk, const pl_schema *schema,
                                                      const pl_json_node *node, unsigned depth) {
    if (UNLIKELY(!type_admits(walk->json, node, schema->types))) {
        return judge_type(walk, schema, node);
    }
    const pl_facet_view view = pl_facet_view_of(walk, node);
    const pl_facet *facet = schema->facets;
    for (size_t left = schema->facet_count; left > 0; left--, facet++) {
        if (pl_facet_surely_holds(facet, view)) { continue; }
        const pl_status status = pl_facets_judge(walk, schema, node, facet);
        if (status != PL_OK) { return status; }
        break;
    }
    if (UNLIKELY(schema->combinator_count > 0)) {
        const pl_status status = pl_combinators_judge(walk, schema, node, depth);
        if (status != PL_OK) { return status; }
    }
    if (node->kind < PL_JSON_ARRAY) { return PL_OK; }
    return judge_container(walk, schema, node, depth);
}

/* One branch for all that a glance tells: which part of it fails cannot be guessed, that none does can. */
static inline bool passes_gate(const pl_walk *walk, const pl_gate *gate, const pl_json_node *node) {
    const uint8_t first = walk->json->text.ptr[node->at + (node->kind == PL_JSON_STRING)];
    const uint64_t admitted = gate->first[first >> 6 & 1] >> (first & 63);
    const unsigned passes = (unsigned)gate->kinds >> node->kind & (unsigned)admitted &
                            (first < 0x80) & (node->len <= gate->len_max) &
                            (((node->marks | walk->asks) & gate->marks) == 0);
    if ((passes & 1) == 0) { return false; }
    return gate->content == PL_GATE_ANY_CONTENT || pl_gate_admits(walk, gate->content, node);
}

static inline pl_status judge(pl_walk *walk, const pl_schema *schema, const pl_json_node *node,
                              unsigned depth) {
    if (passes_gate(walk, &schema->gate, node)) { return PL_OK; }
    return judge_rows(walk, schema, node, depth);
}

pl_status pl_walk_value(pl_walk *walk, const pl_schema *schema, const pl_json_node *value,
                        unsigned depth) {
    return judge(walk, schema, value, depth);
}

COLD pl_status add_repeated(pl_walk *walk, uint32_t name) {
    return pl_walk_add(walk, &(pl_violation){.keyword = PL_KEYWORD_DUPLICATE_NAME,
                                             .severity = PL_OBSERVATION,
                                             .node = name});
}

/* Repeated names inside a value that no table describes. */
static pl_status judge_opaque(pl_walk *walk, const pl_json_node *node) {
    const pl_json_node *nodes = walk->json->nodes;
    const pl_json_node *end = nodes + node->next;
    for (; node < end; node++) {
        const uint32_t object = index_of(walk, node);
        if (node->kind != PL_JSON_OBJECT || node->next - object < 5) { continue; }
        uint32_t repeated;
        pl_status status = pl_json_duplicate_name(walk->json, object, walk->arena, &repeated);
        if (status == PL_OK && repeated != PL_JSON_NONE) { status = add_repeated(walk, repeated); }
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}

static pl_status judge_undeclared(pl_walk *walk, const pl_schema *schema, const pl_json_node *name,
                                  unsigned depth) {
    for (size_t i = 0; i < schema->facet_count; i++) {
        const pl_facet *facet = &schema->facets[i];
        if (facet->keyword != PL_KEYWORD_ADDITIONAL_PROPERTIES) { continue; }
        const pl_status status = pl_walk_add_facet(walk, schema, facet, index_of(walk, name));
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

static __attribute__((noinline)) pl_status judge_absent(pl_walk *walk, const pl_schema *schema,
                                                        uint32_t object, uint64_t absent) {
    for (; absent != 0; absent &= absent - 1) {
        const pl_member *member = &schema->members[__builtin_ctzll(absent)];
        if (member->presence == PL_OPTIONAL) { continue; }
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

/* The deviations listed from `at` on that lie in this subtree: *ret_violated when one is definite; downgraded when
 * asked. Siblings are listed in their order, so `at` moves on from one to the next; what the object itself lacks is
 * listed behind them all. Returns where it stopped. */
static uint32_t weigh_subtree(pl_walk *walk, uint32_t at, uint32_t node, bool downgrade,
                              bool *ret_violated) {
    pl_report *report = walk->report;
    const uint32_t end = walk->json->nodes[node].next;
    *ret_violated = false;
    while (at < report->count && report->list[at].node < node) { at++; }
    for (; at < report->count && report->list[at].node >= node && report->list[at].node < end;
         at++) {
        if (report->list[at].severity != PL_VIOLATION) { continue; }
        *ret_violated = true;
        if (!downgrade) { return at; }
        report->list[at].severity = PL_OBSERVATION;
        report->totals[PL_VIOLATION]--;
        report->totals[PL_OBSERVATION]++;
    }
    return at;
}

/* A declared member that stands several times: which one a server reads is open, so what is wrong with it counts
 * only when it is wrong in every place. */
static void weigh_repeated(pl_walk *walk, const pl_schema *schema, uint32_t object, size_t member,
                           uint32_t first) {
    const pl_json_node *nodes = walk->json->nodes;
    bool always = true;
    for (int pass = 0; pass < 2; pass++) { /* look, then downgrade */
        uint32_t at = first;
        if (pass == 1 && always) { return; }
        for (uint32_t name = object + 1; name < nodes[object].next; name = nodes[name + 1].next) {
            if (find_member(schema, walk->json, &nodes[name]) != member) { continue; }
            bool violated;
            at = weigh_subtree(walk, at, name + 1, pass == 1, &violated);
            always = always && violated;
        }
    }
}

COLD pl_status judge_repeated(pl_walk *walk, const pl_schema *schema, uint32_t object,
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
    return add_repeated(walk, name);
}

/* A hasty walk has met a definite deviation in this member. It decides the verdict unless the member stands again in
 * the object: then what is wrong with it may not count, and only a walk to the end can tell. */
COLD pl_status decide(pl_walk *walk, const pl_schema *schema, const pl_json_node *object,
                      size_t member) {
    const pl_json_node *nodes = walk->json->nodes;
    unsigned count = 0;
    for (uint32_t name = index_of(walk, object) + 1; name < object->next;
         name = nodes[name + 1].next) {
        count += find_member(schema, walk->json, &nodes[name]) == member;
    }
    assert(walk->hasty && count > 0);
    if (count == 1) { return PL_WALK_DECIDED; }
    walk->hasty = false;
    return PL_OK;
}

/* The cross-field rules of an object; values: of its declared members, set where `seen` has a bit. What stands twice is
 * left out, as if it were absent. */
static pl_status judge_rules(pl_walk *walk, const pl_schema *schema, const pl_json_node *object,
                             const pl_json_node *const *values, uint64_t seen) {
    uint32_t nodes[PL_MEMBER_COUNT_MAX];
    for (size_t i = 0; i < schema->member_count; i++) {
        nodes[i] = (seen >> i & 1) != 0 ? index_of(walk, values[i]) : PL_JSON_NONE;
    }
    walk->values = nodes;
    pl_status status = PL_OK;
    for (size_t i = 0; i < schema->rule_count && status == PL_OK; i++) {
        status = schema->rules[i].check(walk, index_of(walk, object), &schema->rules[i]);
    }
    walk->values = NULL;
    return status;
}

static pl_status judge_object(pl_walk *walk, const pl_schema *schema, const pl_json_node *object,
                              unsigned depth) {
    const pl_json_node *nodes = walk->json->nodes;
    const pl_json_node *end = nodes + object->next;
    const uint32_t first = walk->report->count;
    const pl_json_node *values[PL_MEMBER_COUNT_MAX];
    uint64_t seen = 0;
    uint64_t repeated = 0;
    uint32_t undeclared_count = 0;
    assert(schema->member_count <= PL_MEMBER_COUNT_MAX);
    for (const pl_json_node *name = object + 1; name < end; name = nodes + name[1].next) {
        const size_t index = find_member(schema, walk->json, name);
        pl_status status;
        if (index == NO_MEMBER) {
            undeclared_count++;
            status = judge_undeclared(walk, schema, name, depth);
        } else {
            const uint64_t bit = UINT64_C(1) << index;
            repeated |= seen & bit;
            seen |= bit;
            values[index] = name + 1;
            status = judge(walk, schema->members[index].schema, name + 1, depth + 1);
            if (UNLIKELY(status == PL_WALK_DECIDED)) {
                status = decide(walk, schema, object, index);
            }
        }
        if (status != PL_OK) { return status; }
    }
    const uint64_t all =
        schema->member_count == 0 ? 0 : UINT64_MAX >> (PL_MEMBER_COUNT_MAX - schema->member_count);
    pl_status status = PL_OK;
    if (seen != all) { status = judge_absent(walk, schema, index_of(walk, object), all & ~seen); }
    if (status == PL_OK && UNLIKELY(repeated != 0 || undeclared_count > 1)) {
        status = judge_repeated(walk, schema, index_of(walk, object), repeated, first);
    }
    if (status == PL_OK && schema->rule_count > 0) {
        status = judge_rules(walk, schema, object, values, seen & ~repeated);
    }
    return status;
}

static pl_status judge_array(pl_walk *walk, const pl_schema *schema, const pl_json_node *array,
                             unsigned depth) {
    if (schema->items == NULL) { return judge_opaque(walk, array); }
    const pl_json_node *nodes = walk->json->nodes;
    const pl_json_node *end = nodes + array->next;
    for (const pl_json_node *item = array + 1; item < end; item = nodes + item->next) {
        const pl_status status = judge(walk, schema->items, item, depth + 1);
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}

static pl_status judge_container(pl_walk *walk, const pl_schema *schema, const pl_json_node *node,
                                 unsigned depth) {
    assert(depth < PL_SCHEMA_DEPTH_MAX);
    if (node->kind == PL_JSON_OBJECT) { return judge_object(walk, schema, node, depth); }
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

COLD pl_status judge_marks(pl_walk *walk) {
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
        const pl_status status = pl_walk_add(walk, &(pl_violation){.keyword = mark_rows[i].keyword,
                                                                   .severity = PL_OBSERVATION,
                                                                   .node = node});
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}

pl_status pl_walk_document(pl_walk *walk, const pl_schema *schema) {
    const pl_json *json = walk->json;
    walk->asks = PL_ASK;
    if (walk->context->payment_methods != NULL) { walk->asks |= PL_ASK_CATALOG; }
    pl_status status = judge(walk, schema, &json->nodes[0], 0);
    if (status == PL_OK && (json->marks != 0 || json->has_bom)) { status = judge_marks(walk); }
    return status;
}
