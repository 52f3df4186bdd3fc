/* What a run is pointed at: the server that the user names, or a sandbox of our own. */
#ifndef PL_CLI_TARGET_H
#define PL_CLI_TARGET_H

#include "cli/personality.h"
#include "http/credentials.h"
#include "sandbox/sandbox.h"

/* What pl_target_argp reads: its input. */
typedef struct pl_target_options {
    const char *command;  /* set by the caller: whose error lines */
    const char *base_url; /* NULL: PAYLINK_BASE_URL, else a sandbox */
    const char *config_file;
    const char *ca_file; /* NULL: the system's */
    pl_token_version token_version;
    int64_t timeout_seconds; /* of one request; 0: not given */
    bool allow_production;
    const pl_personality *personality; /* of the sandbox; NULL: not given */
} pl_target_options;

/* The options of every command that talks to a server, for its argp's children. */
extern const struct argp pl_target_argp;

enum { PL_TARGET_TIMEOUT_SECONDS_DEFAULT = 30 };

typedef struct pl_target {
    pl_settings settings; /* base_url is set */
    pl_sandbox *sandbox;  /* NULL: a server of somebody else */
} pl_target;

/* Read the settings, and start the sandbox when they name no server. Anything but PL_EXIT_CLEAN
 * after an error line; then there is nothing to close. */
PL_MUST_USE pl_exit pl_target_open(const pl_target_options *options, pl_target *ret_target);

/* Start a sandbox of our own; the settings are its credentials, in the place of the user's, which are not meant for it.
 * amount may be NULL. Anything but PL_EXIT_CLEAN after an error line. */
PL_MUST_USE pl_exit pl_target_of_sandbox(const char *command, const pl_sandbox_config *config,
                                         const char *amount, pl_target *ret_target);
void pl_target_close(pl_target *target);

/* For an argp's help_filter, the end of a help page: text, then the settings of PAYLINK_*, a line each, then end. Heap,
 * for argp to free; text itself when out of memory. */
char *pl_target_help(const char *text, const char *end);

/* What a variable is for, in a few words. Static storage. */
const char *pl_target_setting_purpose(const pl_setting *row);

/* What --token-version takes, by version. */
extern const char *const pl_target_token_versions[PL_TOKEN_VERSION_COUNT];

/* Milliseconds that one request may take. */
uint32_t pl_target_timeout_ms(const pl_target_options *options);

#endif
