#include <criterion/criterion.h>

#include <stdio.h>

#include "test_util.h"
#include "text/decimal.h"
#include "unit/text/test_random.h"

struct shape_case {
    const char *name, *in;
    pl_number_shape want;
};

/* clang-format off */
static const struct shape_case shapes[] = {
    {"zero", "0", {.zero = true, .integer = true, .plain = true}},
    {"minus-zero", "-0", {.zero = true, .integer = true, .plain = true}},
    {"zero-exponent", "0e5", {.zero = true, .integer = true}},
    {"zero-fraction", "-0.00E-7", {.zero = true, .integer = true}},
    {"one", "1", {.integer = true, .plain = true, .digit_count = 1}},
    {"one-with-point", "1.0", {.integer = true, .digit_count = 1}},
    {"one-with-exponent", "1e0", {.integer = true, .digit_count = 1}},
    {"thousand", "1e3", {.integer = true, .digit_count = 1, .magnitude = 3}},
    {"plain-thousand", "-1000",
     {.negative = true, .integer = true, .plain = true, .digit_count = 1, .magnitude = 3}},
    {"half", "0.5", {.digit_count = 1, .magnitude = -1, .decimal_count = 1}},
    {"exponent-eats-the-fraction", "1.50e1", {.integer = true, .digit_count = 2, .magnitude = 1}},
    {"exponent-leaves-a-fraction", "1.25e1",
     {.digit_count = 3, .magnitude = 1, .decimal_count = 1}},
    {"exponent-makes-a-fraction", "15e-3", {.digit_count = 2, .magnitude = -2, .decimal_count = 3}},
    {"exponent-takes-zeros", "1500e-2", {.integer = true, .digit_count = 2, .magnitude = 1}},
    {"cents", "99.90", {.digit_count = 3, .magnitude = 1, .decimal_count = 1}},
    {"leading-zeros", "0.00120", {.digit_count = 2, .magnitude = -3, .decimal_count = 4}},
    {"inner-zeros", "100.001", {.digit_count = 6, .magnitude = 2, .decimal_count = 3}},
};

static const char *const not_numbers[] = {
    "", "-", "+1", "01", "-00", ".5", "1.", "1.e1", "1e", "1e-", "1e1.0", "NaN",
    "0x1", " 1", "1 ", "1,0", "e1", "1ee1",
};
/* clang-format on */

Test(number, shape, .timeout = 5) {
    for (size_t i = 0; i < PL_COUNT(shapes); i++) {
        const struct shape_case *const c = &shapes[i];
        pl_number_shape got;
        memset(&got, 0xAA, sizeof got);
        cr_assert_eq(pl_number_scan(pl_bytes_of(c->in), &got), PL_OK, "%s", c->name);
        cr_assert_eq(got.negative, c->want.negative, "%s: negative", c->name);
        cr_assert_eq(got.zero, c->want.zero, "%s: zero", c->name);
        cr_assert_eq(got.integer, c->want.integer, "%s: integer", c->name);
        cr_assert_eq(got.plain, c->want.plain, "%s: plain", c->name);
        cr_assert_eq(got.digit_count, c->want.digit_count, "%s: digits", c->name);
        cr_assert_eq(got.magnitude, c->want.magnitude, "%s: magnitude", c->name);
        cr_assert_eq(got.decimal_count, c->want.decimal_count, "%s: decimals", c->name);
    }
}

Test(number, what_is_no_number, .timeout = 5) {
    for (size_t i = 0; i < PL_COUNT(not_numbers); i++) {
        const pl_bytes in = pl_bytes_of(not_numbers[i]);
        uint8_t *const copy = tu_exact_copy(in);
        pl_number_shape shape;
        cr_assert_eq(pl_number_scan((pl_bytes){copy, in.len}, &shape), PL_E_SYNTAX, "'%s'",
                     not_numbers[i]);
        free(copy);
    }
}

Test(number, shape_saturates, .timeout = 5) {
    pl_number_shape shape;
    cr_assert_eq(pl_number_scan(pl_bytes_of("-1e999999999999999999999"), &shape), PL_OK);
    cr_assert(shape.integer && shape.negative && shape.magnitude > INT64_C(1000000000000000));
    cr_assert_eq(pl_number_scan(pl_bytes_of("1e-999999999999999999999"), &shape), PL_OK);
    cr_assert(!shape.integer && shape.magnitude < -INT64_C(1000000000000000));
    cr_assert(shape.decimal_count > INT64_C(1000000000000000));
}

struct compare_case {
    const char *name, *lexeme, *bound;
    int want;
};

#define ZEROS_50 "00000000000000000000000000000000000000000000000000"

/* clang-format off */
static const struct compare_case compares[] = {
    {"equal", "1", "1", 0},
    {"equal-written-otherwise", "10.00e-1", "1", 0},
    {"less", "0", "1", -1},
    {"minus-zero", "-0", "0", 0},
    {"zero-huge-exponent", "0e999999999999999999999", "0", 0},
    {"max-usage-over", "1000001", "1000000", 1},
    {"max-usage-at", "1e6", "1000000", 0},
    {"just-above", "1." ZEROS_50 "1", "1", 1},
    {"just-below", "0.99999999999999999999999999999999999999999999999999", "1", -1},
    {"just-above-a-million", "1000000." ZEROS_50 "1", "1000000", 1},
    {"minus-just-above", "-1." ZEROS_50 "1", "-1", -1},
    {"longer-and-larger", "2." ZEROS_50 "1", "1.5", 1},
    {"longer-and-smaller", "1." ZEROS_50 "1", "1.5", -1},
    {"minus-longer-and-larger", "-2." ZEROS_50 "1", "-1.5", -1},
    {"huge", "1e999999999999999999999", "1000000", 1},
    {"huge-minus", "-1e999999999999999999999", "1", -1},
    {"tiny", "1e-999999999999999999999", "1", -1},
    {"tiny-above-zero", "1e-999999999999999999999", "0", 1},
    {"tiny-minus-below-zero", "-1e-999999999999999999999", "0", -1},
    {"tiny-minus-above-minus-one", "-1e-999999999999999999999", "-1", 1},
    {"huge-against-the-largest-bound", "1e10000",
     "99999999999999999999999999999999999999e9999", -1},
    {"past-the-largest-bound", "1e10037", "99999999999999999999999999999999999999e9999", 1},
    {"longest-bound-equal-and-more", "12345678901234567890123456789012345678.5",
     "12345678901234567890123456789012345678", 1},
    {"longest-bound-last-digit", "12345678901234567890123456789012345677.5",
     "12345678901234567890123456789012345678", -1},
    {"exponent-and-many-digits", "1" ZEROS_50 "e-50", "1", 0},
    {"exponent-and-more-digits", "1" ZEROS_50 "1e-51", "1", 1},
    {"bound-has-more-digits", "1" ZEROS_50 "1e-51", "1.1", -1},
};
/* clang-format on */

Test(number, compare_with_a_bound, .timeout = 5) {
    for (size_t i = 0; i < PL_COUNT(compares); i++) {
        const struct compare_case *const c = &compares[i];
        pl_decimal bound;
        cr_assert_eq(pl_decimal_parse(pl_bytes_of(c->bound), &bound), PL_OK, "%s", c->name);
        const int got = pl_number_compare(pl_bytes_of(c->lexeme), bound);
        cr_assert_eq(got, c->want, "%s: %d, want %d", c->name, got, c->want);
    }
}

struct equal_case {
    const char *name, *left, *right;
    bool want;
};

/* clang-format off */
static const struct equal_case equals[] = {
    {"same", "1", "1", true},
    {"point", "1", "1.000", true},
    {"exponent", "100", "1e2", true},
    {"zeros", "0", "-0.0e77", true},
    {"sign", "1", "-1", false},
    {"zero-and-tiny", "0", "1e-999999999999999999999", false},
    {"digit", "1.1", "1.2", false},
    {"more-digits", "1.1", "1.11", false},
    {"power", "1e5", "1e6", false},
    {"leading-zeros-of-exponent", "1e00000000000000000000000000000000000001", "10", true},
    {"huge-exponents", "1e999999999999999999999", "1e999999999999999999999", true},
    {"huge-exponents-one-off", "1e999999999999999999999", "1e999999999999999999998", false},
    {"huge-exponents-shifted", "1e1000000000000000000000", "10e999999999999999999999", true},
    {"huge-exponents-shifted-back", "0.01e1000000000000000000001", "1e999999999999999999999", true},
    {"huge-exponents-shifted-wrong", "1e1000000000000000000000",
     "100e999999999999999999999", false},
    {"huge-minus-exponents-shifted", "1e-1000000000000000000000",
     "0.1e-999999999999999999999", true},
    {"huge-exponents-opposite", "1e999999999999999999999", "1e-999999999999999999999", false},
    {"saturation-edge", "1e1152921504606846976", "10e1152921504606846975", true},
    {"saturation-edge-off", "1e1152921504606846977", "1e1152921504606846976", false},
    {"past-the-edge", "1e9223372036854775808", "0.1e9223372036854775809", true},
    {"exponent-zero-signs", "7e+0", "7e-0", true},
    {"exponents-of-different-sign", "0.1e1", "10e-1", true},
};
/* clang-format on */

Test(number, equality, .timeout = 5) {
    for (size_t i = 0; i < PL_COUNT(equals); i++) {
        const struct equal_case *const c = &equals[i];
        const pl_bytes left = pl_bytes_of(c->left);
        const pl_bytes right = pl_bytes_of(c->right);
        cr_assert_eq(pl_number_equal(left, right), c->want, "%s", c->name);
        cr_assert_eq(pl_number_equal(right, left), c->want, "%s: other way round", c->name);
        cr_assert(pl_number_equal(left, left), "%s: itself", c->name);
    }
}

enum { WRITTEN_MAX = 256, DIGITS_MAX = 60 };

/* One of the many lexemes of digits x 10^power: the point anywhere, zeros at both ends. */
static void write_somehow(uint64_t *state, const char *digits, int power, char out[WRITTEN_MAX]) {
    const int count = (int)strlen(digits);
    const int zeros = (int)tr_below(state, 5);
    const int whole = (int)tr_below(state, (uint64_t)(count + zeros)) + 1;
    char all[DIGITS_MAX + 8];
    snprintf(all, sizeof all, "%s%.*s", digits, zeros, "00000");
    const char *const sign = power % 3 == 0 ? "-" : "";
    const int exponent = power + count - whole;
    if (tr_below(state, 2) == 0 || whole == count + zeros) {
        const int lead = (int)tr_below(state, 4);
        snprintf(out, WRITTEN_MAX, "%s0.%.*s%se%+d", sign, lead, "0000", all,
                 exponent + whole + lead);
        return;
    }
    snprintf(out, WRITTEN_MAX, "%s%.*s.%sE%d", sign, whole, all, all + whole, exponent);
}

Test(number, one_value_written_in_many_ways, .timeout = 20) {
    uint64_t state = 21;
    for (int round = 0; round < 40000; round++) {
        char digits[DIGITS_MAX + 1];
        const size_t count = tr_below(&state, DIGITS_MAX) + 1;
        for (size_t i = 0; i < count; i++) { digits[i] = (char)('0' + tr_below(&state, 10)); }
        digits[0] = digits[count - 1] = '5';
        digits[count] = '\0';
        const int power = (int)tr_below(&state, 200) - 100;
        char left[WRITTEN_MAX], right[WRITTEN_MAX];
        write_somehow(&state, digits, power, left);
        write_somehow(&state, digits, power, right);
        cr_assert(pl_number_equal(pl_bytes_of(left), pl_bytes_of(right)), "%s and %s", left, right);
        pl_decimal value;
        if (pl_decimal_parse(pl_bytes_of(left), &value) == PL_OK) {
            cr_assert_leq(count, 38, "%s", left);
            cr_assert_eq(pl_number_compare(pl_bytes_of(right), value), 0, "%s and %s", left, right);
        }
        /* One digit larger: not equal, and on the right side of a bound cut from the digits. */
        const size_t idx = tr_below(&state, count);
        if (digits[idx] == '9') { continue; }
        digits[idx]++;
        write_somehow(&state, digits, power, right);
        cr_assert_not(pl_number_equal(pl_bytes_of(left), pl_bytes_of(right)), "%s and %s", left,
                      right);
        if (count <= 38) {
            const int want = power % 3 == 0 ? -1 : 1;
            cr_assert_eq(pl_number_compare(pl_bytes_of(right), value), want, "%s and %s", right,
                         left);
        }
    }
}

/* Thousands of digits: the last one decides. */
Test(number, thousands_of_digits, .timeout = 5) {
    enum { COUNT = 5000 };
    char *const left = malloc(COUNT + 1);
    char *const right = malloc(COUNT + 1);
    cr_assert(left != NULL && right != NULL);
    memset(left, '3', COUNT);
    left[1] = '.';
    left[COUNT] = '\0';
    memcpy(right, left, COUNT + 1);
    cr_assert(pl_number_equal(pl_bytes_of(left), pl_bytes_of(right)));
    right[COUNT - 1] = '4';
    cr_assert_not(pl_number_equal(pl_bytes_of(left), pl_bytes_of(right)));
    pl_number_shape shape;
    cr_assert_eq(pl_number_scan(pl_bytes_of(left), &shape), PL_OK);
    cr_assert_eq(shape.digit_count, COUNT - 1);
    cr_assert_eq(shape.decimal_count, COUNT - 2);
    cr_assert_eq(pl_number_compare(pl_bytes_of(left), pl_decimal_of(3)), 1);
    cr_assert_eq(pl_number_compare(pl_bytes_of(left), pl_decimal_of(4)), -1);
    free(left);
    free(right);
}
