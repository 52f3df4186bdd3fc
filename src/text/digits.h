/* Runs of decimal digits, eight at a time. */
#ifndef PL_TEXT_DIGITS_H
#define PL_TEXT_DIGITS_H

#include <string.h>

#include "text/base.h"

enum { PL_DIGITS_RUN = 8 };

/* Eight bytes, the first of them in the lowest place. */
static inline uint64_t pl_digits_load(const uint8_t *at) {
    uint64_t run;
    memcpy(&run, at, sizeof run);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    run = __builtin_bswap64(run);
#endif
    return run;
}

/* The run with its first `count` bytes, at most 7, set to zero: they count nothing, digits or not. */
static inline uint64_t pl_digits_without(uint64_t run, unsigned count) {
    return run >> (8 * count) << (8 * count);
}

/* Are all eight digits? */
static inline bool pl_digits_all(uint64_t run) {
    const uint64_t low = run ^ UINT64_C(0x3030303030303030);
    return ((low | (low + UINT64_C(0x0606060606060606))) & UINT64_C(0xF0F0F0F0F0F0F0F0)) == 0;
}

/* Value of eight bytes that are digits or zero: pairs, then fours, then all; three multiplications, not eight. */
static inline uint32_t pl_digits_value(uint64_t run) {
    run &= UINT64_C(0x0F0F0F0F0F0F0F0F);
    run = run * (10 * 0x100 + 1) >> 8 & UINT64_C(0x00FF00FF00FF00FF);
    run = run * (100 * 0x10000 + 1) >> 16 & UINT64_C(0x0000FFFF0000FFFF);
    return (uint32_t)(run * (UINT64_C(10000) * 0x100000000 + 1) >> 32);
}

#endif
