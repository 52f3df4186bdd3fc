/* Two schemas of one value, walked together. */
#include <assert.h>
#include <string.h>

#include "openapi/diff_internal.h"

enum {
    ANY_TYPE = PL_TYPE_NULL | PL_TYPE_BOOLEAN | PL_TYPE_INTEGER | PL_TYPE_NUMBER | PL_TYPE_STRING |
               PL_TYPE_ARRAY | PL_TYPE_OBJECT
};

static const pl_schema anything = {.name = "value", .types = ANY_TYPE};

/* A number may be an integer, whether the set says so or not. */
static unsigned types_of(const pl_schema *schema) {
    const unsigned types = schema->types;
    return (types & PL_TYPE_NUMBER) != 0 ? types | PL_TYPE_INTEGER : types;
}

/* The contract's own reading of "required": a member that the document requires, though it contradicts itself there. */
static bool is_required(const pl_member *member) {
    return member->presence == PL_REQUIRED || member->presence == PL_CONTESTED;
}

/* --- words ----------------------------------------------------------------------------------- */

/* For people "/items/0/quantity"; in an id a star stands for the elements. */
static const char *path_of(const pl_spot *spot, bool for_id, pl_arena *arena) {
    const char *path = "";
    for (size_t i = 0; i < spot->step_count && path != NULL; i++) {
        const pl_step *const step = &spot->steps[i];
        switch (step->kind) {
        case PL_STEP_ELEMENT:
            path = pl_arena_printf(arena, "%s/%s", path, for_id ? "*" : "0");
            break;
        case PL_STEP_UNDECLARED:
            path = pl_arena_printf(arena, "%s/%s", path, "(undeclared)");
            break;
        case PL_STEP_BRANCH:
            path = pl_arena_printf(arena, "%s/%s(%zu)", path, step->member, step->index);
            break;
        default:
            path = pl_arena_printf(arena, "%s/%s", path, step->member);
            break;
        }
    }
    return path;
}

pl_grade pl_diff_grade(pl_direction direction, pl_effect effect) {
    if (effect == PL_EFFECT_NONE) { return PL_GRADE_COMPATIBLE; }
    if (effect == PL_EFFECT_EITHER) { return PL_GRADE_BREAKING; }
    const bool strict = effect == PL_EFFECT_TIGHTER;
    return strict == (direction == PL_DIRECTION_REQUEST) ? PL_GRADE_BREAKING : PL_GRADE_COMPATIBLE;
}

static pl_place place_of(const pl_diffing *diffing, pl_side side, const pl_schema *schema,
                         const char *name) {
    if (schema == NULL || schema == &anything || diffing->versions[side].source == NULL) {
        return (pl_place){0, 0};
    }
    return pl_diff_place(diffing, side, pl_schema_node(schema), name);
}

pl_status pl_diff_tell(pl_diffing *diffing, const pl_edit *edit, const pl_telling *told) {
    if (diffing->dry) {
        diffing->change_count++;
        return PL_OK;
    }
    pl_arena *const arena = diffing->arena;
    const pl_spot *const spot = edit->spot;
    const char *const id_path = path_of(spot, true, arena);
    const char *const path = path_of(spot, false, arena);
    if (id_path == NULL || path == NULL) { return PL_E_MEMORY; }
    pl_change change = {.grade = told->grade,
                        .direction = spot->direction,
                        .effect = edit->effect,
                        .message = told->message};
    change.id = pl_arena_printf(arena, "%s%s/%s/%s", spot->id, id_path, told->keyword, told->name);
    change.location =
        pl_arena_printf(arena, "%s%s%s", spot->phrase, path[0] != '\0' ? " " : "", path);
    for (pl_side side = 0; side < PL_SIDE_COUNT; side++) {
        change.places[side] = place_of(diffing, side, edit->schemas[side], told->keyword);
    }
    if (change.id == NULL || change.location == NULL) { return PL_E_MEMORY; }
    if (edit->effect != PL_EFFECT_NONE) {
        const pl_status status = pl_witness_find(edit, arena, &change.witness);
        if (status != PL_OK) { return status; }
    }
    return pl_diff_add(diffing, &change);
}

/* --- types ----------------------------------------------------------------------------------- */

static pl_status diff_types(pl_diffing *diffing, const pl_spot *spot, const pl_schema *old_schema,
                            const pl_schema *new_schema) {
    enum { TYPES_CAP = 80 };
    const unsigned before = types_of(old_schema);
    const unsigned after = types_of(new_schema);
    if (before == after) { return PL_OK; }
    pl_effect effect = PL_EFFECT_EITHER;
    if ((before & ~after) == 0) { effect = PL_EFFECT_LOOSER; }
    if ((after & ~before) == 0) { effect = PL_EFFECT_TIGHTER; }
    static const char *const names[PL_EFFECT_COUNT] = {[PL_EFFECT_TIGHTER] = "narrowed",
                                                       [PL_EFFECT_LOOSER] = "widened",
                                                       [PL_EFFECT_EITHER] = "changed"};
    char texts[PL_SIDE_COUNT][TYPES_CAP];
    pl_types_text(old_schema->types, texts[PL_SIDE_OLD], TYPES_CAP);
    pl_types_text(new_schema->types, texts[PL_SIDE_NEW], TYPES_CAP);
    const char *const message = pl_arena_printf(diffing->arena, "the type changed from %s to %s",
                                                before == ANY_TYPE ? "any" : texts[PL_SIDE_OLD],
                                                after == ANY_TYPE ? "any" : texts[PL_SIDE_NEW]);
    if (message == NULL) { return PL_E_MEMORY; }
    const pl_edit edit = {.spot = spot,
                          .keyword = PL_KEYWORD_TYPE,
                          .schemas = {old_schema, new_schema},
                          .types = before ^ after,
                          .effect = effect};
    return pl_diff_tell(diffing, &edit,
                        &(pl_telling){.keyword = pl_keyword_text(PL_KEYWORD_TYPE),
                                      .name = names[effect],
                                      .message = message,
                                      .grade = pl_diff_grade(spot->direction, effect)});
}

/* --- facets ---------------------------------------------------------------------------------- */

static const char *facet_message(const pl_facet *old_facet, const pl_facet *new_facet,
                                 const char *name, pl_arena *arena) {
    const char *words[PL_SIDE_COUNT] = {NULL, NULL};
    const pl_facet *const facets[PL_SIDE_COUNT] = {old_facet, new_facet};
    for (pl_side side = 0; side < PL_SIDE_COUNT; side++) {
        if (facets[side] != NULL && pl_facet_words(facets[side], arena, &words[side]) != PL_OK) {
            return NULL;
        }
    }
    const pl_facet *const any = old_facet != NULL ? old_facet : new_facet;
    const char *const keyword = pl_keyword_text(any->keyword);
    if (old_facet == NULL) {
        return pl_arena_printf(arena, "%s %s was added", keyword, words[PL_SIDE_NEW]);
    }
    if (new_facet == NULL) {
        return pl_arena_printf(arena, "%s %s was removed", keyword, words[PL_SIDE_OLD]);
    }
    return pl_arena_printf(arena, "%s was %s from %s to %s", keyword, name, words[PL_SIDE_OLD],
                           words[PL_SIDE_NEW]);
}

static pl_status diff_facet(pl_diffing *diffing, const pl_spot *spot, const pl_schema *old_schema,
                            const pl_schema *new_schema, pl_keyword keyword) {
    const pl_facet *const old_facet = pl_schema_facet(old_schema, keyword, PL_VIOLATION);
    const pl_facet *const new_facet = pl_schema_facet(new_schema, keyword, PL_VIOLATION);
    if (old_facet == NULL && new_facet == NULL) { return PL_OK; }
    pl_edit edit = {.spot = spot,
                    .keyword = keyword,
                    .schemas = {old_schema, new_schema},
                    .facets = {old_facet, new_facet}};
    const char *name = NULL;
    const pl_status status =
        pl_facet_compare(old_facet, new_facet, diffing->arena, &edit.effect, &name);
    if (status != PL_OK || edit.effect == PL_EFFECT_NONE) { return status; }
    const char *const message = facet_message(old_facet, new_facet, name, diffing->arena);
    if (message == NULL) { return PL_E_MEMORY; }
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
        if (message == NULL) { return PL_E_MEMORY; }
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

/* --- members --------------------------------------------------------------------------------- */

pl_status pl_diff_descend(pl_diffing *diffing, pl_spot *spot, pl_step step,
                          const pl_schema *old_schema, const pl_schema *new_schema) {
    assert(spot->step_count < PL_DIFF_STEP_COUNT_MAX);
    spot->steps[spot->step_count++] = step;
    const pl_status status = pl_diff_schemas(diffing, spot, old_schema, new_schema);
    spot->step_count--;
    return status;
}

static pl_status diff_required(pl_diffing *diffing, pl_spot *spot, const pl_schema *old_schema,
                               const pl_schema *new_schema, const pl_member *old_member,
                               const pl_member *new_member) {
    const bool before = old_member != NULL && is_required(old_member);
    const bool after = new_member != NULL && is_required(new_member);
    if (before == after) { return PL_OK; }
    const pl_edit edit = {.spot = spot,
                          .keyword = PL_KEYWORD_REQUIRED,
                          .schemas = {old_schema, new_schema},
                          .member = after ? new_member : old_member,
                          .effect = after ? PL_EFFECT_TIGHTER : PL_EFFECT_LOOSER};
    const char *const name = edit.member->name;
    const char *const message = pl_arena_printf(diffing->arena, "the member \"%s\" is %s required",
                                                name, after ? "now" : "no longer");
    const char *const keyword = pl_arena_printf(diffing->arena, "required/%s", name);
    if (message == NULL || keyword == NULL) { return PL_E_MEMORY; }
    return pl_diff_tell(diffing, &edit,
                        &(pl_telling){.keyword = keyword,
                                      .name = after ? "added" : "removed",
                                      .message = message,
                                      .grade = pl_diff_grade(spot->direction, edit.effect)});
}

/* What an undeclared member of an object must be; NULL: it may not be there. */
static const pl_schema *undeclared_of(const pl_schema *schema) {
    if (pl_schema_facet(schema, PL_KEYWORD_ADDITIONAL_PROPERTIES, PL_VIOLATION) != NULL) {
        return NULL;
    }
    return schema->values != NULL ? schema->values : &anything;
}

/* A member that one side declares and the other takes as an undeclared one. What is said of its value below follows
 * from that: callers that relied on it took a risk. */
static pl_status diff_declared(pl_diffing *diffing, pl_spot *spot, const pl_schema *old_schema,
                               const pl_schema *new_schema, const pl_member *member, bool added) {
    const pl_schema *const other = undeclared_of(added ? old_schema : new_schema);
    pl_edit edit = {.spot = spot,
                    .keyword = other == NULL ? PL_KEYWORD_ADDITIONAL_PROPERTIES : PL_KEYWORD_TYPE,
                    .schemas = {old_schema, new_schema},
                    .member = member};
    if (other == NULL) {
        edit.effect = added ? PL_EFFECT_LOOSER : PL_EFFECT_TIGHTER;
    } else {
        edit.effect = added ? PL_EFFECT_TIGHTER : PL_EFFECT_LOOSER;
    }
    const bool any_value = member->schema->facet_count == 0 &&
                           types_of(member->schema) == ANY_TYPE &&
                           member->schema->member_count == 0 && member->schema->items == NULL;
    if (other != NULL && any_value) { edit.effect = PL_EFFECT_NONE; }
    pl_grade grade = pl_diff_grade(spot->direction, edit.effect);
    if (other != NULL && grade == PL_GRADE_BREAKING) { grade = PL_GRADE_RISKY; }
    /* What callers read from an answer may be gone, whatever the letter says. */
    if (spot->direction == PL_DIRECTION_RESPONSE && !added && grade == PL_GRADE_COMPATIBLE) {
        grade = PL_GRADE_RISKY;
    }
    const char *const message = pl_arena_printf(diffing->arena, "the member \"%s\" was %s",
                                                member->name, added ? "added" : "removed");
    const char *const keyword = pl_arena_printf(diffing->arena, "properties/%s", member->name);
    if (message == NULL || keyword == NULL) { return PL_E_MEMORY; }
    return pl_diff_tell(diffing, &edit,
                        &(pl_telling){.keyword = keyword,
                                      .name = added ? "added" : "removed",
                                      .message = message,
                                      .grade = grade});
}

static const pl_member *member_of(const pl_schema *schema, const pl_member *like) {
    return pl_schema_member(schema, (pl_bytes){(const uint8_t *)like->name, like->name_len});
}

static pl_status diff_member(pl_diffing *diffing, pl_spot *spot, const pl_schema *old_schema,
                             const pl_schema *new_schema, const pl_member *old_member,
                             const pl_member *new_member) {
    pl_status status = diff_required(diffing, spot, old_schema, new_schema, old_member, new_member);
    if (status != PL_OK) { return status; }
    if (old_member == NULL || new_member == NULL) {
        const bool added = old_member == NULL;
        return diff_declared(diffing, spot, old_schema, new_schema, added ? new_member : old_member,
                             added);
    }
    return pl_diff_descend(diffing, spot,
                           (pl_step){.kind = PL_STEP_MEMBER, .member = old_member->name},
                           old_member->schema, new_member->schema);
}

static pl_status diff_members(pl_diffing *diffing, pl_spot *spot, const pl_schema *old_schema,
                              const pl_schema *new_schema) {
    for (size_t i = 0; i < old_schema->member_count; i++) {
        const pl_member *const member = &old_schema->members[i];
        const pl_status status = diff_member(diffing, spot, old_schema, new_schema, member,
                                             member_of(new_schema, member));
        if (status != PL_OK) { return status; }
    }
    for (size_t i = 0; i < new_schema->member_count; i++) {
        const pl_member *const member = &new_schema->members[i];
        if (member_of(old_schema, member) != NULL) { continue; }
        const pl_status status = diff_member(diffing, spot, old_schema, new_schema, NULL, member);
        if (status != PL_OK) { return status; }
    }
    const pl_schema *const others[PL_SIDE_COUNT] = {undeclared_of(old_schema),
                                                    undeclared_of(new_schema)};
    if (others[PL_SIDE_OLD] == NULL || others[PL_SIDE_NEW] == NULL ||
        others[PL_SIDE_OLD] == others[PL_SIDE_NEW]) {
        return PL_OK; /* closing and opening an object is a facet of it */
    }
    return pl_diff_descend(diffing, spot, (pl_step){.kind = PL_STEP_UNDECLARED},
                           others[PL_SIDE_OLD], others[PL_SIDE_NEW]);
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
    return schema != NULL ? schema : &anything;
}

pl_status pl_diff_schemas(pl_diffing *diffing, pl_spot *spot, const pl_schema *old_schema,
                          const pl_schema *new_schema) {
    old_schema = unwrap(old_schema);
    new_schema = unwrap(new_schema);
    if (old_schema == new_schema) { return PL_OK; }
    if (spot->step_count + 1 >= PL_DIFF_STEP_COUNT_MAX) {
        return PL_OK;
    } /* deeper than any value */
    pl_status status = diff_types(diffing, spot, old_schema, new_schema);
    for (pl_keyword keyword = PL_KEYWORD_ENUM; status == PL_OK && keyword < PL_KEYWORD_COUNT;
         keyword++) {
        status = diff_facet(diffing, spot, old_schema, new_schema, keyword);
    }
    if (status == PL_OK) { status = diff_rules(diffing, spot, old_schema, new_schema, false); }
    if (status == PL_OK) { status = diff_rules(diffing, spot, old_schema, new_schema, true); }
    if (status == PL_OK) { status = pl_diff_combinators(diffing, spot, old_schema, new_schema); }
    if (status == PL_OK) { status = diff_members(diffing, spot, old_schema, new_schema); }
    if (status != PL_OK) { return status; }
    const bool lists = old_schema->items != NULL || new_schema->items != NULL;
    return lists ? pl_diff_descend(diffing, spot, (pl_step){.kind = PL_STEP_ELEMENT},
                                   old_schema->items, new_schema->items)
                 : PL_OK;
}
