/* Inputs that start with a line of choices: where it ends, and the words on it. */
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

/* Bytes of the first line, with its line feed. */
static inline size_t fz_line_len(const uint8_t *data, size_t size) {
    fz_reader reader = {data, size};
    (void)fz_cut(&reader, '\n');
    return size - reader.len;
}

#endif
