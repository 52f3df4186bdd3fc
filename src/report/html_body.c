#include <assert.h>
#include <string.h>

#include "report/html_internal.h"

enum {
    LINE_BYTES_MAX = 56,     /* a container that fits a line stays on it */
    INDENT_MAX = 8,          /* deeper lines start no further right */
    CONTEXT_BYTES_MAX = 256, /* shown before a mark that is not at the front */
    UTF8_TAIL_MASK = 0xC0,
    UTF8_TAIL = 0x80
};

/* Where a line is broken for the eye. */
typedef struct line_break {
    size_t at;
    unsigned indent;
} line_break;

typedef struct layout {
    const line_break *breaks; /* sorted by offset */
    size_t count;
} layout;

/* The part of a body that is shown. */
typedef struct window {
    size_t from;
    size_t to;
} window;

/* --- layout of JSON that came on one line ------------------------------------------------------ */

/* Containers that the walk is in. */
typedef struct open_container {
    uint32_t node;
    bool name_next; /* of an object: the next child is a name */
} open_container;

typedef struct layout_walk {
    const pl_json *json;
    open_container open[PL_JSON_DEPTH_MAX + 1];
    size_t depth;
    line_break *breaks;
    size_t count;
} layout_walk;

static bool is_broken(const pl_json *json, uint32_t node) {
    return json->nodes[node].kind >= PL_JSON_ARRAY && json->nodes[node].len > LINE_BYTES_MAX;
}

static void add_break(layout_walk *walk, size_t at, size_t indent) {
    walk->breaks[walk->count++] =
        (line_break){at, indent < INDENT_MAX ? (unsigned)indent : INDENT_MAX};
}

/* Leave the containers that end before this node: their closing bracket starts a line. */
static void leave(layout_walk *walk, uint32_t node) {
    while (walk->depth > 0 && walk->json->nodes[walk->open[walk->depth - 1].node].next <= node) {
        const pl_json_node *const left = &walk->json->nodes[walk->open[walk->depth - 1].node];
        walk->depth -= 1;
        add_break(walk, left->at + left->len - 1, walk->depth);
    }
}

/* Only containers that are broken are entered, so that every child seen there starts a line, unless it is a member's
 * value. Returns the next node to look at. */
static uint32_t visit(layout_walk *walk, uint32_t node) {
    const pl_json_node *const at = &walk->json->nodes[node];
    leave(walk, node);
    if (walk->depth > 0) {
        open_container *const parent = &walk->open[walk->depth - 1];
        const bool is_value =
            walk->json->nodes[parent->node].kind == PL_JSON_OBJECT && !parent->name_next;
        if (!is_value) { add_break(walk, at->at, walk->depth); }
        parent->name_next = !parent->name_next;
    }
    if (!is_broken(walk->json, node)) { return at->next; }
    assert(walk->depth < PL_COUNT(walk->open));
    walk->open[walk->depth++] = (open_container){node, true};
    return node + 1;
}

/* O(nodes). No breaks when there is no memory for them: the body is then shown as it came. */
static layout lay_out(const pl_json *json, pl_arena *arena) {
    if (json == NULL || memchr(json->text.ptr, '\n', json->text.len) != NULL) {
        return (layout){NULL, 0};
    }
    layout_walk *const walk = pl_arena_alloc(arena, sizeof *walk);
    line_break *const breaks = pl_arena_alloc(arena, 2 * (size_t)json->count * sizeof *breaks);
    if (walk == NULL || breaks == NULL) { return (layout){NULL, 0}; }
    walk->json = json;
    walk->depth = 0;
    walk->breaks = breaks;
    walk->count = 0;
    for (uint32_t node = 0; node < json->count;) { node = visit(walk, node); }
    leave(walk, json->count);
    assert(walk->count <= 2 * (size_t)json->count);
    return (layout){breaks, walk->count};
}

/* --- the walk over the bytes ------------------------------------------------------------------- */

static size_t least(size_t left, size_t right) {
    return left < right ? left : right;
}

/* A cut between the bytes of a character would show it as ill-formed. */
static size_t whole_character(pl_bytes text, size_t at) {
    size_t back = 0;
    while (back < 3 && at - back > 0 && at < text.len &&
           (text.ptr[at - back] & UTF8_TAIL_MASK) == UTF8_TAIL) {
        back += 1;
    }
    return at - back;
}

static window window_of(const pl_html_body *body, size_t bytes_max) {
    window shown = {0, body->text.len};
    if (body->text.len <= bytes_max) { return shown; }
    if (body->marked_count > 0) {
        const pl_html_span *const mark = &body->marked[0];
        const bool at_front = mark->at + least(mark->len, CONTEXT_BYTES_MAX) <= bytes_max;
        if (!at_front) { shown.from = whole_character(body->text, mark->at - CONTEXT_BYTES_MAX); }
    }
    shown.to = whole_character(body->text, least(shown.from + bytes_max, body->text.len));
    return shown;
}

static void put_break(pl_html *page, unsigned indent) {
    static const char *const markup[] = {
        "<i class=\"n0\"></i>", "<i class=\"n1\"></i>", "<i class=\"n2\"></i>",
        "<i class=\"n3\"></i>", "<i class=\"n4\"></i>", "<i class=\"n5\"></i>",
        "<i class=\"n6\"></i>", "<i class=\"n7\"></i>", "<i class=\"n8\"></i>"};
    _Static_assert(PL_COUNT(markup) == INDENT_MAX + 1, "one element a depth");
    assert(indent <= INDENT_MAX);
    pl_html_raw(page, markup[indent]);
}

/* What is still to come of the marks and breaks. */
typedef struct cursor {
    const pl_html_span *mark;
    size_t marks_left;
    const line_break *line;
    size_t lines_left;
    bool in_mark;
} cursor;

static size_t mark_end(const pl_html_span *mark) {
    return mark->at + mark->len;
}

static void next_mark(cursor *next) {
    next->mark += 1;
    next->marks_left -= 1;
}

/* Everything that happens between two bytes. A mark outside the window, or cut by its front, is
 * left out or starts there. */
static void put_events(pl_html *page, cursor *next, size_t at) {
    if (next->in_mark && mark_end(next->mark) <= at) {
        pl_html_raw(page, "</mark>");
        next->in_mark = false;
        next_mark(next);
    }
    while (next->lines_left > 0 && next->line->at <= at) {
        if (next->line->at == at) { put_break(page, next->line->indent); }
        next->line += 1;
        next->lines_left -= 1;
    }
    while (!next->in_mark && next->marks_left > 0 && mark_end(next->mark) <= at) {
        next_mark(next);
    }
    if (!next->in_mark && next->marks_left > 0 && next->mark->at <= at) {
        pl_html_raw(page, next->mark->absent ? "<mark class=\"absent\">" : "<mark>");
        next->in_mark = true;
    }
}

/* Where the next of them is, at most end. */
static size_t next_stop(const cursor *next, size_t end) {
    size_t stop = end;
    if (next->lines_left > 0) { stop = least(stop, next->line->at); }
    if (next->marks_left > 0) {
        stop = least(stop, next->in_mark ? mark_end(next->mark) : next->mark->at);
    }
    return stop;
}

static void put_window(pl_html *page, const pl_html_body *body, const layout *lines, window shown) {
    cursor next = {.mark = body->marked,
                   .marks_left = body->marked_count,
                   .line = lines->breaks,
                   .lines_left = lines->count};
    for (size_t at = shown.from; at < shown.to && page->status == PL_OK;) {
        put_events(page, &next, at);
        const size_t stop = next_stop(&next, shown.to);
        assert(stop > at);
        pl_html_lines(page, (pl_bytes){body->text.ptr + at, stop - at});
        at = stop;
    }
    if (next.in_mark) { pl_html_raw(page, "</mark>"); }
}

static void put_pre(pl_html *page, const pl_html_body *body, const layout *lines, window shown) {
    pl_html_raw(page, "<pre class=\"body\">");
    if (shown.from > 0) { pl_html_raw(page, "<span class=\"cut\">\xE2\x80\xA6 </span>"); }
    put_window(page, body, lines, shown);
    if (shown.to < body->bytes) { pl_html_raw(page, "<span class=\"cut\"> \xE2\x80\xA6</span>"); }
    pl_html_raw(page, "</pre>");
}

static void put_whole(pl_html *page, const pl_html_body *body, const layout *lines) {
    pl_html_raw(page, "<details class=\"fold\"><summary>");
    if (body->text.len < body->bytes) { pl_html_raw(page, "The first "); }
    pl_html_count(page, body->text.len);
    pl_html_raw(page, " bytes of it</summary>");
    put_pre(page, body, lines, (window){0, body->text.len});
    pl_html_raw(page, "</details>");
}

void pl_html_put_body(pl_html *page, const pl_html_body *body, size_t bytes_max) {
    assert(body != NULL);
    assert(body->bytes >= body->text.len);
    if (body->text.len == 0 && body->bytes == 0) { return; }
    const layout lines = lay_out(body->json, &page->scratch);
    const bool folds =
        body->text.len > PL_HTML_BODY_BYTES_UNFOLDED_MAX && bytes_max > PL_HTML_BODY_BYTES_PASSED;
    const window shown = window_of(body, folds ? PL_HTML_BODY_BYTES_PASSED : bytes_max);
    put_pre(page, body, &lines, shown);
    if (shown.to - shown.from == body->bytes) { return; }
    pl_html_raw(page, "<p class=\"note\">");
    pl_html_count(page, shown.to - shown.from);
    pl_html_raw(page, " of ");
    pl_html_count(page, body->bytes);
    pl_html_raw(page, " bytes, from byte ");
    pl_html_count(page, shown.from);
    pl_html_raw(page, ".</p>");
    if (folds) { put_whole(page, body, &lines); }
}

/* --- pointers ---------------------------------------------------------------------------------- */

/* A container that lacks something is marked at its two ends: all of it would be too much. */
static size_t put_ends(const pl_json_node *node, pl_html_span spans[PL_HTML_LOCATED_COUNT_MAX]) {
    spans[0] = (pl_html_span){.at = node->at, .len = 1, .absent = true};
    spans[1] = (pl_html_span){.at = (size_t)node->at + node->len - 1, .len = 1, .absent = true};
    return node->len > 1 ? 2 : 1;
}

size_t pl_html_locate(const pl_json *json, pl_bytes pointer,
                      pl_html_span spans[PL_HTML_LOCATED_COUNT_MAX]) {
    assert(json != NULL && spans != NULL);
    pl_bytes left = pointer;
    for (;;) {
        uint32_t node = 0;
        const pl_status status = pl_json_resolve(json, left, &node);
        if (status == PL_OK && left.len == pointer.len) {
            spans[0] = (pl_html_span){.at = json->nodes[node].at, .len = json->nodes[node].len};
            return 1;
        }
        if (status == PL_OK) { return put_ends(&json->nodes[node], spans); }
        if (status != PL_E_RANGE || left.len == 0) { return 0; }
        while (left.len > 0 && left.ptr[left.len - 1] != '/') { left.len -= 1; }
        if (left.len > 0) { left.len -= 1; }
    }
}
