/* A journal becomes the result that it tells of. */
#include <assert.h>
#include <string.h>

#include "report/journal_internal.h"

/* Findings that grow. */
typedef struct finding_list {
    pl_result_finding *list;
    size_t count;
    size_t cap;
} finding_list;

typedef struct reader {
    pl_arena *arena;  /* the result's */
    pl_arena scratch; /* of one line */
    pl_json json;     /* the line */
    pl_case *tests;
    pl_case_result *rows;
    bool *settled;
    size_t planned; /* as the head says */
    size_t count;   /* of plan lines so far */
    finding_list notes;
    finding_list listed;
    bool *excused; /* by listed finding; NULL: none is */
    pl_result result;
    bool has_head;
    bool has_end;
    const char *what; /* why a line cannot be used */
} reader;

static pl_status refuse(reader *in, const char *what) {
    in->what = what;
    return PL_E_SYNTAX;
}

static pl_status take(reader *in, uint32_t node, const pl_journal_table *table, void *to) {
    return pl_journal_take(&in->json, node, table, in->arena, to, &in->what);
}

static bool is_text(const reader *in, const char *name, const char *want) {
    const uint32_t node = pl_json_member(&in->json, 0, name);
    return node != PL_JSON_NONE && in->json.nodes[node].kind == PL_JSON_STRING &&
           pl_json_string_is(&in->json, node, pl_bytes_of(want));
}

static bool take_count(const reader *in, const char *name, uint64_t *ret_count) {
    const uint32_t node = pl_json_member(&in->json, 0, name);
    return node != PL_JSON_NONE && pl_journal_take_count(&in->json, node, ret_count);
}

/* The case that a line names. *ret_has false: none, if that is allowed. */
static pl_status take_index(reader *in, bool *ret_has, size_t *ret_index) {
    const uint32_t node = pl_json_member(&in->json, 0, PL_JOURNAL_KEY_INDEX);
    uint64_t index = 0;
    if (node != PL_JSON_NONE && in->json.nodes[node].kind == PL_JSON_NULL && ret_has != NULL) {
        *ret_has = false;
        return PL_OK;
    }
    if (node == PL_JSON_NONE || !pl_journal_take_count(&in->json, node, &index) ||
        index >= in->planned) {
        return refuse(in, "the member \"" PL_JOURNAL_KEY_INDEX "\" names no case of the plan");
    }
    if (ret_has != NULL) { *ret_has = true; }
    *ret_index = (size_t)index;
    return PL_OK;
}

/* --- lines ----------------------------------------------------------------------------------- */

static pl_status read_head(reader *in) {
    uint64_t version = 0;
    uint64_t planned = 0;
    if (!is_text(in, PL_JOURNAL_KEY_FORMAT, PL_JOURNAL_FORMAT)) {
        return refuse(in, "this is no journal of paylink run");
    }
    if (!take_count(in, PL_JOURNAL_KEY_VERSION, &version) || version != PL_JOURNAL_VERSION) {
        return refuse(
            in, "this version of the journal is not known; it was written by another paylink");
    }
    if (!take_count(in, PL_JOURNAL_KEY_PLANNED, &planned) || planned > PL_JOURNAL_CASE_COUNT_MAX) {
        return refuse(in, "the member \"" PL_JOURNAL_KEY_PLANNED "\" must be a number of cases");
    }
    in->planned = (size_t)planned;
    in->tests = pl_arena_alloc(in->arena, (in->planned + 1) * sizeof *in->tests);
    in->rows = pl_arena_alloc(in->arena, (in->planned + 1) * sizeof *in->rows);
    in->settled = pl_arena_alloc(in->arena, (in->planned + 1) * sizeof *in->settled);
    if (in->tests == NULL || in->rows == NULL || in->settled == NULL) { return PL_E_MEMORY; }
    in->has_head = true;
    return take(in, 0, &pl_journal_run, &in->result);
}

static pl_status read_plan(reader *in) {
    if (in->count == in->planned) { return refuse(in, "more cases than the head says"); }
    pl_case *const test = &in->tests[in->count];
    *test = (pl_case){.id = NULL};
    const pl_status status = take(in, 0, &pl_journal_test, test);
    if (status != PL_OK) { return status; }
    in->rows[in->count] = (pl_case_result){.test = test};
    in->settled[in->count] = false;
    in->count++;
    return PL_OK;
}

static pl_status read_findings(reader *in, pl_case_result *row) {
    const uint32_t array = pl_json_member(&in->json, 0, PL_JOURNAL_KEY_FINDINGS);
    if (array == PL_JSON_NONE || in->json.nodes[array].kind != PL_JSON_ARRAY) {
        return refuse(in, "the member \"" PL_JOURNAL_KEY_FINDINGS "\" must be a list");
    }
    const size_t count = pl_json_child_count(&in->json, array);
    if (count > PL_JOURNAL_FINDING_COUNT_MAX) { return refuse(in, "more findings than can be"); }
    pl_finding *const list = pl_arena_alloc(in->arena, (count + 1) * sizeof *list);
    if (list == NULL) { return PL_E_MEMORY; }
    uint32_t at = array + 1;
    for (size_t i = 0; i < count; i++, at = in->json.nodes[at].next) {
        list[i] = (pl_finding){.test = row->test};
        const pl_status status = take(in, at, &pl_journal_finding, &list[i]);
        if (status != PL_OK) { return status; }
    }
    row->findings = list;
    row->finding_count = count;
    return PL_OK;
}

static pl_status read_record(reader *in, pl_case_result *row) {
    const uint32_t node = pl_json_member(&in->json, 0, PL_JOURNAL_KEY_RECORD);
    if (node == PL_JSON_NONE) { return PL_OK; }
    pl_record *const record = pl_arena_alloc(in->arena, sizeof *record);
    if (record == NULL) { return PL_E_MEMORY; }
    *record = (pl_record){.method = NULL};
    const pl_status status = take(in, node, &pl_journal_record, record);
    if (status != PL_OK) { return status; }
    if (record->request_body.len > record->request_body_bytes ||
        record->response_body.len > record->response_body_bytes) {
        return refuse(in, "a body is longer than the line says");
    }
    row->record = record;
    return PL_OK;
}

/* The newest line of a case is the one that counts. */
static pl_status read_case(reader *in) {
    size_t index = 0;
    pl_status status = take_index(in, NULL, &index);
    if (status != PL_OK) { return status; }
    if (!is_text(in, PL_JOURNAL_KEY_ID, in->tests[index].id)) {
        return refuse(in,
                      "the member \"" PL_JOURNAL_KEY_ID "\" is not that of the case in the plan");
    }
    pl_case_result row = {.test = &in->tests[index]};
    status = take(in, 0, &pl_journal_row, &row);
    if (status == PL_OK) { status = read_findings(in, &row); }
    if (status == PL_OK) { status = read_record(in, &row); }
    if (status != PL_OK) { return status; }
    in->rows[index] = row;
    in->settled[index] = true;
    return PL_OK;
}

static pl_status add(reader *in, finding_list *to, const pl_result_finding *row) {
    enum { CAP_FIRST = 64 };
    if (to->count == PL_JOURNAL_FINDING_COUNT_MAX) {
        return refuse(in, "more findings than can be");
    }
    if (to->count == to->cap) {
        const size_t cap = to->cap == 0 ? CAP_FIRST : to->cap * 2;
        pl_result_finding *const list = pl_arena_alloc(in->arena, cap * sizeof *list);
        if (list == NULL) { return PL_E_MEMORY; }
        if (to->count > 0) { memcpy(list, to->list, to->count * sizeof *list); }
        to->list = list;
        to->cap = cap;
    }
    to->list[to->count++] = *row;
    return PL_OK;
}

static pl_status read_note(reader *in) {
    pl_result_finding row = {.curl = NULL};
    const pl_status status = take(in, 0, &pl_journal_finding, &row.finding);
    return status == PL_OK ? add(in, &in->notes, &row) : status;
}

/* Of the newest listed finding. */
static pl_status take_excused(reader *in) {
    const uint32_t node = pl_json_member(&in->json, 0, PL_JOURNAL_KEY_EXCUSED);
    if (node == PL_JSON_NONE) { return PL_OK; }
    if (in->json.nodes[node].kind != PL_JSON_BOOLEAN) {
        return refuse(in, "the member \"" PL_JOURNAL_KEY_EXCUSED "\" must be true or false");
    }
    if (in->excused == NULL) {
        in->excused = pl_arena_alloc(in->arena, PL_JOURNAL_FINDING_COUNT_MAX * sizeof *in->excused);
        if (in->excused == NULL) { return PL_E_MEMORY; }
        memset(in->excused, 0, PL_JOURNAL_FINDING_COUNT_MAX * sizeof *in->excused);
    }
    in->excused[in->listed.count - 1] = pl_json_is_true(&in->json, node);
    return PL_OK;
}

static pl_status read_finding(reader *in) {
    pl_result_finding row = {.curl = NULL};
    size_t index = 0;
    bool has_index = false;
    pl_status status = take_index(in, &has_index, &index);
    if (status != PL_OK) { return status; }
    if (has_index) { row.finding.test = &in->tests[index]; }
    status = take(in, 0, &pl_journal_finding, &row.finding);
    if (status == PL_OK) { status = take(in, 0, &pl_journal_listed, &row); }
    if (status == PL_OK) { status = add(in, &in->listed, &row); }
    return status == PL_OK ? take_excused(in) : status;
}

static pl_status read_end(reader *in) {
    in->has_end = true;
    return take(in, 0, &pl_journal_outcome, &in->result);
}

/* What may stand where. */
static const struct {
    pl_status (*read)(reader *in);
    bool needs_plan; /* all of it has been read */
} lines[] = {
    [PL_JOURNAL_HEAD] = {read_head, false},      [PL_JOURNAL_PLAN] = {read_plan, false},
    [PL_JOURNAL_CASE] = {read_case, true},       [PL_JOURNAL_NOTE] = {read_note, false},
    [PL_JOURNAL_FINDING] = {read_finding, true}, [PL_JOURNAL_END] = {read_end, true},
};
_Static_assert(PL_COUNT(lines) == PL_JOURNAL_LINE_COUNT, "one a line");

static pl_status read_line(reader *in, pl_bytes line) {
    pl_arena_reset(&in->scratch);
    const pl_status status = pl_json_read(line, &in->scratch, &in->json, NULL);
    if (status == PL_E_MEMORY) { return status; }
    if (status != PL_OK || in->json.nodes[0].kind != PL_JSON_OBJECT) {
        return refuse(in, "not a JSON object");
    }
    for (size_t i = 0; i < PL_JOURNAL_LINE_COUNT; i++) {
        if (!is_text(in, PL_JOURNAL_KEY_LINE, pl_journal_line_text((pl_journal_line)i))) {
            continue;
        }
        if (in->has_end) { return refuse(in, "a line after the end"); }
        if ((i == PL_JOURNAL_HEAD) == in->has_head) {
            return refuse(in, in->has_head ? "a second head" : "the first line must be the head");
        }
        if (lines[i].needs_plan && in->count != in->planned) {
            return refuse(in, "a line before all planned cases were named");
        }
        return lines[i].read(in);
    }
    return refuse(in, in->has_head ? "a line of no kind that this paylink knows"
                                   : "this is no journal of paylink run");
}

/* --- the result ------------------------------------------------------------------------------ */

/* What a run that did not end has told so far. */
static pl_status fill_missing(reader *in) {
    int64_t last_ms = in->result.started_ms;
    in->result.interrupted = true;
    for (size_t i = 0; i < in->count; i++) {
        pl_case_result *const row = &in->rows[i];
        if (!in->settled[i]) {
            row->outcome = PL_OUTCOME_NOT_RUN;
            row->reason = "the run ended before this case";
        }
        for (size_t k = 0; k < row->finding_count; k++) {
            const pl_result_finding found = {row->findings[k], row->curl};
            const pl_status status = add(in, &in->listed, &found);
            if (status != PL_OK) { return status; }
        }
        if (row->record == NULL) { continue; }
        in->result.summary.requests += 1;
        last_ms = row->record->sent_ms > last_ms ? row->record->sent_ms : last_ms;
    }
    for (size_t i = 0; i < in->notes.count; i++) {
        const pl_status status = add(in, &in->listed, &in->notes.list[i]);
        if (status != PL_OK) { return status; }
    }
    enum { MS_OF_A_SECOND = 1000 };
    in->result.summary.seconds = (double)(last_ms - in->result.started_ms) / MS_OF_A_SECOND;
    return PL_OK;
}

static void count_up(reader *in) {
    pl_result *const result = &in->result;
    uint64_t *const counts[] = {
        [PL_OUTCOME_PASSED] = &result->summary.passed,
        [PL_OUTCOME_FAILED] = &result->summary.failed,
        [PL_OUTCOME_INCONCLUSIVE] = &result->summary.inconclusive,
        [PL_OUTCOME_NOT_RUN] = &result->summary.not_run,
    };
    _Static_assert(PL_COUNT(counts) == PL_OUTCOME_COUNT, "one an outcome");
    result->cases = in->rows;
    result->case_count = in->count;
    result->summary.cases = in->count;
    for (size_t i = 0; i < in->count; i++) { *counts[in->rows[i].outcome] += 1; }
    result->findings = in->listed.list;
    result->finding_count = in->listed.count;
    result->excused = in->excused;
    for (size_t i = 0; i < in->listed.count; i++) {
        result->summary.totals[in->listed.list[i].finding.severity] += 1;
    }
}

static pl_status finish(reader *in, pl_journal_view *ret_view) {
    if (!in->has_head) { return refuse(in, "the journal is empty: the run ended before it began"); }
    if (!in->has_end) {
        in->listed = (finding_list){0}; /* cut short as well */
        in->excused = NULL;
        const pl_status status = fill_missing(in);
        if (status != PL_OK) { return status; }
    }
    count_up(in);
    ret_view->result = in->result;
    ret_view->complete = in->has_end;
    return PL_OK;
}

pl_status pl_journal_read(pl_bytes text, pl_arena *arena, pl_journal_view *ret_view,
                          pl_journal_error *reterr_error) {
    assert(arena != NULL && ret_view != NULL && reterr_error != NULL);
    assert(text.len <= PL_JOURNAL_BYTES_MAX);
    reader in = {.arena = arena};
    pl_journal_view view = {.complete = false};
    pl_status status = PL_OK;
    size_t line = 0;
    size_t at = 0;
    while (at < text.len && status == PL_OK) {
        const uint8_t *const end = memchr(text.ptr + at, '\n', text.len - at);
        line++;
        if (end == NULL) {
            view.torn_line = line;
            break;
        }
        const size_t len = (size_t)(end - (text.ptr + at));
        status = read_line(&in, (pl_bytes){text.ptr + at, len});
        at += len + 1;
    }
    if (status == PL_OK) { status = finish(&in, &view); }
    pl_arena_done(&in.scratch);
    if (status == PL_OK) {
        *ret_view = view;
    } else if (status == PL_E_SYNTAX) {
        *reterr_error = (pl_journal_error){.line = line == 0 ? 1 : line, .what = in.what};
    }
    return status;
}
