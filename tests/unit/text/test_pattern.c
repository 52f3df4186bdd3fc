#include <criterion/criterion.h>

#include "test_util.h"
#include "text/pattern.h"
#include "text/utf8.h"

/* Written out from ECMA-262: WhiteSpace (TAB, VT, FF, ZWNBSP, Zs) and LineTerminator. */
static const uint32_t spaces[] = {
    0x0009, 0x000A, 0x000B, 0x000C, 0x000D, 0x0020, 0x00A0, 0x1680, 0x2000,
    0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009,
    0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF,
};

/* Spaces of another standard, or of an older Unicode. */
static const uint32_t not_spaces[] = {
    0x0000, 0x0008, 0x000E, 0x001C, 0x001F, 0x0085, 0x180E, 0x200B, 0x2060, 0x1FFFF, 0x10FFFF,
};

static bool is_listed(uint32_t point) {
    for (size_t i = 0; i < PL_COUNT(spaces); i++) {
        if (spaces[i] == point) { return true; }
    }
    return false;
}

Test(pattern, white_space_is_exactly_the_list, .timeout = 10) {
    for (uint32_t point = 0; point <= 0x10FFFF; point++) {
        if (pl_ecma_is_space(point) != is_listed(point)) { cr_assert_fail("U+%04X", point); }
    }
    for (size_t i = 0; i < PL_COUNT(not_spaces); i++) {
        cr_assert_not(pl_ecma_is_space(not_spaces[i]), "U+%04X", not_spaces[i]);
    }
}

Test(pattern, digits_are_ascii_only, .timeout = 10) {
    for (uint32_t point = 0; point <= 0x10FFFF; point++) {
        const bool want = point >= 0x30 && point <= 0x39;
        if (pl_ecma_is_digit(point) != want) { cr_assert_fail("U+%04X", point); }
    }
}

Test(pattern, bits_of_a_row_say_what_its_class_says, .timeout = 5) {
    for (int i = 0; i < PL_PATTERN_COUNT; i++) {
        const pl_pattern_row *const row = pl_pattern_row_of((pl_pattern)i);
        cr_assert(row->source != NULL && row->source[0] == '^', "row %d", i);
        cr_assert(row->count_min <= row->count_max, "row %d", i);
        for (uint32_t point = 0; point < 0x80; point++) {
            const bool bit = (row->admits_ascii[point >> 6] >> (point & 63) & 1) != 0;
            cr_assert_eq(bit, row->admits(point), "%s: U+%04X", row->source, point);
        }
    }
    cr_assert_str_eq(pl_pattern_row_of(PL_PATTERN_NO_SPACE_NO_SLASH)->source, "^[^\\s\\/]+$");
    cr_assert_str_eq(pl_pattern_row_of(PL_PATTERN_DIGITS_13)->source, "^\\d{13}$");
}

struct match_case {
    const char *name;
    pl_pattern pattern;
    pl_bytes in;
    bool want;
};

#define REFERENCE PL_PATTERN_NO_SPACE_NO_SLASH
#define MOMENT    PL_PATTERN_DIGITS_13

/* clang-format off */
static const struct match_case match_cases[] = {
    {"plain", REFERENCE, PL_BYTES_LIT("INV-2024_001.a~#"), true},
    {"one", REFERENCE, PL_BYTES_LIT("a"), true},
    {"empty", REFERENCE, {NULL, 0}, false},
    {"slash", REFERENCE, PL_BYTES_LIT("a/b"), false},
    {"slash-alone", REFERENCE, PL_BYTES_LIT("/"), false},
    {"back-slash", REFERENCE, PL_BYTES_LIT("a\\b"), true},
    {"blank-inside", REFERENCE, PL_BYTES_LIT("a b"), false},
    {"blank-last", REFERENCE, PL_BYTES_LIT("ab "), false},
    {"line-feed-last", REFERENCE, PL_BYTES_LIT("ab\n"), false},
    {"no-break-space", REFERENCE, PL_BYTES_LIT("a\xC2\xA0" "b"), false},
    {"byte-order-mark", REFERENCE, PL_BYTES_LIT("\xEF\xBB\xBF" "ab"), false},
    {"line-separator", REFERENCE, PL_BYTES_LIT("a\xE2\x80\xA8"), false},
    {"next-line-is-no-space", REFERENCE, PL_BYTES_LIT("a\xC2\x85"), true},
    {"mongolian-separator-is-no-space", REFERENCE, PL_BYTES_LIT("\xE1\xA0\x8E"), true},
    {"zero-width-space-is-no-space", REFERENCE, PL_BYTES_LIT("\xE2\x80\x8B"), true},
    {"nul", REFERENCE, PL_BYTES_LIT("a\0b"), true},
    {"control", REFERENCE, PL_BYTES_LIT("\x1F"), true},
    {"delete", REFERENCE, PL_BYTES_LIT("\x7F"), true},
    {"above-the-plane", REFERENCE, PL_BYTES_LIT("\xF0\x9F\x98\x80"), true},
    {"ill-formed", REFERENCE, PL_BYTES_LIT("a\xFF"), false},
    {"surrogate", REFERENCE, PL_BYTES_LIT("\xED\xA0\x80"), false},
    {"cut-short", REFERENCE, PL_BYTES_LIT("a\xE2\x82"), false},
    {"thirteen", MOMENT, PL_BYTES_LIT("1705305600000"), true},
    {"thirteen-zeros", MOMENT, PL_BYTES_LIT("0000000000000"), true},
    {"twelve", MOMENT, PL_BYTES_LIT("170530560000"), false},
    {"fourteen", MOMENT, PL_BYTES_LIT("17053056000000"), false},
    {"line-feed-behind", MOMENT, PL_BYTES_LIT("1705305600000\n"), false},
    {"line-feed-in-front", MOMENT, PL_BYTES_LIT("\n1705305600000"), false},
    {"letter", MOMENT, PL_BYTES_LIT("170530560000a"), false},
    {"minus", MOMENT, PL_BYTES_LIT("-170530560000"), false},
    {"empty-moment", MOMENT, {NULL, 0}, false},
    {"arabic-indic-digits", MOMENT, PL_BYTES_LIT("170530560000\xD9\xA0"), false},
    {"full-width-digit", MOMENT, PL_BYTES_LIT("170530560000\xEF\xBC\x90"), false},
};
/* clang-format on */

static bool is_ascii(pl_bytes in) {
    for (size_t i = 0; i < in.len; i++) {
        if (in.ptr[i] >= 0x80) { return false; }
    }
    return true;
}

Test(pattern, matches, .timeout = 5) {
    for (size_t i = 0; i < PL_COUNT(match_cases); i++) {
        const struct match_case *const c = &match_cases[i];
        uint8_t *const copy = tu_exact_copy(c->in);
        cr_assert_eq(pl_pattern_matches(c->pattern, (pl_bytes){copy, c->in.len}), c->want, "%s",
                     c->name);
        if (is_ascii(c->in)) {
            const pl_bytes in = {copy, c->in.len};
            cr_assert_eq(pl_pattern_matches_ascii(c->pattern, in), c->want, "%s: ASCII", c->name);
        }
        free(copy);
    }
}

Test(pattern, every_code_point_alone, .timeout = 20) {
    for (uint32_t point = 0; point <= 0x10FFFF; point++) {
        if (point == 0xD800) { point = 0xE000; }
        uint8_t text[PL_UTF8_BYTES_MAX];
        const pl_bytes in = {text, pl_utf8_encode(point, text)};
        const bool want = point != '/' && !is_listed(point);
        if (pl_pattern_matches(REFERENCE, in) != want) { cr_assert_fail("U+%04X", point); }
    }
}

/* A fault at any place of a text of any length, so that the wide and the narrow step both see it.
 */
Test(pattern, fault_is_found_at_every_place, .timeout = 5) {
    static const char *const faults[] = {" ",    "/",    "\n",       "\xFF",
                                         "\x80", "\xBF", "\xC2\xA0", "\xE3\x80\x80"};
    static const char *const harmless[] = {"\x7F", "\xC2\xA1", "\xF0\x9F\x98\x80"};
    for (size_t len = 0; len <= 40; len++) {
        for (size_t at = 0; at <= len; at++) {
            for (size_t i = 0; i < PL_COUNT(faults) + PL_COUNT(harmless); i++) {
                const bool fault = i < PL_COUNT(faults);
                const char *const piece = fault ? faults[i] : harmless[i - PL_COUNT(faults)];
                char text[64];
                memset(text, 'a', sizeof text);
                memcpy(text + at, piece, strlen(piece));
                const pl_bytes whole = {(const uint8_t *)text, len + strlen(piece)};
                uint8_t *const copy = tu_exact_copy(whole);
                const bool got = pl_pattern_matches(REFERENCE, (pl_bytes){copy, whole.len});
                cr_assert_eq(got, !fault, "length %zu, row %zu at %zu", len, i, at);
                if (is_ascii(whole)) {
                    const bool quick =
                        pl_pattern_matches_ascii(REFERENCE, (pl_bytes){copy, whole.len});
                    cr_assert_eq(quick, !fault, "ASCII, length %zu, row %zu at %zu", len, i, at);
                }
                free(copy);
            }
        }
    }
}
