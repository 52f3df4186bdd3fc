/* A comparison as one page of HTML, well-formed as XML too, that needs no network and runs no script. */
#include <assert.h>

#include "report/diff_report_internal.h"
#include "report/page_internal.h"

static const char head[] =
    "<!DOCTYPE html>\n"
    "<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n<meta charset=\"utf-8\"/>\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
    "'unsafe-inline'\"/>\n"
    "<style>\n"
    ":root { color-scheme: light dark; --line: #d0d4da; --faint: #5b6470; --breaking: #b3261e; "
    "--risky: #845000; --compatible: #17653a; }\n"
    "@media (prefers-color-scheme: dark) { :root { --line: #3a414c; --faint: #a4adba; --breaking: "
    "#ff8f86; --risky: #f2b866; --compatible: #74d19c; } }\n"
    "body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 64rem; padding: 1rem; "
    "}\n"
    "section > h2 { border-bottom: 1px solid var(--line); }\n"
    "article { border-left: .25rem solid; margin: 1rem 0; padding: 0 1rem; }\n"
    "article > * { margin: .25rem 0; }\n"
    "h3 { font-size: 1rem; }\n"
    ".breaking { border-color: var(--breaking); }\n.risky { border-color: var(--risky); }\n"
    ".compatible { border-color: var(--compatible); }\n"
    ".faint { color: var(--faint); font-size: .875rem; }\n"
    "code, pre { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }\n"
    "pre { border: 1px solid var(--line); padding: .5rem; white-space: pre-wrap; }\n"
    "</style>\n<title>";

static void put_element(pl_page *page, const char *open, const char *text, const char *close) {
    if (text[0] == '\0') { return; }
    pl_page_put(page, open);
    pl_page_markup_text(page, text);
    pl_page_put(page, close);
}

static void put_change(pl_page *page, const pl_shown_change *shown) {
    const pl_change *const change = shown->change;
    pl_page_put(page, "<article");
    pl_page_attribute(page, "class", pl_grade_text(change->grade));
    pl_page_put(page, ">\n");
    put_element(page, "<h3>", shown->where, "</h3>\n");
    put_element(page, "<p>", change->message, "</p>\n");
    put_element(page, "<p class=\"faint\"><code>", change->id, "</code>");
    put_element(page, " &#183; ", shown->places[PL_SIDE_OLD], "");
    put_element(page, " &#183; ", shown->places[PL_SIDE_NEW], "");
    pl_page_put(page, "</p>\n");
    put_element(page, "<pre>", shown->witness, "</pre>\n");
    put_element(page, "<p>", shown->judged, "</p>\n");
    pl_page_put(page, "</article>\n");
}

static void put_remarks(pl_page *page, const pl_diff_report *report, pl_arena *arena) {
    size_t count = 0;
    for (pl_side side = 0; side < PL_SIDE_COUNT; side++) {
        for (size_t i = 0; i < pl_diff_remark_count(report, side); i++) {
            const char *const place = pl_diff_remark_place(report, side, i, arena);
            if (place == NULL) {
                page->status = PL_E_MEMORY;
                return;
            }
            if (count++ == 0) { pl_page_put(page, "<section>\n<h2>Not compared</h2>\n<ul>\n"); }
            put_element(page, "<li>", place, ": ");
            put_element(page, "", report->documents[side]->remarks[i].message, "</li>\n");
        }
    }
    if (count > 0) { pl_page_put(page, "</ul>\n</section>\n"); }
}

static void put_changes(pl_page *page, const pl_shown_list *shown) {
    for (size_t i = 0; i < shown->count; i++) {
        const pl_grade grade = shown->list[i].change->grade;
        if (i == 0 || shown->list[i - 1].change->grade != grade) {
            put_element(page, "<section>\n<h2>", pl_grade_heading(grade), "</h2>\n");
        }
        put_change(page, &shown->list[i]);
        if (i + 1 == shown->count || shown->list[i + 1].change->grade != grade) {
            pl_page_put(page, "</section>\n");
        }
    }
}

pl_status pl_diff_write_html(const pl_diff_report *report, FILE *out) {
    assert(report != NULL && out != NULL);
    pl_page page = {.out = out};
    pl_arena arena;
    pl_arena_init(&arena);
    pl_shown_list shown = {.count = 0};
    page.status = pl_diff_show(report, &arena, &shown);
    const char *const closing = pl_diff_closing(report, &arena);
    const char *const title =
        page.status == PL_OK ? pl_arena_printf(&arena, "From %s to %s", shown.names[PL_SIDE_OLD],
                                               shown.names[PL_SIDE_NEW])
                             : NULL;
    if (closing == NULL || title == NULL) {
        page.status = PL_E_MEMORY;
    } else {
        put_element(&page, head, title, "</title>\n</head>\n<body>\n");
        put_element(&page, "<h1>", title, "</h1>\n");
        put_element(&page, "<p>", closing, "</p>\n");
        put_changes(&page, &shown);
        put_remarks(&page, report, &arena);
        pl_page_put(&page, "</body>\n</html>\n");
    }
    pl_arena_done(&arena);
    return pl_page_done(&page);
}
