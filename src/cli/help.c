#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/completion.h"
#include "cli/man.h"
#include "cli/values.h"

static const char command_name[] = "help";

void pl_command_overview(FILE *out) {
    static const char summary[] = PL_SUMMARY;
    (void)fprintf(out, "Usage: paylink COMMAND [OPTION...]\n%c%s.\n\n", toupper(summary[0]),
                  summary + 1);
    for (size_t i = 0; i < pl_command_count; i++) {
        (void)fprintf(out, "  %-10s %s\n", pl_commands[i].name, pl_commands[i].purpose);
    }
    (void)fputs("\n" PL_START_HERE "\n" PL_EXIT_HELP "\n", out);
}

enum { KEY_MAN = 256, KEY_COMPLETION };

/* clang-format off */
static const struct argp_option options[] = {
    {"man",        KEY_MAN,        NULL,    0, "Print the manual page, paylink(1)", 0},
    {"completion", KEY_COMPLETION, "SHELL", 0, "Print the completion of command lines for a shell: {SHELL}", 0},
    {0},
};
/* clang-format on */

static const char doc[] =
    "Explain a command, or list them all. An installed paylink has its manual page and its "
    "completion in place."
    "\v"
    "Examples:\n"
    "  paylink help run\n"
    "  paylink help --man > paylink.1 && man ./paylink.1\n"
    "  source <(paylink help --completion bash)\n"
    "\n"
    "Exit status: 0 explained, 2 usage, there is no such command, 3 environment (cannot write).";

typedef struct help_options {
    const char *topic;
    const pl_completion *completion;
    bool man;
} help_options;

static bool take_shell(help_options *chosen, const char *shell) {
    chosen->completion = pl_completion_of(shell);
    if (chosen->completion != NULL) { return true; }
    char known[64];
    pl_value_names("SHELL", known, sizeof known);
    pl_cli_error(command_name, "--completion takes one of: %s; not '%s'", known, shell);
    return false;
}

static error_t parse_option(int key, char *arg, struct argp_state *state) {
    help_options *chosen = state->input;
    switch (key) {
    case KEY_MAN:
        chosen->man = true;
        return 0;
    case KEY_COMPLETION:
        return take_shell(chosen, arg) ? 0 : EINVAL;
    case ARGP_KEY_ARG:
        if (chosen->topic != NULL) {
            pl_cli_error(command_name, "one command at a time, please: 'paylink help %s'",
                         chosen->topic);
            return EINVAL;
        }
        chosen->topic = arg;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

const struct argp pl_help_argp = {.options = options,
                                  .parser = parse_option,
                                  .args_doc = "[COMMAND]",
                                  .doc = doc,
                                  .help_filter = pl_value_help};

static pl_exit explain(const char *topic) {
    const pl_command *command = pl_command_of(topic);
    if (command == NULL) {
        pl_command_unknown(topic);
        return PL_EXIT_USAGE;
    }
    char name[64];
    char option[] = "--help";
    (void)snprintf(name, sizeof name, "paylink %s", command->name);
    char *arguments[] = {name, option, NULL};
    return command->run(2, arguments);
}

pl_exit pl_command_help(int argc, char **argv) {
    help_options chosen = {.topic = NULL};
    if (pl_cli_parse(&pl_help_argp, argc, argv, &chosen) != 0) { return PL_EXIT_USAGE; }
    if ((chosen.topic != NULL) + chosen.man + (chosen.completion != NULL) > 1) {
        pl_cli_error(command_name, "one thing at a time, please: COMMAND, --man or --completion");
        return PL_EXIT_USAGE;
    }
    if (chosen.topic != NULL) { return explain(chosen.topic); }
    pl_status status = PL_OK;
    if (chosen.man) {
        status = pl_man_write(pl_commands, pl_command_count, stdout);
    } else if (chosen.completion != NULL) {
        status = chosen.completion->write(pl_commands, pl_command_count, stdout);
    } else {
        pl_command_overview(stdout);
    }
    if (status == PL_E_MEMORY) { pl_cli_error(command_name, "out of memory"); }
    /* A stream in error is reported when the program ends. */
    return status == PL_OK ? PL_EXIT_CLEAN : PL_EXIT_ENVIRONMENT;
}
