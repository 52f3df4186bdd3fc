#include "text/base64url.h"

#include <assert.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* Six bits of a character, plus one: 0 is "not of the alphabet". */
/* clang-format off */
static const uint8_t values_plus_one[256] = {
    ['A'] = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13,
    ['N'] = 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26,
    ['a'] = 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39,
    ['n'] = 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52,
    ['0'] = 53, 54, 55, 56, 57, 58, 59, 60, 61, 62,
    ['-'] = 63,
    ['_'] = 64,
};
/* clang-format on */

size_t pl_base64url_encoded_len(size_t len) {
    assert(len <= SIZE_MAX / 2);
    return len / 3 * 4 + (len % 3 == 0 ? 0 : len % 3 + 1);
}

pl_status pl_base64url_encode(pl_bytes in, uint8_t *out, size_t out_cap, size_t *ret_len) {
    assert(in.ptr != NULL || in.len == 0);
    const size_t len = pl_base64url_encoded_len(in.len);
    if (len > out_cap) { return PL_E_SPACE; }
    size_t out_at = 0;
    uint32_t bits = 0;
    uint32_t bit_count = 0; /* of `bits`, not yet written */
    for (size_t i = 0; i < in.len; i++) {
        bits = bits << 8 | in.ptr[i];
        bit_count += 8;
        while (bit_count >= 6) {
            bit_count -= 6;
            out[out_at++] = (uint8_t)alphabet[bits >> bit_count & 63];
        }
    }
    if (bit_count > 0) { out[out_at++] = (uint8_t)alphabet[bits << (6 - bit_count) & 63]; }
    assert(out_at == len);
    *ret_len = len;
    return PL_OK;
}

bool pl_base64url_valid(pl_bytes in) {
    assert(in.ptr != NULL || in.len == 0);
    if (in.len % 4 == 1) { return false; }
    for (size_t i = 0; i < in.len; i++) {
        if (values_plus_one[in.ptr[i]] == 0) { return false; }
    }
    if (in.len % 4 == 0) { return true; }
    /* The last character holds 4 or 2 bits of data; the bits behind them must not be set, else two
     * texts would stand for the same bytes. */
    const uint32_t last = values_plus_one[in.ptr[in.len - 1]] - 1u;
    return (last & (in.len % 4 == 2 ? 0xFu : 0x3u)) == 0;
}

pl_status pl_base64url_decode(pl_bytes in, uint8_t *out, size_t out_cap, size_t *ret_len) {
    if (!pl_base64url_valid(in)) { return PL_E_SYNTAX; }
    const size_t rest = in.len % 4;
    const size_t len = in.len / 4 * 3 + (rest == 0 ? 0 : rest - 1);
    if (len > out_cap) { return PL_E_SPACE; }
    size_t out_at = 0;
    uint32_t bits = 0;
    uint32_t bit_count = 0;
    for (size_t i = 0; i < in.len; i++) {
        bits = bits << 6 | (values_plus_one[in.ptr[i]] - 1u);
        bit_count += 6;
        if (bit_count >= 8) {
            bit_count -= 8;
            out[out_at++] = (uint8_t)(bits >> bit_count);
        }
    }
    assert(out_at == len);
    *ret_len = len;
    return PL_OK;
}
