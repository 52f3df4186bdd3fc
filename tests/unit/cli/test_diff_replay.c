#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "spawn.h"
#include "text/base.h"

#define CONTRACTS PL_SOURCE_DIR "/contracts"

TestSuite(cli_diff_replay, .init = sp_folder_make, .fini = sp_folder_remove, .timeout = 120);

static void record(void) {
    sp_result got = sp_run(sp_line("run --quiet --record %s", sp_inside("r.json")), "", NULL);
    cr_assert_eq(got.exit_status, 0, "%s", got.err);
    sp_result_done(&got);
}

static sp_result replay(const char *documents, int want_exit) {
    sp_result got =
        sp_run(sp_line("diff --replay %s %s", sp_inside("r.json"), documents), "", NULL);
    cr_assert_eq(got.exit_status, want_exit, "%s: exit %d\n%s%s", documents, got.exit_status,
                 got.out, got.err);
    return got;
}

static void expect_part(const char *text, const char *part) {
    cr_expect_not_null(strstr(text, part), "'%s' is not in:\n%s", part, text);
}

/* The document and the compiled tables judge every request of a run alike. */
Test(cli_diff_replay, nothing_has_changed) {
    record();
    static const char *const pairs[] = {"builtin " CONTRACTS "/openapi.yaml",
                                        CONTRACTS "/openapi.yaml builtin", "builtin builtin",
                                        "--fail-on compatible builtin " CONTRACTS "/openapi.yaml"};
    for (size_t i = 0; i < PL_COUNT(pairs); i++) {
        sp_result got = replay(pairs[i], 0);
        expect_part(got.out, " requests of");
        expect_part(got.out, " alike");
        cr_expect_null(strstr(got.out, "(root)"), "%s", got.out);
        sp_result_done(&got);
    }
}

/* An expiry was a number before it was a text: every request with one is told, and no other one. */
Test(cli_diff_replay, an_earlier_version) {
    record();
    sp_result got = replay("builtin " CONTRACTS "/history/2026-early.yaml", 1);
    expect_part(got.out, "accept \xE2\x86\x92 reject: type at /expired_at, by");
    expect_part(got.out, "expired_at/past/tomorrow: must be integer or null, is a string");
    expect_part(got.out, "reject \xE2\x86\x92 accept: type at /expired_at, by builtin");
    cr_expect_null(strstr(got.out, "at /title"), "%s", got.out);
    sp_result_done(&got);
    got = replay("--format json " CONTRACTS "/history/2026-early.yaml builtin", 1);
    expect_part(got.out, "\"old\":\"accept\"");
    expect_part(got.out, "\"pointer\":\"/expired_at\"");
    expect_part(got.out, "\"failed\":true");
    sp_result_done(&got);
    got = replay("--quiet builtin " CONTRACTS "/history/2026-early.yaml", 1);
    cr_expect_str_eq(got.out, "");
    sp_result_done(&got);
    /* A version has nothing against itself. */
    got = replay("--fail-on risky " CONTRACTS "/history/2025.yaml " CONTRACTS "/history/2025.yaml",
                 0);
    sp_result_done(&got);
}

Test(cli_diff_replay, what_cannot_be_done) {
    static const struct {
        const char *options;
        int want_exit;
        const char *want_err;
    } rows[] = {
        {"--replay absent.json builtin builtin", 3, "cannot read from absent.json"},
        {"--replay %s builtin builtin", 2, "f:1: not JSON"},
        {"--replay %s builtin", 2, "two documents are needed"},
        {"--replay %s --format html builtin builtin", 2, "--replay prints text or json"},
        {"--replay %s --report json=x builtin builtin", 2, "--replay prints text or json"},
        {"--replay %s builtin absent.yaml", 3, "cannot read absent.yaml"},
    };
    sp_put_file("f", "hello\n");
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        char line[512];
        const char *const mark = strstr(rows[i].options, "%s");
        const size_t before = mark != NULL ? (size_t)(mark - rows[i].options) : 0;
        (void)snprintf(line, sizeof line, "diff %.*s%s%s", (int)before, rows[i].options,
                       mark != NULL ? sp_inside("f") : "",
                       mark != NULL ? mark + 2 : rows[i].options);
        sp_result got = sp_run(line, "", NULL);
        cr_expect_eq(got.exit_status, rows[i].want_exit, "row %zu: exit %d", i, got.exit_status);
        expect_part(got.err, rows[i].want_err);
        cr_expect_str_eq(got.out, "");
        sp_result_done(&got);
    }
}

/* What of a document is not read may matter: programs are told, too. */
Test(cli_diff_replay, remarks_are_in_the_json) {
    record();
    sp_put_file("d.yaml",
                "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths:\n  /a:\n    post:\n"
                "      requestBody:\n        content:\n          application/json: {schema: "
                "{type: object, unheard: 1}}\n      responses: {'200': {description: d}}\n");
    sp_result got = replay(sp_line("--format json %s builtin", sp_inside("d.yaml")), 1);
    expect_part(got.out, "\"document\":\"old\"");
    expect_part(got.out, "unheard");
    expect_part(got.err, "note: ");
    sp_result_done(&got);
}

/* Another operation's body is no create request's. */
Test(cli_diff_replay, a_document_without_the_operation) {
    record();
    sp_put_file(
        "d.yaml",
        "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths:\n  /a:\n    get: "
        "{responses: {'200': {description: d}}}\n  /b:\n    get: {responses: {'200': {description: d}}}\n");
    sp_result got = replay(sp_line("builtin %s", sp_inside("d.yaml")), 2);
    expect_part(got.err, "has no operation that belongs to the built-in one");
    sp_result_done(&got);
    got = replay(sp_line("--operation GET_/a builtin %s", sp_inside("d.yaml")), 2);
    expect_part(got.err, "has no such operation");
    sp_result_done(&got);
}
