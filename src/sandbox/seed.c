#include "sandbox/seed.h"

#include <assert.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <string.h>

#include "text/base.h"

enum { SHA256_BYTES = 32, ULID_TIME_BYTES = 6, PARTNER_BYTES = 16, CLIENT_BYTES = 16 };
static const int64_t seeded_ms = 1700000000000; /* a seeded run must not depend on the clock */
static const char seed_label[] = "paylink sandbox seed";

/* Where the bytes come from: the system, or a keyed hash of the seed and a serial number. */
typedef struct source {
    unsigned seed;
    uint32_t serial;
} source;

static pl_status draw(source *from, uint8_t out[SHA256_BYTES]) {
    if (from->seed == 0) { return RAND_bytes(out, SHA256_BYTES) == 1 ? PL_OK : PL_E_IO; }
    const uint32_t words[2] = {from->seed, from->serial++};
    uint8_t message[sizeof words];
    for (size_t i = 0; i < sizeof message; i++) {
        message[i] = (uint8_t)(words[i / 4] >> (8 * (i % 4)));
    }
    unsigned len = 0;
    const uint8_t *hash = HMAC(EVP_sha256(), seed_label, (int)sizeof seed_label - 1, message,
                               sizeof message, out, &len);
    return hash != NULL && len == SHA256_BYTES ? PL_OK : PL_E_IO;
}

void pl_seed_write_hex(const uint8_t *bytes, size_t count, char *out, size_t out_cap) {
    static const char digits[] = "0123456789abcdef";
    assert(out_cap > 2 * count);
    for (size_t i = 0; i < count; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
    out[2 * count] = '\0';
}

/* The usual look of a client id: 8-4-4-4-12 hex digits.                           RFC 4122 */
static void write_uuid(const uint8_t *bytes, char *out, size_t out_cap) {
    char hex[2 * CLIENT_BYTES + 1];
    pl_seed_write_hex(bytes, CLIENT_BYTES, hex, sizeof hex);
    hex[12] = '4';
    hex[16] = 'a';
    size_t len = 0;
    for (size_t i = 0; i < 2 * CLIENT_BYTES; i++) {
        if (i == 8 || i == 12 || i == 16 || i == 20) { out[len++] = '-'; }
        out[len++] = hex[i];
    }
    assert(len < out_cap);
    out[len] = '\0';
}

static pl_status draw_account(source *from, int64_t unix_ms, char *id, char *number) {
    uint8_t bytes[SHA256_BYTES];
    const pl_status status = draw(from, bytes);
    if (status != PL_OK) { return status; }
    for (size_t i = 0; i < ULID_TIME_BYTES; i++) {
        bytes[i] = (uint8_t)((uint64_t)unix_ms >> (8 * (ULID_TIME_BYTES - 1 - i)));
    }
    pl_ulid_encode(bytes, id);
    for (size_t i = 0; i < PL_STORE_NUMBER_BYTES; i++) {
        number[i] = (char)('0' + bytes[PL_ULID_BYTES + i] % 10);
    }
    number[PL_STORE_NUMBER_BYTES] = '\0';
    return PL_OK;
}

static pl_status draw_merchant(source *from, int64_t unix_ms, pl_store_merchant *merchant) {
    uint8_t names[SHA256_BYTES];
    uint8_t secret[SHA256_BYTES];
    pl_status status = draw(from, names);
    if (status == PL_OK) { status = draw(from, secret); }
    if (status == PL_OK) {
        pl_seed_write_hex(names, PARTNER_BYTES, merchant->partner_id, sizeof merchant->partner_id);
        write_uuid(names + PARTNER_BYTES, merchant->client_id, sizeof merchant->client_id);
        pl_seed_write_hex(secret, sizeof secret, merchant->client_secret,
                          sizeof merchant->client_secret);
        status = draw_account(from, unix_ms, merchant->account_id, merchant->account_number);
    }
    if (status == PL_OK) {
        status = draw_account(from, unix_ms, merchant->inactive_account_id,
                              merchant->inactive_account_number);
    }
    OPENSSL_cleanse(secret, sizeof secret);
    return status;
}

pl_status pl_seed_make(unsigned seed, int64_t now_ms, pl_store_identity *ret_identity) {
    _Static_assert(PARTNER_BYTES + CLIENT_BYTES == SHA256_BYTES, "one draw names a merchant");
    _Static_assert((int)PL_STORE_KEY_BYTES == (int)SHA256_BYTES, "one draw is a key");
    _Static_assert(PL_ULID_BYTES + PL_STORE_NUMBER_BYTES <= SHA256_BYTES, "one draw is an account");
    pl_store_identity identity = {.key = {0}};
    source from = {.seed = seed, .serial = 0};
    pl_status status = draw(&from, identity.key);
    for (size_t i = 0; status == PL_OK && i < PL_STORE_MERCHANT_COUNT; i++) {
        status = draw_merchant(&from, seed == 0 ? now_ms : seeded_ms, &identity.merchants[i]);
    }
    if (status == PL_OK) { *ret_identity = identity; }
    OPENSSL_cleanse(&identity, sizeof identity);
    return status;
}
