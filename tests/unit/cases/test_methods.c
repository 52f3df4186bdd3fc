#include "cases_test.h"

static const ct_row rows[] = {
    {"method/patch", PL_CLASS_REJECT, PL_AUTH_GOOD, PL_ACCOUNT_GOOD, 0, {405}},
    {"method/put", PL_CLASS_REJECT, PL_AUTH_GOOD, PL_ACCOUNT_GOOD, 0, {405}},
    {"method/patch-bad-body", PL_CLASS_REJECT, PL_AUTH_GOOD, PL_ACCOUNT_GOOD, 0, {405}},
    {"method/delete", PL_CLASS_REJECT, PL_AUTH_GOOD, PL_ACCOUNT_GOOD, 0, {405}},
    {"method/delete-without-auth", PL_CLASS_OPEN, PL_AUTH_NOTHING, PL_ACCOUNT_GOOD, 0, {401, 405}},
    {"method/get", PL_CLASS_OPEN, PL_AUTH_GOOD, PL_ACCOUNT_GOOD, 0, {200}},
    {"method/head", PL_CLASS_OPEN, PL_AUTH_GOOD, PL_ACCOUNT_GOOD, 0, {200}},
};

Test(cases_methods, rows, .timeout = 30) {
    ct_check_rows(rows, PL_COUNT(rows));
}

Test(cases_methods, tolerated_statuses, .timeout = 30) {
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_case_set set = ct_set(&arena);
    cr_expect_eq(ct_find(&set, "method/get")->tolerated[0], 404);
    cr_expect_eq(ct_find(&set, "method/get")->tolerated[1], 405);
    cr_expect_str_eq(ct_find(&set, "method/patch")->method, "PATCH");
    cr_expect_str_eq(ct_find(&set, "method/head")->method, "HEAD");
    cr_expect_null(ct_find(&set, "method/delete")->content_type);
    pl_arena_done(&arena);
}
