#include <signal.h>

#include "relay_util.h"
#include "sandbox/fault.h"

/* A run that its caller ends at the first violation. */

static volatile sig_atomic_t seen_failure;

static void note_failure(void *user, const pl_run_progress *progress) {
    const bool *const stops = user;
    cr_assert_leq(progress->failed, progress->done);
    if (*stops && progress->failed > 0) { seen_failure = 1; }
}

Test(run, can_stop_at_the_first_violation, .timeout = 60) {
    pl_arena arena = {0};
    pl_fault_list faults;
    cr_assert_eq(pl_faults_make(&arena, &faults), PL_OK);
    const pl_sandbox_config faulty = {
        .seed = RU_SEED, .fault = pl_fault_of(&faults, "schema/max_usage/maximum/dropped")};
    pl_sandbox *sandbox = NULL;
    cr_assert_not_null(faulty.fault);
    cr_assert_eq(pl_sandbox_start(&faulty, &sandbox, NULL), PL_OK);
    pl_settings settings = ru_settings(sandbox, NULL);
    pl_run_config config = ru_config(&settings);
    bool stops = false;
    config.stop = &seen_failure;
    config.progress = note_failure;
    config.progress_user = &stops;
    for (int pass = 0; pass < 2; pass++) {
        pl_result result;
        pl_run_trouble trouble = {0};
        stops = pass == 1;
        cr_assert_eq(pl_run(&config, &arena, &result, &trouble), PL_OK, "%s", trouble.what);
        ru_check_result("faulty", &result);
        cr_assert_geq(result.summary.failed, 1, "the fault is not found");
        if (stops) {
            cr_assert_gt(result.summary.not_run, result.summary.cases / 2);
        } else {
            cr_assert_eq(result.summary.not_run, 0);
        }
    }
    pl_settings_done(&settings);
    pl_sandbox_stop(sandbox);
    pl_arena_done(&arena);
}
