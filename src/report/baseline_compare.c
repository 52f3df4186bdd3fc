#include <assert.h>
#include <string.h>

#include "report/baseline_internal.h"

typedef struct comparing {
    pl_arena *arena;
    pl_baseline_change *list;
    size_t count;
    size_t cap;
    pl_baseline_comparison result;
} comparing;

/* At most one change for every finding of both sides, and two for every case. */
static pl_status make_room(comparing *all, const pl_baseline *was, const pl_baseline *is) {
    const pl_baseline *const sides[] = {was, is};
    size_t cap = 0;
    for (size_t i = 0; i < PL_COUNT(sides); i++) {
        cap += sides[i]->finding_count + 2 * sides[i]->case_count;
        for (size_t k = 0; k < sides[i]->case_count; k++) {
            cap += sides[i]->cases[k].finding_count;
        }
    }
    all->list = pl_arena_alloc(all->arena, cap * sizeof *all->list);
    all->cap = cap;
    return all->list != NULL ? PL_OK : PL_E_MEMORY;
}

static void add(comparing *all, pl_baseline_change change) {
    assert(all->count < all->cap);
    if (change.check == NULL) { change.check = ""; }
    if (change.was == NULL) { change.was = ""; }
    if (change.is == NULL) { change.is = ""; }
    all->list[all->count++] = change;
    all->result.counts[change.kind]++;
}

/* --- findings -------------------------------------------------------------------------------- */

typedef struct finding_list {
    const pl_baseline_finding *list;
    size_t count;
} finding_list;

static void add_finding(comparing *all, const char *id, pl_change_kind kind,
                        const pl_baseline_finding *was, const pl_baseline_finding *is) {
    const pl_baseline_finding *const shown = is != NULL ? is : was;
    add(all, (pl_baseline_change){.kind = kind,
                                  .id = id,
                                  .check = shown->check,
                                  .severity = shown->severity,
                                  .was = was != NULL ? was->message : NULL,
                                  .is = is != NULL ? is->message : NULL,
                                  .source = is != NULL ? is->source : NULL});
}

/* Both lists are sorted: what is equal is passed over, the rest is kept in the same order. */
static pl_status without_equals(comparing *all, finding_list was, finding_list is,
                                finding_list *ret_was, finding_list *ret_is) {
    pl_baseline_finding *const left = pl_arena_alloc(all->arena, was.count * sizeof *left);
    pl_baseline_finding *const right = pl_arena_alloc(all->arena, is.count * sizeof *right);
    if (left == NULL || right == NULL) { return PL_E_MEMORY; }
    *ret_was = (finding_list){left, 0};
    *ret_is = (finding_list){right, 0};
    size_t i = 0;
    size_t k = 0;
    while (i < was.count || k < is.count) {
        const int order = i == was.count  ? 1
                          : k == is.count ? -1
                                          : pl_baseline_order_findings(&was.list[i], &is.list[k]);
        if (order < 0) {
            left[ret_was->count++] = was.list[i++];
        } else if (order > 0) {
            right[ret_is->count++] = is.list[k++];
        } else {
            all->result.known_count++;
            i++;
            k++;
        }
    }
    return PL_OK;
}

/* One finding of a check against one of the same check is a difference; what is left over came or went. */
static pl_status compare_findings(comparing *all, const char *id, finding_list was,
                                  finding_list is) {
    finding_list gone;
    finding_list come;
    const pl_status status = without_equals(all, was, is, &gone, &come);
    if (status != PL_OK) { return status; }
    size_t i = 0;
    size_t k = 0;
    while (i < gone.count || k < come.count) {
        const int order = i == gone.count   ? 1
                          : k == come.count ? -1
                                            : strcmp(gone.list[i].check, come.list[k].check);
        if (order < 0) {
            add_finding(all, id, PL_CHANGE_FIXED, &gone.list[i++], NULL);
        } else if (order > 0) {
            add_finding(all, id, PL_CHANGE_NEW, NULL, &come.list[k++]);
        } else {
            add_finding(all, id, PL_CHANGE_DIFFERENT, &gone.list[i++], &come.list[k++]);
        }
    }
    return PL_OK;
}

/* --- cases ----------------------------------------------------------------------------------- */

static pl_status status_text(comparing *all, int status, const char **ret_text) {
    *ret_text = pl_arena_printf(all->arena, "%d", status);
    return *ret_text != NULL ? PL_OK : PL_E_MEMORY;
}

/* A status that no finding speaks of: several were right, and another one came. */
static pl_status compare_status(comparing *all, const pl_baseline_case *was,
                                const pl_baseline_case *is, size_t from) {
    if (was->status == is->status) { return PL_OK; }
    for (size_t i = from; i < all->count; i++) {
        if (strcmp(all->list[i].check, "status") == 0) { return PL_OK; }
    }
    pl_baseline_change change = {
        .kind = PL_CHANGE_STATUS, .id = is->id, .severity = PL_OBSERVATION};
    pl_status status = status_text(all, was->status, &change.was);
    if (status == PL_OK) { status = status_text(all, is->status, &change.is); }
    if (status == PL_OK) { add(all, change); }
    return status;
}

static pl_status compare_case(comparing *all, const pl_baseline_case *was,
                              const pl_baseline_case *is) {
    const finding_list none = {NULL, 0};
    const finding_list before = {was->findings, was->finding_count};
    const finding_list now = {is->findings, is->finding_count};
    const bool was_judged = pl_baseline_is_judged(was);
    if (!pl_baseline_is_judged(is)) {
        if (was_judged) {
            add(all, (pl_baseline_change){.kind = PL_CHANGE_UNJUDGED, .id = is->id});
        }
        return PL_OK;
    }
    if (!was_judged) { return compare_findings(all, is->id, none, now); }
    all->result.case_count++;
    const size_t from = all->count;
    const pl_status status = compare_findings(all, is->id, before, now);
    return status == PL_OK ? compare_status(all, was, is, from) : status;
}

static pl_status add_new_case(comparing *all, const pl_baseline_case *is) {
    add(all, (pl_baseline_change){.kind = PL_CHANGE_CASE_NEW, .id = is->id});
    return compare_findings(all, is->id, (finding_list){NULL, 0},
                            (finding_list){is->findings, is->finding_count});
}

/* Of a run that has only a share of the cases the others are not gone. */
static bool is_in_set(const pl_baseline *is, const char *id) {
    size_t low = 0;
    size_t high = is->set_id_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = strcmp(is->set_ids[middle], id);
        if (order == 0) { return true; }
        if (order < 0) { low = middle + 1; }
        if (order > 0) { high = middle; }
    }
    return false;
}

static pl_status compare_cases(comparing *all, const pl_baseline *was, const pl_baseline *is) {
    size_t i = 0;
    size_t k = 0;
    pl_status status = PL_OK;
    while ((i < was->case_count || k < is->case_count) && status == PL_OK) {
        const int order = i == was->case_count  ? 1
                          : k == is->case_count ? -1
                                                : strcmp(was->cases[i].id, is->cases[k].id);
        if (order > 0) {
            status = add_new_case(all, &is->cases[k++]);
        } else if (order == 0) {
            status = compare_case(all, &was->cases[i++], &is->cases[k++]);
        } else {
            const char *const id = was->cases[i++].id;
            if (is_in_set(is, id)) { continue; }
            add(all, (pl_baseline_change){.kind = PL_CHANGE_CASE_GONE, .id = id});
        }
    }
    return status;
}

pl_status pl_baseline_compare(const pl_baseline *was, const pl_baseline *is, pl_arena *arena,
                              pl_baseline_comparison *ret_comparison) {
    assert(was != NULL && is != NULL && arena != NULL);
    comparing all = {.arena = arena};
    pl_status status = make_room(&all, was, is);
    if (status != PL_OK) { return status; }
    status = compare_findings(&all, "", (finding_list){was->findings, was->finding_count},
                              (finding_list){is->findings, is->finding_count});
    if (status == PL_OK) { status = compare_cases(&all, was, is); }
    if (status != PL_OK) { return status; }
    all.result.changes = all.list;
    all.result.change_count = all.count;
    *ret_comparison = all.result;
    return PL_OK;
}
