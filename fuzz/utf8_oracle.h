/* libunistring as the second opinion on UTF-8. */
#ifndef PL_FUZZ_UTF8_ORACLE_H
#define PL_FUZZ_UTF8_ORACLE_H

#include <unistr.h>

#include "fuzz_util.h"
#include "text/utf8.h"

enum { FZ_INCOMPLETE = -2 }; /* of u8_mbtoucr: so far it is the start of a character */

/* The sequence at `at` as libunistring reads it: 0 when ill-formed, else its length. */
static inline size_t fz_oracle_next(pl_bytes in, size_t at, uint32_t *ret_point) {
    ucs4_t point = 0;
    const int len = u8_mbtoucr(&point, in.ptr + at, in.len - at);
    if (len < 0) { return 0; }
    *ret_point = point;
    return (size_t)len;
}

/* Maximal subpart of an ill-formed sequence: the longest start of it that could have become a character, or one byte.
 *                                                                   Unicode, section 3.9, "U+FFFD substitution" */
static inline size_t fz_oracle_subpart(pl_bytes in, size_t at) {
    size_t longest = 1;
    ucs4_t point = 0;
    for (size_t len = 1; len < PL_UTF8_BYTES_MAX && len <= in.len - at; len++) {
        if (u8_mbtoucr(&point, in.ptr + at, len) == FZ_INCOMPLETE) { longest = len; }
    }
    return longest;
}

/* A code point both ways: encoded it is the bytes that it was read from, by either encoder. */
static inline void fz_check_encoded(uint32_t point, const uint8_t *bytes, size_t len) {
    uint8_t ours[PL_UTF8_BYTES_MAX];
    uint8_t theirs[PL_UTF8_BYTES_MAX];
    FZ_CHECK(pl_utf8_encode(point, ours) == len && memcmp(ours, bytes, len) == 0);
    FZ_CHECK(u8_uctomb(theirs, point, sizeof theirs) == (int)len && memcmp(ours, theirs, len) == 0);
}

#endif
