/* Where an operation is found: method and path, that of the server before it. */
#include <assert.h>
#include <string.h>

#include "openapi/diff_internal.h"

const char *pl_operation_path(const pl_operation *operation, pl_arena *arena) {
    return operation->base == NULL
               ? operation->path
               : pl_arena_printf(arena, "%s%s", operation->base, operation->path);
}

pl_status pl_diff_address(pl_diffing *diffing) {
    pl_arena *const arena = diffing->arena;
    const pl_operation *const olds = diffing->versions[PL_SIDE_OLD].operation;
    const pl_operation *const news = diffing->versions[PL_SIDE_NEW].operation;
    const char *const old_path = pl_operation_path(olds, arena);
    const char *const new_path = pl_operation_path(news, arena);
    if (old_path == NULL || new_path == NULL) { return PL_E_MEMORY; }
    const bool same_method = strcmp(olds->method, news->method) == 0;
    if (same_method && pl_path_is_same(old_path, new_path)) { return PL_OK; }
    const pl_note told = {.direction = PL_DIRECTION_REQUEST,
                          .effect = PL_EFFECT_EITHER,
                          .grade = PL_GRADE_BREAKING,
                          .id = same_method ? "request/path/changed" : "request/method/changed",
                          .location = "request line",
                          .message =
                              pl_arena_printf(arena, "the operation moved from %s %s to %s %s",
                                              olds->method, old_path, news->method, new_path),
                          .nodes = {olds->node, news->node},
                          .witness = pl_arena_printf(arena, "%s %s", olds->method, old_path),
                          .taken_by = PL_SIDE_OLD,
                          .why = "the operation is not there any more"};
    return told.witness == NULL ? PL_E_MEMORY : pl_diff_note(diffing, &told);
}
