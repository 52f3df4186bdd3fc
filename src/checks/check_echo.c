#include <assert.h>
#include <string.h>

#include "checks/answer.h"
#include "checks/echo_internal.h"

/* clang-format off */
const pl_echo_relation pl_echo_relations[PL_REQUEST_FIELD_COUNT] = {
    [PL_REQUEST_REFF_NO]                  = {PL_LINK_REFF_NO,                  pl_echo_text},
    [PL_REQUEST_TITLE]                    = {PL_LINK_TITLE,                    pl_echo_text},
    [PL_REQUEST_MAX_USAGE]                = {PL_LINK_MAX_USAGE,                pl_echo_number},
    [PL_REQUEST_TOTAL_AMOUNT]             = {PL_LINK_TOTAL_AMOUNT,             pl_echo_number},
    [PL_REQUEST_ITEMS]                    = {PL_LINK_ITEMS,                    pl_echo_items},
    [PL_REQUEST_REQUIRED_CUSTOMER_DETAIL] = {PL_LINK_REQUIRED_CUSTOMER_DETAIL, pl_echo_boolean},
    [PL_REQUEST_EXPIRED_AT]               = {PL_LINK_EXPIRED_AT,               pl_echo_moment},
    [PL_REQUEST_WHITELIST]                = {PL_LINK_WHITELIST,                pl_echo_set},
    [PL_REQUEST_REDIRECT_URL]             = {PL_LINK_REDIRECT_URL,             pl_echo_text},
    [PL_REQUEST_METADATA]                 = {PL_LINK_METADATA,                 pl_echo_object},
};

const pl_echo_relation pl_echo_item_relations[PL_ITEM_FIELD_COUNT] = {
    [PL_ITEM_NAME]       = {PL_ITEM_NAME,       pl_echo_text},
    [PL_ITEM_QUANTITY]   = {PL_ITEM_QUANTITY,   pl_echo_number},
    [PL_ITEM_UNIT_PRICE] = {PL_ITEM_UNIT_PRICE, pl_echo_number},
};
/* clang-format on */

static bool is_accepted_creation(const pl_exchange *exchange) {
    const pl_case *const test = exchange->test;
    /* Where the request had to be refused, its being accepted is the finding. */
    const bool judged = test->klass == PL_CLASS_ACCEPT || test->klass == PL_CLASS_OPEN;
    return judged && test->route == PL_ROUTE_CREATE && strcmp(test->method, "POST") == 0 &&
           exchange->response->status == 200 && test->has_body;
}

/* Which of two members of one name the server takes is its own affair. */
static pl_status has_duplicates(const pl_json *json, pl_arena *arena, bool *ret_has) {
    *ret_has = false;
    for (uint32_t node = 0; node < json->count && !*ret_has; node++) {
        if (json->nodes[node].kind != PL_JSON_OBJECT) { continue; }
        uint32_t name = PL_JSON_NONE;
        const pl_status status = pl_json_duplicate_name(json, node, arena, &name);
        if (status != PL_OK) { return status; }
        *ret_has = name != PL_JSON_NONE;
    }
    return PL_OK;
}

pl_status pl_echo_read(const pl_exchange *exchange, pl_arena *arena, pl_echo *ret_echo,
                       bool *ret_comparable) {
    assert(ret_echo != NULL && ret_comparable != NULL);
    *ret_comparable = false;
    if (!is_accepted_creation(exchange)) { return PL_OK; }
    pl_echo echo = {.now_ms = exchange->now_ms, .arena = arena};
    pl_status status = pl_json_read(exchange->test->body, arena, &echo.sent, NULL);
    if (status == PL_E_MEMORY) { return status; }
    if (status != PL_OK || echo.sent.nodes[0].kind != PL_JSON_OBJECT) { return PL_OK; }
    bool duplicates = false;
    status = has_duplicates(&echo.sent, arena, &duplicates);
    if (status != PL_OK || duplicates) { return status; }
    bool readable = false;
    status = pl_answer_read(exchange->response, arena, &echo.got, &readable);
    if (status != PL_OK || !readable) { return status; }
    echo.data = pl_json_member(&echo.got, 0, pl_contract_success.members[PL_ENVELOPE_DATA].name);
    if (echo.data == PL_JSON_NONE || echo.got.nodes[echo.data].kind != PL_JSON_OBJECT) {
        return PL_OK;
    }
    *ret_echo = echo;
    *ret_comparable = true;
    return PL_OK;
}

static pl_status report_difference(const pl_exchange *exchange, const pl_echo *echo,
                                   const pl_member *member, const pl_echo_answer *answer,
                                   pl_arena *arena, pl_finding_list *findings) {
    pl_bytes pointer;
    pl_status status = pl_json_pointer(&echo->sent, answer->sent, arena, &pointer);
    if (status != PL_OK) { return status; }
    const char *expected = NULL;
    const char *actual = NULL;
    status = pl_answer_excerpt(pl_json_raw(&echo->sent, answer->sent), exchange->redactor, arena,
                               &expected);
    if (status != PL_OK) { return status; }
    status =
        pl_answer_excerpt(pl_json_raw(&echo->got, answer->got), exchange->redactor, arena, &actual);
    if (status != PL_OK) { return status; }
    assert(answer->how != NULL);
    const char *const message =
        pl_arena_printf(arena, "%.*s must come back as it was sent (compared %s)", (int)pointer.len,
                        (const char *)pointer.ptr, answer->how);
    const char *const check = pl_arena_printf(arena, "echo.%s", member->name);
    if (message == NULL || check == NULL) { return PL_E_MEMORY; }
    const pl_severity weight = answer->verdict == PL_ECHO_DIFFERS ? PL_VIOLATION : PL_OBSERVATION;
    const pl_severity severity = exchange->test->kept ? weight : pl_check_cap(exchange, weight);
    return pl_check_report(exchange, arena, findings,
                           &(pl_finding){.check = check,
                                         .severity = severity,
                                         .message = message,
                                         .expected = expected,
                                         .actual = actual});
}

pl_status pl_check_echo(const pl_exchange *exchange, pl_arena *arena, pl_finding_list *findings) {
    pl_echo echo;
    bool comparable = false;
    pl_status status = pl_echo_read(exchange, arena, &echo, &comparable);
    if (status != PL_OK || !comparable) { return status; }
    for (size_t i = 0; i < PL_REQUEST_FIELD_COUNT; i++) {
        const pl_echo_relation *const relation = &pl_echo_relations[i];
        const pl_member *const member = &pl_contract_request.members[i];
        pl_echo_answer answer = {.verdict = PL_ECHO_SAME};
        if (!pl_echo_find(&echo, member, &pl_contract_link.members[relation->got], 0, echo.data,
                          &answer.sent, &answer.got)) {
            continue;
        }
        status = relation->compare(&echo, answer.sent, answer.got, &answer);
        if (status == PL_OK && answer.verdict != PL_ECHO_SAME) {
            status = report_difference(exchange, &echo, member, &answer, arena, findings);
        }
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}
