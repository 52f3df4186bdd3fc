/* The manual page, paylink(1), written from the option tables. */
#ifndef PL_CLI_MAN_H
#define PL_CLI_MAN_H

#include "cli/cli.h"

/* The page, in the man macros, for a table of commands. ASCII. Fails: PL_E_MEMORY, PL_E_IO (out is in error). */
PL_MUST_USE pl_status pl_man_write(const pl_command *commands, size_t command_count, FILE *out);

#endif
