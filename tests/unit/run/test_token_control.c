#include "relay_util.h"

/* A token that the user gave ends in the middle of a run, or only seems to. */

enum { TOKEN_REQUESTS = 200 };

/* The sandbox knows no given token: the relay calls with one that it obtained for itself. */
typedef struct given {
    ru_relay relay;
    unsigned until;    /* the given token is good for so many requests; 0: for all */
    const char *alone; /* what is answered 401 all the same; NULL: nothing */
} given;

static su_answer refuse_401(void) {
    return su_json(
        401, "{\"status\":401,\"success\":false,\"error\":{\"code\":401,\"message\":\"no\"}}");
}

static su_answer answer_given(void *user, const su_request *request, pl_arena *arena) {
    given *const state = user;
    if (state->until != 0 && request->serial > state->until) { return refuse_401(); }
    if (state->alone != NULL && su_holds(request->body, state->alone)) { return refuse_401(); }
    return ru_ask(&state->relay, request, arena);
}

/* A token of the sandbox, as its owner would obtain it. */
static char *obtain(const pl_sandbox *sandbox) {
    pl_settings settings = ru_settings(sandbox, NULL);
    const pl_http_config config = {.base_url = settings.base_url,
                                   .user_agent = "test",
                                   .timeout_ms = RU_TIMEOUT_MS,
                                   .connect_timeout_ms = RU_TIMEOUT_MS,
                                   .concurrency = 1};
    pl_http *http = NULL;
    pl_token token = {0};
    struct timeval now;
    gettimeofday(&now, NULL);
    cr_assert_eq(pl_http_new(&config, &http), PL_OK);
    cr_assert_eq(
        pl_token_ensure(&token, &settings.merchant, PL_TOKEN_V11, (int64_t)now.tv_sec * 1000, http),
        PL_OK);
    cr_assert_not_null(token.text);
    char *const text = ru_copy(token.text);
    pl_token_done(&token);
    pl_http_free(http);
    pl_settings_done(&settings);
    return text;
}

static void run_given(given state, pl_arena *arena, pl_result *ret_result) {
    su_server server;
    state.relay.sandbox = ru_sandbox(0);
    su_start(&server, answer_given, &state);
    pl_settings settings = ru_settings(state.relay.sandbox, server.base_url);
    settings.merchant.token = obtain(state.relay.sandbox);
    const pl_run_config config = ru_config(&settings);
    pl_run_trouble trouble = {0};
    cr_assert_eq(pl_run(&config, arena, ret_result, &trouble), PL_OK, "%s", trouble.what);
    ru_check_result("given", ret_result);
    pl_settings_done(&settings);
    su_stop(&server);
    pl_sandbox_stop(state.relay.sandbox);
}

Test(token_control, a_token_that_ends_is_no_violation, .timeout = 60) {
    pl_arena arena = {0};
    pl_result result;
    run_given((given){.until = TOKEN_REQUESTS}, &arena, &result);
    ru_show(&result);
    cr_assert_eq(result.summary.totals[PL_VIOLATION], 0);
    cr_assert(result.given_up);
    cr_assert_gt(result.summary.passed, TOKEN_REQUESTS / 2);
    cr_assert_gt(result.summary.inconclusive, 100);
    cr_assert_lt(result.summary.requests, TOKEN_REQUESTS + 100,
                 "nothing is sent with a dead token");
    for (size_t i = 0; i < result.case_count; i++) {
        const pl_case_result *const row = &result.cases[i];
        if (row->outcome != PL_OUTCOME_INCONCLUSIVE) { continue; }
        cr_assert_not_null(strstr(row->reason, "PAYLINK_TOKEN has expired"), "%s: %s",
                           row->test->id, row->reason);
    }
    const pl_finding *const told = ru_find(&result, "preflight");
    cr_assert_not_null(told);
    cr_assert_not_null(strstr(told->message, "PAYLINK_TOKEN has expired"));
    cr_assert_not_null(result.hint);
    cr_assert_not_null(strstr(result.hint, "PAYLINK_CLIENT_SECRET"));
    pl_arena_done(&arena);
}

Test(token_control, a_401_to_one_case_alone_is_judged, .timeout = 60) {
    pl_arena arena = {0};
    pl_result result;
    run_given((given){.alone = "\"max_usage\":0,"}, &arena, &result);
    cr_assert_not(result.given_up);
    cr_assert_gt(result.summary.totals[PL_VIOLATION], 0);
    cr_assert_eq(result.summary.inconclusive, 0);
    pl_arena_done(&arena);
}

/* The second merchant's token may have ended before the one case that needs it. */
Test(token_control, a_dead_token_of_the_other_merchant_is_no_violation, .timeout = 60) {
    pl_sandbox *const sandbox = ru_sandbox(0);
    pl_settings settings = ru_settings(sandbox, NULL);
    settings.other.token = ru_copy("given-token-0123456789");
    const pl_run_config config = ru_config(&settings);
    pl_arena arena = {0};
    pl_result result;
    pl_run_trouble trouble = {0};
    cr_assert_eq(pl_run(&config, &arena, &result, &trouble), PL_OK, "%s", trouble.what);
    cr_assert_eq(result.summary.totals[PL_VIOLATION], 0);
    cr_assert_eq(result.summary.inconclusive, 1);
    pl_settings_done(&settings);
    pl_sandbox_stop(sandbox);
    pl_arena_done(&arena);
}
