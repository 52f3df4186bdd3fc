#include <assert.h>
#include <string.h>

#include "run/suite_internal.h"

/* --- keeping --------------------------------------------------------------------------------- */

static pl_status redact_finding(const pl_suite *suite, const pl_finding *from,
                                pl_finding *ret_finding) {
    pl_finding redacted = *from;
    const struct {
        const char *from;
        const char **to;
    } texts[] = {
        {from->check, &redacted.check},
        {from->message, &redacted.message},
        {from->expected, &redacted.expected},
        {from->actual, &redacted.actual},
    };
    for (size_t i = 0; i < PL_COUNT(texts); i++) {
        const pl_status status =
            pl_session_redact(suite->session, texts[i].from, suite->arena, texts[i].to);
        if (status != PL_OK) { return status; }
    }
    *ret_finding = redacted;
    return PL_OK;
}

pl_status pl_suite_keep_findings(pl_suite *suite, size_t index, const pl_finding_list *found) {
    pl_progress *const progress = &suite->progress[index];
    if (found->count == 0) { return PL_OK; }
    const size_t earlier = progress->finding_count;
    pl_finding *const kept = pl_arena_alloc(suite->arena, (earlier + found->count) * sizeof *kept);
    if (kept == NULL) { return PL_E_MEMORY; }
    if (earlier > 0) { memcpy(kept, progress->findings, earlier * sizeof *kept); }
    for (size_t i = 0; i < found->count; i++) {
        const pl_status status = redact_finding(suite, &found->list[i], &kept[earlier + i]);
        if (status != PL_OK) { return status; }
    }
    progress->findings = kept;
    progress->finding_count = earlier + found->count;
    return PL_OK;
}

pl_status pl_suite_report(pl_suite *suite, pl_severity severity, const char *check,
                          const char *message) {
    const char *redacted = NULL;
    const pl_status status = pl_session_redact(suite->session, message, suite->arena, &redacted);
    if (status != PL_OK) { return status; }
    return pl_finding_add(&suite->findings, suite->arena,
                          &(pl_finding){.check = check, .severity = severity, .message = redacted});
}

pl_status pl_suite_observe(pl_suite *suite, const char *check, const char *message) {
    return pl_suite_report(suite, PL_OBSERVATION, check, message);
}

/* --- listing --------------------------------------------------------------------------------- */

/* The findings of a run while they are listed. */
typedef struct listing {
    pl_arena *arena;
    pl_result_finding *list;
    size_t *case_counts; /* how many cases show the finding of the same index */
    size_t count;
} listing;

/* Says the finding something of the server's answers in general? Some checks speak of one case alone, and a violation
 * stays with the case that shows how to repeat it. */
static bool is_general(const pl_finding *finding) {
    static const char *const of_one_case[] = {"status", "no-answer", "no-link-left"};
    if (finding->severity == PL_VIOLATION || finding->test == NULL) { return false; }
    for (size_t i = 0; i < PL_COUNT(of_one_case); i++) {
        if (strcmp(finding->check, of_one_case[i]) == 0) { return false; }
    }
    return true;
}

static bool says_the_same(const pl_finding *left, const pl_finding *right) {
    return left->severity == right->severity && strcmp(left->check, right->check) == 0 &&
           strcmp(left->message, right->message) == 0;
}

static void add(listing *all, const pl_finding *finding, const char *curl) {
    for (size_t i = 0; is_general(finding) && i < all->count; i++) {
        const pl_finding *earlier = &all->list[i].finding;
        if (is_general(earlier) && says_the_same(earlier, finding)) {
            all->case_counts[i] += earlier->test != finding->test;
            return;
        }
    }
    all->list[all->count] = (pl_result_finding){*finding, curl};
    all->case_counts[all->count] = 1;
    all->count += 1;
}

static pl_status say_how_often(listing *all) {
    for (size_t i = 0; i < all->count; i++) {
        if (all->case_counts[i] == 1) { continue; }
        pl_finding *const finding = &all->list[i].finding;
        finding->message =
            pl_arena_printf(all->arena, "%s (in %zu cases)", finding->message, all->case_counts[i]);
        if (finding->message == NULL) { return PL_E_MEMORY; }
    }
    return PL_OK;
}

pl_status pl_suite_list_findings(const pl_suite *suite, pl_result *result) {
    size_t cap = suite->findings.count;
    for (size_t i = 0; i < suite->set->count; i++) { cap += suite->progress[i].finding_count; }
    listing all = {.arena = suite->arena,
                   .list = pl_arena_alloc(suite->arena, cap * sizeof *all.list),
                   .case_counts = pl_arena_alloc(suite->arena, cap * sizeof *all.case_counts)};
    if (all.list == NULL || all.case_counts == NULL) { return PL_E_MEMORY; }
    for (size_t i = 0; i < suite->set->count; i++) {
        const pl_progress *const progress = &suite->progress[i];
        for (size_t k = 0; k < progress->finding_count; k++) {
            add(&all, &progress->findings[k], progress->curl);
        }
    }
    for (size_t k = 0; k < suite->findings.count; k++) {
        add(&all, &suite->findings.list[k], NULL);
    }
    assert(all.count <= cap);
    const pl_status status = say_how_often(&all);
    if (status != PL_OK) { return status; }
    for (size_t i = 0; i < all.count; i++) {
        result->summary.totals[all.list[i].finding.severity] += 1;
    }
    result->findings = all.list;
    result->finding_count = all.count;
    return PL_OK;
}
