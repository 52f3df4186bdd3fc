/* One case in full: what it is, what was found, what went over the wire, how to repeat it. */
#include <assert.h>
#include <string.h>
#include <strings.h>

#include "report/html_internal.h"

enum { HEADER_COUNT_MAX = 64, HEADER_BYTES_MAX = 2048 };

/* --- findings --------------------------------------------------------------------------------- */

void pl_html_put_finding(pl_html *page, pl_html_finding shown) {
    const pl_finding *const finding = shown.finding;
    static const pl_html_state states[PL_SEVERITY_COUNT] = {
        [PL_VIOLATION] = PL_HTML_VIOLATION,
        [PL_WARNING] = PL_HTML_WARNING,
        [PL_OBSERVATION] = PL_HTML_OBSERVED,
    };
    const pl_html_state_row *const row = &pl_html_states[states[finding->severity]];
    pl_html_raw(page, "<div class=\"finding ");
    pl_html_raw(page, row->key);
    pl_html_raw(page, "\"><p><strong><span class=\"sign ");
    pl_html_raw(page, row->key);
    pl_html_raw(page, "\" aria-hidden=\"true\">");
    pl_html_raw(page, row->sign);
    pl_html_raw(page, "</span> ");
    pl_html_text(page, pl_severity_text(finding->severity));
    pl_html_raw(page, "</strong> <code>");
    pl_html_text(page, finding->check);
    pl_html_raw(page, "</code> ");
    pl_html_text(page, finding->message);
    if (shown.excused) {
        pl_html_raw(page, " <span class=\"said\">known or accepted, fails nothing</span>");
    }
    pl_html_raw(page, "</p>");
    const bool has_sides = (finding->expected != NULL && finding->expected[0] != '\0') ||
                           (finding->actual != NULL && finding->actual[0] != '\0');
    if (has_sides) {
        pl_html_raw(page, "<dl>");
        pl_html_wrap(page, "<div><dt>Expected</dt><dd><code>", finding->expected,
                     "</code></dd></div>");
        pl_html_wrap(page, "<div><dt>Got</dt><dd><code>", finding->actual, "</code></dd></div>");
        pl_html_raw(page, "</dl>");
    }
    pl_html_raw(page, "</div>\n");
}

/* --- what it is ------------------------------------------------------------------------------- */

static void put_statuses(pl_html *page, const int statuses[PL_CASE_STATUS_COUNT_MAX]) {
    for (size_t i = 0; i < PL_CASE_STATUS_COUNT_MAX && statuses[i] != 0; i++) {
        pl_html_raw(page, i == 0 ? " " : ", ");
        pl_html_count(page, (uint64_t)statuses[i]);
    }
}

static void put_facts(pl_html *page, const pl_html_case *found) {
    const pl_case *const test = found->row->test;
    pl_html_raw(page, "<dl class=\"facts\">");
    pl_html_wrap(page, "<div><dt>Constraint</dt><dd>", test->constraint, "</dd></div>");
    pl_html_wrap(page, "<div><dt>Why</dt><dd>", test->why, "</dd></div>");
    pl_html_raw(page, "<div><dt>Contract</dt><dd>");
    pl_html_text(page, pl_class_text(test->klass));
    put_statuses(page, test->statuses);
    pl_html_raw(page, "</dd></div>");
    pl_html_wrap(page, "<div><dt>Reason</dt><dd>", found->row->reason, "</dd></div>");
    pl_html_raw(page, "</dl>\n");
}

/* --- what went over the wire ------------------------------------------------------------------ */

/* A member of both the request and the response. */
typedef struct message {
    const pl_http_header *headers;
    size_t header_count;
    const char *marked_header; /* or NULL */
    pl_html_body body;
} message;

static const pl_http_header *header_named(const message *shown, const char *name) {
    for (size_t i = 0; i < shown->header_count; i++) {
        if (strcasecmp(shown->headers[i].name, name) == 0) { return &shown->headers[i]; }
    }
    return NULL;
}

static void put_header(pl_html *page, const pl_http_header *header, bool marked) {
    const pl_bytes value = pl_bytes_of(header->value);
    const pl_bytes shown = {value.ptr, value.len < HEADER_BYTES_MAX ? value.len : HEADER_BYTES_MAX};
    pl_html_raw(page, marked ? "\n<mark><b>" : "\n<b>");
    pl_html_text(page, header->name);
    pl_html_raw(page, ":</b> ");
    pl_html_lines(page, shown);
    if (shown.len < value.len) { pl_html_raw(page, "<span class=\"cut\"> \xE2\x80\xA6</span>"); }
    if (marked) { pl_html_raw(page, "</mark>"); }
}

static void put_headers(pl_html *page, const message *shown) {
    const pl_http_header *const marked =
        shown->marked_header != NULL ? header_named(shown, shown->marked_header) : NULL;
    for (size_t i = 0; i < shown->header_count && i < HEADER_COUNT_MAX; i++) {
        put_header(page, &shown->headers[i], &shown->headers[i] == marked);
    }
    if (shown->header_count > HEADER_COUNT_MAX) {
        pl_html_raw(page, "\n<span class=\"cut\">\xE2\x80\xA6 ");
        pl_html_counted(page, shown->header_count - HEADER_COUNT_MAX, "more header");
        pl_html_raw(page, "</span>");
    }
}

/* body as JSON, in the page's scratch; NULL when it is none, or there is no memory for its nodes. */
static const pl_json *read_json(pl_html *page, pl_bytes body) {
    pl_json *const json = pl_arena_alloc(&page->scratch, sizeof *json);
    if (json == NULL || body.len == 0) { return NULL; }
    return pl_json_read(body, &page->scratch, json, NULL) == PL_OK ? json : NULL;
}

/* What the marks in a request stand for. */
static void put_offending(pl_html *page, const char *pointer, bool absent) {
    pl_html_raw(page, "<p class=\"note\">Marked: <code>");
    pl_html_text(page, pointer);
    pl_html_raw(page, absent ? "</code> is absent; the ends of what lacks it are outlined.</p>"
                             : "</code></p>");
}

static void put_request(pl_html *page, const pl_html_case *found, size_t body_bytes_max) {
    const pl_record *const record = found->row->record;
    const char *const pointer = found->row->test->offending;
    message sent = {.headers = record->request_headers,
                    .header_count = record->request_header_count,
                    .body = {.text = record->request_body, .bytes = record->request_body_bytes}};
    pl_html_span spans[PL_HTML_LOCATED_COUNT_MAX];
    sent.body.json = read_json(page, record->request_body);
    if (sent.body.json != NULL && pointer != NULL && pointer[0] != '\0') {
        sent.body.marked = spans;
        sent.body.marked_count = pl_html_locate(sent.body.json, pl_bytes_of(pointer), spans);
    }
    pl_html_raw(page, "<figure><figcaption>Request</figcaption><pre class=\"head\"><b>");
    pl_html_text(page, record->method);
    pl_html_raw(page, "</b> ");
    pl_html_text(page, record->target);
    put_headers(page, &sent);
    pl_html_raw(page, "</pre>");
    pl_html_put_body(page, &sent.body, body_bytes_max);
    if (sent.body.marked_count > 0) { put_offending(page, pointer, spans[0].absent); }
    pl_html_raw(page, "</figure>\n");
}

static void put_status_line(pl_html *page, const pl_record *record, bool marked) {
    pl_html_raw(page, marked ? "<mark><b>HTTP " : "<b>HTTP ");
    pl_html_count(page, (uint64_t)(record->status > 0 ? record->status : 0));
    pl_html_raw(page, marked ? "</b></mark>" : "</b>");
    pl_html_raw(page, " <span class=\"cut\">after ");
    pl_html_seconds(page, record->seconds);
    pl_html_raw(page, "</span>");
}

static void put_response(pl_html *page, const pl_html_case *found, size_t body_bytes_max) {
    const pl_record *const record = found->row->record;
    pl_html_raw(page, "<figure><figcaption>Response</figcaption>");
    if (record->status == 0) {
        pl_html_raw(page, "<p class=\"note\">No answer");
        pl_html_wrap(page, ": ", record->failure, "");
        pl_html_raw(page, ".</p></figure>\n");
        return;
    }
    pl_html_marks marks;
    const pl_json *const json = read_json(page, record->response_body);
    pl_html_find_marks(found, json, &marks);
    const message got = {.headers = record->response_headers,
                         .header_count = record->response_header_count,
                         .marked_header = marks.header,
                         .body = {.text = record->response_body,
                                  .bytes = record->response_body_bytes,
                                  .json = json,
                                  .marked = marks.spans,
                                  .marked_count = marks.span_count}};
    const bool header_absent = marks.header != NULL && header_named(&got, marks.header) == NULL;
    pl_html_raw(page, "<pre class=\"head\">");
    put_status_line(page, record, marks.status_line || header_absent);
    put_headers(page, &got);
    pl_html_raw(page, "</pre>");
    pl_html_put_body(page, &got.body, body_bytes_max);
    pl_html_raw(page, "</figure>\n");
}

static void put_exchange(pl_html *page, const pl_html_case *found, size_t body_bytes_max) {
    if (found->row->record == NULL) { return; }
    pl_arena_reset(&page->scratch);
    pl_html_raw(page, "<div class=\"exchange\">");
    put_request(page, found, body_bytes_max);
    put_response(page, found, body_bytes_max);
    pl_html_raw(page, "</div>\n");
}

/* --- all of it -------------------------------------------------------------------------------- */

/* A line that is cut repeats nothing, so a long one is left out where bodies are cut. */
static void put_curl(pl_html *page, const char *curl, size_t body_bytes_max) {
    if (curl == NULL || curl[0] == '\0') { return; }
    pl_html_raw(page, "<figure><figcaption>Repeat with curl</figcaption>");
    if (strlen(curl) <= PL_HTML_BODY_BYTES_UNFOLDED_MAX ||
        body_bytes_max > PL_HTML_BODY_BYTES_PASSED) {
        pl_html_wrap(page, "<pre class=\"curl\">", curl, "</pre>");
    } else {
        pl_html_raw(page, "<p class=\"note\">The curl line has ");
        pl_html_count(page, strlen(curl));
        pl_html_raw(page, " bytes, too many for this page.</p>");
    }
    pl_html_raw(page, "</figure>\n");
}

void pl_html_put_case(pl_html *page, const pl_html_case *found, size_t body_bytes_max) {
    assert(found != NULL && found->row->test != NULL);
    put_facts(page, found);
    for (size_t i = 0; i < found->own_count; i++) { pl_html_put_finding(page, found->own[i]); }
    put_exchange(page, found, body_bytes_max);
    put_curl(page, found->row->curl, body_bytes_max);
}

void pl_html_put_case_link(pl_html *page, const pl_html_case *found) {
    pl_html_sign(page, found->state);
    pl_html_raw(page, "<a");
    pl_html_reference(page, found->row->test->id);
    pl_html_raw(page, ">");
    pl_html_text(page, found->row->test->id);
    pl_html_raw(page, "</a>");
}
