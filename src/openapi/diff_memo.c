/* Pairs of schemas that were compared already. References make many ways to one pair: without a memory of them, time
 * would grow with the ways. */
#include <assert.h>

#include "openapi/diff_shared_internal.h"

enum { CAP_FIRST = 256 };

static size_t hash_of(const pl_diff_pair *pair) {
    static const uint64_t odd = 0x9E3779B97F4A7C15U;
    const uint64_t mixed = ((uint64_t)(uintptr_t)pair->sides[PL_SIDE_OLD] * odd) ^
                           ((uint64_t)(uintptr_t)pair->sides[PL_SIDE_NEW] + odd);
    return (size_t)((mixed * odd) >> 16);
}

/* The slot of the pair, or the free one where it belongs. */
static pl_diff_pair *slot_of(pl_diff_pair *slots, size_t cap, const pl_diff_pair *pair) {
    size_t at = hash_of(pair) & (cap - 1);
    while (slots[at].sides[PL_SIDE_OLD] != NULL &&
           (slots[at].sides[PL_SIDE_OLD] != pair->sides[PL_SIDE_OLD] ||
            slots[at].sides[PL_SIDE_NEW] != pair->sides[PL_SIDE_NEW])) {
        at = (at + 1) & (cap - 1);
    }
    return &slots[at];
}

bool pl_diff_memo_find(const pl_diff_memo *memo, const pl_schema *old_schema,
                       const pl_schema *new_schema, bool *ret_alike) {
    if (memo->count == 0) { return false; }
    const pl_diff_pair pair = {.sides = {old_schema, new_schema}};
    const pl_diff_pair *const slot = slot_of(memo->slots, memo->cap, &pair);
    if (slot->sides[PL_SIDE_OLD] == NULL) { return false; }
    *ret_alike = slot->alike;
    return true;
}

static pl_status grow(pl_diff_memo *memo) {
    const size_t cap = memo->cap == 0 ? CAP_FIRST : memo->cap * 2;
    pl_diff_pair *const slots = pl_arena_alloc(&memo->arena, cap * sizeof *slots);
    if (slots == NULL) { return PL_E_MEMORY; }
    for (size_t i = 0; i < cap; i++) { slots[i] = (pl_diff_pair){.alike = false}; }
    for (size_t i = 0; i < memo->cap; i++) {
        const pl_diff_pair *const pair = &memo->slots[i];
        if (pair->sides[PL_SIDE_OLD] != NULL) { *slot_of(slots, cap, pair) = *pair; }
    }
    memo->slots = slots;
    memo->cap = cap;
    return PL_OK;
}

pl_status pl_diff_memo_add(pl_diff_memo *memo, const pl_schema *old_schema,
                           const pl_schema *new_schema, bool alike) {
    assert(old_schema != NULL && new_schema != NULL);
    const pl_diff_pair pair = {.sides = {old_schema, new_schema}, .alike = alike};
    if (memo->count * 2 >= memo->cap) {
        const pl_status status = grow(memo);
        if (status != PL_OK) { return status; }
    }
    pl_diff_pair *const slot = slot_of(memo->slots, memo->cap, &pair);
    memo->count += slot->sides[PL_SIDE_OLD] == NULL;
    *slot = pair;
    return PL_OK;
}
