/* The constraints, group by group, and what could not be judged. */
#include <assert.h>
#include <string.h>

#include "report/html_internal.h"

/* Columns from left to right. */
static const pl_html_state columns[] = {PL_HTML_PASSED,   PL_HTML_VIOLATION,    PL_HTML_WARNING,
                                        PL_HTML_OBSERVED, PL_HTML_INCONCLUSIVE, PL_HTML_NOT_RUN};
_Static_assert(PL_COUNT(columns) == PL_HTML_STATE_COUNT, "one column a state");

/* Zero is a dot: what is there stands out. */
static void put_number(pl_html *page, size_t count, pl_html_state state) {
    pl_html_raw(page, " class=\"n ");
    pl_html_raw(page, count > 0 ? pl_html_states[state].key : "none");
    pl_html_raw(page, "\">");
    if (count == 0) {
        pl_html_raw(page,
                    "<span aria-hidden=\"true\">\xC2\xB7</span><span class=\"unseen\">0</span>");
    } else {
        pl_html_count(page, count);
    }
}

/* A constraint often starts with its group, which stands above it. */
static const char *without_group(const char *constraint, const char *group) {
    const size_t len = strlen(group);
    const bool starts = len > 0 && strncmp(constraint, group, len) == 0 && constraint[len] == ' ';
    return starts ? constraint + len + 1 : constraint;
}

static void put_constraint(pl_html *page, const pl_html_set *constraint, const char *group) {
    pl_html_raw(page, "<tr><th scope=\"row\"><details><summary>");
    pl_html_sign(page, constraint->tally.worst);
    pl_html_text(page, without_group(constraint->name, group));
    pl_html_raw(page, "</summary><ul>");
    for (size_t i = 0; i < constraint->case_count; i++) {
        pl_html_raw(page, "<li>");
        pl_html_put_case_link(page, &page->index.cases[constraint->cases[i]]);
        pl_html_raw(page, "</li>");
    }
    pl_html_raw(page, "</ul></details></th>");
    for (size_t i = 0; i < PL_COUNT(columns); i++) {
        pl_html_raw(page, "<td");
        put_number(page, constraint->tally.counts[columns[i]], columns[i]);
        pl_html_raw(page, "</td>");
    }
    pl_html_raw(page, "</tr>\n");
}

static void put_column_heads(pl_html *page) {
    pl_html_raw(page, "<thead><tr><th scope=\"col\">Constraint</th>");
    for (size_t i = 0; i < PL_COUNT(columns); i++) {
        const pl_html_state_row *const row = &pl_html_states[columns[i]];
        pl_html_raw(page, "<th scope=\"col\" class=\"n\"><span class=\"sign ");
        pl_html_raw(page, row->key);
        pl_html_raw(page, "\" aria-hidden=\"true\">");
        pl_html_raw(page, row->sign);
        pl_html_raw(page, "</span><span class=\"column\">");
        pl_html_raw(page, row->column);
        pl_html_raw(page, "</span></th>");
    }
    pl_html_raw(page, "</tr></thead>\n");
}

/* The same numbers for a whole group, on the line that opens it. */
static void put_group_line(pl_html *page, const char *name, const pl_html_tally *tally) {
    pl_html_raw(page, "<span class=\"name\">");
    pl_html_sign(page, tally->worst);
    pl_html_text(page, name);
    pl_html_raw(page, "</span>");
    for (size_t i = 0; i < PL_COUNT(columns); i++) {
        pl_html_raw(page, "<span");
        put_number(page, tally->counts[columns[i]], columns[i]);
        pl_html_raw(page, "<span class=\"unseen\"> ");
        pl_html_raw(page, pl_html_states[columns[i]].word);
        pl_html_raw(page, i + 1 < PL_COUNT(columns) ? ", </span></span>" : "</span></span>");
    }
}

static void put_group(pl_html *page, const pl_html_set *group) {
    pl_html_sets constraints = {0};
    if (pl_html_sets_make(&page->index, group->cases, group->case_count, pl_html_key_constraint,
                          page->arena, &constraints) != PL_OK) {
        page->status = PL_E_MEMORY;
        return;
    }
    pl_html_raw(page, "<details class=\"row\"><summary>");
    put_group_line(page, group->name, &group->tally);
    pl_html_raw(page, "</summary>\n<table><caption class=\"unseen\">Constraints: ");
    pl_html_text(page, group->name);
    pl_html_raw(page, "</caption>\n");
    put_column_heads(page);
    pl_html_raw(page, "<tbody>\n");
    for (size_t i = 0; i < constraints.count && page->status == PL_OK; i++) {
        put_constraint(page, &constraints.list[i], group->name);
    }
    pl_html_raw(page, "</tbody></table></details>\n");
}

/* Column heads over the lines of the groups, for the eye alone: every number says its own. */
static void put_line_heads(pl_html *page) {
    pl_html_raw(page,
                "<div class=\"row heads\" aria-hidden=\"true\"><span class=\"name\">Group</span>");
    for (size_t i = 0; i < PL_COUNT(columns); i++) {
        const pl_html_state_row *const row = &pl_html_states[columns[i]];
        pl_html_raw(page, "<span class=\"n\"><span class=\"sign ");
        pl_html_raw(page, row->key);
        pl_html_wrap(page, "\">", row->sign, "</span>");
        pl_html_wrap(page, "<span class=\"column\">", row->column, "</span></span>");
    }
    pl_html_raw(page, "</div>\n");
}

/* A line that does not open. */
static void put_closed_line(pl_html *page, const char *open, const char *name,
                            const pl_html_tally *tally) {
    pl_html_raw(page, open);
    put_group_line(page, name, tally);
    pl_html_raw(page, "</div>\n");
}

void pl_html_put_matrix(pl_html *page) {
    const pl_html_sets *const groups = &page->index.groups;
    pl_html_raw(
        page,
        "<section aria-labelledby=\"constraints\">\n<h2 id=\"constraints\">Constraints</h2>\n"
        "<p class=\"note\">Passed, inconclusive and not run count cases; violations, warnings and "
        "observations count findings. A group opens to its constraints, a constraint to its "
        "cases.</p>\n<div class=\"matrix\">\n");
    put_line_heads(page);
    for (size_t i = 0; i < groups->count && page->status == PL_OK; i++) {
        put_group(page, &groups->list[i]);
    }
    if (page->index.run_finding_count > 0) {
        put_closed_line(page, "<div class=\"row shut\">", "the whole run", &page->index.run);
    }
    put_closed_line(page, "<div class=\"row shut total\">", "total", &page->index.total);
    pl_html_raw(page, "</div>\n</section>\n");
}

/* --- what could not be judged ----------------------------------------------------------------- */

typedef struct unclear_row {
    pl_html_state state;
    const char *heading;
    pl_html_key *reason; /* of the cases of that state */
} unclear_row;

static const char *reason_of(const pl_html_case *found, pl_html_state state) {
    if (found->state != state) { return NULL; }
    const char *const reason = found->row->reason;
    return reason != NULL && reason[0] != '\0' ? reason : "no reason given";
}

static const char *inconclusive_reason(const pl_html_case *found) {
    return reason_of(found, PL_HTML_INCONCLUSIVE);
}

static const char *not_run_reason(const pl_html_case *found) {
    return reason_of(found, PL_HTML_NOT_RUN);
}

static void put_reason(pl_html *page, const pl_html_set *reason) {
    pl_html_raw(page, "<details class=\"lines\"><summary><span>");
    pl_html_text(page, reason->name);
    pl_html_raw(page, "</span> <span class=\"said\">");
    pl_html_counted(page, reason->case_count, "case");
    pl_html_raw(page, "</span></summary>\n<ul>");
    for (size_t i = 0; i < reason->case_count; i++) {
        pl_html_raw(page, "<li>");
        pl_html_put_case_link(page, &page->index.cases[reason->cases[i]]);
        pl_html_raw(page, "</li>\n");
    }
    pl_html_raw(page, "</ul></details>\n");
}

void pl_html_put_unclear(pl_html *page) {
    static const unclear_row kinds[] = {
        {PL_HTML_INCONCLUSIVE, "Inconclusive", inconclusive_reason},
        {PL_HTML_NOT_RUN, "Not run", not_run_reason},
    };
    const pl_html_tally *const total = &page->index.total;
    if (total->counts[PL_HTML_INCONCLUSIVE] + total->counts[PL_HTML_NOT_RUN] == 0) { return; }
    pl_html_raw(page, "<section aria-labelledby=\"unclear\">\n<h2 id=\"unclear\">Unclear</h2>\n");
    for (size_t i = 0; i < PL_COUNT(kinds) && page->status == PL_OK; i++) {
        pl_html_sets reasons = {0};
        if (total->counts[kinds[i].state] == 0) { continue; }
        if (pl_html_sets_make(&page->index, page->index.all, page->index.case_count,
                              kinds[i].reason, page->arena, &reasons) != PL_OK) {
            page->status = PL_E_MEMORY;
            return;
        }
        pl_html_raw(page, "<h3>");
        pl_html_raw(page, kinds[i].heading);
        pl_html_raw(page, " <span class=\"said\">");
        pl_html_counted(page, total->counts[kinds[i].state], "case");
        pl_html_raw(page, "</span></h3>\n");
        for (size_t k = 0; k < reasons.count; k++) { put_reason(page, &reasons.list[k]); }
    }
    pl_html_raw(page, "</section>\n");
}
