/* What is told of a run while it goes on. */
#include <assert.h>

#include "run/record_internal.h"

pl_status pl_suite_case_result(const pl_suite *suite, size_t index, pl_case_result *ret_row) {
    assert(index < suite->set->count);
    const pl_progress *const progress = &suite->progress[index];
    const char *reason = NULL;
    const pl_status status =
        pl_session_redact(suite->session, progress->reason, suite->arena, &reason);
    if (status != PL_OK) { return status; }
    *ret_row = (pl_case_result){.test = &suite->set->cases[index],
                                .outcome = progress->outcome,
                                .status = progress->status,
                                .seconds = progress->seconds,
                                .tries = progress->tries,
                                .reason = reason,
                                .curl = progress->curl,
                                .record = progress->record,
                                .findings = progress->findings,
                                .finding_count = progress->finding_count};
    return PL_OK;
}

pl_status pl_suite_tell_plan(const pl_suite *suite, const pl_case_config *config) {
    const pl_run_observer *const observer = suite->config->observer;
    if (observer == NULL) { return PL_OK; }
    const size_t count = suite->set->count;
    pl_case_result *const rows = pl_arena_alloc(suite->arena, count * sizeof *rows);
    pl_result planned = {
        .run_id = config->run_id, .started_ms = config->now_ms, .cases = rows, .case_count = count};
    if (rows == NULL) { return PL_E_MEMORY; }
    for (size_t i = 0; i < count; i++) {
        rows[i] = (pl_case_result){.test = &suite->set->cases[i], .outcome = PL_OUTCOME_NOT_RUN};
    }
    const pl_status status = pl_session_redact(suite->session, suite->session->settings->base_url,
                                               suite->arena, &planned.base_url);
    if (status != PL_OK) { return status; }
    observer->plan(observer->user, &planned);
    return PL_OK;
}

void pl_suite_tell_settled(pl_suite *suite, size_t index) {
    const pl_run_observer *const observer = suite->config->observer;
    if (observer == NULL) { return; }
    pl_case_result row;
    const pl_status status = pl_suite_case_result(suite, index, &row);
    if (status != PL_OK) {
        if (suite->status == PL_OK) { suite->status = status; }
        return;
    }
    for (; suite->told_count < suite->findings.count; suite->told_count++) {
        observer->note(observer->user, &suite->findings.list[suite->told_count]);
    }
    observer->settled(observer->user, index, &row);
}
