#include <assert.h>
#include <string.h>

#include "checks/answer.h"
#include "run/suite_internal.h"

enum { LINK_ID_LEN_MAX = 64 };

/* A whole number as written. */
static bool is_number_id(pl_bytes text) {
    const size_t sign_len = text.len > 0 && text.ptr[0] == '-' ? 1 : 0;
    bool digits = text.len > sign_len && text.len <= LINK_ID_LEN_MAX;
    for (size_t i = sign_len; i < text.len && digits; i++) {
        digits = pl_ecma_is_digit(text.ptr[i]);
    }
    return digits;
}

/* What needs no escape, neither in JSON nor in a path, and is no dot segment. */
static bool is_text_id(pl_bytes text) {
    bool plain = text.len > 0 && text.len <= LINK_ID_LEN_MAX;
    for (size_t i = 0; i < text.len && plain; i++) {
        const uint8_t byte = text.ptr[i];
        plain = pl_ecma_is_digit(byte) || (byte >= 'A' && byte <= 'Z') ||
                (byte >= 'a' && byte <= 'z') || byte == '_' || byte == '-';
    }
    return plain;
}

typedef struct found_id {
    bool present;
    pl_bytes text; /* as it can stand in a path; empty: it cannot */
} found_id;

/* A whole number in plain digits, however it is written: 7.0 is 7. In scratch; empty when it is no whole number.
 * Fails: PL_E_MEMORY. */
static pl_status plain_number(pl_bytes lexeme, pl_arena *scratch, pl_bytes *ret_text) {
    char digits[PL_DECIMAL_TEXT_BYTES_MAX];
    size_t len = 0;
    pl_decimal value;
    if (is_number_id(lexeme)) {
        *ret_text = lexeme;
        return PL_OK;
    }
    if (pl_decimal_parse(lexeme, &value) != PL_OK) { return PL_OK; }
    pl_decimal_format(value, digits, &len);
    if (!is_number_id((pl_bytes){(const uint8_t *)digits, len})) { return PL_OK; }
    const char *const copy = pl_arena_text(scratch, pl_bytes_of(digits));
    if (copy == NULL) { return PL_E_MEMORY; }
    *ret_text = pl_bytes_of(copy);
    return PL_OK;
}

/* data.id as it can stand in a path. Fails: PL_E_MEMORY. */
static pl_status find_id(const pl_http_response *response, pl_arena *scratch, found_id *ret_id) {
    *ret_id = (found_id){.present = false};
    pl_json json;
    bool readable = false;
    const pl_status status = pl_answer_read(response, scratch, &json, &readable);
    if (status != PL_OK || !readable) { return status; }
    const uint32_t data =
        pl_json_member(&json, 0, pl_contract_success.members[PL_ENVELOPE_DATA].name);
    if (data == PL_JSON_NONE) { return PL_OK; }
    const uint32_t id = pl_json_member(&json, data, pl_contract_link.members[PL_LINK_ID].name);
    if (id == PL_JSON_NONE) { return PL_OK; }
    ret_id->present = true;
    if (json.nodes[id].kind == PL_JSON_NUMBER) {
        return plain_number(pl_json_raw(&json, id), scratch, &ret_id->text);
    }
    if (json.nodes[id].kind == PL_JSON_STRING && is_text_id(pl_json_inside(&json, id))) {
        ret_id->text = pl_json_inside(&json, id);
    }
    return PL_OK;
}

static pl_status keep(pl_created_list *created, const pl_created *made, pl_bytes id,
                      pl_arena *arena) {
    pl_created *const entry = pl_arena_alloc(arena, sizeof *entry);
    char *const account_copy = pl_arena_text(arena, pl_bytes_of(made->account_id));
    char *const id_copy = pl_arena_text(arena, id);
    if (entry == NULL || account_copy == NULL || id_copy == NULL) { return PL_E_MEMORY; }
    *entry = *made;
    entry->account_id = account_copy;
    entry->link_id = id_copy;
    entry->next = created->first;
    created->first = entry;
    created->count += 1;
    return PL_OK;
}

pl_status pl_created_add(pl_created_list *created, const pl_http_response *response,
                         const pl_created *made, bool asked_for, pl_arena *arena, pl_arena *scratch,
                         const char **ret_repeated) {
    assert(created != NULL && response != NULL);
    assert(made != NULL && made->account_id != NULL && ret_repeated != NULL);
    *ret_repeated = NULL;
    if (response->failure != PL_HTTP_ANSWERED || response->status < 200 || response->status > 299) {
        return PL_OK;
    }
    found_id id;
    const pl_status status = find_id(response, scratch, &id);
    if (status != PL_OK) { return status; }
    if (id.text.len == 0) {
        created->nameless_count += asked_for || id.present ? 1U : 0U;
        return PL_OK;
    }
    for (const pl_created *other = created->first; other != NULL; other = other->next) {
        if (!pl_bytes_equal(pl_bytes_of(other->link_id), id.text) ||
            strcmp(other->account_id, made->account_id) != 0) {
            continue;
        }
        /* A server may answer a repeated reff_no with the link that it has; two different ones
         * are two links. */
        *ret_repeated = made->distinct && other->distinct ? other->link_id : NULL;
        return PL_OK;
    }
    return keep(created, made, id.text, arena);
}
