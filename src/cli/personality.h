/* --personality: which kind of server the sandbox imitates. */
#ifndef PL_CLI_PERSONALITY_H
#define PL_CLI_PERSONALITY_H

#include "cli/cli.h"
#include "sandbox/personality.h"

#define PL_PERSONALITY_OPTION_HELP "Kind of server that the sandbox imitates; \"list\" shows them"

/* What may stand after it: all names, and "list". NULL-terminated; NULL when out of memory. */
const char **pl_personality_names(pl_arena *arena);

/* The personality of a name. "list" prints them all and ends the program. false after an error line. */
PL_MUST_USE bool pl_personality_option(const char *command, const char *name,
                                       const pl_personality **ret_personality);

#endif
