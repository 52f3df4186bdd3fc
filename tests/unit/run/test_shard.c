#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "cases/case.h"
#include "run/shard_internal.h"

static const uint32_t counts[] = {1, 2, 3, 4, 7, 50, 1000};

/* Every case is in exactly one shard, in the order of the whole. */
static void check_partition(const pl_case_set *all, uint32_t count, pl_arena *arena) {
    size_t sum = 0;
    size_t most = 0;
    bool *const seen = pl_arena_alloc(arena, all->count * sizeof *seen);
    cr_assert_not_null(seen);
    memset(seen, 0, all->count * sizeof *seen);
    for (uint32_t index = 1; index <= count; index++) {
        pl_case_set part;
        size_t at = 0;
        cr_assert_eq(pl_shard_take(all, (pl_shard){index, count}, arena, &part), PL_OK);
        for (size_t i = 0; i < part.count; i++, at++) {
            while (at < all->count && strcmp(all->cases[at].id, part.cases[i].id) != 0) { at++; }
            cr_assert_lt(at, all->count, "%u/%u: in order", index, count);
            cr_assert_not(seen[at], "%u/%u: %s twice", index, count, all->cases[at].id);
            seen[at] = true;
        }
        sum += part.count;
        most = part.count > most ? part.count : most;
    }
    cr_assert_eq(sum, all->count, "%u shards: the union is the whole", count);
    cr_assert_leq(most, all->count / count * 2 + 10, "%u shards: of like size", count);
}

Test(shard, partition, .timeout = 60) {
    const pl_case_config config = {
        .run_id = "shard1", .amount = pl_decimal_of(150000), .now_ms = 1763683200000};
    pl_arena arena = {0};
    pl_case_set all;
    cr_assert_eq(pl_cases_make(&config, &arena, &all), PL_OK);
    cr_assert_gt(all.count, 500);
    for (size_t i = 0; i < PL_COUNT(counts); i++) { check_partition(&all, counts[i], &arena); }
    pl_case_set whole;
    cr_assert_eq(pl_shard_take(&all, (pl_shard){0, 0}, &arena, &whole), PL_OK);
    cr_assert_eq(whole.count, all.count);
    pl_arena_done(&arena);
}

/* Another run, another day, another merchant: the same cases. */
Test(shard, the_same_every_time, .timeout = 20) {
    const pl_case_config configs[] = {
        {.run_id = "one", .amount = pl_decimal_of(150000), .now_ms = 1763683200000},
        {.run_id = "two", .amount = pl_decimal_of(2), .now_ms = 1863683200000},
    };
    pl_arena arena = {0};
    pl_case_set parts[PL_COUNT(configs)];
    for (size_t i = 0; i < PL_COUNT(configs); i++) {
        pl_case_set all;
        cr_assert_eq(pl_cases_make(&configs[i], &arena, &all), PL_OK);
        cr_assert_eq(pl_shard_take(&all, (pl_shard){2, 3}, &arena, &parts[i]), PL_OK);
    }
    cr_assert_eq(parts[0].count, parts[1].count);
    for (size_t i = 0; i < parts[0].count; i++) {
        cr_assert_str_eq(parts[0].cases[i].id, parts[1].cases[i].id);
    }
    pl_arena_done(&arena);
}

/* A case more moves no other one, and twins are never parted. */
Test(shard, neighbours, .timeout = 20) {
    enum { CASES = 200 };
    static pl_case cases[CASES];
    static char ids[CASES][16];
    pl_arena arena = {0};
    for (size_t i = 0; i < CASES; i++) {
        (void)snprintf(ids[i], sizeof ids[i], "group/case-%zu", i);
        cases[i] = (pl_case){.id = ids[i], .twin = i % 5 == 1 || i % 5 == 2};
    }
    const pl_case_set all = {cases, CASES};
    const pl_case_set later = {cases + 5, CASES - 5};
    for (uint32_t index = 1; index <= 4; index++) {
        pl_case_set part;
        pl_case_set moved;
        cr_assert_eq(pl_shard_take(&all, (pl_shard){index, 4}, &arena, &part), PL_OK);
        cr_assert_eq(pl_shard_take(&later, (pl_shard){index, 4}, &arena, &moved), PL_OK);
        size_t skipped = 0;
        for (size_t i = 0; i < part.count; i++) {
            skipped += part.cases[i].id < ids[5] ? 1U : 0U;
            if (part.cases[i].twin) {
                cr_assert_gt(i, 0, "a twin follows something");
                cr_assert_eq(part.cases[i - 1].id + sizeof ids[0], part.cases[i].id);
            }
        }
        cr_assert_eq(part.count - skipped, moved.count, "%u/4", index);
    }
    pl_arena_done(&arena);
}
