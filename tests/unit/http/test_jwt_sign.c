#include <criterion/criterion.h>
#include <string.h>

#include "http/signature.h"
#include "text/base64url.h"
#include "text/jwt.h"

/* RFC 7515 appendix A.1 */
#define A1_KEY                                                                                     \
    "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"
#define A1_SIGNED                                                                                  \
    "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."                                                    \
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
#define A1_SIGNATURE "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
static const pl_bytes a1_header = PL_BYTES_LIT("{\"typ\":\"JWT\",\r\n \"alg\":\"HS256\"}");
static const pl_bytes a1_payload = PL_BYTES_LIT(
    "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}");

static size_t a1_key(uint8_t out[64]) {
    size_t len = 0;
    cr_assert_eq(pl_base64url_decode(pl_bytes_of(A1_KEY), out, 64, &len), PL_OK);
    return len;
}

Test(http_jwt, example_of_the_rfc, .timeout = 10) {
    uint8_t key[64];
    const size_t key_len = a1_key(key);
    pl_arena arena = {0};
    char *token = NULL;
    cr_assert_eq(pl_jwt_sign(a1_header, a1_payload, (pl_bytes){key, key_len}, &arena, &token),
                 PL_OK);
    cr_assert_str_eq(token, A1_SIGNED "." A1_SIGNATURE);
    pl_arena_done(&arena);
}

struct verify_case {
    const char *name;
    const char *signed_text;
    const char *signature;
    size_t key_cut; /* bytes left away at the key's end */
    bool want;
};

/* clang-format off */
static const struct verify_case verify_cases[] = {
    {"rfc",             A1_SIGNED,       A1_SIGNATURE, 0, true},
    {"first-bit",       A1_SIGNED,       "eBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", 0, false},
    {"last-bit",        A1_SIGNED,       "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXo", 0, false},
    {"set-padding-bit", A1_SIGNED,       "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXl", 0, false},
    {"padded",          A1_SIGNED,       A1_SIGNATURE "=", 0, false},
    {"cut",             A1_SIGNED,       "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjQ", 0, false},
    {"longer",          A1_SIGNED,       A1_SIGNATURE "AAAA", 0, false},
    {"empty",           A1_SIGNED,       "", 0, false},
    {"not-base64url",   A1_SIGNED,       "dBjftJeZ4CVP+mB92K27uhbUJU1p1r/wW1gFWFOEjXk", 0, false},
    {"other-text",      A1_SIGNED "A",   A1_SIGNATURE, 0, false},
    {"no-text",         "",              A1_SIGNATURE, 0, false},
    {"other-key",       A1_SIGNED,       A1_SIGNATURE, 1, false},
    {"empty-key",       A1_SIGNED,       A1_SIGNATURE, 64, false},
    /* HMAC-SHA256 of A1_SIGNED under the empty key: anybody can make it. */
    {"empty-key-true",  A1_SIGNED,       "lcpVlGNMn6Ete26vuf-XD3aHLfR9KErzFEzJMAxfDHs", 64, false},
};
/* clang-format on */

Test(http_jwt, verify, .timeout = 10) {
    uint8_t key[64];
    const size_t key_len = a1_key(key);
    cr_assert_eq(key_len, 64);
    for (size_t i = 0; i < PL_COUNT(verify_cases); i++) {
        const struct verify_case *c = &verify_cases[i];
        const pl_bytes cut = {key, key_len - c->key_cut};
        cr_assert_eq(
            pl_jwt_signature_is(pl_bytes_of(c->signed_text), pl_bytes_of(c->signature), cut),
            c->want, "%s", c->name);
    }
}

/* What is signed verifies, splits, and no longer verifies once a part is another. */
Test(http_jwt, round_trip, .timeout = 10) {
    static const pl_bytes texts[] = {PL_BYTES_LIT("{}"), PL_BYTES_LIT("{\"a\":1}"),
                                     PL_BYTES_LIT("\xFF\xFE\xFD")};
    static const pl_bytes key = PL_BYTES_LIT("a key of ours");
    pl_arena arena = {0};
    for (size_t i = 0; i < PL_COUNT(texts); i++) {
        char *token = NULL;
        pl_jwt jwt;
        cr_assert_eq(pl_jwt_sign(texts[i], texts[i], key, &arena, &token), PL_OK, "%zu", i);
        cr_assert_eq(pl_jwt_split(pl_bytes_of(token), &jwt), PL_OK, "%zu: %s", i, token);
        cr_assert(pl_jwt_signature_is(jwt.signed_text, jwt.signature, key), "%zu", i);
        cr_assert_not(pl_jwt_signature_is(jwt.header, jwt.signature, key), "%zu", i);
    }
    pl_arena_done(&arena);
}

Test(http_jwt, empty_key_leaves_the_signature_empty, .timeout = 10) {
    static const pl_bytes none = PL_BYTES_LIT("{\"alg\":\"none\"}");
    static const pl_bytes payload = PL_BYTES_LIT("{}");
    pl_arena arena = {0};
    char *token = NULL;
    cr_assert_eq(pl_jwt_sign(none, payload, (pl_bytes){0}, &arena, &token), PL_OK);
    cr_assert_str_eq(token, "eyJhbGciOiJub25lIn0.e30.");
    pl_arena_done(&arena);
    pl_arena full = {.fail_after = 1};
    cr_assert_eq(pl_jwt_sign(none, payload, (pl_bytes){0}, &full, &token), PL_E_MEMORY);
    pl_arena_done(&full);
}
