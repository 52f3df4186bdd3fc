/* The tokens of a tree that was read, by RFC 8259 alone: json-c is lenient here, so it cannot tell. */
#ifndef PL_FUZZ_JSON_TOKEN_UTIL_H
#define PL_FUZZ_JSON_TOKEN_UTIL_H

#include "rewrite_util.h"
#include "text/limits.h"
#include "thorough_util.h"

static inline size_t fz_digit_count(pl_bytes in, size_t at) {
    size_t end = at;
    while (end < in.len && in.ptr[end] >= '0' && in.ptr[end] <= '9') { end++; }
    return end - at;
}

/* [ minus ] int [ frac ] [ exp ]                                                            section 6 */
static inline bool fz_is_lexeme(pl_bytes in) {
    size_t at = in.len > 0 && in.ptr[0] == '-';
    size_t count = fz_digit_count(in, at);
    if (count == 0 || (count > 1 && in.ptr[at] == '0')) { return false; }
    at += count;
    if (at < in.len && in.ptr[at] == '.') {
        count = fz_digit_count(in, at + 1);
        if (count == 0) { return false; }
        at += 1 + count;
    }
    if (at < in.len && (in.ptr[at] == 'e' || in.ptr[at] == 'E')) {
        at++;
        if (at < in.len && (in.ptr[at] == '+' || in.ptr[at] == '-')) { at++; }
        count = fz_digit_count(in, at);
        if (count == 0) { return false; }
        at += count;
    }
    return at == in.len;
}

/* In quotes, and every control character escaped.                                           section 7 */
static inline bool fz_is_string(pl_bytes in) {
    bool plain = in.len >= 2 && in.ptr[0] == '"' && in.ptr[in.len - 1] == '"';
    for (size_t i = 0; plain && i < in.len; i++) { plain = in.ptr[i] >= 0x20; }
    return plain;
}

/* Every number and string is one, and no container lies deeper than the reader goes. */
static inline void fz_check_tokens(const pl_json *json) {
    for (uint32_t i = 0; i < json->count; i++) {
        switch ((pl_json_kind)json->nodes[i].kind) {
        case PL_JSON_NUMBER:
            FZ_CHECK(fz_is_lexeme(pl_json_raw(json, i)));
            break;
        case PL_JSON_STRING:
            FZ_CHECK(fz_is_string(pl_json_raw(json, i)));
            break;
        case PL_JSON_ARRAY:
        case PL_JSON_OBJECT:
            FZ_CHECK(json->nodes[i].depth < PL_JSON_DEPTH_MAX);
            break;
        default:
            break;
        }
    }
}

/* The last element of some array, or 0. */
static inline uint32_t fz_some_last_element(const pl_json *json, uint64_t pick) {
    for (uint32_t i = 0; i < json->count; i++) {
        const uint32_t array = (uint32_t)((pick + i) % json->count);
        uint32_t last = 0;
        if (json->nodes[array].kind != PL_JSON_ARRAY) { continue; }
        for (uint32_t child = array + 1; child < json->nodes[array].next;
             child = json->nodes[child].next) {
            last = child;
        }
        if (last != 0) { return last; }
    }
    return 0;
}

/* With one element more at the end of an array it is another document, from whichever side one looks. */
static inline void fz_check_longer(const pl_json *json, pl_arena *arena) {
    const uint64_t pick = fz_hash(json->text);
    if (json->text.len > FZ_TEXT_BYTES_MAX || (!fz_thorough && pick / 128 % 4 != 0)) { return; }
    const fz_style style = {.split = fz_some_last_element(json, pick)};
    if (style.split == 0) { return; }
    const pl_bytes text = fz_rewritten(json, &style);
    pl_json longer = {0};
    bool equal = true;
    FZ_CHECK(pl_json_read(text, arena, &longer, NULL) == PL_OK);
    FZ_CHECK(pl_json_equal(json, 0, &longer, 0, arena, &equal) == PL_OK && !equal);
    FZ_CHECK(pl_json_equal(&longer, 0, json, 0, arena, &equal) == PL_OK && !equal);
    fz_free(text);
}

#endif
