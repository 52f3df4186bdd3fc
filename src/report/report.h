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
    PL_RESULT_VIOLATES,     /* or has what fails the run: result->fail_on */
    PL_RESULT_INCONCLUSIVE, /* no violation, and too little was seen to say more */
    PL_RESULT_VERDICT_COUNT
} pl_result_verdict;

enum { PL_RESULT_INCONCLUSIVE_PERCENT_MAX = 10 };

/* Why too little was seen. */
typedef enum pl_result_gap {
    PL_RESULT_NO_GAP,
    PL_RESULT_INTERRUPTED,
    PL_RESULT_OUT_OF_TIME,
    PL_RESULT_GIVEN_UP,
    PL_RESULT_TOO_MANY_UNJUDGED, /* more than PL_RESULT_INCONCLUSIVE_PERCENT_MAX of the cases */
    PL_RESULT_NOTHING_ACCEPTED,  /* a server that refuses everything passes all other cases */
    PL_RESULT_GROUP_UNTESTED,    /* and not for want of a setting */
    PL_RESULT_GAP_COUNT
} pl_result_gap;

/* The first that fits. O(cases x groups). */
pl_result_gap pl_result_gap_of(const pl_result *result);

/* Any finding of fail_on or worse: violates. Else inconclusive when there is a gap. */
pl_result_verdict pl_result_judge(const pl_result *result);

/* A group none of whose cases was judged. */
typedef struct pl_untested {
    const char *group;
    const char *reason; /* of one of its cases */
    bool excused;       /* all of them need a setting that is missing */
} pl_untested;

/* The next such group from case *from on, which moves behind it. False: no further one. */
bool pl_result_untested_next(const pl_result *result, size_t *from, pl_untested *ret_untested);

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
