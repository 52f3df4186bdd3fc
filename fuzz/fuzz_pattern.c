/* The contract's patterns, ECMA-262. Input: a digit that picks the pattern ('0' is the first one), then the text.
 * P1 no crash or over-read           P2 PCRE2 set to ECMA-262 matches what we match; ill-formed UTF-8 never does
 * P3 text that is known to be ASCII has the same answer
 * P4 a match is so many code points of the class, and the bits of an ASCII character say what its class says
 * P5 white space is Unicode's, up to two known rows */
#include "pattern_oracle.h"

#include "text/utf8.h"

enum { TEXT_BYTES_MAX = 256 }; /* more bytes show no more */

static bool bit_of(const pl_pattern_row *row, uint32_t byte) {
    return (row->admits_ascii[byte >> 6] >> (byte & 63) & 1) != 0;
}

/* What the row itself says of the text, character by character. */
static bool row_matches(const pl_pattern_row *row, pl_bytes text) {
    uint32_t count = 0;
    bool admitted = true;
    for (size_t at = 0; at < text.len; count++) {
        uint32_t point = 0;
        const size_t len = pl_utf8_next(text, at, &point);
        if (len == 0) { return false; }
        FZ_CHECK(pl_ecma_is_space(point) == fz_is_space(point));             /* P5 */
        FZ_CHECK(point >= 0x80 || bit_of(row, point) == row->admits(point)); /* P4 */
        admitted = admitted && row->admits(point);
        at += len;
    }
    return admitted && count >= row->count_min && count <= row->count_max;
}

static bool is_ascii(pl_bytes text) {
    uint8_t any = 0;
    for (size_t at = 0; at < text.len; at++) { any |= text.ptr[at]; }
    return any < 0x80;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fz_reader reader = {data, size};
    if (size > TEXT_BYTES_MAX) { return 0; }
    const pl_pattern pattern = (pl_pattern)((uint8_t)(fz_u8(&reader) - '0') % PL_PATTERN_COUNT);
    const pl_bytes text = fz_rest_copy(&reader);
    const bool matches = pl_pattern_matches(pattern, text);
    FZ_CHECK(matches == fz_oracle_matches(pattern, text));                           /* P2 */
    FZ_CHECK(!is_ascii(text) || matches == pl_pattern_matches_ascii(pattern, text)); /* P3 */
    FZ_CHECK(matches == row_matches(pl_pattern_row_of(pattern), text));              /* P4 */
    fz_free(text);
    return 0;
}
