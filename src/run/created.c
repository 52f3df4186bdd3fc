#include <assert.h>
#include <string.h>

#include "checks/answer.h"
#include "run/suite_internal.h"

enum { LINK_ID_LEN_MAX = 20 };

/* An id that can stand in a path: digits only, as the document's. */
static bool is_link_id(pl_bytes text) {
    bool digits = text.len > 0 && text.len <= LINK_ID_LEN_MAX;
    for (size_t i = 0; i < text.len && digits; i++) { digits = pl_ecma_is_digit(text.ptr[i]); }
    return digits;
}

/* data.id as written. Fails: PL_E_MEMORY. ret_id is empty where there is none. */
static pl_status find_id(const pl_http_response *response, pl_arena *scratch, pl_bytes *ret_id) {
    *ret_id = (pl_bytes){NULL, 0};
    pl_json json;
    bool readable = false;
    const pl_status status = pl_answer_read(response, scratch, &json, &readable);
    if (status != PL_OK || !readable) { return status; }
    const uint32_t data =
        pl_json_member(&json, 0, pl_contract_success.members[PL_ENVELOPE_DATA].name);
    if (data == PL_JSON_NONE) { return PL_OK; }
    const uint32_t id = pl_json_member(&json, data, pl_contract_link.members[PL_LINK_ID].name);
    if (id != PL_JSON_NONE && json.nodes[id].kind == PL_JSON_NUMBER &&
        is_link_id(pl_json_raw(&json, id))) {
        *ret_id = pl_json_raw(&json, id);
    }
    return PL_OK;
}

pl_status pl_created_add(pl_created_list *created, const pl_http_response *response,
                         const char *account_id, pl_party party, bool distinct, pl_arena *arena,
                         pl_arena *scratch, const char **ret_repeated) {
    assert(created != NULL && response != NULL);
    assert(account_id != NULL && ret_repeated != NULL);
    *ret_repeated = NULL;
    if (response->failure != PL_HTTP_ANSWERED || response->status < 200 || response->status > 299) {
        return PL_OK;
    }
    pl_bytes id;
    const pl_status status = find_id(response, scratch, &id);
    if (status != PL_OK || id.len == 0) { return status; }
    for (const pl_created *other = created->first; other != NULL; other = other->next) {
        if (!pl_bytes_equal(pl_bytes_of(other->link_id), id) ||
            strcmp(other->account_id, account_id) != 0) {
            continue;
        }
        /* A server may answer a repeated reff_no with the link that it has; two different ones
         * are two links. */
        *ret_repeated = distinct && other->distinct ? other->link_id : NULL;
        return PL_OK;
    }
    pl_created *const entry = pl_arena_alloc(arena, sizeof *entry);
    char *const account_copy = pl_arena_text(arena, pl_bytes_of(account_id));
    char *const id_copy = pl_arena_text(arena, id);
    if (entry == NULL || account_copy == NULL || id_copy == NULL) { return PL_E_MEMORY; }
    *entry = (pl_created){.account_id = account_copy,
                          .link_id = id_copy,
                          .party = party,
                          .distinct = distinct,
                          .next = created->first};
    created->first = entry;
    created->count += 1;
    return PL_OK;
}
