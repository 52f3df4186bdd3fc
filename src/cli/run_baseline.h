/* What an earlier run found (--baseline) and what is accepted for a while (--accept). */
#ifndef PL_CLI_RUN_BASELINE_H
#define PL_CLI_RUN_BASELINE_H

#include "cli/cli.h"
#include "report/accepted.h"

typedef struct pl_run_baseline {
    const char *baseline_path; /* NULL: not asked for */
    const char *accepted_path;
    pl_arena arena;
    pl_baseline was;
    pl_accepted accepted;
    pl_baseline_comparison comparison;
} pl_run_baseline;

/* Before the run: read both files. Not clean after an error line: a file cannot be read, or is not
 * what it should be. */
PL_MUST_USE pl_exit pl_run_baseline_open(pl_run_baseline *baseline);

/* After it: compare, and mark in result what fails nothing. false after an error line. */
PL_MUST_USE bool pl_run_baseline_judge(pl_run_baseline *baseline, pl_result *result);

/* What changed and how the accepted findings fared; nothing where neither was asked for. Fails:
 * PL_E_IO, PL_E_MEMORY. */
PL_MUST_USE pl_status pl_run_baseline_print(const pl_run_baseline *baseline,
                                            const pl_result *result, const pl_terminal *terminal);

/* Also of one that was never opened. */
void pl_run_baseline_close(pl_run_baseline *baseline);

#endif
