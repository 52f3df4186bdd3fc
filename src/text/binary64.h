/* What a server that computes in IEEE 754 binary64 would get, reckoned in integers.
 * Only for the zone where the contract demands an answer: values of at most 15 significant digits
 * and 2 decimals, quantities of at most 7 digits; elsewhere it is silent anyway. */
#ifndef PL_TEXT_BINARY64_H
#define PL_TEXT_BINARY64_H

#include "text/decimal.h"

/* Significant decimal digits that survive in binary64, whatever the number. */
enum { PL_BINARY64_DIGITS_MAX = 15 };

/* mantissa x 2^exponent, mantissa below 2^53 in magnitude; zero is {0, 0}. Canonical (odd mantissa
 * or zero), so equal values have equal members. */
typedef struct pl_binary64 {
    int64_t mantissa;
    int32_t exponent;
} pl_binary64;

/* Nearest binary64, ties to even. Fails: PL_E_RANGE outside the zone above. */
PL_MUST_USE pl_status pl_binary64_of(pl_decimal value, pl_binary64 *ret_value);

/* Rounded sum and product, ties to even. */
pl_binary64 pl_binary64_add(pl_binary64 left, pl_binary64 right);
pl_binary64 pl_binary64_multiply(pl_binary64 left, pl_binary64 right);

bool pl_binary64_equal(pl_binary64 left, pl_binary64 right);

#endif
