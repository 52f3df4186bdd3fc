#include <criterion/criterion.h>

#include "journal_util.h"
#include "record_fixture.h"
#include "report/formats_internal.h"
#include "schema_util.h"

static json_object *parsed(const pl_result *result) {
    return jr_report(pl_report_write_json, result);
}

Test(report_json, summary, .timeout = 10) {
    static const struct {
        const char *key;
        int64_t want;
    } counts[] = {{"cases", 8},    {"requests", 12},     {"passed", 4},       {"violations", 2},
                  {"warnings", 2}, {"observations", 11}, {"inconclusive", 1}, {"not_run", 2}};
    json_object *root = parsed(fx_result());
    json_object *summary = jr_member(root, "summary");
    for (size_t i = 0; i < PL_COUNT(counts); i++) {
        json_object *value = jr_member(summary, counts[i].key);
        cr_assert_eq(json_object_get_type(value), json_type_int, "%s: type", counts[i].key);
        cr_assert_eq(json_object_get_int64(value), counts[i].want, "%s: value", counts[i].key);
    }
    cr_assert_float_eq(json_object_get_double(jr_member(summary, "seconds")), 31.0, 1e-9);
    cr_assert_eq(json_object_object_length(summary), 9, "summary: undeclared keys");
    cr_assert_str_eq(jr_text(root, "base_url"), "http://127.0.0.1:8080");
    cr_assert_str_eq(jr_text(root, "run_id"), "run7");
    cr_assert_str_eq(jr_text(root, "started_at"), "2023-11-14T22:13:20+00:00");
    cr_assert_str_eq(jr_text(root, "paylink"), PL_VERSION);
    json_object_put(root);
}

Test(report_json, findings, .timeout = 10) {
    static const char *const keys[] = {"case",    "group",    "constraint", "check", "severity",
                                       "message", "expected", "actual",     "curl"};
    json_object *root = parsed(fx_result());
    json_object *findings = jr_member(root, "findings");
    cr_assert_eq(json_object_array_length(findings), fx_result()->finding_count);
    for (size_t i = 0; i < json_object_array_length(findings); i++) {
        json_object *finding = json_object_array_get_idx(findings, i);
        cr_assert_eq((size_t)json_object_object_length(finding), PL_COUNT(keys), "%zu: keys", i);
        for (size_t k = 0; k < PL_COUNT(keys); k++) { (void)jr_text(finding, keys[k]); }
    }
    json_object *of_run = json_object_array_get_idx(findings, 0);
    cr_assert_str_eq(jr_text(of_run, "case"), "");
    cr_assert_str_eq(jr_text(of_run, "severity"), "warning");
    cr_assert_str_eq(jr_text(of_run, "curl"), "");
    json_object *first = json_object_array_get_idx(findings, 1);
    cr_assert_str_eq(jr_text(first, "case"), "items.quantity/minimum/below");
    cr_assert_str_eq(jr_text(first, "group"), "items[].quantity");
    cr_assert_str_eq(jr_text(first, "constraint"), "/items/0/quantity minimum 1");
    cr_assert_str_eq(jr_text(first, "check"), "status");
    cr_assert_str_eq(jr_text(first, "severity"), "violation");
    cr_assert_str_eq(jr_text(first, "expected"), "422");
    cr_assert_str_eq(jr_text(first, "actual"), "200");
    json_object *hostile = json_object_array_get_idx(findings, 2);
    cr_assert_not_null(strstr(jr_text(hostile, "actual"), "\x1b[31m"), "controls are escaped only");
    cr_assert_str_eq(jr_text(json_object_array_get_idx(findings, 3), "severity"), "observation");
    json_object_put(root);
}

Test(report_json, cases, .timeout = 10) {
    static const char *const outcomes[] = {"passed",  "failed",  "passed", "inconclusive",
                                           "not_run", "not_run", "passed", "passed"};
    json_object *root = parsed(fx_result());
    json_object *cases = jr_member(root, "cases");
    cr_assert_eq(json_object_array_length(cases), PL_COUNT(outcomes));
    for (size_t i = 0; i < PL_COUNT(outcomes); i++) {
        json_object *row = json_object_array_get_idx(cases, i);
        cr_assert_str_eq(jr_text(row, "outcome"), outcomes[i], "%zu: outcome", i);
        cr_assert_str_eq(jr_text(row, "id"), fx_result()->cases[i].test->id, "%zu: id", i);
        cr_assert_str_neq(jr_text(row, "class"), "", "%zu: class", i);
        cr_assert_eq(json_object_get_int(jr_member(row, "status")), fx_result()->cases[i].status);
        (void)jr_text(row, "reason");
        (void)jr_member(row, "seconds");
    }
    json_object_put(root);
}

Test(report_json, clean_run_has_empty_lists, .timeout = 10) {
    json_object *root = parsed(fx_clean_result());
    cr_assert_eq(json_object_array_length(jr_member(root, "findings")), 0);
    cr_assert_eq(json_object_get_int64(jr_member(jr_member(root, "summary"), "violations")), 0);
    json_object_put(root);
}

/* The schema describes every member, and every member is described. */
Test(report_json, schema, .timeout = 10) {
    const pl_result *const results[] = {fx_result(), fx_record_result(), fx_clean_result()};
    size_t len = 0;
    char *const text = ju_read(PL_SOURCE_DIR "/contracts/report.schema.json", &len);
    json_object *const schema = jr_parse("the schema", text);
    free(text);
    for (size_t i = 0; i < PL_COUNT(results); i++) {
        json_object *const root = parsed(results[i]);
        js_check(schema, schema, root, "");
        json_object_put(root);
    }
    json_object_put(schema);
}

Test(report_json, case_members, .timeout = 10) {
    json_object *const root = parsed(fx_result());
    json_object *const row = jr_at(jr_member(root, "cases"), 1);
    cr_assert_str_eq(jr_text(row, "constraint"), "/items/0/quantity minimum 1");
    cr_assert_str_eq(jr_text(row, "why"), "quantity is at least 1");
    cr_assert_str_eq(jr_text(root, "verdict"), "violates");
    cr_assert_not(json_object_get_boolean(jr_member(root, "interrupted")));
    json_object_put(root);
}
