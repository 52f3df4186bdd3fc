/* The walkers of the member tables. */
#include <assert.h>
#include <string.h>

#include "codec/codec_internal.h"

/* --- places in a struct ---------------------------------------------------------------------- */

static const void *value_of(const pl_codec_row *row, const void *base) {
    return (const char *)base + row->value_at;
}

/* A member that has no state is always there. */
static pl_field_state state_of(const pl_codec_row *row, const void *base) {
    if (row->state_at == PL_CODEC_REQUIRED) { return PL_FIELD_VALUE; }
    const pl_field_state state =
        *(const pl_field_state *)(const void *)((const char *)base + row->state_at);
    assert(state < PL_FIELD_STATE_COUNT);
    return state;
}

static void set_state(const pl_codec_row *row, void *base, pl_field_state state) {
    if (row->state_at == PL_CODEC_REQUIRED) { return; }
    *(pl_field_state *)(void *)((char *)base + row->state_at) = state;
}

/* Copied rather than cast: a typed list is another type with the same layout. */
static pl_codec_list list_of(const void *value) {
    pl_codec_list list;
    memcpy(&list, value, sizeof list);
    return list;
}

static const void *element_of(const pl_codec_table *table, pl_codec_list list, size_t i) {
    return (const char *)list.list + i * table->size;
}

/* --- decode ---------------------------------------------------------------------------------- */

typedef struct reader {
    const pl_json *json;
    pl_arena *arena;
    uint32_t culprit;   /* node at fault, or the object that lacks a member */
    const char *absent; /* that member, or NULL */
} reader;

enum { NO_CULPRIT = UINT32_MAX };

static pl_status decode_struct(reader *in, const pl_codec_table *table, const pl_schema *schema,
                               uint32_t node, unsigned depth, void *out);

static pl_status decode_structs(reader *in, const pl_codec_table *table, const pl_schema *schema,
                                uint32_t node, unsigned depth, void *out) {
    if (in->json->nodes[node].kind != PL_JSON_ARRAY) { return PL_E_SYNTAX; }
    const size_t count = pl_json_child_count(in->json, node);
    if (count > SIZE_MAX / table->size) { return PL_E_SIZE; }
    char *elements = pl_arena_alloc(in->arena, count * table->size);
    if (elements == NULL) { return PL_E_MEMORY; }
    uint32_t child = node + 1;
    for (size_t i = 0; i < count; i++) {
        const pl_status status =
            decode_struct(in, table, schema, child, depth, elements + i * table->size);
        if (status != PL_OK) { return status; }
        child = in->json->nodes[child].next;
    }
    assert(child == in->json->nodes[node].next);
    const pl_codec_list list = {elements, count};
    memcpy(out, &list, sizeof list);
    return PL_OK;
}

static pl_status decode_value(reader *in, const pl_codec_row *row, const pl_schema *schema,
                              uint32_t node, unsigned depth, void *out) {
    switch (row->kind) {
    case PL_CODEC_STRUCT:
        return decode_struct(in, row->of, schema, node, depth + 1, out);
    case PL_CODEC_STRUCTS:
        return decode_structs(in, row->of, schema->items, node, depth + 1, out);
    default:
        return pl_codec_scalar_of(row->kind)->decode(in->json, node, in->arena, out);
    }
}

static pl_status decode_member(reader *in, const pl_codec_row *row, const pl_member *member,
                               uint32_t object, unsigned depth, void *out) {
    const uint32_t node = pl_json_member(in->json, object, member->name);
    const bool required = row->state_at == PL_CODEC_REQUIRED;
    if (node == PL_JSON_NONE && required) {
        in->culprit = object;
        in->absent = member->name;
        return PL_E_SYNTAX;
    }
    if (node == PL_JSON_NONE) { return PL_OK; } /* zero is PL_FIELD_ABSENT */
    if (!required && in->json->nodes[node].kind == PL_JSON_NULL) {
        set_state(row, out, PL_FIELD_NULL);
        return PL_OK;
    }
    const pl_status status =
        decode_value(in, row, member->schema, node, depth, (char *)out + row->value_at);
    if (status != PL_OK) {
        if (in->culprit == NO_CULPRIT) { in->culprit = node; } /* the innermost one */
        return status;
    }
    set_state(row, out, PL_FIELD_VALUE);
    return PL_OK;
}

static pl_status decode_struct(reader *in, const pl_codec_table *table, const pl_schema *schema,
                               uint32_t node, unsigned depth, void *out) {
    assert(table->count == schema->member_count);
    assert(depth < PL_CODEC_DEPTH_MAX);
    if (in->json->nodes[node].kind != PL_JSON_OBJECT) {
        in->culprit = node;
        return PL_E_SYNTAX;
    }
    memset(out, 0, table->size);
    for (size_t i = 0; i < table->count; i++) {
        const pl_status status =
            decode_member(in, &table->rows[i], &schema->members[i], node, depth, out);
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}

static pl_status point_at(const reader *in, pl_bytes *reterr_at) {
    assert(in->culprit != NO_CULPRIT);
    pl_bytes at = {0};
    const pl_status status = pl_json_pointer(in->json, in->culprit, in->arena, &at);
    if (status != PL_OK) { return status; }
    if (in->absent != NULL) {
        const char *text = pl_arena_printf(in->arena, "%.*s/%s", (int)at.len,
                                           at.len > 0 ? (const char *)at.ptr : "", in->absent);
        if (text == NULL) { return PL_E_MEMORY; }
        at = pl_bytes_of(text);
    }
    *reterr_at = at;
    return PL_OK;
}

pl_status pl_codec_decode(const pl_codec_table *table, const pl_schema *schema, const pl_json *json,
                          uint32_t node, pl_arena *arena, void *ret_struct, pl_bytes *reterr_at) {
    assert(json != NULL && arena != NULL && ret_struct != NULL);
    assert(node < json->count);
    void *scratch = pl_arena_alloc(arena, table->size);
    if (scratch == NULL) { return PL_E_MEMORY; }
    reader in = {.json = json, .arena = arena, .culprit = NO_CULPRIT};
    const pl_status status = decode_struct(&in, table, schema, node, 0, scratch);
    if (status == PL_E_MEMORY) { return status; }
    if (status != PL_OK) {
        if (reterr_at == NULL) { return status; }
        const pl_status pointing = point_at(&in, reterr_at);
        return pointing != PL_OK ? pointing : status;
    }
    memcpy(ret_struct, scratch, table->size);
    return PL_OK;
}

pl_status pl_codec_decode_text(const pl_codec_table *table, const pl_schema *schema, pl_bytes text,
                               pl_arena *arena, void *ret_struct, pl_bytes *reterr_at) {
    assert(arena != NULL);
    pl_json json;
    const pl_status status = pl_json_read(text, arena, &json, NULL);
    if (status != PL_OK) {
        if (status != PL_E_MEMORY && reterr_at != NULL) { *reterr_at = (pl_bytes){0}; }
        return status;
    }
    return pl_codec_decode(table, schema, &json, 0, arena, ret_struct, reterr_at);
}

/* --- encode ---------------------------------------------------------------------------------- */

static pl_status encode_struct(const pl_codec_table *table, const pl_schema *schema,
                               const void *base, pl_arena *arena, unsigned depth,
                               json_object **ret_object);

static pl_status encode_structs(const pl_codec_table *table, const pl_schema *schema,
                                const void *value, pl_arena *arena, unsigned depth,
                                json_object **ret_object) {
    const pl_codec_list list = list_of(value);
    pl_status status = PL_OK;
    json_object *array = json_object_new_array();
    if (array == NULL) { return PL_E_MEMORY; }
    for (size_t i = 0; i < list.count; i++) {
        json_object *element = NULL;
        status = encode_struct(table, schema, element_of(table, list, i), arena, depth, &element);
        if (status == PL_OK) { status = pl_codec_append(array, element); }
        if (status != PL_OK) { goto out; }
    }
    *ret_object = array;
    return PL_OK;
out:
    json_object_put(array);
    return status;
}

static pl_status encode_value(const pl_codec_row *row, const pl_schema *schema, const void *value,
                              pl_arena *arena, unsigned depth, json_object **ret_object) {
    switch (row->kind) {
    case PL_CODEC_STRUCT:
        return encode_struct(row->of, schema, value, arena, depth + 1, ret_object);
    case PL_CODEC_STRUCTS:
        return encode_structs(row->of, schema->items, value, arena, depth + 1, ret_object);
    default:
        return pl_codec_scalar_of(row->kind)->encode(value, arena, ret_object);
    }
}

static pl_status encode_member(const pl_codec_row *row, const pl_member *declared, const void *base,
                               pl_arena *arena, unsigned depth, json_object *object) {
    const pl_field_state state = state_of(row, base);
    if (state == PL_FIELD_ABSENT) { return PL_OK; }
    json_object *member = NULL; /* json-c's null */
    if (state == PL_FIELD_VALUE) {
        const pl_status status =
            encode_value(row, declared->schema, value_of(row, base), arena, depth, &member);
        if (status != PL_OK) { return status; }
    }
    if (json_object_object_add(object, declared->name, member) != 0) {
        json_object_put(member);
        return PL_E_MEMORY;
    }
    return PL_OK;
}

static pl_status encode_struct(const pl_codec_table *table, const pl_schema *schema,
                               const void *base, pl_arena *arena, unsigned depth,
                               json_object **ret_object) {
    assert(table->count == schema->member_count);
    assert(depth < PL_CODEC_DEPTH_MAX);
    json_object *object = json_object_new_object();
    if (object == NULL) { return PL_E_MEMORY; }
    for (size_t i = 0; i < table->count; i++) {
        const pl_status status =
            encode_member(&table->rows[i], &schema->members[i], base, arena, depth, object);
        if (status != PL_OK) {
            json_object_put(object);
            return status;
        }
    }
    *ret_object = object;
    return PL_OK;
}

pl_status pl_codec_encode(const pl_codec_table *table, const pl_schema *schema, const void *base,
                          pl_arena *arena, pl_bytes *ret_text) {
    assert(base != NULL && arena != NULL);
    assert(ret_text != NULL);
    json_object *object = NULL;
    pl_status status = encode_struct(table, schema, base, arena, 0, &object);
    if (status != PL_OK) { return status; }
    size_t len = 0;
    const int flags = JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE;
    const char *text = json_object_to_json_string_length(object, flags, &len);
    if (text == NULL) {
        status = PL_E_MEMORY;
        goto out;
    }
    const char *copy = pl_arena_text(arena, (pl_bytes){(const uint8_t *)text, len});
    if (copy == NULL) {
        status = PL_E_MEMORY;
        goto out;
    }
    *ret_text = (pl_bytes){(const uint8_t *)copy, len};
out:
    json_object_put(object);
    return status;
}

/* --- compare --------------------------------------------------------------------------------- */

static bool equal_struct(const pl_codec_table *table, const void *left, const void *right,
                         unsigned depth);

static bool equal_structs(const pl_codec_table *table, const void *left, const void *right,
                          unsigned depth) {
    const pl_codec_list one = list_of(left);
    const pl_codec_list other = list_of(right);
    bool equal = one.count == other.count;
    for (size_t i = 0; equal && i < one.count; i++) {
        equal = equal_struct(table, element_of(table, one, i), element_of(table, other, i), depth);
    }
    return equal;
}

static bool equal_value(const pl_codec_row *row, const void *left, const void *right,
                        unsigned depth) {
    switch (row->kind) {
    case PL_CODEC_STRUCT:
        return equal_struct(row->of, left, right, depth + 1);
    case PL_CODEC_STRUCTS:
        return equal_structs(row->of, left, right, depth + 1);
    default:
        return pl_codec_scalar_of(row->kind)->equal(left, right);
    }
}

static bool equal_struct(const pl_codec_table *table, const void *left, const void *right,
                         unsigned depth) {
    assert(table != NULL);
    assert(depth < PL_CODEC_DEPTH_MAX);
    bool equal = true;
    for (size_t i = 0; equal && i < table->count; i++) {
        const pl_codec_row *row = &table->rows[i];
        const pl_field_state state = state_of(row, left);
        equal = state == state_of(row, right) &&
                (state != PL_FIELD_VALUE ||
                 equal_value(row, value_of(row, left), value_of(row, right), depth));
    }
    return equal;
}

bool pl_codec_equal(const pl_codec_table *table, const void *left, const void *right) {
    assert(left != NULL);
    assert(right != NULL);
    return equal_struct(table, left, right, 0);
}
