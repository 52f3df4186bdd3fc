/* What was found, worst first, by group. A case stands once, under its worst finding. */
#include <assert.h>

#include "report/html_internal.h"

enum { OPEN_COUNT_MAX = 12 }; /* cards that are open at first; the others are one line each */

typedef struct severity_row {
    const char *heading;
    const char *note;
    pl_html_state state;
    bool in_full; /* a card with request and response; else a line that leads to the case */
} severity_row;

/* clang-format off */
static const severity_row rows[PL_SEVERITY_COUNT] = {
    [PL_VIOLATION]   = {"Violations",   NULL, PL_HTML_VIOLATION, true},
    [PL_WARNING]     = {"Warnings",     "Where the contract contradicts itself, or a status that it does not list.", PL_HTML_WARNING, true},
    [PL_OBSERVATION] = {"Observations", "What the server does where the contract is silent. None of it is a fault.", PL_HTML_OBSERVED, false},
};
/* clang-format on */

static const pl_finding *finding_at(const pl_html *page, size_t at) {
    return &page->result->findings[at].finding;
}

/* Is this the worst of the case? Then the case stands here. */
static bool stands_under(const pl_html *page, const pl_html_case *found, unsigned severity) {
    return found->finding_count > 0 && finding_at(page, found->findings[0])->severity == severity;
}

static size_t body_bytes_max(const pl_html *page) {
    return page->bytes < PL_HTML_PAGE_BYTES_WHOLE_MAX ? PL_HTML_BODY_BYTES_WHOLE
                                                      : PL_HTML_BODY_BYTES_PASSED;
}

static void put_card(pl_html *page, const pl_html_case *found, bool open) {
    const pl_finding *const first = finding_at(page, found->findings[0]);
    pl_html_raw(page, open ? "<details class=\"card\" open=\"open\"><summary>"
                           : "<details class=\"card\"><summary>");
    pl_html_sign(page, found->state);
    pl_html_wrap(page, "<h5>", found->row->test->id, "</h5>");
    pl_html_raw(page, " <span class=\"said\">");
    pl_html_text(page, first->message);
    pl_html_raw(page, "</span></summary>\n<div class=\"inside\">");
    pl_html_put_case(page, found, body_bytes_max(page));
    pl_html_raw(page, "<p class=\"note\">Among all cases: ");
    pl_html_put_case_link(page, found);
    pl_html_raw(page, "</p></div></details>\n");
}

static void put_line(pl_html *page, const pl_html_case *found) {
    pl_html_raw(page, "<li><p>");
    pl_html_put_case_link(page, found);
    pl_html_raw(page, "</p>");
    for (size_t i = 0; i < found->finding_count; i++) {
        pl_html_put_finding(page, pl_html_finding_at(page->result, found->findings[i]));
    }
    pl_html_raw(page, "</li>\n");
}

static void put_group_heading(pl_html *page, const severity_row *row, const char *name,
                              size_t case_count) {
    if (row->in_full) {
        pl_html_wrap(page, "<h4>", name, "</h4>\n");
        return;
    }
    pl_html_raw(page, "<details class=\"lines\"><summary>");
    pl_html_wrap(page, "<h4>", name, "</h4>");
    pl_html_raw(page, " <span class=\"said\">");
    pl_html_counted(page, case_count, "case");
    pl_html_raw(page, "</span></summary>\n<ul>");
}

/* A group's cards, or its lines behind a heading that opens. */
static void put_group(pl_html *page, unsigned severity, const pl_html_set *group, size_t *opened) {
    size_t count = 0;
    for (size_t i = 0; i < group->case_count; i++) {
        count += stands_under(page, &page->index.cases[group->cases[i]], severity);
    }
    if (count == 0) { return; }
    put_group_heading(page, &rows[severity], group->name, count);
    for (size_t i = 0; i < group->case_count; i++) {
        const pl_html_case *const found = &page->index.cases[group->cases[i]];
        if (!stands_under(page, found, severity)) { continue; }
        if (rows[severity].in_full) {
            put_card(page, found, *opened < OPEN_COUNT_MAX);
            *opened += 1;
        } else {
            put_line(page, found);
        }
    }
    if (!rows[severity].in_full) { pl_html_raw(page, "</ul></details>\n"); }
}

static void put_run_findings(pl_html *page, unsigned severity) {
    bool any = false;
    for (size_t i = 0; i < page->index.run_finding_count; i++) {
        const pl_html_finding shown = pl_html_finding_at(page->result, page->index.run_findings[i]);
        if (shown.finding->severity != severity) { continue; }
        if (!any) { pl_html_raw(page, "<h4>The whole run</h4>\n"); }
        any = true;
        pl_html_put_finding(page, shown);
    }
}

static void put_heading(pl_html *page, unsigned severity, size_t case_count) {
    const severity_row *const row = &rows[severity];
    pl_html_raw(page, "<h3><span class=\"sign ");
    pl_html_raw(page, pl_html_states[row->state].key);
    pl_html_raw(page, "\" aria-hidden=\"true\">");
    pl_html_raw(page, pl_html_states[row->state].sign);
    pl_html_raw(page, "</span> ");
    pl_html_raw(page, row->heading);
    pl_html_raw(page, " <span class=\"said\">");
    pl_html_count(page, page->result->summary.totals[severity]);
    pl_html_raw(page, " in ");
    pl_html_counted(page, case_count, "case");
    pl_html_raw(page, "</span></h3>\n");
    pl_html_wrap(page, "<p class=\"note\">", row->note, "</p>\n");
}

/* Findings of this severity that stand with cases whose worst is a worse one. */
static void put_elsewhere(pl_html *page, unsigned severity) {
    size_t count = 0;
    for (size_t i = 0; i < page->index.case_count; i++) {
        const pl_html_case *const found = &page->index.cases[i];
        if (!stands_under(page, found, severity)) { count += found->of_severity[severity]; }
    }
    if (count == 0) { return; }
    pl_html_raw(page, "<p class=\"note\">");
    pl_html_count(page, count);
    pl_html_raw(page, " more with the cases above.</p>\n");
}

static void put_severity(pl_html *page, unsigned severity) {
    if (page->result->summary.totals[severity] == 0) { return; }
    size_t case_count = 0;
    size_t opened = 0;
    for (size_t i = 0; i < page->index.case_count; i++) {
        case_count += page->index.cases[i].of_severity[severity] > 0;
    }
    pl_html_raw(page, "<section class=\"severity\">\n");
    put_heading(page, severity, case_count);
    put_run_findings(page, severity);
    for (size_t i = 0; i < page->index.groups.count && page->status == PL_OK; i++) {
        put_group(page, severity, &page->index.groups.list[i], &opened);
    }
    put_elsewhere(page, severity);
    pl_html_raw(page, "</section>\n");
}

void pl_html_put_findings(pl_html *page) {
    pl_html_raw(page,
                "<section aria-labelledby=\"findings\">\n<h2 id=\"findings\">Findings</h2>\n");
    if (page->result->finding_count == 0) { pl_html_raw(page, "<p>None.</p>\n"); }
    for (unsigned severity = 0; severity < PL_SEVERITY_COUNT && page->status == PL_OK; severity++) {
        put_severity(page, severity);
    }
    pl_html_raw(page, "</section>\n");
}
