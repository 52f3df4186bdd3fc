/* libcrypto as the second opinion on base64url: the same bits in another alphabet, with padding. RFC 4648 section 5 */
#ifndef PL_FUZZ_JWT_ORACLE_H
#define PL_FUZZ_JWT_ORACLE_H

#include <openssl/evp.h>

#include "fuzz_util.h"
#include "text/base64url.h"
#include "text/jwt.h"
#include "text/limits.h"

/* The longest text that is looked at, and room for it in fours with a NUL. */
enum { FZ_JWT_BYTES_MAX = 4096, FZ_BASE64_BYTES_MAX = FZ_JWT_BYTES_MAX / 3 * 4 + 8 };

/* A character of base64 in the other alphabet, and back; what is of no use there is '!'. Tables, because each
 * comparison of an instrumented loop costs. */
static struct fz_alphabets {
    bool ready;
    char to_url[256], from_url[256];
} fz_alphabets;

static inline void fz_alphabets_start(void) {
    if (fz_alphabets.ready) { return; }
    fz_alphabets.ready = true;
    for (int i = 0; i < 256; i++) { fz_alphabets.to_url[i] = fz_alphabets.from_url[i] = (char)i; }
    static const char base64_only[] = "+/=";
    for (size_t i = 0; base64_only[i] != '\0'; i++) {
        fz_alphabets.from_url[(uint8_t)base64_only[i]] = '!';
    }
    fz_alphabets.to_url['+'] = '-';
    fz_alphabets.to_url['/'] = '_';
    fz_alphabets.from_url['-'] = '+';
    fz_alphabets.from_url['_'] = '/';
}

static inline void fz_translate(const char *table, const uint8_t *in, char *out, size_t len) {
    for (const uint8_t *const end = in + len; in < end; in++) { *out++ = table[*in]; }
}

/* Bytes as base64url. */
static inline size_t fz_base64url_write(pl_bytes in, char out[FZ_BASE64_BYTES_MAX]) {
    FZ_CHECK(in.len <= FZ_JWT_BYTES_MAX);
    size_t len = (size_t)EVP_EncodeBlock((unsigned char *)out, in.ptr, (int)in.len);
    while (len > 0 && out[len - 1] == '=') { len--; }
    fz_translate(fz_alphabets.to_url, (const uint8_t *)out, out, len);
    return len;
}

/* The bytes of a text, or false when it is no base64url, or not the one text of its bytes. */
static inline bool fz_base64url_read(pl_bytes text, uint8_t out[FZ_BASE64_BYTES_MAX],
                                     size_t *ret_len) {
    static char padded[FZ_BASE64_BYTES_MAX], back[FZ_BASE64_BYTES_MAX];
    size_t len = text.len;
    fz_translate(fz_alphabets.from_url, text.ptr, padded, len);
    while (len % 4 != 0) { padded[len++] = '='; }
    const size_t padding = len - text.len; /* its bits come back as zeros */
    const int decoded = EVP_DecodeBlock(out, (const unsigned char *)padded, (int)len);
    if (decoded < (int)padding) { return false; }
    *ret_len = (size_t)decoded - padding;
    /* It takes white space at the ends, a lone last character and set bits past the end: none of them comes back. */
    return fz_base64url_write((pl_bytes){out, *ret_len}, back) == text.len &&
           memcmp(back, text.ptr, text.len) == 0;
}

/* Does decode take exactly what libcrypto takes, to the same bytes, given room and only then? */
static inline bool fz_check_text(pl_bytes text) {
    static uint8_t want[FZ_BASE64_BYTES_MAX];
    size_t want_len = text.len, len = SIZE_MAX;
    const bool valid = fz_base64url_read(text, want, &want_len);
    FZ_CHECK(pl_base64url_valid(text) == valid);
    uint8_t *const room = fz_alloc(want_len);
    if (!valid) {
        FZ_CHECK(pl_base64url_decode(text, room, want_len, &len) == PL_E_SYNTAX && len == SIZE_MAX);
    } else {
        if (want_len > 0) {
            FZ_CHECK(pl_base64url_decode(text, room, want_len - 1, &len) == PL_E_SPACE &&
                     len == SIZE_MAX);
        }
        FZ_CHECK(pl_base64url_decode(text, room, want_len, &len) == PL_OK);
        FZ_CHECK(len == want_len && memcmp(room, want, len) == 0);
    }
    free(room);
    return valid;
}

/* encode writes what libcrypto writes, given room and only then, and decode takes it back. */
static inline void fz_check_bytes(pl_bytes bytes) {
    static char want[FZ_BASE64_BYTES_MAX];
    const size_t want_len = fz_base64url_write(bytes, want);
    size_t len = SIZE_MAX, back_len = SIZE_MAX;
    FZ_CHECK(pl_base64url_encoded_len(bytes.len) == want_len);
    uint8_t *const text = fz_alloc(want_len), *const back = fz_alloc(bytes.len);
    if (want_len > 0) {
        FZ_CHECK(pl_base64url_encode(bytes, text, want_len - 1, &len) == PL_E_SPACE &&
                 len == SIZE_MAX);
    }
    FZ_CHECK(pl_base64url_encode(bytes, text, want_len, &len) == PL_OK);
    FZ_CHECK(len == want_len && memcmp(text, want, len) == 0);
    FZ_CHECK(pl_base64url_decode((pl_bytes){text, len}, back, bytes.len, &back_len) == PL_OK);
    FZ_CHECK(back_len == bytes.len && memcmp(back, bytes.ptr, back_len) == 0);
    free(back);
    free(text);
}

/* The token with its payload stretched: of the longest length it is judged as ever, one byte more is too long. */
static inline void fz_check_longest(const pl_jwt *jwt) {
    const size_t header_end = jwt->header.len + 1, tail_len = jwt->signature.len + 1;
    uint8_t *const text = fz_alloc(PL_JWT_BYTES_MAX + 1);
    for (size_t len = PL_JWT_BYTES_MAX; len <= PL_JWT_BYTES_MAX + 1; len++) {
        const size_t payload_len = len - header_end - tail_len;
        memcpy(text, jwt->signed_text.ptr, header_end);
        memset(text + header_end, 'A', payload_len);
        memcpy(text + header_end + payload_len, jwt->signature.ptr - 1, tail_len);
        const pl_status possible = payload_len % 4 == 1 ? PL_E_SYNTAX : PL_OK;
        pl_jwt longest;
        FZ_CHECK(pl_jwt_split((pl_bytes){text, len}, &longest) ==
                 (len > PL_JWT_BYTES_MAX ? PL_E_SIZE : possible));
    }
    free(text);
}

#endif
