#include <assert.h>

#include "report/formats_internal.h"
#include "report/journal_internal.h"

static const char *const line_texts[] = {
    [PL_JOURNAL_HEAD] = "head", [PL_JOURNAL_PLAN] = "plan",       [PL_JOURNAL_CASE] = "case",
    [PL_JOURNAL_NOTE] = "note", [PL_JOURNAL_FINDING] = "finding", [PL_JOURNAL_END] = "end",
};
_Static_assert(PL_COUNT(line_texts) == PL_JOURNAL_LINE_COUNT, "one text a line");

const char *pl_journal_line_text(pl_journal_line line) {
    assert(line < PL_JOURNAL_LINE_COUNT);
    return line_texts[line];
}

static const char *class_text(unsigned value) {
    return pl_class_text((pl_class)value);
}

static const char *outcome_text(unsigned value) {
    return pl_outcome_text((pl_outcome)value);
}

static const char *severity_text(unsigned value) {
    return pl_severity_text((pl_severity)value);
}

static const pl_journal_words classes = {class_text, PL_CLASS_COUNT};
static const pl_journal_words outcomes = {outcome_text, PL_OUTCOME_COUNT};
static const pl_journal_words severities = {severity_text, PL_SEVERITY_COUNT};
_Static_assert(sizeof(pl_class) == sizeof(unsigned) && sizeof(pl_outcome) == sizeof(unsigned) &&
                   sizeof(pl_severity) == sizeof(unsigned),
               "a word is an unsigned");
_Static_assert(sizeof(unsigned) == sizeof(uint32_t), "a small number is an unsigned");

/* clang-format off */
static const pl_journal_field run_fields[] = {
    {"base_url",   PL_JOURNAL_NAME,   offsetof(pl_result, base_url),   0, NULL},
    {"run_id",     PL_JOURNAL_NAME,   offsetof(pl_result, run_id),     0, NULL},
    {"started_ms", PL_JOURNAL_MOMENT, offsetof(pl_result, started_ms), 0, NULL},
    {"shard",          PL_JOURNAL_SMALL, offsetof(pl_result, shard.index),    0, NULL},
    {"shards",         PL_JOURNAL_SMALL, offsetof(pl_result, shard.count),    0, NULL},
    {"all_case_count", PL_JOURNAL_COUNT, offsetof(pl_result, all_case_count), 0, NULL},
    {"fail_on",        PL_JOURNAL_WORD,  offsetof(pl_result, fail_on),        0, &severities},
};

static const pl_journal_field test_fields[] = {
    {PL_JOURNAL_KEY_ID, PL_JOURNAL_NAME,     offsetof(pl_case, id),         0, NULL},
    {"group",           PL_JOURNAL_NAME,     offsetof(pl_case, group),      0, NULL},
    {"constraint",      PL_JOURNAL_NAME,     offsetof(pl_case, constraint), 0, NULL},
    {"why",             PL_JOURNAL_NAME,     offsetof(pl_case, why),        0, NULL},
    {"class",           PL_JOURNAL_WORD,     offsetof(pl_case, klass),      0, &classes},
    {"method",          PL_JOURNAL_TEXT,     offsetof(pl_case, method),     0, NULL},
    {"needs",           PL_JOURNAL_SMALL,    offsetof(pl_case, needs),      0, NULL},
    {"expected",        PL_JOURNAL_STATUSES, offsetof(pl_case, statuses),   0, NULL},
    {"tolerated",       PL_JOURNAL_STATUSES, offsetof(pl_case, tolerated),  0, NULL},
    {"offending",       PL_JOURNAL_TEXT,     offsetof(pl_case, offending),  0, NULL},
};

static const pl_journal_field row_fields[] = {
    {"outcome", PL_JOURNAL_WORD,   offsetof(pl_case_result, outcome), 0, &outcomes},
    {"status",  PL_JOURNAL_STATUS, offsetof(pl_case_result, status),  0, NULL},
    {"seconds", PL_JOURNAL_REAL,   offsetof(pl_case_result, seconds), 0, NULL},
    {"tries",   PL_JOURNAL_SMALL,  offsetof(pl_case_result, tries),   0, NULL},
    {"reason",  PL_JOURNAL_TEXT,   offsetof(pl_case_result, reason),  0, NULL},
    {"curl",    PL_JOURNAL_TEXT,   offsetof(pl_case_result, curl),    0, NULL},
};

static const pl_journal_field record_fields[] = {
    {"method",              PL_JOURNAL_NAME,    offsetof(pl_record, method),              0, NULL},
    {"target",              PL_JOURNAL_NAME,    offsetof(pl_record, target),              0, NULL},
    {"request_headers",     PL_JOURNAL_HEADERS, offsetof(pl_record, request_headers),     offsetof(pl_record, request_header_count), NULL},
    {"has_request_body",    PL_JOURNAL_FLAG,    offsetof(pl_record, has_request_body),    0, NULL},
    {"request_body",        PL_JOURNAL_BYTES,   offsetof(pl_record, request_body),        0, NULL},
    {"request_body_bytes",  PL_JOURNAL_COUNT,   offsetof(pl_record, request_body_bytes),  0, NULL},
    {"sent_ms",             PL_JOURNAL_MOMENT,  offsetof(pl_record, sent_ms),             0, NULL},
    {"seconds",             PL_JOURNAL_REAL,    offsetof(pl_record, seconds),             0, NULL},
    {"status",              PL_JOURNAL_STATUS,  offsetof(pl_record, status),              0, NULL},
    {"failure",             PL_JOURNAL_TEXT,    offsetof(pl_record, failure),             0, NULL},
    {"response_headers",    PL_JOURNAL_HEADERS, offsetof(pl_record, response_headers),    offsetof(pl_record, response_header_count), NULL},
    {"response_body",       PL_JOURNAL_BYTES,   offsetof(pl_record, response_body),       0, NULL},
    {"response_body_bytes", PL_JOURNAL_COUNT,   offsetof(pl_record, response_body_bytes), 0, NULL},
};

static const pl_journal_field finding_fields[] = {
    {"check",    PL_JOURNAL_NAME, offsetof(pl_finding, check),    0, NULL},
    {"severity", PL_JOURNAL_WORD, offsetof(pl_finding, severity), 0, &severities},
    {"message",  PL_JOURNAL_NAME, offsetof(pl_finding, message),  0, NULL},
    {"expected", PL_JOURNAL_TEXT, offsetof(pl_finding, expected), 0, NULL},
    {"actual",   PL_JOURNAL_TEXT, offsetof(pl_finding, actual),   0, NULL},
};

static const pl_journal_field listed_fields[] = {
    {"curl", PL_JOURNAL_TEXT, offsetof(pl_result_finding, curl), 0, NULL},
};

static const pl_journal_field outcome_fields[] = {
    {"requests",    PL_JOURNAL_COUNT, offsetof(pl_result, summary.requests), 0, NULL},
    {"seconds",     PL_JOURNAL_REAL,  offsetof(pl_result, summary.seconds),  0, NULL},
    {"repeats",            PL_JOURNAL_COUNT, offsetof(pl_result, summary.repeats),            0, NULL},
    {"waited_seconds",     PL_JOURNAL_REAL,  offsetof(pl_result, summary.waited_seconds),     0, NULL},
    {"refusals_looked_up", PL_JOURNAL_COUNT, offsetof(pl_result, summary.refusals_looked_up), 0, NULL},
    {"good_accepted", PL_JOURNAL_FLAG, offsetof(pl_result, good_accepted),    0, NULL},
    {"out_of_time",   PL_JOURNAL_FLAG, offsetof(pl_result, out_of_time),      0, NULL},
    {"given_up",      PL_JOURNAL_FLAG, offsetof(pl_result, given_up),         0, NULL},
    {"interrupted",   PL_JOURNAL_FLAG, offsetof(pl_result, interrupted),      0, NULL},
};
/* clang-format on */

const pl_journal_table pl_journal_run = {run_fields, PL_COUNT(run_fields)};
const pl_journal_table pl_journal_test = {test_fields, PL_COUNT(test_fields)};
const pl_journal_table pl_journal_row = {row_fields, PL_COUNT(row_fields)};
const pl_journal_table pl_journal_record = {record_fields, PL_COUNT(record_fields)};
const pl_journal_table pl_journal_finding = {finding_fields, PL_COUNT(finding_fields)};
const pl_journal_table pl_journal_listed = {listed_fields, PL_COUNT(listed_fields)};
const pl_journal_table pl_journal_outcome = {outcome_fields, PL_COUNT(outcome_fields)};
