#include <assert.h>
#include <json-c/json.h>

#include "sandbox/fault_internal.h"
#include "sandbox/personality_internal.h"

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

static bool must_refuse(const pl_call *call, const pl_report *report, bool readable) {
    if (!readable || pl_report_verdict(report) == PL_REJECT) { return true; }
    for (uint32_t i = 0; i < report->count; i++) {
        if (pl_reply_refuses(call, &report->list[i])) { return true; }
    }
    return false;
}

/* Is there a link of this reff_no already, and must there not be? Otherwise the link is added. Writes the row that
 * stands there now. */
static pl_status add(pl_call *call, pl_store_link *row, bool *ret_added) {
    const bool idempotent = pl_has_habit(call, PL_HABIT_IDEMPOTENT);
    *ret_added = true;
    if (!idempotent && pl_gap_status_of(call, PL_GAP_REPEATED, 0) == 0) {
        return pl_store_link_insert(call->sandbox->store, call->account_id, row, &row->id);
    }
    return pl_store_link_insert_once(call->sandbox->store, call->account_id,
                                     pl_contract_request.members[PL_REQUEST_REFF_NO].name,
                                     call->arena, row, ret_added);
}

/* The link's reff_no is taken by the one in the row. */
static pl_status answer_repeated(pl_call *call, pl_bytes request_text, const pl_store_link *row,
                                 pl_sandbox_response *ret_response) {
    const int refusal = pl_gap_status_of(call, PL_GAP_REPEATED, 422);
    struct json_object *shown = NULL;
    if (!pl_has_habit(call, PL_HABIT_IDEMPOTENT) || !pl_bytes_equal(request_text, row->request)) {
        const char *at = pl_arena_printf(call->arena, "/%s",
                                         pl_contract_request.members[PL_REQUEST_REFF_NO].name);
        if (at == NULL) { return PL_E_MEMORY; }
        return refusal == 422 ? pl_reply_invalid_field(call, pl_bytes_of(at),
                                                       "has been used already", ret_response)
                              : pl_reply_error(call, refusal, ret_response);
    }
    const pl_status status = pl_links_show_row(call, row, call->arena, &shown);
    return status == PL_OK ? pl_reply_data(call, shown, ret_response) : status;
}

/* Keep the link and answer with it. What it takes has been judged; only the store can refuse now.
 */
static pl_status keep(pl_call *call, pl_bytes request_text, pl_payment_link *link,
                      pl_sandbox_response *ret_response) {
    bool added = false;
    pl_bytes text = {NULL, 0};
    pl_store_link row = {.request = request_text, .created_ms = call->request->now_ms};
    pl_status status = add(call, &row, &added);
    if (status == PL_OK && !added) {
        return answer_repeated(call, request_text, &row, ret_response);
    }
    if (status == PL_OK) { status = pl_link_name(call, row.id, call->arena, link); }
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
    const char *objection = NULL;
    pl_status status = pl_create_request_decode_node(json, 0, call->arena, &request, &at);
    if (status == PL_OK) { status = pl_personality_objects(call, &request, &at, &objection); }
    if (objection != NULL) { return pl_reply_invalid_field(call, at, objection, ret_response); }
    if (status == PL_OK) {
        status = pl_link_of_request(call, &request, call->request->now_ms, call->arena, &link);
    }
    if (status == PL_OK) { status = pl_create_request_encode(&request, call->arena, &text); }
    if (status == PL_E_MEMORY) { return status; }
    if (status != PL_OK) {
        return pl_reply_invalid_field(call, at, pl_status_text(status), ret_response);
    }
    if (text.len > PL_SANDBOX_LINK_BYTES_MAX && !pl_has_habit(call, PL_HABIT_LARGE_BODIES)) {
        return pl_reply_invalid_field(call, whole_body, pl_status_text(PL_E_SIZE), ret_response);
    }
    if (pl_personality_is_unacceptable(call)) { return pl_reply_error(call, 406, ret_response); }
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
    pl_bytes body = {NULL, 0};
    pl_status status = pl_personality_body(call, &body);
    if (status == PL_OK && !call->account_missing) { status = pl_personality_crowd(call); }
    if (status == PL_OK) {
        status = pl_validate_text(call->sandbox->fault.request, body, &context, call->arena, &json,
                                  &readable, &report);
    }
    if (status != PL_OK) { return status; }
    if (must_refuse(call, &report, readable)) {
        const int usual = 422;
        const bool is_object = readable && json.nodes[0].kind == PL_JSON_OBJECT;
        const int refusal = is_object  ? usual
                            : readable ? pl_gap_status_of(call, PL_GAP_NOT_OBJECT, usual)
                                       : pl_gap_status_of(call, PL_GAP_SYNTAX, usual);
        if (refusal != usual) { return pl_reply_error(call, refusal, ret_response); }
        return pl_reply_invalid(call, &report, readable ? &json : NULL, ret_response);
    }
    if (call->account_missing) { return pl_reply_error(call, 404, ret_response); }
    if (too_deep(&json)) {
        return pl_reply_invalid_field(call, whole_body, pl_status_text(PL_E_DEPTH), ret_response);
    }
    if (call->sandbox->fault.fault != NULL) {
        status = pl_fault_repair(&pl_contract_request, body, call->arena, &json);
    }
    return status == PL_OK ? accept(call, &json, ret_response) : status;
}
