/* What a run found, case by case: filled by run/, printed by report/. */
#ifndef PL_CHECKS_RESULT_H
#define PL_CHECKS_RESULT_H

#include "checks/check.h"

typedef enum pl_outcome {
    PL_OUTCOME_PASSED,       /* ran, no violation */
    PL_OUTCOME_FAILED,       /* ran, at least one violation */
    PL_OUTCOME_INCONCLUSIVE, /* no answer that can be judged: time-out, reset, 429, 502..504 */
    PL_OUTCOME_NOT_RUN,      /* its needs are not met */
    PL_OUTCOME_COUNT
} pl_outcome;

/* All strings redacted, terminated, in the run's arena. */
typedef struct pl_case_result {
    const pl_case *test;
    pl_outcome outcome;
    int status; /* HTTP status, 0 without an answer */
    double seconds;
    const char *reason; /* of inconclusive and not run */
    const char *curl;   /* one line that repeats the request, secrets as environment variables */
} pl_case_result;

typedef struct pl_result_finding {
    pl_finding finding; /* finding.test NULL: of the whole run */
    const char *curl;   /* of its case; NULL without one */
} pl_result_finding;

typedef struct pl_summary {
    uint64_t cases; /* passed + failed + inconclusive + not_run */
    uint64_t requests;
    uint64_t passed;
    uint64_t failed;
    uint64_t inconclusive;
    uint64_t not_run;
    uint64_t totals[PL_SEVERITY_COUNT]; /* findings by severity */
    double seconds;
} pl_summary;

typedef struct pl_result {
    const char *base_url;
    const char *run_id;
    int64_t started_ms;
    const pl_case_result *cases; /* in the order of the set */
    size_t case_count;
    const pl_result_finding *findings; /* by case order, then by check */
    size_t finding_count;
    pl_summary summary;
    bool interrupted; /* ended by its user: says nothing good of the cases that are left out */
} pl_result;

#endif
