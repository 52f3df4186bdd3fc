/* Inputs of several parts, with a byte between them that no such part holds: words, lines, texts. */
#ifndef PL_FUZZ_LINE_UTIL_H
#define PL_FUZZ_LINE_UTIL_H

#include "fuzz_util.h"

/* Cut off everything before the first `end`, which goes too; the whole when there is none. */
static inline pl_bytes fz_cut(fz_reader *reader, char end) {
    const uint8_t *at = reader->len == 0 ? NULL : memchr(reader->ptr, end, reader->len);
    const pl_bytes part = {reader->ptr, at == NULL ? reader->len : (size_t)(at - reader->ptr)};
    const size_t used = at == NULL ? reader->len : part.len + 1;
    reader->ptr += used;
    reader->len -= used;
    return part;
}

/* Exact-size heap copy of what fz_cut cuts off. The caller frees .ptr, through fz_free. */
static inline pl_bytes fz_cut_copy(fz_reader *reader, char end) {
    const pl_bytes part = fz_cut(reader, end);
    return fz_rest_copy(&(fz_reader){part.ptr, part.len});
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

/* Bytes of the first line, with its line feed. */
static inline size_t fz_line_len(const uint8_t *data, size_t size) {
    fz_reader reader = {data, size};
    (void)fz_cut(&reader, '\n');
    return size - reader.len;
}

#endif
