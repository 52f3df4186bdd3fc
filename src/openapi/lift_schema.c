/* One schema object becomes one pl_schema, shared by all that refer to it. */
#include <assert.h>
#include <string.h>

#include "openapi/lift_internal.h"

enum { HEIGHT_MAX = PL_SCHEMA_DEPTH_MAX - 4, MEMBER_NAME_BYTES_MAX = UINT8_MAX };

/* A schema under construction. */
typedef struct draft {
    pl_lift *lift;
    uint32_t object; /* the schema object */
    pl_schema *schema;
    pl_facet *facets;
    pl_member *members;
    pl_combinator *combinators;
    uint32_t height; /* of what it holds */
    uint32_t weight;
} draft;

/* --- parts ----------------------------------------------------------------------------------- */

static pl_status take_child(draft *made, uint32_t node, const pl_schema **ret_schema) {
    const pl_status status = pl_lift_schema(made->lift, node, ret_schema);
    if (status != PL_OK) { return status; }
    const pl_lifted_schema *const child = (const pl_lifted_schema *)(const void *)*ret_schema;
    if (child->height > made->height) { made->height = child->height; }
    made->weight += child->weight;
    if (made->weight > PL_LIFT_WEIGHT_MAX) {
        return pl_lift_fail(made->lift, PL_E_SIZE, node, "its references unfold to too much");
    }
    return PL_OK;
}

static pl_status take_type(draft *made, uint32_t value) {
    unsigned types = 0;
    const pl_status status = pl_lift_types(made->lift, value, &types);
    if (status == PL_OK) { made->schema->types = (uint8_t)types; }
    return status;
}

/* OpenAPI 3.0, beside `type`; it is asked for last, whatever the order in the document. */
static void allow_null(draft *made) {
    const pl_json *const json = made->lift->json;
    const uint32_t flag = pl_json_member(json, made->object, "nullable");
    const bool typed = pl_json_member(json, made->object, "type") != PL_JSON_NONE;
    if (flag != PL_JSON_NONE && typed && json->nodes[flag].kind == PL_JSON_BOOLEAN &&
        pl_json_is_true(json, flag)) {
        made->schema->types |= PL_TYPE_NULL;
    }
}

/* The member of that name; a new one, of any value, when there is none. */
static pl_status want_member(draft *made, uint32_t name, pl_member **ret_member) {
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

static pl_status take_properties(draft *made, uint32_t value) {
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

static pl_status take_required(draft *made, uint32_t value) {
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

static pl_status take_additional(draft *made, uint32_t value) {
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

static pl_status take_items(draft *made, uint32_t value) {
    return take_child(made, value, &made->schema->items);
}

/* `count` schemas from the node on, as one combinator. */
static pl_status combine(draft *made, pl_keyword keyword, uint32_t first, size_t count) {
    const pl_json *const json = made->lift->json;
    const pl_schema **const list = pl_arena_alloc(made->lift->arena, count * sizeof *list);
    if (list == NULL) { return PL_E_MEMORY; }
    uint32_t node = first;
    for (size_t i = 0; i < count; i++, node = json->nodes[node].next) {
        const pl_status status = take_child(made, node, &list[i]);
        if (status != PL_OK) { return status; }
    }
    made->combinators[made->schema->combinator_count++] =
        (pl_combinator){.keyword = keyword, .schemas = list, .schema_count = count};
    return PL_OK;
}

static pl_status take_list(draft *made, pl_keyword keyword, uint32_t value) {
    const pl_json *const json = made->lift->json;
    const size_t count = pl_json_child_count(json, value);
    if (json->nodes[value].kind != PL_JSON_ARRAY || count == 0) {
        return pl_lift_fail(made->lift, PL_E_SYNTAX, value,
                            "must be an array with at least one schema");
    }
    return combine(made, keyword, value + 1, count);
}

static pl_status take_all_of(draft *made, uint32_t value) {
    return take_list(made, PL_KEYWORD_ALL_OF, value);
}

static pl_status take_any_of(draft *made, uint32_t value) {
    return take_list(made, PL_KEYWORD_ANY_OF, value);
}

static pl_status take_one_of(draft *made, uint32_t value) {
    return take_list(made, PL_KEYWORD_ONE_OF, value);
}

static pl_status take_not(draft *made, uint32_t value) {
    return combine(made, PL_KEYWORD_NOT, value, 1);
}

static pl_status take_title(draft *made, uint32_t value) {
    if (made->lift->json->nodes[value].kind != PL_JSON_STRING) { return PL_OK; }
    return pl_lift_text(made->lift, value, &made->schema->name);
}

static pl_status take_reference(draft *made, uint32_t value) {
    uint32_t target = 0;
    const pl_status status = pl_lift_follow(made->lift, made->object, &target);
    (void)value;
    return status == PL_OK ? combine(made, PL_KEYWORD_ALL_OF, target, 1) : status;
}

static pl_status pass(draft *made, uint32_t value) {
    return made != NULL && value != PL_JSON_NONE ? PL_OK : PL_E_ARGUMENT;
}

/* What documents of our own say in keywords of our own. */
static pl_status take_own(draft *made, uint32_t value) {
    return pl_lift_own(made->lift, value - 1, made->schema, made->facets);
}

static pl_status tell(draft *made, uint32_t value) {
    return pl_lift_remark(made->lift, value, "which direction a member belongs to is not checked");
}

/* --- keywords -------------------------------------------------------------------------------- */

/* Those that are no facet. */
static const struct keyword_row {
    const char *keyword;
    pl_status (*take)(draft *made, uint32_t value);
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
    {"readOnly", tell},
    {"writeOnly", tell},
    /* notes for people, and what other keywords refer to */
    {"nullable", pass},
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

/* Does it say anything of the value? */
static bool is_note(const char *keyword) {
    for (size_t i = 0; i < PL_COUNT(keyword_rows); i++) {
        if (strcmp(keyword_rows[i].keyword, keyword) == 0) {
            return keyword_rows[i].take == pass || keyword_rows[i].take == take_title;
        }
    }
    return strncmp(keyword, "x-", 2) == 0;
}

static pl_status take_keyword(draft *made, uint32_t name) {
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
    if (is_note(keyword)) { return PL_OK; }
    status = pl_lift_facet(lift, made->object, keyword, name + 1, &facet, &taken);
    if (status != PL_OK) { return status; }
    if (!taken) {
        return pl_lift_remark(lift, name, "the keyword \"%s\" is not understood, and not checked",
                              keyword);
    }
    if (facet.keyword != PL_KEYWORD_COUNT) { made->facets[made->schema->facet_count++] = facet; }
    return PL_OK;
}

/* --- the schema ------------------------------------------------------------------------------ */

/* Has a reference object members beside `$ref` that say something of the value? Before 3.1 they are to be ignored. */
static pl_status has_siblings(pl_lift *lift, uint32_t object, bool *ret_has) {
    *ret_has = false;
    PL_LIFT_EACH_MEMBER(name, lift->json, object) {
        const char *keyword = NULL;
        const pl_status status = pl_lift_text(lift, name, &keyword);
        if (status != PL_OK) { return status; }
        if (strcmp(keyword, "$ref") == 0 || is_note(keyword)) { continue; }
        if (lift->is_30) {
            const pl_status said =
                pl_lift_remark(lift, name, "\"%s\" beside $ref is ignored before 3.1", keyword);
            if (said != PL_OK) { return said; }
            continue;
        }
        *ret_has = true;
    }
    return PL_OK;
}

/* Members that the object may get, no more than the walker can judge. */
static size_t member_cap(const draft *made) {
    static const char *const sources[] = {"properties", "required"};
    const pl_json *const json = made->lift->json;
    size_t cap = 0;
    for (size_t i = 0; i < PL_COUNT(sources); i++) {
        const uint32_t node = pl_json_member(json, made->object, sources[i]);
        cap += node == PL_JSON_NONE ? 0 : pl_json_child_count(json, node);
    }
    return cap < PL_MEMBER_COUNT_MAX ? cap : PL_MEMBER_COUNT_MAX;
}

static pl_status fill(draft *made) {
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
        const pl_status status = take_keyword(made, name);
        if (status != PL_OK) { return status; }
    }
    if (lift->is_30) { allow_null(made); }
    pl_lift_unfold_null(made->schema);
    made->schema->types &= (uint8_t)~made->schema->types_contested;
    return pl_lift_bind_rules(lift, made->object, made->schema);
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
    draft all = {.lift = lift, .object = node, .schema = &made->schema, .weight = 1};
    const pl_status status = fill(&all);
    made->height = all.height + 1;
    made->weight = all.weight;
    return status;
}

pl_status pl_lift_schema(pl_lift *lift, uint32_t node, const pl_schema **ret_schema) {
    pl_lift_memo *const memo = &lift->memos[node];
    if (memo->schema != NULL) {
        *ret_schema = &memo->schema->schema;
        return PL_OK;
    }
    if (memo->busy) {
        return pl_lift_fail(lift, PL_E_SYNTAX, node,
                            "refers to itself in a circle, which is not supported");
    }
    if (lift->depth == HEIGHT_MAX) {
        return pl_lift_fail(lift, PL_E_DEPTH, node, "is a schema nested too deep");
    }
    bool siblings = true;
    pl_status status = PL_OK;
    uint32_t target = node;
    if (pl_json_member(lift->json, node, "$ref") != PL_JSON_NONE) {
        status = has_siblings(lift, node, &siblings);
        if (status == PL_OK && !siblings) { status = pl_lift_follow(lift, node, &target); }
        if (status != PL_OK) { return status; }
    }
    memo->busy = true;
    lift->depth++;
    if (target != node) {
        status = pl_lift_schema(lift, target, ret_schema);
        if (status == PL_OK) { memo->schema = (pl_lifted_schema *)(uintptr_t)*ret_schema; }
    } else {
        pl_lifted_schema *const made = pl_arena_alloc(lift->arena, sizeof *made);
        status = made == NULL ? PL_E_MEMORY : lift_object(lift, node, made);
        if (status == PL_OK && made->height > HEIGHT_MAX) {
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
