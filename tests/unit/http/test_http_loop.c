/* The engine with many in flight: limits, order, callbacks that submit. Covers http.c, with
 * test_http.c. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "client.h"
#include "script_server.h"

#define OK_KEPT "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

static const pl_http_request get = {.method = "GET", .target = "/a"};

/* What the callbacks of one test saw. */
typedef struct tally {
    pl_http *http;
    size_t answered;
    size_t failed;
    size_t submit; /* further requests to submit, one for each that is over */
    size_t depth;  /* of callbacks inside one another */
    size_t depth_max;
} tally;

static void count(void *user, const pl_http_request *request, const pl_http_response *response) {
    tally *seen = user;
    cr_assert_eq(request, &get, "the request that was submitted");
    cr_assert_not(pl_http_is_idle(seen->http), "inside a callback");
    seen->depth++;
    if (seen->depth > seen->depth_max) { seen->depth_max = seen->depth; }
    if (response->failure == PL_HTTP_ANSWERED) {
        seen->answered++;
        cr_assert_eq(response->status, 200);
        cr_assert(pl_bytes_equal(response->body, tc_text("ok")));
    } else {
        seen->failed++;
    }
    if (seen->submit > 0) {
        seen->submit--;
        cr_assert_eq(pl_http_submit(seen->http, &get, count, seen), PL_OK, "from a callback");
    }
    seen->depth--;
}

static void submit(tally *seen, size_t times) {
    for (size_t i = 0; i < times; i++) {
        cr_assert_eq(pl_http_submit(seen->http, &get, count, seen), PL_OK, "submit %zu", i);
    }
}

struct load_case {
    const char *name;
    uint32_t concurrency;
    size_t times;
    size_t from_callbacks;
};

/* clang-format off */
static const struct load_case load_cases[] = {
    {"one-at-a-time",     1, 10, 0},
    {"four-at-once",      4, 40, 0},
    {"fewer-than-slots", 16, 3,  0},
    {"chain",             1, 1,  100},
    {"chains",            4, 4,  100},
};
/* clang-format on */

Test(http_loop, load, .timeout = 60) {
    static const ss_step steps[] = {{.answer = OK_KEPT, .delay_ms = 5}};
    for (size_t i = 0; i < PL_COUNT(load_cases); i++) {
        const struct load_case *c = &load_cases[i];
        ss_server *server = ss_start(steps, PL_COUNT(steps));
        tally seen = {.submit = c->from_callbacks};
        seen.http =
            tc_client_with(ss_base_url(server), (pl_http_config){.concurrency = c->concurrency});
        submit(&seen, c->times);
        cr_assert_eq(pl_http_drain(seen.http), PL_OK, "%s: drain", c->name);
        cr_assert(pl_http_is_idle(seen.http), "%s: idle", c->name);
        const size_t want = c->times + c->from_callbacks;
        cr_assert_eq(seen.answered, want, "%s: %zu answered", c->name, seen.answered);
        cr_assert_eq(seen.failed, 0, "%s: failed", c->name);
        cr_assert_eq(seen.depth_max, 1, "%s: callbacks inside callbacks", c->name);
        cr_assert_eq(pl_http_request_count(seen.http), want, "%s: count", c->name);
        cr_assert(ss_busy_max(server) <= c->concurrency, "%s: %zu at once", c->name,
                  ss_busy_max(server));
        cr_assert(ss_connection_count(server) <= c->concurrency, "%s: connections", c->name);
        pl_http_free(seen.http);
        ss_stop(server);
    }
}

/* Submitting must not wait for an answer while a slot is free. */
Test(http_loop, all_slots_are_used, .timeout = 20) {
    static const ss_step steps[] = {{.answer = OK_KEPT, .delay_ms = 200}};
    ss_server *server = ss_start(steps, PL_COUNT(steps));
    tally seen = {0};
    seen.http = tc_client_with(ss_base_url(server), (pl_http_config){.concurrency = 4});
    submit(&seen, 8);
    cr_assert_eq(pl_http_drain(seen.http), PL_OK);
    cr_assert_eq(seen.answered, 8);
    cr_assert_eq(ss_busy_max(server), 4, "%zu at once", ss_busy_max(server));
    pl_http_free(seen.http);
    ss_stop(server);
}

/* A server that is done with a connection after each answer, and one that resets at random
 * places. */
Test(http_loop, unfriendly_server, .timeout = 30) {
    static const ss_step steps[] = {
        {.answer = OK_KEPT},
        {.answer = OK_KEPT, .after = SS_CLOSE},
        {.answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok",
         .after = SS_CLOSE},
        {.answer = OK_KEPT, .after = SS_CLOSE},
        {.answer = OK_KEPT, .after = SS_CLOSE},
        {.answer = OK_KEPT, .after = SS_CLOSE},
        {.answer = OK_KEPT},
    };
    ss_server *server = ss_start(steps, PL_COUNT(steps));
    tally seen = {0};
    seen.http = tc_client_with(ss_base_url(server), (pl_http_config){.concurrency = 3});
    submit(&seen, 30);
    cr_assert_eq(pl_http_drain(seen.http), PL_OK);
    cr_assert_eq(seen.answered, 30);
    pl_http_free(seen.http);
    ss_stop(server);
}

static int64_t clock_ms(void) {
    struct timespec now;
    cr_assert_eq(clock_gettime(CLOCK_MONOTONIC, &now), 0);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

Test(http_loop, rate_spaces_the_starts, .timeout = 20) {
    enum { RATE = 50, TIMES = 11, WANT_MS = 1000 * (TIMES - 1) / RATE, SLOW_MS = 5000 };
    static const ss_step steps[] = {{.answer = OK_KEPT}};
    ss_server *server = ss_start(steps, PL_COUNT(steps));
    tally seen = {0};
    seen.http =
        tc_client_with(ss_base_url(server), (pl_http_config){.concurrency = 8, .rate = RATE});
    const int64_t from_ms = clock_ms();
    submit(&seen, TIMES);
    const int64_t took_ms = clock_ms() - from_ms;
    cr_assert_eq(pl_http_drain(seen.http), PL_OK);
    cr_assert_eq(seen.answered, TIMES);
    cr_assert(took_ms >= WANT_MS && took_ms < WANT_MS + SLOW_MS, "%lld ms, want %d",
              (long long)took_ms, WANT_MS);
    pl_http_free(seen.http);
    ss_stop(server);
}

Test(http_loop, free_gives_up_what_is_in_flight, .timeout = 20) {
    static const ss_step steps[] = {{.answer = "", .after = SS_STALL}};
    ss_server *server = ss_start(steps, PL_COUNT(steps));
    tally seen = {0};
    seen.http = tc_client_with(ss_base_url(server), (pl_http_config){.concurrency = 4});
    submit(&seen, 3);
    pl_http_free(seen.http);
    cr_assert_eq(seen.answered + seen.failed, 0, "done was called");
    ss_stop(server);
}

Test(http_loop, drain_of_nothing, .timeout = 20) {
    pl_http *http = tc_client("http://127.0.0.1:1");
    cr_assert(pl_http_is_idle(http));
    cr_assert_eq(pl_http_drain(http), PL_OK);
    cr_assert_eq(pl_http_request_count(http), 0);
    pl_http_free(http);
}

Test(http_loop, refused_request_is_not_taken, .timeout = 20) {
    pl_http *http = tc_client("http://127.0.0.1:1");
    tally seen = {.http = http};
    const pl_http_request bad = {.method = "GET", .target = "no slash"};
    cr_assert_eq(pl_http_submit(http, &bad, count, &seen), PL_E_ARGUMENT);
    cr_assert(pl_http_is_idle(http));
    cr_assert_eq(pl_http_request_count(http), 0);
    pl_http_free(http);
}
