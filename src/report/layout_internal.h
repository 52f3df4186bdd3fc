/* Text on a terminal: columns, cutting, wrapping, colour. All text is made safe first. */
#ifndef PL_REPORT_LAYOUT_INTERNAL_H
#define PL_REPORT_LAYOUT_INTERNAL_H

#include <stdio.h>

#include "report/report.h"

enum {
    PL_LAYOUT_WIDTH_DEFAULT = 80, /* when the width is unknown */
    PL_LAYOUT_WIDTH_MIN = 40,
    PL_LAYOUT_WIDTH_MAX = 120 /* longer lines are hard to read */
};

typedef enum pl_style {
    PL_STYLE_PLAIN,
    PL_STYLE_BOLD,
    PL_STYLE_DIM,
    PL_STYLE_GOOD,
    PL_STYLE_BAD,
    PL_STYLE_WARN,
    PL_STYLE_COUNT
} pl_style;

typedef struct pl_layout {
    FILE *out;
    pl_arena *arena; /* scratch */
    unsigned width;
    bool colour;
    bool no_memory; /* a text could not be made safe, and was left out */
} pl_layout;

/* terminal.width, or the default, within the limits. */
unsigned pl_layout_width(const pl_terminal *terminal);

/* Columns that text takes once it is safe. */
size_t pl_layout_columns(pl_layout *layout, const char *text);

/* text as it is, safe, in a style; no line end. */
void pl_layout_put(pl_layout *layout, pl_style style, const char *text);

/* The same, cut with an ellipsis to at most `columns`, and filled with blanks up to them when fill.
 */
void pl_layout_put_cut(pl_layout *layout, pl_style style, const char *text, size_t columns,
                       bool fill);

/* text wrapped at blanks; the cursor stands at column `indent`, where further lines start too.
 * Words longer than a line are broken. Ends the line. */
void pl_layout_put_wrapped(pl_layout *layout, pl_style style, const char *text, size_t indent);

void pl_layout_blanks(pl_layout *layout, size_t count);
void pl_layout_end_line(pl_layout *layout);

#endif
