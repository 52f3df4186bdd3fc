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

enum { PL_RECORD_BODY_BYTES_MAX = 64 * 1024 }; /* of a body that is kept */

/* What went over the wire for a case, the newest try of several. Secrets are replaced by $NAME, also in bodies; nothing
 * else is altered, so bodies may hold any bytes. */
typedef struct pl_record {
    const char *method;
    const char *target; /* path and query, as sent */
    const pl_http_header *request_headers;
    size_t request_header_count;
    pl_bytes request_body;       /* cut to PL_RECORD_BODY_BYTES_MAX */
    uint64_t request_body_bytes; /* of the redacted body before it was cut */
    bool has_request_body;
    int64_t sent_ms;     /* Unix milliseconds */
    double seconds;      /* whole exchange */
    int status;          /* 0: no answer */
    const char *failure; /* why there is none, in words; NULL when answered */
    const pl_http_header *response_headers;
    size_t response_header_count;
    pl_bytes response_body; /* cut to PL_RECORD_BODY_BYTES_MAX */
    uint64_t response_body_bytes;
} pl_record;

/* All strings redacted, terminated, in the run's arena. */
typedef struct pl_case_result {
    const pl_case *
        test; /* of one that a journal brought, only what describes it: what was sent is in the record */
    pl_outcome outcome;
    int status; /* HTTP status, 0 without an answer */
    double seconds;
    unsigned tries;     /* requests that were sent for it */
    const char *reason; /* of inconclusive and not run */
    const char *curl;   /* one line that repeats the request, secrets as environment variables */
    const pl_record *record;    /* NULL: nothing was sent */
    const pl_finding *findings; /* all of this case's, also what the result's list says only once */
    size_t finding_count;
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
    uint64_t repeats;      /* requests sent once more, for want of an answer that can be judged */
    double waited_seconds; /* before them, and for answers that did not come */
    uint64_t
        refusals_looked_up; /* refused creations whose reff_no was looked for among the links afterwards */
    double seconds;
} pl_summary;

/* One of several runs that share the cases. */
typedef struct pl_shard {
    uint32_t index; /* from 1 */
    uint32_t count; /* 0: one run has them all */
} pl_shard;

typedef struct pl_result {
    const char *base_url;
    const char *run_id;
    int64_t started_ms;
    const pl_case_result *cases; /* in the order of the set */
    size_t case_count;
    const pl_result_finding *findings; /* by case order, then by check */
    size_t finding_count;
    const bool *
        excused; /* by finding: known from before or accepted, so that it fails nothing; NULL: none */
    pl_summary summary;
    pl_case_config made_of; /* what the cases are made of; run_id NULL: not known */
    pl_shard shard;
    uint64_t all_case_count; /* of all shards together */
    pl_severity fail_on;     /* a finding of this severity or a worse one fails the run */
    bool good_accepted;      /* the good request that is sent before the cases was accepted */
    bool out_of_time;        /* cases are left out because the run's time was over */
    bool given_up;           /* or because the server stopped answering them */
    const char *hint;        /* what to do before the next run; NULL: nothing special */
    bool interrupted; /* ended by its user: says nothing good of the cases that are left out */
} pl_result;

#endif
