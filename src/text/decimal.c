#include "text/decimal.h"

#include <assert.h>
#include <string.h>

#include "text/decimal_internal.h"

/* A plain lexeme of so many digits cannot overflow 64 bits. */
enum { FAST_DIGITS_MAX = 18 };

/* Exponents that are written with plain digits. */
enum { PLAIN_EXPONENT_MIN = -12, PLAIN_EXPONENT_MAX = 20 };

const uint64_t pl_powers_of_ten[PL_POWER_OF_TEN_COUNT] = {
    UINT64_C(1),
    UINT64_C(10),
    UINT64_C(100),
    UINT64_C(1000),
    UINT64_C(10000),
    UINT64_C(100000),
    UINT64_C(1000000),
    UINT64_C(10000000),
    UINT64_C(100000000),
    UINT64_C(1000000000),
    UINT64_C(10000000000),
    UINT64_C(100000000000),
    UINT64_C(1000000000000),
    UINT64_C(10000000000000),
    UINT64_C(100000000000000),
    UINT64_C(1000000000000000),
    UINT64_C(10000000000000000),
    UINT64_C(100000000000000000),
    UINT64_C(1000000000000000000),
    UINT64_C(10000000000000000000),
};

static const pl_uint128 magnitude_end = /* 10^38: the first coefficient out of range */
    (pl_uint128)UINT64_C(10000000000000000000) * UINT64_C(10000000000000000000);
_Static_assert(PL_DECIMAL_DIGITS_MAX == 2 * (PL_POWER_OF_TEN_COUNT - 1),
               "magnitude_end follows the limit");

/* 10^power for power up to PL_DECIMAL_DIGITS_MAX. */
static pl_uint128 power_of_ten(size_t power) {
    assert(power <= PL_DECIMAL_DIGITS_MAX);
    if (power < PL_POWER_OF_TEN_COUNT) { return pl_powers_of_ten[power]; }
    return (pl_uint128)pl_powers_of_ten[PL_POWER_OF_TEN_COUNT - 1] *
           pl_powers_of_ten[power - (PL_POWER_OF_TEN_COUNT - 1)];
}

static pl_decimal signed_decimal(bool negative, pl_uint128 magnitude, int32_t exponent) {
    assert(magnitude < magnitude_end);
    const pl_int128 coefficient = (pl_int128)magnitude;
    return (pl_decimal){negative ? -coefficient : coefficient, exponent};
}

/* Canonical value of any magnitude and exponent. */
static pl_status make(bool negative, pl_uint128 magnitude, int64_t exponent,
                      pl_decimal *ret_value) {
    if (magnitude == 0) {
        *ret_value = (pl_decimal){0, 0};
        return PL_OK;
    }
    while (magnitude > UINT64_MAX && magnitude % 10 == 0) {
        magnitude /= 10;
        exponent++;
    }
    if (magnitude <= UINT64_MAX) { /* a 64-bit division costs a tenth of a 128-bit one */
        uint64_t narrow = (uint64_t)magnitude;
        while (narrow % 10 == 0) {
            narrow /= 10;
            exponent++;
        }
        magnitude = narrow;
    }
    if (magnitude >= magnitude_end) { return PL_E_RANGE; }
    if (exponent > PL_DECIMAL_EXPONENT_MAX || exponent < -PL_DECIMAL_EXPONENT_MAX) {
        return PL_E_RANGE;
    }
    *ret_value = signed_decimal(negative, magnitude, (int32_t)exponent);
    return PL_OK;
}

pl_decimal pl_decimal_of(int64_t value) {
    const uint64_t bits = (uint64_t)value;
    pl_decimal result = {0, 0};
    const pl_status status = make(value < 0, value < 0 ? 0 - bits : bits, 0, &result);
    assert(status == PL_OK);
    return result;
}

/* The usual lexeme: up to 18 digits, no point, no exponent. False when it is another (or none). */
static bool parse_plain(pl_bytes in, pl_decimal *ret_value) {
    if (in.len == 0) { return false; }
    const bool negative = in.ptr[0] == '-';
    const uint8_t *const digit = in.ptr + negative;
    const size_t count = in.len - negative;
    if (count == 0 || count > FAST_DIGITS_MAX) { return false; }
    if (digit[0] == '0' && count > 1) { return false; }
    size_t last = count - 1;
    while (last > 0 && digit[last] == '0') { last--; }
    int64_t value = 0;
    for (size_t i = 0; i <= last; i++) {
        const uint32_t figure = (uint32_t)digit[i] - '0';
        if (figure > 9) { return false; }
        value = value * 10 + (int64_t)figure;
    }
    *ret_value = (pl_decimal){negative ? -value : value, (int32_t)(count - 1 - last)};
    return true;
}

pl_status pl_decimal_parse(pl_bytes in, pl_decimal *ret_value) {
    assert(in.ptr != NULL || in.len == 0);
    assert(ret_value != NULL);
    if (parse_plain(in, ret_value)) { return PL_OK; }
    pl_number_parts parts;
    if (!pl_number_take_apart(in, &parts)) { return PL_E_SYNTAX; }
    if (parts.zero) {
        *ret_value = (pl_decimal){0, 0};
        return PL_OK;
    }
    if (parts.last_idx - parts.first_idx >= PL_DECIMAL_DIGITS_MAX) { return PL_E_RANGE; }
    const int64_t exponent = pl_number_power(&parts, parts.last_idx);
    if (exponent > PL_DECIMAL_EXPONENT_MAX || exponent < -PL_DECIMAL_EXPONENT_MAX) {
        return PL_E_RANGE;
    }
    pl_uint128 magnitude = 0;
    for (size_t i = parts.first_idx; i <= parts.last_idx; i++) {
        magnitude = magnitude * 10 + (uint32_t)(pl_number_digit(&parts, i) - '0');
    }
    *ret_value = signed_decimal(parts.negative, magnitude, (int32_t)exponent);
    return PL_OK;
}

static bool is_canonical(pl_decimal value) {
    if (value.coefficient == 0) { return value.exponent == 0; }
    const int64_t narrow = (int64_t)value.coefficient;
    const bool trailing_zero =
        narrow == value.coefficient ? narrow % 10 == 0 : value.coefficient % 10 == 0;
    return !trailing_zero && value.exponent <= PL_DECIMAL_EXPONENT_MAX &&
           value.exponent >= -PL_DECIMAL_EXPONENT_MAX;
}

pl_status pl_decimal_add(pl_decimal left, pl_decimal right, pl_decimal *ret_sum) {
    assert(is_canonical(left));
    assert(is_canonical(right));
    if (left.coefficient == 0 || right.coefficient == 0) {
        *ret_sum = left.coefficient == 0 ? right : left;
        return PL_OK;
    }
    const pl_decimal high = left.exponent >= right.exponent ? left : right;
    const pl_decimal low = left.exponent >= right.exponent ? right : left;
    const int64_t shift = (int64_t)high.exponent - low.exponent;
    /* The last digit of low is not 0 and stays the last of the sum, so a sum that needs more digits
     * than high x 10^shift could have is out of range. Unsigned 128 bits reach 3.4 x 10^38: past
     * that no coefficient of low brings the sum back below 10^38. */
    if (shift > PL_DECIMAL_DIGITS_MAX) { return PL_E_RANGE; }
    pl_uint128 high_magnitude;
    if (__builtin_mul_overflow(pl_decimal_magnitude(high), power_of_ten((size_t)shift),
                               &high_magnitude)) {
        return PL_E_RANGE;
    }
    const pl_uint128 low_magnitude = pl_decimal_magnitude(low);
    const bool high_negative = high.coefficient < 0;
    const bool low_negative = low.coefficient < 0;
    if (high_negative != low_negative) {
        const bool high_wins = high_magnitude >= low_magnitude;
        return make(high_wins ? high_negative : low_negative,
                    high_wins ? high_magnitude - low_magnitude : low_magnitude - high_magnitude,
                    low.exponent, ret_sum);
    }
    pl_uint128 sum;
    if (__builtin_add_overflow(high_magnitude, low_magnitude, &sum)) { return PL_E_RANGE; }
    return make(high_negative, sum, low.exponent, ret_sum);
}

/* Move the pairs 2 x 5 of the product into its exponent. left has no factor 5, or right no factor
 * 2, left: the product then has no trailing zero. */
static void move_tens(pl_uint128 *left, pl_uint128 *right, int64_t *exponent) {
    assert(*left != 0 && *right != 0);
    while (*left % 2 == 0 && *right % 5 == 0) {
        *left /= 2;
        *right /= 5;
        (*exponent)++;
    }
}

pl_status pl_decimal_multiply(pl_decimal left, pl_decimal right, pl_decimal *ret_product) {
    assert(is_canonical(left));
    assert(is_canonical(right));
    if (left.coefficient == 0 || right.coefficient == 0) {
        *ret_product = (pl_decimal){0, 0};
        return PL_OK;
    }
    const bool negative = (left.coefficient < 0) != (right.coefficient < 0);
    pl_uint128 left_magnitude = pl_decimal_magnitude(left);
    pl_uint128 right_magnitude = pl_decimal_magnitude(right);
    int64_t exponent = (int64_t)left.exponent + right.exponent;
    if (left_magnitude > UINT64_MAX || right_magnitude > UINT64_MAX) {
        /* 2^100 x 5^100 has two long factors and one digit: shorten before multiplying. */
        move_tens(&left_magnitude, &right_magnitude, &exponent);
        move_tens(&right_magnitude, &left_magnitude, &exponent);
    }
    pl_uint128 product;
    if (__builtin_mul_overflow(left_magnitude, right_magnitude, &product)) { return PL_E_RANGE; }
    return make(negative, product, exponent, ret_product);
}

/* Compare two magnitudes that are not zero. */
static int compare_magnitudes(const pl_decimal *left, const pl_decimal *right) {
    assert(left->coefficient != 0 && right->coefficient != 0);
    const bool left_high = left->exponent >= right->exponent;
    const pl_uint128 high = pl_decimal_magnitude(left_high ? *left : *right);
    const pl_uint128 low = pl_decimal_magnitude(left_high ? *right : *left);
    const int64_t shift = (int64_t)left->exponent - right->exponent;
    const int64_t distance = left_high ? shift : -shift;
    const int when_high_wins = left_high ? 1 : -1;
    /* low is below 10^38: a product past that, or past 128 bits, is the larger one. */
    if (distance > PL_DECIMAL_DIGITS_MAX) { return when_high_wins; }
    pl_uint128 scaled;
    if (__builtin_mul_overflow(high, power_of_ten((size_t)distance), &scaled)) {
        return when_high_wins;
    }
    if (scaled == low) { return 0; }
    return scaled > low ? when_high_wins : -when_high_wins;
}

int pl_decimal_compare_views(const pl_decimal *left, const pl_decimal *right) {
    if (left->exponent == right->exponent) {
        return (left->coefficient > right->coefficient) - (left->coefficient < right->coefficient);
    }
    const int left_sign = (left->coefficient > 0) - (left->coefficient < 0);
    const int right_sign = (right->coefficient > 0) - (right->coefficient < 0);
    if (left_sign != right_sign) { return left_sign < right_sign ? -1 : 1; }
    assert(left_sign != 0); /* two zeros have the same exponent */
    return left_sign * compare_magnitudes(left, right);
}

int pl_decimal_compare(pl_decimal left, pl_decimal right) {
    return pl_decimal_compare_views(&left, &right);
}

bool pl_decimal_equal(pl_decimal left, pl_decimal right) {
    return left.coefficient == right.coefficient && left.exponent == right.exponent;
}

size_t pl_decimal_digits(pl_uint128 magnitude, uint8_t out[PL_DECIMAL_DIGITS_MAX + 1]) {
    assert(magnitude < magnitude_end);
    uint8_t reversed[PL_DECIMAL_DIGITS_MAX + 1];
    size_t count = 0;
    do {
        assert(count < sizeof reversed);
        reversed[count++] = (uint8_t)('0' + (uint8_t)(magnitude % 10));
        magnitude /= 10;
    } while (magnitude != 0);
    for (size_t i = 0; i < count; i++) { out[i] = reversed[count - 1 - i]; }
    return count;
}

/* Characters written one after the other; the caller's buffer has room for the longest text. */
struct writer {
    char *out;
    size_t len;
};

static void put(struct writer *writer, const void *bytes, size_t len) {
    assert(writer->len + len < PL_DECIMAL_TEXT_BYTES_MAX);
    memcpy(writer->out + writer->len, bytes, len);
    writer->len += len;
}

static void put_zeros(struct writer *writer, size_t count) {
    assert(writer->len + count < PL_DECIMAL_TEXT_BYTES_MAX);
    memset(writer->out + writer->len, '0', count);
    writer->len += count;
}

void pl_decimal_format(pl_decimal value, char out[PL_DECIMAL_TEXT_BYTES_MAX], size_t *ret_len) {
    assert(is_canonical(value));
    struct writer writer = {out, 0};
    uint8_t digits[PL_DECIMAL_DIGITS_MAX + 1];
    const size_t count = pl_decimal_digits(pl_decimal_magnitude(value), digits);
    if (value.coefficient < 0) { put(&writer, "-", 1); }
    if (value.exponent < PLAIN_EXPONENT_MIN || value.exponent > PLAIN_EXPONENT_MAX) {
        const uint32_t size = (uint32_t)(value.exponent < 0 ? -value.exponent : value.exponent);
        uint8_t exponent_digits[PL_DECIMAL_DIGITS_MAX + 1];
        const size_t exponent_count = pl_decimal_digits(size, exponent_digits);
        put(&writer, digits, count);
        put(&writer, "e-", value.exponent < 0 ? 2 : 1);
        put(&writer, exponent_digits, exponent_count);
    } else if (value.exponent >= 0) {
        put(&writer, digits, count);
        put_zeros(&writer, (size_t)value.exponent);
    } else {
        const size_t decimals = (size_t)-value.exponent;
        const size_t whole = count > decimals ? count - decimals : 0;
        if (whole == 0) { put_zeros(&writer, 1); }
        put(&writer, digits, whole);
        put(&writer, ".", 1);
        if (whole == 0) { put_zeros(&writer, decimals - count); }
        put(&writer, digits + whole, count - whole);
    }
    out[writer.len] = '\0';
    *ret_len = writer.len;
}

int32_t pl_decimal_magnitude_of(pl_decimal value) {
    if (value.coefficient == 0) { return 0; }
    uint8_t digits[PL_DECIMAL_DIGITS_MAX + 1];
    return value.exponent + (int32_t)pl_decimal_digits(pl_decimal_magnitude(value), digits) - 1;
}
