#include "cases/draw.h"

#include <assert.h>
#include <string.h>

#include "cases/cases_internal.h"
#include "cases/mutate.h"
#include "cases/random.h"

struct pl_drawer {
    const pl_case_config *config;
    uint64_t seed;
    const pl_mutator *mutator;
    pl_case_set set;        /* made with the mark as run id */
    const pl_case **bodies; /* cases whose bodies are good to begin with */
    size_t body_count;
    const pl_case **raws; /* those whose bodies are no JSON */
    size_t raw_count;
    const pl_case **variants;
    size_t variant_count;
    pl_bytes plain[2]; /* good bodies: the required members, and all of them but an expiry */
};

/* --- what is drawn from --------------------------------------------------------------------------- */

static bool has_good_frame(const pl_case *test) {
    return test->route == PL_ROUTE_CREATE && strcmp(test->method, "POST") == 0 &&
           test->auth == PL_AUTH_GOOD && test->account == PL_ACCOUNT_GOOD &&
           test->content_type != NULL && strcmp(test->content_type, PL_MEDIA_TYPE) == 0 &&
           test->accept != NULL && strcmp(test->accept, PL_MEDIA_TYPE) == 0;
}

static bool is_variant(const pl_case *test) {
    return test->route == PL_ROUTE_CREATE && strcmp(test->method, "POST") == 0 &&
           !has_good_frame(test) && test->auth != PL_AUTH_OTHER_MERCHANT &&
           (test->auth == PL_AUTH_GOOD || test->klass == PL_CLASS_REJECT);
}

static pl_status sort_cases(pl_drawer *drawer, pl_arena *arena) {
    const size_t count = drawer->set.count;
    drawer->bodies = pl_arena_alloc(arena, count * sizeof *drawer->bodies);
    drawer->raws = pl_arena_alloc(arena, count * sizeof *drawer->raws);
    drawer->variants = pl_arena_alloc(arena, count * sizeof *drawer->variants);
    if (drawer->bodies == NULL || drawer->raws == NULL || drawer->variants == NULL) {
        return PL_E_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        const pl_case *test = &drawer->set.cases[i];
        if (is_variant(test)) { drawer->variants[drawer->variant_count++] = test; }
        if (!has_good_frame(test) || !test->has_body) { continue; }
        if (test->body.len > PL_DRAW_BODY_BYTES_MAX) { continue; }
        if (test->klass == PL_CLASS_REFUSE) {
            drawer->raws[drawer->raw_count++] = test;
        } else {
            drawer->bodies[drawer->body_count++] = test;
        }
    }
    assert(drawer->body_count > 0 && drawer->raw_count > 0 && drawer->variant_count > 0);
    return PL_OK;
}

static pl_status make_plain(pl_drawer *drawer, const pl_case_config *config, pl_arena *arena) {
    pl_case_kit kit;
    pl_status status = pl_kit_start(&kit, config, arena);
    for (size_t i = 0; i < PL_COUNT(drawer->plain) && status == PL_OK; i++) {
        const pl_edit no_expiry = {.name = pl_request_member(PL_REQUEST_EXPIRED_AT)->name};
        status =
            pl_body_write(&kit, &(pl_body){.full = i > 0, .edits = {no_expiry}}, &drawer->plain[i]);
    }
    return status;
}

pl_status pl_drawer_make(const pl_case_config *config, uint64_t seed, pl_arena *arena,
                         pl_drawer **ret_drawer) {
    assert(config != NULL && config->run_id != NULL);
    pl_drawer *drawer = pl_arena_alloc(arena, sizeof *drawer);
    if (drawer == NULL) { return PL_E_MEMORY; }
    *drawer = (pl_drawer){.config = config, .seed = seed};
    pl_case_config models = *config;
    models.run_id = PL_DRAW_MARK;
    models.now_ms = PL_DRAW_NOW_MS;
    pl_status status = make_plain(drawer, &models, arena);
    if (status == PL_OK) { status = pl_cases_make(&models, arena, &drawer->set); }
    if (status == PL_OK) { status = sort_cases(drawer, arena); }
    if (status == PL_OK) {
        status = pl_mutator_make(&pl_contract_request, &models, arena, &drawer->mutator);
    }
    if (status == PL_OK) { *ret_drawer = drawer; }
    return status;
}

pl_bytes pl_draw_simple(const pl_drawer *drawer) {
    return drawer->plain[0];
}

const pl_case *pl_draw_variant(const pl_drawer *drawer, pl_bytes id) {
    for (size_t i = 0; i < drawer->variant_count; i++) {
        if (pl_bytes_equal(pl_bytes_of(drawer->variants[i]->id), id)) {
            return drawer->variants[i];
        }
    }
    return NULL;
}

/* --- texts that are new ----------------------------------------------------------------------------- */

/* Upper case only: for some servers two reference numbers that differ by case are one. */
void pl_fresh_text(const char *run_id, uint64_t serial, char out[PL_FRESH_LEN + 1]) {
    static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const uint64_t base = sizeof digits - 1;
    pl_random random = {UINT64_C(0xCBF29CE484222325)};
    for (const char *at = run_id; *at != '\0'; at++) {
        random.state = pl_random_next(&random) ^ (uint8_t)*at;
    }
    uint64_t rest = pl_random_next(&random) + serial;
    for (size_t i = PL_FRESH_LEN; i > 0; i--) {
        out[i - 1] = digits[rest % base];
        rest /= base;
    }
    out[PL_FRESH_LEN] = '\0';
}

bool pl_draw_has_mark(pl_bytes model) {
    for (size_t at = 0; at + PL_FRESH_LEN <= model.len; at++) {
        if (memcmp(model.ptr + at, PL_DRAW_MARK, PL_FRESH_LEN) == 0) { return true; }
    }
    return false;
}

pl_status pl_fresh_replace(pl_bytes text, const char *from, const char *to, pl_arena *arena,
                           pl_bytes *ret_text) {
    assert(strlen(from) == PL_FRESH_LEN && strlen(to) == PL_FRESH_LEN);
    uint8_t *copy = pl_arena_alloc(arena, text.len + 1);
    if (copy == NULL) { return PL_E_MEMORY; }
    if (text.len > 0) { memcpy(copy, text.ptr, text.len); }
    copy[text.len] = '\0';
    for (size_t at = 0; at + PL_FRESH_LEN <= text.len;) {
        const bool here = memcmp(copy + at, from, PL_FRESH_LEN) == 0;
        if (here) { memcpy(copy + at, to, PL_FRESH_LEN); }
        at += here ? PL_FRESH_LEN : 1;
    }
    *ret_text = (pl_bytes){copy, text.len};
    return PL_OK;
}

/* --- bodies ------------------------------------------------------------------------------------------ */

static pl_bytes some_body(const pl_drawer *drawer, pl_random *random) {
    if (pl_random_once_in(random, 2)) {
        return drawer->plain[pl_random_below(random, PL_COUNT(drawer->plain))];
    }
    return drawer->bodies[pl_random_below(random, drawer->body_count)]->body;
}

/* A few bytes gone, put in, or turned into others. */
static pl_bytes damage(pl_bytes body, pl_random *random, uint8_t *out, size_t cap) {
    enum { CUT, DROP, PUT, TURN, COUNT };
    static const char bytes[] = "\"{}[]:,\\0 -.eEtfn\t\n'/*\x01\x7F\xC3\xFF";
    const size_t at = pl_random_below(random, body.len + 1);
    const uint8_t byte = (uint8_t)bytes[pl_random_below(random, sizeof bytes - 1)];
    const uint32_t manner = pl_random_below(random, COUNT);
    const bool whole = at == body.len;
    const size_t gone = manner == CUT ? body.len - at : manner == PUT || whole ? 0 : 1;
    const bool puts = manner == PUT || manner == TURN;
    if (body.len + 1 > cap) { return body; }
    memcpy(out, body.ptr, at);
    if (puts) { out[at] = byte; }
    memcpy(out + at + puts, body.ptr + at + gone, body.len - at - gone);
    return (pl_bytes){out, body.len - gone + puts};
}

static pl_status draw_body(const pl_drawer *drawer, pl_random *random, pl_arena *arena,
                           pl_bytes *ret_body) {
    enum { RAW_ONCE_IN = 32, DAMAGE_ONCE_IN = 24, DONOR_ONCE_IN = 3 };
    uint8_t *out = pl_arena_alloc(arena, 2 * (size_t)PL_DRAW_BODY_BYTES_MAX);
    if (out == NULL) { return PL_E_MEMORY; }
    if (pl_random_once_in(random, RAW_ONCE_IN)) {
        *ret_body = drawer->raws[pl_random_below(random, drawer->raw_count)]->body;
        return PL_OK;
    }
    const pl_bytes body = some_body(drawer, random);
    pl_mutate_input change = {.text = body};
    if (pl_random_once_in(random, DONOR_ONCE_IN)) { change.donor = some_body(drawer, random); }
    change.seed = pl_random_next(random);
    pl_bytes changed = body;
    size_t len = 0;
    const pl_status status =
        pl_mutate(drawer->mutator, &change, arena, out, PL_DRAW_BODY_BYTES_MAX, &len);
    if (status == PL_E_MEMORY) { return status; }
    if (status == PL_OK) { changed = (pl_bytes){out, len}; }
    if (pl_random_once_in(random, DAMAGE_ONCE_IN)) {
        changed = damage(changed, random, out + PL_DRAW_BODY_BYTES_MAX, PL_DRAW_BODY_BYTES_MAX);
    }
    *ret_body = changed;
    return PL_OK;
}

/* --- requests ---------------------------------------------------------------------------------------- */

static void take_variant(pl_case *test, const pl_case *variant) {
    test->auth = variant->auth;
    test->account = variant->account;
    test->account_text = variant->account_text;
    test->account_change = variant->account_change;
    test->content_type = variant->content_type;
    test->accept = variant->accept;
    test->needs = variant->needs;
}

pl_status pl_draw_model(const pl_drawer *drawer, pl_bytes model, const pl_case *variant,
                        uint64_t serial, pl_arena *arena, pl_drawn *ret_drawn) {
    char *fresh = pl_arena_alloc(arena, PL_FRESH_LEN + 1);
    if (fresh == NULL) { return PL_E_MEMORY; }
    pl_fresh_text(drawer->config->run_id, serial, fresh);
    pl_drawn drawn = {.model = model, .variant = variant};
    drawn.fresh = pl_draw_has_mark(model) ? fresh : NULL;
    drawn.test = (pl_case){.route = PL_ROUTE_CREATE,
                           .method = pl_route_row_of(PL_ROUTE_CREATE)->method,
                           .content_type = PL_MEDIA_TYPE,
                           .accept = PL_MEDIA_TYPE,
                           .has_body = true};
    pl_status status = pl_fresh_replace(model, PL_DRAW_MARK, fresh, arena, &drawn.test.body);
    if (status != PL_OK) { return status; }
    const pl_demand_world world = {.config = drawer->config, .fresh = fresh};
    status = pl_demand_of(drawn.test.body, &world, arena, &drawn.demand);
    if (status != PL_OK) { return status; }
    if (variant != NULL && !pl_demand_vary(&drawn.demand, variant)) { drawn.variant = NULL; }
    if (drawn.variant != NULL) { take_variant(&drawn.test, variant); }
    const pl_demand *demand = &drawn.demand;
    drawn.test.id = pl_arena_printf(arena, "fuzz/%llu/%llu", (unsigned long long)drawer->seed,
                                    (unsigned long long)serial);
    drawn.test.constraint = pl_arena_printf(arena, "%s %s", demand->place, demand->keyword);
    if (drawn.test.id == NULL || drawn.test.constraint == NULL) { return PL_E_MEMORY; }
    drawn.test.group = drawn.variant != NULL ? variant->group : demand->place;
    drawn.test.why = demand->why;
    drawn.test.klass = demand->klass;
    drawn.test.offending = demand->offending;
    memcpy(drawn.test.statuses, demand->statuses, sizeof demand->statuses);
    memcpy(drawn.test.tolerated, demand->tolerated, sizeof demand->tolerated);
    *ret_drawn = drawn;
    return PL_OK;
}

pl_status pl_draw(const pl_drawer *drawer, uint64_t n, pl_arena *arena, pl_drawn *ret_drawn) {
    enum { VARIANT_ONCE_IN = 12 };
    pl_random random = {drawer->seed};
    random.state = pl_random_next(&random) ^ n;
    (void)pl_random_next(&random);
    pl_bytes body = {0};
    const pl_status status = draw_body(drawer, &random, arena, &body);
    if (status != PL_OK) { return status; }
    const pl_case *variant = NULL;
    if (pl_random_once_in(&random, VARIANT_ONCE_IN)) {
        variant = drawer->variants[pl_random_below(&random, drawer->variant_count)];
    }
    return pl_draw_model(drawer, body, variant, n, arena, ret_drawn);
}
