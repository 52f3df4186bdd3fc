/* A summary for a pull request, in GitHub's Markdown. Text of unknown origin stands in code spans, which no character
 * in it can end, or in blocks of HTML, where Markdown has no say, with HTML's own characters escaped. */
#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "report/formats_internal.h"
#include "report/safe_text.h"
#include "text/datetime.h"

enum {
    PAGE_BYTES_MAX = 60 * 1024,    /* a comment of GitHub holds 64 Ki characters */
    TAIL_BYTES_MAX = 512,          /* what is left for the lines that say what is not shown */
    WARNINGS_BYTES_MIN = 8 * 1024, /* what violations leave to warnings */
    CURL_BYTES_MAX = 4 * 1024,
    SPAN_BYTES_MAX = 200,
    ROW_BYTES_MAX = 2 * 1024, /* of a group: a span whose every byte is spelled out, and numbers */
    GROUPS_BYTES_MAX = 16 * 1024
};

/* A page, or a part of one, under construction. */
typedef struct page {
    FILE *out;
    char *text;
    size_t len; /* valid after a flush */
    pl_arena *arena;
    bool failed;
} page;

static bool page_open(page *to, pl_arena *arena) {
    *to = (page){.arena = arena};
    to->out = open_memstream(&to->text, &to->len);
    return to->out != NULL;
}

static void put(page *to, const char *text) {
    if (fputs(text, to->out) < 0) { to->failed = true; }
}

static const char *safe_line(page *to, const char *text) {
    const char *const safe = pl_safe_string(text, PL_SAFE_LINE, to->arena);
    if (safe == NULL) { to->failed = true; }
    return safe != NULL ? safe : "";
}

/* Text within HTML. */
static void put_html(page *to, const char *text) {
    static const struct {
        char character;
        const char *entity;
    } entities[] = {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"}};
    for (const char *at = safe_line(to, text); *at != '\0'; at++) {
        const char *entity = NULL;
        for (size_t i = 0; i < PL_COUNT(entities); i++) {
            if (entities[i].character == *at) { entity = entities[i].entity; }
        }
        if (entity != NULL) {
            put(to, entity);
        } else if (fputc(*at, to->out) == EOF) {
            to->failed = true;
        }
    }
}

/* A code span, cut if it is long: more backticks around it than stand in it in a row. In a table a bar would end the
 * cell. */
static void put_span(page *to, const char *text, bool in_table) {
    const char *const cut = strlen(text) <= SPAN_BYTES_MAX
                                ? text
                                : pl_arena_printf(to->arena, "%.*s...", (int)SPAN_BYTES_MAX, text);
    if (cut == NULL) {
        to->failed = true;
        return;
    }
    const char *const safe = safe_line(to, cut);
    size_t longest = 0;
    for (const char *at = safe; *at != '\0'; at++) {
        const size_t run = strspn(at, "`");
        longest = run > longest ? run : longest;
        at += run > 0 ? run - 1 : 0;
    }
    for (size_t i = 0; i <= longest; i++) { put(to, "`"); }
    put(to, longest > 0 ? " " : "");
    for (const char *at = safe; *at != '\0'; at++) {
        if (in_table && *at == '|') { put(to, "\\"); }
        if (fputc(*at, to->out) == EOF) { to->failed = true; }
    }
    put(to, longest > 0 ? " " : (safe[0] == '\0' ? " " : ""));
    for (size_t i = 0; i <= longest; i++) { put(to, "`"); }
}

static void put_number(page *to, uint64_t number) {
    if (fprintf(to->out, "%" PRIu64, number) < 0) { to->failed = true; }
}

/* "3 violations" */
static void put_counted(page *to, uint64_t count, const char *word) {
    put_number(to, count);
    put(to, " ");
    put(to, word);
    put(to, count == 1 ? "" : "s");
}

static size_t length(page *to) {
    if (fflush(to->out) != 0) { to->failed = true; }
    return to->len;
}

/* --- the top --------------------------------------------------------------------------------- */

static const char *const headlines[] = {
    [PL_RESULT_CONFORMS] = "✅ Conforms",
    [PL_RESULT_VIOLATES] = "❌ Violates the contract",
    [PL_RESULT_INCONCLUSIVE] = "⚠️ Inconclusive",
};
_Static_assert(PL_COUNT(headlines) == PL_RESULT_VERDICT_COUNT, "one headline a verdict");

static void put_top(page *to, const pl_result *result) {
    const pl_summary *const summary = &result->summary;
    char started[PL_DATETIME_TEXT_BYTES_MAX] = "";
    if (pl_datetime_format(result->started_ms, 0, started) != PL_OK) { started[0] = '\0'; }
    put(to, "## ");
    const pl_result_verdict verdict = pl_result_judge(result);
    const bool for_less = verdict == PL_RESULT_VIOLATES && summary->totals[PL_VIOLATION] == 0;
    put(to, for_less ? "❌ Findings that fail the run" : headlines[verdict]);
    put(to, ": ");
    put_counted(to, summary->totals[PL_VIOLATION], "violation");
    put(to, " in ");
    put_counted(to, summary->cases, "case");
    put(to, "\n\npaylink " PL_VERSION " against ");
    put_span(to, result->base_url, false);
    put(to, ", run ");
    put_span(to, result->run_id, false);
    put(to, ", ");
    put(to, started);
    put(to, ": ");
    put_number(to, summary->passed);
    put(to, " passed, ");
    put_counted(to, summary->totals[PL_WARNING], "warning");
    put(to, ", ");
    put_counted(to, summary->totals[PL_OBSERVATION], "observation");
    put(to, ", ");
    put_number(to, summary->inconclusive);
    put(to, " inconclusive, ");
    put_number(to, summary->not_run);
    put(to, " not run; ");
    put_counted(to, summary->requests, "request");
    put(to, result->interrupted ? ". **Interrupted: not every case was run.**\n" : ".\n");
}

/* --- findings -------------------------------------------------------------------------------- */

static void put_labelled(page *to, const char *label, const char *text) {
    if (text == NULL || text[0] == '\0') { return; }
    put(to, "<br>");
    put(to, label);
    put(to, " <code>");
    put_html(to, text);
    put(to, "</code>\n");
}

static void put_curl(page *to, const char *curl) {
    if (curl == NULL || curl[0] == '\0') { return; }
    if (strlen(curl) > CURL_BYTES_MAX) {
        put(to, "<br>The request is too long to be shown here.\n");
        return;
    }
    put(to, "<pre><code>");
    put_html(to, curl);
    put(to, "</code></pre>\n");
}

/* One block of HTML: no empty line in it. */
static void put_finding(page *to, const pl_result_finding *row) {
    const pl_finding *const finding = &row->finding;
    const pl_case *const test = finding->test;
    put(to, "<details><summary><code>");
    put_html(to, test != NULL ? test->id : "the whole run");
    put(to, "</code> <code>");
    put_html(to, finding->check);
    put(to, ": ");
    put_html(to, finding->message);
    put(to, "</code></summary>\n");
    if (test != NULL) {
        put_labelled(to, "constraint", test->constraint);
        put_labelled(to, "why", test->why);
    }
    put_labelled(to, "expected", finding->expected);
    put_labelled(to, "got", finding->actual);
    put_curl(to, row->curl);
    put(to, "</details>\n");
}

/* Those of one severity, as many as fit below len_max. */
static void put_findings(page *to, const pl_result *result, pl_severity severity,
                         const char *heading, size_t len_max) {
    uint64_t left = result->summary.totals[severity];
    if (left == 0) { return; }
    put(to, "\n### ");
    put(to, heading);
    put(to, "\n\n");
    for (size_t i = 0; i < result->finding_count && !to->failed; i++) {
        if (result->findings[i].finding.severity != severity) { continue; }
        page block;
        if (!page_open(&block, to->arena)) {
            to->failed = true;
            return;
        }
        put_finding(&block, &result->findings[i]);
        const bool fits = length(to) + length(&block) <= len_max;
        if (fits) { put(to, block.text); }
        to->failed = to->failed || block.failed;
        (void)fclose(block.out);
        free(block.text);
        if (!fits) { break; }
        left--;
    }
    if (left == 0) { return; }
    put(to, "\n… and ");
    put_number(to, left);
    put(to, " more: see the other reports of the run.\n");
}

/* --- groups ---------------------------------------------------------------------------------- */

static void put_cell(page *to, uint64_t value) {
    put(to, " | ");
    if (value > 0) { put_number(to, value); }
}

static void put_group(page *to, const pl_group *group) {
    put_cell(to, group->cases);
    put_cell(to, group->outcomes[PL_OUTCOME_PASSED]);
    put_cell(to, group->findings[PL_VIOLATION]);
    put_cell(to, group->findings[PL_WARNING]);
    put_cell(to, group->findings[PL_OBSERVATION]);
    put_cell(to, group->outcomes[PL_OUTCOME_INCONCLUSIVE] + group->outcomes[PL_OUTCOME_NOT_RUN]);
    put(to, " |\n");
}

/* As many as fit. */
static void put_groups(page *to, const pl_group_list *groups) {
    size_t shown = 0;
    put(to, "\n| group | cases | passed | violations | warnings | observed | unclear |\n"
            "|---|--:|--:|--:|--:|--:|--:|\n");
    while (shown < groups->count && length(to) + ROW_BYTES_MAX <= GROUPS_BYTES_MAX) {
        put(to, "| ");
        put_span(to, groups->list[shown].name, true);
        put_group(to, &groups->list[shown]);
        shown++;
    }
    if (shown < groups->count) {
        put(to, "| … and ");
        put_number(to, groups->count - shown);
        put(to, " more | | | | | | |\n");
    }
    put(to, "| **total**");
    put_group(to, &groups->total);
}

static void put_page(page *to, const pl_result *result, const pl_group_list *groups) {
    const size_t whole = PAGE_BYTES_MAX - TAIL_BYTES_MAX;
    put_top(to, result);
    put_groups(to, groups);
    const bool has_warnings = result->summary.totals[PL_WARNING] > 0;
    put_findings(to, result, PL_VIOLATION, "Violations",
                 has_warnings ? whole - WARNINGS_BYTES_MIN : whole);
    put_findings(to, result, PL_WARNING, "Warnings", whole);
}

pl_status pl_report_write_markdown(const pl_result *result, FILE *out) {
    assert(result != NULL && out != NULL);
    pl_arena arena = {0};
    pl_group_list groups;
    page made;
    pl_status status = pl_groups_make(result, &arena, &groups);
    if (status == PL_OK && !page_open(&made, &arena)) { status = PL_E_MEMORY; }
    if (status == PL_OK) {
        put_page(&made, result, &groups);
        const size_t len = length(&made);
        status = made.failed ? PL_E_MEMORY : PL_OK;
        assert(status != PL_OK || len <= PAGE_BYTES_MAX);
        if (status == PL_OK && fwrite(made.text, 1, len, out) != len) { status = PL_E_IO; }
        (void)fclose(made.out);
        free(made.text);
    }
    pl_arena_done(&arena);
    return status;
}
