/* A page of markup, written in order. Text of unknown origin goes through the function of its place. */
#ifndef PL_REPORT_PAGE_INTERNAL_H
#define PL_REPORT_PAGE_INTERNAL_H

#include <stdio.h>

#include "text/arena.h"

/* Zero-initialised but for `out` is ready. After a first failure nothing more is written. */
typedef struct pl_page {
    FILE *out;
    pl_arena arena; /* scratch for texts */
    pl_status status;
} pl_page;

/* Markup, or words of ours. */
void pl_page_put(pl_page *page, const char *markup);
void pl_page_count(pl_page *page, uint64_t count);

/* Characters of XML and HTML, in elements and in attributes. */
void pl_page_markup_text(pl_page *page, const char *text);

/* ` NAME="text"`. */
void pl_page_attribute(pl_page *page, const char *name, const char *text);

/* One line of Markdown: what would be markup is escaped. */
void pl_page_markdown_text(pl_page *page, const char *text);

/* A code span and a fenced block of Markdown, which no backtick in the text can end; the block's lines stand behind
 * `indent`, as in a list. */
void pl_page_markdown_span(pl_page *page, const char *text);
void pl_page_markdown_block(pl_page *page, const char *indent, const char *language,
                            const char *text);

/* A workflow command of GitHub: the message, or the value of a property. */
void pl_page_command_text(pl_page *page, const char *text);
void pl_page_command_property(pl_page *page, const char *text);

/* Flush, release the scratch. Fails: PL_E_IO, PL_E_MEMORY. */
PL_MUST_USE pl_status pl_page_done(pl_page *page);

#endif
