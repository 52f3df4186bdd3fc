#include "baseline_util.h"

static void fill(bu_run *run, const char *run_id, int64_t now_ms) {
    bu_start(run, run_id, now_ms);
    bu_find(run, "title/blank/empty", "status", PL_OBSERVATION, "accepted (200)");
    bu_find(run, "title/maxLength/above", "status", PL_VIOLATION,
            "the request must be refused with 422, the server answered 200");
    bu_find(run, "title/maxLength/above", "echo.title", PL_WARNING, "odd \"text\"\n\x01\xC3\xA9");
    bu_find(run, NULL, "clean-up", PL_OBSERVATION, "3 links are left");
    bu_row(run, "reff_no/value/digits")->outcome = PL_OUTCOME_INCONCLUSIVE;
    bu_row(run, "reff_no/value/digits")->status = 0;
}

static void check_findings(const pl_baseline_finding *left, const pl_baseline_finding *right,
                           size_t count) {
    for (size_t i = 0; i < count; i++) {
        cr_expect_str_eq(left[i].check, right[i].check);
        cr_expect_str_eq(left[i].message, right[i].message);
        cr_expect_eq(left[i].severity, right[i].severity);
    }
}

Test(baseline_write, what_is_written_is_read, .timeout = 30) {
    bu_run run = {0};
    fill(&run, "r1", 1760000000123);
    const pl_baseline made = bu_made(&run);
    const pl_baseline read = bu_read(bu_record(&run), &run.arena);
    cr_expect_eq(read.now_ms, made.now_ms);
    cr_assert_eq(read.payment_method_count, PL_COUNT(bu_codes));
    cr_expect(pl_bytes_equal(read.payment_methods[1], bu_codes[1]));
    cr_assert_eq(read.finding_count, 1);
    cr_expect_str_eq(read.findings[0].message, "# links are left");
    cr_assert_eq(read.case_count, made.case_count);
    for (size_t i = 0; i < read.case_count; i++) {
        const pl_baseline_case *const left = &made.cases[i];
        const pl_baseline_case *const right = &read.cases[i];
        cr_expect_str_eq(left->id, right->id);
        cr_expect_str_eq(left->klass, right->klass);
        cr_expect_eq(left->outcome, right->outcome, "%s", left->id);
        cr_expect_eq(left->status, right->status, "%s", left->id);
        cr_expect_str_eq(left->method, right->method);
        cr_expect_str_eq(left->target, right->target);
        cr_expect_eq(left->body_bytes, right->body_bytes, "%s", left->id);
        cr_expect(pl_bytes_equal(left->body, right->body), "%s", left->id);
        cr_expect_eq(left->body.ptr == NULL, right->body.ptr == NULL, "%s", left->id);
        cr_assert_eq(left->finding_count, right->finding_count, "%s", left->id);
        check_findings(left->findings, right->findings, left->finding_count);
    }
    bu_done(&run);
}

/* Byte for byte the same for the same behaviour, and a line a case. */
Test(baseline_write, runs_differ_only_where_servers_do, .timeout = 30) {
    bu_run runs[2] = {0};
    fill(&runs[0], "r1", 1760000000123);
    fill(&runs[1], "0QsnVYBxOa3X", 1790000000456);
    runs[1].result.base_url = "https://example.com";
    const pl_bytes left = bu_record(&runs[0]);
    const pl_bytes right = bu_record(&runs[1]);
    cr_expect(pl_bytes_equal(left, right));
    size_t lines = 0;
    for (size_t i = 0; i < left.len; i++) { lines += left.ptr[i] == '\n'; }
    cr_expect_eq(lines, runs[0].set.count + 8, "%zu lines", lines);
    cr_expect_null(strstr((const char *)right.ptr, "example.com/api"));
    cr_expect_null(strstr((const char *)right.ptr, "0QsnVYBxOa3X"));
    bu_done(&runs[0]);
    bu_done(&runs[1]);
}

/* Not a catalog, no case. */
Test(baseline_write, the_empty_run, .timeout = 10) {
    bu_run run = {0};
    bu_start(&run, "r1", 1760000000123);
    run.result.case_count = 0;
    run.result.made_of.payment_methods = NULL;
    run.result.made_of.payment_method_count = 0;
    const pl_baseline read = bu_read(bu_record(&run), &run.arena);
    cr_expect_eq(read.case_count, 0);
    cr_expect_null(read.payment_methods);
    bu_done(&run);
}
