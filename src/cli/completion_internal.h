/* The part of the bash completion that is the same for every table of commands. */
#ifndef PL_CLI_COMPLETION_INTERNAL_H
#define PL_CLI_COMPLETION_INTERNAL_H

/* It calls _paylink_options, _paylink_option_kind, _paylink_argument_kind and _paylink_values, which are written from
 * the tables. */
extern const char pl_completion_bash_engine[];

#endif
