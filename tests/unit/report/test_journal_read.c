#include "journal_util.h"
#include "record_fixture.h"

#include "test_util.h"

static pl_journal_view read_text(const char *text, size_t len, pl_arena *arena) {
    pl_journal_view view;
    pl_journal_error error = {.what = ""};
    uint8_t *const exact = tu_exact_copy((pl_bytes){(const uint8_t *)text, len});
    cr_assert_eq(pl_journal_read((pl_bytes){exact, len}, arena, &view, &error), PL_OK,
                 "line %zu: %s", error.line, error.what);
    free(exact); /* the result points nowhere into it */
    return view;
}

static void check_reports(const pl_result *got, const pl_result *want) {
    const pl_terminal terminal = {.width = 80};
    for (size_t i = 0; i < pl_report_format_count; i++) {
        char *const left = fx_print(pl_report_formats[i].write, got);
        char *const right = fx_print(pl_report_formats[i].write, want);
        cr_assert_str_eq(left, right, "%s", pl_report_formats[i].name);
        free(left);
        free(right);
    }
    char *const left = fx_print_terminal(got, &terminal);
    char *const right = fx_print_terminal(want, &terminal);
    cr_assert_str_eq(left, right);
    free(left);
    free(right);
}

/* Every report of what is read is the report of what was written. */
Test(report_journal_read, round_trip, .timeout = 20) {
    const pl_result *const results[] = {fx_result(), fx_record_result(), fx_clean_result()};
    for (size_t i = 0; i < PL_COUNT(results); i++) {
        pl_arena arena = {0};
        size_t len = 0;
        char *const text = ju_write(results[i], &len);
        const pl_journal_view view = read_text(text, len, &arena);
        cr_assert(view.complete);
        cr_assert_eq(view.torn_line, 0);
        check_reports(&view.result, results[i]);
        free(text);
        pl_arena_done(&arena);
    }
}

static bool same_text(const char *left, const char *right) {
    return left == NULL || right == NULL ? left == right : strcmp(left, right) == 0;
}

static void check_headers(const pl_http_header *got, size_t count, const pl_http_header *want,
                          size_t want_count) {
    cr_assert_eq(count, want_count);
    for (size_t i = 0; i < count; i++) {
        cr_assert_str_eq(got[i].name, want[i].name);
        cr_assert_str_eq(got[i].value, want[i].value);
    }
}

static void check_record(const pl_record *got, const pl_record *want) {
    cr_assert_eq(got == NULL, want == NULL);
    if (got == NULL) { return; }
    cr_assert_str_eq(got->method, want->method);
    cr_assert_str_eq(got->target, want->target);
    check_headers(got->request_headers, got->request_header_count, want->request_headers,
                  want->request_header_count);
    check_headers(got->response_headers, got->response_header_count, want->response_headers,
                  want->response_header_count);
    cr_assert(pl_bytes_equal(got->request_body, want->request_body));
    cr_assert(pl_bytes_equal(got->response_body, want->response_body));
    cr_assert_eq(got->request_body_bytes, want->request_body_bytes);
    cr_assert_eq(got->response_body_bytes, want->response_body_bytes);
    cr_assert_eq(got->has_request_body, want->has_request_body);
    cr_assert_eq(got->sent_ms, want->sent_ms);
    cr_assert(memcmp(&got->seconds, &want->seconds, sizeof got->seconds) == 0);
    cr_assert_eq(got->status, want->status);
    cr_assert(same_text(got->failure, want->failure));
}

/* Nothing is lost: texts of any bytes, NULL and "", every digit of a number. */
Test(report_journal_read, members, .timeout = 10) {
    pl_arena arena = {0};
    size_t len = 0;
    pl_result changed = *fx_record_result();
    pl_case_result rows[16];
    memcpy(rows, changed.cases, changed.case_count * sizeof *rows);
    rows[0].seconds = 1.0 / 3;
    rows[2].reason = "";
    changed.cases = rows;
    char *const text = ju_write(&changed, &len);
    const pl_result got = read_text(text, len, &arena).result;
    cr_assert_eq(got.case_count, changed.case_count);
    for (size_t i = 0; i < got.case_count; i++) {
        const pl_case_result *const row = &got.cases[i];
        const pl_case_result *const want = &rows[i];
        cr_assert_str_eq(row->test->id, want->test->id);
        cr_assert_str_eq(row->test->why, want->test->why);
        cr_assert_eq(row->test->klass, want->test->klass);
        cr_assert_eq(row->outcome, want->outcome);
        cr_assert(memcmp(&row->seconds, &want->seconds, sizeof row->seconds) == 0);
        cr_assert(same_text(row->reason, want->reason));
        cr_assert(same_text(row->curl, want->curl));
        cr_assert_eq(row->finding_count, want->finding_count);
        check_record(row->record, want->record);
    }
    cr_assert_eq(memcmp(&got.summary, &changed.summary, sizeof got.summary), 0);
    free(text);
    pl_arena_done(&arena);
}

/* What a baseline excuses stays excused. */
Test(report_journal_read, excused, .timeout = 10) {
    pl_arena arena = {0};
    size_t len = 0;
    bool excused[64] = {false};
    pl_result changed = *fx_record_result();
    excused[1] = excused[2] = true;
    changed.excused = excused;
    char *const text = ju_write(&changed, &len);
    const pl_result got = read_text(text, len, &arena).result;
    cr_assert_not_null(got.excused);
    cr_assert_eq(memcmp(got.excused, excused, changed.finding_count * sizeof *excused), 0);
    cr_assert_neq(pl_result_judge(&got), PL_RESULT_VIOLATES);
    check_reports(&got, &changed);
    free(text);
    pl_arena_done(&arena);
}

/* A journal cut at any byte is one of a run that did not end, or one that did; never a failure after its first line. */
Test(report_journal_read, cut_anywhere, .timeout = 60) {
    pl_arena arena = {0};
    size_t len = 0;
    char *const text = ju_write(fx_record_result(), &len);
    const size_t head_len = (size_t)(strchr(text, '\n') - text) + 1;
    for (size_t cut = head_len; cut < len; cut++) {
        pl_arena_reset(&arena);
        const pl_journal_view view = read_text(text, cut, &arena);
        const bool whole_lines = text[cut - 1] == '\n';
        cr_assert_not(view.complete, "at %zu", cut);
        cr_assert(view.result.interrupted);
        cr_assert_eq(view.torn_line == 0, whole_lines, "at %zu", cut);
        const pl_summary *const summary = &view.result.summary;
        cr_assert_eq(summary->cases, view.result.case_count);
        cr_assert_eq(summary->cases,
                     summary->passed + summary->failed + summary->inconclusive + summary->not_run);
    }
    free(text);
    pl_arena_done(&arena);
}

/* What was settled before the end is kept, and the rest is not run. */
Test(report_journal_read, killed, .timeout = 10) {
    pl_arena arena = {0};
    size_t len = 0;
    char *const text = ju_write(fx_record_result(), &len);
    char *at = text;
    for (size_t line = 0; line < 1 + fx_result()->case_count + 7; line++) {
        at = strchr(at, '\n') + 1;
    }
    const pl_result result = read_text(text, (size_t)(at - text), &arena).result;
    cr_assert_eq(result.case_count, fx_result()->case_count);
    cr_assert_eq(result.cases[0].outcome, PL_OUTCOME_NOT_RUN, "it would have been the last");
    cr_assert_str_eq(result.cases[0].reason, "the run ended before this case");
    cr_assert_eq(result.cases[1].outcome, PL_OUTCOME_FAILED);
    cr_assert_eq(result.summary.not_run, 3);
    cr_assert_eq(result.summary.totals[PL_VIOLATION], 2);
    cr_assert_eq(result.summary.totals[PL_WARNING], 1, "the run's own had not been told");
    cr_assert_eq(result.finding_count, fx_result()->finding_count - 1);
    cr_assert_eq(pl_result_judge(&result), PL_RESULT_VIOLATES);
    free(text);
    pl_arena_done(&arena);
}

#define HEAD                                                                                               \
    "{\"line\":\"head\",\"format\":\"paylink-journal\",\"version\":1,\"base_url\":\"u\",\"run_id\":\"r\"," \
    "\"started_ms\":1,\"planned\":1,\"shard\":0,\"shards\":0,\"all_case_count\":1,"                        \
    "\"fail_on\":\"violation\"}\n"
#define PLAN                                                                                                 \
    "{\"line\":\"plan\",\"id\":\"a\",\"group\":\"g\",\"constraint\":\"c\",\"why\":\"w\",\"class\":\"open\"," \
    "\"method\":null,\"needs\":0,\"expected\":[200],\"tolerated\":[],\"offending\":null}\n"
#define CASE_OF(index, id, rest)                                                                   \
    "{\"line\":\"case\",\"index\":" index ",\"id\":\"" id                                          \
    "\",\"outcome\":\"passed\",\"status\":200,"                                                    \
    "\"seconds\":0.5,\"tries\":1,\"reason\":null,\"curl\":null" rest "}\n"
#define CASE CASE_OF("0", "a", ",\"findings\":[]")
#define END                                                                                        \
    "{\"line\":\"end\",\"requests\":1,\"seconds\":1,\"repeats\":0,\"waited_seconds\":0,"           \
    "\"refusals_looked_up\":0,\"good_accepted\":true,\"out_of_time\":false,\"given_up\":false,"    \
    "\"interrupted\":false}\n"

static const struct damage {
    const char *name;
    const char *text;
    size_t want_line; /* 0: it can be read */
    const char *want; /* part of why not */
} damages[] = {
    {"whole", HEAD PLAN CASE END, 0, ""},
    {"case-twice", HEAD PLAN CASE CASE END, 0, ""},
    {"unknown-member", HEAD PLAN CASE_OF("0", "a", ",\"findings\":[],\"more\":{}") END, 0, ""},
    {"empty", "", 1, "empty"},
    {"head-cut", "{\"line\":\"head\"", 1, "empty"},
    {"no-json", "hello\n", 1, "not a JSON object"},
    {"other-json", "{\"a\":1}\n", 1, "no journal"},
    {"array", "[]\n", 1, "not a JSON object"},
    {"other-format", "{\"line\":\"head\",\"format\":\"x\"}\n", 1, "no journal"},
    {"other-version", "{\"line\":\"head\",\"format\":\"paylink-journal\",\"version\":2}\n", 1,
     "version"},
    {"too-many-planned",
     "{\"line\":\"head\",\"format\":\"paylink-journal\",\"version\":1,\"planned\":10001}\n", 1,
     "planned"},
    {"no-head", PLAN, 1, "head"},
    {"two-heads", HEAD HEAD, 2, "second head"},
    {"plan-too-long", HEAD PLAN PLAN, 3, "more cases"},
    {"case-before-plan", HEAD CASE, 2, "before all planned"},
    {"end-before-plan", HEAD END, 2, "before all planned"},
    {"unknown-line", HEAD "{\"line\":\"what\"}\n", 2, "no kind"},
    {"line-is-no-text", HEAD "{\"line\":1}\n", 2, "no kind"},
    {"empty-line", HEAD "\n" PLAN, 2, "not a JSON object"},
    {"after-end", HEAD PLAN END CASE, 4, "after the end"},
    {"index-out", HEAD PLAN CASE_OF("1", "a", ",\"findings\":[]"), 3, "index"},
    {"index-null", HEAD PLAN CASE_OF("null", "a", ",\"findings\":[]"), 3, "index"},
    {"index-negative", HEAD PLAN CASE_OF("-1", "a", ",\"findings\":[]"), 3, "index"},
    {"other-id", HEAD PLAN CASE_OF("0", "b", ",\"findings\":[]"), 3, "\"id\""},
    {"no-findings", HEAD PLAN CASE_OF("0", "a", ""), 3, "findings"},
    {"finding-empty", HEAD PLAN CASE_OF("0", "a", ",\"findings\":[{}]"), 3, "\"check\""},
    {"finding-no-object", HEAD PLAN CASE_OF("0", "a", ",\"findings\":[1]"), 3, "\"check\""},
    {"record-empty", HEAD PLAN CASE_OF("0", "a", ",\"findings\":[],\"record\":{}"), 3,
     "\"method\" must be a text"},
    {"note-empty", HEAD "{\"line\":\"note\"}\n", 2, "\"check\" must be a text"},
    {"end-empty", HEAD PLAN "{\"line\":\"end\"}\n", 3, "\"requests\" must be a whole number"},
    {"end-seconds", HEAD PLAN "{\"line\":\"end\",\"requests\":1,\"seconds\":-1}\n", 3,
     "\"seconds\" must be a number"},
    {"torn", HEAD PLAN "{\"line\":\"ca", 0, ""},
};

Test(report_journal_read, damages, .timeout = 10) {
    for (size_t i = 0; i < PL_COUNT(damages); i++) {
        const struct damage *const row = &damages[i];
        pl_arena arena = {0};
        pl_journal_view view;
        pl_journal_error error = {.what = ""};
        uint8_t *const exact = tu_exact_copy(pl_bytes_of(row->text));
        const pl_status status =
            pl_journal_read((pl_bytes){exact, strlen(row->text)}, &arena, &view, &error);
        cr_assert_eq(status, row->want_line == 0 ? PL_OK : PL_E_SYNTAX, "%s: %s", row->name,
                     error.what);
        cr_assert_eq(error.line, row->want_line, "%s: line %zu: %s", row->name, error.line,
                     error.what);
        cr_assert_not_null(strstr(error.what, row->want), "%s: %s", row->name, error.what);
        free(exact);
        pl_arena_done(&arena);
    }
}
