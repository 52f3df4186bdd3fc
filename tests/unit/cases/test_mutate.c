#include "mutate_test.h"

Test(cases_mutate, operators_have_names_and_weights, .timeout = 5) {
    cr_assert_gt(pl_operator_count, 10);
    for (size_t i = 0; i < pl_operator_count; i++) {
        const pl_operator *row = &pl_operators[i];
        cr_expect_gt(row->weight, 0, "%s", row->name);
        cr_expect_eq(pl_operator_of(row->name), row, "%s: another one has its name", row->name);
    }
}

/* Documents that every operator must cope with. */
static const char *const documents[] = {
    MT_REQUEST,
    "{}",
    "[]",
    "null",
    "\"a\"",
    "-1.50e3",
    " [ { } , [ ] , \"\" ] ",
    "{\"items\":[],\"items\":null,\"\":{}}",
    "{\"items\":[{\"quantity\":1e9999,\"unit_price\":1e-9999}],\"total_amount\":1}",
    "{\"items\":[{\"quantity\":99999999999,\"unit_price\":1}],\"total_amount\":1}",
    "{\"title\":\"\\ud800\\ud83d\\ude00\\udc00 \xFF\xF0\x9F\"}",
    "\xEF\xBB\xBF{\"title\":1}",
};

/* Except where the pool holds a whole body that is none; what stood around the old one stays. */
static bool may_be_no_json(const pl_mutator *mutator, pl_bytes text) {
    for (size_t i = 0; i < mutator->places[0].value_count; i++) {
        const pl_bytes whole = mutator->places[0].values[i];
        if (whole.len > text.len) { continue; }
        for (size_t at = 0; at <= text.len - whole.len; at++) {
            if (pl_bytes_equal(whole, (pl_bytes){text.ptr + at, whole.len})) { return true; }
        }
    }
    return false;
}

Test(cases_mutate, each_operator_leaves_json_behind, .timeout = 60) {
    enum { SEED_COUNT = 300 };
    pl_arena kept = {0};
    pl_arena arena = {0};
    const pl_mutator *mutator = mt_mutator(&pl_contract_request, &kept);
    for (size_t i = 0; i < pl_operator_count; i++) {
        uint32_t changed = 0;
        for (uint32_t k = 0; k < SEED_COUNT * PL_COUNT(documents); k++) {
            const pl_bytes text = pl_bytes_of(documents[k % PL_COUNT(documents)]);
            pl_bytes after = {0};
            pl_json json;
            pl_arena_reset(&arena);
            if (!mt_apply(mutator, pl_operators[i].name, text, k, &arena, &after)) { continue; }
            changed++;
            cr_assert(pl_json_read(after, &arena, &json, NULL) == PL_OK ||
                          may_be_no_json(mutator, after),
                      "%s, seed %u: %.*s", pl_operators[i].name, k, (int)after.len,
                      (const char *)after.ptr);
        }
        const bool pads = strcmp(pl_operators[i].name, "pad") == 0; /* to more than MT_CAP */
        cr_expect(pads || changed > SEED_COUNT / 8, "%s: changed %u", pl_operators[i].name,
                  changed);
    }
    pl_arena_done(&arena);
    pl_arena_done(&kept);
}

/* One call, the result in an exact-size block. */
static pl_status mutate(const pl_mutator *mutator, const pl_mutate_input *in, size_t cap,
                        pl_arena *scratch, pl_bytes *ret_text) {
    uint8_t *out = malloc(cap > 0 ? cap : 1);
    cr_assert_not_null(out);
    size_t len = SIZE_MAX;
    const pl_status status = pl_mutate(mutator, in, scratch, out, cap, &len);
    if (status == PL_OK) {
        cr_assert_leq(len, cap);
        *ret_text = (pl_bytes){(const uint8_t *)pl_arena_text(scratch, (pl_bytes){out, len}), len};
        cr_assert_not_null(ret_text->ptr);
    } else {
        cr_assert_eq(len, SIZE_MAX, "the length is untouched");
    }
    free(out);
    return status;
}

Test(cases_mutate, the_seed_decides, .timeout = 30) {
    enum { SEED_COUNT = 500 };
    pl_arena kept = {0};
    pl_arena arena = {0};
    const pl_mutator *mutator = mt_mutator(&pl_contract_request, &kept);
    uint32_t differ = 0;
    pl_bytes last = {0};
    for (uint64_t seed = 0; seed < SEED_COUNT; seed++) {
        const pl_mutate_input in = {.text = pl_bytes_of(MT_REQUEST),
                                    .donor = pl_bytes_of(seed % 2 == 0 ? "" : documents[8]),
                                    .seed = seed};
        pl_bytes first = {0};
        pl_bytes second = {0};
        cr_assert_eq(mutate(mutator, &in, MT_CAP, &arena, &first), PL_OK);
        cr_assert_eq(mutate(mutator, &in, MT_CAP, &arena, &second), PL_OK);
        cr_assert(pl_bytes_equal(first, second), "seed %llu", (unsigned long long)seed);
        differ += !pl_bytes_equal(first, last);
        last = first;
    }
    cr_expect_gt(differ, SEED_COUNT * 9 / 10);
    pl_arena_done(&arena);
    pl_arena_done(&kept);
}

Test(cases_mutate, never_longer_than_the_room, .timeout = 60) {
    enum { SEED_COUNT = 200 };
    static const char *const texts[] = {"{}", "1", MT_REQUEST};
    static const size_t caps[] = {0, 1, 2, 3, 7, 64, 200, sizeof MT_REQUEST - 1, sizeof MT_REQUEST};
    pl_arena kept = {0};
    pl_arena arena = {0};
    const pl_mutator *mutator = mt_mutator(&pl_contract_request, &kept);
    for (size_t i = 0; i < PL_COUNT(texts) * PL_COUNT(caps); i++) {
        const pl_bytes text = pl_bytes_of(texts[i % PL_COUNT(texts)]);
        const size_t cap = caps[i / PL_COUNT(texts)];
        uint32_t done = 0;
        for (uint64_t seed = 0; seed < SEED_COUNT; seed++) {
            uint8_t *exact = tu_exact_copy(text);
            const pl_mutate_input in = {.text = {exact, text.len}, .seed = seed};
            pl_bytes after = {0};
            pl_arena_reset(&arena);
            const pl_status status = mutate(mutator, &in, cap, &arena, &after);
            free(exact);
            cr_assert(status == PL_OK || status == PL_E_SPACE, "cap %zu: %s", cap,
                      pl_status_text(status));
            done += status == PL_OK;
        }
        if (cap > text.len) { cr_expect_gt(done, SEED_COUNT / 2, "cap %zu, %zu", cap, text.len); }
    }
    pl_arena_done(&arena);
    pl_arena_done(&kept);
}

Test(cases_mutate, may_write_over_its_input, .timeout = 30) {
    enum { SEED_COUNT = 300 };
    pl_arena kept = {0};
    pl_arena arena = {0};
    const pl_mutator *mutator = mt_mutator(&pl_contract_request, &kept);
    uint8_t *room = malloc(MT_CAP);
    cr_assert_not_null(room);
    for (uint64_t seed = 0; seed < SEED_COUNT; seed++) {
        const pl_bytes text = pl_bytes_of(MT_REQUEST);
        pl_mutate_input in = {.text = text, .seed = seed};
        pl_bytes apart = {0};
        size_t len = 0;
        pl_arena_reset(&arena);
        cr_assert_eq(mutate(mutator, &in, MT_CAP, &arena, &apart), PL_OK);
        memcpy(room, text.ptr, text.len);
        in.text.ptr = room;
        cr_assert_eq(pl_mutate(mutator, &in, &arena, room, MT_CAP, &len), PL_OK);
        cr_assert(pl_bytes_equal(apart, (pl_bytes){room, len}), "seed %llu",
                  (unsigned long long)seed);
    }
    free(room);
    pl_arena_done(&arena);
    pl_arena_done(&kept);
}

Test(cases_mutate, what_is_no_json_is_not_changed, .timeout = 30) {
    static const struct {
        const char *text;
        pl_status want;
    } rows[] = {{"", PL_E_SYNTAX}, {"{", PL_E_SYNTAX}, {"{}x", PL_E_SYNTAX}, {"nul", PL_E_SYNTAX}};
    pl_arena kept = {0};
    const pl_mutator *mutator = mt_mutator(&pl_contract_request, &kept);
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        const pl_mutate_input in = {.text = pl_bytes_of(rows[i].text), .donor = PL_BYTES_LIT("{}")};
        pl_bytes after = {0};
        cr_expect_eq(mutate(mutator, &in, MT_CAP, &kept, &after), rows[i].want, "%s", rows[i].text);
    }
    const pl_mutate_input donor = {.text = PL_BYTES_LIT("{\"a\":1}"), .donor = PL_BYTES_LIT("[")};
    pl_bytes after = {0};
    cr_expect_eq(mutate(mutator, &donor, MT_CAP, &kept, &after), PL_OK,
                 "a donor that is no JSON gives nothing");
    pl_arena_done(&kept);
}

Test(cases_mutate, values_come_from_the_donor, .timeout = 30) {
    enum { SEED_COUNT = 400 };
    pl_arena kept = {0};
    pl_arena arena = {0};
    const pl_mutator *mutator = mt_mutator(&pl_contract_request, &kept);
    uint32_t same_place = 0;
    for (uint64_t seed = 0; seed < SEED_COUNT; seed++) {
        const pl_mutate_input in = {
            .text = PL_BYTES_LIT("{\"title\":\"one\",\"max_usage\":1,\"redirect_url\":null}"),
            .donor = PL_BYTES_LIT("{\"redirect_url\":3,\"title\":\"~two~\",\"max_usage\":2}"),
            .seed = seed};
        pl_bytes after = {0};
        pl_arena_reset(&arena);
        cr_assert_eq(mutate(mutator, &in, MT_CAP, &arena, &after), PL_OK);
        same_place += strstr((const char *)after.ptr, "\"title\":\"~two~\"") != NULL;
    }
    cr_expect_gt(same_place, SEED_COUNT / 20, "%u", same_place);
    pl_arena_done(&arena);
    pl_arena_done(&kept);
}

Test(cases_mutate, without_memory_nothing_is_written, .timeout = 60) {
    enum { FAILED_MAX = 200, SEED_COUNT = 20 };
    pl_arena kept = {0};
    const pl_mutator *mutator = mt_mutator(&pl_contract_request, &kept);
    for (uint64_t seed = 0; seed < SEED_COUNT; seed++) {
        const pl_mutate_input in = {.text = pl_bytes_of(MT_REQUEST), .seed = seed};
        size_t k = 1;
        for (; k < FAILED_MAX; k++) {
            pl_arena poor = {.fail_after = k};
            static uint8_t out[MT_CAP];
            size_t len = SIZE_MAX;
            const pl_status status = pl_mutate(mutator, &in, &poor, out, sizeof out, &len);
            const bool failed = poor.request_count >= k;
            pl_arena_done(&poor);
            cr_assert(status == PL_OK || (failed && len == SIZE_MAX), "request %zu: %s", k,
                      pl_status_text(status));
            cr_assert(k > 1 || status == PL_E_MEMORY, "the first request is needed");
            if (!failed) { break; }
        }
        cr_assert_lt(k, FAILED_MAX, "seed %llu: the bound was reached", (unsigned long long)seed);
    }
    pl_arena_done(&kept);
}

Test(cases_mutate, anew, .timeout = 30) {
    enum { SEED_COUNT = 200 };
    pl_arena kept = {0};
    const pl_mutator *mutator = mt_mutator(&pl_contract_request, &kept);
    static uint8_t out[MT_CAP];
    uint32_t good = 0;
    for (uint64_t seed = 0; seed < SEED_COUNT; seed++) {
        size_t len = SIZE_MAX;
        const pl_status status = pl_mutate_anew(mutator, seed, out, sizeof out, &len);
        cr_assert(status == PL_OK ? len <= sizeof out : status == PL_E_SPACE && len == SIZE_MAX);
        if (status != PL_OK) { continue; }
        cr_expect(may_be_no_json(mutator, (pl_bytes){out, len}), "it is one of the pool's");
        good += mt_sum_holds((pl_bytes){out, len}, &kept);
        if (len <= 1) { continue; }
        len = SIZE_MAX;
        cr_expect_eq(pl_mutate_anew(mutator, seed, out, 1, &len), PL_E_SPACE);
        cr_expect_eq(len, SIZE_MAX);
    }
    cr_expect_gt(good, SEED_COUNT / 3);
    pl_arena_done(&kept);
}
