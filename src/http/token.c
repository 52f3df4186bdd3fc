/* The access token: the request for it, and keeping it fit for use. What the answer says:
 * token_answer.c. */
#include "http/token.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>

#include "contract/contract.h"
#include "http/signature.h"
#include "http/spelling.h"
#include "http/token_internal.h"

enum { HEADER_COUNT_MAX = 5 };

static const pl_route token_routes[] = {
    [PL_TOKEN_V11] = PL_ROUTE_TOKEN_V11,
    [PL_TOKEN_V10] = PL_ROUTE_TOKEN_V10,
};
_Static_assert(PL_COUNT(token_routes) == PL_TOKEN_VERSION_COUNT, "one route for each version");

/* --- the request ---------------------------------------------------------------------------- */

typedef struct header_list {
    pl_http_header list[HEADER_COUNT_MAX];
    size_t count;
} header_list;

static void put(header_list *headers, const char *name, const char *value) {
    assert(headers->count < HEADER_COUNT_MAX);
    headers->list[headers->count++] = (pl_http_header){name, value};
}

static pl_status put_signature(header_list *headers, const pl_merchant *merchant, int64_t now_ms,
                               pl_arena *arena) {
    char *text = pl_arena_alloc(arena, PL_SIGNATURE_TEXT_BYTES);
    if (text == NULL) { return PL_E_MEMORY; }
    const pl_status status =
        pl_signature(merchant->client_id, merchant->client_secret, now_ms, text);
    if (status != PL_OK) { return status; }
    put(headers, PL_HEADER_CLIENT, merchant->client_id);
    put(headers, PL_HEADER_SIGNATURE, text);
    return PL_OK;
}

static pl_status put_basic(header_list *headers, const pl_merchant *merchant, pl_arena *arena) {
    char *basic = NULL;
    const pl_status status = pl_spell_basic(merchant->client_id, merchant->client_secret, &basic);
    if (status != PL_OK) { return status; }
    const char *value = pl_arena_printf(arena, "Basic %s", basic);
    OPENSSL_cleanse(basic, strlen(basic));
    free(basic);
    if (value == NULL) { return PL_E_MEMORY; }
    put(headers, PL_HEADER_AUTHORIZATION, value);
    return PL_OK;
}

/* The one member that the contract's table declares, with the one value that it allows. */
static pl_status grant_body(pl_arena *arena, pl_bytes *ret_body) {
    assert(pl_contract_grant.member_count == 1);
    const pl_member *member = &pl_contract_grant.members[0];
    const pl_facet *allowed = pl_schema_facet(member->schema, PL_KEYWORD_ENUM, PL_VIOLATION);
    assert(allowed != NULL && allowed->values[0] != NULL);
    const char *body = pl_arena_printf(arena, "{\"%s\":\"%s\"}", member->name, allowed->values[0]);
    if (body == NULL) { return PL_E_MEMORY; }
    *ret_body = pl_bytes_of(body);
    return PL_OK;
}

pl_status pl_token_request(const pl_merchant *merchant, pl_token_version version, int64_t now_ms,
                           pl_arena *arena, pl_http_request *ret_request) {
    assert(merchant != NULL && arena != NULL && ret_request != NULL);
    assert((unsigned)version < PL_TOKEN_VERSION_COUNT);
    if (merchant->partner_id == NULL || merchant->client_id == NULL ||
        merchant->client_secret == NULL) {
        return PL_E_ARGUMENT;
    }
    const pl_route_row *route = pl_route_row_of(token_routes[version]);
    header_list *headers = pl_arena_alloc(arena, sizeof *headers);
    if (headers == NULL) { return PL_E_MEMORY; }
    headers->count = 0;
    pl_status status = version == PL_TOKEN_V11 ? put_signature(headers, merchant, now_ms, arena)
                                               : put_basic(headers, merchant, arena);
    if (status != PL_OK) { return status; }
    put(headers, PL_HEADER_PARTNER, merchant->partner_id);
    put(headers, "Content-Type", PL_MEDIA_TYPE);
    put(headers, "Accept", PL_MEDIA_TYPE);
    pl_bytes body = {0};
    status = grant_body(arena, &body);
    if (status != PL_OK) { return status; }
    *ret_request = (pl_http_request){
        .method = route->method,
        .target = route->path,
        .headers = headers->list,
        .header_count = headers->count,
        .body = body,
        .has_body = true,
    };
    return PL_OK;
}

/* --- keeping it fit ------------------------------------------------------------------------- */

void pl_token_done(pl_token *token) {
    if (token == NULL) { return; }
    if (token->text != NULL) {
        OPENSSL_cleanse(token->text, strlen(token->text));
        free(token->text);
    }
    *token = (pl_token){0};
}

static pl_status use_given(pl_token *token, const pl_merchant *merchant) {
    char *copy = strdup(merchant->token);
    if (copy == NULL) { return PL_E_MEMORY; }
    pl_token_done(token);
    token->text = copy;
    token->expires_at_ms = INT64_MAX;
    return PL_OK;
}

bool pl_token_is_fit(const pl_token *token, int64_t now_ms) {
    assert(token != NULL);
    if (token->text == NULL || token->trouble != PL_TOKEN_FINE) { return false; }
    return token->expires_at_ms == INT64_MAX || token->expires_at_ms - token->spare_ms >= now_ms;
}

/* Names the variables that are not set. False when none is missing. */
static bool note_missing(pl_token *token, const pl_merchant *merchant) {
    const struct {
        const char *value;
        size_t offset;
    } needed[] = {
        {merchant->partner_id, offsetof(pl_merchant, partner_id)},
        {merchant->client_id, offsetof(pl_merchant, client_id)},
        {merchant->client_secret, offsetof(pl_merchant, client_secret)},
    };
    size_t len = 0;
    for (size_t i = 0; i < PL_COUNT(needed); i++) {
        if (needed[i].value != NULL) { continue; }
        const int added =
            snprintf(token->detail + len, sizeof token->detail - len, "%s%s",
                     len == 0 ? "not set: " : ", ", pl_setting_name(merchant, needed[i].offset));
        assert(added > 0 && (size_t)added < sizeof token->detail - len);
        len += (size_t)added;
    }
    if (len > 0) { token->trouble = PL_TOKEN_NO_CREDENTIALS; }
    return len > 0;
}

/* Names the variable whose value would not stay one header line. */
static void note_unsendable(pl_token *token, const pl_merchant *merchant) {
    const bool partner = strpbrk(merchant->partner_id, "\r\n") != NULL;
    const size_t offset =
        partner ? offsetof(pl_merchant, partner_id) : offsetof(pl_merchant, client_id);
    token->trouble = PL_TOKEN_NO_CREDENTIALS;
    (void)snprintf(token->detail, sizeof token->detail, "%s holds a line break",
                   pl_setting_name(merchant, offset));
}

static pl_status obtain(pl_token *token, const pl_merchant *merchant, pl_token_version version,
                        int64_t now_ms, pl_http *http, pl_arena *arena) {
    pl_http_request request;
    pl_http_response response;
    pl_status status = pl_token_request(merchant, version, now_ms, arena, &request);
    if (status != PL_OK) { return status; }
    status = pl_http_send(http, &request, arena, &response);
    if (status == PL_E_ARGUMENT) {
        note_unsendable(token, merchant);
        return PL_OK;
    }
    if (status != PL_OK) { return status; }
    return pl_token_answer(token, merchant, now_ms, &response, arena);
}

pl_status pl_token_ensure(pl_token *token, const pl_merchant *merchant, pl_token_version version,
                          int64_t now_ms, pl_http *http) {
    assert(token != NULL && merchant != NULL && http != NULL);
    assert((unsigned)version < PL_TOKEN_VERSION_COUNT);
    if (merchant->token != NULL) { return use_given(token, merchant); }
    if (pl_token_is_fit(token, now_ms)) { return PL_OK; }
    pl_token_done(token);
    if (note_missing(token, merchant)) { return PL_OK; }
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_status status = obtain(token, merchant, version, now_ms, http, &arena);
    pl_arena_done(&arena);
    return status;
}
