#include <criterion/criterion.h>

#include "test_util.h"
#include "text/base64url.h"
#include "unit/text/test_random.h"

struct decode_case {
    const char *name;
    pl_bytes in;
    pl_status want;
    pl_bytes want_out;
};

/* clang-format off */
static const struct decode_case cases[] = {
    {"empty", {NULL, 0}, PL_OK, {NULL, 0}},
    {"rfc-f", PL_BYTES_LIT("Zg"), PL_OK, PL_BYTES_LIT("f")},
    {"rfc-fo", PL_BYTES_LIT("Zm8"), PL_OK, PL_BYTES_LIT("fo")},
    {"rfc-foo", PL_BYTES_LIT("Zm9v"), PL_OK, PL_BYTES_LIT("foo")},
    {"rfc-foob", PL_BYTES_LIT("Zm9vYg"), PL_OK, PL_BYTES_LIT("foob")},
    {"rfc-fooba", PL_BYTES_LIT("Zm9vYmE"), PL_OK, PL_BYTES_LIT("fooba")},
    {"rfc-foobar", PL_BYTES_LIT("Zm9vYmFy"), PL_OK, PL_BYTES_LIT("foobar")},
    {"url-alphabet", PL_BYTES_LIT("-_-_"), PL_OK, PL_BYTES_LIT("\xFB\xFF\xBF")},
    {"jose-header", PL_BYTES_LIT("eyJhbGciOiJub25lIn0"), PL_OK, PL_BYTES_LIT("{\"alg\":\"none\"}")},
    {"one-character", PL_BYTES_LIT("Z"), PL_E_SYNTAX, {NULL, 0}},
    {"five-characters", PL_BYTES_LIT("Zm9vY"), PL_E_SYNTAX, {NULL, 0}},
    {"padded", PL_BYTES_LIT("Zg=="), PL_E_SYNTAX, {NULL, 0}},
    {"padded-once", PL_BYTES_LIT("Zm8="), PL_E_SYNTAX, {NULL, 0}},
    {"plain-alphabet-plus", PL_BYTES_LIT("Zm9+"), PL_E_SYNTAX, {NULL, 0}},
    {"plain-alphabet-slash", PL_BYTES_LIT("Zm9/"), PL_E_SYNTAX, {NULL, 0}},
    {"bits-past-the-end-2", PL_BYTES_LIT("Zh"), PL_E_SYNTAX, {NULL, 0}},
    {"bits-past-the-end-3", PL_BYTES_LIT("Zm9vYmF"), PL_E_SYNTAX, {NULL, 0}},
    {"line-feed", PL_BYTES_LIT("Zm9v\n"), PL_E_SYNTAX, {NULL, 0}},
    {"blank", PL_BYTES_LIT("Zm v"), PL_E_SYNTAX, {NULL, 0}},
    {"nul", PL_BYTES_LIT("Zm9\0"), PL_E_SYNTAX, {NULL, 0}},
    {"non-ascii", PL_BYTES_LIT("Zm9\xFF"), PL_E_SYNTAX, {NULL, 0}},
};
/* clang-format on */

Test(base64url, decode, .timeout = 5) {
    for (size_t i = 0; i < PL_COUNT(cases); i++) {
        const struct decode_case *const c = &cases[i];
        uint8_t *const copy = tu_exact_copy(c->in);
        const pl_bytes in = {copy, c->in.len};
        uint8_t out[32];
        size_t len = 99;
        const pl_status got = pl_base64url_decode(in, out, sizeof out, &len);
        cr_assert_eq(got, c->want, "%s: status %d", c->name, got);
        cr_assert_eq(pl_base64url_valid(in), c->want == PL_OK, "%s: valid", c->name);
        cr_assert_eq(len, c->want == PL_OK ? c->want_out.len : 99, "%s: length", c->name);
        if (got == PL_OK) {
            cr_assert(pl_bytes_equal((pl_bytes){out, len}, c->want_out), "%s: bytes", c->name);
        }
        free(copy);
    }
}

Test(base64url, encode_is_the_way_back, .timeout = 5) {
    for (size_t i = 0; i < PL_COUNT(cases); i++) {
        const struct decode_case *const c = &cases[i];
        if (c->want != PL_OK) { continue; }
        uint8_t out[32];
        size_t len = 99;
        cr_assert_eq(pl_base64url_encode(c->want_out, out, sizeof out, &len), PL_OK, "%s", c->name);
        cr_assert(pl_bytes_equal((pl_bytes){out, len}, c->in), "%s", c->name);
        cr_assert_eq(pl_base64url_encoded_len(c->want_out.len), len, "%s: length", c->name);
    }
}

Test(base64url, round_trip_and_room, .timeout = 5) {
    uint64_t state = 41;
    uint8_t bytes[64], text[96], back[64];
    for (size_t len = 0; len <= sizeof bytes; len++) {
        for (size_t i = 0; i < len; i++) { bytes[i] = (uint8_t)tr_next(&state); }
        const pl_bytes in = {bytes, len};
        const size_t text_len = pl_base64url_encoded_len(len);
        size_t got = 99;
        if (text_len > 0) {
            cr_assert_eq(pl_base64url_encode(in, text, text_len - 1, &got), PL_E_SPACE, "%zu", len);
            cr_assert_eq(got, 99, "length %zu: written to", len);
        }
        cr_assert_eq(pl_base64url_encode(in, text, text_len, &got), PL_OK, "length %zu", len);
        cr_assert_eq(got, text_len, "length %zu", len);
        const pl_bytes sent = {text, text_len};
        got = 99;
        if (len > 0) {
            cr_assert_eq(pl_base64url_decode(sent, back, len - 1, &got), PL_E_SPACE, "%zu", len);
            cr_assert_eq(got, 99, "length %zu: written to", len);
        }
        cr_assert_eq(pl_base64url_decode(sent, back, len, &got), PL_OK, "length %zu", len);
        cr_assert(pl_bytes_equal((pl_bytes){back, got}, in), "length %zu", len);
    }
}

/* All texts of two and three characters of a byte each way: what is accepted is what encode writes.
 */
Test(base64url, canonical_only, .timeout = 10) {
    for (uint32_t pair = 0; pair < 0x10000; pair++) {
        const uint8_t text[3] = {(uint8_t)(pair >> 8), 'Z', (uint8_t)pair};
        for (size_t len = 2; len <= 3; len++) {
            const pl_bytes in = {text + (3 - len), len};
            uint8_t out[3], again[4];
            size_t out_len, again_len;
            if (pl_base64url_decode(in, out, sizeof out, &out_len) != PL_OK) { continue; }
            const pl_bytes plain = {out, out_len};
            cr_assert_eq(pl_base64url_encode(plain, again, sizeof again, &again_len), PL_OK);
            if (!pl_bytes_equal((pl_bytes){again, again_len}, in)) { cr_assert_fail("%04X", pair); }
        }
    }
}
