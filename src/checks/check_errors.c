#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "checks/answer.h"
#include "checks/check_internal.h"

/* Does a refusal name what is wrong? Only ever an observation: the document shows `errors` and
 * requires nothing of its keys. */

enum { PATH_BYTES_MAX = 256 };

/* "items.0.quantity" of "/items/0/quantity"; the names that the contract declares need no
 * escapes. */
static bool dot_path_of(const char *pointer, char out[PATH_BYTES_MAX]) {
    const char *const from = pointer[0] == '/' ? pointer + 1 : pointer;
    const size_t len = strlen(from);
    if (len >= PATH_BYTES_MAX) { return false; }
    for (size_t i = 0; i <= len; i++) { out[i] = from[i] == '/' ? '.' : from[i]; }
    return true;
}

/* A server's key in dots: "items[0].quantity" and "items[0][quantity]" become
 * "items.0.quantity". */
static bool dotted(pl_bytes key, char out[PATH_BYTES_MAX]) {
    size_t used = 0;
    for (size_t i = 0; i < key.len; i++) {
        const char letter = (char)key.ptr[i];
        if (letter == ']' || letter == '\'' || letter == '"') { continue; }
        const bool opens = letter == '[';
        if (opens && used == 0) { continue; }
        if (used + 1 >= PATH_BYTES_MAX || letter == '\0') { return false; }
        out[used++] = opens || letter == '/' ? '.' : letter;
    }
    out[used] = '\0';
    return true;
}

static size_t segment_len(const char *path) {
    return strcspn(path, ".");
}

/* Is one of the two paths the beginning of the other, segment by segment? "*" stands for every
 * index. Both ways round: a server may name the parent, or what it missed inside the value. */
static bool same_branch(const char *left, const char *right) {
    while (*left != '\0' && *right != '\0') {
        const size_t left_len = segment_len(left);
        const size_t right_len = segment_len(right);
        const bool any = (left_len == 1 && *left == '*') || (right_len == 1 && *right == '*');
        if (!any && (left_len != right_len || memcmp(left, right, left_len) != 0)) { return false; }
        left += left_len + (left[left_len] == '.' ? 1U : 0U);
        right += right_len + (right[right_len] == '.' ? 1U : 0U);
    }
    return true;
}

/* The two sides of the sum rule: whoever breaks it may be told of either. */
static bool is_of_sum(const char *path) {
    static const pl_item_field factors[] = {PL_ITEM_QUANTITY, PL_ITEM_UNIT_PRICE};
    const pl_member *const members = pl_contract_request.members;
    if (same_branch(path, members[PL_REQUEST_TOTAL_AMOUNT].name)) { return true; }
    const pl_member *const items = &members[PL_REQUEST_ITEMS];
    for (size_t i = 0; i < PL_COUNT(factors); i++) {
        char factor[PATH_BYTES_MAX] = "";
        const int len = snprintf(factor, sizeof factor, "%s.*.%s", items->name,
                                 items->schema->items->members[factors[i]].name);
        assert(len > 0 && (size_t)len < sizeof factor);
        if (same_branch(path, factor)) { return true; }
    }
    return false;
}

static bool names(const char *key, const char *offending) {
    return same_branch(key, offending) || (is_of_sum(key) && is_of_sum(offending));
}

static pl_status any_key_names(const pl_json *json, uint32_t errors, const char *offending,
                               pl_arena *arena, bool *ret_named) {
    const uint32_t end = json->nodes[errors].next;
    for (uint32_t name = errors + 1; name < end; name = json->nodes[name + 1].next) {
        pl_bytes key;
        const pl_status status = pl_json_string_decode(json, name, arena, &key);
        if (status == PL_E_MEMORY) { return status; }
        char path[PATH_BYTES_MAX] = "";
        if (status == PL_OK && dotted(key, path) && path[0] != '\0' && names(path, offending)) {
            *ret_named = true;
            return PL_OK;
        }
    }
    *ret_named = false;
    return PL_OK;
}

/* The two places where the document shows the list. */
static size_t find_errors(const pl_json *json, uint32_t out[2]) {
    static const pl_envelope_field parents[] = {PL_ENVELOPE_ERROR, PL_ENVELOPE_DATA};
    const pl_member *const envelope = pl_contract_answer_of(422)->schema->members;
    const char *const name = envelope[PL_ENVELOPE_ERROR].schema->members[PL_ERROR_ERRORS].name;
    size_t count = 0;
    for (size_t i = 0; i < PL_COUNT(parents); i++) {
        const uint32_t parent = pl_json_member(json, 0, envelope[parents[i]].name);
        if (parent == PL_JSON_NONE) { continue; }
        const uint32_t errors = pl_json_member(json, parent, name);
        if (errors != PL_JSON_NONE && json->nodes[errors].kind == PL_JSON_OBJECT) {
            out[count++] = errors;
        }
    }
    return count;
}

static bool applies(const pl_exchange *exchange) {
    return exchange->test->klass == PL_CLASS_REJECT && exchange->response->status == 422 &&
           pl_check_form(exchange) == PL_FORM_CREATE && exchange->test->offending != NULL &&
           exchange->test->offending[0] != '\0';
}

static pl_status report_unnamed(const pl_exchange *exchange, const pl_json *json,
                                const uint32_t *errors, const char *path, pl_arena *arena,
                                pl_finding_list *findings) {
    const char *shown = NULL;
    const pl_status status =
        pl_answer_excerpt(pl_json_raw(json, errors[0]), exchange->redactor, arena, &shown);
    if (status != PL_OK) { return status; }
    const char *const message =
        pl_arena_printf(arena, "the refusal does not name the offending field %s", path);
    if (message == NULL) { return PL_E_MEMORY; }
    return pl_check_report(exchange, arena, findings,
                           &(pl_finding){.check = "errors",
                                         .severity = PL_OBSERVATION,
                                         .message = message,
                                         .expected = path,
                                         .actual = shown});
}

pl_status pl_check_errors(const pl_exchange *exchange, pl_arena *arena, pl_finding_list *findings) {
    char path[PATH_BYTES_MAX] = "";
    if (!applies(exchange) || !dot_path_of(exchange->test->offending, path)) { return PL_OK; }
    pl_json json;
    bool readable = false;
    const pl_status read = pl_answer_read(exchange->response, arena, &json, &readable);
    if (read != PL_OK || !readable) { return read; }
    uint32_t errors[2];
    const size_t count = find_errors(&json, errors);
    for (size_t i = 0; i < count; i++) {
        bool named = false;
        const pl_status status = any_key_names(&json, errors[i], path, arena, &named);
        if (status != PL_OK || named) { return status; }
    }
    if (count == 0) { return PL_OK; /* its absence is an observation of the envelope's */ }
    return report_unnamed(exchange, &json, errors, path, arena, findings);
}
