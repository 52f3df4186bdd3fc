#include <criterion/criterion.h>

#include <math.h>
#include <stdio.h>

#include "test_util.h"
#include "text/binary64.h"
#include "unit/text/test_random.h"

/* The machine's own binary64 is the oracle. */
static double as_double(pl_binary64 value) {
    return ldexp((double)value.mantissa, value.exponent);
}

static bool is_canonical(pl_binary64 value) {
    if (value.mantissa == 0) { return value.exponent == 0; }
    const int64_t limit = INT64_C(1) << 53;
    return value.mantissa % 2 != 0 && value.mantissa < limit && value.mantissa > -limit;
}

static pl_decimal parsed(const char *text) {
    pl_decimal value = {0, 0};
    cr_assert_eq(pl_decimal_parse(pl_bytes_of(text), &value), PL_OK, "%s", text);
    return value;
}

static pl_binary64 binary(const char *text) {
    pl_binary64 value = {0, 0};
    cr_assert_eq(pl_binary64_of(parsed(text), &value), PL_OK, "%s", text);
    return value;
}

struct zone_case {
    const char *name, *in;
    pl_status want;
};

/* clang-format off */
static const struct zone_case zone_cases[] = {
    {"zero", "0", PL_OK},
    {"minus", "-150000", PL_OK},
    {"cents", "0.01", PL_OK},
    {"digits-14", "99999999999999", PL_OK},
    {"digits-15", "999999999999999", PL_OK},
    {"digits-15-minus", "-999999999999999", PL_OK},
    {"digits-16", "1000000000000000", PL_E_RANGE},
    {"digits-16-minus", "-1000000000000000", PL_E_RANGE},
    {"digits-16-no-zeros", "1000000000000001", PL_E_RANGE},
    {"digits-15-by-exponent", "1e14", PL_OK},
    {"digits-16-by-exponent", "1e15", PL_E_RANGE},
    {"digits-16-by-exponent-99", "99e14", PL_E_RANGE},
    {"digits-15-with-cents", "9999999999999.99", PL_OK},
    {"digits-16-with-cents", "99999999999999.99", PL_E_RANGE},
    {"one-decimal", "0.1", PL_OK},
    {"three-decimals", "0.001", PL_E_RANGE},
    {"huge", "1e9999", PL_E_RANGE},
    {"tiny", "1e-9999", PL_E_RANGE},
    {"digits-38", "99999999999999999999999999999999999999", PL_E_RANGE},
};
/* clang-format on */

Test(binary64, zone, .timeout = 5) {
    for (size_t i = 0; i < PL_COUNT(zone_cases); i++) {
        const struct zone_case *const c = &zone_cases[i];
        pl_binary64 value = {77, 77};
        const pl_status got = pl_binary64_of(parsed(c->in), &value);
        cr_assert_eq(got, c->want, "%s: status %d", c->name, got);
        if (got != PL_OK) { cr_assert_eq(value.mantissa, 77, "%s: written to", c->name); }
    }
}

Test(binary64, what_the_contract_warns_of, .timeout = 5) {
    const pl_binary64 sum = pl_binary64_add(binary("0.1"), binary("0.2"));
    cr_assert_not(pl_binary64_equal(sum, binary("0.3")), "0.1 + 0.2 is not 0.3");
    cr_assert(pl_binary64_equal(pl_binary64_add(binary("0.5"), binary("0.25")), binary("0.75")));
    const pl_binary64 product = pl_binary64_multiply(binary("3"), binary("1.1"));
    cr_assert_not(pl_binary64_equal(product, binary("3.3")), "3 x 1.1 is not 3.3");
    cr_assert(
        pl_binary64_equal(pl_binary64_multiply(binary("3"), binary("50000")), binary("150000")));
    cr_assert(pl_binary64_equal(pl_binary64_add(binary("1.1"), binary("-1.1")), binary("0")));
}

/* A value of the zone; small ones are as likely as large ones. */
static void random_text(uint64_t *state, char out[32]) {
    static const uint64_t ends[] = {10, 1000, 1000000, 10000000000, 1000000000000000};
    const long long value = (long long)tr_below(state, ends[tr_below(state, PL_COUNT(ends))]);
    const char *const sign = tr_below(state, 2) == 0 ? "-" : "";
    static const char *const exponents[] = {"", "e-1", "e-2"};
    snprintf(out, 32, "%s%lld%s", sign, value, exponents[tr_below(state, PL_COUNT(exponents))]);
}

Test(binary64, agrees_with_the_machine, .timeout = 30) {
    uint64_t state = 31;
    for (int round = 0; round < 200000; round++) {
        char left_text[32], right_text[32];
        random_text(&state, left_text);
        random_text(&state, right_text);
        const pl_binary64 left = binary(left_text);
        const pl_binary64 right = binary(right_text);
        const double left_want = strtod(left_text, NULL);
        const double right_want = strtod(right_text, NULL);
        const pl_binary64 sum = pl_binary64_add(left, right);
        const pl_binary64 product = pl_binary64_multiply(left, right);
        if (!is_canonical(left) || !is_canonical(sum) || !is_canonical(product)) {
            cr_assert_fail("%s and %s: not canonical", left_text, right_text);
        }
        if (as_double(left) != left_want || as_double(right) != right_want) {
            cr_assert_fail("%s or %s: value", left_text, right_text);
        }
        if (as_double(sum) != left_want + right_want) {
            cr_assert_fail("%s + %s", left_text, right_text);
        }
        if (as_double(product) != left_want * right_want) {
            cr_assert_fail("%s x %s", left_text, right_text);
        }
        /* A product and a sum again, as in quantity x price + the rest: many bits, far apart. */
        const double product_want = left_want * right_want; /* apart: must not become one fma */
        if (as_double(pl_binary64_add(product, right)) != product_want + right_want) {
            cr_assert_fail("%s x %s + %s", left_text, right_text, right_text);
        }
    }
}

/* Mantissas and exponents of any kind: ties, sticky bits, cancellation. */
static pl_binary64 random_binary64(uint64_t *state) {
    const uint64_t shape = tr_below(state, 4);
    int64_t mantissa = (int64_t)(tr_next(state) >> (11 + tr_below(state, 53)));
    if (shape == 0) { mantissa = (INT64_C(1) << 53) - 1; }
    if (shape == 1) { mantissa = (INT64_C(1) << tr_below(state, 53)) + 1; }
    mantissa |= 1;
    if (mantissa >= INT64_C(1) << 53) { mantissa = 1; }
    const int32_t exponent = (int32_t)tr_below(state, 260) - 130;
    return (pl_binary64){tr_below(state, 2) == 0 ? -mantissa : mantissa, exponent};
}

Test(binary64, any_bits_agree_with_the_machine, .timeout = 30) {
    uint64_t state = 32;
    for (int round = 0; round < 400000; round++) {
        const pl_binary64 left = random_binary64(&state);
        pl_binary64 right = random_binary64(&state);
        if (round % 3 == 0) { right.exponent = left.exponent + (int32_t)tr_below(&state, 8) - 4; }
        if (round % 3 == 1) {
            right.exponent = left.exponent + (int32_t)tr_below(&state, 120) - 60;
        }
        const pl_binary64 sum = pl_binary64_add(left, right);
        const pl_binary64 product = pl_binary64_multiply(left, right);
        if (!is_canonical(sum) || as_double(sum) != as_double(left) + as_double(right)) {
            cr_assert_fail("%a + %a", as_double(left), as_double(right));
        }
        if (!is_canonical(product) || as_double(product) != as_double(left) * as_double(right)) {
            cr_assert_fail("%a x %a", as_double(left), as_double(right));
        }
    }
}
