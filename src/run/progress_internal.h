/* How far each case of a run is. */
#ifndef PL_RUN_PROGRESS_INTERNAL_H
#define PL_RUN_PROGRESS_INTERNAL_H

#include "checks/result.h"
#include "http/http.h"

/* How a try stays without a verdict. */
typedef enum pl_failing {
    PL_FAILING_NOT,     /* it has one, or there was no try */
    PL_FAILING_LIMIT,   /* a status that judges nothing */
    PL_FAILING_BROKEN,  /* no whole answer */
    PL_FAILING_TIMEOUT, /* none in time */
    PL_FAILING_COUNT
} pl_failing;

/* How far a case is. */
typedef struct pl_progress {
    pl_outcome outcome;
    bool settled;
    bool lost;         /* a request of it may have been carried out without our seeing the answer */
    bool unauthorised; /* answered 401 with a good token, which is renewed before the next try */
    bool renewed;      /* and then repeated, or the token was seen to live: the next 401 counts */
    unsigned tries;
    unsigned broken_tries;   /* of these, the ones without a whole answer */
    pl_http_failure broken;  /* the newest of them */
    uint64_t token_serial;   /* of the token that the newest try used */
    uint32_t asked_pause_ms; /* by the server, before the next try; 0: it does not say */
    pl_failing failing;      /* how the newest try stayed without a verdict */
    int status;
    double seconds;
    const char *reason;
    const char *curl;
    const pl_record *record; /* of the newest try */
    pl_finding *findings;    /* redacted, in the run's arena */
    size_t finding_count;
} pl_progress;

#endif
