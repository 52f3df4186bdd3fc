#include "text/base.h"

#include <string.h>

/* clang-format off */
static const char *const status_texts[] = {
    [PL_OK] = "ok",
    [PL_E_SYNTAX] = "not of the grammar",
    [PL_E_RANGE] = "outside the declared range",
    [PL_E_ENCODING] = "ill-formed UTF-8 or a lone surrogate",
    [PL_E_SPACE] = "the buffer is too small",
    [PL_E_MEMORY] = "out of memory",
    [PL_E_SIZE] = "longer than the limit",
    [PL_E_DEPTH] = "nested deeper than the limit",
    [PL_E_ARGUMENT] = "a setting that cannot be used",
    [PL_E_IO] = "input or output failed",
};
/* clang-format on */
_Static_assert(PL_COUNT(status_texts) == PL_STATUS_COUNT, "one text for each status");

const char *pl_status_text(pl_status status) {
    /* The enum may be unsigned: the cast covers a negative value too. */
    if ((size_t)status >= PL_COUNT(status_texts)) { return "unknown status"; }
    return status_texts[status];
}

pl_bytes pl_bytes_of(const char *text) {
    if (text == NULL) { return (pl_bytes){NULL, 0}; }
    return (pl_bytes){(const uint8_t *)text, strlen(text)};
}

bool pl_bytes_equal(pl_bytes left, pl_bytes right) {
    if (left.len != right.len) { return false; }
    /* memcmp must not see NULL, even for no bytes. */
    return left.len == 0 || memcmp(left.ptr, right.ptr, left.len) == 0;
}
