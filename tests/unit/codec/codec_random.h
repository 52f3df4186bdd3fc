/* Pseudo-random contents of the typed structs, for round trips: the same on every machine. */
#ifndef PL_TESTS_UNIT_CODEC_CODEC_RANDOM_H
#define PL_TESTS_UNIT_CODEC_CODEC_RANDOM_H

#include <stdlib.h>

#include "codec/value.h"
#include "text/limits.h"
#include "text/utf8.h"
#include "unit/text/test_random.h"

/* Code points that an encoder can get wrong. */
static const uint32_t cr_points[] = {
    0x0,    0x1,    0x8,    0x9,    0xA,    0xC,    0xD,     0x1F,    ' ',     '"',
    '\\',   '/',    'a',    'Z',    0x7F,   0x80,   0x85,    0xE9,    0x7FF,   0x800,
    0x2028, 0xD7FF, 0xE000, 0xFEFF, 0xFFFD, 0xFFFF, 0x10000, 0x1F600, 0x10FFFF};

static inline void *cr_alloc(pl_arena *arena, size_t size) {
    void *memory = pl_arena_alloc(arena, size);
    if (memory == NULL) { abort(); }
    return memory;
}

static inline pl_bytes cr_text(uint64_t *state, pl_arena *arena) {
    enum { POINT_COUNT_MAX = 12 };
    const size_t count = tr_below(state, POINT_COUNT_MAX + 1);
    uint8_t *text = cr_alloc(arena, count * PL_UTF8_BYTES_MAX);
    size_t len = 0;
    for (size_t i = 0; i < count; i++) {
        len += pl_utf8_encode(cr_points[tr_below(state, PL_COUNT(cr_points))], &text[len]);
    }
    return (pl_bytes){text, len};
}

static inline int64_t cr_integer(uint64_t *state) {
    static const int64_t edges[] = {
        0, 1, -1, 9, 10, 1000000, INT32_MAX, INT64_C(1) << 53, INT64_MAX, INT64_MIN};
    return tr_below(state, 2) == 0 ? edges[tr_below(state, PL_COUNT(edges))]
                                   : (int64_t)tr_next(state);
}

/* Up to 38 digits, any exponent of the declared range. */
static inline pl_decimal cr_decimal(uint64_t *state) {
    const size_t digit_count = tr_below(state, PL_DECIMAL_DIGITS_MAX) + 1;
    pl_int128 coefficient = 0;
    for (size_t i = 0; i < digit_count; i++) {
        coefficient = coefficient * 10 + (pl_int128)tr_below(state, 10);
    }
    const int32_t span = tr_below(state, 2) == 0 ? 20 : PL_DECIMAL_EXPONENT_MAX - 40;
    int32_t exponent = (int32_t)tr_below(state, 2 * (uint64_t)span + 1) - span;
    if (coefficient == 0) { return (pl_decimal){0, 0}; }
    while (coefficient % 10 == 0) { /* canonical */
        coefficient /= 10;
        exponent++;
    }
    return (pl_decimal){tr_below(state, 2) == 0 ? coefficient : -coefficient, exponent};
}

static inline pl_texts cr_texts(uint64_t *state, pl_arena *arena) {
    const size_t count = tr_below(state, 4);
    pl_bytes *list = cr_alloc(arena, count * sizeof *list);
    for (size_t i = 0; i < count; i++) { list[i] = cr_text(state, arena); }
    return (pl_texts){list, count};
}

/* Objects whose spelling json-c alone would change. */
static inline pl_bytes cr_raw(uint64_t *state) {
    static const pl_bytes objects[] = {
        PL_BYTES_LIT("{}"),
        PL_BYTES_LIT("{ \"a\" :\t1 }"),
        PL_BYTES_LIT(
            "{\"a\":1.50,\"b\":-0,\"c\":1E+2,\"d\":12345678901234567890123456789012345678901}"),
        PL_BYTES_LIT("{\"a\":1,\"a\":2,\"\\u0061\":3}"),
        PL_BYTES_LIT("{\"\\u0000\":\"\\ud800\",\"\\/\":\"\\u00e9\"}"),
        PL_BYTES_LIT("{\"bytes\":\"\xFF\xC0\xAF\"}"),
        PL_BYTES_LIT("{\"deep\":[[[[[[{\"x\":[null,true,false]}]]]]]]}"),
        PL_BYTES_LIT("{\"\xF0\x9F\x98\x80\":{}}"),
    };
    return objects[tr_below(state, PL_COUNT(objects))];
}

static inline pl_moment cr_moment(uint64_t *state, pl_arena *arena) {
    enum { OFFSET_COUNT = 3 };
    static const int16_t offsets[OFFSET_COUNT] = {0, 7 * 60, -(3 * 60 + 30)};
    const int64_t unix_ms = (int64_t)tr_below(state, INT64_C(4102444800000));
    pl_moment moment = {0};
    if (pl_moment_of(unix_ms, offsets[tr_below(state, OFFSET_COUNT)], arena, &moment) != PL_OK) {
        abort();
    }
    return moment;
}

static inline pl_field_state cr_state(uint64_t *state) {
    static const pl_field_state states[] = {PL_FIELD_ABSENT, PL_FIELD_NULL, PL_FIELD_VALUE,
                                            PL_FIELD_VALUE, PL_FIELD_VALUE};
    return states[tr_below(state, PL_COUNT(states))];
}

#endif
