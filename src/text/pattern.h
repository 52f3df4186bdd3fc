/* The patterns of the contract, with ECMA-262 semantics, as rows: each is one character class
 * repeated, anchored at both ends (`$` matches only at the very end).      JSON Schema `pattern` */
#ifndef PL_TEXT_PATTERN_H
#define PL_TEXT_PATTERN_H

#include "text/base.h"

typedef enum pl_pattern {
    PL_PATTERN_NO_SPACE_NO_SLASH, /* ^[^\s\/]+$ */
    PL_PATTERN_DIGITS_13,         /* ^\d{13}$ */
    PL_PATTERN_COUNT
} pl_pattern;

typedef struct pl_pattern_row {
    const char *source;       /* the regular expression as the document writes it */
    bool (*admits)(uint32_t); /* the class: may this code point stand in the string? */
    uint64_t admits_ascii[2]; /* admits(0..127), one bit each: ASCII text needs no call */
    uint32_t count_min;       /* code points */
    uint32_t count_max;       /* UINT32_MAX: no upper end */
} pl_pattern_row;

/* Row of a pattern. Static storage. */
const pl_pattern_row *pl_pattern_row_of(pl_pattern pattern);

/* ECMA-262 WhiteSpace or LineTerminator, which is what \s matches: U+0009..U+000D, U+0020, U+00A0,
 * U+1680, U+2000..U+200A, U+2028, U+2029, U+202F, U+205F, U+3000, U+FEFF. */
bool pl_ecma_is_space(uint32_t code_point);

/* \d: ASCII digits only. */
bool pl_ecma_is_digit(uint32_t code_point);

/* Whole-string match of well-formed UTF-8 (ill-formed input does not match). O(in.len). */
bool pl_pattern_matches(pl_pattern pattern, pl_bytes in);

/* The same for bytes that are known to be ASCII (asserted), which is quicker. O(in.len). */
bool pl_pattern_matches_ascii(pl_pattern pattern, pl_bytes in);

#endif
