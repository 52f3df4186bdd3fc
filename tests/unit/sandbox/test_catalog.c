#include <criterion/criterion.h>

#include "unit/sandbox/sandbox_util.h"

Test(catalog, is_what_the_contract_says, .timeout = 10) {
    sb bench;
    sb_open(&bench, NULL);
    const pl_sandbox_response got =
        sb_call_as(&bench, "catalog", 0, "GET", SB_MANAGE "/payment-methods", (pl_bytes){NULL, 0});
    pl_json json;
    pl_report report;
    bool readable = false;
    const pl_context context = {.http_status = 200};
    cr_assert_eq(pl_validate_text(&pl_contract_catalog, got.body, &context, &bench.arena, &json,
                                  &readable, &report),
                 PL_OK);
    cr_assert_eq(pl_report_verdict(&report), PL_ACCEPT, "%s",
                 report.count > 0 ? pl_violation_keyword(&report.list[0]) : "?");
    sb_close(&bench);
}

/* Both lists of the answer hold the codes that requests are judged by. */
Test(catalog, codes_agree, .timeout = 10) {
    pl_bytes codes[PL_SANDBOX_METHOD_COUNT_MAX];
    const size_t count = pl_catalog_codes(codes);
    sb bench;
    sb_open(&bench, NULL);
    cr_assert_geq(count, 6);
    const pl_sandbox_response got =
        sb_call_as(&bench, "catalog", 0, "GET", SB_MANAGE "/payment-methods", (pl_bytes){NULL, 0});
    for (size_t i = 0; i <= count; i++) {
        const char *want = i == count ? ""
                                      : pl_arena_printf(&bench.arena, "\"%.*s\"", (int)codes[i].len,
                                                        (const char *)codes[i].ptr);
        const char *code = pl_arena_printf(&bench.arena, "/data/available_codes/%zu", i);
        const char *row = pl_arena_printf(&bench.arena, "/data/payment_methods/%zu/code", i);
        cr_assert_str_eq(sb_value(&bench, &got, code), want, "%s", code);
        cr_assert_str_eq(sb_value(&bench, &got, row), want, "%s", row);
        for (size_t j = 0; j < i && i < count; j++) {
            cr_assert_not(pl_bytes_equal(codes[i], codes[j]), "%s twice", want);
        }
    }
    sb_close(&bench);
}
