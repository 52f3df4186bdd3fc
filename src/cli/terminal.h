/* What standard output and standard error are connected to, and the line of progress. */
#ifndef PL_CLI_TERMINAL_H
#define PL_CLI_TERMINAL_H

#include "report/report.h"
#include "run/run.h"

/* How standard output is. Colour on a terminal only, and not when NO_COLOR is set or TERM is dumb.
 */
pl_terminal pl_terminal_of_output(void);

/* May a line on standard error be overwritten? */
bool pl_terminal_is_live(void);

/* For pl_run_config.progress; user is a pl_progress, zero-initialised. Overwrites one line on
 * standard error. */
typedef struct pl_progress {
    int64_t shown_ms; /* when the line was last written */
} pl_progress;
void pl_progress_show(void *user, const pl_run_progress *progress);

/* Remove the line. */
void pl_progress_clear(void);

#endif
