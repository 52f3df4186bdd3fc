#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/validate_internal.h"

enum { KEPT_BYTES_MAX = PL_JSON_BYTES_MAX + 1, FIRST_CAP = 64 * 1024 };

void pl_validate_buffer_done(pl_validate_buffer *buffer) {
    free(buffer->ptr);
    *buffer = (pl_validate_buffer){0};
}

/* Room for at least one more byte. */
static pl_status grow(pl_validate_buffer *buffer) {
    assert(buffer->len <= buffer->cap);
    if (buffer->len < buffer->cap) { return PL_OK; }
    const size_t doubled = buffer->cap == 0 ? FIRST_CAP : buffer->cap * 2;
    const size_t cap = doubled < KEPT_BYTES_MAX ? doubled : KEPT_BYTES_MAX;
    assert(cap > buffer->cap);
    uint8_t *grown = realloc(buffer->ptr, cap);
    if (grown == NULL) { return PL_E_MEMORY; }
    buffer->ptr = grown;
    buffer->cap = cap;
    return PL_OK;
}

pl_status pl_validate_read_all(FILE *in, pl_validate_buffer *buffer) {
    assert(in != NULL);
    assert(buffer != NULL);
    buffer->len = 0;
    while (buffer->len < KEPT_BYTES_MAX) {
        const pl_status status = grow(buffer);
        if (status != PL_OK) { return status; }
        const size_t got = fread(buffer->ptr + buffer->len, 1, buffer->cap - buffer->len, in);
        buffer->len += got;
        if (got == 0) { return ferror(in) ? PL_E_IO : PL_OK; }
    }
    return PL_OK;
}

pl_status pl_validate_read_line(FILE *in, pl_validate_buffer *buffer, bool *ret_more) {
    assert(in != NULL);
    assert(ret_more != NULL);
    buffer->len = 0;
    int byte = getc_unlocked(in);
    if (byte == EOF) {
        *ret_more = false;
        return ferror(in) ? PL_E_IO : PL_OK;
    }
    for (; byte != EOF && byte != '\n'; byte = getc_unlocked(in)) {
        if (buffer->len == KEPT_BYTES_MAX) {
            continue; /* too long already; the rest of the line is only skipped */
        }
        const pl_status status = grow(buffer);
        if (status != PL_OK) { return status; }
        buffer->ptr[buffer->len++] = (uint8_t)byte;
    }
    *ret_more = true;
    return ferror(in) ? PL_E_IO : PL_OK;
}
