#include "cases_test.h"

/* Rejected with 422 and nothing else: the body is an object, so 400 is not for it. */
Test(cases_together, rows, .timeout = 30) {
    static const struct {
        const char *id;
        unsigned violations;
        const char *offending;
    } rows[] = {
        {"body/together/two-members", 2, NULL},
        {"body/together/absent-and-wrong", 2, NULL},
        {"body/together/optional-members", 2, NULL},
        {"body/together/member-and-sum", 2, NULL},
        {"body/together/wrong-and-undeclared", 1, NULL},
        {"body/together/two-items", 2, NULL},
        {"body/together/empty-object", 5, NULL},
        {"reff_no/together/two-facets", 2, "/reff_no"},
    };
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_case_config config = ct_config();
    const pl_case_set set = ct_set(&arena);
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        const pl_case *test = ct_find(&set, rows[i].id);
        pl_json json;
        pl_report report;
        cr_assert(ct_judge(&config, test->body, &arena, &json, &report), "%s", rows[i].id);
        cr_expect_eq(report.totals[PL_VIOLATION], rows[i].violations, "%s: %u", rows[i].id,
                     report.totals[PL_VIOLATION]);
        cr_expect_eq(test->klass, PL_CLASS_REJECT, "%s", rows[i].id);
        cr_expect(test->statuses[0] == 422 && test->statuses[1] == 0, "%s", rows[i].id);
        cr_expect_eq(test->tolerated[0], 0, "%s", rows[i].id);
        if (rows[i].offending == NULL) {
            cr_expect_null(test->offending, "%s", rows[i].id);
        } else {
            cr_expect_str_eq(test->offending, rows[i].offending, "%s", rows[i].id);
        }
    }
    pl_arena_done(&arena);
}
