/* Scanners of single tokens. Each gets where to look and the input's end, and returns the byte just past the token,
 * or NULL with what is wrong and where. */
#ifndef PL_JSON_SCAN_INTERNAL_H
#define PL_JSON_SCAN_INTERNAL_H

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "text/digits.h"
#include "json/json.h"

/* What a token scan leaves behind besides its end. */
typedef struct scan_result {
    const uint8_t *fault_at;
    pl_json_fault fault;
    uint8_t marks;
} scan_result;

/* Rest of a string from the first byte that is not plain ASCII text: escapes, multi-byte sequences, marks. */
const uint8_t *pl_json_scan_string_rest(const uint8_t *at, const uint8_t *end, scan_result *result);

/* One number, from its first byte ('-' or a digit). */
const uint8_t *pl_json_scan_number(const uint8_t *at, const uint8_t *end, scan_result *result);

/* First byte at or after `at` that is not white space, or end.                       RFC 8259 section 2 */
const uint8_t *pl_json_skip_space(const uint8_t *at, const uint8_t *end);

/* The high bit of each byte that is '"', '\\', a control character or not ASCII. A byte above the lowest hit may be
 * marked wrongly (borrow); only the lowest is used. */
static inline uint64_t special_bytes(uint64_t word) {
    const uint64_t ones = UINT64_C(0x0101010101010101);
    const uint64_t high = UINT64_C(0x8080808080808080);
    const uint64_t quote = word ^ (ones * '"');
    const uint64_t backslash = word ^ (ones * '\\');
    return (((quote - ones) & ~quote) | ((backslash - ones) & ~backslash) |
            ((word - ones * 0x20) & ~word) | word) &
           high;
}

enum { SCAN_BLOCK = 16 }; /* bytes that the block scanners read */

#ifdef __SSE2__
/* One bit for each of 16 bytes that is '"', '\\', a control character or not ASCII. Signed comparison puts the
 * bytes above 0x7F below the space too. */
static inline unsigned special_bits(const uint8_t *at) {
    const __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
    const __m128i quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
    const __m128i backslash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
    const __m128i odd = _mm_cmplt_epi8(bytes, _mm_set1_epi8(' '));
    return (unsigned)_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quote, backslash), odd));
}

#else
/* The same from two words; only the lowest bit is right. */
static inline unsigned special_bits(const uint8_t *at) {
    const uint64_t low = special_bytes(pl_digits_load(at));
    if (low != 0) { return 1U << (__builtin_ctzll(low) >> 3); }
    const uint64_t high = special_bytes(pl_digits_load(at + 8));
    return high != 0 ? 0x100U << (__builtin_ctzll(high) >> 3) : 0;
}
#endif

/* First byte at or after `at` that does not simply stand for itself in a string, or end. Branches, not arithmetic,
 * step over whole blocks: the processor guesses them and need not wait for the bytes. */
static inline const uint8_t *scan_plain(const uint8_t *at, const uint8_t *end) {
    while (end - at >= SCAN_BLOCK) {
        const unsigned bits = special_bits(at);
        if (bits != 0) { return at + (unsigned)__builtin_ctz(bits); }
        at += SCAN_BLOCK;
    }
    while (end - at >= 8) {
        const uint64_t hits = special_bytes(pl_digits_load(at));
        if (hits != 0) { return at + (__builtin_ctzll(hits) >> 3); }
        at += 8;
    }
    while (at < end && *at != '"' && *at != '\\' && *at >= 0x20 && *at < 0x80) { at++; }
    return at;
}

static inline bool is_space(uint8_t byte) {
    return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
}

/* White space seldom stands between tokens on the wire: one comparison tells. Where it does, it is one space. */
static inline const uint8_t *skip_space(const uint8_t *at, const uint8_t *end) {
    if (__builtin_expect(at < end && *at <= ' ', 0)) {
        if (end - at > 1 && at[1] > ' ' && is_space(*at)) { return at + 1; }
        return pl_json_skip_space(at, end);
    }
    return at;
}

#endif
