#include <criterion/criterion.h>
#include <errno.h>
#include <json-c/json.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "report/report.h"
#include "spawn.h"
#include "text/base.h"

TestSuite(cli_report, .init = sp_folder_make, .fini = sp_folder_remove, .timeout = 300);

/* " --report NAME=PREFIX.NAME" for every format. Static storage. */
static const char *all_reports(const char *prefix) {
    static char line[2048];
    size_t len = 0;
    for (size_t i = 0; i < pl_report_format_count; i++) {
        const char *const name = pl_report_formats[i].name;
        len += (size_t)snprintf(line + len, sizeof line - len, " --report %s=%s", name,
                                sp_inside(sp_line("%s.%s", prefix, name)));
        cr_assert_lt(len, sizeof line);
    }
    return line;
}

static void check_same_file(const char *left_name, const char *right_name) {
    char *const left = sp_read_file(sp_inside(left_name));
    char *const right = sp_read_file(sp_inside(right_name));
    cr_assert_str_eq(left, right, "%s, %s", left_name, right_name);
    free(left);
    free(right);
}

/* The reports of the journal are those of the run, byte for byte, and so is what is printed. */
Test(cli_report, same_as_the_run) {
    char journal[256]; /* sp_inside gives four paths at a time */
    (void)snprintf(journal, sizeof journal, "%s", sp_inside("j"));
    sp_result ran = sp_run(sp_line("run --journal %s%s", journal, all_reports("run")), "", NULL);
    cr_assert_eq(ran.exit_status, 0, "exit %d\n%s", ran.exit_status, ran.err);
    sp_result made = sp_run(sp_line("report %s%s", journal, all_reports("made")), "", NULL);
    cr_assert_eq(made.exit_status, 0, "exit %d\n%s", made.exit_status, made.err);
    cr_assert_str_eq(made.out, "");
    cr_assert_str_eq(made.err, "");
    for (size_t i = 0; i < pl_report_format_count; i++) {
        const char *const name = pl_report_formats[i].name;
        check_same_file(sp_line("run.%s", name), sp_line("made.%s", name));
    }
    sp_result printed = sp_run(sp_line("report %s", journal), "", NULL);
    cr_assert_eq(printed.exit_status, 0);
    cr_assert_str_eq(printed.out, ran.out);
    sp_result_done(&printed);
    sp_result_done(&made);
    sp_result_done(&ran);
}

static bool is_there(const char *name) {
    return access(sp_inside(name), F_OK) == 0;
}

/* Without --journal it stands beside the first report, and only while the run goes on. */
Test(cli_report, own_journal) {
    sp_result got = sp_run(
        sp_line("run -q --report json=/dev/null --report junit=%s", sp_inside("r.xml")), "", NULL);
    cr_assert_eq(got.exit_status, 0, "exit %d\n%s", got.exit_status, got.err);
    cr_assert(is_there("r.xml"));
    cr_assert_not(is_there("r.xml.journal"));
    sp_result_done(&got);
}

static size_t count_cases(const char *path) {
    size_t count = 0;
    char line[256];
    FILE *const in = fopen(path, "r");
    bool at_start = true;
    while (in != NULL && fgets(line, sizeof line, in) != NULL) {
        count += at_start && strncmp(line, "{\"line\":\"case\"", 14) == 0;
        at_start = strchr(line, '\n') != NULL;
    }
    if (in != NULL) { (void)fclose(in); }
    return count;
}

/* Kill a run once its journal holds some cases. False: it was faster. */
static bool kill_in_the_middle(void) {
    enum { CASES_MIN = 20, WAITS_MAX = 20000 };
    static const struct timespec pause = {.tv_nsec = 1000000};
    (void)unlink(sp_inside("r.json"));
    const char *const line =
        sp_line("run -q --concurrency 1 --report json=%s", sp_inside("r.json"));
    sp_child child = sp_start(line, NULL, -1);
    for (size_t i = 0; i < WAITS_MAX && count_cases(sp_inside("r.json.journal")) < CASES_MIN; i++) {
        (void)nanosleep(&pause, NULL);
    }
    sp_result got = sp_stop(&child, SIGKILL);
    sp_result_done(&got);
    return is_there("r.json.journal");
}

static int64_t count_of(json_object *summary, const char *key) {
    json_object *value = NULL;
    cr_assert(json_object_object_get_ex(summary, key, &value), "%s", key);
    return json_object_get_int64(value);
}

/* A run that was killed is not lost. */
Test(cli_report, killed_run) {
    bool killed = false;
    for (size_t i = 0; i < 20 && !killed; i++) { killed = kill_in_the_middle(); }
    cr_assert(killed, "no run could be killed in its middle");
    cr_assert_not(is_there("r.json"), "no half report");
    sp_result got = sp_run(
        sp_line("report %s --report json=%s", sp_inside("r.json.journal"), sp_inside("made.json")),
        "", NULL);
    cr_assert_eq(got.exit_status, 3, "exit %d\n%s", got.exit_status, got.err);
    cr_assert_not_null(strstr(got.err, "incomplete"), "%s", got.err);
    sp_result_done(&got);
    char *const text = sp_read_file(sp_inside("made.json"));
    json_object *const root = json_tokener_parse(text);
    json_object *summary = NULL;
    cr_assert_not_null(root, "%s", text);
    cr_assert(json_object_object_get_ex(root, "summary", &summary));
    cr_assert_geq(count_of(summary, "passed"), 20);
    cr_assert_gt(count_of(summary, "not_run"), 0);
    cr_assert_gt(count_of(summary, "cases"), 500);
    json_object_put(root);
    free(text);
}

struct row {
    const char *name, *line;
    int want_exit;
    const char *want_err;
};

/* clang-format off */
static const struct row rows[] = {
    {"no-journal",       "report",                                    2, "name the journal"},
    {"two",              "report a b",                                2, "one journal at a time"},
    {"missing",          "report /nonexistent/j",                     3, "/nonexistent/j: No such file"},
    {"folder",           "report /tmp",                               3, "/tmp: Is a directory"},
    {"empty",            "report /dev/null",                          3, "/dev/null:1: the journal is empty"},
    {"other-format",     "report /dev/null --report yaml=x",          2, "--report takes FORMAT=FILE"},
    {"report-folder",    "report /dev/null --report json=/nonexistent/x", 3, "paylink report: cannot write a report to /nonexistent/x"},
    {"onto-itself",      "report /tmp/j --report json=/tmp/./j",      2, "to the journal itself"},
    {"journal-folder",   "run --journal /tmp",                        3, "cannot write the journal /tmp: Is a directory"},
    {"journal-nowhere",  "run --journal /nonexistent/j",              3, "cannot write the journal /nonexistent/j: No such file"},
    {"journal-report",   "run --journal /tmp/x --report json=/tmp/./x", 3, "the journal and a report cannot go to one file"},
};
/* clang-format on */

Test(cli_report, refusals) {
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        sp_result got = sp_run(rows[i].line, "", NULL);
        cr_assert_eq(got.exit_status, rows[i].want_exit, "%s: exit %d\n%s", rows[i].name,
                     got.exit_status, got.err);
        cr_assert_str_eq(got.out, "", "%s", rows[i].name);
        cr_assert_not_null(strstr(got.err, rows[i].want_err), "%s: %s", rows[i].name, got.err);
        sp_result_done(&got);
    }
}

/* The run goes on when its journal cannot, and tells it at the end. */
Test(cli_report, full_disk) {
    if (access("/dev/full", W_OK) != 0) { cr_skip_test("no /dev/full here"); }
    sp_result got =
        sp_run(sp_line("run --journal /dev/full --report json=%s", sp_inside("r.json")), "", NULL);
    cr_assert_eq(got.exit_status, 3, "exit %d\n%s", got.exit_status, got.err);
    cr_assert_not_null(strstr(got.err, "the journal /dev/full is not whole: No space left"), "%s",
                       got.err);
    cr_assert_not_null(strstr(got.out, "\nConforms: "), "%s", got.out);
    cr_assert(is_there("r.json"));
    sp_result_done(&got);
}

/* A run that does not begin leaves no journal behind. */
Test(cli_report, no_run) {
    sp_result got =
        sp_run(sp_line("run --base-url http://127.0.0.1:9 --journal %s", sp_inside("j")), "", NULL);
    cr_assert_eq(got.exit_status, 3);
    cr_assert_not(is_there("j"));
    sp_result_done(&got);
}
