#include "cases_test.h"
#include "text/ulid.h"

static const ct_row rows[] = {
    {"account/unknown", PL_CLASS_REJECT, PL_AUTH_GOOD, PL_ACCOUNT_UNKNOWN, 0, {404}},
    {"account/unknown-bad-body", PL_CLASS_REJECT, PL_AUTH_GOOD, PL_ACCOUNT_UNKNOWN, 0, {404, 422}},
    {"account/inactive",
     PL_CLASS_REJECT,
     PL_AUTH_GOOD,
     PL_ACCOUNT_INACTIVE,
     PL_NEEDS_INACTIVE_ACCOUNT,
     {404}},
    {"account/lower-case", PL_CLASS_OPEN, PL_AUTH_GOOD, PL_ACCOUNT_LOWER, 0, {200, 404}},
    {"account/25-characters", PL_CLASS_REFUSE, PL_AUTH_GOOD, PL_ACCOUNT_TEXT, 0, {404, 422}},
    {"account/own-overflow", PL_CLASS_REFUSE, PL_AUTH_GOOD, PL_ACCOUNT_TEXT, 0, {404, 422}},
};

Test(cases_path, rows, .timeout = 30) {
    ct_check_rows(rows, PL_COUNT(rows));
}

Test(cases_path, account_texts_are_malformed_and_no_route, .timeout = 30) {
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_case_set set = ct_set(&arena);
    size_t found = 0;
    for (size_t i = 0; i < set.count; i++) {
        const pl_case *test = &set.cases[i];
        if (test->account != PL_ACCOUNT_TEXT) { continue; }
        found++;
        const bool nil = strcmp(test->id, "account/nil") == 0; /* an id that nobody has */
        cr_expect_eq(pl_ulid_classify(pl_bytes_of(test->account_text)),
                     nil ? PL_ULID_CANONICAL : PL_ULID_MALFORMED, "%s", test->id);
        cr_expect(!ct_expects(test, 200), "%s: 200", test->id);
        char path[256];
        cr_assert_eq(pl_route_path(PL_ROUTE_CREATE, test->account_text, NULL, path, sizeof path),
                     PL_OK);
        pl_route route = PL_ROUTE_COUNT;
        pl_bytes account = {0};
        pl_bytes link = {0};
        cr_expect(pl_route_match(pl_bytes_of(path), &route, &account, &link), "%s", test->id);
        cr_expect_neq(route, PL_ROUTE_CATALOG, "%s", test->id);
        cr_expect_eq(link.len, 0, "%s", test->id);
    }
    cr_expect_gt(found, 10);
    pl_arena_done(&arena);
}

/* A stand-in is what the change makes of a good id: so reports read alike with and without an account. */
Test(cases_path, altered_accounts, .timeout = 30) {
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_case_set set = ct_set(&arena);
    size_t found[PL_ID_CHANGE_COUNT] = {0};
    for (size_t i = 0; i < set.count; i++) {
        const pl_case *test = &set.cases[i];
        found[test->account_change]++;
        if (test->account_change == PL_ID_CHANGE_NONE) { continue; }
        cr_expect_eq(test->account, PL_ACCOUNT_TEXT, "%s", test->id);
        cr_expect_eq(test->klass, PL_CLASS_REFUSE, "%s", test->id);
    }
    for (unsigned change = PL_ID_CHANGE_CUT; change < PL_ID_CHANGE_COUNT; change++) {
        cr_expect_eq(found[change], 1, "change %u", change);
    }
    cr_expect_eq(found[PL_ID_CHANGE_CASE], 0, "another case is open: account/lower-case");
    pl_arena_done(&arena);
}
