#include "report/html_index_internal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* A case under its address: findings name their case by it. */
typedef struct address {
    uintptr_t test;
    size_t at;
} address;

/* A case under a text. */
typedef struct entry {
    const char *key;
    size_t at;
} entry;

static int compare_sizes(size_t left, size_t right) {
    return (left > right) - (left < right);
}

static int compare_addresses(const void *left, const void *right) {
    const uintptr_t a = ((const address *)left)->test;
    const uintptr_t b = ((const address *)right)->test;
    return (a > b) - (a < b);
}

static int compare_entries(const void *left, const void *right) {
    const entry *const a = left;
    const entry *const b = right;
    const int order = strcmp(a->key, b->key);
    return order != 0 ? order : compare_sizes(a->at, b->at);
}

/* Sets by their first case. */
static int compare_sets(const void *left, const void *right) {
    return compare_sizes(((const pl_html_set *)left)->cases[0],
                         ((const pl_html_set *)right)->cases[0]);
}

/* --- findings of each case -------------------------------------------------------------------- */

static pl_html_state state_of(const pl_html_case *found) {
    switch (found->row->outcome) {
    case PL_OUTCOME_FAILED:
        return PL_HTML_VIOLATION;
    case PL_OUTCOME_INCONCLUSIVE:
        return PL_HTML_INCONCLUSIVE;
    case PL_OUTCOME_NOT_RUN:
        return PL_HTML_NOT_RUN;
    case PL_OUTCOME_PASSED:
    case PL_OUTCOME_COUNT:
        break;
    }
    static const pl_html_state states[PL_SEVERITY_COUNT] = {
        [PL_VIOLATION] = PL_HTML_VIOLATION,
        [PL_WARNING] = PL_HTML_WARNING,
        [PL_OBSERVATION] = PL_HTML_OBSERVED,
    };
    return found->own_count > 0 ? states[found->own[0].finding->severity] : PL_HTML_PASSED;
}

pl_html_finding pl_html_finding_at(const pl_result *result, size_t at) {
    assert(at < result->finding_count);
    return (pl_html_finding){&result->findings[at].finding,
                             result->excused != NULL && result->excused[at]};
}

/* Is it one of those that the result lists for the case? There its message may say in how many cases. */
static bool is_excused(const pl_result *result, const pl_html_case *found,
                       const pl_finding *finding) {
    for (size_t i = 0; i < found->finding_count; i++) {
        const pl_html_finding listed = pl_html_finding_at(result, found->findings[i]);
        if (listed.excused && listed.finding->severity == finding->severity &&
            strcmp(listed.finding->check, finding->check) == 0 &&
            strncmp(listed.finding->message, finding->message, strlen(finding->message)) == 0) {
            return true;
        }
    }
    return false;
}

/* A result may have been made without the cases' own findings; then what it lists is all. */
static bool gather_own(const pl_result *result, pl_html_case *found, pl_arena *arena) {
    const pl_case_result *const row = found->row;
    const size_t count = row->finding_count > 0 ? row->finding_count : found->finding_count;
    pl_html_finding *const own = pl_arena_alloc(arena, (count + 1) * sizeof *own);
    if (own == NULL) { return false; }
    size_t made = 0;
    for (unsigned severity = 0; severity < PL_SEVERITY_COUNT; severity++) {
        for (size_t i = 0; i < row->finding_count; i++) {
            const pl_finding *const finding = &row->findings[i];
            if (finding->severity != severity) { continue; }
            own[made++] = (pl_html_finding){finding, is_excused(result, found, finding)};
        }
    }
    for (size_t i = 0; i < found->finding_count && row->finding_count == 0; i++) {
        own[made++] = pl_html_finding_at(result, found->findings[i]);
    }
    assert(made == count);
    found->own = own;
    found->own_count = made;
    return true;
}

/* Index of the case of each finding; case_count for those of none. NULL: out of memory. */
static size_t *owners_of(const pl_result *result, pl_arena *arena) {
    address *const sorted = pl_arena_alloc(arena, (result->case_count + 1) * sizeof *sorted);
    size_t *const owners = pl_arena_alloc(arena, (result->finding_count + 1) * sizeof *owners);
    if (sorted == NULL || owners == NULL) { return NULL; }
    for (size_t i = 0; i < result->case_count; i++) {
        sorted[i] = (address){(uintptr_t)result->cases[i].test, i};
    }
    qsort(sorted, result->case_count, sizeof *sorted, compare_addresses);
    for (size_t i = 0; i < result->finding_count; i++) {
        const address wanted = {.test = (uintptr_t)result->findings[i].finding.test};
        const address *const owner =
            bsearch(&wanted, sorted, result->case_count, sizeof *sorted, compare_addresses);
        owners[i] = owner != NULL ? owner->at : result->case_count;
    }
    return owners;
}

/* Every owner's findings side by side, worst first: a counting sort. rows has one more than there are cases, for the
 * findings of the run. */
static bool deal_findings(const pl_result *result, pl_html_case *rows, pl_arena *arena) {
    const size_t *const owners = owners_of(result, arena);
    size_t *const dealt = pl_arena_alloc(arena, (result->finding_count + 1) * sizeof *dealt);
    size_t *const next = pl_arena_alloc(arena, (result->case_count + 1) * sizeof *next);
    if (owners == NULL || dealt == NULL || next == NULL) { return false; }
    for (size_t i = 0; i < result->finding_count; i++) {
        assert(result->findings[i].finding.severity < PL_SEVERITY_COUNT);
        rows[owners[i]].finding_count += 1;
        rows[owners[i]].of_severity[result->findings[i].finding.severity] += 1;
    }
    size_t from = 0;
    for (size_t i = 0; i <= result->case_count; i++) {
        rows[i].findings = dealt + from;
        next[i] = from;
        from += rows[i].finding_count;
    }
    assert(from == result->finding_count);
    for (unsigned severity = 0; severity < PL_SEVERITY_COUNT; severity++) {
        for (size_t i = 0; i < result->finding_count; i++) {
            if (result->findings[i].finding.severity == severity) { dealt[next[owners[i]]++] = i; }
        }
    }
    return true;
}

/* --- numbers ---------------------------------------------------------------------------------- */

static void tally_findings(pl_html_tally *tally, const size_t of_severity[PL_SEVERITY_COUNT]) {
    tally->counts[PL_HTML_VIOLATION] += of_severity[PL_VIOLATION];
    tally->counts[PL_HTML_WARNING] += of_severity[PL_WARNING];
    tally->counts[PL_HTML_OBSERVED] += of_severity[PL_OBSERVATION];
    if (of_severity[PL_WARNING] > 0 && tally->worst > PL_HTML_WARNING) {
        tally->worst = PL_HTML_WARNING;
    }
    if (of_severity[PL_VIOLATION] > 0) { tally->worst = PL_HTML_VIOLATION; }
}

static void tally_case(pl_html_tally *tally, const pl_html_case *found) {
    static const pl_html_state columns[PL_OUTCOME_COUNT] = {
        [PL_OUTCOME_PASSED] = PL_HTML_PASSED,
        [PL_OUTCOME_FAILED] = PL_HTML_VIOLATION,
        [PL_OUTCOME_INCONCLUSIVE] = PL_HTML_INCONCLUSIVE,
        [PL_OUTCOME_NOT_RUN] = PL_HTML_NOT_RUN,
    };
    assert(found->row->outcome < PL_OUTCOME_COUNT);
    if (found->row->outcome != PL_OUTCOME_FAILED) {
        tally->counts[columns[found->row->outcome]] += 1;
    }
    tally_findings(tally, found->of_severity);
    if (found->state < tally->worst && found->state != PL_HTML_OBSERVED) {
        tally->worst = found->state;
    }
}

/* --- sets ------------------------------------------------------------------------------------- */

const char *pl_html_key_group(const pl_html_case *found) {
    return found->row->test->group != NULL ? found->row->test->group : "";
}

const char *pl_html_key_constraint(const pl_html_case *found) {
    return found->row->test->constraint != NULL ? found->row->test->constraint : "";
}

/* Runs of equal keys become sets. */
static size_t collect(const pl_html_index *index, const entry *entries, size_t count, size_t *cases,
                      pl_html_set *sets) {
    size_t made = 0;
    for (size_t i = 0; i < count; i++) {
        cases[i] = entries[i].at;
        if (i == 0 || strcmp(entries[i].key, entries[i - 1].key) != 0) {
            sets[made++] = (pl_html_set){
                .name = entries[i].key, .cases = cases + i, .tally = {.worst = PL_HTML_PASSED}};
        }
        sets[made - 1].case_count += 1;
        tally_case(&sets[made - 1].tally, &index->cases[entries[i].at]);
    }
    return made;
}

pl_status pl_html_sets_make(const pl_html_index *index, const size_t *cases, size_t count,
                            pl_html_key *key, pl_arena *arena, pl_html_sets *ret_sets) {
    assert(index != NULL && key != NULL);
    assert(ret_sets != NULL);
    entry *const entries = pl_arena_alloc(arena, (count + 1) * sizeof *entries);
    size_t *const sorted = pl_arena_alloc(arena, (count + 1) * sizeof *sorted);
    pl_html_set *const sets = pl_arena_alloc(arena, (count + 1) * sizeof *sets);
    if (entries == NULL || sorted == NULL || sets == NULL) { return PL_E_MEMORY; }
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        const char *const text = key(&index->cases[cases[i]]);
        if (text != NULL) { entries[kept++] = (entry){text, cases[i]}; }
    }
    qsort(entries, kept, sizeof *entries, compare_entries);
    const size_t made = collect(index, entries, kept, sorted, sets);
    qsort(sets, made, sizeof *sets, compare_sets);
    *ret_sets = (pl_html_sets){sets, made};
    return PL_OK;
}

pl_status pl_html_index_make(const pl_result *result, pl_arena *arena, pl_html_index *ret_index) {
    assert(result != NULL);
    assert(ret_index != NULL);
    const size_t count = result->case_count;
    pl_html_case *const rows = pl_arena_alloc(arena, (count + 1) * sizeof *rows);
    size_t *const all = pl_arena_alloc(arena, (count + 1) * sizeof *all);
    if (rows == NULL || all == NULL) { return PL_E_MEMORY; }
    memset(rows, 0, (count + 1) * sizeof *rows);
    if (!deal_findings(result, rows, arena)) { return PL_E_MEMORY; }
    pl_html_index index = {.cases = rows,
                           .case_count = count,
                           .all = all,
                           .run_findings = rows[count].findings,
                           .run_finding_count = rows[count].finding_count,
                           .run = {.worst = PL_HTML_PASSED},
                           .total = {.worst = PL_HTML_PASSED}};
    tally_findings(&index.run, rows[count].of_severity);
    tally_findings(&index.total, rows[count].of_severity);
    for (size_t i = 0; i < count; i++) {
        all[i] = i;
        rows[i].row = &result->cases[i];
        if (!gather_own(result, &rows[i], arena)) { return PL_E_MEMORY; }
        rows[i].state = state_of(&rows[i]);
        tally_case(&index.total, &rows[i]);
    }
    *ret_index = index;
    return pl_html_sets_make(&index, all, count, pl_html_key_group, arena, &ret_index->groups);
}
