#include "checks_util.h"

static const struct cu_row cases[] = {
    /* clang-format off */
    {"unused",                 PL_CLASS_ACCEPT, "", "\"current_usage\":0", "fresh.", CU_NOTHING},
    {"used",                   PL_CLASS_ACCEPT, "", "\"current_usage\":1", "fresh.current_usage", PL_VIOLATION},
    {"expired-without-expiry", PL_CLASS_ACCEPT, "", "\"is_expired\":true", "fresh.is_expired", PL_VIOLATION},
    {"expired-future",         PL_CLASS_ACCEPT, "\"expired_at\":\"1795132800000\"", "\"is_expired\":true", "fresh.is_expired", PL_VIOLATION},
    {"expired-soon",           PL_CLASS_ACCEPT, "\"expired_at\":\"1763596801000\"", "\"is_expired\":true", "fresh.", CU_NOTHING},
    {"expired-past",           PL_CLASS_OPEN,   "\"expired_at\":\"1500000000000\"", "\"is_expired\":true", "fresh.", CU_NOTHING},
    {"account-same",           PL_CLASS_ACCEPT, "", "\"account\":{\"id\":\"" CU_ACCOUNT "\",\"name\":\"n\",\"status\":\"active\"}", "fresh.", CU_NOTHING},
    {"account-other",          PL_CLASS_ACCEPT, "", "\"account\":{\"id\":\"01K946KF851RK7FX075GJHBVKG\"}", "fresh.account", PL_VIOLATION},
    {"account-integer",        PL_CLASS_ACCEPT, "", "\"account\":{\"id\":1}", "fresh.", CU_NOTHING},
    {"account-null",           PL_CLASS_ACCEPT, "", "\"account\":null", "fresh.", CU_NOTHING},
    {"status-open",            PL_CLASS_ACCEPT, "", "\"status\":\"open\",\"status_computed\":\"open\"", "fresh.", CU_NOTHING},
    {"status-other",           PL_CLASS_ACCEPT, "", "\"status\":\"active\"", "fresh.status", PL_OBSERVATION},
    {"computed-other",         PL_CLASS_ACCEPT, "", "\"status_computed\":\"active\"", "fresh.status_computed", PL_OBSERVATION},
    {"paid",                   PL_CLASS_ACCEPT, "", "\"payment_date\":\"2025-11-20T00:00:00Z\"", "fresh.payment_date", PL_OBSERVATION},
    {"created-now",            PL_CLASS_ACCEPT, "", "\"created_at\":\"2025-11-20T06:59:00+07:00\"", "fresh.", CU_NOTHING},
    {"created-long-ago",       PL_CLASS_ACCEPT, "", "\"created_at\":\"2024-05-13T00:00:00Z\"", "fresh.created_at", PL_OBSERVATION},
    /* clang-format on */
};

Test(checks_fresh, new_links, .timeout = 20) {
    cu_check_rows(cases, PL_COUNT(cases));
}

Test(checks_fresh, lower_case_account_is_the_same, .timeout = 10) {
    pl_arena arena = {0};
    const pl_case test = cu_case(PL_CLASS_ACCEPT, "{}");
    const pl_http_response response = cu_response(
        200,
        "{\"status\":200,\"success\":true,\"data\":{\"account\":{\"id\":\"" CU_ACCOUNT "\"}}}");
    pl_exchange exchange = {.test = &test,
                            .response = &response,
                            .account_id = "01k946kf851rk7fx075gjhbvkf",
                            .now_ms = CU_NOW_MS};
    pl_finding_list found = {0};
    cr_assert_eq(pl_checks_run(&exchange, &arena, &found), PL_OK);
    cu_expect("lower", &found, "fresh.account", CU_NOTHING);
    exchange.account_id = "01k946kf851rk7fx075gjhbvkg";
    found = (pl_finding_list){0};
    cr_assert_eq(pl_checks_run(&exchange, &arena, &found), PL_OK);
    cu_expect("lower-other", &found, "fresh.account", PL_VIOLATION);
    pl_arena_done(&arena);
}
