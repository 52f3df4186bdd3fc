#include <assert.h>

#include "run/suite_internal.h"

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
        pl_pace_wait(&session->pace, PL_PAUSE_MS_MAX);
    }
    return pl_session_token(session, party);
}

pl_status pl_suite_freshen_tokens(pl_suite *suite, uint64_t refused_serial) {
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

pl_status pl_suite_prepare(pl_suite *suite, pl_slot *slot, size_t index, bool *ret_ready) {
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

void pl_suite_settle_unsendable(pl_suite *suite, size_t index) {
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

/* What is ready in a slot. */
static pl_status submit_slot(pl_suite *suite, pl_slot *slot) {
    slot->busy = true;
    const pl_status status =
        pl_http_submit(suite->session->http, &slot->wire.request, take_answer, slot);
    if (status == PL_E_ARGUMENT) {
        slot->busy = false;
        pl_suite_settle_unsendable(suite, slot->index);
        return PL_OK;
    }
    return status == PL_OK ? suite->status : status;
}

static pl_status submit_case(pl_suite *suite, size_t index) {
    pl_slot *const slot = pl_suite_slot(suite);
    bool ready = false;
    const pl_status status = pl_suite_prepare(suite, slot, index, &ready);
    return status == PL_OK && ready ? submit_slot(suite, slot) : status;
}

/* A case and its twin in one moment. Connections are free for both. */
static pl_status submit_twins(pl_suite *suite, size_t index) {
    pl_status status = pl_http_drain(suite->session->http);
    if (status == PL_OK) { status = suite->status; }
    pl_slot *const slots[2] = {&suite->slots[0], &suite->slots[1]};
    bool ready[2] = {false, false};
    for (size_t i = 0; i < 2 && status == PL_OK; i++) {
        assert(!slots[i]->busy); /* nothing is in flight */
        status = pl_suite_prepare(suite, slots[i], index + i, &ready[i]);
    }
    if (status != PL_OK) { return status; }
    if (ready[0] && ready[1]) {
        const pl_http_pair pair = {{&slots[0]->wire.request, &slots[1]->wire.request},
                                   {slots[0], slots[1]}};
        slots[0]->busy = slots[1]->busy = true;
        status = pl_http_submit_pair(suite->session->http, &pair, take_answer);
        if (status != PL_E_ARGUMENT) { return status == PL_OK ? suite->status : status; }
        slots[0]->busy = slots[1]->busy = false;
        status = PL_OK;
    }
    for (size_t i = 0; i < 2 && status == PL_OK; i++) {
        if (ready[i]) { status = submit_slot(suite, slots[i]); }
    }
    return status;
}

/* A token endpoint that was given up because it does not answer is not waited for by its own cases
 * either. */
static bool is_for_silent_endpoint(const pl_session *session, const pl_case *test) {
    return !pl_route_row_of(test->route)->secured &&
           pl_session_token_lost(session, PL_PARTY_FIRST) &&
           session->tokens[PL_PARTY_FIRST].trouble == PL_TOKEN_NO_ANSWER;
}

bool pl_suite_settle_unmet(pl_suite *suite, size_t index) {
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

/* Is the next case this one's twin, and can two requests be in flight? */
static bool starts_twins(const pl_suite *suite, size_t index) {
    if (suite->slot_count <= 2 || index + 1 >= suite->set->count) { return false; }
    const pl_case *const next = &suite->set->cases[index + 1];
    return next->twin && pl_unmet_need(suite->session, next) == NULL &&
           !is_for_silent_endpoint(suite->session, next);
}

/* The first pass: everything, many at once, until the server is in trouble. */
static pl_status send_all(pl_suite *suite) {
    for (size_t i = 0; i < suite->set->count && suite->trouble < PL_TROUBLE_MAX; i++) {
        bool unknown = false;
        const pl_pace *const pace = &suite->session->pace;
        if (pl_pace_is_over(pace) || pl_pace_is_worn(pace)) { break; }
        if (pl_suite_settle_unmet(suite, i)) { continue; }
        pl_status status = PL_OK;
        if (any_token_due(suite)) {
            status = pl_http_drain(suite->session->http);
            if (status == PL_OK && suite->token_refused) {
                status = pl_suite_control_token(suite, &unknown);
            }
            if (status == PL_OK && suite->given_up != NULL) { break; }
            if (status == PL_OK) {
                /* Whatever was refused was sent with the token of now: nothing else was in
                 * flight. */
                status =
                    pl_suite_freshen_tokens(suite, suite->session->token_serials[PL_PARTY_FIRST]);
            }
        }
        const bool twins = starts_twins(suite, i);
        if (status == PL_OK) { status = twins ? submit_twins(suite, i) : submit_case(suite, i); }
        if (status != PL_OK) { return status; }
        i += twins ? 1U : 0U;
    }
    const pl_status status = pl_http_drain(suite->session->http);
    return status == PL_OK ? suite->status : status;
}

/* --- the whole ------------------------------------------------------------------------------- */

pl_status pl_suite_run(pl_suite *suite) {
    assert(suite->set != NULL && suite->progress != NULL);
    pl_status status = send_all(suite);
    if (status != PL_OK) { return status; }
    status = pl_suite_repeat(suite);
    assert(status != PL_OK || suite->settled_count == suite->set->count);
    return status;
}
