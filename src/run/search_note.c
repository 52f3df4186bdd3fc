/* What the answers of a search amount to: counts, and findings that are told apart by what is wrong. */
#include <assert.h>
#include <string.h>

#include "run/search_internal.h"

/* --- telling findings apart ------------------------------------------------------------------------- */

/* Digits become '#', quoted texts "..." */
const char *pl_search_outline(const char *message, pl_arena *arena) {
    char *out = pl_arena_text(arena, pl_bytes_of(message));
    size_t used = 0;
    for (const char *at = message; out != NULL && *at != '\0';) {
        if (*at >= '0' && *at <= '9') {
            out[used++] = '#';
            at += strspn(at, "0123456789");
            continue;
        }
        out[used++] = *at;
        const char *const end = *at == '"' ? strchr(at + 1, '"') : NULL;
        at = end != NULL ? end : at + 1;
    }
    if (out != NULL) { out[used] = '\0'; }
    return out;
}

static bool is_of_status(const pl_finding *finding) {
    return strcmp(finding->check, "status") == 0;
}

bool pl_search_fails_alike(const pl_search_entry *entry, const pl_finding *finding, int status) {
    if (finding->severity != PL_VIOLATION || strcmp(finding->check, entry->finding.check) != 0) {
        return false;
    }
    if (is_of_status(finding)) { return status == entry->status; }
    pl_arena arena = {0};
    const char *outline = pl_search_outline(finding->message, &arena);
    const bool alike = outline != NULL && strcmp(outline, entry->message) == 0;
    pl_arena_done(&arena);
    return alike;
}

static bool is_failure(int status) {
    return status >= 500 && status <= 599;
}

/* What a server accepts against the contract, it does for one constraint at one place. A refusal with the wrong status,
 * and a failure, tell no more than what had to come instead. */
static char *key_of(const pl_drawn *drawn, const pl_finding *finding, int status,
                    const char *outline, pl_arena *arena) {
    const pl_demand *demand = &drawn->demand;
    const bool accepted = status >= 200 && status <= 299;
    const char *klass = pl_class_text(demand->klass);
    if (!is_of_status(finding)) { return pl_arena_printf(arena, "%s|%s", finding->check, outline); }
    if (!accepted) {
        return pl_arena_printf(arena, "status|%d|%s|%d", status, klass,
                               is_failure(status) ? 0 : demand->statuses[0]);
    }
    const char *variant = drawn->variant != NULL ? drawn->variant->id : "";
    /* Of what is no JSON the fault tells; there is no place. */
    const char *what = demand->klass == PL_CLASS_REFUSE ? demand->why : demand->keyword;
    return pl_arena_printf(arena, "status|%d|%s|%s|%s|%s", status, klass, demand->place, what,
                           variant);
}

/* Nothing tells requests apart that must be accepted and are not, or on which the server fails: only what is left of
 * them when they are small. Some of each key are looked at. */
static bool is_vague(const pl_drawn *drawn, const pl_finding *finding, int status) {
    return is_of_status(finding) && (drawn->demand.klass == PL_CLASS_ACCEPT || is_failure(status));
}

static pl_search_entry *find(pl_search_state *state, const char *key, bool vague) {
    pl_search_entry *newest = NULL;
    size_t merged = 0;
    size_t count = 0;
    bool open = false;
    for (size_t i = 0; i < state->entry_count; i++) {
        if (strcmp(state->entries[i].key, key) != 0) { continue; }
        newest = &state->entries[i];
        merged += newest->is_merged;
        open = open || newest->is_open;
        count++;
    }
    enum { MERGED_COUNT_MAX = 2 };
    const bool more =
        vague && !open && merged < MERGED_COUNT_MAX && count < PL_SEARCH_KEY_SLOT_COUNT;
    return more ? NULL : newest;
}

/* --- keeping ------------------------------------------------------------------------------------------ */

static pl_status copy_text(const char *text, pl_arena *arena, const char **ret_copy) {
    *ret_copy = NULL;
    if (text == NULL) { return PL_OK; }
    *ret_copy = pl_arena_text(arena, pl_bytes_of(text));
    return *ret_copy != NULL ? PL_OK : PL_E_MEMORY;
}

static pl_status copy_bytes(pl_bytes text, pl_arena *arena, pl_bytes *ret_copy) {
    const char *copy = pl_arena_text(arena, text);
    if (copy == NULL) { return PL_E_MEMORY; }
    *ret_copy = (pl_bytes){(const uint8_t *)copy, text.len};
    return PL_OK;
}

/* A copy that outlives the batch. */
static pl_status keep(pl_search_entry *entry, const pl_drawn *drawn, const pl_progress *progress,
                      const pl_finding *finding, pl_arena *arena) {
    const pl_demand *demand = &drawn->demand;
    const struct {
        const char *from;
        const char **to;
    } texts[] = {
        {finding->check, &entry->finding.check},
        {finding->message, &entry->finding.message},
        {finding->expected, &entry->finding.expected},
        {finding->actual, &entry->finding.actual},
        {progress->curl, &entry->curl},
        {drawn->test.id, &entry->id},
        {drawn->fresh, &entry->fresh},
        {demand->keyword, &entry->demand.keyword},
        {demand->pointer, &entry->demand.pointer},
        {demand->place, &entry->demand.place},
        {demand->why, &entry->demand.why},
    };
    entry->demand = *demand;
    entry->finding = *finding;
    entry->variant = drawn->variant;
    entry->status = progress->status;
    pl_status status = PL_OK;
    for (size_t i = 0; i < PL_COUNT(texts) && status == PL_OK; i++) {
        status = copy_text(texts[i].from, arena, texts[i].to);
    }
    if (status == PL_OK) { status = copy_bytes(drawn->model, arena, &entry->model); }
    return status == PL_OK ? copy_bytes(drawn->test.body, arena, &entry->body) : status;
}

static pl_status add_entry(pl_search_state *state, const pl_drawn *drawn,
                           const pl_progress *progress, const pl_finding *finding,
                           const char *key) {
    if (state->entry_count == PL_SEARCH_FINDING_COUNT_MAX) { return PL_OK; }
    pl_search_entry *entry = &state->entries[state->entry_count];
    *entry = (pl_search_entry){.key = pl_arena_text(state->arena, pl_bytes_of(key)),
                               .message = pl_search_outline(finding->message, state->arena),
                               .is_open = true,
                               .count = 1};
    if (entry->key == NULL || entry->message == NULL) { return PL_E_MEMORY; }
    const pl_status status = keep(entry, drawn, progress, finding, state->arena);
    if (status == PL_OK) { state->entry_count++; }
    return status;
}

static pl_status note_violation(pl_search_state *state, const pl_drawn *drawn,
                                const pl_progress *progress, const pl_finding *finding) {
    pl_arena_reset(&state->scratch);
    const char *outline = pl_search_outline(finding->message, &state->scratch);
    if (outline == NULL) { return PL_E_MEMORY; }
    const char *key = key_of(drawn, finding, progress->status, outline, &state->scratch);
    if (key == NULL) { return PL_E_MEMORY; }
    pl_search_entry *known = find(state, key, is_vague(drawn, finding, progress->status));
    if (known == NULL) { return add_entry(state, drawn, progress, finding, key); }
    known->count++;
    if (known->told != NULL) { known->told->count++; }
    return PL_OK;
}

static pl_status note_warning(pl_search_state *state, const pl_finding *finding) {
    pl_search_result *result = &state->result;
    pl_arena_reset(&state->scratch);
    const char *outline = pl_search_outline(finding->message, &state->scratch);
    if (outline == NULL) { return PL_E_MEMORY; }
    result->warning_total++;
    for (size_t i = 0; i < result->warning_count; i++) {
        const char *known = pl_search_outline(result->warnings[i].message, &state->scratch);
        if (known == NULL) { return PL_E_MEMORY; }
        if (strcmp(known, outline) != 0) { continue; }
        result->warnings[i].count++;
        return PL_OK;
    }
    if (result->warning_count == PL_SEARCH_WARNING_COUNT_MAX) { return PL_OK; }
    const char *message = pl_arena_printf(state->arena, "%s: %s", finding->check, finding->message);
    if (message == NULL) { return PL_E_MEMORY; }
    result->warnings[result->warning_count++] = (pl_search_warning){message, 1};
    return PL_OK;
}

/* --- one answer ---------------------------------------------------------------------------------------- */

static pl_reply reply_of(const pl_progress *progress) {
    const bool judged =
        progress->outcome == PL_OUTCOME_PASSED || progress->outcome == PL_OUTCOME_FAILED;
    if (!judged || progress->status == 0) { return PL_REPLY_NONE; }
    switch (progress->status / 100) {
    case 2:
        return PL_REPLY_ACCEPTED;
    case 4:
        return PL_REPLY_REFUSED;
    case 5:
        return PL_REPLY_FAILED;
    default:
        return PL_REPLY_OTHER;
    }
}

const pl_finding *pl_search_violation(const pl_progress *progress) {
    for (size_t i = 0; i < progress->finding_count; i++) {
        if (progress->findings[i].severity == PL_VIOLATION) { return &progress->findings[i]; }
    }
    return NULL;
}

pl_status pl_search_note(pl_search_state *state, const pl_drawn *drawn,
                         const pl_progress *progress) {
    pl_search_result *result = &state->result;
    if (progress->outcome == PL_OUTCOME_NOT_RUN) { return PL_OK; }
    result->drawn++;
    result->counts[drawn->test.klass][reply_of(progress)]++;
    pl_status status = PL_OK;
    const pl_finding *first = pl_search_violation(progress);
    /* One request, one finding: what else is wrong with the answer often follows from it. */
    if (first != NULL) { status = note_violation(state, drawn, progress, first); }
    for (size_t i = 0; i < progress->finding_count && status == PL_OK; i++) {
        const pl_finding *finding = &progress->findings[i];
        if (finding->severity == PL_WARNING) { status = note_warning(state, finding); }
        result->observation_total += finding->severity == PL_OBSERVATION;
    }
    return status;
}

pl_status pl_search_note_run(pl_search_state *state) {
    const pl_finding_list *said = &state->suite->findings;
    pl_search_result *result = &state->result;
    pl_status status = PL_OK;
    result->given_up = state->suite->given_up != NULL;
    for (size_t i = 0; i < said->count && status == PL_OK; i++) {
        const pl_finding *finding = &said->list[i];
        if (finding->severity == PL_WARNING) { status = note_warning(state, finding); }
        if (finding->severity != PL_VIOLATION || result->broken != NULL) { continue; }
        status = copy_text(finding->message, state->arena, &result->broken);
    }
    return status;
}
