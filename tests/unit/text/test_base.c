#include <criterion/criterion.h>

#include "test_util.h"
#include "text/base.h"

Test(base, every_status_has_its_own_text, .timeout = 5) {
    for (int i = 0; i < PL_STATUS_COUNT; i++) {
        const char *const text = pl_status_text((pl_status)i);
        cr_assert_not_null(text, "status %d", i);
        cr_assert(text[0] >= 'a' && text[0] <= 'z', "status %d: '%s' starts in lower case", i,
                  text);
        cr_assert_neq(text[strlen(text) - 1], '.', "status %d: '%s' has no full stop", i, text);
        for (int j = 0; j < i; j++) {
            cr_assert_str_neq(text, pl_status_text((pl_status)j), "status %d and %d", i, j);
        }
    }
}

Test(base, status_out_of_range_has_a_text, .timeout = 5) {
    cr_assert_str_eq(pl_status_text(PL_STATUS_COUNT), "unknown status");
    cr_assert_str_eq(pl_status_text((pl_status)-1), "unknown status");
}

Test(base, view_of_a_string, .timeout = 5) {
    cr_assert_eq(pl_bytes_of(NULL).len, 0);
    cr_assert_eq(pl_bytes_of("").len, 0);
    cr_assert_eq(pl_bytes_of("abc").len, 3);
    cr_assert_arr_eq(pl_bytes_of("abc").ptr, "abc", 3);
}

struct equal_case {
    const char *name;
    pl_bytes left, right;
    bool want;
};

static const struct equal_case equal_cases[] = {
    {"both-empty", {NULL, 0}, PL_BYTES_LIT(""), true},
    {"both-null", {NULL, 0}, {NULL, 0}, true},
    {"empty-and-not", {NULL, 0}, PL_BYTES_LIT("a"), false},
    {"same", PL_BYTES_LIT("abc"), PL_BYTES_LIT("abc"), true},
    {"one-byte-differs", PL_BYTES_LIT("a"), PL_BYTES_LIT("b"), false},
    {"prefix", PL_BYTES_LIT("abc"), PL_BYTES_LIT("ab"), false},
    {"last-differs", PL_BYTES_LIT("abc"), PL_BYTES_LIT("abd"), false},
    {"behind-a-nul", PL_BYTES_LIT("a\0b"), PL_BYTES_LIT("a\0c"), false},
    {"same-with-nul", PL_BYTES_LIT("a\0b"), PL_BYTES_LIT("a\0b"), true},
};

Test(base, equality_of_bytes, .timeout = 5) {
    for (size_t i = 0; i < PL_COUNT(equal_cases); i++) {
        const struct equal_case *const c = &equal_cases[i];
        cr_assert_eq(pl_bytes_equal(c->left, c->right), c->want, "%s", c->name);
        cr_assert_eq(pl_bytes_equal(c->right, c->left), c->want, "%s: other way round", c->name);
    }
}
