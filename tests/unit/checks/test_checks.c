#include "checks_util.h"

Test(checks_table, rows_are_whole, .timeout = 10) {
    cr_assert_geq(pl_check_count, 8);
    for (size_t i = 0; i < pl_check_count; i++) {
        cr_assert_gt(strlen(pl_checks[i].id), 0);
        cr_assert_gt(strlen(pl_checks[i].statement), 0, "%s", pl_checks[i].id);
        cr_assert_not_null(pl_checks[i].run, "%s", pl_checks[i].id);
        for (size_t k = 0; k < i; k++) { cr_assert_str_neq(pl_checks[i].id, pl_checks[k].id); }
    }
}

/* Every allocation may fail: then the status says so, and nothing is torn. */
Test(checks_table, memory_may_end, .timeout = 20) {
    const char *const body = "{\"reff_no\":\"A\",\"max_usage\":2}";
    const pl_http_response response = cu_response(
        200, "{\"status\":200,\"success\":true,\"data\":{\"reff_no\":\"B\",\"max_usage\":3,"
             "\"id\":\"x\"}}");
    const pl_case test = cu_case(PL_CLASS_ACCEPT, body);
    const pl_exchange exchange = {
        .test = &test, .response = &response, .account_id = CU_ACCOUNT, .now_ms = CU_NOW_MS};
    size_t failures = 0;
    for (size_t k = 1; k < 1000; k++) {
        pl_arena arena = {.fail_after = k};
        pl_finding_list found = {0};
        const pl_status status = pl_checks_run(&exchange, &arena, &found);
        pl_arena_done(&arena);
        if (status == PL_OK) { break; }
        cr_assert_eq(status, PL_E_MEMORY);
        failures++;
    }
    cr_assert_gt(failures, 0);
    cr_assert_lt(failures, 999);
}
