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

uint32_t pl_pause_after(const pl_http_response *response, uint32_t usual_ms) {
    const char *const value = pl_http_header_of(response, "Retry-After");
    if (value == NULL || *value == '\0') { return usual_ms; }
    uint32_t seconds = 0;
    for (const char *at = value; *at != '\0'; at++) {
        if (*at < '0' || *at > '9') { return usual_ms; /* a date */ }
        const bool enough = seconds > PL_RETRY_AFTER_MS_MAX / 1000;
        seconds = enough ? seconds : seconds * 10 + (uint32_t)(*at - '0');
    }
    return seconds > PL_RETRY_AFTER_MS_MAX / 1000 ? PL_RETRY_AFTER_MS_MAX : seconds * 1000;
}

/* May the server have carried the request out all the same? */
static bool may_be_done(const pl_http_response *response) {
    if (response->failure == PL_HTTP_ANSWERED) { return response->status != 429; }
    return response->failure != PL_HTTP_DNS && response->failure != PL_HTTP_REFUSED &&
           response->failure != PL_HTTP_UNREACHABLE && response->failure != PL_HTTP_TLS &&
           response->failure != PL_HTTP_PROXY;
}

static pl_status note_no_verdict(pl_suite *suite, pl_progress *progress,
                                 const pl_http_response *response) {
    const char *reason = NULL;
    if (response->failure == PL_HTTP_ANSWERED) {
        reason = pl_arena_printf(suite->arena, "the server answered %d (%s)", response->status,
                                 limit_meaning(response->status));
    } else {
        reason =
            pl_arena_printf(suite->arena, "no answer: %s", pl_http_failure_text(response->failure));
    }
    if (reason == NULL) { return PL_E_MEMORY; }
    enum { WEIGHT_NO_ANSWER = 4, WEIGHT_LIMIT = 1 };
    suite->trouble += response->failure == PL_HTTP_ANSWERED ? WEIGHT_LIMIT : WEIGHT_NO_ANSWER;
    progress->lost = progress->lost || may_be_done(response);
    progress->pause_ms =
        pl_pause_after(response, progress->tries == 1 ? PL_PAUSE_MS_FIRST : PL_PAUSE_MS_MAX);
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
    if (suite->config->progress != NULL) {
        const pl_run_progress told = {.done = suite->settled_count,
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

/* A token may end, or be revoked, in the middle of a run: that says nothing of the case. */
static bool wants_new_token(const pl_suite *suite, const pl_case *test, const pl_progress *progress,
                            int status) {
    if (status != 401 || test->auth != PL_AUTH_GOOD || progress->renewed ||
        !pl_route_row_of(test->route)->secured) {
        return false;
    }
    for (size_t i = 0; i < PL_CASE_STATUS_COUNT_MAX && test->statuses[i] != 0; i++) {
        if (test->statuses[i] == status) { return false; }
    }
    return pl_session_can_renew(suite->session, PL_PARTY_FIRST);
}

/* --- findings -------------------------------------------------------------------------------- */

static pl_status redact_finding(const pl_suite *suite, const pl_finding *from,
                                pl_finding *ret_finding) {
    pl_finding redacted = *from;
    const struct {
        const char *from;
        const char **to;
    } texts[] = {
        {from->check, &redacted.check},
        {from->message, &redacted.message},
        {from->expected, &redacted.expected},
        {from->actual, &redacted.actual},
    };
    for (size_t i = 0; i < PL_COUNT(texts); i++) {
        const pl_status status =
            pl_session_redact(suite->session, texts[i].from, suite->arena, texts[i].to);
        if (status != PL_OK) { return status; }
    }
    *ret_finding = redacted;
    return PL_OK;
}

/* Copies that outlive the exchange, without secrets. */
static pl_status keep_findings(pl_suite *suite, const pl_finding_list *found,
                               pl_progress *progress) {
    if (found->count == 0) { return PL_OK; }
    pl_finding *const kept = pl_arena_alloc(suite->arena, found->count * sizeof *kept);
    if (kept == NULL) { return PL_E_MEMORY; }
    for (size_t i = 0; i < found->count; i++) {
        const pl_status status = redact_finding(suite, &found->list[i], &kept[i]);
        if (status != PL_OK) { return status; }
    }
    progress->findings = kept;
    progress->finding_count = found->count;
    return PL_OK;
}

pl_status pl_suite_observe(pl_suite *suite, const char *check, const char *message) {
    const char *redacted = NULL;
    const pl_status status = pl_session_redact(suite->session, message, suite->arena, &redacted);
    if (status != PL_OK) { return status; }
    return pl_finding_add(
        &suite->findings, suite->arena,
        &(pl_finding){.check = check, .severity = PL_OBSERVATION, .message = redacted});
}

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

static pl_status run_checks(pl_suite *suite, pl_slot *slot, const pl_http_response *response) {
    pl_progress *const progress = &suite->progress[slot->index];
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
    status = keep_findings(suite, &found, progress);
    if (status != PL_OK) { return status; }
    bool failed = false;
    for (size_t i = 0; i < found.count; i++) {
        failed = failed || found.list[i].severity == PL_VIOLATION;
    }
    pl_settle(suite, slot->index, failed ? PL_OUTCOME_FAILED : PL_OUTCOME_PASSED, NULL);
    return PL_OK;
}

pl_status pl_judge(pl_suite *suite, pl_slot *slot, const pl_http_response *response) {
    assert(slot->index < suite->set->count);
    const pl_case *const test = &suite->set->cases[slot->index];
    pl_progress *const progress = &suite->progress[slot->index];
    assert(!progress->settled);
    progress->tries += 1;
    progress->unauthorised = false;
    progress->status = response->failure == PL_HTTP_ANSWERED ? response->status : 0;
    progress->seconds = response->seconds;
    pl_status status = keep_curl(suite, slot, progress);
    if (status == PL_OK) { status = pl_record_keep(suite, slot, response); }
    if (status != PL_OK) { return status; }
    progress->lost = progress->lost || response->repeated;
    if (!pl_answer_has_verdict(response)) { return note_no_verdict(suite, progress, response); }
    suite->trouble = 0;
    if (wants_new_token(suite, test, progress, response->status)) {
        progress->unauthorised = true;
        progress->reason = "the server answered 401 to a token that it had issued";
        suite->token_refused = true;
        return PL_OK;
    }
    if (may_meet_itself(test, progress, response->status)) {
        const char *const reason = pl_arena_printf(
            suite->arena,
            "the repeated request was refused with %d: the first one, whose answer was lost, may "
            "have created the link",
            response->status);
        if (reason == NULL) { return PL_E_MEMORY; }
        pl_settle(suite, slot->index, PL_OUTCOME_INCONCLUSIVE, reason);
        return PL_OK;
    }
    return run_checks(suite, slot, response);
}
