/* All cases of a run: sending, repeating, judging; what was created on the way. */
#ifndef PL_RUN_SUITE_INTERNAL_H
#define PL_RUN_SUITE_INTERNAL_H

#include "run/materialise_internal.h"

enum {
    PL_TRY_COUNT_MAX = 3,    /* the first, and two repetitions */
    PL_PAUSE_MS_FIRST = 250, /* between them, unless the server asks for more */
    PL_PAUSE_MS_MAX = 1000,
    PL_RETRY_AFTER_MS_MAX = 5000, /* however much it asks for */
    PL_CLEANUP_FAILURE_COUNT_MAX = 3
};

typedef enum pl_created_state {
    PL_CREATED_KEPT,
    PL_CREATED_DELETED,
    PL_CREATED_STUCK /* the server does not delete it */
} pl_created_state;

/* One link that the run has made. */
typedef struct pl_created {
    const char *account_id;
    const char *link_id;
    pl_party party; /* who can delete it */
    bool distinct;  /* made with a reff_no that no other request had */
    pl_created_state state;
    struct pl_created *next;
} pl_created;

typedef struct pl_created_list {
    pl_created *first; /* newest first */
    size_t count;
    size_t nameless_count; /* further ones, without an id that can stand in a path */
} pl_created_list;

/* How far a case is. */
typedef struct pl_progress {
    pl_outcome outcome;
    bool settled;
    bool lost; /* a request of it may have been carried out without our seeing the answer */
    bool
        unauthorised; /* was answered 401 with a good token, which is renewed before the next try */
    bool renewed;     /* and then repeated: the next 401 counts */
    unsigned tries;
    uint64_t token_serial; /* of the token that the newest try used */
    uint32_t pause_ms;     /* before the next try */
    int status;
    double seconds;
    const char *reason;
    const char *curl;
    const pl_record *record; /* of the newest try */
    pl_finding *findings;    /* redacted, in the run's arena */
    size_t finding_count;
} pl_progress;

typedef struct pl_suite pl_suite;

/* Room for one exchange in flight. */
typedef struct pl_slot {
    pl_suite *suite;
    pl_arena arena; /* the request, and the judge's scratch */
    pl_wire wire;
    size_t index;     /* of the case */
    pl_created *link; /* instead of a case: what is being deleted */
    int64_t sent_ms;
    bool busy;
} pl_slot;

struct pl_suite {
    const pl_run_config *config;
    pl_session *session;
    pl_arena *arena; /* the run's: results */
    const pl_case_set *set;
    pl_progress *progress; /* of every case */
    size_t settled_count;
    pl_created_list created;
    pl_finding_list findings; /* of the whole run, in arena */
    size_t record_bytes;      /* of all bodies that are kept */
    size_t told_count;        /* of findings of the whole run that the observer knows */
    pl_slot slots[PL_HTTP_CONCURRENCY_MAX + 1];
    size_t slot_count;
    unsigned trouble;   /* weight of the newest exchanges without a verdict, in a row */
    bool token_refused; /* a good token was answered 401 */
    pl_status status;   /* first failure of ours inside a callback */
    unsigned delete_failures;
    int delete_status; /* of the newest failure; 0: no answer */
    pl_http_failure delete_failure;
    const char *delete_obstacle; /* why a deletion could not be sent; NULL: all could */
    bool hurried;                /* the user waits for the end of the clean-up */
    double delete_until_seconds; /* then: no deletion is started later */
    uint32_t delete_pause_ms;    /* before the next single deletion */
};

/* Ready for calls without a set. Everything borrowed. */
void pl_suite_init(pl_suite *suite, const pl_run_config *config, pl_session *session,
                   pl_arena *arena);

/* A slot that is not busy: there is one more than can be in flight. */
pl_slot *pl_suite_slot(pl_suite *suite);

/* The cases to run. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_suite_take(pl_suite *suite, const pl_case_set *set);
void pl_suite_done(pl_suite *suite);

/* Run every case of the set. Afterwards each is settled. Fails: PL_E_MEMORY, PL_E_IO (libcurl). */
PL_MUST_USE pl_status pl_suite_run(pl_suite *suite);

/* judge.c: what an answer means for a case. Settles it, or leaves it to be repeated. Fails:
 * PL_E_MEMORY. */
PL_MUST_USE pl_status pl_judge(pl_suite *suite, pl_slot *slot, const pl_http_response *response);
void pl_settle(pl_suite *suite, size_t index, pl_outcome outcome, const char *reason);
/* How long to wait before the next try: Retry-After in seconds, at most PL_RETRY_AFTER_MS_MAX;
 * usual_ms where the server does not say. RFC 9110 section 10.2.3 */
uint32_t pl_pause_after(const pl_http_response *response, uint32_t usual_ms);
/* An answer that can be judged: not lost, not a limit, not a proxy's complaint. */
bool pl_answer_has_verdict(const pl_http_response *response);

/* created.c: remember the link that an answer 2xx names. made: account_id, party, distinct. Without
 * an id that can stand in a path it is only counted, and only if it was asked for or names some id.
 * ret_repeated: another distinct creation had the same id. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_created_add(pl_created_list *created, const pl_http_response *response,
                                     const pl_created *made, bool asked_for, pl_arena *arena,
                                     pl_arena *scratch, const char **ret_repeated);

/* cleanup.c: delete what was created. Fails: PL_E_MEMORY, PL_E_IO (libcurl). */
PL_MUST_USE pl_status pl_cleanup(pl_suite *suite);

/* run.c: the settings, judged before anything is sent, and what cases are made of, but for the catalog. Fails as pl_run
 * does. */
PL_MUST_USE pl_status pl_run_prepare(const pl_run_config *config, pl_arena *arena,
                                     pl_case_config *ret_cases, pl_run_trouble *reterr_trouble);

/* preflight.c: token, catalog, one good request. Fails: PL_E_IO and PL_E_ARGUMENT with the
 * trouble filled, PL_E_MEMORY. */
PL_MUST_USE pl_status pl_preflight(pl_suite *suite, const pl_case_config *config,
                                   pl_run_trouble *reterr_trouble);

/* findings.c: all findings in the result's order, and their totals. What every answer shows alike and is no violation
 * (an account that the server always writes so) is listed once, with the number of cases. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_suite_list_findings(const pl_suite *suite, pl_result *result);

/* For the whole run: an observation. message is copied and redacted. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_suite_observe(pl_suite *suite, const char *check, const char *message);

#endif
