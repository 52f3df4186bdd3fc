#include "report/safe_text.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "text/utf8.h"

enum { ASCII_MAX = 0x7F };

typedef struct range {
    uint32_t first, last;
} range;

/* Sorted. Above ASCII, what has no shape of its own or changes that of its neighbours: C1 controls,
 * separators, direction marks (a "Trojan source"), zero-width characters, tags. */
static const range invisible[] = {
    {0x80, 0x9F},     {0xAD, 0xAD},     {0x61C, 0x61C},     {0x180E, 0x180E},
    {0x200B, 0x200F}, {0x2028, 0x202E}, {0x2060, 0x206F},   {0xFEFF, 0xFEFF},
    {0xFFF9, 0xFFFB}, {0xFFFE, 0xFFFF}, {0x1FFFE, 0x1FFFF}, {0xE0000, 0xE007F},
};

/* XML 1.0 allows these, but for U+FFFE and U+FFFF; its section 2.2 discourages C1 controls. */
static const range not_xml[] = {
    {0x7F, 0x84},
    {0x86, 0x9F},
    {0xFFFE, 0xFFFF},
};

static const range no_width[] = {
    {0x300, 0x36F},   {0x483, 0x489},   {0x591, 0x5BD},   {0x64B, 0x65F},   {0x1AB0, 0x1AFF},
    {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xE0100, 0xE01EF},
};

static const range double_width[] = {
    {0x1100, 0x115F}, {0x2E80, 0x303E},   {0x3041, 0x33FF},   {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},
    {0xA000, 0xA4CF}, {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},
    {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD},
};

static bool within(const range *ranges, size_t count, uint32_t code_point) {
    for (size_t i = 0; i < count; i++) {
        if (code_point < ranges[i].first) { return false; }
        if (code_point <= ranges[i].last) { return true; }
    }
    return false;
}

unsigned pl_safe_columns(uint32_t code_point) {
    if (code_point <= ASCII_MAX) { return 1; }
    if (within(no_width, PL_COUNT(no_width), code_point)) { return 0; }
    return within(double_width, PL_COUNT(double_width), code_point) ? 2 : 1;
}

static bool is_forbidden(uint32_t code_point, pl_safe_use use) {
    const bool is_break = code_point == '\t' || code_point == '\n' || code_point == '\r';
    switch (use) {
    case PL_SAFE_LINE:
        return code_point < ' ' || code_point == ASCII_MAX ||
               (code_point > ASCII_MAX && within(invisible, PL_COUNT(invisible), code_point));
    case PL_SAFE_XML:
        return (code_point < ' ' && !is_break) ||
               (code_point >= ASCII_MAX && within(not_xml, PL_COUNT(not_xml), code_point));
    case PL_SAFE_UTF8:
    case PL_SAFE_COUNT:
        break;
    }
    return false;
}

/* The visible spelling of a code point or, with is_byte, of a byte of no character. Returns its
 * length. */
static size_t spell(uint32_t value, bool is_byte, char out[PL_SAFE_SPELLING_BYTES_MAX]) {
    static const struct {
        uint32_t value;
        const char *spelling;
    } names[] = {{'\t', "\\t"}, {'\n', "\\n"}, {'\r', "\\r"}};
    for (size_t i = 0; i < PL_COUNT(names) && !is_byte; i++) {
        if (names[i].value == value) {
            return (size_t)snprintf(out, PL_SAFE_SPELLING_BYTES_MAX, "%s", names[i].spelling);
        }
    }
    const bool is_short = is_byte || value <= ASCII_MAX;
    const int len =
        snprintf(out, PL_SAFE_SPELLING_BYTES_MAX, is_short ? "\\x%02x" : "\\u%04x", value);
    assert(len > 0 && len < PL_SAFE_SPELLING_BYTES_MAX);
    return (size_t)len;
}

size_t pl_safe_spelling(pl_bytes text, size_t at, pl_safe_use use,
                        char out[PL_SAFE_SPELLING_BYTES_MAX], size_t *ret_used) {
    static const char fffd[] = "\xEF\xBF\xBD";
    assert(at < text.len && use < PL_SAFE_COUNT);
    uint32_t code_point = 0;
    const size_t len = pl_utf8_next(text, at, &code_point);
    if (len > 0) {
        *ret_used = len;
        return is_forbidden(code_point, use) ? spell(code_point, false, out) : 0;
    }
    if (use == PL_SAFE_UTF8) {
        *ret_used = pl_utf8_skip_bad(text, at);
        memcpy(out, fffd, sizeof fffd);
        return sizeof fffd - 1;
    }
    *ret_used = 1;
    return spell(text.ptr[at], true, out);
}

/* One walk: counts the bytes of the safe text, and writes them when out is not NULL. */
static size_t convert(pl_bytes text, pl_safe_use use, uint8_t *out) {
    size_t total = 0;
    for (size_t at = 0; at < text.len;) {
        char escape[PL_SAFE_SPELLING_BYTES_MAX];
        size_t used = 0;
        size_t len = pl_safe_spelling(text, at, use, escape, &used);
        assert(used > 0 && used <= text.len - at);
        const void *from = escape;
        if (len == 0) {
            from = text.ptr + at;
            len = used;
        }
        if (out != NULL) { memcpy(out + total, from, len); }
        total += len;
        at += used;
    }
    return total;
}

pl_status pl_safe_text(pl_bytes text, pl_safe_use use, pl_arena *arena, pl_bytes *ret_safe) {
    assert(use < PL_SAFE_COUNT);
    assert(ret_safe != NULL);
    const size_t len = convert(text, use, NULL);
    uint8_t *out = pl_arena_alloc(arena, len + 1);
    if (out == NULL) { return PL_E_MEMORY; }
    const size_t written = convert(text, use, out);
    assert(written == len);
    out[written] = '\0';
    *ret_safe = (pl_bytes){out, len};
    return PL_OK;
}

const char *pl_safe_string(const char *text, pl_safe_use use, pl_arena *arena) {
    pl_bytes safe;
    if (pl_safe_text(pl_bytes_of(text), use, arena, &safe) != PL_OK) { return NULL; }
    return (const char *)safe.ptr;
}
