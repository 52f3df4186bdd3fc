/* Whole runs over a sandbox behind a relay, for the tests of run/. */
#ifndef PL_TESTS_RELAY_UTIL_H
#define PL_TESTS_RELAY_UTIL_H

#include "run_util.h"

/* Run against base_url (NULL: the sandbox itself) and check what always holds. */
static inline pl_status run_over(const char *name, const pl_sandbox *sandbox, const char *base_url,
                                 pl_arena *arena, pl_result *ret_result) {
    pl_settings settings = ru_settings(sandbox, base_url);
    const pl_run_config config = ru_config(&settings);
    pl_run_trouble trouble = {0};
    const pl_status status = pl_run(&config, arena, ret_result, &trouble);
    pl_settings_done(&settings);
    cr_assert_eq(status, PL_OK, "%s: %s", name, trouble.what);
    ru_check_result(name, ret_result);
    return status;
}

/* Over a relay with these hooks. */
static inline void relay_run(const char *name, ru_relay relay, pl_arena *arena,
                             pl_result *ret_result) {
    su_server server;
    relay.sandbox = ru_sandbox(0);
    su_start(&server, ru_relay_handler, &relay);
    (void)run_over(name, relay.sandbox, server.base_url, arena, ret_result);
    su_stop(&server);
    pl_sandbox_stop(relay.sandbox);
}

static inline bool is_token_route(const su_request *request) {
    return su_holds(request->target, "access-token");
}

#endif
