/* Vectors, sent again. */
#include <assert.h>
#include <string.h>

#include "run/search_internal.h"

static const pl_bytes no_id = {NULL, 0};

/* --- requests ------------------------------------------------------------------------------------------ */

static pl_status refuse(pl_arena *arena, const pl_vector *vector, pl_run_trouble *reterr_trouble) {
    const char *what =
        pl_arena_printf(arena, "a vector names the case %.60s, and there is none", vector->variant);
    if (what == NULL) { return PL_E_MEMORY; }
    *reterr_trouble = (pl_run_trouble){
        .what = what, .hint = "Take the vector as paylink fuzz wrote it, of the same version."};
    return PL_E_ARGUMENT;
}

/* The request of a vector, judged anew. */
static pl_status draw_again(pl_search_state *state, const pl_vector *vector, uint64_t serial,
                            pl_drawn *ret_drawn, pl_run_trouble *reterr_trouble) {
    const pl_case *variant = NULL;
    if (vector->variant != NULL) {
        variant = pl_draw_variant(state->drawer, pl_bytes_of(vector->variant));
        if (variant == NULL) { return refuse(state->arena, vector, reterr_trouble); }
    }
    pl_bytes model = vector->body;
    if (vector->fresh != NULL) {
        const pl_status status =
            pl_fresh_replace(vector->body, vector->fresh, PL_DRAW_MARK, state->arena, &model);
        if (status != PL_OK) { return status; }
    }
    return pl_draw_model(state->drawer, model, variant, serial, state->arena, ret_drawn);
}

/* --- verdicts ------------------------------------------------------------------------------------------- */

static const char *expected_text(const pl_case *test, pl_arena *arena) {
    const char *text = pl_class_text(test->klass);
    for (size_t i = 0; i < PL_CASE_STATUS_COUNT_MAX && test->statuses[i] != 0 && text != NULL;
         i++) {
        text = pl_arena_printf(arena, "%s%s %d", text, i == 0 ? ":" : ",", test->statuses[i]);
    }
    return text;
}

/* What the file says of the verdict is not believed; that it differs is worth a word. */
static const char *change_text(const pl_vector *vector, const pl_drawn *drawn, pl_arena *arena) {
    const char *now = pl_class_text(drawn->test.klass);
    const bool varied = (vector->variant != NULL) == (drawn->variant != NULL);
    if (!varied) { return "what must come back for this caller and this body is not certain"; }
    if (vector->klass == NULL || strcmp(vector->klass, now) == 0) { return ""; }
    return pl_arena_printf(arena, "the vector says %.20s, the contract's judge now says %s: %s",
                           vector->klass, now, drawn->demand.why);
}

static pl_status judge(const pl_search_state *state, pl_replay *replay) {
    const pl_progress *const progress = &state->suite->progress[0];
    const pl_finding *const violation = pl_search_violation(progress);
    pl_arena *const arena = state->arena;
    replay->status = progress->status;
    replay->curl = progress->curl;
    switch (progress->outcome) {
    case PL_OUTCOME_PASSED:
        replay->verdict = PL_REPLAY_FIXED;
        replay->detail = pl_arena_printf(arena, "answered %d", progress->status);
        break;
    case PL_OUTCOME_FAILED:
        assert(violation != NULL);
        replay->verdict = PL_REPLAY_FAILING;
        replay->detail = pl_arena_printf(arena, "%s: %s", violation->check, violation->message);
        break;
    default:
        replay->verdict = PL_REPLAY_INCONCLUSIVE;
        replay->detail = progress->reason != NULL ? progress->reason : "it was not sent";
        break;
    }
    return replay->detail != NULL ? PL_OK : PL_E_MEMORY;
}

static pl_status replay_one(pl_search_state *state, const pl_vector *vector, uint64_t serial,
                            pl_replay *ret_replay, pl_run_trouble *reterr_trouble) {
    pl_drawn drawn;
    pl_status status = draw_again(state, vector, serial, &drawn, reterr_trouble);
    if (status != PL_OK) { return status; }
    const pl_case_set set = {.cases = &drawn.test, .count = 1};
    status = pl_search_send(state, &set, state->arena);
    if (status != PL_OK) { return status; }
    pl_replay replay = {.expected = expected_text(&drawn.test, state->arena),
                        .changed = change_text(vector, &drawn, state->arena)};
    status = judge(state, &replay);
    if (status != PL_OK || replay.expected == NULL || replay.changed == NULL) {
        return PL_E_MEMORY;
    }
    if (replay.changed[0] == '\0') { replay.changed = NULL; }
    *ret_replay = replay;
    return pl_search_clean(state);
}

/* Every vector is looked at before the first one is sent. */
static pl_status check_all(const pl_search_state *state, const pl_vector *vectors, size_t count,
                           pl_run_trouble *reterr_trouble) {
    for (size_t i = 0; i < count; i++) {
        const pl_bytes id = vectors[i].variant != NULL ? pl_bytes_of(vectors[i].variant) : no_id;
        if (id.len > 0 && pl_draw_variant(state->drawer, id) == NULL) {
            return refuse(state->arena, &vectors[i], reterr_trouble);
        }
    }
    return PL_OK;
}

static pl_status replay_all(pl_search_state *state, const pl_vector *vectors, size_t count,
                            pl_replay *replays, pl_run_trouble *reterr_trouble) {
    pl_status status = check_all(state, vectors, count, reterr_trouble);
    for (size_t i = 0; i < count && status == PL_OK; i++) {
        replays[i] = (pl_replay){.verdict = PL_REPLAY_INCONCLUSIVE,
                                 .expected = "",
                                 .detail = "not sent: the replay was interrupted"};
        if (pl_search_is_over(state)) { continue; }
        status = replay_one(state, &vectors[i], i, &replays[i], reterr_trouble);
    }
    return status;
}

pl_status pl_replay_all(const pl_run_config *config, const pl_vector *vectors, size_t count,
                        pl_arena *arena, pl_replay *ret_replays, pl_run_trouble *reterr_trouble) {
    assert(vectors != NULL && count > 0 && ret_replays != NULL);
    pl_search_state *const state = pl_arena_alloc(arena, sizeof *state);
    if (state == NULL) { return PL_E_MEMORY; }
    *state = (pl_search_state){.config = NULL};
    pl_status status = pl_search_open(state, config, 0, arena, reterr_trouble);
    if (status == PL_OK) {
        status = replay_all(state, vectors, count, ret_replays, reterr_trouble);
    }
    if (state->suite != NULL) {
        const pl_status drained = pl_http_drain(state->session.http);
        const pl_status cleaned = drained == PL_OK ? pl_search_clean(state) : drained;
        status = status == PL_OK ? cleaned : status;
    }
    pl_search_close(state);
    return status;
}
