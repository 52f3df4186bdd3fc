/* Bodies and answers: media types, statuses, headers, and the schemas in them. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "openapi/diff_schema_internal.h"

/* Where media types are compared. */
typedef struct place {
    pl_direction direction;
    const char *id;     /* "request/body", "response/200/body" */
    const char *phrase; /* "request body", "response 200" */
    int http_status;
} place;

static const pl_media *find(const pl_media *list, size_t count, const char *type) {
    for (size_t i = 0; i < count; i++) {
        if (strcasecmp(list[i].type, type) == 0) { return &list[i]; }
    }
    return NULL;
}

/* A caller may send no more what is gone, and may be sent what is new. */
static pl_status tell_media(pl_diffing *diffing, const place *at, const pl_media *media,
                            bool added) {
    const pl_side stands = added ? PL_SIDE_NEW : PL_SIDE_OLD;
    const pl_effect effect = added ? PL_EFFECT_LOOSER : PL_EFFECT_TIGHTER;
    pl_arena *const arena = diffing->arena;
    pl_note told = {.direction = at->direction,
                    .effect = effect,
                    .grade = pl_diff_grade(at->direction, effect),
                    .id = pl_arena_printf(arena, "%s/media/%s/%s", at->id, media->type,
                                          added ? "added" : "removed"),
                    .location = at->phrase,
                    .message = pl_arena_printf(arena, "the media type %s was %s", media->type,
                                               added ? "added" : "removed"),
                    .witness = pl_arena_printf(arena, "a %s of type %s", at->phrase, media->type),
                    .taken_by = stands,
                    .why = added ? "it was not among the media types"
                                 : "it is not among the media types any more"};
    if (told.witness == NULL) { return PL_E_MEMORY; }
    /* What a client of the old document asked for is not to be had. */
    if (at->direction == PL_DIRECTION_RESPONSE) {
        told.grade = added ? PL_GRADE_RISKY : PL_GRADE_BREAKING;
    }
    told.nodes[stands] = media->node;
    told.absent[added ? PL_SIDE_OLD : PL_SIDE_NEW] = true;
    return pl_diff_note(diffing, &told);
}

static pl_status diff_schema(pl_diffing *diffing, const place *at, const pl_media *old_media,
                             const pl_media *new_media) {
    pl_spot spot = {.roots = {old_media->schema, new_media->schema},
                    .direction = at->direction,
                    .http_status = at->http_status,
                    .id = at->id,
                    .phrase = at->phrase};
    return pl_diff_schemas(diffing, &spot, old_media->schema, new_media->schema);
}

static pl_status diff_media(pl_diffing *diffing, const place *at, const pl_media *olds,
                            size_t old_count, const pl_media *news, size_t new_count) {
    for (size_t i = 0; i < old_count; i++) {
        const pl_media *const other = find(news, new_count, olds[i].type);
        const pl_status status = other == NULL ? tell_media(diffing, at, &olds[i], false)
                                               : diff_schema(diffing, at, &olds[i], other);
        if (status != PL_OK) { return status; }
    }
    for (size_t i = 0; i < new_count; i++) {
        if (find(olds, old_count, news[i].type) != NULL) { continue; }
        const pl_status status = tell_media(diffing, at, &news[i], true);
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}

pl_status pl_diff_bodies(pl_diffing *diffing) {
    static const place at = {
        .direction = PL_DIRECTION_REQUEST, .id = "request/body", .phrase = "request body"};
    const pl_operation *const olds = diffing->versions[PL_SIDE_OLD].operation;
    const pl_operation *const news = diffing->versions[PL_SIDE_NEW].operation;
    const bool before = olds->has_body && olds->body_required;
    const bool after = news->has_body && news->body_required;
    if (before != after) {
        const pl_effect effect = after ? PL_EFFECT_TIGHTER : PL_EFFECT_LOOSER;
        const pl_note told = {
            .direction = PL_DIRECTION_REQUEST,
            .effect = effect,
            .grade = pl_diff_grade(PL_DIRECTION_REQUEST, effect),
            .id = after ? "request/body/required/added" : "request/body/required/removed",
            .location = at.phrase,
            .message = after ? "the body is now required" : "the body is no longer required",
            .nodes = {olds->node, news->node},
            .witness = "a request without a body",
            .taken_by = after ? PL_SIDE_OLD : PL_SIDE_NEW,
            .why = after ? "a body is required now" : "a body was required"};
        const pl_status status = pl_diff_note(diffing, &told);
        if (status != PL_OK) { return status; }
    }
    return diff_media(diffing, &at, olds->bodies, olds->body_count, news->bodies, news->body_count);
}

/* --- answers --------------------------------------------------------------------------------- */

static const pl_response *response_of(const pl_operation *operation, const char *status) {
    for (size_t i = 0; i < operation->response_count; i++) {
        if (strcasecmp(operation->responses[i].status, status) == 0) {
            return &operation->responses[i];
        }
    }
    return NULL;
}

static bool is_success(const char *status) {
    return status[0] == '2';
}

static pl_status tell_response(pl_diffing *diffing, const pl_response *response, bool added) {
    pl_arena *const arena = diffing->arena;
    const char *const code = response->status;
    const pl_side stands = added ? PL_SIDE_NEW : PL_SIDE_OLD;
    pl_note told = {
        .direction = PL_DIRECTION_RESPONSE,
        .effect = added ? PL_EFFECT_LOOSER : PL_EFFECT_TIGHTER,
        .id = pl_arena_printf(arena, "response/%s/%s", code, added ? "added" : "removed"),
        .location = pl_arena_printf(arena, "response %s", code),
        .message =
            pl_arena_printf(arena, "the status %s was %s", code, added ? "added" : "removed"),
        .witness = pl_arena_printf(arena, "an answer with status %s", code),
        .taken_by = stands,
        .why = added ? "the status was not documented" : "the status is not documented any more"};
    if (told.witness == NULL) { return PL_E_MEMORY; }
    if (added) {
        told.grade = PL_GRADE_RISKY;
    } else {
        told.grade = is_success(code) ? PL_GRADE_BREAKING : PL_GRADE_COMPATIBLE;
    }
    told.nodes[stands] = response->node;
    told.absent[added ? PL_SIDE_OLD : PL_SIDE_NEW] = true;
    return pl_diff_note(diffing, &told);
}

static pl_status diff_response(pl_diffing *diffing, const pl_response *old_response,
                               const pl_response *new_response) {
    enum { DECIMAL = 10 };
    pl_arena *const arena = diffing->arena;
    const char *const code = old_response->status;
    place at = {.direction = PL_DIRECTION_RESPONSE,
                .id = pl_arena_printf(arena, "response/%s/body", code),
                .phrase = pl_arena_printf(arena, "response %s", code),
                .http_status = (int)strtol(code, NULL, DECIMAL)};
    const pl_section headers = {.direction = PL_DIRECTION_RESPONSE,
                                .id = pl_arena_printf(arena, "response/%s/headers", code),
                                .phrase = at.phrase,
                                .http_status = at.http_status};
    if (at.id == NULL || at.phrase == NULL || headers.id == NULL) { return PL_E_MEMORY; }
    const pl_status status =
        pl_diff_list(diffing, &headers, old_response->headers, old_response->header_count,
                     new_response->headers, new_response->header_count);
    if (status != PL_OK) { return status; }
    return diff_media(diffing, &at, old_response->media, old_response->media_count,
                      new_response->media, new_response->media_count);
}

pl_status pl_diff_responses(pl_diffing *diffing) {
    const pl_operation *const olds = diffing->versions[PL_SIDE_OLD].operation;
    const pl_operation *const news = diffing->versions[PL_SIDE_NEW].operation;
    for (size_t i = 0; i < olds->response_count; i++) {
        const pl_response *const other = response_of(news, olds->responses[i].status);
        const pl_status status = other == NULL ? tell_response(diffing, &olds->responses[i], false)
                                               : diff_response(diffing, &olds->responses[i], other);
        if (status != PL_OK) { return status; }
    }
    for (size_t i = 0; i < news->response_count; i++) {
        if (response_of(olds, news->responses[i].status) != NULL) { continue; }
        const pl_status status = tell_response(diffing, &news->responses[i], true);
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}
