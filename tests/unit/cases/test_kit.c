#include "cases_test.h"

/* The rest of a config row is good. */
static const struct config_row {
    const char *name;
    const char *run_id;
    pl_decimal amount;
    int64_t now_ms;
    pl_status want;
} config_rows[] = {
    {"good", "run1", {1, 0}, 1760000000000, PL_OK},
    {"run-id-longest", "0123456789aB", {1, 0}, 1760000000000, PL_OK},
    {"run-id-too-long", "0123456789aBc", {1, 0}, 1760000000000, PL_E_ARGUMENT},
    {"run-id-empty", "", {1, 0}, 1760000000000, PL_E_ARGUMENT},
    {"run-id-null", NULL, {1, 0}, 1760000000000, PL_E_ARGUMENT},
    {"run-id-hyphen", "a-b", {1, 0}, 1760000000000, PL_E_ARGUMENT},
    {"run-id-quote", "a\"b", {1, 0}, 1760000000000, PL_E_ARGUMENT},
    {"amount-zero", "r", {0, 0}, 1760000000000, PL_E_ARGUMENT},
    {"amount-negative", "r", {-1, 0}, 1760000000000, PL_E_ARGUMENT},
    {"amount-too-large", "r", {1, 15}, 1760000000000, PL_E_ARGUMENT},
    {"amount-large", "r", {9, 14}, 1760000000000, PL_OK},
    {"amount-fine", "r", {1, -12}, 1760000000000, PL_OK},
    {"amount-too-fine", "r", {1, -13}, 1760000000000, PL_E_ARGUMENT},
    {"clock-absent", "r", {1, 0}, 0, PL_E_ARGUMENT},
    {"clock-12-digits", "r", {1, 0}, 999999999999, PL_E_ARGUMENT},
    {"clock-first", "r", {1, 0}, 1000000000000, PL_OK},
    {"clock-last", "r", {1, 0}, 9000000000000, PL_OK},
    {"clock-too-late", "r", {1, 0}, 9000000000001, PL_E_ARGUMENT},
};

Test(cases_kit, configs, .timeout = 30) {
    for (size_t i = 0; i < PL_COUNT(config_rows); i++) {
        const struct config_row *row = &config_rows[i];
        pl_case_config config = ct_config();
        config.run_id = row->run_id;
        config.amount = row->amount;
        config.now_ms = row->now_ms;
        pl_arena arena;
        pl_arena_init(&arena);
        pl_case_set set = {0};
        pl_bytes body = {0};
        cr_expect_eq(pl_cases_make(&config, &arena, &set), row->want, "%s: set", row->name);
        cr_expect_eq(pl_cases_good_body(&config, 1, &arena, &body), row->want, "%s: body",
                     row->name);
        cr_expect_eq(set.count > 0, row->want == PL_OK, "%s: count", row->name);
        pl_arena_done(&arena);
    }
}

Test(cases_kit, methods_without_a_list, .timeout = 5) {
    pl_case_config config = ct_config();
    config.payment_methods = NULL;
    pl_arena arena;
    pl_arena_init(&arena);
    pl_case_set set = {0};
    cr_expect_eq(pl_cases_make(&config, &arena, &set), PL_E_ARGUMENT);
    pl_arena_done(&arena);
}

Test(cases_kit, texts, .timeout = 5) {
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_case_config config = ct_config();
    pl_case_kit kit = ct_kit(&config, &arena);
    cr_expect_str_eq(kit.code, "\"QRIS\"");
    cr_expect_str_eq(pl_kit_reff_no(&kit), "PL-r1-c1");
    cr_expect_str_eq(pl_kit_reff_no(&kit), "PL-r1-c2");
    cr_expect_str_eq(pl_kit_digits(&kit, -123), "1760000000000");
    cr_expect_str_eq(pl_kit_decimal(&kit, config.amount), "150000");
    cr_expect_str_eq(pl_kit_repeat(&kit, "ab", 3), "ababab");
    cr_expect_str_eq(pl_kit_repeat(&kit, "ab", 0), "");
    cr_expect_str_eq(pl_kit_quoted(&kit, pl_bytes_of("a\"\\/")), "\"a\\\"\\\\/\"");
    const char *number = pl_kit_number(&kit);
    cr_expect_eq(strspn(number, "0123456789"), strlen(number), "%s", number);
    cr_expect_str_neq(number, pl_kit_number(&kit), "the same number twice");
    pl_arena_done(&arena);
}

Test(cases_kit, numbers_differ_between_runs, .timeout = 5) {
    pl_arena arena;
    pl_arena_init(&arena);
    pl_case_config config = ct_config();
    pl_case_kit first = ct_kit(&config, &arena);
    pl_case_config other = ct_config();
    other.run_id = "r2";
    pl_case_kit second = ct_kit(&other, &arena);
    cr_expect_str_neq(pl_kit_number(&first), pl_kit_number(&second));
    pl_arena_done(&arena);
}

Test(cases_kit, added_cases_are_completed, .timeout = 5) {
    static const struct {
        pl_class klass;
        int first;
        int second;
    } rows[] = {{PL_CLASS_REJECT, 422, 0}, {PL_CLASS_REFUSE, 400, 422}, {PL_CLASS_OPEN, 200, 422}};
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_case_config config = ct_config();
    pl_case_kit kit = ct_kit(&config, &arena);
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        pl_case test = kit.defaults;
        test.id = test.group = test.constraint = test.why = "x";
        test.klass = rows[i].klass;
        cr_assert_eq(pl_kit_add(&kit, &test), PL_OK);
        cr_expect_eq(kit.list[i].statuses[0], rows[i].first, "row %zu", i);
        cr_expect_eq(kit.list[i].statuses[1], rows[i].second, "row %zu", i);
        cr_expect_str_eq(kit.list[i].method, "POST", "row %zu", i);
        cr_expect_str_eq(kit.list[i].content_type, PL_MEDIA_TYPE, "row %zu", i);
    }
    pl_arena_done(&arena);
}

/* No case may demand what the judge does not accept. */
Test(cases_kit, an_accepting_case_is_judged, .timeout = 5) {
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_case_config config = ct_config();
    pl_case_kit kit = ct_kit(&config, &arena);
    pl_case test = kit.defaults;
    test.id = test.group = test.constraint = test.why = "x";
    test.klass = PL_CLASS_ACCEPT;
    test.has_body = true;
    test.statuses[0] = 200;
    test.body = pl_bytes_of("{}");
    cr_assert_eq(pl_kit_add(&kit, &test), PL_OK);
    cr_expect_eq(kit.list[0].klass, PL_CLASS_OPEN);
    cr_expect_eq(kit.list[0].statuses[1], 422);
    pl_arena_done(&arena);
}

Test(cases_kit, sums, .timeout = 5) {
    const pl_decimal cent = {1, -2};
    cr_expect(pl_decimal_equal(pl_decimal_plus(cent, 50, pl_decimal_of(1)), (pl_decimal){15, -1}));
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_case_config config = ct_config();
    const pl_case_kit kit = ct_kit(&config, &arena);
    cr_expect(pl_decimal_equal(pl_kit_amount(&kit, -2, pl_decimal_of(3)), pl_decimal_of(149994)));
    pl_arena_done(&arena);
}
