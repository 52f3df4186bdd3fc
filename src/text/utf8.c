#include "text/utf8.h"

#include <assert.h>
#include <string.h>

/* Bounds of the second byte by lead byte.                               RFC 3629 section 4,
 * UTF8-2..4 */
struct lead_row {
    uint8_t first, last; /* lead bytes */
    uint8_t len;
    uint8_t second_min, second_max;
};

/* clang-format off */
static const struct lead_row lead_rows[] = {
    {0xC2, 0xDF, 2, 0x80, 0xBF},
    {0xE0, 0xE0, 3, 0xA0, 0xBF},
    {0xE1, 0xEC, 3, 0x80, 0xBF},
    {0xED, 0xED, 3, 0x80, 0x9F},
    {0xEE, 0xEF, 3, 0x80, 0xBF},
    {0xF0, 0xF0, 4, 0x90, 0xBF},
    {0xF1, 0xF3, 4, 0x80, 0xBF},
    {0xF4, 0xF4, 4, 0x80, 0x8F},
};
/* clang-format on */

static bool is_continuation(uint8_t byte) {
    return (byte & 0xC0) == 0x80;
}

/* The branches below instead of the rows above: this runs for every character. */
size_t pl_utf8_next(pl_bytes in, size_t at, uint32_t *ret_code_point) {
    assert(at < in.len);
    assert(ret_code_point != NULL);
    const uint8_t *const byte = in.ptr + at;
    const size_t left = in.len - at;
    const uint32_t lead = byte[0];
    if (lead < 0x80) {
        *ret_code_point = lead;
        return 1;
    }
    if (lead < 0xC2 || lead > 0xF4 || left < 2 || !is_continuation(byte[1])) { return 0; }
    if (lead < 0xE0) {
        *ret_code_point = (lead & 0x1F) << 6 | (byte[1] & 0x3Fu);
        return 2;
    }
    if (left < 3 || !is_continuation(byte[2])) { return 0; }
    if (lead < 0xF0) {
        const uint32_t point = (lead & 0x0F) << 12 | (byte[1] & 0x3Fu) << 6 | (byte[2] & 0x3Fu);
        if (point < 0x800 || (point >= 0xD800 && point <= 0xDFFF)) { return 0; }
        *ret_code_point = point;
        return 3;
    }
    if (left < 4 || !is_continuation(byte[3])) { return 0; }
    const uint32_t point =
        (lead & 0x07) << 18 | (byte[1] & 0x3Fu) << 12 | (byte[2] & 0x3Fu) << 6 | (byte[3] & 0x3Fu);
    if (point < 0x10000 || point > 0x10FFFF) { return 0; }
    *ret_code_point = point;
    return 4;
}

size_t pl_utf8_skip_bad(pl_bytes in, size_t at) {
    assert(at < in.len);
    const size_t left = in.len - at;
    const uint8_t *const byte = in.ptr + at;
    for (size_t i = 0; i < PL_COUNT(lead_rows); i++) {
        const struct lead_row *const row = &lead_rows[i];
        if (byte[0] < row->first || byte[0] > row->last) { continue; }
        if (left < 2 || byte[1] < row->second_min || byte[1] > row->second_max) { return 1; }
        size_t len = 2;
        while (len < row->len && len < left && is_continuation(byte[len])) { len++; }
        return len;
    }
    return 1;
}

bool pl_utf8_valid(pl_bytes in) {
    assert(in.ptr != NULL || in.len == 0);
    size_t at = 0;
    while (at < in.len) {
        uint64_t word;
        while (in.len - at >= sizeof word) {
            memcpy(&word, in.ptr + at, sizeof word);
            if ((word & 0x8080808080808080u) != 0) { break; }
            at += sizeof word;
        }
        if (at == in.len) { break; }
        uint32_t code_point;
        const size_t len = pl_utf8_next(in, at, &code_point);
        if (len == 0) { return false; }
        at += len;
    }
    return true;
}

size_t pl_utf8_encode(uint32_t code_point, uint8_t out[PL_UTF8_BYTES_MAX]) {
    assert(code_point <= 0x10FFFF);
    assert(code_point < 0xD800 || code_point > 0xDFFF);
    if (code_point < 0x80) {
        out[0] = (uint8_t)code_point;
        return 1;
    }
    if (code_point < 0x800) {
        out[0] = (uint8_t)(0xC0 | code_point >> 6);
        out[1] = (uint8_t)(0x80 | (code_point & 0x3F));
        return 2;
    }
    if (code_point < 0x10000) {
        out[0] = (uint8_t)(0xE0 | code_point >> 12);
        out[1] = (uint8_t)(0x80 | (code_point >> 6 & 0x3F));
        out[2] = (uint8_t)(0x80 | (code_point & 0x3F));
        return 3;
    }
    out[0] = (uint8_t)(0xF0 | code_point >> 18);
    out[1] = (uint8_t)(0x80 | (code_point >> 12 & 0x3F));
    out[2] = (uint8_t)(0x80 | (code_point >> 6 & 0x3F));
    out[3] = (uint8_t)(0x80 | (code_point & 0x3F));
    return 4;
}
