#include <criterion/criterion.h>
#include <string.h>

#include "http/spelling.h"
#include "test_util.h"

enum { SPELLING_COUNT = 11 };

struct spelling_case {
    const char *text;
    /* hex, capital hex; base 64: alone, then after 0, 1 and 2 bytes; the same with the other alphabet */
    const char *want[SPELLING_COUNT - 1];
};

/* Made with Python's base64. */
/* clang-format off */
static const struct spelling_case cases[] = {
    {"abc",
     {"616263", "616263", "YWJj", "YWJj", "FiY", "hYm",
      "YWJj", "YWJj", "FiY", "hYm"}},
    {"abcd",
     {"61626364", "61626364", "YWJjZA", "YWJjZ", "FiY2", "hYmNk",
      "YWJjZA", "YWJjZ", "FiY2", "hYmNk"}},
    {"a/b+c=",
     {"612f622b633d", "612F622B633D", "YS9iK2M9", "YS9iK2M9", "EvYitjP", "hL2IrYz",
      "YS9iK2M9", "YS9iK2M9", "EvYitjP", "hL2IrYz"}},
    {"-._~",
     {"2d2e5f7e", "2D2E5F7E", "LS5ffg", "LS5ff", "0uX3", "tLl9+",
      "LS5ffg", "LS5ff", "0uX3", "tLl9-"}},
    {"\377\376\375\374\373",
     {"fffefdfcfb", "FFFEFDFCFB", "//79/Ps", "//79/P", "/+/fz7", "//v38+",
      "__79_Ps", "__79_P", "_-_fz7", "__v38-"}},
    {"?>?>?\?>>",
     {"3f3e3f3e3f3f3e3e", "3F3E3F3E3F3F3E3E", "Pz4/Pj8/Pj4", "Pz4/Pj8/Pj", "8+Pz4/Pz4+", "/Pj8+Pz8+P",
      "Pz4_Pj8_Pj4", "Pz4_Pj8_Pj", "8-Pz4_Pz4-", "_Pj8-Pz8-P"}},
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
            const char *const want = j == 0 ? cases[i].text : cases[i].want[j - 1];
            cr_assert_str_eq(got, want, "%s: spelling %zu", cases[i].text, j);
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
