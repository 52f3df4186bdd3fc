#include <criterion/criterion.h>

#include <stdio.h>

#include "test_util.h"
#include "text/decimal_internal.h"
#include "unit/text/test_random.h"

struct parse_case {
    const char *name;
    pl_bytes in;
    pl_status want;
    const char *want_text; /* canonical lexeme, when PL_OK */
    int32_t want_exponent;
};

#define NINES_37 "9999999999999999999999999999999999999"

/* clang-format off */
static const struct parse_case parse_cases[] = {
    {"zero", PL_BYTES_LIT("0"), PL_OK, "0", 0},
    {"minus-zero", PL_BYTES_LIT("-0"), PL_OK, "0", 0},
    {"zero-fraction", PL_BYTES_LIT("-0.000"), PL_OK, "0", 0},
    {"zero-huge-exponent", PL_BYTES_LIT("0e999999999999999999999"), PL_OK, "0", 0},
    {"zero-small-exponent", PL_BYTES_LIT("0.0E-99999"), PL_OK, "0", 0},
    {"one", PL_BYTES_LIT("1"), PL_OK, "1", 0},
    {"minus-one", PL_BYTES_LIT("-1"), PL_OK, "-1", 0},
    {"known-good-amount", PL_BYTES_LIT("150000"), PL_OK, "150000", 4},
    {"million", PL_BYTES_LIT("1000000"), PL_OK, "1000000", 6},
    {"inner-zeros", PL_BYTES_LIT("1000001"), PL_OK, "1000001", 0},
    {"integer-with-point", PL_BYTES_LIT("1.0"), PL_OK, "1", 0},
    {"integer-with-exponent", PL_BYTES_LIT("1e3"), PL_OK, "1000", 3},
    {"exponent-plus", PL_BYTES_LIT("12E+2"), PL_OK, "1200", 2},
    {"exponent-leading-zeros", PL_BYTES_LIT("1e0000000000000000000000003"), PL_OK, "1000", 3},
    {"cents", PL_BYTES_LIT("12500.50"), PL_OK, "12500.5", -1},
    {"tenth", PL_BYTES_LIT("0.1"), PL_OK, "0.1", -1},
    {"minus-fraction", PL_BYTES_LIT("-0.025"), PL_OK, "-0.025", -3},
    {"digits-17", PL_BYTES_LIT("12345678901234567"), PL_OK, "12345678901234567", 0},
    {"digits-18", PL_BYTES_LIT("-123456789012345678"), PL_OK, "-123456789012345678", 0},
    {"digits-19", PL_BYTES_LIT("1234567890123456789"), PL_OK, "1234567890123456789", 0},
    {"digits-18-zeros", PL_BYTES_LIT("100000000000000000"), PL_OK, "100000000000000000", 17},
    {"digits-37", PL_BYTES_LIT(NINES_37), PL_OK, NINES_37, 0},
    {"digits-38", PL_BYTES_LIT("9" NINES_37), PL_OK, "9" NINES_37, 0},
    {"digits-39", PL_BYTES_LIT("99" NINES_37), PL_E_RANGE, NULL, 0},
    {"digits-39-last-zero", PL_BYTES_LIT("9" NINES_37 "0"), PL_OK, "9" NINES_37 "0", 1},
    {"digits-38-minus", PL_BYTES_LIT("-9" NINES_37), PL_OK, "-9" NINES_37, 0},
    {"digits-39-fraction", PL_BYTES_LIT("99." NINES_37), PL_E_RANGE, NULL, 0},
    {"digits-38-fraction", PL_BYTES_LIT("9." NINES_37), PL_OK, "9" NINES_37 "e-37", -37},
    {"zeros-first", PL_BYTES_LIT("0.0000000000000000000000000000000001"), PL_OK, "1e-34", -34},
    {"exponent-9998", PL_BYTES_LIT("1e9998"), PL_OK, "1e9998", 9998},
    {"exponent-9999", PL_BYTES_LIT("1e9999"), PL_OK, "1e9999", 9999},
    {"exponent-10000", PL_BYTES_LIT("1e10000"), PL_E_RANGE, NULL, 0},
    {"exponent-9999-shifted-out", PL_BYTES_LIT("10e9999"), PL_E_RANGE, NULL, 0},
    {"exponent-10000-shifted-in", PL_BYTES_LIT("0.1e10000"), PL_OK, "1e9999", 9999},
    {"exponent-minus-9998", PL_BYTES_LIT("1e-9998"), PL_OK, "1e-9998", -9998},
    {"exponent-minus-9999", PL_BYTES_LIT("-1e-9999"), PL_OK, "-1e-9999", -9999},
    {"exponent-minus-10000", PL_BYTES_LIT("1e-10000"), PL_E_RANGE, NULL, 0},
    {"exponent-minus-10000-shifted-in", PL_BYTES_LIT("10e-10000"), PL_OK, "1e-9999", -9999},
    {"exponent-past-64-bits", PL_BYTES_LIT("1e999999999999999999999"), PL_E_RANGE, NULL, 0},
    {"exponent-past-64-bits-minus", PL_BYTES_LIT("1e-999999999999999999999"), PL_E_RANGE, NULL, 0},
    {"plain-12-decimals", PL_BYTES_LIT("1e-12"), PL_OK, "0.000000000001", -12},
    {"science-13-decimals", PL_BYTES_LIT("1e-13"), PL_OK, "1e-13", -13},
    {"plain-20-zeros", PL_BYTES_LIT("1e20"), PL_OK, "100000000000000000000", 20},
    {"science-21-zeros", PL_BYTES_LIT("15e21"), PL_OK, "15e21", 21},
    {"empty", {NULL, 0}, PL_E_SYNTAX, NULL, 0},
    {"minus-alone", PL_BYTES_LIT("-"), PL_E_SYNTAX, NULL, 0},
    {"plus", PL_BYTES_LIT("+1"), PL_E_SYNTAX, NULL, 0},
    {"leading-zero", PL_BYTES_LIT("01"), PL_E_SYNTAX, NULL, 0},
    {"minus-leading-zero", PL_BYTES_LIT("-01"), PL_E_SYNTAX, NULL, 0},
    {"double-zero", PL_BYTES_LIT("00"), PL_E_SYNTAX, NULL, 0},
    {"point-first", PL_BYTES_LIT(".5"), PL_E_SYNTAX, NULL, 0},
    {"minus-point", PL_BYTES_LIT("-.5"), PL_E_SYNTAX, NULL, 0},
    {"point-last", PL_BYTES_LIT("1."), PL_E_SYNTAX, NULL, 0},
    {"point-exponent", PL_BYTES_LIT("1.e1"), PL_E_SYNTAX, NULL, 0},
    {"two-points", PL_BYTES_LIT("1.2.3"), PL_E_SYNTAX, NULL, 0},
    {"exponent-empty", PL_BYTES_LIT("1e"), PL_E_SYNTAX, NULL, 0},
    {"exponent-sign-alone", PL_BYTES_LIT("1e+"), PL_E_SYNTAX, NULL, 0},
    {"exponent-point", PL_BYTES_LIT("1e1.5"), PL_E_SYNTAX, NULL, 0},
    {"not-a-number", PL_BYTES_LIT("NaN"), PL_E_SYNTAX, NULL, 0},
    {"infinity", PL_BYTES_LIT("-Infinity"), PL_E_SYNTAX, NULL, 0},
    {"hex", PL_BYTES_LIT("0x10"), PL_E_SYNTAX, NULL, 0},
    {"blank-first", PL_BYTES_LIT(" 1"), PL_E_SYNTAX, NULL, 0},
    {"blank-last", PL_BYTES_LIT("1 "), PL_E_SYNTAX, NULL, 0},
    {"nul-last", PL_BYTES_LIT("1\0"), PL_E_SYNTAX, NULL, 0},
    {"nul-before-zeros", PL_BYTES_LIT("1\0000"), PL_E_SYNTAX, NULL, 0},
    {"letter-inside", PL_BYTES_LIT("12a0"), PL_E_SYNTAX, NULL, 0},
    {"two-minus", PL_BYTES_LIT("--1"), PL_E_SYNTAX, NULL, 0},
    {"slash-and-colon", PL_BYTES_LIT("1/:"), PL_E_SYNTAX, NULL, 0},
};
/* clang-format on */

Test(decimal, parse_and_format, .timeout = 5) {
    for (size_t i = 0; i < PL_COUNT(parse_cases); i++) {
        const struct parse_case *const c = &parse_cases[i];
        uint8_t *const copy = tu_exact_copy(c->in);
        pl_decimal value = {7, 7};
        const pl_status got = pl_decimal_parse((pl_bytes){copy, c->in.len}, &value);
        free(copy);
        cr_assert_eq(got, c->want, "%s: status %d, want %d", c->name, got, c->want);
        if (got != PL_OK) {
            cr_assert(value.coefficient == 7 && value.exponent == 7, "%s: written to", c->name);
            continue;
        }
        cr_assert_eq(value.exponent, c->want_exponent, "%s: exponent %d", c->name, value.exponent);
        char text[PL_DECIMAL_TEXT_BYTES_MAX];
        size_t len = 0;
        pl_decimal_format(value, text, &len);
        cr_assert_str_eq(text, c->want_text, "%s: got %s", c->name, text);
        cr_assert_eq(len, strlen(text), "%s: length", c->name);
    }
}

static pl_decimal parsed(const char *text) {
    pl_decimal value = {0, 0};
    const pl_status status = pl_decimal_parse(pl_bytes_of(text), &value);
    cr_assert_eq(status, PL_OK, "'%s' is in range", text);
    return value;
}

/* 1..count digits, any of them, at an exponent within +-span. */
static pl_decimal random_decimal(uint64_t *state, uint64_t count, int64_t span) {
    char text[PL_DECIMAL_TEXT_BYTES_MAX];
    size_t len = 0;
    if (tr_below(state, 2) == 0) { text[len++] = '-'; }
    for (uint64_t i = tr_below(state, count) + 1; i > 0; i--) {
        text[len++] = (char)('1' + tr_below(state, 9));
    }
    const int64_t exponent = (int64_t)tr_below(state, (uint64_t)(2 * span + 1)) - span;
    snprintf(text + len, sizeof text - len, "e%d", (int)exponent);
    return parsed(text);
}

Test(decimal, of_an_integer, .timeout = 5) {
    static const int64_t values[] = {0,
                                     1,
                                     -1,
                                     10,
                                     -10,
                                     150000,
                                     INT64_MAX,
                                     INT64_MIN,
                                     99999999,
                                     -1000000,
                                     INT32_MAX,
                                     INT32_MIN,
                                     1000000000000000000};
    for (size_t i = 0; i < PL_COUNT(values); i++) {
        char text[32];
        snprintf(text, sizeof text, "%lld", (long long)values[i]);
        const pl_decimal got = pl_decimal_of(values[i]);
        cr_assert(pl_decimal_equal(got, parsed(text)), "%s", text);
        cr_assert(got.coefficient == 0 || got.coefficient % 10 != 0, "%s: canonical", text);
    }
}

struct sum_case {
    const char *name, *left, *right;
    const char *want; /* NULL: PL_E_RANGE */
};

/* clang-format off */
static const struct sum_case sums[] = {
    {"tenths", "0.1", "0.2", "0.3"},
    {"zero-left", "0", "-5e3", "-5000"},
    {"zero-and-tiny", "0", "1e-9999", "1e-9999"},
    {"zero-and-huge", "0", "-1e9999", "-1e9999"},
    {"to-zero", "12.5", "-12.5", "0"},
    {"trailing-zeros-go", "5", "5", "10"},
    {"cents", "99999.99", "0.01", "100000"},
    {"minus", "1", "-0.01", "0.99"},
    {"digits-38", "9" NINES_37, "-1", NINES_37 "8"},
    {"digits-39", "9" NINES_37, "1", "1e38"},
    {"out-of-range", "9" NINES_37, "2", NULL},
    {"out-of-range-minus", "-9" NINES_37, "-2", NULL},
    {"apart-19", "1e19", "1", "10000000000000000001"},
    {"apart-20", "1e20", "1", "100000000000000000001"},
    {"far-apart", "1e39", "1", NULL},
    {"far-apart-38-digits", "1e37", "1", "10000000000000000000000000000000000001"},
    {"far-apart-back-in", "1e38", "-1", "9" NINES_37},
    {"past-128-bits-signed-back-in", "19e37", "-9" NINES_37,
     "90000000000000000000000000000000000001"},
    {"very-far-apart", "1e9999", "1e-9999", NULL},
    {"largest-exponent", "4e9999", "5e9999", "9e9999"},
    {"carry-past-the-exponent", "5e9999", "5e9999", NULL},
    {"smallest", "1e-9999", "-1e-9999", "0"},
};

static const struct sum_case products[] = {
    {"quantity-price", "3", "50000", "150000"},
    {"cents", "3", "33333.33", "99999.99"},
    {"minus", "-2", "0.05", "-0.1"},
    {"both-minus", "-2", "-4", "8"},
    {"zero", "0", "-1e9999", "0"},
    {"tens-appear", "25", "4", "100"},
    {"digits-38", "9999999999999999999", "9999999999999999999",
     "99999999999999999980000000000000000001"},
    {"digits-39", "99999999999999999999", "9999999999999999999", NULL},
    {"one-times-longest", "1", "-9" NINES_37, "-9" NINES_37},
    {"two-times-longest", "2", "9" NINES_37, NULL},
    {"long-factors-short-product", "1267650600228229401496703205376",
     "55511151231257827021181583404541015625", "70368744177664e54"},
    {"long-factors-long-product", "2503155504993241601315571986085849",
     "6366805760909027985741435139224001", NULL},
    {"exponents-add", "1e5000", "1e4999", "1e9999"},
    {"exponents-add-minus", "1e-5000", "1e-4999", "1e-9999"},
    {"digits-past", "99999999999999999999999999999999999999", "7", NULL},
    {"exponents-past", "1e5000", "1e5000", NULL},
    {"exponents-under", "1e-5000", "1e-5000", NULL},
};
/* clang-format on */

typedef pl_status (*operation)(pl_decimal, pl_decimal, pl_decimal *);

static void check_operation(const struct sum_case *c, operation run) {
    const pl_decimal left = parsed(c->left);
    const pl_decimal right = parsed(c->right);
    for (int turned = 0; turned < 2; turned++) {
        pl_decimal got = {7, 7};
        const pl_status status = turned ? run(right, left, &got) : run(left, right, &got);
        if (c->want == NULL) {
            cr_assert_eq(status, PL_E_RANGE, "%s: status %d", c->name, status);
            cr_assert(got.coefficient == 7 && got.exponent == 7, "%s: written to", c->name);
            continue;
        }
        cr_assert_eq(status, PL_OK, "%s: status %d", c->name, status);
        char text[PL_DECIMAL_TEXT_BYTES_MAX];
        size_t len;
        pl_decimal_format(got, text, &len);
        cr_assert(pl_decimal_equal(got, parsed(c->want)), "%s: got %s", c->name, text);
    }
}

Test(decimal, sums_and_products, .timeout = 5) {
    for (size_t i = 0; i < PL_COUNT(sums); i++) { check_operation(&sums[i], pl_decimal_add); }
    for (size_t i = 0; i < PL_COUNT(products); i++) {
        check_operation(&products[i], pl_decimal_multiply);
    }
}

/* Against plain integer arithmetic in hundredths. */
Test(decimal, agrees_with_integers, .timeout = 10) {
    uint64_t state = 11;
    for (int round = 0; round < 100000; round++) {
        const int64_t a = (int64_t)tr_below(&state, 2000000000) - 1000000000;
        const int64_t b = (int64_t)tr_below(&state, 2000000000) - 1000000000;
        const pl_decimal cent = {1, -2};
        pl_decimal left, right, sum, product;
        cr_assert_eq(pl_decimal_multiply(pl_decimal_of(a), cent, &left), PL_OK);
        cr_assert_eq(pl_decimal_multiply(pl_decimal_of(b), cent, &right), PL_OK);
        cr_assert_eq(pl_decimal_add(left, right, &sum), PL_OK);
        cr_assert_eq(pl_decimal_multiply(left, right, &product), PL_OK);
        pl_decimal want_sum, want_product;
        cr_assert_eq(pl_decimal_multiply(pl_decimal_of(a + b), cent, &want_sum), PL_OK);
        cr_assert_eq(pl_decimal_multiply(pl_decimal_of(a * b), (pl_decimal){1, -4}, &want_product),
                     PL_OK);
        cr_assert(pl_decimal_equal(sum, want_sum), "%lld + %lld", (long long)a, (long long)b);
        cr_assert(pl_decimal_equal(product, want_product), "%lld x %lld", (long long)a,
                  (long long)b);
        cr_assert_eq(pl_decimal_compare(left, right), (a > b) - (a < b), "%lld and %lld",
                     (long long)a, (long long)b);
    }
}

Test(decimal, format_then_parse_gives_the_value_back, .timeout = 10) {
    uint64_t state = 12;
    for (int round = 0; round < 50000; round++) {
        const pl_decimal value = random_decimal(&state, 38, round % 2 == 0 ? 60 : 9999);
        char text[PL_DECIMAL_TEXT_BYTES_MAX];
        size_t len = 0;
        pl_decimal_format(value, text, &len);
        pl_decimal back = {0, 0};
        cr_assert_eq(pl_decimal_parse((pl_bytes){(uint8_t *)text, len}, &back), PL_OK, "%s", text);
        cr_assert(pl_decimal_equal(value, back), "%s", text);
    }
}

/* The sign of the difference, where it has one in range; and the answer turned round. */
Test(decimal, compare_agrees_with_the_difference, .timeout = 10) {
    uint64_t state = 13;
    size_t judged = 0;
    for (int round = 0; round < 100000; round++) {
        const pl_decimal left = random_decimal(&state, 19, 12);
        pl_decimal right = random_decimal(&state, 19, 12);
        if (round % 4 == 0) { right = left; }
        const int got = pl_decimal_compare(left, right);
        cr_assert_eq(pl_decimal_compare(right, left), -got, "round %d", round);
        cr_assert_eq(got == 0, pl_decimal_equal(left, right), "round %d", round);
        const pl_decimal minus = {-right.coefficient, right.exponent};
        pl_decimal difference;
        if (pl_decimal_add(left, minus, &difference) != PL_OK) { continue; }
        judged++;
        const int want = (difference.coefficient > 0) - (difference.coefficient < 0);
        cr_assert_eq(got, want, "round %d: %d, want %d", round, got, want);
    }
    cr_assert_gt(judged, 90000);
}

Test(decimal, compare_orders_a_ladder, .timeout = 5) {
    static const char *const ladder[] = {
        "-9" NINES_37 "e9999",
        "-1e9999",
        "-2e38",
        "-1e38",
        "-9" NINES_37,
        "-1000001",
        "-1000000",
        "-1",
        "-0.1",
        "-1e-38",
        "-1e-9999",
        "0",
        "1e-9999",
        "9e-9999",
        "1e-38",
        "0.99",
        "1",
        "1.01",
        "10",
        "999999",
        "1000000",
        "9" NINES_37,
        "1e38",
        "2e38",
        "1e9999",
        "9" NINES_37 "e9999",
    };
    for (size_t i = 0; i < PL_COUNT(ladder); i++) {
        for (size_t j = 0; j < PL_COUNT(ladder); j++) {
            const int want = (i > j) - (i < j);
            cr_assert_eq(pl_decimal_compare(parsed(ladder[i]), parsed(ladder[j])), want,
                         "%s and %s", ladder[i], ladder[j]);
        }
    }
}
