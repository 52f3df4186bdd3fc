/* The HTML report: one page, well-formed as XML too, that needs no network. Its parts in the order of the page, what
 * they read (the index), and the writer under them. All text is escaped by the writer; only literals are markup. */
#ifndef PL_REPORT_HTML_INTERNAL_H
#define PL_REPORT_HTML_INTERNAL_H

#include "report/formats_internal.h"
#include "report/html_index_internal.h"

/* A page under construction. After a first failure nothing more is done. */
typedef struct pl_html {
    FILE *out;
    const pl_result *result;
    pl_html_index index;
    pl_arena *arena;  /* lives as long as the page */
    pl_arena scratch; /* of one exchange at a time */
    uint64_t bytes;   /* written so far */
    pl_status status;
} pl_html;

/* How a state is shown: never by colour alone. */
typedef struct pl_html_state_row {
    const char *key;  /* class, value of a filter */
    const char *sign; /* one character */
    const char *word;
    const char *column; /* heading of its column in the matrix */
    const char *meaning;
} pl_html_state_row;

extern const pl_html_state_row pl_html_states[PL_HTML_STATE_COUNT];

/* --- the writer (html_write.c) --------------------------------------------------------------- */

void pl_html_raw(pl_html *page, const char *markup);
void pl_html_raw_bytes(pl_html *page, pl_bytes markup);

/* Text of unknown origin: markup escaped, what is invisible spelled out within <i class="x">. NULL is "". */
void pl_html_text(pl_html *page, const char *text);

/* The same where no element may stand: attributes, the title; quotes are escaped too. */
void pl_html_plain(pl_html *page, const char *text);

/* The same for a body: line feeds are lines. */
void pl_html_lines(pl_html *page, pl_bytes text);

/* NAME="value" after a blank; value is text, on one line. */
void pl_html_attribute(pl_html *page, const char *name, const char *value);

/* href="#ID" after a blank. */
void pl_html_reference(pl_html *page, const char *id);

/* before, text, after: two literals around a text. Nothing at all when text is NULL or "". */
void pl_html_wrap(pl_html *page, const char *before, const char *text, const char *after);

/* Digits in groups of three from 10 000 on. */
void pl_html_count(pl_html *page, uint64_t count);

/* "1 case", "2 cases": the word's plural is made with an s. */
void pl_html_counted(pl_html *page, uint64_t count, const char *word);

/* "0.41 ms", "12 ms", "3.20 s". */
void pl_html_seconds(pl_html *page, double seconds);

/* A state's sign, with its word for who does not see it. */
void pl_html_sign(pl_html *page, pl_html_state state);

/* --- parts ----------------------------------------------------------------------------------- */

void pl_html_put_head(pl_html *page);     /* up to and with <body> */
void pl_html_put_header(pl_html *page);   /* verdict, what was run, contents */
void pl_html_put_summary(pl_html *page);  /* numbers */
void pl_html_put_findings(pl_html *page); /* worst first */
void pl_html_put_matrix(pl_html *page);   /* group by group, constraint by constraint */
void pl_html_put_unclear(pl_html *page);  /* what could not be judged, and why */
void pl_html_put_cases(pl_html *page);    /* all of them, with filters */
void pl_html_put_legend(pl_html *page);

/* How much of a body is shown. */
enum {
    PL_HTML_BODY_BYTES_PASSED = 2 * 1024,       /* of a case without violation or warning */
    PL_HTML_PAGE_BYTES_WHOLE_MAX = 1024 * 1024, /* beyond this, of every case */
    PL_HTML_BODY_BYTES_UNFOLDED_MAX = 4 * 1024, /* a longer one is folded, an excerpt is not */
    PL_HTML_BODY_BYTES_WHOLE = PL_RECORD_BODY_BYTES_MAX
};

/* Why, findings, request, response, curl line of a case; at most body_bytes_max of each body. */
void pl_html_put_case(pl_html *page, const pl_html_case *found, size_t body_bytes_max);

/* One finding: check, message, expected, actual. */
void pl_html_put_finding(pl_html *page, pl_html_finding shown);

/* Link to a case in the table of all cases. */
void pl_html_put_case_link(pl_html *page, const pl_html_case *found);

/* --- bodies (html_body.c) -------------------------------------------------------------------- */

/* Part of a body. */
typedef struct pl_html_span {
    size_t at;
    size_t len;
    bool absent; /* an end of what lacks what is meant */
} pl_html_span;

typedef struct pl_html_body {
    pl_bytes text;              /* what was kept of it */
    uint64_t bytes;             /* how long it was */
    const pl_json *json;        /* of text, or NULL: read for layout only */
    const pl_html_span *marked; /* sorted by offset, none within another */
    size_t marked_count;
} pl_html_body;

/* At most bytes_max bytes around the first mark; what is left out is told. JSON on one line is shown on several, with
 * empty elements that the style sheet breaks lines at: the text stays what went over the wire. */
void pl_html_put_body(pl_html *page, const pl_html_body *body, size_t bytes_max);

/* Where a pointer leads to in a document; when nothing is there, the two ends of the nearest container that is. Returns
 * the number of spans, 0 when text is no pointer. */
enum { PL_HTML_LOCATED_COUNT_MAX = 2 };
size_t pl_html_locate(const pl_json *json, pl_bytes pointer,
                      pl_html_span spans[PL_HTML_LOCATED_COUNT_MAX]);

/* --- marks (html_marks.c) -------------------------------------------------------------------- */

enum { PL_HTML_MARK_COUNT_MAX = 32 };

/* What the findings of a case point at in its answer. */
typedef struct pl_html_marks {
    bool status_line;
    const char *header; /* name of one, or NULL */
    pl_html_span spans[PL_HTML_MARK_COUNT_MAX];
    size_t span_count;
} pl_html_marks;

/* json NULL: the body is none. */
void pl_html_find_marks(const pl_html_case *found, const pl_json *json, pl_html_marks *ret_marks);

#endif
