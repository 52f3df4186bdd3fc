#include <string.h>

#include "report/formats_internal.h"

/* clang-format off */
const pl_report_format pl_report_formats[] = {
    {.name = "har",   .purpose = "requests and answers, for HTTP tools", .write = pl_report_write_har},
    {.name = "html",  .purpose = "one page, for people",                 .write = pl_report_write_html},
    {.name = "json",  .purpose = "everything, for programs",             .write = pl_report_write_json},
    {.name = "junit", .purpose = "JUnit XML, for CI servers",            .write = pl_report_write_junit},
    {.name = "md",    .purpose = "Markdown, for a pull request",         .write = pl_report_write_markdown},
    {.name = "sarif", .purpose = "SARIF, for code scanning",             .write = pl_report_write_sarif},
};
/* clang-format on */

const size_t pl_report_format_count = PL_COUNT(pl_report_formats);

const pl_report_format *pl_report_format_of(const char *name) {
    for (size_t i = 0; i < PL_COUNT(pl_report_formats); i++) {
        if (strcmp(pl_report_formats[i].name, name) == 0) { return &pl_report_formats[i]; }
    }
    return NULL;
}
