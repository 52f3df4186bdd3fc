#include <assert.h>
#include <string.h>

#include "text/utf8.h"
#include "json/json.h"

enum { REPLACEMENT = 0xFFFD };

/* The reader has checked the escape: four hex digits stand here. */
static uint32_t hex_unit(const uint8_t *at) {
    uint32_t unit = 0;
    for (int i = 0; i < 4; i++) {
        const int digit = at[i] <= '9' ? at[i] - '0' : (at[i] | 0x20) - 'a' + 10;
        assert(digit >= 0 && digit < 16);
        unit = unit * 16 + (uint32_t)digit;
    }
    return unit;
}

static uint32_t simple_escape(uint8_t letter) {
    switch (letter) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return letter; /* quote, backslash, solidus */
    }
}

static void advance(pl_json_chars *chars, size_t len) {
    assert(len <= chars->rest.len);
    chars->rest.ptr += len;
    chars->rest.len -= len;
}

/* "\uXXXX", joined with its partner where one follows. */
static pl_json_char next_unicode_escape(pl_json_chars *chars, uint32_t *ret_code_point) {
    assert(chars->rest.len >= 6);
    const uint8_t *at = chars->rest.ptr;
    const uint32_t unit = hex_unit(at + 2);
    *ret_code_point = unit;
    if (unit < 0xD800 || unit > 0xDFFF) {
        advance(chars, 6);
        return PL_JSON_CHAR_POINT;
    }
    if (unit <= 0xDBFF && chars->rest.len >= 12 && at[6] == '\\' && at[7] == 'u') {
        const uint32_t low = hex_unit(at + 8);
        if (low >= 0xDC00 && low <= 0xDFFF) {
            *ret_code_point = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
            advance(chars, 12);
            return PL_JSON_CHAR_POINT;
        }
    }
    advance(chars, 6);
    return PL_JSON_CHAR_LONE_SURROGATE;
}

pl_json_char pl_json_chars_next(pl_json_chars *chars, uint32_t *ret_code_point) {
    if (chars->rest.len == 0) { return PL_JSON_CHAR_END; }
    const uint8_t first = chars->rest.ptr[0];
    if (first == '\\') {
        assert(chars->rest.len >= 2);
        const uint8_t letter = chars->rest.ptr[1];
        if (letter == 'u') { return next_unicode_escape(chars, ret_code_point); }
        *ret_code_point = simple_escape(letter);
        advance(chars, 2);
        return PL_JSON_CHAR_POINT;
    }
    if (first < 0x80) {
        *ret_code_point = first;
        advance(chars, 1);
        return PL_JSON_CHAR_POINT;
    }
    const size_t len = pl_utf8_next(chars->rest, 0, ret_code_point);
    if (len > 0) {
        advance(chars, len);
        return PL_JSON_CHAR_POINT;
    }
    *ret_code_point = REPLACEMENT;
    advance(chars, pl_utf8_skip_bad(chars->rest, 0));
    return PL_JSON_CHAR_BAD_UTF8;
}

static bool stands_for_itself(const pl_json *json, uint32_t node) {
    assert(json->nodes[node].kind == PL_JSON_STRING);
    return (json->nodes[node].marks & PL_JSON_ESCAPED) == 0;
}

uint32_t pl_json_string_points(const pl_json *json, uint32_t node) {
    pl_json_chars chars = {pl_json_inside(json, node)};
    if ((json->nodes[node].marks & (PL_JSON_ESCAPED | PL_JSON_NON_ASCII)) == 0) {
        return (uint32_t)chars.rest.len;
    }
    uint32_t count = 0;
    uint32_t code_point;
    while (pl_json_chars_next(&chars, &code_point) != PL_JSON_CHAR_END) { count++; }
    return count;
}

pl_status pl_json_string_decode(const pl_json *json, uint32_t node, pl_arena *arena,
                                pl_bytes *ret_text) {
    const pl_bytes inside = pl_json_inside(json, node);
    if ((json->nodes[node].marks & (PL_JSON_BAD_UTF8 | PL_JSON_LONE_SURROGATE)) != 0) {
        return PL_E_ENCODING;
    }
    if (stands_for_itself(json, node)) {
        *ret_text = inside;
        return PL_OK;
    }
    /* An escape is never shorter than what it stands for. */
    uint8_t *out = pl_arena_alloc(arena, inside.len);
    if (out == NULL) { return PL_E_MEMORY; }
    pl_json_chars chars = {inside};
    size_t len = 0;
    uint32_t code_point;
    while (pl_json_chars_next(&chars, &code_point) == PL_JSON_CHAR_POINT) {
        uint8_t encoded[PL_UTF8_BYTES_MAX];
        const size_t encoded_len = pl_utf8_encode(code_point, encoded);
        assert(len + encoded_len <= inside.len);
        memcpy(out + len, encoded, encoded_len);
        len += encoded_len;
    }
    pl_arena_shrink(arena, out, inside.len, len);
    *ret_text = (pl_bytes){out, len};
    return PL_OK;
}

bool pl_json_string_is(const pl_json *json, uint32_t node, pl_bytes utf8) {
    pl_json_chars chars = {pl_json_inside(json, node)};
    if (stands_for_itself(json, node)) { return pl_bytes_equal(chars.rest, utf8); }
    size_t at = 0;
    for (;;) {
        uint32_t code_point;
        const pl_json_char kind = pl_json_chars_next(&chars, &code_point);
        if (kind == PL_JSON_CHAR_END) { return at == utf8.len; }
        if (kind != PL_JSON_CHAR_POINT) { return false; }
        uint8_t encoded[PL_UTF8_BYTES_MAX];
        const size_t len = pl_utf8_encode(code_point, encoded);
        if (utf8.len - at < len || memcmp(utf8.ptr + at, encoded, len) != 0) { return false; }
        at += len;
    }
}

int pl_json_string_compare(const pl_json *left, uint32_t left_node, const pl_json *right,
                           uint32_t right_node) {
    pl_json_chars left_chars = {pl_json_inside(left, left_node)};
    pl_json_chars right_chars = {pl_json_inside(right, right_node)};
    for (;;) {
        uint32_t left_point = 0;
        uint32_t right_point = 0;
        const pl_json_char left_kind = pl_json_chars_next(&left_chars, &left_point);
        const pl_json_char right_kind = pl_json_chars_next(&right_chars, &right_point);
        if (left_kind == PL_JSON_CHAR_END || right_kind == PL_JSON_CHAR_END) {
            return (left_kind != PL_JSON_CHAR_END) - (right_kind != PL_JSON_CHAR_END);
        }
        if (left_point != right_point) { return left_point < right_point ? -1 : 1; }
        if (left_kind != right_kind) { return left_kind < right_kind ? -1 : 1; }
    }
}
