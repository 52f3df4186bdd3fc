#include <criterion/criterion.h>

#include "fixture.h"
#include "report/formats_internal.h"

Test(report_groups, counts, .timeout = 10) {
    static const struct {
        const char *name;
        size_t cases, passed, failed, inconclusive, not_run, violations, warnings, observations;
    } rows[] = {
        {"items[].quantity", 2, 1, 1, 0, 0, 2, 0, 1},
        {"authentication", 2, 1, 0, 1, 0, 0, 1, 0},
        {"account", 2, 0, 0, 0, 2, 0, 0, 0},
        {"title", 1, 1, 0, 0, 0, 0, 0, 1},
        {"whitelisted_payment_method[]", 1, 1, 0, 0, 0, 0, 0, 9},
        {"total", 8, 4, 1, 1, 2, 2, 2, 11},
    };
    pl_arena arena = {0};
    pl_group_list groups;
    cr_assert_eq(pl_groups_make(fx_result(), &arena, &groups), PL_OK);
    cr_assert_eq(groups.count + 1, PL_COUNT(rows));
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        const pl_group *got = i < groups.count ? &groups.list[i] : &groups.total;
        cr_assert_str_eq(got->name, rows[i].name, "%s: order", rows[i].name);
        cr_assert_eq(got->cases, rows[i].cases, "%s: cases", rows[i].name);
        cr_assert_eq(got->outcomes[PL_OUTCOME_PASSED], rows[i].passed, "%s: passed", rows[i].name);
        cr_assert_eq(got->outcomes[PL_OUTCOME_FAILED], rows[i].failed, "%s: failed", rows[i].name);
        cr_assert_eq(got->outcomes[PL_OUTCOME_INCONCLUSIVE], rows[i].inconclusive,
                     "%s: inconclusive", rows[i].name);
        cr_assert_eq(got->outcomes[PL_OUTCOME_NOT_RUN], rows[i].not_run, "%s: not run",
                     rows[i].name);
        cr_assert_eq(got->findings[PL_VIOLATION], rows[i].violations, "%s: violations",
                     rows[i].name);
        cr_assert_eq(got->findings[PL_WARNING], rows[i].warnings, "%s: warnings", rows[i].name);
        cr_assert_eq(got->findings[PL_OBSERVATION], rows[i].observations, "%s: observations",
                     rows[i].name);
    }
    pl_arena_done(&arena);
}

Test(report_groups, no_memory, .timeout = 10) {
    pl_arena arena = {.fail_after = 1};
    pl_group_list groups = {.count = 77};
    cr_assert_eq(pl_groups_make(fx_result(), &arena, &groups), PL_E_MEMORY);
    cr_assert_eq(groups.count, 77);
    pl_arena_done(&arena);
}
