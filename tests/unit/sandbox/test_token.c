#include <criterion/criterion.h>
#include <openssl/evp.h>
#include <string.h>

#include "http/signature.h"
#include "unit/sandbox/sandbox_util.h"

static const char v11[] = "/api/v1.1/access-token/b2b";
static const char v10[] = "/api/v1.0/access-token/b2b";
static const char grant[] = "{\"grant_type\":\"client_credentials\"}";
#define DAY_MS (24 * 3600 * 1000LL)

/* Who signs, for when, and what is left out or changed. */
struct v11_case {
    const char *name;
    int64_t signed_for_ms; /* from now */
    unsigned merchant;     /* whose client id and secret */
    bool other_partner;
    bool no_partner, no_client, no_signature;
    bool other_client; /* the right signature beside another merchant's client id */
    bool upper_case, one_digit, wrong_secret;
    const char *body;
    int want;
};

/* clang-format off */
static const struct v11_case v11_cases[] = {
    {.name = "good", .body = grant, .want = 200},
    {.name = "second merchant", .merchant = 1, .body = grant, .want = 200},
    {.name = "white space in the body", .body = " { \"grant_type\" : \"client_credentials\" } ", .want = 200},
    {.name = "signed yesterday", .signed_for_ms = -DAY_MS, .body = grant, .want = 401},
    {.name = "signed for tomorrow", .signed_for_ms = DAY_MS, .body = grant, .want = 401},
    {.name = "signed a week ago", .signed_for_ms = -7 * DAY_MS, .body = grant, .want = 401},
    {.name = "earlier the same day", .signed_for_ms = -3600 * 1000, .body = grant, .want = 200},
    {.name = "wrong secret", .wrong_secret = true, .body = grant, .want = 401},
    {.name = "one digit changed", .one_digit = true, .body = grant, .want = 401},
    {.name = "upper case", .upper_case = true, .body = grant, .want = 401},
    {.name = "no signature", .no_signature = true, .body = grant, .want = 401},
    {.name = "no client", .no_client = true, .body = grant, .want = 401},
    {.name = "another merchant's client id", .other_client = true, .body = grant, .want = 401},
    {.name = "no partner", .no_partner = true, .body = grant, .want = 401},
    {.name = "another merchant's partner id", .other_partner = true, .body = grant, .want = 401},
    {.name = "no credentials, bad body", .no_client = true, .no_partner = true, .no_signature = true, .body = "{", .want = 401},
    {.name = "wrong secret, bad body", .wrong_secret = true, .body = "{", .want = 401},
    {.name = "other grant type", .body = "{\"grant_type\":\"password\"}", .want = 422},
    {.name = "grant type in another case", .body = "{\"grant_type\":\"Client_Credentials\"}", .want = 422},
    {.name = "grant type null", .body = "{\"grant_type\":null}", .want = 422},
    {.name = "no grant type", .body = "{}", .want = 422},
    {.name = "not an object", .body = "[\"client_credentials\"]", .want = 422},
    {.name = "not JSON", .body = "grant_type=client_credentials", .want = 422},
    {.name = "empty", .body = "", .want = 422},
};
/* clang-format on */

static void upper(char *text) {
    for (; *text != '\0'; text++) {
        if (*text >= 'a' && *text <= 'f') { *text = (char)(*text - 'a' + 'A'); }
    }
}

static pl_sandbox_response ask_v11(sb *bench, const struct v11_case *c) {
    const pl_sandbox_merchant *own = pl_sandbox_merchant_of(bench->sandbox, c->merchant);
    const pl_sandbox_merchant *other = pl_sandbox_merchant_of(bench->sandbox, 1 - c->merchant);
    char signature[PL_SIGNATURE_TEXT_BYTES];
    cr_assert_eq(pl_signature(own->client_id, c->wrong_secret ? "guess" : own->client_secret,
                              bench->now_ms + c->signed_for_ms, signature),
                 PL_OK);
    if (c->upper_case) { upper(signature); }
    if (c->one_digit) { signature[0] = signature[0] == '0' ? '1' : '0'; }
    sb_header headers[4] = {{"Content-Type", "application/json"}};
    size_t count = 1;
    if (!c->no_partner) {
        headers[count++] =
            (sb_header){"X-PARTNER-ID", (c->other_partner ? other : own)->partner_id};
    }
    if (!c->no_client) {
        headers[count++] = (sb_header){"X-CLIENT-ID", (c->other_client ? other : own)->client_id};
    }
    if (!c->no_signature) { headers[count++] = (sb_header){"X-Signature", signature}; }
    return sb_call(bench, c->name, "POST", v11, headers, count, pl_bytes_of(c->body));
}

/* The answer is one that the contract's token schema accepts. */
static void expect_token(sb *bench, const char *row, const pl_sandbox_response *response) {
    pl_json json;
    pl_report report;
    bool readable = false;
    const pl_context context = {.http_status = 200};
    cr_assert_eq(pl_validate_text(&pl_contract_token, response->body, &context, &bench->arena,
                                  &json, &readable, &report),
                 PL_OK);
    cr_assert_eq(pl_report_verdict(&report), PL_ACCEPT, "%s: %s", row,
                 report.count > 0 ? pl_violation_keyword(&report.list[0]) : "?");
    cr_assert_str_eq(sb_value(bench, response, "/data/token_type"), "\"Bearer\"", "%s", row);
    cr_assert_str_eq(sb_value(bench, response, "/data/expires_in"), "\"3600\"", "%s", row);
}

/* The token opens its merchant's list. */
static void expect_use(sb *bench, const char *row, unsigned merchant,
                       const pl_sandbox_response *response) {
    const char *quoted = sb_value(bench, response, "/data/access_token");
    const pl_sandbox_merchant *own = pl_sandbox_merchant_of(bench->sandbox, merchant);
    const char *bearer =
        pl_arena_printf(&bench->arena, "Bearer %.*s", (int)strlen(quoted) - 2, quoted + 1);
    const sb_header headers[] = {{"Authorization", bearer}, {"X-PARTNER-ID", own->partner_id}};
    const char *path = pl_arena_printf(&bench->arena, SB_MANAGE "/%s", own->account_id);
    const int got =
        sb_call(bench, row, "GET", path, headers, PL_COUNT(headers), (pl_bytes){NULL, 0}).status;
    cr_assert_eq(got, 200, "%s: the token is answered %d", row, got);
}

Test(token, version_11, .timeout = 10) {
    sb bench;
    sb_open(&bench, NULL);
    for (size_t i = 0; i < PL_COUNT(v11_cases); i++) {
        const struct v11_case *c = &v11_cases[i];
        const pl_sandbox_response got = ask_v11(&bench, c);
        cr_assert_eq(got.status, c->want, "%s: %d, want %d", c->name, got.status, c->want);
        if (got.status == 200) {
            expect_token(&bench, c->name, &got);
            expect_use(&bench, c->name, c->merchant, &got);
        }
    }
    sb_close(&bench);
}

/* The day changes at midnight in Jakarta, 17:00 UTC. */
Test(token, the_day_is_jakartas, .timeout = 10) {
    static const int64_t midnight_ms = 1750006800000; /* 2025-06-16T00:00:00+07:00 */
    static const struct v11_case before = {
        .name = "signed a second ago", .signed_for_ms = -1000, .body = grant};
    sb bench;
    sb_open(&bench, NULL);
    bench.now_ms = midnight_ms;
    cr_assert_eq(ask_v11(&bench, &before).status, 401, "across midnight");
    bench.now_ms = midnight_ms + 1000;
    cr_assert_eq(ask_v11(&bench, &before).status, 200, "after midnight");
    bench.now_ms = midnight_ms - 1;
    cr_assert_eq(ask_v11(&bench, &before).status, 200, "before midnight");
    sb_close(&bench);
}

struct v10_case {
    const char *name;
    const char *scheme;
    const char *before; /* written before client_id:client_secret */
    const char *after;  /* written after */
    const char *tail;   /* of the header's value */
    bool other_partner;
    const char *body;
    int want;
};

static const struct v10_case v10_cases[] = {
    {"good", "Basic ", "", "", "", false, grant, 200},
    {"scheme in lower case", "basic ", "", "", "", false, grant, 200},
    {"scheme Bearer", "Bearer ", "", "", "", false, grant, 401},
    {"no scheme", "", "", "", "", false, grant, 401},
    {"client id longer", "Basic ", "x", "", "", false, grant, 401},
    {"secret longer", "Basic ", "", "x", "", false, grant, 401},
    {"something follows", "Basic ", "", "", "=", false, grant, 401},
    {"another merchant's partner id", "Basic ", "", "", "", true, grant, 401},
    {"bad body", "Basic ", "", "", "", false, "{}", 422},
    {"wrong secret and bad body", "Basic ", "", "x", "", false, "{}", 401},
};

Test(token, version_10, .timeout = 10) {
    sb bench;
    sb_open(&bench, NULL);
    const pl_sandbox_merchant *own = pl_sandbox_merchant_of(bench.sandbox, 0);
    const pl_sandbox_merchant *other = pl_sandbox_merchant_of(bench.sandbox, 1);
    for (size_t i = 0; i < PL_COUNT(v10_cases); i++) {
        const struct v10_case *c = &v10_cases[i];
        const char *plain = pl_arena_printf(&bench.arena, "%s%s:%s%s", c->before, own->client_id,
                                            own->client_secret, c->after);
        unsigned char text[512];
        cr_assert_lt(EVP_EncodeBlock(text, (const unsigned char *)plain, (int)strlen(plain)), 512);
        const char *value =
            pl_arena_printf(&bench.arena, "%s%s%s", c->scheme, (const char *)text, c->tail);
        const sb_header headers[] = {
            {"Authorization", value},
            {"X-PARTNER-ID", (c->other_partner ? other : own)->partner_id},
        };
        const pl_sandbox_response got =
            sb_call(&bench, c->name, "POST", v10, headers, PL_COUNT(headers), pl_bytes_of(c->body));
        cr_assert_eq(got.status, c->want, "%s: %d, want %d", c->name, got.status, c->want);
        if (got.status == 200) {
            expect_token(&bench, c->name, &got);
            expect_use(&bench, c->name, 0, &got);
        }
    }
    sb_close(&bench);
}

Test(token, its_life_is_the_configured_one, .timeout = 10) {
    const pl_sandbox_config config = {.seed = SB_SEED, .token_seconds = 42};
    sb bench = {.now_ms = SB_NOW_MS};
    pl_arena_init(&bench.arena);
    cr_assert_eq(pl_sandbox_new(&config, &bench.sandbox, NULL), PL_OK);
    const pl_sandbox_response got = ask_v11(&bench, &v11_cases[0]);
    cr_assert_str_eq(sb_value(&bench, &got, "/data/expires_in"), "\"42\"");
    sb_close(&bench);
}
