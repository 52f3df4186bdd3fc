/* A second opinion on ULIDs: one number of 128 bits, multiplied up and divided down.    github.com/ulid/spec */
#ifndef PL_FUZZ_ULID_ORACLE_H
#define PL_FUZZ_ULID_ORACLE_H

#include "fuzz_util.h"
#include "text/ulid.h"

__extension__ typedef unsigned __int128 fz_uint128;

enum { FZ_ULID_BASE = 32, FZ_ULID_TIME_SHIFT = 80 };

static const char fz_ulid_upper[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
static const char fz_ulid_lower[] = "0123456789abcdefghjkmnpqrstvwxyz";

/* The form of a text; of a well-formed one its number, and its characters in upper case. */
static inline pl_ulid_form fz_ulid_read(pl_bytes text, fz_uint128 *ret_number,
                                        char out[PL_ULID_LEN]) {
    pl_ulid_form form = PL_ULID_CANONICAL;
    fz_uint128 number = 0;
    if (text.len != PL_ULID_LEN) { return PL_ULID_MALFORMED; }
    for (size_t i = 0; i < text.len; i++) {
        const char *found = memchr(fz_ulid_upper, text.ptr[i], FZ_ULID_BASE);
        size_t figure = (size_t)(found - fz_ulid_upper);
        if (found == NULL) {
            form = PL_ULID_LOWER;
            found = memchr(fz_ulid_lower, text.ptr[i], FZ_ULID_BASE);
            if (found == NULL) { return PL_ULID_MALFORMED; }
            figure = (size_t)(found - fz_ulid_lower);
        }
        if (__builtin_mul_overflow(number, (fz_uint128)FZ_ULID_BASE, &number)) {
            return PL_ULID_MALFORMED;
        }
        number += figure;
        out[i] = fz_ulid_upper[figure];
    }
    *ret_number = number;
    return form;
}

/* The text of a number, last character first. */
static inline void fz_ulid_write(fz_uint128 number, char out[PL_ULID_LEN]) {
    for (size_t i = PL_ULID_LEN; i > 0; i--) {
        out[i - 1] = fz_ulid_upper[(size_t)(number % FZ_ULID_BASE)];
        number /= FZ_ULID_BASE;
    }
}

/* The number that the bytes are, most significant first. */
static inline fz_uint128 fz_ulid_number(const uint8_t bytes[PL_ULID_BYTES]) {
    fz_uint128 number = 0;
    for (size_t i = 0; i < PL_ULID_BYTES; i++) { number = number * 256 + bytes[i]; }
    return number;
}

#endif
