#include <assert.h>
#include <string.h>

#include "codec/value.h"
#include "sandbox/fault_rewrite_internal.h"
#include "text/datetime.h"

static pl_status printed(char *text, pl_bytes *ret_text) {
    if (text == NULL) { return PL_E_MEMORY; }
    *ret_text = pl_bytes_of(text);
    return PL_OK;
}

/* --- texts ----------------------------------------------------------------------------------- */

/* A copy of the node with room to grow; NULL: no memory. */
static char *room_for(pl_call *call, pl_bytes raw, size_t factor) {
    return pl_arena_alloc(call->arena, raw.len * factor + 1);
}

/* The text of a string node written anew, one code point after the other. */
typedef size_t point_writer(uint32_t code_point, pl_bytes written, char *out);

static pl_status write_points(pl_call *call, const pl_json *json, uint32_t node,
                              point_writer *writer, size_t factor, pl_bytes *ret_text) {
    const pl_bytes raw = pl_json_raw(json, node);
    char *out = room_for(call, raw, factor);
    if (out == NULL) { return PL_E_MEMORY; }
    pl_json_chars chars = {pl_json_inside(json, node)};
    size_t len = 0;
    out[len++] = '"';
    for (;;) {
        const uint8_t *from = chars.rest.ptr;
        uint32_t code_point = 0;
        if (pl_json_chars_next(&chars, &code_point) == PL_JSON_CHAR_END) { break; }
        const pl_bytes written = {from, (size_t)(chars.rest.ptr - from)};
        len += writer(code_point, written, out + len);
    }
    out[len++] = '"';
    assert(len <= raw.len * factor + 1);
    *ret_text = (pl_bytes){(const uint8_t *)out, len};
    return PL_OK;
}

static size_t put(pl_bytes text, char *out) {
    memcpy(out, text.ptr, text.len);
    return text.len;
}

static size_t put_upper(uint32_t c, pl_bytes written, char *out) {
    if (c < 'a' || c > 'z' || written.len != 1) { return put(written, out); }
    *out = (char)(c - 'a' + 'A');
    return 1;
}

static size_t put_lower(uint32_t c, pl_bytes written, char *out) {
    if (c < 'A' || c > 'Z' || written.len != 1) { return put(written, out); }
    *out = (char)(c - 'A' + 'a');
    return 1;
}

static size_t put_ascii(uint32_t c, pl_bytes written, char *out) {
    if (c < 0x80) { return put(written, out); }
    *out = '?';
    return 1;
}

static size_t put_plane(uint32_t c, pl_bytes written, char *out) {
    if (c < 0x10000) { return put(written, out); }
    *out = '?';
    return 1;
}

/* UTF-8 read as Latin-1. */
static size_t put_twice(uint32_t c, pl_bytes written, char *out) {
    size_t len = 0;
    if (c < 0x80 || written.ptr[0] == '\\') { return put(written, out); }
    for (size_t i = 0; i < written.len; i++) {
        out[len++] = (char)(0xC0 | written.ptr[i] >> 6);
        out[len++] = (char)(0x80 | (written.ptr[i] & 0x3F));
    }
    return len;
}

static size_t put_entity(uint32_t c, pl_bytes written, char *out) {
    static const pl_bytes ampersand = PL_BYTES_LIT("&amp;");
    return put(c == '&' ? ampersand : written, out);
}

static size_t put_slashed(uint32_t c, pl_bytes written, char *out) {
    static const pl_bytes backslash = PL_BYTES_LIT("\\\\");
    if (c != '"' && c != '\'' && c != '\\') { return put(written, out); }
    const size_t len = put(backslash, out);
    return len + put(written, out + len);
}

static size_t put_but_backslash(uint32_t c, pl_bytes written, char *out) {
    return c == '\\' ? 0 : put(written, out);
}

#define OF_POINTS(name, writer, factor)                                                            \
    pl_status name(pl_call *call, const pl_json *json, uint32_t node, const void *row,             \
                   pl_bytes *ret_text) {                                                           \
        (void)row;                                                                                 \
        return write_points(call, json, node, writer, factor, ret_text);                           \
    }
OF_POINTS(pl_fault_write_upper, put_upper, 1)
OF_POINTS(pl_fault_write_lower, put_lower, 1)
OF_POINTS(pl_fault_write_ascii, put_ascii, 1)
OF_POINTS(pl_fault_write_plane, put_plane, 1)
OF_POINTS(pl_fault_write_latin, put_twice, 2)
OF_POINTS(pl_fault_write_entities, put_entity, 5)
OF_POINTS(pl_fault_write_slashes, put_slashed, 3)
OF_POINTS(pl_fault_write_unslashed, put_but_backslash, 1)

/* Without its last character, unless it is the only one. */
pl_status pl_fault_write_cut(pl_call *call, const pl_json *json, uint32_t node, const void *row,
                             pl_bytes *ret_text) {
    pl_json_chars chars = {pl_json_inside(json, node)};
    const uint8_t *last = chars.rest.ptr;
    uint32_t code_point = 0;
    (void)row;
    while (chars.rest.len > 0) {
        last = chars.rest.ptr;
        (void)pl_json_chars_next(&chars, &code_point);
    }
    const pl_bytes raw = pl_json_raw(json, node);
    const int len = (int)(last - raw.ptr);
    return printed(pl_arena_printf(call->arena, "%.*s\"", len, (const char *)raw.ptr), ret_text);
}

/* Cut off behind a number of characters, as a column of the store does. */
pl_status pl_fault_write_short(pl_call *call, const pl_json *json, uint32_t node, const void *row,
                               pl_bytes *ret_text) {
    enum { COLUMN_CHARACTERS = 32 };
    pl_json_chars chars = {pl_json_inside(json, node)};
    uint32_t code_point = 0;
    (void)row;
    for (int i = 0; i < COLUMN_CHARACTERS && chars.rest.len > 0; i++) {
        (void)pl_json_chars_next(&chars, &code_point);
    }
    const pl_bytes raw = pl_json_raw(json, node);
    const int len = (int)(chars.rest.ptr - raw.ptr);
    return printed(pl_arena_printf(call->arena, "%.*s\"", len, (const char *)raw.ptr), ret_text);
}

pl_status pl_fault_write_longer(pl_call *call, const pl_json *json, uint32_t node, const void *row,
                                pl_bytes *ret_text) {
    const pl_bytes inside = pl_json_inside(json, node);
    (void)row;
    return printed(
        pl_arena_printf(call->arena, "\"x%.*s\"", (int)inside.len, (const char *)inside.ptr),
        ret_text);
}

/* --- numbers --------------------------------------------------------------------------------- */

static pl_status write_sum(pl_call *call, const pl_json *json, uint32_t node, pl_decimal add,
                           pl_bytes *ret_text) {
    char out[PL_DECIMAL_TEXT_BYTES_MAX];
    pl_decimal value;
    size_t len = 0;
    if (pl_decimal_parse(pl_json_raw(json, node), &value) != PL_OK ||
        pl_decimal_add(value, add, &value) != PL_OK) {
        *ret_text = pl_json_raw(json, node);
        return PL_OK;
    }
    pl_decimal_format(value, out, &len);
    return printed(pl_arena_text(call->arena, (pl_bytes){(const uint8_t *)out, len}), ret_text);
}

pl_status pl_fault_write_one_more(pl_call *call, const pl_json *json, uint32_t node,
                                  const void *row, pl_bytes *ret_text) {
    (void)row;
    return write_sum(call, json, node, pl_decimal_of(1), ret_text);
}

pl_status pl_fault_write_cent_more(pl_call *call, const pl_json *json, uint32_t node,
                                   const void *row, pl_bytes *ret_text) {
    (void)row;
    return write_sum(call, json, node, (pl_decimal){.coefficient = 1, .exponent = -2}, ret_text);
}

pl_status pl_fault_write_negated(pl_call *call, const pl_json *json, uint32_t node, const void *row,
                                 pl_bytes *ret_text) {
    const pl_bytes raw = pl_json_raw(json, node);
    (void)row;
    const bool negative = raw.ptr[0] == '-';
    return printed(pl_arena_printf(call->arena, "%s%.*s", negative ? "" : "-",
                                   (int)raw.len - negative, (const char *)raw.ptr + negative),
                   ret_text);
}

/* Without its fraction, as a column of whole numbers keeps it. */
pl_status pl_fault_write_whole(pl_call *call, const pl_json *json, uint32_t node, const void *row,
                               pl_bytes *ret_text) {
    const pl_bytes raw = pl_json_raw(json, node);
    const uint8_t *point = memchr(raw.ptr, '.', raw.len);
    (void)call;
    (void)row;
    *ret_text = point == NULL ? raw : (pl_bytes){raw.ptr, (size_t)(point - raw.ptr)};
    return PL_OK;
}

/* --- moments --------------------------------------------------------------------------------- */

pl_status pl_fault_write_moment(pl_call *call, const pl_json *json, uint32_t node, const void *row,
                                pl_bytes *ret_text) {
    const pl_fault_moment *change = row;
    pl_datetime was;
    pl_moment moment;
    *ret_text = pl_json_raw(json, node);
    if (pl_datetime_parse(pl_json_inside(json, node), &was) != PL_OK) { return PL_OK; }
    int64_t unix_ms = was.unix_ms + change->add_ms;
    int16_t offset_minutes = was.offset_minutes;
    if (change->round_ms > 0) { unix_ms -= unix_ms % change->round_ms; }
    if (change->as_utc) {
        unix_ms += (int64_t)offset_minutes * PL_FAULT_MINUTE_MS;
        offset_minutes = 0;
    }
    const pl_status status = pl_moment_of(unix_ms, offset_minutes, call->arena, &moment);
    if (status != PL_OK) { return status == PL_E_MEMORY ? status : PL_OK; }
    return printed(pl_arena_printf(call->arena, "\"%.*s\"", (int)moment.text.len,
                                   (const char *)moment.text.ptr),
                   ret_text);
}

/* --- containers ------------------------------------------------------------------------------ */

/* The children of a container, but for one, in or against their order; empty ones stay. */
static pl_status write_children(pl_call *call, const pl_json *json, uint32_t node, bool reversed,
                                bool drop_first, bool drop_last, pl_bytes *ret_text) {
    const bool object = json->nodes[node].kind == PL_JSON_OBJECT;
    const uint32_t count = pl_json_child_count(json, node);
    const char *text = "";
    uint32_t index = 0;
    for (uint32_t child = node + 1; child < json->nodes[node].next; index++) {
        const uint32_t value = object ? child + 1 : child;
        const size_t from = json->nodes[child].at;
        const size_t to = (size_t)json->nodes[value].at + json->nodes[value].len;
        child = json->nodes[value].next;
        if ((drop_first && index == 0) || (drop_last && index + 1 == count)) { continue; }
        const char *piece = (const char *)json->text.ptr + from;
        const char *comma = text[0] == '\0' ? "" : ",";
        text = reversed
                   ? pl_arena_printf(call->arena, "%.*s%s%s", (int)(to - from), piece, comma, text)
                   : pl_arena_printf(call->arena, "%s%s%.*s", text, comma, (int)(to - from), piece);
        if (text == NULL) { return PL_E_MEMORY; }
    }
    return printed(pl_arena_printf(call->arena, object ? "{%s}" : "[%s]", text), ret_text);
}

pl_status pl_fault_write_reversed(pl_call *call, const pl_json *json, uint32_t node,
                                  const void *row, pl_bytes *ret_text) {
    (void)row;
    return write_children(call, json, node, true, false, false, ret_text);
}

pl_status pl_fault_write_without_first(pl_call *call, const pl_json *json, uint32_t node,
                                       const void *row, pl_bytes *ret_text) {
    (void)row;
    return write_children(call, json, node, false, true, false, ret_text);
}

pl_status pl_fault_write_without_last(pl_call *call, const pl_json *json, uint32_t node,
                                      const void *row, pl_bytes *ret_text) {
    (void)row;
    return write_children(call, json, node, false, false, true, ret_text);
}

/* Every scalar in it becomes a text, one level down. */
pl_status pl_fault_write_as_texts(pl_call *call, const pl_json *json, uint32_t node,
                                  const void *row, pl_bytes *ret_text) {
    const char *text = "";
    (void)row;
    for (uint32_t name = node + 1; name < json->nodes[node].next;
         name = json->nodes[name + 1].next) {
        const pl_bytes field = pl_json_raw(json, name);
        const pl_bytes value = pl_json_raw(json, name + 1);
        const char *quote = json->nodes[name + 1].kind < PL_JSON_STRING ? "\"" : "";
        text = pl_arena_printf(call->arena, "%s%s%.*s:%s%.*s%s", text, text[0] == '\0' ? "" : ",",
                               (int)field.len, (const char *)field.ptr, quote, (int)value.len,
                               (const char *)value.ptr, quote);
        if (text == NULL) { return PL_E_MEMORY; }
    }
    return printed(pl_arena_printf(call->arena, "{%s}", text), ret_text);
}

/* What is a container in it becomes null, one level down. */
pl_status pl_fault_write_flat(pl_call *call, const pl_json *json, uint32_t node, const void *row,
                              pl_bytes *ret_text) {
    const char *text = "";
    (void)row;
    for (uint32_t name = node + 1; name < json->nodes[node].next;
         name = json->nodes[name + 1].next) {
        const bool flat = json->nodes[name + 1].kind < PL_JSON_ARRAY;
        const pl_bytes field = pl_json_raw(json, name);
        const pl_bytes value = flat ? pl_json_raw(json, name + 1) : (pl_bytes)PL_BYTES_LIT("null");
        text = pl_arena_printf(call->arena, "%s%s%.*s:%.*s", text, text[0] == '\0' ? "" : ",",
                               (int)field.len, (const char *)field.ptr, (int)value.len,
                               (const char *)value.ptr);
        if (text == NULL) { return PL_E_MEMORY; }
    }
    return printed(pl_arena_printf(call->arena, "{%s}", text), ret_text);
}

/* An object becomes the array of its values; nothing becomes of an array. */
pl_status pl_fault_write_values(pl_call *call, const pl_json *json, uint32_t node, const void *row,
                                pl_bytes *ret_text) {
    const char *text = "";
    (void)row;
    for (uint32_t name = node + 1; name < json->nodes[node].next;
         name = json->nodes[name + 1].next) {
        const pl_bytes value = pl_json_raw(json, name + 1);
        text = pl_arena_printf(call->arena, "%s%s%.*s", text, text[0] == '\0' ? "" : ",",
                               (int)value.len, (const char *)value.ptr);
        if (text == NULL) { return PL_E_MEMORY; }
    }
    return printed(pl_arena_printf(call->arena, "[%s]", text), ret_text);
}
