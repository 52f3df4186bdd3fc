#include "openapi/lift.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "openapi/lift_internal.h"
#include "openapi/regex.h"

enum {
    REMARK_BYTES_MAX = 512,
    REFERENCE_STEPS_MAX = 32,
    TEXT_BYTES_MORE = 64,
    WAY_SHOWN_MAX = 6,
    POINTER_SHOWN_MAX = 200
};

pl_status pl_lift_fail(pl_lift *lift, pl_status status, uint32_t node, const char *fault) {
    assert(status != PL_OK);
    lift->trouble = node;
    lift->fault = fault;
    return status;
}

pl_status pl_lift_remark_as(pl_lift *lift, pl_remark_kind kind, uint32_t node, const char *format,
                            ...) {
    if (lift->remark_count == PL_LIFT_REMARK_COUNT_MAX) { return PL_OK; }
    char text[REMARK_BYTES_MAX];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    const char *const kept = pl_arena_text(lift->arena, pl_bytes_of(text));
    if (kept == NULL) { return PL_E_MEMORY; }
    lift->remarks[lift->remark_count++] = (pl_remark){.node = node, .kind = kind, .message = kept};
    return PL_OK;
}

pl_status pl_lift_text(pl_lift *lift, uint32_t node, const char **ret_text) {
    pl_bytes text = {NULL, 0};
    if (lift->json->nodes[node].kind != PL_JSON_STRING) {
        return pl_lift_fail(lift, PL_E_SYNTAX, node, "must be a string");
    }
    /* What is shared is read again by all that refer to it, a little more each time than its bytes. */
    lift->text_bytes += lift->json->nodes[node].len + TEXT_BYTES_MORE;
    if (lift->text_bytes > PL_LIFT_TEXT_BYTES_MAX) {
        return pl_lift_fail(lift, PL_E_SIZE, node, "is referred to so often that it is too much");
    }
    const pl_status status = pl_json_string_decode(lift->json, node, lift->arena, &text);
    if (status == PL_E_MEMORY) { return status; }
    if (status != PL_OK || (text.len > 0 && memchr(text.ptr, '\0', text.len) != NULL)) {
        return pl_lift_fail(lift, PL_E_SYNTAX, node, "is no text that can be used");
    }
    const char *const kept = pl_arena_text(lift->arena, text);
    if (kept == NULL) { return PL_E_MEMORY; }
    *ret_text = kept;
    return PL_OK;
}

/* Where a node stands, the end of it where it is long. */
static pl_status shown_pointer(const pl_lift *lift, uint32_t node, const char **ret_text) {
    pl_bytes pointer = {NULL, 0};
    const pl_status status = pl_json_pointer(lift->json, node, lift->arena, &pointer);
    if (status != PL_OK) { return status; }
    const bool cut = pointer.len > POINTER_SHOWN_MAX;
    size_t at = cut ? pointer.len - POINTER_SHOWN_MAX : 0;
    while (at < pointer.len && (pointer.ptr[at] & 0xC0) == 0x80) { at++; } /* a whole code point */
    *ret_text = pl_arena_printf(lift->arena, "%s%.*s", cut ? "..." : "", (int)(pointer.len - at),
                                (const char *)pointer.ptr + at);
    return *ret_text == NULL ? PL_E_MEMORY : PL_OK;
}

/* Percent-escapes of a URI fragment, undone in place. RFC 6901 section 6 */
static void decode_fragment(char *text) {
    static const char digits[] = "0123456789abcdef";
    char *out = text;
    for (const char *at = text; *at != '\0';) {
        const char *const high =
            at[0] == '%' && at[1] != '\0' ? strchr(digits, at[1] | 0x20) : NULL;
        const char *const low = high != NULL && at[2] != '\0' ? strchr(digits, at[2] | 0x20) : NULL;
        if (low != NULL && (high != digits || low != digits)) { /* no text holds U+0000 */
            *out++ = (char)((high - digits) * 16 + (low - digits));
            at += 3;
        } else {
            *out++ = *at++;
        }
    }
    *out = '\0';
}

static pl_status step(pl_lift *lift, uint32_t reference, uint32_t *ret_node) {
    const char *text = NULL;
    const pl_status status = pl_lift_text(lift, reference, &text);
    if (status != PL_OK) { return status; }
    if (text[0] != '#') {
        return pl_lift_fail(lift, PL_E_SYNTAX, reference,
                            "leads out of the document; put what it names into it");
    }
    char *const pointer = pl_arena_text(lift->arena, pl_bytes_of(text + 1));
    if (pointer == NULL) { return PL_E_MEMORY; }
    decode_fragment(pointer);
    const uint32_t node = pl_lift_resolve(lift, pointer);
    if (node == PL_JSON_NONE && pointer[0] != '\0') {
        return pl_lift_fail(lift, PL_E_SYNTAX, reference,
                            pointer[0] == '/' ? "leads nowhere"
                                              : "is no JSON Pointer, which begins with \"#/\"");
    }
    lift->referred[node] = true;
    *ret_node = node;
    return PL_OK;
}

/* "A -> B -> A", of which the middle is left out where the way is long. */
pl_status pl_lift_circle(pl_lift *lift, const uint32_t *way, size_t count) {
    const char *text = NULL;
    assert(count > 0);
    for (size_t i = 0; i <= count; i++) {
        if (i >= WAY_SHOWN_MAX && i < count) { continue; }
        const char *pointer = NULL;
        const pl_status status = shown_pointer(lift, way[i % count], &pointer);
        if (status != PL_OK) { return status; }
        const char *const gap = i == count && count > WAY_SHOWN_MAX ? " -> ..." : "";
        text =
            text == NULL ? pointer : pl_arena_printf(lift->arena, "%s%s -> %s", text, gap, pointer);
        if (text == NULL) { return PL_E_MEMORY; }
    }
    const char *const fault = pl_arena_printf(
        lift->arena, "refers to itself in a circle, which is not supported: %s", text);
    return fault == NULL ? PL_E_MEMORY : pl_lift_fail(lift, PL_E_SYNTAX, way[count - 1], fault);
}

/* A way of references; `single`: no further than a schema that says something itself. */
static pl_status follow(pl_lift *lift, uint32_t node, bool single, uint32_t *ret_node) {
    uint32_t way[REFERENCE_STEPS_MAX];
    for (size_t count = 0; count < REFERENCE_STEPS_MAX; count++) {
        const uint32_t reference = pl_json_member(lift->json, node, "$ref");
        if (reference == PL_JSON_NONE ||
            (single && count > 0 && pl_json_child_count(lift->json, node) > 1)) {
            *ret_node = node;
            return PL_OK;
        }
        for (size_t i = 0; i < count; i++) {
            if (way[i] == node) { return pl_lift_circle(lift, way + i, count - i); }
        }
        way[count] = node;
        const pl_status status = step(lift, reference, &node);
        if (status != PL_OK) { return status; }
    }
    return pl_lift_fail(lift, PL_E_SYNTAX, way[0], "leads on and on: more than 32 references");
}

pl_status pl_lift_follow(pl_lift *lift, uint32_t node, uint32_t *ret_node) {
    return follow(lift, node, false, ret_node);
}

pl_status pl_lift_follow_schema(pl_lift *lift, uint32_t node, uint32_t *ret_node) {
    return follow(lift, node, true, ret_node);
}

/* 3.0.x or 3.1.x. */
static pl_status take_version(pl_lift *lift, pl_document *document) {
    const uint32_t node = pl_json_member(lift->json, 0, "openapi");
    if (lift->json->nodes[0].kind != PL_JSON_OBJECT || node == PL_JSON_NONE) {
        return pl_lift_fail(lift, PL_E_SYNTAX, 0,
                            "is no OpenAPI document: it has no member \"openapi\"");
    }
    const pl_status status = pl_lift_text(lift, node, &document->version);
    if (status != PL_OK) { return status; }
    lift->is_30 = strncmp(document->version, "3.0.", 4) == 0;
    if (!lift->is_30 && strncmp(document->version, "3.1.", 4) != 0) {
        return pl_lift_fail(lift, PL_E_SYNTAX, node,
                            "is not a version that is read: 3.0.x or 3.1.x");
    }
    return PL_OK;
}

static pl_status prepare(pl_lift *lift, const pl_source *source) {
    const size_t count = source->json.count;
    lift->memos = pl_arena_alloc(lift->arena, count * sizeof *lift->memos);
    lift->remarks = pl_arena_alloc(lift->arena, PL_LIFT_REMARK_COUNT_MAX * sizeof *lift->remarks);
    lift->referred = pl_arena_alloc(lift->arena, count * sizeof *lift->referred);
    if (lift->memos == NULL || lift->remarks == NULL || lift->referred == NULL) {
        return PL_E_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        lift->memos[i] = (pl_lift_memo){.schema = NULL};
        lift->referred[i] = false;
    }
    const pl_status status = pl_lift_index_build(lift);
    return status == PL_OK ? pl_regex_list_new(&lift->regexes) : status;
}

static pl_status list_schemas(const pl_lift *lift, pl_document *document) {
    const uint32_t count = lift->json->count;
    const pl_schema **const list = pl_arena_alloc(lift->arena, count * sizeof *list);
    if (list == NULL) { return PL_E_MEMORY; }
    for (uint32_t i = 0; i < count; i++) {
        const pl_lifted_schema *const lifted = lift->memos[i].schema;
        list[i] = lifted == NULL ? NULL : &lifted->schema;
    }
    document->schemas = list;
    return PL_OK;
}

/* "/paths/~1a/post: leads nowhere" */
static pl_status explain(const pl_lift *lift, const pl_source *source, pl_status status,
                         pl_source_error *reterr_error) {
    const char *pointer = NULL;
    if (status == PL_E_MEMORY) { return status; }
    assert(lift->fault != NULL);
    if (shown_pointer(lift, lift->trouble, &pointer) != PL_OK) { return PL_E_MEMORY; }
    const char *const message = pl_arena_printf(lift->arena, "%s %s", pointer, lift->fault);
    if (message == NULL) { return PL_E_MEMORY; }
    *reterr_error = (pl_source_error){.message = lift->trouble == 0 ? lift->fault : message,
                                      .place = source->places[lift->trouble]};
    return status;
}

pl_status pl_document_lift(pl_bytes text, pl_arena *arena, pl_document *ret_document,
                           pl_source_error *reterr_error) {
    assert(arena != NULL && ret_document != NULL && reterr_error != NULL);
    pl_document document = {.version = NULL};
    pl_status status = pl_source_read(text, arena, &document.source, reterr_error);
    if (status != PL_OK) { return status; }
    pl_lift lift = {.json = &document.source.json, .arena = arena};
    status = prepare(&lift, &document.source);
    if (status == PL_OK) { status = take_version(&lift, &document); }
    if (status == PL_OK) { status = pl_lift_operations(&lift, &document); }
    if (status == PL_OK) { status = pl_lift_components(&lift); }
    if (status == PL_OK) { status = list_schemas(&lift, &document); }
    document.remarks = lift.remarks;
    document.remark_count = lift.remark_count;
    document.referred = lift.referred;
    document.index = lift.index;
    document.has_own = lift.has_own;
    document.regexes = lift.regexes;
    if (status == PL_OK) {
        *ret_document = document;
        return PL_OK;
    }
    status = explain(&lift, &document.source, status, reterr_error);
    pl_regex_list_free(lift.regexes);
    return status;
}

void pl_document_done(pl_document *document) {
    if (document == NULL) { return; }
    pl_regex_list_free(document->regexes);
    document->regexes = NULL;
}

bool pl_path_is_same(const char *left, const char *right) {
    while (*left != '\0' && *right != '\0') {
        if (*left == '{' && *right == '{') {
            left += strcspn(left, "}");
            right += strcspn(right, "}");
        }
        if (*left != *right) { return false; }
        if (*left != '\0') {
            left++;
            right++;
        }
    }
    return *left == *right;
}

const pl_operation *pl_document_operation(const pl_document *document, const char *method,
                                          const char *path) {
    for (size_t i = 0; i < document->operation_count; i++) {
        const pl_operation *const operation = &document->operations[i];
        if (strcmp(operation->method, method) == 0 && pl_path_is_same(operation->path, path)) {
            return operation;
        }
    }
    return NULL;
}
