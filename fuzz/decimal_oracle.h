/* GMP as the second opinion on numbers. A lexeme is integer x 10^integer there, both of any size: exact, and
 * 1e999999999 costs no more room than it is long. */
#ifndef PL_FUZZ_DECIMAL_ORACLE_H
#define PL_FUZZ_DECIMAL_ORACLE_H

#include <gmp.h>

#include "fuzz_util.h"
#include "text/decimal.h"
#include "text/limits.h"

enum { FZ_LEXEME_BYTES_MAX = 512, FZ_POWER_COUNT = 2 * FZ_LEXEME_BYTES_MAX };

/* No trailing zero in the coefficient; zero has exponent and magnitude 0 and no digit. */
typedef struct fz_exact {
    mpz_t coefficient, exponent;
    mpz_t magnitude; /* power of ten of the leading digit */
    size_t digit_count;
    bool plain;
} fz_exact;

/* The grammar as a machine: what a character is, and where it leads. 0 is a dead end.  RFC 8259 section 6 */
typedef enum fz_number_class {
    FZ_CLASS_OTHER,
    FZ_CLASS_MINUS,
    FZ_CLASS_PLUS,
    FZ_CLASS_ZERO,
    FZ_CLASS_DIGIT,
    FZ_CLASS_POINT,
    FZ_CLASS_E,
    FZ_CLASS_COUNT
} fz_number_class;

typedef enum fz_number_state {
    FZ_NUMBER_DEAD,
    FZ_NUMBER_START,
    FZ_NUMBER_SIGNED,
    FZ_NUMBER_ZERO,
    FZ_NUMBER_WHOLE,
    FZ_NUMBER_POINT,
    FZ_NUMBER_FRACTION,
    FZ_NUMBER_E,
    FZ_NUMBER_E_SIGNED,
    FZ_NUMBER_EXPONENT,
    FZ_NUMBER_STATE_COUNT
} fz_number_state;

/* clang-format off */
static const uint8_t fz_number_classes[256] = {
    ['-'] = FZ_CLASS_MINUS, ['+'] = FZ_CLASS_PLUS, ['.'] = FZ_CLASS_POINT, ['E'] = FZ_CLASS_E, ['e'] = FZ_CLASS_E,
    ['0'] = FZ_CLASS_ZERO,
    ['1'] = FZ_CLASS_DIGIT, FZ_CLASS_DIGIT, FZ_CLASS_DIGIT, FZ_CLASS_DIGIT, FZ_CLASS_DIGIT, FZ_CLASS_DIGIT,
    FZ_CLASS_DIGIT, FZ_CLASS_DIGIT, FZ_CLASS_DIGIT,
};

#define FZ_FIGURE(state) [FZ_CLASS_ZERO] = (state), [FZ_CLASS_DIGIT] = (state)
static const uint8_t fz_number_steps[FZ_NUMBER_STATE_COUNT][FZ_CLASS_COUNT] = {
    [FZ_NUMBER_START] = {[FZ_CLASS_MINUS] = FZ_NUMBER_SIGNED, [FZ_CLASS_ZERO] = FZ_NUMBER_ZERO, [FZ_CLASS_DIGIT] = FZ_NUMBER_WHOLE},
    [FZ_NUMBER_SIGNED] = {[FZ_CLASS_ZERO] = FZ_NUMBER_ZERO, [FZ_CLASS_DIGIT] = FZ_NUMBER_WHOLE},
    [FZ_NUMBER_ZERO] = {[FZ_CLASS_POINT] = FZ_NUMBER_POINT, [FZ_CLASS_E] = FZ_NUMBER_E},
    [FZ_NUMBER_WHOLE] = {FZ_FIGURE(FZ_NUMBER_WHOLE), [FZ_CLASS_POINT] = FZ_NUMBER_POINT, [FZ_CLASS_E] = FZ_NUMBER_E},
    [FZ_NUMBER_POINT] = {FZ_FIGURE(FZ_NUMBER_FRACTION)},
    [FZ_NUMBER_FRACTION] = {FZ_FIGURE(FZ_NUMBER_FRACTION), [FZ_CLASS_E] = FZ_NUMBER_E},
    [FZ_NUMBER_E] = {FZ_FIGURE(FZ_NUMBER_EXPONENT), [FZ_CLASS_PLUS] = FZ_NUMBER_E_SIGNED, [FZ_CLASS_MINUS] = FZ_NUMBER_E_SIGNED},
    [FZ_NUMBER_E_SIGNED] = {FZ_FIGURE(FZ_NUMBER_EXPONENT)},
    [FZ_NUMBER_EXPONENT] = {FZ_FIGURE(FZ_NUMBER_EXPONENT)},
};
#undef FZ_FIGURE

/* A lexeme may end here. */
static const bool fz_number_ends[FZ_NUMBER_STATE_COUNT] = {
    [FZ_NUMBER_ZERO] = true, [FZ_NUMBER_WHOLE] = true, [FZ_NUMBER_FRACTION] = true, [FZ_NUMBER_EXPONENT] = true,
};
/* clang-format on */

_Static_assert(sizeof(long) == sizeof(int64_t), "GMP takes 64 bits at once");

/* GMP's room, which lives as long as the program. */
static struct fz_gmp {
    bool ready;
    mpz_t powers[FZ_POWER_COUNT]; /* of ten */
    mpz_t scratch;
    fz_exact left, right, result; /* two lexemes, and what is reckoned of them */
} fz_gmp;

static inline void fz_exact_init(fz_exact *exact) {
    mpz_inits(exact->coefficient, exact->exponent, exact->magnitude, NULL);
}

static inline void fz_gmp_start(void) {
    if (fz_gmp.ready) { return; }
    fz_gmp.ready = true;
    mpz_init(fz_gmp.scratch);
    fz_exact *const exacts[] = {&fz_gmp.left, &fz_gmp.right, &fz_gmp.result};
    for (size_t i = 0; i < PL_COUNT(exacts); i++) { fz_exact_init(exacts[i]); }
    mpz_init_set_ui(fz_gmp.powers[0], 1);
    for (size_t i = 1; i < FZ_POWER_COUNT; i++) {
        mpz_init(fz_gmp.powers[i]);
        mpz_mul_ui(fz_gmp.powers[i], fz_gmp.powers[i - 1], 10);
    }
}

/* Canonical form of coefficient x 10^exponent, and its size. */
static inline void fz_exact_settle(fz_exact *exact) {
    exact->digit_count = 0;
    mpz_set_ui(exact->magnitude, 0);
    if (mpz_sgn(exact->coefficient) == 0) {
        mpz_set_ui(exact->exponent, 0);
        return;
    }
    if (mpz_divisible_ui_p(exact->coefficient, 10)) {
        const size_t zeros = mpz_remove(exact->coefficient, exact->coefficient, fz_gmp.powers[1]);
        mpz_add_ui(exact->exponent, exact->exponent, zeros);
    }
    exact->digit_count = mpz_sizeinbase(exact->coefficient, 10); /* exact or one too big */
    if (mpz_cmpabs(exact->coefficient, fz_gmp.powers[exact->digit_count - 1]) < 0) {
        exact->digit_count--;
    }
    mpz_add_ui(exact->magnitude, exact->exponent, exact->digit_count - 1);
}

/* Read a lexeme of FZ_LEXEME_BYTES_MAX bytes at most; false when the grammar has none such. */
static inline bool fz_exact_read(pl_bytes lexeme, fz_exact *exact) {
    char digits[FZ_LEXEME_BYTES_MAX + 1];
    char exponent[FZ_LEXEME_BYTES_MAX + 1] = "0";
    size_t digits_len = 0, exponent_len = 0, fraction_len = 0;
    uint8_t state = FZ_NUMBER_START;
    FZ_CHECK(lexeme.len <= FZ_LEXEME_BYTES_MAX);
    for (size_t i = 0; i < lexeme.len; i++) {
        const char byte = (char)lexeme.ptr[i];
        state = fz_number_steps[state][fz_number_classes[lexeme.ptr[i]]];
        if (state == FZ_NUMBER_DEAD) { return false; }
        if (state == FZ_NUMBER_FRACTION) { fraction_len++; }
        if (state == FZ_NUMBER_E_SIGNED || state == FZ_NUMBER_EXPONENT) {
            if (byte != '+') { exponent[exponent_len++] = byte; }
        } else if (state != FZ_NUMBER_POINT && state != FZ_NUMBER_E) {
            digits[digits_len++] = byte;
        }
    }
    if (!fz_number_ends[state]) { return false; }
    digits[digits_len] = '\0';
    if (exponent_len > 0) { exponent[exponent_len] = '\0'; }
    FZ_CHECK(mpz_set_str(exact->coefficient, digits, 10) == 0);
    FZ_CHECK(mpz_set_str(exact->exponent, exponent, 10) == 0);
    mpz_sub_ui(exact->exponent, exact->exponent, fraction_len);
    exact->plain = state == FZ_NUMBER_ZERO || state == FZ_NUMBER_WHOLE;
    fz_exact_settle(exact);
    return true;
}

/* Within the range that pl_decimal declares. */
static inline bool fz_exact_fits(const fz_exact *exact) {
    return exact->digit_count <= PL_DECIMAL_DIGITS_MAX &&
           mpz_cmpabs_ui(exact->exponent, PL_DECIMAL_EXPONENT_MAX) <= 0;
}

/* -1, 0 or 1, for values of any size: only digits that start at the same power are brought to one length. */
static inline int fz_exact_compare(const fz_exact *left, const fz_exact *right) {
    const int sign = mpz_sgn(left->coefficient);
    int order = sign - mpz_sgn(right->coefficient);
    if (order == 0) { order = sign * mpz_cmp(left->magnitude, right->magnitude); }
    if (order == 0) {
        const bool longer = left->digit_count > right->digit_count;
        const fz_exact *const high = longer ? left : right, *const low = longer ? right : left;
        mpz_mul(fz_gmp.scratch, low->coefficient,
                fz_gmp.powers[high->digit_count - low->digit_count]);
        order = mpz_cmp(high->coefficient, fz_gmp.scratch) * (longer ? 1 : -1);
    }
    return (order > 0) - (order < 0);
}

/* Sum of two values that fit, in fz_gmp.result. */
static inline void fz_exact_sum(const fz_exact *left, const fz_exact *right) {
    fz_exact *const sum = &fz_gmp.result;
    const bool left_high = mpz_cmp(left->exponent, right->exponent) >= 0;
    const fz_exact *const high = left_high ? left : right, *const low = left_high ? right : left;
    mpz_sub(fz_gmp.scratch, high->exponent, low->exponent);
    const size_t shift = mpz_get_ui(fz_gmp.scratch);
    if (left->digit_count == 0 || right->digit_count == 0) {
        const fz_exact *const other = left->digit_count == 0 ? right : left;
        mpz_set(sum->coefficient, other->coefficient);
        mpz_set(sum->exponent, other->exponent);
    } else if (shift < FZ_LEXEME_BYTES_MAX) {
        mpz_mul(sum->coefficient, high->coefficient, fz_gmp.powers[shift]);
        mpz_add(sum->coefficient, sum->coefficient, low->coefficient);
        mpz_set(sum->exponent, low->exponent);
    } else { /* from the first digit to the last, which is not 0, it is about as many */
        sum->digit_count = shift;
        return;
    }
    fz_exact_settle(sum);
}

static inline void fz_exact_product(const fz_exact *left, const fz_exact *right) {
    mpz_mul(fz_gmp.result.coefficient, left->coefficient, right->coefficient);
    mpz_add(fz_gmp.result.exponent, left->exponent, right->exponent);
    fz_exact_settle(&fz_gmp.result);
}

/* The same members: so value is canonical too. */
static inline bool fz_exact_is(const fz_exact *exact, pl_decimal value) {
    mpz_set_si(fz_gmp.scratch, (int64_t)(value.coefficient >> 64));
    mpz_mul_2exp(fz_gmp.scratch, fz_gmp.scratch, 64);
    mpz_add_ui(fz_gmp.scratch, fz_gmp.scratch, (uint64_t)value.coefficient);
    return mpz_cmp(fz_gmp.scratch, exact->coefficient) == 0 &&
           mpz_cmp_si(exact->exponent, value.exponent) == 0;
}

#endif
