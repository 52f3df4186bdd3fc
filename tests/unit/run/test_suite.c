#include <signal.h>

#include "relay_util.h"

/* The end is asked for while the server has us wait: nobody waits any longer than that. */
typedef struct stopping {
    ru_relay relay;
    volatile sig_atomic_t *stop;
    unsigned from; /* the first request that is refused for a limit */
} stopping;

static su_answer limit_and_stop(void *user, const su_request *request, pl_arena *arena) {
    const stopping *const state = user;
    if (request->serial < state->from) { return ru_ask(&state->relay, request, arena); }
    if (request->serial >= state->from + 1) { *state->stop = SIGINT; }
    su_answer answer = su_json(429, "{}");
    answer.header = "Retry-After: 5\r\n";
    return answer;
}

static void check_stop(const char *name, unsigned from, pl_status want) {
    volatile sig_atomic_t stop = 0;
    stopping state = {.stop = &stop, .from = from};
    su_server server;
    state.relay.sandbox = ru_sandbox(0);
    su_start(&server, limit_and_stop, &state);
    pl_settings settings = ru_settings(state.relay.sandbox, server.base_url);
    pl_run_config config = ru_config(&settings);
    config.stop = &stop;
    pl_arena arena = {0};
    pl_result result;
    pl_run_trouble trouble = {0};
    struct timespec before;
    struct timespec after;
    if (from == 0) { stop = SIGINT; }
    clock_gettime(CLOCK_MONOTONIC, &before);
    cr_assert_eq(pl_run(&config, &arena, &result, &trouble), want, "%s: %s", name, trouble.what);
    clock_gettime(CLOCK_MONOTONIC, &after);
    cr_assert_lt(after.tv_sec - before.tv_sec, 8, "%s", name);
    if (want != PL_OK) {
        cr_assert_not_null(strstr(trouble.what, "interrupted"), "%s: %s", name, trouble.what);
    } else {
        ru_check_result(name, &result);
        cr_assert_gt(result.summary.not_run, 100, "%s", name);
        const pl_finding *const left = ru_find(&result, "clean-up");
        cr_assert_not_null(left, "%s", name);
        cr_assert_not_null(strstr(left->message, "interrupted"), "%s: %s", name, left->message);
    }
    su_stop(&server);
    pl_arena_done(&arena);
    pl_settings_done(&settings);
    pl_sandbox_stop(state.relay.sandbox);
}

Test(suite, interrupted_while_waiting, .timeout = 60) {
    check_stop("at-once", 0, PL_E_IO);
    check_stop("in-preflight", 3, PL_E_IO);
    check_stop("in-the-suite", 40, PL_OK);
}

/* A server that quotes a secret anywhere does not bring it, nor its beginning, into the result. */
static void quote_secret(ru_relay *relay, const su_request *request, su_answer *answer) {
    static char body[1024];
    const pl_sandbox_merchant *const merchant = pl_sandbox_merchant_of(relay->sandbox, 0);
    if (is_token_route(request) || !su_is(request->method, "POST") || request->serial < 6) {
        return;
    }
    const int written = snprintf(
        body, sizeof body,
        "{\"status\":200,\"success\":true,\"data\":{\"id\":%u,\"title\":\"%.*s%s tail\"}}",
        request->serial, (int)(relay->seen[0] % 130),
        "ppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppp"
        "ppppppppppppppppppppppppppppppppppppppppp",
        merchant->client_secret);
    cr_assert_lt((size_t)written, sizeof body);
    relay->seen[0] += 1;
    *answer = su_json(200, body);
}

Test(suite, quoted_secrets_are_not_shown, .timeout = 110) {
    pl_arena arena = {0};
    pl_result result;
    pl_sandbox *const sandbox = ru_sandbox(0);
    char start[5] = "";
    memcpy(start, pl_sandbox_merchant_of(sandbox, 0)->client_secret, sizeof start - 1);
    pl_sandbox_stop(sandbox);
    relay_run("quoted", (ru_relay){.after = quote_secret}, &arena, &result);
    size_t hidden = 0;
    for (size_t i = 0; i < result.finding_count; i++) {
        const pl_finding *const finding = &result.findings[i].finding;
        if (finding->actual == NULL) { continue; }
        const char *const at = strstr(finding->actual, "ppp");
        cr_assert(at == NULL || strstr(at, start) == NULL, "%s", finding->actual);
        cr_assert(at == NULL || strstr(finding->message, start) == NULL, "%s", finding->message);
        hidden += strstr(finding->actual, "$PAYLINK_CLIENT_SECRET") != NULL ? 1U : 0U;
    }
    cr_assert_gt(hidden, 10);
    pl_arena_done(&arena);
}
