/* Annotations of a GitHub workflow: an error, a warning or a notice for each change, at its line. */
#include <assert.h>

#include "report/diff_report_internal.h"
#include "report/page_internal.h"

static const char *const commands[] = {
    [PL_GRADE_BREAKING] = "error", [PL_GRADE_RISKY] = "warning", [PL_GRADE_COMPATIBLE] = "notice"};
_Static_assert(PL_COUNT(commands) == PL_GRADE_COUNT, "one command a grade");

static void put_command(pl_page *page, const char *command, const char *file, pl_place place,
                        const char *title) {
    pl_page_put(page, "::");
    pl_page_put(page, command);
    pl_page_put(page, " ");
    if (file != NULL) {
        pl_page_put(page, "file=");
        pl_page_command_property(page, file);
        pl_page_put(page, ",line=");
        pl_page_count(page, place.line);
        pl_page_put(page, ",col=");
        pl_page_count(page, place.column);
        pl_page_put(page, ",");
    }
    pl_page_put(page, "title=");
    pl_page_command_property(page, title);
    pl_page_put(page, "::");
}

static void put_change(pl_page *page, const pl_diff_report *report, const pl_shown_change *shown) {
    const pl_change *const change = shown->change;
    pl_side side = PL_SIDE_NEW;
    pl_place place = {0, 0};
    const bool placed = pl_diff_file_place(report, shown, &side, &place);
    put_command(page, commands[change->grade], placed ? report->names[side] : NULL, place,
                change->id);
    pl_page_put(page, pl_grade_text(change->grade));
    pl_page_put(page, ": ");
    pl_page_command_text(page, shown->where);
    pl_page_put(page, ": ");
    pl_page_command_text(page, change->message);
    if (shown->witness[0] != '\0') {
        pl_page_put(page, "%0A");
        pl_page_command_text(page, shown->witness);
    }
    if (shown->judged[0] != '\0') {
        pl_page_put(page, "%0A");
        pl_page_command_text(page, shown->judged);
    }
    pl_page_put(page, "\n");
}

pl_status pl_diff_write_github(const pl_diff_report *report, FILE *out) {
    assert(report != NULL && out != NULL);
    pl_page page = {.out = out};
    pl_arena arena;
    pl_arena_init(&arena);
    pl_shown_list shown = {.count = 0};
    page.status = pl_diff_show(report, &arena, &shown);
    for (size_t i = 0; i < shown.count; i++) { put_change(&page, report, &shown.list[i]); }
    for (pl_side side = 0; side < PL_SIDE_COUNT; side++) {
        const pl_document *const document = report->documents[side];
        for (size_t i = 0; i < pl_diff_remark_count(report, side); i++) {
            const pl_remark *const remark = &document->remarks[i];
            put_command(&page, "notice", report->is_file[side] ? report->names[side] : NULL,
                        document->source.places[remark->node], "paylink diff");
            pl_page_command_text(&page, remark->message);
            pl_page_put(&page, "\n");
        }
    }
    pl_arena_done(&arena);
    return pl_page_done(&page);
}
