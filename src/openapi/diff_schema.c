/* Two schemas of one value, walked together. */
#include <assert.h>
#include <string.h>

#include "openapi/diff_schema_internal.h"
#include "openapi/diff_shared_internal.h"

enum {
    ANY_TYPE = PL_TYPE_NULL | PL_TYPE_BOOLEAN | PL_TYPE_INTEGER | PL_TYPE_NUMBER | PL_TYPE_STRING |
               PL_TYPE_ARRAY | PL_TYPE_OBJECT
};

const pl_lifted_schema pl_diff_anything = {.schema = {.name = "value", .types = ANY_TYPE}};

/* --- types ----------------------------------------------------------------------------------- */

/* A number may be an integer, whether the set says so or not. */
static unsigned types_of(const pl_schema *schema) {
    const unsigned types = schema->types;
    return (types & PL_TYPE_NUMBER) != 0 ? types | PL_TYPE_INTEGER : types;
}

/* Does it say nothing but, at most, what types there may be? */
static bool is_bare(const pl_schema *schema) {
    for (size_t i = 0; i < schema->facet_count; i++) {
        if (schema->facets[i].severity == PL_VIOLATION) { return false; }
    }
    return schema->member_count == 0 && schema->items == NULL && schema->values == NULL &&
           schema->combinator_count == 0 && schema->rule_count == 0;
}

bool pl_schema_takes_anything(const pl_schema *schema) {
    return is_bare(schema) && types_of(schema) == ANY_TYPE;
}

static unsigned kind_of(const pl_json *json, uint32_t node) {
    static const unsigned kinds[PL_JSON_KIND_COUNT] = {
        [PL_JSON_NULL] = PL_TYPE_NULL,     [PL_JSON_BOOLEAN] = PL_TYPE_BOOLEAN,
        [PL_JSON_STRING] = PL_TYPE_STRING, [PL_JSON_NUMBER] = PL_TYPE_NUMBER | PL_TYPE_INTEGER,
        [PL_JSON_ARRAY] = PL_TYPE_ARRAY,   [PL_JSON_OBJECT] = PL_TYPE_OBJECT};
    return kinds[json->nodes[node].kind];
}

/* The types of a schema that its list of values leaves; *ret_listed: it has one. */
static pl_status kinds_of(const pl_schema *schema, pl_arena *arena, unsigned *ret_types,
                          bool *ret_listed) {
    static const pl_keyword lists[] = {PL_KEYWORD_ENUM, PL_KEYWORD_CONST};
    unsigned types = types_of(schema);
    *ret_listed = false;
    for (size_t i = 0; i < PL_COUNT(lists); i++) {
        const pl_facet *const facet = pl_schema_facet(schema, lists[i], PL_VIOLATION);
        const pl_json *choices = NULL;
        unsigned listed = 0;
        if (facet == NULL) { continue; }
        const pl_status status = pl_facet_choices(facet, arena, &choices);
        if (status != PL_OK) { return status; }
        for (uint32_t k = 1; k < choices->count; k = choices->nodes[k].next) {
            listed |= kind_of(choices, k);
        }
        types &= listed;
        *ret_listed = true;
    }
    *ret_types = types;
    return PL_OK;
}

static pl_effect effect_of(unsigned before, unsigned after) {
    if (before == after) { return PL_EFFECT_NONE; }
    if ((before & ~after) == 0) { return PL_EFFECT_LOOSER; }
    return (after & ~before) == 0 ? PL_EFFECT_TIGHTER : PL_EFFECT_EITHER;
}

static const char *types_message(const pl_schema *old_schema, const pl_schema *new_schema,
                                 pl_effect effect, pl_arena *arena) {
    enum { TYPES_CAP = 80 };
    const pl_schema *const schemas[PL_SIDE_COUNT] = {old_schema, new_schema};
    char texts[PL_SIDE_COUNT][TYPES_CAP];
    for (pl_side side = 0; side < PL_SIDE_COUNT; side++) {
        const bool any = types_of(schemas[side]) == ANY_TYPE;
        pl_types_text(schemas[side]->types, texts[side], TYPES_CAP);
        if (any) { memcpy(texts[side], "any", sizeof "any"); }
    }
    return pl_arena_printf(
        arena, "the type changed from %s to %s%s", texts[PL_SIDE_OLD], texts[PL_SIDE_NEW],
        effect == PL_EFFECT_NONE ? "; the values that are listed stay the same" : "");
}

static pl_status diff_types(pl_diffing *diffing, const pl_spot *spot, const pl_schema *old_schema,
                            const pl_schema *new_schema) {
    static const char *const names[PL_EFFECT_COUNT] = {[PL_EFFECT_TIGHTER] = "narrowed",
                                                       [PL_EFFECT_LOOSER] = "widened",
                                                       [PL_EFFECT_EITHER] = "changed"};
    const unsigned before = types_of(old_schema);
    const unsigned after = types_of(new_schema);
    unsigned kinds[PL_SIDE_COUNT] = {0, 0};
    if (before == after) { return PL_OK; }
    bool listed[PL_SIDE_COUNT] = {false, false};
    pl_status status =
        kinds_of(old_schema, diffing->arena, &kinds[PL_SIDE_OLD], &listed[PL_SIDE_OLD]);
    if (status == PL_OK) {
        status = kinds_of(new_schema, diffing->arena, &kinds[PL_SIDE_NEW], &listed[PL_SIDE_NEW]);
    }
    if (status != PL_OK) { return status; }
    /* A list on one side alone is an edit of its own, told beside this one. */
    const bool both = listed[PL_SIDE_OLD] && listed[PL_SIDE_NEW];
    const pl_effect effect =
        both ? effect_of(kinds[PL_SIDE_OLD], kinds[PL_SIDE_NEW]) : effect_of(before, after);
    const pl_edit edit = {.spot = spot,
                          .keyword = PL_KEYWORD_TYPE,
                          .schemas = {old_schema, new_schema},
                          .effect = effect};
    return pl_diff_tell(
        diffing, &edit,
        &(pl_telling){.keyword = pl_keyword_text(PL_KEYWORD_TYPE),
                      .name = names[effect_of(before, after)],
                      .message = types_message(old_schema, new_schema, effect, diffing->arena),
                      .grade = pl_diff_grade(spot->direction, effect)});
}

/* --- facets ---------------------------------------------------------------------------------- */

/* The kinds of values that a set of types lets in. */
static unsigned kind_bits(unsigned types) {
    static const struct {
        unsigned types;
        pl_json_kind kind;
    } rows[] = {{PL_TYPE_NULL, PL_JSON_NULL},
                {PL_TYPE_BOOLEAN, PL_JSON_BOOLEAN},
                {PL_TYPE_INTEGER | PL_TYPE_NUMBER, PL_JSON_NUMBER},
                {PL_TYPE_STRING, PL_JSON_STRING},
                {PL_TYPE_ARRAY, PL_JSON_ARRAY},
                {PL_TYPE_OBJECT, PL_JSON_OBJECT}};
    unsigned bits = 0;
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        if ((types & rows[i].types) != 0) { bits |= PL_KIND_BIT(rows[i].kind); }
    }
    return bits;
}

/* Where a row judges only values that one side does not take at all, the change of the type has said it. */
static const char *idle_words(const pl_schema *old_schema, const pl_schema *new_schema,
                              pl_keyword keyword) {
    const unsigned judged = pl_keyword_kinds(keyword);
    const unsigned before = kind_bits(old_schema->types) & judged;
    const unsigned after = kind_bits(new_schema->types) & judged;
    if ((before & after) != 0) { return NULL; }
    return before == 0 ? ", for values that were not taken before"
                       : ", for values that are not taken any more";
}

static pl_status diff_facet(pl_diffing *diffing, const pl_spot *spot, const pl_schema *old_schema,
                            const pl_schema *new_schema, pl_keyword keyword) {
    const pl_facet *const old_facet = pl_schema_facet(old_schema, keyword, PL_VIOLATION);
    const pl_facet *const new_facet = pl_schema_facet(new_schema, keyword, PL_VIOLATION);
    if (old_facet == NULL && new_facet == NULL) { return PL_OK; }
    pl_edit edit = {.spot = spot, .keyword = keyword, .schemas = {old_schema, new_schema}};
    const char *name = NULL;
    const char *message = NULL;
    pl_status status = pl_facet_compare(old_facet, new_facet, diffing->arena, &edit.effect, &name);
    if (status != PL_OK || edit.effect == PL_EFFECT_NONE) { return status; }
    status = pl_facet_sentence(old_facet, new_facet, name, diffing->arena, &message);
    if (status != PL_OK) { return status; }
    const char *const idle = idle_words(old_schema, new_schema, keyword);
    if (idle != NULL) {
        edit.effect = PL_EFFECT_NONE;
        message = pl_arena_printf(diffing->arena, "%s%s", message, idle);
    }
    return pl_diff_tell(diffing, &edit,
                        &(pl_telling){.keyword = pl_keyword_text(keyword),
                                      .name = name,
                                      .message = message,
                                      .grade = pl_diff_grade(spot->direction, edit.effect)});
}

/* --- rules ----------------------------------------------------------------------------------- */

static bool has_rule(const pl_schema *schema, const char *id) {
    for (size_t i = 0; i < schema->rule_count; i++) {
        if (strcmp(schema->rules[i].id, id) == 0) { return true; }
    }
    return false;
}

/* Rules that one side has alone. */
static pl_status diff_rules(pl_diffing *diffing, const pl_spot *spot, const pl_schema *old_schema,
                            const pl_schema *new_schema, bool added) {
    const pl_schema *const from = added ? new_schema : old_schema;
    const pl_schema *const other = added ? old_schema : new_schema;
    for (size_t i = 0; i < from->rule_count; i++) {
        const pl_rule *const rule = &from->rules[i];
        if (rule->severity != PL_VIOLATION || has_rule(other, rule->id)) { continue; }
        const pl_edit edit = {.spot = spot,
                              .keyword = PL_KEYWORD_RULE,
                              .rule = rule,
                              .schemas = {old_schema, new_schema},
                              .effect = added ? PL_EFFECT_TIGHTER : PL_EFFECT_LOOSER};
        const char *const message = pl_arena_printf(diffing->arena, "the rule \"%s\" was %s",
                                                    rule->statement, added ? "added" : "removed");
        const pl_status status =
            pl_diff_tell(diffing, &edit,
                         &(pl_telling){.keyword = rule->id,
                                       .name = added ? "added" : "removed",
                                       .message = message,
                                       .grade = pl_diff_grade(spot->direction, edit.effect)});
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}

/* --- the whole ------------------------------------------------------------------------------- */

/* The schema that says what this one says: a mere wrapper adds nothing. */
static const pl_schema *unwrap(const pl_schema *schema) {
    while (schema != NULL && schema->combinator_count == 1 && schema->facet_count == 0 &&
           schema->member_count == 0 && schema->items == NULL && schema->values == NULL &&
           schema->rule_count == 0 && types_of(schema) == ANY_TYPE &&
           schema->combinators[0].keyword == PL_KEYWORD_ALL_OF &&
           schema->combinators[0].schema_count == 1) {
        schema = schema->combinators[0].schemas[0];
    }
    return schema != NULL ? schema : &pl_diff_anything.schema;
}

/* Whoever only asks whether there is a change has seen enough. */
static bool is_done(const pl_diffing *diffing, pl_status status) {
    return status != PL_OK || (diffing->dry && diffing->change_count > 0);
}

/* One side says nothing of the value: that is one change, not one for every word of the other. */
static pl_status diff_whole(pl_diffing *diffing, const pl_spot *spot, const pl_schema *old_schema,
                            const pl_schema *new_schema) {
    enum { TYPES_CAP = 80 };
    const bool added = pl_schema_takes_anything(old_schema);
    char types[TYPES_CAP];
    pl_types_text((added ? new_schema : old_schema)->types, types, TYPES_CAP);
    const pl_edit edit = {.spot = spot,
                          .keyword = PL_KEYWORD_TYPE,
                          .schemas = {old_schema, new_schema},
                          .whole = true,
                          .effect = added ? PL_EFFECT_TIGHTER : PL_EFFECT_LOOSER};
    return pl_diff_tell(
        diffing, &edit,
        &(pl_telling){.keyword = "schema",
                      .name = added ? "added" : "removed",
                      .message = pl_arena_printf(diffing->arena,
                                                 added ? "any value was allowed; now there is a "
                                                         "schema: %s"
                                                       : "any value is allowed; there was a "
                                                         "schema: %s",
                                                 types),
                      .grade = pl_diff_grade(spot->direction, edit.effect)});
}

static pl_status diff_own(pl_diffing *diffing, pl_spot *spot, const pl_schema *old_schema,
                          const pl_schema *new_schema) {
    pl_status status = diff_types(diffing, spot, old_schema, new_schema);
    for (pl_keyword keyword = PL_KEYWORD_ENUM;
         !is_done(diffing, status) && keyword < PL_KEYWORD_COUNT; keyword++) {
        status = diff_facet(diffing, spot, old_schema, new_schema, keyword);
    }
    if (status == PL_OK) { status = diff_rules(diffing, spot, old_schema, new_schema, false); }
    if (status == PL_OK) { status = diff_rules(diffing, spot, old_schema, new_schema, true); }
    return status;
}

static pl_status diff_parts(pl_diffing *diffing, pl_spot *spot, const pl_schema *old_schema,
                            const pl_schema *new_schema) {
    pl_status status = pl_diff_combinators(diffing, spot, old_schema, new_schema);
    if (is_done(diffing, status)) { return status; }
    status = pl_diff_members(diffing, spot, old_schema, new_schema);
    if (is_done(diffing, status)) { return status; }
    const bool lists = old_schema->items != NULL || new_schema->items != NULL;
    return lists ? pl_diff_descend(diffing, spot, (pl_step){.kind = PL_STEP_ELEMENT},
                                   old_schema->items, new_schema->items)
                 : PL_OK;
}

/* Types, and more. */
static bool is_thorough(const pl_schema *schema) {
    return types_of(schema) != ANY_TYPE && !is_bare(schema);
}

static pl_status diff_pair(pl_diffing *diffing, pl_spot *spot, const pl_schema *old_schema,
                           const pl_schema *new_schema) {
    if ((pl_schema_takes_anything(old_schema) && is_thorough(new_schema)) ||
        (pl_schema_takes_anything(new_schema) && is_thorough(old_schema))) {
        return diff_whole(diffing, spot, old_schema, new_schema);
    }
    const pl_status status = diff_own(diffing, spot, old_schema, new_schema);
    return is_done(diffing, status) ? status : diff_parts(diffing, spot, old_schema, new_schema);
}

pl_status pl_diff_schemas(pl_diffing *diffing, pl_spot *spot, const pl_schema *old_schema,
                          const pl_schema *new_schema) {
    old_schema = unwrap(old_schema);
    new_schema = unwrap(new_schema);
    if (old_schema == new_schema) { return PL_OK; }
    if (spot->step_count + 1 >= PL_DIFF_STEP_COUNT_MAX) {
        return PL_OK; /* deeper than any value */
    }
    pl_diff_memo *const memo = &diffing->shared->memo;
    const size_t before = diffing->change_count;
    bool alike = false;
    if (pl_diff_memo_find(memo, old_schema, new_schema, &alike)) {
        if (alike) { return PL_OK; }
        if (diffing->dry) {
            diffing->change_count++;
            return PL_OK;
        }
    }
    const pl_status status = diff_pair(diffing, spot, old_schema, new_schema);
    if (status != PL_OK) { return status; }
    return pl_diff_memo_add(memo, old_schema, new_schema, diffing->change_count == before);
}

pl_status pl_diff_descend(pl_diffing *diffing, pl_spot *spot, pl_step step,
                          const pl_schema *old_schema, const pl_schema *new_schema) {
    assert(spot->step_count < PL_DIFF_STEP_COUNT_MAX);
    spot->steps[spot->step_count++] = step;
    const pl_status status = pl_diff_schemas(diffing, spot, old_schema, new_schema);
    spot->step_count--;
    return status;
}
