/* Small help for tests: exact-size heap copies, so that a sanitizer sees a one-byte over-read. */
#ifndef PL_TESTS_TEST_UTIL_H
#define PL_TESTS_TEST_UTIL_H

#include <stdlib.h>
#include <string.h>

#include "text/base.h"

/* Heap copy of exactly in.len bytes, no terminator; never NULL. The caller frees it. */
static inline uint8_t *tu_exact_copy(pl_bytes in) {
    uint8_t *copy = malloc(in.len);
    if (copy == NULL && in.len > 0) { abort(); }
    if (in.len > 0) { memcpy(copy, in.ptr, in.len); }
    return copy;
}

#endif
