/* Parameters of a request and headers of an answer: which there are, which must be there, what they are. */
#include <assert.h>
#include <string.h>
#include <strings.h>

#include "openapi/diff_schema_internal.h"

/* --- pairs ----------------------------------------------------------------------------------- */

/* Which of the template's parameters it is, from 1; 0: none. */
static size_t position_in(const char *path, const char *name) {
    const size_t len = strlen(name);
    size_t position = 0;
    for (const char *at = strchr(path, '{'); at != NULL; at = strchr(at + 1, '{')) {
        position++;
        if (strncmp(at + 1, name, len) == 0 && at[1 + len] == '}') { return position; }
    }
    return 0;
}

/* Is it the same one on both sides? The name of a parameter of the path says nothing to a caller: its position does.
 * Names of headers are compared without case. */
static bool is_same(const pl_section *within, const pl_parameter *old_one,
                    const pl_parameter *new_one) {
    if (strcmp(old_one->in, new_one->in) != 0) { return false; }
    if (strcmp(old_one->in, "header") == 0) {
        return strcasecmp(old_one->name, new_one->name) == 0;
    }
    if (strcmp(old_one->in, "path") == 0 && within->paths[PL_SIDE_OLD] != NULL) {
        const size_t before = position_in(within->paths[PL_SIDE_OLD], old_one->name);
        const size_t after = position_in(within->paths[PL_SIDE_NEW], new_one->name);
        if (before > 0 && after > 0) { return before == after; }
    }
    return strcmp(old_one->name, new_one->name) == 0;
}

static const char *noun_of(const pl_parameter *parameter) {
    static const char *const nouns[][2] = {{"path", "path parameter"},
                                           {"query", "query parameter"}};
    for (size_t i = 0; i < PL_COUNT(nouns); i++) {
        if (strcmp(nouns[i][0], parameter->in) == 0) { return nouns[i][1]; }
    }
    return parameter->in;
}

/* One name for both sides, whichever is the older. */
static const char *name_of(const pl_parameter *old_one, const pl_parameter *new_one) {
    return strcmp(old_one->name, new_one->name) <= 0 ? old_one->name : new_one->name;
}

/* --- presence -------------------------------------------------------------------------------- */

/* "a request without the header "X-A"" is enough to show the edit: the presence of a name is judged by a glance. */
static const char *absence_witness(const pl_section *within, const pl_parameter *parameter,
                                   pl_arena *arena) {
    return pl_arena_printf(arena, "a %s without the %s \"%s\"", within->phrase, noun_of(parameter),
                           parameter->name);
}

/* Grades of a name that is only on one side. */
static const pl_grade presence_grades[PL_DIRECTION_COUNT][2][2] = {
    /* of a request: what is asked for anew is missing at first, what is asked for no more may be heeded no more */
    [PL_DIRECTION_REQUEST] = {[false] = {[false] = PL_GRADE_RISKY, [true] = PL_GRADE_RISKY},
                              [true] = {[false] = PL_GRADE_COMPATIBLE, [true] = PL_GRADE_BREAKING}},
    [PL_DIRECTION_RESPONSE] =
        {[false] = {[false] = PL_GRADE_RISKY, [true] = PL_GRADE_BREAKING},
         [true] = {[false] = PL_GRADE_COMPATIBLE, [true] = PL_GRADE_COMPATIBLE}},
};

static pl_status tell_presence(pl_diffing *diffing, const pl_section *within,
                               const pl_parameter *parameter, bool added) {
    pl_arena *const arena = diffing->arena;
    const bool required = parameter->required;
    const char *const name = added ? "added" : "removed";
    pl_note told = {.direction = within->direction,
                    .grade = presence_grades[within->direction][added][required],
                    .taken_by = added ? PL_SIDE_OLD : PL_SIDE_NEW,
                    .why = added ? "it is required now" : "it was required",
                    .id = pl_arena_printf(arena, "%s/%s:%s/%s", within->id, parameter->in,
                                          parameter->name, name),
                    .location = pl_arena_printf(arena, "%s %s %s", within->phrase, parameter->in,
                                                parameter->name),
                    .message = pl_arena_printf(arena, "the %s%s \"%s\" was %s",
                                               required ? "required " : "optional ",
                                               noun_of(parameter), parameter->name, name)};
    told.nodes[added ? PL_SIDE_NEW : PL_SIDE_OLD] = parameter->node;
    told.absent[added ? PL_SIDE_OLD : PL_SIDE_NEW] = true;
    if (required) {
        told.effect = added ? PL_EFFECT_TIGHTER : PL_EFFECT_LOOSER;
        told.witness = absence_witness(within, parameter, arena);
        if (told.witness == NULL) { return PL_E_MEMORY; }
    }
    return pl_diff_note(diffing, &told);
}

/* --- one on both sides ----------------------------------------------------------------------- */

/* A note about a pair, but for its grade, effect and witness. */
static pl_note note_of(pl_diffing *diffing, const pl_section *within, const pl_parameter *old_one,
                       const pl_parameter *new_one, const char *what) {
    pl_arena *const arena = diffing->arena;
    return (pl_note){
        .direction = within->direction,
        .grade = PL_GRADE_COMPATIBLE,
        .id = pl_arena_printf(arena, "%s/%s:%s/%s", within->id, old_one->in,
                              name_of(old_one, new_one), what),
        .location = pl_arena_printf(arena, "%s %s %s", within->phrase, new_one->in, new_one->name),
        .nodes = {old_one->node, new_one->node}};
}

static pl_status tell_renamed(pl_diffing *diffing, const pl_section *within,
                              const pl_parameter *old_one, const pl_parameter *new_one) {
    if (strcmp(old_one->in, "path") != 0 || strcmp(old_one->name, new_one->name) == 0) {
        return PL_OK;
    }
    pl_note told = note_of(diffing, within, old_one, new_one, "renamed");
    told.message = pl_arena_printf(diffing->arena, "the path parameter \"%s\" is now called \"%s\"",
                                   old_one->name, new_one->name);
    return pl_diff_note(diffing, &told);
}

static pl_status tell_required(pl_diffing *diffing, const pl_section *within,
                               const pl_parameter *old_one, const pl_parameter *new_one) {
    const bool now = new_one->required;
    if (old_one->required == now) { return PL_OK; }
    pl_note told =
        note_of(diffing, within, old_one, new_one, now ? "required/added" : "required/removed");
    told.effect = now ? PL_EFFECT_TIGHTER : PL_EFFECT_LOOSER;
    told.grade = pl_diff_grade(within->direction, told.effect);
    told.message = pl_arena_printf(diffing->arena, "the %s \"%s\" is %s required", noun_of(new_one),
                                   new_one->name, now ? "now" : "no longer");
    told.witness = absence_witness(within, new_one, diffing->arena);
    told.taken_by = now ? PL_SIDE_OLD : PL_SIDE_NEW;
    told.why = now ? "it is required now" : "it was required";
    return told.witness == NULL ? PL_E_MEMORY : pl_diff_note(diffing, &told);
}

static pl_status diff_value(pl_diffing *diffing, const pl_section *within,
                            const pl_parameter *old_one, const pl_parameter *new_one) {
    pl_arena *const arena = diffing->arena;
    pl_spot spot = {
        .roots = {old_one->schema, new_one->schema},
        .direction = within->direction,
        .http_status = within->http_status,
        .id =
            pl_arena_printf(arena, "%s/%s:%s", within->id, new_one->in, name_of(old_one, new_one)),
        .phrase = pl_arena_printf(arena, "%s %s %s", within->phrase, new_one->in, new_one->name)};
    if (spot.id == NULL || spot.phrase == NULL) { return PL_E_MEMORY; }
    return pl_diff_schemas(diffing, &spot, old_one->schema, new_one->schema);
}

static pl_status diff_pair(pl_diffing *diffing, const pl_section *within,
                           const pl_parameter *old_one, const pl_parameter *new_one) {
    pl_status status = tell_renamed(diffing, within, old_one, new_one);
    if (status == PL_OK) { status = tell_required(diffing, within, old_one, new_one); }
    return status == PL_OK ? diff_value(diffing, within, old_one, new_one) : status;
}

pl_status pl_diff_list(pl_diffing *diffing, const pl_section *within, const pl_parameter *olds,
                       size_t old_count, const pl_parameter *news, size_t new_count) {
    for (size_t i = 0; i < old_count; i++) {
        size_t k = 0;
        while (k < new_count && !is_same(within, &olds[i], &news[k])) { k++; }
        const pl_status status = k < new_count ? diff_pair(diffing, within, &olds[i], &news[k])
                                               : tell_presence(diffing, within, &olds[i], false);
        if (status != PL_OK) { return status; }
    }
    for (size_t i = 0; i < new_count; i++) {
        size_t k = 0;
        while (k < old_count && !is_same(within, &olds[k], &news[i])) { k++; }
        if (k < old_count) { continue; }
        const pl_status status = tell_presence(diffing, within, &news[i], true);
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}

pl_status pl_diff_parameters(pl_diffing *diffing) {
    const pl_operation *const olds = diffing->versions[PL_SIDE_OLD].operation;
    const pl_operation *const news = diffing->versions[PL_SIDE_NEW].operation;
    const pl_section within = {.direction = PL_DIRECTION_REQUEST,
                               .id = "request/parameters",
                               .phrase = "request",
                               .paths = {olds->path, news->path}};
    return pl_diff_list(diffing, &within, olds->parameters, olds->parameter_count, news->parameters,
                        news->parameter_count);
}
