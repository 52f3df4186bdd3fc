/* What the commands that call a server share: being stopped, and saying why they could not begin. */
#ifndef PL_CLI_LIVE_H
#define PL_CLI_LIVE_H

#include <signal.h>

#include "cli/cli.h"
#include "run/run.h"

/* Set by SIGINT, SIGTERM and SIGHUP: the work ends early, but what it has created is deleted. */
extern volatile sig_atomic_t pl_live_stop;

/* From now on. The first signal asks; a second one, its action reset, ends the program at once. */
void pl_live_catch_stop(void);

/* Error lines for what pl_run and its like fail with, and the exit status of it. */
pl_exit pl_live_trouble(const char *command, pl_status status, const pl_run_trouble *trouble);

#endif
