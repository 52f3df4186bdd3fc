#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "report/html_internal.h"
#include "report/safe_text.h"

void pl_html_raw_bytes(pl_html *page, pl_bytes markup) {
    if (page->status != PL_OK || markup.len == 0) { return; }
    if (fwrite(markup.ptr, 1, markup.len, page->out) != markup.len) {
        page->status = PL_E_IO;
        return;
    }
    page->bytes += markup.len;
}

void pl_html_raw(pl_html *page, const char *markup) {
    assert(markup != NULL);
    pl_html_raw_bytes(page, pl_bytes_of(markup));
}

/* What stands around text that is spelled out, and which bytes are markup there. */
typedef struct text_style {
    const char *open;
    const char *close;
    bool keeps_lines;
    bool has_quotes; /* a quotation mark would end it */
} text_style;

/* The reference that stands for a byte of markup, or NULL. */
static const char *reference_of(uint8_t byte, const text_style *style) {
    switch (byte) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return style->has_quotes ? "&quot;" : NULL;
    case '\'':
        return style->has_quotes ? "&#39;" : NULL;
    default:
        return NULL;
    }
}

/* The next character of text goes out as it is, as a reference, or spelled out. *in_spelling is whether the characters
 * before it were spelled out too. Returns how many bytes it takes. */
static size_t put_next(pl_html *page, pl_bytes text, size_t at, const text_style *style,
                       bool *in_spelling) {
    char spelling[PL_SAFE_SPELLING_BYTES_MAX];
    size_t used = 0;
    const size_t len = pl_safe_spelling(text, at, PL_SAFE_LINE, spelling, &used);
    const bool spelled = len > 0 && !(style->keeps_lines && text.ptr[at] == '\n');
    if (spelled != *in_spelling) { pl_html_raw(page, spelled ? style->open : style->close); }
    *in_spelling = spelled;
    const char *const reference = reference_of(text.ptr[at], style);
    if (spelled) {
        pl_html_raw_bytes(page, (pl_bytes){(const uint8_t *)spelling, len});
    } else if (reference != NULL) {
        pl_html_raw(page, reference);
    } else {
        pl_html_raw_bytes(page, (pl_bytes){text.ptr + at, used});
    }
    return used;
}

/* Bytes at `at` that need no care: printable ASCII but for markup. */
static size_t plain_run(pl_bytes text, size_t at, const text_style *style) {
    size_t len = 0;
    while (at + len < text.len && text.ptr[at + len] >= ' ' && text.ptr[at + len] < 0x7F &&
           reference_of(text.ptr[at + len], style) == NULL) {
        len += 1;
    }
    return len;
}

static void put_text(pl_html *page, pl_bytes text, const text_style *style) {
    bool in_spelling = false;
    for (size_t at = 0; at < text.len && page->status == PL_OK;) {
        const size_t plain = in_spelling ? 0 : plain_run(text, at, style);
        pl_html_raw_bytes(page, (pl_bytes){text.ptr + at, plain});
        at += plain;
        if (at < text.len) { at += put_next(page, text, at, style, &in_spelling); }
    }
    if (in_spelling) { pl_html_raw(page, style->close); }
}

void pl_html_text(pl_html *page, const char *text) {
    static const text_style style = {.open = "<i class=\"x\">", .close = "</i>"};
    put_text(page, pl_bytes_of(text), &style);
}

void pl_html_lines(pl_html *page, pl_bytes text) {
    static const text_style style = {
        .open = "<i class=\"x\">", .close = "</i>", .keeps_lines = true};
    put_text(page, text, &style);
}

void pl_html_plain(pl_html *page, const char *text) {
    static const text_style style = {.open = "", .close = "", .has_quotes = true};
    put_text(page, pl_bytes_of(text), &style);
}

void pl_html_attribute(pl_html *page, const char *name, const char *value) {
    pl_html_raw(page, " ");
    pl_html_raw(page, name);
    pl_html_raw(page, "=\"");
    pl_html_plain(page, value);
    pl_html_raw(page, "\"");
}

void pl_html_reference(pl_html *page, const char *id) {
    pl_html_raw(page, " href=\"#");
    pl_html_plain(page, id);
    pl_html_raw(page, "\"");
}

void pl_html_wrap(pl_html *page, const char *before, const char *text, const char *after) {
    if (text == NULL || text[0] == '\0') { return; }
    pl_html_raw(page, before);
    pl_html_text(page, text);
    pl_html_raw(page, after);
}

void pl_html_count(pl_html *page, uint64_t count) {
    enum { GROUPED_FROM = 10000, GROUP_DIGITS = 3 };
    char digits[32];
    const int len = snprintf(digits, sizeof digits, "%" PRIu64, count);
    assert(len > 0 && (size_t)len < sizeof digits);
    for (int i = 0; i < len; i++) {
        const bool starts_group = i > 0 && (len - i) % GROUP_DIGITS == 0;
        if (starts_group && count >= GROUPED_FROM) { pl_html_raw(page, "\xE2\x80\xAF"); }
        pl_html_raw_bytes(page, (pl_bytes){(const uint8_t *)digits + i, 1});
    }
}

void pl_html_counted(pl_html *page, uint64_t count, const char *word) {
    pl_html_count(page, count);
    pl_html_raw(page, " ");
    pl_html_raw(page, word);
    if (count != 1) { pl_html_raw(page, "s"); }
}

void pl_html_seconds(pl_html *page, double seconds) {
    static const struct {
        double below;  /* seconds */
        double factor; /* of the unit */
        const char *format;
    } rows[] = {{0.00995, 1e3, "%.1f ms"},
                {0.9995, 1e3, "%.0f ms"},
                {99.95, 1, "%.1f s"},
                {1e12, 1, "%.0f s"}};
    const double shown = seconds >= 0 && seconds < 1e12 ? seconds : 0;
    size_t row = 0;
    while (shown >= rows[row].below) { row += 1; }
    assert(row < PL_COUNT(rows));
    char text[64];
    const int len = snprintf(text, sizeof text, rows[row].format, shown * rows[row].factor);
    assert(len > 0 && (size_t)len < sizeof text);
    pl_html_raw(page, text);
}

void pl_html_sign(pl_html *page, pl_html_state state) {
    assert(state < PL_HTML_STATE_COUNT);
    pl_html_raw(page, "<span class=\"sign ");
    pl_html_raw(page, pl_html_states[state].key);
    pl_html_raw(page, "\" aria-hidden=\"true\">");
    pl_html_raw(page, pl_html_states[state].sign);
    pl_html_raw(page, "</span><span class=\"unseen\">");
    pl_html_raw(page, pl_html_states[state].word);
    pl_html_raw(page, ": </span>");
}
