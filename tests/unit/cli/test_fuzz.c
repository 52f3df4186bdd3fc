/* paylink fuzz and paylink replay, as a user runs them. */
#define _GNU_SOURCE /* strcasestr */
#include <criterion/criterion.h>
#include <dirent.h>
#include <json-c/json.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "faulty.h"
#include "spawn.h"
#include "text/base.h"

TestSuite(cli_fuzz, .init = sp_folder_make, .fini = sp_folder_remove, .timeout = 120);

struct row {
    const char *name, *line;
    int want_exit;
    const char *want_err; /* part of standard error */
};

/* clang-format off */
static const struct row rows[] = {
    {"argument",      "fuzz https://example.com", 2, "--base-url"},
    {"seed",          "fuzz --seed -1", 2, "--seed takes a whole number from 0"},
    {"max-time",      "fuzz --max-time 0", 2, "--max-time takes a whole number from 1"},
    {"max-requests",  "fuzz --max-requests x", 2, "--max-requests takes a whole number from 1"},
    {"rate",          "fuzz --rate 0", 2, "--rate takes a whole number from 1"},
    {"concurrency",   "fuzz --concurrency 65", 2, "--concurrency takes a whole number from 1 to 64"},
    {"run-id",        "fuzz --run-id a/b", 2, "--run-id takes"},
    {"token",         "fuzz --token abc", 2, "there is no option --token: "},
    {"production",    "fuzz --base-url https://payment-b2b.singapay.id --save paylink-no-such", 2, "production host"},
    {"save",          "fuzz --save /nonexistent/x", 3, "cannot keep findings in /nonexistent/x: No such file"},
    {"save-file",     "fuzz --save /dev/null", 3, "cannot keep findings in /dev/null"},
    {"no-file",       "replay", 2, "which FILE?"},
    {"missing",       "replay /nonexistent/x.json", 3, "cannot read /nonexistent/x.json: No such file"},
    {"folder",        "replay /tmp", 3, "cannot read /tmp: Is a directory"},
    {"replay-option", "replay --seed 1 x", 2, "there is no option --seed"},
};
/* clang-format on */

static void has(const char *name, const char *text, const char *part) {
    cr_assert_not_null(strstr(text, part), "%s: '%s' is not in:\n%s", name, part, text);
}

Test(cli_fuzz, refusals) {
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        sp_result got = sp_run(rows[i].line, "", NULL);
        cr_assert_eq(got.exit_status, rows[i].want_exit, "%s: exit %d\n%s%s", rows[i].name,
                     got.exit_status, got.out, got.err);
        has(rows[i].name, got.err, rows[i].want_err);
        sp_result_done(&got);
    }
    cr_assert_neq(access("paylink-no-such", F_OK), 0, "an empty folder is not left behind");
}

static size_t count_files(const char *path) {
    DIR *const folder = opendir(path);
    size_t count = 0;
    if (folder == NULL) { return 0; }
    for (const struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        count += entry->d_name[0] != '.';
    }
    (void)closedir(folder);
    return count;
}

/* Several seeds, and nothing is wrong with the sandbox. */
Test(cli_fuzz, sandbox_keeps_the_contract) {
    const char *const folder = sp_inside("none");
    for (int seed = 1; seed <= 3; seed++) {
        sp_result got =
            sp_run(sp_line("fuzz --seed %d --run-id Again%d --max-requests 1500 --max-time 60 "
                           "--concurrency 8 --save %s",
                           seed, seed, folder),
                   "", NULL);
        cr_assert_eq(got.exit_status, 0, "%d: exit %d\n%s%s", seed, got.exit_status, got.out,
                     got.err);
        has("seed", got.out, sp_line("  seed %d  run Again%d\n", seed, seed));
        has("repeat", got.out, sp_line("paylink fuzz --seed %d --run-id Again%d", seed, seed));
        has("end", got.out, "Nothing found: 0 findings (0 unsteady)");
        has("end", got.out, "1500 requests of the seed");
        has("table", got.out, "must be   requests       2xx");
        cr_assert_null(strstr(got.out, "eyJ"), "a token is shown:\n%s", got.out);
        sp_result_done(&got);
    }
    cr_assert_neq(access(folder, F_OK), 0, "an empty folder is not left behind");
}

/* The time is kept, and what was created is deleted. */
Test(cli_fuzz, interrupted) {
    sp_child child =
        sp_start(sp_line("fuzz --max-time 60 --save %s", sp_inside("stopped")), NULL, -1);
    char *const first = sp_first_line(&child);
    has("first line", first, "paylink fuzz");
    (void)poll(NULL, 0, 500);
    sp_result got = sp_stop(&child, SIGINT);
    cr_expect_eq(got.exit_status, 0, "exit %d\n%s%s", got.exit_status, got.out, got.err);
    has("why", got.err, "ended early: interrupted");
    has("table", got.out, "Nothing found");
    cr_expect_null(strstr(got.err, "remain on the server"), "%s", got.err);
    free(first);
    sp_result_done(&got);
}

/* --- vectors ------------------------------------------------------------------------------------------ */

#define BODY(usage)                                                                                \
    "{\\\"reff_no\\\":\\\"PL-ABCDEFGHIJKL-c1\\\",\\\"title\\\":\\\"T\\\",\\\"max_usage\\\":" usage \
    ",\\\"total_amount\\\":150000,\\\"items\\\":[{\\\"name\\\":\\\"A\\\",\\\"quantity\\\":1,"      \
    "\\\"unit_price\\\":150000}]}"
#define VECTOR(usage, klass)                                                                       \
    "{\"paylink_vector\":1,\"seed\":1,\"request\":{\"fresh\":\"ABCDEFGHIJKL\",\"body\":\"" BODY(   \
        usage) "\"},\"verdict\":{\"class\":\"" klass "\"}}\n"

Test(cli_fuzz, replay_says_fixed) {
    sp_put_file("one.json", VECTOR("0", "reject"));
    sp_put_file("two.json", VECTOR("1", "reject"));
    const char *const one = sp_inside("one.json");
    const char *const two = sp_inside("two.json");
    sp_result got = sp_run(sp_line("replay %s %s", one, two), "", NULL);
    cr_assert_eq(got.exit_status, 0, "exit %d\n%s%s", got.exit_status, got.out, got.err);
    has("one", got.out,
        sp_line("FIXED          %s\n    answered 422\n    must be reject: 422\n", one));
    has("two", got.out, sp_line("FIXED          %s\n    answered 200\n", two));
    has("two", got.out, "note: the vector says reject, the contract's judge now says accept");
    has("all", got.out, "2 fixed, 0 still failing, 0 inconclusive");
    sp_result_done(&got);
}

/* Nothing is sent when one of the files is none of ours. */
Test(cli_fuzz, replay_of_other_files) {
    sp_put_file("good.json", VECTOR("0", "reject"));
    sp_put_file("bad.json", "{\"paylink_vector\":1,\n\"request\":7}");
    sp_put_file("none.json", "hello");
    sp_put_file("variant.json",
                "{\"paylink_vector\":1,\"request\":{\"variant\":\"no/such\",\"body\":\"\"}}");
    const char *const good = sp_inside("good.json");
    const char *const bad = sp_inside("bad.json");
    sp_result got = sp_run(sp_line("replay %s %s", good, bad), "", NULL);
    cr_expect_eq(got.exit_status, 2, "%s%s", got.out, got.err);
    cr_expect_str_eq(got.out, "");
    has("bad", got.err, sp_line("%s:1:1: it has no object \"request\"", bad));
    sp_result_done(&got);
    const char *const none = sp_inside("none.json");
    got = sp_run(sp_line("replay %s", none), "", NULL);
    cr_expect_eq(got.exit_status, 2, "%s%s", got.out, got.err);
    has("none", got.err, sp_line("%s:1:1: ", none));
    sp_result_done(&got);
    got = sp_run(sp_line("replay %s", sp_inside("variant.json")), "", NULL);
    cr_expect_eq(got.exit_status, 2, "%s%s", got.out, got.err);
    has("variant", got.err, "names the case no/such, and there is none");
    sp_result_done(&got);
}

/* --- a server with a fault ------------------------------------------------------------------------------- */

static const char *line_of_settings(json_object *announced) {
    static const char *const names[][2] = {
        {"PAYLINK_PARTNER_ID", "partner_id"},
        {"PAYLINK_CLIENT_ID", "client_id"},
        {"PAYLINK_CLIENT_SECRET", "client_secret"},
        {"PAYLINK_ACCOUNT_ID", "account_id"},
    };
    static char line[1024];
    size_t len = 0;
    for (size_t i = 0; i < PL_COUNT(names); i++) {
        json_object *value = NULL;
        cr_assert(json_object_object_get_ex(announced, names[i][1], &value));
        const int added = snprintf(line + len, sizeof line - len, "%s%s=%s", i == 0 ? "" : " ",
                                   names[i][0], json_object_get_string(value));
        len += (size_t)added;
        cr_assert_lt(len, sizeof line);
    }
    return line;
}

/* What is saved says what is wrong, and nothing that is secret. */
static void check_saved(const char *path, const char *settings) {
    char *const text = sp_read_file(path);
    json_object *const root = json_tokener_parse(text);
    json_object *request = NULL;
    json_object *body = NULL;
    cr_assert_not_null(root, "%s", text);
    cr_assert(json_object_object_get_ex(root, "request", &request));
    cr_assert(json_object_object_get_ex(request, "body", &body));
    json_object *const small = json_tokener_parse(json_object_get_string(body));
    cr_assert_not_null(small);
    cr_expect_eq(json_object_object_length(small), 5, "%s", json_object_get_string(body));
    json_object_put(small);
    json_object_put(root);
    cr_expect_null(strstr(text, "eyJ"), "a token");
    const char *const secret = strstr(settings, "SECRET=") + 7;
    char *const value = strndup(secret, strcspn(secret, " "));
    cr_expect_null(strstr(text, value), "the client's secret");
    free(value);
    free(text);
}

static void replay(const char *path, const char *url, const char *settings, int want_exit,
                   const char *want) {
    sp_result got = sp_run(sp_line("replay %s --base-url %s", path, url), "", settings);
    cr_expect_eq(got.exit_status, want_exit, "%s: exit %d\n%s%s", want, got.exit_status, got.out,
                 got.err);
    has(want, got.out, sp_line("%s  %s\n", want, path));
    sp_result_done(&got);
}

Test(cli_fuzz, finds_saves_and_replays) {
    sp_child sandbox = sp_start("sandbox", NULL, -1);
    char *const line = sp_first_line(&sandbox);
    json_object *const announced = json_tokener_parse(line);
    json_object *url = NULL;
    cr_assert(json_object_object_get_ex(announced, "base_url", &url));
    char *const good_url = strdup(json_object_get_string(url));
    const char *const settings = line_of_settings(announced);
    fy_server server;
    fy_start(&server, good_url, "\"max_usage\":0,");
    char *const folder = strdup(sp_inside("found"));
    for (size_t i = 1; i <= 2; i++) {
        sp_result got = sp_run(sp_line("fuzz --seed 5 --max-requests 300 --max-time 60 --save %s "
                                       "--base-url %s",
                                       folder, server.base_url),
                               "", settings);
        cr_assert_eq(got.exit_status, 1, "exit %d\n%s%s", got.exit_status, got.out, got.err);
        has("finding", got.out, "✗ max_usage minimum\n");
        has("finding", got.out, "must be refused with 422, the server answered 200");
        has("end", got.out, "Found: ");
        cr_assert_geq(count_files(folder), i, "no file is overwritten");
        sp_result_done(&got);
    }
    char *const saved = strdup(sp_line("%s/max_usage-minimum-answered-200.json", folder));
    check_saved(saved, settings);
    replay(saved, server.base_url, settings, 1, "STILL FAILING");
    replay(saved, good_url, settings, 0, "FIXED        ");
    fy_stop(&server);
    free(saved);
    free(folder);
    free(good_url);
    json_object_put(announced);
    free(line);
    sp_result stopped = sp_stop(&sandbox, SIGTERM);
    sp_result_done(&stopped);
}
