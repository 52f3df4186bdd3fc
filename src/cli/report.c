/* paylink report: what a run saw, from its journal. */
#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/run_reports.h"
#include "cli/terminal.h"
#include "cli/values.h"
#include "report/journal.h"

static const char command[] = "report";

enum { KEY_REPORT = 256 };

/* clang-format off */
static const struct argp_option options[] = {
    {"report", KEY_REPORT, "FORMAT=FILE", 0, "Write a report, one of: {FORMAT}; repeatable (default: print what the run printed)", 0},
    {0},
};
/* clang-format on */

static const char doc[] =
    "Make the reports of a run from its journal (paylink run --journal FILE), the same bytes that the run itself wrote; "
    "also of a run that was killed."
    "\v"
    "Examples:\n"
    "  paylink report run.journal\n"
    "  paylink report run.journal --report junit=run.xml --report har=run.har\n"
    "\n"
    "Exit status: 0 conforms, 1 violations, 2 usage, 3 the server could not be judged, or the journal has no end or "
    "cannot be read.";

typedef struct report_options {
    pl_run_reports reports;
    const char *path;
} report_options;

static error_t parse_option(int key, char *arg, struct argp_state *state) {
    report_options *chosen = state->input;
    switch (key) {
    case KEY_REPORT:
        return pl_run_reports_add(&chosen->reports, arg) ? 0 : EINVAL;
    case ARGP_KEY_ARG:
        if (chosen->path != NULL) {
            pl_cli_error(command, "one journal at a time; '%s' is one too many", arg);
            return EINVAL;
        }
        chosen->path = arg;
        return 0;
    case ARGP_KEY_NO_ARGS:
        pl_cli_error(command, "name the journal of a run: paylink report FILE");
        return EINVAL;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

const struct argp pl_report_argp = {.options = options,
                                    .parser = parse_option,
                                    .args_doc = "JOURNAL",
                                    .doc = doc,
                                    .help_filter = pl_value_help};

/* --- the file -------------------------------------------------------------------------------- */

/* All of it, on the heap. Fails: PL_E_IO, PL_E_SIZE, PL_E_MEMORY. */
static pl_status read_all(FILE *in, uint8_t **ret_text, size_t *ret_len) {
    enum { CAP_FIRST = 256 * 1024 };
    uint8_t *text = NULL;
    size_t len = 0;
    size_t cap = 0;
    size_t got = 0;
    do {
        if (len == cap) {
            cap = cap == 0 ? CAP_FIRST : cap * 2;
            uint8_t *const grown = cap <= PL_JOURNAL_BYTES_MAX ? realloc(text, cap) : NULL;
            if (grown == NULL) {
                free(text);
                return cap <= PL_JOURNAL_BYTES_MAX ? PL_E_MEMORY : PL_E_SIZE;
            }
            text = grown;
        }
        got = fread(text + len, 1, cap - len, in);
        len += got;
    } while (got > 0);
    if (ferror(in)) {
        free(text);
        return PL_E_IO;
    }
    *ret_text = text;
    *ret_len = len;
    return PL_OK;
}

static bool read_file(const char *path, uint8_t **ret_text, size_t *ret_len) {
    errno = 0;
    FILE *const in = fopen(path, "rb");
    const pl_status status = in == NULL ? PL_E_IO : read_all(in, ret_text, ret_len);
    const int why = errno;
    if (in != NULL) { (void)fclose(in); }
    if (status == PL_OK) { return true; }
    pl_cli_error(command, "cannot read %s: %s", path,
                 status == PL_E_IO && why != 0 ? strerror(why) : pl_status_text(status));
    return false;
}

/* --- the reports ----------------------------------------------------------------------------- */

static void tell_gaps(const char *path, const pl_journal_view *view) {
    size_t settled = 0;
    for (size_t i = 0; i < view->result.case_count; i++) {
        settled += view->result.cases[i].outcome != PL_OUTCOME_NOT_RUN;
    }
    if (view->torn_line != 0) {
        pl_cli_error(command, "%s:%zu: the last line is cut short, and was passed over", path,
                     view->torn_line);
    }
    if (!view->complete) {
        pl_cli_error(command,
                     "%s: incomplete: the run did not come to its end; %zu of %zu cases were run",
                     path, settled, view->result.case_count);
    }
}

static pl_exit report_view(const report_options *chosen, const pl_journal_view *view) {
    tell_gaps(chosen->path, view);
    const bool written = pl_run_reports_write(&chosen->reports, &view->result);
    const pl_terminal terminal = pl_terminal_of_output();
    pl_status printed = PL_OK;
    if (chosen->reports.count == 0) {
        printed = pl_report_terminal(&view->result, &terminal, stdout);
    }
    const pl_exit outcome = pl_run_reports_conclude(&chosen->reports, &view->result, printed);
    return written && view->complete ? outcome : PL_EXIT_ENVIRONMENT;
}

static pl_exit report_text(const report_options *chosen, pl_bytes text) {
    pl_arena arena = {0};
    pl_journal_view view;
    pl_journal_error error = {.line = 0};
    pl_exit outcome = PL_EXIT_ENVIRONMENT;
    const pl_status status = pl_journal_read(text, &arena, &view, &error);
    if (status == PL_OK) {
        outcome = report_view(chosen, &view);
    } else if (status == PL_E_SYNTAX) {
        pl_cli_error(command, "%s:%zu: %s", chosen->path, error.line, error.what);
    } else {
        pl_cli_error(command, "%s: %s", chosen->path, pl_status_text(status));
    }
    pl_arena_done(&arena);
    return outcome;
}

pl_exit pl_command_report(int argc, char **argv) {
    report_options chosen = {.reports = {.command = command}};
    uint8_t *text = NULL;
    size_t len = 0;
    if (pl_cli_parse(&pl_report_argp, argc, argv, &chosen) != 0) { return PL_EXIT_USAGE; }
    assert(chosen.path != NULL);
    if (pl_run_reports_has(&chosen.reports, chosen.path)) {
        pl_cli_error(command, "a report cannot go to the journal itself: %s", chosen.path);
        return PL_EXIT_USAGE;
    }
    if (!pl_run_reports_probe(&chosen.reports) || !read_file(chosen.path, &text, &len)) {
        return PL_EXIT_ENVIRONMENT;
    }
    const pl_exit outcome = report_text(&chosen, (pl_bytes){text, len});
    free(text);
    return outcome;
}
