#include <criterion/criterion.h>

#include "test_util.h"
#include "text/ulid.h"
#include "unit/text/test_random.h"

struct ulid_case {
    const char *name;
    pl_bytes in;
    pl_ulid_form want;
};

/* clang-format off */
static const struct ulid_case cases[] = {
    {"spec-example", PL_BYTES_LIT("01ARZ3NDEKTSV4RRFFQ69G5FAV"), PL_ULID_CANONICAL},
    {"least", PL_BYTES_LIT("00000000000000000000000000"), PL_ULID_CANONICAL},
    {"largest", PL_BYTES_LIT("7ZZZZZZZZZZZZZZZZZZZZZZZZZ"), PL_ULID_CANONICAL},
    {"lower-case", PL_BYTES_LIT("01arz3ndektsv4rrffq69g5fav"), PL_ULID_LOWER},
    {"mixed-case", PL_BYTES_LIT("01ARZ3NDEKTSV4RRFFQ69G5FAv"), PL_ULID_LOWER},
    {"past-128-bits", PL_BYTES_LIT("80000000000000000000000000"), PL_ULID_MALFORMED},
    {"first-letter", PL_BYTES_LIT("Z0000000000000000000000000"), PL_ULID_MALFORMED},
    {"first-lower-letter", PL_BYTES_LIT("a0000000000000000000000000"), PL_ULID_MALFORMED},
    {"empty", {NULL, 0}, PL_ULID_MALFORMED},
    {"short", PL_BYTES_LIT("01ARZ3NDEKTSV4RRFFQ69G5FA"), PL_ULID_MALFORMED},
    {"long", PL_BYTES_LIT("01ARZ3NDEKTSV4RRFFQ69G5FAVA"), PL_ULID_MALFORMED},
    {"letter-i", PL_BYTES_LIT("01ARZ3NDEKTSV4RRFFQ69G5FAI"), PL_ULID_MALFORMED},
    {"letter-l", PL_BYTES_LIT("01ARZ3NDEKTSV4RRFFQ69G5FAL"), PL_ULID_MALFORMED},
    {"letter-o", PL_BYTES_LIT("01ARZ3NDEKTSV4RRFFQ69G5FAO"), PL_ULID_MALFORMED},
    {"letter-u", PL_BYTES_LIT("01ARZ3NDEKTSV4RRFFQ69G5FAU"), PL_ULID_MALFORMED},
    {"letter-i-lower", PL_BYTES_LIT("01ARZ3NDEKTSV4RRFFQ69G5FAi"), PL_ULID_MALFORMED},
    {"letter-u-lower", PL_BYTES_LIT("01ARZ3NDEKTSV4RRFFQ69G5FAu"), PL_ULID_MALFORMED},
    {"hyphen", PL_BYTES_LIT("01ARZ3NDEK-SV4RRFFQ69G5FAV"), PL_ULID_MALFORMED},
    {"blank-last", PL_BYTES_LIT("01ARZ3NDEKTSV4RRFFQ69G5FA "), PL_ULID_MALFORMED},
    {"nul-inside", PL_BYTES_LIT("01ARZ3NDEKTSV\0RRFFQ69G5FAV"), PL_ULID_MALFORMED},
    {"integer-id", PL_BYTES_LIT("1"), PL_ULID_MALFORMED},
};
/* clang-format on */

Test(ulid, classify_and_decode, .timeout = 5) {
    for (size_t i = 0; i < PL_COUNT(cases); i++) {
        const struct ulid_case *const c = &cases[i];
        uint8_t *const copy = tu_exact_copy(c->in);
        const pl_bytes in = {copy, c->in.len};
        uint8_t bytes[PL_ULID_BYTES];
        memset(bytes, 0xAA, sizeof bytes);
        cr_assert_eq(pl_ulid_classify(in), c->want, "%s", c->name);
        const pl_status status = pl_ulid_decode(in, bytes);
        cr_assert_eq(status, c->want == PL_ULID_MALFORMED ? PL_E_SYNTAX : PL_OK, "%s", c->name);
        if (status == PL_OK) {
            char text[PL_ULID_LEN + 1];
            pl_ulid_encode(bytes, text);
            cr_assert_eq(pl_bytes_equal(pl_bytes_of(text), in), c->want == PL_ULID_CANONICAL, "%s",
                         c->name);
        } else {
            cr_assert(bytes[0] == 0xAA && bytes[15] == 0xAA, "%s: written to", c->name);
        }
        free(copy);
    }
}

/* Every byte at every place: accepted there are the 32 characters and their lower case, and no
 * more. */
Test(ulid, every_byte_at_every_place, .timeout = 5) {
    static const char upper[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    static const char lower[] = "abcdefghjkmnpqrstvwxyz";
    for (size_t at = 0; at < PL_ULID_LEN; at++) {
        for (uint32_t byte = 0; byte < 256; byte++) {
            uint8_t text[PL_ULID_LEN];
            memset(text, '0', sizeof text);
            text[at] = (uint8_t)byte;
            pl_ulid_form want = PL_ULID_MALFORMED;
            if (byte != 0 && strchr(upper, (int)byte) != NULL) { want = PL_ULID_CANONICAL; }
            if (byte != 0 && strchr(lower, (int)byte) != NULL) { want = PL_ULID_LOWER; }
            if (at == 0 && byte > '7') { want = PL_ULID_MALFORMED; }
            cr_assert_eq(pl_ulid_classify((pl_bytes){text, sizeof text}), want, "%02X at %zu", byte,
                         at);
        }
    }
}

Test(ulid, bits_are_in_their_places, .timeout = 5) {
    for (size_t bit = 0; bit < 128; bit++) {
        uint8_t bytes[PL_ULID_BYTES] = {0}, back[PL_ULID_BYTES];
        bytes[15 - bit / 8] = (uint8_t)(1u << bit % 8);
        char text[PL_ULID_LEN + 1];
        pl_ulid_encode(bytes, text);
        for (size_t i = 0; i < PL_ULID_LEN; i++) {
            static const char powers[] = "1248G";
            const char want = i == PL_ULID_LEN - 1 - bit / 5 ? powers[bit % 5] : '0';
            cr_assert_eq(text[i], want, "bit %zu: %s", bit, text);
        }
        cr_assert_eq(pl_ulid_decode(pl_bytes_of(text), back), PL_OK, "bit %zu", bit);
        cr_assert_arr_eq(bytes, back, sizeof bytes, "bit %zu", bit);
    }
}

Test(ulid, round_trip, .timeout = 5) {
    uint64_t state = 51;
    for (int round = 0; round < 10000; round++) {
        uint8_t bytes[PL_ULID_BYTES], back[PL_ULID_BYTES];
        for (size_t i = 0; i < sizeof bytes; i++) { bytes[i] = (uint8_t)tr_next(&state); }
        char text[PL_ULID_LEN + 1];
        pl_ulid_encode(bytes, text);
        cr_assert_eq(pl_ulid_decode(pl_bytes_of(text), back), PL_OK, "%s", text);
        cr_assert_eq(memcmp(bytes, back, sizeof bytes), 0, "%s", text);
    }
}

Test(ulid, moment, .timeout = 5) {
    uint8_t bytes[PL_ULID_BYTES];
    cr_assert_eq(pl_ulid_decode(pl_bytes_of("01ARZ3NDEKTSV4RRFFQ69G5FAV"), bytes), PL_OK);
    cr_assert_eq(pl_ulid_unix_ms(bytes), 1469922850259);
    cr_assert_eq(pl_ulid_decode(pl_bytes_of("7ZZZZZZZZZ0000000000000000"), bytes), PL_OK);
    cr_assert_eq(pl_ulid_unix_ms(bytes), 281474976710655);
    cr_assert_eq(pl_ulid_decode(pl_bytes_of("0000000000ZZZZZZZZZZZZZZZZ"), bytes), PL_OK);
    cr_assert_eq(pl_ulid_unix_ms(bytes), 0);
}
