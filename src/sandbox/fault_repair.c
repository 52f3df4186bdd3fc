#include <assert.h>
#include <string.h>

#include "sandbox/fault_internal.h"

/* What a sloppy server makes of a body that it should have refused: every value becomes one of its type. */

enum { ROUND_COUNT_MAX = 256 }; /* values that one document is mended in */

static const pl_bytes text_null = PL_BYTES_LIT("null");
static const pl_bytes text_true = PL_BYTES_LIT("true");
static const pl_bytes text_false = PL_BYTES_LIT("false");
static const pl_bytes text_one = PL_BYTES_LIT("1");
static const pl_bytes text_string_one = PL_BYTES_LIT("\"1\"");
static const pl_bytes text_empty = PL_BYTES_LIT("\"\"");
static const pl_bytes text_object = PL_BYTES_LIT("{}");
static const pl_bytes text_array = PL_BYTES_LIT("[]");
static const pl_bytes text_array_of_object = PL_BYTES_LIT("[{}]");

pl_status pl_fault_splice(pl_bytes text, pl_bytes part, pl_bytes with, pl_arena *arena,
                          pl_bytes *ret_text) {
    const size_t before = (size_t)(part.ptr - text.ptr);
    assert(before <= text.len && part.len <= text.len - before);
    const size_t len = text.len - part.len + with.len;
    uint8_t *out = pl_arena_alloc(arena, len);
    if (out == NULL) { return PL_E_MEMORY; }
    if (before > 0) { memcpy(out, text.ptr, before); }
    if (with.len > 0) { memcpy(out + before, with.ptr, with.len); }
    const size_t after = text.len - before - part.len;
    if (after > 0) { memcpy(out + before + with.len, part.ptr + part.len, after); }
    *ret_text = (pl_bytes){out, len};
    return PL_OK;
}

static pl_bytes arena_bytes(const char *text) {
    return pl_bytes_of(text); /* NULL gives an empty view, which no value is */
}

static bool is_kind(const pl_json *json, uint32_t node, pl_json_kind kind) {
    return json->nodes[node].kind == kind;
}

/* The only element of an array of one scalar, or the node itself. */
static uint32_t unwrapped(const pl_json *json, uint32_t node) {
    const bool one = is_kind(json, node, PL_JSON_ARRAY) && json->nodes[node].next == node + 2;
    return one ? node + 1 : node;
}

static pl_bytes to_number(const pl_json *json, uint32_t node, const pl_schema *schema) {
    const bool whole = (schema->types & PL_TYPE_NUMBER) == 0;
    pl_bytes lexeme = text_one;
    pl_number_shape shape;
    node = unwrapped(json, node);
    if (is_kind(json, node, PL_JSON_NUMBER)) {
        lexeme = pl_json_raw(json, node);
    } else if (is_kind(json, node, PL_JSON_STRING) &&
               pl_number_scan(pl_json_inside(json, node), &shape) == PL_OK) {
        lexeme = pl_json_inside(json, node);
    } else if (is_kind(json, node, PL_JSON_NULL) ||
               (is_kind(json, node, PL_JSON_BOOLEAN) && !pl_json_is_true(json, node))) {
        static const pl_bytes zero = PL_BYTES_LIT("0");
        return zero;
    }
    if (!whole || pl_number_scan(lexeme, &shape) != PL_OK || shape.integer) { return lexeme; }
    size_t len = 0; /* the fraction is cut off */
    while (len < lexeme.len && lexeme.ptr[len] != '.' && (lexeme.ptr[len] | 0x20) != 'e') { len++; }
    return (pl_bytes){lexeme.ptr, len};
}

static pl_bytes to_string(const pl_json *json, uint32_t node, pl_arena *arena) {
    node = unwrapped(json, node);
    const pl_bytes raw = pl_json_raw(json, node);
    switch ((pl_json_kind)json->nodes[node].kind) {
    case PL_JSON_STRING:
        return raw;
    case PL_JSON_NUMBER:
        return arena_bytes(pl_arena_printf(arena, "\"%.*s\"", (int)raw.len, (const char *)raw.ptr));
    case PL_JSON_BOOLEAN:
        return pl_json_is_true(json, node) ? text_string_one : text_empty;
    default:
        return text_empty;
    }
}

static pl_bytes to_boolean(const pl_json *json, uint32_t node) {
    static const pl_bytes falsehoods[] = {PL_BYTES_LIT("0"),      PL_BYTES_LIT("\"\""),
                                          PL_BYTES_LIT("\"0\""),  PL_BYTES_LIT("\"false\""),
                                          PL_BYTES_LIT("\"no\""), PL_BYTES_LIT("null")};
    for (size_t i = 0; i < PL_COUNT(falsehoods); i++) {
        if (pl_bytes_equal(pl_json_raw(json, node), falsehoods[i])) { return text_false; }
    }
    return text_true;
}

/* A scalar becomes an array of it; an object, as in {"0": …}, the array of its values. */
static pl_bytes to_array(const pl_json *json, uint32_t node, pl_arena *arena) {
    const pl_bytes raw = pl_json_raw(json, node);
    if (is_kind(json, node, PL_JSON_NULL)) { return text_array; }
    if (!is_kind(json, node, PL_JSON_OBJECT)) {
        return arena_bytes(pl_arena_printf(arena, "[%.*s]", (int)raw.len, (const char *)raw.ptr));
    }
    char *out = pl_arena_alloc(arena, raw.len + 2);
    if (out == NULL) { return (pl_bytes){NULL, 0}; }
    size_t len = 0;
    out[len++] = '[';
    for (uint32_t name = node + 1; name < json->nodes[node].next;
         name = json->nodes[name + 1].next) {
        const pl_bytes value = pl_json_raw(json, name + 1);
        if (len > 1) { out[len++] = ','; }
        memcpy(out + len, value.ptr, value.len);
        len += value.len;
    }
    out[len++] = ']';
    assert(len <= raw.len + 2);
    return (pl_bytes){(const uint8_t *)out, len};
}

pl_status pl_fault_coerce(const pl_json *json, uint32_t node, const pl_schema *schema,
                          pl_arena *arena, pl_bytes *ret_text) {
    const unsigned types = schema->types;
    pl_bytes text = text_null;
    if ((types & (PL_TYPE_INTEGER | PL_TYPE_NUMBER)) != 0) {
        text = to_number(json, node, schema);
    } else if ((types & PL_TYPE_STRING) != 0) {
        text = to_string(json, node, arena);
    } else if ((types & PL_TYPE_BOOLEAN) != 0) {
        text = to_boolean(json, node);
    } else if ((types & PL_TYPE_ARRAY) != 0) {
        text = to_array(json, node, arena);
    } else if ((types & PL_TYPE_NULL) == 0) {
        text = text_object;
    }
    if (text.len == 0) { return PL_E_MEMORY; }
    *ret_text = text;
    return PL_OK;
}

/* A value that keeps every row of the contract's request. */
static pl_bytes made_up(const pl_schema *schema) {
    const unsigned types = schema->types;
    if ((types & PL_TYPE_NULL) != 0) { return text_null; }
    if ((types & (PL_TYPE_INTEGER | PL_TYPE_NUMBER)) != 0) { return text_one; }
    if ((types & PL_TYPE_STRING) != 0) { return text_string_one; }
    if ((types & PL_TYPE_BOOLEAN) != 0) { return text_true; }
    if ((types & PL_TYPE_OBJECT) != 0) { return text_object; }
    const bool inhabited = pl_schema_facet(schema, PL_KEYWORD_MIN_ITEMS, PL_VIOLATION) != NULL;
    return inhabited ? text_array_of_object : text_array;
}

static pl_status add_absent(const pl_json *json, const pl_violation *violation, pl_arena *arena,
                            pl_bytes *ret_text) {
    const pl_member *member = violation->member;
    const pl_bytes value = made_up(member->schema);
    const char *comma = json->nodes[violation->node].next == violation->node + 1 ? "" : ",";
    const char *row = pl_arena_printf(arena, "\"%s\":%.*s%s", member->name, (int)value.len,
                                      (const char *)value.ptr, comma);
    if (row == NULL) { return PL_E_MEMORY; }
    const pl_bytes behind_brace = {json->text.ptr + json->nodes[violation->node].at + 1, 0};
    return pl_fault_splice(json->text, behind_brace, pl_bytes_of(row), arena, ret_text);
}

/* What can be kept only as it should be: a text that is a number to the store, and may be null. */
static bool is_unkeepable(const pl_violation *violation) {
    return violation->keyword == PL_KEYWORD_PATTERN &&
           (violation->schema->types & PL_TYPE_NULL) != 0;
}

static const pl_violation *first_to_mend(const pl_report *report) {
    for (uint32_t i = 0; i < report->count; i++) {
        const pl_violation *violation = &report->list[i];
        if (violation->severity != PL_VIOLATION) { continue; }
        if (violation->keyword == PL_KEYWORD_TYPE || violation->keyword == PL_KEYWORD_REQUIRED ||
            is_unkeepable(violation)) {
            return violation;
        }
    }
    return NULL;
}

static pl_status mend(const pl_json *json, const pl_violation *violation, pl_arena *arena,
                      pl_bytes *ret_text) {
    pl_bytes value = text_null;
    if (violation->keyword == PL_KEYWORD_REQUIRED) {
        return add_absent(json, violation, arena, ret_text);
    }
    if (violation->keyword == PL_KEYWORD_TYPE) {
        const pl_status status =
            pl_fault_coerce(json, violation->node, violation->schema, arena, &value);
        if (status != PL_OK) { return status; }
    }
    return pl_fault_splice(json->text, pl_json_raw(json, violation->node), value, arena, ret_text);
}

pl_status pl_fault_repair(const pl_schema *schema, pl_bytes text, pl_arena *arena,
                          pl_json *ret_json) {
    const pl_context nothing = {.now_ms = 0};
    for (unsigned round = 0;; round++) {
        pl_json json = {.count = 0};
        pl_report report = {.count = 0};
        bool readable = false;
        pl_status status =
            pl_validate_text(schema, text, &nothing, arena, &json, &readable, &report);
        if (status != PL_OK) { return status; }
        const pl_violation *violation = first_to_mend(&report);
        if (readable && (violation == NULL || round == ROUND_COUNT_MAX)) {
            *ret_json = json;
            return PL_OK;
        }
        if (readable) {
            status = mend(&json, violation, arena, &text);
        } else {
            text = text_object;
        }
        if (status != PL_OK) { return status; }
    }
}
