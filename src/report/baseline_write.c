/* A record as a file: one line a case, so that a difference of two records reads well. */
#include <assert.h>
#include <json-c/json.h>
#include <limits.h>

#include "report/baseline_internal.h"
#include "report/formats_internal.h"
#include "report/safe_text.h"
#include "text/base64url.h"
#include "text/utf8.h"

typedef struct writer {
    FILE *out;
    pl_arena arena; /* scratch */
    pl_status status;
} writer;

/* Take value over, under the name of the member. */
static void put(writer *file, json_object *object, const pl_schema *schema, size_t field,
                json_object *value) {
    assert(field < schema->member_count);
    const char *const name = schema->members[field].name;
    if (value == NULL || object == NULL || json_object_object_add(object, name, value) != 0) {
        json_object_put(value);
        file->status = PL_E_MEMORY;
    }
}

static json_object *string_of(writer *file, pl_bytes text) {
    pl_bytes safe;
    const bool fine =
        pl_safe_text(text, PL_SAFE_UTF8, &file->arena, &safe) == PL_OK && safe.len <= INT_MAX;
    return fine ? json_object_new_string_len((const char *)safe.ptr, (int)safe.len) : NULL;
}

static void put_text(writer *file, json_object *object, const pl_schema *schema, size_t field,
                     const char *text) {
    put(file, object, schema, field, string_of(file, pl_bytes_of(text)));
}

/* One value of a line of its own. */
static void print(writer *file, json_object *value, const char *before, const char *after) {
    const char *const text =
        value != NULL && file->status == PL_OK
            ? json_object_to_json_string_ext(value, JSON_C_TO_STRING_PLAIN |
                                                        JSON_C_TO_STRING_NOSLASHESCAPE)
            : NULL;
    if (text == NULL) {
        file->status = PL_E_MEMORY;
    } else if (fprintf(file->out, "%s%s%s", before, text, after) < 0) {
        file->status = PL_E_IO;
    }
    json_object_put(value);
}

static json_object *finding_object(writer *file, const pl_baseline_finding *finding) {
    const pl_schema *const form = &pl_record_finding_schema;
    json_object *const object = json_object_new_object();
    put_text(file, object, form, PL_RECORD_FINDING_CHECK, finding->check);
    put_text(file, object, form, PL_RECORD_FINDING_SEVERITY, pl_severity_text(finding->severity));
    put_text(file, object, form, PL_RECORD_FINDING_MESSAGE, finding->message);
    return object;
}

static json_object *findings_array(writer *file, const pl_baseline_finding *list, size_t count) {
    json_object *const array = json_object_new_array();
    for (size_t i = 0; i < count && file->status == PL_OK; i++) {
        json_object *const finding = finding_object(file, &list[i]);
        if (array == NULL || json_object_array_add(array, finding) != 0) {
            json_object_put(finding);
            file->status = PL_E_MEMORY;
        }
    }
    return array;
}

/* As text where it is one; of a long one only how long it is. */
static void put_body(writer *file, json_object *object, const pl_baseline_case *row) {
    const pl_schema *const form = &pl_record_case_schema;
    if (row->body.ptr == NULL) {
        if (row->body_bytes > 0) {
            put(file, object, form, PL_RECORD_CASE_BODY_BYTES,
                json_object_new_uint64(row->body_bytes));
        }
        return;
    }
    if (pl_utf8_valid(row->body)) {
        put(file, object, form, PL_RECORD_CASE_BODY, string_of(file, row->body));
        return;
    }
    const size_t cap = pl_base64url_encoded_len(row->body.len);
    uint8_t *const encoded = pl_arena_alloc(&file->arena, cap);
    size_t len = 0;
    if (encoded == NULL || pl_base64url_encode(row->body, encoded, cap, &len) != PL_OK) {
        file->status = PL_E_MEMORY;
        return;
    }
    put(file, object, form, PL_RECORD_CASE_BODY_BASE64URL,
        string_of(file, (pl_bytes){encoded, len}));
}

static json_object *case_object(writer *file, const pl_baseline_case *row) {
    const pl_schema *const form = &pl_record_case_schema;
    json_object *const object = json_object_new_object();
    put_text(file, object, form, PL_RECORD_CASE_ID, row->id);
    put_text(file, object, form, PL_RECORD_CASE_CLASS, row->klass);
    put_text(file, object, form, PL_RECORD_CASE_OUTCOME, pl_outcome_text(row->outcome));
    put(file, object, form, PL_RECORD_CASE_STATUS, json_object_new_int(row->status));
    put_text(file, object, form, PL_RECORD_CASE_METHOD, row->method);
    put_text(file, object, form, PL_RECORD_CASE_TARGET, row->target);
    put_body(file, object, row);
    put(file, object, form, PL_RECORD_CASE_FINDINGS,
        findings_array(file, row->findings, row->finding_count));
    return object;
}

static json_object *methods_array(writer *file, const pl_baseline *baseline) {
    json_object *const array = json_object_new_array();
    for (size_t i = 0; i < baseline->payment_method_count; i++) {
        json_object *const code = string_of(file, baseline->payment_methods[i]);
        if (array == NULL || code == NULL || json_object_array_add(array, code) != 0) {
            json_object_put(code);
            file->status = PL_E_MEMORY;
            break;
        }
    }
    return array;
}

static void print_name(writer *file, pl_record_field field, const char *before) {
    if (fprintf(file->out, "%s\"%s\": ", before, pl_record_schema.members[field].name) < 0) {
        file->status = PL_E_IO;
    }
}

static void print_record(writer *file, const pl_baseline *baseline) {
    print_name(file, PL_RECORD_FORMAT_NAME, "{\n");
    print(file, json_object_new_string(PL_RECORD_FORMAT), "", "");
    print_name(file, PL_RECORD_NOW_MS, ",\n");
    print(file, json_object_new_int64(baseline->now_ms), "", "");
    print_name(file, PL_RECORD_PAYMENT_METHODS, ",\n");
    if (baseline->payment_methods == NULL) {
        if (fputs("null", file->out) == EOF) { file->status = PL_E_IO; }
    } else {
        print(file, methods_array(file, baseline), "", "");
    }
    print_name(file, PL_RECORD_FINDINGS, ",\n");
    print(file, findings_array(file, baseline->findings, baseline->finding_count), "", "");
    print_name(file, PL_RECORD_CASES, ",\n");
    for (size_t i = 0; i < baseline->case_count && file->status == PL_OK; i++) {
        pl_arena_reset(&file->arena);
        print(file, case_object(file, &baseline->cases[i]), i == 0 ? "[\n" : ",\n", "");
    }
    if (fputs(baseline->case_count == 0 ? "[]\n}\n" : "\n]\n}\n", file->out) == EOF) {
        file->status = PL_E_IO;
    }
}

static pl_status write_record(const pl_result *result, FILE *out) {
    assert(result != NULL && out != NULL);
    pl_arena arena;
    pl_arena_init(&arena);
    pl_baseline baseline;
    writer file = {.out = out};
    pl_arena_init(&file.arena);
    file.status = pl_baseline_make(result, &arena, &baseline);
    if (file.status == PL_OK) { print_record(&file, &baseline); }
    pl_arena_done(&file.arena);
    pl_arena_done(&arena);
    return file.status;
}

const pl_report_format pl_baseline_format = {
    .name = "record", .purpose = "what a later run is compared with", .write = write_record};
