#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "run/record_internal.h"

/* --- answers without a verdict --------------------------------------------------------------- */

static const struct {
    int status;
    const char *meaning;
} no_verdict[] = {
    {429, "too many requests"},
    {502, "bad gateway"},
    {503, "service unavailable"},
    {504, "gateway timeout"},
};

static const char *limit_meaning(int status) {
    for (size_t i = 0; i < PL_COUNT(no_verdict); i++) {
        if (no_verdict[i].status == status) { return no_verdict[i].meaning; }
    }
    return NULL;
}

bool pl_answer_has_verdict(const pl_http_response *response) {
    return response->failure == PL_HTTP_ANSWERED && limit_meaning(response->status) == NULL;
}

/* May the server have carried the request out all the same? */
static bool may_be_done(const pl_http_response *response) {
    if (response->failure == PL_HTTP_ANSWERED) { return response->status != 429; }
    return response->failure != PL_HTTP_DNS && response->failure != PL_HTTP_REFUSED &&
           response->failure != PL_HTTP_UNREACHABLE && response->failure != PL_HTTP_TLS &&
           response->failure != PL_HTTP_PROXY && response->failure != PL_HTTP_EXPIRED;
}

/* A connection was there, and the server did not answer over it as HTTP demands: it may have crashed on the request. */
static bool is_broken(const pl_http_response *response) {
    static const pl_http_failure broken[] = {PL_HTTP_CLOSED, PL_HTTP_PROTOCOL, PL_HTTP_TOO_LARGE,
                                             PL_HTTP_TIMEOUT};
    for (size_t i = 0; i < PL_COUNT(broken); i++) {
        if (response->failure == broken[i]) { return true; }
    }
    return false;
}

static pl_failing failing_of(const pl_http_response *response) {
    if (response->failure == PL_HTTP_ANSWERED) { return PL_FAILING_LIMIT; }
    return response->failure == PL_HTTP_TIMEOUT ? PL_FAILING_TIMEOUT : PL_FAILING_BROKEN;
}

static pl_status note_no_verdict(pl_suite *suite, size_t index, const pl_http_response *response) {
    pl_progress *const progress = &suite->progress[index];
    const char *reason = NULL;
    if (response->failure == PL_HTTP_TIMEOUT && pl_pace_is_out_of_time(&suite->session->pace)) {
        reason = "no answer before the run's time was over";
    } else if (response->failure == PL_HTTP_ANSWERED) {
        reason = pl_arena_printf(suite->arena, "the server answered %d (%s)", response->status,
                                 limit_meaning(response->status));
    } else {
        reason =
            pl_arena_printf(suite->arena, "no answer: %s", pl_http_failure_text(response->failure));
    }
    if (reason == NULL) { return PL_E_MEMORY; }
    enum { WEIGHT_NO_ANSWER = 4, WEIGHT_LIMIT = 1 };
    if (suite->trouble == 0) { suite->trouble_case = &suite->set->cases[index]; }
    suite->trouble += response->failure == PL_HTTP_ANSWERED ? WEIGHT_LIMIT : WEIGHT_NO_ANSWER;
    pl_pace_charge(&suite->session->pace, response->seconds);
    progress->lost = progress->lost || may_be_done(response);
    if (is_broken(response)) {
        progress->broken_tries += 1;
        progress->broken = response->failure;
    }
    progress->failing = failing_of(response);
    progress->asked_pause_ms = pl_pause_after(response, 0);
    progress->reason = reason;
    return PL_OK;
}

/* --- settling -------------------------------------------------------------------------------- */

void pl_settle(pl_suite *suite, size_t index, pl_outcome outcome, const char *reason) {
    pl_progress *const progress = &suite->progress[index];
    assert(!progress->settled);
    assert(outcome < PL_OUTCOME_COUNT);
    progress->settled = true;
    progress->outcome = outcome;
    progress->reason = reason;
    suite->settled_count += 1;
    suite->failed_count += outcome == PL_OUTCOME_FAILED;
    if (suite->config->progress != NULL) {
        const pl_run_progress told = {.done = suite->settled_count,
                                      .failed = suite->failed_count,
                                      .count = suite->set->count,
                                      .group = suite->set->cases[index].group};
        suite->config->progress(suite->config->progress_user, &told);
    }
    pl_suite_tell_settled(suite, index);
}

static bool is_creation(const pl_case *test) {
    return test->route == PL_ROUTE_CREATE && strcmp(test->method, "POST") == 0;
}

/* A server that takes another method at the same address may have created a link too. What only
 * reads or deletes names links that are not the run's. */
static bool may_create(const pl_case *test) {
    static const char *const others[] = {"GET", "HEAD", "OPTIONS", "TRACE", "DELETE"};
    bool may = test->route == PL_ROUTE_CREATE;
    for (size_t i = 0; i < PL_COUNT(others) && may; i++) {
        may = strcasecmp(test->method, others[i]) != 0;
    }
    return may;
}

/* A repeated creation that meets its own first success looks like a refusal. */
static bool may_meet_itself(const pl_case *test, const pl_progress *progress, int status) {
    const bool could_succeed = test->klass == PL_CLASS_ACCEPT || test->klass == PL_CLASS_OPEN;
    return progress->lost && is_creation(test) && could_succeed && status >= 400 && status <= 499;
}

bool pl_is_refused_token(const pl_case *test, int status) {
    const bool good = test->auth == PL_AUTH_GOOD || test->auth == PL_AUTH_OTHER_MERCHANT;
    if (status != 401 || !good || !pl_route_row_of(test->route)->secured) { return false; }
    for (size_t i = 0; i < PL_CASE_STATUS_COUNT_MAX && test->statuses[i] != 0; i++) {
        if (test->statuses[i] == status) { return false; }
    }
    return true;
}

/* A token may end, or be revoked, in the middle of a run: that says nothing of the case. */
static bool doubts_token(const pl_suite *suite, size_t index, int status) {
    const pl_case *const test = &suite->set->cases[index];
    return pl_suite_doubts_token(suite, index, status) ||
           (test->auth == PL_AUTH_GOOD && pl_is_refused_token(test, status) &&
            !suite->progress[index].renewed &&
            pl_session_can_renew(suite->session, PL_PARTY_FIRST));
}

/* --- checks ---------------------------------------------------------------------------------- */

/* Whose link it is decides who can delete it. */
static pl_status remember_link(pl_suite *suite, pl_slot *slot, const pl_http_response *response,
                               pl_finding_list *found) {
    const pl_case *const test = &suite->set->cases[slot->index];
    if (!may_create(test) || slot->wire.account_id == NULL) { return PL_OK; }
    const bool other = test->account == PL_ACCOUNT_OTHER || test->auth == PL_AUTH_OTHER_MERCHANT;
    const char *repeated = NULL;
    const pl_created made = {.account_id = slot->wire.account_id,
                             .party = other ? PL_PARTY_OTHER : PL_PARTY_FIRST,
                             .distinct = is_creation(test) && test->klass == PL_CLASS_ACCEPT};
    const pl_status status = pl_created_add(&suite->created, response, &made, is_creation(test),
                                            suite->arena, &slot->arena, &repeated);
    if (status != PL_OK || repeated == NULL) { return status; }
    return pl_finding_add(found, &slot->arena,
                          &(pl_finding){.test = test,
                                        .check = "unique-id",
                                        .severity = PL_VIOLATION,
                                        .message = "two creations were answered with the same id",
                                        .expected = "an id that no other link has",
                                        .actual = repeated});
}

static pl_status keep_curl(pl_suite *suite, pl_slot *slot, pl_progress *progress) {
    if (progress->curl != NULL) { return PL_OK; }
    const char *line = NULL;
    const pl_status status =
        pl_curl_line(&suite->set->cases[slot->index], &slot->wire, &slot->arena, &line);
    if (status != PL_OK) { return status; }
    return pl_session_redact(suite->session, line, suite->arena, &progress->curl);
}

static bool is_of_twins(const pl_case_set *set, size_t index) {
    return set->cases[index].twin || (index + 1 < set->count && set->cases[index + 1].twin);
}

/* An answer that came only when the request was repeated: the server may have crashed on the first one. That a network
 * is slow is no such sign, and that a kept connection broke is one only where a crash is looked for. */
static pl_status tell_broken(const pl_suite *suite, pl_slot *slot, const pl_http_response *response,
                             pl_finding_list *found) {
    const pl_progress *const progress = &suite->progress[slot->index];
    const bool twins = is_of_twins(suite->set, slot->index);
    const bool broken = progress->broken_tries > 0 && progress->broken != PL_HTTP_TIMEOUT;
    if (!broken && !(twins && response->repeated)) { return PL_OK; }
    return pl_finding_add(
        found, &slot->arena,
        &(pl_finding){.test = &suite->set->cases[slot->index],
                      .check = "no-answer",
                      .severity = twins && broken ? PL_WARNING : PL_OBSERVATION,
                      .message = twins
                                     ? "of two equal requests in flight at once, one had no answer"
                                     : "the request had an answer only when it was repeated",
                      .expected = "an answer to every request",
                      .actual = pl_http_failure_text(broken ? progress->broken : PL_HTTP_CLOSED)});
}

static pl_status run_checks(pl_suite *suite, pl_slot *slot, const pl_http_response *response) {
    const pl_exchange exchange = {.test = &suite->set->cases[slot->index],
                                  .response = response,
                                  .account_id = slot->wire.account_id,
                                  .now_ms = slot->sent_ms,
                                  .payment_methods = suite->session->payment_methods,
                                  .payment_method_count = suite->session->payment_method_count,
                                  .redactor = suite->session->redactor};
    pl_finding_list found = {0};
    pl_status status = pl_checks_run(&exchange, &slot->arena, &found);
    if (status != PL_OK) { return status; }
    status = remember_link(suite, slot, response, &found);
    if (status != PL_OK) { return status; }
    status = tell_broken(suite, slot, response, &found);
    if (status != PL_OK) { return status; }
    bool failed = false;
    for (size_t i = 0; i < found.count; i++) {
        failed = failed || found.list[i].severity == PL_VIOLATION;
    }
    status = pl_suite_keep_findings(suite, slot->index, &found);
    if (status != PL_OK) { return status; }
    pl_settle(suite, slot->index, failed ? PL_OUTCOME_FAILED : PL_OUTCOME_PASSED, NULL);
    return PL_OK;
}

pl_status pl_judge(pl_suite *suite, pl_slot *slot, const pl_http_response *response) {
    assert(slot->index < suite->set->count);
    const pl_case *const test = &suite->set->cases[slot->index];
    pl_progress *const progress = &suite->progress[slot->index];
    assert(!progress->settled);
    if (response->failure == PL_HTTP_EXPIRED) { return PL_OK; /* not sent */ }
    progress->tries += 1;
    progress->unauthorised = false;
    progress->failing = PL_FAILING_NOT;
    progress->status = response->failure == PL_HTTP_ANSWERED ? response->status : 0;
    progress->seconds = response->seconds;
    pl_status status = keep_curl(suite, slot, progress);
    if (status == PL_OK) { status = pl_record_keep(suite, slot, response); }
    if (status != PL_OK) { return status; }
    progress->lost = progress->lost || response->repeated;
    if (!pl_answer_has_verdict(response)) { return note_no_verdict(suite, slot->index, response); }
    suite->trouble = 0;
    if (response->status == 200 && test->auth == PL_AUTH_GOOD &&
        pl_route_row_of(test->route)->secured) {
        suite->session->renewals = 0;
    }
    if (doubts_token(suite, slot->index, response->status)) {
        progress->unauthorised = true;
        progress->reason = "the server answered 401 to a good token";
        suite->token_refused = true;
        return PL_OK;
    }
    if (test->auth == PL_AUTH_OTHER_MERCHANT && suite->session->settings->other.token != NULL &&
        pl_is_refused_token(test, response->status)) {
        pl_settle(suite, slot->index, PL_OUTCOME_INCONCLUSIVE,
                  "the server answered 401: PAYLINK_OTHER_TOKEN may have expired");
        return PL_OK;
    }
    if (may_meet_itself(test, progress, response->status)) {
        const char *const reason = pl_arena_printf(
            suite->arena,
            "the repeated request was refused with %d: the first one, whose answer was lost, may "
            "have created the link",
            response->status);
        if (reason == NULL) { return PL_E_MEMORY; }
        pl_finding_list found = {0};
        pl_status told = tell_broken(suite, slot, response, &found);
        if (told == PL_OK) { told = pl_suite_keep_findings(suite, slot->index, &found); }
        pl_settle(suite, slot->index, PL_OUTCOME_INCONCLUSIVE, reason);
        return told;
    }
    return run_checks(suite, slot, response);
}
