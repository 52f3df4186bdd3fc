#include <assert.h>
#include <string.h>

#include "run/suite_internal.h"

/* The second pass. After an answer that was lost, a control request shows whether the server is alive: one that dies of
 * a request must not go unseen, and one that closes the connection on the same request again and again while it answers
 * others has crashed on it. */

static bool is_over(const pl_suite *suite) {
    return pl_pace_is_over(&suite->session->pace);
}

/* --- is the server alive? --------------------------------------------------------------------- */

/* A call without credentials costs the server nothing and creates nothing. */
static pl_status send_control(pl_suite *suite, pl_http_response *ret_response) {
    static const pl_case control = {.method = "POST",
                                    .route = PL_ROUTE_CREATE,
                                    .account = PL_ACCOUNT_GOOD,
                                    .auth = PL_AUTH_NOTHING,
                                    .content_type = PL_MEDIA_TYPE,
                                    .accept = PL_MEDIA_TYPE,
                                    .body = PL_BYTES_LIT("{}"),
                                    .has_body = true};
    pl_slot *const slot = pl_suite_slot(suite);
    pl_arena_reset(&slot->arena);
    pl_wire wire;
    const pl_status status =
        pl_materialise(suite->session, &control, pl_clock_ms(), &slot->arena, &wire);
    if (status != PL_OK) { return status; }
    return pl_http_send(suite->session->http, &wire.request, &slot->arena, ret_response);
}

/* Something starts a server that died anew, perhaps: then it refuses connections for a moment. */
static pl_status control_with_patience(pl_suite *suite, pl_http_response *ret_response) {
    pl_status status = PL_OK;
    for (unsigned tries = 1; status == PL_OK; tries++) {
        status = send_control(suite, ret_response);
        const bool final = tries == PL_TRY_COUNT_MAX || ret_response->failure == PL_HTTP_ANSWERED ||
                           ret_response->failure == PL_HTTP_TIMEOUT;
        if (status != PL_OK || final || is_over(suite)) { break; }
        pl_pace_wait(&suite->session->pace, PL_PAUSE_MS_MAX);
    }
    return status;
}

static const char *trouble_id(const pl_suite *suite) {
    return suite->trouble_case == NULL ? "?" : suite->trouble_case->id;
}

static pl_status tell_dead(pl_suite *suite, const pl_http_response *response) {
    const char *const message = pl_arena_printf(
        suite->arena,
        "the server answers nothing any more, a control request neither (%s): the first case without an "
        "answer was %s",
        pl_http_failure_text(response->failure), trouble_id(suite));
    suite->given_up = "not sent: the server no longer answers";
    return message == NULL ? PL_E_MEMORY : pl_suite_report(suite, PL_WARNING, "no-answer", message);
}

static pl_status tell_ailing(pl_suite *suite, const pl_http_response *response) {
    const char *const message = pl_arena_printf(
        suite->arena,
        "after %s had no answer, a control request without credentials was answered %d",
        trouble_id(suite), response->status);
    return message == NULL ? PL_E_MEMORY : pl_suite_report(suite, PL_WARNING, "no-answer", message);
}

/* Sets suite->given_up when no further case is worth being sent. */
static pl_status check_alive(pl_suite *suite) {
    enum { SERVER_ERRORS_FROM = 500 };
    pl_http_response response;
    const pl_status status = control_with_patience(suite, &response);
    if (status != PL_OK || is_over(suite)) { return status; }
    if (response.failure != PL_HTTP_ANSWERED) { return tell_dead(suite, &response); }
    if (!pl_answer_has_verdict(&response)) {
        suite->given_up = pl_arena_printf(
            suite->arena, "not sent: the server kept answering %d; a lower --rate may help",
            response.status);
        return suite->given_up == NULL ? PL_E_MEMORY : PL_OK;
    }
    return response.status >= SERVER_ERRORS_FROM ? tell_ailing(suite, &response) : PL_OK;
}

/* --- one case --------------------------------------------------------------------------------- */

/* A 401 is judged only when a control request has shown that the given token still lives. */
static pl_status judge_with_control(pl_suite *suite, pl_slot *slot,
                                    const pl_http_response *response) {
    const size_t index = slot->index;
    bool unknown = false;
    if (response->failure == PL_HTTP_ANSWERED &&
        pl_suite_doubts_token(suite, index, response->status)) {
        slot->busy = true; /* the answer is in its arena */
        const pl_status status = pl_suite_control_token(suite, &unknown);
        slot->busy = false;
        if (status != PL_OK || suite->given_up != NULL) { return status; }
        suite->progress[index].renewed = true;
    }
    if (unknown) {
        pl_settle(suite, index, PL_OUTCOME_INCONCLUSIVE,
                  "the server answered 401, and it is not known whether PAYLINK_TOKEN still lives");
        return PL_OK;
    }
    return pl_judge(suite, slot, response);
}

static pl_status send_once(pl_suite *suite, size_t index) {
    pl_progress *const progress = &suite->progress[index];
    pl_slot *const slot = pl_suite_slot(suite);
    if (progress->tries > 0 && !progress->unauthorised) {
        suite->session->pace.repeat_count += 1;
        pl_pace *const pace = &suite->session->pace;
        pl_pace_wait(pace, pl_pace_pause_ms(pace, progress->tries, progress->asked_pause_ms));
        if (is_over(suite)) { return PL_OK; }
    }
    suite->token_refused = progress->unauthorised;
    progress->renewed = progress->renewed || progress->unauthorised;
    bool ready = false;
    pl_status status = pl_suite_freshen_tokens(suite, progress->token_serial);
    if (status != PL_OK) { return status; }
    status = pl_suite_prepare(suite, slot, index, &ready);
    if (status != PL_OK || !ready) { return status; }
    pl_http_response response;
    status = pl_http_send(suite->session->http, &slot->wire.request, &slot->arena, &response);
    if (status == PL_E_ARGUMENT) {
        pl_suite_settle_unsendable(suite, index);
        return PL_OK;
    }
    return status == PL_OK ? judge_with_control(suite, slot, &response) : status;
}

/* May it be sent, or sent once more? */
static bool may_send(const pl_suite *suite, const pl_progress *progress) {
    if (progress->settled || suite->given_up != NULL || is_over(suite)) { return false; }
    if (progress->tries == 0 || progress->unauthorised) { return true; }
    return progress->tries < PL_TRY_COUNT_MAX && pl_pace_may_repeat(&suite->session->pace) &&
           pl_patience_may_repeat(&suite->patience, progress);
}

static void note_try(pl_suite *suite, pl_failing before, const pl_progress *progress) {
    pl_patience_note_try(&suite->patience, before, progress);
    if (before != PL_FAILING_NOT) {
        pl_pace_note_repetition(&suite->session->pace, progress->failing == PL_FAILING_NOT);
    }
    if (suite->given_up == NULL && suite->patience.timeouts >= PL_TIMEOUT_COUNT_MAX) {
        suite->given_up = "not sent: too many requests had no answer in time";
    }
}

static pl_status repeat_case(pl_suite *suite, size_t index) {
    if (suite->given_up == NULL && pl_pace_is_worn(&suite->session->pace)) {
        suite->given_up = "not sent: the run had waited too long for answers";
    }
    const pl_progress *const progress = &suite->progress[index];
    while (may_send(suite, progress)) {
        const unsigned broken_before = progress->broken_tries;
        const unsigned tries_before = progress->tries;
        const pl_failing failing_before = progress->failing;
        pl_status status = send_once(suite, index);
        if (progress->tries > tries_before) { note_try(suite, failing_before, progress); }
        if (status == PL_OK && progress->broken_tries > broken_before) {
            status = check_alive(suite);
            if (suite->given_up == NULL) { suite->trouble = 0; }
        }
        if (status != PL_OK) { return status; }
    }
    if (suite->given_up == NULL && !is_over(suite)) {
        pl_patience_note_end(&suite->patience, progress);
    }
    return PL_OK;
}

/* --- giving up -------------------------------------------------------------------------------- */

/* It is alive for others, and never for this one. That may be a network's doing, so it is no violation. */
static pl_status tell_never_answered(pl_suite *suite, size_t index) {
    const pl_progress *const progress = &suite->progress[index];
    pl_finding finding = {
        .test = &suite->set->cases[index],
        .check = "no-answer",
        .severity = PL_WARNING,
        .message = "the request never had an answer, while control requests in between had: "
                   "the server may crash on it",
        .expected = "an answer to every request",
        .actual = pl_http_failure_text(progress->broken)};
    const pl_finding_list one = {.list = &finding, .count = 1};
    return pl_suite_keep_findings(suite, index, &one);
}

static const char *reason_unsent(const pl_suite *suite) {
    if (pl_pace_is_out_of_time(&suite->session->pace)) {
        return "not sent: the run's time was over";
    }
    assert(suite->given_up != NULL); /* what is neither over nor given up is sent */
    return suite->given_up;
}

/* What stays without a verdict, when it is given up. */
static pl_status settle_open(pl_suite *suite, size_t index) {
    const pl_progress *const progress = &suite->progress[index];
    if (progress->settled) { return PL_OK; }
    if (progress->reason == NULL || (progress->unauthorised && suite->given_up != NULL)) {
        if (pl_is_stopped(suite->config->stop)) {
            pl_settle(suite, index, PL_OUTCOME_NOT_RUN, "the run was interrupted");
        } else {
            suite->out_of_time =
                suite->out_of_time || pl_pace_is_out_of_time(&suite->session->pace);
            pl_settle(suite, index, PL_OUTCOME_INCONCLUSIVE, reason_unsent(suite));
        }
        return PL_OK;
    }
    const bool never = progress->broken_tries == PL_TRY_COUNT_MAX && suite->given_up == NULL;
    pl_status status = PL_OK;
    if (never && !is_over(suite)) { status = tell_never_answered(suite, index); }
    pl_settle(suite, index, PL_OUTCOME_INCONCLUSIVE, progress->reason);
    return status;
}

/* A group of which cases timed out again and again would cost a whole time-out for each of the others. */
static bool settle_by_group(pl_suite *suite, size_t index) {
    const char *const group = suite->set->cases[index].group;
    unsigned timed_out = 0;
    if (suite->progress[index].tries > 0 || suite->given_up != NULL || is_over(suite)) {
        return false;
    }
    if (suite->patience.timeouts == 0) { return false; }
    for (size_t i = 0; i < suite->set->count; i++) {
        timed_out += suite->progress[i].failing == PL_FAILING_TIMEOUT &&
                     strcmp(suite->set->cases[i].group, group) == 0;
    }
    if (timed_out < PL_TIMEOUT_GROUP_COUNT) { return false; }
    suite->patience.spared += 1;
    pl_settle(suite, index, PL_OUTCOME_INCONCLUSIVE,
              "not sent: other cases of its group had no answer in time");
    return true;
}

static pl_status tell_spared(pl_suite *suite) {
    if (suite->patience.spared == 0) { return PL_OK; }
    const char *const message = pl_arena_printf(
        suite->arena,
        "%zu cases had fewer tries than usual, or none: too many like them had no answer",
        suite->patience.spared);
    return message == NULL ? PL_E_MEMORY : pl_suite_report(suite, PL_WARNING, "no-answer", message);
}

pl_status pl_suite_repeat(pl_suite *suite) {
    suite->trouble = 0;
    for (size_t i = 0; i < suite->set->count; i++) {
        if (suite->progress[i].settled || pl_suite_settle_unmet(suite, i) ||
            settle_by_group(suite, i)) {
            continue;
        }
        pl_status status = repeat_case(suite, i);
        if (status == PL_OK && suite->given_up == NULL && suite->trouble >= PL_TROUBLE_MAX &&
            !is_over(suite)) {
            suite->trouble = 0;
            status = check_alive(suite);
        }
        if (status == PL_OK) { status = settle_open(suite, i); }
        if (status != PL_OK) { return status; }
    }
    return tell_spared(suite);
}
