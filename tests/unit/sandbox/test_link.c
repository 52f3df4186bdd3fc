#include <criterion/criterion.h>
#include <string.h>

#include "unit/sandbox/sandbox_util.h"

Test(link, page_addresses_differ_and_stay, .timeout = 5) {
    sb bench;
    sb_open(&bench, NULL);
    const pl_call call = {.sandbox = bench.sandbox, .arena = &bench.arena};
    pl_payment_link links[3] = {{.max_usage = {.state = PL_FIELD_ABSENT}}};
    const int64_t ids[3] = {1, 2, 1};
    for (size_t i = 0; i < 3; i++) {
        cr_assert_eq(pl_link_name(&call, ids[i], &bench.arena, &links[i]), PL_OK);
        cr_assert_eq(links[i].id.value, ids[i]);
        const char *url = (const char *)links[i].payment_url.value.ptr;
        static const char before[] = "http://127.0.0.1/pay/";
        cr_assert_eq(strncmp(url, before, sizeof before - 1), 0, "%s", url);
        cr_assert_eq(strlen(url), sizeof before - 1 + 32, "%s", url);
    }
    cr_assert_not(pl_bytes_equal(links[0].payment_url.value, links[1].payment_url.value));
    cr_assert(pl_bytes_equal(links[0].payment_url.value, links[2].payment_url.value));
    sb_close(&bench);
}

Test(link, what_cannot_be_reckoned_is_a_range, .timeout = 5) {
    sb bench;
    sb_open(&bench, NULL);
    const pl_sandbox_request request = {.now_ms = SB_NOW_MS};
    const pl_call call = {.sandbox = bench.sandbox,
                          .request = &request,
                          .arena = &bench.arena,
                          .account = {.active = true}};
    pl_decimal huge;
    pl_payment_link link = {.max_usage = {.value = 77}};
    cr_assert_eq(pl_decimal_parse(pl_bytes_of("99999999999999999999999999999999999999"), &huge),
                 PL_OK);
    const pl_line_item item = {.quantity = INT64_MAX, .unit_price = huge};
    pl_create_request asked = {.items = {&item, 1}};
    cr_assert_eq(pl_link_of_request(&call, &asked, SB_NOW_MS, &bench.arena, &link), PL_E_RANGE);
    asked.items.count = 0;
    asked.expired_at = (pl_optional_text){PL_FIELD_VALUE, PL_BYTES_LIT("12")};
    cr_assert_eq(pl_link_of_request(&call, &asked, SB_NOW_MS, &bench.arena, &link), PL_E_RANGE);
    cr_assert_eq(link.max_usage.value, 77, "touched on failure");
    asked.expired_at.state = PL_FIELD_ABSENT;
    cr_assert_eq(pl_link_of_request(&call, &asked, SB_NOW_MS, &bench.arena, &link), PL_OK);
    sb_close(&bench);
}
