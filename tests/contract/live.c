#include "live.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { TIMEOUT_MS = 20000, SEED = 7, HEADERS_MAX = 4 };

static int64_t clock_ms(void) {
    struct timespec now = {0};
    cr_assert_eq(clock_gettime(CLOCK_REALTIME, &now), 0, "no clock");
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static char *owned(const char *text) {
    char *copy = strdup(text);
    cr_assert_not_null(copy);
    return copy;
}

static void use_sandbox(live *server) {
    const pl_sandbox_config config = {.seed = SEED};
    const char *why = "no memory";
    const pl_status status = pl_sandbox_start(&config, &server->sandbox, &why);
    cr_assert_eq(status, PL_OK, "the sandbox does not start: %s", why);
    const pl_sandbox_merchant *merchant = pl_sandbox_merchant_of(server->sandbox, 0);
    server->settings.base_url = owned(pl_sandbox_base_url(server->sandbox));
    server->settings.merchant =
        (pl_merchant){.partner_id = owned(merchant->partner_id),
                      .client_id = owned(merchant->client_id),
                      .client_secret = owned(merchant->client_secret),
                      .account_id = owned(merchant->account_id),
                      .inactive_account_id = owned(merchant->inactive_account_id)};
}

static const char *lookup(const char *name) {
    return getenv(name);
}

void live_open(live *server) {
    *server = (live){.now_ms = clock_ms()};
    size_t line = 0;
    cr_assert_eq(pl_settings_read(&server->settings, lookup, NULL, &line), PL_OK);
    if (server->settings.base_url == NULL) {
        pl_settings_done(&server->settings);
        server->settings = (pl_settings){0};
        use_sandbox(server);
    }
    const pl_http_config config = {.base_url = server->settings.base_url,
                                   .user_agent = "paylink-contract-tests/" PL_VERSION,
                                   .timeout_ms = TIMEOUT_MS,
                                   .connect_timeout_ms = TIMEOUT_MS,
                                   .concurrency = 1};
    cr_assert_eq(pl_http_new(&config, &server->http), PL_OK, "PAYLINK_BASE_URL cannot be used");
    cr_assert_eq(pl_token_ensure(&server->token, &server->settings.merchant, PL_TOKEN_V11,
                                 server->now_ms, server->http),
                 PL_OK);
    cr_assert_eq(server->token.trouble, PL_TOKEN_FINE, "no token: %s", server->token.detail);
}

static void delete_link(live *server, int64_t link) {
    char id[32];
    char path[LIVE_PATH_BYTES];
    snprintf(id, sizeof id, "%" PRId64, link);
    cr_assert_eq(
        pl_route_path(PL_ROUTE_DELETE, server->settings.merchant.account_id, id, path, sizeof path),
        PL_OK);
    const pl_http_header headers[] = {
        {PL_HEADER_AUTHORIZATION, pl_arena_printf(&server->arena, "Bearer %s", server->token.text)},
        {PL_HEADER_PARTNER, server->settings.merchant.partner_id},
    };
    const pl_http_request request = {.method = pl_route_row_of(PL_ROUTE_DELETE)->method,
                                     .target = path,
                                     .headers = headers,
                                     .header_count = PL_COUNT(headers)};
    pl_http_response response = {0};
    cr_expect_eq(pl_http_send(server->http, &request, &server->arena, &response), PL_OK);
    cr_expect_eq(response.status, 200, "link %s was not deleted: status %d", id, response.status);
}

void live_close(live *server) {
    for (size_t i = 0; i < server->link_count; i++) { delete_link(server, server->links[i]); }
    pl_http_free(server->http);
    pl_token_done(&server->token);
    pl_settings_done(&server->settings);
    pl_sandbox_stop(server->sandbox);
    pl_arena_done(&server->arena);
}

const char *live_good_body(live *server, const char *name) {
    const char *amount = server->settings.amount != NULL ? server->settings.amount : "150000";
    const char *body = pl_arena_printf(
        &server->arena,
        "{\"reff_no\":\"PLC%s%" PRIx64 "\",\"title\":\"Contract test\",\"max_usage\":2,"
        "\"total_amount\":%s,\"items\":[{\"name\":\"Unit\",\"quantity\":1,\"unit_price\":%s}]}",
        name, (uint64_t)server->now_ms, amount, amount);
    cr_assert_not_null(body);
    return body;
}

/* Remember a created link, so that it can be deleted. */
static void keep_link(live *server, const live_answer *answer) {
    const uint32_t data = pl_json_member(&answer->json, 0, "data");
    const pl_bytes id = live_member(&answer->json, data, "id");
    char text[32] = "";
    if (id.len == 0 || id.len >= sizeof text || server->link_count == LIVE_LINKS_MAX) { return; }
    memcpy(text, id.ptr, id.len);
    server->links[server->link_count++] = strtoll(text, NULL, 10);
}

static const char *or_default(const char *value, const char *fallback) {
    return value != NULL ? value : fallback;
}

/* Every violation fails the test, by name. */
static void expect_conforming(live *server, const char *name, const live_answer *answer) {
    for (uint32_t i = 0; i < answer->report.count; i++) {
        const pl_violation *violation = &answer->report.list[i];
        pl_bytes message = {0};
        pl_bytes where = {0};
        if (violation->severity != PL_VIOLATION) { continue; }
        cr_assert_eq(pl_violation_message(violation, &answer->json, &server->arena, &message),
                     PL_OK);
        cr_assert_eq(pl_json_pointer(&answer->json, violation->node, &server->arena, &where),
                     PL_OK);
        cr_expect(false, "%s: %.*s: %.*s", name, (int)where.len, (const char *)where.ptr,
                  (int)message.len, (const char *)message.ptr);
    }
}

void live_call_create(live *server, const char *name, const live_call *call, int want_status,
                      live_answer *ret_answer) {
    char path[LIVE_PATH_BYTES];
    const char *account = or_default(call->account_id, server->settings.merchant.account_id);
    const char *bearer = pl_arena_printf(&server->arena, "Bearer %s", server->token.text);
    const char *authorization = or_default(call->authorization, bearer);
    const char *partner = or_default(call->partner_id, server->settings.merchant.partner_id);
    const char *body = or_default(call->body, live_good_body(server, name));
    pl_http_header headers[HEADERS_MAX] = {{"Content-Type", PL_MEDIA_TYPE},
                                           {"Accept", PL_MEDIA_TYPE}};
    size_t count = 2;
    if (authorization[0] != '\0') {
        headers[count++] = (pl_http_header){PL_HEADER_AUTHORIZATION, authorization};
    }
    if (partner[0] != '\0') { headers[count++] = (pl_http_header){PL_HEADER_PARTNER, partner}; }
    cr_assert_eq(pl_route_path(PL_ROUTE_CREATE, account, NULL, path, sizeof path), PL_OK,
                 "%s: path", name);
    const pl_http_request request = {.method = or_default(call->method, "POST"),
                                     .target = path,
                                     .headers = headers,
                                     .header_count = count,
                                     .body = pl_bytes_of(body),
                                     .has_body = true};
    live_answer answer = {0};
    bool readable = false;
    cr_assert_eq(pl_http_send(server->http, &request, &server->arena, &answer.response), PL_OK,
                 "%s: send", name);
    cr_assert_eq(answer.response.failure, PL_HTTP_ANSWERED, "%s: %s", name,
                 pl_http_failure_text(answer.response.failure));
    cr_assert_eq(answer.response.status, want_status, "%s: status %d, want %d", name,
                 answer.response.status, want_status);
    const char *media_type = pl_http_header_of(&answer.response, "Content-Type");
    cr_expect(media_type != NULL && strncmp(media_type, PL_MEDIA_TYPE, strlen(PL_MEDIA_TYPE)) == 0,
              "%s: media type %s", name, media_type != NULL ? media_type : "absent");
    const pl_context context = {.now_ms = server->now_ms};
    cr_assert_eq(pl_contract_judge_response(want_status, answer.response.body, &context,
                                            &server->arena, &answer.json, &readable,
                                            &answer.report),
                 PL_OK);
    cr_assert(readable, "%s: the answer is no JSON: %.*s", name, (int)answer.response.body.len,
              (const char *)answer.response.body.ptr);
    if (want_status == 200) { keep_link(server, &answer); }
    expect_conforming(server, name, &answer);
    *ret_answer = answer;
}

pl_bytes live_member(const pl_json *json, uint32_t object, const char *member) {
    const uint32_t node = pl_json_member(json, object, member);
    return node == PL_JSON_NONE ? (pl_bytes){0} : pl_json_raw(json, node);
}
