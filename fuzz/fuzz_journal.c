/* The reader of journals, and the reports of what it reads. Input: a journal.
 * P1 no crash or over-read             P2 a failure names a line of the input, says why, and leaves the result alone
 * P3 every report can be written       P4 reports are UTF-8, those of JSON are JSON, and Markdown has its limit
 * P5 one cut short after its first line can be read, and is not complete
 * P6 the counts are those of the cases and of the findings */
#include "journal_util.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size > FZ_JOURNAL_BYTES_MAX) { return 0; }
    fz_reader reader = {data, size};
    const pl_bytes text = fz_rest_copy(&reader);
    pl_arena arena = {0};
    pl_journal_view view = {.torn_line = SIZE_MAX};
    pl_journal_error error = {.what = NULL};
    if (pl_journal_read(text, &arena, &view, &error) == PL_OK) {
        const uint8_t *const end = memchr(text.ptr, '\n', text.len);
        FZ_CHECK(end != NULL);
        fz_check_counts(&view.result);
        for (size_t i = 0; i < pl_report_format_count; i++) {
            if (!fz_is_turn(i, pl_report_format_count, fz_hash(text))) { continue; }
            fz_check_report(&pl_report_formats[i], &view.result, &arena);
        }
        fz_check_cut(text, (size_t)(end - text.ptr) + 1, &arena);
    } else {
        FZ_CHECK(error.line > 0 && error.line <= size + 1 && error.what != NULL); /* P2 */
        FZ_CHECK(view.torn_line == SIZE_MAX);
    }
    pl_arena_done(&arena);
    fz_free(text);
    return 0;
}
