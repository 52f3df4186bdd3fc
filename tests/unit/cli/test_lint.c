/* `paylink lint`, as a user runs it. The rules have their own tests. */
#include <criterion/criterion.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "openapi/lint.h"
#include "spawn.h"

TestSuite(cli_lint, .init = sp_folder_make, .fini = sp_folder_remove, .timeout = 60);

#define HEAD  "openapi: 3.1.0\ninfo: {title: t, version: '1'}\n"
#define CLEAN HEAD "paths: {}\n"
#define NOTE                                                                                       \
    HEAD                                                                                           \
        "paths: {}\ncomponents: {schemas: {A: {type: string, format: uuid}, B: {$ref: '#/components/schemas/A'}}}\nx-b: 1\n"
#define WARNING HEAD "paths: {}\ncomponents: {schemas: {A: {type: string}}}\n"
#define ERROR   HEAD "paths: {}\ncomponents: {schemas: {A: {type: string, example: 1}}}\n"

struct row {
    const char *name, *line, *input;
    int want_exit;
    const char *want_out; /* part of standard output, or NULL: it must be empty */
    const char *want_err; /* part of standard error, or NULL: it must be empty */
};

/* clang-format off */
static const struct row rows[] = {
    {"clean", "lint -", CLEAN, 0, "standard input: 0 errors, 0 warnings, 0 notes\n", NULL},
    {"note", "lint -", NOTE, 0, "1 note\n", NULL},
    {"fail-on-note", "lint --fail-on note -", NOTE, 1, "standard input:4:50: note not-checked: ", NULL},
    {"warning", "lint -", WARNING, 0, "0 errors, 1 warning, 0 notes\n", NULL},
    {"fail-on-warning", "lint --fail-on warning -", WARNING, 1, "warning unreferenced: nothing refers to \"A\" at /components/schemas/A\n", NULL},
    {"fail-on-error", "lint --fail-on error -", WARNING, 0, "1 warning", NULL},
    {"error", "lint -", ERROR, 1, "4:51: error example: the example breaks its schema: type: must be string, is a number: 1 at /components/schemas/A/example\n", NULL},
    {"quiet", "lint -q -", ERROR, 1, NULL, NULL},
    {"no-yaml", "lint -", "a: [", 1, ": error document: ", NULL},
    {"no-openapi", "lint -", "{}", 1, "standard input:1:1: error document: is no OpenAPI document", NULL},
    {"empty", "lint -", "", 1, "error document: the file is empty at (root)\n", NULL},
    {"circle", "lint -", HEAD "paths: {/a: {get: {parameters: [{name: q, in: query, schema: {$ref: '#/x-s'}}]}}}\nx-s: {items: {$ref: '#/x-s'}}\n", 1, "/x-s -> /x-s/items -> /x-s", NULL},
    {"harmless", "lint -", HEAD "paths: {}\n\"\\e[31m\\u202e\": 1\n", 0, "\\u001b[31m", NULL},
    {"github", "lint --format github -", ERROR, 1, "::error title=example::the example breaks its schema", NULL},
    {"json", "lint --json -", ERROR, 1, "\"summary\":{\"errors\":1,\"warnings\":1,\"notes\":0}", NULL},
    {"rules", "lint --rules", "", 0, "error    pattern-length       What matches", NULL},
    {"rules-json", "lint --rules --json", "", 0, "{\"rule\":\"open-blank\",\"severity\":\"note\",\"statement\":", NULL},
    {"help", "lint --help", "", 0, "Examples:", NULL},
    {"none", "lint", "", 2, NULL, "a document is needed"},
    {"twice", "lint - -", "", 2, NULL, "only one document can come from standard input"},
    {"bad-severity", "lint --fail-on grave -", "", 2, NULL, "--fail-on takes one of error, warning, note, not 'grave'"},
    {"bad-format", "lint --format xml -", "", 2, NULL, "--format takes one of text, json, github, not 'xml'"},
    {"no-file", "lint /nonexistent/a.yaml", "", 3, NULL, "cannot read /nonexistent/a.yaml: No such file"},
};
/* clang-format on */

Test(cli_lint, rows) {
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct row *const row = &rows[i];
        sp_result result = sp_run(row->line, row->input, NULL);
        cr_expect_eq(result.exit_status, row->want_exit, "%s: exit %d: %s", row->name,
                     result.exit_status, result.err);
        if (row->want_out == NULL) {
            cr_expect_str_eq(result.out, "", "%s: %s", row->name, result.out);
        } else {
            cr_expect_not_null(strstr(result.out, row->want_out), "%s: %s", row->name, result.out);
        }
        if (row->want_err == NULL) {
            cr_expect_str_eq(result.err, "", "%s: %s", row->name, result.err);
        } else {
            cr_expect_not_null(strstr(result.err, row->want_err), "%s: %s", row->name, result.err);
        }
        sp_result_done(&result);
    }
}

/* Several documents: each has its line of counts; the gravest outcome is the command's. */
Test(cli_lint, files) {
    sp_put_file("clean.yaml", CLEAN);
    sp_put_file("error,1.yaml", ERROR);
    sp_result result =
        sp_run(sp_line("lint %s %s", sp_inside("clean.yaml"), sp_inside("error,1.yaml")), "", NULL);
    cr_expect_eq(result.exit_status, 1, "%s", result.err);
    cr_expect_not_null(strstr(result.out, "clean.yaml: 0 errors"), "%s", result.out);
    cr_expect_not_null(strstr(result.out, "error,1.yaml: 1 error, 1 warning"), "%s", result.out);
    sp_result_done(&result);
    result = sp_run(sp_line("lint --format github %s", sp_inside("error,1.yaml")), "", NULL);
    cr_expect_not_null(strstr(result.out, "error%2C1.yaml,line=4,col=51,title=example::"), "%s",
                       result.out);
    sp_result_done(&result);
    result =
        sp_run(sp_line("lint %s %s", sp_inside("none.yaml"), sp_inside("error,1.yaml")), "", NULL);
    cr_expect_eq(result.exit_status, 3);
    cr_expect_not_null(strstr(result.out, "1 error"), "the others are looked at all the same");
    sp_result_done(&result);
}

static const char *text_at(json_object *object, const char *key) {
    json_object *value = NULL;
    cr_assert(json_object_object_get_ex(object, key, &value), "%s", key);
    return json_object_get_string(value);
}

Test(cli_lint, json) {
    sp_result result = sp_run("lint --json -", ERROR, NULL);
    json_object *const object = json_tokener_parse(result.out);
    json_object *findings = NULL;
    cr_assert_not_null(object, "%s", result.out);
    cr_expect_str_eq(text_at(object, "document"), "standard input");
    cr_assert(json_object_object_get_ex(object, "findings", &findings));
    cr_assert_eq(json_object_array_length(findings), 2);
    json_object *const first = json_object_array_get_idx(findings, 0);
    json_object *const second = json_object_array_get_idx(findings, 1);
    cr_expect_str_eq(text_at(first, "rule"), "unreferenced");
    cr_expect_str_eq(text_at(second, "rule"), "example");
    cr_expect_str_eq(text_at(second, "severity"), "error");
    cr_expect_str_eq(text_at(second, "pointer"), "/components/schemas/A/example");
    cr_expect_str_eq(text_at(second, "line"), "4");
    cr_expect_str_eq(text_at(second, "column"), "51");
    json_object_put(object);
    sp_result_done(&result);
}
