#include <criterion/criterion.h>

#include <inttypes.h>
#include <stdio.h>

#include "text/digits.h"

Test(digits, every_byte_in_every_place, .timeout = 5) {
    for (size_t place = 0; place < PL_DIGITS_RUN; place++) {
        for (uint32_t byte = 0; byte < 256; byte++) {
            uint8_t text[PL_DIGITS_RUN];
            memset(text, '7', sizeof text);
            text[place] = (uint8_t)byte;
            cr_assert_eq(pl_digits_all(pl_digits_load(text)), byte >= '0' && byte <= '9',
                         "%02" PRIX32 " at %zu", byte, place);
        }
    }
}

/* Powers of ten, what lies beside them, and a step through all the rest. */
static void check_value(uint32_t value) {
    char text[16];
    (void)snprintf(text, sizeof text, "%08" PRIu32, value);
    const uint64_t run = pl_digits_load((const uint8_t *)text);
    cr_assert_eq(pl_digits_value(run), value, "%s", text);
    uint32_t modulus = 10000000;
    for (unsigned count = 1; count < PL_DIGITS_RUN; count++, modulus /= 10) {
        text[count - 1] = '"'; /* what is left out may be anything */
        const uint64_t rest = pl_digits_without(pl_digits_load((const uint8_t *)text), count);
        cr_assert_eq(pl_digits_value(rest), value % modulus, "%s without %u", text, count);
    }
}

Test(digits, value, .timeout = 10) {
    for (uint32_t power = 1; power <= 10000000; power *= 10) {
        check_value(power - 1);
        check_value(power);
        check_value(power + 1);
        check_value(power * 9);
    }
    for (uint32_t value = 0; value < 100000000; value += 9973) { check_value(value); }
}
