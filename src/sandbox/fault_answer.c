#include <assert.h>
#include <string.h>

#include "sandbox/fault_internal.h"

/* What calls and answers are altered with. */

static const pl_bytes text_null = PL_BYTES_LIT("null");

/* --- the call -------------------------------------------------------------------------------- */

/* A copy that may be altered. NULL: no memory. */
static pl_sandbox_request *own_request(pl_call *call) {
    pl_sandbox_request *copy = pl_arena_alloc(call->arena, sizeof *copy);
    if (copy != NULL) {
        *copy = *call->request;
        call->request = copy;
    }
    return copy;
}

pl_status pl_fault_set_body(pl_call *call, pl_bytes body) {
    pl_sandbox_request *request = own_request(call);
    if (request == NULL) { return PL_E_MEMORY; }
    request->body = body;
    return PL_OK;
}

pl_status pl_fault_set_method(pl_call *call, const char *method) {
    pl_sandbox_request *request = own_request(call);
    if (request == NULL) { return PL_E_MEMORY; }
    request->method = pl_bytes_of(method);
    return PL_OK;
}

pl_status pl_fault_set_account(pl_call *call, const char *account_id) {
    enum { PATH_BYTES_MAX = 128 };
    char *path = pl_arena_alloc(call->arena, PATH_BYTES_MAX);
    if (path == NULL) { return PL_E_MEMORY; }
    const pl_status status = pl_route_path(PL_ROUTE_CREATE, account_id, NULL, path, PATH_BYTES_MAX);
    assert(status == PL_OK);
    call->path = pl_bytes_of(path);
    return status;
}

pl_status pl_fault_set_header(pl_call *call, const char *name, const char *value) {
    const size_t count = call->request->header_count;
    pl_sandbox_request *request = own_request(call);
    pl_sandbox_header *headers = pl_arena_alloc(call->arena, (count + 1) * sizeof *headers);
    if (request == NULL || headers == NULL || value == NULL) { return PL_E_MEMORY; }
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        const pl_sandbox_header *header = &call->request->headers[i];
        if (!pl_call_text_is(header->name, name)) { headers[kept++] = *header; }
    }
    headers[kept++] = (pl_sandbox_header){pl_bytes_of(name), pl_bytes_of(value)};
    request->headers = headers;
    request->header_count = kept;
    return PL_OK;
}

bool pl_fault_header(const pl_call *call, const char *name, pl_bytes *ret_value) {
    for (size_t i = 0; i < call->request->header_count; i++) {
        if (pl_call_text_is(call->request->headers[i].name, name)) {
            *ret_value = call->request->headers[i].value;
            return true;
        }
    }
    return false;
}

/* --- the answer ------------------------------------------------------------------------------ */

pl_fault_place pl_fault_envelope_place(const pl_schema *root, const uint8_t *fields, size_t count) {
    pl_fault_place place = {.root = root, .schema = root};
    assert(count <= PL_FAULT_STEP_COUNT_MAX);
    for (size_t i = 0; i < count; i++) {
        const bool each = fields[i] == PL_FAULT_EACH;
        assert(each || fields[i] < place.schema->member_count);
        place.member = each ? NULL : &place.schema->members[fields[i]];
        place.schema = each ? place.schema->items : place.member->schema;
        place.steps[place.step_count++] = fields[i];
    }
    return place;
}

/* A member, with the comma that then stands alone. The sandbox writes no white space. */
static pl_bytes member_bytes(const pl_json *json, uint32_t node) {
    const pl_json_node *name = &json->nodes[node - 1]; /* a scalar: it stands before its value */
    const uint8_t *text = json->text.ptr;
    size_t from = name->at;
    size_t to = (size_t)json->nodes[node].at + json->nodes[node].len;
    if (text[to] == ',') {
        to++;
    } else if (text[from - 1] == ',') {
        from--;
    }
    return (pl_bytes){text + from, to - from};
}

pl_status pl_fault_rewrite_at(pl_call *call, const pl_fault_place *place, pl_fault_rewrite *rewrite,
                              const void *row, pl_sandbox_response *response) {
    pl_json json;
    uint32_t nodes[PL_FAULT_NODE_COUNT_MAX];
    pl_status status = pl_json_read(response->body, call->arena, &json, NULL);
    if (status != PL_OK) { return status == PL_E_MEMORY ? status : PL_OK; }
    /* The last one first: what stands before keeps its offset. */
    for (size_t i = pl_fault_nodes(&json, place, nodes); i > 0 && status == PL_OK; i--) {
        pl_bytes value = {NULL, 0};
        const uint32_t node = nodes[i - 1];
        status = rewrite(call, &json, node, row, &value);
        if (status != PL_OK) { break; }
        const pl_bytes old = value.len > 0 ? pl_json_raw(&json, node) : member_bytes(&json, node);
        const size_t at = (size_t)(old.ptr - json.text.ptr);
        status = pl_fault_splice(response->body, (pl_bytes){response->body.ptr + at, old.len},
                                 value, call->arena, &response->body);
    }
    return status;
}

static pl_status printed(char *text, pl_bytes *ret_text) {
    if (text == NULL) { return PL_E_MEMORY; }
    *ret_text = pl_bytes_of(text);
    return PL_OK;
}

pl_status pl_fault_write_quoted(pl_call *call, const pl_json *json, uint32_t node, const void *row,
                                pl_bytes *ret_text) {
    (void)row;
    const pl_bytes raw = pl_json_raw(json, node);
    return printed(pl_arena_printf(call->arena, "\"%.*s\"", (int)raw.len, (const char *)raw.ptr),
                   ret_text);
}

pl_status pl_fault_write_in_array(pl_call *call, const pl_json *json, uint32_t node,
                                  const void *row, pl_bytes *ret_text) {
    (void)row;
    const pl_bytes raw = pl_json_raw(json, node);
    return printed(pl_arena_printf(call->arena, "[%.*s]", (int)raw.len, (const char *)raw.ptr),
                   ret_text);
}

pl_status pl_fault_write_other_flag(pl_call *call, const pl_json *json, uint32_t node,
                                    const void *row, pl_bytes *ret_text) {
    static const pl_bytes words[] = {PL_BYTES_LIT("false"), PL_BYTES_LIT("true")};
    (void)call;
    (void)row;
    *ret_text = words[!pl_json_is_true(json, node)];
    return PL_OK;
}

pl_status pl_fault_write_nothing(pl_call *call, const pl_json *json, uint32_t node, const void *row,
                                 pl_bytes *ret_text) {
    (void)call;
    (void)json;
    (void)node;
    (void)row;
    *ret_text = (pl_bytes){NULL, 0};
    return PL_OK;
}

pl_status pl_fault_write_text(pl_call *call, const pl_json *json, uint32_t node, const void *row,
                              pl_bytes *ret_text) {
    (void)call;
    (void)json;
    (void)node;
    *ret_text = row == NULL ? text_null : pl_bytes_of(row);
    return PL_OK;
}

pl_status pl_fault_set_status(pl_call *call, int status, pl_sandbox_response *response) {
    static const uint8_t field = PL_ENVELOPE_STATUS;
    const pl_fault_place place = pl_fault_envelope_place(&pl_contract_success, &field, 1);
    const char *text = pl_arena_printf(call->arena, "%d", status);
    if (text == NULL) { return PL_E_MEMORY; }
    response->status = status;
    return pl_fault_rewrite_at(call, &place, pl_fault_write_text, text, response);
}

void pl_fault_set_page(pl_sandbox_response *response, const char *page) {
    response->content_type = "text/html; charset=UTF-8";
    response->body = pl_bytes_of(page);
}
