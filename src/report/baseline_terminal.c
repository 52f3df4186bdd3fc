/* What changed since a baseline, and what is accepted, for a person. */
#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "report/accepted.h"
#include "report/terminal_internal.h"

enum { IDS_MAX = 3, INDENT = 2, DETAIL_INDENT = 6 };

/* One heading a kind of change, in this order. */
static const struct kind_words {
    pl_change_kind kind;
    const char *heading;
    pl_style style;
} kind_words[] = {
    {PL_CHANGE_NEW, "New", PL_STYLE_BAD},
    {PL_CHANGE_DIFFERENT, "Changed", PL_STYLE_WARN},
    {PL_CHANGE_STATUS, "Changed, with nothing to find", PL_STYLE_WARN},
    {PL_CHANGE_FIXED, "Gone", PL_STYLE_GOOD},
    {PL_CHANGE_UNJUDGED, "No longer answered", PL_STYLE_WARN},
    {PL_CHANGE_CASE_NEW, "New cases", PL_STYLE_BOLD},
    {PL_CHANGE_CASE_GONE, "Cases that are no more", PL_STYLE_BOLD},
};
_Static_assert(PL_COUNT(kind_words) == PL_CHANGE_KIND_COUNT, "one heading a kind");

static bool is_alike(const pl_baseline_change *left, const pl_baseline_change *right) {
    return left->kind == right->kind && left->severity == right->severity &&
           strcmp(left->check, right->check) == 0 && strcmp(left->was, right->was) == 0 &&
           strcmp(left->is, right->is) == 0;
}

static bool is_first_alike(const pl_baseline_comparison *comparison, size_t index) {
    for (size_t i = 0; i < index; i++) {
        if (is_alike(&comparison->changes[i], &comparison->changes[index])) { return false; }
    }
    return true;
}

/* "violation  status: the request must ..."; for a case "": nothing to say. */
static void put_what(pl_layout *layout, const pl_baseline_change *change) {
    const bool both = change->was[0] != '\0' && change->is[0] != '\0';
    const bool finding = change->check[0] != '\0';
    const char *const words =
        both ? pl_arena_printf(layout->arena, "%s (was: %s)", change->is, change->was)
             : pl_arena_printf(layout->arena, "%s%s", change->is, change->was);
    const char *const text =
        words == NULL ? NULL
        : finding ? pl_arena_printf(layout->arena, "%s, %s: %s", pl_severity_text(change->severity),
                                    change->check, words)
                  : words;
    if (text == NULL) {
        layout->no_memory = true;
        return;
    }
    if (text[0] == '\0') { return; }
    pl_layout_blanks(layout, INDENT);
    pl_layout_put_wrapped(layout, PL_STYLE_PLAIN, text, INDENT);
}

static void put_ids(pl_layout *layout, const pl_baseline_comparison *comparison, size_t first) {
    size_t count = 0;
    for (size_t i = first; i < comparison->change_count; i++) {
        const pl_baseline_change *const change = &comparison->changes[i];
        if (!is_alike(change, &comparison->changes[first])) { continue; }
        count++;
        if (count > IDS_MAX) { continue; }
        pl_layout_blanks(layout, DETAIL_INDENT);
        pl_layout_put(layout, PL_STYLE_BOLD, change->id[0] != '\0' ? change->id : "the whole run");
        pl_layout_end_line(layout);
    }
    if (count <= IDS_MAX) { return; }
    char more[64];
    (void)snprintf(more, sizeof more, "\xE2\x80\xA6 and %zu more", count - IDS_MAX);
    pl_layout_blanks(layout, DETAIL_INDENT);
    pl_layout_put(layout, PL_STYLE_DIM, more);
    pl_layout_end_line(layout);
}

static void put_kind(pl_layout *layout, const pl_baseline_comparison *comparison,
                     const struct kind_words *words) {
    if (comparison->counts[words->kind] == 0) { return; }
    pl_terminal_heading(layout, words->style, words->heading, comparison->counts[words->kind]);
    for (size_t i = 0; i < comparison->change_count; i++) {
        if (comparison->changes[i].kind != words->kind || !is_first_alike(comparison, i)) {
            continue;
        }
        put_what(layout, &comparison->changes[i]);
        put_ids(layout, comparison, i);
    }
}

/* Findings of the run that fail it. */
static uint64_t count_unexcused(const pl_result *result, pl_severity severity) {
    uint64_t count = 0;
    for (size_t i = 0; i < result->finding_count; i++) {
        const bool excused = result->excused != NULL && result->excused[i];
        count += !excused && result->findings[i].finding.severity == severity;
    }
    return count;
}

static void put_closing(pl_layout *layout, const pl_result *result,
                        const pl_baseline_comparison *comparison) {
    const uint64_t violations = count_unexcused(result, PL_VIOLATION);
    const char *const text = pl_arena_printf(
        layout->arena,
        "%" PRIu64 " new or changed violation%s; %zu new, %zu changed, %zu gone; %zu finding%s as "
        "before in %zu compared case%s",
        violations, violations == 1 ? "" : "s", comparison->counts[PL_CHANGE_NEW],
        comparison->counts[PL_CHANGE_DIFFERENT] + comparison->counts[PL_CHANGE_STATUS],
        comparison->counts[PL_CHANGE_FIXED], comparison->known_count,
        comparison->known_count == 1 ? "" : "s", comparison->case_count,
        comparison->case_count == 1 ? "" : "s");
    if (text == NULL) {
        layout->no_memory = true;
        return;
    }
    const bool bad = pl_result_judge(result) == PL_RESULT_VIOLATES;
    const bool quiet = comparison->change_count == 0;
    pl_layout_end_line(layout);
    pl_layout_put(layout,
                  bad     ? PL_STYLE_BAD
                  : quiet ? PL_STYLE_GOOD
                          : PL_STYLE_WARN,
                  quiet ? "Nothing changed" : "Changes");
    pl_layout_put(layout, PL_STYLE_PLAIN, ": ");
    pl_layout_put(layout, PL_STYLE_PLAIN, text);
    pl_layout_end_line(layout);
}

static void put_entry(pl_layout *layout, const pl_accepted_entry *entry) {
    const bool alarming = entry->stale || (entry->expired && entry->used_count > 0);
    const char *const how = entry->stale ? "stale: nothing is found for it, remove the line"
                            : entry->used_count == 0 ? "not looked at in this run"
                            : entry->expired         ? "EXPIRED: it fails the run again"
                                                     : "accepted";
    const char *const text =
        pl_arena_printf(layout->arena, "line %u, %s %s, until %s, %s: %s", (unsigned)entry->line,
                        entry->id, entry->check, entry->until, how, entry->reason);
    if (text == NULL) {
        layout->no_memory = true;
        return;
    }
    pl_layout_blanks(layout, INDENT);
    pl_layout_put_wrapped(layout, alarming ? PL_STYLE_WARN : PL_STYLE_PLAIN, text, INDENT);
}

static pl_layout start(const pl_terminal *terminal, pl_arena *arena, FILE *out) {
    pl_arena_init(arena);
    return (pl_layout){
        .out = out, .arena = arena, .width = pl_layout_width(terminal), .colour = terminal->colour};
}

static pl_status finish(pl_layout *layout) {
    const bool no_memory = layout->no_memory;
    pl_arena_done(layout->arena);
    if (no_memory) { return PL_E_MEMORY; }
    return fflush(layout->out) != 0 || ferror(layout->out) ? PL_E_IO : PL_OK;
}

pl_status pl_report_accepted(const pl_accepted *accepted, const pl_terminal *terminal, FILE *out) {
    assert(accepted != NULL && terminal != NULL && out != NULL);
    if (accepted->count == 0) { return PL_OK; }
    pl_arena arena;
    pl_layout layout = start(terminal, &arena, out);
    pl_terminal_heading(&layout, PL_STYLE_BOLD, "Accepted", accepted->count);
    for (size_t i = 0; i < accepted->count; i++) { put_entry(&layout, &accepted->list[i]); }
    return finish(&layout);
}

pl_status pl_report_comparison(const pl_result *result, const pl_baseline_comparison *comparison,
                               const pl_terminal *terminal, FILE *out) {
    assert(result != NULL && comparison != NULL && terminal != NULL && out != NULL);
    pl_arena arena;
    pl_layout layout = start(terminal, &arena, out);
    for (size_t i = 0; i < PL_COUNT(kind_words); i++) {
        put_kind(&layout, comparison, &kind_words[i]);
    }
    put_closing(&layout, result, comparison);
    return finish(&layout);
}
