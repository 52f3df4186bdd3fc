/* A comparison for a person: gravest first, each change with its places and what shows it. */
#include <assert.h>

#include "report/diff_report_internal.h"
#include "report/layout_internal.h"

enum { LABEL_INDENT = 4, VALUE_INDENT = 13 };

static const struct grade_row {
    const char *sign;
    pl_style style;
} rows[] = {
    [PL_GRADE_BREAKING] = {"\xE2\x9C\x97", PL_STYLE_BAD},
    [PL_GRADE_RISKY] = {"!", PL_STYLE_WARN},
    [PL_GRADE_COMPATIBLE] = {"\xC2\xB7", PL_STYLE_GOOD},
};
_Static_assert(PL_COUNT(rows) == PL_GRADE_COUNT, "one row a grade");

static void put_label(pl_layout *layout, const char *label) {
    pl_layout_blanks(layout, LABEL_INDENT);
    pl_layout_put_cut(layout, PL_STYLE_DIM, label, VALUE_INDENT - LABEL_INDENT, true);
}

static void put_labelled(pl_layout *layout, const char *label, const char *text) {
    if (text[0] == '\0') { return; }
    put_label(layout, label);
    pl_layout_put_wrapped(layout, PL_STYLE_PLAIN, text, VALUE_INDENT);
}

static void put_change(pl_layout *layout, const pl_shown_change *shown) {
    const pl_change *const change = shown->change;
    const struct grade_row *const row = &rows[change->grade];
    const char *const both =
        shown->places[PL_SIDE_OLD][0] != '\0' && shown->places[PL_SIDE_NEW][0] != '\0'
            ? "  \xE2\x86\x92  "
            : "";
    const char *const places = pl_arena_printf(layout->arena, "%s%s%s", shown->places[PL_SIDE_OLD],
                                               both, shown->places[PL_SIDE_NEW]);
    pl_layout_put(layout, row->style, row->sign);
    pl_layout_put(layout, PL_STYLE_PLAIN, " ");
    pl_layout_put_wrapped(layout, PL_STYLE_BOLD, shown->where, 2);
    pl_layout_blanks(layout, LABEL_INDENT);
    pl_layout_put_wrapped(layout, PL_STYLE_PLAIN, change->message, LABEL_INDENT);
    put_labelled(layout, "id", change->id);
    if (places == NULL) {
        layout->no_memory = true;
    } else {
        put_labelled(layout, "at", places);
    }
    if (shown->witness[0] == '\0') {
        put_labelled(layout, "shown by", shown->judged);
    } else {
        /* On one line, however long: it is there to be copied. */
        put_label(layout, "shown by");
        pl_layout_put(layout, PL_STYLE_PLAIN, shown->witness);
        pl_layout_end_line(layout);
        pl_layout_blanks(layout, VALUE_INDENT);
        pl_layout_put_wrapped(layout, row->style, shown->judged, VALUE_INDENT);
    }
}

static void put_grade(pl_layout *layout, const pl_diff_report *report, const pl_shown_list *shown,
                      pl_grade grade) {
    const size_t count = report->comparison->totals[grade];
    const char *const number = pl_arena_printf(layout->arena, " (%zu)", count);
    if (count == 0) { return; }
    pl_layout_end_line(layout);
    pl_layout_put(layout, rows[grade].style, pl_grade_heading(grade));
    pl_layout_put(layout, PL_STYLE_PLAIN, number != NULL ? number : "");
    pl_layout_end_line(layout);
    for (size_t i = 0; i < shown->count; i++) {
        if (shown->list[i].change->grade != grade) { continue; }
        pl_layout_end_line(layout);
        put_change(layout, &shown->list[i]);
    }
    pl_layout_end_line(layout);
}

pl_status pl_diff_write_terminal(const pl_diff_report *report, const pl_terminal *terminal,
                                 FILE *out) {
    assert(report != NULL && terminal != NULL && out != NULL);
    pl_arena arena;
    pl_arena_init(&arena);
    pl_layout layout = {.out = out,
                        .arena = &arena,
                        .width = pl_layout_width(terminal),
                        .colour = terminal->colour};
    pl_shown_list shown;
    pl_status status = pl_diff_show(report, &arena, &shown);
    const char *const closing = pl_diff_closing(report, &arena);
    const char *const title =
        status == PL_OK ? pl_arena_printf(&arena, "From %s to %s", shown.names[PL_SIDE_OLD],
                                          shown.names[PL_SIDE_NEW])
                        : NULL;
    if (title != NULL && closing != NULL) {
        if (shown.count > 0) { pl_layout_put_wrapped(&layout, PL_STYLE_BOLD, title, 0); }
        for (pl_grade grade = 0; grade < PL_GRADE_COUNT; grade++) {
            put_grade(&layout, report, &shown, grade);
        }
        pl_layout_put_wrapped(&layout, pl_diff_report_fails(report) ? PL_STYLE_BAD : PL_STYLE_GOOD,
                              closing, 0);
        if (ferror(out)) { status = PL_E_IO; }
    }
    const bool whole = title != NULL && closing != NULL && !layout.no_memory;
    if (status == PL_OK && !whole) { status = PL_E_MEMORY; }
    pl_arena_done(&arena);
    return status;
}

pl_status pl_diff_write_text(const pl_diff_report *report, FILE *out) {
    static const pl_terminal plain = {.width = 0};
    return pl_diff_write_terminal(report, &plain, out);
}
