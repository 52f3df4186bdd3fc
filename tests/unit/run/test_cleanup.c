#include <time.h>

#include "relay_util.h"

enum { TOKEN_SECONDS = 3, ENDPOINT_DIES_AT = 60, OUTLIVED_AT = 70 };

/* One answer that takes longer than a token lives, and then an endpoint that closes, or refuses, for ever. */
static bool token_fails(ru_relay *relay, const su_request *request, su_answer *answer) {
    static const struct timespec longer = {.tv_sec = TOKEN_SECONDS + 1};
    if (request->serial == OUTLIVED_AT) { (void)nanosleep(&longer, NULL); }
    if (!is_token_route(request) || request->serial < ENDPOINT_DIES_AT) { return false; }
    relay->seen[0] += 1;
    *answer = relay->seen[1] != 0 ? su_json(403, "{}") : (su_answer){0};
    return true;
}

static void check_lost_token(const char *name, unsigned refused) {
    su_server server;
    ru_relay relay = {.before = token_fails, .seen = {0, refused}};
    pl_arena arena = {0};
    pl_result result;
    relay.sandbox = ru_sandbox(TOKEN_SECONDS);
    su_start(&server, ru_relay_handler, &relay);
    (void)run_over(name, relay.sandbox, server.base_url, &arena, &result);
    su_stop(&server);
    pl_sandbox_stop(relay.sandbox);
    cr_assert_gt(result.summary.inconclusive, 100, "%s", name);
    cr_assert_lt(result.summary.seconds, 20, "%s", name);
    if (refused == 0) {
        cr_assert_leq(relay.seen[0], 20, "%s: asked %u times", name, relay.seen[0]);
    }
    bool explained = false;
    for (size_t i = 0; i < result.case_count; i++) {
        const char *const reason = result.cases[i].reason;
        explained = explained || (reason != NULL && strstr(reason, "no token: ") != NULL);
    }
    cr_assert(explained, "%s", name);
    const pl_finding *const left = ru_find(&result, "clean-up");
    cr_assert_not_null(left, "%s", name);
    cr_assert_not_null(strstr(left->message, "remain: no token: "), "%s: %s", name, left->message);
    pl_arena_done(&arena);
}

Test(cleanup, token_endpoint_that_dies_is_given_up, .timeout = 110) {
    check_lost_token("closes", 0);
    check_lost_token("refuses", 1);
}

/* Every link with a name that cannot be called, from preflight on. */
static void rename_links(ru_relay *relay, const su_request *request, su_answer *answer) {
    (void)relay;
    if (su_is(request->method, "POST") && !is_token_route(request) && answer->status == 200) {
        *answer = su_json(200, "{\"status\":200,\"success\":true,\"data\":{\"id\":1.5}}");
    }
}

Test(cleanup, links_without_a_usable_id_are_told_once, .timeout = 110) {
    pl_arena arena = {0};
    pl_result result;
    relay_run("nameless", (ru_relay){.after = rename_links}, &arena, &result);
    size_t told = 0;
    for (size_t i = 0; i < result.finding_count; i++) {
        const pl_finding *const finding = &result.findings[i].finding;
        if (strcmp(finding->check, "clean-up") == 0) {
            told++;
            cr_assert_not_null(strstr(finding->message, "without an id that can be deleted"), "%s",
                               finding->message);
        }
    }
    cr_assert_eq(told, 1);
    pl_arena_done(&arena);
}
