#include "cases/shrink.h"

#include <assert.h>
#include <string.h>

#include "cases/shrink_internal.h"

/* --- asking --------------------------------------------------------------------------------------- */

bool pl_shrinking_is_over(const pl_shrinking *state) {
    return state->stopped || state->status != PL_OK ||
           state->questions >= PL_SHRINK_QUESTION_COUNT_MAX;
}

/* The document becomes another one. */
static void take(pl_shrinking *state, const uint8_t *text, size_t len) {
    memcpy(state->text, text, len);
    state->text[len] = '\0';
    state->len = len;
    state->changed = true;
}

bool pl_shrinking_try(pl_shrinking *state, size_t at, size_t len, pl_bytes piece) {
    const size_t end = at + len;
    assert(end <= state->len);
    const size_t whole = state->len - len + piece.len;
    if (pl_shrinking_is_over(state) || whole > state->cap) { return false; }
    uint8_t *const out = state->trial;
    memcpy(out, state->text, at);
    if (piece.len > 0) { memcpy(out + at, piece.ptr, piece.len); }
    memcpy(out + at + piece.len, state->text + end, state->len - end);
    out[whole] = '\0';
    state->questions++;
    const pl_shrink_answer answer = state->input->ask(state->input->user, (pl_bytes){out, whole});
    state->stopped = answer == PL_SHRINK_STOP;
    if (answer == PL_SHRINK_SAME) { take(state, out, whole); }
    return answer == PL_SHRINK_SAME;
}

/* --- bytes ---------------------------------------------------------------------------------------- */

/* Runs of bytes go, long ones first. */
static void shrink_bytes(pl_shrinking *state) {
    static const pl_bytes nothing = {NULL, 0};
    for (size_t run = state->len / 2; run > 0; run /= 2) {
        for (size_t at = 0; at + run <= state->len && !pl_shrinking_is_over(state);) {
            if (!pl_shrinking_try(state, at, run, nothing)) { at += run; }
        }
    }
}

/* --- white space ------------------------------------------------------------------------------------ */

/* All of it between tokens at once. */
static void shrink_spaces(pl_shrinking *state) {
    uint8_t *const out = pl_arena_alloc(state->arena, state->len);
    size_t len = 0;
    bool inside = false;
    if (out == NULL) {
        state->status = PL_E_MEMORY;
        return;
    }
    for (size_t at = 0; at < state->len; at++) {
        const uint8_t byte = state->text[at];
        if (inside && byte == '\\' && at + 1 < state->len) {
            out[len++] = byte;
            out[len++] = state->text[++at];
            continue;
        }
        inside = inside != (byte == '"');
        if (inside || strchr(" \t\r\n", byte) == NULL || byte == '\0') { out[len++] = byte; }
    }
    if (len < state->len) { (void)pl_shrinking_try(state, 0, state->len, (pl_bytes){out, len}); }
}

/* --- the whole -------------------------------------------------------------------------------------- */

bool pl_shrinking_read(pl_shrinking *state, pl_json *ret_json) {
    pl_arena_reset(&state->scratch);
    const pl_status status =
        pl_json_read((pl_bytes){state->text, state->len}, &state->scratch, ret_json, NULL);
    if (status == PL_E_MEMORY) { state->status = status; }
    return status == PL_OK;
}

static void shrink(pl_shrinking *state) {
    enum { ROUND_COUNT_MAX = 8 };
    pl_json json;
    for (int round = 0; round < ROUND_COUNT_MAX && !pl_shrinking_is_over(state); round++) {
        state->changed = false;
        if (pl_shrinking_read(state, &json)) {
            shrink_spaces(state);
            pl_shrink_tree(state, round == 0);
        } else {
            shrink_bytes(state);
        }
        if (!state->changed) { return; }
    }
}

pl_status pl_shrink(const pl_shrink_input *input, pl_arena *arena, pl_bytes *ret_text) {
    enum { SIMPLE_TIMES = 4 };
    assert(input != NULL && input->ask != NULL);
    pl_shrinking state = {.input = input, .arena = arena, .len = input->text.len};
    /* A value of the simple document may be longer than what it replaces, and members are put in. */
    state.cap = input->text.len + SIMPLE_TIMES * input->simple.len;
    state.text = pl_arena_alloc(arena, state.cap + 1);
    state.trial = pl_arena_alloc(arena, state.cap + 1);
    if (state.text == NULL || state.trial == NULL) { return PL_E_MEMORY; }
    if (state.len > 0) { memcpy(state.text, input->text.ptr, state.len); }
    state.text[state.len] = '\0';
    pl_arena_init(&state.scratch);
    if (pl_json_read(input->simple, arena, &state.simple, NULL) != PL_OK) {
        state.simple = (pl_json){.count = 0};
    }
    shrink(&state);
    pl_arena_done(&state.scratch);
    if (state.status == PL_OK) { *ret_text = (pl_bytes){state.text, state.len}; }
    return state.status;
}
