/* The report for a person: the table, what is wrong in full, what is worth knowing in short, one
 * last line. */
#include <assert.h>
#include <inttypes.h>

#include "report/terminal_internal.h"

void pl_terminal_heading(pl_layout *layout, pl_style style, const char *name, uint64_t count) {
    char number[32];
    const int len = snprintf(number, sizeof number, " (%" PRIu64 ")", count);
    assert(len > 0 && (size_t)len < sizeof number);
    pl_layout_end_line(layout);
    pl_layout_put(layout, style, name);
    pl_layout_put(layout, PL_STYLE_PLAIN, number);
    pl_layout_end_line(layout);
}

typedef struct closing {
    const char *word;
    pl_style style;
} closing;

static const closing closings[] = {
    [PL_RESULT_CONFORMS] = {"Conforms", PL_STYLE_GOOD},
    [PL_RESULT_VIOLATES] = {NULL, PL_STYLE_BAD}, /* the word is the worst severity's */
    [PL_RESULT_INCONCLUSIVE] = {"Inconclusive", PL_STYLE_WARN},
};
_Static_assert(PL_COUNT(closings) == PL_RESULT_VERDICT_COUNT, "one closing a verdict");

static const char *const severity_words[] = {
    [PL_VIOLATION] = "VIOLATIONS",
    [PL_WARNING] = "WARNINGS",
    [PL_OBSERVATION] = "OBSERVATIONS",
};
_Static_assert(PL_COUNT(severity_words) == PL_SEVERITY_COUNT, "one word a severity");

static const char *closing_word(const pl_result *result, pl_result_verdict verdict) {
    if (verdict != PL_RESULT_VIOLATES) { return closings[verdict].word; }
    unsigned worst = PL_VIOLATION;
    while (worst + 1 < PL_SEVERITY_COUNT && result->summary.totals[worst] == 0) { worst++; }
    return severity_words[worst];
}

static const char *plural(uint64_t count) {
    return count == 1 ? "" : "s";
}

/* "312 cases passed, 0 violations, ..." or "3 in 2 of 312 cases, ...". */
static const char *closing_counts(const pl_result *result, pl_result_verdict verdict,
                                  pl_arena *arena) {
    const pl_summary *summary = &result->summary;
    const uint64_t violations = summary->totals[PL_VIOLATION];
    const uint64_t warnings = summary->totals[PL_WARNING];
    const uint64_t observations = summary->totals[PL_OBSERVATION];
    if (verdict == PL_RESULT_VIOLATES && violations > 0) {
        return pl_arena_printf(arena,
                               ": %" PRIu64 " in %" PRIu64 " of %" PRIu64 " cases; %" PRIu64
                               " passed, %" PRIu64 " warning%s, %" PRIu64 " observation%s",
                               violations, summary->failed, summary->cases, summary->passed,
                               warnings, plural(warnings), observations, plural(observations));
    }
    return pl_arena_printf(arena,
                           ": %" PRIu64 " case%s passed, %" PRIu64 " violations, %" PRIu64
                           " warning%s, %" PRIu64 " observation%s",
                           summary->passed, plural(summary->passed), violations, warnings,
                           plural(warnings), observations, plural(observations));
}

static const char *closing_rest(const pl_summary *summary, pl_arena *arena) {
    return pl_arena_printf(
        arena, ", %" PRIu64 " inconclusive, %" PRIu64 " not run; %" PRIu64 " request%s in %.1f s",
        summary->inconclusive, summary->not_run, summary->requests, plural(summary->requests),
        summary->seconds);
}

static void put_closing(pl_layout *layout, const pl_result *result) {
    const pl_result_verdict verdict = pl_result_judge(result);
    assert(verdict < PL_RESULT_VERDICT_COUNT);
    const char *counts = closing_counts(result, verdict, layout->arena);
    const char *rest = closing_rest(&result->summary, layout->arena);
    if (counts == NULL || rest == NULL) {
        layout->no_memory = true;
        return;
    }
    pl_layout_end_line(layout);
    pl_terminal_course(layout, result);
    pl_layout_put(layout, closings[verdict].style, closing_word(result, verdict));
    pl_layout_put(layout, PL_STYLE_PLAIN, counts);
    pl_layout_put(layout, PL_STYLE_PLAIN, rest);
    pl_layout_end_line(layout);
}

pl_status pl_report_terminal(const pl_result *result, const pl_terminal *terminal, FILE *out) {
    assert(result != NULL && terminal != NULL);
    assert(out != NULL);
    pl_arena arena;
    pl_arena_init(&arena);
    pl_layout layout = {.out = out,
                        .arena = &arena,
                        .width = pl_layout_width(terminal),
                        .colour = terminal->colour};
    pl_group_list groups;
    pl_status status = pl_groups_make(result, &arena, &groups);
    if (status == PL_OK) {
        pl_terminal_table(&layout, result, &groups);
        pl_terminal_findings(&layout, result, PL_VIOLATION);
        pl_terminal_findings(&layout, result, PL_WARNING);
        pl_terminal_observations(&layout, result, &groups);
        pl_terminal_unclear(&layout, result);
        put_closing(&layout, result);
        status = layout.no_memory ? PL_E_MEMORY : PL_OK;
    }
    pl_arena_done(&arena);
    if (status == PL_OK && (fflush(out) != 0 || ferror(out))) { return PL_E_IO; }
    return status;
}
