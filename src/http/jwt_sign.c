/* JWTs that are signed with HS256.             RFC 7515 section 3.1, RFC 7518 section 3.2 */
#include <assert.h>
#include <limits.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "http/signature.h"
#include "text/base64url.h"
#include "text/limits.h"

enum { HASH_BYTES = 32 };

static bool hash_of(pl_bytes text, pl_bytes key, uint8_t out[HASH_BYTES]) {
    unsigned hash_len = 0;
    assert(key.len > 0);
    if (key.len > INT_MAX) { return false; }
    const unsigned char *made =
        HMAC(EVP_sha256(), key.ptr, (int)key.len, text.ptr, text.len, out, &hash_len);
    if (made == NULL) { return false; }
    assert(hash_len == HASH_BYTES);
    return true;
}

/* Append the base64url of a part. The room was measured. */
static size_t put_part(uint8_t *out, size_t at, size_t cap, pl_bytes part) {
    size_t len = 0;
    assert(at <= cap);
    const pl_status status = pl_base64url_encode(part, out + at, cap - at, &len);
    assert(status == PL_OK);
    (void)status;
    return at + len;
}

pl_status pl_jwt_sign(pl_bytes header_json, pl_bytes payload_json, pl_bytes key, pl_arena *arena,
                      char **ret_token) {
    assert(arena != NULL && ret_token != NULL);
    if (header_json.len > PL_JSON_BYTES_MAX || payload_json.len > PL_JSON_BYTES_MAX) {
        return PL_E_MEMORY;
    }
    const size_t cap = pl_base64url_encoded_len(header_json.len) +
                       pl_base64url_encoded_len(payload_json.len) +
                       pl_base64url_encoded_len(HASH_BYTES) + sizeof "..";
    uint8_t *out = pl_arena_alloc(arena, cap);
    if (out == NULL) { return PL_E_MEMORY; }
    size_t at = put_part(out, 0, cap, header_json);
    out[at++] = '.';
    at = put_part(out, at, cap, payload_json);
    const pl_bytes signed_text = {out, at};
    out[at++] = '.';
    if (key.len > 0) {
        uint8_t hash[HASH_BYTES];
        if (!hash_of(signed_text, key, hash)) { return PL_E_MEMORY; }
        at = put_part(out, at, cap, (pl_bytes){hash, sizeof hash});
    }
    assert(at < cap);
    out[at] = '\0';
    *ret_token = (char *)out;
    return PL_OK;
}

bool pl_jwt_signature_is(pl_bytes signed_text, pl_bytes signature, pl_bytes key) {
    uint8_t got[HASH_BYTES];
    uint8_t want[HASH_BYTES];
    size_t got_len = 0;
    if (key.len == 0) { return false; } /* anybody could sign */
    /* Its length is public; the comparison of the bytes must not tell where they differ. */
    if (pl_base64url_decode(signature, got, sizeof got, &got_len) != PL_OK) { return false; }
    if (got_len != sizeof want || !hash_of(signed_text, key, want)) { return false; }
    return CRYPTO_memcmp(got, want, sizeof want) == 0;
}
