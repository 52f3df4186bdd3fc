#include <criterion/criterion.h>
#include <json-c/json.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "spawn.h"
#include "text/base.h"

TestSuite(cli_personality, .init = sp_folder_make, .fini = sp_folder_remove, .timeout = 60);

static const struct row {
    const char *name, *line, *environment;
    int want_exit;
    const char *want_out;
    const char *want_err;
} rows[] = {
    {"runs", "run --personality strict-framework", NULL, 0, "0 violations", "built-in sandbox"},
    {"a contested one", "run --personality contested-account", NULL, 0, "warnings", ""},
    {"list", "run --personality list", NULL, 0, "\nstrict-framework ", ""},
    {"list of sandbox", "sandbox --personality list", NULL, 0, "\nstrict-framework ", ""},
    {"nearly", "run --personality strict-framewrok", NULL, 2, "",
     "did you mean 'strict-framework'?"},
    {"nearly, sandbox", "sandbox --personality crowdet", NULL, 2, "", "did you mean 'crowded'?"},
    {"far", "run --personality zzzzzzzzzzzzzz", NULL, 2, "", "--personality list shows them"},
    {"beside a server", "run --personality crowded --base-url http://127.0.0.1:9", NULL, 2, "",
     "--base-url names a server"},
    {"beside a server in the environment", "run --personality crowded",
     "PAYLINK_BASE_URL=http://127.0.0.1:9", 2, "", "PAYLINK_BASE_URL names a server"},
};

Test(cli_personality, rows) {
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        sp_result got = sp_run(rows[i].line, "", rows[i].environment);
        cr_assert_eq(got.exit_status, rows[i].want_exit, "%s: exit %d: %s", rows[i].name,
                     got.exit_status, got.err);
        cr_assert_not_null(strstr(got.out, rows[i].want_out), "%s: %s", rows[i].name, got.out);
        cr_assert_not_null(strstr(got.err, rows[i].want_err), "%s: %s", rows[i].name, got.err);
        cr_assert(rows[i].want_out[0] != '\0' || got.out[0] == '\0', "%s: %s", rows[i].name,
                  got.out);
        sp_result_done(&got);
    }
}

static const char *text_of(json_object *object, const char *key) {
    json_object *value = NULL;
    cr_assert(json_object_object_get_ex(object, key, &value), "%s: absent", key);
    return json_object_get_string(value);
}

/* What is served is the personality that was asked for: another process meets it. */
Test(cli_personality, served) {
    sp_child child = sp_start("sandbox --personality contested-account", NULL, -1);
    char *line = sp_first_line(&child);
    json_object *object = json_tokener_parse(line);
    cr_assert_not_null(object, "%s", line);
    const char *environment = sp_line(
        "PAYLINK_BASE_URL=%s PAYLINK_PARTNER_ID=%s PAYLINK_CLIENT_ID=%s PAYLINK_CLIENT_SECRET=%s "
        "PAYLINK_ACCOUNT_ID=%s",
        text_of(object, "base_url"), text_of(object, "partner_id"), text_of(object, "client_id"),
        text_of(object, "client_secret"), text_of(object, "account_id"));
    sp_result got = sp_run("run", "", environment);
    cr_assert_eq(got.exit_status, 0, "%s", got.err);
    cr_assert_null(strstr(got.out, " 0 warnings"), "it has some: %s", got.out);
    sp_result_done(&got);
    json_object_put(object);
    free(line);
    got = sp_stop(&child, SIGTERM);
    cr_assert_eq(got.exit_status, 0);
    sp_result_done(&got);
}
