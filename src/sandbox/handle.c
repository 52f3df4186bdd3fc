#include <assert.h>
#include <string.h>

#include "sandbox/fault_internal.h"
#include "sandbox/personality_internal.h"

/* What answers a route, and which methods its path knows. */
typedef struct route_handler {
    pl_call_handler *answer;
    const char *allow; /* of all routes with this path */
    bool names_account;
} route_handler;

static const route_handler handlers[] = {
    [PL_ROUTE_CREATE] = {pl_create_answer, PL_ALLOW, true},
    [PL_ROUTE_LIST] = {pl_links_list_answer, PL_ALLOW, true},
    [PL_ROUTE_SHOW] = {pl_links_show_answer, "GET, HEAD, DELETE", true},
    [PL_ROUTE_DELETE] = {pl_links_delete_answer, "GET, HEAD, DELETE", true},
    [PL_ROUTE_CATALOG] = {pl_catalog_answer, "GET, HEAD", false},
    [PL_ROUTE_TOKEN_V11] = {pl_token_v11_answer, "POST", false},
    [PL_ROUTE_TOKEN_V10] = {pl_token_v10_answer, "POST", false},
};
_Static_assert(PL_COUNT(handlers) == PL_ROUTE_COUNT, "one handler a route");

static const char method_get[] = "GET";
static const char method_head[] = "HEAD";
static const char method_post[] = "POST";

static uint8_t lower(uint8_t letter) {
    return letter >= 'A' && letter <= 'Z' ? (uint8_t)(letter - 'A' + 'a') : letter;
}

bool pl_call_text_is(pl_bytes text, const char *word) {
    const pl_bytes want = pl_bytes_of(word);
    if (text.len != want.len) { return false; }
    for (size_t i = 0; i < text.len; i++) {
        if (lower(text.ptr[i]) != lower(want.ptr[i])) { return false; }
    }
    return true;
}

static pl_bytes trim(pl_bytes text) {
    while (text.len > 0 && (text.ptr[0] == ' ' || text.ptr[0] == '\t')) {
        text = (pl_bytes){text.ptr + 1, text.len - 1};
    }
    while (text.len > 0 && (text.ptr[text.len - 1] == ' ' || text.ptr[text.len - 1] == '\t')) {
        text.len--;
    }
    return text;
}

bool pl_call_header(const pl_call *call, const char *name, pl_bytes *ret_value) {
    assert(name != NULL);
    size_t count = 0;
    pl_bytes value = {NULL, 0};
    for (size_t i = 0; i < call->request->header_count; i++) {
        const pl_sandbox_header *header = &call->request->headers[i];
        if (pl_call_text_is(header->name, name)) {
            value = trim(header->value);
            count++;
        }
    }
    if (count != 1 || value.len == 0) { return false; }
    *ret_value = value;
    return true;
}

/* The route with this path's template that the method asks for. A template is one string in the
 * contract's table or an equal one. */
static bool route_of_method(pl_route match, pl_bytes method, pl_route *ret_route) {
    const char *wanted = pl_bytes_equal(method, pl_bytes_of(method_head)) ? method_get : NULL;
    for (pl_route route = 0; route < PL_ROUTE_COUNT; route++) {
        const pl_route_row *row = pl_route_row_of(route);
        const pl_bytes known = pl_bytes_of(row->method);
        const bool asked = wanted != NULL ? pl_bytes_equal(known, pl_bytes_of(wanted))
                                          : pl_bytes_equal(known, method);
        if (asked && strcmp(row->path, pl_route_row_of(match)->path) == 0) {
            *ret_route = route;
            return true;
        }
    }
    return false;
}

/* application/json or a +json type, with or without parameters. A request without the header is
 * read as JSON: the contract leaves it open. */
static bool media_type_is_json(const pl_call *call) {
    static const char suffix[] = "+json";
    pl_bytes type = {NULL, 0};
    if (pl_has_habit(call, PL_HABIT_MEDIA_TYPE_ANY)) { return true; }
    if (!pl_call_header(call, "Content-Type", &type)) {
        return !pl_has_habit(call, PL_HABIT_MEDIA_TYPE_NEEDED);
    }
    const uint8_t *semicolon = memchr(type.ptr, ';', type.len);
    if (semicolon != NULL) { type.len = (size_t)(semicolon - type.ptr); }
    type = trim(type);
    if (pl_has_habit(call, PL_HABIT_MEDIA_TYPE_EXACT)) {
        return pl_bytes_equal(type, pl_bytes_of(PL_MEDIA_TYPE));
    }
    if (pl_call_text_is(type, PL_MEDIA_TYPE)) { return true; }
    const size_t len = sizeof suffix - 1;
    return type.len > len && pl_call_text_is((pl_bytes){type.ptr + type.len - len, len}, suffix);
}

/* Is the path's account the caller's, and active? Whoever has not got it must not learn that it
 * exists. */
static pl_status find_account(pl_call *call, bool *ret_found) {
    bool found = false;
    if (pl_ulid_classify(call->account_id) != PL_ULID_CANONICAL) {
        *ret_found = false;
        return PL_OK;
    }
    const pl_status status = pl_store_account_find(call->sandbox->store, call->account_id,
                                                   call->arena, &call->account, &found);
    if (status == PL_OK) {
        *ret_found = found && call->account.active && call->account.merchant == call->merchant;
    }
    return status;
}

/* What stands between the caller and the route: method, account, body. Writes the status to refuse
 * with, or 0. */
static pl_status refusal_of(pl_call *call, pl_route route, int *ret_refusal) {
    assert(route < PL_ROUTE_COUNT);
    bool formed = true;
    bool found = true;
    if (handlers[route].names_account) {
        pl_status status = pl_personality_account(call, &formed);
        if (status == PL_OK) { status = find_account(call, &found); }
        if (status != PL_OK) { return status; }
    }
    const bool has_body = strcmp(pl_route_row_of(route)->method, method_post) == 0;
    if (!found) {
        *ret_refusal = formed ? 404 : 422;
    } else if (has_body && call->request->body.len > pl_sandbox_body_bytes_max(call->sandbox)) {
        *ret_refusal = pl_gap_status_of(call, PL_GAP_TOO_LARGE, 413);
    } else if (has_body && !media_type_is_json(call)) {
        *ret_refusal = pl_gap_status_of(call, PL_GAP_MEDIA_TYPE, 415);
    } else {
        *ret_refusal = 0;
    }
    return PL_OK;
}

static pl_status answer(pl_call *call, pl_sandbox_response *ret_response) {
    pl_route match = PL_ROUTE_CREATE;
    pl_route route = PL_ROUTE_CREATE;
    bool known = true;
    bool supported = true;
    int refusal = 0;
    if (call->request->header_count > PL_SANDBOX_HEADER_COUNT_MAX) {
        return pl_reply_error(call, 400, ret_response);
    }
    if (!pl_route_match(call->path, &match, &call->account_id, &call->link_id)) {
        return pl_reply_error(call, 404, ret_response);
    }
    call->route = match;
    supported = route_of_method(match, call->request->method, &route);
    if (!supported && pl_has_habit(call, PL_HABIT_METHOD_FIRST)) {
        return pl_reply_not_allowed(call, handlers[match].allow, ret_response);
    }
    if (pl_route_row_of(match)->secured) {
        const pl_status status = pl_auth_check(call, &known);
        if (status != PL_OK) { return status; }
    }
    if (!known) { return pl_reply_error(call, 401, ret_response); }
    if (!supported) { return pl_reply_not_allowed(call, handlers[match].allow, ret_response); }
    call->route = route;
    if ((call->sandbox->personality->absent_routes & PL_BIT(route)) != 0) {
        return pl_gap_status_of(call, PL_GAP_ROUTE, 404) == 404
                   ? pl_reply_error(call, 404, ret_response)
                   : pl_reply_not_allowed(call, method_post, ret_response);
    }
    const pl_status status = refusal_of(call, route, &refusal);
    if (status != PL_OK) { return status; }
    if (refusal == 404 && route == PL_ROUTE_CREATE && pl_has_habit(call, PL_HABIT_BODY_FIRST)) {
        call->account_missing = true;
        refusal = 0;
    }
    return refusal == 0 ? handlers[route].answer(call, ret_response)
                        : pl_reply_error(call, refusal, ret_response);
}

pl_status pl_call_answer(pl_call *call, pl_sandbox_response *ret_response) {
    bool answered = false;
    bool cut = false;
    pl_status status = pl_personality_outage(call, &answered, &cut, ret_response);
    if (status != PL_OK || answered) { return status; }
    status = answer(call, ret_response);
    if (status != PL_OK) { return status; }
    ret_response->manners = cut ? PL_MANNER_CUT : 0;
    return pl_personality_dress(call, ret_response);
}

pl_status pl_sandbox_answer(pl_sandbox *sandbox, const pl_sandbox_request *request, pl_arena *arena,
                            pl_sandbox_response *ret_response) {
    assert(sandbox != NULL);
    assert(request->headers != NULL || request->header_count == 0);
    pl_call call = {.sandbox = sandbox, .request = request, .arena = arena};
    call.path = request->target;
    const uint8_t *mark =
        request->target.len == 0 ? NULL : memchr(request->target.ptr, '?', request->target.len);
    if (mark != NULL) {
        call.path.len = (size_t)(mark - request->target.ptr);
        call.query = (pl_bytes){mark + 1, request->target.len - call.path.len - 1};
    }
    const pl_status status = sandbox->fault.fault == NULL ? pl_call_answer(&call, ret_response)
                                                          : pl_fault_answer(&call, ret_response);
    /* Everything but memory is the store's failure, which the caller of the API is told of. */
    const bool told = status == PL_OK || status == PL_E_MEMORY;
    return told ? status : pl_reply_error(&call, 500, ret_response);
}

pl_status pl_sandbox_handle(pl_sandbox *sandbox, const pl_sandbox_request *request, pl_arena *arena,
                            pl_sandbox_response *ret_response) {
    const pl_status status = pl_sandbox_answer(sandbox, request, arena, ret_response);
    if (status == PL_OK && pl_bytes_equal(request->method, pl_bytes_of(method_head))) {
        ret_response->body = (pl_bytes){NULL, 0};
        ret_response->content_type = NULL;
    }
    return status;
}
