#include "cases_test.h"

/* Each body is right for a server that converts, and has one violation for every other: test_make.c counts it. */
Test(cases_lenient, bodies, .timeout = 30) {
    static const struct {
        const char *id;
        pl_class klass;
        const char *offending;
        const char *has;
        const char *lacks; /* or NULL */
    } rows[] = {
        {"total_amount/type/null-for-zero", PL_CLASS_REJECT, "/total_amount",
         "\"total_amount\":null", NULL},
        {"total_amount/type/word-for-zero", PL_CLASS_REJECT, "/total_amount",
         "\"total_amount\":\"x\"", NULL},
        {"total_amount/required/absent-for-zero", PL_CLASS_REJECT, "/total_amount",
         "\"unit_price\":-150000", "\"total_amount\""},
        {"items.unit_price/type/array-as-one", PL_CLASS_REJECT, "/items/0/unit_price",
         "\"unit_price\":[1]},{\"name\":\"Item\",\"quantity\":1,\"unit_price\":149999}", NULL},
        {"items.unit_price/type/object-as-one", PL_CLASS_REJECT, "/items/0/unit_price",
         "\"unit_price\":{\"0\":1}},{\"name\":\"Item\",\"quantity\":1,\"unit_price\":149999}",
         NULL},
        {"reff_no/name/blank-before", PL_CLASS_REJECT, "/reff_no", "\" reff_no\":\"PL-",
         "\"reff_no\":"},
        {"reff_no/name/capitals", PL_CLASS_OPEN, NULL, "\"Reff_No\":\"PL-", "\"reff_no\":"},
    };
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_case_set set = ct_set(&arena);
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        const pl_case *test = ct_find(&set, rows[i].id);
        const char *body = (const char *)test->body.ptr;
        cr_expect_eq(test->klass, rows[i].klass, "%s: class", rows[i].id);
        cr_expect_not_null(strstr(body, rows[i].has), "%s: %s", rows[i].id, body);
        cr_expect(rows[i].lacks == NULL || strstr(body, rows[i].lacks) == NULL, "%s: %s",
                  rows[i].id, body);
        cr_expect_eq(test->offending == NULL, rows[i].offending == NULL, "%s", rows[i].id);
        if (test->offending != NULL && rows[i].offending != NULL) {
            cr_expect_str_eq(test->offending, rows[i].offending, "%s", rows[i].id);
        }
    }
    pl_arena_done(&arena);
}
