/* What our numbers are held to: GMP's opinion, and the machine's own floating point. */
#ifndef PL_FUZZ_DECIMAL_UTIL_H
#define PL_FUZZ_DECIMAL_UTIL_H

#include "decimal_oracle.h"
#include "text/binary64.h"

/* Exponents that pl_decimal_format writes with plain digits. */
enum { FZ_PLAIN_EXPONENT_MIN = -12, FZ_PLAIN_EXPONENT_MAX = 20 };

/* One number of the input in all its forms. */
typedef struct fz_number {
    pl_bytes lexeme;
    const fz_exact *exact; /* GMP's, when the text is of the grammar */
    bool lexical;          /* the text is of the grammar */
    bool fits;             /* and in range: value holds */
    pl_decimal value;
} fz_number;

static const pl_decimal fz_untouched = {77, 77};

/* Exactly the grammar, exactly the range, GMP's value; the out-param is left alone by a failure. */
static inline fz_number fz_number_read(pl_bytes lexeme, fz_exact *exact) {
    fz_number number = {.lexeme = lexeme, .exact = exact, .value = fz_untouched};
    number.lexical = fz_exact_read(lexeme, exact);
    number.fits = number.lexical && fz_exact_fits(exact);
    const pl_status status = pl_decimal_parse(lexeme, &number.value);
    FZ_CHECK(status == (number.fits ? PL_OK : number.lexical ? PL_E_RANGE : PL_E_SYNTAX));
    FZ_CHECK(number.fits ? fz_exact_is(exact, number.value)
                         : pl_decimal_equal(number.value, fz_untouched));
    return number;
}

/* One power of ten, ours against GMP's; ours saturates at 2^60. */
static inline bool fz_same_power(int64_t ours, mpz_srcptr exact) {
    enum { EXACT_BITS = 59 };
    if (mpz_sizeinbase(exact, 2) <= EXACT_BITS) { return mpz_cmp_si(exact, ours) == 0; }
    const int64_t far = INT64_C(1) << (EXACT_BITS - 1);
    return mpz_sgn(exact) < 0 ? ours <= -far : ours >= far;
}

/* The shape is GMP's, in range or not. */
static inline void fz_check_shape(const fz_number *number) {
    pl_number_shape shape = {.digit_count = 77};
    if (!number->lexical) {
        FZ_CHECK(pl_number_scan(number->lexeme, &shape) == PL_E_SYNTAX && shape.digit_count == 77);
        return;
    }
    const fz_exact *const exact = number->exact;
    FZ_CHECK(pl_number_scan(number->lexeme, &shape) == PL_OK);
    FZ_CHECK(shape.negative == (mpz_sgn(exact->coefficient) < 0));
    FZ_CHECK(shape.zero == (mpz_sgn(exact->coefficient) == 0));
    FZ_CHECK(shape.integer == (mpz_sgn(exact->exponent) >= 0) && shape.plain == exact->plain);
    FZ_CHECK(shape.digit_count == exact->digit_count);
    FZ_CHECK(fz_same_power(shape.magnitude, exact->magnitude));
    FZ_CHECK(shape.integer ? shape.decimal_count == 0
                           : fz_same_power(-shape.decimal_count, exact->exponent));
}

/* Written and read again it is the same, in GMP's eyes too; so is an integer that takes the short way. */
static inline void fz_check_format(const fz_number *number) {
    char text[PL_DECIMAL_TEXT_BYTES_MAX];
    size_t len = SIZE_MAX;
    const pl_decimal value = number->value;
    pl_decimal back = fz_untouched;
    pl_decimal_format(value, text, &len);
    FZ_CHECK(len < sizeof text && text[len] == '\0');
    const pl_bytes lexeme = {(const uint8_t *)text, len};
    FZ_CHECK(fz_exact_read(lexeme, &fz_gmp.result) && fz_exact_is(&fz_gmp.result, value));
    FZ_CHECK(pl_decimal_parse(lexeme, &back) == PL_OK && pl_decimal_equal(back, value));
    const bool plain =
        value.exponent >= FZ_PLAIN_EXPONENT_MIN && value.exponent <= FZ_PLAIN_EXPONENT_MAX;
    FZ_CHECK(plain == (memchr(text, 'e', len) == NULL));
    FZ_CHECK(mpz_cmp_si(number->exact->magnitude, pl_decimal_magnitude_of(value)) == 0);
    if (value.exponent < 0 || value.exponent >= PL_POWER_OF_TEN_COUNT) { return; }
    mpz_mul(fz_gmp.scratch, number->exact->coefficient, fz_gmp.powers[value.exponent]);
    if (mpz_fits_slong_p(fz_gmp.scratch)) {
        FZ_CHECK(pl_decimal_equal(pl_decimal_of(mpz_get_si(fz_gmp.scratch)), value));
    }
}

/* GMP's result, or PL_E_RANGE exactly where that does not fit. */
static inline bool fz_is_result(pl_status status, pl_decimal ours) {
    return fz_exact_fits(&fz_gmp.result)
               ? status == PL_OK && fz_exact_is(&fz_gmp.result, ours)
               : status == PL_E_RANGE && pl_decimal_equal(ours, fz_untouched);
}

/* Sum and product, in either order. */
static inline void fz_check_sums(const fz_number *left, const fz_number *right) {
    const fz_number *const pairs[][2] = {{left, right}, {right, left}};
    for (size_t i = 0; i < PL_COUNT(pairs); i++) {
        const pl_decimal first = pairs[i][0]->value, second = pairs[i][1]->value;
        pl_decimal sum = fz_untouched, product = fz_untouched;
        const pl_status sum_status = pl_decimal_add(first, second, &sum);
        const pl_status product_status = pl_decimal_multiply(first, second, &product);
        fz_exact_sum(left->exact, right->exact);
        FZ_CHECK(fz_is_result(sum_status, sum));
        fz_exact_product(left->exact, right->exact);
        FZ_CHECK(fz_is_result(product_status, product));
    }
}

/* Order and equality; a lexeme out of range has its place in the order all the same. */
static inline void fz_check_order(const fz_number *left, const fz_number *right) {
    const int order = fz_exact_compare(left->exact, right->exact);
    FZ_CHECK(pl_number_equal(left->lexeme, right->lexeme) == (order == 0));
    FZ_CHECK(pl_number_equal(right->lexeme, left->lexeme) == (order == 0));
    if (right->fits) { FZ_CHECK(pl_number_compare(left->lexeme, right->value) == order); }
    if (left->fits) { FZ_CHECK(pl_number_compare(right->lexeme, left->value) == -order); }
    if (left->fits && right->fits) {
        FZ_CHECK(pl_decimal_compare(left->value, right->value) == order);
        FZ_CHECK(pl_decimal_compare(right->value, left->value) == -order);
        FZ_CHECK(pl_decimal_equal(left->value, right->value) == (order == 0));
    }
}

/* The machine's number in our members. */
static inline pl_binary64 fz_binary64_of(double value) {
    enum { STORED_BITS = 52, BIAS = 1075, EXPONENT_BITS_MASK = 0x7FF };
    uint64_t bits = 0;
    _Static_assert(sizeof bits == sizeof value, "binary64");
    memcpy(&bits, &value, sizeof bits);
    if (bits << 1 == 0) { return (pl_binary64){0, 0}; }
    const uint64_t hidden = UINT64_C(1) << STORED_BITS;
    int64_t mantissa = (int64_t)((bits & (hidden - 1)) | hidden);
    int32_t exponent = (int32_t)(bits >> STORED_BITS & EXPONENT_BITS_MASK) - BIAS;
    for (; mantissa % 2 == 0; mantissa /= 2) { exponent++; }
    return (pl_binary64){bits >> 63 != 0 ? -mantissa : mantissa, exponent};
}

/* strtod's value of a lexeme within the zone that binary64.h declares; false outside of it. */
static inline bool fz_check_binary64_of(const fz_number *number, double *ret_double) {
    enum { ZONE_DECIMALS = 2 };
    pl_binary64 ours = {77, 77};
    const pl_status status = pl_binary64_of(number->value, &ours);
    if (number->value.exponent < -ZONE_DECIMALS ||
        number->exact->digit_count > PL_BINARY64_DIGITS_MAX ||
        mpz_cmp_si(number->exact->magnitude, PL_BINARY64_DIGITS_MAX) >= 0) {
        FZ_CHECK(status == PL_E_RANGE && ours.mantissa == 77 && ours.exponent == 77);
        return false;
    }
    char text[FZ_LEXEME_BYTES_MAX + 1];
    memcpy(text, number->lexeme.ptr, number->lexeme.len);
    text[number->lexeme.len] = '\0';
    *ret_double = strtod(text, NULL);
    FZ_CHECK(status == PL_OK && pl_binary64_equal(ours, fz_binary64_of(*ret_double)));
    return true;
}

/* Sums and products of the machine, far apart and cancelling each other out, in a fixed order. */
static inline void fz_check_binary64(const fz_number *left, const fz_number *right) {
    enum { GIVEN = 3 }; /* left, right and -1 */
    static const struct {
        bool multiply;
        uint8_t left, right;
    } steps[] = {
        [GIVEN] = {true, 0, 1}, {false, 0, 1}, {true, 3, 3},  {false, 3, 0},
        {false, 5, 1},          {true, 3, 2},  {false, 6, 8}, {false, 5, 8},
    };
    double theirs[PL_COUNT(steps)] = {0, 0, -1};
    pl_binary64 ours[PL_COUNT(steps)];
    const bool left_in = fz_check_binary64_of(left, &theirs[0]);
    const bool right_in = fz_check_binary64_of(right, &theirs[1]);
    if (!left_in || !right_in) { return; }
    for (size_t i = 0; i < GIVEN; i++) { ours[i] = fz_binary64_of(theirs[i]); }
    for (size_t i = GIVEN; i < PL_COUNT(steps); i++) {
        const size_t a = steps[i].left, b = steps[i].right;
        theirs[i] = steps[i].multiply ? theirs[a] * theirs[b] : theirs[a] + theirs[b];
        ours[i] = steps[i].multiply ? pl_binary64_multiply(ours[a], ours[b])
                                    : pl_binary64_add(ours[a], ours[b]);
        FZ_CHECK(pl_binary64_equal(ours[i], fz_binary64_of(theirs[i])));
    }
}

#endif
