#include "baseline_util.h"
#include "test_util.h"

#define HEAD(format) "{\n\"format\": \"" format "\",\n\"now_ms\": 1750000000000,\n"
#define GOOD_HEAD    HEAD("paylink-record/1") "\"payment_methods\": null,\n\"findings\": [],\n"
#define CASE(id, more)                                                                             \
    "{\"id\":\"" id "\",\"class\":\"open\",\"outcome\":\"passed\",\"status\":200,"                 \
    "\"method\":\"POST\",\"target\":\"/\"," more "\"findings\":[]}"
#define RECORD(cases) GOOD_HEAD "\"cases\": [\n" cases "\n]\n}\n"

static const struct row {
    const char *name;
    const char *text;
    uint32_t line;
    const char *what; /* part of it */
} rows[] = {
    /* clang-format off */
    {"empty", "", 1, "not JSON"},
    {"text", "hello", 1, "not JSON"},
    {"cut", "{\n\"format\": \"paylink-record/1\",\n", 3, "not JSON"},
    {"array", "[]", 1, "this is no record"},
    {"no-format", "{}", 1, "this is no record"},
    {"format-of-number", "{\"format\":1}", 1, "this is no record"},
    {"other-format", "{\n\"format\": \"paylink-record/2\"}", 2, "reads records of format \"paylink-record/1\""},
    {"report", "{\"paylink\":\"0.1.0\"}", 1, "this is no record"},
    {"no-cases", GOOD_HEAD "\"x\":1}", 1, "member \"cases\" is missing"},
    {"cases-object", GOOD_HEAD "\"cases\":{}}", 6, "/cases: must be array"},
    {"case-number", RECORD("7"), 7, "/cases/0: must be object"},
    {"no-id", RECORD("{}"), 7, "/cases/0: member \"id\" is missing"},
    {"twice", RECORD(CASE("a", "") ",\n" CASE("b", "") ",\n" CASE("a", "")), 9, "the case a stands here again"},
    {"status-text", RECORD("{\"id\":\"a\",\"class\":\"open\",\"outcome\":\"passed\",\"status\":\"200\",\"method\":\"\",\"target\":\"\",\"findings\":[]}"), 7, "/cases/0/status: must be integer"},
    {"status-huge", RECORD("{\"id\":\"a\",\"class\":\"open\",\"outcome\":\"passed\",\"status\":1e300,\"method\":\"\",\"target\":\"\",\"findings\":[]}"), 7, "/cases/0/status"},
    {"class", RECORD("{\"id\":\"a\",\"class\":\"ope\",\"outcome\":\"passed\",\"status\":200,\"method\":\"\",\"target\":\"\",\"findings\":[]}"), 7, "this word is none"},
    {"outcome", RECORD("{\"id\":\"a\",\"class\":\"open\",\"outcome\":\"\",\"status\":200,\"method\":\"\",\"target\":\"\",\"findings\":[]}"), 7, "this word is none"},
    {"id-nul", RECORD(CASE("a\\u0000b", "")), 7, "this text cannot stand"},
    {"id-surrogate", RECORD(CASE("a\\ud800", "")), 7, "this text cannot stand"},
    {"id-not-utf-8", RECORD(CASE("a\xFF", "")), 7, "this text cannot stand"},
    {"body-surrogate", RECORD(CASE("a", "\"body\":\"\\ud800\",")), 7, "this body cannot be read"},
    {"body-base64", RECORD(CASE("a", "\"body_base64url\":\"*\",")), 7, "this body cannot be read"},
    {"body-bytes", RECORD(CASE("a", "\"body_bytes\":-1,")), 7, "/cases/0/body_bytes"},
    {"findings", RECORD("{\"id\":\"a\",\"class\":\"open\",\"outcome\":\"passed\",\"status\":200,\"method\":\"\",\"target\":\"\",\"findings\":[{\"check\":\"a\",\"severity\":\"x\",\"message\":\"\"}]}"), 7, "this word is none"},
    {"methods", HEAD("paylink-record/1") "\"payment_methods\":[1],\"findings\":[],\"cases\":[]}", 4, "/payment_methods/0: must be string"},
    /* clang-format on */
};

Test(baseline_read, refusals_name_the_line, .timeout = 10) {
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        pl_arena arena;
        pl_arena_init(&arena);
        const size_t len = strlen(rows[i].text);
        uint8_t *const copy = tu_exact_copy(pl_bytes_of(rows[i].text));
        pl_baseline baseline = {.case_count = 12345};
        pl_file_trouble trouble = {0};
        cr_assert_eq(pl_baseline_read((pl_bytes){copy, len}, &arena, &baseline, &trouble),
                     PL_E_SYNTAX, "%s", rows[i].name);
        cr_expect_eq(trouble.line, rows[i].line, "%s: line %u", rows[i].name,
                     (unsigned)trouble.line);
        cr_expect_not_null(strstr(trouble.what, rows[i].what), "%s: %s", rows[i].name,
                           trouble.what);
        cr_expect_eq(baseline.case_count, 12345, "%s: written", rows[i].name);
        free(copy);
        pl_arena_done(&arena);
    }
}

Test(baseline_read, cases_in_any_order_and_more_members, .timeout = 10) {
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_baseline read =
        bu_read(pl_bytes_of(RECORD(CASE("b", "\"later\":{},") "," CASE(
                    "a", "\"body_base64url\":\"AP8\",") "," CASE("c", "\"body\":\"\\u0000\","))),
                &arena);
    cr_assert_eq(read.case_count, 3);
    cr_expect_str_eq(read.cases[0].id, "a");
    cr_expect(pl_bytes_equal(read.cases[0].body, (pl_bytes)PL_BYTES_LIT("\0\xFF")));
    cr_expect_str_eq(read.cases[1].id, "b");
    cr_expect(pl_bytes_equal(read.cases[2].body, (pl_bytes)PL_BYTES_LIT("\0")));
    pl_arena_done(&arena);
}

/* Whatever is cut off or altered: read or refused, never worse. */
Test(baseline_read, damaged_records, .timeout = 60) {
    static const char whole[] = RECORD(CASE("a", "\"body\":\"x\",") ",\n" CASE("b", ""));
    for (size_t i = 0; i < sizeof whole - 1; i++) {
        for (unsigned how = 0; how < 3; how++) {
            const size_t len = how == 0 ? i : sizeof whole - 1;
            uint8_t *const copy = tu_exact_copy((pl_bytes){(const uint8_t *)whole, len});
            if (how > 0) { copy[i] = how == 1 ? (uint8_t)(copy[i] ^ 1U) : (uint8_t)'0'; }
            pl_arena arena;
            pl_arena_init(&arena);
            pl_baseline baseline;
            pl_file_trouble trouble = {0};
            const pl_status status =
                pl_baseline_read((pl_bytes){copy, len}, &arena, &baseline, &trouble);
            cr_assert(status == PL_OK || (status == PL_E_SYNTAX && trouble.what != NULL), "%zu %u",
                      i, how);
            cr_assert(how != 0 || status == PL_E_SYNTAX || i + 1 >= len, "cut at %zu", i);
            pl_arena_done(&arena);
            free(copy);
        }
    }
}

Test(baseline_read, failing_allocations, .timeout = 30) {
    static const char text[] = RECORD(CASE("a", "\"body_base64url\":\"AP8\",") ",\n" CASE("a", ""));
    pl_status status = PL_E_MEMORY;
    size_t k = 1;
    for (; status == PL_E_MEMORY; k++) {
        pl_arena arena = {.fail_after = k};
        pl_baseline baseline;
        pl_file_trouble trouble = {0};
        status = pl_baseline_read(pl_bytes_of(text), &arena, &baseline, &trouble);
        pl_arena_done(&arena);
    }
    cr_expect_eq(status, PL_E_SYNTAX, "the second a");
    cr_expect_gt(k, 5);
}
