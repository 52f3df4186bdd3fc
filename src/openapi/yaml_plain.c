/* What a plain scalar of YAML means. */
#include <stdio.h>
#include <string.h>

#include "openapi/source_internal.h"
#include "text/decimal.h"

enum { RADIX_DIGITS_MAX = 15 }; /* of 0o and 0x: what fits a signed word */

static bool is_one_of(pl_bytes scalar, const char *const *words) {
    for (; *words != NULL; words++) {
        if (pl_bytes_equal(scalar, pl_bytes_of(*words))) { return true; }
    }
    return false;
}

static size_t put(const char *text, size_t len, char *out, size_t out_cap) {
    if (len > out_cap) { return 0; }
    memcpy(out, text, len);
    return len;
}

static int digit_of(uint8_t byte) {
    if (byte >= '0' && byte <= '9') { return byte - '0'; }
    if (byte >= 'a' && byte <= 'f') { return byte - 'a' + 10; }
    if (byte >= 'A' && byte <= 'F') { return byte - 'A' + 10; }
    return 16;
}

/* 0o17, 0x1F. */
static size_t put_radix(pl_bytes scalar, char *out, size_t out_cap) {
    if (scalar.len < 3 || scalar.len > 2 + RADIX_DIGITS_MAX || scalar.ptr[0] != '0') { return 0; }
    const int radix = scalar.ptr[1] == 'o' ? 8 : 16;
    if (scalar.ptr[1] != 'o' && scalar.ptr[1] != 'x') { return 0; }
    uint64_t value = 0;
    for (size_t i = 2; i < scalar.len; i++) {
        const int digit = digit_of(scalar.ptr[i]);
        if (digit >= radix) { return 0; }
        value = value * (unsigned)radix + (unsigned)digit;
    }
    char text[32];
    const int len = snprintf(text, sizeof text, "%llu", (unsigned long long)value);
    return put(text, (size_t)len, out, out_cap);
}

/* [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?, rewritten where JSON is stricter: no plus, no
 * zero in front, digits on both sides of the point. */
static size_t put_number(pl_bytes scalar, char *out, size_t out_cap) {
    size_t at = 0;
    size_t len = 0;
    if (scalar.len == 0 || scalar.len + 2 > out_cap) { return 0; }
    if (scalar.ptr[at] == '-') { out[len++] = '-'; }
    if (scalar.ptr[at] == '-' || scalar.ptr[at] == '+') { at++; }
    const size_t whole = at;
    while (at + 1 < scalar.len && scalar.ptr[at] == '0' && scalar.ptr[at + 1] >= '0' &&
           scalar.ptr[at + 1] <= '9') {
        at++;
    }
    if (at < scalar.len && scalar.ptr[at] == '.') { out[len++] = '0'; }
    while (at < scalar.len && scalar.ptr[at] >= '0' && scalar.ptr[at] <= '9') {
        out[len++] = (char)scalar.ptr[at++];
    }
    if (at < scalar.len && scalar.ptr[at] == '.') {
        const size_t point = at++;
        const bool digits = at < scalar.len && scalar.ptr[at] >= '0' && scalar.ptr[at] <= '9';
        if (!digits && point == whole) { return 0; }
        if (digits) { out[len++] = '.'; }
    }
    for (; at < scalar.len; at++) { out[len++] = (char)scalar.ptr[at]; }
    pl_number_shape shape;
    const pl_bytes lexeme = {(const uint8_t *)out, len};
    return pl_number_scan(lexeme, &shape) == PL_OK ? len : 0;
}

size_t pl_yaml_plain(pl_bytes scalar, char *out, size_t out_cap) {
    static const char *const nulls[] = {"", "~", "null", "Null", "NULL", NULL};
    static const char *const trues[] = {"true", "True", "TRUE", NULL};
    static const char *const falses[] = {"false", "False", "FALSE", NULL};
    if (is_one_of(scalar, nulls)) { return put("null", 4, out, out_cap); }
    if (is_one_of(scalar, trues)) { return put("true", 4, out, out_cap); }
    if (is_one_of(scalar, falses)) { return put("false", 5, out, out_cap); }
    const size_t len = put_radix(scalar, out, out_cap);
    return len > 0 ? len : put_number(scalar, out, out_cap);
}
