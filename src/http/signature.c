/* The token request's signature. */
#include "http/signature.h"

#include <assert.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "text/datetime.h"

enum { HASH_BYTES = 64 };

static void write_hex(const unsigned char hash[HASH_BYTES], char out[PL_SIGNATURE_TEXT_BYTES]) {
    static const char digits[] = "0123456789abcdef";
    _Static_assert(PL_SIGNATURE_TEXT_BYTES == 2 * HASH_BYTES + 1, "two digits a byte");
    for (size_t i = 0; i < HASH_BYTES; i++) {
        out[2 * i] = digits[hash[i] >> 4];
        out[2 * i + 1] = digits[hash[i] & 0xF];
    }
    out[2 * HASH_BYTES] = '\0';
}

static pl_status hash_text(const char *text, size_t text_len, const char *key,
                           char out[PL_SIGNATURE_TEXT_BYTES]) {
    unsigned char hash[HASH_BYTES];
    unsigned hash_len = 0;
    const size_t key_len = strlen(key);
    if (key_len > INT_MAX) { return PL_E_MEMORY; } /* more than OpenSSL can take */
    const unsigned char *made = HMAC(EVP_sha512(), key, (int)key_len, (const unsigned char *)text,
                                     text_len, hash, &hash_len);
    if (made == NULL) { return PL_E_MEMORY; }
    assert(hash_len == HASH_BYTES);
    write_hex(hash, out);
    return PL_OK;
}

pl_status pl_signature(const char *client_id, const char *client_secret, int64_t unix_ms,
                       char out[PL_SIGNATURE_TEXT_BYTES]) {
    enum { DAY_BYTES = sizeof "YYYYMMDD" + 2 };
    assert(client_id != NULL && client_secret != NULL && out != NULL);
    pl_datetime day;
    pl_status status = pl_datetime_of(unix_ms, PL_JAKARTA_OFFSET_MINUTES, &day);
    if (status != PL_OK) { return status; }
    assert(day.year >= 0 && day.year <= 9999);
    const size_t cap = strlen(client_id) + strlen(client_secret) + DAY_BYTES;
    char *text = malloc(cap);
    if (text == NULL) { return PL_E_MEMORY; }
    const int len = snprintf(text, cap, "%s_%s_%04d%02u%02u", client_id, client_secret,
                             (int)day.year, (unsigned)day.month, (unsigned)day.day);
    assert(len > 0 && (size_t)len < cap);
    status = hash_text(text, (size_t)len, client_secret, out);
    OPENSSL_cleanse(text, cap);
    free(text);
    return status;
}
