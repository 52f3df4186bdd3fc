/* All cases, group by group; the filters are the script's. */
#include <assert.h>
#include <string.h>

#include "report/html_internal.h"

static void put_statuses(pl_html *page, const pl_case *test) {
    for (size_t i = 0; i < PL_CASE_STATUS_COUNT_MAX && test->statuses[i] != 0; i++) {
        pl_html_raw(page, " ");
        pl_html_count(page, (uint64_t)test->statuses[i]);
    }
}

/* Blank-separated, for the filter: every severity that the case has a finding of. They come worst first. */
static void put_severities(pl_html *page, const pl_html_case *found) {
    pl_html_raw(page, " data-severity=\"");
    for (size_t i = 0; i < found->own_count; i++) {
        const pl_severity severity = found->own[i].finding->severity;
        if (i > 0 && found->own[i - 1].finding->severity == severity) { continue; }
        pl_html_raw(page, i > 0 ? " " : "");
        pl_html_raw(page, pl_severity_text(severity));
    }
    pl_html_raw(page, found->own_count == 0 ? "none\"" : "\"");
}

/* The id stands within what opens: a browser that follows a link to it opens the case, script or not. */
static void put_case(pl_html *page, const pl_html_case *found) {
    const pl_case *const test = found->row->test;
    pl_html_raw(page, "<li><details class=\"case\"");
    pl_html_attribute(page, "data-outcome", pl_outcome_text(found->row->outcome));
    put_severities(page, found);
    pl_html_raw(page, "><summary>");
    pl_html_sign(page, found->state);
    pl_html_wrap(page, "<span class=\"id\">", test->id, "</span>");
    pl_html_raw(page, "<span class=\"want\">");
    pl_html_text(page, pl_class_text(test->klass));
    put_statuses(page, test);
    pl_html_raw(page, "</span><span class=\"got\">");
    if (found->row->status > 0) {
        pl_html_raw(page, "<span class=\"unseen\">answered </span>");
        pl_html_count(page, (uint64_t)found->row->status);
    } else {
        pl_html_raw(
            page,
            "<span aria-hidden=\"true\">\xE2\x80\x93</span><span class=\"unseen\">no answer</span>");
    }
    pl_html_raw(page, "</span><span class=\"time\">");
    if (found->row->outcome != PL_OUTCOME_NOT_RUN) { pl_html_seconds(page, found->row->seconds); }
    pl_html_raw(page, "</span></summary>\n<div class=\"inside\"");
    pl_html_attribute(page, "id", test->id);
    pl_html_raw(page, ">");
    pl_html_put_case(page, found, PL_HTML_BODY_BYTES_PASSED);
    pl_html_raw(page, "<p class=\"note\"><a");
    pl_html_reference(page, test->id);
    pl_html_raw(page, ">Link to this case</a></p></div></details></li>\n");
}

typedef struct option {
    const char *value;
    const char *name;
} option;

static void put_option(pl_html *page, const char *value, const char *name) {
    pl_html_raw(page, "<option");
    pl_html_attribute(page, "value", value);
    pl_html_wrap(page, ">", name, "</option>");
}

static void put_options(pl_html *page, const char *label, const char *name, const option *options,
                        size_t count) {
    pl_html_wrap(page, "<label>", label, " <select");
    pl_html_attribute(page, "name", name);
    pl_html_raw(page, ">");
    for (size_t i = 0; i < count; i++) { put_option(page, options[i].value, options[i].name); }
}

/* Hidden until the script, which they are no use without, shows them. */
static void put_filters(pl_html *page, const pl_html_sets *groups) {
    option outcomes[PL_OUTCOME_COUNT + 1] = {{"", "any"}};
    option severities[PL_SEVERITY_COUNT + 2] = {{"", "any"}, {"none", "no finding"}};
    for (unsigned i = 0; i < PL_OUTCOME_COUNT; i++) {
        const char *const text = pl_outcome_text((pl_outcome)i);
        outcomes[i + 1] = (option){text, i == PL_OUTCOME_NOT_RUN ? "not run" : text};
    }
    for (unsigned i = 0; i < PL_SEVERITY_COUNT; i++) {
        const char *const text = pl_severity_text((pl_severity)i);
        severities[i + 2] = (option){text, text};
    }
    pl_html_raw(
        page,
        "<form class=\"filters\" id=\"filters\" hidden=\"hidden\" role=\"search\" aria-label=\"Cases\">"
        "<label class=\"wide\">Text <input type=\"search\" name=\"text\" "
        "placeholder=\"id, constraint, why, message\"/></label>");
    put_options(page, "Outcome", "outcome", outcomes, PL_COUNT(outcomes));
    pl_html_raw(page, "</select></label>");
    put_options(page, "Finding", "severity", severities, PL_COUNT(severities));
    pl_html_raw(page, "</select></label>");
    put_options(page, "Group", "group", &(option){"", "any"}, 1);
    for (size_t i = 0; i < groups->count; i++) {
        put_option(page, groups->list[i].name, groups->list[i].name);
    }
    pl_html_raw(page, "</select></label><button type=\"reset\">Clear</button>"
                      "<output id=\"shown\"></output></form>\n");
}

static void put_group(pl_html *page, const pl_html_set *group) {
    pl_html_raw(page, "<section class=\"group\"");
    pl_html_attribute(page, "data-group", group->name);
    pl_html_raw(page, ">");
    pl_html_wrap(page, "<h3>", group->name, " <span class=\"said\">");
    pl_html_counted(page, group->case_count, "case");
    pl_html_raw(page, "</span></h3>\n<ul class=\"cases\">\n");
    for (size_t i = 0; i < group->case_count && page->status == PL_OK; i++) {
        put_case(page, &page->index.cases[group->cases[i]]);
    }
    pl_html_raw(page, "</ul></section>\n");
}

void pl_html_put_cases(pl_html *page) {
    const pl_html_sets *const groups = &page->index.groups;
    pl_html_raw(
        page,
        "<section aria-labelledby=\"cases\">\n<h2 id=\"cases\">All cases</h2>\n"
        "<p class=\"note\">What the contract wants, the status that came, how long it took. Long bodies "
        "are cut here; with a violation or a warning they stand whole above.</p>\n");
    put_filters(page, groups);
    for (size_t i = 0; i < groups->count && page->status == PL_OK; i++) {
        put_group(page, &groups->list[i]);
    }
    pl_html_raw(page, "</section>\n");
}
