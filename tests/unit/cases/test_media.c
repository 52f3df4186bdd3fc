#include "cases_test.h"

static const ct_row rows[] = {
    {"media-type/accept-absent-bad-body", PL_CLASS_REJECT, PL_AUTH_GOOD, PL_ACCOUNT_GOOD, 0, {422}},
    {"media-type/accept-html-bad-body", PL_CLASS_REJECT, PL_AUTH_GOOD, PL_ACCOUNT_GOOD, 0, {422}},
    {"media-type/accept-absent", PL_CLASS_ACCEPT, PL_AUTH_GOOD, PL_ACCOUNT_GOOD, 0, {200}},
    {"media-type/accept-html", PL_CLASS_OPEN, PL_AUTH_GOOD, PL_ACCOUNT_GOOD, 0, {200, 406}},
    {"media-type/type-charset", PL_CLASS_ACCEPT, PL_AUTH_GOOD, PL_ACCOUNT_GOOD, 0, {200}},
    {"media-type/accept-html-no-auth",
     PL_CLASS_REFUSE,
     PL_AUTH_NOTHING,
     PL_ACCOUNT_GOOD,
     0,
     {401, 406}},
    {"media-type/type-text-bad-body",
     PL_CLASS_REFUSE,
     PL_AUTH_GOOD,
     PL_ACCOUNT_GOOD,
     0,
     {400, 415, 422}},
    {"media-type/type-absent",
     PL_CLASS_OPEN,
     PL_AUTH_GOOD,
     PL_ACCOUNT_GOOD,
     0,
     {200, 400, 415, 422}},
};

Test(cases_media, rows, .timeout = 30) {
    ct_check_rows(rows, PL_COUNT(rows));
}

/* The body of a case about something else is good, or bad on purpose. */
Test(cases_media, bodies_of_other_cases, .timeout = 30) {
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_case_config config = ct_config();
    const pl_case_set set = ct_set(&arena);
    for (size_t i = 0; i < set.count; i++) {
        const pl_case *test = &set.cases[i];
        if (test->route != PL_ROUTE_CREATE || !test->has_body || ct_probes_body(test)) { continue; }
        const bool unreadable = strstr(test->id, "-syntax") != NULL;
        const bool bad = unreadable || strstr(test->id, "-body") != NULL;
        pl_json json;
        pl_report report;
        cr_assert_eq(ct_judge(&config, test->body, &arena, &json, &report), !unreadable, "%s",
                     test->id);
        cr_expect_eq(pl_report_verdict(&report), bad ? PL_REJECT : PL_ACCEPT, "%s", test->id);
    }
    pl_arena_done(&arena);
}
