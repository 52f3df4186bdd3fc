/* Text that is built up piece by piece, and words of a POSIX shell. */
#ifndef PL_RUN_SHELL_INTERNAL_H
#define PL_RUN_SHELL_INTERNAL_H

#include "text/arena.h"

/* A text that grows in an arena. After a failure it stays failed; one look at the end is enough. */
typedef struct pl_shell_text {
    pl_arena *arena;
    char *ptr;
    size_t len;
    size_t cap;
    bool failed;
} pl_shell_text;

void pl_shell_add(pl_shell_text *text, const char *piece);
void pl_shell_add_bytes(pl_shell_text *text, pl_bytes piece);

/* Bytes as one word in single quotes. Nothing in it is expanded. No NUL in it (asserted). */
void pl_shell_quote(pl_shell_text *text, pl_bytes word);

/* May the bytes stand in a single-quoted word of one line? Well-formed UTF-8, no control
 * character. */
bool pl_shell_is_plain(pl_bytes bytes);

/* "{ printf '...'; ... }", which writes exactly these bytes: octal escapes (\x is no POSIX), and
 * a run of one byte as a count. */
void pl_shell_printf(pl_shell_text *text, pl_bytes bytes);

/* Terminated. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_shell_done(pl_shell_text *text, const char **ret_text);

#endif
