/* Inputs that hold several texts, with a byte between them that no such text holds. */
#ifndef PL_FUZZ_FIELDS_UTIL_H
#define PL_FUZZ_FIELDS_UTIL_H

#include "fuzz_util.h"

/* Exact-size heap copy of what stands before the next `mark`, or of everything; the mark is skipped. The caller
 * frees .ptr, through fz_free. */
static inline pl_bytes fz_take_until(fz_reader *reader, uint8_t mark) {
    const uint8_t *const found = memchr(reader->ptr, mark, reader->len);
    const pl_bytes field =
        fz_take_copy(reader, found == NULL ? reader->len : (size_t)(found - reader->ptr));
    if (found != NULL) { (void)fz_u8(reader); }
    return field;
}

/* How often does the byte occur? memchr, because each comparison of an instrumented loop costs. */
static inline size_t fz_count(pl_bytes text, uint8_t byte) {
    size_t count = 0;
    for (fz_reader rest = {text.ptr, text.len}; rest.len > 0; count++) {
        const uint8_t *const found = memchr(rest.ptr, byte, rest.len);
        if (found == NULL) { return count; }
        rest.len -= (size_t)(found - rest.ptr) + 1;
        rest.ptr = found + 1;
    }
    return count;
}

#endif
