/* A finding is repeated, and made small, live: every question is a request with a reff_no of its own. */
#include <assert.h>
#include <string.h>

#include "run/search_internal.h"

enum {
    REPETITION_COUNT_MAX = 3,
    REQUEST_COUNT_MAX = 300, /* of one finding */
    SECONDS_MAX = 10,
    ASKED_SLOT_COUNT = 4096
};

/* One finding under the knife. */
typedef struct knife {
    pl_search_state *state;
    pl_search_entry *entry;
    pl_search_entry smallest; /* in work */
    bool needs_mark;          /* the body must have its fresh text */
    unsigned requests;
    double until_seconds;
    uint64_t refused[ASKED_SLOT_COUNT]; /* hashes of models that do not fail alike; 0: free */
    pl_status status;
} knife;

/* --- questions ------------------------------------------------------------------------------------------ */

/* FNV-1a; never 0. */
static uint64_t hash_of(pl_bytes text) {
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    for (size_t i = 0; i < text.len; i++) { hash = (hash ^ text.ptr[i]) * UINT64_C(0x100000001B3); }
    return hash | 1U;
}

static bool is_over(const knife *at) {
    return pl_search_is_over(at->state) || at->requests >= REQUEST_COUNT_MAX ||
           pl_clock_seconds() >= at->until_seconds;
}

/* On the same side of the contract, for the same reason, and with no more against it? */
static bool is_same_side(const knife *at, const pl_drawn *drawn) {
    const bool first = at->smallest.model.ptr == NULL;
    const pl_search_entry *entry = first ? at->entry : &at->smallest;
    const pl_demand *before = &entry->demand;
    const pl_demand *now = &drawn->demand;
    if (drawn->variant != at->entry->variant || now->klass != before->klass ||
        now->verdict != before->verdict || now->violations > before->violations) {
        return false;
    }
    /* That it fails has nothing to do with what is against it. */
    if (entry->status >= 500) { return true; }
    return now->verdict != PL_REJECT ||
           (strcmp(now->keyword, before->keyword) == 0 && strcmp(now->place, before->place) == 0);
}

/* Its new request becomes the one that is told of. */
static pl_status remember(knife *at, const pl_drawn *drawn, const pl_progress *progress,
                          const pl_finding *finding) {
    pl_arena *const arena = &at->state->work;
    pl_search_entry *const smallest = &at->smallest;
    const pl_demand *const demand = &drawn->demand;
    *smallest = *at->entry;
    smallest->demand = *demand;
    smallest->finding = *finding; /* in work, as the curl line is */
    smallest->curl = progress->curl;
    smallest->status = progress->status;
    smallest->demand.pointer = pl_arena_text(arena, pl_bytes_of(demand->pointer));
    smallest->demand.place = pl_arena_text(arena, pl_bytes_of(demand->place));
    smallest->demand.why = pl_arena_text(arena, pl_bytes_of(demand->why));
    const char *model = pl_arena_text(arena, drawn->model);
    const char *body = pl_arena_text(arena, drawn->test.body);
    smallest->fresh = drawn->fresh != NULL ? pl_arena_text(arena, pl_bytes_of(drawn->fresh)) : NULL;
    smallest->model = (pl_bytes){(const uint8_t *)model, drawn->model.len};
    smallest->body = (pl_bytes){(const uint8_t *)body, drawn->test.body.len};
    const bool fine = smallest->demand.pointer != NULL && smallest->demand.place != NULL &&
                      smallest->demand.why != NULL && model != NULL && body != NULL;
    return fine ? PL_OK : PL_E_MEMORY;
}

/* Send it. *ret_alike: it fails as the finding does. */
static pl_status ask_server(knife *at, const pl_drawn *drawn, bool *ret_alike) {
    pl_search_state *const state = at->state;
    const pl_case_set set = {.cases = &drawn->test, .count = 1};
    at->requests++;
    *ret_alike = false;
    const pl_status status = pl_search_send(state, &set, &state->work);
    if (status != PL_OK) { return status; }
    const pl_progress *const progress = &state->suite->progress[0];
    for (size_t i = 0; i < progress->finding_count; i++) {
        const pl_finding *const finding = &progress->findings[i];
        if (!pl_search_fails_alike(at->entry, finding, progress->status)) { continue; }
        *ret_alike = true;
        return remember(at, drawn, progress, finding);
    }
    return PL_OK;
}

static pl_status ask_once(knife *at, pl_bytes model, bool *ret_alike) {
    pl_search_state *const state = at->state;
    pl_drawn drawn;
    /* Far from the numbers of the search, so that no two requests have one text. */
    const uint64_t serial = (UINT64_C(1) << 40) + state->asked++;
    pl_arena_reset(&state->scratch);
    *ret_alike = false;
    const pl_status status =
        pl_draw_model(state->drawer, model, at->entry->variant, serial, &state->scratch, &drawn);
    if (status != PL_OK || !is_same_side(at, &drawn)) { return status; }
    return ask_server(at, &drawn, ret_alike);
}

static pl_shrink_answer ask(void *user, pl_bytes model) {
    knife *const at = user;
    if (is_over(at)) { return PL_SHRINK_STOP; }
    if (at->needs_mark && !pl_draw_has_mark(model)) { return PL_SHRINK_NO; }
    uint64_t *const slot = &at->refused[hash_of(model) % ASKED_SLOT_COUNT];
    if (*slot == hash_of(model)) { return PL_SHRINK_NO; }
    bool alike = false;
    at->status = ask_once(at, model, &alike);
    if (at->status != PL_OK) { return PL_SHRINK_STOP; }
    if (!alike) { *slot = hash_of(model); }
    return alike ? PL_SHRINK_SAME : PL_SHRINK_NO;
}

/* --- one finding ---------------------------------------------------------------------------------------- */

/* True at the first try: it is steady. */
static pl_status repeat(knife *at, bool *ret_steady) {
    *ret_steady = false;
    for (int i = 0; i < REPETITION_COUNT_MAX && !is_over(at); i++) {
        bool alike = false;
        const pl_status status = ask_once(at, at->entry->model, &alike);
        if (status != PL_OK) { return status; }
        *ret_steady = i == 0 && alike;
        if (alike) { return PL_OK; }
    }
    return PL_OK;
}

/* As everybody sends it, if that fails too. */
static pl_status drop_variant(knife *at) {
    const pl_case *const variant = at->entry->variant;
    bool alike = false;
    if (variant == NULL || is_over(at)) { return PL_OK; }
    at->entry->variant = NULL;
    const pl_status status = ask_once(at, at->entry->model, &alike);
    if (!alike) { at->entry->variant = variant; }
    return status;
}

static pl_status make_small(knife *at) {
    pl_search_state *const state = at->state;
    const pl_shrink_input input = {
        .text = at->entry->model, .simple = pl_draw_simple(state->drawer), .ask = ask, .user = at};
    pl_bytes least = {0};
    const pl_status status = pl_shrink(&input, &state->work, &least);
    return status == PL_OK ? at->status : status;
}

/* --- telling ------------------------------------------------------------------------------------------- */

static pl_status copy(const char **text, pl_arena *arena) {
    if (*text == NULL) { return PL_OK; }
    *text = pl_arena_text(arena, pl_bytes_of(*text));
    return *text != NULL ? PL_OK : PL_E_MEMORY;
}

/* The vector of an entry, all of it in the search's own arena. */
static pl_status fill(const pl_search_state *state, const pl_search_entry *entry,
                      pl_vector *ret_vector) {
    const pl_route_row *const route = pl_route_row_of(PL_ROUTE_CREATE);
    const pl_case *const variant = entry->variant;
    pl_vector vector = {
        .seed = state->config->seed,
        .run_id = state->cases.run_id,
        .id = entry->id,
        .variant = variant != NULL ? variant->id : NULL,
        .method = route->method,
        .path = route->path,
        .content_type = variant != NULL ? variant->content_type : PL_MEDIA_TYPE,
        .accept = variant != NULL ? variant->accept : PL_MEDIA_TYPE,
        .fresh = entry->fresh,
        .klass = pl_class_text(entry->demand.klass),
        .place = entry->demand.place,
        .pointer = entry->demand.pointer,
        .keyword = entry->demand.keyword,
        .why = entry->demand.why,
        .check = entry->finding.check,
        .severity = pl_severity_text(entry->finding.severity),
        .message = entry->finding.message,
        .expected = entry->finding.expected,
        .actual = entry->finding.actual,
        .status = entry->status,
        .curl = entry->curl,
    };
    const char **const texts[] = {&vector.fresh,  &vector.place, &vector.pointer, &vector.keyword,
                                  &vector.why,    &vector.check, &vector.message, &vector.expected,
                                  &vector.actual, &vector.curl};
    for (size_t i = 0; i < PL_COUNT(texts); i++) {
        const pl_status status = copy(texts[i], state->arena);
        if (status != PL_OK) { return status; }
    }
    const char *body = pl_arena_text(state->arena, entry->body);
    if (body == NULL) { return PL_E_MEMORY; }
    vector.body = (pl_bytes){(const uint8_t *)body, entry->body.len};
    *ret_vector = vector;
    return PL_OK;
}

/* An earlier finding of which as much is left; NULL: there is none. */
static pl_search_entry *twin_of(pl_search_state *state, const pl_search_entry *entry,
                                const pl_search_entry *smallest) {
    for (pl_search_entry *earlier = state->entries; earlier < entry; earlier++) {
        if (earlier->told != NULL && earlier->told->steady &&
            earlier->variant == smallest->variant &&
            pl_bytes_equal(earlier->model, smallest->model) &&
            pl_search_fails_alike(earlier, &smallest->finding, smallest->status)) {
            return earlier;
        }
    }
    return NULL;
}

static pl_status tell(knife *at, const pl_search_entry *smallest, bool steady) {
    pl_search_state *const state = at->state;
    pl_search_entry *const entry = at->entry;
    pl_search_finding *const finding = &state->findings[state->result.finding_count];
    const size_t before = entry->body.len;
    const char *const model = pl_arena_text(state->arena, smallest->model);
    if (model == NULL) { return PL_E_MEMORY; }
    const pl_status status = fill(state, smallest, &finding->vector);
    if (status != PL_OK) { return status; }
    entry->model = (pl_bytes){(const uint8_t *)model, smallest->model.len};
    entry->told = finding;
    finding->count = entry->count;
    finding->repeated = at->requests > 0;
    finding->steady = steady;
    finding->body_before = before;
    state->result.finding_count++;
    if (state->config->found != NULL) { state->config->found(state->config->user, finding); }
    return PL_OK;
}

static pl_status settle(knife *at) {
    pl_search_state *const state = at->state;
    bool steady = false;
    pl_status status = repeat(at, &steady);
    if (status == PL_OK && steady) { status = drop_variant(at); }
    if (status == PL_OK && steady) { status = make_small(at); }
    if (status != PL_OK) { return status; }
    if (!steady) { return tell(at, at->entry, false); }
    pl_search_entry *const twin = twin_of(state, at->entry, &at->smallest);
    if (twin == NULL) { return tell(at, &at->smallest, true); }
    at->entry->is_merged = true;
    twin->count += at->entry->count;
    twin->told->count += at->entry->count;
    return PL_OK;
}

pl_status pl_search_settle(pl_search_state *state, pl_search_entry *entry) {
    assert(entry->is_open && entry->told == NULL);
    entry->is_open = false;
    pl_arena_reset(&state->work);
    knife *const at = pl_arena_alloc(state->arena, sizeof *at);
    if (at == NULL) { return PL_E_MEMORY; }
    *at = (knife){.state = state, .entry = entry};
    at->needs_mark = pl_draw_has_mark(entry->model);
    at->until_seconds = pl_clock_seconds() + SECONDS_MAX;
    const pl_status status = settle(at);
    const pl_status cleaned = pl_search_clean(state);
    return status == PL_OK ? cleaned : status;
}
