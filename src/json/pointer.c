#include <assert.h>
#include <string.h>

#include "text/utf8.h"
#include "json/json.h"

enum { INDEX_DIGITS_MAX = 10, REPLACEMENT = 0xFFFD };

/* Room for a step: '/' and an index, or a name whose every byte may become '~0' or U+FFFD. */
static size_t step_len_max(const pl_json *json, uint32_t name_node) {
    return 1 + INDEX_DIGITS_MAX + 3 * (size_t)json->nodes[name_node].len;
}

static size_t put_index(uint8_t *out, uint32_t index) {
    uint8_t digits[INDEX_DIGITS_MAX];
    size_t count = 0;
    do {
        digits[count++] = (uint8_t)('0' + index % 10);
        index /= 10;
    } while (index > 0);
    for (size_t i = 0; i < count; i++) { out[i] = digits[count - 1 - i]; }
    return count;
}

static size_t put_name(const pl_json *json, uint32_t name_node, uint8_t *out) {
    pl_json_chars chars = {pl_json_inside(json, name_node)};
    size_t len = 0;
    uint32_t code_point;
    for (;;) {
        const pl_json_char kind = pl_json_chars_next(&chars, &code_point);
        if (kind == PL_JSON_CHAR_END) { return len; }
        if (kind != PL_JSON_CHAR_POINT) { code_point = REPLACEMENT; }
        if (code_point == '~' || code_point == '/') {
            out[len++] = '~';
            out[len++] = code_point == '~' ? '0' : '1';
        } else {
            len += pl_utf8_encode(code_point, out + len);
        }
    }
}

/* The child of `parent` whose subtree holds node, and its index (array) or name node (object). */
static uint32_t child_towards(const pl_json *json, uint32_t parent, uint32_t node,
                              pl_json_trail *trail, uint32_t *ret_step) {
    const bool object = json->nodes[parent].kind == PL_JSON_OBJECT;
    const uint16_t depth = json->nodes[parent].depth;
    struct pl_json_step *last = depth < PL_JSON_TRAIL_DEPTH ? &trail->steps[depth] : NULL;
    const bool onward = last != NULL && last->after == parent + 1 && last->child <= node;
    uint32_t index = onward ? last->index : 0;
    uint32_t child = onward ? last->child : parent + 1;
    for (;;) {
        const uint32_t value = object ? child + 1 : child;
        assert(value < json->nodes[parent].next);
        if (node < json->nodes[value].next) {
            if (last != NULL) { *last = (struct pl_json_step){parent + 1, child, index}; }
            *ret_step = object ? child : index;
            return value;
        }
        child = json->nodes[value].next;
        index++;
    }
}

pl_status pl_json_pointer(const pl_json *json, uint32_t node, pl_arena *arena,
                          pl_bytes *ret_pointer) {
    pl_json_trail nowhere = {0};
    return pl_json_pointer_along(json, node, &nowhere, arena, ret_pointer);
}

pl_status pl_json_pointer_along(const pl_json *json, uint32_t node, pl_json_trail *trail,
                                pl_arena *arena, pl_bytes *ret_pointer) {
    assert(node < json->count);
    size_t cap = 0;
    uint32_t step;
    for (uint32_t at = 0; at < node;) {
        const bool object = json->nodes[at].kind == PL_JSON_OBJECT;
        at = child_towards(json, at, node, trail, &step);
        cap += object ? step_len_max(json, step) : 1 + INDEX_DIGITS_MAX;
    }
    uint8_t *out = pl_arena_alloc(arena, cap);
    if (out == NULL) { return PL_E_MEMORY; }
    size_t len = 0;
    for (uint32_t at = 0; at < node;) {
        const bool object = json->nodes[at].kind == PL_JSON_OBJECT;
        at = child_towards(json, at, node, trail, &step);
        out[len++] = '/';
        len += object ? put_name(json, step, out + len) : put_index(out + len, step);
        assert(len <= cap);
    }
    pl_arena_shrink(arena, out, cap, len);
    *ret_pointer = (pl_bytes){out, len};
    return PL_OK;
}

/* Does the reference token (still escaped by '~') name this member? */
static bool token_names(const pl_json *json, uint32_t name_node, pl_bytes token) {
    pl_json_chars chars = {pl_json_inside(json, name_node)};
    size_t at = 0;
    uint32_t wanted;
    for (;;) {
        uint32_t code_point;
        const pl_json_char kind = pl_json_chars_next(&chars, &code_point);
        if (kind == PL_JSON_CHAR_END) { return at == token.len; }
        if (at == token.len) { return false; }
        const size_t len = pl_utf8_next(token, at, &wanted);
        assert(len > 0);
        at += len;
        if (wanted == '~') { wanted = token.ptr[at++] == '0' ? '~' : '/'; }
        if (wanted != (kind == PL_JSON_CHAR_POINT ? code_point : REPLACEMENT)) { return false; }
    }
}

static uint32_t member_of(const pl_json *json, uint32_t object, pl_bytes token) {
    uint32_t found = PL_JSON_NONE;
    for (uint32_t name = object + 1; name < json->nodes[object].next;
         name = json->nodes[name + 1].next) {
        if (token_names(json, name, token)) { found = name + 1; }
    }
    return found;
}

static uint32_t element_of(const pl_json *json, uint32_t array, pl_bytes token) {
    const bool canonical =
        token.len > 0 && token.len < INDEX_DIGITS_MAX && (token.ptr[0] != '0' || token.len == 1);
    if (!canonical) { return PL_JSON_NONE; }
    uint32_t index = 0;
    for (size_t i = 0; i < token.len; i++) {
        if (token.ptr[i] < '0' || token.ptr[i] > '9') { return PL_JSON_NONE; }
        index = index * 10 + (uint32_t)(token.ptr[i] - '0');
    }
    uint32_t child = array + 1;
    while (child < json->nodes[array].next && index > 0) {
        child = json->nodes[child].next;
        index--;
    }
    return child < json->nodes[array].next ? child : PL_JSON_NONE;
}

/* Well-formed UTF-8, empty or led by '/', every '~' followed by 0 or 1.       RFC 6901 section 3 */
static bool is_pointer(pl_bytes pointer) {
    if (pointer.len > 0 && pointer.ptr[0] != '/') { return false; }
    for (size_t i = 0; i < pointer.len; i++) {
        const bool cut = i + 1 == pointer.len;
        if (pointer.ptr[i] == '~' && (cut || (pointer.ptr[i + 1] | 1) != '1')) { return false; }
    }
    return pl_utf8_valid(pointer);
}

pl_status pl_json_resolve(const pl_json *json, pl_bytes pointer, uint32_t *ret_node) {
    if (!is_pointer(pointer)) { return PL_E_SYNTAX; }
    uint32_t node = 0;
    size_t at = 0;
    while (at < pointer.len) {
        const uint8_t *start = pointer.ptr + at + 1;
        const size_t rest = pointer.len - at - 1;
        const uint8_t *slash = rest > 0 ? memchr(start, '/', rest) : NULL;
        const pl_bytes token = {start, slash != NULL ? (size_t)(slash - start) : rest};
        switch (json->nodes[node].kind) {
        case PL_JSON_OBJECT:
            node = member_of(json, node, token);
            break;
        case PL_JSON_ARRAY:
            node = element_of(json, node, token);
            break;
        default:
            node = PL_JSON_NONE;
        }
        if (node == PL_JSON_NONE) { return PL_E_RANGE; }
        at += 1 + token.len;
    }
    *ret_node = node;
    return PL_OK;
}

pl_json_position pl_json_position_of(pl_bytes text, size_t at) {
    assert(at <= text.len);
    pl_json_position position = {1, 1};
    size_t i = 0;
    while (i < at) {
        const bool crlf = text.ptr[i] == '\r' && i + 1 < text.len && text.ptr[i + 1] == '\n';
        uint32_t code_point;
        if (text.ptr[i] == '\n' || (text.ptr[i] == '\r' && !crlf)) {
            position.line++;
            position.column = 1;
            i++;
            continue;
        }
        const size_t len = pl_utf8_next(text, i, &code_point);
        i += len > 0 ? len : 1;
        position.column++;
    }
    return position;
}
