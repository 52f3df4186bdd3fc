/* The journal of a run: where it is, and what becomes of it. */
#ifndef PL_CLI_RUN_JOURNAL_H
#define PL_CLI_RUN_JOURNAL_H

#include "cli/run_reports.h"
#include "report/journal.h"
#include "run/run.h"

typedef struct pl_run_journal {
    const char *path; /* --journal; NULL: none is asked for */
    char *
        own_path; /* beside the first report, when none is asked for; removed once the reports are there */
    pl_severity fail_on; /* as the result will have it */
    pl_journal *journal;
    pl_run_observer observer;
    bool planned; /* the run has begun: there is something to keep */
} pl_run_journal;

/* Before the run. Nothing to do without --journal and without reports. false after an error line. */
PL_MUST_USE bool pl_run_journal_open(pl_run_journal *journal, const pl_run_reports *reports);

/* For pl_run_config; NULL when there is no journal. */
const pl_run_observer *pl_run_journal_observer(const pl_run_journal *journal);

/* After the run, before the reports. false after an error line: the journal is not whole. */
PL_MUST_USE bool pl_run_journal_finish(pl_run_journal *journal, const pl_result *result);

/* At the end. done: the reports were written, or the run did not begin; otherwise a line says what can be made of the
 * journal. */
void pl_run_journal_close(pl_run_journal *journal, bool done);

#endif
