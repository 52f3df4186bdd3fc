/* Exact decimal arithmetic on JSON numbers; no floating point anywhere.        RFC 8259 section 6
 * Declared range: at most PL_DECIMAL_DIGITS_MAX significant digits and an exponent within
 * +-PL_DECIMAL_EXPONENT_MAX. What lies outside is PL_E_RANGE, never a rounded answer. */
#ifndef PL_TEXT_DECIMAL_H
#define PL_TEXT_DECIMAL_H

#include "text/base.h"

__extension__ typedef __int128 pl_int128;

/* coefficient x 10^exponent. Canonical: no trailing zero in the coefficient, zero is {0, 0}; so two
 * equal values have equal members. */
typedef struct pl_decimal {
    pl_int128 coefficient;
    int32_t exponent;
} pl_decimal;

/* What can be told of any lexeme of the grammar, in range or not. */
typedef struct pl_number_shape {
    bool negative; /* a minus sign and not zero */
    bool zero;
    bool integer;          /* no fraction in the value: 1.0 and 1e3 count   JSON Schema `type` */
    bool plain;            /* written with digits only: no '.', no exponent */
    uint32_t digit_count;  /* significant digits of the value, trailing zeros not counted */
    int64_t magnitude;     /* power of ten of the leading digit; 0 for zero; saturates */
    int64_t decimal_count; /* digits after the point that the value needs, 0 for an integer */
} pl_number_shape;

enum { PL_DECIMAL_TEXT_BYTES_MAX = 64, PL_POWER_OF_TEN_COUNT = 20 };

/* Those that fit 64 bits, by exponent. */
extern const uint64_t pl_powers_of_ten[PL_POWER_OF_TEN_COUNT];

/* Value of an integer; exact. */
pl_decimal pl_decimal_of(int64_t value);

/* Parse one JSON number lexeme (whole of in).
 * Fails: PL_E_SYNTAX (not a JSON number), PL_E_RANGE. ret untouched on failure. O(in.len). */
PL_MUST_USE pl_status pl_decimal_parse(pl_bytes in, pl_decimal *ret_value);

/* Shape of one JSON number lexeme. Fails: PL_E_SYNTAX. O(in.len). */
PL_MUST_USE pl_status pl_number_scan(pl_bytes in, pl_number_shape *ret_shape);

/* Sum, difference-free product: exact or PL_E_RANGE. */
PL_MUST_USE pl_status pl_decimal_add(pl_decimal left, pl_decimal right, pl_decimal *ret_sum);
PL_MUST_USE pl_status pl_decimal_multiply(pl_decimal left, pl_decimal right,
                                          pl_decimal *ret_product);

/* -1, 0 or 1; total on the declared range. */
int pl_decimal_compare(pl_decimal left, pl_decimal right);

bool pl_decimal_equal(pl_decimal left, pl_decimal right);

/* Power of ten of the leading digit; 0 for zero. */
int32_t pl_decimal_magnitude_of(pl_decimal value);

/* Compare a lexeme of the grammar (asserted) with a bound; right for every lexeme, also outside the
 * declared range. -1: lexeme < bound. O(lexeme.len). */
int pl_number_compare(pl_bytes lexeme, pl_decimal bound);

/* Same value, for any two lexemes of the grammar, in range or not. O(left.len + right.len). */
bool pl_number_equal(pl_bytes left, pl_bytes right);

/* Shortest JSON lexeme of the value: plain digits where the exponent is in -12..20, scientific
 * otherwise. Terminated.
 *   ret_len  bytes without the terminator. */
void pl_decimal_format(pl_decimal value, char out[PL_DECIMAL_TEXT_BYTES_MAX], size_t *ret_len);

#endif
