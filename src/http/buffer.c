#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "http/http_internal.h"

enum { CAP_FIRST = 1024 };

pl_status pl_http_buffer_add(pl_http_buffer *buffer, const void *bytes, size_t len) {
    assert(buffer != NULL && buffer->len <= buffer->cap);
    assert(bytes != NULL || len == 0);
    if (len > SIZE_MAX / 4 || buffer->len > SIZE_MAX / 4) { return PL_E_MEMORY; }
    if (len > buffer->cap - buffer->len) {
        size_t cap = buffer->cap == 0 ? CAP_FIRST : buffer->cap;
        while (cap < buffer->len + len) { cap *= 2; }
        char *ptr = realloc(buffer->ptr, cap);
        if (ptr == NULL) { return PL_E_MEMORY; }
        buffer->ptr = ptr;
        buffer->cap = cap;
    }
    if (len > 0) { memcpy(buffer->ptr + buffer->len, bytes, len); }
    buffer->len += len;
    return PL_OK;
}

pl_status pl_http_buffer_add_text(pl_http_buffer *buffer, const char *text) {
    assert(text != NULL);
    const pl_status status = pl_http_buffer_add(buffer, text, strlen(text) + 1);
    if (status != PL_OK) { return status; }
    buffer->len--;
    assert(buffer->ptr[buffer->len] == '\0');
    return PL_OK;
}

void pl_http_buffer_done(pl_http_buffer *buffer) {
    assert(buffer != NULL);
    free(buffer->ptr);
    *buffer = (pl_http_buffer){0};
}
