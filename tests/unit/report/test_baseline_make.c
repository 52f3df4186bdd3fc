#include "baseline_util.h"
#include "cases/coverage.h"

static void check_same_case(const pl_baseline_case *left, const pl_baseline_case *right) {
    cr_expect_str_eq(left->id, right->id);
    cr_expect_str_eq(left->target, right->target);
    cr_expect(pl_bytes_equal(left->body, right->body), "%s: %.*s\n%.*s", left->id,
              (int)left->body.len, (const char *)left->body.ptr, (int)right->body.len,
              (const char *)right->body.ptr);
    cr_expect_eq(left->status, right->status, "%s", left->id);
    cr_expect_eq(left->body_bytes, right->body_bytes, "%s", left->id);
}

/* Another run, another day, another length of id: the same baseline. */
Test(baseline_make, nothing_of_the_run_is_left, .timeout = 30) {
    bu_run runs[2] = {0};
    bu_start(&runs[0], "r1", 1760000000123);
    bu_start(&runs[1], "0QsnVYBxOa3X", 1790000000456);
    const pl_baseline left = bu_made(&runs[0]);
    const pl_baseline right = bu_made(&runs[1]);
    cr_assert_eq(left.case_count, runs[0].set.count);
    cr_assert_eq(left.case_count, right.case_count);
    cr_expect_eq(left.now_ms, right.now_ms);
    for (size_t i = 0; i < left.case_count; i++) {
        check_same_case(&left.cases[i], &right.cases[i]);
        cr_expect(i == 0 || strcmp(left.cases[i - 1].id, left.cases[i].id) < 0, "order");
    }
    bu_done(&runs[0]);
    bu_done(&runs[1]);
}

/* What is kept of a request is a request of its case: judged in the record's world it is on the same side. */
Test(baseline_make, bodies_are_those_of_their_cases, .timeout = 30) {
    bu_run run = {0};
    bu_start(&run, "r1", 1760000000123);
    const pl_baseline made = bu_made(&run);
    const pl_context context = {.now_ms = made.now_ms,
                                .payment_methods = made.payment_methods,
                                .payment_method_count = made.payment_method_count};
    size_t accepted = 0;
    size_t bodies = 0;
    for (size_t i = 0; i < made.case_count; i++) {
        const pl_baseline_case *const row = &made.cases[i];
        const pl_case *const test = bu_row(&run, row->id)->test;
        if (test->route != PL_ROUTE_CREATE || row->body.ptr == NULL) { continue; }
        bodies++;
        pl_arena scratch;
        pl_arena_init(&scratch);
        pl_verdict verdict = PL_VERDICT_COUNT;
        cr_assert_eq(pl_contract_request_verdict(row->body, &context, &scratch, &verdict), PL_OK);
        if (test->klass == PL_CLASS_ACCEPT) {
            accepted++;
            cr_expect_eq(verdict, PL_ACCEPT, "%s", row->id);
        }
        pl_arena_done(&scratch);
    }
    cr_expect_gt(accepted, 80);
    cr_expect_gt(bodies, 600);
    const pl_baseline_case *const reff_no = pl_baseline_find(&made, "title/value/one-character");
    cr_assert_not_null(reff_no);
    cr_expect_not_null(strstr((const char *)reff_no->body.ptr, "\"PL-record-c0"));
    const pl_baseline_case *const large = pl_baseline_find(&made, "body/maxBytes/above");
    cr_assert_not_null(large);
    cr_expect(large->body.ptr == NULL && large->body_bytes > PL_CONTRACT_BODY_BYTES_MAX);
    cr_expect_null(pl_baseline_find(&made, "no/such/case"));
    bu_done(&run);
}

/* Twins, and the two requests of one reff_no: which of them came first says nothing. */
Test(baseline_make, pairs_are_told_apart_by_their_answers, .timeout = 30) {
    static const char *const pairs[][2] = {
        {"reff_no/twins/first", "reff_no/twins/second"},
        {"reff_no/repeated/one-of-two", "reff_no/repeated/two-of-two"},
    };
    for (size_t i = 0; i < PL_COUNT(pairs); i++) {
        for (unsigned swapped = 0; swapped < 2; swapped++) {
            bu_run run = {0};
            bu_start(&run, "r1", 1760000000123);
            bu_row(&run, pairs[i][swapped])->status = 200;
            bu_row(&run, pairs[i][1 - swapped])->status = 422;
            bu_find(&run, pairs[i][1 - swapped], "status", PL_OBSERVATION, "refused (422)");
            const pl_baseline made = bu_made(&run);
            const pl_baseline_case *const first = pl_baseline_find(&made, pairs[i][0]);
            const pl_baseline_case *const second = pl_baseline_find(&made, pairs[i][1]);
            cr_expect_eq(first->status, 200, "%s", pairs[i][0]);
            cr_expect_eq(first->finding_count, 0, "%s", pairs[i][0]);
            cr_expect_eq(second->status, 422, "%s", pairs[i][1]);
            cr_expect_eq(second->finding_count, 1, "%s", pairs[i][1]);
            bu_done(&run);
        }
    }
}

/* A result of which is not known what its cases are made of has no requests, and no more. */
Test(baseline_make, without_a_config, .timeout = 30) {
    bu_run run = {0};
    bu_start(&run, "r1", 1760000000123);
    run.result.made_of.run_id = NULL;
    const pl_baseline made = bu_made(&run);
    cr_expect_eq(made.case_count, run.set.count);
    cr_expect_eq(made.set_id_count, 0);
    cr_expect_null(made.cases[0].body.ptr);
    bu_done(&run);
}

Test(baseline_make, failing_allocations, .timeout = 60) {
    enum { STEP = 37 };
    bu_run run = {0};
    bu_start(&run, "r1", 1760000000123);
    bu_find(&run, "title/blank/empty", "status", PL_OBSERVATION, "accepted (200)");
    pl_status status = PL_E_MEMORY;
    for (size_t k = 1; status != PL_OK; k += STEP) {
        pl_arena arena = {.fail_after = k};
        pl_baseline made;
        status = pl_baseline_make(&run.result, &arena, &made);
        cr_assert(status == PL_OK || status == PL_E_MEMORY, "%zu", k);
        pl_arena_done(&arena);
    }
    bu_done(&run);
}
