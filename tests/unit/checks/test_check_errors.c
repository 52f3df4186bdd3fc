#include "checks_util.h"

static const struct errors_case {
    const char *name;
    pl_class klass;
    const char *offending;
    const char *errors; /* of error.errors; NULL: absent */
    int want;
} cases[] = {
    /* clang-format off */
    {"named",               PL_CLASS_REJECT, "/title",             "{\"title\":[\"x\"]}",             CU_NOTHING},
    {"not-named",           PL_CLASS_REJECT, "/title",             "{\"reff_no\":[\"x\"]}",           PL_OBSERVATION},
    {"longer-name",         PL_CLASS_REJECT, "/title",             "{\"titles\":[\"x\"]}",            PL_OBSERVATION},
    {"dot-path",            PL_CLASS_REJECT, "/items/0/quantity",  "{\"items.0.quantity\":[\"x\"]}",  CU_NOTHING},
    {"other-index",         PL_CLASS_REJECT, "/items/0/name",      "{\"items.1.name\":[\"x\"]}",      PL_OBSERVATION},
    {"star",                PL_CLASS_REJECT, "/items/0/name",      "{\"items.*.name\":[\"x\"]}",      CU_NOTHING},
    {"brackets",            PL_CLASS_REJECT, "/items/0/quantity",  "{\"items[0].quantity\":[\"x\"]}", CU_NOTHING},
    {"all-brackets",        PL_CLASS_REJECT, "/items/0/quantity",  "{\"items[0]['quantity']\":[]}",   CU_NOTHING},
    {"pointer",             PL_CLASS_REJECT, "/items/0/quantity",  "{\"items/0/quantity\":[\"x\"]}",  CU_NOTHING},
    {"parent",              PL_CLASS_REJECT, "/items/0/name",      "{\"items\":[\"x\"]}",             CU_NOTHING},
    {"near-parent",         PL_CLASS_REJECT, "/items/0/name",      "{\"items.0\":[\"x\"]}",           CU_NOTHING},
    {"child",               PL_CLASS_REJECT, "/items/0",           "{\"items.0.name\":[\"x\"]}",      CU_NOTHING},
    {"sum-by-total",        PL_CLASS_REJECT, "/total_amount",      "{\"total_amount\":[\"x\"]}",      CU_NOTHING},
    {"sum-by-items",        PL_CLASS_REJECT, "/total_amount",      "{\"items\":[\"x\"]}",             CU_NOTHING},
    {"price-by-total",      PL_CLASS_REJECT, "/items/0/unit_price", "{\"total_amount\":[\"x\"]}",     CU_NOTHING},
    {"name-not-by-total",   PL_CLASS_REJECT, "/items/0/name",      "{\"total_amount\":[\"x\"]}",      PL_OBSERVATION},
    {"second-key",          PL_CLASS_REJECT, "/title",             "{\"reff_no\":[],\"title\":[]}",   CU_NOTHING},
    {"list-element",        PL_CLASS_REJECT, "/whitelisted_payment_method/0", "{\"whitelisted_payment_method.0\":[]}", CU_NOTHING},
    {"no-pointer",          PL_CLASS_REJECT, NULL,                 "{\"x\":[\"x\"]}",                 CU_NOTHING},
    {"whole-body",          PL_CLASS_REJECT, "",                   "{\"x\":[\"x\"]}",                 CU_NOTHING},
    {"open-is-not-asked",   PL_CLASS_OPEN,   "/title",             "{\"reff_no\":[\"x\"]}",           CU_NOTHING},
    {"empty-key",           PL_CLASS_REJECT, "/title",             "{\"\":[\"x\"]}",                  PL_OBSERVATION},
    {"empty-list",          PL_CLASS_REJECT, "/title",             "{}",                              PL_OBSERVATION},
    {"absent",              PL_CLASS_REJECT, "/title",             NULL,                              CU_NOTHING},
    /* clang-format on */
};

Test(checks_errors, naming, .timeout = 20) {
    for (size_t i = 0; i < PL_COUNT(cases); i++) {
        const struct errors_case *const c = &cases[i];
        pl_arena arena = {0};
        pl_case test = cu_case(c->klass, "{}");
        test.statuses[0] = 422;
        test.offending = c->offending;
        const char *const body = pl_arena_printf(
            &arena,
            "{\"status\":422,\"success\":false,\"error\":{\"code\":422,\"message\":\"m\"%s%s}}",
            c->errors == NULL ? "" : ",\"errors\":", c->errors == NULL ? "" : c->errors);
        cr_assert_not_null(body);
        const pl_http_response response = cu_response(422, body);
        const pl_finding_list found = cu_run(&test, &response, &arena);
        cu_expect(c->name, &found, "errors", c->want);
        cr_assert_eq(cu_count(&found, PL_VIOLATION), 0, "%s: never more than an observation",
                     c->name);
        if (c->errors == NULL) {
            cu_expect(c->name, &found, "envelope", PL_OBSERVATION); /* its absence is said there */
        }
        pl_arena_done(&arena);
    }
}

Test(checks_errors, repeated_list_counts_too, .timeout = 10) {
    pl_arena arena = {0};
    pl_case test = cu_case(PL_CLASS_REJECT, "{}");
    test.statuses[0] = 422;
    test.offending = "/title";
    const pl_http_response response = cu_response(
        422, "{\"status\":422,\"success\":false,\"error\":{\"code\":422,\"message\":\"m\"},"
             "\"data\":{\"errors\":{\"title\":[\"x\"]}}}");
    const pl_finding_list found = cu_run(&test, &response, &arena);
    cu_expect("data.errors", &found, "errors", CU_NOTHING);
    pl_arena_done(&arena);
}
