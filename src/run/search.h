/* Random live search: requests drawn from the contract's tables, one after the other, until the time is over; what is
 * found is made small. And vectors of earlier findings, sent again. */
#ifndef PL_RUN_SEARCH_H
#define PL_RUN_SEARCH_H

#include "cases/vector.h"
#include "run/run.h"

enum { PL_SEARCH_FINDING_COUNT_MAX = 64, PL_SEARCH_WARNING_COUNT_MAX = 8 };

/* How a request was answered. */
typedef enum pl_reply {
    PL_REPLY_ACCEPTED, /* 2xx */
    PL_REPLY_REFUSED,  /* 4xx */
    PL_REPLY_FAILED,   /* 5xx that says something of the request */
    PL_REPLY_OTHER,
    PL_REPLY_NONE, /* no answer that can be judged */
    PL_REPLY_COUNT
} pl_reply;

/* One thing that is wrong with the server, however often it showed. */
typedef struct pl_search_finding {
    pl_vector vector;
    uint64_t count;     /* requests that showed it while searching */
    bool repeated;      /* its request was repeated; false: no time was left */
    bool steady;        /* it showed again at once; then the vector is as small as it got */
    size_t body_before; /* bytes of the body that was drawn */
} pl_search_finding;

/* What is a finding by severity, but no violation. */
typedef struct pl_search_warning {
    const char *message;
    uint64_t count;
} pl_search_warning;

typedef struct pl_search_result {
    const char *base_url;
    const char *run_id;
    uint64_t seed;
    uint64_t drawn;    /* requests of the seed that were sent */
    uint64_t requests; /* everything: tokens, repetitions, shrinking, clean-up */
    uint64_t counts[PL_CLASS_COUNT][PL_REPLY_COUNT]; /* of what was drawn */
    const pl_search_finding *findings;               /* violations, as they were found */
    size_t finding_count;
    pl_search_warning warnings[PL_SEARCH_WARNING_COUNT_MAX];
    size_t warning_count;
    uint64_t warning_total;
    uint64_t observation_total;
    size_t facets_full; /* rows of the contract's tables that were seen from both sides */
    size_t facets;
    uint64_t links_left; /* created, and not deleted */
    const char *left_why;
    const char *broken; /* a violation that is no single request's: the server died; or NULL */
    const char *notice; /* of the preflight, or NULL */
    bool given_up; /* it ended because the server answered no more, or kept refusing for a limit */
    const char *end; /* why it ended before its time, or NULL */
    double seconds;
} pl_search_result;

typedef struct pl_search_config {
    pl_run_config run; /* its progress is not called; max_time_ms 0: no limit */
    uint64_t seed;
    uint64_t requests_max; /* of the seed; 0: no limit */
    /* May be NULL, all three. Called before the first request of the seed; once for each finding, when it is as small
     * as it gets; and after each batch of requests. */
    void (*begun)(void *user, const pl_search_result *result);
    void (*found)(void *user, const pl_search_finding *finding);
    void (*went_on)(void *user, const pl_search_result *result);
    void *user;
} pl_search_config;

/* Preflight, search, clean-up. ret_result and all that it points to live in arena. Fails as pl_run does. */
PL_MUST_USE pl_status pl_search(const pl_search_config *config, pl_arena *arena,
                                pl_search_result *ret_result, pl_run_trouble *reterr_trouble);

/* --- replay.c -------------------------------------------------------------------------------------- */

typedef enum pl_replay_verdict {
    PL_REPLAY_FIXED, /* no violation */
    PL_REPLAY_FAILING,
    PL_REPLAY_INCONCLUSIVE,
    PL_REPLAY_VERDICT_COUNT
} pl_replay_verdict;

typedef struct pl_replay {
    pl_replay_verdict verdict;
    const char *expected; /* what must come back, in words */
    const char *detail;   /* what came back, or why nothing can be said */
    const char *changed;  /* the verdict differs from the one in the vector: how; or NULL */
    const char *curl;     /* or NULL */
    int status;
} pl_replay;

/* Send each vector's request again, with a text of its own where it had one, and judge the answers. The verdicts are
 * ours of now, not the vectors'. ret_replays has room for count. Texts in arena. Fails as pl_run does; PL_E_ARGUMENT
 * also for a variant that no case has. */
PL_MUST_USE pl_status pl_replay_all(const pl_run_config *config, const pl_vector *vectors,
                                    size_t count, pl_arena *arena, pl_replay *ret_replays,
                                    pl_run_trouble *reterr_trouble);

#endif
