/* Strings and numbers, written as a personality writes them. */
#include "sandbox/teller.h"

#include <assert.h>
#include <json-c/printbuf.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool pl_teller_has(const pl_teller *to, pl_habit habit) {
    return pl_has_habit(to->call, habit);
}

void pl_teller_put(pl_teller *to, const char *text, size_t len) {
    assert(len <= INT32_MAX);
    to->failed = to->failed || printbuf_memappend(to->out, text, (int)len) < 0;
}

void pl_teller_text(pl_teller *to, const char *text) {
    pl_teller_put(to, text, strlen(text));
}

void pl_teller_line(pl_teller *to, unsigned depth) {
    if (!pl_teller_has(to, PL_HABIT_INDENTS)) { return; }
    pl_teller_text(to, "\n");
    for (unsigned i = 0; i < depth; i++) { pl_teller_text(to, "  "); }
}

/* --- strings -------------------------------------------------------------------------------- */

static void put_unit(pl_teller *to, uint32_t unit) {
    char text[8];
    const int len = snprintf(text, sizeof text, "\\u%04x", (unsigned)(unit & 0xFFFF));
    pl_teller_put(to, text, (size_t)len);
}

static void put_escaped(pl_teller *to, uint32_t point) {
    enum { ASTRAL = 0x10000, HIGH = 0xD800, LOW = 0xDC00, LOW_BITS = 10 };
    if (point < ASTRAL) {
        put_unit(to, point);
        return;
    }
    put_unit(to, HIGH + ((point - ASTRAL) >> LOW_BITS));
    put_unit(to, LOW + ((point - ASTRAL) & ((1U << LOW_BITS) - 1)));
}

static void put_point(pl_teller *to, uint32_t point) {
    const bool printable = point >= ' ' && point < 0x7F;
    if (pl_teller_has(to, PL_HABIT_ESCAPES_ALL) || !printable) {
        put_escaped(to, point);
        return;
    }
    const char letter = (char)point;
    if (letter == '"' || letter == '\\' || letter == '/') { pl_teller_text(to, "\\"); }
    pl_teller_put(to, &letter, 1);
}

void pl_tell_string(pl_teller *to, uint32_t node) {
    if (!pl_teller_has(to, PL_HABIT_ASCII) && !pl_teller_has(to, PL_HABIT_ESCAPES_ALL)) {
        const pl_bytes raw = pl_json_raw(to->json, node);
        pl_teller_put(to, (const char *)raw.ptr, raw.len);
        return;
    }
    pl_json_chars chars = {pl_json_inside(to->json, node)};
    uint32_t point = 0;
    pl_teller_text(to, "\"");
    while (pl_json_chars_next(&chars, &point) != PL_JSON_CHAR_END) { put_point(to, point); }
    pl_teller_text(to, "\"");
}

/* --- numbers -------------------------------------------------------------------------------- */

/* The shortest decimal that is this binary64. False: it is none. */
static bool binary_text(const char *lexeme, char *out, size_t out_cap) {
    enum { DIGITS_MIN = 15, DIGITS_MAX = 17 };
    const double value = strtod(lexeme, NULL);
    if (!isfinite(value)) { return false; }
    for (int digits = DIGITS_MIN; digits <= DIGITS_MAX; digits++) {
        (void)snprintf(out, out_cap, "%.*g", digits, value);
        if (strtod(out, NULL) == value) { break; }
    }
    return true;
}

/* A number of metadata, which no schema describes. */
static void tell_loose(pl_teller *to, pl_bytes raw) {
    char binary[64];
    char *lexeme = pl_arena_text(to->call->arena, raw);
    to->failed = to->failed || lexeme == NULL;
    if (lexeme != NULL && pl_teller_has(to, PL_HABIT_BINARY_METADATA) &&
        binary_text(lexeme, binary, sizeof binary)) {
        pl_teller_text(to, binary);
    } else {
        pl_teller_put(to, (const char *)raw.ptr, raw.len);
    }
}

static void tell_amount(pl_teller *to, pl_bytes raw) {
    enum { CENT_DIGITS = 2 };
    const uint8_t *point = memchr(raw.ptr, '.', raw.len);
    const size_t decimals = point == NULL ? 0 : (size_t)(raw.ptr + raw.len - point - 1);
    pl_decimal value = {0};
    if (pl_teller_has(to, PL_HABIT_AMOUNT_EXPONENT) && pl_decimal_parse(raw, &value) == PL_OK) {
        char digits[PL_DECIMAL_TEXT_BYTES_MAX];
        size_t len = 0;
        pl_decimal_format((pl_decimal){value.coefficient, 0}, digits, &len);
        pl_teller_put(to, digits, len);
        (void)snprintf(digits, sizeof digits, "e%d", (int)value.exponent);
        pl_teller_text(to, digits);
        return;
    }
    pl_teller_put(to, (const char *)raw.ptr, raw.len);
    if (pl_teller_has(to, PL_HABIT_AMOUNT_CENTS) && memchr(raw.ptr, 'e', raw.len) == NULL &&
        memchr(raw.ptr, 'E', raw.len) == NULL && decimals < CENT_DIGITS) {
        pl_teller_text(to, point == NULL ? "." : "");
        pl_teller_put(to, "00", CENT_DIGITS - decimals);
    }
}

void pl_tell_number(pl_teller *to, uint32_t node, const pl_schema *schema) {
    const pl_bytes raw = pl_json_raw(to->json, node);
    const unsigned types = schema == NULL ? 0 : schema->types;
    if (schema == NULL) {
        tell_loose(to, raw);
    } else if ((types & PL_TYPE_NUMBER) != 0) {
        tell_amount(to, raw);
    } else {
        const bool plain = (to->json->nodes[node].marks & PL_JSON_FRACTIONAL) == 0;
        pl_teller_put(to, (const char *)raw.ptr, raw.len);
        pl_teller_text(to, plain && pl_teller_has(to, PL_HABIT_INTEGER_POINT) ? ".0" : "");
    }
}
