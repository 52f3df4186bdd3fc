/* Constructs of regular expressions that engines read differently. */
#include <criterion/criterion.h>
#include <string.h>

#include "openapi/dialect.h"

/* clang-format off */
static const struct accord_row {
    const char *source;
    pl_accord accord;
} accord_rows[] = {
    {"", PL_ACCORD_FULL},
    {"^abc$", PL_ACCORD_FULL},
    {"^(?:a|b)+?c*?d{2,3}$", PL_ACCORD_FULL},
    {"(?<name>a)\\k<name>\\1", PL_ACCORD_FULL},
    {"(?=a)(?!b)(?<=c)(?<!d)", PL_ACCORD_FULL},
    {"\\/\\-\\.\\\\\\[\\^\\$\\t\\n\\r\\f\\x41\\u0041\\cA\\0", PL_ACCORD_FULL},
    {"\\++", PL_ACCORD_FULL},
    {"\\.", PL_ACCORD_FULL},
    {"\\d", PL_ACCORD_ASCII},
    {"\\S", PL_ACCORD_ASCII},
    {"a\\bb", PL_ACCORD_ASCII},
    {".", PL_ACCORD_ASCII},
    {"[a-z]", PL_ACCORD_ASCII},
    {"[^a-z.]", PL_ACCORD_ASCII},
    {"[\\]]", PL_ACCORD_ASCII},
    {"[+]+", PL_ACCORD_ASCII},
    {"[\\b]", PL_ACCORD_ASCII},
    {"\\p{L}", PL_ACCORD_NONE},
    {"[\\P{L}]", PL_ACCORD_NONE},
    {"\\v", PL_ACCORD_NONE},
    {"\\Aa\\z", PL_ACCORD_NONE},
    {"\\h", PL_ACCORD_NONE},
    {"\\Q+\\E", PL_ACCORD_NONE},
    {"\\u{41}", PL_ACCORD_NONE},
    {"\\x{41}", PL_ACCORD_NONE},
    {"\\01", PL_ACCORD_NONE},
    {"[\\1]", PL_ACCORD_NONE},
    {"a++", PL_ACCORD_NONE},
    {"a{2}+", PL_ACCORD_NONE},
    {"a{,2}", PL_ACCORD_NONE},
    {"(?i)a", PL_ACCORD_NONE},
    {"(?P<n>a)", PL_ACCORD_NONE},
    {"(?>a)", PL_ACCORD_NONE},
    {"(*UTF)a", PL_ACCORD_NONE},
    {"[[:alpha:]]", PL_ACCORD_NONE},
    {"[]a]", PL_ACCORD_NONE},
    {"[^]", PL_ACCORD_NONE},
    {"[a&&b]", PL_ACCORD_NONE},
    {"a\xf0\x9f\x92\xa9+", PL_ACCORD_NONE},
    {"a\\", PL_ACCORD_NONE},
};
/* clang-format on */

Test(openapi_dialect, accord) {
    for (size_t i = 0; i < PL_COUNT(accord_rows); i++) {
        cr_expect_eq(pl_dialect_accord(accord_rows[i].source), accord_rows[i].accord, "%s: %d",
                     accord_rows[i].source, (int)pl_dialect_accord(accord_rows[i].source));
    }
}

/* Each construct is told of where it stands, those within a class as well. */
Test(openapi_dialect, walk) {
    static const struct {
        size_t at;
        size_t len;
        const char *words;
    } expected[] = {{0, 2, "digits of all"},
                    {2, 1, NULL},
                    {4, 2, "white space"},
                    {7, 3, "looks ahead"},
                    {10, 1, "line feed"}};
    pl_dialect dialect = {.source = "\\d[a\\s](?=$)"};
    pl_construct found;
    size_t count = 0;
    while (pl_dialect_next(&dialect, &found)) {
        cr_assert_lt(count, PL_COUNT(expected));
        cr_expect_eq(found.at, expected[count].at, "%zu: %zu", count, found.at);
        cr_expect_eq(found.len, expected[count].len, "%zu: %zu", count, found.len);
        if (expected[count].words == NULL) {
            cr_expect_null(found.what);
        } else {
            cr_assert_not_null(found.what);
            cr_expect_not_null(strstr(found.what, expected[count].words), "%s", found.what);
        }
        count++;
    }
    cr_expect_eq(count, PL_COUNT(expected), "%zu", count);
}
