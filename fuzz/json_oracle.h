/* json-c as the second opinion on JSON, and where it is known to be the more lenient of the two. */
#ifndef PL_FUZZ_JSON_ORACLE_H
#define PL_FUZZ_JSON_ORACLE_H

#include <json-c/json.h>

#include "fuzz_util.h"
#include "json_c_util.h"
#include "text/decimal.h"
#include "json/json.h"

/* What json-c 0.16 with STRICT and VALIDATE_UTF8 takes and RFC 8259 forbids: our fault, and the bytes of
 * which one stands at its offset (NULL: any, NUL included). */
typedef struct fz_lenience {
    pl_json_fault fault;
    const char *bytes;
    const char *what;
} fz_lenience;

static const fz_lenience fz_leniences[] = {
    {PL_JSON_FAULT_VALUE, "NI", "NaN and Infinity"},
    {PL_JSON_FAULT_NUMBER, NULL, "1. -.5 -01 -Infinity"},
    {PL_JSON_FAULT_CONTROL, NULL, "raw control characters in strings"},
    {PL_JSON_FAULT_NAME, "'", "names in single quotes"},
    {PL_JSON_FAULT_TRAILING, "", "anything after a NUL"},
    {PL_JSON_FAULT_DEPTH, NULL, "our own limit; its own is set above it"},
};

static inline bool fz_is_lenience(const pl_json_error *error, pl_bytes text) {
    for (size_t i = 0; i < PL_COUNT(fz_leniences); i++) {
        const fz_lenience *row = &fz_leniences[i];
        if (row->fault != error->fault) { continue; }
        if (row->bytes == NULL) { return true; }
        if (error->at >= text.len) { continue; }
        const char found = (char)text.ptr[error->at];
        if (found == '\0' ? row->bytes[0] == '\0' : strchr(row->bytes, found) != NULL) {
            return true;
        }
    }
    return false;
}

/* json-c's tree of text, which must be followed by a NUL that len does not count, or NULL when it refuses.
 * A JSON null is NULL too: *ret_accepted tells. The caller puts the tree. */
static inline json_object *fz_oracle_read(pl_bytes text, bool *ret_accepted) {
    static json_tokener *tokener; /* kept: its stack of levels is large */
    if (tokener == NULL) { tokener = json_tokener_new_ex(PL_JSON_DEPTH_MAX + 2); }
    FZ_CHECK(tokener != NULL);
    json_tokener_reset(tokener);
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
    json_object *tree = json_tokener_parse_ex(tokener, (const char *)text.ptr, (int)text.len + 1);
    *ret_accepted = json_tokener_get_error(tokener) == json_tokener_success;
    if (!*ret_accepted) { /* a reset does not forget half a surrogate pair; an escape does */
        static const char escape[] = "\"\\u0061\"";
        json_tokener_reset(tokener);
        json_object_put(json_tokener_parse_ex(tokener, escape, sizeof escape));
    }
    return tree;
}

static inline void fz_same_number(const pl_json *json, uint32_t node, json_object *other) {
    const pl_bytes raw = pl_json_raw(json, node);
    if (json_object_get_type(other) == json_type_double) { /* json-c keeps the lexeme of these */
        const char *text = json_object_to_json_string(other);
        FZ_CHECK(strlen(text) == raw.len && memcmp(text, raw.ptr, raw.len) == 0);
        return;
    }
    FZ_CHECK(json_object_get_type(other) == json_type_int);
    pl_decimal value = {0};
    const int64_t got = json_object_get_int64(other);
    if (pl_decimal_parse(raw, &value) == PL_OK && got != INT64_MAX && got != INT64_MIN) {
        FZ_CHECK(pl_decimal_equal(value, pl_decimal_of(got))); /* else it saturated */
    }
}

static inline void fz_same_string(const pl_json *json, uint32_t node, json_object *other) {
    FZ_CHECK(json_object_get_type(other) == json_type_string);
    const pl_bytes got = {(const uint8_t *)json_object_get_string(other),
                          (size_t)json_object_get_string_len(other)};
    if ((json->nodes[node].marks & (PL_JSON_LONE_SURROGATE | PL_JSON_BAD_UTF8)) == 0 &&
        !fz_defeats_json_c(json, node)) { /* else json-c wrote U+FFFD */
        FZ_CHECK(pl_json_string_is(json, node, got));
    }
}

/* Can json-c have kept every name of this object apart from the others? It cuts a name at U+0000, writes U+FFFD
 * for a lone surrogate, and keeps the last of two equal names only. */
static inline bool fz_names_kept(const pl_json *json, uint32_t object) {
    const uint8_t lost = PL_JSON_LONE_SURROGATE | PL_JSON_BAD_UTF8 | PL_JSON_NUL;
    pl_arena arena = {0};
    uint32_t twice = PL_JSON_NONE;
    FZ_CHECK(pl_json_duplicate_name(json, object, &arena, &twice) == PL_OK);
    pl_arena_done(&arena);
    bool kept = twice == PL_JSON_NONE;
    for (uint32_t name = object + 1; kept && name < json->nodes[object].next;
         name = json->nodes[name + 1].next) {
        kept = (json->nodes[name].marks & lost) == 0 && !fz_defeats_json_c(json, name);
    }
    return kept;
}

/* json-c's member of that name node. */
static inline json_object *fz_member(const pl_json *json, uint32_t name, json_object *object) {
    pl_arena arena = {0};
    pl_bytes text = {0};
    json_object *value = NULL;
    FZ_CHECK(pl_json_string_decode(json, name, &arena, &text) == PL_OK);
    const char *key = pl_arena_text(&arena, text);
    FZ_CHECK(key != NULL && json_object_object_get_ex(object, key, &value));
    pl_arena_done(&arena);
    return value;
}

/* One node against its counterpart, children excluded. */
static inline void fz_same_scalar(const pl_json *json, uint32_t node, json_object *other) {
    const bool kind_is_known = json->nodes[node].kind < PL_JSON_KIND_COUNT;
    switch ((pl_json_kind)json->nodes[node].kind) {
    case PL_JSON_NULL:
        FZ_CHECK(other == NULL);
        break;
    case PL_JSON_BOOLEAN:
        FZ_CHECK(json_object_get_type(other) == json_type_boolean);
        FZ_CHECK((json_object_get_boolean(other) != 0) == pl_json_is_true(json, node));
        break;
    case PL_JSON_NUMBER:
        fz_same_number(json, node, other);
        break;
    case PL_JSON_STRING:
        fz_same_string(json, node, other);
        break;
    case PL_JSON_ARRAY:
        FZ_CHECK(json_object_get_type(other) == json_type_array);
        FZ_CHECK(json_object_array_length(other) == pl_json_child_count(json, node));
        break;
    case PL_JSON_OBJECT:
        FZ_CHECK(json_object_get_type(other) == json_type_object);
        break;
    default:
        FZ_CHECK(kind_is_known); /* names are strings, COUNT is no kind */
    }
}

/* Both trees have one shape. Recursion is bounded by the reader: PL_JSON_DEPTH_MAX. */
static inline void fz_same_tree(const pl_json *json, uint32_t node, json_object *other) {
    fz_same_scalar(json, node, other);
    const pl_json_kind kind = (pl_json_kind)json->nodes[node].kind;
    const uint32_t end = json->nodes[node].next;
    if (kind == PL_JSON_ARRAY) {
        size_t idx = 0;
        for (uint32_t child = node + 1; child < end; child = json->nodes[child].next) {
            fz_same_tree(json, child, json_object_array_get_idx(other, idx++));
        }
    } else if (kind == PL_JSON_OBJECT && fz_names_kept(json, node)) {
        uint32_t count = 0;
        for (uint32_t name = node + 1; name < end; name = json->nodes[name + 1].next) {
            fz_same_tree(json, name + 1, fz_member(json, name, other));
            count++;
        }
        FZ_CHECK((uint32_t)json_object_object_length(other) == count);
        FZ_CHECK(pl_json_child_count(json, node) == count);
    }
}

#endif
