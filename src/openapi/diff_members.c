/* The members of an object: which must be there, which are declared, what they and all others are. */
#include <assert.h>
#include <string.h>

#include "openapi/diff_schema_internal.h"

/* The contract's own reading of "required": a member that the document requires, though it contradicts itself there. */
static bool is_required(const pl_member *member) {
    return member != NULL && (member->presence == PL_REQUIRED || member->presence == PL_CONTESTED);
}

static pl_status diff_required(pl_diffing *diffing, pl_spot *spot, const pl_schema *old_schema,
                               const pl_schema *new_schema, const pl_member *old_member,
                               const pl_member *new_member) {
    const bool after = is_required(new_member);
    if (is_required(old_member) == after) { return PL_OK; }
    const pl_edit edit = {.spot = spot,
                          .keyword = PL_KEYWORD_REQUIRED,
                          .schemas = {old_schema, new_schema},
                          .member = after ? new_member : old_member,
                          .effect = after ? PL_EFFECT_TIGHTER : PL_EFFECT_LOOSER};
    const char *const name = edit.member->name;
    return pl_diff_tell(
        diffing, &edit,
        &(pl_telling){.keyword = pl_arena_printf(diffing->arena, "required/%s", name),
                      .name = after ? "added" : "removed",
                      .message = pl_arena_printf(diffing->arena, "the member \"%s\" is %s required",
                                                 name, after ? "now" : "no longer"),
                      .grade = pl_diff_grade(spot->direction, edit.effect)});
}

/* What an undeclared member of an object must be; NULL: it may not be there. */
static const pl_schema *undeclared_of(const pl_schema *schema) {
    if (pl_schema_facet(schema, PL_KEYWORD_ADDITIONAL_PROPERTIES, PL_VIOLATION) != NULL) {
        return NULL;
    }
    return schema->values != NULL ? schema->values : &pl_diff_anything.schema;
}

/* The grade of declaring a member, or of declaring it no more, where an undeclared one may be there too. */
static pl_grade grade_of(pl_direction direction, bool added, const pl_schema *other) {
    /* Of what is not declared, a caller reads and a server heeds nothing for certain. */
    if (!added) { return PL_GRADE_RISKY; }
    if (direction == PL_DIRECTION_RESPONSE) { return PL_GRADE_COMPATIBLE; }
    /* Names in an object that declares none are the caller's own, and may be this one; elsewhere they are the API's to
     * give. */
    return other->member_count == 0 ? PL_GRADE_RISKY : PL_GRADE_COMPATIBLE;
}

/* A member that one side alone declares. */
static pl_status diff_declared(pl_diffing *diffing, pl_spot *spot, const pl_schema *old_schema,
                               const pl_schema *new_schema, const pl_member *member, bool added) {
    const pl_schema *const other = added ? old_schema : new_schema;
    const pl_schema *const undeclared = undeclared_of(other);
    const bool closed = undeclared == NULL;
    const bool typed = !closed && undeclared != &pl_diff_anything.schema;
    pl_edit edit = {.spot = spot,
                    .keyword = closed ? PL_KEYWORD_ADDITIONAL_PROPERTIES : PL_KEYWORD_TYPE,
                    .schemas = {old_schema, new_schema},
                    .member = member};
    /* Where undeclared members have a schema, what changes is told of it, below. */
    if (!typed && (closed || !pl_schema_takes_anything(member->schema))) {
        edit.effect = added == closed ? PL_EFFECT_LOOSER : PL_EFFECT_TIGHTER;
    }
    pl_grade grade = grade_of(spot->direction, added, other);
    if (closed && (added || spot->direction == PL_DIRECTION_REQUEST)) {
        grade = pl_diff_grade(spot->direction, edit.effect);
    }
    const pl_status status = pl_diff_tell(
        diffing, &edit,
        &(pl_telling){.keyword = pl_arena_printf(diffing->arena, "properties/%s", member->name),
                      .name = added ? "added" : "removed",
                      .message = pl_arena_printf(diffing->arena, "the member \"%s\" was %s",
                                                 member->name, added ? "added" : "removed"),
                      .grade = grade});
    if (status != PL_OK || !typed) { return status; }
    return pl_diff_descend(diffing, spot, (pl_step){.kind = PL_STEP_MEMBER, .member = member->name},
                           added ? undeclared : member->schema,
                           added ? member->schema : undeclared);
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

pl_status pl_diff_members(pl_diffing *diffing, pl_spot *spot, const pl_schema *old_schema,
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
