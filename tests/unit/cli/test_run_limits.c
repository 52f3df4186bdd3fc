/* Time, rate, shards, and what fails a run. Covers run.c, with test_run.c. */
#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <json-c/json.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "spawn.h"
#include "text/base.h"

TestSuite(cli_run_limits, .init = sp_folder_make, .fini = sp_folder_remove, .timeout = 120);

#define SHARD    "--shard takes I/N"
#define SEVERITY "--fail-on takes one of violation, warning, observation"

/* clang-format off */
static const struct refusal {
    const char *line, *want_err;
} refusals[] = {
    {"run --shard 1", SHARD},           {"run --shard 0/4", SHARD},    {"run --shard 5/4", SHARD},
    {"run --shard 1/1001", SHARD},      {"run --shard 1/0", SHARD},    {"run --shard 1/", SHARD},
    {"run --shard /4", SHARD},          {"run --shard ''", SHARD},     {"run --shard -1/4", SHARD},
    {"run --shard 1/2/3", SHARD},       {"run --shard a/b", SHARD},    {"run --shard 00000001/4", SHARD},
    {"run --rate 0", "--rate takes a whole number from 1"},
    {"run --rate 1.5", "--rate takes a whole number from 1"},
    {"run --max-time 0", "--max-time takes a whole number from 1"},
    {"run --max-time 86401", "--max-time takes a whole number from 1"},
    {"run --fail-on never", SEVERITY},  {"run --fail-on ''", SEVERITY}, {"run --fail-on Warning", SEVERITY},
};
/* clang-format on */

Test(cli_run_limits, refusals) {
    for (size_t i = 0; i < PL_COUNT(refusals); i++) {
        sp_result got = sp_run(refusals[i].line, "", NULL);
        cr_assert_eq(got.exit_status, 2, "%s: exit %d", refusals[i].line, got.exit_status);
        cr_assert_not_null(strstr(got.err, refusals[i].want_err), "%s: %s", refusals[i].line,
                           got.err);
        sp_result_done(&got);
    }
}

/* The ids of a report's cases, each with a line end before and after it. The caller frees them. */
static char *case_ids(const char *path, size_t *ret_count) {
    char *text = sp_read_file(path);
    json_object *root = json_tokener_parse(text);
    json_object *cases = NULL;
    cr_assert(json_object_object_get_ex(root, "cases", &cases), "%s", text);
    char *ids = malloc(strlen(text) + 2);
    cr_assert_not_null(ids);
    size_t len = 1;
    ids[0] = '\n';
    *ret_count = json_object_array_length(cases);
    for (size_t i = 0; i < *ret_count; i++) {
        json_object *id = NULL;
        cr_assert(json_object_object_get_ex(json_object_array_get_idx(cases, i), "id", &id));
        const size_t id_len = strlen(json_object_get_string(id));
        memcpy(ids + len, json_object_get_string(id), id_len);
        len += id_len;
        ids[len++] = '\n';
    }
    ids[len] = '\0';
    json_object_put(root);
    free(text);
    return ids;
}

static char *run_shard(const char *shard, const char *want_out, size_t *ret_count) {
    const char *path = sp_inside("part.json");
    sp_result got =
        sp_run(sp_line("run --concurrency 2 %s --report json=%s", shard, path), "", NULL);
    cr_assert_eq(got.exit_status, 0, "%s: exit %d\n%s", shard, got.exit_status, got.err);
    cr_assert_not_null(strstr(got.out, want_out), "%s: %s", shard, got.out);
    sp_result_done(&got);
    return case_ids(path, ret_count);
}

/* Three runs share the cases: nothing twice, nothing left out. */
Test(cli_run_limits, shards_are_the_whole) {
    size_t whole_count = 0;
    size_t sum = 0;
    char *whole = run_shard("--run-id whole", "\nConforms: ", &whole_count);
    for (size_t i = 1; i <= 3; i++) {
        size_t count = 0;
        char *part = run_shard(sp_line("--shard %zu/3", i), sp_line("\nShard %zu/3: ", i), &count);
        char *rest = NULL;
        for (char *id = strtok_r(part, "\n", &rest); id != NULL; id = strtok_r(NULL, "\n", &rest)) {
            char *at = strstr(whole, sp_line("\n%s\n", id));
            cr_assert_not_null(at, "%s: twice, or not in the whole", id);
            at[1] = '\r';
        }
        cr_assert_gt(count, whole_count / 6, "shard %zu", i);
        sum += count;
        free(part);
    }
    cr_assert_eq(sum, whole_count);
    free(whole);
}

Test(cli_run_limits, fail_on) {
    sp_result got = sp_run("run --fail-on observation", "", NULL);
    cr_assert_eq(got.exit_status, 1, "exit %d", got.exit_status);
    cr_assert_not_null(strstr(got.out, "\nOBSERVATIONS: "), "%s", got.out);
    cr_assert_not_null(strstr(got.out, " 0 violations"), "%s", got.out);
    sp_result_done(&got);
    got = sp_run("run --fail-on warning", "", NULL);
    cr_assert_eq(got.exit_status, 0, "exit %d", got.exit_status);
    cr_assert_not_null(strstr(got.out, "\nConforms: "), "%s", got.out);
    sp_result_done(&got);
}

Test(cli_run_limits, too_little_time) {
    sp_result got = sp_run("run --rate 40 --max-time 1", "", NULL);
    cr_assert_eq(got.exit_status, 3, "exit %d\n%s", got.exit_status, got.err);
    cr_assert_not_null(strstr(got.out, "\nInconclusive: "), "%s", got.out);
    cr_assert_not_null(strstr(got.out, "the run's time was over"), "%s", got.out);
    cr_assert_not_null(strstr(got.out, "\nNot tested: "), "%s", got.out);
    cr_assert_not_null(strstr(got.err, "raise --max-time"), "%s", got.err);
    sp_result_done(&got);
}

static const char credentials[] =
    "PAYLINK_PARTNER_ID=partner-1 PAYLINK_CLIENT_ID=client-1 PAYLINK_CLIENT_SECRET=abcdef012345 "
    "PAYLINK_ACCOUNT_ID=01HZX3V5K8J9QW2E4R6T8Y0ABC";

/* A server that takes connections and never says a word. */
Test(cli_run_limits, silence) {
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    socklen_t len = sizeof address;
    struct timespec began;
    struct timespec ended;
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    cr_assert_eq(bind(listener, (struct sockaddr *)&address, sizeof address), 0);
    cr_assert_eq(listen(listener, 8), 0);
    cr_assert_eq(getsockname(listener, (struct sockaddr *)&address, &len), 0);
    (void)clock_gettime(CLOCK_MONOTONIC, &began);
    sp_result got =
        sp_run(sp_line("run --base-url http://127.0.0.1:%u --max-time 1", ntohs(address.sin_port)),
               "", credentials);
    (void)clock_gettime(CLOCK_MONOTONIC, &ended);
    cr_assert_eq(got.exit_status, 3, "exit %d\n%s", got.exit_status, got.err);
    cr_assert_not_null(strstr(got.err, "did not answer in time"), "%s", got.err);
    cr_assert_lt(ended.tv_sec - began.tv_sec, 4);
    sp_result_done(&got);
    close(listener);
}
