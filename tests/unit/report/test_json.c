#include <criterion/criterion.h>
#include <json-c/json.h>
#include <stdlib.h>

#include "fixture.h"
#include "report/formats_internal.h"
#include "text/utf8.h"

static json_object *parsed(const pl_result *result) {
    char *text = fx_print(pl_report_write_json, result);
    cr_assert(pl_utf8_valid(pl_bytes_of(text)), "the report is not UTF-8");
    json_tokener *tokener = json_tokener_new();
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
    json_object *root = json_tokener_parse_ex(tokener, text, (int)strlen(text));
    cr_assert_not_null(root, "the report is no JSON: %s",
                       json_tokener_error_desc(json_tokener_get_error(tokener)));
    json_tokener_free(tokener);
    free(text);
    return root;
}

static json_object *member(json_object *object, const char *key) {
    json_object *value = NULL;
    cr_assert(json_object_object_get_ex(object, key, &value), "%s: absent", key);
    cr_assert_not_null(value, "%s: null", key);
    return value;
}

static const char *text_of(json_object *object, const char *key) {
    cr_assert_eq(json_object_get_type(member(object, key)), json_type_string, "%s: type", key);
    return json_object_get_string(member(object, key));
}

Test(report_json, summary, .timeout = 10) {
    static const struct {
        const char *key;
        int64_t want;
    } counts[] = {{"cases", 8},    {"requests", 12},     {"passed", 4},       {"violations", 2},
                  {"warnings", 2}, {"observations", 11}, {"inconclusive", 1}, {"not_run", 2}};
    json_object *root = parsed(fx_result());
    json_object *summary = member(root, "summary");
    for (size_t i = 0; i < PL_COUNT(counts); i++) {
        json_object *value = member(summary, counts[i].key);
        cr_assert_eq(json_object_get_type(value), json_type_int, "%s: type", counts[i].key);
        cr_assert_eq(json_object_get_int64(value), counts[i].want, "%s: value", counts[i].key);
    }
    cr_assert_float_eq(json_object_get_double(member(summary, "seconds")), 31.0, 1e-9);
    cr_assert_eq(json_object_object_length(summary), 9, "summary: undeclared keys");
    cr_assert_str_eq(text_of(root, "base_url"), "http://127.0.0.1:8080");
    cr_assert_str_eq(text_of(root, "run_id"), "run7");
    cr_assert_str_eq(text_of(root, "started_at"), "2023-11-14T22:13:20+00:00");
    cr_assert_str_eq(text_of(root, "paylink"), PL_VERSION);
    json_object_put(root);
}

Test(report_json, findings, .timeout = 10) {
    static const char *const keys[] = {"case",    "group",    "constraint", "check", "severity",
                                       "message", "expected", "actual",     "curl"};
    json_object *root = parsed(fx_result());
    json_object *findings = member(root, "findings");
    cr_assert_eq(json_object_array_length(findings), fx_result()->finding_count);
    for (size_t i = 0; i < json_object_array_length(findings); i++) {
        json_object *finding = json_object_array_get_idx(findings, i);
        cr_assert_eq((size_t)json_object_object_length(finding), PL_COUNT(keys), "%zu: keys", i);
        for (size_t k = 0; k < PL_COUNT(keys); k++) { (void)text_of(finding, keys[k]); }
    }
    json_object *of_run = json_object_array_get_idx(findings, 0);
    cr_assert_str_eq(text_of(of_run, "case"), "");
    cr_assert_str_eq(text_of(of_run, "severity"), "warning");
    cr_assert_str_eq(text_of(of_run, "curl"), "");
    json_object *first = json_object_array_get_idx(findings, 1);
    cr_assert_str_eq(text_of(first, "case"), "items.quantity/minimum/below");
    cr_assert_str_eq(text_of(first, "group"), "items[].quantity");
    cr_assert_str_eq(text_of(first, "constraint"), "/items/0/quantity minimum 1");
    cr_assert_str_eq(text_of(first, "check"), "status");
    cr_assert_str_eq(text_of(first, "severity"), "violation");
    cr_assert_str_eq(text_of(first, "expected"), "422");
    cr_assert_str_eq(text_of(first, "actual"), "200");
    json_object *hostile = json_object_array_get_idx(findings, 2);
    cr_assert_not_null(strstr(text_of(hostile, "actual"), "\x1b[31m"), "controls are escaped only");
    cr_assert_str_eq(text_of(json_object_array_get_idx(findings, 3), "severity"), "observation");
    json_object_put(root);
}

Test(report_json, cases, .timeout = 10) {
    static const char *const outcomes[] = {"passed",  "failed",  "passed", "inconclusive",
                                           "not_run", "not_run", "passed", "passed"};
    json_object *root = parsed(fx_result());
    json_object *cases = member(root, "cases");
    cr_assert_eq(json_object_array_length(cases), PL_COUNT(outcomes));
    for (size_t i = 0; i < PL_COUNT(outcomes); i++) {
        json_object *row = json_object_array_get_idx(cases, i);
        cr_assert_str_eq(text_of(row, "outcome"), outcomes[i], "%zu: outcome", i);
        cr_assert_str_eq(text_of(row, "id"), fx_result()->cases[i].test->id, "%zu: id", i);
        cr_assert_str_neq(text_of(row, "class"), "", "%zu: class", i);
        cr_assert_eq(json_object_get_int(member(row, "status")), fx_result()->cases[i].status);
        (void)text_of(row, "reason");
        (void)member(row, "seconds");
    }
    json_object_put(root);
}

Test(report_json, clean_run_has_empty_lists, .timeout = 10) {
    json_object *root = parsed(fx_clean_result());
    cr_assert_eq(json_object_array_length(member(root, "findings")), 0);
    cr_assert_eq(json_object_get_int64(member(member(root, "summary"), "violations")), 0);
    json_object_put(root);
}
