#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "http/signature.h"
#include "test_util.h"

/* RFC 4231 sections 4.2 to 4.5: is the libcrypto that we are linked with what it says? */
struct hmac_case {
    const char *name;
    pl_bytes key;
    pl_bytes text;
    const char *want;
};

/* clang-format off */
static const struct hmac_case hmac_cases[] = {
    {"rfc4231-1", PL_BYTES_LIT("\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b"),
     PL_BYTES_LIT("Hi There"),
     "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde"
     "daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854"},
    {"rfc4231-2", PL_BYTES_LIT("Jefe"), PL_BYTES_LIT("what do ya want for nothing?"),
     "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
     "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"},
};
/* clang-format on */

Test(http_signature, libcrypto, .timeout = 10) {
    for (size_t i = 0; i < PL_COUNT(hmac_cases); i++) {
        const struct hmac_case *c = &hmac_cases[i];
        unsigned char hash[EVP_MAX_MD_SIZE];
        unsigned hash_len = 0;
        cr_assert_not_null(HMAC(EVP_sha512(), c->key.ptr, (int)c->key.len, c->text.ptr, c->text.len,
                                hash, &hash_len));
        cr_assert_eq(hash_len, 64, "%s", c->name);
        for (size_t j = 0; j < hash_len; j++) {
            char digits[3];
            snprintf(digits, sizeof digits, "%02x", hash[j]);
            cr_assert_eq(memcmp(digits, c->want + 2 * j, 2), 0, "%s: byte %zu", c->name, j);
        }
    }
}

/* Made with the openssl command. Midnight in Jakarta is 17:00 UTC. */
#define OF_MAY_13                                                                                  \
    "2c48a979b2704a21446de33d3838ecca21569669be18a1fb7b3247466bd9cd37"                             \
    "0fe813e12762521550bd1d7e1af8540ddf4be9b531bd450250d9af3f396fc10a"
#define OF_MAY_14                                                                                  \
    "7c63e685fff486936b155582b043c5779adca448377608aaf20992830c5e6003"                             \
    "28eff7bb37acc81e2793496530f1586dc2ec954ed25a9ef4d4e7538158f2eb57"
static const int64_t midnight_ms = INT64_C(1715619600000); /* 2024-05-14T00:00:00+07:00 */

struct day_case {
    const char *name;
    int64_t after_midnight_ms;
    const char *want;
};

/* clang-format off */
static const struct day_case day_cases[] = {
    {"day-before-starts", -86400000, OF_MAY_13},
    {"last-millisecond",  -1,        OF_MAY_13},
    {"midnight",          0,         OF_MAY_14},
    {"utc-midnight",      25200000,  OF_MAY_14},
    {"day-ends",          86399999,  OF_MAY_14},
};
/* clang-format on */

Test(http_signature, day_is_jakartas, .timeout = 10) {
    for (size_t i = 0; i < PL_COUNT(day_cases); i++) {
        const struct day_case *c = &day_cases[i];
        char *out = malloc(PL_SIGNATURE_TEXT_BYTES); /* exact: a sanitizer watches its end */
        cr_assert_not_null(out);
        cr_assert_eq(pl_signature("client-1", "s3cr3t-of-the-client",
                                  midnight_ms + c->after_midnight_ms, out),
                     PL_OK, "%s", c->name);
        cr_assert_str_eq(out, c->want, "%s", c->name);
        free(out);
    }
}

Test(http_signature, other_inputs, .timeout = 10) {
    char one[PL_SIGNATURE_TEXT_BYTES];
    char two[PL_SIGNATURE_TEXT_BYTES];
    cr_assert_eq(pl_signature("a", "b", 0, one), PL_OK);
    cr_assert_eq(strspn(one, "0123456789abcdef"), PL_SIGNATURE_TEXT_BYTES - 1, "lower-case hex");
    cr_assert_eq(pl_signature("a", "c", 0, two), PL_OK);
    cr_assert_str_neq(one, two, "the secret counts");
    cr_assert_eq(pl_signature("d", "b", 0, two), PL_OK);
    cr_assert_str_neq(one, two, "the client counts");
    cr_assert_eq(pl_signature("", "", 0, one), PL_OK, "empty texts");
    cr_assert_eq(pl_signature("a", "b", INT64_MAX, one), PL_E_RANGE, "no such day");
}
