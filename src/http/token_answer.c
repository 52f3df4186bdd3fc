/* What the token endpoint says, read with care: any server may answer. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contract/contract.h"
#include "http/redact.h"
#include "http/token_internal.h"
#include "text/decimal.h"
#include "text/utf8.h"
#include "json/json.h"

enum {
    STATUS_OK = 200,
    STATUS_UNAUTHORIZED = 401,
    STATUS_FORBIDDEN = 403,
    LIFE_SECONDS_MAX = 1000 * 1000 * 1000, /* longer is as good as this: 31 years */
    SECOND_MS = 1000
};

/* --- the server's words --------------------------------------------------------------------- */

/* Nothing that could steer a terminal: C0, DEL and C1. */
static bool is_control(uint32_t code_point) {
    return code_point < 0x20 || (code_point >= 0x7F && code_point <= 0x9F);
}

/* At most PL_TOKEN_MESSAGE_BYTES_MAX bytes of well-formed text, whole characters only. */
static void cut_message(pl_bytes text, char out[PL_TOKEN_MESSAGE_BYTES_MAX + 1]) {
    size_t len = 0;
    for (size_t at = 0; at < text.len;) {
        uint32_t code_point = 0;
        const size_t step = pl_utf8_next(text, at, &code_point);
        const bool replaced = step == 0 || is_control(code_point);
        const size_t added = replaced ? 1 : step;
        if (len + added > PL_TOKEN_MESSAGE_BYTES_MAX) { break; }
        memcpy(out + len, replaced ? (const uint8_t *)"?" : text.ptr + at, added);
        len += added;
        at += step == 0 ? pl_utf8_skip_bad(text, at) : step;
    }
    out[len] = '\0';
}

/* A server may echo what it was sent. */
static pl_status redact_message(pl_bytes text, const pl_merchant *merchant, int64_t now_ms,
                                pl_arena *arena, char out[PL_TOKEN_MESSAGE_BYTES_MAX + 1]) {
    pl_redactor *redactor = NULL;
    pl_status status = pl_redactor_new(&redactor);
    if (status != PL_OK) { return status; }
    char *shown = NULL;
    status = pl_redactor_add_merchant(redactor, merchant);
    if (status == PL_OK) { status = pl_redactor_add_signature(redactor, merchant, now_ms); }
    if (status == PL_OK) { status = pl_redact(redactor, text, arena, &shown); }
    if (status == PL_OK) { cut_message(pl_bytes_of(shown), out); }
    pl_redactor_free(redactor);
    return status;
}

/* error.message, or "" where the body has none. */
static pl_status message_of(const pl_json *json, const pl_merchant *merchant, int64_t now_ms,
                            pl_arena *arena, char out[PL_TOKEN_MESSAGE_BYTES_MAX + 1]) {
    const pl_contract_answer *refusal = pl_contract_answer_of(STATUS_UNAUTHORIZED);
    assert(refusal != NULL && refusal->schema->member_count > PL_ENVELOPE_ERROR);
    const pl_member *declared = &refusal->schema->members[PL_ENVELOPE_ERROR];
    assert(declared->schema->member_count > PL_ERROR_MESSAGE);
    pl_bytes text = {0};
    out[0] = '\0';
    const uint32_t error = pl_json_member(json, 0, declared->name);
    if (error == PL_JSON_NONE) { return PL_OK; }
    const uint32_t message =
        pl_json_member(json, error, declared->schema->members[PL_ERROR_MESSAGE].name);
    if (message == PL_JSON_NONE || json->nodes[message].kind != PL_JSON_STRING) { return PL_OK; }
    const pl_status status = pl_json_string_decode(json, message, arena, &text);
    if (status == PL_E_ENCODING) { return PL_OK; }
    if (status != PL_OK) { return status; }
    return redact_message(text, merchant, now_ms, arena, out);
}

/* --- the token ------------------------------------------------------------------------------ */

/* It will stand in a header. */
static bool is_token_text(pl_bytes text) {
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < 0x20 || text.ptr[i] == 0x7F) { return false; }
    }
    return text.len > 0;
}

/* Whole milliseconds of a number of seconds, cut at LIFE_SECONDS_MAX. */
static int64_t milliseconds_of(pl_decimal seconds) {
    pl_int128 value = seconds.coefficient;
    if (value < 0) { return 0; }
    for (int32_t left = seconds.exponent; left < 0 && value > 0; left++) { value /= 10; }
    for (int32_t left = seconds.exponent; left > 0 && value < LIFE_SECONDS_MAX; left--) {
        value *= 10;
    }
    return (int64_t)(value < LIFE_SECONDS_MAX ? value : LIFE_SECONDS_MAX) * SECOND_MS;
}

/* A number, or a string that holds one; INT64_MAX when nobody can tell. Fails: PL_E_MEMORY. */
static pl_status life_of(const pl_json *json, uint32_t node, pl_arena *arena, int64_t *ret_ms) {
    pl_bytes text = {0};
    pl_decimal seconds;
    int64_t life_ms = INT64_MAX;
    if (node != PL_JSON_NONE && json->nodes[node].kind == PL_JSON_NUMBER) {
        text = pl_json_raw(json, node);
    }
    if (node != PL_JSON_NONE && json->nodes[node].kind == PL_JSON_STRING) {
        const pl_status status = pl_json_string_decode(json, node, arena, &text);
        if (status == PL_E_MEMORY) { return status; }
        if (status != PL_OK) { text = (pl_bytes){0}; }
    }
    if (pl_decimal_parse(text, &seconds) == PL_OK) { life_ms = milliseconds_of(seconds); }
    *ret_ms = life_ms;
    return PL_OK;
}

/* Takes data.access_token over into token; leaves token->text NULL when there is none. */
static pl_status take_token(pl_token *token, const pl_json *json, int64_t now_ms, pl_arena *arena) {
    pl_bytes text = {0};
    int64_t life_ms = INT64_MAX;
    assert(pl_contract_token.member_count > PL_ENVELOPE_DATA);
    const uint32_t data = pl_json_member(json, 0, pl_contract_token.members[PL_ENVELOPE_DATA].name);
    if (data == PL_JSON_NONE) { return PL_OK; }
    const uint32_t node = pl_json_member(json, data, PL_TOKEN_FIELD_TEXT);
    if (node == PL_JSON_NONE || json->nodes[node].kind != PL_JSON_STRING) { return PL_OK; }
    pl_status status = pl_json_string_decode(json, node, arena, &text);
    if (status == PL_E_MEMORY) { return status; }
    if (status != PL_OK || !is_token_text(text)) { return PL_OK; }
    status = life_of(json, pl_json_member(json, data, PL_TOKEN_FIELD_LIFE), arena, &life_ms);
    if (status != PL_OK) { return status; }
    token->text = strndup((const char *)text.ptr, text.len);
    if (token->text == NULL) { return PL_E_MEMORY; }
    /* Nobody issues a token that is over already: that says nothing of its end. */
    const bool known = life_ms > 0 && life_ms != INT64_MAX && now_ms <= INT64_MAX - life_ms;
    const int64_t part_ms = life_ms / PL_TOKEN_SPARE_PART;
    token->spare_ms = part_ms < PL_TOKEN_SPARE_MS ? part_ms : PL_TOKEN_SPARE_MS;
    token->expires_at_ms = known ? now_ms + life_ms : INT64_MAX;
    return PL_OK;
}

/* --- the outcome ---------------------------------------------------------------------------- */

static pl_token_trouble trouble_of(const pl_token *token) {
    static const struct {
        int status;
        pl_token_trouble trouble;
    } rows[] = {
        {STATUS_UNAUTHORIZED, PL_TOKEN_REFUSED},
        {STATUS_FORBIDDEN, PL_TOKEN_REFUSED},
    };
    if (token->text != NULL) { return PL_TOKEN_FINE; }
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        if (rows[i].status == token->status) { return rows[i].trouble; }
    }
    return PL_TOKEN_UNUSABLE;
}

static void tell(pl_token *token, const char *message) {
    const char *why = token->status == STATUS_OK ? ", but without a usable access token" : "";
    const char *quote = message[0] == '\0' ? "" : "\"";
    const int len = snprintf(token->detail, sizeof token->detail,
                             "the token endpoint answered with status %d%s%s%s%s%s", token->status,
                             why, message[0] == '\0' ? "" : ": ", quote, message, quote);
    assert(len > 0 && (size_t)len < sizeof token->detail);
    (void)len;
}

/* libcurl's words hold a host and a port at most, and are cut to fit. */
static void tell_no_answer(pl_token *token, const pl_http_response *response) {
    token->trouble = PL_TOKEN_NO_ANSWER;
    (void)snprintf(token->detail, sizeof token->detail,
                   "no answer from the token endpoint: %s (%.*s)",
                   pl_http_failure_text(response->failure), PL_TOKEN_MESSAGE_BYTES_MAX,
                   response->failure_text);
}

pl_status pl_token_answer(pl_token *token, const pl_merchant *merchant, int64_t now_ms,
                          const pl_http_response *response, pl_arena *arena) {
    char message[PL_TOKEN_MESSAGE_BYTES_MAX + 1] = "";
    pl_json json;
    assert(token != NULL && token->text == NULL && response != NULL);
    token->status = response->status;
    token->failure = response->failure;
    if (response->failure != PL_HTTP_ANSWERED) {
        tell_no_answer(token, response);
        return PL_OK;
    }
    pl_status status = pl_json_read(response->body, arena, &json, NULL);
    if (status == PL_E_MEMORY) { return status; }
    if (status == PL_OK) {
        if (response->status == STATUS_OK) { status = take_token(token, &json, now_ms, arena); }
        if (status == PL_OK) { status = message_of(&json, merchant, now_ms, arena, message); }
        if (status != PL_OK) { return status; }
    }
    token->trouble = trouble_of(token);
    if (token->trouble != PL_TOKEN_FINE) { tell(token, message); }
    return PL_OK;
}
