/* What a run says of the server as a whole: nothing tested is not green. */
#include <assert.h>
#include <string.h>

#include "report/report.h"

static bool was_judged(const pl_case_result *row) {
    return row->outcome == PL_OUTCOME_PASSED || row->outcome == PL_OUTCOME_FAILED;
}

/* Left out because the user has not given what it needs. In a shard a case may be alone in its group, so that nothing
 * is said there of one that no HTTP client could send. */
static bool is_excused(const pl_result *result, const pl_case_result *row) {
    return row->outcome == PL_OUTCOME_NOT_RUN && (row->test->needs != 0 || result->shard.count > 1);
}

static bool is_of_group(const pl_result *result, size_t index, const char *group) {
    return strcmp(result->cases[index].test->group, group) == 0;
}

static bool is_first_of_group(const pl_result *result, size_t index) {
    for (size_t i = 0; i < index; i++) {
        if (is_of_group(result, i, result->cases[index].test->group)) { return false; }
    }
    return true;
}

bool pl_result_untested_next(const pl_result *result, size_t *from, pl_untested *ret_untested) {
    assert(result != NULL && from != NULL && ret_untested != NULL);
    for (; *from < result->case_count; *from += 1) {
        const char *const group = result->cases[*from].test->group;
        if (was_judged(&result->cases[*from]) || !is_first_of_group(result, *from)) { continue; }
        pl_untested untested = {
            .group = group, .excused = true, .reason = result->cases[*from].reason};
        bool judged = false;
        for (size_t i = *from; i < result->case_count && !judged; i++) {
            const pl_case_result *const row = &result->cases[i];
            if (!is_of_group(result, i, group)) { continue; }
            judged = was_judged(row);
            if (!is_excused(result, row)) {
                if (untested.excused) { untested.reason = row->reason; }
                untested.excused = false;
            }
        }
        if (judged) { continue; }
        *from += 1;
        *ret_untested = untested;
        return true;
    }
    return false;
}

static bool has_unexcused_group(const pl_result *result) {
    pl_untested untested;
    for (size_t from = 0; pl_result_untested_next(result, &from, &untested);) {
        if (!untested.excused) { return true; }
    }
    return false;
}

/* A part of the cases may have none that must be accepted: then the good request before them stands in. */
static bool has_accepted(const pl_result *result) {
    bool asked = false;
    for (size_t i = 0; i < result->case_count; i++) {
        const pl_case_result *const row = &result->cases[i];
        if (row->test->klass != PL_CLASS_ACCEPT) { continue; }
        if (row->outcome == PL_OUTCOME_PASSED) { return true; }
        asked = true;
    }
    return result->shard.count > 0 && !asked && result->good_accepted;
}

pl_result_gap pl_result_gap_of(const pl_result *result) {
    assert(result != NULL);
    const pl_summary *const summary = &result->summary;
    const bool too_many_unjudged =
        summary->inconclusive * 100 > summary->cases * PL_RESULT_INCONCLUSIVE_PERCENT_MAX;
    if (result->interrupted) { return PL_RESULT_INTERRUPTED; }
    if (result->out_of_time) { return PL_RESULT_OUT_OF_TIME; }
    if (result->given_up) { return PL_RESULT_GIVEN_UP; }
    if (too_many_unjudged) { return PL_RESULT_TOO_MANY_UNJUDGED; }
    if (!has_accepted(result)) { return PL_RESULT_NOTHING_ACCEPTED; }
    return has_unexcused_group(result) ? PL_RESULT_GROUP_UNTESTED : PL_RESULT_NO_GAP;
}

/* Is there a finding of that severity which nothing excuses? */
static bool counts_more_than_excused(const pl_result *result, pl_severity severity) {
    uint64_t excused = 0;
    for (size_t i = 0; i < result->finding_count && result->excused != NULL; i++) {
        excused += result->excused[i] && result->findings[i].finding.severity == severity;
    }
    return result->summary.totals[severity] > excused;
}

pl_result_verdict pl_result_judge(const pl_result *result) {
    assert(result != NULL && result->fail_on < PL_SEVERITY_COUNT);
    for (unsigned severity = PL_VIOLATION; severity <= result->fail_on; severity++) {
        if (counts_more_than_excused(result, severity)) { return PL_RESULT_VIOLATES; }
    }
    return pl_result_gap_of(result) == PL_RESULT_NO_GAP ? PL_RESULT_CONFORMS
                                                        : PL_RESULT_INCONCLUSIVE;
}
