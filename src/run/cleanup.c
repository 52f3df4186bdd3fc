#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "run/suite_internal.h"

/* The sandbox is left as it was found, as far as it lets us: all links at once, then those that
 * met a limit once more and one at a time. A server that does not delete is not asked for every
 * one of them. When the user has asked for the end, everything is tried once, for a few seconds. */

enum { HURRIED_SECONDS = 3, HURRIED_TIMEOUT_MS = 2000 };

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
    const bool answered = response->failure == PL_HTTP_ANSWERED;
    const bool success = answered && response->status >= 200 && response->status <= 299;
    /* The deletion that got no answer did its work. */
    const bool gone = answered && response->repeated && response->status == 404;
    if (success || gone) {
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

/* From the moment on in which the user asks for the end, which may come late. */
static bool is_hurried(pl_suite *suite) {
    if (!suite->hurried && pl_is_stopped(suite->config->stop)) {
        suite->hurried = true;
        const double until_seconds = pl_clock_seconds() + HURRIED_SECONDS;
        pl_pace *const pace = &suite->session->pace;
        if (until_seconds < pace->until_seconds) { pace->until_seconds = until_seconds; }
        pl_http_shorten(suite->session->http, HURRIED_TIMEOUT_MS);
    }
    return suite->hurried;
}

static bool has_ended(pl_suite *suite) {
    (void)is_hurried(suite); /* the end may come sooner */
    return pl_pace_is_out_of_time(&suite->session->pace);
}

static bool may_go_on(pl_suite *suite) {
    return suite->delete_failures < PL_CLEANUP_FAILURE_COUNT_MAX && !has_ended(suite);
}

/* A token may have ended since; nothing may be in flight while another one is fetched. */
static pl_status freshen(pl_suite *suite, pl_party party) {
    pl_session *const session = suite->session;
    if (!pl_session_token_due(session, party)) { return PL_OK; }
    const pl_status status = pl_http_drain(session->http);
    if (status != PL_OK) { return status; }
    if (session->token_failures[party] > 0) { pl_pace_wait(&session->pace, PL_PAUSE_MS_MAX); }
    return pl_session_token(session, party);
}

/* The request of a deletion in a slot. ret_ready false: it cannot be sent. */
static pl_status make_ready(pl_suite *suite, pl_slot *slot, pl_created *link, bool *ret_ready) {
    pl_status status = freshen(suite, link->party);
    if (status == PL_OK) { status = prepare(suite, slot, link); }
    if (status != PL_OK) { return status; }
    *ret_ready = slot->wire.obstacle == NULL;
    if (*ret_ready) { return PL_OK; }
    suite->delete_obstacle = pl_arena_text(suite->arena, pl_bytes_of(slot->wire.obstacle));
    return suite->delete_obstacle == NULL ? PL_E_MEMORY : PL_OK;
}

static pl_status delete_all(pl_suite *suite) {
    pl_status status = PL_OK;
    suite->trouble = 0;
    for (pl_created *link = suite->created.first;
         link != NULL && may_go_on(suite) && suite->trouble < PL_CLEANUP_FAILURE_COUNT_MAX;
         link = link->next) {
        pl_slot *const slot = pl_suite_slot(suite);
        bool ready = false;
        status = make_ready(suite, slot, link, &ready);
        if (status != PL_OK) { return status; }
        if (!ready) { continue; }
        slot->busy = true;
        status = pl_http_submit(suite->session->http, &slot->wire.request, take_answer, slot);
        if (status == PL_E_ARGUMENT) {
            slot->busy = false; /* made at an address that only a case could be sent to */
            link->state = PL_CREATED_STUCK;
            suite->delete_obstacle = "its address is no HTTP that could be sent";
        } else if (status != PL_OK) {
            return status;
        }
    }
    return pl_http_drain(suite->session->http);
}

/* final: this try is the last one. */
static pl_status delete_once(pl_suite *suite, pl_created *link, bool final) {
    pl_slot *const slot = pl_suite_slot(suite);
    bool ready = false;
    suite->session->pace.repeat_count += 1;
    pl_pace_wait(&suite->session->pace, suite->delete_pause_ms);
    if (!may_go_on(suite)) { return PL_OK; }
    pl_status status = make_ready(suite, slot, link, &ready);
    if (status != PL_OK || !ready) { return status; }
    pl_http_response response;
    status = pl_http_send(suite->session->http, &slot->wire.request, &slot->arena, &response);
    if (status != PL_OK) { return status; }
    suite->delete_pause_ms =
        pl_answer_has_verdict(&response) ? 0 : pl_pause_after(&response, PL_PAUSE_MS_MAX);
    note_answer(suite, link, &response, final);
    return PL_OK;
}

static pl_status delete_again(pl_suite *suite, pl_created *link) {
    pl_status status = PL_OK;
    for (unsigned tries = 2; tries <= PL_TRY_COUNT_MAX; tries++) {
        if (link->state != PL_CREATED_KEPT || status != PL_OK || is_hurried(suite) ||
            !pl_pace_may_repeat(&suite->session->pace)) {
            break;
        }
        status = delete_once(suite, link, tries == PL_TRY_COUNT_MAX);
    }
    return status;
}

/* What stood in the way last, a fragment. NULL: no memory. */
static const char *reason_of(const pl_suite *suite) {
    if (suite->delete_obstacle != NULL && suite->delete_failures == 0) {
        return suite->delete_obstacle;
    }
    if (suite->hurried && suite->delete_failures == 0) {
        return "the run was interrupted, and they were not deleted in time";
    }
    if (!pl_pace_may_repeat(&suite->session->pace) && suite->delete_failures == 0) {
        return "the server refused them for a limit for too long";
    }
    if (pl_pace_is_out_of_time(&suite->session->pace) && suite->delete_failures == 0) {
        return "the run's time was over";
    }
    if (suite->delete_status != 0) {
        return pl_arena_printf(suite->arena, "the last attempt was answered %d",
                               suite->delete_status);
    }
    return pl_arena_printf(suite->arena, "the last attempt got no answer (%s)",
                           pl_http_failure_text(suite->delete_failure));
}

static pl_status report_rest(pl_suite *suite, size_t left_count) {
    if (left_count == 0) { return PL_OK; }
    const char *const reason = reason_of(suite);
    if (reason == NULL) { return PL_E_MEMORY; }
    const char *const message = pl_arena_printf(
        suite->arena,
        "%zu of the %zu links that the run created could not be deleted and remain: %s", left_count,
        suite->created.count, reason);
    return message == NULL ? PL_E_MEMORY : pl_suite_observe(suite, "clean-up", message);
}

static pl_status report_nameless(pl_suite *suite) {
    const size_t count = suite->created.nameless_count;
    if (count == 0) { return PL_OK; }
    const char *const message =
        pl_arena_printf(suite->arena, "%zu %s answered without an id that can be deleted", count,
                        count == 1 ? "creation was" : "creations were");
    return message == NULL ? PL_E_MEMORY : pl_suite_observe(suite, "clean-up", message);
}

pl_status pl_cleanup(pl_suite *suite) {
    assert(suite != NULL);
    pl_pace *const pace = &suite->session->pace;
    pl_pace_enter_cleanup(pace);
    if (suite->config->max_time_ms > 0) {
        pl_http_end_within(suite->session->http, pl_pace_left_ms(pace));
    }
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
    status = report_rest(suite, left_count);
    return status == PL_OK ? report_nameless(suite) : status;
}
