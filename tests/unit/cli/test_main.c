#include <criterion/criterion.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "spawn.h"
#include "text/base.h"

TestSuite(cli_main, .timeout = 60);

struct row {
    const char *name, *line;
    int want_exit;
    const char *want_out; /* part of standard output, or NULL: it must be empty */
    const char *want_err; /* part of standard error, or NULL: it must be empty */
};

/* clang-format off */
static const struct row rows[] = {
    {"version",         "--version",       0, "paylink " PL_VERSION "\n", NULL},
    {"command-version", "run --version",   0, "paylink " PL_VERSION "\n", NULL},
    {"help-option",     "--help",          0, "validate", NULL},
    {"help-command",    "help",            0, "Exit status: 0 clean, 1 findings, 2 usage, 3", NULL},
    {"help-run",        "help run",        0, "PAYLINK_CLIENT_SECRET", NULL},
    {"help-run-report", "help run",        0, "--report=FORMAT=FILE", NULL},
    {"help-validate",   "help validate",   0, "Usage: paylink validate [OPTION...] [FILE...]", NULL},
    {"help-sandbox",    "help sandbox",    0, "base_url", NULL},
    {"help-cases",      "help cases",      0, "--group=GROUP", NULL},
    {"help-help",       "help help",       0, "[COMMAND]", NULL},
    {"help-unknown",    "help vaildate",   2, NULL, "did you mean 'validate'?"},
    {"help-two",        "help run cases",  2, NULL, "one command at a time"},
    {"unknown-near",    "sandbx",          2, NULL, "paylink: there is no command 'sandbx'; did you mean 'sandbox'?"},
    {"unknown-prefix",  "vali",            2, NULL, "did you mean 'validate'?"},
    {"unknown-far",     "frobnicate",      2, NULL, "'paylink help' lists them"},
    {"unknown-control", "\x1b[2J",         2, NULL, "'\\x1b[2J'"},
    {"empty-command",   "''",              2, NULL, "there is no command ''"},
    {"unknown-option",  "--bogus",         2, NULL, "'--bogus'"},
    {"cases-argument",  "cases x",         2, NULL, "one argument too many"},
    {"cases-run-id",    "cases --run-id a-b", 2, NULL, "--run-id takes"},
    {"sandbox-argument", "sandbox 80",     2, NULL, "one argument too many"},
    {"sandbox-port",    "sandbox --port 65536", 2, NULL, "--port takes a whole number from 0 to 65535"},
    {"sandbox-token",   "sandbox --token x", 2, NULL, "there is no option --token: "},
    {"sandbox-store",   "sandbox --store /nonexistent/x.db", 3, NULL, "paylink sandbox: cannot serve"},
};
/* clang-format on */

static void check_stream(const char *name, const char *stream, const char *got, const char *want) {
    if (want == NULL) {
        cr_assert_str_eq(got, "", "%s: %s is not empty:\n%s", name, stream, got);
    } else {
        cr_assert_not_null(strstr(got, want), "%s: '%s' is not in %s:\n%s", name, want, stream,
                           got);
    }
}

Test(cli_main, rows) {
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        sp_result got = sp_run(rows[i].line, "", NULL);
        cr_assert_eq(got.exit_status, rows[i].want_exit, "%s: exit %d, want %d\n%s%s", rows[i].name,
                     got.exit_status, rows[i].want_exit, got.out, got.err);
        check_stream(rows[i].name, "stdout", got.out, rows[i].want_out);
        check_stream(rows[i].name, "stderr", got.err, rows[i].want_err);
        sp_result_done(&got);
    }
}

Test(cli_main, no_command) {
    sp_result got = sp_run("", "", NULL);
    cr_assert_eq(got.exit_status, 2);
    cr_assert_not_null(strstr(got.err, "Usage: paylink COMMAND"), "%s", got.err);
    cr_assert_str_eq(got.out, "");
    sp_result_done(&got);
}

/* Help fits a terminal of 80 columns. */
Test(cli_main, help_fits) {
    static const char *const lines[] = {"help",         "help validate", "help run",
                                        "help sandbox", "help cases",    "help help"};
    for (size_t i = 0; i < PL_COUNT(lines); i++) {
        sp_result got = sp_run(lines[i], "", NULL);
        for (const char *line = got.out; *line != '\0'; line += strcspn(line, "\n") + 1) {
            cr_assert_leq(strcspn(line, "\n"), 80, "%s: %.*s", lines[i], (int)strcspn(line, "\n"),
                          line);
        }
        sp_result_done(&got);
    }
}

/* Output that is lost must not look like success. */
Test(cli_main, full_disk) {
    static const char *const lines[] = {"help", "--version", "validate --help", "cases",
                                        "validate"};
    const int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
    if (full < 0) { cr_skip_test("no /dev/full here"); }
    for (size_t i = 0; i < PL_COUNT(lines); i++) {
        sp_child child = sp_start(lines[i], NULL, full);
        sp_result got = sp_stop(&child, 0);
        cr_assert_eq(got.exit_status, 3, "%s: exit %d", lines[i], got.exit_status);
        cr_assert_not_null(strstr(got.err, "cannot write to standard output: No space left"),
                           "%s: %s", lines[i], got.err);
        sp_result_done(&got);
    }
    (void)close(full);
}

Test(cli_main, closed_pipe) {
    int ends[2];
    cr_assert_eq(pipe(ends), 0);
    (void)close(ends[0]);
    sp_child child = sp_start("cases --json", NULL, ends[1]);
    sp_result got = sp_stop(&child, 0);
    cr_assert_eq(got.exit_status, 3, "exit %d: %s", got.exit_status, got.err);
    cr_assert_not_null(strstr(got.err, "cannot write to standard output"), "%s", got.err);
    (void)close(ends[1]);
    sp_result_done(&got);
}
