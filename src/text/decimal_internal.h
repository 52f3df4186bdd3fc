/* What decimal.c and number.c share: a lexeme taken apart, and digits of a coefficient. */
#ifndef PL_TEXT_DECIMAL_INTERNAL_H
#define PL_TEXT_DECIMAL_INTERNAL_H

#include "text/decimal.h"
#include "text/limits.h"

__extension__ typedef unsigned __int128 pl_uint128;

/* A lexeme of the grammar, taken apart. Its digits are numbered from 0 over the integer and the
 * fraction part, the point not counted. */
typedef struct pl_number_parts {
    const uint8_t *digits;    /* first digit of the integer part */
    size_t integer_len;       /* digits before the point, at least 1 */
    size_t fraction_len;      /* digits after it */
    size_t first_idx;         /* first digit that is not '0'; with zero: 0 */
    size_t last_idx;          /* last digit that is not '0'; with zero: 0 */
    pl_bytes exponent_digits; /* empty when there is no exponent */
    int64_t exponent;         /* saturates at +-PL_NUMBER_EXPONENT_SATURATED */
    bool negative;            /* a minus sign is written */
    bool exponent_negative;
    bool zero;
} pl_number_parts;

/* Far above what digits written out could make up for, far below an overflow of sums. */
#define PL_NUMBER_EXPONENT_SATURATED (INT64_C(1) << 60)

/* Take a lexeme apart. False when it is not of the grammar. O(in.len). */
bool pl_number_take_apart(pl_bytes in, pl_number_parts *ret_parts);

/* Digit idx as a character. */
static inline uint8_t pl_number_digit(const pl_number_parts *parts, size_t idx) {
    return parts->digits[idx < parts->integer_len ? idx : idx + 1];
}

/* Power of ten that digit idx stands for. */
static inline int64_t pl_number_power(const pl_number_parts *parts, size_t idx) {
    return (int64_t)parts->integer_len - 1 - (int64_t)idx + parts->exponent;
}

/* The coefficient without its sign. */
static inline pl_uint128 pl_decimal_magnitude(pl_decimal value) {
    const pl_uint128 bits = (pl_uint128)value.coefficient;
    return value.coefficient < 0 ? (pl_uint128)0 - bits : bits;
}

/* Digits of a coefficient as characters; returns how many (1 for zero). */
size_t pl_decimal_digits(pl_uint128 magnitude, uint8_t out[PL_DECIMAL_DIGITS_MAX + 1]);

/* pl_decimal_compare without a copy: copying a value that was just written in halves stalls for
 * longer than the comparison takes. */
int pl_decimal_compare_views(const pl_decimal *left, const pl_decimal *right);

#endif
