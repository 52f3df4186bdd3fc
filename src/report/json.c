/* The JSON report. Every key is always there; a text that there is none of is "", never null. */
#include <assert.h>
#include <json-c/json.h>
#include <limits.h>

#include "report/formats_internal.h"
#include "report/safe_text.h"
#include "text/datetime.h"

/* A tree under construction. After a first failure nothing more is done. */
typedef struct builder {
    pl_arena arena; /* scratch for texts */
    bool failed;
} builder;

/* Put value under key; takes value over, also when it fails. */
static void put(builder *build, json_object *object, const char *key, json_object *value) {
    assert(key != NULL);
    if (value == NULL || object == NULL || json_object_object_add(object, key, value) != 0) {
        json_object_put(value);
        build->failed = true;
    }
}

static void put_text(builder *build, json_object *object, const char *key, const char *text) {
    pl_bytes safe;
    if (pl_safe_text(pl_bytes_of(text), PL_SAFE_UTF8, &build->arena, &safe) != PL_OK ||
        safe.len > INT_MAX) {
        build->failed = true;
        return;
    }
    put(build, object, key, json_object_new_string_len((const char *)safe.ptr, (int)safe.len));
}

static void put_count(builder *build, json_object *object, const char *key, uint64_t count) {
    put(build, object, key, json_object_new_uint64(count));
}

/* To the millisecond: json-c would print 17 digits of noise. */
static void put_seconds(builder *build, json_object *object, const char *key, double seconds) {
    char text[64];
    const double shown = seconds >= 0 && seconds < 1e12 ? seconds : 0;
    const int len = snprintf(text, sizeof text, "%.3f", shown);
    assert(len > 0 && (size_t)len < sizeof text);
    put(build, object, key, json_object_new_double_s(shown, text));
}

static json_object *summary_object(builder *build, const pl_summary *summary) {
    json_object *object = json_object_new_object();
    put_count(build, object, "cases", summary->cases);
    put_count(build, object, "requests", summary->requests);
    put_count(build, object, "passed", summary->passed);
    put_count(build, object, "violations", summary->totals[PL_VIOLATION]);
    put_count(build, object, "warnings", summary->totals[PL_WARNING]);
    put_count(build, object, "observations", summary->totals[PL_OBSERVATION]);
    put_count(build, object, "inconclusive", summary->inconclusive);
    put_count(build, object, "not_run", summary->not_run);
    put_seconds(build, object, "seconds", summary->seconds);
    return object;
}

static json_object *finding_object(builder *build, const pl_result_finding *row) {
    const pl_finding *finding = &row->finding;
    const pl_case *test = finding->test;
    json_object *object = json_object_new_object();
    put_text(build, object, "case", test != NULL ? test->id : "");
    put_text(build, object, "group", test != NULL ? test->group : "");
    put_text(build, object, "constraint", test != NULL ? test->constraint : "");
    put_text(build, object, "check", finding->check);
    put_text(build, object, "severity", pl_severity_text(finding->severity));
    put_text(build, object, "message", finding->message);
    put_text(build, object, "expected", finding->expected);
    put_text(build, object, "actual", finding->actual);
    put_text(build, object, "curl", row->curl);
    return object;
}

static json_object *case_object(builder *build, const pl_case_result *row) {
    json_object *object = json_object_new_object();
    put_text(build, object, "id", row->test->id);
    put_text(build, object, "group", row->test->group);
    put_text(build, object, "class", pl_class_text(row->test->klass));
    put_text(build, object, "outcome", pl_outcome_text(row->outcome));
    put(build, object, "status", json_object_new_int(row->status));
    put_seconds(build, object, "seconds", row->seconds);
    put_text(build, object, "reason", row->reason);
    return object;
}

/* Append item, taking it over, also when it fails. */
static void append(builder *build, json_object *array, json_object *item) {
    if (item == NULL || array == NULL || json_object_array_add(array, item) != 0) {
        json_object_put(item);
        build->failed = true;
    }
}

static void put_started(builder *build, json_object *root, int64_t started_ms) {
    char text[PL_DATETIME_TEXT_BYTES_MAX] = "";
    if (pl_datetime_format(started_ms, 0, text) != PL_OK) { text[0] = '\0'; }
    put_text(build, root, "started_at", text);
}

static json_object *report_object(builder *build, const pl_result *result) {
    json_object *root = json_object_new_object();
    put_text(build, root, "paylink", PL_VERSION);
    put_text(build, root, "base_url", result->base_url);
    put_text(build, root, "run_id", result->run_id);
    put_started(build, root, result->started_ms);
    put(build, root, "summary", summary_object(build, &result->summary));
    json_object *findings = json_object_new_array();
    for (size_t i = 0; i < result->finding_count && !build->failed; i++) {
        append(build, findings, finding_object(build, &result->findings[i]));
    }
    put(build, root, "findings", findings);
    json_object *cases = json_object_new_array();
    for (size_t i = 0; i < result->case_count && !build->failed; i++) {
        append(build, cases, case_object(build, &result->cases[i]));
    }
    put(build, root, "cases", cases);
    return root;
}

pl_status pl_report_write_json(const pl_result *result, FILE *out) {
    assert(result != NULL);
    assert(out != NULL);
    builder build = {.failed = false};
    pl_status status = PL_E_MEMORY;
    json_object *root = report_object(&build, result);
    const char *text = NULL;
    if (!build.failed && root != NULL) {
        text = json_object_to_json_string_ext(root, JSON_C_TO_STRING_PRETTY |
                                                        JSON_C_TO_STRING_NOSLASHESCAPE);
    }
    if (text != NULL) {
        const bool written = fputs(text, out) >= 0 && fputc('\n', out) != EOF;
        status = written ? PL_OK : PL_E_IO;
    }
    json_object_put(root);
    pl_arena_done(&build.arena);
    return status;
}
