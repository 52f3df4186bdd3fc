#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "unit/sandbox/sandbox_util.h"

enum {
    ANSWER_BYTES_MAX = 64 * 1024,
    THREADS = 2,
    CREATES = 50,
    PORT_AT = 17 /* "http://127.0.0.1:" */
};

static pl_sandbox *start_as(uint16_t port, const pl_personality *personality) {
    const pl_sandbox_config config = {.port = port, .seed = SB_SEED, .personality = personality};
    pl_sandbox *sandbox = NULL;
    const char *why = "";
    cr_assert_eq(pl_sandbox_start(&config, &sandbox, &why), PL_OK, "start: %s", why);
    return sandbox;
}

static pl_sandbox *start(uint16_t port) {
    return start_as(port, NULL);
}

static uint16_t port_of(const pl_sandbox *sandbox) {
    return (uint16_t)strtoul(pl_sandbox_base_url(sandbox) + PORT_AT, NULL, 10);
}

static struct sockaddr_in address_of(const pl_sandbox *sandbox, uint32_t host) {
    return (struct sockaddr_in){.sin_family = AF_INET,
                                .sin_port = htons(port_of(sandbox)),
                                .sin_addr = {.s_addr = htonl(host)}};
}

/* A connection whose reads end after some seconds. */
static int dial(const pl_sandbox *sandbox) {
    const struct sockaddr_in address = address_of(sandbox, INADDR_LOOPBACK);
    const struct timeval wait = {.tv_sec = 10};
    const int line = socket(AF_INET, SOCK_STREAM, 0);
    cr_assert_geq(line, 0);
    cr_assert_eq(setsockopt(line, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait), 0);
    cr_assert_eq(connect(line, (const struct sockaddr *)&address, sizeof address), 0);
    return line;
}

static void say(int line, const char *text, size_t len) {
    while (len > 0) {
        const ssize_t sent = send(line, text, len, MSG_NOSIGNAL);
        cr_assert_gt(sent, 0, "send");
        text += sent;
        len -= (size_t)sent;
    }
}

/* Everything until the other side closes, terminated. */
static size_t hear(int line, char *out, size_t out_cap) {
    size_t len = 0;
    for (;;) {
        const ssize_t got = recv(line, out + len, out_cap - 1 - len, 0);
        if (got <= 0) { break; }
        len += (size_t)got;
    }
    out[len] = '\0';
    return len;
}

/* One exchange on a connection of its own. */
static void exchange(const pl_sandbox *sandbox, const char *request, char out[ANSWER_BYTES_MAX]) {
    const int line = dial(sandbox);
    say(line, request, strlen(request));
    (void)hear(line, out, ANSWER_BYTES_MAX);
    cr_assert_eq(close(line), 0);
}

static const char *credentials(pl_sandbox *sandbox, pl_arena *arena) {
    sb bench = {.sandbox = sandbox, .now_ms = pl_sandbox_now_ms()};
    pl_arena_init(&bench.arena);
    const char *text = pl_arena_printf(
        arena, "Host: localhost\r\nAuthorization: Bearer %s\r\nX-PARTNER-ID: %s\r\n",
        sb_token(&bench, 0), pl_sandbox_merchant_of(sandbox, 0)->partner_id);
    pl_arena_done(&bench.arena);
    return text;
}

struct wire_case {
    const char *name;
    const char *method;
    const char *suffix;  /* of the path */
    const char *headers; /* more of them */
    const char *body;
    const char *want_line;
    const char *want_text; /* somewhere in the answer */
    const char *want_not;  /* nowhere in it; NULL: anything goes */
};

/* clang-format off */
static const struct wire_case cases[] = {
    {"create", "POST", "", "Content-Type: application/json\r\n", SB_GOOD_BODY, "HTTP/1.1 200 ", "Content-Type: application/json\r\n", NULL},
    {"create, its length", "POST", "", "", SB_GOOD_BODY, "HTTP/1.1 200 ", "Content-Length: ", "Transfer-Encoding"},
    {"create, its page", "POST", "", "", SB_GOOD_BODY, "HTTP/1.1 200 ", "\"payment_url\":\"http://127.0.0.1:", NULL},
    {"create, expecting to go on", "POST", "", "Expect: 100-continue\r\n", SB_GOOD_BODY, "HTTP/1.1 100 ", "HTTP/1.1 200 ", NULL},
    {"not valid", "POST", "", "", "{}", "HTTP/1.1 422 ", "\"errors\"", NULL},
    {"empty", "POST", "", "", "", "HTTP/1.1 422 ", "\"errors\"", NULL},
    {"form", "POST", "", "Content-Type: application/x-www-form-urlencoded\r\n", "a=b", "HTTP/1.1 415 ", "\"error\"", NULL},
    {"list", "GET", "?page=1", "", "", "HTTP/1.1 200 ", "\"data\":[", NULL},
    {"list, head", "HEAD", "", "", "", "HTTP/1.1 200 ", "Content-Length: ", "\"data\""},
    {"query kept", "GET", "?page=x", "", "", "HTTP/1.1 422 ", "\"page\"", NULL},
    {"patch", "PATCH", "", "", "{}", "HTTP/1.1 405 ", "\r\nAllow: GET, HEAD, POST\r\n", NULL},
    {"propfind", "PROPFIND", "", "", "", "HTTP/1.1 405 ", "\r\nAllow: ", NULL},
    {"unknown account", "GET", "x", "", "", "HTTP/1.1 404 ", "\"error\"", NULL},
    {"percent escapes are not undone", "GET", "/%31", "", "", "HTTP/1.1 404 ", "\"error\"", NULL},
};
/* clang-format on */

Test(server, round_trips, .timeout = 60) {
    static char answer[ANSWER_BYTES_MAX];
    pl_sandbox *sandbox = start(0);
    pl_arena arena;
    pl_arena_init(&arena);
    for (size_t i = 0; i < PL_COUNT(cases); i++) {
        const struct wire_case *c = &cases[i];
        const char *request = pl_arena_printf(
            &arena,
            "%s " SB_MANAGE
            "/%s%s HTTP/1.1\r\n%sConnection: close\r\n%sContent-Length: %zu\r\n\r\n%s",
            c->method, pl_sandbox_merchant_of(sandbox, 0)->account_id, c->suffix,
            credentials(sandbox, &arena), c->headers, strlen(c->body), c->body);
        exchange(sandbox, request, answer);
        cr_assert_eq(strncmp(answer, c->want_line, strlen(c->want_line)), 0, "%s: %.200s", c->name,
                     answer);
        cr_assert_not_null(strstr(answer, c->want_text), "%s: no '%s' in %s", c->name, c->want_text,
                           answer);
        if (c->want_not != NULL) {
            cr_assert_null(strstr(answer, c->want_not), "%s: '%s' in %s", c->name, c->want_not,
                           answer);
        }
    }
    pl_arena_done(&arena);
    pl_sandbox_stop(sandbox);
}

/* The manners of a personality reach the wire; they are for both of its answers. */
Test(server, manners, .timeout = 20) {
    static const pl_sandbox_field more[] = {{"X-More", "yes"}, {NULL, NULL}};
    static const struct {
        const char *name;
        pl_personality who;
        const char *want; /* NULL: no answer at all */
    } rows[] = {
        {"close", {.name = "close", .manners = PL_MANNER_CLOSE}, "\r\nConnection: close\r\n"},
        {"chunks",
         {.name = "chunks", .manners = PL_MANNER_CHUNKED},
         "\r\nTransfer-Encoding: chunked\r\n"},
        {"lower",
         {.name = "lower", .manners = PL_MANNER_LOWER},
         "\r\ncontent-type: application/json\r\n"},
        {"more", {.name = "more", .headers = more}, "\r\nX-More: yes\r\n"},
        {"limit",
         {.name = "limit", .outage_each = 1, .outage_status = 429},
         "\r\nRetry-After: 0\r\n"},
        {"gateway", {.name = "gateway", .outage_each = 1, .outage_status = 502}, "HTTP/1.1 502 "},
        {"cut", {.name = "cut", .outage_each = 1}, NULL},
    };
    static const char request[] = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    static char answer[ANSWER_BYTES_MAX];
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        pl_sandbox *sandbox = start_as(0, &rows[i].who);
        exchange(sandbox, request, answer);
        if (rows[i].want == NULL) {
            cr_assert_str_eq(answer, "", "%s", rows[i].name);
        } else {
            cr_assert_not_null(strstr(answer, rows[i].want), "%s: %s", rows[i].name, answer);
        }
        pl_sandbox_stop(sandbox);
    }
}

/* Requests that are not quite HTTP: a refusal or a closed line, never a crash, and the next caller
 * is served. */
Test(server, odd_requests_do_no_harm, .timeout = 60) {
    enum { PROMPT_MS = 5000 };
    static const char *const requests[] = {
        "\r\n\r\n",
        "GET\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX: \x01\x7f\xff\r\nConnection: close\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999999\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
         "2\r\n{}\r\n0\r\n\r\n"),
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc",
    };
    static char answer[ANSWER_BYTES_MAX];
    pl_sandbox *sandbox = start(0);
    for (size_t i = 0; i < PL_COUNT(requests); i++) {
        const int64_t before_ms = pl_sandbox_now_ms();
        const int line = dial(sandbox);
        say(line, requests[i], strlen(requests[i]));
        cr_assert_eq(shutdown(line, SHUT_WR), 0);
        const size_t len = hear(line, answer, sizeof answer);
        cr_assert_lt(pl_sandbox_now_ms() - before_ms, PROMPT_MS, "%zu: the line stays open", i);
        cr_assert_eq(close(line), 0);
        cr_assert(len == 0 || strncmp(answer, "HTTP/1.1 4", 10) == 0 ||
                      strncmp(answer, "HTTP/1.1 505", 12) == 0,
                  "%zu: %.200s", i, answer);
        exchange(sandbox, "GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", answer);
        cr_assert_eq(strncmp(answer, "HTTP/1.1 404 ", 13), 0, "after %zu: %.200s", i, answer);
    }
    pl_sandbox_stop(sandbox);
}

Test(server, too_large_and_too_many, .timeout = 60) {
    enum { BODY = PL_CONTRACT_BODY_BYTES_MAX + 1 };
    static char answer[ANSWER_BYTES_MAX];
    pl_sandbox *sandbox = start(0);
    pl_arena arena;
    pl_arena_init(&arena);
    const char *known = credentials(sandbox, &arena);
    const char *account = pl_sandbox_merchant_of(sandbox, 0)->account_id;
    const char *head = pl_arena_printf(&arena,
                                       "POST " SB_MANAGE "/%s HTTP/1.1\r\n%sConnection: close\r\n"
                                       "Content-Length: %d\r\n\r\n",
                                       account, known, (int)BODY);
    char *body = malloc(BODY);
    cr_assert_not_null(body);
    memset(body, ' ', BODY);
    const int line = dial(sandbox);
    say(line, head, strlen(head));
    say(line, body, BODY);
    (void)hear(line, answer, sizeof answer);
    cr_assert_eq(close(line), 0);
    free(body);
    cr_assert_eq(strncmp(answer, "HTTP/1.1 413 ", 13), 0, "%.200s", answer);
    cr_assert_not_null(strstr(answer, "\"code\":413"), "%s", answer);

    const char *filler = "";
    for (int i = 0; i < PL_SANDBOX_HEADER_COUNT_MAX; i++) {
        filler = pl_arena_printf(&arena, "%sX-%d: 1\r\n", filler, i);
    }
    exchange(sandbox,
             pl_arena_printf(&arena,
                             "GET " SB_MANAGE "/%s HTTP/1.1\r\n%s%sConnection: close\r\n\r\n",
                             account, known, filler),
             answer);
    cr_assert_eq(strncmp(answer, "HTTP/1.1 400 ", 13), 0, "%.200s", answer);
    pl_arena_done(&arena);
    pl_sandbox_stop(sandbox);
}

/* Another address of this host, which a listener on every address would answer at. */
Test(server, only_one_address_is_served, .timeout = 20) {
    pl_sandbox *sandbox = start(0);
    const struct sockaddr_in other = address_of(sandbox, INADDR_LOOPBACK + 1);
    const int line = socket(AF_INET, SOCK_STREAM, 0);
    cr_assert_geq(line, 0);
    cr_assert_neq(connect(line, (const struct sockaddr *)&other, sizeof other), 0);
    cr_assert_eq(close(line), 0);
    pl_sandbox_stop(sandbox);
}

Test(server, a_connection_is_kept_alive, .timeout = 20) {
    static char answer[ANSWER_BYTES_MAX];
    pl_sandbox *sandbox = start(0);
    static const char requests[] = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n"
                                   "GET /b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    exchange(sandbox, requests, answer);
    const char *second = strstr(answer + 1, "HTTP/1.1 404 ");
    cr_assert_eq(strncmp(answer, "HTTP/1.1 404 ", 13), 0, "%.200s", answer);
    cr_assert_not_null(second, "one answer to two requests: %s", answer);
    pl_sandbox_stop(sandbox);
}

Test(server, a_port_in_use_is_explained, .timeout = 20) {
    pl_sandbox *first = start(0);
    const pl_sandbox_config config = {.port = port_of(first), .seed = SB_SEED};
    pl_sandbox *second = NULL;
    const char *why = NULL;
    cr_assert_eq(pl_sandbox_start(&config, &second, &why), PL_E_IO);
    cr_assert_null(second);
    cr_assert_not_null(why);
    cr_assert_not_null(strstr(why, "port"), "%s", why);
    cr_assert_eq(pl_sandbox_start(&config, &second, NULL), PL_E_IO);
    pl_sandbox_stop(first);
    pl_sandbox *again = start(config.port);
    cr_assert_eq(port_of(again), config.port, "a port that was asked for");
    pl_sandbox_stop(again);
    pl_sandbox_stop(NULL);
}

/* A client that stops in the middle of a request holds the stop up for a short while only. */
Test(server, stop_does_not_wait_for_ever, .timeout = 20) {
    static const char half[] = "POST /x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
                               "Content-Length: 10\r\n\r\n";
    char go_on[16];
    pl_sandbox *sandbox = start(0);
    const int line = dial(sandbox);
    say(line, half, sizeof half - 1);
    cr_assert_gt(recv(line, go_on, sizeof go_on, 0), 0, "the exchange is under way");
    const int64_t before_ms = pl_sandbox_now_ms();
    pl_sandbox_stop(sandbox);
    const int64_t waited_ms = pl_sandbox_now_ms() - before_ms;
    cr_assert(waited_ms >= 1500 && waited_ms < 10000, "%lld ms", (long long)waited_ms);
    cr_assert_eq(close(line), 0);
}

struct worker {
    pl_sandbox *sandbox;
    const char *request;
    long ids[CREATES];
    size_t count;
};

static void *work(void *user) {
    struct worker *worker = user;
    char *answer = malloc(ANSWER_BYTES_MAX);
    for (size_t i = 0; answer != NULL && i < CREATES; i++) {
        exchange(worker->sandbox, worker->request, answer);
        const char *id = strstr(answer, "\"id\":");
        if (strncmp(answer, "HTTP/1.1 200 ", 13) == 0 && id != NULL) {
            worker->ids[worker->count++] = strtol(id + 5, NULL, 10);
        }
    }
    free(answer);
    return NULL;
}

static int compare_ids(const void *left, const void *right) {
    const long one = *(const long *)left;
    const long two = *(const long *)right;
    return (one > two) - (one < two);
}

Test(server, callers_at_once_get_ids_of_their_own, .timeout = 60) {
    pl_sandbox *sandbox = start(0);
    pl_arena arena;
    pl_arena_init(&arena);
    const char *request = pl_arena_printf(
        &arena,
        "POST " SB_MANAGE "/%s HTTP/1.1\r\n%sConnection: close\r\nContent-Length: %zu\r\n\r\n%s",
        pl_sandbox_merchant_of(sandbox, 0)->account_id, credentials(sandbox, &arena),
        strlen(SB_GOOD_BODY), SB_GOOD_BODY);
    static struct worker workers[THREADS];
    pthread_t threads[THREADS];
    for (size_t i = 0; i < THREADS; i++) {
        workers[i] = (struct worker){.sandbox = sandbox, .request = request};
        cr_assert_eq(pthread_create(&threads[i], NULL, work, &workers[i]), 0);
    }
    long ids[THREADS * CREATES];
    for (size_t i = 0; i < THREADS; i++) {
        cr_assert_eq(pthread_join(threads[i], NULL), 0);
        cr_assert_eq(workers[i].count, CREATES, "worker %zu: %zu links", i, workers[i].count);
        memcpy(ids + i * CREATES, workers[i].ids, sizeof workers[i].ids);
    }
    qsort(ids, PL_COUNT(ids), sizeof ids[0], compare_ids);
    for (size_t i = 1; i < PL_COUNT(ids); i++) {
        cr_assert_neq(ids[i], ids[i - 1], "id %ld", ids[i]);
    }
    pl_arena_done(&arena);
    pl_sandbox_stop(sandbox);
}
