/* The options and help texts of a command, read from its argp: what the parser's suggestions, the man page and the
 * completion walk. */
#ifndef PL_CLI_OPTION_TABLE_H
#define PL_CLI_OPTION_TABLE_H

#include "cli/cli.h"

enum { PL_OPTION_COUNT_MAX = 64 };

/* A row, and the argp that it stands in: the command's own, or a child's. */
typedef struct pl_option {
    const struct argp_option *row;
    const struct argp *owner;
} pl_option;

typedef struct pl_option_list {
    pl_option options[PL_OPTION_COUNT_MAX];
    size_t count;
} pl_option_list;

/* What argp adds to every command. */
extern const struct argp pl_option_common;

/* The named options of a command, its children's after its own; pl_option_common's are not there. Headings are left
 * out. More than PL_OPTION_COUNT_MAX is a bug of ours. */
void pl_option_list_read(const struct argp *argp, pl_option_list *ret_list);

/* Not for people: OPTION_HIDDEN. */
bool pl_option_is_hidden(const pl_option *option);

/* What --help prints for an option; NULL when out of memory. */
PL_MUST_USE const char *pl_option_doc(const pl_option *option, pl_arena *arena);

/* The two parts of a help page, before the options and after them; "" where there is none, NULL when out of memory. */
PL_MUST_USE const char *pl_help_before(const struct argp *argp, pl_arena *arena);
PL_MUST_USE const char *pl_help_after(const struct argp *argp, pl_arena *arena);

#endif
