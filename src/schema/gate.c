#include "schema/facets_internal.h"

#include <assert.h>

#include "text/datetime.h"

/* The high bit of some byte where one of them is zero. */
static inline uint64_t zero_bytes(uint64_t word) {
    return (word - UINT64_C(0x0101010101010101)) & ~word & UINT64_C(0x8080808080808080);
}

/* A space, a slash or a delete character among eight. */
static inline bool has_odd(const uint8_t *at) {
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return (zero_bytes(word ^ ones * ' ') | zero_bytes(word ^ ones * '/') |
            zero_bytes(word ^ ones * 0x7F)) != 0;
}

/* Content of a string without marks: control characters and non-ASCII are not in it. */
static bool is_graphic(pl_bytes text) {
    const size_t step = sizeof(uint64_t);
    size_t at = 0;
    if (text.len >= step) {
        for (; text.len - at > step; at += step) {
            if (has_odd(text.ptr + at)) { return false; }
        }
        return !has_odd(text.ptr + text.len - step);
    }
    for (; at < text.len; at++) {
        const uint8_t byte = text.ptr[at];
        if (byte == ' ' || byte == '/' || byte == 0x7F) { return false; }
    }
    return text.len > 0;
}

bool pl_gate_admits(const pl_walk *walk, pl_gate_content content, const pl_json_node *value) {
    const uint8_t *text = walk->json->text.ptr + value->at;
    const pl_bytes inside = {text + 1, value->len - 2U};
    int64_t moment_ms;
    switch (content) {
    case PL_GATE_AMOUNT:
        /* Behind a point stands a digit, and an exponent's letter is followed by one: a point in these places leaves
         * no room for it. */
        return (value->marks & PL_JSON_FRACTIONAL) == 0 || text[value->len - 3] == '.' ||
               text[value->len - 2] == '.';
    case PL_GATE_GRAPHIC:
        return is_graphic(inside);
    case PL_GATE_UPCOMING:
        return pl_unix_ms_parse(inside, &moment_ms) == PL_OK && moment_ms >= walk->context->now_ms;
    default:
        assert(content == PL_GATE_WEB);
        return pl_uri_is_ordinary(inside);
    }
}
