#include "cases_test.h"

/* One reference number, two requests, neither of which must be accepted. */
Test(cases_open, repetition, .timeout = 30) {
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_case_set set = ct_set(&arena);
    const pl_case *first = ct_find(&set, "reff_no/repeated/one-of-two");
    const pl_case *second = ct_find(&set, "reff_no/repeated/two-of-two");
    cr_expect(pl_bytes_equal(first->body, second->body));
    cr_expect_not_null(strstr((const char *)first->body.ptr, "\"PL-r1-c"), "not of this run");
    cr_expect(first->klass == PL_CLASS_OPEN && second->klass == PL_CLASS_OPEN);
    pl_arena_done(&arena);
}

/* Twins stand side by side and are equal but for their ids. */
Test(cases_open, twins, .timeout = 30) {
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_case_set set = ct_set(&arena);
    size_t count = 0;
    for (size_t i = 0; i < set.count; i++) {
        const pl_case *second = &set.cases[i];
        if (!second->twin) { continue; }
        count++;
        cr_assert_gt(i, 0);
        const pl_case *first = &set.cases[i - 1];
        cr_expect_str_eq(first->id, "reff_no/twins/first");
        cr_expect_str_eq(second->id, "reff_no/twins/second");
        cr_expect_not(first->twin);
        cr_expect(pl_bytes_equal(first->body, second->body), "bodies");
        cr_expect(first->klass == PL_CLASS_OPEN && second->klass == PL_CLASS_OPEN, "class");
        cr_expect(ct_expects(first, 200) && ct_expects(second, 409), "statuses");
        cr_expect_eq(first->auth, second->auth);
    }
    cr_expect_eq(count, 1, "%zu pairs", count);
    pl_arena_done(&arena);
}

/* Plain text may be refused and not altered; what nobody sees, and outer white space, may be. */
Test(cases_open, kept, .timeout = 30) {
    static const struct {
        const char *id;
        bool kept;
    } rows[] = {
        {"title/text/markup", true},
        {"title/text/decomposed", true},
        {"items.name/text/markup", true},
        {"reff_no/text/quotes", true},
        {"title/text/zero-width-space", false},
        {"title/text/nul", false},
        {"title/blank/spaces", false},
        {"redirect_url/text/capital-scheme", false},
    };
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_case_set set = ct_set(&arena);
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        const pl_case *test = ct_find(&set, rows[i].id);
        cr_expect_eq(test->kept, rows[i].kept, "%s", rows[i].id);
        cr_expect_eq(test->klass, PL_CLASS_OPEN, "%s", rows[i].id);
    }
    pl_arena_done(&arena);
}

static const char *const gap_ids[] = {
    "title/blank/empty",
    "items.name/blank/spaces",
    "expired_at/past/yesterday",
    "reff_no/repeated/one-of-two",
    "reff_no/control/nul",
    "reff_no/control/escape",
    "reff_no/loneSurrogate/escaped",
    "reff_no/astral/raw",
    "reff_no/patternDisputed/no-break-space",
    "max_usage/integerSpelling/fraction",
    "items.quantity/integerSpelling/exponent",
    "total_amount/maxDecimals/above",
    "total_amount/maxMagnitude/huge",
    "items.unit_price/maxDigits/above",
    "sum/sumOfItems/not-in-binary",
    "total_amount/exclusiveMinimum/at",
    "total_amount/exclusiveMinimum/below",
    "total_amount/limits/tiny",
    "total_amount/limits/huge",
    "total_amount/spelling/zeros",
    "items.unit_price/spelling/exponent",
    "items/maxItems/above",
    "items.quantity/maximum/above",
    "optional_metadata/maxDepth/above",
    "optional_metadata/maxBytes/above",
    "whitelisted_payment_method/uniqueItems/twice",
    "whitelisted_payment_method.each/catalog/lower-case",
    "body/additionalProperties/undeclared",
    "items.each/additionalProperties/undeclared",
    "redirect_url/uriScheme/javascript",
    "redirect_url/uriUserinfo/user",
    "redirect_url/uriHost/ipv6",
    "redirect_url/uriPort/number",
    "redirect_url/uriNonAscii/path",
    "body/syntax/duplicate-same",
    "body/syntax/byte-order-mark",
    "body/syntax/invalid-utf-8",
    "body/maxBytes/above",
    "media-type/type-absent",
    "media-type/type-text",
    "authentication/lower-case-scheme",
    "account/lower-case",
    "authentication/scheme-inside",
    "reff_no/name/capitals",
    "reff_no/text/quotes",
    "reff_no/text/markup",
    "title/text/markup",
    "title/text/decomposed",
    "items.name/text/joined-emoji",
    "items.name/text/newline",
    "redirect_url/text/blank-at-start",
    "redirect_url/text/newline-at-end",
    "method/patch-without-auth",
    "reff_no/twins/first",
    "reff_no/text/zero-width-space",
    "max_usage/integerSpelling/nearly",
    "title/text/bidi-override",
    "items.name/text/nul",
    "optional_metadata/text/long-integer",
    "authentication/twice",
    "authentication/blanks-behind",
    "media-type/type-charset-other",
};

/* Every entry of the contract's list of gaps has a case, and none is held against a server. */
Test(cases_open, every_gap_of_the_list, .timeout = 30) {
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_case_set set = ct_set(&arena);
    for (size_t i = 0; i < PL_COUNT(gap_ids); i++) {
        const pl_case *test = ct_find(&set, gap_ids[i]);
        cr_expect_eq(test->klass, PL_CLASS_OPEN, "%s: %s", gap_ids[i], pl_class_text(test->klass));
    }
    const pl_case *large = ct_find(&set, "body/maxBytes/above");
    cr_expect_gt(large->body.len, (size_t)PL_CONTRACT_BODY_BYTES_MAX);
    cr_expect_lt(large->body.len, (size_t)PL_CONTRACT_BODY_BYTES_MAX + 1024);
    cr_expect_eq(ct_find(&set, "body/type/empty-array")->tolerated[0], 400);
    cr_expect_eq(ct_find(&set, "title/type/number")->tolerated[0], 0);
    pl_arena_done(&arena);
}

/* Neighbours of a catalog's codes: none that is a code itself, and the offending one is named. */
Test(cases_open, codes_that_are_nearly_right, .timeout = 30) {
    static const pl_bytes nested[] = {PL_BYTES_LIT("VA"), PL_BYTES_LIT("VA_"), PL_BYTES_LIT("VAX")};
    static const pl_bytes all_cut[] = {PL_BYTES_LIT("A"), PL_BYTES_LIT("AB")};
    static const pl_bytes accented[] = {PL_BYTES_LIT("QR\xC3\xA9")};
    static const struct {
        const pl_bytes *codes;
        size_t count;
        const char *cut; /* NULL: there is no such case */
        const char *longer;
    } rows[] = {
        {ct_codes, PL_COUNT(ct_codes), "[\"QRI\"]", "[\"QRISX\"]"},
        {nested, PL_COUNT(nested), "[\"V\"]", "[\"VAXX\"]"},
        {all_cut, PL_COUNT(all_cut), NULL, "[\"AX\"]"},
        {accented, PL_COUNT(accented), "[\"QR\"]", "[\"QR\xC3\xA9X\"]"},
    };
    for (size_t row = 0; row < PL_COUNT(rows); row++) {
        pl_arena arena;
        pl_arena_init(&arena);
        pl_case_config config = ct_config();
        config.payment_methods = rows[row].codes;
        config.payment_method_count = rows[row].count;
        const pl_case_set set = ct_set_of(&config, &arena);
        const pl_case *longer = ct_find(&set, "whitelisted_payment_method.each/catalog/longer");
        cr_expect_not_null(strstr((const char *)longer->body.ptr, rows[row].longer), "row %zu",
                           row);
        bool found = false;
        for (size_t i = 0; i < set.count; i++) {
            const pl_case *test = &set.cases[i];
            if (strcmp(test->id, "whitelisted_payment_method.each/catalog/cut") != 0) { continue; }
            found = true;
            cr_assert_not_null(rows[row].cut, "row %zu", row);
            cr_expect_not_null(strstr((const char *)test->body.ptr, rows[row].cut), "row %zu", row);
        }
        cr_expect_eq(found, rows[row].cut != NULL, "row %zu", row);
        const pl_case *last = ct_find(&set, "whitelisted_payment_method.each/catalog/unknown-last");
        cr_expect_str_eq(last->offending, "/whitelisted_payment_method/1");
        pl_arena_done(&arena);
    }
}

/* The codes of a catalog in lower case: nothing to ask when case changes nothing. */
Test(cases_open, a_code_in_lower_case, .timeout = 30) {
    static const pl_bytes lower[] = {PL_BYTES_LIT("qris")};
    static const pl_bytes pair[] = {PL_BYTES_LIT("QRIS"), PL_BYTES_LIT("qris")};
    static const struct {
        const pl_bytes *codes;
        size_t count;
    } rows[] = {{lower, PL_COUNT(lower)}, {pair, PL_COUNT(pair)}};
    for (size_t row = 0; row < PL_COUNT(rows); row++) {
        pl_arena arena;
        pl_arena_init(&arena);
        pl_case_config config = ct_config();
        config.payment_methods = rows[row].codes;
        config.payment_method_count = rows[row].count;
        const pl_case_set set = ct_set_of(&config, &arena);
        for (size_t i = 0; i < set.count; i++) {
            const bool code = strstr(set.cases[i].id, "catalog/lower-case") != NULL;
            cr_expect_not(code, "row %zu: %s", row, set.cases[i].id);
        }
        pl_arena_done(&arena);
    }
}
