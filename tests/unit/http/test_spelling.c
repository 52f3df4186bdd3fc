#include <criterion/criterion.h>
#include <string.h>

#include "http/spelling.h"
#include "test_util.h"

enum { SPELLING_COUNT = 5 };

struct spelling_case {
    const char *text;
    const char *want[SPELLING_COUNT]; /* raw, percent upper, percent lower, JSON, base64 */
};

/* clang-format off */
static const struct spelling_case cases[] = {
    {"abc",     {"abc",     "abc",           "abc",           "abc",       "YWJj"}},
    {"abcd",    {"abcd",    "abcd",          "abcd",          "abcd",      "YWJjZA"}},
    {"a/b+c=",  {"a/b+c=",  "a%2Fb%2Bc%3D",  "a%2fb%2bc%3d",  "a\\/b+c=",  "YS9iK2M9"}},
    {"-._~",    {"-._~",    "-._~",          "-._~",          "-._~",      "LS5ffg"}},
    {"\"\\",    {"\"\\",    "%22%5C",        "%22%5c",        "\\\"\\\\",  "Ilw"}},
    {"\xFF\x01", {"\xFF\x01", "%FF%01",      "%ff%01",        "\xFF\x01",  "/wE"}},
    {"%%%%",    {"%%%%",    "%25%25%25%25",  "%25%25%25%25",  "%%%%",      "JSUlJQ"}},
};
/* clang-format on */

Test(http_spelling, all, .timeout = 10) {
    cr_assert_eq(pl_spelling_count, SPELLING_COUNT);
    for (size_t i = 0; i < PL_COUNT(cases); i++) {
        for (size_t j = 0; j < SPELLING_COUNT; j++) {
            char *got = NULL;
            uint8_t *in = tu_exact_copy(pl_bytes_of(cases[i].text));
            cr_assert_eq(pl_spell(j, (pl_bytes){in, strlen(cases[i].text)}, &got), PL_OK, "%s",
                         cases[i].text);
            cr_assert_str_eq(got, cases[i].want[j], "%s: spelling %zu", cases[i].text, j);
            free(got);
            free(in);
        }
    }
}

/* RFC 7617 section 2, and one without padding to cut. */
Test(http_spelling, basic, .timeout = 10) {
    char *got = NULL;
    cr_assert_eq(pl_spell_basic("Aladdin", "open sesame", &got), PL_OK);
    cr_assert_str_eq(got, "QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    free(got);
    cr_assert_eq(pl_spell_basic("", "", &got), PL_OK);
    cr_assert_str_eq(got, "Og==");
    free(got);
}
