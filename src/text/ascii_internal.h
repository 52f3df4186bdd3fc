/* Characters of ASCII, without a locale. */
#ifndef PL_TEXT_ASCII_INTERNAL_H
#define PL_TEXT_ASCII_INTERNAL_H

#include "text/base.h"

static inline bool pl_ascii_is_digit(uint8_t byte) {
    return byte >= '0' && byte <= '9';
}

/* An upper-case letter as lower case, any other byte as it is. */
static inline uint8_t pl_ascii_lower(uint8_t byte) {
    return byte >= 'A' && byte <= 'Z' ? (uint8_t)(byte | 0x20) : byte;
}

static inline bool pl_ascii_is_letter(uint8_t byte) {
    const uint8_t lower = pl_ascii_lower(byte);
    return lower >= 'a' && lower <= 'z';
}

#endif
