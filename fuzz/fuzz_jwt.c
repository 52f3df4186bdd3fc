/* The shape of a JWT, RFC 7515 section 7.1, and base64url, against libcrypto. Input: the token.
 * P1 no crash or over-read                      P2 exactly three parts of base64url are a token, the third may be empty
 * P3 a failure leaves the out-param alone       P4 the parts lie in the input and are all of it
 * P5 decode takes exactly the canonical texts and gives libcrypto's bytes, encode gives libcrypto's text
 * P6 decode(encode(bytes)) is the bytes         P7 a byte less room than that is PL_E_SPACE
 * P8 the length limit is exact (asked of one input in 64: the text is long) */
#include "jwt_oracle.h"
#include "line_util.h"

enum { LONGEST_EVERY = 64, ENCODED_BYTES_MAX = 24 };

static bool is_view(pl_bytes view, const uint8_t *at, size_t len) {
    return view.ptr == at && view.len == len;
}

/* Judge the parts of a text with two dots one by one, each at the end of its own room; a token? */
static bool check_parts(pl_bytes text, size_t len[3]) {
    fz_reader reader = {text.ptr, text.len};
    bool valid = true;
    for (size_t i = 0; i < 3; i++) {
        const pl_bytes part = fz_cut_copy(&reader, '.');
        valid = fz_check_text(part) && valid; /* P5 P7 */
        len[i] = part.len;
        fz_free(part);
    }
    return valid && len[0] > 0 && len[1] > 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size > FZ_JWT_BYTES_MAX) { return 0; }
    fz_alphabets_start();
    fz_reader reader = {data, size};
    const pl_bytes text = fz_rest_copy(&reader);
    size_t len[3] = {0};
    const bool two_dots = fz_count(text, '.') == 2;
    if (!two_dots) { (void)fz_check_text(text); } /* P5 P7 */
    const bool is_token = two_dots && check_parts(text, len);
    fz_reader raw = {data, size};
    const pl_bytes bytes = fz_take_copy(&raw, ENCODED_BYTES_MAX); /* the code repeats every three */
    fz_check_bytes(bytes);                                        /* P5 P6 P7 */
    fz_free(bytes);

    pl_jwt jwt = {.header = {NULL, 77}};
    FZ_CHECK(pl_jwt_split(text, &jwt) == (is_token ? PL_OK : PL_E_SYNTAX)); /* P2 */
    if (is_token) {
        const uint8_t *const payload = text.ptr + len[0] + 1;
        FZ_CHECK(is_view(jwt.header, text.ptr, len[0]) &&
                 is_view(jwt.payload, payload, len[1])); /* P4 */
        FZ_CHECK(is_view(jwt.signature, payload + len[1] + 1, len[2]));
        FZ_CHECK(is_view(jwt.signed_text, text.ptr, len[0] + 1 + len[1]));
        if (fz_hash(text) % LONGEST_EVERY == 0) { fz_check_longest(&jwt); } /* P8 */
    } else {
        FZ_CHECK(is_view(jwt.header, NULL, 77)); /* P3 */
    }
    fz_free(text);
    return 0;
}
