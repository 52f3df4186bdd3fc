#include <assert.h>

#include "checks/echo_internal.h"
#include "text/utf8.h"

/* White space by ECMA's table and by those of other languages' trim functions: next line,
 * Mongolian vowel separator, zero width space. The contract lets the outer ones get lost. */
static bool is_blank(uint32_t point) {
    return pl_ecma_is_space(point) || point == 0x85 || point == 0x180E || point == 0x200B;
}

/* Length of the last UTF-8 sequence of text, which is not empty. */
static size_t last_len(pl_bytes text, uint32_t *ret_point) {
    for (size_t len = 1; len <= PL_UTF8_BYTES_MAX && len <= text.len; len++) {
        if (pl_utf8_next(text, text.len - len, ret_point) == len) { return len; }
    }
    assert(false); /* the reader's decoded text is well-formed */
    return text.len;
}

static pl_bytes trim(pl_bytes text) {
    uint32_t point = 0;
    while (text.len > 0) {
        const size_t len = pl_utf8_next(text, 0, &point);
        assert(len > 0);
        if (!is_blank(point)) { break; }
        text.ptr += len;
        text.len -= len;
    }
    while (text.len > 0) {
        const size_t len = last_len(text, &point);
        if (!is_blank(point)) { break; }
        text.len -= len;
    }
    return text;
}

pl_status pl_echo_trimmed(const pl_json *json, uint32_t string, pl_arena *arena, pl_bytes *ret_text,
                          bool *ret_readable) {
    assert(json->nodes[string].kind == PL_JSON_STRING);
    pl_bytes text;
    const pl_status status = pl_json_string_decode(json, string, arena, &text);
    if (status == PL_E_MEMORY) { return status; }
    *ret_readable = status == PL_OK;
    if (status == PL_OK) { *ret_text = trim(text); }
    return PL_OK;
}

bool pl_echo_is_fragile(const pl_json *json, uint32_t string) {
    assert(json->nodes[string].kind == PL_JSON_STRING);
    if ((json->nodes[string].marks & (PL_JSON_BAD_UTF8 | PL_JSON_LONE_SURROGATE | PL_JSON_NUL)) !=
        0) {
        return true;
    }
    pl_json_chars chars = {pl_json_inside(json, string)};
    uint32_t point = 0;
    while (pl_json_chars_next(&chars, &point) != PL_JSON_CHAR_END) {
        if (point < 0x20 || (point >= 0x7F && point <= 0x9F)) { return true; }
    }
    return false;
}

pl_status pl_echo_text(const pl_echo *echo, uint32_t sent, uint32_t got,
                       pl_echo_answer *ret_answer) {
    ret_answer->how = "as text, but for outer white space";
    if (echo->sent.nodes[sent].kind != PL_JSON_STRING || pl_echo_is_fragile(&echo->sent, sent)) {
        return PL_OK;
    }
    if (echo->got.nodes[got].kind == PL_JSON_NULL) {
        ret_answer->verdict = PL_ECHO_DIFFERS;
        return PL_OK;
    }
    if (echo->got.nodes[got].kind != PL_JSON_STRING) { return PL_OK; }
    pl_bytes left = {NULL, 0};
    pl_bytes right = {NULL, 0};
    bool left_readable = false;
    bool right_readable = false;
    pl_status status = pl_echo_trimmed(&echo->sent, sent, echo->arena, &left, &left_readable);
    if (status == PL_OK) {
        status = pl_echo_trimmed(&echo->got, got, echo->arena, &right, &right_readable);
    }
    if (status != PL_OK) { return status; }
    assert(left_readable);
    if (!right_readable || !pl_bytes_equal(left, right)) { ret_answer->verdict = PL_ECHO_DIFFERS; }
    return PL_OK;
}
