/* The address of an operation, its parameters, and headers. */
#include <assert.h>
#include <string.h>
#include <strings.h>

#include "openapi/diff_internal.h"

/* --- parameters and headers ------------------------------------------------------------------ */

static bool is_same_parameter(const pl_parameter *left, const pl_parameter *right) {
    if (strcmp(left->in, right->in) != 0) { return false; }
    /* Header names are compared without case; those in a path by their position, which the path tells. */
    return strcmp(left->in, "header") == 0 ? strcasecmp(left->name, right->name) == 0
                                           : strcmp(left->name, right->name) == 0;
}

static const pl_parameter *find(const pl_parameter *list, size_t count, const pl_parameter *like) {
    for (size_t i = 0; i < count; i++) {
        if (is_same_parameter(&list[i], like)) { return &list[i]; }
    }
    return NULL;
}

/* "GET /a without header X-A" is enough to show the edit: the presence of a name is judged by a glance. */
static const char *presence_witness(const pl_section *within, const pl_parameter *parameter,
                                    bool present, pl_arena *arena) {
    return pl_arena_printf(arena, "a %s %s the %s \"%s\"", within->phrase,
                           present ? "with" : "without", parameter->in, parameter->name);
}

/* Grades of a name that is only on one side, or is required on one side alone. */
static const struct presence_row {
    pl_grade added_required;
    pl_grade added_optional;
    pl_grade removed_required;
    pl_grade removed_optional;
} presence_rows[PL_DIRECTION_COUNT] = {
    [PL_DIRECTION_REQUEST] = {PL_GRADE_BREAKING, PL_GRADE_COMPATIBLE, PL_GRADE_RISKY,
                              PL_GRADE_RISKY},
    [PL_DIRECTION_RESPONSE] = {PL_GRADE_COMPATIBLE, PL_GRADE_COMPATIBLE, PL_GRADE_BREAKING,
                               PL_GRADE_RISKY},
};

static pl_status tell_presence(pl_diffing *diffing, const pl_section *within,
                               const pl_parameter *parameter, bool added) {
    pl_arena *const arena = diffing->arena;
    const struct presence_row *const row = &presence_rows[within->direction];
    const bool required = parameter->required;
    pl_note told = {.direction = within->direction,
                    .taken_by = added ? PL_SIDE_OLD : PL_SIDE_NEW,
                    .why = added ? "it is required now" : "it was required"};
    told.effect = required ? (added ? PL_EFFECT_TIGHTER : PL_EFFECT_LOOSER) : PL_EFFECT_NONE;
    if (added) {
        told.grade = required ? row->added_required : row->added_optional;
    } else {
        told.grade = required ? row->removed_required : row->removed_optional;
    }
    told.id = pl_arena_printf(arena, "%s/%s:%s/%s", within->id, parameter->in, parameter->name,
                              added ? "added" : "removed");
    told.location =
        pl_arena_printf(arena, "%s %s %s", within->phrase, parameter->in, parameter->name);
    told.message = pl_arena_printf(arena, "the %s%s \"%s\" was %s", required ? "required " : "",
                                   parameter->in, parameter->name, added ? "added" : "removed");
    const pl_side stands = added ? PL_SIDE_NEW : PL_SIDE_OLD;
    told.nodes[stands] = parameter->node;
    told.absent[added ? PL_SIDE_OLD : PL_SIDE_NEW] = true;
    if (required) {
        told.witness = presence_witness(within, parameter, false, arena);
        if (told.witness == NULL) { return PL_E_MEMORY; }
    }
    return pl_diff_note(diffing, &told);
}

static pl_status tell_required(pl_diffing *diffing, const pl_section *within,
                               const pl_parameter *old_one, const pl_parameter *new_one) {
    pl_arena *const arena = diffing->arena;
    const bool now = new_one->required;
    if (old_one->required == now) { return PL_OK; }
    const pl_effect effect = now ? PL_EFFECT_TIGHTER : PL_EFFECT_LOOSER;
    const pl_note told = {
        .direction = within->direction,
        .effect = effect,
        .grade = pl_diff_grade(within->direction, effect),
        .id = pl_arena_printf(arena, "%s/%s:%s/required/%s", within->id, new_one->in, new_one->name,
                              now ? "added" : "removed"),
        .location = pl_arena_printf(arena, "%s %s %s", within->phrase, new_one->in, new_one->name),
        .message = pl_arena_printf(arena, "the %s \"%s\" is %s required", new_one->in,
                                   new_one->name, now ? "now" : "no longer"),
        .nodes = {old_one->node, new_one->node},
        .witness = presence_witness(within, new_one, false, arena),
        .taken_by = now ? PL_SIDE_OLD : PL_SIDE_NEW,
        .why = now ? "it is required now" : "it was required"};
    return told.witness == NULL ? PL_E_MEMORY : pl_diff_note(diffing, &told);
}

static pl_status diff_value(pl_diffing *diffing, const pl_section *within,
                            const pl_parameter *old_one, const pl_parameter *new_one) {
    pl_spot *const spot = pl_arena_alloc(diffing->arena, sizeof *spot);
    if (spot == NULL) { return PL_E_MEMORY; }
    *spot = (pl_spot){
        .roots = {old_one->schema, new_one->schema},
        .direction = within->direction,
        .http_status = within->http_status,
        .id = pl_arena_printf(diffing->arena, "%s/%s:%s", within->id, new_one->in, new_one->name),
        .phrase = pl_arena_printf(diffing->arena, "%s %s %s", within->phrase, new_one->in,
                                  new_one->name)};
    if (spot->id == NULL || spot->phrase == NULL) { return PL_E_MEMORY; }
    return pl_diff_schemas(diffing, spot, old_one->schema, new_one->schema);
}

pl_status pl_diff_list(pl_diffing *diffing, const pl_section *within, const pl_parameter *olds,
                       size_t old_count, const pl_parameter *news, size_t new_count) {
    for (size_t i = 0; i < old_count; i++) {
        const pl_parameter *const other = find(news, new_count, &olds[i]);
        pl_status status = PL_OK;
        if (other == NULL) {
            status = tell_presence(diffing, within, &olds[i], false);
        } else {
            status = tell_required(diffing, within, &olds[i], other);
            if (status == PL_OK) { status = diff_value(diffing, within, &olds[i], other); }
        }
        if (status != PL_OK) { return status; }
    }
    for (size_t i = 0; i < new_count; i++) {
        if (find(olds, old_count, &news[i]) != NULL) { continue; }
        const pl_status status = tell_presence(diffing, within, &news[i], true);
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}

static pl_status diff_address(pl_diffing *diffing) {
    const pl_operation *const olds = diffing->versions[PL_SIDE_OLD].operation;
    const pl_operation *const news = diffing->versions[PL_SIDE_NEW].operation;
    const bool same_method = strcmp(olds->method, news->method) == 0;
    const bool same_path = strcmp(olds->path, news->path) == 0;
    if (same_method && same_path) { return PL_OK; }
    const pl_note told = {
        .direction = PL_DIRECTION_REQUEST,
        .effect = PL_EFFECT_EITHER,
        .grade = PL_GRADE_BREAKING,
        .id = same_method ? "request/path/changed" : "request/method/changed",
        .location = "request line",
        .message = pl_arena_printf(diffing->arena, "the operation moved from %s %s to %s %s",
                                   olds->method, olds->path, news->method, news->path),
        .nodes = {olds->node, news->node},
        .witness = pl_arena_printf(diffing->arena, "%s %s", olds->method, olds->path),
        .taken_by = PL_SIDE_OLD,
        .why = "the new document has no such operation"};
    return told.witness == NULL ? PL_E_MEMORY : pl_diff_note(diffing, &told);
}

pl_status pl_diff_parameters(pl_diffing *diffing) {
    static const pl_section within = {
        .direction = PL_DIRECTION_REQUEST, .id = "request/parameters", .phrase = "request"};
    const pl_operation *const olds = diffing->versions[PL_SIDE_OLD].operation;
    const pl_operation *const news = diffing->versions[PL_SIDE_NEW].operation;
    const pl_status status = diff_address(diffing);
    if (status != PL_OK) { return status; }
    return pl_diff_list(diffing, &within, olds->parameters, olds->parameter_count, news->parameters,
                        news->parameter_count);
}
