#include "text/binary64.h"

#include <assert.h>

#include "text/decimal_internal.h"

/* MANTISSA_BITS is binary64's own. The zone is the header's: 15 digits, 2 of them decimals. */
enum { MANTISSA_BITS = 53, ZONE_DIGITS_MAX = PL_BINARY64_DIGITS_MAX, ZONE_DECIMALS_MAX = 2 };

/* Exponents of values of the zone, their products and sums lie well within; binary64 itself would
 * overflow at 971, which must not happen unseen. */
enum { EXPONENT_MAX = 900 };

#define ZONE_END INT64_C(1000000000000000) /* 10^ZONE_DIGITS_MAX */

static uint32_t bit_length(pl_uint128 value) {
    const uint64_t high = (uint64_t)(value >> 64);
    const uint64_t low = (uint64_t)value;
    if (high != 0) { return 128 - (uint32_t)__builtin_clzll(high); }
    return low == 0 ? 0 : 64 - (uint32_t)__builtin_clzll(low);
}

/* magnitude x 2^exponent to 53 bits, ties to even, canonical. The lowest bit of a longer magnitude
 * may stand for "and something below". */
static pl_binary64 round_to_even(bool negative, pl_uint128 magnitude, int32_t exponent) {
    if (magnitude == 0) { return (pl_binary64){0, 0}; }
    const uint32_t length = bit_length(magnitude);
    if (length > MANTISSA_BITS) {
        const uint32_t cut = length - MANTISSA_BITS;
        const pl_uint128 half = (pl_uint128)1 << (cut - 1);
        const pl_uint128 below = magnitude & ((half << 1) - 1);
        magnitude >>= cut;
        exponent += (int32_t)cut;
        if (below > half || (below == half && (magnitude & 1) != 0)) { magnitude++; }
    }
    uint64_t mantissa = (uint64_t)magnitude; /* 2^53 at most, when rounded up to a power of two */
    const int32_t zeros = __builtin_ctzll(mantissa);
    mantissa >>= zeros;
    exponent += zeros;
    assert(mantissa < UINT64_C(1) << MANTISSA_BITS);
    assert(exponent <= EXPONENT_MAX && exponent >= -EXPONENT_MAX);
    return (pl_binary64){negative ? -(int64_t)mantissa : (int64_t)mantissa, exponent};
}

/* magnitude / divisor for a magnitude of the zone and divisor 10 or 100. */
static pl_binary64 divided(bool negative, uint64_t magnitude, uint32_t divisor) {
    enum { FIRST_BITS = 13, SECOND_BITS = 50 };
    assert(magnitude < (uint64_t)ZONE_END);
    assert(divisor == 10 || divisor == 100);
    /* Long division in two 64-bit steps: at least 56 bits, and one for a remainder. */
    const uint64_t first = magnitude << FIRST_BITS;
    const uint64_t second = (first % divisor) << SECOND_BITS;
    const pl_uint128 quotient = ((pl_uint128)(first / divisor) << SECOND_BITS) | second / divisor;
    const bool inexact = second % divisor != 0;
    return round_to_even(negative, quotient << 1 | inexact, -(FIRST_BITS + SECOND_BITS + 1));
}

pl_status pl_binary64_of(pl_decimal value, pl_binary64 *ret_value) {
    _Static_assert((int)ZONE_DIGITS_MAX <= (int)PL_POWER_OF_TEN_COUNT,
                   "a power for each exponent of the zone");
    assert(ret_value != NULL);
    if (value.coefficient >= ZONE_END || value.coefficient <= -ZONE_END) { return PL_E_RANGE; }
    if (value.exponent < -ZONE_DECIMALS_MAX || value.exponent >= ZONE_DIGITS_MAX) {
        return PL_E_RANGE;
    }
    const bool negative = value.coefficient < 0;
    const uint64_t magnitude = (uint64_t)pl_decimal_magnitude(value);
    if (value.exponent < 0) {
        *ret_value = divided(negative, magnitude, value.exponent == -1 ? 10 : 100);
        return PL_OK;
    }
    uint64_t whole;
    if (__builtin_mul_overflow(magnitude, pl_powers_of_ten[value.exponent], &whole)) {
        return PL_E_RANGE;
    }
    if (whole >= (uint64_t)ZONE_END) { return PL_E_RANGE; }
    *ret_value = round_to_even(negative, whole, 0);
    return PL_OK;
}

static uint64_t magnitude_of(pl_binary64 value) {
    assert(value.mantissa > INT64_MIN);
    return (uint64_t)(value.mantissa < 0 ? -value.mantissa : value.mantissa);
}

/* Power of two of the leading bit. */
static int32_t top_power(pl_binary64 value) {
    return value.exponent + (int32_t)bit_length(magnitude_of(value)) - 1;
}

pl_binary64 pl_binary64_add(pl_binary64 left, pl_binary64 right) {
    if (left.mantissa == 0) { return right; }
    if (right.mantissa == 0) { return left; }
    const bool left_high = top_power(left) >= top_power(right);
    const pl_binary64 high = left_high ? left : right;
    const pl_binary64 low = left_high ? right : left;
    /* high's leading bit goes to bit 120 and low is laid beneath it. */
    enum { HIGH_BIT = 120 };
    const int32_t exponent = top_power(high) - HIGH_BIT;
    /* A low whose last bit would fall off the end is below bit 53; the last bit of high is bit 68
     * or a higher one, so it is less than a quarter of the last place and the sum rounds to high.
     */
    if (low.exponent < exponent) { return high; }
    const pl_uint128 high_magnitude = (pl_uint128)magnitude_of(high) << (high.exponent - exponent);
    const pl_uint128 low_magnitude = (pl_uint128)magnitude_of(low) << (low.exponent - exponent);
    assert(low_magnitude >> (HIGH_BIT + 1) == 0);
    const bool negative = high.mantissa < 0;
    if (negative == (low.mantissa < 0)) {
        return round_to_even(negative, high_magnitude + low_magnitude, exponent);
    }
    if (high_magnitude >= low_magnitude) {
        return round_to_even(negative, high_magnitude - low_magnitude, exponent);
    }
    return round_to_even(!negative, low_magnitude - high_magnitude, exponent);
}

pl_binary64 pl_binary64_multiply(pl_binary64 left, pl_binary64 right) {
    const bool negative = (left.mantissa < 0) != (right.mantissa < 0);
    const pl_uint128 product = (pl_uint128)magnitude_of(left) * magnitude_of(right);
    return round_to_even(negative, product, left.exponent + right.exponent);
}

bool pl_binary64_equal(pl_binary64 left, pl_binary64 right) {
    return left.mantissa == right.mantissa && left.exponent == right.exponent;
}
