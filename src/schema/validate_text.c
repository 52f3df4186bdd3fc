/* From bytes to a report, or to the verdict alone. */
#include <assert.h>

#include "schema/facets_internal.h"

static const pl_context nothing_known;

pl_status pl_validate(const pl_schema *schema, const pl_json *json, const pl_context *context,
                      pl_arena *arena, pl_report *ret_report) {
    pl_report report = {0};
    pl_walk walk = {.json = json,
                    .context = context != NULL ? context : &nothing_known,
                    .arena = arena,
                    .report = &report};
    const pl_status status = pl_walk_document(&walk, schema);
    assert(status != PL_WALK_DECIDED);
    if (status == PL_OK) { *ret_report = report; }
    return status;
}

/* What the reader refused, as a report of one row. Fails: PL_E_MEMORY. */
static pl_status report_unreadable(pl_status refusal, pl_json_error error, pl_arena *arena,
                                   pl_report *ret_report) {
    /* What our own limits stop is not known to be wrong. */
    static const pl_keyword limit_keywords[PL_STATUS_COUNT] = {
        [PL_E_SYNTAX] = PL_KEYWORD_SYNTAX,
        [PL_E_DEPTH] = PL_KEYWORD_DOCUMENT_DEPTH,
        [PL_E_SIZE] = PL_KEYWORD_DOCUMENT_BYTES,
    };
    pl_report report = {0};
    pl_walk walk = {.arena = arena, .report = &report};
    const bool wrong = refusal == PL_E_SYNTAX;
    const pl_status status =
        pl_walk_add(&walk, &(pl_violation){.keyword = limit_keywords[refusal],
                                           .severity = wrong ? PL_VIOLATION : PL_OBSERVATION,
                                           .at = error.at,
                                           .detail = pl_json_fault_text(error.fault)});
    if (status == PL_OK) { *ret_report = report; }
    return status;
}

pl_status pl_validate_text(const pl_schema *schema, pl_bytes text, const pl_context *context,
                           pl_arena *arena, pl_json *ret_json, bool *ret_readable,
                           pl_report *ret_report) {
    pl_json_error error = {0};
    pl_json json;
    pl_status status = pl_json_read(text, arena, &json, &error);
    if (status == PL_E_MEMORY) { return status; }
    const bool readable = status == PL_OK;
    status = readable ? pl_validate(schema, &json, context, arena, ret_report)
                      : report_unreadable(status, error, arena, ret_report);
    if (status != PL_OK) { return status; }
    if (readable) { *ret_json = json; }
    *ret_readable = readable;
    return PL_OK;
}

pl_status pl_validate_verdict(const pl_schema *schema, pl_bytes text, const pl_context *context,
                              pl_arena *arena, pl_verdict *ret_verdict) {
    pl_json json;
    pl_status status = pl_json_read(text, arena, &json, NULL);
    if (status == PL_E_MEMORY) { return status; }
    if (status != PL_OK) {
        *ret_verdict = status == PL_E_SYNTAX ? PL_REJECT : PL_OPEN;
        return PL_OK;
    }
    pl_report report = {0};
    pl_walk walk = {.json = &json,
                    .context = context != NULL ? context : &nothing_known,
                    .arena = arena,
                    .report = &report,
                    .hasty = true};
    status = pl_walk_document(&walk, schema);
    if (status != PL_OK && status != PL_WALK_DECIDED) { return status; }
    *ret_verdict = pl_report_verdict(&report);
    return PL_OK;
}
