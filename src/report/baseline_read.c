/* A record from a file: untrusted, so its form is judged first, by its schema. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "report/baseline_internal.h"
#include "report/formats_internal.h"
#include "text/base64url.h"

typedef struct reader {
    const pl_json *json;
    pl_arena *arena;
    pl_file_trouble *trouble;
} reader;

/* PL_E_SYNTAX, with the line of the offset. what NULL: no memory for it. */
static pl_status fail_at(pl_bytes text, size_t at, const char *what,
                         pl_file_trouble *reterr_trouble) {
    if (what == NULL) { return PL_E_MEMORY; }
    *reterr_trouble = (pl_file_trouble){pl_json_position_of(text, at).line, what};
    return PL_E_SYNTAX;
}

/* Terminated; NUL inside is kept by its escape only in bodies, so an id with one is refused. */
static pl_status text_of(const reader *file, uint32_t node, const char **ret_text) {
    pl_bytes text;
    const pl_status status = pl_json_string_decode(file->json, node, file->arena, &text);
    if (status == PL_E_MEMORY) { return status; }
    const size_t at = file->json->nodes[node].at;
    if (status != PL_OK || (text.len > 0 && memchr(text.ptr, '\0', text.len) != NULL)) {
        return fail_at(file->json->text, at, "this text cannot stand in a record", file->trouble);
    }
    *ret_text = pl_arena_text(file->arena, text);
    return *ret_text != NULL ? PL_OK : PL_E_MEMORY;
}

static uint32_t member_of(const reader *file, uint32_t object, const pl_schema *form,
                          size_t field) {
    assert(field < form->member_count);
    return pl_json_member(file->json, object, form->members[field].name);
}

static pl_status member_text(const reader *file, uint32_t object, const pl_schema *form,
                             size_t field, const char **ret_text) {
    const uint32_t node = member_of(file, object, form, field);
    assert(node != PL_JSON_NONE); /* the form requires it */
    return text_of(file, node, ret_text);
}

/* The form bounds it to what fits. */
static int64_t integer_of(const reader *file, uint32_t node) {
    pl_decimal value = pl_decimal_of(0);
    const pl_status status = pl_decimal_parse(pl_json_raw(file->json, node), &value);
    assert(status == PL_OK && value.exponent >= 0);
    (void)status;
    int64_t number = (int64_t)value.coefficient;
    for (int32_t i = 0; i < value.exponent; i++) { number *= 10; }
    return number;
}

/* The index of a word in a list of `count`; or PL_E_SYNTAX. */
static pl_status word_of(const reader *file, uint32_t node, const char *(*text_at)(size_t index),
                         size_t count, size_t *ret_index) {
    for (size_t i = 0; i < count; i++) {
        if (pl_json_string_is(file->json, node, pl_bytes_of(text_at(i)))) {
            *ret_index = i;
            return PL_OK;
        }
    }
    return fail_at(file->json->text, file->json->nodes[node].at,
                   "this word is none that a record has here", file->trouble);
}

static const char *severity_at(size_t index) {
    return pl_severity_text((pl_severity)index);
}

static const char *outcome_at(size_t index) {
    return pl_outcome_text((pl_outcome)index);
}

static const char *class_at(size_t index) {
    return pl_class_text((pl_class)index);
}

static pl_status read_finding(const reader *file, uint32_t node, pl_baseline_finding *ret_finding) {
    const pl_schema *const form = &pl_record_finding_schema;
    size_t severity = 0;
    pl_baseline_finding finding = {.source = NULL};
    pl_status status = member_text(file, node, form, PL_RECORD_FINDING_CHECK, &finding.check);
    if (status != PL_OK) { return status; }
    status = member_text(file, node, form, PL_RECORD_FINDING_MESSAGE, &finding.message);
    if (status != PL_OK) { return status; }
    status = word_of(file, member_of(file, node, form, PL_RECORD_FINDING_SEVERITY), severity_at,
                     PL_SEVERITY_COUNT, &severity);
    if (status != PL_OK) { return status; }
    finding.severity = (pl_severity)severity;
    *ret_finding = finding;
    return PL_OK;
}

static pl_status read_findings(const reader *file, uint32_t array,
                               const pl_baseline_finding **ret_list, size_t *ret_count) {
    const pl_json_node *const nodes = file->json->nodes;
    const size_t count = pl_json_child_count(file->json, array);
    pl_baseline_finding *const list = pl_arena_alloc(file->arena, count * sizeof *list);
    if (list == NULL) { return PL_E_MEMORY; }
    size_t used = 0;
    for (uint32_t node = array + 1; node < nodes[array].next; node = nodes[node].next) {
        assert(used < count);
        const pl_status status = read_finding(file, node, &list[used++]);
        if (status != PL_OK) { return status; }
    }
    qsort(list, used, sizeof *list, pl_baseline_order_findings);
    *ret_list = list;
    *ret_count = used;
    return PL_OK;
}

/* What is no text is encoded; of a long one there is only the length. */
static pl_status read_body(const reader *file, uint32_t object, pl_baseline_case *seen) {
    const pl_schema *const form = &pl_record_case_schema;
    const uint32_t plain = member_of(file, object, form, PL_RECORD_CASE_BODY);
    const uint32_t encoded = member_of(file, object, form, PL_RECORD_CASE_BODY_BASE64URL);
    const uint32_t bytes = member_of(file, object, form, PL_RECORD_CASE_BODY_BYTES);
    if (bytes != PL_JSON_NONE) { seen->body_bytes = (uint64_t)integer_of(file, bytes); }
    const uint32_t node = plain != PL_JSON_NONE ? plain : encoded;
    if (node == PL_JSON_NONE) { return PL_OK; }
    pl_bytes text;
    pl_status status = pl_json_string_decode(file->json, node, file->arena, &text);
    if (status == PL_OK && plain == PL_JSON_NONE) {
        uint8_t *const out = pl_arena_alloc(file->arena, text.len + 1);
        if (out == NULL) { return PL_E_MEMORY; }
        size_t len = 0;
        status = pl_base64url_decode(text, out, text.len, &len);
        text = (pl_bytes){out, len};
    }
    if (status == PL_E_MEMORY) { return status; }
    if (status != PL_OK) {
        return fail_at(file->json->text, file->json->nodes[node].at,
                       "this body cannot be read: it is neither text nor base64url", file->trouble);
    }
    seen->body = text;
    seen->body_bytes = text.len;
    return PL_OK;
}

static pl_status read_case(const reader *file, uint32_t node, pl_baseline_case *ret_case) {
    const pl_schema *const form = &pl_record_case_schema;
    pl_baseline_case seen = {.at = file->json->nodes[node].at};
    const struct {
        pl_record_case_field field;
        const char **to;
    } texts[] = {
        {PL_RECORD_CASE_ID, &seen.id},
        {PL_RECORD_CASE_METHOD, &seen.method},
        {PL_RECORD_CASE_TARGET, &seen.target},
    };
    pl_status status = PL_OK;
    for (size_t i = 0; i < PL_COUNT(texts) && status == PL_OK; i++) {
        status = member_text(file, node, form, texts[i].field, texts[i].to);
    }
    if (status != PL_OK) { return status; }
    size_t word = 0;
    status = word_of(file, member_of(file, node, form, PL_RECORD_CASE_CLASS), class_at,
                     PL_CLASS_COUNT, &word);
    if (status != PL_OK) { return status; }
    seen.klass = class_at(word);
    status = word_of(file, member_of(file, node, form, PL_RECORD_CASE_OUTCOME), outcome_at,
                     PL_OUTCOME_COUNT, &word);
    if (status != PL_OK) { return status; }
    seen.outcome = (pl_outcome)word;
    seen.status = (int)integer_of(file, member_of(file, node, form, PL_RECORD_CASE_STATUS));
    status = read_body(file, node, &seen);
    if (status != PL_OK) { return status; }
    status = read_findings(file, member_of(file, node, form, PL_RECORD_CASE_FINDINGS),
                           &seen.findings, &seen.finding_count);
    if (status == PL_OK) { *ret_case = seen; }
    return status;
}

static pl_status read_cases(const reader *file, uint32_t array, pl_baseline *baseline) {
    const pl_json_node *const nodes = file->json->nodes;
    const size_t count = pl_json_child_count(file->json, array);
    pl_baseline_case *const list = pl_arena_alloc(file->arena, count * sizeof *list);
    if (list == NULL) { return PL_E_MEMORY; }
    size_t used = 0;
    for (uint32_t node = array + 1; node < nodes[array].next; node = nodes[node].next) {
        assert(used < count);
        const pl_status status = read_case(file, node, &list[used++]);
        if (status != PL_OK) { return status; }
    }
    qsort(list, used, sizeof *list, pl_baseline_order_cases);
    for (size_t i = 1; i < used; i++) {
        if (strcmp(list[i - 1].id, list[i].id) != 0) { continue; }
        const size_t at = list[i].at > list[i - 1].at ? list[i].at : list[i - 1].at;
        return fail_at(file->json->text, at,
                       pl_arena_printf(file->arena, "the case %s stands here again", list[i].id),
                       file->trouble);
    }
    baseline->cases = list;
    baseline->case_count = used;
    return PL_OK;
}

static pl_status read_methods(const reader *file, uint32_t array, pl_baseline *baseline) {
    const pl_json_node *const nodes = file->json->nodes;
    if (nodes[array].kind == PL_JSON_NULL) { return PL_OK; }
    const size_t count = pl_json_child_count(file->json, array);
    pl_bytes *const list = pl_arena_alloc(file->arena, count * sizeof *list);
    if (list == NULL) { return PL_E_MEMORY; }
    size_t used = 0;
    for (uint32_t node = array + 1; node < nodes[array].next; node = nodes[node].next) {
        const char *code = NULL;
        const pl_status status = text_of(file, node, &code);
        if (status != PL_OK) { return status; }
        list[used++] = pl_bytes_of(code);
    }
    baseline->payment_methods = list;
    baseline->payment_method_count = used;
    return PL_OK;
}

/* --- form ------------------------------------------------------------------------------------ */

/* A record of another version is told so, whatever else it holds. */
static pl_status check_format(const reader *file) {
    static const char no_record[] = "this is no record; make one with paylink run --record FILE";
    const pl_json_node *const nodes = file->json->nodes;
    uint32_t node = PL_JSON_NONE;
    if (nodes[0].kind == PL_JSON_OBJECT) {
        node = member_of(file, 0, &pl_record_schema, PL_RECORD_FORMAT_NAME);
    }
    if (node == PL_JSON_NONE || nodes[node].kind != PL_JSON_STRING) {
        return fail_at(file->json->text, 0, no_record, file->trouble);
    }
    if (pl_json_string_is(file->json, node, (pl_bytes)PL_BYTES_LIT(PL_RECORD_FORMAT))) {
        return PL_OK;
    }
    return fail_at(file->json->text, nodes[node].at,
                   "this paylink reads records of format \"" PL_RECORD_FORMAT
                   "\"; record the run anew",
                   file->trouble);
}

static pl_status check_form(const reader *file) {
    pl_report report;
    pl_status status = pl_validate(&pl_record_schema, file->json, NULL, file->arena, &report);
    if (status != PL_OK) { return status; }
    for (uint32_t i = 0; i < report.count; i++) {
        const pl_violation *const violation = &report.list[i];
        if (violation->severity != PL_VIOLATION) { continue; }
        pl_bytes message;
        pl_bytes pointer;
        status = pl_violation_message(violation, file->json, file->arena, &message);
        if (status != PL_OK) { return status; }
        status = pl_json_pointer(file->json, violation->node, file->arena, &pointer);
        if (status != PL_OK) { return status; }
        return fail_at(file->json->text, violation->at,
                       pl_arena_printf(file->arena, "%.*s: %.*s", (int)pointer.len,
                                       (const char *)pointer.ptr, (int)message.len,
                                       (const char *)message.ptr),
                       file->trouble);
    }
    return PL_OK;
}

pl_status pl_baseline_read(pl_bytes text, pl_arena *arena, pl_baseline *ret_baseline,
                           pl_file_trouble *reterr_trouble) {
    assert(arena != NULL && ret_baseline != NULL && reterr_trouble != NULL);
    pl_json json;
    pl_json_error error = {0};
    pl_status status = pl_json_read(text, arena, &json, &error);
    if (status == PL_E_MEMORY) { return status; }
    if (status != PL_OK) {
        return fail_at(text, error.at < text.len ? error.at : text.len,
                       pl_arena_printf(arena, "not JSON: %s", pl_json_fault_text(error.fault)),
                       reterr_trouble);
    }
    const reader file = {&json, arena, reterr_trouble};
    status = check_format(&file);
    if (status == PL_OK) { status = check_form(&file); }
    if (status != PL_OK) { return status; }
    const pl_schema *const form = &pl_record_schema;
    pl_baseline baseline = {.now_ms =
                                integer_of(&file, member_of(&file, 0, form, PL_RECORD_NOW_MS))};
    status = read_methods(&file, member_of(&file, 0, form, PL_RECORD_PAYMENT_METHODS), &baseline);
    if (status != PL_OK) { return status; }
    status = read_findings(&file, member_of(&file, 0, form, PL_RECORD_FINDINGS), &baseline.findings,
                           &baseline.finding_count);
    if (status != PL_OK) { return status; }
    status = read_cases(&file, member_of(&file, 0, form, PL_RECORD_CASES), &baseline);
    if (status == PL_OK) { *ret_baseline = baseline; }
    return status;
}
