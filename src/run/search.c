#include "run/search.h"

#include <assert.h>
#include <string.h>

#include "run/search_internal.h"

enum {
    BATCH_COUNT_FIRST = 16,
    BATCH_COUNT_MIN = 4,
    BATCH_COUNT_MAX = 256,
    SILENT_BATCH_COUNT_MAX = 2,
    LINKS_LEFT_MAX = 1000
};

/* A batch takes about so long: what is found in it waits for its end. */
static const double batch_seconds = 0.5;

/* --- one batch ------------------------------------------------------------------------------------------- */

static pl_status count_coverage(pl_search_state *state, pl_bytes body) {
    const pl_context context = {.now_ms = PL_DRAW_NOW_MS,
                                .payment_methods = state->cases.payment_methods,
                                .payment_method_count = state->cases.payment_method_count};
    pl_arena_reset(&state->scratch);
    return pl_coverage_add(&state->coverage, body, &context, &state->scratch, NULL);
}

static pl_status note_all(pl_search_state *state, const pl_drawn *drawn, size_t count) {
    size_t judged = 0;
    pl_status status = PL_OK;
    for (size_t i = 0; i < count && status == PL_OK; i++) {
        const pl_progress *const progress = &state->suite->progress[i];
        judged += progress->outcome == PL_OUTCOME_PASSED || progress->outcome == PL_OUTCOME_FAILED;
        status = pl_search_note(state, &drawn[i], progress);
        if (status == PL_OK && progress->outcome != PL_OUTCOME_NOT_RUN) {
            status = count_coverage(state, drawn[i].test.body);
        }
    }
    state->silent = judged == 0 ? state->silent + 1 : 0;
    state->result.facets_full = pl_coverage_full_count(&state->coverage);
    state->result.facets = state->coverage.row_count;
    return status;
}

static pl_status run_batch(pl_search_state *state, size_t count) {
    pl_arena_reset(&state->batch);
    pl_drawn *const drawn = pl_arena_alloc(&state->batch, count * sizeof *drawn);
    pl_case *const tests = pl_arena_alloc(&state->batch, count * sizeof *tests);
    if (drawn == NULL || tests == NULL) { return PL_E_MEMORY; }
    for (size_t i = 0; i < count; i++) {
        const pl_status status = pl_draw(state->drawer, state->next++, &state->batch, &drawn[i]);
        if (status != PL_OK) { return status; }
        tests[i] = drawn[i].test;
    }
    const pl_case_set set = {.cases = tests, .count = count};
    pl_status status = pl_search_send(state, &set, &state->batch);
    if (status == PL_OK) { status = note_all(state, drawn, count); }
    if (status == PL_OK) { status = pl_search_note_run(state); }
    if (state->silent >= SILENT_BATCH_COUNT_MAX) { state->result.given_up = true; }
    const pl_status cleaned = pl_search_clean(state);
    return status == PL_OK ? cleaned : status;
}

static pl_status settle_open(pl_search_state *state) {
    pl_status status = PL_OK;
    for (size_t i = 0; i < state->entry_count && status == PL_OK; i++) {
        if (state->entries[i].is_open) { status = pl_search_settle(state, &state->entries[i]); }
    }
    return status;
}

/* --- the loop -------------------------------------------------------------------------------------------- */

/* Larger batches while they are quick, smaller ones for a slow server or a low rate. */
static size_t next_count(const pl_search_state *state, size_t count, double seconds) {
    const uint64_t most = state->config->requests_max;
    if (seconds < batch_seconds / 2) { count *= 2; }
    if (seconds > batch_seconds) { count /= 2; }
    count = count < BATCH_COUNT_MIN ? BATCH_COUNT_MIN : count;
    count = count > BATCH_COUNT_MAX ? BATCH_COUNT_MAX : count;
    const uint64_t left = most == 0 ? count : most - (state->next - 1);
    return left < count ? (size_t)left : count;
}

/* NULL: it goes on. */
static const char *reason_to_end(const pl_search_state *state) {
    if (state->result.broken != NULL) { return state->result.broken; }
    if (state->result.given_up) {
        return "the server no longer answers, or keeps refusing for a limit";
    }
    if (state->entry_count == PL_SEARCH_FINDING_COUNT_MAX) { return "enough was found"; }
    if (state->result.links_left >= LINKS_LEFT_MAX) {
        return "what it creates cannot be deleted, and a thousand payment links are enough";
    }
    return pl_is_stopped(state->run.stop) ? "interrupted" : NULL;
}

static void tell_progress(pl_search_state *state) {
    state->result.requests = pl_http_request_count(state->session.http);
    state->result.seconds = pl_clock_seconds() - state->began_seconds;
    if (state->config->went_on != NULL) {
        state->config->went_on(state->config->user, &state->result);
    }
}

static pl_status search(pl_search_state *state) {
    size_t count = next_count(state, BATCH_COUNT_FIRST / 2, 0);
    pl_status status = PL_OK;
    while (count > 0 && !pl_search_is_over(state) && reason_to_end(state) == NULL) {
        const double before = pl_clock_seconds();
        status = run_batch(state, count);
        const double seconds = pl_clock_seconds() - before;
        if (status == PL_OK) { status = settle_open(state); }
        if (status != PL_OK) { return status; }
        tell_progress(state);
        count = next_count(state, count, seconds);
    }
    state->result.end = reason_to_end(state);
    return PL_OK;
}

static pl_status begin(pl_search_state *state) {
    pl_arena *const arena = state->arena;
    state->next = 1;
    state->findings = pl_arena_alloc(arena, PL_SEARCH_FINDING_COUNT_MAX * sizeof *state->findings);
    if (state->findings == NULL) { return PL_E_MEMORY; }
    pl_search_result *const result = &state->result;
    result->findings = state->findings;
    result->run_id = state->cases.run_id;
    result->seed = state->config->seed;
    pl_status status = pl_session_redact(&state->session, state->session.settings->base_url, arena,
                                         &result->base_url);
    if (status == PL_OK) {
        status = pl_coverage_make(&pl_contract_request, arena, &state->coverage);
    }
    if (status == PL_OK && state->config->begun != NULL) {
        state->config->begun(state->config->user, result);
    }
    return status;
}

/* What was created is deleted on every way out; a failure of that does not hide the first one. */
static pl_status begin_search_clean(pl_search_state *state, pl_arena *arena,
                                    pl_run_trouble *reterr_trouble) {
    pl_status status =
        pl_search_open(state, &state->config->run, state->config->seed, arena, reterr_trouble);
    if (state->suite == NULL) { return status; }
    if (status == PL_OK) { status = begin(state); }
    if (status == PL_OK) { status = search(state); }
    const pl_status drained = pl_http_drain(state->session.http);
    const pl_status cleaned = drained == PL_OK ? pl_search_clean(state) : drained;
    if (status == PL_OK) { status = cleaned; }
    tell_progress(state);
    return status;
}

pl_status pl_search(const pl_search_config *config, pl_arena *arena, pl_search_result *ret_result,
                    pl_run_trouble *reterr_trouble) {
    assert(config != NULL && ret_result != NULL && reterr_trouble != NULL);
    pl_search_state *const state = pl_arena_alloc(arena, sizeof *state);
    if (state == NULL) { return PL_E_MEMORY; }
    *state = (pl_search_state){.config = config};
    const pl_status status = begin_search_clean(state, arena, reterr_trouble);
    if (status == PL_OK) { *ret_result = state->result; }
    pl_search_close(state);
    return status;
}
