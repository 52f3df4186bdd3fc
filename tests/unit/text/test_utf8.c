#include <criterion/criterion.h>

#include "test_util.h"
#include "text/utf8.h"

struct next_case {
    const char *name;
    pl_bytes in;
    size_t want_len; /* 0: ill-formed */
    uint32_t want_point;
    size_t want_bad; /* length of the ill-formed subpart */
};

/* clang-format off */
static const struct next_case next_cases[] = {
    {"nul", PL_BYTES_LIT("\0"), 1, 0, 0},
    {"ascii-last", PL_BYTES_LIT("\x7F"), 1, 0x7F, 0},
    {"two-first", PL_BYTES_LIT("\xC2\x80"), 2, 0x80, 0},
    {"two-last", PL_BYTES_LIT("\xDF\xBF"), 2, 0x7FF, 0},
    {"three-first", PL_BYTES_LIT("\xE0\xA0\x80"), 3, 0x800, 0},
    {"before-surrogates", PL_BYTES_LIT("\xED\x9F\xBF"), 3, 0xD7FF, 0},
    {"after-surrogates", PL_BYTES_LIT("\xEE\x80\x80"), 3, 0xE000, 0},
    {"byte-order-mark", PL_BYTES_LIT("\xEF\xBB\xBF"), 3, 0xFEFF, 0},
    {"three-last", PL_BYTES_LIT("\xEF\xBF\xBF"), 3, 0xFFFF, 0},
    {"four-first", PL_BYTES_LIT("\xF0\x90\x80\x80"), 4, 0x10000, 0},
    {"four-last", PL_BYTES_LIT("\xF4\x8F\xBF\xBF"), 4, 0x10FFFF, 0},
    {"overlong-nul", PL_BYTES_LIT("\xC0\x80"), 0, 0, 1},
    {"overlong-slash-2", PL_BYTES_LIT("\xC0\xAF"), 0, 0, 1},
    {"overlong-slash-3", PL_BYTES_LIT("\xE0\x80\xAF"), 0, 0, 1},
    {"overlong-slash-4", PL_BYTES_LIT("\xF0\x80\x80\xAF"), 0, 0, 1},
    {"overlong-two-last", PL_BYTES_LIT("\xC1\xBF"), 0, 0, 1},
    {"overlong-three-last", PL_BYTES_LIT("\xE0\x9F\xBF"), 0, 0, 1},
    {"overlong-four-last", PL_BYTES_LIT("\xF0\x8F\xBF\xBF"), 0, 0, 1},
    {"surrogate-first", PL_BYTES_LIT("\xED\xA0\x80"), 0, 0, 1},
    {"surrogate-last", PL_BYTES_LIT("\xED\xBF\xBF"), 0, 0, 1},
    {"above-the-last", PL_BYTES_LIT("\xF4\x90\x80\x80"), 0, 0, 1},
    {"lead-f5", PL_BYTES_LIT("\xF5\x80\x80\x80"), 0, 0, 1},
    {"lead-ff", PL_BYTES_LIT("\xFF"), 0, 0, 1},
    {"lone-continuation", PL_BYTES_LIT("\x80"), 0, 0, 1},
    {"cut-two", PL_BYTES_LIT("\xC2"), 0, 0, 1},
    {"cut-three-1", PL_BYTES_LIT("\xE2"), 0, 0, 1},
    {"cut-three-2", PL_BYTES_LIT("\xE2\x82"), 0, 0, 2},
    {"cut-four-1", PL_BYTES_LIT("\xF0"), 0, 0, 1},
    {"cut-four-2", PL_BYTES_LIT("\xF0\x9F"), 0, 0, 2},
    {"cut-four-3", PL_BYTES_LIT("\xF0\x9F\x98"), 0, 0, 3},
    {"broken-by-ascii", PL_BYTES_LIT("\xF1\x80\x80" "A"), 0, 0, 3},
    {"broken-by-lead", PL_BYTES_LIT("\xE1\x80\xE2\xF0"), 0, 0, 2},
};
/* clang-format on */

Test(utf8, next_and_skip, .timeout = 5) {
    for (size_t i = 0; i < PL_COUNT(next_cases); i++) {
        const struct next_case *const c = &next_cases[i];
        uint8_t *const copy = tu_exact_copy(c->in);
        const pl_bytes in = {copy, c->in.len};
        uint32_t point = 0xABCDEF;
        cr_assert_eq(pl_utf8_next(in, 0, &point), c->want_len, "%s: length", c->name);
        cr_assert_eq(point, c->want_len == 0 ? 0xABCDEF : c->want_point, "%s: point", c->name);
        cr_assert_eq(pl_utf8_valid(in), c->want_len == in.len, "%s: valid", c->name);
        if (c->want_len == 0) {
            cr_assert_eq(pl_utf8_skip_bad(in, 0), c->want_bad, "%s: subpart", c->name);
        }
        free(copy);
    }
}

/* The same rows behind other bytes, as they stand in a text. */
Test(utf8, next_and_skip_inside_a_text, .timeout = 5) {
    for (size_t i = 0; i < PL_COUNT(next_cases); i++) {
        const struct next_case *const c = &next_cases[i];
        for (size_t at = 1; at < 6; at++) {
            uint8_t text[16];
            memset(text, 0xA0, sizeof text);
            memcpy(text + at, c->in.ptr, c->in.len);
            uint8_t *const copy = tu_exact_copy((pl_bytes){text, at + c->in.len});
            const pl_bytes in = {copy, at + c->in.len};
            uint32_t point;
            cr_assert_eq(pl_utf8_next(in, at, &point), c->want_len, "%s at %zu", c->name, at);
            if (c->want_len == 0) {
                cr_assert_eq(pl_utf8_skip_bad(in, at), c->want_bad, "%s at %zu", c->name, at);
            }
            free(copy);
        }
    }
}

Test(utf8, every_scalar_value_round_trips, .timeout = 20) {
    for (uint32_t want = 0; want <= 0x10FFFF; want++) {
        if (want == 0xD800) { want = 0xE000; }
        uint8_t text[PL_UTF8_BYTES_MAX];
        const pl_bytes in = {text, pl_utf8_encode(want, text)};
        uint32_t got = 0;
        cr_assert_eq(pl_utf8_next(in, 0, &got), in.len, "U+%04X: length", want);
        cr_assert_eq(got, want, "U+%04X: got U+%04X", want, got);
        for (size_t len = 1; len < in.len; len++) {
            const pl_bytes cut = {text, len};
            cr_assert_eq(pl_utf8_next(cut, 0, &got), 0, "U+%04X cut to %zu", want, len);
            cr_assert_eq(pl_utf8_skip_bad(cut, 0), len, "U+%04X cut to %zu: subpart", want, len);
        }
    }
}

/* Decode without any check, then encode: the bytes come back only when they were well-formed. */
static size_t naive_next(const uint8_t text[4]) {
    static const uint8_t lens[16] = {1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 2, 2, 3, 4};
    const size_t len = lens[text[0] >> 4];
    if (len == 0) { return 0; }
    uint32_t point = len == 1 ? text[0] : text[0] & (0xFFu >> (len + 1));
    for (size_t i = 1; i < len; i++) { point = point << 6 | (text[i] & 0x3F); }
    if (point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) { return 0; }
    uint8_t again[PL_UTF8_BYTES_MAX];
    const size_t again_len = pl_utf8_encode(point, again);
    return again_len == len && memcmp(again, text, len) == 0 ? len : 0;
}

Test(utf8, agrees_with_decode_then_encode, .timeout = 20) {
    static const uint8_t tails[] = {0x00, 0x7F, 0x80, 0xBF, 0xC0, 0xFF};
    for (uint32_t head = 0; head < 0x10000; head++) {
        for (size_t i = 0; i < PL_COUNT(tails) * PL_COUNT(tails); i++) {
            const uint8_t text[4] = {(uint8_t)(head >> 8), (uint8_t)head,
                                     tails[i / PL_COUNT(tails)], tails[i % PL_COUNT(tails)]};
            const pl_bytes in = {text, sizeof text};
            uint32_t point = 0;
            const size_t got = pl_utf8_next(in, 0, &point);
            if (got != naive_next(text)) {
                cr_assert_fail("%02X %02X %02X %02X: got %zu", text[0], text[1], text[2], text[3],
                               got);
            }
            const size_t bad = pl_utf8_skip_bad(in, 0);
            if (got == 0 && (bad < 1 || bad > 3)) {
                cr_assert_fail("%04X: subpart %zu", head, bad);
            }
        }
    }
}

/* A fault at any place of a longer text, so that both the wide and the narrow step see it. */
Test(utf8, fault_is_found_at_every_place, .timeout = 5) {
    uint8_t text[40];
    memset(text, 'a', sizeof text);
    for (size_t len = 0; len <= sizeof text; len++) {
        uint8_t *const copy = tu_exact_copy((pl_bytes){text, len});
        cr_assert(pl_utf8_valid((pl_bytes){copy, len}), "length %zu", len);
        for (size_t at = 0; at < len; at++) {
            copy[at] = 0x80;
            cr_assert_not(pl_utf8_valid((pl_bytes){copy, len}), "length %zu, fault at %zu", len,
                          at);
            copy[at] = 'a';
        }
        free(copy);
    }
    cr_assert(pl_utf8_valid((pl_bytes){NULL, 0}));
    cr_assert(
        pl_utf8_valid(pl_bytes_of("pembayaran \xE2\x82\xAC 10 \xF0\x9F\x98\x80 ok ok ok ok")));
}
