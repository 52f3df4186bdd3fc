/* A comparison as a changelog in Markdown. */
#include <assert.h>
#include <string.h>

#include "report/diff_report_internal.h"
#include "report/page_internal.h"

static void put_places(pl_page *page, const pl_shown_change *shown) {
    for (pl_side side = 0; side < PL_SIDE_COUNT; side++) {
        if (shown->places[side][0] == '\0') { continue; }
        pl_page_put(page, ", ");
        pl_page_markdown_text(page, shown->places[side]);
    }
}

static void put_change(pl_page *page, const pl_shown_change *shown) {
    const pl_change *const change = shown->change;
    pl_page_put(page, "\n- **");
    pl_page_markdown_text(page, shown->where);
    pl_page_put(page, "**: ");
    pl_page_markdown_text(page, change->message);
    pl_page_put(page, "\n  (");
    pl_page_markdown_span(page, change->id);
    put_places(page, shown);
    pl_page_put(page, ")\n");
    if (shown->judged[0] != '\0') {
        pl_page_put(page, "\n  ");
        pl_page_markdown_text(page, shown->judged);
        pl_page_put(page, "\n");
    }
    if (shown->witness[0] != '\0') {
        pl_page_put(page, "\n");
        pl_page_markdown_block(
            page, "  ", strchr("{[", shown->witness[0]) != NULL ? "json" : "text", shown->witness);
    }
}

static void put_top(pl_page *page, const pl_diff_report *report, const pl_shown_list *shown,
                    pl_arena *arena) {
    const char *const closing = pl_diff_closing(report, arena);
    if (closing == NULL) {
        page->status = PL_E_MEMORY;
        return;
    }
    pl_page_put(page, "# From ");
    pl_page_markdown_text(page, shown->names[PL_SIDE_OLD]);
    pl_page_put(page, " to ");
    pl_page_markdown_text(page, shown->names[PL_SIDE_NEW]);
    pl_page_put(page, "\n\n");
    pl_page_markdown_text(page, closing);
    pl_page_put(page, ".\n");
}

static void put_remarks(pl_page *page, const pl_diff_report *report, pl_arena *arena) {
    bool any = false;
    for (pl_side side = 0; side < PL_SIDE_COUNT; side++) {
        for (size_t i = 0; i < pl_diff_remark_count(report, side); i++) {
            const char *const place = pl_diff_remark_place(report, side, i, arena);
            if (place == NULL) {
                page->status = PL_E_MEMORY;
                return;
            }
            pl_page_put(page, any ? "- " : "\n## Not compared\n\n- ");
            any = true;
            pl_page_markdown_text(page, place);
            pl_page_put(page, ": ");
            pl_page_markdown_text(page, report->documents[side]->remarks[i].message);
            pl_page_put(page, "\n");
        }
    }
}

pl_status pl_diff_write_markdown(const pl_diff_report *report, FILE *out) {
    assert(report != NULL && out != NULL);
    pl_page page = {.out = out};
    pl_arena arena;
    pl_arena_init(&arena);
    pl_shown_list shown = {.count = 0};
    page.status = pl_diff_show(report, &arena, &shown);
    if (page.status == PL_OK) {
        put_top(&page, report, &shown, &arena);
        for (size_t i = 0; i < shown.count; i++) {
            const pl_grade grade = shown.list[i].change->grade;
            if (i == 0 || shown.list[i - 1].change->grade != grade) {
                pl_page_put(&page, "\n## ");
                pl_page_put(&page, pl_grade_heading(grade));
                pl_page_put(&page, "\n");
            }
            put_change(&page, &shown.list[i]);
        }
        put_remarks(&page, report, &arena);
    }
    pl_arena_done(&arena);
    return pl_page_done(&page);
}
