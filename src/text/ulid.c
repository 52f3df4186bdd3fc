#include "text/ulid.h"

#include <assert.h>

#include "text/ascii_internal.h"

enum { BITS_PER_CHARACTER = 5, BITS_PER_BYTE = 8, FIRST_VALUE_MAX = 7, TIME_BYTES = 6 };

/* Crockford's base32: no I, L, O, U. The aliases of his decoder (o for 0, i and l for 1) are not
 * part of the ULID's text. */
static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* Five bits of an upper-case character, plus one: 0 is "not of the alphabet". */
/* clang-format off */
static const uint8_t values_plus_one[256] = {
    ['0'] = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ['A'] = 11, 12, 13, 14, 15, 16, 17, 18,
    ['J'] = 19, 20,
    ['M'] = 21, 22,
    ['P'] = 23, 24, 25, 26, 27,
    ['V'] = 28, 29, 30, 31, 32,
};
/* clang-format on */

pl_ulid_form pl_ulid_classify(pl_bytes in) {
    assert(in.ptr != NULL || in.len == 0);
    if (in.len != PL_ULID_LEN) { return PL_ULID_MALFORMED; }
    pl_ulid_form form = PL_ULID_CANONICAL;
    for (size_t i = 0; i < in.len; i++) {
        uint8_t byte = in.ptr[i];
        if (byte >= 'a' && byte <= 'z') {
            byte = (uint8_t)(byte - 'a' + 'A');
            form = PL_ULID_LOWER;
        }
        if (values_plus_one[byte] == 0) { return PL_ULID_MALFORMED; }
    }
    /* 26 characters are 130 bits; the two on top must be 0. */
    return in.ptr[0] <= '0' + FIRST_VALUE_MAX ? form : PL_ULID_MALFORMED;
}

pl_status pl_ulid_decode(pl_bytes in, uint8_t out[PL_ULID_BYTES]) {
    assert(out != NULL);
    if (pl_ulid_classify(in) == PL_ULID_MALFORMED) { return PL_E_SYNTAX; }
    uint32_t bits = 0;
    uint32_t bit_count = 0;
    size_t out_at = 0;
    for (size_t i = 0; i < in.len; i++) {
        const uint8_t byte = in.ptr[i];
        const uint8_t upper = pl_ascii_is_letter(byte) ? (uint8_t)(byte & ~0x20) : byte;
        bits = bits << BITS_PER_CHARACTER | (values_plus_one[upper] - 1u);
        /* The first character brings three bits: the two on top of it are 0. */
        bit_count += i == 0 ? 3 : BITS_PER_CHARACTER;
        if (bit_count >= BITS_PER_BYTE) {
            bit_count -= BITS_PER_BYTE;
            out[out_at++] = (uint8_t)(bits >> bit_count);
        }
    }
    assert(out_at == PL_ULID_BYTES);
    assert(bit_count == 0);
    return PL_OK;
}

void pl_ulid_encode(const uint8_t in[PL_ULID_BYTES], char out[PL_ULID_LEN + 1]) {
    assert(in != NULL && out != NULL);
    uint32_t bits = 0;
    uint32_t bit_count = 2; /* two zero bits on top fill the first character */
    size_t out_at = 0;
    for (size_t i = 0; i < PL_ULID_BYTES; i++) {
        bits = bits << BITS_PER_BYTE | in[i];
        bit_count += BITS_PER_BYTE;
        while (bit_count >= BITS_PER_CHARACTER) {
            bit_count -= BITS_PER_CHARACTER;
            out[out_at++] = alphabet[bits >> bit_count & 31];
        }
    }
    assert(out_at == PL_ULID_LEN);
    out[out_at] = '\0';
}

int64_t pl_ulid_unix_ms(const uint8_t in[PL_ULID_BYTES]) {
    assert(in != NULL);
    int64_t unix_ms = 0;
    for (size_t i = 0; i < TIME_BYTES; i++) { unix_ms = unix_ms << BITS_PER_BYTE | in[i]; }
    return unix_ms;
}
