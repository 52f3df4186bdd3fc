#include "checks_util.h"

#include "checks/echo_internal.h"

#define EXPIRY "1763683200000" /* a day after CU_NOW_MS: 2025-11-21T00:00:00Z */

static const struct cu_row cases[] = {
    /* clang-format off */
    /* texts */
    {"same",                   PL_CLASS_ACCEPT, "\"reff_no\":\"A-1\"", "\"reff_no\":\"A-1\"", "echo.", CU_NOTHING},
    {"reff-differs",           PL_CLASS_ACCEPT, "\"reff_no\":\"A-1\"", "\"reff_no\":\"A-2\"", "echo.reff_no", PL_VIOLATION},
    {"reff-case-differs",      PL_CLASS_ACCEPT, "\"reff_no\":\"a\"", "\"reff_no\":\"A\"", "echo.reff_no", PL_VIOLATION},
    {"not-sent",               PL_CLASS_ACCEPT, "\"title\":\"T\"", "\"title\":\"T\",\"reff_no\":\"auto\"", "echo.", CU_NOTHING},
    {"not-returned",           PL_CLASS_ACCEPT, "\"reff_no\":\"A\"", "\"title\":\"T\"", "echo.", CU_NOTHING},
    {"escape-is-the-same",     PL_CLASS_ACCEPT, "\"title\":\"caf\\u00e9 \\/\"", "\"title\":\"caf\xC3\xA9 /\"", "echo.", CU_NOTHING},
    {"trimmed",                PL_CLASS_ACCEPT, "\"title\":\"  T \\u00a0\"", "\"title\":\"T\"", "echo.", CU_NOTHING},
    {"trimmed-thrice",         PL_CLASS_ACCEPT, "\"title\":\" \\u3000T\\ufeff\"", "\"title\":\" T\"", "echo.", CU_NOTHING},
    {"inner-space-lost",       PL_CLASS_ACCEPT, "\"title\":\"A  B\"", "\"title\":\"A B\"", "echo.title", PL_VIOLATION},
    {"title-cut",              PL_CLASS_ACCEPT, "\"title\":\"ABCDEF\"", "\"title\":\"ABC\"", "echo.title", PL_VIOLATION},
    {"escaped-html",           PL_CLASS_ACCEPT, "\"title\":\"a&b\"", "\"title\":\"a&amp;b\"", "echo.title", PL_VIOLATION},
    {"lone-surrogate",         PL_CLASS_ACCEPT, "\"title\":\"a\\ud800\"", "\"title\":\"a?\"", "echo.", CU_NOTHING},
    {"bad-utf8",               PL_CLASS_ACCEPT, "\"title\":\"a\xFF\"", "\"title\":\"a\"", "echo.", CU_NOTHING},
    {"nul",                    PL_CLASS_ACCEPT, "\"title\":\"a\\u0000b\"", "\"title\":\"a\"", "echo.", CU_NOTHING},
    {"control",                PL_CLASS_ACCEPT, "\"title\":\"a\\u001fb\"", "\"title\":\"ab\"", "echo.", CU_NOTHING},
    {"title-null-is-a-type",   PL_CLASS_ACCEPT, "\"title\":\"T\"", "\"title\":null", "echo.", CU_NOTHING},
    {"title-number-is-a-type", PL_CLASS_ACCEPT, "\"title\":\"1\"", "\"title\":1", "echo.", CU_NOTHING},
    {"open-weighs-less",       PL_CLASS_OPEN,   "\"title\":\"T\"", "\"title\":\"U\"", "echo.title", PL_OBSERVATION},
    {"reject-is-not-compared", PL_CLASS_REJECT, "\"title\":\"T\"", "\"title\":\"U\"", "echo.", CU_NOTHING},
    /* URL */
    {"url-same",               PL_CLASS_ACCEPT, "\"redirect_url\":\"https://e.example/\"", "\"redirect_url\":\"https:\\/\\/e.example\\/\"", "echo.", CU_NOTHING},
    {"url-lost",               PL_CLASS_ACCEPT, "\"redirect_url\":\"https://e.example/\"", "\"redirect_url\":null", "echo.redirect_url", PL_VIOLATION},
    {"url-null-any",           PL_CLASS_ACCEPT, "\"redirect_url\":null", "\"redirect_url\":\"https://default.example\"", "echo.", CU_NOTHING},
    /* numbers */
    {"usage-same",             PL_CLASS_ACCEPT, "\"max_usage\":10", "\"max_usage\":10", "echo.", CU_NOTHING},
    {"usage-spelling",         PL_CLASS_ACCEPT, "\"max_usage\":10", "\"max_usage\":1e1", "echo.", CU_NOTHING},
    {"usage-differs",          PL_CLASS_ACCEPT, "\"max_usage\":10", "\"max_usage\":1", "echo.max_usage", PL_VIOLATION},
    {"amount-decimals",        PL_CLASS_ACCEPT, "\"total_amount\":150000", "\"total_amount\":150000.00", "echo.", CU_NOTHING},
    {"amount-differs",         PL_CLASS_ACCEPT, "\"total_amount\":150000", "\"total_amount\":150000.01", "echo.total_amount", PL_VIOLATION},
    {"amount-open-rounded",    PL_CLASS_OPEN,   "\"total_amount\":1.005", "\"total_amount\":1.01", "echo.total_amount", PL_OBSERVATION},
    /* boolean */
    {"detail-same",            PL_CLASS_ACCEPT, "\"required_customer_detail\":false", "\"required_customer_detail\":false", "echo.", CU_NOTHING},
    {"detail-differs",         PL_CLASS_ACCEPT, "\"required_customer_detail\":true", "\"required_customer_detail\":false", "echo.required_customer_detail", PL_VIOLATION},
    {"detail-null-any",        PL_CLASS_ACCEPT, "\"required_customer_detail\":null", "\"required_customer_detail\":true", "echo.", CU_NOTHING},
    /* moments */
    {"expiry-same",            PL_CLASS_ACCEPT, "\"expired_at\":\"" EXPIRY "\"", "\"expired_at\":\"2025-11-21T00:00:00Z\"", "echo.", CU_NOTHING},
    {"expiry-other-offset",    PL_CLASS_ACCEPT, "\"expired_at\":\"" EXPIRY "\"", "\"expired_at\":\"2025-11-21T07:00:00.000000+07:00\"", "echo.", CU_NOTHING},
    {"expiry-in-the-second",   PL_CLASS_ACCEPT, "\"expired_at\":\"1763683200999\"", "\"expired_at\":\"2025-11-21T00:00:00Z\"", "echo.", CU_NOTHING},
    {"expiry-second-off",      PL_CLASS_ACCEPT, "\"expired_at\":\"" EXPIRY "\"", "\"expired_at\":\"2025-11-21T00:00:01Z\"", "echo.expired_at", PL_VIOLATION},
    {"expiry-second-early",    PL_CLASS_ACCEPT, "\"expired_at\":\"" EXPIRY "\"", "\"expired_at\":\"2025-11-20T23:59:59Z\"", "echo.expired_at", PL_VIOLATION},
    {"expiry-read-as-utc",     PL_CLASS_ACCEPT, "\"expired_at\":\"" EXPIRY "\"", "\"expired_at\":\"2025-11-21T00:00:00+07:00\"", "echo.expired_at", PL_VIOLATION},
    {"expiry-lost",            PL_CLASS_ACCEPT, "\"expired_at\":\"" EXPIRY "\"", "\"expired_at\":null", "echo.expired_at", PL_VIOLATION},
    {"expiry-past-lost",       PL_CLASS_ACCEPT, "\"expired_at\":\"1500000000000\"", "\"expired_at\":null", "echo.expired_at", PL_OBSERVATION},
    {"expiry-no-moment",       PL_CLASS_ACCEPT, "\"expired_at\":\"" EXPIRY "\"", "\"expired_at\":\"tomorrow\"", "echo.", CU_NOTHING},
    {"expiry-null-any",        PL_CLASS_ACCEPT, "\"expired_at\":null", "\"expired_at\":\"2026-01-01T00:00:00Z\"", "echo.", CU_NOTHING},
    /* set */
    {"list-order",             PL_CLASS_ACCEPT, "\"whitelisted_payment_method\":[\"QRIS\",\"VA_BRI\"]", "\"whitelisted_payment_method\":[\"VA_BRI\",\"QRIS\"]", "echo.", CU_NOTHING},
    {"list-duplicates",        PL_CLASS_ACCEPT, "\"whitelisted_payment_method\":[\"QRIS\",\"QRIS\"]", "\"whitelisted_payment_method\":[\"QRIS\"]", "echo.", CU_NOTHING},
    {"list-empty-any",         PL_CLASS_ACCEPT, "\"whitelisted_payment_method\":[]", "\"whitelisted_payment_method\":[\"QRIS\"]", "echo.", CU_NOTHING},
    {"list-shorter",           PL_CLASS_ACCEPT, "\"whitelisted_payment_method\":[\"QRIS\",\"VA_BRI\"]", "\"whitelisted_payment_method\":[\"QRIS\"]", "echo.whitelisted_payment_method", PL_VIOLATION},
    {"list-longer",            PL_CLASS_ACCEPT, "\"whitelisted_payment_method\":[\"QRIS\"]", "\"whitelisted_payment_method\":[\"QRIS\",\"VA_BRI\"]", "echo.whitelisted_payment_method", PL_VIOLATION},
    {"list-emptied",           PL_CLASS_ACCEPT, "\"whitelisted_payment_method\":[\"QRIS\"]", "\"whitelisted_payment_method\":[]", "echo.whitelisted_payment_method", PL_VIOLATION},
    /* metadata */
    {"tree-order",             PL_CLASS_ACCEPT, "\"optional_metadata\":{\"a\":1,\"b\":[true,null]}", "\"optional_metadata\":{\"b\":[true,null],\"a\":1.0}", "echo.", CU_NOTHING},
    {"tree-differs",           PL_CLASS_ACCEPT, "\"optional_metadata\":{\"a\":{\"b\":1}}", "\"optional_metadata\":{\"a\":{\"b\":2}}", "echo.optional_metadata", PL_VIOLATION},
    {"tree-lost",              PL_CLASS_ACCEPT, "\"optional_metadata\":{\"a\":1}", "\"optional_metadata\":null", "echo.optional_metadata", PL_VIOLATION},
    {"tree-empty-lost",        PL_CLASS_ACCEPT, "\"optional_metadata\":{}", "\"optional_metadata\":null", "echo.optional_metadata", PL_VIOLATION},
    {"tree-empty-array-type",  PL_CLASS_ACCEPT, "\"optional_metadata\":{}", "\"optional_metadata\":[]", "echo.", CU_NOTHING},
    {"tree-text-trimmed",      PL_CLASS_ACCEPT, "\"optional_metadata\":{\"a\":\" x\"}", "\"optional_metadata\":{\"a\":\"x\"}", "echo.optional_metadata", PL_OBSERVATION},
    {"tree-long-number",       PL_CLASS_ACCEPT, "\"optional_metadata\":{\"a\":1.00000000000000000001}", "\"optional_metadata\":{\"a\":1}", "echo.optional_metadata", PL_OBSERVATION},
    {"tree-null-any",          PL_CLASS_ACCEPT, "\"optional_metadata\":null", "\"optional_metadata\":{\"a\":1}", "echo.", CU_NOTHING},
    /* items */
    {"items-same",             PL_CLASS_ACCEPT, "\"items\":[{\"name\":\"A\",\"quantity\":2,\"unit_price\":5}]", "\"items\":[{\"name\":\"A\",\"quantity\":2,\"unit_price\":5.00,\"subtotal\":10}]", "echo.", CU_NOTHING},
    {"items-fewer",            PL_CLASS_ACCEPT, "\"items\":[{\"name\":\"A\"},{\"name\":\"B\"}]", "\"items\":[{\"name\":\"A\"}]", "echo.items", PL_VIOLATION},
    {"items-swapped",          PL_CLASS_ACCEPT, "\"items\":[{\"name\":\"A\"},{\"name\":\"B\"}]", "\"items\":[{\"name\":\"B\"},{\"name\":\"A\"}]", "echo.items", PL_VIOLATION},
    {"items-quantity",         PL_CLASS_ACCEPT, "\"items\":[{\"quantity\":2}]", "\"items\":[{\"quantity\":1}]", "echo.items", PL_VIOLATION},
    {"items-price",            PL_CLASS_ACCEPT, "\"items\":[{\"unit_price\":-5}]", "\"items\":[{\"unit_price\":5}]", "echo.items", PL_VIOLATION},
    {"items-null-is-a-type",   PL_CLASS_ACCEPT, "\"items\":[{\"name\":\"A\"}]", "\"items\":[{\"name\":null}]", "echo.", CU_NOTHING},
    {"items-element-null",     PL_CLASS_ACCEPT, "\"items\":[{\"name\":\"A\"}]", "\"items\":[null]", "echo.", CU_NOTHING},
    /* what may not be compared */
    {"duplicate-names",        PL_CLASS_ACCEPT, "\"title\":\"A\",\"title\":\"B\"", "\"title\":\"C\"", "echo.", CU_NOTHING},
    {"duplicate-names-within", PL_CLASS_ACCEPT, "\"title\":\"A\",\"optional_metadata\":{\"x\":1,\"x\":2}", "\"title\":\"C\"", "echo.", CU_NOTHING},
    {"broken-request",         PL_CLASS_OPEN,   "\"title\":", "\"title\":\"C\"", "echo.", CU_NOTHING},
    /* clang-format on */
};

Test(checks_echo, relations, .timeout = 20) {
    cu_check_rows(cases, PL_COUNT(cases));
}

/* Where only the refusal is open, what is accepted may not come back altered. */
Test(checks_echo, open_and_kept, .timeout = 10) {
    static const struct cu_row rows[] = {
        {"stripped", PL_CLASS_OPEN, "\"title\":\"<b>x</b>\"", "\"title\":\"x\"", "echo.title",
         PL_VIOLATION},
        {"composed", PL_CLASS_OPEN, "\"items\":[{\"name\":\"e\xCC\x81\"}]",
         "\"items\":[{\"name\":\"\xC3\xA9\"}]", "echo.items", PL_VIOLATION},
        {"same", PL_CLASS_OPEN, "\"title\":\"<b>\"", "\"title\":\"\\u003cb>\"", "echo.",
         CU_NOTHING},
    };
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        for (int kept = 0; kept < 2; kept++) {
            pl_arena arena = {0};
            pl_case test = cu_case(rows[i].klass, pl_arena_printf(&arena, "{%s}", rows[i].sent));
            test.kept = kept == 1;
            const pl_http_response response = cu_response(
                200, pl_arena_printf(&arena, "{\"status\":200,\"success\":true,\"data\":{%s}}",
                                     rows[i].got));
            const pl_finding_list found = cu_run(&test, &response, &arena);
            const bool weighs = rows[i].want == PL_VIOLATION && !test.kept;
            cu_expect(rows[i].name, &found, rows[i].check,
                      weighs ? (int)PL_OBSERVATION : rows[i].want);
            pl_arena_done(&arena);
        }
    }
}

Test(checks_echo, finding_shows_both_sides, .timeout = 10) {
    static const struct cu_row row = {
        "items",
        PL_CLASS_ACCEPT,
        "\"items\":[{\"name\":\"A\"},{\"name\":\"B\",\"quantity\":2}]",
        "\"items\":[{\"name\":\"A\"},{\"name\":\"B\",\"quantity\":3}]",
        "echo.items",
        PL_VIOLATION};
    pl_arena arena = {0};
    pl_case test;
    const pl_finding_list found = cu_compare(&row, &test, &arena);
    const pl_finding *const finding = cu_find(&found, "echo.items");
    cr_assert_not_null(finding);
    cr_assert_not_null(strstr(finding->message, "/items/1/quantity"), "%s", finding->message);
    cr_assert_str_eq(finding->expected, "2");
    cr_assert_str_eq(finding->actual, "3");
    pl_arena_done(&arena);
}

/* A member that the contract gains needs a row: nothing is compared by accident, nothing
 * forgotten. */
Test(checks_echo, every_request_member_has_its_relation, .timeout = 10) {
    cr_assert_eq(pl_contract_request.member_count, (size_t)PL_REQUEST_FIELD_COUNT);
    for (size_t i = 0; i < pl_contract_request.member_count; i++) {
        const pl_member *const member = &pl_contract_request.members[i];
        cr_assert_not_null(pl_echo_relations[i].compare, "%s", member->name);
        cr_assert_lt(pl_echo_relations[i].got, pl_contract_link.member_count, "%s", member->name);
        cr_assert_str_eq(pl_contract_link.members[pl_echo_relations[i].got].name, member->name,
                         "a relation joins members of one name");
    }
    const pl_schema *const item = pl_contract_request.members[PL_REQUEST_ITEMS].schema->items;
    cr_assert_eq(item->member_count, (size_t)PL_ITEM_FIELD_COUNT);
    for (size_t i = 0; i < item->member_count; i++) {
        cr_assert_not_null(pl_echo_item_relations[i].compare, "%s", item->members[i].name);
    }
}
