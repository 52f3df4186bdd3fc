/* What holds of a journal that can be read, and of its reports: the properties of fuzz_journal.c. */
#ifndef PL_FUZZ_JOURNAL_UTIL_H
#define PL_FUZZ_JOURNAL_UTIL_H

#include "report/journal.h"
#include "report/report.h"
#include "text/utf8.h"
#include "thorough_util.h"
#include "json/json.h"

enum { FZ_JOURNAL_BYTES_MAX = 16 * 1024, FZ_MARKDOWN_BYTES_MAX = 60 * 1024 };

static inline void fz_check_report(const pl_report_format *format, const pl_result *result,
                                   pl_arena *arena) {
    static const char *const of_json[] = {"har", "json", "sarif"};
    char *text = NULL;
    size_t len = 0;
    pl_json json;
    FILE *const out = open_memstream(&text, &len);
    FZ_CHECK(out != NULL && format->write(result, out) == PL_OK && fclose(out) == 0); /* P3 */
    const pl_bytes bytes = {(const uint8_t *)text, len};
    FZ_CHECK(pl_utf8_valid(bytes)); /* P4 */
    FZ_CHECK(strcmp(format->name, "md") != 0 || len <= FZ_MARKDOWN_BYTES_MAX);
    for (size_t i = 0; i < PL_COUNT(of_json); i++) {
        if (strcmp(format->name, of_json[i]) != 0) { continue; }
        FZ_CHECK(pl_json_read(bytes, arena, &json, NULL) == PL_OK);
    }
    free(text);
}

static inline void fz_check_counts(const pl_result *result) {
    const pl_summary *const sums = &result->summary;
    uint64_t findings = 0;
    for (size_t i = 0; i < PL_SEVERITY_COUNT; i++) { findings += sums->totals[i]; }
    FZ_CHECK(sums->cases == result->case_count && findings == result->finding_count); /* P6 */
    FZ_CHECK(sums->cases == sums->passed + sums->failed + sums->inconclusive + sums->not_run);
}

/* P5: the last byte, or the last line, or half of it all is lost. */
static inline void fz_check_cut(pl_bytes text, size_t head_len, pl_arena *arena) {
    const size_t cuts[] = {text.len - 1, head_len + (text.len - head_len) / 2, head_len};
    for (size_t i = 0; i < PL_COUNT(cuts) && text.len > head_len; i++) {
        pl_journal_view view;
        pl_journal_error error;
        FZ_CHECK(pl_journal_read((pl_bytes){text.ptr, cuts[i]}, arena, &view, &error) == PL_OK);
        FZ_CHECK(view.torn_line != 0 || text.ptr[cuts[i] - 1] == '\n');
        fz_check_counts(&view.result);
    }
}

#endif
