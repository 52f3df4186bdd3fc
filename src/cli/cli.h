/* What the commands share: the table of commands, exit statuses, option parsing, error lines. Only
 * this room prints, reads the environment or exits. */
#ifndef PL_CLI_CLI_H
#define PL_CLI_CLI_H

#include <argp.h>

#include "text/arena.h"

typedef enum pl_exit {
    PL_EXIT_CLEAN,
    PL_EXIT_FINDINGS,
    PL_EXIT_USAGE,
    PL_EXIT_ENVIRONMENT, /* could not do, or not finish, the work */
    PL_EXIT_COUNT
} pl_exit;

/* The same as a paragraph of every command's help. */
#define PL_EXIT_HELP                                                                               \
    "Exit status: 0 clean, 1 findings, 2 usage, 3 environment (cannot read or write)."

typedef struct pl_command {
    const char *name;
    const char *purpose;                   /* one line */
    pl_exit (*run)(int argc, char **argv); /* argv[0] is "paylink NAME" */
    const struct argp *argp;               /* its options: what --help prints */
} pl_command;

extern const pl_command pl_commands[];
extern const size_t pl_command_count;

pl_exit pl_command_validate(int argc, char **argv);
pl_exit pl_command_run(int argc, char **argv);
pl_exit pl_command_report(int argc, char **argv);
pl_exit pl_command_fuzz(int argc, char **argv);
pl_exit pl_command_replay(int argc, char **argv);
pl_exit pl_command_sandbox(int argc, char **argv);
pl_exit pl_command_mutants(int argc, char **argv);
pl_exit pl_command_cases(int argc, char **argv);
pl_exit pl_command_diff(int argc, char **argv);
pl_exit pl_command_lint(int argc, char **argv);
pl_exit pl_command_help(int argc, char **argv);

extern const struct argp pl_validate_argp;
extern const struct argp pl_run_argp;
extern const struct argp pl_report_argp;
extern const struct argp pl_fuzz_argp;
extern const struct argp pl_replay_argp;
extern const struct argp pl_sandbox_argp;
extern const struct argp pl_mutants_argp;
extern const struct argp pl_cases_argp;
extern const struct argp pl_diff_argp;
extern const struct argp pl_lint_argp;
extern const struct argp pl_help_argp;

/* Row of a name, or NULL. */
const pl_command *pl_command_of(const char *name);

/* Report on stderr that there is no such command, and which one may have been meant. */
void pl_command_unknown(const char *name);

/* What paylink is, and how to begin: a paragraph with lines to type. */
#define PL_SUMMARY "conformance and fuzzing harness for one API operation: create a payment link"
#define PL_START_HERE                                                                              \
    "Start here:\n"                                                                                \
    "  paylink run                      check the built-in sandbox; no network needed\n"           \
    "  paylink run --base-url URL       check a server (credentials: PAYLINK_*)\n"                 \
    "  paylink validate request.json    judge a body before you send it\n"                         \
    "  paylink help run                 everything about a command\n"

/* The page of `paylink --help`. */
void pl_command_overview(FILE *out);

/* --- options -------------------------------------------------------------------------------- */

/* argp_parse, but options must be written out (an abbreviation changes its meaning with the next
 * option that is added, and --token must not become --token-version), -h is --help, and an unknown
 * option is answered with the nearest one. Returns 0, or an error after an error line; argp itself
 * may exit (help: 0, usage: PL_EXIT_USAGE). A parser that finds fault prints its own line with
 * pl_cli_error and returns EINVAL. */
PL_MUST_USE error_t pl_cli_parse(const struct argp *argp, int argc, char **argv, void *input);

/* Decimal digits within min..max, both not negative. */
PL_MUST_USE bool pl_cli_number(const char *text, int64_t min, int64_t max, int64_t *ret_value);

/* The same for an option of a command, with an error line when it is not. */
PL_MUST_USE bool pl_cli_number_option(const char *command, const char *option, const char *text,
                                      int64_t min, int64_t max, int64_t *ret_value);

/* The HTTP status of an answer that the contract lists; false after an error line that names them. */
PL_MUST_USE bool pl_cli_response_option(const char *command, const char *option, const char *text,
                                        int *ret_status);

/* A list of codes. */
typedef struct pl_cli_list {
    pl_bytes *items; /* in the arena; not NULL once read */
    size_t count;
} pl_cli_list;

/* Split at commas; "" is the empty list. Items point into text. false after an error line: an empty
 * item, memory. */
PL_MUST_USE bool pl_cli_list_option(const char *command, const char *option, const char *text,
                                    pl_arena *arena, pl_cli_list *ret_list);

/* Run id: [0-9A-Za-z]{1,12}. false after an error line. */
PL_MUST_USE bool pl_cli_run_id_valid(const char *command, const char *run_id);

/* --- talking -------------------------------------------------------------------------------- */

/* One line on stderr: "paylink COMMAND: ..."; command may be NULL. What could mislead a terminal is
 * made visible. */
__attribute__((format(printf, 2, 3))) void pl_cli_error(const char *command, const char *format,
                                                        ...);

/* The nearest of names (NULL-terminated) to what was typed, or NULL when none is near. */
const char *pl_cli_nearest(const char *typed, const char *const *names);

/* Milliseconds of the clock. */
int64_t pl_cli_now_ms(void);

#endif
