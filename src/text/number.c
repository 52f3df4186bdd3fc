/* Lexemes of the JSON grammar that may be longer, larger or finer than pl_decimal: what can be told
 * of them, and comparison by their digits. RFC 8259 section 6 */
#include <assert.h>
#include <string.h>

#include "text/decimal.h"
#include "text/decimal_internal.h"

/* A difference of exponents past this never comes back, and is more than any text has digits. */
#define DIFFERENCE_END (INT64_C(1) << 58)

static size_t count_digits(pl_bytes in, size_t at) {
    size_t end = at;
    while (end < in.len && in.ptr[end] >= '0' && in.ptr[end] <= '9') { end++; }
    return end - at;
}

static int64_t exponent_of(pl_bytes digits, bool negative) {
    int64_t value = 0;
    for (size_t i = 0; i < digits.len; i++) {
        if (value >= PL_NUMBER_EXPONENT_SATURATED / 16) {
            value = PL_NUMBER_EXPONENT_SATURATED;
            break;
        }
        value = value * 10 + (digits.ptr[i] - '0');
    }
    return negative ? -value : value;
}

/* First and last digit that is not '0'. */
static void find_ends(pl_number_parts *parts) {
    const size_t count = parts->integer_len + parts->fraction_len;
    size_t first = 0;
    while (first < count && pl_number_digit(parts, first) == '0') { first++; }
    parts->zero = first == count;
    parts->first_idx = 0;
    parts->last_idx = 0;
    if (parts->zero) { return; }
    size_t last = count - 1;
    while (pl_number_digit(parts, last) == '0') { last--; }
    assert(first <= last);
    parts->first_idx = first;
    parts->last_idx = last;
}

bool pl_number_take_apart(pl_bytes in, pl_number_parts *ret_parts) {
    assert(in.ptr != NULL || in.len == 0);
    assert(in.len < (size_t)DIFFERENCE_END);
    pl_number_parts parts = {0};
    size_t at = 0;
    if (at < in.len && in.ptr[at] == '-') {
        parts.negative = true;
        at++;
    }
    parts.integer_len = count_digits(in, at);
    if (parts.integer_len == 0) { return false; }
    parts.digits = in.ptr + at;
    if (parts.digits[0] == '0' && parts.integer_len > 1) { return false; }
    at += parts.integer_len;
    if (at < in.len && in.ptr[at] == '.') {
        parts.fraction_len = count_digits(in, at + 1);
        if (parts.fraction_len == 0) { return false; }
        at += 1 + parts.fraction_len;
    }
    if (at < in.len && (in.ptr[at] | 0x20) == 'e') {
        at++;
        if (at < in.len && (in.ptr[at] == '+' || in.ptr[at] == '-')) {
            parts.exponent_negative = in.ptr[at] == '-';
            at++;
        }
        parts.exponent_digits = (pl_bytes){in.ptr + at, count_digits(in, at)};
        if (parts.exponent_digits.len == 0) { return false; }
        at += parts.exponent_digits.len;
        parts.exponent = exponent_of(parts.exponent_digits, parts.exponent_negative);
    }
    if (at != in.len) { return false; }
    find_ends(&parts);
    *ret_parts = parts;
    return true;
}

pl_status pl_number_scan(pl_bytes in, pl_number_shape *ret_shape) {
    assert(ret_shape != NULL);
    pl_number_parts parts;
    if (!pl_number_take_apart(in, &parts)) { return PL_E_SYNTAX; }
    pl_number_shape shape = {0};
    shape.zero = parts.zero;
    shape.plain = parts.fraction_len == 0 && parts.exponent_digits.len == 0;
    shape.integer = true;
    if (!parts.zero) {
        const size_t digit_count = parts.last_idx - parts.first_idx + 1;
        const int64_t last_power = pl_number_power(&parts, parts.last_idx);
        shape.negative = parts.negative;
        shape.digit_count = digit_count > UINT32_MAX ? UINT32_MAX : (uint32_t)digit_count;
        shape.magnitude = pl_number_power(&parts, parts.first_idx);
        shape.decimal_count = last_power < 0 ? -last_power : 0;
        shape.integer = last_power >= 0;
    }
    *ret_shape = shape;
    return PL_OK;
}

/* Compare the magnitude of a lexeme that is out of pl_decimal's range with that of a bound. They
 * are never equal. */
static int compare_digits(const pl_number_parts *parts, pl_decimal bound) {
    assert(!parts->zero);
    assert(bound.coefficient != 0);
    uint8_t digits[PL_DECIMAL_DIGITS_MAX + 1];
    const size_t count = pl_decimal_digits(pl_decimal_magnitude(bound), digits);
    const int64_t bound_power = (int64_t)count - 1 + bound.exponent;
    const int64_t power = pl_number_power(parts, parts->first_idx);
    if (power != bound_power) { return power < bound_power ? -1 : 1; }
    /* The same leading power: the first digit that differs decides. */
    for (size_t i = 0; i < count; i++) {
        const size_t idx = parts->first_idx + i;
        const uint8_t digit = idx <= parts->last_idx ? pl_number_digit(parts, idx) : '0';
        if (digit != digits[i]) { return digit < digits[i] ? -1 : 1; }
    }
    /* It starts with all of the bound's digits: as it is out of range, it has more. */
    assert(parts->last_idx - parts->first_idx >= count);
    return 1;
}

int pl_number_compare(pl_bytes lexeme, pl_decimal bound) {
    pl_decimal value;
    const pl_status status = pl_decimal_parse(lexeme, &value);
    if (status == PL_OK) { return pl_decimal_compare_views(&value, &bound); }
    assert(status == PL_E_RANGE);
    pl_number_parts parts;
    const bool taken = pl_number_take_apart(lexeme, &parts);
    assert(taken);
    assert(!parts.zero); /* zero is in range */
    const int sign = parts.negative ? -1 : 1;
    const int bound_sign = (bound.coefficient > 0) - (bound.coefficient < 0);
    if (sign != bound_sign) { return sign < bound_sign ? -1 : 1; }
    return sign * compare_digits(&parts, bound);
}

/* Digit of an exponent with so many digits to its right; 0 in front of the first. */
static int64_t exponent_digit(const pl_number_parts *parts, size_t right_count) {
    const pl_bytes digits = parts->exponent_digits;
    if (right_count >= digits.len) { return 0; }
    const int64_t figure = digits.ptr[digits.len - 1 - right_count] - '0';
    return parts->exponent_negative ? -figure : figure;
}

/* left's exponent less right's is exactly `difference`, however many digits they have. The running
 * difference of the leading digits only grows once it is past a small number, so it may be cut off.
 */
static bool exponents_differ_by(const pl_number_parts *left, const pl_number_parts *right,
                                int64_t difference) {
    assert(difference > -DIFFERENCE_END && difference < DIFFERENCE_END);
    const size_t left_len = left->exponent_digits.len;
    const size_t right_len = right->exponent_digits.len;
    int64_t running = 0;
    for (size_t i = left_len > right_len ? left_len : right_len; i > 0; i--) {
        running = running * 10 + exponent_digit(left, i - 1) - exponent_digit(right, i - 1);
        if (running >= DIFFERENCE_END || running <= -DIFFERENCE_END) { return false; }
    }
    return running == difference;
}

bool pl_number_equal(pl_bytes left, pl_bytes right) {
    pl_number_parts a;
    pl_number_parts b;
    const bool left_taken = pl_number_take_apart(left, &a);
    const bool right_taken = pl_number_take_apart(right, &b);
    assert(left_taken);
    assert(right_taken);
    if (a.zero || b.zero) { return a.zero == b.zero; }
    if (a.negative != b.negative) { return false; }
    const size_t count = a.last_idx - a.first_idx + 1;
    if (b.last_idx - b.first_idx + 1 != count) { return false; }
    for (size_t i = 0; i < count; i++) {
        if (pl_number_digit(&a, a.first_idx + i) != pl_number_digit(&b, b.first_idx + i)) {
            return false;
        }
    }
    /* The same digits: equal when the last ones stand for the same power of ten. */
    a.exponent = 0;
    b.exponent = 0;
    return exponents_differ_by(&a, &b,
                               pl_number_power(&b, b.last_idx) - pl_number_power(&a, a.last_idx));
}
