#include "run/shard_internal.h"

#include <assert.h>

/* By the id alone: a case that is added elsewhere moves no other one. FNV-1a, and its upper bits mixed into the lower
 * ones, which a small count looks at. */
static uint32_t place_of(const char *id) {
    enum { START = 2166136261U, PRIME = 16777619U, MIX = 0x7feb352dU };
    uint32_t hash = START;
    for (const char *at = id; *at != '\0'; at++) { hash = (hash ^ (uint8_t)*at) * PRIME; }
    hash = (hash ^ (hash >> 16U)) * MIX;
    return hash ^ (hash >> 15U);
}

pl_status pl_shard_take(const pl_case_set *all, pl_shard shard, pl_arena *arena,
                        pl_case_set *ret_set) {
    assert(all != NULL && ret_set != NULL);
    if (shard.count == 0) {
        *ret_set = *all;
        return PL_OK;
    }
    assert(shard.index >= 1 && shard.index <= shard.count);
    pl_case *const kept = pl_arena_alloc(arena, all->count * sizeof *kept);
    if (kept == NULL) { return PL_E_MEMORY; }
    size_t count = 0;
    bool taken = false;
    for (size_t i = 0; i < all->count; i++) {
        const pl_case *const test = &all->cases[i];
        /* A twin goes where the case before it goes. */
        const bool follows = test->twin && i > 0;
        if (!follows) { taken = place_of(test->id) % shard.count == shard.index - 1; }
        if (taken) { kept[count++] = *test; }
    }
    *ret_set = (pl_case_set){kept, count};
    return PL_OK;
}
