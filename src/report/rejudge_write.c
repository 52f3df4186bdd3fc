/* Requests that two versions judge differently, for a person and for programs. `paylink help diff` tells the keys. */
#include <assert.h>

#include "report/diff_report_internal.h"
#include "report/rejudge.h"
#include "report/terminal_internal.h"

enum { INDENT = 2, IDS_INDENT = 4, IDS_MAX = 20 };

static const pl_style styles[] = {[PL_GRADE_BREAKING] = PL_STYLE_BAD,
                                  [PL_GRADE_RISKY] = PL_STYLE_WARN,
                                  [PL_GRADE_COMPATIBLE] = PL_STYLE_GOOD};
_Static_assert(PL_COUNT(styles) == PL_GRADE_COUNT, "one style a grade");

/* --- text ------------------------------------------------------------------------------------ */

static void put_text(pl_layout *layout, pl_style style, const char *text, size_t indent) {
    if (text == NULL) {
        layout->no_memory = true;
        return;
    }
    pl_layout_blanks(layout, indent);
    pl_layout_put_wrapped(layout, style, text, indent);
}

/* One reason, and the requests that have it. Returns the row behind them. */
static size_t put_alike(pl_layout *layout, const pl_rejudgement *made, size_t first) {
    const pl_rejudged *const row = &made->list[first];
    const pl_bytes place = row->pointer.len > 0 ? row->pointer : (pl_bytes)PL_BYTES_LIT("(root)");
    put_text(layout, PL_STYLE_BOLD,
             pl_arena_printf(layout->arena, "%s \xE2\x86\x92 %s: %s at %.*s, by %s",
                             pl_verdict_text(row->verdicts[PL_SIDE_OLD]),
                             pl_verdict_text(row->verdicts[PL_SIDE_NEW]), row->keyword,
                             (int)place.len, (const char *)place.ptr,
                             made->asked->names[row->judge]),
             INDENT);
    size_t end = first;
    for (; end < made->count && pl_rejudged_is_alike(row, &made->list[end]); end++) {
        const pl_rejudged *const each = &made->list[end];
        if (end - first >= IDS_MAX) { continue; }
        put_text(layout, PL_STYLE_PLAIN,
                 pl_arena_printf(layout->arena, "%s: %.*s", each->recorded->id,
                                 (int)each->message.len, (const char *)each->message.ptr),
                 IDS_INDENT);
    }
    if (end - first > IDS_MAX) {
        put_text(layout, PL_STYLE_DIM,
                 pl_arena_printf(layout->arena, "and %zu more; --format json lists them all",
                                 end - first - IDS_MAX),
                 IDS_INDENT);
    }
    return end;
}

static const char *closing_of(const pl_rejudgement *made, pl_arena *arena) {
    const pl_rejudging *const asked = made->asked;
    const char *unjudged = "";
    const size_t left_out = made->too_long + made->bodiless + made->other;
    if (left_out > 0) {
        unjudged = pl_arena_printf(
            arena,
            "; not judged: %zu kept by their length only, %zu without a body, %zu of other "
            "operations",
            made->too_long, made->bodiless, made->other);
    }
    if (unjudged == NULL) { return NULL; }
    if (made->count == 0) {
        return pl_arena_printf(arena, "%s and %s judge %zu request%s of %s alike%s",
                               asked->names[PL_SIDE_OLD], asked->names[PL_SIDE_NEW], made->judged,
                               made->judged == 1 ? "" : "s", asked->record_name, unjudged);
    }
    return pl_arena_printf(
        arena, "%zu breaking, %zu risky, %zu compatible of %zu request%s in %s, from %s to %s%s",
        made->totals[PL_GRADE_BREAKING], made->totals[PL_GRADE_RISKY],
        made->totals[PL_GRADE_COMPATIBLE], made->judged, made->judged == 1 ? "" : "s",
        asked->record_name, asked->names[PL_SIDE_OLD], asked->names[PL_SIDE_NEW], unjudged);
}

pl_status pl_rejudgement_write_terminal(const pl_rejudgement *made, const pl_terminal *terminal,
                                        FILE *out) {
    assert(made != NULL && terminal != NULL && out != NULL);
    pl_arena arena;
    pl_arena_init(&arena);
    pl_layout layout = {.out = out,
                        .arena = &arena,
                        .width = pl_layout_width(terminal),
                        .colour = terminal->colour};
    for (size_t i = 0; i < made->count;) {
        const pl_grade grade = made->list[i].grade;
        if (i == 0 || made->list[i - 1].grade != grade) {
            pl_terminal_heading(&layout, styles[grade], pl_grade_heading(grade),
                                made->totals[grade]);
        }
        i = put_alike(&layout, made, i);
    }
    if (made->count > 0) { pl_layout_end_line(&layout); }
    put_text(&layout, pl_rejudgement_fails(made) ? PL_STYLE_BAD : PL_STYLE_GOOD,
             closing_of(made, &arena), 0);
    pl_arena_done(&arena);
    if (layout.no_memory) { return PL_E_MEMORY; }
    return ferror(out) ? PL_E_IO : PL_OK;
}

/* --- JSON ------------------------------------------------------------------------------------ */

static json_object *request_object(pl_build *build, const pl_rejudged *row) {
    json_object *const object = json_object_new_object();
    pl_build_text(build, object, "id", row->recorded->id);
    pl_build_text(build, object, "grade", pl_grade_text(row->grade));
    pl_build_text(build, object, "old", pl_verdict_text(row->verdicts[PL_SIDE_OLD]));
    pl_build_text(build, object, "new", pl_verdict_text(row->verdicts[PL_SIDE_NEW]));
    pl_build_text(build, object, "judge", row->judge == PL_SIDE_OLD ? "old" : "new");
    pl_build_text(build, object, "keyword", row->keyword);
    pl_build_bytes(build, object, "pointer", row->pointer);
    pl_build_bytes(build, object, "message", row->message);
    return object;
}

static void put_summary(pl_build *build, json_object *root, const pl_rejudgement *made) {
    json_object *const object = pl_build_object(build, root, "summary");
    for (pl_grade grade = 0; grade < PL_GRADE_COUNT; grade++) {
        pl_build_count(build, object, pl_grade_text(grade), made->totals[grade]);
    }
    pl_build_count(build, object, "judged", made->judged);
    pl_build_count(build, object, "too_long", made->too_long);
    pl_build_count(build, object, "without_body", made->bodiless);
    pl_build_count(build, object, "other_operations", made->other);
    pl_build_text(build, object, "fail_on", pl_grade_text(made->asked->fail_on));
    pl_build_flag(build, object, "failed", pl_rejudgement_fails(made));
}

pl_status pl_rejudgement_write_json(const pl_rejudgement *made, FILE *out) {
    assert(made != NULL && out != NULL);
    pl_build build = {.failed = false};
    pl_diff_report sides = {.comparison = NULL};
    for (pl_side side = 0; side < PL_SIDE_COUNT; side++) {
        sides.documents[side] = made->asked->documents[side];
    }
    json_object *const root = json_object_new_object();
    pl_build_text(&build, root, "paylink", PL_VERSION);
    pl_build_text(&build, root, "record", made->asked->record_name);
    pl_build_text(&build, root, "old", made->asked->names[PL_SIDE_OLD]);
    pl_build_text(&build, root, "new", made->asked->names[PL_SIDE_NEW]);
    put_summary(&build, root, made);
    json_object *const requests = pl_build_array(&build, root, "requests");
    for (size_t i = 0; i < made->count && !build.failed; i++) {
        pl_build_append(&build, requests, request_object(&build, &made->list[i]));
    }
    pl_diff_put_remarks(&build, root, &sides);
    return pl_build_write(&build, root, out);
}
