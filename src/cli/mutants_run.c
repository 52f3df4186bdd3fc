#include <assert.h>
#include <string.h>

#include "cli/mutants_internal.h"
#include "cli/target.h"
#include "report/report.h"
#include "run/run.h"

static const char command[] = "mutants";

enum {
    CONCURRENCY = 4,
    TIMEOUT_MS = 10 * 1000, /* of one request, on a machine under load */
    TIMEOUT_MS_OF_OUTAGE = 250,
    RUN_MS_MAX = 120 * 1000, /* a sandbox that answers needs a tenth of a second */
    RUN_MS_MAX_OF_OUTAGE = 1000
};

/* Ends the run that is under way: there is a violation, or the user asks for it. */
static volatile sig_atomic_t stop_run;

/* Called between the cases. One violation is enough. */
static void watch(void *user, const pl_run_progress *progress) {
    const volatile sig_atomic_t *interrupted = user;
    if (*interrupted != 0 || progress->failed > 0) { stop_run = 1; }
}

static const pl_result_finding *first_violation(const pl_result *result) {
    for (size_t i = 0; i < result->finding_count; i++) {
        if (result->findings[i].finding.severity == PL_VIOLATION) { return &result->findings[i]; }
    }
    return NULL;
}

/* The names outlive the run's arena. */
static bool keep_violation(const pl_result_finding *found, pl_arena *arena, pl_mutant *mutant) {
    const pl_case *test = found->finding.test;
    mutant->killed = true;
    mutant->check = pl_arena_text(arena, pl_bytes_of(found->finding.check));
    mutant->case_id = test == NULL ? NULL : pl_arena_text(arena, pl_bytes_of(test->id));
    return mutant->check != NULL && (test == NULL || mutant->case_id != NULL);
}

/* A run without a violation: NULL when it says that all is well. */
static const char *remark_of(const pl_result *result) {
    if (pl_result_judge(result) == PL_RESULT_CONFORMS) { return NULL; }
    return result->out_of_time ? "no verdict in the time that it was given"
                               : "too little was seen to judge";
}

static bool settle(pl_status status, const pl_result *result, const pl_run_trouble *trouble,
                   pl_arena *arena, pl_mutant *mutant) {
    const pl_result_finding *found = status == PL_OK ? first_violation(result) : NULL;
    if (found != NULL) { return keep_violation(found, arena, mutant); }
    if (status == PL_OK) {
        mutant->remark = remark_of(result);
    } else {
        const char *what = trouble->what != NULL ? trouble->what : pl_status_text(status);
        mutant->remark = pl_arena_text(arena, pl_bytes_of(what));
        if (mutant->remark == NULL) { return false; }
    }
    const pl_fault *fault = mutant->fault;
    /* A server that fails now and then, on the other hand, is one to get over with. */
    mutant->killed =
        mutant->remark != NULL && fault != NULL && fault->availability && fault->documented;
    return true;
}

pl_exit pl_mutant_run(const pl_fault *fault, const volatile sig_atomic_t *interrupted,
                      pl_arena *arena, pl_mutant *ret_mutant) {
    const bool outage = fault != NULL && fault->availability;
    const pl_sandbox_config sandbox = {.fault = fault};
    pl_target target;
    const pl_exit opened = pl_target_of_sandbox(command, &sandbox, NULL, &target);
    if (opened != PL_EXIT_CLEAN) { return opened; }
    const pl_run_config config = {
        .settings = &target.settings,
        .timeout_ms = outage ? TIMEOUT_MS_OF_OUTAGE : TIMEOUT_MS,
        .concurrency = CONCURRENCY,
        .max_time_ms = outage ? RUN_MS_MAX_OF_OUTAGE : RUN_MS_MAX,
        .keep = true, /* the sandbox is gone in a moment */
        .stop = &stop_run,
        .progress = watch,
        .progress_user = (void *)(uintptr_t)interrupted,
    };
    pl_arena own;
    pl_arena_init(&own);
    pl_result result;
    pl_run_trouble trouble = {.what = NULL};
    stop_run = 0;
    const pl_status status = pl_run(&config, &own, &result, &trouble);
    pl_mutant mutant = {.fault = fault, .chosen = true};
    const bool settled = status != PL_E_MEMORY && settle(status, &result, &trouble, arena, &mutant);
    pl_arena_done(&own);
    pl_target_close(&target);
    if (!settled) {
        pl_cli_error(command, "out of memory");
        return PL_EXIT_ENVIRONMENT;
    }
    *ret_mutant = mutant;
    return PL_EXIT_CLEAN;
}
