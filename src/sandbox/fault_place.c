#include <assert.h>
#include <string.h>

#include "sandbox/fault_maker_internal.h"

/* --- walking --------------------------------------------------------------------------------- */

static const char root_id[] = "body";

/* What stands before the id of a place below this one: elements are passed over, as in "items.quantity". */
static char *id_below(pl_fault_maker *maker, const char *stem, const char *name) {
    return stem[0] == '\0' ? pl_arena_text(maker->arena, pl_bytes_of(name))
                           : pl_arena_printf(maker->arena, "%s.%s", stem, name);
}

static void visit(pl_fault_maker *maker, const pl_fault_place *place, const char *stem,
                  pl_fault_places *places);

static void visit_below(pl_fault_maker *maker, const pl_fault_place *parent, uint8_t step,
                        const pl_member *member, const char *stem, pl_fault_places *places) {
    assert(parent->step_count < PL_FAULT_STEP_COUNT_MAX);
    const bool each = step == PL_FAULT_EACH;
    const char *id = id_below(maker, stem, each ? "each" : member->name);
    if (id == NULL) {
        maker->status = PL_E_MEMORY;
        return;
    }
    pl_fault_place place = *parent;
    place.id = id;
    place.member = member;
    place.schema = each ? parent->schema->items : member->schema;
    place.steps[place.step_count++] = step;
    visit(maker, &place, each ? stem : id, places);
}

static void visit(pl_fault_maker *maker, const pl_fault_place *place, const char *stem,
                  pl_fault_places *places) {
    assert(places->count < PL_FAULT_PLACE_COUNT_MAX);
    places->list[places->count++] = *place;
    assert(place->schema->member_count < PL_FAULT_EACH);
    for (size_t i = 0; i < place->schema->member_count && maker->status == PL_OK; i++) {
        visit_below(maker, place, (uint8_t)i, &place->schema->members[i], stem, places);
    }
    if (place->schema->items != NULL && maker->status == PL_OK) {
        visit_below(maker, place, PL_FAULT_EACH, NULL, stem, places);
    }
}

void pl_fault_places_make(pl_fault_maker *maker, const pl_schema *root,
                          pl_fault_places *ret_places) {
    const pl_fault_place top = {.id = root_id, .root = root, .schema = root};
    ret_places->count = 0;
    if (maker->status == PL_OK) { visit(maker, &top, "", ret_places); }
}

/* Append the nodes that stand `steps` below this one. */
static size_t find(const pl_json *json, uint32_t node, const pl_schema *schema,
                   const uint8_t *steps, size_t step_count, size_t count,
                   uint32_t out[PL_FAULT_NODE_COUNT_MAX]) {
    assert(step_count <= PL_FAULT_STEP_COUNT_MAX);
    if (step_count == 0) {
        if (count < PL_FAULT_NODE_COUNT_MAX) { out[count++] = node; }
        return count;
    }
    if (steps[0] != PL_FAULT_EACH) {
        const pl_member *member = &schema->members[steps[0]];
        const uint32_t below = pl_json_member(json, node, member->name);
        if (below == PL_JSON_NONE) { return count; }
        return find(json, below, member->schema, steps + 1, step_count - 1, count, out);
    }
    if (json->nodes[node].kind != PL_JSON_ARRAY) { return count; }
    for (uint32_t child = node + 1; child < json->nodes[node].next;
         child = json->nodes[child].next) {
        count = find(json, child, schema->items, steps + 1, step_count - 1, count, out);
    }
    return count;
}

size_t pl_fault_nodes(const pl_json *json, const pl_fault_place *place,
                      uint32_t out[PL_FAULT_NODE_COUNT_MAX]) {
    assert(json->count > 0);
    return find(json, 0, place->root, place->steps, place->step_count, 0, out);
}

/* --- editing --------------------------------------------------------------------------------- */

/* A schema of our own: no gate lets anything past its rows. */
static pl_schema *copy_schema(pl_fault_maker *maker, const pl_schema *from) {
    pl_schema *copy = pl_arena_alloc(maker->arena, sizeof *copy);
    if (copy == NULL) {
        maker->status = PL_E_MEMORY;
        return NULL;
    }
    *copy = *from;
    copy->gate = (pl_gate){.kinds = 0};
    return copy;
}

/* The rows of an array, in memory of our own, with room for one more. */
static void *copy_rows(pl_fault_maker *maker, const void *rows, size_t count, size_t size) {
    void *copy = pl_arena_alloc(maker->arena, (count + 1) * size);
    if (copy == NULL) {
        maker->status = PL_E_MEMORY;
        return NULL;
    }
    if (count > 0) { memcpy(copy, rows, count * size); }
    return copy;
}

/* The schema one step below, copied, in the place of the one that stood there. NULL: no memory. */
static pl_schema *copy_below(pl_fault_maker *maker, pl_schema *schema, uint8_t step,
                             pl_member **ret_member) {
    *ret_member = NULL;
    if (step == PL_FAULT_EACH) {
        pl_schema *items = copy_schema(maker, schema->items);
        schema->items = items;
        return items;
    }
    pl_member *members =
        copy_rows(maker, schema->members, schema->member_count, sizeof *schema->members);
    if (members == NULL) { return NULL; }
    pl_schema *below = copy_schema(maker, members[step].schema);
    members[step].schema = below;
    schema->members = members;
    *ret_member = &members[step];
    return below;
}

bool pl_fault_edit_make(pl_fault_maker *maker, const pl_fault_place *place,
                        pl_fault_edit *ret_edit) {
    if (maker->status != PL_OK) { return false; }
    pl_fault_edit edit = {.place = place, .root = copy_schema(maker, place->root)};
    edit.target = edit.root;
    for (size_t i = 0; i < place->step_count && edit.target != NULL; i++) {
        edit.target = copy_below(maker, edit.target, place->steps[i], &edit.member);
    }
    if (edit.target == NULL) { return false; }
    edit.facets =
        copy_rows(maker, edit.target->facets, edit.target->facet_count, sizeof *edit.facets);
    if (edit.facets == NULL) { return false; }
    edit.target->facets = edit.facets;
    *ret_edit = edit;
    return true;
}

void pl_fault_edit_drop(pl_fault_edit *edit, pl_keyword keyword, pl_severity severity) {
    size_t kept = 0;
    for (size_t i = 0; i < edit->target->facet_count; i++) {
        const pl_facet row = edit->facets[i];
        if (row.keyword != keyword || row.severity != severity) { edit->facets[kept++] = row; }
    }
    assert(kept < edit->target->facet_count);
    edit->target->facet_count = kept;
}

/* The only rule of its root: it asks those that stood there before. */
static pl_status check_rule(pl_walk *walk, uint32_t object, const pl_rule *rule) {
    const pl_fault_rule *own = (const pl_fault_rule *)(const void *)rule;
    const pl_schema *root = own->place.root;
    uint32_t nodes[PL_FAULT_NODE_COUNT_MAX];
    pl_status status = PL_OK;
    assert(object == 0); /* only roots have such rules */
    for (size_t i = 0; i < root->rule_count && status == PL_OK; i++) {
        status = root->rules[i].check(walk, object, &root->rules[i]);
    }
    const size_t count = pl_fault_nodes(walk->json, &own->place, nodes);
    for (size_t i = 0; i < count && status == PL_OK; i++) {
        bool refused = false;
        status = own->refuses(walk, nodes[i], own, &refused);
        if (status == PL_OK && refused) {
            status = pl_walk_report(walk, rule, PL_VIOLATION, nodes[i], NULL);
        }
    }
    return status;
}

void pl_fault_edit_rule(pl_fault_maker *maker, pl_fault_edit *edit, const pl_fault_rule *rule) {
    static const char id[] = "sandboxRule";
    static const char statement[] = "the sandbox does not take this value";
    pl_fault_rule *own = pl_arena_alloc(maker->arena, sizeof *own);
    if (own == NULL) {
        maker->status = PL_E_MEMORY;
        return;
    }
    *own = *rule;
    own->place = *edit->place;
    own->rule.id = id;
    own->rule.statement = statement;
    if (own->rule.check == NULL) { own->rule.check = check_rule; }
    edit->root->rules = &own->rule;
    edit->root->rule_count = 1;
}

void pl_fault_edit_add(pl_fault_maker *maker, const pl_fault_edit *edit, const char *group,
                       const char *what, const char *statement) {
    pl_fault_plan plan = {.scope = PL_FAULT_OF_CREATE, .request = edit->root};
    if (edit->place->root == &pl_contract_grant) {
        plan = (pl_fault_plan){.scope = PL_FAULT_OF_TOKEN, .grant = edit->root};
    }
    pl_fault_place_add(maker, edit->place, group, what, statement, &plan);
}

void pl_fault_place_add(pl_fault_maker *maker, const pl_fault_place *place, const char *group,
                        const char *what, const char *statement, const pl_fault_plan *plan) {
    static const char token_prefix[] = "token.";
    const bool of_token = place->root == &pl_contract_grant;
    if (what == NULL || statement == NULL) {
        maker->status = PL_E_MEMORY;
        return;
    }
    const char *prefix = of_token ? token_prefix : "";
    const pl_fault fault = {
        .id = pl_arena_printf(maker->arena, "schema/%s%s/%s", prefix, place->id, what),
        .group = group,
        .statement = pl_arena_printf(maker->arena, "%s%s: %s", prefix, place->id, statement),
        /* Few token requests are sent, lest a server takes them for an attack: their member is tried, the body not. */
        .documented = !of_token || place->step_count > 0,
    };
    pl_fault_add(maker, &fault, plan);
}
