/* UTF-8, RFC 3629. Input: the text.
 * P1 no crash or over-read            P2 libunistring finds the same text well-formed, whole and from another offset on
 * P3 and decodes every offset alike   P4 encode(decode(x)) == x
 * P5 an ill-formed sequence is skipped by its maximal subpart   P6 well-formed is what decodes from end to end */
#include "utf8_oracle.h"

/* More bytes show no more; each offset is compared. */
enum { TEXT_BYTES_MAX = 64, WORD_BYTES = 8 };

/* Compare what stands at an offset, character or not. Its length; 0 when it is ill-formed. */
static size_t check_offset(pl_bytes text, size_t at) {
    uint32_t point = UINT32_MAX;
    uint32_t other = UINT32_MAX;
    const size_t len = pl_utf8_next(text, at, &point);
    FZ_CHECK(len == fz_oracle_next(text, at, &other) && point == other); /* P3 */
    const size_t skip = pl_utf8_skip_bad(text, at);
    FZ_CHECK(skip >= 1 && skip <= PL_UTF8_BYTES_MAX && skip <= text.len - at);
    if (len > 0) {
        fz_check_encoded(point, text.ptr + at, len); /* P4 */
    } else {
        FZ_CHECK(skip == fz_oracle_subpart(text, at)); /* P5 */
    }
    return len;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fz_reader reader = {data, size};
    if (size > TEXT_BYTES_MAX) { return 0; }
    const pl_bytes text = fz_rest_copy(&reader);
    bool decodes = true;
    size_t next_at = 0; /* where the next character starts when one reads from the front */
    for (size_t at = 0; at < text.len; at++) {
        const size_t len = check_offset(text, at);
        if (at != next_at) { continue; }
        decodes = decodes && len > 0;
        next_at += len > 0 ? len : pl_utf8_skip_bad(text, at);
    }
    FZ_CHECK(next_at == text.len);
    FZ_CHECK(pl_utf8_valid(text) == decodes);                    /* P6 */
    FZ_CHECK(decodes == (u8_check(text.ptr, text.len) == NULL)); /* P2 */
    /* The check of a whole text takes it in words: from another offset they are others. */
    const size_t skip = text.len % WORD_BYTES;
    const pl_bytes rest = {text.ptr + skip, text.len - skip};
    FZ_CHECK(pl_utf8_valid(rest) == (u8_check(rest.ptr, rest.len) == NULL)); /* P2 */
    fz_free(text);
    return 0;
}
