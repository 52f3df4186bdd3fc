/* Mail addresses, RFC 5321 section 4.1.2. Input: the text.
 * P1 no crash or over-read             P2 what PCRE2 matches with the grammar of the RFC, we take
 * P3 we take nothing else, up to the known rows
 * P4 no length is too much: stretched beyond every limit that is known, an address still is one
 * P5 a local part without quotes may stand between quotes */
#include "email_oracle.h"

enum { TEXT_BYTES_MAX = 512 }; /* more bytes show no more */

static void check_taken(pl_bytes derived) {
    FZ_CHECK(pl_email_valid(derived));
    fz_free(derived);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fz_reader reader = {data, size};
    if (size > TEXT_BYTES_MAX) { return 0; }
    const pl_bytes text = fz_rest_copy(&reader);
    const bool taken = pl_email_valid(text);
    bool by_rfc = false, by_ours = false;
    fz_oracle_email(text, &by_rfc, &by_ours);
    FZ_CHECK(taken || !by_rfc); /* P2 */
    FZ_CHECK(taken == by_ours); /* P3 */
    if (taken) {
        check_taken(fz_email_stretched(text));                          /* P4 */
        if (text.ptr[0] != '"') { check_taken(fz_email_quoted(text)); } /* P5 */
    }
    fz_free(text);
    return 0;
}
