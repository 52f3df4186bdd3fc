#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "cases/coverage.h"
#include "report/baseline_internal.h"

/* Bodies are written anew for a world that never changes, so that a record of today is that of tomorrow. */
static const char record_run_id[] = "record";

/* The cases as they would be in that world, by id. */
typedef struct world {
    const pl_case **cases;
    size_t count;
} world;

static int order_tests(const void *left, const void *right) {
    const pl_case *const *first = left;
    const pl_case *const *second = right;
    return strcmp((*first)->id, (*second)->id);
}

/* Of a result that does not say what its cases are made of there is none. */
static pl_status make_world(const pl_result *result, pl_arena *arena, world *ret_world) {
    pl_case_config config = result->made_of;
    *ret_world = (world){.count = 0};
    if (config.run_id == NULL) { return PL_OK; }
    config.run_id = record_run_id;
    config.now_ms = pl_coverage_world.now_ms;
    pl_case_set set;
    const pl_status status = pl_cases_make(&config, arena, &set);
    if (status != PL_OK) { return status; }
    const pl_case **const list = pl_arena_alloc(arena, set.count * sizeof *list);
    if (list == NULL) { return PL_E_MEMORY; }
    for (size_t i = 0; i < set.count; i++) { list[i] = &set.cases[i]; }
    qsort(list, set.count, sizeof *list, order_tests);
    *ret_world = (world){list, set.count};
    return PL_OK;
}

static const pl_case *find_test(const world *there, const char *id) {
    const pl_case wanted = {.id = id};
    const pl_case *const key = &wanted;
    const pl_case **const found = there->count == 0 ? NULL
                                                    : bsearch(&key, there->cases, there->count,
                                                              sizeof *there->cases, order_tests);
    return found != NULL ? *found : NULL;
}

/* --- findings -------------------------------------------------------------------------------- */

static pl_status take_finding(const pl_result *result, const pl_finding *from, pl_arena *arena,
                              pl_baseline_finding *ret_finding) {
    const char *const message =
        pl_baseline_message(from->message, result->run_id, from->test == NULL, arena);
    if (message == NULL) { return PL_E_MEMORY; }
    *ret_finding = (pl_baseline_finding){
        .check = from->check, .severity = from->severity, .message = message, .source = from};
    return PL_OK;
}

static pl_status take_case_findings(const pl_result *result, const pl_case_result *row,
                                    pl_arena *arena, pl_baseline_case *seen) {
    pl_baseline_finding *const list = pl_arena_alloc(arena, row->finding_count * sizeof *list);
    if (list == NULL) { return PL_E_MEMORY; }
    for (size_t i = 0; i < row->finding_count; i++) {
        const pl_status status = take_finding(result, &row->findings[i], arena, &list[i]);
        if (status != PL_OK) { return status; }
    }
    qsort(list, row->finding_count, sizeof *list, pl_baseline_order_findings);
    seen->findings = list;
    seen->finding_count = row->finding_count;
    return PL_OK;
}

static pl_status take_run_findings(const pl_result *result, pl_arena *arena,
                                   pl_baseline *baseline) {
    pl_baseline_finding *const list = pl_arena_alloc(arena, result->finding_count * sizeof *list);
    if (list == NULL) { return PL_E_MEMORY; }
    size_t count = 0;
    for (size_t i = 0; i < result->finding_count; i++) {
        const pl_finding *const finding = &result->findings[i].finding;
        if (finding->test != NULL) { continue; }
        const pl_status status = take_finding(result, finding, arena, &list[count++]);
        if (status != PL_OK) { return status; }
    }
    qsort(list, count, sizeof *list, pl_baseline_order_findings);
    baseline->findings = list;
    baseline->finding_count = count;
    return PL_OK;
}

/* --- cases ----------------------------------------------------------------------------------- */

static pl_status target_of(const pl_case *test, pl_arena *arena, const char **ret_target) {
    const char *const template = pl_route_row_of(test->route)->path;
    *ret_target = template;
    if (test->account != PL_ACCOUNT_TEXT) { return PL_OK; }
    const size_t cap = strlen(template) + strlen(test->account_text) + 1;
    char *const path = pl_arena_alloc(arena, cap);
    if (path == NULL) { return PL_E_MEMORY; }
    const pl_status status = pl_route_path(test->route, test->account_text, NULL, path, cap);
    assert(status == PL_OK); /* the id stands in the place of its name */
    *ret_target = path;
    return status;
}

/* What was answered. Two open requests of one body are in flight at once and may be answered in either order: they are
 * told apart by what came back, not by which came first. */
static const pl_case_result *answer_of(const pl_result *result, size_t index) {
    const pl_case_result *const row = &result->cases[index];
    const size_t neighbours[] = {index - 1, index + 1};
    for (size_t i = 0; i < PL_COUNT(neighbours); i++) {
        if (neighbours[i] >= result->case_count) { continue; } /* also the one before the first */
        const pl_case_result *const other = &result->cases[neighbours[i]];
        const bool pair = row->test->klass == PL_CLASS_OPEN &&
                          other->test->klass == PL_CLASS_OPEN && row->test->has_body &&
                          other->test->has_body &&
                          pl_bytes_equal(row->test->body, other->test->body);
        if (!pair) { continue; }
        const bool earlier = neighbours[i] < index;
        return (earlier ? other->status > row->status : other->status < row->status) ? other : row;
    }
    return row;
}

/* Serial numbers of reff_nos become zeros: they move with every case that a version of paylink adds. As long as before,
 * for lengths are what some cases are about. */
static pl_status take_body(pl_bytes from, pl_arena *arena, pl_bytes *ret_body) {
    static const char digits[] = "0123456789";
    char *const text = pl_arena_text(arena, from);
    if (text == NULL) { return PL_E_MEMORY; }
    for (char *at = strstr(text, record_run_id); at != NULL; at = strstr(at, record_run_id)) {
        at += strlen(record_run_id);
        at += strspn(at, "-c");
        const size_t len = strspn(at, digits);
        memset(at, '0', len);
        at += len;
    }
    *ret_body = (pl_bytes){(const uint8_t *)text, from.len};
    return PL_OK;
}

static pl_status take_case(const pl_result *result, size_t index, const world *there,
                           pl_arena *arena, pl_baseline_case *ret_case) {
    const pl_case *const test = result->cases[index].test;
    const pl_case_result *const answer = answer_of(result, index);
    pl_baseline_case seen = {.id = test->id,
                             .klass = pl_class_text(test->klass),
                             .outcome = answer->outcome,
                             .status = answer->status,
                             .method = test->method != NULL ? test->method : "",
                             .target = ""};
    const pl_case *const same = find_test(there, test->id);
    if (same != NULL) {
        const pl_status found = target_of(same, arena, &seen.target);
        if (found != PL_OK) { return found; }
        seen.body_bytes = same->has_body ? same->body.len : 0;
    }
    pl_status status = PL_OK;
    if (same != NULL && same->has_body && same->body.len <= PL_BASELINE_BODY_BYTES_MAX) {
        status = take_body(same->body, arena, &seen.body);
    }
    if (status == PL_OK) { status = take_case_findings(result, answer, arena, &seen); }
    if (status == PL_OK) { *ret_case = seen; }
    return status;
}

static pl_status take_ids(const world *there, pl_arena *arena, pl_baseline *baseline) {
    const char **const ids = pl_arena_alloc(arena, there->count * sizeof *ids);
    if (ids == NULL) { return PL_E_MEMORY; }
    for (size_t i = 0; i < there->count; i++) { ids[i] = there->cases[i]->id; }
    baseline->set_ids = ids;
    baseline->set_id_count = there->count;
    return PL_OK;
}

pl_status pl_baseline_make(const pl_result *result, pl_arena *arena, pl_baseline *ret_baseline) {
    assert(result != NULL && arena != NULL);
    pl_baseline baseline = {.now_ms = pl_coverage_world.now_ms,
                            .payment_methods = result->made_of.payment_methods,
                            .payment_method_count = result->made_of.payment_method_count};
    world there;
    pl_status status = make_world(result, arena, &there);
    if (status == PL_OK) { status = take_ids(&there, arena, &baseline); }
    if (status == PL_OK) { status = take_run_findings(result, arena, &baseline); }
    if (status != PL_OK) { return status; }
    pl_baseline_case *const cases = pl_arena_alloc(arena, result->case_count * sizeof *cases);
    if (cases == NULL) { return PL_E_MEMORY; }
    for (size_t i = 0; i < result->case_count; i++) {
        status = take_case(result, i, &there, arena, &cases[i]);
        if (status != PL_OK) { return status; }
    }
    qsort(cases, result->case_count, sizeof *cases, pl_baseline_order_cases);
    baseline.cases = cases;
    baseline.case_count = result->case_count;
    *ret_baseline = baseline;
    return PL_OK;
}

const pl_baseline_case *pl_baseline_find(const pl_baseline *baseline, const char *id) {
    const pl_baseline_case wanted = {.id = id};
    if (baseline->case_count == 0) { return NULL; }
    return bsearch(&wanted, baseline->cases, baseline->case_count, sizeof wanted,
                   pl_baseline_order_cases);
}

bool pl_baseline_is_judged(const pl_baseline_case *row) {
    return row->outcome == PL_OUTCOME_PASSED || row->outcome == PL_OUTCOME_FAILED;
}
