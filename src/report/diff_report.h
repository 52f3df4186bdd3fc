/* A comparison of two documents, written for a person or a machine. */
#ifndef PL_REPORT_DIFF_REPORT_H
#define PL_REPORT_DIFF_REPORT_H

#include <stdio.h>

#include "openapi/compare.h"
#include "report/report.h"

typedef struct pl_diff_report {
    const char *names[PL_SIDE_COUNT];            /* paths, "builtin", "standard input" */
    const pl_document *documents[PL_SIDE_COUNT]; /* NULL: the compiled contract */
    bool is_file[PL_SIDE_COUNT];                 /* its name is a path that a reader can open */
    const pl_comparison *comparison;
    pl_grade fail_on; /* changes of this grade, or a graver one, are what the reader looks for */
} pl_diff_report;

/* A format that `paylink diff` knows. */
typedef struct pl_diff_format {
    const char *name; /* "text", "json" */
    const char *purpose;
    pl_status (*write)(const pl_diff_report *report, FILE *out);
} pl_diff_format;

extern const pl_diff_format pl_diff_formats[];
extern const size_t pl_diff_format_count;

/* Row of a name, or NULL. */
const pl_diff_format *pl_diff_format_of(const char *name);

/* Is there a change that the reader looks for? */
bool pl_diff_report_fails(const pl_diff_report *report);

/* The format "text" on a terminal: by grade, in colour. Fails: PL_E_IO (out is in error), PL_E_MEMORY. */
PL_MUST_USE pl_status pl_diff_write_terminal(const pl_diff_report *report,
                                             const pl_terminal *terminal, FILE *out);

/* Write to a file as pl_report_write_file does, and fail like it. */
PL_MUST_USE pl_status pl_diff_write_file(const pl_diff_format *format, const pl_diff_report *report,
                                         const char *path);

#endif
