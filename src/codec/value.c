/* One value of each kind: from a node, to a json-c object, compared. */
#include "codec/value.h"

#include <assert.h>
#include <limits.h>
#include <string.h>

#include <json-c/printbuf.h>

#include "codec/codec_internal.h"
#include "text/datetime.h"
#include "text/utf8.h"

pl_status pl_moment_of(int64_t unix_ms, int16_t offset_minutes, pl_arena *arena,
                       pl_moment *ret_moment) {
    assert(arena != NULL);
    assert(ret_moment != NULL);
    char text[PL_DATETIME_TEXT_BYTES_MAX];
    const pl_status status = pl_datetime_format(unix_ms, offset_minutes, text);
    if (status != PL_OK) { return status; }
    const char *copy = pl_arena_text(arena, pl_bytes_of(text));
    if (copy == NULL) { return PL_E_MEMORY; }
    *ret_moment = (pl_moment){.text = pl_bytes_of(copy), .unix_ms = unix_ms};
    return PL_OK;
}

/* --- text ------------------------------------------------------------------------------------ */

static pl_status decode_text(const pl_json *json, uint32_t node, pl_arena *arena, void *ret_value) {
    if (json->nodes[node].kind != PL_JSON_STRING) { return PL_E_SYNTAX; }
    return pl_json_string_decode(json, node, arena, ret_value);
}

static pl_status new_text(pl_bytes text, json_object **ret_object) {
    if (text.len > INT_MAX) { return PL_E_SIZE; } /* json-c counts in int */
    if (!pl_utf8_valid(text)) { return PL_E_ENCODING; }
    const char *chars = text.len > 0 ? (const char *)text.ptr : "";
    json_object *object = json_object_new_string_len(chars, (int)text.len);
    if (object == NULL) { return PL_E_MEMORY; }
    *ret_object = object;
    return PL_OK;
}

static pl_status encode_text(const void *value, pl_arena *arena, json_object **ret_object) {
    (void)arena;
    return new_text(*(const pl_bytes *)value, ret_object);
}

static bool equal_text(const void *left, const void *right) {
    return pl_bytes_equal(*(const pl_bytes *)left, *(const pl_bytes *)right);
}

/* --- boolean --------------------------------------------------------------------------------- */

static pl_status decode_boolean(const pl_json *json, uint32_t node, pl_arena *arena,
                                void *ret_value) {
    (void)arena;
    if (json->nodes[node].kind != PL_JSON_BOOLEAN) { return PL_E_SYNTAX; }
    *(bool *)ret_value = pl_json_is_true(json, node);
    return PL_OK;
}

static pl_status encode_boolean(const void *value, pl_arena *arena, json_object **ret_object) {
    (void)arena;
    json_object *object = json_object_new_boolean(*(const bool *)value);
    if (object == NULL) { return PL_E_MEMORY; }
    *ret_object = object;
    return PL_OK;
}

static bool equal_boolean(const void *left, const void *right) {
    return *(const bool *)left == *(const bool *)right;
}

/* --- integer --------------------------------------------------------------------------------- */

static pl_status decode_decimal(const pl_json *json, uint32_t node, pl_arena *arena,
                                void *ret_value) {
    (void)arena;
    if (json->nodes[node].kind != PL_JSON_NUMBER) { return PL_E_SYNTAX; }
    return pl_decimal_parse(pl_json_raw(json, node), ret_value);
}

static pl_status decode_integer(const pl_json *json, uint32_t node, pl_arena *arena,
                                void *ret_value) {
    if (json->nodes[node].kind != PL_JSON_NUMBER) { return PL_E_SYNTAX; }
    pl_number_shape shape;
    pl_status status = pl_number_scan(pl_json_raw(json, node), &shape);
    if (status != PL_OK) { return status; }
    if (!shape.integer) { return PL_E_SYNTAX; }
    pl_decimal decimal;
    status = decode_decimal(json, node, arena, &decimal);
    if (status != PL_OK) { return status; }
    assert(decimal.exponent >= 0); /* canonical: an integer has no fraction to scale away */
    pl_int128 value = decimal.coefficient;
    for (int32_t i = 0; i < decimal.exponent; i++) {
        if (value > INT64_MAX || value < INT64_MIN) { break; } /* keeps the product in 128 bits */
        value *= 10;
    }
    if (value > INT64_MAX || value < INT64_MIN) { return PL_E_RANGE; }
    *(int64_t *)ret_value = (int64_t)value;
    return PL_OK;
}

static pl_status encode_integer(const void *value, pl_arena *arena, json_object **ret_object) {
    (void)arena;
    json_object *object = json_object_new_int64(*(const int64_t *)value);
    if (object == NULL) { return PL_E_MEMORY; }
    *ret_object = object;
    return PL_OK;
}

static bool equal_integer(const void *left, const void *right) {
    return *(const int64_t *)left == *(const int64_t *)right;
}

/* --- decimal --------------------------------------------------------------------------------- */

static pl_status encode_decimal(const void *value, pl_arena *arena, json_object **ret_object) {
    (void)arena;
    char lexeme[PL_DECIMAL_TEXT_BYTES_MAX];
    size_t len = 0;
    pl_decimal_format(*(const pl_decimal *)value, lexeme, &len);
    assert(len > 0 && len < sizeof lexeme);
    /* json-c prints the lexeme and never looks at the double: no digit is rounded. */
    json_object *object = json_object_new_double_s(0.0, lexeme);
    if (object == NULL) { return PL_E_MEMORY; }
    *ret_object = object;
    return PL_OK;
}

static bool equal_decimal(const void *left, const void *right) {
    return pl_decimal_equal(*(const pl_decimal *)left, *(const pl_decimal *)right);
}

/* --- moment ---------------------------------------------------------------------------------- */

static pl_status decode_moment(const pl_json *json, uint32_t node, pl_arena *arena,
                               void *ret_value) {
    pl_moment moment = {0};
    pl_status status = decode_text(json, node, arena, &moment.text);
    if (status != PL_OK) { return status; }
    pl_datetime fields;
    status = pl_datetime_parse(moment.text, &fields);
    if (status != PL_OK) { return status; }
    moment.unix_ms = fields.unix_ms;
    *(pl_moment *)ret_value = moment;
    return PL_OK;
}

static pl_status encode_moment(const void *value, pl_arena *arena, json_object **ret_object) {
    (void)arena;
    const pl_moment *moment = value;
    pl_datetime fields;
    const pl_status status = pl_datetime_parse(moment->text, &fields);
    if (status != PL_OK) { return status; }
    return new_text(moment->text, ret_object);
}

static bool equal_moment(const void *left, const void *right) {
    const pl_moment *one = left, *other = right;
    return one->unix_ms == other->unix_ms && pl_bytes_equal(one->text, other->text);
}

/* --- texts ----------------------------------------------------------------------------------- */

static pl_status decode_texts(const pl_json *json, uint32_t node, pl_arena *arena,
                              void *ret_value) {
    if (json->nodes[node].kind != PL_JSON_ARRAY) { return PL_E_SYNTAX; }
    const size_t count = pl_json_child_count(json, node);
    pl_bytes *list = pl_arena_alloc(arena, count * sizeof *list);
    if (list == NULL) { return PL_E_MEMORY; }
    uint32_t child = node + 1;
    for (size_t i = 0; i < count; i++) {
        const pl_status status = decode_text(json, child, arena, &list[i]);
        if (status != PL_OK) { return status; }
        child = json->nodes[child].next;
    }
    assert(child == json->nodes[node].next);
    *(pl_texts *)ret_value = (pl_texts){list, count};
    return PL_OK;
}

pl_status pl_codec_append(json_object *array, json_object *element) {
    if (json_object_array_add(array, element) == 0) { return PL_OK; }
    json_object_put(element);
    return PL_E_MEMORY;
}

static pl_status encode_texts(const void *value, pl_arena *arena, json_object **ret_object) {
    (void)arena;
    const pl_texts *texts = value;
    pl_status status = PL_OK;
    json_object *array = json_object_new_array();
    if (array == NULL) { return PL_E_MEMORY; }
    for (size_t i = 0; i < texts->count; i++) {
        json_object *text = NULL;
        status = new_text(texts->list[i], &text);
        if (status == PL_OK) { status = pl_codec_append(array, text); }
        if (status != PL_OK) { goto out; }
    }
    *ret_object = array;
    return PL_OK;
out:
    json_object_put(array);
    return status;
}

static bool equal_texts(const void *left, const void *right) {
    const pl_texts *one = left, *other = right;
    bool equal = one->count == other->count;
    for (size_t i = 0; equal && i < one->count; i++) {
        equal = pl_bytes_equal(one->list[i], other->list[i]);
    }
    return equal;
}

/* --- an object as written -------------------------------------------------------------------- */

static pl_status decode_raw(const pl_json *json, uint32_t node, pl_arena *arena, void *ret_value) {
    (void)arena;
    if (json->nodes[node].kind != PL_JSON_OBJECT) { return PL_E_SYNTAX; }
    *(pl_bytes *)ret_value = pl_json_raw(json, node);
    return PL_OK;
}

/* json-c calls this to print the stand-in object: the bytes go out as they are. */
static int print_raw(json_object *object, struct printbuf *buffer, int level, int flags) {
    (void)level;
    (void)flags;
    const pl_bytes *raw = json_object_get_userdata(object);
    assert(raw != NULL);
    return printbuf_memappend(buffer, (const char *)raw->ptr, (int)raw->len);
}

/* One object and nothing else, and shallow enough to be read again as a member of a document. */
static pl_status check_raw(pl_bytes raw, pl_arena *arena, pl_bytes *ret_value) {
    pl_json json;
    const pl_status status = pl_json_read(raw, arena, &json, NULL);
    if (status != PL_OK) { return status; }
    if (json.has_bom || json.nodes[0].kind != PL_JSON_OBJECT) { return PL_E_SYNTAX; }
    for (uint32_t i = 0; i < json.count; i++) {
        const bool container =
            json.nodes[i].kind == PL_JSON_OBJECT || json.nodes[i].kind == PL_JSON_ARRAY;
        if (container && json.nodes[i].depth + 1 >= PL_JSON_DEPTH_MAX) { return PL_E_DEPTH; }
    }
    *ret_value = pl_json_raw(&json, 0);
    return PL_OK;
}

static pl_status encode_raw(const void *value, pl_arena *arena, json_object **ret_object) {
    const pl_bytes raw = *(const pl_bytes *)value;
    if (raw.len > INT_MAX) { return PL_E_SIZE; }          /* json-c counts in int */
    pl_bytes *kept = pl_arena_alloc(arena, sizeof *kept); /* until the document is printed */
    if (kept == NULL) { return PL_E_MEMORY; }
    const pl_status status = check_raw(raw, arena, kept);
    if (status != PL_OK) { return status; }
    json_object *object = json_object_new_boolean(0);
    if (object == NULL) { return PL_E_MEMORY; }
    json_object_set_serializer(object, print_raw, kept, NULL);
    *ret_object = object;
    return PL_OK;
}

/* --- the account's id ------------------------------------------------------------------------ */

static pl_status decode_account_id(const pl_json *json, uint32_t node, pl_arena *arena,
                                   void *ret_value) {
    pl_account_id id = {.is_integer = json->nodes[node].kind == PL_JSON_NUMBER};
    const pl_status status = id.is_integer ? decode_integer(json, node, arena, &id.integer)
                                           : decode_text(json, node, arena, &id.text);
    if (status != PL_OK) { return status; }
    *(pl_account_id *)ret_value = id;
    return PL_OK;
}

static pl_status encode_account_id(const void *value, pl_arena *arena, json_object **ret_object) {
    const pl_account_id *id = value;
    return id->is_integer ? encode_integer(&id->integer, arena, ret_object)
                          : new_text(id->text, ret_object);
}

static bool equal_account_id(const void *left, const void *right) {
    const pl_account_id *one = left, *other = right;
    return one->is_integer == other->is_integer && one->integer == other->integer &&
           pl_bytes_equal(one->text, other->text);
}

/* --- the kinds ------------------------------------------------------------------------------- */

/* clang-format off */
static const pl_codec_scalar scalars[PL_CODEC_SCALAR_COUNT] = {
    [PL_CODEC_TEXT]       = {decode_text,       encode_text,       equal_text},
    [PL_CODEC_BOOLEAN]    = {decode_boolean,    encode_boolean,    equal_boolean},
    [PL_CODEC_INTEGER]    = {decode_integer,    encode_integer,    equal_integer},
    [PL_CODEC_DECIMAL]    = {decode_decimal,    encode_decimal,    equal_decimal},
    [PL_CODEC_MOMENT]     = {decode_moment,     encode_moment,     equal_moment},
    [PL_CODEC_TEXTS]      = {decode_texts,      encode_texts,      equal_texts},
    [PL_CODEC_RAW]        = {decode_raw,        encode_raw,        equal_text},
    [PL_CODEC_ACCOUNT_ID] = {decode_account_id, encode_account_id, equal_account_id},
};
/* clang-format on */

const pl_codec_scalar *pl_codec_scalar_of(pl_codec_kind kind) {
    assert(kind > PL_CODEC_NONE && kind < PL_CODEC_SCALAR_COUNT);
    assert(scalars[kind].decode != NULL);
    return &scalars[kind];
}
