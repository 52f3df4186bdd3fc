#include <assert.h>
#include <string.h>

#include "report/formats_internal.h"

static const char *const outcome_texts[] = {
    [PL_OUTCOME_PASSED] = "passed",
    [PL_OUTCOME_FAILED] = "failed",
    [PL_OUTCOME_INCONCLUSIVE] = "inconclusive",
    [PL_OUTCOME_NOT_RUN] = "not_run",
};
_Static_assert(PL_COUNT(outcome_texts) == PL_OUTCOME_COUNT, "one text an outcome");

const char *pl_outcome_text(pl_outcome outcome) {
    assert(outcome < PL_OUTCOME_COUNT);
    return outcome_texts[outcome];
}

static const char *const verdict_texts[] = {
    [PL_RESULT_CONFORMS] = "conforms",
    [PL_RESULT_VIOLATES] = "violates",
    [PL_RESULT_INCONCLUSIVE] = "inconclusive",
};
_Static_assert(PL_COUNT(verdict_texts) == PL_RESULT_VERDICT_COUNT, "one text a verdict");

const char *pl_result_verdict_text(pl_result_verdict verdict) {
    assert(verdict < PL_RESULT_VERDICT_COUNT);
    return verdict_texts[verdict];
}

static pl_group *group_named(pl_group *groups, size_t count, const char *name) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(groups[i].name, name) == 0) { return &groups[i]; }
    }
    return NULL;
}

static void count_case(pl_group *group, const pl_case_result *row) {
    assert(row->outcome < PL_OUTCOME_COUNT);
    group->cases++;
    group->outcomes[row->outcome]++;
    group->seconds += row->seconds;
}

static void count_findings(const pl_result *result, pl_group_list *groups, pl_group *list) {
    for (size_t i = 0; i < result->finding_count; i++) {
        const pl_finding *finding = &result->findings[i].finding;
        assert(finding->severity < PL_SEVERITY_COUNT);
        groups->total.findings[finding->severity]++;
        if (finding->test == NULL) { continue; }
        pl_group *group = group_named(list, groups->count, finding->test->group);
        if (group != NULL) { group->findings[finding->severity]++; }
    }
}

pl_status pl_groups_make(const pl_result *result, pl_arena *arena, pl_group_list *ret_groups) {
    assert(result != NULL);
    assert(ret_groups != NULL);
    pl_group *list = pl_arena_alloc(arena, (result->case_count + 1) * sizeof *list);
    if (list == NULL) { return PL_E_MEMORY; }
    pl_group_list groups = {.list = list, .total = {.name = "total"}};
    for (size_t i = 0; i < result->case_count; i++) {
        const pl_case_result *row = &result->cases[i];
        pl_group *group = group_named(list, groups.count, row->test->group);
        if (group == NULL) {
            group = &list[groups.count++];
            *group = (pl_group){.name = row->test->group};
        }
        count_case(group, row);
        count_case(&groups.total, row);
    }
    count_findings(result, &groups, list);
    *ret_groups = groups;
    return PL_OK;
}

size_t pl_finding_next(const pl_result *result, const pl_case *test, size_t from) {
    assert(from <= result->finding_count);
    for (size_t i = from; i < result->finding_count; i++) {
        if (result->findings[i].finding.test == test) { return i; }
    }
    return result->finding_count;
}
