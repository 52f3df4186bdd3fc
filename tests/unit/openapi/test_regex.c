/* Expressions by PCRE2: what they say, when they are not sure, and that none takes long. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "openapi/regex.h"

TestSuite(openapi_regex, .timeout = 20);

typedef enum answer { MATCHES, MISMATCHES, NOT_SURE } answer;

/* clang-format off */
static const struct {
    const char *source;
    const char *text;
    answer want;
} rows[] = {
    {"^[a-z]{2}$", "ab", MATCHES},
    {"^[a-z]{2}$", "abc", MISMATCHES},
    {"b", "abc", MATCHES},
    {"^$", "", MATCHES},
    {"^a$", "a\n", MISMATCHES},
    {"^(?!.*x)", "abc", MATCHES},
    {"^(a)?\\1b$", "b", MATCHES}, /* a group that took no part matches nothing: ECMA-262 section 22.2.2.9 */
    {"^[^]$", "a", NOT_SURE},
    {"^\\u0041$", "A", MATCHES},
    {"^\\w$", "\xc3\xa4", MISMATCHES},
    {"^\\s$", "\xc2\xa0", NOT_SURE},
    {"^.$", "\xf0\x9f\x92\xa9", NOT_SURE},
    {"^(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", NOT_SURE},
};
/* clang-format on */

static const pl_regex *add(struct pl_regex_list *list, const char *source) {
    const pl_regex *regex = NULL;
    const char *why = "";
    cr_assert_eq(pl_regex_add(list, source, &regex, &why), PL_OK, "%s: %s", source, why);
    return regex;
}

Test(openapi_regex, answers) {
    struct pl_regex_list *list = NULL;
    cr_assert_eq(pl_regex_list_new(&list), PL_OK);
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        const pl_regex *const regex = add(list, rows[i].source);
        bool sure = false;
        const bool found = regex->matches(regex, pl_bytes_of(rows[i].text), &sure);
        const answer got = !sure ? NOT_SURE : found ? MATCHES : MISMATCHES;
        cr_expect_eq(got, rows[i].want, "%s of %s: %d", rows[i].source, rows[i].text, (int)got);
    }
    pl_regex_list_free(list);
    pl_regex_list_free(NULL);
}

/* Each would take hours; that none is judged is the answer, the first time and the last. */
Test(openapi_regex, bombs) {
    static const char text[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab";
    struct pl_regex_list *list = NULL;
    cr_assert_eq(pl_regex_list_new(&list), PL_OK);
    const pl_regex *const regex = add(list, "^(a+)+$");
    for (int i = 0; i < 10000; i++) {
        bool sure = true;
        (void)regex->matches(regex, pl_bytes_of(text), &sure);
        cr_assert(!sure, "%d", i);
    }
    pl_regex_list_free(list);
}

Test(openapi_regex, refusals) {
    struct pl_regex_list *list = NULL;
    const pl_regex *regex = NULL;
    const char *why = NULL;
    cr_assert_eq(pl_regex_list_new(&list), PL_OK);
    cr_expect_eq(pl_regex_add(list, "a(", &regex, &why), PL_E_SYNTAX);
    cr_expect_not_null(strstr(why, "parenthes"), "%s", why);
    enum { LEN = 5000 };
    char *const source = malloc(LEN + 1);
    memset(source, 'a', LEN);
    source[LEN] = '\0';
    cr_expect_eq(pl_regex_add(list, source, &regex, &why), PL_E_SYNTAX);
    cr_expect_not_null(strstr(why, "too long"), "%s", why);
    free(source);
    cr_expect_null(regex);
    pl_regex_list_free(list);
}

Test(openapi_regex, length_min) {
    static const struct {
        const char *source;
        uint32_t want;
    } cases[] = {{"^a{3,5}b?$", 3}, {"x|yz", 1}, {"a*", 0}, {"^\xc3\xa4\xc3\xa4$", 2}};
    struct pl_regex_list *list = NULL;
    cr_assert_eq(pl_regex_list_new(&list), PL_OK);
    for (size_t i = 0; i < PL_COUNT(cases); i++) {
        cr_expect_eq(pl_regex_length_min(add(list, cases[i].source)), cases[i].want, "%s",
                     cases[i].source);
    }
    pl_regex_list_free(list);
}
