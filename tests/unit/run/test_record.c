#include <criterion/criterion.h>
#include <string.h>

#include "relay_util.h"

enum { LONG_BODY_BYTES = PL_RECORD_BODY_BYTES_MAX + 1000, LONG_BODY_EACH = 8 };

static bool is_secret_free(const pl_sandbox *sandbox, pl_bytes text) {
    bool fine = true;
    for (unsigned i = 0; i < 2; i++) {
        const pl_sandbox_merchant *const merchant = pl_sandbox_merchant_of(sandbox, i);
        fine = fine && !su_holds(text, merchant->partner_id) &&
               !su_holds(text, merchant->client_id) && !su_holds(text, merchant->client_secret);
    }
    return fine && !su_holds(text, "eyJ");
}

static void check_headers(const pl_sandbox *sandbox, const char *id, const pl_http_header *headers,
                          size_t count) {
    for (size_t i = 0; i < count; i++) {
        cr_assert_not_null(headers[i].name, "%s", id);
        cr_assert(is_secret_free(sandbox, pl_bytes_of(headers[i].value)), "%s: %s: %s", id,
                  headers[i].name, headers[i].value);
    }
}

/* The request that was sent is the one that is recorded, but for its secrets. */
static void check_request(const pl_case_result *row) {
    const pl_record *const record = row->record;
    const pl_bytes body = row->test->body;
    const size_t cut =
        body.len < PL_RECORD_BODY_BYTES_MAX ? body.len : (size_t)PL_RECORD_BODY_BYTES_MAX;
    cr_assert_str_eq(record->method, row->test->method, "%s", row->test->id);
    cr_assert_eq(record->target[0], '/', "%s", row->test->id);
    cr_assert_eq(record->has_request_body, row->test->has_body, "%s", row->test->id);
    if (!row->test->has_body) { return; }
    cr_assert_eq(record->request_body_bytes, body.len, "%s", row->test->id);
    cr_assert_eq(record->request_body.len, cut, "%s", row->test->id);
    cr_assert(cut == 0 || memcmp(record->request_body.ptr, body.ptr, cut) == 0, "%s",
              row->test->id);
}

static const char *header_value(const pl_http_header *headers, size_t count, const char *name) {
    for (size_t i = 0; i < count; i++) {
        if (strcasecmp(headers[i].name, name) == 0) { return headers[i].value; }
    }
    return NULL;
}

static void check_record(const pl_sandbox *sandbox, const pl_case_result *row) {
    const pl_record *const record = row->record;
    cr_assert_not_null(record, "%s: a record", row->test->id);
    cr_assert_eq(record->status, row->status, "%s", row->test->id);
    cr_assert_eq(record->failure == NULL, row->status != 0, "%s", row->test->id);
    cr_assert_gt(record->sent_ms, 1600000000000, "%s", row->test->id);
    cr_assert_leq(record->response_body.len, PL_RECORD_BODY_BYTES_MAX, "%s", row->test->id);
    cr_assert(is_secret_free(sandbox, record->response_body), "%s: body", row->test->id);
    cr_assert(is_secret_free(sandbox, pl_bytes_of(record->target)), "%s: target", row->test->id);
    check_headers(sandbox, row->test->id, record->request_headers, record->request_header_count);
    check_headers(sandbox, row->test->id, record->response_headers, record->response_header_count);
    check_request(row);
}

static void bring_cookie(ru_relay *relay, const su_request *request, su_answer *answer) {
    (void)relay;
    (void)request;
    answer->header = "Set-Cookie: session=opensesame; Path=/; HttpOnly\r\n";
}

Test(record, every_case, .timeout = 60) {
    pl_arena arena = {0};
    pl_result result;
    su_server server;
    ru_relay relay = {.sandbox = ru_sandbox(0), .after = bring_cookie};
    su_start(&server, ru_relay_handler, &relay);
    (void)run_over("cookie", relay.sandbox, server.base_url, &arena, &result);
    su_stop(&server);
    for (size_t i = 0; i < result.case_count; i++) {
        const pl_case_result *const row = &result.cases[i];
        if (row->outcome == PL_OUTCOME_NOT_RUN) { continue; }
        check_record(relay.sandbox, row);
        const char *const cookie = header_value(row->record->response_headers,
                                                row->record->response_header_count, "set-cookie");
        cr_assert_not_null(cookie, "%s", row->test->id);
        cr_assert_str_eq(cookie, "session=$COOKIE; Path=/; HttpOnly", "%s", row->test->id);
    }
    pl_sandbox_stop(relay.sandbox);
    pl_arena_done(&arena);
}

/* Some creations are answered with long bodies; the token's answer is no JSON but brings a token. */
static void grow_body(ru_relay *relay, const su_request *request, su_answer *answer) {
    static uint8_t body[LONG_BODY_BYTES];
    static const char form[] = "token=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2VjcmV0IHNpZ25hdHVyZQ&";
    if (is_token_route(request)) {
        if (++relay->seen[0] > 2) { answer->body = pl_bytes_of(form); }
        return;
    }
    if (++relay->seen[1] % LONG_BODY_EACH != 0) { return; }
    memset(body, 'x', sizeof body);
    answer->body = (pl_bytes){body, sizeof body};
}

/* Memory stays bounded, and the length is not lost. */
Test(record, long_bodies, .timeout = 60) {
    pl_arena arena = {0};
    pl_result result;
    su_server server;
    ru_relay relay = {.sandbox = ru_sandbox(0)};
    pl_settings settings = ru_settings(relay.sandbox, NULL);
    pl_run_trouble trouble = {0};
    size_t count = 0;
    relay.after = grow_body;
    su_start(&server, ru_relay_handler, &relay);
    free(settings.base_url);
    settings.base_url = ru_copy(server.base_url);
    const pl_run_config config = ru_config(&settings);
    const pl_status status = pl_run(&config, &arena, &result, &trouble);
    su_stop(&server);
    pl_settings_done(&settings);
    cr_assert_eq(status, PL_OK, "%s", trouble.what);
    for (size_t i = 0; i < result.case_count; i++) {
        const pl_record *const record = result.cases[i].record;
        if (record == NULL) { continue; }
        check_record(relay.sandbox, &result.cases[i]);
        const bool is_long = record->response_body_bytes == LONG_BODY_BYTES;
        count += is_long;
        cr_assert(!is_long || record->response_body.len == PL_RECORD_BODY_BYTES_MAX, "%s",
                  result.cases[i].test->id);
    }
    cr_assert_gt(count, 20, "some answers were long");
    pl_sandbox_stop(relay.sandbox);
    pl_arena_done(&arena);
}

static bool stay_silent(ru_relay *relay, const su_request *request, su_answer *answer) {
    (void)relay;
    (void)answer;
    return su_is(request->method, "PATCH"); /* status 0: closed without an answer */
}

Test(record, no_answer, .timeout = 60) {
    pl_arena arena = {0};
    pl_result result;
    size_t silent = 0;
    relay_run("silent", (ru_relay){.before = stay_silent}, &arena, &result);
    for (size_t i = 0; i < result.case_count; i++) {
        const pl_record *const record = result.cases[i].record;
        if (strcmp(result.cases[i].test->method, "PATCH") != 0 || record == NULL) { continue; }
        silent++;
        cr_assert_eq(record->status, 0);
        cr_assert_not_null(record->failure);
        cr_assert_gt(record->request_header_count, 0);
        cr_assert_eq(record->response_header_count, 0);
    }
    cr_assert_gt(silent, 0);
    pl_arena_done(&arena);
}
