#include "cases_test.h"

/* What the reader says of a body that must be refused. */
static pl_json_fault fault_of(const pl_case *test) {
    pl_arena arena;
    pl_arena_init(&arena);
    pl_json json;
    pl_json_error error = {.fault = PL_JSON_FAULT_COUNT};
    const pl_status status = pl_json_read(test->body, &arena, &json, &error);
    cr_expect_eq(status, PL_E_SYNTAX, "%s: %s", test->id, pl_status_text(status));
    pl_arena_done(&arena);
    return error.fault;
}

Test(cases_raw, every_fault_of_syntax_is_sent, .timeout = 30) {
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_case_set set = ct_set(&arena);
    size_t counts[PL_JSON_FAULT_COUNT] = {0};
    for (size_t i = 0; i < set.count; i++) {
        const pl_case *test = &set.cases[i];
        const bool raw = test->klass == PL_CLASS_REFUSE && strcmp(test->group, "body") == 0;
        const bool deep = strcmp(test->id, "body/syntax/deep-unclosed") == 0; /* past our limit */
        if (raw && test->has_body && !deep) { counts[fault_of(test)]++; }
    }
    /* A colon's absence is the same mistake as a name's; depth and size are limits of our reader. */
    static const pl_json_fault wanted[] = {
        PL_JSON_FAULT_EMPTY,   PL_JSON_FAULT_VALUE,  PL_JSON_FAULT_NUMBER,
        PL_JSON_FAULT_CONTROL, PL_JSON_FAULT_ESCAPE, PL_JSON_FAULT_NAME,
        PL_JSON_FAULT_COMMA,   PL_JSON_FAULT_END,    PL_JSON_FAULT_TRAILING};
    for (size_t i = 0; i < PL_COUNT(wanted); i++) {
        cr_expect_gt(counts[wanted[i]], 0, "%s: no case", pl_json_fault_text(wanted[i]));
    }
    pl_arena_done(&arena);
}

Test(cases_raw, every_keyword_of_the_document_is_sent, .timeout = 30) {
    static const struct {
        const char *id;
        pl_keyword keyword;
    } rows[] = {
        {"body/syntax/byte-order-mark", PL_KEYWORD_BYTE_ORDER_MARK},
        {"body/syntax/duplicate-same", PL_KEYWORD_DUPLICATE_NAME},
        {"body/syntax/duplicate-last-good", PL_KEYWORD_DUPLICATE_NAME},
        {"body/syntax/duplicate-last-bad", PL_KEYWORD_DUPLICATE_NAME},
        {"body/syntax/duplicate-escaped", PL_KEYWORD_DUPLICATE_NAME},
        {"body/syntax/invalid-utf-8", PL_KEYWORD_INVALID_UTF8},
        {"body/syntax/cut-utf-8", PL_KEYWORD_INVALID_UTF8},
        {"body/syntax/overlong-utf-8", PL_KEYWORD_INVALID_UTF8},
        {"body/syntax/surrogate-utf-8", PL_KEYWORD_INVALID_UTF8},
        {"body/syntax/lone-surrogate", PL_KEYWORD_LONE_SURROGATE},
        {"body/syntax/nul-in-text", PL_KEYWORD_NUL},
    };
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_case_config config = ct_config();
    const pl_case_set set = ct_set(&arena);
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        const pl_case *test = ct_find(&set, rows[i].id);
        cr_expect_eq(test->klass, PL_CLASS_OPEN, "%s: class", test->id);
        cr_expect(ct_expects(test, 200) && ct_expects(test, 400) && ct_expects(test, 422), "%s",
                  test->id);
        pl_json json;
        pl_report report;
        cr_assert(ct_judge(&config, test->body, &arena, &json, &report), "%s", test->id);
        bool said = false;
        for (uint32_t k = 0; k < report.count; k++) {
            said = said || report.list[k].keyword == rows[i].keyword;
        }
        cr_expect(said, "%s: %s is not seen", test->id, pl_keyword_text(rows[i].keyword));
    }
    pl_arena_done(&arena);
}

Test(cases_raw, empty_and_absent_bodies_differ, .timeout = 30) {
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_case_set set = ct_set(&arena);
    const pl_case *empty = ct_find(&set, "body/syntax/empty");
    const pl_case *absent = ct_find(&set, "body/syntax/absent");
    cr_expect(empty->has_body && empty->body.len == 0);
    cr_expect_not(absent->has_body);
    cr_expect(absent->klass == PL_CLASS_REFUSE && ct_expects(absent, 400));
    pl_arena_done(&arena);
}

/* Written otherwise, the same value: every member is there as in a plain body. */
Test(cases_raw, spellings_keep_the_value, .timeout = 30) {
    static const char *const ids[] = {"body/syntax/reversed", "body/syntax/spaced"};
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_case_config config = ct_config();
    const pl_case_set set = ct_set(&arena);
    pl_json full;
    pl_report report;
    cr_assert(ct_judge(&config, ct_find(&set, "body/members/full")->body, &arena, &full, &report));
    for (size_t i = 0; i < PL_COUNT(ids); i++) {
        const pl_case *test = ct_find(&set, ids[i]);
        pl_json json;
        cr_assert(ct_judge(&config, test->body, &arena, &json, &report), "%s", ids[i]);
        for (unsigned field = PL_REQUEST_TITLE; field < PL_REQUEST_FIELD_COUNT; field++) {
            const char *name = pl_request_member(field)->name;
            bool equal = false;
            cr_assert_eq(pl_json_equal(&full, pl_json_member(&full, 0, name), &json,
                                       pl_json_member(&json, 0, name), &arena, &equal),
                         PL_OK);
            cr_expect(equal, "%s: %s", ids[i], name);
        }
    }
    const pl_case *escaped = ct_find(&set, "body/syntax/escaped-name");
    cr_expect_not_null(strstr((const char *)escaped->body.ptr, "\"\\u0074itle\":"));
    pl_arena_done(&arena);
}
