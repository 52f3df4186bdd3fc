/* A schema object becomes a schema, once, however often it is asked for. */
#include <assert.h>
#include <string.h>

#include "openapi/lift_schema_internal.h"

/* Has a reference object members beside `$ref` that say something of the value? Before 3.1 they are to be ignored. */
static pl_status has_siblings(pl_lift *lift, uint32_t object, bool *ret_has) {
    *ret_has = false;
    PL_LIFT_EACH_MEMBER(name, lift->json, object) {
        const char *keyword = NULL;
        const pl_status status = pl_lift_text(lift, name, &keyword);
        if (status != PL_OK) { return status; }
        if (strcmp(keyword, "$ref") == 0 || pl_keyword_is_note(keyword)) { continue; }
        if (lift->is_30) {
            const pl_status said =
                pl_lift_unknown(lift, name, "\"%s\" beside $ref is ignored before 3.1", keyword);
            if (said != PL_OK) { return said; }
            continue;
        }
        *ret_has = true;
    }
    return PL_OK;
}

/* Members that the object may get, no more than the walker can judge. */
static size_t member_cap(const pl_draft *made) {
    static const char *const sources[] = {"properties", "required"};
    const pl_json *const json = made->lift->json;
    size_t cap = 0;
    for (size_t i = 0; i < PL_COUNT(sources); i++) {
        const uint32_t node = pl_json_member(json, made->object, sources[i]);
        cap += node == PL_JSON_NONE ? 0 : pl_json_child_count(json, node);
    }
    return cap < PL_MEMBER_COUNT_MAX ? cap : PL_MEMBER_COUNT_MAX;
}

static pl_status fill(pl_draft *made) {
    pl_lift *const lift = made->lift;
    const size_t count = pl_json_child_count(lift->json, made->object);
    /* One facet a keyword, at most; so many combinators; so many members as the walker can judge. */
    made->facets = pl_arena_alloc(lift->arena, (count + 1) * sizeof *made->facets);
    made->combinators = pl_arena_alloc(lift->arena, (count + 1) * sizeof *made->combinators);
    made->members = pl_arena_alloc(lift->arena, member_cap(made) * sizeof *made->members);
    if (made->facets == NULL || made->combinators == NULL || made->members == NULL) {
        return PL_E_MEMORY;
    }
    made->schema->facets = made->facets;
    made->schema->combinators = made->combinators;
    made->schema->members = made->members;
    PL_LIFT_EACH_MEMBER(name, lift->json, made->object) {
        const pl_status status = pl_draft_take(made, name);
        if (status != PL_OK) { return status; }
    }
    return pl_draft_finish(made);
}

static pl_status lift_object(pl_lift *lift, uint32_t node, pl_lifted_schema *made) {
    const pl_json_kind kind = (pl_json_kind)lift->json->nodes[node].kind;
    *made = (pl_lifted_schema){.schema = {.name = "value", .types = PL_LIFT_ANY_TYPE},
                               .node = node,
                               .weight = 1,
                               .height = 1};
    if (kind == PL_JSON_BOOLEAN) {
        if (!pl_json_is_true(lift->json, node)) { made->schema.types = 0; }
        return PL_OK;
    }
    if (kind != PL_JSON_OBJECT) {
        return pl_lift_fail(lift, PL_E_SYNTAX, node, "must be a schema: an object or a boolean");
    }
    pl_draft all = {.lift = lift, .object = node, .schema = &made->schema, .weight = 1};
    const pl_status status = fill(&all);
    made->height = all.height + 1;
    made->weight = all.weight;
    made->partial = all.partial;
    return status;
}

/* The way from the node back to it, all of which is being lifted. */
static pl_status refuse_circle(pl_lift *lift, uint32_t node) {
    size_t first = lift->depth;
    while (first > 0 && lift->way[first - 1] != node) { first--; }
    assert(first > 0);
    return pl_lift_circle(lift, lift->way + first - 1, lift->depth - first + 1);
}

pl_status pl_lift_schema(pl_lift *lift, uint32_t node, const pl_schema **ret_schema) {
    pl_lift_memo *const memo = &lift->memos[node];
    if (memo->schema != NULL) {
        *ret_schema = &memo->schema->schema;
        return PL_OK;
    }
    if (memo->busy) { return refuse_circle(lift, node); }
    if (lift->depth == PL_LIFT_HEIGHT_MAX) {
        return pl_lift_fail(lift, PL_E_DEPTH, node, "is a schema nested too deep");
    }
    bool siblings = true;
    pl_status status = PL_OK;
    uint32_t target = node;
    if (pl_json_member(lift->json, node, "$ref") != PL_JSON_NONE) {
        status = has_siblings(lift, node, &siblings);
        if (status == PL_OK && !siblings) { status = pl_lift_follow_schema(lift, node, &target); }
        if (status != PL_OK) { return status; }
    }
    memo->busy = true;
    lift->way[lift->depth++] = node;
    if (target != node) {
        status = pl_lift_schema(lift, target, ret_schema);
        if (status == PL_OK) { memo->schema = (pl_lifted_schema *)(uintptr_t)*ret_schema; }
    } else {
        pl_lifted_schema *const made = pl_arena_alloc(lift->arena, sizeof *made);
        status = made == NULL ? PL_E_MEMORY : lift_object(lift, node, made);
        if (status == PL_OK && made->height > PL_LIFT_HEIGHT_MAX) {
            status = pl_lift_fail(lift, PL_E_DEPTH, node, "is a schema nested too deep");
        }
        if (status == PL_OK) {
            memo->schema = made;
            *ret_schema = &made->schema;
        }
    }
    lift->depth--;
    memo->busy = false;
    return status;
}
