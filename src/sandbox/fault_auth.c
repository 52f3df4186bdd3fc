#include <assert.h>
#include <string.h>

#include "http/signature.h"
#include "sandbox/fault_maker_internal.h"
#include "text/base64url.h"
#include "text/jwt.h"

/* Callers that are let in although they are nobody, or not yet proven to be somebody. */

static const char group_auth[] = "authentication";

enum { MERCHANT_NONE = PL_STORE_MERCHANT_COUNT, PART_BYTES_MAX = 2048 };

/* What came in the two headers, taken apart. */
typedef struct caller {
    const pl_call *call;
    bool has_authorization;
    bool has_partner;
    pl_bytes authorization;
    pl_bytes partner;
    pl_bytes scheme; /* before the first blank; empty without one */
    pl_bytes token;  /* behind it */
    bool is_jwt;
    pl_jwt jwt;
    char algorithm[16]; /* of the token's header; "" when it cannot be read */
    unsigned merchant;  /* whom the payload names, or MERCHANT_NONE */
    bool expired;
} caller;

/* --- taking apart ---------------------------------------------------------------------------- */

static bool read_part(const pl_call *call, pl_bytes part, pl_json *ret_json) {
    size_t len = 0;
    uint8_t *plain = pl_arena_alloc(call->arena, part.len + 1);
    return plain != NULL && pl_base64url_decode(part, plain, part.len, &len) == PL_OK &&
           pl_json_read((pl_bytes){plain, len}, call->arena, ret_json, NULL) == PL_OK;
}

static void read_algorithm(caller *one) {
    pl_json json;
    if (!read_part(one->call, one->jwt.header, &json)) { return; }
    const uint32_t node = pl_json_member(&json, 0, "alg");
    if (node == PL_JSON_NONE || json.nodes[node].kind != PL_JSON_STRING) { return; }
    const pl_bytes text = pl_json_inside(&json, node);
    if (text.len < sizeof one->algorithm) { memcpy(one->algorithm, text.ptr, text.len); }
}

static void read_payload(caller *one) {
    enum { MS_PER_SECOND = 1000 };
    pl_json json;
    if (!read_part(one->call, one->jwt.payload, &json)) { return; }
    const uint32_t subject = pl_json_member(&json, 0, "sub");
    const uint32_t expiry = pl_json_member(&json, 0, "exp");
    if (subject == PL_JSON_NONE || json.nodes[subject].kind != PL_JSON_STRING ||
        expiry == PL_JSON_NONE || json.nodes[expiry].kind != PL_JSON_NUMBER) {
        return;
    }
    const pl_decimal now = pl_decimal_of(one->call->request->now_ms / MS_PER_SECOND);
    one->expired = pl_number_compare(pl_json_raw(&json, expiry), now) <= 0;
    for (unsigned i = 0; i < PL_STORE_MERCHANT_COUNT; i++) {
        const char *client_id = one->call->sandbox->merchants[i].client_id;
        if (pl_json_string_is(&json, subject, pl_bytes_of(client_id))) { one->merchant = i; }
    }
}

static caller caller_of(const pl_call *call) {
    caller one = {.call = call, .merchant = MERCHANT_NONE};
    one.has_authorization = pl_fault_header(call, PL_HEADER_AUTHORIZATION, &one.authorization);
    one.has_partner = pl_fault_header(call, PL_HEADER_PARTNER, &one.partner);
    const pl_bytes all = one.authorization;
    const uint8_t *blank = all.len == 0 ? NULL : memchr(all.ptr, ' ', all.len);
    one.token = all;
    if (blank != NULL) {
        one.scheme = (pl_bytes){all.ptr, (size_t)(blank - all.ptr)};
        one.token = (pl_bytes){blank + 1, all.len - one.scheme.len - 1};
    }
    one.is_jwt = one.token.len > 0 && pl_jwt_split(one.token, &one.jwt) == PL_OK;
    if (one.is_jwt) {
        read_algorithm(&one);
        read_payload(&one);
    }
    return one;
}

/* --- what a sloppy server finds good enough -------------------------------------------------- */

static pl_bytes own_key(const caller *one) {
    const pl_sandbox *sandbox = one->call->sandbox;
    return (pl_bytes){sandbox->identity.key, sizeof sandbox->identity.key};
}

static bool scheme_is(const caller *one, const char *scheme) {
    return pl_call_text_is(one->scheme, scheme);
}

static bool is_bearer(const caller *one) {
    return scheme_is(one, "Bearer") && one->token.len > 0;
}

static bool partner_is(const caller *one, unsigned merchant) {
    return merchant < PL_STORE_MERCHANT_COUNT &&
           pl_bytes_equal(one->partner,
                          pl_bytes_of(one->call->sandbox->merchants[merchant].partner_id));
}

static bool partner_is_known(const caller *one) {
    for (unsigned i = 0; i < PL_STORE_MERCHANT_COUNT; i++) {
        if (partner_is(one, i)) { return true; }
    }
    return false;
}

static bool is_signed(const caller *one, pl_bytes key) {
    return one->is_jwt && pl_jwt_signature_is(one->jwt.signed_text, one->jwt.signature, key);
}

/* Claims and partner id fit; whether they are proven is another question. */
static bool claims_hold(const caller *one) {
    return one->is_jwt && partner_is(one, one->merchant) && !one->expired;
}

static bool token_is_right(const caller *one) {
    return is_signed(one, own_key(one)) && one->merchant != MERCHANT_NONE && !one->expired;
}

/* The signature that these parts should have; empty: no memory. */
static pl_bytes right_signature(const caller *one) {
    pl_json header;
    pl_json payload;
    pl_jwt jwt;
    char *token = NULL;
    const bool made =
        read_part(one->call, one->jwt.header, &header) &&
        read_part(one->call, one->jwt.payload, &payload) &&
        pl_jwt_sign(header.text, payload.text, own_key(one), one->call->arena, &token) == PL_OK &&
        pl_jwt_split(pl_bytes_of(token), &jwt) == PL_OK;
    return made ? jwt.signature : (pl_bytes){NULL, 0};
}

static bool no_authorization(const caller *one) {
    return !one->has_authorization && partner_is_known(one);
}
static bool empty_authorization(const caller *one) {
    return one->has_authorization && one->authorization.len == 0 && partner_is_known(one);
}
static bool no_headers(const caller *one) {
    return !one->has_authorization && !one->has_partner;
}
static bool basic(const caller *one) {
    return scheme_is(one, "Basic") && partner_is_known(one);
}
static bool any_scheme(const caller *one) {
    return one->scheme.len > 0 && claims_hold(one) && token_is_right(one);
}
static bool no_scheme(const caller *one) {
    return one->scheme.len == 0 && claims_hold(one) && token_is_right(one);
}
static bool scheme_begins_so(const caller *one) {
    static const char scheme[] = "Bearer";
    const size_t len = sizeof scheme - 1;
    return one->scheme.len >= len && pl_call_text_is((pl_bytes){one->scheme.ptr, len}, scheme) &&
           claims_hold(one) && token_is_right(one);
}
static bool no_token(const caller *one) {
    const bool alone = one->scheme.len == 0 && pl_call_text_is(one->authorization, "Bearer");
    return (alone || (scheme_is(one, "Bearer") && one->token.len == 0)) && partner_is_known(one);
}
static bool any_token(const caller *one) {
    return is_bearer(one) && partner_is_known(one);
}
static bool any_jwt(const caller *one) {
    return is_bearer(one) && one->is_jwt && partner_is_known(one);
}
static bool any_other_text(const caller *one) {
    return is_bearer(one) && !one->is_jwt && partner_is_known(one);
}

static bool claims_hold_as_bearer(const caller *one) {
    return is_bearer(one) && claims_hold(one);
}
static bool is_hs256(const caller *one) {
    return strcmp(one->algorithm, "HS256") == 0;
}
static bool unsigned_claims(const caller *one) {
    return claims_hold_as_bearer(one) && is_hs256(one);
}
static bool signature_is_absent(const caller *one) {
    return claims_hold_as_bearer(one) && is_hs256(one) && one->jwt.signature.len == 0;
}
static bool algorithm_is_none(const caller *one) {
    return claims_hold_as_bearer(one) && strcmp(one->algorithm, "none") == 0;
}
static bool algorithm_is_none_in_any_case(const caller *one) {
    return claims_hold_as_bearer(one) && strcmp(one->algorithm, "none") != 0 &&
           pl_call_text_is(pl_bytes_of(one->algorithm), "none");
}
static bool key_is_empty(const caller *one) {
    static const pl_bytes key = PL_BYTES_LIT("\0"); /* HMAC fills a key up with zeros */
    return claims_hold_as_bearer(one) && is_signed(one, key);
}
static bool key_is_guessed(const caller *one) {
    static const pl_bytes key = PL_BYTES_LIT("secret");
    return claims_hold_as_bearer(one) && is_signed(one, key);
}

enum { COMPARED_CHARACTERS = 8 };

static bool signature_begins_right(const caller *one) {
    const pl_bytes sent = one->jwt.signature;
    if (!claims_hold_as_bearer(one) || sent.len < COMPARED_CHARACTERS) { return false; }
    const pl_bytes right = right_signature(one);
    return right.len >= COMPARED_CHARACTERS &&
           memcmp(sent.ptr, right.ptr, COMPARED_CHARACTERS) == 0;
}
static bool signature_ends_right(const caller *one) {
    const pl_bytes sent = one->jwt.signature;
    if (!claims_hold_as_bearer(one) || sent.len < COMPARED_CHARACTERS) { return false; }
    const pl_bytes right = right_signature(one);
    return right.len == sent.len &&
           memcmp(sent.ptr + sent.len - COMPARED_CHARACTERS,
                  right.ptr + right.len - COMPARED_CHARACTERS, COMPARED_CHARACTERS) == 0;
}

/* Only the payload is covered by the signature: whatever the header, as if it were ours. */
static bool header_is_not_covered(const caller *one) {
    static const pl_bytes header = PL_BYTES_LIT("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
    pl_json payload;
    pl_jwt jwt;
    char *token = NULL;
    return claims_hold_as_bearer(one) && read_part(one->call, one->jwt.payload, &payload) &&
           pl_jwt_sign(header, payload.text, own_key(one), one->call->arena, &token) == PL_OK &&
           pl_jwt_split(pl_bytes_of(token), &jwt) == PL_OK &&
           pl_bytes_equal(jwt.signature, one->jwt.signature);
}
static bool token_is_over(const caller *one) {
    return is_bearer(one) && is_signed(one, own_key(one)) && partner_is(one, one->merchant);
}

static bool right_token_of(const caller *one) {
    return is_bearer(one) && token_is_right(one);
}
static bool no_partner(const caller *one) {
    return right_token_of(one) && !one->has_partner;
}
static bool empty_partner(const caller *one) {
    return right_token_of(one) && one->has_partner && one->partner.len == 0;
}
static bool wrong_partner(const caller *one) {
    return right_token_of(one) && one->partner.len > 0 && !partner_is_known(one);
}
static bool other_partner(const caller *one) {
    return right_token_of(one) && partner_is_known(one);
}
static bool partner_in_any_case(const caller *one) {
    return right_token_of(one) &&
           pl_call_text_is(one->partner, one->call->sandbox->merchants[one->merchant].partner_id);
}

/* Is one the beginning of the other, and not empty? */
static bool begins(pl_bytes shorter, pl_bytes longer) {
    return shorter.len > 0 && shorter.len < longer.len &&
           memcmp(shorter.ptr, longer.ptr, shorter.len) == 0;
}
static pl_bytes partner_of(const caller *one) {
    return pl_bytes_of(one->call->sandbox->merchants[one->merchant].partner_id);
}
static bool partner_cut(const caller *one) {
    return right_token_of(one) && begins(one->partner, partner_of(one));
}
static bool partner_longer(const caller *one) {
    return right_token_of(one) && begins(partner_of(one), one->partner);
}
static bool token_in_query(const caller *one) {
    return !one->has_authorization && one->call->query.len > 0 && partner_is_known(one);
}

/* --- before the credentials ------------------------------------------------------------------ */

static bool body_is_refused(const caller *one) {
    pl_verdict verdict = PL_ACCEPT;
    const pl_context context = {.now_ms = one->call->request->now_ms};
    return pl_contract_request_verdict(one->call->request->body, &context, one->call->arena,
                                       &verdict) == PL_OK &&
           verdict == PL_REJECT;
}
static bool account_is_refused(const caller *one) {
    for (unsigned i = 0; i < PL_STORE_MERCHANT_COUNT; i++) {
        pl_route route = PL_ROUTE_COUNT;
        pl_bytes account = {NULL, 0};
        pl_bytes link = {NULL, 0};
        const char *known = one->call->sandbox->merchants[i].account_id;
        if (pl_route_match(one->call->path, &route, &account, &link) &&
            pl_bytes_equal(account, pl_bytes_of(known))) {
            return false;
        }
    }
    return true;
}

typedef struct auth_row {
    const char *name;
    const char *words;
    bool (*admits)(const caller *one);
    bool
        undocumented; /* the contract allows it, or no client can show it without the server's own key */
} auth_row;

/* clang-format off */
static const auth_row rows[] = {
    {"no-headers-accepted",        "a call without any credentials is let in",                    no_headers,            false},
    {"no-authorization-accepted",  "a call without Authorization is let in",                      no_authorization,      false},
    {"empty-authorization-accepted", "an empty Authorization is let in",                          empty_authorization,   false},
    {"basic-accepted",             "whatever comes with the scheme Basic is let in",              basic,                 false},
    {"any-scheme-accepted",        "a right token is let in with any scheme",                     any_scheme,            false},
    {"no-scheme-accepted",         "a right token is let in without a scheme",                    no_scheme,             false},
    {"longer-scheme-accepted",     "a scheme that begins with Bearer is let in",                  scheme_begins_so,      false},
    {"no-token-accepted",          "Bearer without a token is let in",                            no_token,              false},
    {"any-token-accepted",         "any bearer token is let in",                                  any_token,             false},
    {"any-jwt-accepted",           "any JWT is let in",                                           any_jwt,               false},
    {"any-text-accepted",          "a bearer token that is no JWT is let in",                     any_other_text,        false},
    {"signature-unchecked",        "the token's claims are believed, its signature is not looked at", unsigned_claims,   false},
    {"signature-absent-accepted",  "a token whose signature was cut off is let in",               signature_is_absent,   false},
    {"signature-start-compared",   "only the beginning of the signature is compared",             signature_begins_right, false},
    {"signature-end-compared",     "only the end of the signature is compared",                   signature_ends_right,  false},
    {"header-not-covered",         "the signature does not cover the token's header",             header_is_not_covered, false},
    {"alg-none-accepted",          "a token with alg none is let in",                             algorithm_is_none,     false},
    {"alg-none-case-accepted",     "alg none is refused, None and NONE are not",                  algorithm_is_none_in_any_case, false},
    {"empty-key-accepted",         "a token signed with an empty key is let in",                  key_is_empty,          false},
    {"guessed-key-accepted",       "the key is a word that can be guessed",                       key_is_guessed,        false},
    {"expired-accepted",           "a token that the server issued stays good for ever",          token_is_over,         true},
    {"no-partner-accepted",        "a call without a partner id is let in",                       no_partner,            false},
    {"empty-partner-accepted",     "an empty partner id is let in",                               empty_partner,         false},
    {"wrong-partner-accepted",     "a partner id that nobody has is let in",                      wrong_partner,         false},
    {"other-partner-accepted",     "another merchant's partner id is let in",                     other_partner,         false},
    {"partner-case-ignored",       "the partner id is compared without case",                     partner_in_any_case,   true},
    {"partner-cut-accepted",       "the beginning of the partner id is let in",                   partner_cut,           false},
    {"partner-longer-accepted",    "what begins with the partner id is let in",                   partner_longer,        false},
    {"query-accepted",             "a token in the query is let in",                              token_in_query,        false},
    {"body-first",                 "the body is judged before the credentials",                   body_is_refused,       false},
    {"account-first",              "the account is looked up before the credentials are judged",  account_is_refused,    false},
};
/* clang-format on */

/* The merchant whose account is called, else the first. */
static unsigned merchant_called(const pl_call *call) {
    pl_route route = PL_ROUTE_COUNT;
    pl_bytes account = {NULL, 0};
    pl_bytes link = {NULL, 0};
    if (!pl_route_match(call->path, &route, &account, &link)) { return 0; }
    for (unsigned i = 0; i < PL_STORE_MERCHANT_COUNT; i++) {
        const char *known = call->sandbox->merchants[i].account_id;
        if (pl_bytes_equal(account, pl_bytes_of(known))) { return i; }
    }
    return 0;
}

pl_status pl_fault_admit(pl_call *call, unsigned merchant) {
    char *token = NULL;
    pl_status status = pl_auth_token_new(call, merchant, &token);
    if (status != PL_OK) { return status; }
    status = pl_fault_set_header(call, PL_HEADER_AUTHORIZATION,
                                 pl_arena_printf(call->arena, "Bearer %s", token));
    if (status != PL_OK) { return status; }
    return pl_fault_set_header(call, PL_HEADER_PARTNER,
                               call->sandbox->merchants[merchant].partner_id);
}

static pl_status let_in(pl_call *call, const pl_fault_plan *plan) {
    const auth_row *row = plan->row;
    bool known = false;
    const pl_status status = pl_auth_check(call, &known);
    if (status != PL_OK || known) { return status; }
    const caller one = caller_of(call);
    return row->admits(&one) ? pl_fault_admit(call, merchant_called(call)) : PL_OK;
}

void pl_faults_of_auth(pl_fault_maker *maker) {
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        const pl_fault fault = {
            .id = pl_arena_printf(maker->arena, "auth/%s", rows[i].name),
            .group = group_auth,
            .statement = rows[i].words,
            .documented = !rows[i].undocumented,
        };
        pl_fault_add(maker, &fault, &(pl_fault_plan){.before = let_in, .row = &rows[i]});
    }
}
