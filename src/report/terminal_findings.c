#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "report/terminal_internal.h"

enum {
    LABEL_INDENT = 4,
    VALUE_INDENT = 16, /* labels are shorter than the difference */
    OBSERVATIONS_OF_A_GROUP_MAX = 5,
    ALIKE_MAX = 3 /* findings that say the same are shown so often in full */
};

typedef struct severity_words {
    const char *heading;
    const char *sign;
    pl_style style;
} severity_words;

/* clang-format off */
static const severity_words words[] = {
    [PL_VIOLATION]   = {"Violations",   "\xE2\x9C\x97", PL_STYLE_BAD},
    [PL_WARNING]     = {"Warnings",     "!",            PL_STYLE_WARN},
    [PL_OBSERVATION] = {"Observations", "\xC2\xB7",     PL_STYLE_BOLD},
};
/* clang-format on */
_Static_assert(PL_COUNT(words) == PL_SEVERITY_COUNT, "one row a severity");

/* "    expected    422"; nothing when there is no value. */
static void put_labelled(pl_layout *layout, const char *label, const char *value) {
    if (value == NULL || value[0] == '\0') { return; }
    pl_layout_blanks(layout, LABEL_INDENT);
    pl_layout_put_cut(layout, PL_STYLE_DIM, label, VALUE_INDENT - LABEL_INDENT, true);
    pl_layout_put_wrapped(layout, PL_STYLE_PLAIN, value, VALUE_INDENT);
}

static void put_case_heading(pl_layout *layout, pl_severity severity, const pl_case *test) {
    pl_layout_end_line(layout);
    pl_layout_put(layout, words[severity].style, words[severity].sign);
    pl_layout_put(layout, PL_STYLE_PLAIN, " ");
    if (test == NULL) {
        pl_layout_put(layout, PL_STYLE_BOLD, "the whole run");
        pl_layout_end_line(layout);
        return;
    }
    pl_layout_put_wrapped(layout, PL_STYLE_BOLD, test->id, 2);
    put_labelled(layout, "constraint", test->constraint);
    put_labelled(layout, "why", test->why);
}

static void put_finding(pl_layout *layout, const pl_finding *finding) {
    pl_layout_blanks(layout, 2);
    pl_layout_put(layout, words[finding->severity].style, finding->check);
    pl_layout_put(layout, PL_STYLE_PLAIN, ":");
    const size_t column = 4 + pl_layout_columns(layout, finding->check);
    const bool fits = column + pl_layout_columns(layout, finding->message) <= layout->width;
    if (fits) {
        pl_layout_blanks(layout, 1);
        pl_layout_put(layout, PL_STYLE_PLAIN, finding->message);
        pl_layout_end_line(layout);
    } else {
        pl_layout_end_line(layout);
        pl_layout_blanks(layout, LABEL_INDENT);
        pl_layout_put_wrapped(layout, PL_STYLE_PLAIN, finding->message, LABEL_INDENT);
    }
    put_labelled(layout, "expected", finding->expected);
    put_labelled(layout, "got", finding->actual);
}

/* Whole, however long: it is there to be copied. */
static void put_curl(pl_layout *layout, const char *curl) {
    if (curl == NULL || curl[0] == '\0') { return; }
    pl_layout_blanks(layout, LABEL_INDENT);
    pl_layout_put(layout, PL_STYLE_DIM, curl);
    pl_layout_end_line(layout);
}

/* How many findings before this one say the same of other cases. */
static size_t count_alike_before(const pl_result *result, size_t index) {
    const pl_finding *finding = &result->findings[index].finding;
    size_t count = 0;
    for (size_t i = 0; i < index && count < ALIKE_MAX; i++) {
        const pl_finding *earlier = &result->findings[i].finding;
        count += earlier->severity == finding->severity &&
                 strcmp(earlier->check, finding->check) == 0 &&
                 strcmp(earlier->message, finding->message) == 0;
    }
    return count;
}

/* "    items.name/blank  status: answered 200"; cut to the width. */
static void put_short(pl_layout *layout, const pl_finding *finding) {
    const char *line =
        pl_arena_printf(layout->arena, "%s%s%s: %s", finding->test != NULL ? finding->test->id : "",
                        finding->test != NULL ? "  " : "", finding->check, finding->message);
    if (line == NULL) {
        layout->no_memory = true;
        return;
    }
    pl_layout_blanks(layout, LABEL_INDENT);
    pl_layout_put_cut(layout, PL_STYLE_PLAIN, line, layout->width - LABEL_INDENT, false);
    pl_layout_end_line(layout);
}

/* A line each for what says the same as others that were shown in full. */
static void put_left_out(pl_layout *layout, const pl_result *result, pl_severity severity) {
    bool any = false;
    for (size_t i = 0; i < result->finding_count; i++) {
        const pl_finding *finding = &result->findings[i].finding;
        if (finding->severity != severity || count_alike_before(result, i) < ALIKE_MAX) {
            continue;
        }
        if (!any) {
            pl_layout_end_line(layout);
            pl_layout_put_wrapped(layout, PL_STYLE_DIM,
                                  "The same of other cases. In full: --report json=FILE", 0);
        }
        any = true;
        put_short(layout, finding);
    }
}

void pl_terminal_findings(pl_layout *layout, const pl_result *result, pl_severity severity) {
    assert(layout != NULL);
    assert(severity < PL_SEVERITY_COUNT);
    if (result->summary.totals[severity] == 0) { return; }
    pl_terminal_heading(layout, words[severity].style, words[severity].heading,
                        result->summary.totals[severity]);
    const pl_result_finding *last = NULL;
    for (size_t i = 0; i < result->finding_count; i++) {
        const pl_result_finding *row = &result->findings[i];
        if (row->finding.severity != severity) { continue; }
        if (count_alike_before(result, i) == ALIKE_MAX) { continue; }
        if (last == NULL || last->finding.test != row->finding.test) {
            put_curl(layout, last != NULL ? last->curl : NULL);
            put_case_heading(layout, severity, row->finding.test);
        }
        put_finding(layout, &row->finding);
        last = row;
    }
    put_curl(layout, last != NULL ? last->curl : NULL);
    put_left_out(layout, result, severity);
}

static bool is_in_group(const pl_finding *finding, const char *group) {
    if (finding->severity != PL_OBSERVATION) { return false; }
    return finding->test == NULL ? group == NULL
                                 : group != NULL && strcmp(finding->test->group, group) == 0;
}

/* The observations of a group (NULL: of the whole run), and how many are left out. */
static void put_group_observations(pl_layout *layout, const pl_result *result, const char *group) {
    size_t count = 0;
    for (size_t i = 0; i < result->finding_count; i++) {
        const pl_finding *finding = &result->findings[i].finding;
        if (!is_in_group(finding, group)) { continue; }
        if (count == 0) {
            pl_layout_blanks(layout, 2);
            pl_layout_put(layout, PL_STYLE_BOLD, group != NULL ? group : "the whole run");
            pl_layout_end_line(layout);
        }
        if (count < OBSERVATIONS_OF_A_GROUP_MAX) { put_short(layout, finding); }
        count++;
    }
    if (count <= OBSERVATIONS_OF_A_GROUP_MAX) { return; }
    char more[64];
    (void)snprintf(more, sizeof more, "\xE2\x80\xA6 and %zu more",
                   count - OBSERVATIONS_OF_A_GROUP_MAX);
    pl_layout_blanks(layout, LABEL_INDENT);
    pl_layout_put(layout, PL_STYLE_DIM, more);
    pl_layout_end_line(layout);
}

void pl_terminal_observations(pl_layout *layout, const pl_result *result,
                              const pl_group_list *groups) {
    assert(layout != NULL);
    assert(groups != NULL);
    if (result->summary.totals[PL_OBSERVATION] == 0) { return; }
    pl_terminal_heading(layout, words[PL_OBSERVATION].style, words[PL_OBSERVATION].heading,
                        result->summary.totals[PL_OBSERVATION]);
    pl_layout_put_wrapped(layout, PL_STYLE_DIM,
                          "Where the contract is silent. All of them, in full: --report json=FILE",
                          0);
    put_group_observations(layout, result, NULL);
    for (size_t i = 0; i < groups->count; i++) {
        put_group_observations(layout, result, groups->list[i].name);
    }
}
