#include "cases_test.h"

Test(cases_base, good_body_is_accepted, .timeout = 10) {
    static const char *const amounts[] = {"150000", "1", "0.01", "99999.99"};
    for (size_t i = 0; i < PL_COUNT(amounts); i++) {
        pl_arena arena;
        pl_arena_init(&arena);
        pl_case_config config = ct_config();
        cr_assert_eq(pl_decimal_parse(pl_bytes_of(amounts[i]), &config.amount), PL_OK);
        pl_bytes body = {0};
        cr_assert_eq(pl_cases_good_body(&config, 7, &arena, &body), PL_OK, "%s", amounts[i]);
        pl_json json;
        pl_report report;
        cr_assert(ct_judge(&config, body, &arena, &json, &report), "%s", amounts[i]);
        cr_expect_eq(pl_report_verdict(&report), PL_ACCEPT, "%s", amounts[i]);
        pl_arena_done(&arena);
    }
}

Test(cases_base, good_bodies_are_fresh, .timeout = 10) {
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_case_config config = ct_config();
    pl_bytes first = {0};
    pl_bytes again = {0};
    pl_bytes second = {0};
    cr_assert_eq(pl_cases_good_body(&config, 1, &arena, &first), PL_OK);
    cr_assert_eq(pl_cases_good_body(&config, 1, &arena, &again), PL_OK);
    cr_assert_eq(pl_cases_good_body(&config, 2, &arena, &second), PL_OK);
    cr_expect(pl_bytes_equal(first, again), "one serial, two bodies");
    cr_expect_not(pl_bytes_equal(first, second), "two serials, one body");
    cr_expect_not_null(strstr((const char *)first.ptr, "\"PL-r1-g1\""));
    /* A set of the same run must not repeat it. */
    const pl_case_set set = ct_set(&arena);
    for (size_t i = 0; i < set.count; i++) {
        const char *body = (const char *)set.cases[i].body.ptr;
        cr_expect(body == NULL || strstr(body, "PL-r1-g") == NULL, "%s", set.cases[i].id);
    }
    pl_arena_done(&arena);
}

Test(cases_base, memory_of_a_good_body, .timeout = 10) {
    const pl_case_config config = ct_config();
    pl_status status = PL_E_MEMORY;
    size_t fail_after = 1;
    for (; status != PL_OK && fail_after < 100; fail_after++) {
        pl_arena arena;
        pl_arena_init(&arena);
        arena.fail_after = fail_after;
        pl_bytes body = {NULL, 77};
        status = pl_cases_good_body(&config, 1, &arena, &body);
        cr_expect(status == PL_OK || (status == PL_E_MEMORY && body.len == 77), "request %zu",
                  fail_after);
        pl_arena_done(&arena);
    }
    cr_expect_eq(status, PL_OK);
    cr_expect_gt(fail_after, 3);
}

/* title stands for any member. */
static const struct body_row {
    const char *name;
    pl_edit edit;
    bool full;
    bool reversed;
    const char *has;
    const char *lacks;
} body_rows[] = {
    {"minimal", {NULL, NULL}, false, false, "{\"reff_no\":\"PL-r1-c1\",", "redirect_url"},
    {"full", {NULL, NULL}, true, false, "\"redirect_url\":\"https://example.com/return\"", "note"},
    {"edited", {"title", "[1]"}, false, false, "\"title\":[1],", "Conformance"},
    {"left-out", {"title", NULL}, false, false, "\"max_usage\":1", "title"},
    {"malformed", {"title", "1.e+"}, false, false, "\"title\":1.e+,", "Conformance"},
    {"undeclared", {"note", "1e5"}, false, false, ",\"note\":1e5}", "redirect_url"},
    {"reversed", {NULL, NULL}, false, true, "\"reff_no\":\"PL-r1-c1\"}", "redirect_url"},
};

Test(cases_base, bodies, .timeout = 10) {
    for (size_t i = 0; i < PL_COUNT(body_rows); i++) {
        const struct body_row *row = &body_rows[i];
        pl_arena arena;
        pl_arena_init(&arena);
        const pl_case_config config = ct_config();
        pl_case_kit kit = ct_kit(&config, &arena);
        const pl_body body = {.full = row->full, .reversed = row->reversed, .edits = {row->edit}};
        pl_bytes text = {0};
        cr_assert_eq(pl_body_write(&kit, &body, &text), PL_OK, "%s", row->name);
        const char *json = (const char *)text.ptr;
        cr_expect_eq(strlen(json), text.len, "%s: length", row->name);
        cr_expect_not_null(strstr(json, row->has), "%s: %s", row->name, json);
        cr_expect_null(strstr(json, row->lacks), "%s: %s", row->name, json);
        pl_arena_done(&arena);
    }
}

Test(cases_base, lines, .timeout = 10) {
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_case_config config = ct_config();
    pl_case_kit kit = ct_kit(&config, &arena);
    pl_line lines[] = {pl_line_of("2", "-3"), pl_line_of("1", "1"), pl_line_of("1", "1")};
    lines[0].values[PL_ITEM_NAME] = NULL;
    lines[1].whole = "null";
    lines[2].extra = "true";
    pl_bytes text = {0};
    cr_assert_eq(pl_body_write(&kit, &(pl_body){.lines = lines, .line_count = 3}, &text), PL_OK);
    static const char want[] = "\"items\":[{\"quantity\":2,\"unit_price\":-3},null,"
                               "{\"name\":\"Item\",\"quantity\":1,\"unit_price\":1,\"note\":true}]";
    cr_expect_not_null(strstr((const char *)text.ptr, want), "%s", (const char *)text.ptr);
    pl_arena_done(&arena);
}

Test(cases_base, members_are_those_of_the_contract, .timeout = 5) {
    for (unsigned i = 0; i < PL_REQUEST_FIELD_COUNT; i++) {
        cr_expect_eq(pl_request_member(i), &pl_contract_request.members[i]);
    }
    cr_expect_str_eq(pl_item_member(PL_ITEM_UNIT_PRICE)->name, "unit_price");
}
