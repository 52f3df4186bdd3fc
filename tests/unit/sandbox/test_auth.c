#include <criterion/criterion.h>
#include <string.h>

#include "http/signature.h"
#include "unit/sandbox/sandbox_util.h"

static const char hs256[] = "{\"alg\":\"HS256\"}";
static const char tomorrow[] = "1750086400";

typedef enum edit {
    EDIT_NONE,
    EDIT_HEADER, /* first character of the part changed */
    EDIT_PAYLOAD,
    EDIT_SIGNATURE,
    EDIT_NO_SIGNATURE, /* "header.payload." */
    EDIT_TWO_PARTS,
    EDIT_FOUR_PARTS,
    EDIT_OTHER_KEY,
    EDIT_NOT_JWT,
} edit;

typedef enum partner {
    PARTNER_OWN,
    PARTNER_NONE,
    PARTNER_EMPTY,
    PARTNER_WRONG,
    PARTNER_OTHER,
    PARTNER_TWICE
} partner;

struct auth_case {
    const char *name;
    const char *scheme; /* with what stands before the token */
    const char *header;
    const char *subject; /* raw JSON; NULL: the first merchant's client id */
    const char *expiry;  /* raw JSON */
    const char *payload; /* raw JSON instead of both */
    edit edit;
    partner partner;
    int want;
};

/* clang-format off */
static const struct auth_case cases[] = {
    {.name = "good", .want = 200},
    {.name = "scheme in lower case", .scheme = "bearer ", .want = 200},
    {.name = "several spaces", .scheme = "Bearer   ", .want = 200},
    {.name = "scheme Basic", .scheme = "Basic ", .want = 401},
    {.name = "scheme unknown", .scheme = "Token ", .want = 401},
    {.name = "scheme runs on", .scheme = "Bearerx ", .want = 401},
    {.name = "no space", .scheme = "Bearer", .want = 401},
    {.name = "no scheme", .scheme = "", .want = 401},
    {.name = "not a JWT", .edit = EDIT_NOT_JWT, .want = 401},
    {.name = "header tampered", .edit = EDIT_HEADER, .want = 401},
    {.name = "payload tampered", .edit = EDIT_PAYLOAD, .want = 401},
    {.name = "signature tampered", .edit = EDIT_SIGNATURE, .want = 401},
    {.name = "signature absent", .edit = EDIT_NO_SIGNATURE, .want = 401},
    {.name = "two parts", .edit = EDIT_TWO_PARTS, .want = 401},
    {.name = "four parts", .edit = EDIT_FOUR_PARTS, .want = 401},
    {.name = "other key", .edit = EDIT_OTHER_KEY, .want = 401},
    {.name = "alg none, no signature", .header = "{\"alg\":\"none\"}", .edit = EDIT_NO_SIGNATURE, .want = 401},
    {.name = "alg none, signed", .header = "{\"alg\":\"none\"}", .want = 401},
    {.name = "alg in lower case", .header = "{\"alg\":\"hs256\"}", .want = 401},
    {.name = "alg of another kind", .header = "{\"alg\":256}", .want = 401},
    {.name = "alg absent", .header = "{}", .want = 401},
    {.name = "header not an object", .header = "[\"HS256\"]", .want = 401},
    {.name = "header not JSON", .header = "alg=HS256", .want = 401},
    {.name = "payload not JSON", .payload = "sub", .want = 401},
    {.name = "payload not an object", .payload = "[]", .want = 401},
    {.name = "subject unknown", .subject = "\"nobody\"", .want = 401},
    {.name = "subject a number", .subject = "1", .want = 401},
    {.name = "subject absent", .payload = "{\"exp\":1750086400}", .want = 401},
    {.name = "expiry absent", .payload = "{\"sub\":\"nobody\"}", .want = 401},
    {.name = "expiry a string", .expiry = "\"1750086400\"", .want = 401},
    {.name = "expiry past", .expiry = "1749999999", .want = 401},
    {.name = "expiry now", .expiry = "1750000000", .want = 401},
    {.name = "expiry in a second", .expiry = "1750000001", .want = 200},
    {.name = "expiry beyond every integer", .expiry = "1e400", .want = 200},
    {.name = "expiry negative", .expiry = "-1e400", .want = 401},
    {.name = "no partner", .partner = PARTNER_NONE, .want = 401},
    {.name = "empty partner", .partner = PARTNER_EMPTY, .want = 401},
    {.name = "wrong partner", .partner = PARTNER_WRONG, .want = 401},
    {.name = "another merchant's partner id", .partner = PARTNER_OTHER, .want = 401},
    {.name = "partner twice", .partner = PARTNER_TWICE, .want = 401},
};
/* clang-format on */

static const char *payload_of(sb *bench, const struct auth_case *c) {
    if (c->payload != NULL) { return c->payload; }
    const char *client = pl_sandbox_merchant_of(bench->sandbox, 0)->client_id;
    const char *subject =
        c->subject != NULL ? c->subject : pl_arena_printf(&bench->arena, "\"%s\"", client);
    return pl_arena_printf(&bench->arena, "{\"sub\":%s,\"exp\":%s}", subject,
                           c->expiry != NULL ? c->expiry : tomorrow);
}

static const char *token_of(sb *bench, const struct auth_case *c) {
    const char *header = c->header != NULL ? c->header : hs256;
    const char *payload = payload_of(bench, c);
    const char *signed_token = sb_sign(bench, header, payload);
    char *token = pl_arena_printf(&bench->arena, "%s", signed_token);
    char *first = strchr(token, '.');
    char *second = strchr(first + 1, '.');
    switch (c->edit) {
    case EDIT_NONE:
        break;
    case EDIT_HEADER:
        token[0] = token[0] == 'A' ? 'B' : 'A';
        break;
    case EDIT_PAYLOAD:
        first[5] = first[5] == 'A' ? 'B' : 'A';
        break;
    case EDIT_SIGNATURE:
        second[1] = second[1] == 'A' ? 'B' : 'A';
        break;
    case EDIT_NO_SIGNATURE:
        second[1] = '\0';
        break;
    case EDIT_TWO_PARTS:
        second[0] = '\0';
        break;
    case EDIT_FOUR_PARTS:
        return pl_arena_printf(&bench->arena, "%s.AAAA", token);
    case EDIT_OTHER_KEY:
        cr_assert_eq(pl_jwt_sign(pl_bytes_of(header), pl_bytes_of(payload),
                                 pl_bytes_of("another key of the same length 32"), &bench->arena,
                                 &token),
                     PL_OK);
        break;
    case EDIT_NOT_JWT:
        return "0123456789abcdef";
    }
    return token;
}

static size_t add_partner(sb *bench, const struct auth_case *c, sb_header *headers, size_t count) {
    static const char name[] = "X-PARTNER-ID";
    const char *own = pl_sandbox_merchant_of(bench->sandbox, 0)->partner_id;
    const char *other = pl_sandbox_merchant_of(bench->sandbox, 1)->partner_id;
    const char *const values[] = {
        [PARTNER_OWN] = own,           [PARTNER_NONE] = NULL,   [PARTNER_EMPTY] = "",
        [PARTNER_WRONG] = "not an id", [PARTNER_OTHER] = other, [PARTNER_TWICE] = own,
    };
    if (values[c->partner] != NULL) { headers[count++] = (sb_header){name, values[c->partner]}; }
    if (c->partner == PARTNER_TWICE) { headers[count++] = (sb_header){name, own}; }
    return count;
}

Test(auth, every_row_on_every_secured_route, .timeout = 30) {
    sb bench;
    sb_open(&bench, NULL);
    cr_assert_geq(PL_COUNT(cases), 30);
    for (size_t i = 0; i < PL_COUNT(cases); i++) {
        const struct auth_case *c = &cases[i];
        const char *value = pl_arena_printf(
            &bench.arena, "%s%s", c->scheme != NULL ? c->scheme : "Bearer ", token_of(&bench, c));
        sb_header headers[4] = {{"Authorization", value}};
        const size_t count = add_partner(&bench, c, headers, 1);
        const pl_bytes none = {NULL, 0};
        int got = sb_call(&bench, c->name, "GET", sb_path(&bench, ""), headers, count, none).status;
        cr_assert_eq(got, c->want, "%s: list answers %d, want %d", c->name, got, c->want);
        got = sb_call(&bench, c->name, "GET", SB_MANAGE "/payment-methods", headers, count, none)
                  .status;
        cr_assert_eq(got, c->want, "%s: catalog answers %d, want %d", c->name, got, c->want);
        got = sb_call(&bench, c->name, "POST", SB_MANAGE "/01ARZ3NDEKTSV4RRFFQ69G5FAV", headers,
                      count, pl_bytes_of("{"))
                  .status;
        const int want = c->want == 200 ? 404 : 401;
        cr_assert_eq(got, want, "%s: bad body, no account answers %d, want %d", c->name, got, want);
        got = sb_call(&bench, c->name, "PATCH", sb_path(&bench, ""), headers, count, none).status;
        const int unsupported = c->want == 200 ? 405 : 401;
        cr_assert_eq(got, unsupported, "%s: PATCH answers %d, want %d", c->name, got, unsupported);
    }
    sb_close(&bench);
}

struct header_case {
    const char *name;
    const char *authorization; /* NULL: none; "%s" stands for the token */
    const char *twice;         /* a second Authorization header */
    const char *target_suffix;
    int want;
};

static const struct header_case header_cases[] = {
    {"no authorization", NULL, NULL, "", 401},
    {"empty authorization", "", NULL, "", 401},
    {"blank authorization", "  ", NULL, "", 401},
    {"Bearer alone", "Bearer", NULL, "", 401},
    {"Bearer and a space", "Bearer ", NULL, "", 401},
    {"two tokens", "Bearer %s %s", NULL, "", 401},
    {"two headers", "Bearer %s", "Bearer %s", "", 401},
    {"token in the query alone", NULL, NULL, "?access_token=%s", 401},
    {"outer white space", " Bearer %s ", NULL, "", 200},
};

/* The token for every %s of a text. */
static const char *fill(sb *bench, const char *format) {
    const char *token = sb_token(bench, 0);
    const char *text = "";
    for (const char *mark = strstr(format, "%s"); mark != NULL; mark = strstr(format, "%s")) {
        text =
            pl_arena_printf(&bench->arena, "%s%.*s%s", text, (int)(mark - format), format, token);
        format = mark + 2;
    }
    return pl_arena_printf(&bench->arena, "%s%s", text, format);
}

Test(auth, headers, .timeout = 10) {
    sb bench;
    sb_open(&bench, NULL);
    for (size_t i = 0; i < PL_COUNT(header_cases); i++) {
        const struct header_case *c = &header_cases[i];
        sb_header headers[3] = {
            {"X-Partner-Id", pl_sandbox_merchant_of(bench.sandbox, 0)->partner_id}};
        size_t count = 1;
        if (c->authorization != NULL) {
            headers[count++] = (sb_header){"Authorization", fill(&bench, c->authorization)};
        }
        if (c->twice != NULL) {
            headers[count++] = (sb_header){"authorization", fill(&bench, c->twice)};
        }
        const char *target = sb_path(&bench, fill(&bench, c->target_suffix));
        const int got =
            sb_call(&bench, c->name, "GET", target, headers, count, (pl_bytes){NULL, 0}).status;
        cr_assert_eq(got, c->want, "%s: %d, want %d", c->name, got, c->want);
    }
    sb_close(&bench);
}

Test(auth, tokens_end_with_their_life, .timeout = 10) {
    sb bench;
    sb_open(&bench, NULL);
    const pl_sandbox_request request = {.now_ms = SB_NOW_MS};
    pl_call call = {.sandbox = bench.sandbox, .request = &request, .arena = &bench.arena};
    char *token = NULL;
    cr_assert_eq(pl_auth_token_new(&call, 0, &token), PL_OK);
    const sb_header headers[] = {
        {"Authorization", pl_arena_printf(&bench.arena, "Bearer %s", token)},
        {"X-PARTNER-ID", pl_sandbox_merchant_of(bench.sandbox, 0)->partner_id},
    };
    const struct {
        int64_t after_ms;
        int want;
    } moments[] = {{0, 200}, {3599999, 200}, {3600000, 401}, {86400000, 401}};
    for (size_t i = 0; i < PL_COUNT(moments); i++) {
        bench.now_ms = SB_NOW_MS + moments[i].after_ms;
        const int got = sb_call(&bench, "token's life", "GET", sb_path(&bench, ""), headers,
                                PL_COUNT(headers), (pl_bytes){NULL, 0})
                            .status;
        cr_assert_eq(got, moments[i].want, "after %lld ms: %d", (long long)moments[i].after_ms,
                     got);
    }
    sb_close(&bench);
}

Test(auth, equal_is_of_length_and_bytes, .timeout = 5) {
    cr_assert(pl_auth_equal(pl_bytes_of("abc"), pl_bytes_of("abc")));
    cr_assert(pl_auth_equal(pl_bytes_of(""), pl_bytes_of("")));
    cr_assert_not(pl_auth_equal(pl_bytes_of("abc"), pl_bytes_of("abd")));
    cr_assert_not(pl_auth_equal(pl_bytes_of("abc"), pl_bytes_of("abcd")));
}
