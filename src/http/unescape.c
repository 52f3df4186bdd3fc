#include "http/unescape.h"

#include <assert.h>

enum {
    UNIT_DIGITS = 4,
    BACKSLASHES_MAX = 8,
    HIGH_FIRST = 0xD800,
    LOW_FIRST = 0xDC00,
    SURROGATE_LAST = 0xDFFF
};

bool pl_is_escape(uint8_t byte) {
    return byte == '\\' || byte == '%';
}

static int digit_of(uint8_t byte) {
    if (byte >= '0' && byte <= '9') { return byte - '0'; }
    const uint8_t lower = byte | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* `count` hex digits at `at`; false: they do not stand there. */
static bool read_hex(pl_bytes text, size_t at, size_t count, uint32_t *ret_value) {
    uint32_t value = 0;
    if (at > text.len || text.len - at < count) { return false; }
    for (size_t i = 0; i < count; i++) {
        const int digit = digit_of(text.ptr[at + i]);
        if (digit < 0) { return false; }
        value = value * 16 + (uint32_t)digit;
    }
    *ret_value = value;
    return true;
}

/* Backslashes, 'u' and four digits. Returns the bytes that they take, or 0. */
static size_t read_unit(pl_bytes text, size_t at, uint32_t *ret_unit) {
    size_t end = at;
    while (end < text.len && end - at < BACKSLASHES_MAX && text.ptr[end] == '\\') { end++; }
    if (end == at || end == text.len || text.ptr[end] != 'u') { return 0; }
    return read_hex(text, end + 1, UNIT_DIGITS, ret_unit) ? end + 1 + UNIT_DIGITS - at : 0;
}

static size_t read_point(pl_bytes text, size_t at, uint32_t *ret_point) {
    uint32_t low = 0;
    const size_t used = read_unit(text, at, ret_point);
    if (used == 0 || *ret_point < HIGH_FIRST || *ret_point >= LOW_FIRST) { return used; }
    const size_t low_used = read_unit(text, at + used, &low);
    if (low_used == 0 || low < LOW_FIRST || low > SURROGATE_LAST) { return used; }
    *ret_point = 0x10000 + ((*ret_point - HIGH_FIRST) << 10) + (low - LOW_FIRST);
    return used + low_used;
}

static const struct {
    uint8_t letter;
    uint8_t byte;
} short_escapes[] = {
    {'"', '"'},  {'\\', '\\'}, {'/', '/'},  {'b', '\b'},
    {'f', '\f'}, {'n', '\n'},  {'r', '\r'}, {'t', '\t'},
};

pl_unescaped pl_unescape(pl_bytes text, size_t at) {
    assert(at < text.len);
    const uint8_t first = text.ptr[at];
    pl_unescaped piece = {.bytes = {first}, .len = 1, .used = 1};
    uint32_t value = 0;
    if (first == '%') {
        if (!read_hex(text, at + 1, 2, &value)) { return piece; }
        return (pl_unescaped){.bytes = {(uint8_t)value}, .len = 1, .used = 3};
    }
    if (first != '\\') { return piece; }
    const size_t used = read_point(text, at, &value);
    if (used > 0) {
        if (value >= HIGH_FIRST && value <= SURROGATE_LAST) { return piece; /* no character */ }
        piece.len = pl_utf8_encode(value, piece.bytes);
        piece.used = used;
        return piece;
    }
    for (size_t i = 0; i < PL_COUNT(short_escapes) && at + 1 < text.len; i++) {
        if (short_escapes[i].letter == text.ptr[at + 1]) {
            return (pl_unescaped){.bytes = {short_escapes[i].byte}, .len = 1, .used = 2};
        }
    }
    return piece;
}
