#include <assert.h>
#include <stdlib.h>

#include "cli/validate_internal.h"

/* Order of two rows by offset. */
static int compare_offsets(const void *left, const void *right) {
    const pl_validate_row *const *left_row = left;
    const pl_validate_row *const *right_row = right;
    const uint32_t left_offset = (*left_row)->offset;
    const uint32_t right_offset = (*right_row)->offset;
    return (left_offset > right_offset) - (left_offset < right_offset);
}

/* Lines and columns of all rows in one walk over the text: to look each up from the start would
 * take hours for a large document full of deviations. */
static pl_status locate(pl_bytes text, pl_validate_row *rows, size_t count, pl_arena *arena) {
    pl_validate_row **sorted = pl_arena_alloc(arena, count * sizeof *sorted);
    if (sorted == NULL) { return PL_E_MEMORY; }
    for (size_t i = 0; i < count; i++) { sorted[i] = &rows[i]; }
    qsort(sorted, count, sizeof *sorted, compare_offsets);
    size_t base = 0; /* a place whose position is known */
    pl_json_position known = {.line = 1, .column = 1};
    for (size_t i = 0; i < count; i++) {
        const size_t at = sorted[i]->offset;
        assert(at >= base && at <= text.len);
        const pl_bytes rest = {text.ptr + base, text.len - base};
        const pl_json_position ahead = pl_json_position_of(rest, at - base);
        pl_json_position here = {.line = known.line + ahead.line - 1, .column = ahead.column};
        if (ahead.line == 1) { here.column += known.column - 1; }
        sorted[i]->position = here;
        /* Between CR and LF a walk must not begin: it would see a line more. */
        if (at == text.len || text.ptr[at] != '\n') {
            base = at;
            known = here;
        }
    }
    return PL_OK;
}

static pl_status make_row(const pl_violation *violation, const pl_json *json, bool readable,
                          pl_json_trail *trail, pl_arena *arena, pl_validate_row *ret_row) {
    pl_validate_row row = {.severity = violation->severity,
                           .keyword = pl_violation_keyword(violation),
                           .pointer = PL_BYTES_LIT(""),
                           .offset = violation->at};
    if (readable) {
        const pl_status status =
            pl_json_pointer_along(json, violation->node, trail, arena, &row.pointer);
        if (status != PL_OK) { return status; }
    }
    const pl_status status = pl_violation_message(violation, json, arena, &row.message);
    if (status != PL_OK) { return status; }
    *ret_row = row;
    return PL_OK;
}

static pl_status make_rows(const pl_report *report, const pl_json *json, bool readable,
                           pl_bytes text, pl_arena *arena, pl_validate_rows *ret_rows) {
    pl_validate_rows rows = {.count = report->count};
    pl_validate_row *list = pl_arena_alloc(arena, rows.count * sizeof *list);
    if (list == NULL) { return PL_E_MEMORY; }
    pl_json_trail trail = {0};
    for (size_t i = 0; i < rows.count; i++) {
        const pl_status status =
            make_row(&report->list[i], json, readable, &trail, arena, &list[i]);
        if (status != PL_OK) { return status; }
    }
    for (size_t i = 0; i < PL_SEVERITY_COUNT; i++) { rows.unlisted += report->totals[i]; }
    assert(rows.unlisted >= rows.count);
    rows.unlisted -= rows.count;
    const pl_status status = locate(text, list, rows.count, arena);
    if (status != PL_OK) { return status; }
    rows.list = list;
    *ret_rows = rows;
    return PL_OK;
}

pl_status pl_validate_document_judge(const pl_validate_options *options,
                                     const pl_validate_document *document, pl_arena *arena,
                                     pl_verdict *ret_verdict) {
    assert(options != NULL && document != NULL);
    assert(ret_verdict != NULL);
    pl_json json = {.text = document->text};
    bool readable = false;
    pl_report report = {0};
    const pl_status judged =
        options->response != 0
            ? pl_contract_judge_response(options->response, document->text, &options->context,
                                         arena, &json, &readable, &report)
            : pl_contract_judge_request(document->text, &options->context, arena, &json, &readable,
                                        &report);
    if (judged != PL_OK) { return judged; }
    const pl_verdict verdict = pl_report_verdict(&report);
    *ret_verdict = verdict;
    if (options->quiet) { return PL_OK; }
    if (!readable) { json = (pl_json){.text = document->text}; }
    pl_validate_rows rows;
    const pl_status made = make_rows(&report, &json, readable, document->text, arena, &rows);
    if (made != PL_OK) { return made; }
    return options->json ? pl_validate_print_json(document, verdict, &rows, arena)
                         : pl_validate_print_text(document, verdict, &rows, arena);
}
