/* Small help for fuzz targets: a reader that never runs dry, exact-size copies, a check that stays in. */
#ifndef PL_FUZZ_UTIL_H
#define PL_FUZZ_UTIL_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/base.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A property of the target. Never compiled out; aborts, so that the input is kept. */
#define FZ_CHECK(condition)                                                                        \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: property does not hold: %s\n", __FILE__, __LINE__,             \
                    #condition);                                                                   \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

/* What is left of the input. */
typedef struct fz_reader {
    const uint8_t *ptr;
    size_t len;
} fz_reader;

/* The next byte; 0 once the input is used up. */
static inline uint8_t fz_u8(fz_reader *reader) {
    if (reader->len == 0) { return 0; }
    reader->len--;
    return *reader->ptr++;
}

/* Heap room of exactly size bytes, so that a sanitizer sees a one-byte over-read; one byte for none. Never NULL; the
 * caller frees it. */
static inline uint8_t *fz_alloc(size_t size) {
    uint8_t *room = malloc(size > 0 ? size : 1);
    FZ_CHECK(room != NULL);
    return room;
}

/* Exact-size heap copy of everything that is left. The caller frees .ptr, through fz_free. */
static inline pl_bytes fz_rest_copy(fz_reader *reader) {
    uint8_t *copy = fz_alloc(reader->len);
    if (reader->len > 0) { memcpy(copy, reader->ptr, reader->len); }
    const pl_bytes rest = {copy, reader->len};
    reader->len = 0;
    return rest;
}

/* Exact-size heap copy of the next bytes, len at most; fewer when the input ends. The caller frees .ptr, through
 * fz_free. */
static inline pl_bytes fz_take_copy(fz_reader *reader, size_t len) {
    fz_reader part = {reader->ptr, len < reader->len ? len : reader->len};
    reader->ptr += part.len;
    reader->len -= part.len;
    return fz_rest_copy(&part);
}

/* The bytes as one number: a choice that depends on the input alone.                             FNV-1a */
static inline uint64_t fz_hash(pl_bytes in) {
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    for (size_t at = 0; at < in.len; at++) { hash = (hash ^ in.ptr[at]) * UINT64_C(0x100000001B3); }
    return hash;
}

/* Heap copy with a NUL after it, for oracles that want one. The caller frees it. */
static inline uint8_t *fz_terminated(const uint8_t *data, size_t len) {
    uint8_t *copy = fz_alloc(len + 1);
    if (len > 0) { memcpy(copy, data, len); }
    copy[len] = 0;
    return copy;
}

static inline void fz_free(pl_bytes copy) {
    free((void *)copy.ptr);
}

#endif
