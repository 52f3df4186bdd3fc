/* Head, verdict, numbers, legend. */
#include <assert.h>
#include <string.h>

#include "report/embedded_internal.h"
#include "report/html_internal.h"
#include "text/base64url.h"
#include "text/datetime.h"

/* clang-format off */
const pl_html_state_row pl_html_states[PL_HTML_STATE_COUNT] = {
    [PL_HTML_VIOLATION]    = {"violation",    "\xE2\x9C\x97", "violation",    "Violations",
                              "The answer breaks the contract. Every violation fails the run."},
    [PL_HTML_WARNING]      = {"warning",      "!",            "warning",      "Warnings",
                              "The contract contradicts itself here, or does not list the status that came. Worth a look; not proof of a fault."},
    [PL_HTML_INCONCLUSIVE] = {"inconclusive", "?",            "inconclusive", "Inconclusive",
                              "No answer that can be judged came, also after repeating: a time-out, a reset connection, too many requests, a gateway's error. It says nothing about the contract."},
    [PL_HTML_NOT_RUN]      = {"not_run",      "\xE2\x80\x93", "not run",      "Not run",
                              "A setting that the case needs is missing, or the run ended first. It never counts as passed."},
    [PL_HTML_OBSERVED]     = {"observed",     "\xE2\x97\x8B", "observed",     "Observed",
                              "What the server does where the contract is silent. It never fails a run; it is there to be compared with the next one."},
    [PL_HTML_PASSED]       = {"passed",       "\xE2\x9C\x93", "passed",       "Passed",
                              "The case ran, and the answer keeps the contract."},
};
/* clang-format on */

typedef struct verdict_row {
    const char *key;
    const char *sign;
    const char *word;
    const char *sentence;
} verdict_row;

/* clang-format off */
static const verdict_row verdicts[PL_RESULT_VERDICT_COUNT] = {
    [PL_RESULT_CONFORMS]     = {"passed",       "\xE2\x9C\x93", "Conforms",
                                "Nothing that the server answered breaks the contract."},
    [PL_RESULT_VIOLATES]     = {"violation",    "\xE2\x9C\x97", "Violations",
                                "The server breaks the contract."},
    [PL_RESULT_INCONCLUSIVE] = {"inconclusive", "?",            "Inconclusive",
                                "Too little was seen to judge the server: no request that must be accepted was, too many had no answer, or the run was cut short."},
};
/* clang-format on */

/* --- head ------------------------------------------------------------------------------------- */

static const pl_embedded *const styles[] = {
    &pl_embedded_html_base_css,
    &pl_embedded_html_finding_css,
    &pl_embedded_html_table_css,
    &pl_embedded_html_media_css,
};

/* 'sha256-...': a style sheet, or the script, that the page may have; it may have no other. */
static void put_digest(pl_html *page, const pl_embedded *source) {
    uint8_t text[64];
    size_t len = 0;
    const pl_status status = pl_base64url_encode((pl_bytes){source->digest, sizeof source->digest},
                                                 text, sizeof text, &len);
    assert(status == PL_OK);
    pl_html_raw(page, " 'sha256-");
    pl_html_raw_bytes(page, (pl_bytes){text, len});
    pl_html_raw(page, "='");
}

void pl_html_put_head(pl_html *page) {
    pl_html_raw(page, "<!DOCTYPE html>\n"
                      "<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">\n<head>\n"
                      "<meta charset=\"utf-8\"/>\n"
                      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                      "base-uri 'none'; form-action 'none'; style-src");
    for (size_t i = 0; i < PL_COUNT(styles); i++) { put_digest(page, styles[i]); }
    pl_html_raw(page, "; script-src");
    put_digest(page, &pl_embedded_html_js);
    pl_html_raw(page, "\"/>\n"
                      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
                      "<meta name=\"color-scheme\" content=\"light dark\"/>\n"
                      "<meta name=\"referrer\" content=\"no-referrer\"/>\n"
                      "<meta name=\"generator\" content=\"paylink " PL_VERSION "\"/>\n<title>");
    pl_html_raw(page, verdicts[pl_result_judge(page->result)].word);
    pl_html_raw(page, ": ");
    pl_html_plain(page, page->result->base_url);
    pl_html_raw(page, "</title>\n");
    for (size_t i = 0; i < PL_COUNT(styles); i++) {
        pl_html_raw(page, "<style>");
        pl_html_raw_bytes(page, styles[i]->text);
        pl_html_raw(page, "</style>\n");
    }
    pl_html_raw(page, "</head>\n<body>\n");
}

/* --- verdict ---------------------------------------------------------------------------------- */

static void put_started(pl_html *page) {
    char text[PL_DATETIME_TEXT_BYTES_MAX];
    if (pl_datetime_format(page->result->started_ms, 0, text) != PL_OK) { return; }
    pl_html_raw(page, "<div><dt>Started</dt><dd><time");
    pl_html_attribute(page, "datetime", text);
    pl_html_raw(page, ">");
    text[strlen("2024-01-15T15:00:00")] = '\0';
    text[strlen("2024-01-15")] = ' ';
    pl_html_text(page, text);
    pl_html_raw(page, " UTC</time></dd></div>");
}

static void put_contents(pl_html *page) {
    static const struct {
        const char *id;
        const char *name;
    } sections[] = {{"findings", "Findings"},
                    {"constraints", "Constraints"},
                    {"unclear", "Unclear"},
                    {"cases", "All cases"},
                    {"legend", "Legend"}};
    const bool has_unclear = page->result->summary.inconclusive + page->result->summary.not_run > 0;
    pl_html_raw(page, "<nav aria-label=\"Contents\"><ul>");
    for (size_t i = 0; i < PL_COUNT(sections); i++) {
        if (!has_unclear && strcmp(sections[i].id, "unclear") == 0) { continue; }
        pl_html_raw(page, "<li><a");
        pl_html_reference(page, sections[i].id);
        pl_html_wrap(page, ">", sections[i].name, "</a></li>");
    }
    pl_html_raw(page, "</ul></nav>\n");
}

/* Violations that are known or accepted do not fail a run, and are no proof of health. */
static const char *sentence_of(const pl_html *page, const verdict_row *verdict) {
    const bool excused =
        verdict == &verdicts[PL_RESULT_CONFORMS] && page->result->summary.totals[PL_VIOLATION] > 0;
    return excused ? "The violations below are known or accepted; no other was found."
                   : verdict->sentence;
}

void pl_html_put_header(pl_html *page) {
    const pl_result *const result = page->result;
    const verdict_row *const verdict = &verdicts[pl_result_judge(result)];
    pl_html_raw(page,
                "<a class=\"skip\" href=\"#main\">Skip to the findings</a>\n<header>\n"
                "<p class=\"kicker\">paylink conformance report</p>\n<h1><span class=\"verdict ");
    pl_html_raw(page, verdict->key);
    pl_html_raw(page, "\"><span aria-hidden=\"true\">");
    pl_html_raw(page, verdict->sign);
    pl_html_raw(page, "</span> ");
    pl_html_raw(page, verdict->word);
    pl_html_raw(page, "</span> <span class=\"server\">");
    pl_html_text(page, result->base_url);
    pl_html_raw(page, "</span></h1>\n<p class=\"lead\">");
    pl_html_raw(page, sentence_of(page, verdict));
    if (result->interrupted) {
        pl_html_raw(
            page,
            " <strong>The run was interrupted: cases that are not listed were left out.</strong>");
    }
    pl_html_raw(page, "</p>\n<dl class=\"run\">");
    pl_html_wrap(page, "<div><dt>Run</dt><dd><code>", result->run_id, "</code></dd></div>");
    put_started(page);
    pl_html_raw(page, "<div><dt>Duration</dt><dd>");
    pl_html_seconds(page, result->summary.seconds);
    pl_html_raw(page, "</dd></div><div><dt>Requests</dt><dd>");
    pl_html_count(page, result->summary.requests);
    pl_html_raw(page, "</dd></div><div><dt>paylink</dt><dd>" PL_VERSION "</dd></div></dl>\n");
    put_contents(page);
    pl_html_raw(page, "</header>\n<main id=\"main\">\n");
}

/* --- numbers ---------------------------------------------------------------------------------- */

typedef struct number_row {
    const char *name;
    pl_html_state state;
    uint64_t count;
    bool of_cases; /* a part of the bar */
} number_row;

/* Shares of the cases, as widths of a bar; the numbers below it say the same in words. */
static void put_bar(pl_html *page, const number_row *rows, size_t count) {
    enum { BAR_WIDTH = 1000 };
    const uint64_t cases = page->result->summary.cases;
    if (cases == 0) { return; }
    pl_html_raw(page,
                "<svg class=\"bar\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1000 10\" "
                "preserveAspectRatio=\"none\" aria-hidden=\"true\">");
    uint64_t before = 0;
    for (size_t i = 0; i < count; i++) {
        if (!rows[i].of_cases || rows[i].count == 0) { continue; }
        const double from = (double)before * BAR_WIDTH / (double)cases;
        const double width = (double)rows[i].count * BAR_WIDTH / (double)cases;
        char text[128];
        const int len = snprintf(text, sizeof text,
                                 "<rect class=\"%s\" x=\"%.2f\" width=\"%.2f\" height=\"10\"/>",
                                 pl_html_states[rows[i].state].key, from, width);
        assert(len > 0 && (size_t)len < sizeof text);
        pl_html_raw(page, text);
        before += rows[i].count;
    }
    pl_html_raw(page, "</svg>\n");
}

void pl_html_put_summary(pl_html *page) {
    const pl_summary *const summary = &page->result->summary;
    const number_row rows[] = {
        {"cases passed", PL_HTML_PASSED, summary->passed, true},
        {"cases failed", PL_HTML_VIOLATION, summary->failed, true},
        {"inconclusive", PL_HTML_INCONCLUSIVE, summary->inconclusive, true},
        {"not run", PL_HTML_NOT_RUN, summary->not_run, true},
        {"violations", PL_HTML_VIOLATION, summary->totals[PL_VIOLATION], false},
        {"warnings", PL_HTML_WARNING, summary->totals[PL_WARNING], false},
        {"observations", PL_HTML_OBSERVED, summary->totals[PL_OBSERVATION], false},
    };
    pl_html_raw(page, "<section aria-label=\"Summary\" id=\"summary\">\n");
    put_bar(page, rows, PL_COUNT(rows));
    pl_html_raw(page, "<ul class=\"numbers\">");
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        pl_html_raw(page, "<li class=\"");
        pl_html_raw(page, rows[i].count > 0 ? pl_html_states[rows[i].state].key : "none");
        pl_html_raw(page, "\"><b>");
        pl_html_count(page, rows[i].count);
        pl_html_raw(page, "</b> ");
        pl_html_raw(page, rows[i].name);
        pl_html_raw(page, "</li>");
    }
    pl_html_raw(page, "</ul>\n</section>\n");
}

/* --- legend ----------------------------------------------------------------------------------- */

static void put_checks(pl_html *page) {
    pl_html_raw(page, "<h3>Checks</h3>\n<dl class=\"legend\">");
    for (size_t i = 0; i < pl_check_count; i++) {
        pl_html_wrap(page, "<div><dt><code>", pl_checks[i].id, "</code></dt>");
        pl_html_wrap(page, "<dd>", pl_checks[i].statement, ".</dd></div>");
    }
    pl_html_raw(page, "</dl>\n");
}

void pl_html_put_legend(pl_html *page) {
    pl_html_raw(
        page,
        "<section aria-labelledby=\"legend\">\n<h2 id=\"legend\">Legend</h2>\n<dl class=\"legend\">");
    for (size_t i = 0; i < PL_HTML_STATE_COUNT; i++) {
        const pl_html_state_row *const row = &pl_html_states[i];
        pl_html_raw(page, "<div><dt><span class=\"sign ");
        pl_html_raw(page, row->key);
        pl_html_raw(page, "\" aria-hidden=\"true\">");
        pl_html_raw(page, row->sign);
        pl_html_raw(page, "</span> ");
        pl_html_raw(page, row->word);
        pl_html_raw(page, "</dt><dd>");
        pl_html_raw(page, row->meaning);
        pl_html_raw(page, "</dd></div>");
    }
    pl_html_raw(
        page,
        "</dl>\n<p>A case is one request. The contract says of it that the server must <em>accept</em>, must "
        "<em>reject</em> or must <em>refuse</em> it (several statuses will do), or leaves it <em>open</em>. "
        "Secrets stand as <code>$NAME</code>, also in bodies. JSON that came on one line is broken into "
        "lines for reading; text that is copied is as it was. What cannot be seen is spelled out: "
        "<i class=\"x\">\\n</i>, <i class=\"x\">\\x1b</i>, <i class=\"x\">\\xff</i> for a byte of no "
        "character.</p>\n");
    put_checks(page);
    pl_html_raw(page, "</section>\n");
}
