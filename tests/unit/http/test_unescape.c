#include <criterion/criterion.h>
#include <string.h>

#include "http/unescape.h"
#include "test_util.h"

static const struct unescape_case {
    const char *text;
    const char *want;
    size_t used;
} cases[] = {
    {"a", "a", 1},
    {"\\u0041", "A", 6},
    {"\\u00e9x", "\xC3\xA9", 6},
    {"\\ud83d\\ude00", "\xF0\x9F\x98\x80", 12},
    {"\\uD83D", "\\", 1},
    {"\\uDE00\\uD83D", "\\", 1},
    {"\\u004", "\\", 1},
    {"\\u004g", "\\", 1},
    {"\\U0041", "\\", 1},
    {"\\\\u0041", "A", 7},
    {"\\\\\\\\\\\\\\\\u0041", "A", 13},
    {"\\\\\\\\\\\\\\\\\\u0041", "\\", 2},
    {"\\\\", "\\", 2},
    {"\\/", "/", 2},
    {"\\\"", "\"", 2},
    {"\\n", "\n", 2},
    {"\\x", "\\", 1},
    {"\\", "\\", 1},
    {"%41", "A", 3},
    {"%fF", "\xFF", 3},
    {"%4", "%", 1},
    {"%4x", "%", 1},
    {"%", "%", 1},
};

Test(http_unescape, pieces, .timeout = 10) {
    for (size_t i = 0; i < PL_COUNT(cases); i++) {
        const struct unescape_case *const c = &cases[i];
        uint8_t *const in = tu_exact_copy(pl_bytes_of(c->text));
        const pl_unescaped got = pl_unescape((pl_bytes){in, strlen(c->text)}, 0);
        cr_assert_eq(got.used, c->used, "%s: used %zu", c->text, got.used);
        cr_assert_eq(got.len, strlen(c->want), "%s: length %zu", c->text, got.len);
        cr_assert_eq(memcmp(got.bytes, c->want, got.len), 0, "%s", c->text);
        cr_assert(got.used == 1 || pl_is_escape(in[0]), "%s", c->text);
        free(in);
    }
}
