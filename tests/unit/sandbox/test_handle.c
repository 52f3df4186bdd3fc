#include <criterion/criterion.h>
#include <string.h>

#include "unit/sandbox/sandbox_util.h"

/* Whose credentials; NOBODY sends none. */
typedef enum caller { FIRST, SECOND, NOBODY } caller;

struct route_case {
    const char *name;
    caller caller;
    const char *method;
    const char *target; /* with marks, see fill */
    const char *body;   /* NULL: none */
    int want;
    const char *allow;
};

#define BODY         SB_GOOD_BODY
#define CREATE_ALLOW "GET, HEAD, POST"
#define LINK_ALLOW   "GET, HEAD, DELETE"

/* clang-format off */
static const struct route_case cases[] = {
    {"create", FIRST, "POST", SB_MANAGE "/$A", BODY, 200, NULL},
    {"create with a query", FIRST, "POST", SB_MANAGE "/$A?x=1", BODY, 200, NULL},
    {"list", FIRST, "GET", SB_MANAGE "/$A", NULL, 200, NULL},
    {"list with a body", FIRST, "GET", SB_MANAGE "/$A", "{", 200, NULL},
    {"list, head", FIRST, "HEAD", SB_MANAGE "/$A", NULL, 200, NULL},
    {"list, page 2", FIRST, "GET", SB_MANAGE "/$A?page=2", NULL, 200, NULL},
    {"list, page 0", FIRST, "GET", SB_MANAGE "/$A?page=0", NULL, 422, NULL},
    {"list, page in words", FIRST, "GET", SB_MANAGE "/$A?a=b&page=two", NULL, 422, NULL},
    {"list, page empty", FIRST, "GET", SB_MANAGE "/$A?page=", NULL, 422, NULL},
    {"list, largest page", FIRST, "GET", SB_MANAGE "/$A?page=999999999", NULL, 200, NULL},
    {"list, larger page", FIRST, "GET", SB_MANAGE "/$A?page=9999999999", NULL, 422, NULL},
    {"list, another parameter", FIRST, "GET", SB_MANAGE "/$A?homepage=x&", NULL, 200, NULL},
    {"show", FIRST, "GET", SB_MANAGE "/$A/$L", NULL, 200, NULL},
    {"show, head", FIRST, "HEAD", SB_MANAGE "/$A/$L", NULL, 200, NULL},
    {"show, unknown", FIRST, "GET", SB_MANAGE "/$A/999999", NULL, 404, NULL},
    {"show, zero", FIRST, "GET", SB_MANAGE "/$A/0", NULL, 404, NULL},
    {"show, leading zero", FIRST, "GET", SB_MANAGE "/$A/0$L", NULL, 404, NULL},
    {"show, words", FIRST, "GET", SB_MANAGE "/$A/abc", NULL, 404, NULL},
    {"show, too many digits", FIRST, "GET", SB_MANAGE "/$A/9999999999999999999", NULL, 404, NULL},
    {"show, second merchant", SECOND, "GET", SB_MANAGE "/$A/$L", NULL, 404, NULL},
    {"show, by the other account", SECOND, "GET", SB_MANAGE "/$B/$L", NULL, 404, NULL},
    {"delete, by the other account", SECOND, "DELETE", SB_MANAGE "/$B/$L", NULL, 404, NULL},
    {"delete, unknown", FIRST, "DELETE", SB_MANAGE "/$A/999999", NULL, 404, NULL},
    {"delete, words", FIRST, "DELETE", SB_MANAGE "/$A/abc", NULL, 404, NULL},
    {"delete", FIRST, "DELETE", SB_MANAGE "/$A/$L", NULL, 200, NULL},
    {"delete, again", FIRST, "DELETE", SB_MANAGE "/$A/$L", NULL, 404, NULL},
    {"show, deleted", FIRST, "GET", SB_MANAGE "/$A/$L", NULL, 404, NULL},
    {"catalog", FIRST, "GET", SB_MANAGE "/payment-methods", NULL, 200, NULL},
    {"catalog, head", FIRST, "HEAD", SB_MANAGE "/payment-methods", NULL, 200, NULL},
    {"catalog, post", FIRST, "POST", SB_MANAGE "/payment-methods", BODY, 405, "GET, HEAD"},
    {"catalog, nobody", NOBODY, "GET", SB_MANAGE "/payment-methods", NULL, 401, NULL},

    {"inactive account", FIRST, "POST", SB_MANAGE "/$I", BODY, 404, NULL},
    {"inactive account, list", FIRST, "GET", SB_MANAGE "/$I", NULL, 404, NULL},
    {"inactive account and bad body", FIRST, "POST", SB_MANAGE "/$I", "{}", 404, NULL},
    {"unknown account", FIRST, "POST", SB_MANAGE "/01ARZ3NDEKTSV4RRFFQ69G5FAV", BODY, 404, NULL},
    {"account of another", FIRST, "POST", SB_MANAGE "/$B", BODY, 404, NULL},
    {"account of another, list", FIRST, "GET", SB_MANAGE "/$B", NULL, 404, NULL},
    {"account of another, head", FIRST, "HEAD", SB_MANAGE "/$B", NULL, 404, NULL},
    {"malformed account", FIRST, "POST", SB_MANAGE "/123", BODY, 404, NULL},
    {"account with a quote", FIRST, "POST", SB_MANAGE "/'%20OR%201=1", BODY, 404, NULL},
    {"account in bytes above ASCII", FIRST, "POST", SB_MANAGE "/\xff\xfe", BODY, 404, NULL},

    {"patch", FIRST, "PATCH", SB_MANAGE "/$A", BODY, 405, CREATE_ALLOW},
    {"put", FIRST, "PUT", SB_MANAGE "/$A", BODY, 405, CREATE_ALLOW},
    {"delete on the create path", FIRST, "DELETE", SB_MANAGE "/$A", NULL, 405, CREATE_ALLOW},
    {"options", FIRST, "OPTIONS", SB_MANAGE "/$A", NULL, 405, CREATE_ALLOW},
    {"trace", FIRST, "TRACE", SB_MANAGE "/$A", NULL, 405, CREATE_ALLOW},
    {"propfind", FIRST, "PROPFIND", SB_MANAGE "/$A", NULL, 405, CREATE_ALLOW},
    {"method in lower case", FIRST, "post", SB_MANAGE "/$A", BODY, 405, CREATE_ALLOW},
    {"no method", FIRST, "", SB_MANAGE "/$A", BODY, 405, CREATE_ALLOW},
    {"patch, unknown account", FIRST, "PATCH", SB_MANAGE "/01ARZ3NDEKTSV4RRFFQ69G5FAV", BODY, 405, CREATE_ALLOW},
    {"post on a link", FIRST, "POST", SB_MANAGE "/$A/1", BODY, 405, LINK_ALLOW},
    {"patch, nobody", NOBODY, "PATCH", SB_MANAGE "/$A", BODY, 401, NULL},
    {"create, nobody", NOBODY, "POST", SB_MANAGE "/$A", BODY, 401, NULL},
    {"create, nobody, bad body", NOBODY, "POST", SB_MANAGE "/$A", "{", 401, NULL},
    {"create, nobody, unknown account", NOBODY, "POST", SB_MANAGE "/x", BODY, 401, NULL},
    {"list, nobody", NOBODY, "GET", SB_MANAGE "/$A", NULL, 401, NULL},
    {"show, nobody", NOBODY, "GET", SB_MANAGE "/$A/1", NULL, 401, NULL},
    {"delete, nobody", NOBODY, "DELETE", SB_MANAGE "/$A/1", NULL, 401, NULL},

    {"token, get", NOBODY, "GET", "/api/v1.1/access-token/b2b", NULL, 405, "POST"},
    {"token, nobody", NOBODY, "POST", "/api/v1.1/access-token/b2b", "{}", 401, NULL},
    {"token 1.0, nobody", NOBODY, "POST", "/api/v1.0/access-token/b2b", "{}", 401, NULL},

    {"no target", FIRST, "GET", "", NULL, 404, NULL},
    {"root", FIRST, "GET", "/", NULL, 404, NULL},
    {"unknown route", FIRST, "GET", "/api/v2.0/payment-link-manage/$A", NULL, 404, NULL},
    {"unknown route, nobody", NOBODY, "GET", "/index.html", NULL, 404, NULL},
    {"slash at the end", FIRST, "POST", SB_MANAGE "/$A/", BODY, 404, NULL},
    {"one segment more", FIRST, "GET", SB_MANAGE "/$A/1/2", NULL, 404, NULL},
    {"absolute form", FIRST, "GET", "http://127.0.0.1" SB_MANAGE "/$A", NULL, 404, NULL},
    {"asterisk", FIRST, "OPTIONS", "*", NULL, 404, NULL},
    {"query alone", FIRST, "GET", "?page=1", NULL, 404, NULL},
};
/* clang-format on */

/* The target with its marks replaced: $A the first merchant's account, $I its inactive one, $B the
 * second's, $L a link. In the arena. */
static const char *fill(sb *bench, const char *target, const char *link_id) {
    const pl_sandbox_merchant *first = pl_sandbox_merchant_of(bench->sandbox, 0);
    const pl_sandbox_merchant *second = pl_sandbox_merchant_of(bench->sandbox, 1);
    const struct {
        const char *mark;
        const char *text;
    } marks[] = {
        {"$A", first->account_id},
        {"$I", first->inactive_account_id},
        {"$B", second->account_id},
        {"$L", link_id},
    };
    for (size_t i = 0; i < PL_COUNT(marks); i++) {
        const char *at = strstr(target, marks[i].mark);
        if (at != NULL) {
            target = pl_arena_printf(&bench->arena, "%.*s%s%s", (int)(at - target), target,
                                     marks[i].text, at + 2);
        }
    }
    return target;
}

Test(handle, routes_and_statuses, .timeout = 30) {
    sb bench;
    sb_open(&bench, NULL);
    const pl_sandbox_response made = sb_create(&bench, "a link to use", pl_bytes_of(SB_GOOD_BODY));
    const char *link_id = sb_value(&bench, &made, "/data/id");
    cr_assert_eq(made.status, 200);
    for (size_t i = 0; i < PL_COUNT(cases); i++) {
        const struct route_case *c = &cases[i];
        const char *target = fill(&bench, c->target, link_id);
        const pl_bytes body = pl_bytes_of(c->body);
        const pl_sandbox_response got =
            c->caller == NOBODY
                ? sb_call(&bench, c->name, c->method, target, NULL, 0, body)
                : sb_call_as(&bench, c->name, (unsigned)c->caller, c->method, target, body);
        cr_assert_eq(got.status, c->want, "%s: %d, want %d", c->name, got.status, c->want);
        cr_assert_eq(got.allow == NULL, c->allow == NULL, "%s: Allow", c->name);
        if (c->allow != NULL) { cr_assert_str_eq(got.allow, c->allow, "%s: Allow", c->name); }
        if (c->want == 405) {
            cr_assert_str_eq(sb_value(&bench, &got, "/error/code"), "4059901", "%s", c->name);
        }
    }
    sb_close(&bench);
}

struct media_case {
    const char *name;
    const char *type; /* NULL: no header */
    int want;
};

static const struct media_case media_cases[] = {
    {"json", "application/json", 200},
    {"json in capitals", "APPLICATION/JSON", 200},
    {"json with a charset", "application/json ; charset=utf-8", 200},
    {"json by suffix", "application/vnd.api+json", 200},
    {"no header", NULL, 200},
    {"empty header", "", 200},
    {"text", "text/plain", 415},
    {"form", "application/x-www-form-urlencoded", 415},
    {"nearly json", "application/jsonp", 415},
    {"suffix alone", "+json", 415},
    {"semicolon alone", ";", 415},
};

Test(handle, media_types, .timeout = 10) {
    sb bench;
    sb_open(&bench, NULL);
    const char *bearer = pl_arena_printf(&bench.arena, "Bearer %s", sb_token(&bench, 0));
    for (size_t i = 0; i < PL_COUNT(media_cases); i++) {
        const struct media_case *c = &media_cases[i];
        const sb_header headers[] = {
            {"Authorization", bearer},
            {"X-PARTNER-ID", pl_sandbox_merchant_of(bench.sandbox, 0)->partner_id},
            {"Content-Type", c->type},
        };
        const int got = sb_call(&bench, c->name, "POST", sb_path(&bench, ""), headers,
                                c->type == NULL ? 2 : 3, pl_bytes_of(SB_GOOD_BODY))
                            .status;
        cr_assert_eq(got, c->want, "%s: %d, want %d", c->name, got, c->want);
    }
    sb_close(&bench);
}

Test(handle, limits_of_size_and_headers, .timeout = 30) {
    enum { BODY_MAX = PL_CONTRACT_BODY_BYTES_MAX };
    sb bench;
    sb_open(&bench, NULL);
    const pl_bytes good = pl_bytes_of(SB_GOOD_BODY);
    uint8_t *body = malloc(BODY_MAX + 1);
    cr_assert_not_null(body);
    memset(body, ' ', BODY_MAX + 1);
    memcpy(body, good.ptr, good.len);
    const struct {
        size_t len;
        int want;
    } sizes[] = {{BODY_MAX - 1, 200}, {BODY_MAX, 200}, {BODY_MAX + 1, 413}};
    for (size_t i = 0; i < PL_COUNT(sizes); i++) {
        const pl_sandbox_response got =
            sb_create(&bench, "body size", (pl_bytes){body, sizes[i].len});
        cr_assert_eq(got.status, sizes[i].want, "%zu bytes: %d", sizes[i].len, got.status);
    }
    const pl_sandbox_response nobody =
        sb_call(&bench, "too large, nobody", "POST", sb_path(&bench, ""), NULL, 0,
                (pl_bytes){body, BODY_MAX + 1});
    cr_assert_eq(nobody.status, 401, "too large, nobody: %d", nobody.status);
    free(body);
    sb_header headers[PL_SANDBOX_HEADER_COUNT_MAX + 1];
    for (size_t i = 0; i < PL_COUNT(headers); i++) { headers[i] = (sb_header){"X-Filler", "1"}; }
    const pl_bytes none = {NULL, 0};
    const struct {
        size_t count;
        int want;
    } counts[] = {{PL_SANDBOX_HEADER_COUNT_MAX - 1, 401},
                  {PL_SANDBOX_HEADER_COUNT_MAX, 401},
                  {PL_SANDBOX_HEADER_COUNT_MAX + 1, 400}};
    for (size_t i = 0; i < PL_COUNT(counts); i++) {
        const int got = sb_call(&bench, "header count", "GET", sb_path(&bench, ""), headers,
                                counts[i].count, none)
                            .status;
        cr_assert_eq(got, counts[i].want, "%zu headers: %d", counts[i].count, got);
    }
    sb_close(&bench);
}

/* Every allocation from the arena fails once: no crash, no leak, PL_E_MEMORY and nothing else. */
Test(handle, each_allocation_can_fail, .timeout = 30) {
    sb bench;
    sb_open(&bench, NULL);
    const char *bearer = pl_arena_printf(&bench.arena, "Bearer %s", sb_token(&bench, 0));
    const pl_sandbox_header headers[] = {
        {PL_BYTES_LIT("Authorization"), pl_bytes_of(bearer)},
        {PL_BYTES_LIT("X-PARTNER-ID"),
         pl_bytes_of(pl_sandbox_merchant_of(bench.sandbox, 0)->partner_id)},
    };
    const struct {
        const char *method;
        const char *body;
        int want;
    } calls[] = {{"POST", SB_GOOD_BODY, 200}, {"POST", "{\"title\":1}", 422}, {"GET", NULL, 200}};
    for (size_t i = 0; i < PL_COUNT(calls); i++) {
        const pl_sandbox_request request = {.method = pl_bytes_of(calls[i].method),
                                            .target = pl_bytes_of(sb_path(&bench, "")),
                                            .headers = headers,
                                            .header_count = PL_COUNT(headers),
                                            .body = pl_bytes_of(calls[i].body),
                                            .now_ms = SB_NOW_MS};
        pl_status status = PL_E_MEMORY;
        size_t failed = 0;
        for (; status == PL_E_MEMORY && failed < 500; failed++) {
            pl_arena arena;
            pl_sandbox_response response = {.status = 0};
            pl_arena_init(&arena);
            arena.fail_after = failed + 1;
            status = pl_sandbox_handle(bench.sandbox, &request, &arena, &response);
            cr_assert_eq(response.status, status == PL_OK ? calls[i].want : 0, "%s %zu",
                         calls[i].method, failed);
            pl_arena_done(&arena);
        }
        cr_assert_eq(status, PL_OK, "%s: status %d", calls[i].method, (int)status);
        cr_assert_gt(failed, 5, "%s: %zu allocations", calls[i].method, failed);
    }
    sb_close(&bench);
}

Test(handle, text_is_folds_ascii_only, .timeout = 5) {
    cr_assert(pl_call_text_is(pl_bytes_of("x-PARTNER-id"), "X-Partner-ID"));
    cr_assert_not(pl_call_text_is(pl_bytes_of("X_PARTNER_ID"), "X-PARTNER-ID"));
    cr_assert_not(pl_call_text_is(pl_bytes_of("@"), "`"));
    cr_assert_not(pl_call_text_is(pl_bytes_of("ab"), "abc"));
}
