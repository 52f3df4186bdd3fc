#include "checks/answer.h"

#include <assert.h>
#include <string.h>

#include "contract/contract.h"
#include "text/utf8.h"

static const char more[] = "...";

pl_status pl_answer_read(const pl_http_response *response, pl_arena *arena, pl_json *ret_json,
                         bool *ret_readable) {
    assert(response != NULL);
    assert(ret_json != NULL && ret_readable != NULL);
    const pl_status status = pl_json_read(response->body, arena, ret_json, NULL);
    if (status == PL_E_MEMORY) { return status; }
    *ret_readable = status == PL_OK;
    return PL_OK;
}

/* The beginning of text without secrets, more of it than is shown. The "..." after a part tells the
 * redactor where half a secret may stand. */
static pl_status redact_beginning(const pl_redactor *redactor, pl_bytes *text, pl_arena *arena) {
    enum { REDACTED_BYTES_MAX = 16 * 1024 };
    if (redactor == NULL) { return PL_OK; }
    const bool whole = text->len <= REDACTED_BYTES_MAX;
    const size_t len = whole ? text->len : REDACTED_BYTES_MAX;
    char *const part = pl_arena_alloc(arena, len + sizeof more);
    if (part == NULL) { return PL_E_MEMORY; }
    for (size_t i = 0; i < len; i++) {
        part[i] = text->ptr[i] == '\0' ? ' ' : (char)text->ptr[i]; /* shown as a blank anyway */
    }
    memcpy(part + len, whole ? "" : more, whole ? 1 : sizeof more);
    char *redacted = NULL;
    const pl_status status = pl_redact(redactor, pl_bytes_of(part), arena, &redacted);
    if (status == PL_OK) { *text = pl_bytes_of(redacted); }
    return status;
}

pl_status pl_answer_excerpt(pl_bytes text, const pl_redactor *redactor, pl_arena *arena,
                            const char **ret_excerpt) {
    assert(ret_excerpt != NULL);
    const pl_status status = redact_beginning(redactor, &text, arena);
    if (status != PL_OK) { return status; }
    char *const out = pl_arena_alloc(arena, PL_ANSWER_EXCERPT_BYTES_MAX + sizeof more);
    if (out == NULL) { return PL_E_MEMORY; }
    size_t used = 0;
    size_t at = 0;
    while (at < text.len) {
        uint32_t point = 0;
        const size_t len = pl_utf8_next(text, at, &point);
        const size_t need = len == 0 ? 1 : len;
        if (used + need > PL_ANSWER_EXCERPT_BYTES_MAX) { break; }
        if (len == 0) {
            out[used] = '?';
            at += pl_utf8_skip_bad(text, at);
        } else if (point < 0x20 || (point >= 0x7F && point <= 0x9F)) {
            /* A control character could move the cursor of the terminal that shows the report. */
            out[used] = ' ';
            at += len;
            used += 1;
            continue;
        } else {
            memcpy(out + used, text.ptr + at, len);
            at += len;
        }
        used += need;
    }
    assert(used <= PL_ANSWER_EXCERPT_BYTES_MAX);
    memcpy(out + used, more, at < text.len ? sizeof more : 0);
    if (at == text.len) { out[used] = '\0'; }
    *ret_excerpt = out;
    return PL_OK;
}

pl_status pl_answer_message(const pl_http_response *response, const pl_redactor *redactor,
                            pl_arena *arena, const char **ret_message) {
    assert(ret_message != NULL);
    pl_json json;
    bool readable = false;
    pl_status status = pl_answer_read(response, arena, &json, &readable);
    if (status != PL_OK) { return status; }
    if (!readable) {
        *ret_message = "";
        return PL_OK;
    }
    const pl_member *const member = &pl_contract_answer_of(422)->schema->members[PL_ENVELOPE_ERROR];
    const uint32_t error = pl_json_member(&json, 0, member->name);
    const uint32_t node =
        error == PL_JSON_NONE
            ? PL_JSON_NONE
            : pl_json_member(&json, error, member->schema->members[PL_ERROR_MESSAGE].name);
    if (node == PL_JSON_NONE || json.nodes[node].kind != PL_JSON_STRING) {
        *ret_message = "";
        return PL_OK;
    }
    pl_bytes text = pl_json_inside(&json, node);
    pl_bytes decoded;
    status = pl_json_string_decode(&json, node, arena, &decoded);
    if (status == PL_E_MEMORY) { return status; }
    if (status == PL_OK) { text = decoded; }
    return pl_answer_excerpt(text, redactor, arena, ret_message);
}

static char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

bool pl_answer_is_json(const pl_http_response *response) {
    const char *at = pl_http_header_of(response, "Content-Type");
    if (at == NULL) { return false; }
    at += strspn(at, " \t");
    for (const char *want = PL_MEDIA_TYPE; *want != '\0'; want++, at++) {
        if (lower(*at) != *want) { return false; }
    }
    at += strspn(at, " \t");
    return *at == '\0' || *at == ';';
}
