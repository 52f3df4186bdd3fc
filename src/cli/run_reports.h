/* The files that --report asks for. */
#ifndef PL_CLI_RUN_REPORTS_H
#define PL_CLI_RUN_REPORTS_H

#include "cli/cli.h"
#include "report/report.h"

enum { PL_RUN_REPORT_COUNT_MAX = 8 };

typedef struct pl_run_report {
    const pl_report_format *format;
    const char *path;
} pl_run_report;

typedef struct pl_run_reports {
    const char *command; /* set by the caller: whose error lines */
    pl_run_report list[PL_RUN_REPORT_COUNT_MAX];
    size_t count;
} pl_run_reports;

/* Take one FORMAT=FILE; FILE stays borrowed. false after an error line: unknown format, no file, a
 * file twice. */
PL_MUST_USE bool pl_run_reports_add(pl_run_reports *reports, const char *text);

/* The same for a format that has an option of its own. */
PL_MUST_USE bool pl_run_reports_add_file(pl_run_reports *reports, const pl_report_format *format,
                                         const char *path);

/* Does a report go to that file? */
bool pl_run_reports_has(const pl_run_reports *reports, const char *path);

/* Before the run: could all be written? false after an error line. */
PL_MUST_USE bool pl_run_reports_probe(const pl_run_reports *reports);

/* After it. false after an error line for each that could not be written. */
PL_MUST_USE bool pl_run_reports_write(const pl_run_reports *reports, const pl_result *result);

/* The exit status of a result; on standard error, why it says little. printed: how its printing went. */
PL_MUST_USE pl_exit pl_run_reports_conclude(const pl_run_reports *reports, const pl_result *result,
                                            pl_status printed);

#endif
