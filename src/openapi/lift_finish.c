/* What several keywords of a schema say together. */
#include <assert.h>

#include "openapi/lift_schema_internal.h"

static bool says_true(const pl_json *json, uint32_t object, const char *name) {
    const uint32_t node = pl_json_member(json, object, name);
    return node != PL_JSON_NONE && json->nodes[node].kind == PL_JSON_BOOLEAN &&
           pl_json_is_true(json, node);
}

/* OpenAPI 3.0, beside `type`. */
static void allow_null(pl_draft *made) {
    const pl_json *const json = made->lift->json;
    const bool typed = pl_json_member(json, made->object, "type") != PL_JSON_NONE;
    if (typed && says_true(json, made->object, "nullable")) { made->schema->types |= PL_TYPE_NULL; }
}

static void drop_facet(pl_draft *made, pl_keyword keyword) {
    size_t kept = 0;
    for (size_t i = 0; i < made->schema->facet_count; i++) {
        if (made->facets[i].keyword != keyword) { made->facets[kept++] = made->facets[i]; }
    }
    made->schema->facet_count = kept;
}

/* Keywords whose meaning depends on one that is not understood. JSON Schema 2020-12 core, sections 10.3.1, 10.3.2 */
static pl_status drop_dependents(pl_draft *made) {
    static const struct {
        const char *cause;
        const char *dependent;
    } rows[] = {{"prefixItems", "items"}, {"patternProperties", "additionalProperties"}};
    const pl_json *const json = made->lift->json;
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        const uint32_t dependent = pl_json_member(json, made->object, rows[i].dependent);
        if (dependent == PL_JSON_NONE ||
            pl_json_member(json, made->object, rows[i].cause) == PL_JSON_NONE) {
            continue;
        }
        if (i == 0) {
            made->schema->items = NULL;
        } else {
            made->schema->values = NULL;
            drop_facet(made, PL_KEYWORD_ADDITIONAL_PROPERTIES);
        }
        const pl_status status =
            pl_lift_remark(made->lift, dependent, "\"%s\" beside \"%s\" is not checked",
                           rows[i].dependent, rows[i].cause);
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}

/* A name that stands in `required` alone is one more additional property. */
static void bind_undeclared(pl_draft *made) {
    static const pl_lifted_schema nothing = {
        .schema = {.name = "value", .types = 0}, .weight = 1, .height = 1};
    const pl_json *const json = made->lift->json;
    const uint32_t properties = pl_json_member(json, made->object, "properties");
    const bool closed =
        pl_schema_facet(made->schema, PL_KEYWORD_ADDITIONAL_PROPERTIES, PL_VIOLATION) != NULL;
    if (!closed && made->schema->values == NULL) { return; }
    for (size_t i = 0; i < made->schema->member_count; i++) {
        pl_member *const member = &made->members[i];
        if (properties != PL_JSON_NONE &&
            pl_lift_member(made->lift, properties,
                           (pl_bytes){(const uint8_t *)member->name, member->name_len}) !=
                PL_JSON_NONE) {
            continue;
        }
        member->schema = closed ? &nothing.schema : made->schema->values;
    }
}

/* A member that only one direction has is not missed in the other. OpenAPI 3.0.3, Schema Object: readOnly */
static void excuse_directed(pl_draft *made) {
    const pl_json *const json = made->lift->json;
    for (size_t i = 0; i < made->schema->member_count; i++) {
        pl_member *const member = &made->members[i];
        const uint32_t object = pl_schema_node(member->schema);
        if (member->presence == PL_REQUIRED && object != 0 &&
            (says_true(json, object, "readOnly") || says_true(json, object, "writeOnly"))) {
            member->presence = PL_EXPECTED;
        }
    }
}

/* The walker compares strings alone. */
static pl_status tell_unique(pl_draft *made) {
    const pl_schema *const items = made->schema->items;
    if (pl_schema_facet(made->schema, PL_KEYWORD_UNIQUE_ITEMS, PL_VIOLATION) == NULL ||
        (items != NULL && (items->types & ~(unsigned)PL_TYPE_STRING) == 0)) {
        return PL_OK;
    }
    made->partial = true;
    return pl_lift_remark(made->lift, made->object, "uniqueItems is checked for strings only");
}

pl_status pl_draft_finish(pl_draft *made) {
    assert(made->schema->facets == made->facets && made->schema->members == made->members);
    if (made->lift->is_30) { allow_null(made); }
    pl_status status = drop_dependents(made);
    if (status == PL_OK) { status = tell_unique(made); }
    if (status != PL_OK) { return status; }
    bind_undeclared(made);
    excuse_directed(made);
    pl_lift_unfold_null(made->schema);
    made->schema->types &= (uint8_t)~made->schema->types_contested;
    return pl_lift_bind_rules(made->lift, made->object, made->schema);
}
