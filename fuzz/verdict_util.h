/* A verdict, as fuzz_request, fuzz_response and the tests of their seeds ask for it: in pl_coverage_world, so that one
 * input has one verdict for ever. */
#ifndef PL_FUZZ_VERDICT_UTIL_H
#define PL_FUZZ_VERDICT_UTIL_H

#include "cases/coverage.h"
#include "contract/contract.h"
#include "rewrite_util.h"

typedef struct fz_opinion {
    pl_json json; /* when readable */
    pl_report report;
    bool readable;
    pl_verdict verdict;
} fz_opinion;

/* Judge a request (status 0) or the response of a status. */
static inline pl_status fz_judge(int status, pl_bytes text, const pl_context *context,
                                 pl_arena *arena, fz_opinion *ret_opinion) {
    fz_opinion got = {0};
    const pl_status done =
        status == 0
            ? pl_contract_judge_request(text, context, arena, &got.json, &got.readable, &got.report)
            : pl_contract_judge_response(status, text, context, arena, &got.json, &got.readable,
                                         &got.report);
    if (done != PL_OK) { return done; }
    got.verdict = pl_report_verdict(&got.report);
    *ret_opinion = got;
    return PL_OK;
}

/* Listed deviations of a severity, but for these keywords. */
static inline uint32_t fz_tally(const pl_report *report, pl_severity severity, pl_keyword without,
                                pl_keyword nor) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < report->count; i++) {
        const pl_violation *row = &report->list[i];
        count += row->severity == severity && row->keyword != without && row->keyword != nor;
    }
    return count;
}

static inline bool fz_reports(const pl_report *report, pl_keyword keyword) {
    for (uint32_t i = 0; i < report->count; i++) {
        if (report->list[i].keyword == keyword) { return true; }
    }
    return false;
}

#endif
