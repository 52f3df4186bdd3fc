/* The table of commands: what `paylink help`, the man page and the completion read. */
#include <string.h>

#include "cli/cli.h"

/* In the order of use: checking a server, judging what is at hand, the rest. */
/* clang-format off */
const pl_command pl_commands[] = {
    {"run",      "check a server against the contract",                    pl_command_run,      &pl_run_argp},
    {"report",   "make reports of a run's journal",                        pl_command_report,   &pl_report_argp},
    {"fuzz",     "search a server for faults with random requests",        pl_command_fuzz,     &pl_fuzz_argp},
    {"replay",   "send what fuzz has found once more",                     pl_command_replay,   &pl_replay_argp},
    {"validate", "judge request or response bodies by the contract",       pl_command_validate, &pl_validate_argp},
    {"cases",    "print what a run would send",                            pl_command_cases,    &pl_cases_argp},
    {"sandbox",  "serve the API on this machine",                          pl_command_sandbox,  &pl_sandbox_argp},
    {"mutants",  "judge the suite by faults of the built-in sandbox",      pl_command_mutants,  &pl_mutants_argp},
    {"diff",     "compare two versions of the API's document",             pl_command_diff,     &pl_diff_argp},
    {"lint",     "look for what an API's document says against itself",    pl_command_lint,     &pl_lint_argp},
    {"help",     "explain a command",                                      pl_command_help,     &pl_help_argp},
};
/* clang-format on */

const size_t pl_command_count = PL_COUNT(pl_commands);

const pl_command *pl_command_of(const char *name) {
    for (size_t i = 0; i < PL_COUNT(pl_commands); i++) {
        if (strcmp(pl_commands[i].name, name) == 0) { return &pl_commands[i]; }
    }
    return NULL;
}

void pl_command_unknown(const char *name) {
    const char *names[PL_COUNT(pl_commands) + 1] = {NULL};
    for (size_t i = 0; i < PL_COUNT(pl_commands); i++) { names[i] = pl_commands[i].name; }
    const char *nearest = pl_cli_nearest(name, names);
    if (nearest != NULL) {
        pl_cli_error(NULL, "there is no command '%s'; did you mean '%s'?", name, nearest);
    } else {
        pl_cli_error(NULL, "there is no command '%s'; 'paylink help' lists them", name);
    }
}
