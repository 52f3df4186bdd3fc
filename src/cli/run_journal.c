#include "cli/run_journal.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char command[] = "run";

/* --- what the run tells ---------------------------------------------------------------------- */

static void on_plan(void *user, const pl_result *planned) {
    pl_run_journal *const journal = user;
    pl_result known = *planned;
    known.fail_on = journal->fail_on;
    journal->planned = true;
    pl_journal_plan(journal->journal, &known);
}

static void on_settled(void *user, size_t index, const pl_case_result *row) {
    const pl_run_journal *const journal = user;
    pl_journal_case(journal->journal, index, row);
}

static void on_note(void *user, const pl_finding *finding) {
    const pl_run_journal *const journal = user;
    pl_journal_note(journal->journal, finding);
}

/* --- where it is ----------------------------------------------------------------------------- */

static bool is_special(const char *path) {
    struct stat there;
    return stat(path, &there) == 0 && !S_ISREG(there.st_mode);
}

/* Beside the first report that is a file. false: out of memory; *ret_path NULL: there is no such report. */
static bool make_own_path(const pl_run_reports *reports, char **ret_path) {
    static const char ending[] = ".journal";
    for (size_t i = 0; i < reports->count; i++) {
        const char *const report = reports->list[i].path;
        if (is_special(report)) { continue; }
        const size_t cap = strlen(report) + sizeof ending;
        char *const path = malloc(cap);
        if (path == NULL) { return false; }
        (void)snprintf(path, cap, "%s%s", report, ending);
        if (!pl_run_reports_has(reports, path)) {
            *ret_path = path;
            return true;
        }
        free(path);
    }
    *ret_path = NULL;
    return true;
}

static bool open_at(pl_run_journal *journal, const char *path) {
    errno = 0;
    const pl_status status = pl_journal_open(path, &journal->journal);
    if (status == PL_OK) { return true; }
    if (status == PL_E_MEMORY) {
        pl_cli_error(command, "out of memory");
    } else if (errno == EAGAIN) {
        pl_cli_error(command, "cannot write the journal %s: another run is writing to it", path);
    } else {
        pl_cli_error(command, "cannot write the journal %s: %s", path, strerror(errno));
    }
    return false;
}

bool pl_run_journal_open(pl_run_journal *journal, const pl_run_reports *reports) {
    assert(journal != NULL && reports != NULL);
    if (journal->path != NULL && pl_run_reports_has(reports, journal->path)) {
        pl_cli_error(command, "the journal and a report cannot go to one file: %s", journal->path);
        return false;
    }
    if (journal->path == NULL && !make_own_path(reports, &journal->own_path)) {
        pl_cli_error(command, "out of memory");
        return false;
    }
    const char *const path = journal->path != NULL ? journal->path : journal->own_path;
    journal->observer =
        (pl_run_observer){.user = journal, .plan = on_plan, .settled = on_settled, .note = on_note};
    if (path == NULL || open_at(journal, path)) { return true; }
    free(journal->own_path);
    journal->own_path = NULL;
    return false;
}

const pl_run_observer *pl_run_journal_observer(const pl_run_journal *journal) {
    return journal->journal != NULL ? &journal->observer : NULL;
}

bool pl_run_journal_finish(pl_run_journal *journal, const pl_result *result) {
    if (journal->journal == NULL) { return true; }
    const pl_status status = pl_journal_finish(journal->journal, result);
    if (status == PL_OK) { return true; }
    pl_cli_error(command, "the journal %s is not whole: %s",
                 journal->path != NULL ? journal->path : journal->own_path,
                 status == PL_E_IO ? strerror(errno) : pl_status_text(status));
    return false;
}

void pl_run_journal_close(pl_run_journal *journal, bool done) {
    const char *const path = journal->path != NULL ? journal->path : journal->own_path;
    const bool keep = journal->planned && (!done || journal->path != NULL);
    if (journal->journal != NULL && journal->planned && !done) {
        pl_cli_error(command, "what was seen is in %s; 'paylink report %s' makes reports of it",
                     path, path);
    }
    pl_journal_close(journal->journal, !keep && journal->own_path != NULL);
    free(journal->own_path);
    *journal = (pl_run_journal){.path = NULL};
}
