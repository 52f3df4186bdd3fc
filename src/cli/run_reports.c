#define _XOPEN_SOURCE 700 /* realpath */
#include "cli/run_reports.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "cli/values.h"

static const pl_report_format *format_of(const char *text, size_t name_len) {
    char name[32];
    if (name_len >= sizeof name) { return NULL; }
    memcpy(name, text, name_len);
    name[name_len] = '\0';
    return pl_report_format_of(name);
}

/* The path as the system sees it, also of a file that is not there yet; NULL when its folder is not
 * either. The caller frees it. */
static char *canonical(const char *path) {
    char *real = realpath(path, NULL);
    if (real != NULL) { return real; }
    const char *slash = strrchr(path, '/');
    const char *name = slash != NULL ? slash + 1 : path;
    char *folder = slash != NULL ? strndup(path, (size_t)(name - path)) : strdup(".");
    char *folder_real = folder != NULL ? realpath(folder, NULL) : NULL;
    if (folder_real != NULL) {
        const size_t cap = strlen(folder_real) + strlen(name) + 2;
        real = malloc(cap);
        if (real != NULL) { (void)snprintf(real, cap, "%s/%s", folder_real, name); }
    }
    free(folder_real);
    free(folder);
    return real;
}

/* Do two paths name one file? */
static bool is_same_file(const char *left, const char *right) {
    char *left_real = canonical(left);
    char *right_real = canonical(right);
    const bool is_same = strcmp(left, right) == 0 || (left_real != NULL && right_real != NULL &&
                                                      strcmp(left_real, right_real) == 0);
    free(left_real);
    free(right_real);
    return is_same;
}

bool pl_run_reports_has(const pl_run_reports *reports, const char *path) {
    assert(reports != NULL && path != NULL);
    for (size_t i = 0; i < reports->count; i++) {
        if (is_same_file(reports->list[i].path, path)) { return true; }
    }
    return false;
}

bool pl_run_reports_add(pl_run_reports *reports, const char *text) {
    assert(reports != NULL);
    assert(text != NULL);
    const size_t name_len = strcspn(text, "=");
    const pl_report_format *format = format_of(text, name_len);
    if (format == NULL || text[name_len] == '\0' || text[name_len + 1] == '\0') {
        char known[64];
        pl_value_names("FORMAT", known, sizeof known);
        pl_cli_error(reports->command, "--report takes FORMAT=FILE, not '%s'; formats: %s", text,
                     known);
        return false;
    }
    return pl_run_reports_add_file(reports, format, text + name_len + 1);
}

bool pl_run_reports_add_file(pl_run_reports *reports, const pl_report_format *format,
                             const char *path) {
    assert(reports != NULL && format != NULL && path != NULL);
    if (pl_run_reports_has(reports, path)) {
        pl_cli_error(reports->command, "two reports cannot go to one file: %s", path);
        return false;
    }
    if (reports->count == PL_RUN_REPORT_COUNT_MAX) {
        pl_cli_error(reports->command, "at most %d reports, please", PL_RUN_REPORT_COUNT_MAX);
        return false;
    }
    reports->list[reports->count++] = (pl_run_report){.format = format, .path = path};
    return true;
}

bool pl_run_reports_probe(const pl_run_reports *reports) {
    assert(reports != NULL);
    for (size_t i = 0; i < reports->count; i++) {
        const char *path = reports->list[i].path;
        if (pl_report_probe_file(path) != PL_OK) {
            pl_cli_error(reports->command, "cannot write a report to %s: %s", path,
                         strerror(errno));
            return false;
        }
    }
    return true;
}

bool pl_run_reports_write(const pl_run_reports *reports, const pl_result *result) {
    assert(reports != NULL);
    assert(result != NULL);
    bool fine = true;
    for (size_t i = 0; i < reports->count; i++) {
        const pl_run_report *row = &reports->list[i];
        errno = 0;
        const pl_status status = pl_report_write_file(row->format, result, row->path);
        if (status != PL_OK) {
            pl_cli_error(reports->command, "cannot write the %s report to %s: %s",
                         row->format->name, row->path,
                         status == PL_E_IO && errno != 0 ? strerror(errno)
                                                         : pl_status_text(status));
            fine = false;
        }
    }
    return fine;
}

static const char *const gap_texts[] = {
    [PL_RESULT_NO_GAP] = "",
    [PL_RESULT_INTERRUPTED] = "interrupted: not every case was run",
    [PL_RESULT_OUT_OF_TIME] =
        "the time was over before every case was run; raise --max-time, or split the "
        "run with --shard",
    [PL_RESULT_GIVEN_UP] =
        "the server stopped answering, kept refusing for a limit, or no longer took PAYLINK_TOKEN: not "
        "every case was run",
    [PL_RESULT_TOO_MANY_UNJUDGED] =
        "too little was seen to judge the server: too many cases had no answer",
    [PL_RESULT_NOTHING_ACCEPTED] =
        "too little was seen to judge the server: no good request was accepted",
    [PL_RESULT_GROUP_UNTESTED] =
        "too little was seen to judge the server: the report names the groups of which no "
        "case could be run",
};
_Static_assert(PL_COUNT(gap_texts) == PL_RESULT_GAP_COUNT, "one text a gap");

pl_exit pl_run_reports_conclude(const pl_run_reports *reports, const pl_result *result,
                                pl_status printed) {
    static const pl_exit exits[] = {
        [PL_RESULT_CONFORMS] = PL_EXIT_CLEAN,
        [PL_RESULT_VIOLATES] = PL_EXIT_FINDINGS,
        [PL_RESULT_INCONCLUSIVE] = PL_EXIT_ENVIRONMENT,
    };
    _Static_assert(PL_COUNT(exits) == PL_RESULT_VERDICT_COUNT, "one status a verdict");
    if (printed == PL_E_MEMORY) { pl_cli_error(reports->command, "out of memory"); }
    if (printed != PL_OK) {
        return PL_EXIT_ENVIRONMENT; /* a stream in error is reported when the program ends */
    }
    const pl_result_verdict verdict = pl_result_judge(result);
    assert(verdict < PL_RESULT_VERDICT_COUNT);
    const pl_result_gap gap = pl_result_gap_of(result);
    const bool cut =
        gap == PL_RESULT_INTERRUPTED || gap == PL_RESULT_OUT_OF_TIME || gap == PL_RESULT_GIVEN_UP;
    if (cut || verdict == PL_RESULT_INCONCLUSIVE) {
        pl_cli_error(reports->command, "%s", gap_texts[gap]);
        if (result->hint != NULL) { pl_cli_error(reports->command, "%s", result->hint); }
    }
    return exits[verdict];
}
