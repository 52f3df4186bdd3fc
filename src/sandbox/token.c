#include <assert.h>
#include <json-c/json.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <string.h>

#include "http/signature.h"
#include "sandbox/personality_internal.h"

/* The token endpoints: credentials first (401), then the body (422), then a token. */

/* {status 200, ..., data {access_token, token_type, expires_in}} */
static pl_status issue(pl_call *call, unsigned merchant, pl_sandbox_response *ret_response) {
    char *token = NULL;
    const pl_status status = pl_auth_token_new(call, merchant, &token);
    if (status != PL_OK) { return status; }
    char *seconds = pl_arena_printf(call->arena, "%u", (unsigned)call->sandbox->token_seconds);
    struct json_object *data = json_object_new_object();
    if (seconds == NULL || data == NULL ||
        !pl_reply_add(data, "access_token", json_object_new_string(token)) ||
        !pl_reply_add(data, "token_type", json_object_new_string("Bearer")) ||
        !pl_reply_add(data, "expires_in", json_object_new_string(seconds))) {
        json_object_put(data);
        return PL_E_MEMORY;
    }
    return pl_reply_data(call, data, ret_response);
}

/* The grant, for a merchant whose credentials were right. */
static pl_status grant(pl_call *call, unsigned merchant, pl_sandbox_response *ret_response) {
    assert(merchant < PL_STORE_MERCHANT_COUNT);
    pl_json json = {.count = 0};
    pl_report report = {.count = 0};
    bool readable = false;
    const pl_context context = {.now_ms = call->request->now_ms};
    const pl_status status = pl_validate_text(call->sandbox->fault.grant, call->request->body,
                                              &context, call->arena, &json, &readable, &report);
    if (status != PL_OK) { return status; }
    /* "Anything else" is refused, so what is open elsewhere is not tolerated here. */
    if (!readable || pl_report_verdict(&report) == PL_REJECT) {
        return pl_reply_invalid(call, &report, readable ? &json : NULL, ret_response);
    }
    return issue(call, merchant, ret_response);
}

/* The merchant of a partner id, in the table's order. */
static bool merchant_of_partner(const pl_call *call, unsigned *ret_merchant) {
    pl_bytes partner = {NULL, 0};
    if (!pl_call_header(call, PL_HEADER_PARTNER, &partner)) { return false; }
    for (unsigned i = 0; i < PL_STORE_MERCHANT_COUNT; i++) {
        if (pl_auth_equal(partner, pl_bytes_of(call->sandbox->merchants[i].partner_id))) {
            *ret_merchant = i;
            return true;
        }
    }
    return false;
}

/* Wrong credentials. */
static pl_status refuse(pl_call *call, pl_sandbox_response *ret_response) {
    return pl_reply_error(call, pl_gap_status_of(call, PL_GAP_TOKEN, 401), ret_response);
}

/* The hex digits that were sent, in the case in which they are compared. Fails: PL_E_MEMORY. */
static pl_status settle_case(pl_call *call, pl_bytes *signature) {
    if (!pl_has_habit(call, PL_HABIT_SIGNATURE_CASE)) { return PL_OK; }
    char *copy = pl_arena_text(call->arena, *signature);
    if (copy == NULL) { return PL_E_MEMORY; }
    for (size_t i = 0; i < signature->len; i++) {
        if (copy[i] >= 'A' && copy[i] <= 'F') { copy[i] = (char)(copy[i] - 'A' + 'a'); }
    }
    *signature = (pl_bytes){(const uint8_t *)copy, signature->len};
    return PL_OK;
}

pl_status pl_token_v11_answer(pl_call *call, pl_sandbox_response *ret_response) {
    unsigned merchant = 0;
    pl_bytes client = {NULL, 0};
    pl_bytes signature = {NULL, 0};
    char want[PL_SIGNATURE_TEXT_BYTES];
    if (!merchant_of_partner(call, &merchant) || !pl_call_header(call, PL_HEADER_CLIENT, &client) ||
        !pl_call_header(call, PL_HEADER_SIGNATURE, &signature)) {
        return refuse(call, ret_response);
    }
    const pl_sandbox_merchant *owner = &call->sandbox->merchants[merchant];
    pl_status status = settle_case(call, &signature);
    if (status != PL_OK) { return status; }
    status = pl_signature(owner->client_id, owner->client_secret, call->request->now_ms, want);
    if (status != PL_OK) { return status; }
    const bool known = pl_auth_equal(client, pl_bytes_of(owner->client_id)) &&
                       pl_auth_equal(signature, pl_bytes_of(want));
    OPENSSL_cleanse(want, sizeof want);
    return known ? grant(call, merchant, ret_response) : refuse(call, ret_response);
}

/* base64(client_id:client_secret), as it must be sent. What was sent is compared with it and never
 * decoded, so only the canonical spelling is right. NULL: out of memory. */
static char *basic_of(const pl_sandbox_merchant *merchant, pl_arena *arena) {
    char *plain = pl_arena_printf(arena, "%s:%s", merchant->client_id, merchant->client_secret);
    if (plain == NULL) { return NULL; }
    const size_t len = strlen(plain);
    const size_t text_cap = (len + 2) / 3 * 4 + 1;
    unsigned char *text = pl_arena_alloc(arena, text_cap);
    if (text != NULL) {
        const int text_len = EVP_EncodeBlock(text, (const unsigned char *)plain, (int)len);
        assert(text_len >= 0 && (size_t)text_len + 1 == text_cap);
        (void)text_len;
    }
    return (char *)text;
}

pl_status pl_token_v10_answer(pl_call *call, pl_sandbox_response *ret_response) {
    static const char scheme[] = "Basic ";
    const size_t scheme_len = sizeof scheme - 1;
    unsigned merchant = 0;
    pl_bytes authorization = {NULL, 0};
    if (!merchant_of_partner(call, &merchant) ||
        !pl_call_header(call, PL_HEADER_AUTHORIZATION, &authorization) ||
        authorization.len <= scheme_len ||
        !pl_call_text_is((pl_bytes){authorization.ptr, scheme_len}, scheme)) {
        return refuse(call, ret_response);
    }
    const char *want = basic_of(&call->sandbox->merchants[merchant], call->arena);
    if (want == NULL) { return PL_E_MEMORY; }
    const pl_bytes sent = {authorization.ptr + scheme_len, authorization.len - scheme_len};
    return pl_auth_equal(sent, pl_bytes_of(want)) ? grant(call, merchant, ret_response)
                                                  : refuse(call, ret_response);
}
