/* ULIDs against arithmetic on 128 bits. Input: a text; its first bytes, with zeros behind, are a number too.
 * P1 no crash or over-read                       P2 exactly the texts of the alphabet below 2^128 are well-formed
 * P3 decode gives the number, encode its text    P4 encode(decode(text)) is the text in upper case
 * P5 decode(encode(bytes)) is the bytes          P6 the first 48 bits are the time
 * P7 texts stand in the order of their bytes */
#include "ulid_oracle.h"

/* Any 16 bytes; the text is left for the caller. */
static void check_bytes(const uint8_t bytes[PL_ULID_BYTES], char text[PL_ULID_LEN + 1]) {
    char want[PL_ULID_LEN];
    uint8_t back[PL_ULID_BYTES] = {0};
    const fz_uint128 number = fz_ulid_number(bytes);
    fz_ulid_write(number, want);
    memset(text, 'x', PL_ULID_LEN + 1);
    pl_ulid_encode(bytes, text);
    FZ_CHECK(memcmp(text, want, sizeof want) == 0 && text[PL_ULID_LEN] == '\0'); /* P3 */
    const pl_bytes written = {(const uint8_t *)text, PL_ULID_LEN};
    FZ_CHECK(pl_ulid_classify(written) == PL_ULID_CANONICAL);
    FZ_CHECK(pl_ulid_decode(written, back) == PL_OK &&
             memcmp(back, bytes, sizeof back) == 0);                             /* P5 */
    FZ_CHECK(pl_ulid_unix_ms(bytes) == (int64_t)(number >> FZ_ULID_TIME_SHIFT)); /* P6 */
}

static int sign(int order) {
    return (order > 0) - (order < 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fz_reader reader = {data, size};
    uint8_t bytes[PL_ULID_BYTES] = {0}, decoded[PL_ULID_BYTES];
    char text_of_bytes[PL_ULID_LEN + 1], upper[PL_ULID_LEN], text_of_decoded[PL_ULID_LEN + 1];
    memcpy(bytes, data, size < sizeof bytes ? size : sizeof bytes);
    check_bytes(bytes, text_of_bytes);

    const pl_bytes text = fz_rest_copy(&reader);
    fz_uint128 number = 0;
    const pl_ulid_form form = fz_ulid_read(text, &number, upper);
    FZ_CHECK(pl_ulid_classify(text) == form); /* P2 */
    if (form == PL_ULID_MALFORMED) {
        FZ_CHECK(pl_ulid_decode(text, decoded) == PL_E_SYNTAX);
    } else {
        FZ_CHECK(pl_ulid_decode(text, decoded) == PL_OK &&
                 fz_ulid_number(decoded) == number); /* P3 */
        check_bytes(decoded, text_of_decoded);
        FZ_CHECK(memcmp(text_of_decoded, upper, sizeof upper) == 0); /* P4 */
        FZ_CHECK(sign(memcmp(upper, text_of_bytes, sizeof upper)) ==
                 sign(memcmp(decoded, bytes, sizeof bytes))); /* P7 */
    }
    fz_free(text);
    return 0;
}
