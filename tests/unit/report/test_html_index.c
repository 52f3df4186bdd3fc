#include <criterion/criterion.h>

#include "fixture.h"
#include "page.h"
#include "report/html_index_internal.h"

Test(html_index, findings_worst_first, .timeout = 10) {
    pl_arena arena = {0};
    const pl_result *result = page_result(20, &arena);
    pl_html_index index;
    cr_assert_eq(pl_html_index_make(result, &arena, &index), PL_OK);
    cr_assert_eq(index.case_count, result->case_count);
    size_t total = index.run_finding_count;
    for (size_t i = 0; i < index.case_count; i++) {
        const pl_html_case *found = &index.cases[i];
        cr_assert_eq(found->row, &result->cases[i]);
        total += found->finding_count;
        for (size_t k = 0; k < found->finding_count; k++) {
            const pl_finding *finding = &result->findings[found->findings[k]].finding;
            cr_assert_eq(finding->test, found->row->test, "%s: a stranger's", found->row->test->id);
            cr_assert(k == 0 || result->findings[found->findings[k - 1]].finding.severity <=
                                    finding->severity);
        }
    }
    cr_assert_eq(total, result->finding_count, "every finding stands once");
    cr_assert_eq(index.run_finding_count, 1);
    pl_arena_done(&arena);
}

Test(html_index, tallies_add_up_to_the_summary, .timeout = 10) {
    pl_arena arena = {0};
    const pl_result *const results[] = {page_result(7, &arena), fx_result(), fx_clean_result()};
    for (size_t i = 0; i < PL_COUNT(results); i++) {
        const pl_summary *summary = &results[i]->summary;
        pl_html_index index;
        cr_assert_eq(pl_html_index_make(results[i], &arena, &index), PL_OK);
        const size_t *counts = index.total.counts;
        cr_expect_eq(counts[PL_HTML_PASSED], summary->passed, "%zu", i);
        cr_expect_eq(counts[PL_HTML_INCONCLUSIVE], summary->inconclusive, "%zu", i);
        cr_expect_eq(counts[PL_HTML_NOT_RUN], summary->not_run, "%zu", i);
        cr_expect_eq(counts[PL_HTML_VIOLATION], summary->totals[PL_VIOLATION], "%zu", i);
        cr_expect_eq(counts[PL_HTML_WARNING], summary->totals[PL_WARNING], "%zu", i);
        cr_expect_eq(counts[PL_HTML_OBSERVED], summary->totals[PL_OBSERVATION], "%zu", i);
        size_t sums[PL_HTML_STATE_COUNT] = {0};
        for (size_t g = 0; g < index.groups.count; g++) {
            for (size_t s = 0; s < PL_HTML_STATE_COUNT; s++) {
                sums[s] += index.groups.list[g].tally.counts[s];
            }
        }
        for (size_t s = 0; s < PL_HTML_STATE_COUNT; s++) {
            cr_expect_eq(sums[s] + index.run.counts[s], counts[s], "%zu: state %zu", i, s);
        }
    }
    pl_arena_done(&arena);
}

/* Groups stand in order of first appearance, though their cases are scattered; so do the cases. */
Test(html_index, sets, .timeout = 10) {
    static const pl_case tests[] = {
        {.id = "a", .group = "x", .constraint = "2"}, {.id = "b", .group = "a", .constraint = "1"},
        {.id = "c", .group = "x", .constraint = "1"}, {.id = "d", .group = "a", .constraint = "1"},
        {.id = "e", .group = "x", .constraint = "2"},
    };
    pl_case_result rows[PL_COUNT(tests)];
    for (size_t i = 0; i < PL_COUNT(tests); i++) {
        rows[i] = (pl_case_result){.test = &tests[i], .outcome = PL_OUTCOME_PASSED};
    }
    rows[4].outcome = PL_OUTCOME_NOT_RUN;
    const pl_result result = {.cases = rows, .case_count = PL_COUNT(rows)};
    pl_arena arena = {0};
    pl_html_index index;
    cr_assert_eq(pl_html_index_make(&result, &arena, &index), PL_OK);
    cr_assert_eq(index.groups.count, 2);
    cr_assert_str_eq(index.groups.list[0].name, "x");
    cr_assert_eq(index.groups.list[0].case_count, 3);
    cr_assert_eq(index.groups.list[0].cases[2], 4);
    cr_assert_eq(index.groups.list[0].tally.worst, PL_HTML_NOT_RUN);
    cr_assert_eq(index.groups.list[1].tally.worst, PL_HTML_PASSED);
    pl_html_sets sets;
    cr_assert_eq(pl_html_sets_make(&index, index.groups.list[0].cases, 3, pl_html_key_constraint,
                                   &arena, &sets),
                 PL_OK);
    cr_assert_eq(sets.count, 2);
    cr_assert_str_eq(sets.list[0].name, "2");
    cr_assert_eq(sets.list[0].cases[1], 4);
    cr_assert_eq(sets.list[1].case_count, 1);
    pl_arena_done(&arena);
}

Test(html_index, out_of_memory, .timeout = 10) {
    pl_arena result_arena = {0};
    const pl_result *result = page_result(4, &result_arena);
    pl_status status = PL_E_MEMORY;
    size_t k = 1;
    for (; status != PL_OK && k < 100; k++) {
        pl_arena arena = {.fail_after = k};
        pl_html_index index;
        status = pl_html_index_make(result, &arena, &index);
        cr_assert(status == PL_OK || status == PL_E_MEMORY, "request %zu", k);
        pl_arena_done(&arena);
    }
    cr_assert_gt(k, 5, "requests are made");
    cr_assert_lt(k, 100, "it ends");
    pl_arena_done(&result_arena);
}

/* What the result says once, of the first case, is each case's own; what is excused is so in both. */
Test(html_index, own_findings, .timeout = 10) {
    static const pl_case tests[] = {{.id = "a"}, {.id = "b"}};
    static const pl_finding of_a[] = {
        {.test = &tests[0], .check = "echo", .severity = PL_OBSERVATION, .message = "odd"},
        {.test = &tests[0], .check = "status", .severity = PL_VIOLATION, .message = "200"}};
    static const pl_finding of_b[] = {
        {.test = &tests[1], .check = "echo", .severity = PL_OBSERVATION, .message = "odd"}};
    static const pl_case_result rows[] = {
        {.test = &tests[0], .outcome = PL_OUTCOME_FAILED, .findings = of_a, .finding_count = 2},
        {.test = &tests[1], .findings = of_b, .finding_count = 1}};
    static const pl_result_finding listed[] = {
        {.finding = {.test = &tests[0],
                     .check = "echo",
                     .severity = PL_OBSERVATION,
                     .message = "odd (in 2 cases)"}},
        {.finding = {
             .test = &tests[0], .check = "status", .severity = PL_VIOLATION, .message = "200"}}};
    static const bool excused[] = {true, false};
    const pl_result result = {
        .cases = rows, .case_count = 2, .findings = listed, .finding_count = 2, .excused = excused};
    pl_arena arena = {0};
    pl_html_index index;
    cr_assert_eq(pl_html_index_make(&result, &arena, &index), PL_OK);
    cr_assert_eq(index.cases[0].own_count, 2);
    cr_assert_eq(index.cases[0].own[0].finding, &of_a[1], "the violation first");
    cr_assert(!index.cases[0].own[0].excused);
    cr_assert(index.cases[0].own[1].excused);
    cr_assert_eq(index.cases[1].own_count, 1);
    cr_assert_eq(index.cases[1].state, PL_HTML_OBSERVED);
    cr_assert_eq(index.cases[1].finding_count, 0, "it is counted once");
    cr_assert_eq(index.total.counts[PL_HTML_OBSERVED], 1);
    pl_arena_done(&arena);
}
