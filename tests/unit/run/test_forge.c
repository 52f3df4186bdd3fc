#include <criterion/criterion.h>
#include <string.h>

#include "http/credentials.h"
#include "run/auth_internal.h"
#include "text/base64url.h"
#include "text/jwt.h"
#include "json/json.h"

static const pl_bytes key = PL_BYTES_LIT("the server's own key, long enough");
static const char header[] = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
static const char payload[] = "{\"sub\":\"m-1\",\"iat\":1763596800,\"exp\":1763600400}";

static char *real_token(pl_arena *arena, const char *payload_json) {
    char *token = NULL;
    cr_assert_eq(pl_jwt_sign(pl_bytes_of(header), pl_bytes_of(payload_json), key, arena, &token),
                 PL_OK);
    return token;
}

static pl_bytes decoded(pl_bytes part, pl_arena *arena) {
    uint8_t *const out = pl_arena_alloc(arena, part.len + 1);
    size_t len = 0;
    cr_assert_eq(pl_base64url_decode(part, out, part.len, &len), PL_OK);
    return (pl_bytes){out, len};
}

static bool is_object(pl_bytes text, pl_arena *arena) {
    pl_json json;
    return pl_json_read(text, arena, &json, NULL) == PL_OK && json.nodes[0].kind == PL_JSON_OBJECT;
}

/* What a forgery changes in the decoded parts; the rest stays. */
static const struct forge_case {
    const char *name;
    pl_forgery forgery;
    bool header_changes;
    bool payload_changes;
    bool signature_empty;
} cases[] = {
    {"header", PL_FORGERY_HEADER, true, false, false},
    {"payload", PL_FORGERY_PAYLOAD, false, true, false},
    {"signature", PL_FORGERY_SIGNATURE, false, false, false},
    {"no-signature", PL_FORGERY_NO_SIGNATURE, false, false, true},
    {"alg-none", PL_FORGERY_ALG_NONE, true, false, true},
    {"other-key", PL_FORGERY_OTHER_KEY, false, false, false},
    {"expired", PL_FORGERY_EXPIRED, false, true, false},
};

Test(forge, parts_change_as_said, .timeout = 10) {
    cr_assert_eq(PL_COUNT(cases), (size_t)PL_FORGERY_COUNT);
    for (size_t i = 0; i < PL_COUNT(cases); i++) {
        const struct forge_case *const c = &cases[i];
        pl_arena arena = {0};
        char *const token = real_token(&arena, payload);
        char *forged = NULL;
        cr_assert_eq(pl_forge(c->forgery, token, &arena, &forged), PL_OK, "%s", c->name);
        pl_jwt jwt;
        cr_assert_eq(pl_jwt_split(pl_bytes_of(forged), &jwt), PL_OK, "%s: %s", c->name, forged);
        const pl_bytes new_header = decoded(jwt.header, &arena);
        const pl_bytes new_payload = decoded(jwt.payload, &arena);
        cr_assert_eq(pl_bytes_equal(new_header, pl_bytes_of(header)), !c->header_changes,
                     "%s: header", c->name);
        cr_assert_eq(pl_bytes_equal(new_payload, pl_bytes_of(payload)), !c->payload_changes,
                     "%s: payload", c->name);
        cr_assert_eq(jwt.signature.len == 0, c->signature_empty, "%s: signature", c->name);
        cr_assert(is_object(new_header, &arena), "%s: the header is still JSON", c->name);
        cr_assert(is_object(new_payload, &arena), "%s: the payload is still JSON", c->name);
        cr_assert_not(pl_jwt_signature_is(jwt.signed_text, jwt.signature, key),
                      "%s: not signed by the server", c->name);
        pl_arena_done(&arena);
    }
}

static int64_t claim_of(const char *token, const char *name, pl_arena *arena) {
    pl_jwt jwt;
    cr_assert_eq(pl_jwt_split(pl_bytes_of(token), &jwt), PL_OK);
    pl_json json;
    cr_assert_eq(pl_json_read(decoded(jwt.payload, arena), arena, &json, NULL), PL_OK);
    const uint32_t node = pl_json_member(&json, 0, name);
    cr_assert_neq(node, PL_JSON_NONE);
    return strtoll(pl_arena_text(arena, pl_json_raw(&json, node)), NULL, 10);
}

Test(forge, expired_token_is_expired, .timeout = 10) {
    static const char *const payloads[] = {payload, "{}", "{\"sub\":\"m\"}", "{ \"exp\" : 1.5 }"};
    for (size_t i = 0; i < PL_COUNT(payloads); i++) {
        pl_arena arena = {0};
        char *forged = NULL;
        cr_assert_eq(pl_forge(PL_FORGERY_EXPIRED, real_token(&arena, payloads[i]), &arena, &forged),
                     PL_OK);
        cr_assert_eq(claim_of(forged, "exp", &arena), 1000000000, "%s", payloads[i]);
        pl_arena_done(&arena);
    }
}

/* Payloads that are no objects, odd as they are, change too. */
Test(forge, odd_payloads_change, .timeout = 10) {
    static const char *const payloads[] = {"{}", "[]", "text", "\x01", " {\"a\":1}"};
    for (size_t i = 0; i < PL_COUNT(payloads); i++) {
        pl_arena arena = {0};
        char *const token = real_token(&arena, payloads[i]);
        char *forged = NULL;
        cr_assert_eq(pl_forge(PL_FORGERY_PAYLOAD, token, &arena, &forged), PL_OK);
        pl_jwt jwt;
        cr_assert_eq(pl_jwt_split(pl_bytes_of(forged), &jwt), PL_OK);
        cr_assert_not(pl_bytes_equal(decoded(jwt.payload, &arena), pl_bytes_of(payloads[i])));
        pl_arena_done(&arena);
    }
}

Test(forge, tokens_of_another_make_change, .timeout = 10) {
    static const char *const tokens[] = {"opaque-0123456789", "A", "AAAA", "a.b", "12|ABCDEFGH"};
    for (size_t i = 0; i < PL_COUNT(tokens); i++) {
        for (unsigned f = 0; f < PL_FORGERY_COUNT; f++) {
            pl_arena arena = {0};
            char *forged = NULL;
            cr_assert_eq(pl_forge((pl_forgery)f, tokens[i], &arena, &forged), PL_OK);
            cr_assert_str_neq(forged, tokens[i], "%s forged by %u", tokens[i], f);
            cr_assert_null(strpbrk(forged, " \r\n"), "%s forged by %u", tokens[i], f);
            pl_arena_done(&arena);
        }
    }
}

Test(forge, memory_may_end, .timeout = 20) {
    pl_arena whole = {0};
    char *const token = real_token(&whole, payload);
    for (unsigned f = 0; f < PL_FORGERY_COUNT; f++) {
        size_t k = 1;
        for (; k < 100; k++) {
            pl_arena arena = {.fail_after = k};
            char *forged = NULL;
            const pl_status status = pl_forge((pl_forgery)f, token, &arena, &forged);
            pl_arena_done(&arena);
            if (status == PL_OK) { break; }
            cr_assert_eq(status, PL_E_MEMORY);
            cr_assert_null(forged);
        }
        cr_assert_gt(k, 1);
        cr_assert_lt(k, 100);
    }
    pl_arena_done(&whole);
}
