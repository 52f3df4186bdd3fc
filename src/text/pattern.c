#include "text/pattern.h"

#include <assert.h>
#include <string.h>

#include "text/utf8.h"

/* A range of code points, both ends included. */
struct point_range {
    uint32_t first, last;
};

/* ECMA-262 WhiteSpace and LineTerminator above ASCII: U+FEFF and the general category Zs. Not here
 * on purpose: U+0085, U+180E (left Zs in Unicode 6.3) and U+200B (a format character). */
/* clang-format off */
static const struct point_range wide_spaces[] = {
    {0x00A0, 0x00A0},
    {0x1680, 0x1680},
    {0x2000, 0x200A},
    {0x2028, 0x2029},
    {0x202F, 0x202F},
    {0x205F, 0x205F},
    {0x3000, 0x3000},
    {0xFEFF, 0xFEFF},
};
/* clang-format on */

#define BIT(character) (UINT64_C(1) << (character))

/* U+0009..U+000D and U+0020 */
#define ASCII_SPACES (UINT64_C(0x1F) << '\t' | BIT(' '))

bool pl_ecma_is_space(uint32_t code_point) {
    if (code_point < 0x80) { return code_point < 64 && (ASCII_SPACES >> code_point & 1) != 0; }
    for (size_t i = 0; i < PL_COUNT(wide_spaces); i++) {
        if (code_point < wide_spaces[i].first) { return false; }
        if (code_point <= wide_spaces[i].last) { return true; }
    }
    return false;
}

bool pl_ecma_is_digit(uint32_t code_point) {
    return code_point >= '0' && code_point <= '9';
}

static bool is_no_space_no_slash(uint32_t code_point) {
    return code_point != '/' && !pl_ecma_is_space(code_point);
}

/* clang-format off */
static const pl_pattern_row rows[] = {
    [PL_PATTERN_NO_SPACE_NO_SLASH] = {
        .source = "^[^\\s\\/]+$",
        .admits = is_no_space_no_slash,
        .admits_ascii = {~(ASCII_SPACES | BIT('/')), ~UINT64_C(0)},
        .count_min = 1,
        .count_max = UINT32_MAX,
    },
    [PL_PATTERN_DIGITS_13] = {
        .source = "^\\d{13}$",
        .admits = pl_ecma_is_digit,
        .admits_ascii = {UINT64_C(0x3FF) << '0', 0},
        .count_min = 13,
        .count_max = 13,
    },
};
/* clang-format on */
_Static_assert(PL_COUNT(rows) == PL_PATTERN_COUNT, "one row for each pattern");

const pl_pattern_row *pl_pattern_row_of(pl_pattern pattern) {
    assert((size_t)pattern < PL_COUNT(rows));
    return &rows[pattern];
}

enum { CHUNK = 8 };

static uint64_t admitted(const pl_pattern_row *row, uint8_t byte) {
    return (byte < 64 ? row->admits_ascii[0] : row->admits_ascii[1]) >> (byte & 63);
}

/* Length of the longest start of whole chunks that are ASCII and admitted. Without a branch for
 * each byte this takes half the time. */
static size_t skip_chunks(const pl_pattern_row *row, pl_bytes in) {
    size_t at = 0;
    for (; in.len - at >= CHUNK; at += CHUNK) {
        uint64_t word;
        memcpy(&word, in.ptr + at, CHUNK);
        if ((word & UINT64_C(0x8080808080808080)) != 0) { break; }
        uint64_t all = 1;
        for (size_t i = 0; i < CHUNK; i++) { all &= admitted(row, in.ptr[at + i]); }
        if (all == 0) { break; }
    }
    assert(at <= in.len);
    return at;
}

bool pl_pattern_matches(pl_pattern pattern, pl_bytes in) {
    const pl_pattern_row *const row = pl_pattern_row_of(pattern);
    assert(in.ptr != NULL || in.len == 0);
    size_t at = skip_chunks(row, in);
    size_t count = at;
    for (; at < in.len; count++) {
        const uint8_t byte = in.ptr[at];
        if (byte < 0x80) {
            if ((admitted(row, byte) & 1) == 0) { return false; }
            at++;
            continue;
        }
        uint32_t code_point = 0;
        const size_t len = pl_utf8_next(in, at, &code_point);
        if (len == 0 || !row->admits(code_point)) { return false; }
        at += len;
    }
    return count >= row->count_min && (row->count_max == UINT32_MAX || count <= row->count_max);
}

bool pl_pattern_matches_ascii(pl_pattern pattern, pl_bytes in) {
    const pl_pattern_row *const row = pl_pattern_row_of(pattern);
    assert(in.ptr != NULL || in.len == 0);
    if (in.len < row->count_min || in.len > row->count_max) { return false; }
    size_t at = skip_chunks(row, in);
    for (; at < in.len; at++) {
        assert(in.ptr[at] < 0x80);
        if ((admitted(row, in.ptr[at]) & 1) == 0) { return false; }
    }
    return true;
}
