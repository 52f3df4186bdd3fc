/* SARIF 2.1.0: a rule for each constraint that a finding is about, a result for each finding. Code scanning wants a
 * place in a file: the contract's document. */
#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "report/build_internal.h"
#include "report/formats_internal.h"
#include "text/datetime.h"

/* Where a finding is shown: a place of the project that every reader has. */
static const char document[] = "contracts/openapi.yaml";

enum {
    RESULT_COUNT_MAX = 5000, /* code scanning shows no more of one run */
    RULE_ID_BYTES_MAX = 255
};

static const char *const levels[] = {
    [PL_VIOLATION] = "error",
    [PL_WARNING] = "warning",
    [PL_OBSERVATION] = "note",
};
_Static_assert(PL_COUNT(levels) == PL_SEVERITY_COUNT, "one level a severity");

/* What a finding is about: the constraint that its case probes, or, of the whole run, its check. */
typedef struct rule {
    const char *subject;
    const char *id;
} rule;

typedef struct rule_list {
    rule *list;
    size_t count;
} rule_list;

static const char *subject_of(const pl_finding *finding) {
    return finding->test != NULL ? finding->test->constraint : finding->check;
}

/* "items[].quantity minimum 1" becomes "items[].quantity/minimum/1". */
static const char *rule_id(pl_build *build, const char *subject) {
    const size_t len = strlen(subject);
    char *const id =
        pl_arena_text(&build->arena, (pl_bytes){(const uint8_t *)subject,
                                                len < RULE_ID_BYTES_MAX ? len : RULE_ID_BYTES_MAX});
    if (id == NULL) {
        build->failed = true;
        return "";
    }
    for (char *at = id; *at != '\0'; at++) { *at = *at == ' ' ? '/' : *at; }
    return id;
}

static size_t rule_index(const rule_list *rules, const char *subject) {
    size_t i = 0;
    while (i < rules->count && strcmp(rules->list[i].subject, subject) != 0) { i++; }
    return i;
}

static rule_list list_rules(pl_build *build, const pl_result *result) {
    rule_list rules = {
        .list = pl_arena_alloc(&build->arena, (result->finding_count + 1) * sizeof *rules.list)};
    if (rules.list == NULL) {
        build->failed = true;
        return rules;
    }
    for (size_t i = 0; i < result->finding_count; i++) {
        const char *const subject = subject_of(&result->findings[i].finding);
        if (rule_index(&rules, subject) < rules.count) { continue; }
        rules.list[rules.count++] = (rule){subject, rule_id(build, subject)};
    }
    return rules;
}

static json_object *put_message(pl_build *build, json_object *object, const char *key,
                                const char *text) {
    json_object *const message = pl_build_object(build, object, key);
    pl_build_text(build, message, "text", text);
    return message;
}

static void put_driver(pl_build *build, json_object *run, const rule_list *rules) {
    json_object *const tool = pl_build_object(build, run, "tool");
    json_object *const driver = pl_build_object(build, tool, "driver");
    pl_build_text(build, driver, "name", "paylink");
    pl_build_text(build, driver, "semanticVersion", PL_VERSION);
    json_object *const array = pl_build_array(build, driver, "rules");
    for (size_t i = 0; i < rules->count && !build->failed; i++) {
        const rule *const row = &rules->list[i];
        json_object *const object = json_object_new_object();
        pl_build_text(build, object, "id", row->id);
        (void)put_message(build, object, "shortDescription", row->subject);
        (void)put_message(build, object, "fullDescription",
                          pl_arena_printf(&build->arena,
                                          "The contract of \"create payment link\": %s",
                                          row->subject));
        pl_build_append(build, array, object);
    }
}

/* No "[words](target)" in it, which would be a link. */
static const char *without_links(pl_build *build, const char *text) {
    const size_t len = strlen(text);
    char *const out = pl_arena_alloc(&build->arena, 2 * len + 1);
    if (out == NULL) {
        build->failed = true;
        return "";
    }
    size_t at = 0;
    for (size_t i = 0; i < len; i++) {
        if (i > 0 && text[i] == '(' && text[i - 1] == ']') { out[at++] = ' '; }
        out[at++] = text[i];
    }
    out[at] = '\0';
    return out;
}

static bool is_empty(const char *text) {
    return text == NULL || text[0] == '\0';
}

static const char *words_of(pl_build *build, const pl_finding *finding) {
    const bool no_expected = is_empty(finding->expected);
    const bool no_actual = is_empty(finding->actual);
    const char *const words =
        pl_arena_printf(&build->arena, "%s%s%s%s%s", finding->message,
                        no_expected ? "" : "\nExpected: ", no_expected ? "" : finding->expected,
                        no_actual ? "" : "\nGot: ", no_actual ? "" : finding->actual);
    if (words == NULL) {
        build->failed = true;
        return "";
    }
    return without_links(build, words);
}

static void put_place(pl_build *build, json_object *object, const pl_finding *finding) {
    json_object *const locations = pl_build_array(build, object, "locations");
    json_object *const location = json_object_new_object();
    json_object *const physical = pl_build_object(build, location, "physicalLocation");
    json_object *const artifact = pl_build_object(build, physical, "artifactLocation");
    pl_build_text(build, artifact, "uri", document);
    pl_build_text(build, artifact, "uriBaseId", "%SRCROOT%");
    json_object *const region = pl_build_object(build, physical, "region");
    pl_build_count(build, region, "startLine", 1);
    json_object *const logical = pl_build_array(build, location, "logicalLocations");
    json_object *const name = json_object_new_object();
    pl_build_text(build, name, "fullyQualifiedName", subject_of(finding));
    pl_build_append(build, logical, name);
    pl_build_append(build, locations, location);
}

/* The same for the same finding of every run: FNV-1a of case and check, and which of several it is. */
static void put_fingerprint(pl_build *build, json_object *object, const pl_result *result,
                            size_t index) {
    const pl_finding *const finding = &result->findings[index].finding;
    const char *const parts[] = {finding->test != NULL ? finding->test->id : "", finding->check};
    uint64_t mark = 0xCBF29CE484222325U;
    size_t ordinal = 1;
    for (size_t i = 0; i < PL_COUNT(parts); i++) {
        const size_t len = strlen(parts[i]) + 1; /* the end of each is part of it */
        for (size_t k = 0; k < len; k++) { mark = (mark ^ (uint8_t)parts[i][k]) * 0x100000001B3U; }
    }
    for (size_t i = index; i > 0 && result->findings[i - 1].finding.test == finding->test; i--) {
        ordinal += strcmp(result->findings[i - 1].finding.check, finding->check) == 0;
    }
    json_object *const prints = pl_build_object(build, object, "partialFingerprints");
    pl_build_text(build, prints, "primaryLocationLineHash",
                  pl_arena_printf(&build->arena, "%016" PRIx64 ":%zu", mark, ordinal));
}

/* Known from before, or accepted. When any finding of a run may be, each must say. */
static void put_suppressions(pl_build *build, json_object *object, const pl_result *result,
                             size_t index) {
    if (result->excused == NULL) { return; }
    json_object *const array = pl_build_array(build, object, "suppressions");
    if (!result->excused[index]) { return; }
    json_object *const suppression = json_object_new_object();
    pl_build_text(build, suppression, "kind", "external");
    pl_build_append(build, array, suppression);
}

static json_object *result_object(pl_build *build, const pl_result *result, size_t index,
                                  const rule_list *rules) {
    const pl_result_finding *const row = &result->findings[index];
    const pl_finding *const finding = &row->finding;
    const size_t rule_at = rule_index(rules, subject_of(finding));
    json_object *const object = json_object_new_object();
    assert(rule_at < rules->count);
    pl_build_text(build, object, "ruleId", rules->list[rule_at].id);
    pl_build_count(build, object, "ruleIndex", rule_at);
    pl_build_text(build, object, "level", levels[finding->severity]);
    (void)put_message(build, object, "message", words_of(build, finding));
    put_place(build, object, finding);
    put_fingerprint(build, object, result, index);
    put_suppressions(build, object, result, index);
    json_object *const properties = pl_build_object(build, object, "properties");
    pl_build_text(build, properties, "case", finding->test != NULL ? finding->test->id : "");
    pl_build_text(build, properties, "check", finding->check);
    pl_build_text(build, properties, "why", finding->test != NULL ? finding->test->why : "");
    pl_build_text(build, properties, "curl", row->curl);
    return object;
}

/* Worst first: what is left out is what matters least. */
static void put_results(pl_build *build, json_object *run, const pl_result *result,
                        const rule_list *rules) {
    json_object *const array = pl_build_array(build, run, "results");
    size_t count = 0;
    for (unsigned severity = 0; severity < PL_SEVERITY_COUNT; severity++) {
        for (size_t i = 0; i < result->finding_count && !build->failed; i++) {
            if (result->findings[i].finding.severity != severity) { continue; }
            if (count++ == RESULT_COUNT_MAX) { return; }
            pl_build_append(build, array, result_object(build, result, i, rules));
        }
    }
}

/* SARIF wants "Z" for the offset. Left out where the year is none. */
static void put_started(pl_build *build, json_object *object, int64_t started_ms) {
    char text[PL_DATETIME_TEXT_BYTES_MAX];
    if (pl_datetime_format(started_ms, 0, text) != PL_OK) { return; }
    const size_t len = strlen(text) - strlen("+00:00");
    pl_build_text(build, object, "startTimeUtc",
                  pl_arena_printf(&build->arena, "%.*sZ", (int)len, text));
}

pl_status pl_report_write_sarif(const pl_result *result, FILE *out) {
    assert(result != NULL && out != NULL);
    pl_build build = {.failed = false};
    json_object *const root = json_object_new_object();
    pl_build_text(&build, root, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    pl_build_text(&build, root, "version", "2.1.0");
    json_object *const runs = pl_build_array(&build, root, "runs");
    json_object *const run = json_object_new_object();
    pl_build_append(&build, runs, run);
    const rule_list rules = list_rules(&build, result);
    if (!build.failed) {
        put_driver(&build, run, &rules);
        json_object *const invocations = pl_build_array(&build, run, "invocations");
        json_object *const invocation = json_object_new_object();
        pl_build_flag(&build, invocation, "executionSuccessful",
                      pl_result_judge(result) != PL_RESULT_INCONCLUSIVE);
        put_started(&build, invocation, result->started_ms);
        pl_build_append(&build, invocations, invocation);
        put_results(&build, run, result, &rules);
    }
    return pl_build_write(&build, root, out);
}
