/* Plain text as troff input: what a help page says, for a manual page. */
#ifndef PL_CLI_ROFF_H
#define PL_CLI_ROFF_H

#include <stdio.h>

#include "text/base.h"

/* Text inside a line: troff prints it as it stands, hyphens as minus signs that can be pasted into a shell. Only the
 * caller knows that it starts no line: a leading dot is pl_roff_line's business. Ill-formed UTF-8 becomes U+FFFD. */
void pl_roff_text(pl_bytes text, FILE *out);

/* A line of its own. */
void pl_roff_line(pl_bytes text, FILE *out);

/* A paragraph of a help page: lines that start with two blanks stand as they are, all others are filled.
 * After a heading there is no space to ask for. */
void pl_roff_paragraph(pl_bytes text, bool after_heading, FILE *out);

#endif
