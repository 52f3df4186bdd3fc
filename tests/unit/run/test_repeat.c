/* Servers that do not answer, each in its own way. */
#include <poll.h>
#include <time.h>

#include "relay_util.h"
#include "run/suite_internal.h"

static double now_seconds(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static size_t count_findings(const pl_result *result, const char *check, pl_severity severity) {
    size_t count = 0;
    for (size_t i = 0; i < result->finding_count; i++) {
        const pl_finding *const finding = &result->findings[i].finding;
        count += strcmp(finding->check, check) == 0 && finding->severity == severity ? 1U : 0U;
    }
    return count;
}

/* --- crashes --------------------------------------------------------------------------------- */

static bool is_zero_usage(const su_request *request) {
    return su_holds(request->body, "\"max_usage\":0,");
}

/* One body is the end of whatever process takes it. */
static bool crash_on_zero(ru_relay *relay, const su_request *request, su_answer *answer) {
    (void)relay;
    *answer = (su_answer){0};
    return is_zero_usage(request);
}

Test(repeat, a_request_that_is_never_answered_is_told, .timeout = 60) {
    pl_arena arena = {0};
    pl_result result;
    relay_run("crash", (ru_relay){.before = crash_on_zero}, &arena, &result);
    cr_assert_eq(result.summary.totals[PL_VIOLATION], 0);
    const pl_finding *const told = ru_find(&result, "no-answer");
    cr_assert_not_null(told);
    cr_assert_eq(told->severity, PL_WARNING);
    cr_assert_not_null(told->test);
    cr_assert(su_holds(told->test->body, "\"max_usage\":0,"), "%s", told->test->id);
    cr_assert_eq(result.summary.inconclusive, count_findings(&result, "no-answer", PL_WARNING),
                 "and nothing else");
    cr_assert_geq(result.summary.repeats, 2);
    for (size_t i = 0; i < result.case_count; i++) {
        const pl_case_result *const one = &result.cases[i];
        if (one->outcome == PL_OUTCOME_INCONCLUSIVE) { cr_assert_eq(one->tries, PL_TRY_COUNT_MAX); }
    }
    pl_arena_done(&arena);
}

/* A worker dies, the next one takes over: the first answer to each of some requests is lost. */
static bool crash_once(ru_relay *relay, const su_request *request, su_answer *answer) {
    *answer = (su_answer){0};
    return is_zero_usage(request) && relay->seen[0]++ == 0;
}

Test(repeat, an_answer_at_the_second_try_is_told_too, .timeout = 60) {
    pl_arena arena = {0};
    pl_result result;
    relay_run("once", (ru_relay){.before = crash_once}, &arena, &result);
    cr_assert_eq(result.summary.totals[PL_VIOLATION], 0);
    cr_assert_eq(result.summary.inconclusive, 0);
    cr_assert_eq(count_findings(&result, "no-answer", PL_OBSERVATION), 1);
    cr_assert_eq(count_findings(&result, "no-answer", PL_WARNING), 0);
    pl_arena_done(&arena);
}

/* The process that takes over answers 500 to what has no credentials. */
static bool crash_and_ail(ru_relay *relay, const su_request *request, su_answer *answer) {
    *answer = (su_answer){0};
    if (is_zero_usage(request)) {
        relay->seen[0]++;
        return true;
    }
    bool authorised = false;
    for (size_t i = 0; i < request->header_count; i++) {
        authorised = authorised || su_is(request->headers[i].name, "Authorization");
    }
    *answer = su_json(500, "{}");
    return relay->seen[0] > 0 && !authorised && su_is(request->body, "{}");
}

Test(repeat, a_control_request_that_fails_is_told, .timeout = 60) {
    pl_arena arena = {0};
    pl_result result;
    relay_run("ailing", (ru_relay){.before = crash_and_ail}, &arena, &result);
    bool told = false;
    for (size_t i = 0; i < result.finding_count; i++) {
        const pl_finding *const finding = &result.findings[i].finding;
        told = told || (finding->test == NULL && strcmp(finding->check, "no-answer") == 0 &&
                        finding->severity == PL_WARNING &&
                        strstr(finding->message, "answered 500") != NULL);
    }
    cr_assert(told);
    pl_arena_done(&arena);
}

/* --- time ------------------------------------------------------------------------------------ */

typedef enum hold {
    HOLD_SILENT,  /* never an answer */
    HOLD_LIMIT,   /* 429 for ever */
    HOLD_GATEWAY, /* 503, come back at some date */
    HOLD_CLOSE,   /* close at once */
    HOLD_COUNT
} hold;

typedef struct holder {
    ru_relay relay;
    hold how;
    unsigned from; /* the first request that is held */
    atomic_bool *stop;
} holder;

static su_answer hold_up(void *user, const su_request *request, pl_arena *arena) {
    static const char limited[] = "{\"status\":429,\"success\":false}";
    holder *const state = user;
    if (request->serial < state->from) { return ru_ask(&state->relay, request, arena); }
    su_answer answer = {0};
    switch (state->how) {
    case HOLD_SILENT:
        while (!atomic_load(state->stop)) {
            const struct timespec slice = {.tv_nsec = 5 * 1000 * 1000};
            (void)nanosleep(&slice, NULL);
        }
        return answer;
    case HOLD_LIMIT:
        answer = su_json(429, limited);
        answer.header = "Retry-After: 3600\r\n";
        return answer;
    case HOLD_GATEWAY:
        answer = su_json(503, limited);
        answer.header =
            "Date: Fri, 21 Nov 2025 00:00:00 GMT\r\nRetry-After: Fri, 21 Nov 2025 00:00:30 GMT\r\n";
        return answer;
    case HOLD_CLOSE:
    case HOLD_COUNT:
        break;
    }
    return answer;
}

static const struct hold_case {
    const char *name;
    hold how;
    unsigned from;
    pl_status want;
} holds[] = {
    {"silent-from-the-start", HOLD_SILENT, 0, PL_E_IO},
    {"silent", HOLD_SILENT, 60, PL_OK},
    {"limit-from-the-start", HOLD_LIMIT, 0, PL_E_IO},
    {"limit", HOLD_LIMIT, 60, PL_OK},
    {"gateway", HOLD_GATEWAY, 60, PL_OK},
    {"closes", HOLD_CLOSE, 60, PL_OK},
};

/* Whatever the server does, the run is over when its time is. */
Test(repeat, max_time, .timeout = 90) {
    enum { MAX_TIME_MS = 800 };
    for (size_t i = 0; i < PL_COUNT(holds); i++) {
        const struct hold_case *c = &holds[i];
        su_server server;
        holder state = {.how = c->how, .from = c->from, .stop = &server.stop};
        state.relay.sandbox = ru_sandbox(0);
        su_start(&server, hold_up, &state);
        pl_settings settings = ru_settings(state.relay.sandbox, server.base_url);
        pl_run_config config = ru_config(&settings);
        config.max_time_ms = MAX_TIME_MS;
        pl_arena arena = {0};
        pl_result result;
        pl_run_trouble trouble = {0};
        const double began = now_seconds();
        cr_assert_eq(pl_run(&config, &arena, &result, &trouble), c->want, "%s: %s", c->name,
                     trouble.what);
        const double took = now_seconds() - began;
        cr_assert_lt(took, MAX_TIME_MS / 1000.0 + 0.5, "%s: %.2f s", c->name, took);
        if (c->want == PL_OK) {
            ru_check_result(c->name, &result);
            cr_assert_gt(result.summary.inconclusive, 100, "%s", c->name);
            cr_assert_eq(result.summary.totals[PL_VIOLATION], 0, "%s", c->name);
        } else {
            cr_assert_str_neq(trouble.hint, "", "%s", c->name);
        }
        su_stop(&server);
        pl_arena_done(&arena);
        pl_settings_done(&settings);
        pl_sandbox_stop(state.relay.sandbox);
    }
}

/* A good server, and too little time for it. */
Test(repeat, out_of_time, .timeout = 60) {
    pl_sandbox *const sandbox = ru_sandbox(0);
    pl_settings settings = ru_settings(sandbox, NULL);
    pl_run_config config = ru_config(&settings);
    config.max_time_ms = 1000;
    config.rate = 50;
    pl_arena arena = {0};
    pl_result result;
    pl_run_trouble trouble = {0};
    cr_assert_eq(pl_run(&config, &arena, &result, &trouble), PL_OK, "%s", trouble.what);
    ru_check_result("rate", &result);
    cr_assert(result.out_of_time);
    cr_assert_gt(result.summary.passed, 5);
    cr_assert_gt(result.summary.inconclusive, 100);
    cr_assert_leq(result.summary.requests, 60, "the rate holds for every request");
    cr_assert_str_eq(result.cases[result.case_count - 1].reason,
                     "not sent: the run's time was over");
    cr_assert_eq(result.cases[result.case_count - 1].tries, 0);
    pl_arena_done(&arena);
    pl_settings_done(&settings);
    pl_sandbox_stop(sandbox);
}

/* --- twins ----------------------------------------------------------------------------------- */

enum { TWIN_CASE_COUNT = 6 };

/* Looks whether another connection waits while one is served. */
typedef struct watcher {
    su_server server;
    unsigned seen;
    bool together; /* the twin that came first was not alone */
    bool close;    /* and has no answer */
} watcher;

static su_answer watch(void *user, const su_request *request, pl_arena *arena) {
    watcher *const state = user;
    (void)arena;
    if (su_holds(request->body, "first-of-twins") || su_holds(request->body, "second-of-twins")) {
        struct pollfd more = {.fd = state->server.listener, .events = POLLIN};
        if (state->seen++ == 0) {
            state->together = poll(&more, 1, 300) == 1;
            if (state->close) { return (su_answer){0}; }
        }
    }
    return su_json(422, "{}");
}

static pl_case twin_case(const char *id, pl_bytes body, bool twin) {
    return (pl_case){.id = id,
                     .group = "twins",
                     .klass = PL_CLASS_OPEN,
                     .route = PL_ROUTE_CREATE,
                     .method = "POST",
                     .auth = PL_AUTH_NO_AUTHORIZATION,
                     .body = body,
                     .has_body = true,
                     .twin = twin,
                     .statuses = {200, 422}};
}

static const struct twin_row {
    const char *name;
    uint32_t concurrency;
    uint32_t rate;
    bool want_together;
} twin_rows[] = {
    {"one-at-a-time", 1, 0, false},
    {"two", 2, 0, true},
    {"four", 4, 0, true},
    {"rate", 2, 20, true},
};

/* Fillers, a pair of twins, and one more. */
static void run_twins(watcher *state, const struct twin_row *row, pl_arena *arena,
                      pl_suite *suite) {
    static const pl_bytes filler = PL_BYTES_LIT("{\"title\":\"filler\"}");
    static const pl_bytes first = PL_BYTES_LIT("{\"title\":\"first-of-twins\"}");
    static const pl_bytes second = PL_BYTES_LIT("{\"title\":\"second-of-twins\"}");
    static pl_case cases[TWIN_CASE_COUNT];
    static pl_case_set set = {cases, TWIN_CASE_COUNT};
    const pl_case made[TWIN_CASE_COUNT] = {
        twin_case("a", filler, false), twin_case("b", filler, false), twin_case("c", filler, false),
        twin_case("d", first, false),  twin_case("e", second, true),  twin_case("f", filler, false),
    };
    memcpy(cases, made, sizeof cases);
    su_start(&state->server, watch, state);
    pl_settings settings = ru_fake_settings(state->server.base_url);
    settings.merchant.token = ru_copy("token-of-the-test");
    pl_run_config config = ru_config(&settings);
    config.concurrency = row->concurrency;
    config.rate = row->rate;
    pl_session session;
    cr_assert_eq(pl_session_init(&session, &config), PL_OK);
    pl_suite_init(suite, &config, &session, arena);
    cr_assert_eq(pl_suite_take(suite, &set), PL_OK);
    cr_assert_eq(pl_suite_run(suite), PL_OK);
    cr_assert_eq(suite->settled_count, TWIN_CASE_COUNT, "%s", row->name);
    pl_suite_done(suite);
    pl_session_done(&session);
    pl_settings_done(&settings);
    su_stop(&state->server);
}

/* Twins are sent in one moment, whatever else is in flight; the server here serves one at a time. */
Test(repeat, twins_are_in_flight_together, .timeout = 60) {
    for (size_t i = 0; i < PL_COUNT(twin_rows); i++) {
        static pl_suite suite;
        pl_arena arena = {0};
        watcher state = {.seen = 0};
        run_twins(&state, &twin_rows[i], &arena, &suite);
        cr_assert_eq(state.together, twin_rows[i].want_together, "%s", twin_rows[i].name);
        cr_assert_eq(state.seen, 2, "%s", twin_rows[i].name);
        pl_arena_done(&arena);
    }
}

/* Open what they are answered; but a crash is told, also when the next process answers. */
Test(repeat, a_twin_without_an_answer_is_told, .timeout = 30) {
    static const struct twin_row row = {"crash", 2, 0, true};
    static pl_suite suite;
    pl_arena arena = {0};
    watcher state = {.close = true};
    size_t told = 0;
    run_twins(&state, &row, &arena, &suite);
    for (size_t i = 0; i < TWIN_CASE_COUNT; i++) {
        const pl_progress *const progress = &suite.progress[i];
        for (size_t k = 0; k < progress->finding_count; k++) {
            if (strcmp(progress->findings[k].check, "no-answer") != 0) { continue; }
            cr_assert_eq(progress->findings[k].severity, PL_WARNING);
            cr_assert(i == 3 || i == 4, "case %zu", i);
            told++;
        }
    }
    cr_assert_eq(told, 1, "%zu told, %u seen", told, state.seen);
    cr_assert_eq(state.seen, 3, "and it was repeated");
    pl_arena_done(&arena);
}
