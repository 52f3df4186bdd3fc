/* What is kept of an exchange: everything that explains a finding, and no secret. */
#include <assert.h>
#include <string.h>
#include <strings.h>

#include "checks/answer.h"
#include "run/record_internal.h"

/* All bodies of a run together; what comes later is kept without its body, but with its length. */
enum { RECORD_BYTES_MAX = 64 * 1024 * 1024 };

static const char new_token_name[] = "PAYLINK_NEW_TOKEN";

/* --- tokens that an answer brings ------------------------------------------------------------ */

/* The token of a well-formed answer. */
static pl_status hide_member(pl_suite *suite, pl_arena *scratch, const pl_http_response *response) {
    pl_json json;
    bool readable = false;
    const pl_status status = pl_answer_read(response, scratch, &json, &readable);
    if (status != PL_OK || !readable) { return status; }
    const pl_member *const data = &pl_contract_token.members[PL_ENVELOPE_DATA];
    const pl_member *const secret = pl_schema_member(data->schema, pl_bytes_of("access_token"));
    assert(secret != NULL);
    const uint32_t parent = pl_json_member(&json, 0, data->name);
    const uint32_t node =
        parent == PL_JSON_NONE ? PL_JSON_NONE : pl_json_member(&json, parent, secret->name);
    if (node == PL_JSON_NONE || json.nodes[node].kind != PL_JSON_STRING) { return PL_OK; }
    const char *const token = pl_arena_text(scratch, pl_json_inside(&json, node));
    if (token == NULL) { return PL_E_MEMORY; }
    return pl_redactor_add(suite->session->redactor, new_token_name, token);
}

static bool is_token_byte(uint8_t byte) {
    return byte == '-' || byte == '.' || byte == '_' || (byte >= '0' && byte <= '9') ||
           (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
}

/* What begins as every JWT does ("{"" in base64), in an answer of any shape, whole or cut short. */
static pl_status hide_words(pl_suite *suite, pl_arena *scratch, pl_bytes body) {
    enum { WORD_COUNT_MAX = 8 };
    static const char beginning[] = "eyJ";
    size_t found = 0;
    size_t end = 0;
    for (size_t at = 0; at < body.len && found < WORD_COUNT_MAX; at = end + 1) {
        for (end = at; end < body.len && is_token_byte(body.ptr[end]);) { end++; }
        const size_t len = end - at;
        if (len < PL_JWT_PART_BYTES_MIN ||
            memcmp(body.ptr + at, beginning, sizeof beginning - 1) != 0) {
            continue;
        }
        const char *const word = pl_arena_text(scratch, (pl_bytes){body.ptr + at, len});
        if (word == NULL) { return PL_E_MEMORY; }
        const pl_status status = pl_redactor_add(suite->session->redactor, new_token_name, word);
        if (status != PL_OK) { return status; }
        found++;
    }
    return PL_OK;
}

/* --- texts ----------------------------------------------------------------------------------- */

/* What a server gives a client to remember it by is a credential too, though never one of ours. */
static const char *const cookie_headers[] = {"Set-Cookie", "Set-Cookie2", "Cookie"};

static bool is_cookie(const char *name) {
    for (size_t i = 0; i < PL_COUNT(cookie_headers); i++) {
        if (strcasecmp(cookie_headers[i], name) == 0) { return true; }
    }
    return false;
}

/* "session=abc; Path=/" becomes "session=$COOKIE; Path=/". */
static const char *hide_cookie(const char *value, pl_arena *arena) {
    const size_t name_len = strcspn(value, "=;");
    const char *const attributes = value + strcspn(value, ";");
    return pl_arena_printf(arena, "%.*s=$COOKIE%s", (int)name_len, value, attributes);
}

static pl_status keep_headers(const pl_suite *suite, const pl_http_header *from, size_t count,
                              const pl_http_header **ret_headers) {
    pl_http_header *const kept = pl_arena_alloc(suite->arena, count * sizeof *kept);
    if (kept == NULL) { return PL_E_MEMORY; }
    for (size_t i = 0; i < count; i++) {
        const char *value = from[i].value;
        if (is_cookie(from[i].name)) { value = hide_cookie(value, suite->arena); }
        if (value == NULL) { return PL_E_MEMORY; }
        pl_status status =
            pl_session_redact(suite->session, from[i].name, suite->arena, &kept[i].name);
        if (status != PL_OK) { return status; }
        status = pl_session_redact(suite->session, value, suite->arena, &kept[i].value);
        if (status != PL_OK) { return status; }
    }
    *ret_headers = kept;
    return PL_OK;
}

static pl_status keep_body(pl_suite *suite, pl_bytes body, pl_bytes *ret_kept,
                           uint64_t *ret_bytes) {
    const size_t left = RECORD_BYTES_MAX - suite->record_bytes;
    const size_t len_max = left < PL_RECORD_BODY_BYTES_MAX ? left : PL_RECORD_BODY_BYTES_MAX;
    bool whole = false;
    const pl_status status = pl_redact_beginning(suite->session->redactor, body, len_max,
                                                 suite->arena, ret_kept, &whole);
    if (status != PL_OK) { return status; }
    suite->record_bytes += ret_kept->len;
    *ret_bytes = whole ? ret_kept->len : body.len;
    return PL_OK;
}

/* --- the record ------------------------------------------------------------------------------ */

static pl_status keep_request(pl_suite *suite, const pl_http_request *request, pl_record *record) {
    record->method = request->method;
    record->request_header_count = request->header_count;
    record->has_request_body = request->has_body;
    pl_status status =
        pl_session_redact(suite->session, request->target, suite->arena, &record->target);
    if (status != PL_OK) { return status; }
    status = keep_headers(suite, request->headers, request->header_count, &record->request_headers);
    if (status != PL_OK || !request->has_body) { return status; }
    return keep_body(suite, request->body, &record->request_body, &record->request_body_bytes);
}

static pl_status keep_response(pl_suite *suite, const pl_http_response *response,
                               pl_record *record) {
    const bool answered = response->failure == PL_HTTP_ANSWERED;
    record->status = answered ? response->status : 0;
    record->failure = answered ? NULL : pl_http_failure_text(response->failure);
    record->seconds = response->seconds;
    record->response_header_count = response->header_count;
    const pl_status status =
        keep_headers(suite, response->headers, response->header_count, &record->response_headers);
    if (status != PL_OK) { return status; }
    return keep_body(suite, response->body, &record->response_body, &record->response_body_bytes);
}

pl_status pl_record_keep(pl_suite *suite, const pl_slot *slot, const pl_http_response *response) {
    assert(slot->index < suite->set->count);
    assert(suite->record_bytes <= RECORD_BYTES_MAX);
    pl_arena scratch = {0};
    pl_status status = PL_OK;
    if (!pl_route_row_of(suite->set->cases[slot->index].route)->secured) {
        status = hide_member(suite, &scratch, response);
        if (status == PL_OK) { status = hide_words(suite, &scratch, response->body); }
    }
    pl_arena_done(&scratch);
    if (status != PL_OK || suite->config->no_records) { return status; }
    pl_record *const record = pl_arena_alloc(suite->arena, sizeof *record);
    if (record == NULL) { return PL_E_MEMORY; }
    *record = (pl_record){.sent_ms = slot->sent_ms};
    status = keep_request(suite, &slot->wire.request, record);
    if (status == PL_OK) { status = keep_response(suite, response, record); }
    if (status == PL_OK) { suite->progress[slot->index].record = record; }
    return status;
}
