#include <criterion/criterion.h>

#include "test_util.h"
#include "text/jwt.h"
#include "text/limits.h"

#define HEADER    "eyJhbGciOiJIUzI1NiJ9"
#define PAYLOAD   "eyJzdWIiOiIxIn0"
#define SIGNATURE "dGVzdA"

#define REFUSED PL_E_SYNTAX, NULL, NULL, NULL

struct split_case {
    const char *name;
    pl_bytes in;
    pl_status want;
    const char *header, *payload, *signature;
};

/* clang-format off */
static const struct split_case cases[] = {
    {"signed", PL_BYTES_LIT(HEADER "." PAYLOAD "." SIGNATURE), PL_OK, HEADER, PAYLOAD, SIGNATURE},
    {"unsecured", PL_BYTES_LIT(HEADER "." PAYLOAD "."), PL_OK, HEADER, PAYLOAD, ""},
    {"shortest", PL_BYTES_LIT("AA.AA."), PL_OK, "AA", "AA", ""},
    {"empty", {NULL, 0}, REFUSED},
    {"one-part", PL_BYTES_LIT(HEADER), REFUSED},
    {"two-parts", PL_BYTES_LIT(HEADER "." PAYLOAD), REFUSED},
    {"four-parts", PL_BYTES_LIT(HEADER "." PAYLOAD "." SIGNATURE "."), REFUSED},
    {"five-parts", PL_BYTES_LIT("AA.AA.AA.AA.AA"), REFUSED},
    {"no-header", PL_BYTES_LIT("." PAYLOAD "." SIGNATURE), REFUSED},
    {"no-payload", PL_BYTES_LIT(HEADER ".." SIGNATURE), REFUSED},
    {"dots-alone", PL_BYTES_LIT(".."), REFUSED},
    {"dot-alone", PL_BYTES_LIT("."), REFUSED},
    {"padded-signature", PL_BYTES_LIT(HEADER "." PAYLOAD "." SIGNATURE "=="), REFUSED},
    {"header-not-canonical", PL_BYTES_LIT("AB.AA.AA"), REFUSED},
    {"payload-not-canonical", PL_BYTES_LIT("AA.AB.AA"), REFUSED},
    {"signature-not-canonical", PL_BYTES_LIT("AA.AA.AB"), REFUSED},
    {"header-one-character", PL_BYTES_LIT("A.AA.AA"), REFUSED},
    {"plain-base64", PL_BYTES_LIT("AA+/.AA.AA"), REFUSED},
    {"blank-first", PL_BYTES_LIT(" AA.AA.AA"), REFUSED},
    {"line-feed-last", PL_BYTES_LIT("AA.AA.AA\n"), REFUSED},
    {"with-its-scheme", PL_BYTES_LIT("Bearer AA.AA.AA"), REFUSED},
    {"nul", PL_BYTES_LIT("AA.AA\0.AA"), REFUSED},
};
/* clang-format on */

Test(jwt, split, .timeout = 5) {
    for (size_t i = 0; i < PL_COUNT(cases); i++) {
        const struct split_case *const c = &cases[i];
        uint8_t *const copy = tu_exact_copy(c->in);
        pl_jwt jwt = {.header = {NULL, 99}};
        const pl_status got = pl_jwt_split((pl_bytes){copy, c->in.len}, &jwt);
        cr_assert_eq(got, c->want, "%s: status %d", c->name, got);
        if (got == PL_OK) {
            cr_assert(pl_bytes_equal(jwt.header, pl_bytes_of(c->header)), "%s: header", c->name);
            cr_assert(pl_bytes_equal(jwt.payload, pl_bytes_of(c->payload)), "%s: payload", c->name);
            cr_assert(pl_bytes_equal(jwt.signature, pl_bytes_of(c->signature)), "%s: signature",
                      c->name);
            cr_assert_eq(jwt.signed_text.ptr, copy, "%s: signed text", c->name);
            cr_assert_eq(jwt.signed_text.len, strlen(c->header) + 1 + strlen(c->payload),
                         "%s: signed text", c->name);
        } else {
            cr_assert_eq(jwt.header.len, 99, "%s: written to", c->name);
        }
        free(copy);
    }
}

Test(jwt, limit, .timeout = 5) {
    for (size_t len = PL_JWT_BYTES_MAX - 1; len <= PL_JWT_BYTES_MAX + 1; len++) {
        uint8_t *const text = malloc(len);
        cr_assert_not_null(text);
        memset(text, 'A', len);
        /* A length of 1 modulo 4 is no base64url: move the first dot to where all parts are well.
         */
        const size_t payload_len = 4;
        size_t signature_len = 2;
        if ((len - payload_len - signature_len - 2) % 4 == 1) { signature_len = 3; }
        text[len - signature_len - 1] = '.';
        text[len - signature_len - payload_len - 2] = '.';
        pl_jwt jwt;
        const pl_status want = len > PL_JWT_BYTES_MAX ? PL_E_SIZE : PL_OK;
        cr_assert_eq(pl_jwt_split((pl_bytes){text, len}, &jwt), want, "%zu bytes", len);
        free(text);
    }
}
