#include <criterion/criterion.h>
#include <json-c/json.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "spawn.h"
#include "text/base.h"

TestSuite(cli_sandbox, .init = sp_folder_make, .fini = sp_folder_remove, .timeout = 60);

static const char *const keys[] = {
    "base_url",
    "partner_id",
    "client_id",
    "client_secret",
    "account_id",
    "inactive_account_id",
    "other_partner_id",
    "other_client_id",
    "other_client_secret",
    "other_account_id",
    "other_inactive_account_id",
};

static json_object *announced(const sp_child *child) {
    char *line = sp_first_line(child);
    json_object *object = json_tokener_parse(line);
    cr_assert_not_null(object, "no JSON: %s", line);
    free(line);
    return object;
}

static const char *text_of(json_object *object, const char *key) {
    json_object *value = NULL;
    cr_assert(json_object_object_get_ex(object, key, &value), "%s: absent", key);
    return json_object_get_string(value);
}

Test(cli_sandbox, announces_and_stops) {
    static const int signals[] = {SIGTERM, SIGINT};
    for (size_t i = 0; i < PL_COUNT(signals); i++) {
        sp_child child = sp_start("sandbox --port 0", NULL, -1);
        json_object *object = announced(&child);
        for (size_t k = 0; k < PL_COUNT(keys); k++) {
            cr_assert_str_neq(text_of(object, keys[k]), "", "%s: empty", keys[k]);
        }
        cr_assert_eq(strncmp(text_of(object, "base_url"), "http://127.0.0.1:", 17), 0);
        json_object_put(object);
        sp_result got = sp_stop(&child, signals[i]);
        cr_assert_eq(got.exit_status, 0, "signal %d: exit %d", signals[i], got.exit_status);
        cr_assert_str_eq(got.out, "", "more than one line");
        cr_assert_str_eq(got.err, "");
        sp_result_done(&got);
    }
}

Test(cli_sandbox, store_that_would_keep_nothing) {
    sp_result got = sp_run("sandbox --store :memory:", "", NULL);
    cr_assert_eq(got.exit_status, 2);
    cr_assert_not_null(strstr(got.err, "would keep nothing"), "%s", got.err);
    sp_result_done(&got);
}

Test(cli_sandbox, port_in_use) {
    sp_child child = sp_start("sandbox", NULL, -1);
    json_object *object = announced(&child);
    const char *port = strrchr(text_of(object, "base_url"), ':') + 1;
    sp_result second = sp_run(sp_line("sandbox --port %s", port), "", NULL);
    cr_assert_eq(second.exit_status, 3);
    cr_assert_str_eq(second.out, "");
    cr_assert_not_null(strstr(second.err, sp_line("cannot serve on 127.0.0.1:%s: ", port)), "%s",
                       second.err);
    cr_assert_eq(strcspn(second.err, "\n") + 1, strlen(second.err), "more than one line");
    sp_result_done(&second);
    json_object_put(object);
    sp_result got = sp_stop(&child, SIGTERM);
    cr_assert_eq(got.exit_status, 0);
    sp_result_done(&got);
}

Test(cli_sandbox, store_keeps_the_credentials) {
    char *ids[2] = {NULL, NULL};
    for (size_t i = 0; i < PL_COUNT(ids); i++) {
        sp_child child = sp_start(sp_line("sandbox --store %s", sp_inside("store.db")), NULL, -1);
        json_object *object = announced(&child);
        ids[i] = strdup(text_of(object, "client_secret"));
        json_object_put(object);
        sp_result got = sp_stop(&child, SIGTERM);
        cr_assert_eq(got.exit_status, 0);
        sp_result_done(&got);
    }
    cr_assert_str_eq(ids[0], ids[1]);
    free(ids[0]);
    free(ids[1]);
}

/* A run against the announced sandbox finds its fault. */
Test(cli_sandbox, fault) {
    sp_child child = sp_start("sandbox --fault envelope/405-success-absent", NULL, -1);
    json_object *object = announced(&child);
    const char *environment = sp_line(
        "PAYLINK_BASE_URL=%s PAYLINK_PARTNER_ID=%s PAYLINK_CLIENT_ID=%s PAYLINK_CLIENT_SECRET=%s "
        "PAYLINK_ACCOUNT_ID=%s",
        text_of(object, "base_url"), text_of(object, "partner_id"), text_of(object, "client_id"),
        text_of(object, "client_secret"), text_of(object, "account_id"));
    sp_result run = sp_run("run", "", environment);
    cr_assert_eq(run.exit_status, 1, "exit %d: %s", run.exit_status, run.err);
    cr_assert_not_null(strstr(run.out, "method/put"), "%s", run.out);
    sp_result_done(&run);
    json_object_put(object);
    sp_result got = sp_stop(&child, SIGTERM);
    cr_assert_eq(got.exit_status, 0);
    sp_result_done(&got);
}

Test(cli_sandbox, fault_that_there_is_not) {
    sp_result got = sp_run("sandbox --fault auth/alg-none-acepted", "", NULL);
    cr_assert_eq(got.exit_status, 2);
    cr_assert_not_null(strstr(got.err, "did you mean 'auth/alg-none-accepted'?"), "%s", got.err);
    sp_result_done(&got);
}
