/* The engine against a server that does what servers do, and what they should not. */
#include <criterion/criterion.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "client.h"
#include "script_server.h"

#define OK_KEPT    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
#define NINE       "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"
#define CHUNKED    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
#define TO_THE_END "HTTP/1.1 200 OK\r\n\r\n"

static const pl_http_request get = {.method = "GET", .target = "/a"};

/* --- one exchange, whatever the server does ------------------------------------------------- */

struct scene {
    const char *name;
    ss_step step;
    pl_http_failure want;
    int want_status;
    const char *want_body;
    uint32_t timeout_ms;
};

/* clang-format off */
static const struct scene scenes[] = {
    {"good",              {.answer = OK_KEPT}, PL_HTTP_ANSWERED, 200, "ok", 0},
    {"refusal",           {.answer = "HTTP/1.1 422 No\r\nContent-Length: 1\r\n\r\n!"}, PL_HTTP_ANSWERED, 422, "!", 0},
    {"redirect",          {.answer = "HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n"},
     PL_HTTP_ANSWERED, 302, "", 0},
    {"no-content",        {.answer = "HTTP/1.1 204 None\r\n\r\n"}, PL_HTTP_ANSWERED, 204, "", 0},
    {"chunked",           {.answer = CHUNKED "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: t\r\n\r\n"}, PL_HTTP_ANSWERED, 200,
     "abcde", 0},
    {"until-close",       {.answer = "HTTP/1.0 200 OK\r\n\r\nall of it", .after = SS_CLOSE}, PL_HTTP_ANSWERED, 200,
     "all of it", 0},
    {"continue-first",    {.answer = "HTTP/1.1 100 Continue\r\n\r\n" OK_KEPT}, PL_HTTP_ANSWERED, 200, "ok", 0},
    {"slow-bytes",        {.answer = OK_KEPT, .byte_ms = 2}, PL_HTTP_ANSWERED, 200, "ok", 0},
    {"stall-before",      {.answer = "", .after = SS_STALL}, PL_HTTP_TIMEOUT, 0, "", 500},
    {"stall-in-head",     {.answer = "HTTP/1.1 200 OK\r\nA: ", .after = SS_STALL}, PL_HTTP_TIMEOUT, 200, "", 500},
    {"stall-in-body",     {.answer = NINE "abc", .after = SS_STALL}, PL_HTTP_TIMEOUT, 200, "abc", 500},
    {"stall-in-chunk",    {.answer = CHUNKED "9\r\nab", .after = SS_STALL}, PL_HTTP_TIMEOUT, 200, "ab", 500},
    {"slow-head",         {.answer = OK_KEPT, .byte_ms = 40}, PL_HTTP_TIMEOUT, -1, "", 500},
    {"close-at-once",     {.answer = "", .after = SS_CLOSE}, PL_HTTP_CLOSED, 0, "", 0},
    {"reset-at-once",     {.answer = "", .after = SS_RESET}, PL_HTTP_CLOSED, 0, "", 0},
    {"close-in-body",     {.answer = NINE "abc", .after = SS_CLOSE}, PL_HTTP_CLOSED, 200, "abc", 0},
    {"close-in-chunk",    {.answer = CHUNKED "9\r\nab", .after = SS_CLOSE}, PL_HTTP_CLOSED, 200, "ab", 0},
    {"close-no-last",     {.answer = CHUNKED "2\r\nab\r\n", .after = SS_CLOSE}, PL_HTTP_CLOSED, 200, "ab", 0},
    {"bad-chunk",         {.answer = CHUNKED "zz\r\n", .after = SS_CLOSE}, PL_HTTP_PROTOCOL, 200, "", 0},
    {"garbage",           {.answer = "SSH-2.0-OpenSSH_9\r\n\r\n", .after = SS_CLOSE}, PL_HTTP_PROTOCOL, 0, "", 0},
    {"binary",            {.answer = "\x15\x03\x01\x02\x02 \xFF\xFE", .after = SS_CLOSE}, PL_HTTP_PROTOCOL, 0, "", 0},
    {"other-protocol",    {.answer = "HTTP/9.9 200 OK\r\n\r\n", .after = SS_CLOSE}, PL_HTTP_PROTOCOL, 0, "", 0},
    {"body-too-large",    {.answer = TO_THE_END, .filler = PL_HTTP_BODY_BYTES_MAX + 1, .after = SS_CLOSE},
     PL_HTTP_TOO_LARGE, 200, NULL, 0},
    {"body-just-fits",    {.answer = TO_THE_END, .filler = PL_HTTP_BODY_BYTES_MAX, .after = SS_CLOSE},
     PL_HTTP_ANSWERED, 200, NULL, 0},
    {"header-too-large",  {.answer = "HTTP/1.1 200 OK\r\nA: ", .filler = 2 * 1024 * 1024, .after = SS_CLOSE},
     PL_HTTP_TOO_LARGE, 200, "", 0},
};
/* clang-format on */

Test(http, scenes, .timeout = 60) {
    for (size_t i = 0; i < PL_COUNT(scenes); i++) {
        const struct scene *c = &scenes[i];
        pl_arena arena = {0};
        pl_http_response response;
        ss_server *server = ss_start(&c->step, 1);
        pl_http *http =
            tc_client_with(ss_base_url(server), (pl_http_config){.timeout_ms = c->timeout_ms});
        cr_assert_eq(pl_http_send(http, &get, &arena, &response), PL_OK, "%s: status", c->name);
        cr_assert_eq(response.failure, c->want, "%s: got \"%s\" (%s)", c->name,
                     pl_http_failure_text(response.failure), response.failure_text);
        cr_assert_eq(response.failure_text[0] == '\0', c->want == PL_HTTP_ANSWERED, "%s: words",
                     c->name);
        if (c->want_status >= 0) {
            cr_assert_eq(response.status, c->want_status, "%s: status %d", c->name,
                         response.status);
        }
        if (c->want_body != NULL) {
            cr_assert(pl_bytes_equal(response.body, tc_text(c->want_body)), "%s: body %.*s",
                      c->name, (int)response.body.len, (const char *)response.body.ptr);
        } else {
            cr_assert_eq(response.body.len, (size_t)PL_HTTP_BODY_BYTES_MAX, "%s: body length",
                         c->name);
        }
        cr_assert(response.seconds >= 0 && response.seconds < 5, "%s: seconds", c->name);
        cr_assert_eq(pl_http_request_count(http), 1, "%s: count", c->name);
        pl_http_free(http);
        ss_stop(server);
        pl_arena_done(&arena);
    }
}

/* --- connections ---------------------------------------------------------------------------- */

static pl_http_failure send_once(pl_http *http, pl_bytes body, bool *ret_repeated) {
    pl_arena arena = {0};
    pl_http_response response;
    const pl_http_request post = {
        .method = "POST", .target = "/a", .body = body, .has_body = body.len > 0};
    cr_assert_eq(pl_http_send(http, &post, &arena, &response), PL_OK);
    pl_arena_done(&arena);
    *ret_repeated = response.repeated;
    return response.failure;
}

static pl_http_failure send_body(pl_http *http, pl_bytes body) {
    bool repeated = false;
    return send_once(http, body, &repeated);
}

Test(http, connection_is_kept, .timeout = 20) {
    static const ss_step steps[] = {{.answer = OK_KEPT}};
    ss_server *server = ss_start(steps, PL_COUNT(steps));
    pl_http *http = tc_client(ss_base_url(server));
    for (size_t i = 0; i < 5; i++) {
        cr_assert_eq(send_body(http, tc_text("x")), PL_HTTP_ANSWERED, "request %zu", i);
    }
    cr_assert_eq(ss_connection_count(server), 1, "connections");
    pl_http_free(http);
    ss_stop(server);
}

/* The server closes after each answer and does not say so. */
Test(http, connection_closed_without_notice, .timeout = 20) {
    static const ss_step steps[] = {{.answer = OK_KEPT, .after = SS_CLOSE}};
    ss_server *server = ss_start(steps, PL_COUNT(steps));
    pl_http *http = tc_client(ss_base_url(server));
    for (size_t i = 0; i < 20; i++) {
        cr_assert_eq(send_body(http, tc_text("x")), PL_HTTP_ANSWERED, "request %zu", i);
    }
    cr_assert_eq(ss_request_count(server), 20, "requests");
    pl_http_free(http);
    ss_stop(server);
}

struct stale_case {
    const char *name;
    ss_step second; /* on the kept connection */
    size_t body_len;
};

/* clang-format off */
static const struct stale_case stale_cases[] = {
    {"closes",                 {.answer = "", .after = SS_CLOSE}, 1},
    {"resets",                 {.answer = "", .after = SS_RESET}, 1},
    {"closes-no-body",         {.answer = "", .after = SS_CLOSE}, 0},
    {"resets-in-large-body",   {.answer = "", .after = SS_RESET, .head_only = true}, 6 * 1024 * 1024},
    {"closes-in-large-body",   {.answer = "", .after = SS_CLOSE, .head_only = true}, 6 * 1024 * 1024},
};
/* clang-format on */

Test(http, stale_connection_is_no_failure, .timeout = 30) {
    for (size_t i = 0; i < PL_COUNT(stale_cases); i++) {
        const struct stale_case *c = &stale_cases[i];
        const ss_step steps[] = {{.answer = OK_KEPT}, c->second, {.answer = OK_KEPT}};
        ss_server *server = ss_start(steps, PL_COUNT(steps));
        pl_http *http = tc_client(ss_base_url(server));
        uint8_t *body = calloc(1, c->body_len + 1);
        cr_assert_not_null(body);
        cr_assert_eq(send_body(http, tc_text("x")), PL_HTTP_ANSWERED, "%s: first", c->name);
        bool repeated = false;
        cr_assert_eq(send_once(http, (pl_bytes){body, c->body_len}, &repeated), PL_HTTP_ANSWERED,
                     "%s: second", c->name);
        cr_assert(repeated, "%s: the server may have seen it twice", c->name);
        cr_assert_eq(send_once(http, tc_text("x"), &repeated), PL_HTTP_ANSWERED, "%s: third",
                     c->name);
        cr_assert_not(repeated, "%s: third", c->name);
        cr_assert_eq(ss_connection_count(server), 2, "%s: connections", c->name);
        cr_assert_eq(pl_http_request_count(http), 3, "%s: count", c->name);
        free(body);
        pl_http_free(http);
        ss_stop(server);
    }
}

/* Once an answer has begun, nothing is repeated. */
Test(http, begun_answer_is_not_repeated, .timeout = 20) {
    static const ss_step steps[] = {
        {.answer = OK_KEPT},
        {.answer = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n", .after = SS_CLOSE}};
    ss_server *server = ss_start(steps, PL_COUNT(steps));
    pl_http *http = tc_client(ss_base_url(server));
    cr_assert_eq(send_body(http, tc_text("x")), PL_HTTP_ANSWERED);
    cr_assert_eq(send_body(http, tc_text("x")), PL_HTTP_CLOSED);
    cr_assert_eq(ss_request_count(server), 2, "requests");
    pl_http_free(http);
    ss_stop(server);
}

/* A connection of its own that breaks is a failure: only a kept one can be stale. */
Test(http, fresh_connection_is_not_repeated, .timeout = 20) {
    static const ss_step steps[] = {{.answer = "", .after = SS_CLOSE}};
    ss_server *server = ss_start(steps, PL_COUNT(steps));
    pl_http *http = tc_client(ss_base_url(server));
    cr_assert_eq(send_body(http, tc_text("x")), PL_HTTP_CLOSED);
    cr_assert_eq(ss_request_count(server), 1, "requests");
    pl_http_free(http);
    ss_stop(server);
}

/* The answer to a body that is too large for the server comes before the body is out. */
Test(http, early_refusal, .timeout = 20) {
    static const ss_step step = {
        .answer = "HTTP/1.1 413 Large\r\nContent-Length: 1\r\nConnection: close\r\n\r\n!",
        .head_only = true,
        .after = SS_STALL};
    const size_t len = 6 * 1024 * 1024;
    uint8_t *body = calloc(1, len);
    pl_arena arena = {0};
    pl_http_response response;
    ss_server *server = ss_start(&step, 1);
    pl_http *http = tc_client(ss_base_url(server));
    const pl_http_request post = {
        .method = "POST", .target = "/a", .body = {body, len}, .has_body = true};
    cr_assert_not_null(body);
    cr_assert_eq(pl_http_send(http, &post, &arena, &response), PL_OK);
    cr_assert_eq(response.failure, PL_HTTP_ANSWERED, "%s", response.failure_text);
    cr_assert_eq(response.status, 413);
    cr_assert(pl_bytes_equal(response.body, tc_text("!")));
    pl_http_free(http);
    ss_stop(server);
    pl_arena_done(&arena);
    free(body);
}

Test(http, nobody_listens, .timeout = 20) {
    static const ss_step steps[] = {{.answer = OK_KEPT}};
    ss_server *server = ss_start(steps, PL_COUNT(steps));
    char base_url[64];
    snprintf(base_url, sizeof base_url, "%s", ss_base_url(server));
    ss_stop(server);
    pl_http *http = tc_client(base_url);
    cr_assert_eq(send_body(http, tc_text("x")), PL_HTTP_REFUSED);
    pl_http_free(http);
}

/* A label above 63 bytes: the resolver refuses it without asking anybody. */
Test(http, no_such_name, .timeout = 20) {
    char base_url[128];
    snprintf(base_url, sizeof base_url, "http://%070d.invalid", 0);
    pl_http *http = tc_client(base_url);
    cr_assert_eq(send_body(http, tc_text("x")), PL_HTTP_DNS);
    pl_http_free(http);
}

Test(http, tls_against_a_plain_server, .timeout = 20) {
    static const ss_step steps[] = {
        {.answer = "HTTP/1.1 400 Bad\r\n\r\n", .any_bytes = true, .after = SS_CLOSE}};
    ss_server *server = ss_start(steps, PL_COUNT(steps));
    char base_url[64];
    snprintf(base_url, sizeof base_url, "https://127.0.0.1:%u", (unsigned)ss_port(server));
    pl_http *http = tc_client(base_url);
    cr_assert_eq(send_body(http, tc_text("x")), PL_HTTP_TLS);
    pl_http_free(http);
    http = tc_client_with(base_url, (pl_http_config){.ca_file = "/nonexistent/ca.pem"});
    cr_assert_eq(send_body(http, tc_text("x")), PL_HTTP_TLS, "no CA file");
    pl_http_free(http);
    ss_stop(server);
}

/* --- proxies -------------------------------------------------------------------------------- */

Test(http, proxy_that_refuses_the_tunnel, .timeout = 20) {
    static const ss_step steps[] = {
        {.answer = "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n", .after = SS_CLOSE}};
    ss_server *proxy = ss_start(steps, PL_COUNT(steps));
    pl_http *http = tc_client("https://api.invalid");
    cr_assert_eq(setenv("https_proxy", ss_base_url(proxy), 1), 0);
    pl_arena arena = {0};
    pl_http_response response;
    cr_assert_eq(pl_http_send(http, &get, &arena, &response), PL_OK);
    cr_assert_eq(response.failure, PL_HTTP_PROXY);
    cr_assert_eq(response.status, 0, "the proxy's status is not the server's");
    cr_assert_eq(response.header_count, 0, "nor are its headers");
    pl_arena_done(&arena);
    cr_assert_eq(strncmp(ss_request(proxy, 0), "CONNECT api.invalid:443 HTTP/1.1\r\n", 34), 0);
    pl_http_free(http);
    ss_stop(proxy);
}

Test(http, proxy_gets_the_absolute_form, .timeout = 20) {
    static const ss_step steps[] = {{.answer = OK_KEPT}};
    ss_server *proxy = ss_start(steps, PL_COUNT(steps));
    pl_http *http = tc_client("http://api.invalid/v");
    cr_assert_eq(setenv("http_proxy", ss_base_url(proxy), 1), 0);
    cr_assert_eq(send_body(http, tc_text("x")), PL_HTTP_ANSWERED);
    const char *sent = ss_request(proxy, 0);
    cr_assert_eq(strncmp(sent, "POST http://api.invalid/v/a HTTP/1.1\r\n", 38), 0, "%s", sent);
    pl_http_free(http);
    ss_stop(proxy);
}

Test(http, loopback_needs_no_proxy, .timeout = 20) {
    static const ss_step steps[] = {{.answer = OK_KEPT}};
    ss_server *server = ss_start(steps, PL_COUNT(steps));
    pl_http *http = tc_client(ss_base_url(server));
    cr_assert_eq(setenv("http_proxy", "http://127.0.0.1:1", 1), 0);
    cr_assert_eq(send_body(http, tc_text("x")), PL_HTTP_ANSWERED);
    pl_http_free(http);
    ss_stop(server);
}

/* --- settings ------------------------------------------------------------------------------- */

#define ANY "http://127.0.0.1:1"

struct config_case {
    const char *name;
    pl_http_config config;
    pl_status want;
};

/* clang-format off */
static const struct config_case config_cases[] = {
    {"one",               {.base_url = ANY, .concurrency = 1}, PL_OK},
    {"most",              {.base_url = ANY, .concurrency = PL_HTTP_CONCURRENCY_MAX}, PL_OK},
    {"no-url",            {.concurrency = 1}, PL_E_ARGUMENT},
    {"other-scheme",      {.base_url = "ftp://127.0.0.1", .concurrency = 1}, PL_E_ARGUMENT},
    {"nothing-in-flight", {.base_url = ANY, .concurrency = 0}, PL_E_ARGUMENT},
    {"too-many",          {.base_url = ANY, .concurrency = PL_HTTP_CONCURRENCY_MAX + 1}, PL_E_ARGUMENT},
    {"agent-two-lines",   {.base_url = ANY, .concurrency = 1, .user_agent = "a\r\nX: y"}, PL_E_ARGUMENT},
};
/* clang-format on */

Test(http, config, .timeout = 20) {
    for (size_t i = 0; i < PL_COUNT(config_cases); i++) {
        const struct config_case *c = &config_cases[i];
        pl_http *http = NULL;
        const pl_status got = pl_http_new(&c->config, &http);
        cr_assert_eq(got, c->want, "%s: status %d", c->name, got);
        cr_assert_eq(http != NULL, c->want == PL_OK, "%s: client", c->name);
        pl_http_free(http);
    }
    pl_http_free(NULL);
}
