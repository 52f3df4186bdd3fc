/* Settings, and a run over them, for the tests of run/. */
#ifndef PL_TESTS_RUN_UTIL_H
#define PL_TESTS_RUN_UTIL_H

#include "run/run.h"
#include "sandbox/sandbox.h"
#include "server_util.h"

enum { RU_SEED = 7, RU_TIMEOUT_MS = 5000 };

static inline pl_sandbox *ru_sandbox(uint32_t token_seconds) {
    const pl_sandbox_config config = {.seed = RU_SEED, .token_seconds = token_seconds};
    pl_sandbox *sandbox = NULL;
    const char *why = NULL;
    const pl_status status = pl_sandbox_start(&config, &sandbox, &why);
    cr_assert_eq(status, PL_OK, "sandbox: %s", why == NULL ? "?" : why);
    return sandbox;
}

static inline char *ru_copy(const char *text) {
    char *const copy = text == NULL ? NULL : strdup(text);
    return copy;
}

static inline void ru_fill_merchant(pl_merchant *merchant, const pl_sandbox_merchant *from) {
    merchant->partner_id = ru_copy(from->partner_id);
    merchant->client_id = ru_copy(from->client_id);
    merchant->client_secret = ru_copy(from->client_secret);
    merchant->account_id = ru_copy(from->account_id);
    merchant->inactive_account_id = ru_copy(from->inactive_account_id);
}

/* Both merchants of the sandbox; base_url NULL: the sandbox's own. pl_settings_done releases
 * them. */
static inline pl_settings ru_settings(const pl_sandbox *sandbox, const char *base_url) {
    pl_settings settings = {0};
    settings.base_url = ru_copy(base_url != NULL ? base_url : pl_sandbox_base_url(sandbox));
    ru_fill_merchant(&settings.merchant, pl_sandbox_merchant_of(sandbox, 0));
    ru_fill_merchant(&settings.other, pl_sandbox_merchant_of(sandbox, 1));
    settings.other.is_other = true;
    return settings;
}

/* Made-up credentials, one merchant. */
static inline pl_settings ru_fake_settings(const char *base_url) {
    pl_settings settings = {0};
    settings.base_url = ru_copy(base_url);
    settings.merchant.partner_id = ru_copy("partner-of-the-test");
    settings.merchant.client_id = ru_copy("client-of-the-test");
    settings.merchant.client_secret = ru_copy("secret-of-the-test");
    settings.merchant.account_id = ru_copy("01K946KF851RK7FX075GJHBVKF");
    return settings;
}

static inline pl_run_config ru_config(const pl_settings *settings) {
    return (pl_run_config){.settings = settings, .timeout_ms = RU_TIMEOUT_MS, .concurrency = 4};
}

/* Print what a failed expectation was about. */
static inline void ru_show(const pl_result *result) {
    size_t shown = 0;
    for (size_t i = 0; i < result->finding_count && shown < 20; i++) {
        const pl_finding *const finding = &result->findings[i].finding;
        if (finding->severity == PL_VIOLATION) {
            shown++;
            fprintf(stderr, "%s: %s: %s (want %s, got %s)\n",
                    finding->test == NULL ? "-" : finding->test->id, finding->check,
                    finding->message, finding->expected == NULL ? "-" : finding->expected,
                    finding->actual == NULL ? "-" : finding->actual);
        }
    }
    for (size_t i = 0; i < result->case_count && shown < 40; i++) {
        if (result->cases[i].outcome == PL_OUTCOME_INCONCLUSIVE) {
            shown++;
            fprintf(stderr, "%s: inconclusive: %s\n", result->cases[i].test->id,
                    result->cases[i].reason);
        }
    }
}

/* What holds of every result, whatever the server did. */
static inline void ru_check_result(const char *name, const pl_result *result) {
    const pl_summary *const summary = &result->summary;
    uint64_t totals[PL_SEVERITY_COUNT] = {0};
    size_t at = 0;
    cr_assert_gt(result->case_count, 100, "%s: a suite has cases", name);
    cr_assert_eq(summary->cases, result->case_count, "%s", name);
    cr_assert_eq(summary->cases,
                 summary->passed + summary->failed + summary->inconclusive + summary->not_run,
                 "%s: every case has one outcome", name);
    for (size_t i = 0; i < result->case_count; i++) {
        const pl_case_result *const one = &result->cases[i];
        const bool explained =
            one->outcome == PL_OUTCOME_INCONCLUSIVE || one->outcome == PL_OUTCOME_NOT_RUN;
        cr_assert_eq(explained, one->reason != NULL, "%s: %s: a reason", name, one->test->id);
        if (!explained) {
            cr_assert_not_null(one->curl, "%s: %s: a curl line", name, one->test->id);
            cr_assert_null(strchr(one->curl, '\n'), "%s: %s: one line", name, one->test->id);
        }
    }
    for (size_t i = 0; i < result->finding_count; i++) {
        const pl_finding *const finding = &result->findings[i].finding;
        totals[finding->severity] += 1;
        while (finding->test != NULL && result->cases[at].test != finding->test) {
            at++;
            cr_assert_lt(at, result->case_count, "%s: findings stand in case order", name);
        }
    }
    for (size_t i = 0; i < PL_SEVERITY_COUNT; i++) {
        cr_assert_eq(totals[i], summary->totals[i], "%s: totals", name);
    }
}

static inline const pl_finding *ru_find(const pl_result *result, const char *check) {
    for (size_t i = 0; i < result->finding_count; i++) {
        if (strcmp(result->findings[i].finding.check, check) == 0) {
            return &result->findings[i].finding;
        }
    }
    return NULL;
}

/* A server between the run and the sandbox's logic, which a test makes unreliable. */
typedef struct ru_relay {
    pl_sandbox *sandbox;
    /* Answer in the sandbox's stead, which then never sees the request. */
    bool (*before)(struct ru_relay *relay, const su_request *request, su_answer *answer);
    /* Alter what the sandbox answered. */
    void (*after)(struct ru_relay *relay, const su_request *request, su_answer *answer);
    unsigned seen[4]; /* the hooks' to use */
} ru_relay;

static inline su_answer ru_ask(const ru_relay *relay, const su_request *request, pl_arena *arena) {
    pl_sandbox_header headers[SU_HEADER_COUNT_MAX];
    for (size_t i = 0; i < request->header_count; i++) {
        headers[i] = (pl_sandbox_header){request->headers[i].name, request->headers[i].value};
    }
    struct timeval now;
    gettimeofday(&now, NULL);
    const pl_sandbox_request inner = {.method = request->method,
                                      .target = request->target,
                                      .headers = headers,
                                      .header_count = request->header_count,
                                      .body = request->body,
                                      .now_ms = (int64_t)now.tv_sec * 1000 + now.tv_usec / 1000};
    pl_sandbox_response response;
    cr_assert_eq(pl_sandbox_handle(relay->sandbox, &inner, arena, &response), PL_OK);
    const char *const allow =
        response.allow == NULL ? NULL : pl_arena_printf(arena, "Allow: %s\r\n", response.allow);
    return (su_answer){response.status, response.content_type, allow, response.body};
}

static inline su_answer ru_relay_handler(void *user, const su_request *request, pl_arena *arena) {
    ru_relay *const relay = user;
    su_answer answer = {0};
    if (relay->before != NULL && relay->before(relay, request, &answer)) { return answer; }
    answer = ru_ask(relay, request, arena);
    if (relay->after != NULL) { relay->after(relay, request, &answer); }
    return answer;
}

#endif
