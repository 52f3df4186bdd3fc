/* Completion of command lines, written from the option tables. */
#ifndef PL_CLI_COMPLETION_H
#define PL_CLI_COMPLETION_H

#include "cli/cli.h"

/* A shell that `help --completion` knows. */
typedef struct pl_completion {
    const char *shell;
    /* The script, for a table of commands. Fails: PL_E_MEMORY, PL_E_IO (out is in error). */
    pl_status (*write)(const pl_command *commands, size_t command_count, FILE *out);
} pl_completion;

extern const pl_completion pl_completions[];
extern const size_t pl_completion_count;

/* Row of a shell, or NULL. */
const pl_completion *pl_completion_of(const char *shell);

#endif
