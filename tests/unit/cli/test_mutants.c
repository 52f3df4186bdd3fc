#include <criterion/criterion.h>
#include <json-c/json.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/mutants_internal.h"
#include "spawn.h"

TestSuite(cli_mutants, .timeout = 110);

static sp_result expect(const char *line, int exit_status) {
    sp_result got = sp_run(line, "", NULL);
    cr_assert_eq(got.exit_status, exit_status, "%s: exit %d: %s%s", line, got.exit_status, got.out,
                 got.err);
    return got;
}

static void expect_words(const char *line, int exit_status, const char *const *words) {
    sp_result got = expect(line, exit_status);
    for (; *words != NULL; words++) {
        const bool said = strstr(got.out, *words) != NULL || strstr(got.err, *words) != NULL;
        cr_assert(said, "%s: no '%s' in: %s%s", line, *words, got.out, got.err);
    }
    sp_result_done(&got);
}

Test(cli_mutants, kills) {
    static const char *const table[] = {
        "limits", "types", "presence", "total", "18 of 18 faults killed, 18 of the 18 that must be",
        NULL};
    static const char *const killers[] = {
        "schema/max_usage/maximum/dropped  status  max_usage/maximum/above", NULL};
    expect_words("mutants --only schema/max_usage/", 0, table);
    expect_words("mutants --only schema/max_usage/maximum --verbose", 0, killers);
}

/* Connections that hang, that are cut, and that are closed end with the run, and soon. */
Test(cli_mutants, outages) {
    static const char *const one[] = {"✓ availability", "1 of 1 faults killed", NULL};
    static const char *const two[] = {"✓ availability", "2 of 2 faults killed", NULL};
    expect_words("mutants --only availability/dies-h", 0, one);
    expect_words("mutants --only availability/successes-c", 0, two);
}

Test(cli_mutants, survivor_that_need_not_be_found) {
    static const char *const words[] = {
        "Survived:\n  auth/expired-accepted\n    a token that the server issued stays good",
        "(need not be found)", "0 of 1 faults killed, 0 of the 0 that must be", NULL};
    expect_words("mutants --only auth/expired", 0, words);
}

Test(cli_mutants, choices) {
    static const char *const group[] = {"there is no fault 'typs'; did you mean 'types'?", NULL};
    static const char *const id[] = {"there is no fault 'xyz'; 'paylink mutants --list'", NULL};
    static const char *const argument[] = {"faults are chosen with --only", NULL};
    expect_words("mutants --group typs", 2, group);
    expect_words("mutants --only xyz", 2, id);
    expect_words("mutants --only auth --group types", 2, (const char *const[]){"types", NULL});
    expect_words("mutants types", 2, argument);
}

Test(cli_mutants, list) {
    static const char *const words[] = {"method (10)\n",
                                        "  method/put-creates  PUT creates a link as POST does\n",
                                        "\n10 faults\n", NULL};
    expect_words("mutants --list --group method", 0, words);
}

static json_object *member(json_object *object, const char *key) {
    json_object *value = NULL;
    cr_assert(json_object_object_get_ex(object, key, &value), "%s: absent", key);
    return value;
}

Test(cli_mutants, json) {
    sp_result got = expect("mutants --only token/grant --json", 0);
    char *rest = got.out;
    for (int i = 0; i < 3; i++) {
        char *end = strchr(rest, '\n');
        cr_assert_not_null(end, "line %d", i);
        *end = '\0';
        json_object *row = json_tokener_parse(rest);
        cr_assert_not_null(row, "%s", rest);
        cr_assert_str_eq(json_object_get_string(member(row, "group")), "token");
        cr_assert(json_object_get_boolean(member(row, "documented")));
        cr_assert(json_object_get_boolean(member(row, "killed")));
        cr_assert_str_neq(json_object_get_string(member(row, "check")), "");
        cr_assert_str_neq(json_object_get_string(member(row, "case")), "");
        cr_assert_eq(strncmp(json_object_get_string(member(row, "fault")), "token/grant", 11), 0);
        json_object_put(row);
        rest = end + 1;
    }
    json_object *totals = json_tokener_parse(rest);
    cr_assert_eq(json_object_get_int(member(totals, "faults")), 3);
    cr_assert_eq(json_object_get_int(member(totals, "killed")), 3);
    cr_assert_eq(json_object_get_int(member(totals, "missed")), 0);
    json_object_put(totals);
    sp_result_done(&got);
}

/* What the exit status hangs on. */
Test(cli_mutants, missed) {
    const pl_fault documented = {.id = "a", .group = "g", .statement = "s", .documented = true};
    const pl_fault silent = {.id = "b", .group = "g", .statement = "s"};
    pl_mutant list[] = {
        {.fault = &documented, .chosen = true, .killed = true},
        {.fault = &documented, .chosen = true},
        {.fault = &silent, .chosen = true},
        {.fault = &documented, .chosen = false},
    };
    const pl_mutants mutants = {.list = list, .count = PL_COUNT(list)};
    cr_assert_eq(pl_mutants_missed(&mutants), 1);
    list[1].killed = true;
    cr_assert_eq(pl_mutants_missed(&mutants), 0);
}

/* Does the process catch the signal yet?                                              proc(5) */
static bool catches(pid_t pid, int signal_number) {
    char *status = sp_read_file(sp_line("/proc/%ld/status", (long)pid));
    const char *row = strstr(status, "SigCgt:");
    cr_assert_not_null(row);
    const unsigned long long mask = strtoull(row + strlen("SigCgt:"), NULL, 16);
    free(status);
    return (mask >> (signal_number - 1) & 1) != 0;
}

Test(cli_mutants, interrupted) {
    const struct timespec moment = {.tv_nsec = 10 * 1000 * 1000};
    sp_child child = sp_start("mutants --group availability --json", NULL, -1);
    while (!catches(child.pid, SIGINT)) { (void)nanosleep(&moment, NULL); }
    sp_result got = sp_stop(&child, SIGINT); /* it has 16 seconds to go */
    cr_assert_eq(got.exit_status, 3, "exit %d: %s", got.exit_status, got.err);
    cr_assert_not_null(strstr(got.err, "interrupted: not every fault was tried"), "%s", got.err);
    cr_assert_str_eq(got.out, "");
    sp_result_done(&got);
}
