/* JUnit XML: testsuites > testsuite for each group > testcase for each case. There is no standard;
 * this is the part that Jenkins, GitLab and GitHub's readers agree on: one failure, error or
 * skipped in a testcase. */
#include <assert.h>
#include <libxml/xmlwriter.h>
#include <string.h>

#include "report/formats_internal.h"
#include "report/safe_text.h"
#include "text/datetime.h"

/* The findings of the whole run stand in a suite, and a testcase, of this name. */
static const char run_group[] = "run";

/* A document under construction. After a first failure nothing more is done. */
typedef struct writer {
    xmlTextWriterPtr xml;
    pl_arena arena; /* scratch for texts */
    const pl_result *result;
    bool failed;
} writer;

static void check(writer *out, int written) {
    if (written < 0) { out->failed = true; }
}

static void start(writer *out, const char *name) {
    if (!out->failed) { check(out, xmlTextWriterStartElement(out->xml, BAD_CAST name)); }
}

static void end(writer *out) {
    if (!out->failed) { check(out, xmlTextWriterEndElement(out->xml)); }
}

static void attribute(writer *out, const char *name, const char *value) {
    const char *safe = pl_safe_string(value, PL_SAFE_XML, &out->arena);
    if (safe == NULL) { out->failed = true; }
    if (!out->failed) {
        check(out, xmlTextWriterWriteAttribute(out->xml, BAD_CAST name, BAD_CAST safe));
    }
}

static void attribute_count(writer *out, const char *name, size_t count) {
    if (!out->failed) {
        check(out, xmlTextWriterWriteFormatAttribute(out->xml, BAD_CAST name, "%zu", count));
    }
}

static void attribute_seconds(writer *out, const char *name, double seconds) {
    const double shown = seconds >= 0 && seconds < 1e12 ? seconds : 0;
    if (!out->failed) {
        check(out, xmlTextWriterWriteFormatAttribute(out->xml, BAD_CAST name, "%.3f", shown));
    }
}

static void text(writer *out, const char *words) {
    const char *safe = pl_safe_string(words, PL_SAFE_XML, &out->arena);
    if (safe == NULL) { out->failed = true; }
    if (!out->failed) { check(out, xmlTextWriterWriteString(out->xml, BAD_CAST safe)); }
}

/* "label: words" on a line of its own; nothing when there are no words. */
static void text_line(writer *out, const char *label, const char *words) {
    if (words == NULL || words[0] == '\0') { return; }
    text(out, label);
    text(out, ": ");
    text(out, words);
    text(out, "\n");
}

static void text_finding(writer *out, const pl_result_finding *row) {
    const pl_finding *finding = &row->finding;
    text(out, pl_severity_text(finding->severity));
    text(out, " ");
    text_line(out, finding->check, finding->message);
    text_line(out, "  expected", finding->expected);
    text_line(out, "  actual", finding->actual);
}

/* Findings of one case by severity: violations, or all others. */
typedef struct selection {
    size_t first; /* index of the first; finding_count when there is none */
    size_t count;
} selection;

static selection select_findings(const pl_result *result, const pl_case *test, bool violations) {
    selection chosen = {.first = result->finding_count};
    for (size_t i = pl_finding_next(result, test, 0); i < result->finding_count;
         i = pl_finding_next(result, test, i + 1)) {
        if ((result->findings[i].finding.severity == PL_VIOLATION) == violations) {
            chosen.first = chosen.count == 0 ? i : chosen.first;
            chosen.count++;
        }
    }
    return chosen;
}

static void text_findings(writer *out, const pl_case *test, bool violations) {
    const pl_result *result = out->result;
    for (size_t i = pl_finding_next(result, test, 0); i < result->finding_count;
         i = pl_finding_next(result, test, i + 1)) {
        if ((result->findings[i].finding.severity == PL_VIOLATION) == violations) {
            text_finding(out, &result->findings[i]);
        }
    }
}

/* All violations of a case are one failure: a testcase fails once. */
static void write_failure(writer *out, const pl_case *test, const char *curl) {
    const selection violations = select_findings(out->result, test, true);
    const char *type = "violation";
    const char *message = "a violation";
    if (violations.count > 0) {
        const pl_finding *first = &out->result->findings[violations.first].finding;
        type = first->check;
        message = first->message;
    }
    const char *shown = message;
    if (violations.count > 1) {
        shown = pl_arena_printf(&out->arena, "%s (and %zu more)", message, violations.count - 1);
        if (shown == NULL) { out->failed = true; }
    }
    start(out, "failure");
    attribute(out, "type", type);
    attribute(out, "message", shown);
    text_findings(out, test, true);
    if (test != NULL) {
        text_line(out, "constraint", test->constraint);
        text_line(out, "why", test->why);
    }
    text_line(out, "repeat", curl);
    end(out);
}

static void write_notes(writer *out, const pl_case *test) {
    if (select_findings(out->result, test, false).count > 0) {
        start(out, "system-out");
        text_findings(out, test, false);
        end(out);
    }
}

static void write_case(writer *out, const pl_case_result *row) {
    const char *classname = pl_arena_printf(&out->arena, "paylink.%s", row->test->group);
    start(out, "testcase");
    attribute(out, "classname", classname);
    attribute(out, "name", row->test->id);
    attribute_seconds(out, "time", row->seconds);
    switch (row->outcome) {
    case PL_OUTCOME_FAILED:
        write_failure(out, row->test, row->curl);
        break;
    case PL_OUTCOME_INCONCLUSIVE:
        start(out, "error");
        attribute(out, "type", "inconclusive");
        attribute(out, "message", row->reason);
        text_line(out, "repeat", row->curl);
        end(out);
        break;
    case PL_OUTCOME_NOT_RUN:
        start(out, "skipped");
        attribute(out, "message", row->reason);
        end(out);
        break;
    case PL_OUTCOME_PASSED:
    case PL_OUTCOME_COUNT:
        break;
    }
    write_notes(out, row->test);
    end(out);
}

static void write_counts(writer *out, const pl_group *group) {
    attribute_count(out, "tests", group->cases);
    attribute_count(out, "failures", group->outcomes[PL_OUTCOME_FAILED]);
    attribute_count(out, "errors", group->outcomes[PL_OUTCOME_INCONCLUSIVE]);
    attribute_count(out, "skipped", group->outcomes[PL_OUTCOME_NOT_RUN]);
    attribute_seconds(out, "time", group->seconds);
}

static void write_property(writer *out, const char *name, const char *value) {
    start(out, "property");
    attribute(out, "name", name);
    attribute(out, "value", value);
    end(out);
}

/* Which run it was. */
static void write_properties(writer *out) {
    start(out, "properties");
    write_property(out, "paylink", PL_VERSION);
    write_property(out, "base_url", out->result->base_url);
    write_property(out, "run_id", out->result->run_id);
    write_property(out, "verdict", pl_result_verdict_text(pl_result_judge(out->result)));
    write_property(out, "interrupted", out->result->interrupted ? "true" : "false");
    end(out);
}

static void write_suite(writer *out, const pl_group *group, const char *started) {
    start(out, "testsuite");
    attribute(out, "name", group->name);
    write_counts(out, group);
    attribute(out, "timestamp", started);
    write_properties(out);
    for (size_t i = 0; i < out->result->case_count && !out->failed; i++) {
        if (strcmp(out->result->cases[i].test->group, group->name) == 0) {
            write_case(out, &out->result->cases[i]);
        }
    }
    end(out);
}

/* One testcase that holds what was found of the run as a whole. */
static pl_group run_suite_counts(const pl_result *result) {
    pl_group group = {.name = run_group, .cases = 1};
    const bool failed = select_findings(result, NULL, true).count > 0;
    group.outcomes[failed ? PL_OUTCOME_FAILED : PL_OUTCOME_PASSED] = 1;
    return group;
}

static void write_run_suite(writer *out, const pl_group *group, const char *started) {
    start(out, "testsuite");
    attribute(out, "name", group->name);
    write_counts(out, group);
    attribute(out, "timestamp", started);
    write_properties(out);
    start(out, "testcase");
    attribute(out, "classname", "paylink.run");
    attribute(out, "name", run_group);
    attribute_seconds(out, "time", 0);
    if (group->outcomes[PL_OUTCOME_FAILED] > 0) { write_failure(out, NULL, NULL); }
    write_notes(out, NULL);
    end(out);
    end(out);
}

static void write_document(writer *out, const pl_group_list *groups) {
    const pl_result *result = out->result;
    char started[PL_DATETIME_TEXT_BYTES_MAX] = "";
    if (pl_datetime_format(result->started_ms, 0, started) != PL_OK) { started[0] = '\0'; }
    const bool has_run_suite = pl_finding_next(result, NULL, 0) < result->finding_count;
    const pl_group run = run_suite_counts(result);
    pl_group total = groups->total;
    if (has_run_suite) {
        total.cases += run.cases;
        total.outcomes[PL_OUTCOME_FAILED] += run.outcomes[PL_OUTCOME_FAILED];
    }
    check(out, xmlTextWriterSetIndent(out->xml, 1));
    check(out, xmlTextWriterStartDocument(out->xml, "1.0", "UTF-8", NULL));
    start(out, "testsuites");
    attribute(out, "name", "paylink");
    write_counts(out, &total);
    for (size_t i = 0; i < groups->count && !out->failed; i++) {
        write_suite(out, &groups->list[i], started);
    }
    if (has_run_suite) { write_run_suite(out, &run, started); }
    end(out);
    if (!out->failed) { check(out, xmlTextWriterEndDocument(out->xml)); }
}

pl_status pl_report_write_junit(const pl_result *result, FILE *out) {
    assert(result != NULL);
    assert(out != NULL);
    pl_status status = PL_E_MEMORY;
    writer doc = {.result = result};
    pl_group_list groups;
    xmlBufferPtr buffer = xmlBufferCreate();
    if (buffer == NULL || pl_groups_make(result, &doc.arena, &groups) != PL_OK) { goto out; }
    doc.xml = xmlNewTextWriterMemory(buffer, 0);
    if (doc.xml == NULL) { goto out; }
    write_document(&doc, &groups);
    xmlFreeTextWriter(doc.xml); /* flushes into buffer */
    if (!doc.failed) {
        const size_t len = (size_t)xmlBufferLength(buffer);
        status = fwrite(xmlBufferContent(buffer), 1, len, out) == len ? PL_OK : PL_E_IO;
    }
out:
    xmlBufferFree(buffer);
    pl_arena_done(&doc.arena);
    return status;
}
