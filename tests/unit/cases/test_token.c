#include "cases_test.h"

static const ct_row rows[] = {
    {"token.grant_type/enum/client_credentials",
     PL_CLASS_ACCEPT,
     PL_AUTH_GOOD,
     PL_ACCOUNT_GOOD,
     PL_NEEDS_CLIENT_SECRET,
     {200}},
    {"token.grant_type/enum/other",
     PL_CLASS_REJECT,
     PL_AUTH_GOOD,
     PL_ACCOUNT_GOOD,
     PL_NEEDS_CLIENT_SECRET,
     {422}},
    {"token.grant_type/required/absent",
     PL_CLASS_REJECT,
     PL_AUTH_GOOD,
     PL_ACCOUNT_GOOD,
     PL_NEEDS_CLIENT_SECRET,
     {422}},
    {"token/version-1.0",
     PL_CLASS_OPEN,
     PL_AUTH_GOOD,
     PL_ACCOUNT_GOOD,
     PL_NEEDS_CLIENT_SECRET,
     {200, 401, 403, 422, 400, 404}},
    {"token/secret-wrong-1.0",
     PL_CLASS_REFUSE,
     PL_AUTH_GOOD,
     PL_ACCOUNT_GOOD,
     PL_NEEDS_CLIENT_SECRET,
     {401, 403, 422, 400, 404}},
};

Test(cases_token, rows, .timeout = 30) {
    ct_check_rows(rows, PL_COUNT(rows));
}

Test(cases_token, token_requests, .timeout = 30) {
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_case_set set = ct_set(&arena);
    size_t defects[PL_TOKEN_DEFECT_COUNT] = {0};
    for (size_t i = 0; i < set.count; i++) {
        const pl_case *test = &set.cases[i];
        const bool token = test->route == PL_ROUTE_TOKEN_V11 || test->route == PL_ROUTE_TOKEN_V10;
        cr_expect_eq(token, strcmp(test->group, "token") == 0, "%s: group", test->id);
        if (!token) {
            cr_expect_eq(test->token_defect, PL_TOKEN_DEFECT_NONE, "%s: defect", test->id);
            continue;
        }
        defects[test->token_defect]++;
        cr_expect(test->has_body, "%s: body", test->id);
        cr_expect_eq(test->needs, PL_NEEDS_CLIENT_SECRET, "%s: needs", test->id);
        const bool defect = test->token_defect != PL_TOKEN_DEFECT_NONE &&
                            test->token_defect != PL_TOKEN_DEFECT_UPPER_CASE;
        cr_expect(!defect || (test->klass == PL_CLASS_REFUSE && !ct_expects(test, 200)), "%s",
                  test->id);
    }
    for (unsigned i = 0; i < PL_TOKEN_DEFECT_COUNT; i++) {
        cr_expect_gt(defects[i], 0, "defect %u: no case", i);
    }
    pl_arena_done(&arena);
}

Test(cases_token, tolerated_statuses, .timeout = 30) {
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_case_set set = ct_set(&arena);
    cr_expect_eq(ct_find(&set, "token.grant_type/enum/other")->tolerated[0], 400);
    cr_expect_eq(ct_find(&set, "token.grant_type/enum/client_credentials")->tolerated[0], 0);
    pl_arena_done(&arena);
}
