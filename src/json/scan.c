#include "json/scan_internal.h"

#include <assert.h>

#include "text/utf8.h"

static const uint8_t *fail(scan_result *result, pl_json_fault fault, const uint8_t *at) {
    result->fault = fault;
    result->fault_at = at;
    return NULL;
}

const uint8_t *pl_json_skip_space(const uint8_t *at, const uint8_t *end) {
    while (at < end && is_space(*at)) { at++; }
    return at;
}

static int hex_digit(uint8_t byte) {
    if (byte >= '0' && byte <= '9') { return byte - '0'; }
    const uint8_t lower = byte | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* The four digits after "\u", or -1. */
static int32_t hex_unit(const uint8_t *at, const uint8_t *end) {
    if (end - at < 4) { return -1; }
    int32_t unit = 0;
    for (int i = 0; i < 4; i++) {
        const int digit = hex_digit(at[i]);
        if (digit < 0) { return -1; }
        unit = unit * 16 + digit;
    }
    return unit;
}

static bool is_low_surrogate(int32_t unit) {
    return unit >= 0xDC00 && unit <= 0xDFFF;
}

/* One escape, from its backslash. */
static const uint8_t *scan_escape(const uint8_t *at, const uint8_t *end, scan_result *result) {
    if (end - at < 2) { return fail(result, PL_JSON_FAULT_STRING_END, end); }
    if (at[1] != 'u') {
        const bool known = at[1] != 0 && strchr("\"\\/bfnrt", at[1]) != NULL;
        return known ? at + 2 : fail(result, PL_JSON_FAULT_ESCAPE, at);
    }
    const int32_t unit = hex_unit(at + 2, end);
    if (unit < 0) { return fail(result, PL_JSON_FAULT_ESCAPE, at); }
    if (unit == 0) { result->marks |= PL_JSON_NUL; }
    at += 6;
    if (unit < 0xD800 || unit > 0xDFFF) { return at; }
    /* The partner of a high surrogate must follow at once; a broken escape there is left to the next turn. */
    const bool paired = unit <= 0xDBFF && end - at >= 6 && at[0] == '\\' && at[1] == 'u' &&
                        is_low_surrogate(hex_unit(at + 2, end));
    if (paired) { return at + 6; }
    result->marks |= PL_JSON_LONE_SURROGATE;
    return at;
}

const uint8_t *pl_json_scan_string_rest(const uint8_t *at, const uint8_t *end,
                                        scan_result *result) {
    assert(at <= end);
    result->marks = 0;
    while (at < end) {
        if (*at == '"') { return at + 1; }
        if (*at == '\\') {
            result->marks |= PL_JSON_ESCAPED;
            at = scan_escape(at, end, result);
            if (at == NULL) { return NULL; }
        } else if (*at < 0x20) {
            return fail(result, PL_JSON_FAULT_CONTROL, at);
        } else {
            const pl_bytes rest = {at, (size_t)(end - at)};
            uint32_t code_point;
            size_t len = pl_utf8_next(rest, 0, &code_point);
            result->marks |= PL_JSON_NON_ASCII;
            if (len == 0) {
                result->marks |= PL_JSON_BAD_UTF8;
                len = pl_utf8_skip_bad(rest, 0);
            }
            at += len;
        }
        at = scan_plain(at, end);
    }
    return fail(result, PL_JSON_FAULT_STRING_END, end);
}

static const uint8_t *skip_digits(const uint8_t *at, const uint8_t *end) {
    while (at < end && *at >= '0' && *at <= '9') { at++; }
    return at;
}

const uint8_t *pl_json_scan_number(const uint8_t *at, const uint8_t *end, scan_result *result) {
    assert(at < end);
    const uint8_t *start = at;
    result->marks = 0;
    if (*at == '-') { at++; }
    const uint8_t *whole = at;
    at = skip_digits(at, end);
    if (at == whole) { return fail(result, PL_JSON_FAULT_NUMBER, start); }
    if (*whole == '0' && at - whole > 1) { return fail(result, PL_JSON_FAULT_NUMBER, start); }
    if (at < end && *at == '.') {
        result->marks = PL_JSON_FRACTIONAL;
        const uint8_t *fraction = at + 1;
        at = skip_digits(fraction, end);
        if (at == fraction) { return fail(result, PL_JSON_FAULT_NUMBER, start); }
    }
    if (at < end && (*at | 0x20) == 'e') {
        result->marks = PL_JSON_FRACTIONAL;
        at++;
        if (at < end && (*at == '+' || *at == '-')) { at++; }
        const uint8_t *exponent = at;
        at = skip_digits(exponent, end);
        if (at == exponent) { return fail(result, PL_JSON_FAULT_NUMBER, start); }
    }
    return at;
}
