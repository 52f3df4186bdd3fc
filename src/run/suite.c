#include <assert.h>

#include "run/suite_internal.h"

/* Weight of exchanges without a verdict, in a row, after which the server is taken to be in
 * trouble: three lost answers, a dozen refusals for a limit. */
enum { TROUBLE_MAX = 12 };

void pl_suite_init(pl_suite *suite, const pl_run_config *config, pl_session *session,
                   pl_arena *arena) {
    assert(suite != NULL && config != NULL);
    *suite = (pl_suite){.config = config, .session = session, .arena = arena};
    uint32_t concurrency = config->concurrency == 0 ? 1 : config->concurrency;
    if (concurrency > PL_HTTP_CONCURRENCY_MAX) { concurrency = PL_HTTP_CONCURRENCY_MAX; }
    /* One more than can be in flight: pl_http_submit blocks with the next request in hand. */
    suite->slot_count = concurrency + 1U;
    for (size_t i = 0; i < suite->slot_count; i++) {
        suite->slots[i].suite = suite;
        pl_arena_init(&suite->slots[i].arena);
    }
}

pl_status pl_suite_take(pl_suite *suite, const pl_case_set *set) {
    assert(suite->set == NULL && set != NULL);
    pl_progress *const progress = pl_arena_alloc(suite->arena, set->count * sizeof *progress);
    if (progress == NULL) { return PL_E_MEMORY; }
    for (size_t i = 0; i < set->count; i++) {
        progress[i] = (pl_progress){.outcome = PL_OUTCOME_INCONCLUSIVE};
    }
    suite->set = set;
    suite->progress = progress;
    return PL_OK;
}

void pl_suite_done(pl_suite *suite) {
    if (suite == NULL) { return; }
    for (size_t i = 0; i < suite->slot_count; i++) { pl_arena_done(&suite->slots[i].arena); }
}

pl_slot *pl_suite_slot(pl_suite *suite) {
    for (size_t i = 0; i < suite->slot_count; i++) {
        if (!suite->slots[i].busy) { return &suite->slots[i]; }
    }
    assert(false); /* there is one more than can be in flight */
    return NULL;
}

/* --- tokens ---------------------------------------------------------------------------------- */

static bool any_token_due(const pl_suite *suite) {
    return suite->token_refused || pl_session_token_due(suite->session, PL_PARTY_FIRST) ||
           (suite->session->has_other && pl_session_token_due(suite->session, PL_PARTY_OTHER));
}

/* A token endpoint that failed just now may need a moment. */
static pl_status ask_for_token(pl_suite *suite, pl_party party) {
    pl_session *const session = suite->session;
    if (session->token_failures[party] > 0 && pl_session_token_due(session, party)) {
        pl_clock_pause(PL_PAUSE_MS_MAX, suite->config->stop);
    }
    return pl_session_token(session, party);
}

/* Nothing is in flight. A token that was refused is renewed, unless that has been done since. */
static pl_status freshen_tokens(pl_suite *suite, uint64_t refused_serial) {
    pl_session *const session = suite->session;
    pl_status status = PL_OK;
    if (suite->token_refused && session->token_serials[PL_PARTY_FIRST] == refused_serial &&
        pl_session_can_renew(session, PL_PARTY_FIRST)) {
        status = pl_session_renew(session, PL_PARTY_FIRST);
    }
    suite->token_refused = false;
    if (status == PL_OK) { status = ask_for_token(suite, PL_PARTY_FIRST); }
    if (status == PL_OK && session->has_other) { status = ask_for_token(suite, PL_PARTY_OTHER); }
    return status;
}

/* --- sending --------------------------------------------------------------------------------- */

/* Prepare the case in the slot. ret_ready false: it cannot be sent, and is settled. */
static pl_status prepare(pl_suite *suite, pl_slot *slot, size_t index, bool *ret_ready) {
    const pl_case *const test = &suite->set->cases[index];
    pl_arena_reset(&slot->arena);
    slot->index = index;
    slot->sent_ms = pl_clock_ms();
    suite->progress[index].token_serial = suite->session->token_serials[PL_PARTY_FIRST];
    const pl_status status =
        pl_materialise(suite->session, test, slot->sent_ms, &slot->arena, &slot->wire);
    if (status != PL_OK) { return status; }
    *ret_ready = slot->wire.obstacle == NULL;
    if (!*ret_ready) {
        const char *const reason = pl_arena_text(suite->arena, pl_bytes_of(slot->wire.obstacle));
        if (reason == NULL) { return PL_E_MEMORY; }
        /* A token that is lost in the middle of a run must not pass for a choice not to test. */
        pl_settle(suite, index,
                  slot->wire.token_missing ? PL_OUTCOME_INCONCLUSIVE : PL_OUTCOME_NOT_RUN, reason);
    }
    return PL_OK;
}

static void settle_unsendable(pl_suite *suite, size_t index) {
    pl_settle(suite, index, PL_OUTCOME_NOT_RUN, "the request is no HTTP that could be sent");
}

static void take_answer(void *user, const pl_http_request *request,
                        const pl_http_response *response) {
    pl_slot *const slot = user;
    assert(slot->busy);
    assert(request == &slot->wire.request);
    (void)request;
    const pl_status status = pl_judge(slot->suite, slot, response);
    if (slot->suite->status == PL_OK) { slot->suite->status = status; }
    slot->busy = false;
}

static pl_status submit_case(pl_suite *suite, size_t index) {
    pl_slot *const slot = pl_suite_slot(suite);
    bool ready = false;
    pl_status status = prepare(suite, slot, index, &ready);
    if (status != PL_OK || !ready) { return status; }
    slot->busy = true;
    status = pl_http_submit(suite->session->http, &slot->wire.request, take_answer, slot);
    if (status == PL_E_ARGUMENT) {
        slot->busy = false;
        settle_unsendable(suite, index);
        return PL_OK;
    }
    return status == PL_OK ? suite->status : status;
}

/* A token endpoint that was given up because it does not answer is not waited for by its own cases
 * either. */
static bool is_for_silent_endpoint(const pl_session *session, const pl_case *test) {
    return !pl_route_row_of(test->route)->secured &&
           pl_session_token_lost(session, PL_PARTY_FIRST) &&
           session->tokens[PL_PARTY_FIRST].trouble == PL_TOKEN_NO_ANSWER;
}

/* True: the session lacks what the case needs; it is not run. */
static bool settle_unmet(pl_suite *suite, size_t index) {
    const pl_session *const session = suite->session;
    const pl_case *const test = &suite->set->cases[index];
    const char *const unmet = pl_unmet_need(session, test);
    if (unmet != NULL) {
        pl_settle(suite, index, PL_OUTCOME_NOT_RUN, unmet);
        return true;
    }
    const bool silent = is_for_silent_endpoint(session, test);
    if (silent) {
        pl_settle(suite, index, PL_OUTCOME_INCONCLUSIVE, session->tokens[PL_PARTY_FIRST].detail);
    }
    return silent;
}

static bool is_stopped(const pl_suite *suite) {
    return pl_is_stopped(suite->config->stop);
}

/* The first pass: everything, many at once, until the server is in trouble. */
static pl_status send_all(pl_suite *suite) {
    for (size_t i = 0; i < suite->set->count && suite->trouble < TROUBLE_MAX; i++) {
        if (is_stopped(suite)) { break; }
        if (settle_unmet(suite, i)) { continue; }
        pl_status status = PL_OK;
        if (any_token_due(suite)) {
            status = pl_http_drain(suite->session->http);
            if (status == PL_OK) {
                /* Whatever was refused was sent with the token of now: nothing else was in
                 * flight. */
                status = freshen_tokens(suite, suite->session->token_serials[PL_PARTY_FIRST]);
            }
        }
        if (status == PL_OK) { status = submit_case(suite, i); }
        if (status != PL_OK) { return status; }
    }
    const pl_status status = pl_http_drain(suite->session->http);
    return status == PL_OK ? suite->status : status;
}

/* --- repeating ------------------------------------------------------------------------------- */

static pl_status send_once(pl_suite *suite, size_t index) {
    pl_progress *const progress = &suite->progress[index];
    pl_slot *const slot = pl_suite_slot(suite);
    if (progress->tries > 0 && !progress->unauthorised) {
        pl_clock_pause(progress->pause_ms, suite->config->stop);
        if (is_stopped(suite)) { return PL_OK; }
    }
    suite->token_refused = progress->unauthorised;
    progress->renewed = progress->renewed || progress->unauthorised;
    bool ready = false;
    pl_status status = freshen_tokens(suite, progress->token_serial);
    if (status != PL_OK) { return status; }
    status = prepare(suite, slot, index, &ready);
    if (status != PL_OK || !ready) { return status; }
    pl_http_response response;
    status = pl_http_send(suite->session->http, &slot->wire.request, &slot->arena, &response);
    if (status == PL_E_ARGUMENT) {
        settle_unsendable(suite, index);
        return PL_OK;
    }
    return status == PL_OK ? pl_judge(suite, slot, &response) : status;
}

static pl_status repeat_case(pl_suite *suite, size_t index) {
    const pl_progress *const progress = &suite->progress[index];
    while (!progress->settled && !is_stopped(suite) &&
           (progress->tries < PL_TRY_COUNT_MAX || progress->unauthorised)) {
        const pl_status status = send_once(suite, index);
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}

/* Is the server alive? A call without credentials costs it nothing and creates nothing. */
static pl_status is_alive(pl_suite *suite, bool *ret_alive) {
    static const pl_case probe = {.method = "POST",
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
    pl_status status = pl_materialise(suite->session, &probe, pl_clock_ms(), &slot->arena, &wire);
    if (status != PL_OK) { return status; }
    pl_http_response response;
    status = pl_http_send(suite->session->http, &wire.request, &slot->arena, &response);
    if (status == PL_OK) { *ret_alive = pl_answer_has_verdict(&response); }
    return status;
}

/* What stays without a verdict, when it is given up. */
static void settle_open(pl_suite *suite, size_t index) {
    const pl_progress *const progress = &suite->progress[index];
    if (progress->settled) { return; }
    if (is_stopped(suite) && progress->reason == NULL) {
        pl_settle(suite, index, PL_OUTCOME_NOT_RUN, "the run was interrupted");
    } else {
        pl_settle(suite, index, PL_OUTCOME_INCONCLUSIVE,
                  progress->reason != NULL ? progress->reason
                                           : "not sent: the server no longer answers");
    }
}

/* The second pass: what has no verdict yet, one at a time, so that a limit or a slow server can
 * be met with patience. */
static pl_status repeat_open(pl_suite *suite) {
    bool alive = true;
    suite->trouble = 0;
    for (size_t i = 0; i < suite->set->count; i++) {
        pl_status status = PL_OK;
        if (suite->progress[i].settled || settle_unmet(suite, i)) { continue; }
        if (alive) { status = repeat_case(suite, i); }
        if (status == PL_OK && alive && suite->trouble >= TROUBLE_MAX && !is_stopped(suite)) {
            suite->trouble = 0;
            status = is_alive(suite, &alive);
        }
        if (status != PL_OK) { return status; }
        settle_open(suite, i);
    }
    return PL_OK;
}

pl_status pl_suite_run(pl_suite *suite) {
    assert(suite->set != NULL && suite->progress != NULL);
    pl_status status = send_all(suite);
    if (status != PL_OK) { return status; }
    status = repeat_open(suite);
    assert(status != PL_OK || suite->settled_count == suite->set->count);
    return status;
}
