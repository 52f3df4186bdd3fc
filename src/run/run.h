/* The live run: preflight, suite, clean-up. */
#ifndef PL_RUN_RUN_H
#define PL_RUN_RUN_H

#include <signal.h>

#include "checks/result.h"
#include "http/credentials.h"

typedef struct pl_run_progress {
    size_t done;
    size_t failed; /* of these; who needs one violation only can stop the run */
    size_t count;
    const char *group;
} pl_run_progress;

/* Who is told of a run while it goes on. Nothing that is handed over outlives the call, but what a case is made of. */
typedef struct pl_run_observer {
    void *user;
    void (*plan)(void *user, const pl_result *planned); /* before the first case; no outcomes yet */
    void (*settled)(void *user, size_t index, const pl_case_result *row); /* each case once */
    void (*note)(void *user, const pl_finding *finding); /* of the whole run, some time after */
} pl_run_observer;

typedef struct pl_run_config {
    const pl_settings *settings; /* base_url set */
    pl_token_version token_version;
    uint32_t timeout_ms;
    uint32_t concurrency;
    uint32_t rate;        /* requests started per second, all that there are; 0: no limit */
    uint32_t max_time_ms; /* of the whole run, clean-up included; 0: no limit */
    pl_shard shard;       /* which of the cases; all zero: every one */
    const char *ca_file;  /* certificates to trust; NULL: the system's */
    const char *run_id;   /* NULL: a new one */
    bool keep;            /* leave the created links */
    /* Not 0: send no further case, clean up, return. May be NULL. */
    const volatile sig_atomic_t *stop;
    void (*progress)(void *user, const pl_run_progress *progress); /* may be NULL */
    void *progress_user;
    const pl_run_observer *observer; /* may be NULL */
} pl_run_config;

/* Why the suite could not start, for a person. */
typedef struct pl_run_trouble {
    const char *what; /* one line, static or in the arena; redacted */
    const char *hint; /* what to do next */
} pl_run_trouble;

/* Preflight, all cases, clean-up. ret_result and its strings live in arena.
 * Fails: PL_E_IO with reterr_trouble filled (environment, missing settings: exit 3), PL_E_ARGUMENT (a
 * setting that cannot be used; trouble says which), PL_E_MEMORY. */
PL_MUST_USE pl_status pl_run(const pl_run_config *config, pl_arena *arena, pl_result *ret_result,
                             pl_run_trouble *reterr_trouble);

#endif
