/* Every format of a comparison: what it must hold, and that nothing in a document can break out of it. */
#include <criterion/criterion.h>
#include <json-c/json.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <stdlib.h>
#include <string.h>

#include "report/diff_report.h"

/* A member and a header whose names are markup of every format. */
static const char before[] =
    "openapi: 3.1.0\npaths:\n"
    "  /a:\n    post:\n"
    "      parameters: [{name: X-Old, in: header, required: true}]\n"
    "      requestBody: {content: {application/json: {schema: {type: object, minProperties: 1,\n"
    "        properties: {\"<b>|`*&]]>::error\\n\": {type: string, maxLength: 300}, gone: {type: "
    "string}}}}}}\n"
    "      responses: {'200': {content: {application/json: {schema: {type: object, properties: {s: "
    "{type: string, maxLength: 5}}}}}}}\n"
    "  /same: {get: {responses: {}}}\n";
static const char after[] =
    "openapi: 3.1.0\npaths:\n"
    "  /a:\n    post:\n"
    "      requestBody: {content: {application/json: {schema: {type: object, minProperties: 1,\n"
    "        properties: {\"<b>|`*&]]>::error\\n\": {type: string, maxLength: 200}}}}}}\n"
    "      responses: {'200': {content: {application/json: {schema: {type: object, properties: {s: "
    "{type: string, maxLength: 4}}}}}}}\n"
    "  /same: {get: {responses: {}}}\n";

static pl_arena arena;
static pl_document documents[PL_SIDE_COUNT];
static pl_comparison comparison;
static pl_diff_report report;
static char *page;
static size_t page_len;

static void setup(void) {
    static const char *const texts[PL_SIDE_COUNT] = {before, after};
    pl_arena_init(&arena);
    for (pl_side side = 0; side < PL_SIDE_COUNT; side++) {
        pl_source_error error = {.message = "?"};
        cr_assert_eq(pl_document_lift(pl_bytes_of(texts[side]), &arena, &documents[side], &error),
                     PL_OK, "%u: %s", error.place.line, error.message);
    }
    const pl_comparing asked = {.documents = {&documents[PL_SIDE_OLD], &documents[PL_SIDE_NEW]}};
    cr_assert_eq(pl_documents_compare(&asked, &arena, &comparison), PL_OK);
    report = (pl_diff_report){.names = {"old,1:%.yaml", "new dir/new.yaml"},
                              .documents = {&documents[PL_SIDE_OLD], &documents[PL_SIDE_NEW]},
                              .is_file = {true, true},
                              .comparison = &comparison,
                              .fail_on = PL_GRADE_BREAKING};
}

static void teardown(void) {
    for (pl_side side = 0; side < PL_SIDE_COUNT; side++) { pl_document_done(&documents[side]); }
    pl_arena_done(&arena);
    free(page);
}

TestSuite(diff_formats, .init = setup, .fini = teardown, .timeout = 30);

static const char *write(const char *name) {
    const pl_diff_format *const format = pl_diff_format_of(name);
    cr_assert_not_null(format, "%s", name);
    free(page);
    page = NULL;
    FILE *const out = open_memstream(&page, &page_len);
    cr_assert_not_null(out);
    cr_assert_eq(format->write(&report, out), PL_OK, "%s", name);
    cr_assert_eq(fclose(out), 0);
    return page;
}

static void expect(const char *text, const char *part) {
    cr_expect_not_null(strstr(text, part), "no \"%s\" in:\n%s", part, text);
}

Test(diff_formats, table) {
    for (size_t i = 0; i < pl_diff_format_count; i++) {
        cr_expect_eq(pl_diff_format_of(pl_diff_formats[i].name), &pl_diff_formats[i]);
        cr_expect_gt(strlen(pl_diff_formats[i].purpose), 0);
        cr_expect_gt(strlen(write(pl_diff_formats[i].name)), 200, "%s", pl_diff_formats[i].name);
    }
    cr_expect_null(pl_diff_format_of("pdf"));
}

Test(diff_formats, fails) {
    static const bool want[PL_GRADE_COUNT] = {true, true, true};
    for (pl_grade grade = 0; grade < PL_GRADE_COUNT; grade++) {
        report.fail_on = grade;
        cr_expect_eq(pl_diff_report_fails(&report), want[grade]);
    }
    comparison.totals[PL_GRADE_BREAKING] = 0;
    report.fail_on = PL_GRADE_BREAKING;
    cr_expect_not(pl_diff_report_fails(&report));
    comparison.totals[PL_GRADE_RISKY] = 0;
    report.fail_on = PL_GRADE_RISKY;
    cr_expect_not(pl_diff_report_fails(&report));
}

Test(diff_formats, text) {
    const char *const text = write("text");
    expect(text, "Breaking (1)\n");
    expect(text, "Risky (2)\n");
    expect(text, "maxLength was lowered from 300 to 200");
    expect(text, "old,1:%.yaml:7:");
    expect(text, "new dir/new.yaml:6:");
    /* A witness with a long string is cut to what tells. */
    expect(text, ":\"AAAAAAAAAAAAAAAAAAAAAAAA\xE2\x80\xA6(201)\"}");
    expect(text, "has 201");
    expect(text, "1 breaking, 2 risky, 1 compatible change in 2 operations");
    cr_expect_null(strchr(text, '\x1b'));
    const pl_terminal terminal = {.colour = true, .width = 100};
    char *colours = NULL;
    size_t len = 0;
    FILE *const out = open_memstream(&colours, &len);
    cr_assert_eq(pl_diff_write_terminal(&report, &terminal, out), PL_OK);
    fclose(out);
    expect(colours, "\x1b[31mBreaking\x1b[0m (1)");
    free(colours);
}

static const char *text_at(json_object *object, const char *key) {
    json_object *const value = json_object_object_get(object, key);
    cr_assert(json_object_is_type(value, json_type_string), "%s", key);
    return json_object_get_string(value);
}

static int64_t count_at(json_object *object, const char *key) {
    json_object *const value = json_object_object_get(object, key);
    cr_assert(json_object_is_type(value, json_type_int), "%s", key);
    return json_object_get_int64(value);
}

Test(diff_formats, json) {
    json_object *const root = json_tokener_parse(write("json"));
    cr_assert_not_null(root);
    json_object *const summary = json_object_object_get(root, "summary");
    cr_expect_eq(count_at(summary, "operations"), 2);
    cr_expect_eq(count_at(summary, "breaking"), 1);
    cr_expect_eq(count_at(summary, "risky"), 2);
    cr_expect_eq(count_at(summary, "compatible"), 1);
    cr_expect_str_eq(text_at(summary, "fail_on"), "breaking");
    cr_expect(json_object_get_boolean(json_object_object_get(summary, "failed")));
    json_object *const changes = json_object_object_get(root, "changes");
    cr_assert_eq(json_object_array_length(changes), comparison.change_count);
    json_object *const first = json_object_array_get_idx(changes, 0);
    cr_expect_str_eq(text_at(first, "operation"), "POST /a");
    cr_expect_str_eq(text_at(first, "id"), "request/body/<b>|`*&]]>::error\n/maxLength/lowered");
    cr_expect_str_eq(text_at(first, "grade"), "breaking");
    cr_expect_str_eq(text_at(first, "direction"), "request");
    cr_expect_eq(count_at(json_object_object_get(first, "old"), "line"), 7);
    cr_expect_eq(count_at(json_object_object_get(first, "new"), "line"), 6);
    json_object *const witness = json_object_object_get(first, "witness");
    cr_expect_str_eq(text_at(witness, "search"), "found");
    cr_expect_str_eq(text_at(witness, "accepted_by"), "old");
    /* Whole, and JSON itself. */
    json_object *const sent = json_tokener_parse(text_at(witness, "text"));
    cr_assert_not_null(sent);
    cr_expect_eq(strlen(text_at(sent, "<b>|`*&]]>::error\n")), 201);
    json_object_put(sent);
    json_object *const remarks = json_object_object_get(root, "remarks");
    cr_assert_eq(json_object_array_length(remarks), 2);
    json_object *const remark = json_object_array_get_idx(remarks, 1);
    cr_expect_str_eq(text_at(remark, "document"), "new");
    expect(text_at(remark, "message"), "minProperties");
    json_object_put(root);
}

/* How many nodes an expression finds. */
static int count_nodes(const char *markup, const char *expression) {
    xmlDocPtr const tree =
        xmlReadMemory(markup, (int)strlen(markup), "x", NULL, XML_PARSE_NONET | XML_PARSE_NOERROR);
    cr_assert_not_null(tree, "not well-formed:\n%s", markup);
    xmlXPathContextPtr const context = xmlXPathNewContext(tree);
    xmlXPathRegisterNs(context, BAD_CAST "h", BAD_CAST "http://www.w3.org/1999/xhtml");
    xmlXPathObjectPtr const found = xmlXPathEvalExpression(BAD_CAST expression, context);
    cr_assert_not_null(found, "%s", expression);
    const int count = found->nodesetval != NULL ? found->nodesetval->nodeNr : 0;
    xmlXPathFreeObject(found);
    xmlXPathFreeContext(context);
    xmlFreeDoc(tree);
    return count;
}

Test(diff_formats, junit) {
    const char *const text = write("junit");
    cr_expect_eq(count_nodes(text, "/testsuites[@tests='7' and @failures='1' and @skipped='2']"),
                 1);
    cr_expect_eq(count_nodes(text, "//testsuite"), 3);
    cr_expect_eq(count_nodes(text, "//testsuite[@name='POST /a']/testcase"), 4);
    cr_expect_eq(count_nodes(text, "//testsuite[@name='GET /same']/testcase[@name='no changes']"),
                 1);
    cr_expect_eq(count_nodes(text, "//testcase/failure[@type='breaking']"), 1);
    cr_expect_eq(count_nodes(text, "//skipped[contains(@message, 'minProperties')]"), 2);
    report.fail_on = PL_GRADE_RISKY;
    cr_expect_eq(count_nodes(write("junit"), "//testcase/failure"), 3);
}

Test(diff_formats, html) {
    const char *const text = write("html");
    cr_expect_eq(count_nodes(text, "//h:article"), 4);
    cr_expect_eq(count_nodes(text, "//h:article[@class='breaking']"), 1);
    cr_expect_eq(count_nodes(text, "//h:article//h:b"), 0);
    cr_expect_eq(count_nodes(text, "//h:script"), 0);
    cr_expect_eq(count_nodes(text, "//h:h2[.='Not compared']"), 1);
    cr_expect_null(strstr(text, "http://h"));
    cr_expect_null(strstr(text, "src="));
}

Test(diff_formats, markdown) {
    const char *const text = write("md");
    expect(text, "# From old,1:%.yaml to new.yaml\n");
    expect(
        text,
        "\n## Breaking\n\n- **POST /a: request body /\\<b\\>\\|\\`\\*\\&\\]\\]\\>::error\\\\n**: "
        "maxLength was lowered from 300 to 200\n");
    expect(text, "\n  ```json\n  {\"");
    expect(text, "\n## Risky\n");
    expect(text, "\n## Compatible\n");
    expect(text, "\n## Not compared\n\n- ");
    cr_expect_null(strstr(text, "\n::error"));
    cr_expect_null(strstr(text, "\n<b>"));
}

Test(diff_formats, sarif) {
    json_object *const root = json_tokener_parse(write("sarif"));
    cr_assert_not_null(root);
    cr_expect_str_eq(text_at(root, "version"), "2.1.0");
    json_object *const run = json_object_array_get_idx(json_object_object_get(root, "runs"), 0);
    json_object *const results = json_object_object_get(run, "results");
    cr_assert_eq(json_object_array_length(results), comparison.change_count);
    json_object *const driver =
        json_object_object_get(json_object_object_get(run, "tool"), "driver");
    json_object *const rules = json_object_object_get(driver, "rules");
    for (size_t i = 0; i < json_object_array_length(results); i++) {
        json_object *const result = json_object_array_get_idx(results, i);
        json_object *const rule =
            json_object_array_get_idx(rules, (size_t)count_at(result, "ruleIndex"));
        cr_expect_str_eq(text_at(rule, "id"), text_at(result, "ruleId"));
    }
    json_object *const first = json_object_array_get_idx(results, 0);
    cr_expect_str_eq(text_at(first, "level"), "error");
    json_object *const location =
        json_object_array_get_idx(json_object_object_get(first, "locations"), 0);
    json_object *const physical = json_object_object_get(location, "physicalLocation");
    cr_expect_str_eq(text_at(json_object_object_get(physical, "artifactLocation"), "uri"),
                     "new%20dir/new.yaml");
    cr_expect_eq(count_at(json_object_object_get(physical, "region"), "startLine"), 6);
    json_object *const related =
        json_object_array_get_idx(json_object_object_get(first, "relatedLocations"), 0);
    expect(json_object_to_json_string(related), "old%2C1%3A%25.yaml");
    json_object_put(root);
}

Test(diff_formats, github) {
    const char *const text = write("github");
    expect(text, "::error file=new dir/new.yaml,line=6,col=");
    expect(text,
           "title=request/body/<b>|`*&]]>%3A%3Aerror%0A/maxLength/lowered::breaking: POST /a");
    expect(text, "::warning file=");
    expect(text, "::notice file=old%2C1%3A%25.yaml,line=6,");
    size_t lines = 0;
    for (const char *at = text; *at != '\0'; at += strcspn(at, "\n") + 1) {
        lines++;
        cr_expect_eq(strncmp(at, "::", 2), 0, "%.40s", at);
    }
    cr_expect_eq(lines, comparison.change_count + 2);
    /* Where neither side is a file, there is no line to point at. */
    report.is_file[PL_SIDE_OLD] = false;
    report.is_file[PL_SIDE_NEW] = false;
    expect(write("github"), "::error title=");
}

Test(diff_formats, nothing) {
    static const pl_comparison none = {.count = 0};
    report.comparison = &none;
    for (size_t i = 0; i < pl_diff_format_count; i++) { (void)write(pl_diff_formats[i].name); }
    expect(write("text"), "No changes in 0 operations; not all of it could be compared");
    cr_expect_not(pl_diff_report_fails(&report));
}

/* A full disk is told. */
Test(diff_formats, full) {
    for (size_t i = 0; i < pl_diff_format_count; i++) {
        cr_expect_eq(pl_diff_write_file(&pl_diff_formats[i], &report, "/dev/full"), PL_E_IO, "%s",
                     pl_diff_formats[i].name);
    }
}
