#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "run/suite_internal.h"

/* The sandbox is left as it was found, as far as it lets us: all links at once, then those that
 * met a limit once more and one at a time. A server that does not delete is not asked for every
 * one of them. */

static pl_status prepare(pl_suite *suite, pl_slot *slot, pl_created *link) {
    static const pl_bytes no_body = {NULL, 0};
    pl_arena_reset(&slot->arena);
    slot->link = link;
    return pl_materialise_call(suite->session, PL_ROUTE_DELETE, link->party, link->account_id,
                               link->link_id, no_body, &slot->arena, &slot->wire);
}

static void note_failure(pl_suite *suite, pl_created *link, const pl_http_response *response) {
    const bool answered = response->failure == PL_HTTP_ANSWERED;
    link->state = PL_CREATED_STUCK;
    suite->delete_failures += 1;
    suite->delete_status = answered ? response->status : 0;
    suite->delete_failure = response->failure;
}

/* final: no verdict is a failure too. */
static void note_answer(pl_suite *suite, pl_created *link, const pl_http_response *response,
                        bool final) {
    const bool success =
        response->failure == PL_HTTP_ANSWERED && response->status >= 200 && response->status <= 299;
    if (success) {
        link->state = PL_CREATED_DELETED;
        suite->trouble = 0;
    } else if (final || pl_answer_has_verdict(response)) {
        note_failure(suite, link, response);
    } else {
        suite->trouble += 1;
        suite->delete_pause_ms = pl_pause_after(response, PL_PAUSE_MS_FIRST);
    }
}

static void take_answer(void *user, const pl_http_request *request,
                        const pl_http_response *response) {
    pl_slot *const slot = user;
    assert(slot->busy && request == &slot->wire.request);
    (void)request;
    note_answer(slot->suite, slot->link, response, false);
    slot->busy = false;
}

static bool may_go_on(const pl_suite *suite) {
    return suite->delete_failures < PL_CLEANUP_FAILURE_COUNT_MAX;
}

/* A token may have ended since; nothing may be in flight while another one is fetched. */
static pl_status freshen(pl_suite *suite, pl_party party) {
    if (!pl_session_token_due(suite->session, party)) { return PL_OK; }
    const pl_status status = pl_http_drain(suite->session->http);
    return status == PL_OK ? pl_session_token(suite->session, party) : status;
}

static pl_status delete_all(pl_suite *suite) {
    pl_status status = PL_OK;
    suite->trouble = 0;
    for (pl_created *link = suite->created.first;
         link != NULL && may_go_on(suite) && suite->trouble < PL_CLEANUP_FAILURE_COUNT_MAX;
         link = link->next) {
        status = freshen(suite, link->party);
        if (status != PL_OK) { return status; }
        pl_slot *const slot = pl_suite_slot(suite);
        status = prepare(suite, slot, link);
        if (status != PL_OK) { return status; }
        if (slot->wire.obstacle != NULL) { continue; }
        slot->busy = true;
        status = pl_http_submit(suite->session->http, &slot->wire.request, take_answer, slot);
        if (status == PL_E_ARGUMENT) {
            slot->busy = false; /* made at an address that only a case could be sent to */
            link->state = PL_CREATED_STUCK;
        } else if (status != PL_OK) {
            return status;
        }
    }
    return pl_http_drain(suite->session->http);
}

/* final: this try is the last one. */
static pl_status delete_once(pl_suite *suite, pl_created *link, bool final) {
    pl_slot *const slot = pl_suite_slot(suite);
    pl_clock_pause(suite->delete_pause_ms);
    pl_status status = freshen(suite, link->party);
    if (status == PL_OK) { status = prepare(suite, slot, link); }
    if (status != PL_OK) { return status; }
    pl_http_response response = {.failure = PL_HTTP_OTHER};
    if (slot->wire.obstacle == NULL) {
        status = pl_http_send(suite->session->http, &slot->wire.request, &slot->arena, &response);
        if (status != PL_OK) { return status; }
    }
    suite->delete_pause_ms =
        pl_answer_has_verdict(&response) ? 0 : pl_pause_after(&response, PL_PAUSE_MS_MAX);
    note_answer(suite, link, &response, final);
    return PL_OK;
}

static pl_status delete_again(pl_suite *suite, pl_created *link) {
    pl_status status = PL_OK;
    for (unsigned tries = 2; tries <= PL_TRY_COUNT_MAX; tries++) {
        if (link->state != PL_CREATED_KEPT || status != PL_OK) { break; }
        status = delete_once(suite, link, tries == PL_TRY_COUNT_MAX);
    }
    return status;
}

static pl_status report_rest(pl_suite *suite, size_t left_count) {
    const char *const answer =
        suite->delete_status != 0
            ? pl_arena_printf(suite->arena, "was answered %d", suite->delete_status)
            : pl_arena_printf(suite->arena, "got no answer (%s)",
                              pl_http_failure_text(suite->delete_failure));
    if (answer == NULL) { return PL_E_MEMORY; }
    const char *const message = pl_arena_printf(
        suite->arena,
        "%zu of the %zu links that the run created could not be deleted and remain: the last "
        "attempt %s",
        left_count, suite->created.count, answer);
    return message == NULL ? PL_E_MEMORY : pl_suite_observe(suite, "clean-up", message);
}

pl_status pl_cleanup(pl_suite *suite) {
    assert(suite != NULL);
    pl_status status = delete_all(suite);
    for (pl_created *link = suite->created.first;
         link != NULL && may_go_on(suite) && status == PL_OK; link = link->next) {
        if (link->state == PL_CREATED_KEPT) { status = delete_again(suite, link); }
    }
    if (status != PL_OK) { return status; }
    size_t left_count = 0;
    for (const pl_created *link = suite->created.first; link != NULL; link = link->next) {
        left_count += link->state == PL_CREATED_DELETED ? 0U : 1U;
    }
    assert(left_count <= suite->created.count);
    return left_count == 0 ? PL_OK : report_rest(suite, left_count);
}
