/* What a document is held to, once it is read, lifted, judged by and linted. */
#ifndef PL_FUZZ_OPENAPI_UTIL_H
#define PL_FUZZ_OPENAPI_UTIL_H

#include "fuzz_util.h"
#include "openapi/lint.h"
#include "openapi/source_internal.h"
#include "schema/validate.h"

/* A place is within the text, or not known; one past the end counts: there the text ends too early. libfyaml has
 * further line ends (U+0085, U+2028, U+2029), and reckons a block from the line after its mark. */
static inline void fz_check_place(pl_place place, pl_bytes text) {
    uint32_t line_count = 2;
    for (size_t at = 0; at < text.len; at++) {
        line_count += text.ptr[at] == '\n' || text.ptr[at] == '\r' || text.ptr[at] == 0xC2 ||
                      text.ptr[at] == 0xE2;
    }
    FZ_CHECK(place.line <= line_count && place.column <= text.len + 2);
}

/* Text that YAML reads in another way than JSON, although it is said to take all of it. */
static inline bool fz_yaml_differs(const pl_json *json) {
    enum { NAME_BYTES_MAX = 1000, NUMBER_BYTES_MAX = 500 };
    const pl_bytes text = json->text;
    for (size_t at = 0; at < text.len; at++) {
        /* Tabs are no indentation; DEL is no character; C1, U+0085 among them, and U+2028 are no text or line ends. */
        if (text.ptr[at] == '\t' || text.ptr[at] == 0x7F || text.ptr[at] == 0xC2 ||
            text.ptr[at] == 0xE2 || text.ptr[at] == 0xEF) {
            return true;
        }
    }
    for (uint32_t i = 0; i < json->count; i++) { /* names are cut off, long numbers are texts */
        const uint32_t max =
            json->nodes[i].kind == PL_JSON_NUMBER ? NUMBER_BYTES_MAX : NAME_BYTES_MAX;
        if (json->nodes[i].kind < PL_JSON_ARRAY && json->nodes[i].len > max) { return true; }
    }
    return (json->marks & PL_JSON_LONE_SURROGATE) != 0;
}

/* What is JSON is YAML, with the same tree and the same places. YAML 1.2.2 section 1.3 */
static inline void fz_check_yaml(pl_bytes text, const pl_source *source, pl_arena *arena) {
    pl_source again = {.places = NULL};
    pl_source_error error = {.message = NULL};
    bool equal = false;
    if (fz_yaml_differs(&source->json)) { return; }
    const pl_status status = pl_yaml_read(text, 0, arena, &again, &error);
    FZ_CHECK(status == PL_OK && again.json.count == source->json.count);
    FZ_CHECK(pl_json_equal(&source->json, 0, &again.json, 0, arena, &equal) == PL_OK && equal);
    for (uint32_t i = 0; i < again.json.count; i++) {
        FZ_CHECK(again.json.nodes[i].kind == source->json.nodes[i].kind);
        FZ_CHECK(again.places[i].line == source->places[i].line);
    }
}

/* Two lifts of one text say the same. */
static inline void fz_same_document(const pl_document *left, const pl_document *right) {
    FZ_CHECK(left->operation_count == right->operation_count &&
             left->remark_count == right->remark_count &&
             left->source.json.count == right->source.json.count);
    for (size_t i = 0; i < left->remark_count; i++) {
        FZ_CHECK(left->remarks[i].node == right->remarks[i].node &&
                 strcmp(left->remarks[i].message, right->remarks[i].message) == 0);
    }
    for (uint32_t i = 0; i < left->source.json.count; i++) {
        const pl_schema *const one = left->schemas[i];
        const pl_schema *const other = right->schemas[i];
        FZ_CHECK((one == NULL) == (other == NULL));
        if (one == NULL) { continue; }
        FZ_CHECK(one->types == other->types && one->facet_count == other->facet_count &&
                 one->member_count == other->member_count &&
                 one->combinator_count == other->combinator_count);
    }
}

/* A schema judges a value, and the verdict is that of the whole list. */
static inline void fz_check_schema(const pl_schema *schema, pl_bytes value, pl_arena *arena) {
    static const pl_context context = {.now_ms = 1};
    pl_json json = {.count = 0};
    pl_report report = {0};
    bool readable = false;
    pl_verdict verdict = PL_VERDICT_COUNT;
    FZ_CHECK(pl_validate_text(schema, value, &context, arena, &json, &readable, &report) == PL_OK);
    FZ_CHECK(pl_validate_verdict(schema, value, &context, arena, &verdict) == PL_OK);
    FZ_CHECK(readable && verdict == pl_report_verdict(&report));
    for (uint32_t i = 0; i < report.count && i < 4; i++) {
        pl_bytes message = {NULL, 0};
        FZ_CHECK(report.list[i].node < json.count);
        FZ_CHECK(pl_violation_message(&report.list[i], &json, arena, &message) == PL_OK);
    }
}

/* Every schema of the document judges a few values, and the document itself. */
static inline void fz_check_schemas(const pl_document *document) {
    static const char *const values[] = {"null", "[\"a\",\"a\"]", "{\"a\":1,\"b\":{}}",
                                         "\"\\ud83d\\ude00 a\"", "-1.50"};
    enum { SCHEMAS_MAX = 64 };
    unsigned count = 0;
    pl_arena arena;
    pl_arena_init(&arena);
    for (uint32_t i = 0; i < document->source.json.count && count < SCHEMAS_MAX; i++) {
        if (document->schemas[i] == NULL) { continue; }
        count++;
        for (size_t k = 0; k < PL_COUNT(values); k++) {
            fz_check_schema(document->schemas[i], pl_bytes_of(values[k]), &arena);
        }
        pl_arena_reset(&arena);
    }
    pl_arena_done(&arena);
}

/* Findings are in order, at places of the text, and as many as the totals say. */
static inline void fz_check_lint(const pl_document *document, pl_bytes text, pl_arena *arena) {
    pl_lint lint = {.findings = NULL};
    pl_lint again = {.findings = NULL};
    size_t total = 0;
    FZ_CHECK(pl_lint_document(document, arena, &lint) == PL_OK);
    FZ_CHECK(pl_lint_document(document, arena, &again) == PL_OK);
    for (pl_lint_severity i = 0; i < PL_LINT_SEVERITY_COUNT; i++) { total += lint.totals[i]; }
    FZ_CHECK(lint.finding_count == total && again.finding_count == total);
    for (size_t i = 0; i < lint.finding_count; i++) {
        const pl_lint_finding *const finding = &lint.findings[i];
        fz_check_place(finding->place, text);
        FZ_CHECK(finding->place.line > 0 && finding->message[0] != '\0');
        FZ_CHECK(i == 0 || finding->node >= lint.findings[i - 1].node);
        FZ_CHECK(strcmp(finding->message, again.findings[i].message) == 0);
    }
}

#endif
