#include <criterion/criterion.h>

#include "test_util.h"
#include "text/arena.h"
#include "unit/text/test_random.h"

enum { DOCUMENT_REQUESTS = 300 };

/* Requests of one document, the same for the same seed. Each is filled, so that two that overlap
 * are found out. False at the first request that fails. */
static bool take_document(pl_arena *arena, uint64_t seed) {
    uint8_t *taken[DOCUMENT_REQUESTS];
    size_t sizes[DOCUMENT_REQUESTS];
    for (size_t i = 0; i < DOCUMENT_REQUESTS; i++) {
        const size_t size = (size_t)tr_below(&seed, 700);
        taken[i] = pl_arena_alloc(arena, size);
        if (taken[i] == NULL) { return false; }
        cr_assert_eq((uintptr_t)taken[i] % 16, 0, "request %zu is aligned", i);
        sizes[i] = tr_below(&seed, 3) == 0 ? size / 2 : size;
        if (sizes[i] != size) { pl_arena_shrink(arena, taken[i], size, sizes[i]); }
        memset(taken[i], (int)(i & 0xFF), sizes[i]);
    }
    for (size_t i = 0; i < DOCUMENT_REQUESTS; i++) {
        for (size_t j = 0; j < sizes[i]; j++) {
            cr_assert_eq(taken[i][j], i & 0xFF, "request %zu keeps byte %zu", i, j);
        }
    }
    return true;
}

Test(arena, done_accepts_null_and_unused, .timeout = 5) {
    pl_arena_done(NULL);
    pl_arena arena = {0};
    pl_arena_done(&arena);
    pl_arena_init(&arena);
    pl_arena_reset(&arena);
    cr_assert_null(arena.head, "nothing is allocated before it is asked for");
    pl_arena_done(&arena);
}

Test(arena, requests_do_not_overlap, .timeout = 10) {
    pl_arena arena;
    pl_arena_init(&arena);
    cr_assert(take_document(&arena, 1));
    cr_assert_eq(arena.request_count, DOCUMENT_REQUESTS);
    pl_arena_done(&arena);
    cr_assert_null(arena.head);
}

Test(arena, second_document_of_the_same_size_allocates_nothing, .timeout = 10) {
    pl_arena arena;
    pl_arena_init(&arena);
    cr_assert(take_document(&arena, 7));
    for (int round = 0; round < 3; round++) {
        pl_arena_reset(&arena);
        const struct pl_arena_block *const block = arena.head;
        cr_assert_not_null(block, "round %d", round);
        cr_assert(take_document(&arena, 7), "round %d", round);
        cr_assert_eq(arena.head, block, "round %d: a block was added", round);
    }
    pl_arena_done(&arena);
}

Test(arena, size_zero_is_valid, .timeout = 5) {
    pl_arena arena;
    pl_arena_init(&arena);
    cr_assert_not_null(pl_arena_alloc(&arena, 0));
    uint8_t *const after = pl_arena_alloc(&arena, 1);
    cr_assert_not_null(after);
    *after = 1;
    pl_arena_done(&arena);
}

Test(arena, fills_a_block_to_the_last_byte, .timeout = 5) {
    static const size_t sizes[] = {4095, 4096, 4097, 4080, 4112};
    for (size_t i = 0; i < PL_COUNT(sizes); i++) {
        pl_arena arena;
        pl_arena_init(&arena);
        uint8_t *const first = pl_arena_alloc(&arena, sizes[i]);
        uint8_t *const second = pl_arena_alloc(&arena, sizes[i]);
        cr_assert(first != NULL && second != NULL, "size %zu", sizes[i]);
        memset(first, 1, sizes[i]);
        memset(second, 2, sizes[i]);
        cr_assert_eq(first[sizes[i] - 1], 1, "size %zu", sizes[i]);
        pl_arena_reset(&arena);
        const struct pl_arena_block *const block = arena.head;
        cr_assert_not_null(pl_arena_alloc(&arena, sizes[i]), "size %zu", sizes[i]);
        cr_assert_not_null(pl_arena_alloc(&arena, sizes[i]), "size %zu", sizes[i]);
        cr_assert_eq(arena.head, block, "size %zu: the same two fit again", sizes[i]);
        pl_arena_done(&arena);
    }
}

Test(arena, exact_fit_adds_no_block, .timeout = 5) {
    pl_arena arena;
    pl_arena_init(&arena);
    cr_assert_not_null(pl_arena_alloc(&arena, 10000));
    pl_arena_reset(&arena);
    const struct pl_arena_block *const block = arena.head;
    cr_assert_not_null(pl_arena_alloc(&arena, 10000));
    cr_assert_eq(arena.head, block);
    cr_assert_not_null(pl_arena_alloc(&arena, 1));
    cr_assert_neq(arena.head, block, "one byte more does not fit");
    pl_arena_done(&arena);
}

Test(arena, impossible_sizes_fail_and_leave_it_usable, .timeout = 5) {
    static const size_t sizes[] = {SIZE_MAX, SIZE_MAX - 1, SIZE_MAX - 15, SIZE_MAX - 16,
                                   SIZE_MAX / 2};
    pl_arena arena;
    pl_arena_init(&arena);
    for (size_t i = 0; i < PL_COUNT(sizes); i++) {
        cr_assert_null(pl_arena_alloc(&arena, sizes[i]), "empty arena, row %zu", i);
    }
    cr_assert_not_null(pl_arena_alloc(&arena, 8));
    for (size_t i = 0; i < PL_COUNT(sizes); i++) {
        cr_assert_null(pl_arena_alloc(&arena, sizes[i]), "used arena, row %zu", i);
    }
    cr_assert_not_null(pl_arena_alloc(&arena, 8));
    pl_arena_done(&arena);
}

Test(arena, shrink_gives_back_the_newest_only, .timeout = 5) {
    pl_arena arena;
    pl_arena_init(&arena);
    uint8_t *const first = pl_arena_alloc(&arena, 100);
    cr_assert_not_null(first);
    pl_arena_shrink(&arena, first, 100, 17);
    uint8_t *const second = pl_arena_alloc(&arena, 40);
    cr_assert_eq(second, first + 32, "the tail was given back, up to the alignment");
    pl_arena_shrink(&arena, first, 17, 0);
    uint8_t *const third = pl_arena_alloc(&arena, 1);
    cr_assert_eq(third, second + 48, "an older request keeps its room");
    pl_arena_shrink(&arena, third, 1, 0);
    cr_assert_eq(pl_arena_alloc(&arena, 1), third, "shrunk to nothing");
    /* A request that opened another block does not look like the newest of the first. */
    uint8_t *const big = pl_arena_alloc(&arena, 10000);
    cr_assert_not_null(big);
    pl_arena_shrink(&arena, third, 1, 0);
    pl_arena_shrink(&arena, big, 10000, 9000);
    cr_assert_eq(pl_arena_alloc(&arena, 1), big + 9008);
    pl_arena_done(&arena);
}

Test(arena, text_is_a_terminated_copy, .timeout = 5) {
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_bytes in = PL_BYTES_LIT("a\0b");
    const char *const text = pl_arena_text(&arena, in);
    cr_assert_not_null(text);
    cr_assert_arr_eq(text, "a\0b", 4);
    cr_assert_str_eq(pl_arena_text(&arena, pl_bytes_of("z")), "z");
    const char *const empty = pl_arena_text(&arena, (pl_bytes){NULL, 0});
    cr_assert_str_eq(empty, "");
    pl_arena_done(&arena);
}

/* Lengths around the size of the first, short attempt. */
Test(arena, printf_of_any_length, .timeout = 5) {
    char source[600];
    memset(source, 'x', sizeof source);
    pl_arena arena;
    pl_arena_init(&arena);
    for (int len = 0; len < (int)sizeof source; len++) {
        const char *const text = pl_arena_printf(&arena, "%.*s", len, source);
        cr_assert_not_null(text, "length %d", len);
        cr_assert_eq(strlen(text), (size_t)len, "length %d", len);
        cr_assert_arr_eq(text, source, (size_t)len, "length %d", len);
    }
    cr_assert_str_eq(pl_arena_printf(&arena, "/items/%d/%s", 3, "name"), "/items/3/name");
    pl_arena_done(&arena);
}

Test(arena, every_request_can_be_made_to_fail, .timeout = 10) {
    size_t failed = 0;
    for (size_t k = 1;; k++) {
        pl_arena arena;
        pl_arena_init(&arena);
        arena.fail_after = k;
        const bool done = take_document(&arena, 3);
        cr_assert_eq(arena.request_count, done ? DOCUMENT_REQUESTS : k, "k %zu", k);
        if (!done) {
            failed++;
            cr_assert_not_null(pl_arena_alloc(&arena, 10000), "k %zu: only that one fails", k);
        }
        pl_arena_done(&arena);
        if (done) { break; }
    }
    cr_assert_eq(failed, DOCUMENT_REQUESTS, "the bound is reached");
}

Test(arena, text_and_printf_report_a_failed_request, .timeout = 5) {
    char source[600];
    memset(source, 'x', sizeof source);
    pl_arena arena;
    for (size_t used = 0; used < 2; used++) {
        pl_arena_init(&arena);
        if (used > 0) { cr_assert_not_null(pl_arena_alloc(&arena, 1)); }
        arena.fail_after = used + 1;
        cr_assert_null(pl_arena_text(&arena, pl_bytes_of("abc")), "used %zu", used);
        arena.fail_after = used + 2;
        cr_assert_null(pl_arena_printf(&arena, "%d", 1), "used %zu", used);
        arena.fail_after = used + 3;
        cr_assert_null(pl_arena_printf(&arena, "%.600s", source), "used %zu", used);
        cr_assert_str_eq(pl_arena_printf(&arena, "%d", 1), "1", "used %zu", used);
        pl_arena_done(&arena);
    }
}
