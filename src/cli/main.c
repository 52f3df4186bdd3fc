/* paylink COMMAND: finds the command and lets it run. */
#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"

/* Runs at every exit, argp's included: output that was lost must not look like success. */
static void close_output(void) {
    errno = 0;
    if (fflush(stdout) != 0 || ferror(stdout) != 0) {
        pl_cli_error(NULL, "cannot write to standard output: %s. Check the disk, or the reader.",
                     errno != 0 ? strerror(errno) : "an earlier write failed");
        _exit(PL_EXIT_ENVIRONMENT);
    }
}

static pl_exit run_command(const pl_command *command, int argc, char **argv) {
    assert(command != NULL);
    char name[64]; /* argp prints argv[0] in front of its messages */
    const int len = snprintf(name, sizeof name, "paylink %s", command->name);
    assert(len > 0 && (size_t)len < sizeof name);
    argv[0] = name;
    return command->run(argc, argv);
}

static bool is_one_of(const char *word, const char *const *words) {
    for (; *words != NULL; words++) {
        if (strcmp(word, *words) == 0) { return true; }
    }
    return false;
}

int main(int argc, char **argv) {
    static const char *const help_words[] = {"--help", "-h", "-?", NULL};
    static const char *const version_words[] = {"--version", "-V", NULL};
    /* A closed pipe is an error to report, not a reason to vanish. */
    (void)signal(SIGPIPE, SIG_IGN);
    argp_err_exit_status = PL_EXIT_USAGE;
    argp_program_version = "paylink " PL_VERSION;
    if (atexit(close_output) != 0) { return PL_EXIT_ENVIRONMENT; }
    if (argc < 2) {
        pl_command_overview(stderr);
        return PL_EXIT_USAGE;
    }
    if (is_one_of(argv[1], help_words)) {
        pl_command_overview(stdout);
        return PL_EXIT_CLEAN;
    }
    if (is_one_of(argv[1], version_words)) {
        (void)printf("%s\n", argp_program_version);
        return PL_EXIT_CLEAN;
    }
    const pl_command *command = pl_command_of(argv[1]);
    if (command == NULL) {
        pl_command_unknown(argv[1]);
        return PL_EXIT_USAGE;
    }
    return (int)run_command(command, argc - 1, argv + 1);
}
