#include <assert.h>

#include "run/suite_internal.h"

/* A token that the user gave cannot be renewed. When it ends in the middle of a run, the server is right to answer 401
 * from then on, and nothing is known of the cases any more. */

const char pl_hint_given_token[] =
    "PAYLINK_TOKEN is wrong or has expired, or is not of the merchant of PAYLINK_PARTNER_ID: set a "
    "new one, or leave it out and set PAYLINK_CLIENT_ID and PAYLINK_CLIENT_SECRET.";

enum { SERIAL_FIRST = 1000 /* of a control's reff_no: the preflight has the ones below */ };

static bool is_given(const pl_suite *suite) {
    return pl_session_merchant(suite->session, PL_PARTY_FIRST)->token != NULL;
}

bool pl_suite_doubts_token(const pl_suite *suite, size_t index, int status) {
    const pl_case *const test = &suite->set->cases[index];
    return is_given(suite) && test->auth == PL_AUTH_GOOD && !suite->progress[index].renewed &&
           pl_is_refused_token(test, status);
}

/* The request that was accepted before the cases, with a reff_no of its own. */
static pl_status send_control(pl_suite *suite, pl_slot *slot, pl_http_response *ret_response) {
    const char *const account_id = suite->session->settings->merchant.account_id;
    pl_bytes body;
    pl_arena_reset(&slot->arena);
    suite->control_count += 1;
    pl_status status =
        pl_cases_good_body(suite->cases, SERIAL_FIRST + suite->control_count, &slot->arena, &body);
    if (status != PL_OK) { return status; }
    pl_wire wire;
    status = pl_materialise_call(suite->session, PL_ROUTE_CREATE, PL_PARTY_FIRST, account_id, NULL,
                                 body, &slot->arena, &wire);
    if (status != PL_OK) { return status; }
    assert(wire.obstacle == NULL); /* the token was given */
    status = pl_http_send(suite->session->http, &wire.request, &slot->arena, ret_response);
    if (status != PL_OK) { return status; }
    const char *repeated = NULL; /* the cases look for ids that come twice */
    const pl_created made = {.account_id = account_id, .party = PL_PARTY_FIRST, .distinct = true};
    return pl_created_add(&suite->created, ret_response, &made, true, suite->arena, &slot->arena,
                          &repeated);
}

pl_status pl_suite_control_token(pl_suite *suite, bool *ret_unknown) {
    *ret_unknown = false;
    if (!is_given(suite)) { return PL_OK; }
    assert(suite->cases != NULL && suite->given_up == NULL);
    pl_http_response response;
    const pl_status status = send_control(suite, pl_suite_slot(suite), &response);
    if (status != PL_OK) { return status; }
    *ret_unknown = !pl_answer_has_verdict(&response);
    if (*ret_unknown || response.status != 401) { return PL_OK; }
    suite->given_up = "PAYLINK_TOKEN has expired or was revoked during the run";
    suite->hint = pl_hint_given_token;
    return pl_suite_observe(suite, "preflight", suite->given_up);
}
