#include <assert.h>
#include <string.h>

#include "run/search_internal.h"

bool pl_search_is_over(const pl_search_state *state) {
    return pl_is_stopped(state->run.stop) || pl_clock_seconds() >= state->until_seconds;
}

/* As good as new, but for what it has created and cannot delete. */
static void renew(pl_search_state *state, pl_arena *arena) {
    pl_suite *const suite = state->suite;
    const pl_created_list created = suite->created;
    const unsigned delete_failures = suite->delete_failures;
    const int delete_status = suite->delete_status;
    const pl_http_failure delete_failure = suite->delete_failure;
    pl_suite_done(suite);
    pl_suite_init(suite, &state->run, &state->session, arena);
    suite->created = created;
    suite->delete_failures = delete_failures;
    suite->delete_status = delete_status;
    suite->delete_failure = delete_failure;
}

pl_status pl_search_send(pl_search_state *state, const pl_case_set *set, pl_arena *arena) {
    renew(state, arena);
    pl_status status = pl_suite_take(state->suite, set);
    if (status == PL_OK) { status = pl_suite_run(state->suite); }
    const pl_status drained = pl_http_drain(state->session.http);
    return status == PL_OK ? drained : status;
}

/* What the suite says of its clean-up, and of the preflight, when it is about to be forgotten. */
static pl_status keep_words(const pl_search_state *state, const char **ret_words) {
    const pl_finding_list *said = &state->suite->findings;
    if (said->count == 0) { return PL_OK; }
    const char *newest = said->list[said->count - 1].message;
    *ret_words = pl_arena_text(state->arena, pl_bytes_of(newest));
    return *ret_words != NULL ? PL_OK : PL_E_MEMORY;
}

static void count_links(pl_search_state *state) {
    pl_suite *const suite = state->suite;
    bool deletes = false;
    state->result.links_left += suite->created.nameless_count;
    for (const pl_created *link = suite->created.first; link != NULL; link = link->next) {
        deletes = deletes || link->state == PL_CREATED_DELETED;
        state->result.links_left += link->state != PL_CREATED_DELETED;
    }
    /* A failure now and then, in a long search, is no server that does not delete. */
    if (deletes) { suite->delete_failures = 0; }
}

pl_status pl_search_clean(pl_search_state *state) {
    pl_suite *const suite = state->suite;
    pl_status status = PL_OK;
    suite->findings = (pl_finding_list){.count = 0};
    if (!state->run.keep && suite->created.count + suite->created.nameless_count > 0) {
        status = pl_cleanup(suite);
    }
    if (!state->run.keep) { count_links(state); }
    if (status == PL_OK) { status = keep_words(state, &state->result.left_why); }
    suite->created = (pl_created_list){.first = NULL};
    suite->findings = (pl_finding_list){.count = 0};
    return status;
}

static pl_status make_drawer(pl_search_state *state, uint64_t seed) {
    state->cases.payment_methods = state->session.payment_methods;
    state->cases.payment_method_count = state->session.payment_method_count;
    return pl_drawer_make(&state->cases, seed, state->arena, &state->drawer);
}

/* A part of the time is the clean-up's. */
static double until(const pl_search_state *state) {
    static const double share = 0.9;
    return state->run.max_time_ms == 0
               ? 1e300
               : state->began_seconds + share * (double)state->run.max_time_ms / 1000;
}

pl_status pl_search_open(pl_search_state *state, const pl_run_config *config, uint64_t seed,
                         pl_arena *arena, pl_run_trouble *reterr_trouble) {
    assert(config != NULL && config->settings != NULL && arena != NULL);
    *reterr_trouble = (pl_run_trouble){.what = "the search could not be carried out", .hint = ""};
    *state = (pl_search_state){.config = state->config,
                               .run = *config,
                               .arena = arena,
                               .began_seconds = pl_clock_seconds()};
    state->run.progress = NULL;
    state->until_seconds = until(state);
    pl_status status = pl_run_prepare(&state->run, arena, &state->cases, reterr_trouble);
    if (status != PL_OK) { return status; }
    pl_suite *const suite = pl_arena_alloc(arena, sizeof *suite);
    if (suite == NULL) { return PL_E_MEMORY; }
    status = pl_run_connect(&state->run, arena, &state->session, reterr_trouble);
    if (status != PL_OK) { return status; }
    pl_suite_init(suite, &state->run, &state->session, arena);
    state->suite = suite;
    status = pl_preflight(suite, &state->cases, reterr_trouble);
    if (status == PL_OK) { status = keep_words(state, &state->result.notice); }
    return status == PL_OK ? make_drawer(state, seed) : status;
}

void pl_search_close(pl_search_state *state) {
    if (state->suite != NULL) {
        pl_suite_done(state->suite);
        pl_session_done(&state->session);
    }
    pl_arena_done(&state->batch);
    pl_arena_done(&state->work);
    pl_arena_done(&state->scratch);
}
