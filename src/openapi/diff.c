#include "openapi/diff.h"

#include <assert.h>
#include <string.h>

#include "openapi/diff_internal.h"
#include "openapi/diff_shared_internal.h"

enum {
    CHANGE_CAP_FIRST = 64,
    EFFORT_MAX = 500 * 1000 * 1000 /* for all witnesses together: a few seconds */
};

const char *pl_grade_text(pl_grade grade) {
    static const char *const texts[] = {[PL_GRADE_BREAKING] = "breaking",
                                        [PL_GRADE_RISKY] = "risky",
                                        [PL_GRADE_COMPATIBLE] = "compatible"};
    _Static_assert(PL_COUNT(texts) == PL_GRADE_COUNT, "every grade has its word");
    assert(grade < PL_GRADE_COUNT);
    return texts[grade];
}

const char *pl_direction_text(pl_direction direction) {
    static const char *const texts[] = {
        [PL_DIRECTION_REQUEST] = "request", [PL_DIRECTION_RESPONSE] = "response"};
    _Static_assert(PL_COUNT(texts) == PL_DIRECTION_COUNT, "every direction has its word");
    assert(direction < PL_DIRECTION_COUNT);
    return texts[direction];
}

pl_place pl_diff_place(const pl_diffing *diffing, pl_side side, uint32_t node) {
    const pl_source *const source = diffing->versions[side].source;
    if (source == NULL || node == PL_JSON_NONE) { return (pl_place){0, 0}; }
    return source->places[node];
}

pl_status pl_diff_add(pl_diffing *diffing, const pl_change *change) {
    if (diffing->change_count == PL_DIFF_CHANGE_COUNT_MAX) { return PL_E_SIZE; }
    if (diffing->change_count == diffing->change_cap) {
        const size_t cap = diffing->change_cap == 0 ? CHANGE_CAP_FIRST : diffing->change_cap * 2;
        pl_change *const grown = pl_arena_alloc(diffing->arena, cap * sizeof *grown);
        if (grown == NULL) { return PL_E_MEMORY; }
        if (diffing->change_count > 0) {
            memcpy(grown, diffing->changes, diffing->change_count * sizeof *grown);
        }
        diffing->changes = grown;
        diffing->change_cap = cap;
    }
    diffing->changes[diffing->change_count++] = *change;
    return PL_OK;
}

pl_status pl_diff_note(pl_diffing *diffing, const pl_note *told) {
    if (told->id == NULL || told->location == NULL || told->message == NULL) { return PL_E_MEMORY; }
    pl_change change = {.id = told->id,
                        .grade = told->grade,
                        .direction = told->direction,
                        .effect = told->effect,
                        .location = told->location,
                        .message = told->message};
    for (pl_side side = 0; side < PL_SIDE_COUNT; side++) {
        if (!told->absent[side]) {
            change.places[side] = pl_diff_place(diffing, side, told->nodes[side]);
        }
    }
    if (told->witness != NULL) {
        change.witness = (pl_witness){
            .found = true, .taken_by = told->taken_by, .text = told->witness, .why = told->why};
    }
    return pl_diff_add(diffing, &change);
}

/* No list of values or of alternatives is longer. */
static uint64_t longest_array(const pl_source *source) {
    uint64_t longest = 0;
    for (uint32_t i = 0; source != NULL && i < source->json.count; i++) {
        if (source->json.nodes[i].kind != PL_JSON_ARRAY) { continue; }
        const uint64_t count = pl_json_child_count(&source->json, i);
        longest = count > longest ? count : longest;
    }
    return longest;
}

void pl_diff_shared_init(pl_diff_shared *shared, const pl_source *old_source,
                         const pl_source *new_source) {
    *shared = (pl_diff_shared){.effort = EFFORT_MAX,
                               .longest = {longest_array(old_source), longest_array(new_source)}};
}

void pl_diff_shared_done(pl_diff_shared *shared) {
    if (shared == NULL) { return; }
    pl_arena_done(&shared->memo.arena);
    shared->memo = (pl_diff_memo){.slots = NULL};
}

pl_status pl_diff_make(const pl_version *old_version, const pl_version *new_version,
                       pl_arena *arena, pl_diff *ret_diff) {
    pl_diff_shared shared;
    pl_diff_shared_init(&shared, old_version->source, new_version->source);
    const pl_status status = pl_diff_operations(&shared, old_version, new_version, arena, ret_diff);
    pl_diff_shared_done(&shared);
    return status;
}

pl_status pl_diff_operations(pl_diff_shared *shared, const pl_version *old_version,
                             const pl_version *new_version, pl_arena *arena, pl_diff *ret_diff) {
    assert(old_version->operation != NULL && new_version->operation != NULL);
    pl_diffing diffing = {
        .arena = arena, .shared = shared, .versions = {*old_version, *new_version}};
    pl_status status = pl_diff_address(&diffing);
    if (status == PL_OK) { status = pl_diff_parameters(&diffing); }
    if (status == PL_OK) { status = pl_diff_security(&diffing); }
    if (status == PL_OK) { status = pl_diff_bodies(&diffing); }
    if (status == PL_OK) { status = pl_diff_responses(&diffing); }
    if (status != PL_OK) { return status; }
    pl_diff diff = {.changes = diffing.changes, .change_count = diffing.change_count};
    for (size_t i = 0; i < diff.change_count; i++) { diff.totals[diff.changes[i].grade] += 1; }
    *ret_diff = diff;
    return PL_OK;
}
