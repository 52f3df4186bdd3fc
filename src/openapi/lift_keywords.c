/* The keywords of a schema that are no facet. */
#include <assert.h>
#include <string.h>

#include "openapi/lift_schema_internal.h"

enum { MEMBER_NAME_BYTES_MAX = UINT8_MAX };

/* --- parts ----------------------------------------------------------------------------------- */

static pl_status take_child(pl_draft *made, uint32_t node, const pl_schema **ret_schema) {
    const pl_status status = pl_lift_schema(made->lift, node, ret_schema);
    if (status != PL_OK) { return status; }
    const pl_lifted_schema *const child = (const pl_lifted_schema *)(const void *)*ret_schema;
    if (child->height > made->height) { made->height = child->height; }
    made->weight += child->weight;
    made->partial = made->partial || child->partial;
    if (made->weight > PL_LIFT_WEIGHT_MAX) {
        return pl_lift_fail(made->lift, PL_E_SIZE, node, "its references unfold to too much");
    }
    return PL_OK;
}

static pl_status take_type(pl_draft *made, uint32_t value) {
    pl_lift *const lift = made->lift;
    unsigned types = 0;
    const pl_status status = pl_lift_types(lift, value, &types);
    if (status != PL_OK) { return status; }
    made->schema->types = (uint8_t)types;
    if (!lift->is_30 ||
        (lift->json->nodes[value].kind == PL_JSON_STRING && types != PL_TYPE_NULL)) {
        return PL_OK;
    }
    return pl_lift_unknown(lift, value,
                           "a list of types, and the type null, are of OpenAPI 3.1; read as there");
}

/* It is asked for last, whatever the order in the document. */
static pl_status take_nullable(pl_draft *made, uint32_t value) {
    pl_lift *const lift = made->lift;
    if (lift->json->nodes[value].kind != PL_JSON_BOOLEAN) {
        return pl_lift_fail(lift, PL_E_SYNTAX, value, "must be true or false");
    }
    if (!lift->is_30) {
        return pl_lift_unknown(
            lift, value, "\"nullable\" says nothing from OpenAPI 3.1 on, where null is a type");
    }
    if (pl_json_is_true(lift->json, value) &&
        pl_json_member(lift->json, made->object, "type") == PL_JSON_NONE) {
        return pl_lift_unknown(lift, value, "\"nullable\" says nothing without \"type\" beside it");
    }
    return PL_OK;
}

/* The member of that name; a new one, of any value, when there is none. */
static pl_status want_member(pl_draft *made, uint32_t name, pl_member **ret_member) {
    static const pl_lifted_schema anything = {
        .schema = {.name = "value", .types = PL_LIFT_ANY_TYPE}, .weight = 1, .height = 1};
    pl_lift *const lift = made->lift;
    const char *text = NULL;
    const pl_status status = pl_lift_text(lift, name, &text);
    if (status != PL_OK) { return status; }
    const size_t len = strlen(text);
    for (size_t i = 0; i < made->schema->member_count; i++) {
        if (strcmp(made->members[i].name, text) == 0) {
            *ret_member = &made->members[i];
            return PL_OK;
        }
    }
    if (len > MEMBER_NAME_BYTES_MAX) {
        return pl_lift_fail(lift, PL_E_SIZE, name, "is longer than 255 bytes");
    }
    if (made->schema->member_count == PL_MEMBER_COUNT_MAX) {
        return pl_lift_fail(lift, PL_E_SIZE, name, "is one of more than 64 members of one object");
    }
    pl_member *const added = &made->members[made->schema->member_count++];
    *added = (pl_member){.name = text,
                         .name_len = (uint8_t)len,
                         .presence = PL_OPTIONAL,
                         .schema = &anything.schema};
    *ret_member = added;
    return PL_OK;
}

static pl_status take_properties(pl_draft *made, uint32_t value) {
    const pl_json *const json = made->lift->json;
    if (json->nodes[value].kind != PL_JSON_OBJECT) {
        return pl_lift_fail(made->lift, PL_E_SYNTAX, value, "must be an object");
    }
    PL_LIFT_EACH_MEMBER(name, json, value) {
        pl_member *member = NULL;
        const pl_schema *schema = NULL;
        pl_status status = want_member(made, name, &member);
        if (status == PL_OK) { status = take_child(made, name + 1, &schema); }
        if (status != PL_OK) { return status; }
        member->schema = schema;
    }
    return PL_OK;
}

static pl_status take_required(pl_draft *made, uint32_t value) {
    const pl_json *const json = made->lift->json;
    if (json->nodes[value].kind != PL_JSON_ARRAY) {
        return pl_lift_fail(made->lift, PL_E_SYNTAX, value, "must be an array of names");
    }
    PL_LIFT_EACH_ELEMENT(element, json, value) {
        pl_member *member = NULL;
        const pl_status status = want_member(made, element, &member);
        if (status != PL_OK) { return status; }
        member->presence = PL_REQUIRED;
    }
    return PL_OK;
}

static pl_status take_additional(pl_draft *made, uint32_t value) {
    const pl_json *const json = made->lift->json;
    if (json->nodes[value].kind != PL_JSON_BOOLEAN) {
        return take_child(made, value, &made->schema->values);
    }
    if (!pl_json_is_true(json, value)) {
        made->facets[made->schema->facet_count++] =
            (pl_facet){.keyword = PL_KEYWORD_ADDITIONAL_PROPERTIES};
    }
    return PL_OK;
}

static pl_status take_items(pl_draft *made, uint32_t value) {
    return take_child(made, value, &made->schema->items);
}

/* "Exactly one" and "not" turn it round: what is not wholly checked would be taken where the document refuses it, so
 * they would refuse what it takes. Returns what may be asked instead; PL_KEYWORD_COUNT: nothing. */
static pl_status soften(pl_draft *made, uint32_t first, pl_keyword *keyword) {
    const char *const said = pl_keyword_text(*keyword);
    if (*keyword == PL_KEYWORD_ONE_OF) {
        *keyword = PL_KEYWORD_ANY_OF;
        return pl_lift_remark(made->lift, first,
                              "\"%s\" is read as \"anyOf\", as not all of it is checked", said);
    }
    if (*keyword == PL_KEYWORD_NOT) {
        *keyword = PL_KEYWORD_COUNT;
        return pl_lift_remark(made->lift, first,
                              "\"%s\" is not checked, as not all of what it holds is", said);
    }
    return PL_OK;
}

/* `count` schemas from the node on, as one combinator. */
static pl_status combine(pl_draft *made, pl_keyword keyword, uint32_t first, size_t count) {
    const pl_json *const json = made->lift->json;
    const pl_schema **const list = pl_arena_alloc(made->lift->arena, count * sizeof *list);
    bool partial = false;
    if (list == NULL) { return PL_E_MEMORY; }
    uint32_t node = first;
    for (size_t i = 0; i < count; i++, node = json->nodes[node].next) {
        const pl_status status = take_child(made, node, &list[i]);
        if (status != PL_OK) { return status; }
        partial = partial || ((const pl_lifted_schema *)(const void *)list[i])->partial;
    }
    const pl_status status = partial ? soften(made, first, &keyword) : PL_OK;
    if (status != PL_OK || keyword == PL_KEYWORD_COUNT) { return status; }
    made->combinators[made->schema->combinator_count++] =
        (pl_combinator){.keyword = keyword, .schemas = list, .schema_count = count};
    return PL_OK;
}

static pl_status take_list(pl_draft *made, pl_keyword keyword, uint32_t value) {
    const pl_json *const json = made->lift->json;
    const size_t count = pl_json_child_count(json, value);
    if (json->nodes[value].kind != PL_JSON_ARRAY || count == 0) {
        return pl_lift_fail(made->lift, PL_E_SYNTAX, value,
                            "must be an array with at least one schema");
    }
    return combine(made, keyword, value + 1, count);
}

static pl_status take_all_of(pl_draft *made, uint32_t value) {
    return take_list(made, PL_KEYWORD_ALL_OF, value);
}

static pl_status take_any_of(pl_draft *made, uint32_t value) {
    return take_list(made, PL_KEYWORD_ANY_OF, value);
}

static pl_status take_one_of(pl_draft *made, uint32_t value) {
    return take_list(made, PL_KEYWORD_ONE_OF, value);
}

static pl_status take_not(pl_draft *made, uint32_t value) {
    return combine(made, PL_KEYWORD_NOT, value, 1);
}

static pl_status take_title(pl_draft *made, uint32_t value) {
    if (made->lift->json->nodes[value].kind != PL_JSON_STRING) { return PL_OK; }
    return pl_lift_text(made->lift, value, &made->schema->name);
}

static pl_status take_reference(pl_draft *made, uint32_t value) {
    uint32_t target = 0;
    const pl_status status = pl_lift_follow_schema(made->lift, made->object, &target);
    (void)value;
    return status == PL_OK ? combine(made, PL_KEYWORD_ALL_OF, target, 1) : status;
}

static pl_status pass(pl_draft *made, uint32_t value) {
    return made != NULL && value != PL_JSON_NONE ? PL_OK : PL_E_ARGUMENT;
}

/* What documents of our own say in keywords of our own. */
static pl_status take_own(pl_draft *made, uint32_t value) {
    return pl_lift_own(made->lift, value - 1, made->schema, made->facets);
}

/* Which direction a member belongs to depends on who reads the schema; finish asks for it nowhere. */
static pl_status take_direction(pl_draft *made, uint32_t value) {
    pl_lift *const lift = made->lift;
    if (lift->json->nodes[value].kind != PL_JSON_BOOLEAN) {
        return pl_lift_fail(lift, PL_E_SYNTAX, value, "must be true or false");
    }
    if (!pl_json_is_true(lift->json, value)) { return PL_OK; }
    return pl_lift_remark(lift, value, "which direction a member belongs to is not checked");
}

/* A keyword of JSON Schema 2020-12 that the walker does not have. */
static pl_status leave_out(pl_draft *made, uint32_t value) {
    const char *keyword = NULL;
    made->partial = true;
    const pl_status status = pl_lift_text(made->lift, value - 1, &keyword);
    if (status != PL_OK) { return status; }
    return pl_lift_remark(made->lift, value - 1,
                          "the keyword \"%s\" is not understood, and not checked", keyword);
}

/* What 2020-12 asks nobody to check: no assertion. */
static pl_status tell(pl_draft *made, uint32_t value) {
    const char *keyword = NULL;
    const pl_status status = pl_lift_text(made->lift, value - 1, &keyword);
    return status == PL_OK ? pl_lift_remark(made->lift, value, "\"%s\" is not checked", keyword)
                           : status;
}

/* --- keywords -------------------------------------------------------------------------------- */

/* Those that are no facet. */
static const struct keyword_row {
    const char *keyword;
    pl_status (*take)(pl_draft *made, uint32_t value);
} keyword_rows[] = {
    {"$ref", take_reference},
    {"type", take_type},
    {"properties", take_properties},
    {"required", take_required},
    {"additionalProperties", take_additional},
    {"items", take_items},
    {"allOf", take_all_of},
    {"anyOf", take_any_of},
    {"oneOf", take_one_of},
    {"not", take_not},
    {"title", take_title},
    {"x-rules", pass},
    {"x-catalog", take_own},
    {"x-format", take_own},
    {"x-contested", take_own},
    {"readOnly", take_direction},
    {"writeOnly", take_direction},
    {"nullable", take_nullable},
    {"discriminator", tell},
    {"contentMediaType", tell},
    {"contentEncoding", tell},
    {"contentSchema", tell},
    {"$id", tell},
    {"$anchor", tell},
    {"$dynamicAnchor", tell},
    {"$vocabulary", tell},
    {"prefixItems", leave_out},
    {"contains", leave_out},
    {"minContains", leave_out},
    {"maxContains", leave_out},
    {"patternProperties", leave_out},
    {"propertyNames", leave_out},
    {"minProperties", leave_out},
    {"maxProperties", leave_out},
    {"dependentRequired", leave_out},
    {"dependentSchemas", leave_out},
    {"if", leave_out},
    {"then", leave_out},
    {"else", leave_out},
    {"unevaluatedItems", leave_out},
    {"unevaluatedProperties", leave_out},
    {"$dynamicRef", leave_out},
    /* notes for people, and what other keywords refer to */
    {"description", pass},
    {"example", pass},
    {"examples", pass},
    {"default", pass},
    {"deprecated", pass},
    {"externalDocs", pass},
    {"xml", pass},
    {"$comment", pass},
    {"$defs", pass},
    {"$schema", pass},
};

bool pl_keyword_is_note(const char *keyword) {
    for (size_t i = 0; i < PL_COUNT(keyword_rows); i++) {
        if (strcmp(keyword_rows[i].keyword, keyword) == 0) {
            return keyword_rows[i].take == pass || keyword_rows[i].take == take_title;
        }
    }
    return strncmp(keyword, "x-", 2) == 0;
}

pl_status pl_draft_take(pl_draft *made, uint32_t name) {
    pl_lift *const lift = made->lift;
    const char *keyword = NULL;
    pl_facet facet;
    bool taken = false;
    pl_status status = pl_lift_text(lift, name, &keyword);
    if (status != PL_OK) { return status; }
    for (size_t i = 0; i < PL_COUNT(keyword_rows); i++) {
        if (strcmp(keyword_rows[i].keyword, keyword) == 0) {
            return keyword_rows[i].take(made, name + 1);
        }
    }
    if (pl_keyword_is_note(keyword)) { return PL_OK; }
    lift->left_out = false;
    status = pl_lift_facet(lift, made->object, keyword, name + 1, &facet, &taken);
    if (status != PL_OK) { return status; }
    made->partial = made->partial || !taken || lift->left_out;
    if (!taken) {
        return pl_lift_unknown(lift, name, "the keyword \"%s\" is not known, and not checked",
                               keyword);
    }
    if (facet.keyword != PL_KEYWORD_COUNT) { made->facets[made->schema->facet_count++] = facet; }
    return PL_OK;
}
