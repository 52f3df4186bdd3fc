/* All cases of a run: sending, repeating, judging; what was created on the way. */
#ifndef PL_RUN_SUITE_INTERNAL_H
#define PL_RUN_SUITE_INTERNAL_H

#include "run/created_internal.h"
#include "run/materialise_internal.h"
#include "run/patience_internal.h"

enum { PL_CLEANUP_FAILURE_COUNT_MAX = 3 };

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
    pl_arena *arena;     /* the run's: results */
    size_t failed_count; /* cases that are settled and have failed */
    const pl_case_set *set;
    pl_progress *progress; /* of every case */
    size_t settled_count;
    size_t all_case_count; /* of all shards */
    bool out_of_time;      /* and cases were left out for it */
    pl_created_list created;
    pl_finding_list findings; /* of the whole run, in arena */
    size_t record_bytes;      /* of all bodies that are kept */
    size_t told_count;        /* of findings of the whole run that the observer knows */
    pl_slot slots[PL_HTTP_CONCURRENCY_MAX + 1];
    size_t slot_count;
    pl_patience patience;
    unsigned trouble;             /* weight of the newest exchanges without a verdict, in a row */
    const pl_case *trouble_case;  /* with which it began; NULL: none yet */
    const char *given_up;         /* why no further case is sent; NULL: they are */
    const char *hint;             /* what the user can do about it; NULL: nothing */
    unsigned good_serial;         /* of the good body that was accepted before the cases; 0: none */
    const pl_bytes *links_before; /* reff_nos of this run that were listed before it */
    size_t links_before_count;
    bool links_past_known; /* no other link of before has one of this run's */
    uint64_t refusals_looked_up;
    bool token_refused;          /* a good token was answered 401 */
    const pl_case_config *cases; /* what good requests are made of; NULL: there are no cases yet */
    unsigned control_count;      /* good requests that were sent to see whether the token lives */
    pl_status status;            /* first failure of ours inside a callback */
    unsigned delete_failures;
    int delete_status; /* of the newest failure; 0: no answer */
    pl_http_failure delete_failure;
    const char *delete_obstacle; /* why a deletion could not be sent; NULL: all could */
    bool hurried;                /* the user waits for the end of the clean-up */
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

/* Prepare the case in the slot. ret_ready false: it cannot be sent, and is settled. Fails: PL_E_MEMORY, PL_E_RANGE (the
 * clock). */
PL_MUST_USE pl_status pl_suite_prepare(pl_suite *suite, pl_slot *slot, size_t index,
                                       bool *ret_ready);

/* Nothing is in flight: tokens fit for use. One that was refused is renewed, unless that has been done since the token
 * of refused_serial. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_suite_freshen_tokens(pl_suite *suite, uint64_t refused_serial);

/* token_control.c: may a 401 to a good token mean that the one which the user gave is over? */
bool pl_suite_doubts_token(const pl_suite *suite, size_t index, int status);
/* A good request shows whether the given token lives: no further case is sent with a dead one. ret_unknown: that cannot
 * be told. Nothing is in flight. Fails: PL_E_MEMORY, PL_E_IO (libcurl). */
PL_MUST_USE pl_status pl_suite_control_token(pl_suite *suite, bool *ret_unknown);
extern const char pl_hint_given_token[];

/* True: the session lacks what the case needs; it is settled, and not run. */
bool pl_suite_settle_unmet(pl_suite *suite, size_t index);
void pl_suite_settle_unsendable(pl_suite *suite, size_t index);

/* Weight of exchanges without a verdict, in a row, after which the server is taken to be in trouble: three lost
 * answers, a dozen refusals for a limit. */
enum { PL_TROUBLE_MAX = 12 };

/* repeat.c: the second pass: what has no verdict yet, one at a time, so that a limit or a slow server can be met with
 * patience. Settles every case. Fails: PL_E_MEMORY, PL_E_IO (libcurl). */
PL_MUST_USE pl_status pl_suite_repeat(pl_suite *suite);

/* links.c: the links that the account has, before the cases and after them. A request that was refused must not have
 * left one. Fails: PL_E_MEMORY, PL_E_IO (libcurl). */
PL_MUST_USE pl_status pl_links_before(pl_suite *suite, const char *run_id);
PL_MUST_USE pl_status pl_links_after(pl_suite *suite, const pl_case_config *config);

/* judge.c: a secured case with a good token that expects no such status. */
bool pl_is_refused_token(const pl_case *test, int status);
/* What an answer means for a case. Settles it, or leaves it to be repeated. Fails:
 * PL_E_MEMORY. */
PL_MUST_USE pl_status pl_judge(pl_suite *suite, pl_slot *slot, const pl_http_response *response);
void pl_settle(pl_suite *suite, size_t index, pl_outcome outcome, const char *reason);
/* An answer that can be judged: not lost, not a limit, not a proxy's complaint. */
bool pl_answer_has_verdict(const pl_http_response *response);

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

/* Copies of a case's findings, redacted, behind those that it has. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_suite_keep_findings(pl_suite *suite, size_t index,
                                             const pl_finding_list *found);

/* For the whole run: a finding; an observation. message is copied and redacted. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_suite_report(pl_suite *suite, pl_severity severity, const char *check,
                                      const char *message);
PL_MUST_USE pl_status pl_suite_observe(pl_suite *suite, const char *check, const char *message);
#endif
