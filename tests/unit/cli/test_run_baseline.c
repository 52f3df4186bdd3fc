#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "spawn.h"
#include "text/base.h"

TestSuite(cli_run_baseline, .init = sp_folder_make, .fini = sp_folder_remove, .timeout = 300);

static sp_result run(const char *options, int want_exit) {
    sp_result got = sp_run(sp_line("run %s", options), "", NULL);
    cr_assert_eq(got.exit_status, want_exit, "%s: exit %d\n%s%s", options, got.exit_status, got.out,
                 got.err);
    return got;
}

static void expect_part(const char *text, const char *part) {
    cr_expect_not_null(strstr(text, part), "'%s' is not in:\n%s", part, text);
}

/* In a record: the text that stands there once becomes another one of the same length. */
static void alter(const char *name, const char *from, const char *to) {
    cr_assert_eq(strlen(from), strlen(to));
    char *const text = sp_read_file(sp_inside(name));
    char *const at = strstr(text, from);
    cr_assert_not_null(at, "%s", from);
    memcpy(at, to, strlen(to));
    sp_put_file(name, text);
    free(text);
}

/* Another port, moment and run id, more or fewer requests at once: no noise at all. */
Test(cli_run_baseline, two_runs_of_one_server_are_alike) {
    static const char *const ways[] = {"", "--concurrency 1", "--concurrency 16 --run-id x"};
    sp_result got = run(sp_line("--quiet --record %s", sp_inside("first.json")), 0);
    sp_result_done(&got);
    char *const first = sp_read_file(sp_inside("first.json"));
    for (size_t i = 0; i < PL_COUNT(ways); i++) {
        got = run(sp_line("%s%s--record %s --baseline %s", ways[i], ways[i][0] == '\0' ? "" : " ",
                          sp_inside("next.json"), sp_inside("first.json")),
                  0);
        expect_part(got.out, "Nothing changed: 0 new or changed violations");
        sp_result_done(&got);
        char *const next = sp_read_file(sp_inside("next.json"));
        cr_expect_str_eq(first, next, "%s", ways[i]);
        free(next);
    }
    free(first);
}

Test(cli_run_baseline, a_changed_server_is_told) {
    sp_result got = run(sp_line("--quiet --record %s", sp_inside("r.json")), 0);
    sp_result_done(&got);
    /* As if the server had refused blank titles before. */
    alter("r.json", "\"message\":\"accepted (200)\"", "\"message\":\"rejected (200)\"");
    got = run(sp_line("--baseline %s", sp_inside("r.json")), 0);
    expect_part(got.out, "Changed (1)");
    expect_part(got.out, "(was: rejected (200))");
    sp_result_done(&got);
}

static const char other_merchant[] =
    "PAYLINK_PARTNER_ID=partner-1 PAYLINK_CLIENT_ID=client-1 PAYLINK_CLIENT_SECRET=abcdef012345 "
    "PAYLINK_ACCOUNT_ID=01HZX3V5K8J9QW2E4R6T8Y0ABC";

/* Files are read before anything is sent: no server is needed to be told what is wrong with them. */
Test(cli_run_baseline, files_that_cannot_be_used) {
    static const struct {
        const char *option;
        const char *text; /* NULL: there is no file */
        int want_exit;
        const char *want_err;
    } rows[] = {
        {"baseline", NULL, 3, "cannot read from"},
        {"baseline", "hello\n", 2, "f:1: not JSON"},
        {"baseline", "{\n\"format\": \"paylink-record/9\"}", 2, "f:2: this paylink reads records"},
        {"accept", NULL, 3, "cannot read from"},
        {"accept", "# x\na status 2026-01-01\n", 2, "f:2: the reason is missing"},
        {"accept", "a status soon reason\n", 2, "f:1: the third word must be the last day"},
    };
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        if (rows[i].text != NULL) { sp_put_file("f", rows[i].text); }
        const char *const name = rows[i].text != NULL ? "f" : "absent";
        sp_result got = sp_run(
            sp_line("run --base-url http://127.0.0.1:9 --%s %s", rows[i].option, sp_inside(name)),
            "", other_merchant);
        cr_expect_eq(got.exit_status, rows[i].want_exit, "row %zu: exit %d", i, got.exit_status);
        expect_part(got.err, rows[i].want_err);
        cr_expect_str_eq(got.out, "");
        sp_result_done(&got);
    }
}

Test(cli_run_baseline, a_record_is_a_report) {
    sp_result got = sp_run("run --record /nonexistent/x.json", "", NULL);
    cr_expect_eq(got.exit_status, 3);
    expect_part(got.err, "to /nonexistent/x.json: No such file");
    sp_result_done(&got);
    got = sp_run("run --record /tmp/x --report json=/tmp/./x", "", NULL);
    cr_expect_eq(got.exit_status, 2);
    expect_part(got.err, "two reports cannot");
    sp_result_done(&got);
}

/* Stale entries are told; the exit status does not hang on them. */
Test(cli_run_baseline, accepted_findings) {
    sp_put_file("known.txt", "# known\ntitle/maxLength/* status 2999-12-31 ticket 1\n");
    sp_result got = run(sp_line("--accept %s", sp_inside("known.txt")), 0);
    expect_part(got.out, "Accepted (1)");
    expect_part(got.out, "line 2, title/maxLength/* status, until 2999-12-31, stale");
    expect_part(got.out, "Conforms: ");
    sp_result_done(&got);
}
