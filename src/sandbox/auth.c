#include <assert.h>
#include <json-c/json.h>
#include <openssl/crypto.h>
#include <string.h>

#include "http/signature.h"
#include "sandbox/personality_internal.h"
#include "text/base64url.h"
#include "text/jwt.h"

/* Claims of our tokens; the first three are registered names.       RFC 7519 section 4.1 */
static const char claim_subject[] = "sub"; /* the client id: not secret, unlike the partner id */
static const char claim_expiry[] = "exp";
static const char claim_issued[] = "iat";
static const char claim_serial[] = "jti"; /* for PL_HABIT_ONE_TOKEN */
static const char header_algorithm[] = "alg";
static const char algorithm[] = "HS256";
static const char token_header[] = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";

enum { MS_PER_SECOND = 1000 };

bool pl_auth_equal(pl_bytes left, pl_bytes right) {
    return left.len == right.len &&
           (left.len == 0 || CRYPTO_memcmp(left.ptr, right.ptr, left.len) == 0);
}

static const char scheme[] = "Bearer";

/* Value from the last "Bearer " on, if there is one. */
static pl_bytes from_scheme(pl_bytes value) {
    const size_t len = sizeof scheme - 1;
    for (size_t at = value.len; at-- > 0;) {
        if (value.len - at > len && memcmp(value.ptr + at, scheme, len) == 0 &&
            value.ptr[at + len] == ' ') {
            return (pl_bytes){value.ptr + at, value.len - at};
        }
    }
    return value;
}

/* The token after "Bearer", in any case and with any number of spaces.  RFC 6750 section 2.1 */
static bool bearer_token(const pl_call *call, pl_bytes value, pl_bytes *ret_token) {
    const size_t len = sizeof scheme - 1;
    if (pl_has_habit(call, PL_HABIT_SCHEME_ANYWHERE)) { value = from_scheme(value); }
    if (pl_has_habit(call, PL_HABIT_SCHEME_EXACT) &&
        (value.len < len || memcmp(value.ptr, scheme, len) != 0)) {
        return false;
    }
    if (value.len <= len || value.ptr[len] != ' ' ||
        !pl_call_text_is((pl_bytes){value.ptr, len}, scheme)) {
        return false;
    }
    pl_bytes token = {value.ptr + len, value.len - len};
    while (token.len > 0 && token.ptr[0] == ' ') {
        token = (pl_bytes){token.ptr + 1, token.len - 1};
    }
    *ret_token = token;
    return token.len > 0;
}

/* A part of the token as a JSON document. *ret_readable is false for one that is not. Fails:
 * PL_E_MEMORY. */
static pl_status read_part(pl_bytes part, pl_arena *arena, pl_json *ret_json, bool *ret_readable) {
    assert(part.len <= PL_JWT_BYTES_MAX);
    size_t len = 0;
    uint8_t *plain = pl_arena_alloc(arena, part.len);
    if (plain == NULL) { return PL_E_MEMORY; }
    pl_status status = pl_base64url_decode(part, plain, part.len, &len);
    if (status == PL_OK) { status = pl_json_read((pl_bytes){plain, len}, arena, ret_json, NULL); }
    if (status == PL_E_MEMORY) { return status; }
    *ret_readable = status == PL_OK;
    return PL_OK;
}

static bool header_is_ours(const pl_json *header) {
    const uint32_t value = pl_json_member(header, 0, header_algorithm);
    return value != PL_JSON_NONE && header->nodes[value].kind == PL_JSON_STRING &&
           pl_json_string_is(header, value, pl_bytes_of(algorithm));
}

/* Does the payload name a merchant, and is it not over yet? */
static bool payload_names(const pl_json *payload, const pl_sandbox *sandbox, int64_t now_ms,
                          unsigned *ret_merchant) {
    const uint32_t subject = pl_json_member(payload, 0, claim_subject);
    const uint32_t expiry = pl_json_member(payload, 0, claim_expiry);
    if (subject == PL_JSON_NONE || payload->nodes[subject].kind != PL_JSON_STRING ||
        expiry == PL_JSON_NONE || payload->nodes[expiry].kind != PL_JSON_NUMBER) {
        return false;
    }
    const pl_decimal now_seconds = pl_decimal_of(now_ms / MS_PER_SECOND);
    if (pl_number_compare(pl_json_raw(payload, expiry), now_seconds) <= 0) { return false; }
    for (unsigned i = 0; i < PL_STORE_MERCHANT_COUNT; i++) {
        if (pl_json_string_is(payload, subject, pl_bytes_of(sandbox->merchants[i].client_id))) {
            *ret_merchant = i;
            return true;
        }
    }
    return false;
}

/* Is it the newest token of its merchant, where that matters? */
static bool is_current(const pl_call *call, const pl_json *payload, unsigned merchant) {
    const uint32_t serial = pl_json_member(payload, 0, claim_serial);
    if (!pl_has_habit(call, PL_HABIT_ONE_TOKEN)) { return true; }
    const uint64_t newest = atomic_load(&call->sandbox->counts.tokens[merchant]);
    return serial != PL_JSON_NONE && payload->nodes[serial].kind == PL_JSON_NUMBER &&
           pl_number_compare(pl_json_raw(payload, serial), pl_decimal_of((int64_t)newest)) == 0;
}

/* Whose token it is. The signature is judged before the payload is read. */
static pl_status token_check(pl_call *call, pl_bytes token, unsigned *ret_merchant,
                             bool *ret_known) {
    const pl_sandbox *sandbox = call->sandbox;
    const pl_bytes key = {sandbox->identity.key, sizeof sandbox->identity.key};
    pl_jwt jwt = {.header = {NULL, 0}};
    pl_json json = {.count = 0};
    bool readable = false;
    *ret_known = false;
    if (pl_jwt_split(token, &jwt) != PL_OK) { return PL_OK; }
    pl_status status = read_part(jwt.header, call->arena, &json, &readable);
    if (status != PL_OK || !readable || !header_is_ours(&json) || jwt.signature.len == 0 ||
        !pl_jwt_signature_is(jwt.signed_text, jwt.signature, key)) {
        return status;
    }
    status = read_part(jwt.payload, call->arena, &json, &readable);
    if (status == PL_OK && readable) {
        *ret_known = payload_names(&json, sandbox, call->request->now_ms, ret_merchant) &&
                     is_current(call, &json, *ret_merchant);
    }
    return status;
}

pl_status pl_auth_check(pl_call *call, bool *ret_known) {
    pl_bytes authorization = {NULL, 0};
    pl_bytes partner = {NULL, 0};
    pl_bytes token = {NULL, 0};
    unsigned merchant = 0;
    bool known = false;
    if (!pl_call_header(call, PL_HEADER_AUTHORIZATION, &authorization) ||
        !pl_call_header(call, PL_HEADER_PARTNER, &partner) ||
        !bearer_token(call, authorization, &token)) {
        *ret_known = false;
        return PL_OK;
    }
    const pl_status status = token_check(call, token, &merchant, &known);
    if (status != PL_OK) { return status; }
    if (known) {
        assert(merchant < PL_STORE_MERCHANT_COUNT);
        const char *partner_id = call->sandbox->merchants[merchant].partner_id;
        known = pl_auth_equal(partner, pl_bytes_of(partner_id));
        call->merchant = merchant;
    }
    *ret_known = known;
    return PL_OK;
}

pl_status pl_auth_token_new(pl_call *call, unsigned merchant, char **ret_token) {
    assert(merchant < PL_STORE_MERCHANT_COUNT);
    pl_sandbox *sandbox = call->sandbox;
    const int64_t serial = (int64_t)atomic_fetch_add(&sandbox->counts.tokens[merchant], 1) + 1;
    const int64_t now_seconds = call->request->now_ms / MS_PER_SECOND;
    const char *client_id = sandbox->merchants[merchant].client_id;
    struct json_object *payload = json_object_new_object();
    pl_status status = PL_E_MEMORY;
    if (payload != NULL &&
        pl_reply_add(payload, claim_subject, json_object_new_string(client_id)) &&
        pl_reply_add(payload, claim_issued, json_object_new_int64(now_seconds)) &&
        (!pl_has_habit(call, PL_HABIT_ONE_TOKEN) ||
         pl_reply_add(payload, claim_serial, json_object_new_int64(serial))) &&
        pl_reply_add(payload, claim_expiry,
                     json_object_new_int64(now_seconds + sandbox->token_seconds))) {
        const char *text = json_object_to_json_string_ext(payload, JSON_C_TO_STRING_PLAIN);
        if (text != NULL) {
            status = pl_jwt_sign(pl_bytes_of(token_header), pl_bytes_of(text),
                                 (pl_bytes){sandbox->identity.key, sizeof sandbox->identity.key},
                                 call->arena, ret_token);
        }
    }
    json_object_put(payload);
    return status;
}
