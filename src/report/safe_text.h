/* Text of unknown origin, made harmless for who reads it: a server must not be able to move the
 * cursor of a terminal, to end a line early, or to make a report ill-formed. */
#ifndef PL_REPORT_SAFE_TEXT_H
#define PL_REPORT_SAFE_TEXT_H

#include "text/arena.h"

typedef enum pl_safe_use {
    PL_SAFE_LINE, /* one line of a terminal: no control, no line break, nothing invisible */
    PL_SAFE_XML,  /* characters of XML 1.0; tab and line breaks stay                XML 1.0
                     section 2.2 */
    PL_SAFE_UTF8, /* well-formed UTF-8; the writer of the format escapes the rest */
    PL_SAFE_COUNT
} pl_safe_use;

/* text, with what the use forbids made visible: controls as \n or \x1b, other code points as
 * \u202e, ill-formed bytes as \xff (PL_SAFE_UTF8: as U+FFFD). ret_safe is in arena and terminated;
 * its len does not count the terminator. Safe text is left as it is, so the function is idempotent.
 * Fails: PL_E_MEMORY. O(text.len). */
PL_MUST_USE pl_status pl_safe_text(pl_bytes text, pl_safe_use use, pl_arena *arena,
                                   pl_bytes *ret_safe);

enum { PL_SAFE_SPELLING_BYTES_MAX = 12 };

/* The character, or the byte of none, at `at` (< text.len): its visible spelling, terminated, when
 * the use forbids it. Returns the spelling's length, or 0 when it may stand as it is; *ret_used is
 * how many bytes of text it takes. O(1). */
size_t pl_safe_spelling(pl_bytes text, size_t at, pl_safe_use use,
                        char out[PL_SAFE_SPELLING_BYTES_MAX], size_t *ret_used);

/* The same as pl_safe_text for a terminated string; NULL is "". Returns NULL when out of memory. */
const char *pl_safe_string(const char *text, pl_safe_use use, pl_arena *arena);

/* Columns of a code point on a terminal: 0, 1 or 2. */
unsigned pl_safe_columns(uint32_t code_point);

#endif
