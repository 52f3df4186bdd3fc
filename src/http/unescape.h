/* Characters that a text may spell in more than one way: escapes of JSON strings and of URLs. Internal to http/. */
#ifndef PL_HTTP_UNESCAPE_H
#define PL_HTTP_UNESCAPE_H

#include "text/base.h"
#include "text/utf8.h"

/* What one piece of a text stands for. */
typedef struct pl_unescaped {
    uint8_t bytes[PL_UTF8_BYTES_MAX];
    size_t len;  /* of bytes, at least 1 */
    size_t used; /* bytes of the text, at least 1 */
} pl_unescaped;

/* The piece at `at`, which is inside the text: \uXXXX (surrogate pairs joined; after up to eight backslashes, as in
 * JSON within JSON), the short escapes of JSON, %XX, or the byte itself. RFC 8259 section 7, RFC 3986 section 2.1 */
pl_unescaped pl_unescape(pl_bytes text, size_t at);

/* May an escape begin with the byte? */
bool pl_is_escape(uint8_t byte);

#endif
