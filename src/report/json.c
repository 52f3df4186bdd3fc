/* The JSON report, as contracts/report.schema.json describes it. Every key is always there; a text that there is none
 * of is "", never null. */
#include <assert.h>

#include "report/build_internal.h"
#include "report/formats_internal.h"

static json_object *summary_object(pl_build *build, const pl_summary *summary) {
    json_object *object = json_object_new_object();
    pl_build_count(build, object, "cases", summary->cases);
    pl_build_count(build, object, "requests", summary->requests);
    pl_build_count(build, object, "passed", summary->passed);
    pl_build_count(build, object, "violations", summary->totals[PL_VIOLATION]);
    pl_build_count(build, object, "warnings", summary->totals[PL_WARNING]);
    pl_build_count(build, object, "observations", summary->totals[PL_OBSERVATION]);
    pl_build_count(build, object, "inconclusive", summary->inconclusive);
    pl_build_count(build, object, "not_run", summary->not_run);
    pl_build_real(build, object, "seconds", summary->seconds);
    return object;
}

static json_object *finding_object(pl_build *build, const pl_result_finding *row) {
    const pl_finding *finding = &row->finding;
    const pl_case *test = finding->test;
    json_object *object = json_object_new_object();
    pl_build_text(build, object, "case", test != NULL ? test->id : "");
    pl_build_text(build, object, "group", test != NULL ? test->group : "");
    pl_build_text(build, object, "constraint", test != NULL ? test->constraint : "");
    pl_build_text(build, object, "check", finding->check);
    pl_build_text(build, object, "severity", pl_severity_text(finding->severity));
    pl_build_text(build, object, "message", finding->message);
    pl_build_text(build, object, "expected", finding->expected);
    pl_build_text(build, object, "actual", finding->actual);
    pl_build_text(build, object, "curl", row->curl);
    return object;
}

static json_object *case_object(pl_build *build, const pl_case_result *row) {
    json_object *object = json_object_new_object();
    pl_build_text(build, object, "id", row->test->id);
    pl_build_text(build, object, "group", row->test->group);
    pl_build_text(build, object, "constraint", row->test->constraint);
    pl_build_text(build, object, "why", row->test->why);
    pl_build_text(build, object, "class", pl_class_text(row->test->klass));
    pl_build_text(build, object, "method", row->test->method);
    pl_build_statuses(build, object, "expected", row->test->statuses);
    pl_build_statuses(build, object, "tolerated", row->test->tolerated);
    pl_build_text(build, object, "offending", row->test->offending);
    pl_build_text(build, object, "outcome", pl_outcome_text(row->outcome));
    pl_build_put(build, object, "status", json_object_new_int(row->status));
    pl_build_real(build, object, "seconds", row->seconds);
    pl_build_text(build, object, "reason", row->reason);
    pl_build_text(build, object, "curl", row->curl);
    return object;
}

static json_object *report_object(pl_build *build, const pl_result *result) {
    json_object *root = json_object_new_object();
    pl_build_text(build, root, "paylink", PL_VERSION);
    pl_build_text(build, root, "base_url", result->base_url);
    pl_build_text(build, root, "run_id", result->run_id);
    pl_build_moment(build, root, "started_at", result->started_ms);
    pl_build_text(build, root, "verdict", pl_result_verdict_text(pl_result_judge(result)));
    pl_build_flag(build, root, "interrupted", result->interrupted);
    pl_build_put(build, root, "summary", summary_object(build, &result->summary));
    json_object *findings = json_object_new_array();
    for (size_t i = 0; i < result->finding_count && !build->failed; i++) {
        pl_build_append(build, findings, finding_object(build, &result->findings[i]));
    }
    pl_build_put(build, root, "findings", findings);
    json_object *cases = json_object_new_array();
    for (size_t i = 0; i < result->case_count && !build->failed; i++) {
        pl_build_append(build, cases, case_object(build, &result->cases[i]));
    }
    pl_build_put(build, root, "cases", cases);
    return root;
}

pl_status pl_report_write_json(const pl_result *result, FILE *out) {
    assert(result != NULL);
    assert(out != NULL);
    pl_build build = {.failed = false};
    return pl_build_write(&build, report_object(&build, result), out);
}
