/* The parts of `paylink lint`: applying the rules to a document, printing what they say. */
#ifndef PL_CLI_LINT_INTERNAL_H
#define PL_CLI_LINT_INTERNAL_H

#include "cli/cli.h"
#include "openapi/lint.h"

/* What there is to print of one document. */
typedef struct pl_lint_page {
    const char *name; /* a path, or "standard input" */
    bool is_file;
    const pl_lint *lint;
} pl_lint_page;

/* A way to print. */
typedef struct pl_lint_layout {
    const char *name;                                              /* "text" */
    pl_status (*print)(const pl_lint_page *page, pl_arena *arena); /* a document */
    pl_status (*print_rules)(pl_arena *arena);                     /* the table of rules */
} pl_lint_layout;

extern const pl_lint_layout pl_lint_layouts[];
extern const size_t pl_lint_layout_count;

/* Row of a name, or NULL. */
const pl_lint_layout *pl_lint_layout_of(const char *name);

#endif
