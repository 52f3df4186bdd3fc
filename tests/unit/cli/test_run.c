#include <criterion/criterion.h>
#include <json-c/json.h>
#include <libxml/parser.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "spawn.h"
#include "text/base.h"

TestSuite(cli_run, .init = sp_folder_make, .fini = sp_folder_remove, .timeout = 300);

struct row {
    const char *name, *line, *environment;
    int want_exit;
    const char *want_err; /* part of standard error */
};

#define PRODUCTION "is the production host payment-b2b.singapay.id"

/* No row reaches a network: port 9 of the loopback address, or a refusal before any request. */
/* clang-format off */
static const struct row rows[] = {
    {"production",            "run --base-url https://payment-b2b.singapay.id", NULL, 2, PRODUCTION},
    {"production-path",       "run --base-url https://payment-b2b.singapay.id/x/", NULL, 2, PRODUCTION},
    {"production-case",       "run --base-url https://PAYMENT-B2B.SingaPay.ID", NULL, 2, PRODUCTION},
    {"production-dot",        "run --base-url https://payment-b2b.singapay.id.", NULL, 2, PRODUCTION},
    {"production-port",       "run --base-url https://payment-b2b.singapay.id:443", NULL, 2, PRODUCTION},
    {"production-other-port", "run --base-url http://payment-b2b.singapay.id.:8080/", NULL, 2, PRODUCTION},
    {"production-encoded",    "run --base-url https://payment%2Db2b.singapay.id", NULL, 2, "percent-encoded"},
    {"production-user",       "run --base-url https://x@payment-b2b.singapay.id", NULL, 2, "have no place in it"},
    {"production-variable",   "run", "PAYLINK_BASE_URL=https://payment-b2b.singapay.id", 2, PRODUCTION},
    {"no-scheme",             "run --base-url localhost:8080", NULL, 2, "it must start with http"},
    {"no-url",                "run --base-url hello", NULL, 2, "is no URL"},
    {"empty-url",             "run --base-url ''", NULL, 2, "is no URL"},
    {"other-scheme",          "run --base-url ftp://example.com", NULL, 2, "it must start with http"},
    {"query",                 "run --base-url http://127.0.0.1/?a=b", NULL, 2, "it must end with"},
    {"password",              "run --base-url http://u:secret@127.0.0.1/", NULL, 2, "have no place in it"},
    {"token",                 "run --token abc", NULL, 2, "there is no option --token: "},
    {"token-value",           "run --token=abc", NULL, 2, "there is no option --token: "},
    {"client-secret",         "run --client-secret=abc", NULL, 2, "there is no option --client-secret: "},
    {"token-version",         "run --token-version 2", NULL, 2, "--token-version takes one of: 1.1, 1.0"},
    {"timeout",               "run --timeout 0", NULL, 2, "--timeout takes a whole number from 1"},
    {"concurrency",           "run --concurrency 1000", NULL, 2, "--concurrency takes a whole number from 1 to 64"},
    {"run-id",                "run --run-id a/b", NULL, 2, "--run-id takes"},
    {"argument",              "run https://example.com", NULL, 2, "--base-url"},
    {"report-format",         "run --report yaml=x", NULL, 2, "formats: har, html, json, junit"},
    {"report-no-file",        "run --report json=", NULL, 2, "--report takes FORMAT=FILE"},
    {"report-twice",          "run --report json=/tmp/x --report junit=/tmp/./x", NULL, 2, "two reports cannot"},
    {"report-folder",         "run --report json=/nonexistent/x.json", NULL, 3, "to /nonexistent/x.json: No such file"},
    {"report-is-a-folder",    "run --report json=/tmp", NULL, 3, "cannot write a report to /tmp: Is a directory"},
    {"config-missing",        "run --config /nonexistent/my.env", NULL, 3, "from /nonexistent/my.env: No such file"},
    {"report-name-too-long",  "run --report json=/tmp/nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn", NULL, 3, "File name too long"},
    {"no-credentials",        "run --base-url http://127.0.0.1:9", NULL, 3, "PAYLINK_PARTNER_ID, PAYLINK_CLIENT_ID"},
};
/* clang-format on */

Test(cli_run, refusals) {
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        sp_result got = sp_run(rows[i].line, "", rows[i].environment);
        cr_assert_eq(got.exit_status, rows[i].want_exit, "%s: exit %d, want %d\n%s%s", rows[i].name,
                     got.exit_status, rows[i].want_exit, got.out, got.err);
        cr_assert_str_eq(got.out, "", "%s: stdout: %s", rows[i].name, got.out);
        cr_assert_not_null(strstr(got.err, rows[i].want_err), "%s: '%s' is not in:\n%s",
                           rows[i].name, rows[i].want_err, got.err);
        cr_assert_null(strstr(got.err, "abc"), "%s: the value is repeated", rows[i].name);
        cr_assert_null(strstr(got.err, "secret@"), "%s: the value is repeated", rows[i].name);
        sp_result_done(&got);
    }
}

static const char credentials[] =
    "PAYLINK_PARTNER_ID=partner-1 PAYLINK_CLIENT_ID=client-1 PAYLINK_CLIENT_SECRET=abcdef012345 "
    "PAYLINK_ACCOUNT_ID=01HZX3V5K8J9QW2E4R6T8Y0ABC";

Test(cli_run, nobody_answers) {
    sp_result got = sp_run("run --base-url http://127.0.0.1:9 --timeout 5", "", credentials);
    cr_assert_eq(got.exit_status, 3, "exit %d: %s", got.exit_status, got.err);
    cr_assert_str_neq(got.err, "");
    cr_assert_null(strstr(got.err, "abcdef012345"), "a secret: %s", got.err);
    cr_assert_null(strstr(got.err, "warning"), "loopback needs no warning: %s", got.err);
    sp_result_done(&got);
}

Test(cli_run, malformed_settings) {
    sp_put_file("bad.env", "PAYLINK_ACCOUNT_ID=x\nthis is supersecret no setting\n");
    sp_result got = sp_run(sp_line("run --config %s", sp_inside("bad.env")), "", NULL);
    cr_assert_eq(got.exit_status, 2);
    cr_assert_not_null(strstr(got.err, "bad.env:2: not NAME=VALUE"), "%s", got.err);
    cr_assert_null(strstr(got.err, "supersecret"), "%s", got.err);
    sp_result_done(&got);
}

static json_object *member(json_object *object, const char *key) {
    json_object *value = NULL;
    cr_assert(json_object_object_get_ex(object, key, &value), "%s: absent", key);
    return value;
}

static int64_t count_of(json_object *summary, const char *key) {
    return json_object_get_int64(member(summary, key));
}

static void check_json_report(const char *path) {
    char *text = sp_read_file(path);
    json_object *root = json_tokener_parse(text);
    cr_assert_not_null(root, "%s", text);
    json_object *summary = member(root, "summary");
    cr_assert_eq(count_of(summary, "violations"), 0, "%s", text);
    cr_assert_gt(count_of(summary, "passed"), 100);
    cr_assert_eq(count_of(summary, "inconclusive"), 0);
    cr_assert_eq((int64_t)json_object_array_length(member(root, "cases")),
                 count_of(summary, "cases"));
    json_object_put(root);
    free(text);
}

static void check_junit_report(const char *path) {
    xmlDocPtr doc = xmlReadFile(path, NULL, XML_PARSE_NONET);
    cr_assert_not_null(doc);
    xmlNodePtr root = xmlDocGetRootElement(doc);
    cr_assert_str_eq((const char *)root->name, "testsuites");
    xmlChar *failures = xmlGetProp(root, BAD_CAST "failures");
    cr_assert_str_eq((const char *)failures, "0");
    xmlFree(failures);
    xmlFreeDoc(doc);
}

Test(cli_run, embedded_sandbox_conforms) {
    sp_result got = sp_run(
        sp_line("run --report json=%s --report junit=%s", sp_inside("r.json"), sp_inside("r.xml")),
        "", NULL);
    cr_assert_eq(got.exit_status, 0, "exit %d\n%s%s", got.exit_status, got.out, got.err);
    cr_assert_not_null(strstr(got.out, "\nConforms: "), "%s", got.out);
    cr_assert_null(strchr(got.out, '\x1b'), "colour without a terminal");
    cr_assert_null(strchr(got.err, '\x1b'), "progress without a terminal");
    cr_assert_not_null(strstr(got.err, "built-in sandbox at http://127.0.0.1:"), "%s", got.err);
    sp_result_done(&got);
    check_json_report(sp_inside("r.json"));
    check_junit_report(sp_inside("r.xml"));
}

Test(cli_run, quiet_prints_nothing) {
    sp_result got =
        sp_run(sp_line("run --quiet --run-id q1 --report json=%s", sp_inside("r.json")), "", NULL);
    cr_assert_eq(got.exit_status, 0, "exit %d\n%s", got.exit_status, got.err);
    cr_assert_str_eq(got.out, "");
    cr_assert_str_eq(got.err, "");
    sp_result_done(&got);
    check_json_report(sp_inside("r.json"));
}

/* Against `paylink sandbox` as another process, its line turned into settings. */
Test(cli_run, sandbox_process) {
    static const struct {
        const char *key, *variable;
    } settings[] = {{"base_url", "PAYLINK_BASE_URL"},
                    {"partner_id", "PAYLINK_PARTNER_ID"},
                    {"client_id", "PAYLINK_CLIENT_ID"},
                    {"client_secret", "PAYLINK_CLIENT_SECRET"},
                    {"account_id", "PAYLINK_ACCOUNT_ID"}};
    sp_child server = sp_start("sandbox", NULL, -1);
    char *line = sp_first_line(&server);
    json_object *object = json_tokener_parse(line);
    cr_assert_not_null(object);
    FILE *file = fopen(sp_inside("my.env"), "w");
    cr_assert_not_null(file);
    for (size_t i = 0; i < PL_COUNT(settings); i++) {
        (void)fprintf(file, "export %s='%s'\n", settings[i].variable,
                      json_object_get_string(member(object, settings[i].key)));
    }
    cr_assert_eq(fclose(file), 0);
    sp_result got =
        sp_run(sp_line("run --config %s --token-version 1.0 --concurrency 1", sp_inside("my.env")),
               "", NULL);
    cr_assert_eq(got.exit_status, 0, "exit %d\n%s%s", got.exit_status, got.out, got.err);
    const char *secret = json_object_get_string(member(object, "client_secret"));
    cr_assert_null(strstr(got.out, secret), "the secret is printed");
    cr_assert_not_null(strstr(got.out, "\nUnclear ("), "cases without an inactive account");
    sp_result_done(&got);
    json_object_put(object);
    free(line);
    sp_result stopped = sp_stop(&server, SIGTERM);
    cr_assert_eq(stopped.exit_status, 0);
    sp_result_done(&stopped);
}
