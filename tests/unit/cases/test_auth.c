#include "cases_test.h"

static const ct_row rows[] = {
    {"authentication/nothing", PL_CLASS_REJECT, PL_AUTH_NOTHING, PL_ACCOUNT_GOOD, 0, {401}},
    {"authentication/before-body",
     PL_CLASS_REJECT,
     PL_AUTH_NO_AUTHORIZATION,
     PL_ACCOUNT_GOOD,
     0,
     {401}},
    {"authentication/before-account",
     PL_CLASS_REJECT,
     PL_AUTH_NO_AUTHORIZATION,
     PL_ACCOUNT_UNKNOWN,
     0,
     {401}},
    {"authentication/lower-case-scheme",
     PL_CLASS_OPEN,
     PL_AUTH_LOWER_SCHEME,
     PL_ACCOUNT_GOOD,
     0,
     {200, 401}},
    {"authentication/no-scheme", PL_CLASS_REJECT, PL_AUTH_NO_SCHEME, PL_ACCOUNT_GOOD, 0, {401}},
    {"authentication/guessed-key", PL_CLASS_REJECT, PL_AUTH_GUESSED_KEY, PL_ACCOUNT_GOOD, 0, {401}},
    {"authentication/partner-cut", PL_CLASS_REJECT, PL_AUTH_PARTNER_CUT, PL_ACCOUNT_GOOD, 0, {401}},
    {"authentication/partner-other-case",
     PL_CLASS_OPEN,
     PL_AUTH_PARTNER_OTHER_CASE,
     PL_ACCOUNT_GOOD,
     0,
     {200, 401}},
    {"authentication/header-middle-flipped",
     PL_CLASS_REJECT,
     PL_AUTH_HEADER_MIDDLE_FLIPPED,
     PL_ACCOUNT_GOOD,
     0,
     {401}},
    {"authentication/two-parts", PL_CLASS_REJECT, PL_AUTH_TWO_PARTS, PL_ACCOUNT_GOOD, 0, {401}},
    {"authentication/names-lower-case",
     PL_CLASS_ACCEPT,
     PL_AUTH_LOWER_NAMES,
     PL_ACCOUNT_GOOD,
     0,
     {200}},
    {"authentication/before-syntax",
     PL_CLASS_REFUSE,
     PL_AUTH_NOTHING,
     PL_ACCOUNT_GOOD,
     0,
     {401, 400, 422}},
    {"authentication/token-of-other-merchant",
     PL_CLASS_REJECT,
     PL_AUTH_OTHER_TOKEN,
     PL_ACCOUNT_GOOD,
     PL_NEEDS_OTHER_MERCHANT,
     {401}},
    {"authentication/scheme-inside",
     PL_CLASS_OPEN,
     PL_AUTH_SCHEME_INSIDE,
     PL_ACCOUNT_GOOD,
     0,
     {200, 401}},
    {"authentication/partner-of-other-merchant",
     PL_CLASS_REJECT,
     PL_AUTH_OTHER_PARTNER,
     PL_ACCOUNT_GOOD,
     PL_NEEDS_OTHER_MERCHANT,
     {401}},
    {"authentication/account-of-other-merchant",
     PL_CLASS_REJECT,
     PL_AUTH_GOOD,
     PL_ACCOUNT_OTHER,
     PL_NEEDS_OTHER_MERCHANT,
     {404}},
    {"authentication/caller-is-other-merchant",
     PL_CLASS_REJECT,
     PL_AUTH_OTHER_MERCHANT,
     PL_ACCOUNT_GOOD,
     PL_NEEDS_OTHER_MERCHANT,
     {404}},
};

Test(cases_auth, rows, .timeout = 30) {
    ct_check_rows(rows, PL_COUNT(rows));
}

Test(cases_auth, every_way_to_authenticate, .timeout = 30) {
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_case_set set = ct_set(&arena);
    for (unsigned auth = 0; auth < PL_AUTH_COUNT; auth++) {
        size_t found = 0;
        for (size_t i = 0; i < set.count; i++) {
            const pl_case *test = &set.cases[i];
            if (strcmp(test->group, "authentication") != 0 || test->auth != auth) { continue; }
            found++;
            const bool own = auth == PL_AUTH_GOOD || auth == PL_AUTH_OTHER_MERCHANT ||
                             auth == PL_AUTH_LOWER_NAMES || auth == PL_AUTH_UPPER_NAMES;
            cr_expect(own || ct_expects(test, 401), "%s: 401", test->id);
        }
        cr_expect_gt(found, 0, "way %u: no case", auth);
    }
    pl_arena_done(&arena);
}
