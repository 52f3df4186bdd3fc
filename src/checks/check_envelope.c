#include <assert.h>
#include <string.h>

#include "checks/answer.h"
#include "checks/check_internal.h"
#include "text/utf8.h"

/* A body may be wrong in every byte; beyond this a person has read enough. */
enum { FINDING_COUNT_MAX = 16 };

/* How a deviation weighs for each form of answer. */
static pl_severity weigh(pl_answer_form form, pl_severity severity) {
    return form == PL_FORM_OUTSIDE && severity == PL_VIOLATION ? PL_WARNING : severity;
}

pl_status pl_check_media_type(const pl_exchange *exchange, pl_arena *arena,
                              pl_finding_list *findings) {
    static const struct {
        bool judged;
        pl_severity severity;
    } rows[PL_FORM_COUNT] = {
        [PL_FORM_CREATE] = {true, PL_VIOLATION},  [PL_FORM_OUTSIDE] = {true, PL_WARNING},
        [PL_FORM_TOKEN] = {true, PL_OBSERVATION}, [PL_FORM_CATALOG] = {true, PL_OBSERVATION},
        [PL_FORM_LOOSE] = {true, PL_OBSERVATION},
    };
    const pl_answer_form form = pl_check_form(exchange);
    assert(form < PL_FORM_COUNT);
    if (!rows[form].judged || pl_answer_is_json(exchange->response)) { return PL_OK; }
    const char *const found = pl_http_header_of(exchange->response, "Content-Type");
    const char *shown = "no such header";
    if (found != NULL) {
        const pl_status status =
            pl_answer_excerpt(pl_bytes_of(found), exchange->redactor, arena, &shown);
        if (status != PL_OK) { return status; }
    }
    return pl_check_report(exchange, arena, findings,
                           &(pl_finding){.check = "media-type",
                                         .severity = rows[form].severity,
                                         .message = "the answer must be " PL_MEDIA_TYPE,
                                         .expected = "Content-Type: " PL_MEDIA_TYPE,
                                         .actual = shown});
}

static pl_status add_violation(const pl_exchange *exchange, const pl_json *json, bool readable,
                               const pl_violation *violation, pl_severity severity, pl_arena *arena,
                               pl_finding_list *findings) {
    static const pl_bytes not_utf8 =
        PL_BYTES_LIT("JSON must be well-formed UTF-8 (RFC 8259, section 8.1)");
    pl_bytes message = not_utf8;
    pl_status status = PL_OK;
    if (violation->keyword != PL_KEYWORD_INVALID_UTF8) {
        status = pl_violation_message(violation, readable ? json : NULL, arena, &message);
    }
    if (status != PL_OK) { return status; }
    pl_bytes pointer = {NULL, 0};
    if (readable) {
        status = pl_json_pointer(json, violation->node, arena, &pointer);
        if (status != PL_OK) { return status; }
    }
    const char *shown = "the body";
    if (pointer.len > 0) {
        status = pl_answer_excerpt(pointer, exchange->redactor, arena, &shown);
        if (status != PL_OK) { return status; }
    }
    const char *const line =
        pl_arena_printf(arena, "%s: %.*s", shown, (int)message.len, (const char *)message.ptr);
    if (line == NULL) { return PL_E_MEMORY; }
    const char *found = NULL;
    if (pl_check_form(exchange) != PL_FORM_TOKEN) { /* a token is not shown, not even its half */
        const pl_bytes text =
            readable ? pl_json_raw(json, violation->node) : exchange->response->body;
        status = pl_answer_excerpt(text, exchange->redactor, arena, &found);
        if (status != PL_OK) { return status; }
    }
    return pl_check_report(
        exchange, arena, findings,
        &(pl_finding){.check = "envelope", .severity = severity, .message = line, .actual = found});
}

/* A request that is itself well-formed leaves no ill-formed text to quote. Of a body that is no JSON
 * nobody knows what its escapes would be. */
static pl_status sent_well_formed(const pl_exchange *exchange, pl_arena *arena, bool *ret_well) {
    const pl_case *const test = exchange->test;
    *ret_well = !test->has_body;
    if (!test->has_body || !pl_utf8_valid(test->body)) { return PL_OK; }
    pl_json sent;
    const pl_status status = pl_json_read(test->body, arena, &sent, NULL);
    if (status == PL_E_MEMORY) { return status; }
    *ret_well = status == PL_OK &&
                (sent.marks & (PL_JSON_BAD_UTF8 | PL_JSON_LONE_SURROGATE | PL_JSON_NUL)) == 0;
    return PL_OK;
}

/* Inside the resource that an open request made: the value under test may have been rounded,
 * cut, replaced. It may not have become ill-formed. */
static pl_status severity_of(const pl_exchange *exchange, const pl_json *json, bool readable,
                             const pl_violation *violation, pl_arena *arena,
                             pl_severity *ret_severity) {
    const pl_answer_form form = pl_check_form(exchange);
    *ret_severity = weigh(form, violation->severity);
    if (violation->keyword == PL_KEYWORD_INVALID_UTF8 && form == PL_FORM_CREATE) {
        bool well_formed = false;
        const pl_status status = sent_well_formed(exchange, arena, &well_formed);
        if (well_formed) { *ret_severity = PL_VIOLATION; }
        return status;
    }
    if (!readable || exchange->response->status != 200 || exchange->test->klass != PL_CLASS_OPEN) {
        return PL_OK;
    }
    const uint32_t data =
        pl_json_member(json, 0, pl_contract_success.members[PL_ENVELOPE_DATA].name);
    const bool inside =
        data != PL_JSON_NONE && violation->node > data && violation->node < json->nodes[data].next;
    if (inside) { *ret_severity = pl_check_cap(exchange, *ret_severity); }
    return PL_OK;
}

static pl_status add_all(const pl_exchange *exchange, const pl_json *json, bool readable,
                         const pl_report *report, pl_arena *arena, pl_finding_list *findings) {
    size_t said = 0;
    for (unsigned wanted = PL_VIOLATION; wanted < PL_SEVERITY_COUNT; wanted++) {
        for (uint32_t i = 0; i < report->count && said < FINDING_COUNT_MAX; i++) {
            pl_severity severity = PL_OBSERVATION;
            pl_status status =
                severity_of(exchange, json, readable, &report->list[i], arena, &severity);
            if (status != PL_OK) { return status; }
            if (severity != wanted) { continue; }
            status = add_violation(exchange, json, readable, &report->list[i], severity, arena,
                                   findings);
            if (status != PL_OK) { return status; }
            said += 1;
        }
    }
    return PL_OK;
}

pl_status pl_check_envelope(const pl_exchange *exchange, pl_arena *arena,
                            pl_finding_list *findings) {
    const pl_answer_form form = pl_check_form(exchange);
    if (form != PL_FORM_CREATE && form != PL_FORM_OUTSIDE) { return PL_OK; }
    const pl_http_response *const response = exchange->response;
    const pl_context context = {.now_ms = exchange->now_ms,
                                .payment_methods = exchange->payment_methods,
                                .payment_method_count = exchange->payment_method_count};
    pl_json json;
    bool readable = false;
    pl_report report;
    const pl_status status = pl_contract_judge_response(response->status, response->body, &context,
                                                        arena, &json, &readable, &report);
    if (status != PL_OK) {
        assert(status == PL_E_MEMORY);
        return status;
    }
    if (!readable && !pl_answer_is_json(response)) {
        return PL_OK; /* an HTML page: the media type says it already */
    }
    return add_all(exchange, &json, readable, &report, arena, findings);
}

/* --- neighbours ------------------------------------------------------------------------------ */

static pl_status judge_loosely(const pl_exchange *exchange, pl_arena *arena,
                               pl_finding_list *findings) {
    static const struct {
        pl_envelope_field field;
        pl_json_kind kind;
        const char *message;
    } members[] = {
        {PL_ENVELOPE_STATUS, PL_JSON_NUMBER, "the answer has no number that tells its status"},
        {PL_ENVELOPE_SUCCESS, PL_JSON_BOOLEAN, "the answer has no boolean that tells success"},
    };
    pl_json json;
    bool readable = false;
    const pl_status read = pl_answer_read(exchange->response, arena, &json, &readable);
    if (read != PL_OK) { return read; }
    if (!readable) {
        return pl_check_report(exchange, arena, findings,
                               &(pl_finding){.check = "neighbour",
                                             .severity = PL_OBSERVATION,
                                             .message = "the answer is not JSON"});
    }
    for (size_t i = 0; i < PL_COUNT(members); i++) {
        const uint32_t node =
            pl_json_member(&json, 0, pl_contract_success.members[members[i].field].name);
        if (node != PL_JSON_NONE && json.nodes[node].kind == members[i].kind) { continue; }
        const pl_status status = pl_check_report(exchange, arena, findings,
                                                 &(pl_finding){.check = "neighbour",
                                                               .severity = PL_OBSERVATION,
                                                               .message = members[i].message});
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}

/* The schema takes every string: the documentation shows digits and does not demand them. */
static pl_status judge_life(const pl_exchange *exchange, const pl_json *json, pl_arena *arena,
                            pl_finding_list *findings) {
    const pl_member *const data = &pl_contract_token.members[PL_ENVELOPE_DATA];
    const pl_member *const life = pl_schema_member(data->schema, pl_bytes_of("expires_in"));
    assert(life != NULL);
    const uint32_t parent = pl_json_member(json, 0, data->name);
    const uint32_t node =
        parent == PL_JSON_NONE ? PL_JSON_NONE : pl_json_member(json, parent, life->name);
    if (node == PL_JSON_NONE || json->nodes[node].kind != PL_JSON_STRING) { return PL_OK; }
    const pl_bytes text = pl_json_inside(json, node);
    bool digits = text.len > 0;
    for (size_t i = 0; i < text.len; i++) { digits = digits && pl_ecma_is_digit(text.ptr[i]); }
    if (digits) { return PL_OK; }
    const char *shown = NULL;
    const pl_status status = pl_answer_excerpt(text, exchange->redactor, arena, &shown);
    if (status != PL_OK) { return status; }
    return pl_check_report(exchange, arena, findings,
                           &(pl_finding){.check = "neighbour",
                                         .severity = PL_OBSERVATION,
                                         .message = "the life of the token is not in digits",
                                         .expected = "seconds, as a string of digits",
                                         .actual = shown});
}

static pl_status judge_by(const pl_schema *schema, const pl_exchange *exchange, pl_arena *arena,
                          pl_finding_list *findings) {
    const pl_context context = {.http_status = exchange->response->status};
    pl_json json;
    bool readable = false;
    pl_report report;
    pl_status status = pl_validate_text(schema, exchange->response->body, &context, arena, &json,
                                        &readable, &report);
    if (status != PL_OK) { return status; }
    const size_t before = findings->count;
    status = add_all(exchange, &json, readable, &report, arena, findings);
    for (size_t i = before; i < findings->count; i++) { findings->list[i].check = "neighbour"; }
    if (status == PL_OK && readable && schema == &pl_contract_token) {
        status = judge_life(exchange, &json, arena, findings);
    }
    return status;
}

pl_status pl_check_neighbour(const pl_exchange *exchange, pl_arena *arena,
                             pl_finding_list *findings) {
    switch (pl_check_form(exchange)) {
    case PL_FORM_TOKEN:
        return judge_by(&pl_contract_token, exchange, arena, findings);
    case PL_FORM_CATALOG:
        return judge_by(&pl_contract_catalog, exchange, arena, findings);
    case PL_FORM_LOOSE:
        return judge_loosely(exchange, arena, findings);
    case PL_FORM_NONE:
    case PL_FORM_CREATE:
    case PL_FORM_OUTSIDE:
    case PL_FORM_COUNT:
        break;
    }
    return PL_OK;
}
