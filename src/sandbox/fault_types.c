#include <assert.h>
#include <string.h>

#include "sandbox/fault_maker_internal.h"

/* Values of a wrong type that a server takes, and what it refuses although the type is right. */

static const char group_types[] = "types";
static const char group_presence[] = "presence";

enum { TYPES_OF_NUMBERS = PL_TYPE_INTEGER | PL_TYPE_NUMBER };

static bool is_number_text(const pl_json *json, uint32_t node) {
    pl_number_shape shape;
    return json->nodes[node].kind == PL_JSON_STRING &&
           pl_number_scan(pl_json_inside(json, node), &shape) == PL_OK;
}

static bool is_word(const pl_json *json, uint32_t node) {
    return json->nodes[node].kind == PL_JSON_STRING && !is_number_text(json, node);
}

static bool is_fraction(const pl_json *json, uint32_t node) {
    return json->nodes[node].kind == PL_JSON_NUMBER && !pl_number_node_is_integer(json, node);
}

/* A kind of values, told apart as servers do. */
typedef struct kind_row {
    const char *name;
    const char *words;
    bool (*is)(const pl_json *json, uint32_t node); /* NULL: by the JSON kind */
    pl_json_kind kind;
    uint8_t type;     /* that admits it */
    uint8_t right;    /* types for which it is no wrong value */
    uint8_t only_for; /* types for which it is told apart; 0: all */
} kind_row;

enum {
    TYPES_ALL = 0,
    TYPES_SCALAR = TYPES_OF_NUMBERS | PL_TYPE_BOOLEAN,
    TYPES_CONTAINER = PL_TYPE_ARRAY | PL_TYPE_OBJECT
};

typedef enum kind_index {
    KIND_NULL,
    KIND_BOOLEAN,
    KIND_NUMBER,
    KIND_FRACTION,
    KIND_NUMBER_TEXT,
    KIND_WORD,
    KIND_STRING,
    KIND_ARRAY,
    KIND_OBJECT,
    KIND_COUNT
} kind_index;

/* clang-format off */
static const kind_row kinds[KIND_COUNT] = {
    [KIND_NULL] =        {"null",           "null",                     NULL,           PL_JSON_NULL,    PL_TYPE_NULL,    PL_TYPE_NULL,     TYPES_ALL},
    [KIND_BOOLEAN] =     {"boolean",        "a boolean",                NULL,           PL_JSON_BOOLEAN, PL_TYPE_BOOLEAN, PL_TYPE_BOOLEAN,  TYPES_ALL},
    [KIND_NUMBER] =      {"number",         "a number",                 NULL,           PL_JSON_NUMBER,  PL_TYPE_NUMBER,  TYPES_OF_NUMBERS, TYPES_ALL},
    [KIND_FRACTION] =    {"fraction",       "a fraction",               is_fraction,    PL_JSON_NUMBER,  PL_TYPE_NUMBER,  PL_TYPE_NUMBER,   PL_TYPE_INTEGER},
    [KIND_NUMBER_TEXT] = {"numeric-string", "a number written as text", is_number_text, PL_JSON_STRING,  PL_TYPE_STRING,  PL_TYPE_STRING,   TYPES_SCALAR},
    [KIND_WORD] =        {"word",           "a text that is no number", is_word,        PL_JSON_STRING,  PL_TYPE_STRING,  PL_TYPE_STRING,   TYPES_SCALAR},
    [KIND_STRING] =      {"string",         "a text",                   NULL,           PL_JSON_STRING,  PL_TYPE_STRING,  PL_TYPE_STRING,   TYPES_CONTAINER},
    [KIND_ARRAY] =       {"array",          "an array",                 NULL,           PL_JSON_ARRAY,   PL_TYPE_ARRAY,   PL_TYPE_ARRAY,    TYPES_ALL},
    [KIND_OBJECT] =      {"object",         "an object",                NULL,           PL_JSON_OBJECT,  PL_TYPE_OBJECT,  PL_TYPE_OBJECT,   TYPES_ALL},
};
/* clang-format on */

static bool is_of_kind(const kind_row *row, const pl_json *json, uint32_t node) {
    return row->is != NULL ? row->is(json, node) : json->nodes[node].kind == row->kind;
}

static bool is_wrong_for(const kind_row *row, unsigned types) {
    return (types & row->right) == 0 && (row->only_for == 0 || (types & row->only_for) != 0);
}

/* --- let in ---------------------------------------------------------------------------------- */

/* Other texts than those of the row, and those that the list of values leaves out. */
static pl_status refuses_other_text(const pl_walk *walk, uint32_t node, const pl_fault_rule *rule,
                                    bool *ret_refused) {
    const kind_row *row = rule->row;
    const bool text = walk->json->nodes[node].kind == PL_JSON_STRING;
    *ret_refused = text && row->is != NULL && !row->is(walk->json, node);
    if (text && rule->facet != NULL) {
        *ret_refused = true;
        for (const char *const *value = rule->facet->values; *value != NULL; value++) {
            if (pl_json_string_is(walk->json, node, pl_bytes_of(*value))) { *ret_refused = false; }
        }
    }
    return PL_OK;
}

static void add_passes(pl_fault_maker *maker, const pl_fault_place *place, const kind_row *row) {
    pl_fault_edit edit;
    if (!pl_fault_edit_make(maker, place, &edit)) { return; }
    const pl_facet *values = pl_schema_facet(place->schema, PL_KEYWORD_ENUM, PL_VIOLATION);
    edit.target->types |= row->type;
    if (values != NULL) { pl_fault_edit_drop(&edit, PL_KEYWORD_ENUM, PL_VIOLATION); }
    if (values != NULL || (row->is != NULL && row->type == PL_TYPE_STRING)) {
        pl_fault_edit_rule(
            maker, &edit,
            &(pl_fault_rule){.refuses = refuses_other_text, .row = row, .facet = values});
    }
    pl_fault_edit_add(maker, &edit, group_types,
                      pl_arena_printf(maker->arena, "type/%s-passes", row->name),
                      pl_arena_printf(maker->arena, "%s is let in", row->words));
}

/* --- converted ------------------------------------------------------------------------------- */

/* All values of the kind at the place are converted, the last one first: what stands before keeps its offset. */
static pl_status convert(pl_call *call, const pl_fault_plan *plan) {
    pl_json json;
    uint32_t nodes[PL_FAULT_NODE_COUNT_MAX];
    pl_bytes text = call->request->body;
    pl_status status = pl_json_read(text, call->arena, &json, NULL);
    if (status != PL_OK) { return status == PL_E_MEMORY ? status : PL_OK; }
    for (size_t i = pl_fault_nodes(&json, &plan->place, nodes); i > 0 && status == PL_OK; i--) {
        const uint32_t node = nodes[i - 1];
        if (!is_of_kind(plan->row, &json, node)) { continue; }
        pl_bytes value = {NULL, 0};
        status = pl_fault_coerce(&json, node, plan->place.schema, call->arena, &value);
        if (status != PL_OK) { break; }
        const pl_bytes part = {text.ptr + json.nodes[node].at, json.nodes[node].len};
        status = pl_fault_splice(text, part, value, call->arena, &text);
    }
    return status == PL_OK ? pl_fault_set_body(call, text) : status;
}

/* Conversions after which a value can be a good one: then only the type was wrong. */
static const struct {
    uint8_t target; /* one of these types */
    kind_index kind;
    const char *becomes; /* what a constraint of the text must take; NULL: any can be met */
} conversions[] = {
    {TYPES_OF_NUMBERS, KIND_NUMBER_TEXT, NULL}, {TYPES_OF_NUMBERS, KIND_BOOLEAN, NULL},
    {TYPES_OF_NUMBERS, KIND_ARRAY, NULL},       {PL_TYPE_INTEGER, KIND_FRACTION, NULL},
    {PL_TYPE_NUMBER, KIND_NULL, NULL},          {PL_TYPE_STRING, KIND_NUMBER, "1234567890123"},
    {PL_TYPE_STRING, KIND_BOOLEAN, "1"},        {PL_TYPE_STRING, KIND_NULL, ""},
    {PL_TYPE_STRING, KIND_ARRAY, NULL},         {PL_TYPE_BOOLEAN, KIND_NUMBER, NULL},
    {PL_TYPE_BOOLEAN, KIND_NUMBER_TEXT, NULL},  {PL_TYPE_BOOLEAN, KIND_WORD, NULL},
    {PL_TYPE_BOOLEAN, KIND_ARRAY, NULL},        {PL_TYPE_ARRAY, KIND_STRING, NULL},
    {PL_TYPE_ARRAY, KIND_OBJECT, NULL},         {PL_TYPE_OBJECT, KIND_ARRAY, NULL},
};

/* Can what a container becomes be a good value? An object that is made of nothing lacks its members, and an array of a
 * scalar needs elements that are some. */
static bool takes_container(const pl_schema *schema, kind_index kind) {
    const unsigned types = schema->types;
    if ((types & PL_TYPE_OBJECT) != 0) { return schema->member_count == 0; }
    if ((types & PL_TYPE_ARRAY) == 0 || kind != KIND_STRING) { return true; }
    return schema->items != NULL && (schema->items->types & PL_TYPE_STRING) != 0;
}

/* Does the schema take the text? */
static bool takes_text(const pl_schema *schema, const char *text) {
    static const pl_keyword others[] = {PL_KEYWORD_FORMAT, PL_KEYWORD_CATALOG, PL_KEYWORD_ENUM};
    for (size_t i = 0; i < PL_COUNT(others); i++) {
        if (pl_schema_facet(schema, others[i], PL_VIOLATION) != NULL) { return false; }
    }
    const pl_facet *pattern = pl_schema_facet(schema, PL_KEYWORD_PATTERN, PL_VIOLATION);
    return pattern == NULL || pl_pattern_matches(pattern->pattern, pl_bytes_of(text));
}

static void add_conversions(pl_fault_maker *maker, const pl_fault_place *place) {
    const unsigned types = place->schema->types;
    for (size_t i = 0; i < PL_COUNT(conversions); i++) {
        const kind_row *row = &kinds[conversions[i].kind];
        const char *becomes = conversions[i].becomes;
        if ((types & conversions[i].target) == 0 || !is_wrong_for(row, types) ||
            !takes_container(place->schema, conversions[i].kind) ||
            (becomes != NULL && !takes_text(place->schema, becomes))) {
            continue;
        }
        const bool of_token = place->root == &pl_contract_grant;
        pl_fault_place_add(
            maker, place, group_types,
            pl_arena_printf(maker->arena, "type/%s-converted", row->name),
            pl_arena_printf(maker->arena, "%s is converted, then judged", row->words),
            &(pl_fault_plan){.scope = of_token ? PL_FAULT_OF_TOKEN : PL_FAULT_OF_CREATE,
                             .before = convert,
                             .place = *place,
                             .row = row});
    }
}

/* --- refused --------------------------------------------------------------------------------- */

static void add_null_refused(pl_fault_maker *maker, const pl_fault_place *place) {
    pl_fault_edit edit;
    if ((place->schema->types & PL_TYPE_NULL) == 0 || !pl_fault_edit_make(maker, place, &edit)) {
        return;
    }
    edit.target->types &= (uint8_t)~PL_TYPE_NULL;
    pl_fault_edit_add(maker, &edit, group_types, "type/null-refused", "null is refused");
}

static void add_fraction_refused(pl_fault_maker *maker, const pl_fault_place *place) {
    pl_fault_edit edit;
    /* What a total may be is the merchant's to say. */
    if ((place->schema->types & PL_TYPE_NUMBER) == 0 ||
        pl_schema_facet(place->schema, PL_KEYWORD_EXCLUSIVE_MINIMUM, PL_OBSERVATION) != NULL ||
        !pl_fault_edit_make(maker, place, &edit)) {
        return;
    }
    edit.target->types ^= PL_TYPE_NUMBER | PL_TYPE_INTEGER;
    pl_fault_edit_add(maker, &edit, group_types, "type/fraction-refused", "a fraction is refused");
}

void pl_faults_of_types(pl_fault_maker *maker, const pl_fault_place *place) {
    for (size_t i = 0; i < PL_COUNT(kinds); i++) {
        if (is_wrong_for(&kinds[i], place->schema->types)) { add_passes(maker, place, &kinds[i]); }
    }
    add_conversions(maker, place);
    add_null_refused(maker, place);
    add_fraction_refused(maker, place);
}

void pl_faults_of_presence(pl_fault_maker *maker, const pl_fault_place *place) {
    pl_fault_edit edit;
    if (place->member == NULL || !pl_fault_edit_make(maker, place, &edit)) { return; }
    assert(edit.member != NULL);
    if (edit.member->presence == PL_REQUIRED) {
        edit.member->presence = PL_OPTIONAL;
        pl_fault_edit_add(maker, &edit, group_presence, "required/absent-passes",
                          "it may be left out");
    } else {
        edit.member->presence = PL_REQUIRED;
        pl_fault_edit_add(maker, &edit, group_presence, "optional/absent-refused",
                          "it must not be left out");
    }
}
