#include "json_util.h"
#include "report/formats_internal.h"
#include "text/datetime.h"

static json_object *run_of(json_object *root) {
    cr_assert_str_eq(jr_text(root, "version"), "2.1.0");
    cr_assert_not_null(strstr(jr_text(root, "$schema"), "sarif-2.1.0"));
    cr_assert_eq(json_object_array_length(jr_member(root, "runs")), 1);
    return jr_at(jr_member(root, "runs"), 0);
}

static json_object *rules_of(json_object *run) {
    return jr_member(jr_member(jr_member(run, "tool"), "driver"), "rules");
}

static void check_place(json_object *result) {
    json_object *const location = jr_at(jr_member(result, "locations"), 0);
    json_object *const physical = jr_member(location, "physicalLocation");
    cr_assert_str_eq(jr_text(jr_member(physical, "artifactLocation"), "uri"),
                     "contracts/openapi.yaml");
    cr_assert_geq(jr_count(jr_member(physical, "region"), "startLine"), 1);
    (void)jr_text(jr_at(jr_member(location, "logicalLocations"), 0), "fullyQualifiedName");
}

/* Every result names its rule twice, alike, and has a mark that no other has. */
Test(report_sarif, results, .timeout = 10) {
    json_object *const root = jr_report(pl_report_write_sarif, fx_result());
    json_object *const run = run_of(root);
    json_object *const results = jr_member(run, "results");
    const size_t count = json_object_array_length(results);
    cr_assert_eq(count, fx_result()->finding_count);
    for (size_t i = 0; i < count; i++) {
        json_object *const result = jr_at(results, i);
        json_object *const rule = jr_at(rules_of(run), (size_t)jr_count(result, "ruleIndex"));
        cr_assert_str_eq(jr_text(result, "ruleId"), jr_text(rule, "id"));
        cr_assert_str_neq(jr_text(jr_member(result, "message"), "text"), "");
        check_place(result);
        const char *const mark =
            jr_text(jr_member(result, "partialFingerprints"), "primaryLocationLineHash");
        for (size_t k = 0; k < i; k++) {
            json_object *const other = jr_member(jr_at(results, k), "partialFingerprints");
            cr_assert_str_neq(mark, jr_text(other, "primaryLocationLineHash"), "%zu, %zu", i, k);
        }
    }
    json_object_put(root);
}

/* Worst first; a rule for each constraint. */
Test(report_sarif, levels, .timeout = 10) {
    json_object *const root = jr_report(pl_report_write_sarif, fx_result());
    json_object *const run = run_of(root);
    json_object *const results = jr_member(run, "results");
    json_object *const first = jr_at(results, 0);
    cr_assert_str_eq(jr_text(first, "level"), "error");
    cr_assert_str_eq(jr_text(jr_at(results, 1), "level"), "error");
    cr_assert_str_eq(jr_text(jr_at(results, 2), "level"), "warning");
    cr_assert_str_eq(jr_text(jr_at(results, 4), "level"), "note");
    cr_assert_str_eq(jr_text(first, "ruleId"), "/items/0/quantity/minimum/1");
    cr_assert_str_eq(jr_text(jr_member(first, "message"), "text"),
                     "answered 200 to a body that must be rejected\nExpected: 422\nGot: 200");
    cr_assert_str_eq(jr_text(jr_member(first, "properties"), "case"),
                     "items.quantity/minimum/below");
    cr_assert_str_eq(jr_text(jr_at(results, 2), "ruleId"), "clean-up");
    for (size_t i = 0; i < json_object_array_length(rules_of(run)); i++) {
        json_object *const rule = jr_at(rules_of(run), i);
        (void)jr_text(jr_member(rule, "shortDescription"), "text");
        for (size_t k = 0; k < i; k++) {
            cr_assert_str_neq(jr_text(rule, "id"), jr_text(jr_at(rules_of(run), k), "id"));
        }
    }
    json_object_put(root);
}

Test(report_sarif, invocation, .timeout = 10) {
    json_object *const root = jr_report(pl_report_write_sarif, fx_result());
    json_object *const invocation = jr_at(jr_member(run_of(root), "invocations"), 0);
    cr_assert(json_object_get_boolean(jr_member(invocation, "executionSuccessful")));
    cr_assert_str_eq(jr_text(invocation, "startTimeUtc"), "2023-11-14T22:13:20Z");
    json_object_put(root);
    pl_result cut = *fx_clean_result();
    cut.interrupted = true;
    json_object *const other = jr_report(pl_report_write_sarif, &cut);
    cr_assert_not(json_object_get_boolean(
        jr_member(jr_at(jr_member(run_of(other), "invocations"), 0), "executionSuccessful")));
    cr_assert_eq(json_object_array_length(jr_member(run_of(other), "results")), 0);
    json_object_put(other);
}

/* A text of the server cannot make a link of code scanning's page. */
Test(report_sarif, links, .timeout = 10) {
    const pl_case test = {.id = "a", .group = "g", .constraint = "c", .why = "w"};
    const pl_case_result row = {.test = &test, .outcome = PL_OUTCOME_FAILED};
    const pl_result_finding found = {
        .finding = {&test, "status", PL_VIOLATION, "m", NULL, "[x](https://evil.example)"}};
    const pl_result result = {.base_url = "u",
                              .run_id = "r",
                              .cases = &row,
                              .case_count = 1,
                              .findings = &found,
                              .finding_count = 1};
    json_object *const root = jr_report(pl_report_write_sarif, &result);
    json_object *const message = jr_member(jr_at(jr_member(run_of(root), "results"), 0), "message");
    cr_assert_null(strstr(jr_text(message, "text"), "]("), "%s", jr_text(message, "text"));
    json_object_put(root);
}

/* What is excused is told as such. */
Test(report_sarif, excused, .timeout = 10) {
    bool excused[64] = {false};
    pl_result changed = *fx_result();
    excused[1] = true;
    changed.excused = excused;
    json_object *const root = jr_report(pl_report_write_sarif, &changed);
    json_object *const results = jr_member(run_of(root), "results");
    json_object *const suppressions = jr_member(jr_at(results, 0), "suppressions");
    cr_assert_str_eq(jr_text(jr_at(suppressions, 0), "kind"), "external");
    cr_assert_eq(json_object_array_length(jr_member(jr_at(results, 1), "suppressions")), 0);
    json_object_put(root);
}
