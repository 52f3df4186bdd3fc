#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"

void pl_command_overview(FILE *out) {
    (void)fputs("Usage: paylink COMMAND [OPTION...]\n"
                "Conformance and fuzzing harness for one API operation: create a payment link.\n\n",
                out);
    for (size_t i = 0; i < pl_command_count; i++) {
        (void)fprintf(out, "  %-10s %s\n", pl_commands[i].name, pl_commands[i].purpose);
    }
    (void)fputs("\n"
                "Start here:\n"
                "  paylink run                      check the built-in sandbox; no network needed\n"
                "  paylink run --base-url URL       check a server (credentials: PAYLINK_*)\n"
                "  paylink validate request.json    judge a body before you send it\n"
                "  paylink help run                 everything about a command\n"
                "\n" PL_EXIT_HELP "\n",
                out);
}

typedef struct help_options {
    const char *topic;
} help_options;

static error_t parse_option(int key, char *arg, struct argp_state *state) {
    help_options *chosen = state->input;
    if (key != ARGP_KEY_ARG) { return ARGP_ERR_UNKNOWN; }
    if (chosen->topic != NULL) {
        pl_cli_error("help", "one command at a time, please: 'paylink help %s'", chosen->topic);
        return EINVAL;
    }
    chosen->topic = arg;
    return 0;
}

const struct argp pl_help_argp = {
    .parser = parse_option, .args_doc = "[COMMAND]", .doc = "Explain a command, or list them all."};

pl_exit pl_command_help(int argc, char **argv) {
    help_options chosen = {.topic = NULL};
    if (pl_cli_parse(&pl_help_argp, argc, argv, &chosen) != 0) { return PL_EXIT_USAGE; }
    if (chosen.topic == NULL) {
        pl_command_overview(stdout);
        return PL_EXIT_CLEAN;
    }
    const pl_command *command = pl_command_of(chosen.topic);
    if (command == NULL) {
        pl_command_unknown(chosen.topic);
        return PL_EXIT_USAGE;
    }
    char name[64];
    char option[] = "--help";
    (void)snprintf(name, sizeof name, "paylink %s", command->name);
    char *arguments[] = {name, option, NULL};
    return command->run(2, arguments);
}
