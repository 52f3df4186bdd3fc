#include <assert.h>
#include <inttypes.h>
#include <json-c/json.h>
#include <limits.h>

#include "cli/validate_internal.h"
#include "report/safe_text.h"

/* "FILE", or "FILE:LINE" of a document that is a line. Safe to print. NULL when out of memory. */
static const char *label_of(const pl_validate_document *document, pl_safe_use use,
                            pl_arena *arena) {
    const char *name = pl_safe_string(document->name, use, arena);
    if (name == NULL || document->line == 0) { return name; }
    return pl_arena_printf(arena, "%s:%" PRIu64, name, document->line);
}

static pl_status print_row(const pl_validate_document *document, const char *label,
                           const pl_validate_row *row, pl_arena *arena) {
    pl_bytes pointer;
    pl_bytes message;
    const pl_status pointer_status = pl_safe_text(row->pointer, PL_SAFE_LINE, arena, &pointer);
    const pl_status message_status = pl_safe_text(row->message, PL_SAFE_LINE, arena, &message);
    if (pointer_status != PL_OK || message_status != PL_OK) { return PL_E_MEMORY; }
    (void)printf("%s:", label);
    if (document->line == 0) { (void)printf("%" PRIu32 ":", row->position.line); }
    (void)printf("%" PRIu32 ": %s %s at %s: %s\n", row->position.column,
                 row->severity == PL_VIOLATION ? pl_verdict_text(PL_REJECT)
                                               : pl_verdict_text(PL_OPEN),
                 row->keyword, pointer.len > 0 ? (const char *)pointer.ptr : "(root)",
                 (const char *)message.ptr);
    return PL_OK;
}

pl_status pl_validate_print_text(const pl_validate_document *document, pl_verdict verdict,
                                 const pl_validate_rows *rows, pl_arena *arena) {
    assert(document != NULL && rows != NULL);
    const char *label = label_of(document, PL_SAFE_LINE, arena);
    if (label == NULL) { return PL_E_MEMORY; }
    for (size_t i = 0; i < rows->count; i++) {
        const pl_status status = print_row(document, label, &rows->list[i], arena);
        if (status != PL_OK) { return status; }
    }
    if (rows->unlisted > 0) {
        pl_cli_error("validate", "%s: %" PRIu64 " more deviations are not listed", label,
                     rows->unlisted);
    }
    (void)printf("%s: %s\n", label, pl_verdict_text(verdict));
    return PL_OK;
}

/* A string, or NULL when out of memory. */
static json_object *string_of(pl_bytes text, pl_arena *arena) {
    pl_bytes safe;
    if (pl_safe_text(text, PL_SAFE_UTF8, arena, &safe) != PL_OK || safe.len > INT_MAX) {
        return NULL;
    }
    return json_object_new_string_len((const char *)safe.ptr, (int)safe.len);
}

/* Put value under key, taking it over; false when out of memory. */
static bool put(json_object *object, const char *key, json_object *value) {
    if (value != NULL && json_object_object_add(object, key, value) == 0) { return true; }
    json_object_put(value);
    return false;
}

static json_object *row_object(const pl_validate_row *row, pl_arena *arena) {
    json_object *object = json_object_new_object();
    if (object == NULL) { return NULL; }
    if (put(object, "instanceLocation", string_of(row->pointer, arena)) &&
        put(object, "keyword", string_of(pl_bytes_of(row->keyword), arena)) &&
        put(object, "message", string_of(row->message, arena)) &&
        put(object, "offset", json_object_new_int64(row->offset)) &&
        put(object, "line", json_object_new_int64(row->position.line)) &&
        put(object, "column", json_object_new_int64(row->position.column))) {
        return object;
    }
    json_object_put(object);
    return NULL;
}

/* The violations, or everything else. NULL when out of memory. */
static json_object *row_array(const pl_validate_rows *rows, bool violations, pl_arena *arena) {
    json_object *array = json_object_new_array();
    for (size_t i = 0; i < rows->count && array != NULL; i++) {
        if ((rows->list[i].severity == PL_VIOLATION) != violations) { continue; }
        json_object *object = row_object(&rows->list[i], arena);
        if (object == NULL || json_object_array_add(array, object) != 0) {
            json_object_put(object);
            json_object_put(array);
            return NULL;
        }
    }
    return array;
}

pl_status pl_validate_print_json(const pl_validate_document *document, pl_verdict verdict,
                                 const pl_validate_rows *rows, pl_arena *arena) {
    assert(document != NULL && rows != NULL);
    const char *label = label_of(document, PL_SAFE_UTF8, arena);
    json_object *object = json_object_new_object();
    pl_status status = PL_E_MEMORY;
    if (label != NULL && object != NULL &&
        put(object, "document", string_of(pl_bytes_of(label), arena)) &&
        put(object, "verdict", string_of(pl_bytes_of(pl_verdict_text(verdict)), arena)) &&
        put(object, "violations", row_array(rows, true, arena)) &&
        put(object, "open", row_array(rows, false, arena))) {
        const char *text = json_object_to_json_string_ext(
            object, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
        if (text != NULL) {
            (void)printf("%s\n", text);
            status = PL_OK;
        }
    }
    if (status == PL_OK && rows->unlisted > 0) {
        pl_cli_error("validate", "%s: %" PRIu64 " more deviations are not listed", label,
                     rows->unlisted);
    }
    json_object_put(object);
    return status;
}
