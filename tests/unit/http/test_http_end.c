/* What ends an exchange that would not end by itself, and pairs that start in one moment. Covers http.c, with
 * test_http.c. */
#include <criterion/criterion.h>
#include <string.h>
#include <time.h>

#include "client.h"
#include "script_server.h"

#define OK_KEPT "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

static const pl_http_request get = {.method = "GET", .target = "/a"};
static const pl_http_request bad = {.method = "GET", .target = "a"};

static double now_seconds(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void count(void *user, const pl_http_request *request, const pl_http_response *response) {
    size_t *const counts = user;
    cr_assert_eq(request, &get);
    counts[response->failure]++;
}

/* Servers that would hold a client for ever, each in its own way. */
static const struct end_case {
    const char *name;
    ss_step step;
    pl_http_failure want;
} ends[] = {
    {"silent", {.answer = "", .after = SS_STALL}, PL_HTTP_TIMEOUT},
    {"head-only", {.answer = "HTTP/1.1 200 OK\r\n", .after = SS_STALL}, PL_HTTP_TIMEOUT},
    {"body-never-ends",
     {.answer = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nxx", .after = SS_STALL},
     PL_HTTP_TIMEOUT},
    {"drips", {.answer = OK_KEPT, .byte_ms = 100}, PL_HTTP_TIMEOUT},
};

Test(http_end, everything_ends_in_time, .timeout = 30) {
    for (size_t i = 0; i < PL_COUNT(ends); i++) {
        size_t counts[PL_HTTP_FAILURE_COUNT] = {0};
        ss_server *server = ss_start(&ends[i].step, 1);
        pl_http *http = tc_client_with(ss_base_url(server), (pl_http_config){.concurrency = 2});
        const double began = now_seconds();
        pl_http_end_within(http, 300);
        for (size_t k = 0; k < 5; k++) {
            cr_assert_eq(pl_http_submit(http, &get, count, counts), PL_OK, "%s", ends[i].name);
        }
        cr_assert_eq(pl_http_drain(http), PL_OK);
        const double took = now_seconds() - began;
        cr_assert(took > 0.2 && took < 2, "%s: %.1f s", ends[i].name, took);
        cr_assert_eq(counts[ends[i].want], 2, "%s: in flight: %zu, not sent %zu, closed %zu",
                     ends[i].name, counts[ends[i].want], counts[PL_HTTP_EXPIRED],
                     counts[PL_HTTP_CLOSED]);
        cr_assert_eq(counts[PL_HTTP_EXPIRED], 3, "%s: not sent", ends[i].name);
        cr_assert_eq(pl_http_request_count(http), 2, "%s: only what is sent counts", ends[i].name);
        pl_http_free(http);
        ss_stop(server);
    }
}

/* The next start is an hour away, and nobody waits for it. */
Test(http_end, a_rate_does_not_outlast_it, .timeout = 20) {
    static const ss_step step = {.answer = OK_KEPT};
    size_t counts[PL_HTTP_FAILURE_COUNT] = {0};
    ss_server *server = ss_start(&step, 1);
    pl_http *http =
        tc_client_with(ss_base_url(server), (pl_http_config){.concurrency = 2, .rate = 1});
    const double began = now_seconds();
    pl_http_end_within(http, 200);
    for (size_t k = 0; k < 3; k++) {
        cr_assert_eq(pl_http_submit(http, &get, count, counts), PL_OK);
    }
    cr_assert_eq(pl_http_drain(http), PL_OK);
    cr_assert_lt(now_seconds() - began, 0.9);
    cr_assert_eq(counts[PL_HTTP_ANSWERED], 1);
    cr_assert_eq(counts[PL_HTTP_EXPIRED], 2);
    pl_http_end_within(http, 5000);
    cr_assert_eq(pl_http_submit(http, &get, count, counts), PL_OK, "the end may be moved");
    cr_assert_eq(pl_http_drain(http), PL_OK);
    cr_assert_eq(counts[PL_HTTP_ANSWERED], 2);
    pl_http_free(http);
    ss_stop(server);
}

/* --- pairs ---------------------------------------------------------------------------------- */

static const struct pair_case {
    const char *name;
    uint32_t concurrency;
    uint32_t rate;
    size_t before; /* requests that are in flight already */
} pairs[] = {
    {"alone", 2, 0, 0},
    {"no-room-yet", 2, 0, 1},
    {"full", 4, 0, 4},
    {"rate", 2, 4, 0},
};

/* The server holds each answer back: what does not start together is not seen together. */
Test(http_end, pairs_are_in_flight_together, .timeout = 30) {
    static const ss_step step = {.answer = OK_KEPT, .delay_ms = 100};
    for (size_t i = 0; i < PL_COUNT(pairs); i++) {
        const struct pair_case *c = &pairs[i];
        size_t counts[PL_HTTP_FAILURE_COUNT] = {0};
        ss_server *server = ss_start(&step, 1);
        pl_http *http = tc_client_with(
            ss_base_url(server), (pl_http_config){.concurrency = c->concurrency, .rate = c->rate});
        for (size_t k = 0; k < c->before; k++) {
            cr_assert_eq(pl_http_submit(http, &get, count, counts), PL_OK);
        }
        const pl_http_pair pair = {{&get, &get}, {counts, counts}};
        cr_assert_eq(pl_http_submit_pair(http, &pair, count), PL_OK, "%s", c->name);
        cr_assert_eq(pl_http_drain(http), PL_OK);
        cr_assert_eq(counts[PL_HTTP_ANSWERED], c->before + 2, "%s", c->name);
        const size_t most = c->before > 2 ? c->before : 2;
        cr_assert_eq(ss_busy_max(server), most, "%s: %zu at once", c->name, ss_busy_max(server));
        cr_assert_leq(ss_connection_count(server), c->concurrency, "%s", c->name);
        pl_http_free(http);
        ss_stop(server);
    }
}

Test(http_end, pair_costs_the_rate_of_two, .timeout = 20) {
    static const ss_step step = {.answer = OK_KEPT};
    size_t counts[PL_HTTP_FAILURE_COUNT] = {0};
    ss_server *server = ss_start(&step, 1);
    pl_http *http =
        tc_client_with(ss_base_url(server), (pl_http_config){.concurrency = 2, .rate = 10});
    const pl_http_pair pair = {{&get, &get}, {counts, counts}};
    const double began = now_seconds();
    cr_assert_eq(pl_http_submit_pair(http, &pair, count), PL_OK);
    cr_assert_eq(pl_http_submit(http, &get, count, counts), PL_OK);
    const double took = now_seconds() - began;
    cr_assert(took > 0.15 && took < 1, "%.2f s", took);
    cr_assert_eq(pl_http_drain(http), PL_OK);
    const pl_http_pair half = {{&get, &bad}, {counts, counts}};
    cr_assert_eq(pl_http_submit_pair(http, &half, count), PL_E_ARGUMENT);
    cr_assert_eq(pl_http_drain(http), PL_OK);
    cr_assert_eq(counts[PL_HTTP_ANSWERED], 3, "neither of the second pair was sent");
    pl_http_free(http);
    ss_stop(server);
}
