/* Keywords of our own: what the API says in words, and its schemas do not. */
#include <assert.h>
#include <string.h>

#include "contract/contract.h"
#include "openapi/lift_internal.h"
#include "schema/validate.h"

enum { DEPTH_MAX = 16 };

/* A cross-field rule of the contract for a schema whose members stand in an order of their own. */
typedef struct binding {
    const pl_rule *inner;
    size_t count;                      /* members of the contract's object */
    uint8_t from[PL_MEMBER_COUNT_MAX]; /* index + 1 here of each of them; 0: not declared */
} binding;

static pl_status check_bound(pl_walk *walk, uint32_t object, const pl_rule *rule) {
    const binding *const own = rule->own;
    const uint32_t *const values = walk->values;
    uint32_t moved[PL_MEMBER_COUNT_MAX];
    assert(own != NULL);
    for (size_t i = 0; i < own->count; i++) {
        moved[i] = own->from[i] == 0 ? PL_JSON_NONE : values[own->from[i] - 1];
    }
    walk->values = moved;
    const pl_status status = own->inner->check(walk, object, own->inner);
    walk->values = values;
    return status;
}

/* The contract's schema that has the rule, below this one; *ret_rule. */
static const pl_schema *owner_below(const pl_schema *schema, pl_bytes id, unsigned depth,
                                    const pl_rule **ret_rule) {
    if (schema == NULL || depth == DEPTH_MAX) { return NULL; }
    for (size_t i = 0; i < schema->rule_count; i++) {
        if (pl_bytes_equal(pl_bytes_of(schema->rules[i].id), id)) {
            *ret_rule = &schema->rules[i];
            return schema;
        }
    }
    for (size_t i = 0; i < schema->member_count; i++) {
        const pl_schema *const found =
            owner_below(schema->members[i].schema, id, depth + 1, ret_rule);
        if (found != NULL) { return found; }
    }
    return owner_below(schema->items, id, depth + 1, ret_rule);
}

static const pl_schema *owner_of(pl_bytes id, const pl_rule **ret_rule) {
    const pl_schema *found = owner_below(&pl_contract_request, id, 0, ret_rule);
    for (size_t i = 0; i < pl_contract_answer_count && found == NULL; i++) {
        found = owner_below(pl_contract_answers[i].schema, id, 0, ret_rule);
    }
    return found;
}

static uint8_t index_of(const pl_schema *schema, const pl_member *like) {
    const pl_member *const own =
        pl_schema_member(schema, (pl_bytes){(const uint8_t *)like->name, like->name_len});
    return own == NULL ? 0 : (uint8_t)(own - schema->members + 1);
}

static pl_status bind(pl_lift *lift, uint32_t element, const pl_schema *schema, pl_rule *rule) {
    const char *id = NULL;
    const pl_rule *inner = NULL;
    const pl_status status = pl_lift_text(lift, element, &id);
    if (status != PL_OK) { return status; }
    const pl_schema *const owner = owner_of(pl_bytes_of(id), &inner);
    if (owner == NULL) {
        return pl_lift_fail(lift, PL_E_SYNTAX, element, "is no rule of the contract");
    }
    binding *const own = pl_arena_alloc(lift->arena, sizeof *own);
    if (own == NULL) { return PL_E_MEMORY; }
    *own = (binding){.inner = inner, .count = owner->member_count};
    for (size_t i = 0; i < owner->member_count; i++) {
        own->from[i] = index_of(schema, &owner->members[i]);
    }
    *rule = *inner;
    rule->check = check_bound;
    rule->own = own;
    return PL_OK;
}

pl_status pl_lift_bind_rules(pl_lift *lift, uint32_t object, pl_schema *schema) {
    const uint32_t list = pl_json_member(lift->json, object, "x-rules");
    if (list == PL_JSON_NONE) { return PL_OK; }
    lift->has_own = true;
    if (lift->json->nodes[list].kind != PL_JSON_ARRAY) {
        return pl_lift_fail(lift, PL_E_SYNTAX, list, "must be an array of names of rules");
    }
    const size_t count = pl_json_child_count(lift->json, list);
    pl_rule *const rules = pl_arena_alloc(lift->arena, (count + 1) * sizeof *rules);
    if (rules == NULL) { return PL_E_MEMORY; }
    size_t bound = 0;
    PL_LIFT_EACH_ELEMENT(element, lift->json, list) {
        const pl_status status = bind(lift, element, schema, &rules[bound++]);
        if (status != PL_OK) { return status; }
    }
    schema->rules = rules;
    schema->rule_count = bound;
    return PL_OK;
}

/* --- facets and types ------------------------------------------------------------------------ */

static pl_status take_catalog(pl_lift *lift, uint32_t value, pl_schema *schema, pl_facet *facets) {
    if (lift->json->nodes[value].kind != PL_JSON_BOOLEAN) {
        return pl_lift_fail(lift, PL_E_SYNTAX, value, "must be true or false");
    }
    if (pl_json_is_true(lift->json, value)) {
        facets[schema->facet_count++] = (pl_facet){.keyword = PL_KEYWORD_CATALOG};
    }
    return PL_OK;
}

static pl_status take_format(pl_lift *lift, uint32_t value, pl_schema *schema, pl_facet *facets) {
    bool taken = false;
    pl_facet facet;
    const pl_status status =
        pl_lift_facet(lift, value, pl_keyword_text(PL_KEYWORD_FORMAT), value, &facet, &taken);
    assert(status != PL_OK || taken);
    if (status == PL_OK && facet.keyword == PL_KEYWORD_FORMAT) {
        facets[schema->facet_count++] = facet;
    }
    return status;
}

/* Types that `type` may list or not, and that are worth a warning either way. */
static pl_status take_contested(pl_lift *lift, uint32_t value, pl_schema *schema,
                                pl_facet *facets) {
    unsigned types = 0;
    const pl_status status = pl_lift_types(lift, value, &types);
    if (status != PL_OK) { return status; }
    assert(facets != NULL);
    schema->types_contested = (uint8_t)types;
    schema->types_why = "the document contradicts itself about this type";
    return PL_OK;
}

static const struct {
    const char *keyword;
    pl_status (*take)(pl_lift *lift, uint32_t value, pl_schema *schema, pl_facet *facets);
} rows[] = {
    {"x-catalog", take_catalog},
    {"x-format", take_format},
    {"x-contested", take_contested},
};

pl_status pl_lift_own(pl_lift *lift, uint32_t name, pl_schema *schema, pl_facet *facets) {
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        if (pl_json_string_is(lift->json, name, pl_bytes_of(rows[i].keyword))) {
            lift->has_own = true;
            return rows[i].take(lift, name + 1, schema, facets);
        }
    }
    return PL_OK;
}
