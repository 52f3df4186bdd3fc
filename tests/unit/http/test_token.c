#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "client.h"
#include "contract/contract.h"
#include "http/signature.h"
#include "http/token.h"
#include "script_server.h"

static const int64_t now_ms = INT64_C(1715619600000); /* 2024-05-14T00:00:00+07:00 */

static char partner_id[] = "partner-7";
static char client_id[] = "client-1";
static char client_secret[] = "s3cr3t-of-the-client";
static char given_token[] = "given.by.user";
static char two_lines[] = "a\r\nX-B: c";

static const pl_merchant merchant = {
    .partner_id = partner_id, .client_id = client_id, .client_secret = client_secret};

#define ANSWER(life) HEAD "{\"data\":{\"access_token\":\"a.b.c\",\"expires_in\":\"" life "\"}}"
#define HEAD         "HTTP/1.1 200 OK\r\nContent-Length: 53\r\n\r\n"

/* --- the request ---------------------------------------------------------------------------- */

#define COMMON "X-PARTNER-ID=partner-7;Content-Type=application/json;Accept=application/json;"

struct request_case {
    const char *name;
    pl_token_version version;
    pl_route route;
    const char *want; /* "name=value;" for each header; %s: the signature */
};

/* clang-format off */
static const struct request_case request_cases[] = {
    {"v1.1", PL_TOKEN_V11, PL_ROUTE_TOKEN_V11, "X-CLIENT-ID=client-1;X-Signature=%s;" COMMON},
    {"v1.0", PL_TOKEN_V10, PL_ROUTE_TOKEN_V10, "Authorization=Basic Y2xpZW50LTE6czNjcjN0LW9mLXRoZS1jbGllbnQ=;" COMMON},
};
/* clang-format on */

static const char *want_headers(const struct request_case *c, char *out, size_t out_cap) {
    char signature[PL_SIGNATURE_TEXT_BYTES];
    cr_assert_eq(pl_signature(client_id, client_secret, now_ms, signature), PL_OK);
    const char *hole = strstr(c->want, "%s");
    if (hole == NULL) { return c->want; }
    snprintf(out, out_cap, "%.*s%s%s", (int)(hole - c->want), c->want, signature, hole + 2);
    return out;
}

Test(http_token, request, .timeout = 10) {
    cr_assert_eq(PL_COUNT(request_cases), PL_TOKEN_VERSION_COUNT);
    for (size_t i = 0; i < PL_COUNT(request_cases); i++) {
        const struct request_case *c = &request_cases[i];
        char got[1024] = "";
        char want[1024];
        size_t len = 0;
        pl_arena arena = {0};
        pl_http_request request;
        cr_assert_eq(pl_token_request(&merchant, c->version, now_ms, &arena, &request), PL_OK, "%s",
                     c->name);
        cr_assert_str_eq(request.method, "POST", "%s", c->name);
        cr_assert_str_eq(request.target, pl_route_row_of(c->route)->path, "%s", c->name);
        cr_assert(request.has_body, "%s", c->name);
        cr_assert(pl_bytes_equal(request.body, tc_text("{\"grant_type\":\"client_credentials\"}")),
                  "%s", c->name);
        for (size_t j = 0; j < request.header_count; j++) {
            len += (size_t)snprintf(got + len, sizeof got - len, "%s=%s;", request.headers[j].name,
                                    request.headers[j].value);
        }
        cr_assert_str_eq(got, want_headers(c, want, sizeof want), "%s: %s", c->name, got);
        pl_arena_done(&arena);
    }
}

/* Fail the arena's k-th request until none is left to fail. */
Test(http_token, request_arena_fails, .timeout = 10) {
    for (size_t version = 0; version < PL_TOKEN_VERSION_COUNT; version++) {
        pl_status status = PL_E_MEMORY;
        size_t k = 0;
        while (status != PL_OK) {
            pl_arena arena = {.fail_after = ++k};
            pl_http_request request;
            status =
                pl_token_request(&merchant, (pl_token_version)version, now_ms, &arena, &request);
            cr_assert(status == PL_OK || status == PL_E_MEMORY, "request %zu", k);
            cr_assert_lt(k, 100, "no end");
            pl_arena_done(&arena);
        }
        cr_assert_gt(k, 2, "the first requests must fail");
    }
}

Test(http_token, request_without_credentials, .timeout = 10) {
    const pl_merchant poor[] = {
        {.client_id = client_id, .client_secret = client_secret},
        {.partner_id = partner_id, .client_secret = client_secret},
        {.partner_id = partner_id, .client_id = client_id},
    };
    pl_arena arena = {0};
    pl_http_request request;
    for (size_t i = 0; i < PL_COUNT(poor); i++) {
        cr_assert_eq(pl_token_request(&poor[i], PL_TOKEN_V11, now_ms, &arena, &request),
                     PL_E_ARGUMENT, "%zu", i);
    }
    pl_arena_done(&arena);
}

/* --- keeping it fit ------------------------------------------------------------------------- */

struct ensure_case {
    const char *name;
    const char *answer;
    int64_t later_ms; /* of the second call */
    size_t want_requests;
};

#define SHORT_LIVED                                                                                \
    "HTTP/1.1 200 OK\r\nContent-Length: 51\r\n\r\n{\"data\":{\"access_token\":\"a.b.c\",\"expires_in\":\"29\"}}"

/* clang-format off */
static const struct ensure_case ensure_cases[] = {
    {"at-once",       ANSWER("3600"), 0,              1},
    {"still-good",    ANSWER("3600"), 3570 * 1000,    1},
    {"ends-soon",     ANSWER("3600"), 3570 * 1000 + 1, 2},
    {"ended",         ANSWER("3600"), 4000 * 1000,    2},
    {"always-short",  ANSWER("0029"), 0,              1}, /* not a JSON number: unknown, kept */
    {"short-life",    SHORT_LIVED,    14500,          1}, /* half of its life is spare */
    {"short-ends",    SHORT_LIVED,    14501,          2},
};
/* clang-format on */

Test(http_token, ensure, .timeout = 30) {
    for (size_t i = 0; i < PL_COUNT(ensure_cases); i++) {
        const struct ensure_case *c = &ensure_cases[i];
        const ss_step step = {.answer = c->answer};
        pl_token token = {0};
        ss_server *server = ss_start(&step, 1);
        pl_http *http = tc_client(ss_base_url(server));
        for (size_t j = 0; j < 2; j++) {
            const int64_t at_ms = now_ms + (j == 0 ? 0 : c->later_ms);
            cr_assert_eq(pl_token_ensure(&token, &merchant, PL_TOKEN_V11, at_ms, http), PL_OK, "%s",
                         c->name);
            cr_assert_eq(token.trouble, PL_TOKEN_FINE, "%s: %s", c->name, token.detail);
            cr_assert_str_eq(token.text, "a.b.c", "%s", c->name);
        }
        cr_assert_eq(ss_request_count(server), c->want_requests, "%s: %zu requests", c->name,
                     ss_request_count(server));
        pl_token_done(&token);
        pl_http_free(http);
        ss_stop(server);
    }
}

/* A refusal is told, asked about again the next time, and forgotten once a token comes. */
Test(http_token, refused_then_granted, .timeout = 20) {
    static const ss_step steps[] = {
        {.answer =
             "HTTP/1.1 401 No\r\nContent-Length: 31\r\n\r\n{\"error\":{\"message\":\"expired\"}}"},
        {.answer = ANSWER("3600")}};
    pl_token token = {0};
    ss_server *server = ss_start(steps, PL_COUNT(steps));
    pl_http *http = tc_client(ss_base_url(server));
    cr_assert_eq(pl_token_ensure(&token, &merchant, PL_TOKEN_V10, now_ms, http), PL_OK);
    cr_assert_eq(token.trouble, PL_TOKEN_REFUSED);
    cr_assert_eq(token.status, 401);
    cr_assert_null(token.text);
    cr_assert_eq(pl_token_ensure(&token, &merchant, PL_TOKEN_V10, now_ms, http), PL_OK);
    cr_assert_eq(token.trouble, PL_TOKEN_FINE);
    cr_assert_str_eq(token.detail, "");
    pl_token_done(&token);
    pl_token_done(NULL);
    pl_http_free(http);
    ss_stop(server);
}

Test(http_token, given_token_is_used, .timeout = 20) {
    pl_merchant with = merchant;
    with.token = given_token;
    pl_token token = {0};
    pl_http *http = tc_client("http://127.0.0.1:1");
    for (size_t i = 0; i < 2; i++) {
        cr_assert_eq(pl_token_ensure(&token, &with, PL_TOKEN_V11, now_ms, http), PL_OK);
        cr_assert_eq(token.trouble, PL_TOKEN_FINE);
        cr_assert_str_eq(token.text, given_token);
        cr_assert_eq(token.status, 0);
    }
    cr_assert_eq(pl_http_request_count(http), 0);
    pl_token_done(&token);
    pl_http_free(http);
}

struct poor_case {
    const char *name;
    pl_merchant merchant;
    const char *want;
};

/* clang-format off */
static const struct poor_case poor_cases[] = {
    {"nothing",     {0},
     "not set: PAYLINK_PARTNER_ID, PAYLINK_CLIENT_ID, PAYLINK_CLIENT_SECRET"},
    {"no-secret",   {.partner_id = partner_id, .client_id = client_id},         "not set: PAYLINK_CLIENT_SECRET"},
    {"no-partner",  {.client_id = client_id, .client_secret = client_secret},   "not set: PAYLINK_PARTNER_ID"},
    {"other",       {.partner_id = partner_id, .is_other = true},
     "not set: PAYLINK_OTHER_CLIENT_ID, PAYLINK_OTHER_CLIENT_SECRET"},
    {"two-lines",   {.partner_id = two_lines, .client_id = client_id, .client_secret = client_secret},
     "PAYLINK_PARTNER_ID holds a line break"},
};
/* clang-format on */

Test(http_token, no_credentials, .timeout = 20) {
    pl_http *http = tc_client("http://127.0.0.1:1");
    for (size_t i = 0; i < PL_COUNT(poor_cases); i++) {
        const struct poor_case *c = &poor_cases[i];
        pl_token token = {0};
        cr_assert_eq(pl_token_ensure(&token, &c->merchant, PL_TOKEN_V11, now_ms, http), PL_OK, "%s",
                     c->name);
        cr_assert_eq(token.trouble, PL_TOKEN_NO_CREDENTIALS, "%s", c->name);
        cr_assert_str_eq(token.detail, c->want, "%s: %s", c->name, token.detail);
        cr_assert_null(token.text, "%s", c->name);
        pl_token_done(&token);
    }
    cr_assert_eq(pl_http_request_count(http), 0);
    pl_http_free(http);
}

Test(http_token, nobody_listens, .timeout = 20) {
    pl_token token = {0};
    pl_http *http = tc_client("http://127.0.0.1:1");
    cr_assert_eq(pl_token_ensure(&token, &merchant, PL_TOKEN_V11, now_ms, http), PL_OK);
    cr_assert_eq(token.trouble, PL_TOKEN_NO_ANSWER);
    cr_assert_eq(token.failure, PL_HTTP_REFUSED);
    cr_assert_gt(strlen(token.detail), 0);
    pl_token_done(&token);
    pl_http_free(http);
}
