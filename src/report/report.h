/* What a person or a machine reads of a run. */
#ifndef PL_REPORT_REPORT_H
#define PL_REPORT_REPORT_H

#include <stdio.h>

#include "checks/result.h"

/* A format that `--report FORMAT=FILE` knows. */
typedef struct pl_report_format {
    const char *name; /* "json", "junit" */
    const char *purpose;
    pl_status (*write)(const pl_result *result, FILE *out);
} pl_report_format;

extern const pl_report_format pl_report_formats[];
extern const size_t pl_report_format_count;

/* Row of a name, or NULL. */
const pl_report_format *pl_report_format_of(const char *name);

/* Could a report be written to path? Asked before a run, so that its result is not lost; creates
 * nothing. Fails: PL_E_IO; errno says why. */
PL_MUST_USE pl_status pl_report_probe_file(const char *path);

/* Write to a temporary file beside path, then rename: a reader never sees half a report. What is
 * there and is no regular file (a pipe, /dev/stdout) is written to as it is. Fails: PL_E_IO (errno
 * says why), PL_E_MEMORY. */
PL_MUST_USE pl_status pl_report_write_file(const pl_report_format *format, const pl_result *result,
                                           const char *path);

/* The same for whatever writes itself. */
PL_MUST_USE pl_status pl_report_write_with(pl_status (*write)(const void *what, FILE *out),
                                           const void *what, const char *path);

/* What a run says of the server as a whole. */
typedef enum pl_result_verdict {
    PL_RESULT_CONFORMS,
    PL_RESULT_VIOLATES,
    PL_RESULT_INCONCLUSIVE, /* no violation, and too little was seen to say more */
    PL_RESULT_VERDICT_COUNT
} pl_result_verdict;

enum { PL_RESULT_INCONCLUSIVE_PERCENT_MAX = 10 };

/* Any violation: violates. Else inconclusive when no case that must be accepted has passed (a
 * server that refuses everything passes all the others), or when more than
 * PL_RESULT_INCONCLUSIVE_PERCENT_MAX of the cases had no answer that can be judged. O(cases). */
pl_result_verdict pl_result_judge(const pl_result *result);

/* How the terminal is. */
typedef struct pl_terminal {
    bool colour;
    bool live;      /* progress may overwrite its line */
    unsigned width; /* columns; 0: unknown */
} pl_terminal;

/* The table by group, the findings, the closing line. Text of the server is made harmless first.
 * Fails: PL_E_IO (out is in error), PL_E_MEMORY. */
PL_MUST_USE pl_status pl_report_terminal(const pl_result *result, const pl_terminal *terminal,
                                         FILE *out);

#endif
