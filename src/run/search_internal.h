/* Inside the search: single requests and batches over the suite's machinery, and the list of what was found. */
#ifndef PL_RUN_SEARCH_INTERNAL_H
#define PL_RUN_SEARCH_INTERNAL_H

#include "cases/coverage.h"
#include "cases/shrink.h"
#include "run/search.h"
#include "run/suite_internal.h"

enum { PL_SEARCH_KEY_SLOT_COUNT = 6 };

/* A finding in the making. */
typedef struct pl_search_entry {
    const char *key; /* what makes two findings one */
    pl_bytes model;  /* of the request that showed it; later the smallest one */
    const pl_case *variant;
    pl_demand demand;
    pl_finding finding; /* of the newest request that failed alike */
    const char *curl;
    const char *message; /* the finding's, without what changes from request to request */
    const char *id;
    pl_bytes body;     /* as it was sent */
    const char *fresh; /* in the body, or NULL */
    int status;
    bool is_open;   /* not yet repeated and made small */
    bool is_merged; /* the same as an earlier one, when both are small */
    uint64_t count;
    pl_search_finding *told; /* NULL as long as it is open or merged */
} pl_search_entry;

typedef struct pl_search_state {
    const pl_search_config *config;
    pl_run_config run; /* config->run without its progress */
    pl_session session;
    pl_suite *suite;
    pl_case_config cases;
    pl_drawer *drawer;
    pl_arena *arena;  /* the caller's: results */
    pl_arena batch;   /* of one batch: requests, and the suite's own */
    pl_arena work;    /* of one finding that is made small */
    pl_arena scratch; /* of one question */
    pl_coverage coverage;
    pl_search_entry entries[PL_SEARCH_FINDING_COUNT_MAX];
    size_t entry_count;
    pl_search_finding *findings; /* PL_SEARCH_FINDING_COUNT_MAX, in arena */
    pl_search_result result;
    uint64_t next;   /* number of the next request of the seed */
    uint64_t asked;  /* requests that were not of the seed */
    unsigned silent; /* batches without any verdict, in a row */
    double began_seconds;
    double until_seconds;
} pl_search_state;

/* search_send.c: a suite for requests that are no run. */
/* Connect, preflight, and a drawer; everything is released by pl_search_close. Fails as pl_run does. */
PL_MUST_USE pl_status pl_search_open(pl_search_state *state, const pl_run_config *config,
                                     uint64_t seed, pl_arena *arena,
                                     pl_run_trouble *reterr_trouble);
void pl_search_close(pl_search_state *state);

/* Send the cases and wait for their answers: suite->progress. All that the suite keeps goes to arena. */
PL_MUST_USE pl_status pl_search_send(pl_search_state *state, const pl_case_set *set,
                                     pl_arena *arena);
/* Delete what was created since. What the suite kept in an arena may go afterwards. */
PL_MUST_USE pl_status pl_search_clean(pl_search_state *state);
/* The time is over, or the user wants the end. */
bool pl_search_is_over(const pl_search_state *state);

/* search_note.c: one drawn request's answer goes into the counts and the list. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_search_note(pl_search_state *state, const pl_drawn *drawn,
                                     const pl_progress *progress);
/* What the suite says of the server as a whole after it has sent a batch. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_search_note_run(pl_search_state *state);
/* Is it the same kind of failure? */
bool pl_search_fails_alike(const pl_search_entry *entry, const pl_finding *finding, int status);
/* A message without what changes from request to request: numbers and quoted texts. In arena; NULL: no memory. */
const char *pl_search_outline(const char *message, pl_arena *arena);

/* search_shrink.c: repeat an entry's request, make it small, merge it with an earlier one or tell of it. */
PL_MUST_USE pl_status pl_search_settle(pl_search_state *state, pl_search_entry *entry);

/* The first violation among a progress's findings that fits, or NULL. */
const pl_finding *pl_search_violation(const pl_progress *progress);

#endif
