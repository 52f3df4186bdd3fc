/* A comparison as JUnit XML: a suite for each operation, a test case for each change. What the reader looks for is a
 * failure. */
#include <assert.h>

#include "report/diff_report_internal.h"
#include "report/page_internal.h"

static bool fails(const pl_diff_report *report, const pl_change *change) {
    return change->grade <= report->fail_on;
}

static void put_attribute_count(pl_page *page, const char *name, size_t count) {
    pl_page_put(page, " ");
    pl_page_put(page, name);
    pl_page_put(page, "=\"");
    pl_page_count(page, count);
    pl_page_put(page, "\"");
}

static void put_line(pl_page *page, const char *text) {
    if (text[0] == '\0') { return; }
    pl_page_markup_text(page, text);
    pl_page_put(page, "\n");
}

static void put_case(pl_page *page, const pl_diff_report *report, const pl_shown_change *shown) {
    const pl_change *const change = shown->change;
    const bool failed = fails(report, change);
    const char *const element = failed ? "failure" : "system-out";
    pl_page_put(page, "    <testcase");
    pl_page_attribute(page, "classname", shown->compared->name);
    pl_page_attribute(page, "name", change->id);
    pl_page_put(page, " time=\"0\">\n      <");
    pl_page_put(page, element);
    if (failed) {
        pl_page_attribute(page, "type", pl_grade_text(change->grade));
        pl_page_attribute(page, "message", change->message);
    }
    pl_page_put(page, ">");
    pl_page_markup_text(page, pl_grade_text(change->grade));
    pl_page_put(page, ": ");
    put_line(page, change->location);
    put_line(page, change->message);
    put_line(page, shown->places[PL_SIDE_OLD]);
    put_line(page, shown->places[PL_SIDE_NEW]);
    put_line(page, shown->witness);
    put_line(page, shown->judged);
    pl_page_put(page, "</");
    pl_page_put(page, element);
    pl_page_put(page, ">\n    </testcase>\n");
}

static size_t failures_of(const pl_diff_report *report, const pl_diff *diff) {
    size_t count = 0;
    for (size_t i = 0; i < diff->change_count; i++) { count += fails(report, &diff->changes[i]); }
    return count;
}

/* An operation without a change is a case that passed. */
static size_t cases_of(const pl_diff *diff) {
    return diff->change_count > 0 ? diff->change_count : 1;
}

static void put_suite(pl_page *page, const pl_diff_report *report, const pl_shown_list *shown,
                      const pl_compared *compared) {
    pl_page_put(page, "  <testsuite");
    pl_page_attribute(page, "name", compared->name);
    put_attribute_count(page, "tests", cases_of(&compared->diff));
    put_attribute_count(page, "failures", failures_of(report, &compared->diff));
    pl_page_put(page, " errors=\"0\" skipped=\"0\" time=\"0\">\n");
    for (size_t i = 0; i < shown->count && compared->diff.change_count > 0; i++) {
        if (shown->list[i].compared == compared) { put_case(page, report, &shown->list[i]); }
    }
    if (compared->diff.change_count == 0) {
        pl_page_put(page, "    <testcase");
        pl_page_attribute(page, "classname", compared->name);
        pl_page_put(page, " name=\"no changes\" time=\"0\"/>\n");
    }
    pl_page_put(page, "  </testsuite>\n");
}

/* What was not compared: a suite of its own, skipped. */
static void put_remarks(pl_page *page, const pl_diff_report *report, size_t count,
                        pl_arena *arena) {
    if (count == 0) { return; }
    pl_page_put(page, "  <testsuite name=\"not compared\"");
    put_attribute_count(page, "tests", count);
    pl_page_put(page, " failures=\"0\" errors=\"0\"");
    put_attribute_count(page, "skipped", count);
    pl_page_put(page, " time=\"0\">\n");
    for (pl_side side = 0; side < PL_SIDE_COUNT; side++) {
        for (size_t i = 0; i < pl_diff_remark_count(report, side); i++) {
            const char *const place = pl_diff_remark_place(report, side, i, arena);
            if (place == NULL) {
                page->status = PL_E_MEMORY;
                return;
            }
            pl_page_put(page, "    <testcase classname=\"not compared\"");
            pl_page_attribute(page, "name", place);
            pl_page_put(page, " time=\"0\"><skipped");
            pl_page_attribute(page, "message", report->documents[side]->remarks[i].message);
            pl_page_put(page, "/></testcase>\n");
        }
    }
    pl_page_put(page, "  </testsuite>\n");
}

pl_status pl_diff_write_junit(const pl_diff_report *report, FILE *out) {
    assert(report != NULL && out != NULL);
    const pl_comparison *const all = report->comparison;
    const size_t skipped =
        pl_diff_remark_count(report, PL_SIDE_OLD) + pl_diff_remark_count(report, PL_SIDE_NEW);
    size_t tests = skipped;
    size_t failures = 0;
    for (size_t i = 0; i < all->count; i++) {
        tests += cases_of(&all->list[i].diff);
        failures += failures_of(report, &all->list[i].diff);
    }
    pl_page page = {.out = out};
    pl_arena arena;
    pl_arena_init(&arena);
    pl_shown_list shown = {.count = 0};
    page.status = pl_diff_show(report, &arena, &shown);
    pl_page_put(&page,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"paylink diff\"");
    put_attribute_count(&page, "tests", tests);
    put_attribute_count(&page, "failures", failures);
    pl_page_put(&page, " errors=\"0\"");
    put_attribute_count(&page, "skipped", skipped);
    pl_page_put(&page, " time=\"0\">\n");
    for (size_t i = 0; i < all->count && page.status == PL_OK; i++) {
        put_suite(&page, report, &shown, &all->list[i]);
    }
    put_remarks(&page, report, skipped, &arena);
    pl_page_put(&page, "</testsuites>\n");
    pl_arena_done(&arena);
    return pl_page_done(&page);
}
