/* What goes on the wire, byte for byte, and what may not. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "client.h"
#include "http/http_internal.h"
#include "script_server.h"

/* --- where to ------------------------------------------------------------------------------- */

struct origin_case {
    const char *base_url;
    pl_status want;
    const char *want_base;
    const char *want_prefix;
    bool want_loopback;
};

/* clang-format off */
static const struct origin_case origin_cases[] = {
    {"https://api.example.com",         PL_OK, "https://api.example.com",      "",     false},
    {"https://api.example.com/",        PL_OK, "https://api.example.com",      "",     false},
    {"https://api.example.com:8443/v/", PL_OK, "https://api.example.com:8443/v", "/v", false},
    {"HTTP://api.example.com/a/b//",    PL_OK, "HTTP://api.example.com/a/b",   "/a/b", false},
    {"http://127.0.0.1:80",             PL_OK, "http://127.0.0.1:80",          "",     true},
    {"http://127.1.2.3",                PL_OK, "http://127.1.2.3",             "",     true},
    {"http://LocalHost/v",              PL_OK, "http://LocalHost/v",           "/v",   true},
    {"http://[::1]:8080",               PL_OK, "http://[::1]:8080",            "",     true},
    {"http://[::2]",                    PL_OK, "http://[::2]",                 "",     false},
    {"http://127.0.0.1.example.com",    PL_OK, "http://127.0.0.1.example.com", "",     false},
    {"http://localhost.example.com",    PL_OK, "http://localhost.example.com", "",     false},
    {"http://10.0.0.1",                 PL_OK, "http://10.0.0.1",              "",     false},
    {"",                        PL_E_ARGUMENT, NULL, NULL, false},
    {"api.example.com",         PL_E_ARGUMENT, NULL, NULL, false},
    {"ftp://api.example.com",   PL_E_ARGUMENT, NULL, NULL, false},
    {"file:///etc/passwd",      PL_E_ARGUMENT, NULL, NULL, false},
    {"http://",                 PL_E_ARGUMENT, NULL, NULL, false},
    {"http:/a",                 PL_E_ARGUMENT, NULL, NULL, false},
    {"http://a:b@example.com",  PL_E_ARGUMENT, NULL, NULL, false},
    {"http://example.com?a=b",  PL_E_ARGUMENT, NULL, NULL, false},
    {"http://example.com/#a",   PL_E_ARGUMENT, NULL, NULL, false},
    {"http://exa mple.com",     PL_E_ARGUMENT, NULL, NULL, false},
    {"http://example.com\r\n",  PL_E_ARGUMENT, NULL, NULL, false},
};
/* clang-format on */

Test(http_request, origins, .timeout = 10) {
    for (size_t i = 0; i < PL_COUNT(origin_cases); i++) {
        const struct origin_case *c = &origin_cases[i];
        pl_http_origin origin = {0};
        cr_assert_eq(pl_http_origin_init(&origin, c->base_url), c->want, "%s", c->base_url);
        if (c->want == PL_OK) {
            cr_assert_str_eq(origin.base_url, c->want_base, "%s", c->base_url);
            cr_assert_str_eq(origin.prefix, c->want_prefix, "%s", c->base_url);
            cr_assert_eq(origin.loopback, c->want_loopback, "%s", c->base_url);
        }
        pl_http_origin_done(&origin);
    }
}

/* --- may it be sent ------------------------------------------------------------------------- */

struct valid_case {
    const char *name;
    const char *method;
    const char *target;
    pl_http_header header;
    bool want;
};

/* clang-format off */
static const struct valid_case valid_cases[] = {
    {"plain",              "GET",       "/",        {"A", "b"},        true},
    {"own-method",         "M-SEARCH",  "/",        {"A", "b"},        true},
    {"any-bytes-target",   "GET",       "/%zz\xFF#?", {"A", "b"},      true},
    {"tab-in-value",       "GET",       "/",        {"A", "b\tc"},     true},
    {"bytes-in-value",     "GET",       "/",        {"A", "\xC3\xA9"}, true},
    {"empty-value",        "GET",       "/",        {"A", ""},         true},
    {"no-method",          "",          "/",        {"A", "b"},        false},
    {"null-method",        NULL,        "/",        {"A", "b"},        false},
    {"two-word-method",    "GET /x",    "/",        {"A", "b"},        false},
    {"line-in-method",     "GET\r\nA",  "/",        {"A", "b"},        false},
    {"no-target",          "GET",       "",         {"A", "b"},        false},
    {"null-target",        "GET",       NULL,       {"A", "b"},        false},
    {"relative-target",    "GET",       "a",        {"A", "b"},        false},
    {"space-in-target",    "GET",       "/a b",     {"A", "b"},        false},
    {"line-in-target",     "GET",       "/a\nb",    {"A", "b"},        false},
    {"delete-in-target",   "GET",       "/a\x7F",   {"A", "b"},        false},
    {"no-name",            "GET",       "/",        {"", "b"},         false},
    {"null-name",          "GET",       "/",        {NULL, "b"},       false},
    {"colon-in-name",      "GET",       "/",        {"A:", "b"},       false},
    {"space-in-name",      "GET",       "/",        {"A ", "b"},       false},
    {"semicolon-in-name",  "GET",       "/",        {"A;", "b"},       false},
    {"line-in-name",       "GET",       "/",        {"A\r\nB", "b"},   false},
    {"null-value",         "GET",       "/",        {"A", NULL},       false},
    {"return-in-value",    "GET",       "/",        {"A", "b\rC: d"},  false},
    {"line-feed-in-value", "GET",       "/",        {"A", "b\nC: d"},  false},
};
/* clang-format on */

Test(http_request, validity, .timeout = 10) {
    for (size_t i = 0; i < PL_COUNT(valid_cases); i++) {
        const struct valid_case *c = &valid_cases[i];
        const pl_http_header headers[] = {{"X", "y"}, c->header};
        const pl_http_request request = {
            .method = c->method, .target = c->target, .headers = headers, .header_count = 2};
        cr_assert_eq(pl_http_request_valid(&request), c->want, "%s", c->name);
    }
}

Test(http_request, only_head_has_no_body, .timeout = 10) {
    pl_http_request request = {.method = "HEAD", .target = "/", .has_body = true};
    cr_assert_not(pl_http_request_valid(&request));
    request.has_body = false;
    cr_assert(pl_http_request_valid(&request));
    request.method = "head"; /* another method */
    request.has_body = true;
    cr_assert(pl_http_request_valid(&request));
}

/* --- on the wire ---------------------------------------------------------------------------- */

enum { HEADER_COUNT_MAX = 6 };

#define GET_A "GET /a HTTP/1.1\r\n"

struct wire_case {
    const char *name;
    const char *prefix; /* of the base URL */
    const char *user_agent;
    const char *method;
    const char *target;
    pl_http_header headers[HEADER_COUNT_MAX];
    const char *body; /* NULL: none */
    const char *want; /* before and after the Host line */
    const char *want_rest;
};

/* clang-format off */
static const struct wire_case wire_cases[] = {
    {"get",           "",   NULL, "GET", "/a/b", {{0}}, NULL, "GET /a/b HTTP/1.1\r\n", "\r\n"},
    {"post",          "",   NULL, "POST", "/a", {{"Content-Type", "application/json"}}, "{}", "POST /a HTTP/1.1\r\n",
     "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"},
    {"post-no-type",  "",   NULL, "POST", "/a", {{0}}, "{}", "POST /a HTTP/1.1\r\n", "Content-Length: 2\r\n\r\n{}"},
    {"post-no-body",  "",   NULL, "POST", "/a", {{0}}, NULL, "POST /a HTTP/1.1\r\n", "\r\n"},
    {"post-empty",    "",   NULL, "POST", "/a", {{0}}, "", "POST /a HTTP/1.1\r\n", "Content-Length: 0\r\n\r\n"},
    {"get-body",      "",   NULL, "GET", "/a", {{0}}, "x", GET_A, "Content-Length: 1\r\n\r\nx"},
    {"put",           "",   NULL, "PUT", "/a", {{0}}, "x", "PUT /a HTTP/1.1\r\n", "Content-Length: 1\r\n\r\nx"},
    {"patch",         "",   NULL, "PATCH", "/a", {{0}}, "x", "PATCH /a HTTP/1.1\r\n", "Content-Length: 1\r\n\r\nx"},
    {"delete",        "",   NULL, "DELETE", "/a", {{0}}, NULL, "DELETE /a HTTP/1.1\r\n", "\r\n"},
    {"own-method",    "",   NULL, "pay", "/a", {{0}}, NULL, "pay /a HTTP/1.1\r\n", "\r\n"},
    {"head",          "",   NULL, "HEAD", "/a", {{0}}, NULL, "HEAD /a HTTP/1.1\r\n", "\r\n"},
    {"in-order",      "",   NULL, "GET", "/a", {{"B", "1"}, {"a", "2"}, {"B", "3"}}, NULL, GET_A,
     "B: 1\r\na: 2\r\nB: 3\r\n\r\n"},
    {"empty-value",   "",   NULL, "GET", "/a", {{"Authorization", ""}, {"X-PARTNER-ID", " \t"}}, NULL, GET_A,
     "Authorization:\r\nX-PARTNER-ID:\r\n\r\n"},
    {"empty-accept",  "",   NULL, "GET", "/a", {{"Accept", ""}}, NULL, GET_A, "Accept:\r\n\r\n"},
    {"accept",        "",   NULL, "GET", "/a", {{"accept", "text/html"}}, NULL, GET_A, "accept: text/html\r\n\r\n"},
    {"agent",         "",   "paylink/1", "GET", "/a", {{0}}, NULL, GET_A, "User-Agent: paylink/1\r\n\r\n"},
    {"own-agent",     "",   "paylink/1", "GET", "/a", {{"user-agent", "x"}}, NULL, GET_A, "user-agent: x\r\n\r\n"},
    {"dots",          "",   NULL, "GET", "/a/../b/./c//d", {{0}}, NULL, "GET /a/../b/./c//d HTTP/1.1\r\n", "\r\n"},
    {"root",          "",   NULL, "GET", "/", {{0}}, NULL, "GET / HTTP/1.1\r\n", "\r\n"},
    {"double-slash",  "",   NULL, "GET", "//a", {{0}}, NULL, "GET //a HTTP/1.1\r\n", "\r\n"},
    {"lower-escape",  "",   NULL, "GET", "/a%2fb%zz%", {{0}}, NULL, "GET /a%2fb%zz% HTTP/1.1\r\n", "\r\n"},
    {"raw-bytes",     "",   NULL, "GET", "/\xC3\xA9\xFF", {{0}}, NULL, "GET /\xC3\xA9\xFF HTTP/1.1\r\n", "\r\n"},
    {"punctuation",   "",   NULL, "GET", "/{a}|\\^`\"<>[]#b", {{0}}, NULL, "GET /{a}|\\^`\"<>[]#b HTTP/1.1\r\n",
     "\r\n"},
    {"query",         "",   NULL, "GET", "/a?b=c&d=%20", {{0}}, NULL, "GET /a?b=c&d=%20 HTTP/1.1\r\n", "\r\n"},
    {"empty-query",   "",   NULL, "GET", "/a?", {{0}}, NULL, "GET /a? HTTP/1.1\r\n", "\r\n"},
    {"at-sign",       "",   NULL, "GET", "/a@b:c", {{0}}, NULL, "GET /a@b:c HTTP/1.1\r\n", "\r\n"},
    {"prefix",        "/v", NULL, "GET", "/a", {{0}}, NULL, "GET /v/a HTTP/1.1\r\n", "\r\n"},
    {"prefix-slash",  "/v/", NULL, "GET", "/a?x", {{0}}, NULL, "GET /v/a?x HTTP/1.1\r\n", "\r\n"},
    {"prefix-escape", "/%2f", NULL, "GET", "/a", {{0}}, NULL, "GET /%2f/a HTTP/1.1\r\n", "\r\n"},
};
/* clang-format on */

static pl_http_request request_of(const struct wire_case *c) {
    size_t count = 0;
    while (count < HEADER_COUNT_MAX && c->headers[count].name != NULL) { count++; }
    return (pl_http_request){.method = c->method,
                             .target = c->target,
                             .headers = c->headers,
                             .header_count = count,
                             .body = pl_bytes_of(c->body),
                             .has_body = c->body != NULL};
}

Test(http_request, wire, .timeout = 60) {
    static const ss_step steps[] = {{.answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"}};
    for (size_t i = 0; i < PL_COUNT(wire_cases); i++) {
        const struct wire_case *c = &wire_cases[i];
        char base_url[128];
        char want[512];
        pl_arena arena = {0};
        pl_http_response response;
        ss_server *server = ss_start(steps, PL_COUNT(steps));
        snprintf(base_url, sizeof base_url, "%s%s", ss_base_url(server), c->prefix);
        snprintf(want, sizeof want, "%sHost: 127.0.0.1:%u\r\n%s", c->want,
                 (unsigned)ss_port(server), c->want_rest);
        pl_http *http = tc_client_with(base_url, (pl_http_config){.user_agent = c->user_agent});
        const pl_http_request request = request_of(c);
        for (size_t round = 0; round < 2; round++) { /* the handle is used again */
            cr_assert_eq(pl_http_send(http, &request, &arena, &response), PL_OK, "%s", c->name);
            cr_assert_eq(response.failure, PL_HTTP_ANSWERED, "%s: %s", c->name,
                         response.failure_text);
            cr_assert_str_eq(ss_request(server, round), want, "%s: %s", c->name,
                             ss_request(server, round));
        }
        pl_http_free(http);
        ss_stop(server);
        pl_arena_done(&arena);
    }
}

/* An option of one request must not stick to the next one on the same handle. */
Test(http_request, nothing_sticks, .timeout = 20) {
    static const ss_step steps[] = {{.answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"},
                                    {.answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"}};
    static const pl_http_header header = {"X-A", "b"};
    const pl_http_request first = {
        .method = "HEAD", .target = "/%2f", .headers = &header, .header_count = 1};
    const pl_http_request second = {.method = "GET", .target = "/a"};
    pl_arena arena = {0};
    pl_http_response response;
    ss_server *server = ss_start(steps, PL_COUNT(steps));
    pl_http *http = tc_client(ss_base_url(server));
    cr_assert_eq(pl_http_send(http, &first, &arena, &response), PL_OK);
    cr_assert_eq(response.failure, PL_HTTP_ANSWERED, "%s", response.failure_text);
    cr_assert_eq(response.body.len, 0);
    cr_assert_eq(pl_http_send(http, &second, &arena, &response), PL_OK);
    cr_assert_eq(response.failure, PL_HTTP_ANSWERED, "%s", response.failure_text);
    cr_assert(pl_bytes_equal(response.body, tc_text("ok")));
    char want[128];
    snprintf(want, sizeof want, "GET /a HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n\r\n",
             (unsigned)ss_port(server));
    cr_assert_str_eq(ss_request(server, 1), want);
    cr_assert_eq(ss_connection_count(server), 1);
    pl_http_free(http);
    ss_stop(server);
    pl_arena_done(&arena);
}
