/* What a run is pointed at: the server that the user names, or a sandbox of our own. */
#ifndef PL_CLI_TARGET_H
#define PL_CLI_TARGET_H

#include "cli/cli.h"
#include "http/credentials.h"
#include "sandbox/sandbox.h"

typedef struct pl_target_options {
    const char *base_url; /* NULL: PAYLINK_BASE_URL, else a sandbox */
    const char *config_file;
    bool allow_production;
} pl_target_options;

typedef struct pl_target {
    pl_settings settings; /* base_url is set */
    pl_sandbox *sandbox;  /* NULL: a server of somebody else */
} pl_target;

/* Read the settings, and start the sandbox when they name no server. Anything but PL_EXIT_CLEAN
 * after an error line; then there is nothing to close. */
PL_MUST_USE pl_exit pl_target_open(const pl_target_options *options, pl_target *ret_target);
void pl_target_close(pl_target *target);

/* The settings of PAYLINK_*, a line each, for a page of help. Heap; NULL when out of memory. */
char *pl_target_settings_help(void);

#endif
