#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "client.h"
#include "contract/contract.h"
#include "http/signature.h"
#include "http/token_internal.h"

enum { NOW_MS = 1000000 };

#define SECRET "s3cr3t-of-the-client"
#define X10    "0123456789"
#define X110   X10 X10 X10 X10 X10 X10 X10 X10 X10 X10 X10

static char partner_id[] = "partner-7";
static char client_id[] = "client-1";
static char client_secret[] = SECRET;
static const pl_merchant merchant = {
    .partner_id = partner_id, .client_id = client_id, .client_secret = client_secret};

struct answer_case {
    const char *name;
    int status;
    const char *body;
    pl_token_trouble want;
    const char *want_text;
    int64_t want_life_ms;     /* INT64_MAX: unknown */
    const char *want_message; /* in quotes in the detail; NULL: none */
};

#define UNKNOWN          INT64_MAX
#define GIVES(token)     "{\"data\":{\"access_token\":" token "}}"
#define LIFE(expires_in) GIVES("\"a.b.c\",\"expires_in\":" expires_in)
#define SAYS(message)    "{\"error\":{\"message\":" message "}}"
/* clang-format off */
static const struct answer_case cases[] = {
    {"documented",       200, GIVES("\"a.b.c\",\"token_type\":\"Bearer\",\"expires_in\":\"3600\""), PL_TOKEN_FINE,
     "a.b.c", 3600000, NULL},
    {"number",           200, LIFE("3600"), PL_TOKEN_FINE, "a.b.c", 3600000, NULL},
    {"no-life",          200, GIVES("\"a.b.c\""), PL_TOKEN_FINE, "a.b.c", UNKNOWN, NULL},
    {"life-null",        200, LIFE("null"), PL_TOKEN_FINE, "a.b.c", UNKNOWN, NULL},
    {"life-text",        200, LIFE("\"an hour\""), PL_TOKEN_FINE, "a.b.c", UNKNOWN, NULL},
    {"life-empty",       200, LIFE("\"\""), PL_TOKEN_FINE, "a.b.c", UNKNOWN, NULL},
    {"life-surrogate",   200, LIFE("\"\\ud800\""), PL_TOKEN_FINE, "a.b.c", UNKNOWN, NULL},
    {"life-zero",        200, LIFE("0"), PL_TOKEN_FINE, "a.b.c", UNKNOWN, NULL},
    {"life-negative",    200, LIFE("-5"), PL_TOKEN_FINE, "a.b.c", UNKNOWN, NULL},
    {"life-fraction",    200, LIFE("1.999"), PL_TOKEN_FINE, "a.b.c", 1000, NULL},
    {"life-exponent",    200, LIFE("3.6e3"), PL_TOKEN_FINE, "a.b.c", 3600000, NULL},
    {"life-tiny",        200, LIFE("1e-9999"), PL_TOKEN_FINE, "a.b.c", UNKNOWN, NULL},
    {"life-huge",        200, LIFE("1e9999"), PL_TOKEN_FINE, "a.b.c", INT64_C(1000000000000), NULL},
    {"life-monstrous",   200, LIFE("1e99999"), PL_TOKEN_FINE, "a.b.c", UNKNOWN, NULL},
    {"escaped",          200, GIVES("\"a\\u002eb\""), PL_TOKEN_FINE, "a.b", UNKNOWN, NULL},
    {"last-counts",      200, GIVES("\"a\",\"access_token\":\"b\""), PL_TOKEN_FINE, "b", UNKNOWN, NULL},
    {"empty-token",      200, GIVES("\"\""), PL_TOKEN_UNUSABLE, NULL, 0, NULL},
    {"line-in-token",    200, GIVES("\"a\\r\\nX: b\""), PL_TOKEN_UNUSABLE, NULL, 0, NULL},
    {"zero-in-token",    200, GIVES("\"a\\u0000b\""), PL_TOKEN_UNUSABLE, NULL, 0, NULL},
    {"delete-in-token",  200, GIVES("\"a\\u007fb\""), PL_TOKEN_UNUSABLE, NULL, 0, NULL},
    {"bad-token-text",   200, GIVES("\"\\ud800\""), PL_TOKEN_UNUSABLE, NULL, 0, NULL},
    {"number-token",     200, GIVES("7"), PL_TOKEN_UNUSABLE, NULL, 0, NULL},
    {"no-token",         200, "{\"data\":{}}", PL_TOKEN_UNUSABLE, NULL, 0, NULL},
    {"no-data",          200, "{}", PL_TOKEN_UNUSABLE, NULL, 0, NULL},
    {"token-outside",    200, "{\"access_token\":\"a.b.c\"}", PL_TOKEN_UNUSABLE, NULL, 0, NULL},
    {"data-array",       200, "{\"data\":[\"access_token\",\"a\"]}", PL_TOKEN_UNUSABLE, NULL, 0, NULL},
    {"array",            200, "[]", PL_TOKEN_UNUSABLE, NULL, 0, NULL},
    {"text",             200, "\"a.b.c\"", PL_TOKEN_UNUSABLE, NULL, 0, NULL},
    {"html",             200, "<html>", PL_TOKEN_UNUSABLE, NULL, 0, NULL},
    {"empty",            200, "", PL_TOKEN_UNUSABLE, NULL, 0, NULL},
    {"created",          201, GIVES("\"a.b.c\""), PL_TOKEN_UNUSABLE, NULL, 0, NULL},
    {"redirect",         302, "", PL_TOKEN_UNUSABLE, NULL, 0, NULL},
    {"unauthorized",     401, "{\"error\":{\"code\":401,\"message\":\"Who are you\"}}", PL_TOKEN_REFUSED, NULL, 0,
     "Who are you"},
    {"forbidden",        403, SAYS("\"not whitelisted\""), PL_TOKEN_REFUSED, NULL, 0, "not whitelisted"},
    {"forbidden-token",  403, GIVES("\"a.b.c\""), PL_TOKEN_REFUSED, NULL, 0, NULL},
    {"forbidden-html",   403, "<html>", PL_TOKEN_REFUSED, NULL, 0, NULL},
    {"not-valid",        422, SAYS("\"grant\""), PL_TOKEN_UNUSABLE, NULL, 0, "grant"},
    {"broken",           500, SAYS("7"), PL_TOKEN_UNUSABLE, NULL, 0, NULL},
    {"broken-error",     500, "{\"error\":\"message\"}", PL_TOKEN_UNUSABLE, NULL, 0, NULL},
    {"steers-terminal",  401, SAYS("\"a\\u001b[2Jb\\r\\nc\\u009bd\\u007f\""), PL_TOKEN_REFUSED, NULL, 0,
     "a?[2Jb??c?d?"},
    {"lone-surrogate",   401, SAYS("\"\\ud800\""), PL_TOKEN_REFUSED, NULL, 0, NULL},
    {"echoes-secret",    401, SAYS("\"bad " SECRET " of partner-7\""), PL_TOKEN_REFUSED, NULL, 0,
     "bad $PAYLINK_CLIENT_SECRET of $PAYLINK_PARTNER_ID"},
    {"long-fits",        401, SAYS("\"" X110 X10 "\""), PL_TOKEN_REFUSED, NULL, 0, X110 X10},
    {"long-is-cut",      401, SAYS("\"" X110 X10 "x\""), PL_TOKEN_REFUSED, NULL, 0, X110 X10},
    {"cut-at-character", 401, SAYS("\"" X110 "012345678\xC3\xA9\""), PL_TOKEN_REFUSED, NULL, 0, X110 "012345678"},
};
/* clang-format on */

static pl_token read_answer(const struct answer_case *c) {
    pl_arena arena = {0};
    pl_token token = {0};
    uint8_t *body = tu_exact_copy(pl_bytes_of(c->body));
    const pl_http_response response = {.failure = PL_HTTP_ANSWERED,
                                       .failure_text = "",
                                       .status = c->status,
                                       .body = {body, strlen(c->body)}};
    cr_assert_eq(pl_token_answer(&token, &merchant, NOW_MS, &response, &arena), PL_OK, "%s",
                 c->name);
    free(body);
    pl_arena_done(&arena);
    return token;
}

static void check_message(const struct answer_case *c, const pl_token *token) {
    char want[PL_TOKEN_DETAIL_BYTES];
    snprintf(want, sizeof want, "\"%s\"", c->want_message == NULL ? "" : c->want_message);
    const bool found = strstr(token->detail, want) != NULL;
    cr_assert_eq(found, c->want_message != NULL, "%s: %s", c->name, token->detail);
    cr_assert_null(strstr(token->detail, SECRET), "%s: %s", c->name, token->detail);
    for (const char *at = token->detail; *at != '\0'; at++) {
        cr_assert((unsigned char)*at >= 0x20, "%s: control character", c->name);
    }
}

Test(http_token_answer, table, .timeout = 20) {
    for (size_t i = 0; i < PL_COUNT(cases); i++) {
        const struct answer_case *c = &cases[i];
        pl_token token = read_answer(c);
        cr_assert_eq(token.trouble, c->want, "%s: trouble %d", c->name, token.trouble);
        cr_assert_eq(token.status, c->status, "%s: status", c->name);
        if (c->want == PL_TOKEN_FINE) {
            const int64_t want = c->want_life_ms == UNKNOWN ? INT64_MAX : NOW_MS + c->want_life_ms;
            cr_assert_str_eq(token.text, c->want_text, "%s", c->name);
            cr_assert_eq(token.expires_at_ms, want, "%s: expires at %lld", c->name,
                         (long long)token.expires_at_ms);
            cr_assert_str_eq(token.detail, "", "%s", c->name);
        } else {
            char status[8];
            snprintf(status, sizeof status, "%d", c->status);
            cr_assert_null(token.text, "%s", c->name);
            cr_assert_not_null(strstr(token.detail, status), "%s: %s", c->name, token.detail);
            check_message(c, &token);
        }
        pl_token_done(&token);
    }
}

/* The request's signature is as good as the secret until midnight. */
Test(http_token_answer, echoed_signature, .timeout = 10) {
    char signature[PL_SIGNATURE_TEXT_BYTES];
    cr_assert_eq(pl_signature(merchant.client_id, merchant.client_secret, NOW_MS, signature),
                 PL_OK);
    pl_arena arena = {0};
    const char *const body =
        pl_arena_printf(&arena, "{\"error\":{\"message\":\"bad %s\"}}", signature);
    const struct answer_case c = {.name = "signature", .status = 401, .body = body};
    pl_token token = read_answer(&c);
    cr_assert_not_null(strstr(token.detail, "\"bad $PAYLINK_SIGNATURE\""), "%s", token.detail);
    pl_token_done(&token);
    pl_arena_done(&arena);
}

Test(http_token_answer, no_answer, .timeout = 10) {
    for (size_t i = PL_HTTP_ANSWERED + 1; i < PL_HTTP_FAILURE_COUNT; i++) {
        pl_arena arena = {0};
        pl_token token = {0};
        const pl_http_response response = {.failure = (pl_http_failure)i,
                                           .failure_text =
                                               X110 X110 X110 "more than fits into one line"};
        cr_assert_eq(pl_token_answer(&token, &merchant, NOW_MS, &response, &arena), PL_OK);
        cr_assert_eq(token.trouble, PL_TOKEN_NO_ANSWER);
        cr_assert_eq(token.failure, i);
        cr_assert_not_null(strstr(token.detail, pl_http_failure_text((pl_http_failure)i)));
        cr_assert_null(token.text);
        pl_token_done(&token);
        pl_arena_done(&arena);
    }
}

/* Fail the arena's k-th request until none is left to fail. */
Test(http_token_answer, arena_fails, .timeout = 10) {
    static const pl_bytes body =
        PL_BYTES_LIT("{\"data\":{\"access_token\":\"a\\u002eb\",\"expires_in\":\"\\u0033\"},"
                     "\"error\":{\"message\":\"\\u0041\"}}");
    const pl_http_response response = {
        .failure = PL_HTTP_ANSWERED, .failure_text = "", .status = 200, .body = body};
    pl_status status = PL_E_MEMORY;
    size_t k = 0;
    while (status != PL_OK) {
        pl_arena arena = {.fail_after = ++k};
        pl_token token = {0};
        status = pl_token_answer(&token, &merchant, NOW_MS, &response, &arena);
        cr_assert(status == PL_OK || status == PL_E_MEMORY, "request %zu", k);
        cr_assert_lt(k, 100, "no end");
        pl_token_done(&token);
        pl_arena_done(&arena);
    }
    cr_assert_gt(k, 3, "the first requests must fail");
}

/* The two names that are written here and not taken from the tables are the tables'. */
Test(http_token_answer, names_are_the_contracts, .timeout = 10) {
    static const char *const names[] = {PL_TOKEN_FIELD_TEXT, PL_TOKEN_FIELD_LIFE};
    const pl_schema *data = pl_contract_token.members[PL_ENVELOPE_DATA].schema;
    for (size_t i = 0; i < PL_COUNT(names); i++) {
        cr_assert_not_null(pl_schema_member(data, pl_bytes_of(names[i])), "%s", names[i]);
    }
}
