#include <assert.h>
#include <string.h>

#include "report/diff_report_internal.h"

/* clang-format off */
const pl_diff_format pl_diff_formats[] = {
    {"text",   "for a terminal",                          pl_diff_write_text},
    {"json",   "everything, for programs",                pl_diff_write_json},
    {"md",     "Markdown: a changelog",                   pl_diff_write_markdown},
    {"html",   "one page that needs no network",          pl_diff_write_html},
    {"junit",  "JUnit XML, for CI servers",               pl_diff_write_junit},
    {"sarif",  "SARIF 2.1.0, for code scanning",          pl_diff_write_sarif},
    {"github", "annotations of a GitHub workflow",        pl_diff_write_github},
};
/* clang-format on */

const size_t pl_diff_format_count = PL_COUNT(pl_diff_formats);

const pl_diff_format *pl_diff_format_of(const char *name) {
    for (size_t i = 0; i < PL_COUNT(pl_diff_formats); i++) {
        if (strcmp(pl_diff_formats[i].name, name) == 0) { return &pl_diff_formats[i]; }
    }
    return NULL;
}

/* A format and what it is to write. */
typedef struct work {
    const pl_diff_format *format;
    const pl_diff_report *report;
} work;

static pl_status write_work(const void *what, FILE *out) {
    const work *const own = what;
    return own->format->write(own->report, out);
}

pl_status pl_diff_write_file(const pl_diff_format *format, const pl_diff_report *report,
                             const char *path) {
    assert(format != NULL && report != NULL);
    const work own = {.format = format, .report = report};
    return pl_report_write_with(write_work, &own, path);
}
