/* The operation's documented answers, asked for over HTTP. Against the embedded sandbox, or against the server
 * and the merchant that PAYLINK_* name. Every envelope is judged by the contract of its status. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "live.h"

enum { TEST_SECONDS = 60 };

#define GOOD_ITEMS "\"items\":[{\"name\":\"Unit\",\"quantity\":1,\"unit_price\":150000}]"

static void expect_member(const pl_json *json, uint32_t object, const char *member,
                          const char *want) {
    const pl_bytes got = live_member(json, object, member);
    cr_expect(pl_bytes_equal(got, pl_bytes_of(want)), "%s: %.*s, want %s", member, (int)got.len,
              (const char *)got.ptr, want);
}

/* The echo of what was sent, and of the account. */
Test(contract, created_200, .timeout = TEST_SECONDS) {
    live server;
    live_answer answer;
    live_open(&server);
    const char *body = live_good_body(&server, "echo");
    live_call_create(&server, "echo", &(live_call){.body = body}, 200, &answer);

    pl_json sent;
    cr_assert_eq(pl_json_read(pl_bytes_of(body), &server.arena, &sent, NULL), PL_OK);
    static const char *const echoed[] = {"reff_no", "title", "max_usage", "total_amount"};
    const uint32_t data = pl_json_member(&answer.json, 0, "data");
    cr_assert_neq(data, PL_JSON_NONE, "no data");
    for (size_t i = 0; i < PL_COUNT(echoed); i++) {
        const uint32_t got = pl_json_member(&answer.json, data, echoed[i]);
        bool equal = false;
        cr_assert_neq(got, PL_JSON_NONE, "%s: absent", echoed[i]);
        cr_assert_eq(pl_json_equal(&sent, pl_json_member(&sent, 0, echoed[i]), &answer.json, got,
                                   &server.arena, &equal),
                     PL_OK);
        cr_expect(equal, "%s: not as sent", echoed[i]);
    }
    expect_member(&answer.json, data, "current_usage", "0");
    expect_member(&answer.json, 0, "success", "true");
    live_close(&server);
}

Test(contract, unauthorized_401, .timeout = TEST_SECONDS) {
    static const struct {
        const char *name;
        live_call call;
    } rows[] = {
        {"no-authorization", {.authorization = ""}},
        {"basic-scheme", {.authorization = "Basic dXNlcjpwYXNz"}},
        {"not-a-jwt", {.authorization = "Bearer token"}},
        {"foreign-jwt",
         {.authorization = "Bearer eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjE4OTM0NTYwMDB9.AAAA"}},
        {"no-partner", {.partner_id = ""}},
        {"wrong-partner", {.partner_id = "00000000-0000-4000-8000-000000000000"}},
        {"no-authorization-bad-body", {.authorization = "", .body = "{}"}},
    };
    live server;
    live_answer answer;
    live_open(&server);
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        live_call_create(&server, rows[i].name, &rows[i].call, 401, &answer);
        expect_member(&answer.json, 0, "status", "401");
        expect_member(&answer.json, 0, "success", "false");
    }
    live_close(&server);
}

Test(contract, unknown_account_404, .timeout = TEST_SECONDS) {
    live server;
    live_answer answer;
    live_open(&server);
    live_call_create(&server, "unknown", &(live_call){.account_id = "7ZZZZZZZZZZZZZZZZZZZZZZZZZ"},
                     404, &answer);
    expect_member(&answer.json, 0, "status", "404");
    live_close(&server);
}

Test(contract, inactive_account_404, .timeout = TEST_SECONDS) {
    live server;
    live_answer answer;
    live_open(&server);
    const char *inactive = server.settings.merchant.inactive_account_id;
    if (inactive == NULL) {
        live_close(&server);
        fprintf(stderr, "skipped: inactive_account_404: PAYLINK_INACTIVE_ACCOUNT_ID is not set\n");
        cr_skip_test("PAYLINK_INACTIVE_ACCOUNT_ID is not set");
    }
    live_call_create(&server, "inactive", &(live_call){.account_id = inactive}, 404, &answer);
    expect_member(&answer.json, 0, "status", "404");
    live_close(&server);
}

Test(contract, method_405, .timeout = TEST_SECONDS) {
    static const char *const methods[] = {"PATCH", "PUT", "DELETE"};
    live server;
    live_answer answer;
    live_open(&server);
    for (size_t i = 0; i < PL_COUNT(methods); i++) {
        live_call_create(&server, methods[i], &(live_call){.method = methods[i]}, 405, &answer);
        expect_member(&answer.json, 0, "status", "405");
    }
    live_close(&server);
}

Test(contract, unprocessable_422, .timeout = TEST_SECONDS) {
    static const struct {
        const char *name;
        const char *body;
        /* clang-format off */
    } rows[] = {
        {"empty-object", "{}"},
        {"array", "[]"},
        {"no-title", "{\"reff_no\":\"A1\",\"max_usage\":1,\"total_amount\":150000," GOOD_ITEMS "}"},
        {"reff-no-slash", "{\"reff_no\":\"A/1\",\"title\":\"t\",\"max_usage\":1,\"total_amount\":150000," GOOD_ITEMS "}"},
        {"max-usage-0", "{\"reff_no\":\"A1\",\"title\":\"t\",\"max_usage\":0,\"total_amount\":150000," GOOD_ITEMS "}"},
        {"total-off-by-one", "{\"reff_no\":\"A1\",\"title\":\"t\",\"max_usage\":1,\"total_amount\":150001," GOOD_ITEMS "}"},
        {"no-items", "{\"reff_no\":\"A1\",\"title\":\"t\",\"max_usage\":1,\"total_amount\":150000,\"items\":[]}"},
    };
    /* clang-format on */
    live server;
    live_answer answer;
    live_open(&server);
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        live_call_create(&server, rows[i].name, &(live_call){.body = rows[i].body}, 422, &answer);
        const uint32_t error = pl_json_member(&answer.json, 0, "error");
        cr_expect_neq(error, PL_JSON_NONE, "%s: no error", rows[i].name);
        cr_expect_neq(pl_json_member(&answer.json, error, "message"), PL_JSON_NONE,
                      "%s: no message", rows[i].name);
    }
    live_close(&server);
}
