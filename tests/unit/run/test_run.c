#include <signal.h>

#include "relay_util.h"

/* --- a server that keeps the contract --------------------------------------------------------- */

static void count_progress(void *user, const pl_run_progress *progress) {
    size_t *const last = user;
    cr_assert_eq(progress->done, *last + 1);
    cr_assert_leq(progress->done, progress->count);
    cr_assert_not_null(progress->group);
    *last = progress->done;
}

static void no_secret(const char *text, const pl_settings *settings) {
    for (size_t i = 0; text != NULL && i < pl_setting_count; i++) {
        const char *const value = pl_setting_value(settings, &pl_setting_rows[i]);
        if (pl_setting_rows[i].secret && value != NULL) {
            cr_assert_null(strstr(text, value), "%s stands in: %s", pl_setting_rows[i].name, text);
        }
    }
    cr_assert(text == NULL || strstr(text, "eyJ") == NULL, "a token stands in: %s", text);
}

Test(run, sandbox_keeps_the_contract, .timeout = 110) {
    pl_sandbox *const sandbox = ru_sandbox(0);
    pl_settings settings = ru_settings(sandbox, NULL);
    pl_run_config config = ru_config(&settings);
    size_t told = 0;
    config.progress = count_progress;
    config.progress_user = &told;
    pl_arena arena = {0};
    pl_result result;
    pl_run_trouble trouble = {0};
    const pl_status status = pl_run(&config, &arena, &result, &trouble);
    cr_assert_eq(status, PL_OK, "%s", trouble.what);
    ru_check_result("sandbox", &result);
    ru_show(&result);
    cr_assert_eq(result.summary.totals[PL_VIOLATION], 0);
    cr_assert_eq(result.summary.failed, 0);
    cr_assert_eq(result.summary.inconclusive, 0);
    cr_assert_eq(result.summary.not_run, 0);
    cr_assert_eq(told, result.case_count);
    cr_assert_null(ru_find(&result, "clean-up"));
    cr_assert_null(ru_find(&result, "preflight"));
    cr_assert_gt(result.summary.requests, result.case_count, "preflight and clean-up are requests");
    cr_assert_eq(strlen(result.run_id), 12);
    for (size_t i = 0; i < result.case_count; i++) {
        no_secret(result.cases[i].curl, &settings);
        no_secret(result.cases[i].reason, &settings);
    }
    for (size_t i = 0; i < result.finding_count; i++) {
        no_secret(result.findings[i].finding.message, &settings);
        no_secret(result.findings[i].finding.actual, &settings);
        no_secret(result.findings[i].finding.expected, &settings);
    }
    pl_arena_done(&arena);
    pl_settings_done(&settings);
    pl_sandbox_stop(sandbox);
}

/* --- a run that is interrupted ---------------------------------------------------------------- */

enum { CASES_BEFORE_STOP = 60 };

static void stop_soon(void *user, const pl_run_progress *progress) {
    volatile sig_atomic_t *const stop = user;
    if (progress->done == CASES_BEFORE_STOP) { *stop = SIGINT; }
}

Test(run, interrupted_run_cleans_up, .timeout = 60) {
    pl_sandbox *const sandbox = ru_sandbox(0);
    pl_settings settings = ru_settings(sandbox, NULL);
    pl_run_config config = ru_config(&settings);
    volatile sig_atomic_t stop = 0;
    config.stop = &stop;
    config.progress = stop_soon;
    config.progress_user = (void *)(uintptr_t)&stop;
    pl_arena arena = {0};
    pl_result result;
    pl_run_trouble trouble = {0};
    cr_assert_eq(pl_run(&config, &arena, &result, &trouble), PL_OK, "%s", trouble.what);
    cr_assert_geq(result.summary.passed, CASES_BEFORE_STOP);
    cr_assert_gt(result.summary.not_run, result.summary.passed);
    cr_assert_null(ru_find(&result, "clean-up"), "what was created is deleted");
    cr_assert_gt(result.summary.requests, result.summary.passed, "deletions are requests");
    pl_arena_done(&arena);
    pl_settings_done(&settings);
    pl_sandbox_stop(sandbox);
}

Test(run, one_merchant_alone_leaves_cases_out, .timeout = 110) {
    pl_sandbox *const sandbox = ru_sandbox(0);
    pl_settings settings = ru_settings(sandbox, NULL);
    pl_merchant alone = settings.merchant;
    pl_settings few = {.base_url = settings.base_url, .merchant = alone};
    few.merchant.inactive_account_id = NULL;
    pl_run_config config = ru_config(&few);
    config.token_version = PL_TOKEN_V10;
    config.concurrency = 1;
    config.keep = true;
    config.run_id = "again";
    pl_arena arena = {0};
    pl_result result;
    pl_run_trouble trouble = {0};
    cr_assert_eq(pl_run(&config, &arena, &result, &trouble), PL_OK, "%s", trouble.what);
    ru_check_result("alone", &result);
    ru_show(&result);
    cr_assert_eq(result.summary.totals[PL_VIOLATION], 0);
    cr_assert_gt(result.summary.not_run, 0);
    cr_assert_str_eq(result.run_id, "again");
    bool inactive = false;
    for (size_t i = 0; i < result.case_count; i++) {
        if (result.cases[i].outcome == PL_OUTCOME_NOT_RUN) {
            inactive = inactive || strcmp(result.cases[i].reason,
                                          "PAYLINK_INACTIVE_ACCOUNT_ID is not set") == 0;
        }
    }
    cr_assert(inactive);
    pl_arena_done(&arena);
    pl_settings_done(&settings);
    pl_sandbox_stop(sandbox);
}

/* Tokens that end within the margin are fetched anew all the time, and nothing else changes. */
Test(run, short_lived_tokens, .timeout = 110) {
    pl_sandbox *const sandbox = ru_sandbox(2);
    pl_arena arena = {0};
    pl_result result;
    (void)run_over("short-lived", sandbox, NULL, &arena, &result);
    ru_show(&result);
    cr_assert_eq(result.summary.totals[PL_VIOLATION], 0);
    cr_assert_eq(result.summary.inconclusive, 0);
    pl_arena_done(&arena);
    pl_sandbox_stop(sandbox);
}

/* --- servers that are in the way -------------------------------------------------------------- */

/* Every third request is refused for a limit, and is not carried out. */
static bool limit_some(ru_relay *relay, const su_request *request, su_answer *answer) {
    (void)relay;
    *answer = su_json(request->serial % 2 == 0 ? 429 : 503, "{}");
    answer->header = "Retry-After: 0\r\n";
    return request->serial % 3 == 0 && !is_token_route(request);
}

Test(run, limits_are_waited_for, .timeout = 110) {
    pl_arena arena = {0};
    pl_result result;
    relay_run("limits", (ru_relay){.before = limit_some}, &arena, &result);
    ru_show(&result);
    cr_assert_eq(result.summary.totals[PL_VIOLATION], 0);
    cr_assert_lt(result.summary.inconclusive, 10, "two repetitions nearly always do");
    cr_assert_gt(result.summary.passed, 100);
    cr_assert_null(ru_find(&result, "clean-up"), "deletions are repeated too");
    pl_arena_done(&arena);
}

/* Carried out, and the answer lost. */
static void lose_some(ru_relay *relay, const su_request *request, su_answer *answer) {
    (void)relay;
    if (request->serial % 40 == 0 && su_is(request->method, "POST") && !is_token_route(request)) {
        answer->status = 0;
    }
}

Test(run, lost_answers_are_no_violations, .timeout = 110) {
    pl_arena arena = {0};
    pl_result result;
    relay_run("lost", (ru_relay){.after = lose_some}, &arena, &result);
    ru_show(&result);
    cr_assert_eq(result.summary.totals[PL_VIOLATION], 0);
    cr_assert_gt(result.summary.passed, 100);
    pl_arena_done(&arena);
}

/* In the middle of the run every token issued so far is taken back. */
static bool revoke_once(ru_relay *relay, const su_request *request, su_answer *answer) {
    enum { REVOKED_AT = 60 };
    const bool token = is_token_route(request);
    if (token && request->serial > REVOKED_AT) { relay->seen[0] += 1; }
    *answer = su_json(401, "{\"status\":401,\"success\":false,\"error\":{\"code\":401,"
                           "\"message\":\"revoked\"}}");
    return !token && request->serial > REVOKED_AT && relay->seen[0] == 0;
}

Test(run, revoked_token_is_renewed, .timeout = 110) {
    pl_arena arena = {0};
    pl_result result;
    relay_run("revoked", (ru_relay){.before = revoke_once}, &arena, &result);
    ru_show(&result);
    cr_assert_eq(result.summary.totals[PL_VIOLATION], 0);
    cr_assert_eq(result.summary.inconclusive, 0);
    pl_arena_done(&arena);
}

static bool die(ru_relay *relay, const su_request *request, su_answer *answer) {
    enum { DEAD_AT = 60 };
    (void)relay;
    *answer = (su_answer){0};
    return request->serial > DEAD_AT;
}

Test(run, server_that_dies_is_given_up, .timeout = 60) {
    pl_arena arena = {0};
    pl_result result;
    relay_run("dies", (ru_relay){.before = die}, &arena, &result);
    cr_assert_eq(result.summary.totals[PL_VIOLATION], 0);
    cr_assert_gt(result.summary.inconclusive, 100);
    cr_assert_lt(result.summary.requests, 200, "a dead server is not sent every case");
    cr_assert_lt(result.summary.seconds, 40);
    const pl_finding *const left = ru_find(&result, "clean-up");
    cr_assert_not_null(left, "what could not be deleted is told");
    cr_assert_not_null(strstr(left->message, "no answer"), "%s", left->message);
    const pl_finding *const dead = ru_find(&result, "no-answer");
    cr_assert_not_null(dead, "that it died is told");
    cr_assert(result.given_up);
    cr_assert_eq(dead->severity, PL_WARNING);
    cr_assert_null(dead->test, "of the whole run");
    cr_assert_not_null(strstr(dead->message, "the first case without an answer"), "%s",
                       dead->message);
    pl_arena_done(&arena);
}

static bool cannot_delete(ru_relay *relay, const su_request *request, su_answer *answer) {
    const bool link = su_is(request->method, "DELETE") && !su_holds(request->target, "?");
    size_t slashes = 0;
    for (size_t i = 0; i < request->target.len; i++) {
        slashes += request->target.ptr[i] == '/' ? 1U : 0U;
    }
    *answer = su_json(405, "{}");
    relay->seen[0] += link && slashes == 5 ? 1U : 0U;
    return link && slashes == 5;
}

Test(run, links_that_cannot_be_deleted_are_told, .timeout = 110) {
    pl_arena arena = {0};
    pl_result result;
    relay_run("no-delete", (ru_relay){.before = cannot_delete}, &arena, &result);
    const pl_finding *const left = ru_find(&result, "clean-up");
    cr_assert_not_null(left);
    cr_assert_eq(left->severity, PL_OBSERVATION);
    cr_assert_null(left->test);
    cr_assert_not_null(strstr(left->message, "405"), "%s", left->message);
    cr_assert_eq(result.summary.totals[PL_VIOLATION], 0);
    pl_arena_done(&arena);
}

static bool no_catalog(ru_relay *relay, const su_request *request, su_answer *answer) {
    (void)relay;
    *answer = su_json(404, "{}");
    return su_holds(request->target, "payment-methods");
}

Test(run, catalog_is_optional, .timeout = 110) {
    pl_arena arena = {0};
    pl_result result;
    relay_run("no-catalog", (ru_relay){.before = no_catalog}, &arena, &result);
    ru_show(&result);
    cr_assert_eq(result.summary.totals[PL_VIOLATION], 0);
    cr_assert_not_null(ru_find(&result, "preflight"));
    pl_arena_done(&arena);
}

/* The first two answers are a limit's. */
static bool catalog_is_busy(ru_relay *relay, const su_request *request, su_answer *answer) {
    const bool catalog = su_holds(request->target, "payment-methods");
    *answer = su_json(429, "{}");
    answer->header = "Retry-After: 0\r\n";
    relay->seen[0] += catalog ? 1U : 0U;
    return catalog && relay->seen[0] <= 2;
}

Test(run, busy_catalog_is_asked_again, .timeout = 110) {
    pl_arena arena = {0};
    pl_result result;
    relay_run("busy-catalog", (ru_relay){.before = catalog_is_busy}, &arena, &result);
    cr_assert_eq(result.summary.not_run, 0);
    cr_assert_null(ru_find(&result, "preflight"));
    pl_arena_done(&arena);
}

/* The token ends in the middle of the run and no other one can be had. */
static bool lose_token(ru_relay *relay, const su_request *request, su_answer *answer) {
    (void)relay;
    *answer = su_json(is_token_route(request) ? 403 : 401, "{\"status\":401,\"success\":false,"
                                                           "\"error\":{\"code\":401}}");
    return request->serial > 60;
}

Test(run, lost_token_is_not_passed_over, .timeout = 60) {
    pl_arena arena = {0};
    pl_result result;
    relay_run("lost-token", (ru_relay){.before = lose_token}, &arena, &result);
    cr_assert_gt(result.summary.inconclusive, 100);
    cr_assert_eq(result.summary.not_run, 0);
    pl_arena_done(&arena);
}

/* The results' memory ends at some moment: the run says so, and nothing is left in flight or leaks. */
Test(run, memory_may_end, .timeout = 110) {
    static const size_t moments[] = {1, 2, 3, 5, 10, 30, 100, 1000, 3000, 5000, 8000};
    pl_sandbox *const sandbox = ru_sandbox(0);
    pl_settings settings = ru_settings(sandbox, NULL);
    const pl_run_config config = ru_config(&settings);
    size_t failed = 0;
    for (size_t i = 0; i < PL_COUNT(moments); i++) {
        pl_arena arena = {.fail_after = moments[i]};
        pl_result result;
        pl_run_trouble trouble = {0};
        const pl_status status = pl_run(&config, &arena, &result, &trouble);
        cr_assert(status == PL_E_MEMORY || status == PL_OK, "%zu: %d", moments[i], (int)status);
        failed += status == PL_E_MEMORY ? 1U : 0U;
        pl_arena_done(&arena);
    }
    cr_assert_geq(failed, 8);
    pl_settings_done(&settings);
    pl_sandbox_stop(sandbox);
}

/* --- a server that does not keep it ----------------------------------------------------------- */

/* Takes everything, and always says the same. */
static su_answer yes_to_all(void *user, const su_request *request, pl_arena *arena) {
    (void)user;
    (void)arena;
    if (is_token_route(request)) {
        return su_json(200, "{\"status\":200,\"success\":true,\"data\":{\"access_token\":"
                            "\"opaque-token-0123456789\",\"token_type\":\"Bearer\","
                            "\"expires_in\":\"3600\"}}");
    }
    return su_json(200, "{\"status\":200,\"success\":true,\"data\":{\"id\":1,\"reff_no\":\"X\","
                        "\"title\":\"X\",\"max_usage\":1}}");
}

Test(run, server_that_takes_everything_fails, .timeout = 60) {
    su_server server;
    su_start(&server, yes_to_all, NULL);
    pl_settings settings = ru_fake_settings(server.base_url);
    const pl_run_config config = ru_config(&settings);
    pl_arena arena = {0};
    pl_result result;
    pl_run_trouble trouble = {0};
    const pl_status status = pl_run(&config, &arena, &result, &trouble);
    cr_assert_eq(status, PL_OK, "%s", trouble.what);
    ru_check_result("yes", &result);
    cr_assert_gt(result.summary.failed, 100);
    static const char *const checks[] = {"status", "echo.reff_no", "unique-id"};
    for (size_t i = 0; i < PL_COUNT(checks); i++) {
        const pl_finding *const finding = ru_find(&result, checks[i]);
        cr_assert_not_null(finding, "%s", checks[i]);
        cr_assert_eq(finding->severity == PL_VIOLATION || i == 0, true, "%s", checks[i]);
    }
    for (size_t i = 0; i < result.case_count; i++) {
        const pl_case_result *const one = &result.cases[i];
        if (one->test->klass == PL_CLASS_REJECT && one->outcome != PL_OUTCOME_NOT_RUN) {
            cr_assert_eq(one->outcome, PL_OUTCOME_FAILED, "%s", one->test->id);
        }
    }
    pl_arena_done(&arena);
    pl_settings_done(&settings);
    su_stop(&server);
}
