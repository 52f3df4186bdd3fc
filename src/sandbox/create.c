#include <assert.h>
#include <json-c/json.h>

#include "sandbox/sandbox_internal.h"

static const pl_bytes whole_body = {NULL, 0};

/* Containers in one another, the body's own included. */
static bool too_deep(const pl_json *json) {
    for (uint32_t i = 0; i < json->count; i++) {
        const pl_json_node *node = &json->nodes[i];
        const bool container = node->kind == PL_JSON_ARRAY || node->kind == PL_JSON_OBJECT;
        if (node->depth + container > PL_SANDBOX_DEPTH_MAX) { return true; }
    }
    return false;
}

static bool must_refuse(const pl_report *report, bool readable) {
    if (!readable || pl_report_verdict(report) == PL_REJECT) { return true; }
    for (uint32_t i = 0; i < report->count; i++) {
        if (pl_reply_refuses(&report->list[i])) { return true; }
    }
    return false;
}

/* Keep the link and answer with it. What it takes has been judged; only the store can refuse now.
 */
static pl_status keep(pl_call *call, pl_bytes request_text, pl_payment_link *link,
                      pl_sandbox_response *ret_response) {
    int64_t id = 0;
    pl_bytes text = {NULL, 0};
    const pl_store_link row = {.request = request_text, .created_ms = call->request->now_ms};
    pl_status status = pl_store_link_insert(call->sandbox->store, call->account_id, &row, &id);
    if (status == PL_OK) { status = pl_link_name(call, id, call->arena, link); }
    if (status == PL_OK) { status = pl_payment_link_encode(link, call->arena, &text); }
    return status == PL_OK ? pl_reply_data(call, pl_reply_raw(text), ret_response) : status;
}

/* A body that the contract does not forbid: decode it and see whether it can be stored. */
static pl_status accept(pl_call *call, const pl_json *json, pl_sandbox_response *ret_response) {
    assert(json->count > 0);
    pl_create_request request = {.max_usage = 0};
    pl_payment_link link = {.max_usage = {.state = PL_FIELD_ABSENT}};
    pl_bytes at = {NULL, 0};
    pl_bytes text = {NULL, 0};
    pl_status status = pl_create_request_decode_node(json, 0, call->arena, &request, &at);
    if (status == PL_OK) {
        status = pl_link_of_request(call, &request, call->request->now_ms, call->arena, &link);
    }
    if (status == PL_OK) { status = pl_create_request_encode(&request, call->arena, &text); }
    if (status == PL_E_MEMORY) { return status; }
    if (status != PL_OK) {
        return pl_reply_invalid_field(call, at, pl_status_text(status), ret_response);
    }
    if (text.len > PL_SANDBOX_LINK_BYTES_MAX) {
        return pl_reply_invalid_field(call, whole_body, pl_status_text(PL_E_SIZE), ret_response);
    }
    return keep(call, text, &link, ret_response);
}

pl_status pl_create_answer(pl_call *call, pl_sandbox_response *ret_response) {
    pl_bytes codes[PL_SANDBOX_METHOD_COUNT_MAX];
    const size_t code_count = pl_catalog_codes(codes);
    const pl_context context = {.now_ms = call->request->now_ms,
                                .payment_methods = codes,
                                .payment_method_count = code_count};
    pl_json json = {.count = 0};
    pl_report report = {.count = 0};
    bool readable = false;
    const pl_status status = pl_contract_judge_request(call->request->body, &context, call->arena,
                                                       &json, &readable, &report);
    if (status != PL_OK) { return status; }
    if (must_refuse(&report, readable)) {
        return pl_reply_invalid(call, &report, readable ? &json : NULL, ret_response);
    }
    if (too_deep(&json)) {
        return pl_reply_invalid_field(call, whole_body, pl_status_text(PL_E_DEPTH), ret_response);
    }
    return accept(call, &json, ret_response);
}
