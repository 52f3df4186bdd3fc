/* What was not judged, and how the run went. */
#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "report/terminal_internal.h"

static const char *reason_of(const pl_case_result *row) {
    return row->reason != NULL && row->reason[0] != '\0' ? row->reason : "no reason given";
}

static bool is_alike(const pl_case_result *left, const pl_case_result *right) {
    return left->outcome == right->outcome && strcmp(reason_of(left), reason_of(right)) == 0;
}

/* Is this the first case of its outcome and reason? */
static bool is_new_reason(const pl_result *result, size_t row) {
    for (size_t i = 0; i < row; i++) {
        if (is_alike(&result->cases[i], &result->cases[row])) { return false; }
    }
    return true;
}

/* The cases without a verdict by name, with what was done for each; some of them. */
static void put_cases(pl_layout *layout, const pl_result *result, size_t first) {
    enum { CASES_OF_A_REASON_MAX = 5, CASE_INDENT = 8, TRIES_COLUMNS_MAX = 20 };
    size_t count = 0;
    char text[96];
    for (size_t i = first; i < result->case_count; i++) {
        const pl_case_result *row = &result->cases[i];
        if (!is_alike(row, &result->cases[first]) || ++count > CASES_OF_A_REASON_MAX) { continue; }
        pl_layout_blanks(layout, CASE_INDENT);
        pl_layout_put_cut(layout, PL_STYLE_PLAIN, row->test->id,
                          layout->width - CASE_INDENT - TRIES_COLUMNS_MAX, false);
        (void)snprintf(text, sizeof text, "  %u tr%s, %.1f s", row->tries,
                       row->tries == 1 ? "y" : "ies", row->seconds);
        pl_layout_put(layout, PL_STYLE_DIM, row->tries == 0 ? "" : text);
        pl_layout_end_line(layout);
    }
    if (count <= CASES_OF_A_REASON_MAX) { return; }
    (void)snprintf(text, sizeof text, "\xE2\x80\xA6 and %zu more", count - CASES_OF_A_REASON_MAX);
    pl_layout_blanks(layout, CASE_INDENT);
    pl_layout_put(layout, PL_STYLE_DIM, text);
    pl_layout_end_line(layout);
}

static void put_reason(pl_layout *layout, const pl_result *result, size_t first) {
    enum { REASON_INDENT = 22 };
    const pl_case_result *row = &result->cases[first];
    size_t count = 0;
    for (size_t i = first; i < result->case_count; i++) {
        count += is_alike(&result->cases[i], row) ? 1U : 0U;
    }
    const bool not_run = row->outcome == PL_OUTCOME_NOT_RUN;
    char label[64];
    const int len = snprintf(label, sizeof label, "  %-12s %5zu  ",
                             not_run ? "not run" : "inconclusive", count);
    assert(len >= REASON_INDENT && (size_t)len < sizeof label);
    pl_layout_put(layout, not_run ? PL_STYLE_PLAIN : PL_STYLE_WARN, label);
    pl_layout_put_wrapped(layout, PL_STYLE_PLAIN, reason_of(row), (size_t)len);
    if (!not_run) { put_cases(layout, result, first); }
}

void pl_terminal_unclear(pl_layout *layout, const pl_result *result) {
    assert(layout != NULL);
    const uint64_t count = result->summary.inconclusive + result->summary.not_run;
    if (count == 0) { return; }
    pl_terminal_heading(layout, PL_STYLE_BOLD, "Unclear", count);
    for (size_t i = 0; i < result->case_count; i++) {
        const pl_outcome outcome = result->cases[i].outcome;
        if ((outcome == PL_OUTCOME_INCONCLUSIVE || outcome == PL_OUTCOME_NOT_RUN) &&
            is_new_reason(result, i)) {
            put_reason(layout, result, i);
        }
    }
}

static void put_line(pl_layout *layout, pl_style style, const char *text) {
    if (text == NULL) {
        layout->no_memory = true;
        return;
    }
    pl_layout_put_wrapped(layout, style, text, 0);
}

static void put_untested(pl_layout *layout, const pl_result *result) {
    pl_untested untested;
    for (size_t from = 0; pl_result_untested_next(result, &from, &untested);) {
        put_line(layout, untested.excused ? PL_STYLE_PLAIN : PL_STYLE_WARN,
                 pl_arena_printf(layout->arena, "Not tested: %s (%s)", untested.group,
                                 untested.reason == NULL ? "no reason given" : untested.reason));
    }
}

void pl_terminal_course(pl_layout *layout, const pl_result *result) {
    assert(layout != NULL && result != NULL);
    const pl_summary *const summary = &result->summary;
    put_untested(layout, result);
    if (result->shard.count > 0) {
        put_line(layout, PL_STYLE_PLAIN,
                 pl_arena_printf(layout->arena, "Shard %u/%u: %zu of %" PRIu64 " cases",
                                 result->shard.index, result->shard.count, result->case_count,
                                 result->all_case_count));
    }
    if (summary->repeats > 0 || summary->waited_seconds >= 1) {
        put_line(layout, PL_STYLE_PLAIN,
                 pl_arena_printf(
                     layout->arena,
                     "Repeated: %" PRIu64 " request%s; %.1f s of waiting for a limit or an answer",
                     summary->repeats, summary->repeats == 1 ? "" : "s", summary->waited_seconds));
    }
    if (summary->refusals_looked_up > 0) {
        put_line(
            layout, PL_STYLE_PLAIN,
            pl_arena_printf(
                layout->arena,
                "Refused requests that were looked up among the account's links afterwards: %" PRIu64,
                summary->refusals_looked_up));
    }
}
