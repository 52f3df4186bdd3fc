#include "report/layout_internal.h"

#include <assert.h>
#include <string.h>

#include "report/safe_text.h"
#include "text/utf8.h"

/* ECMA-48, "select graphic rendition": the 16 basic colours follow the user's theme. */
/* clang-format off */
static const char *const style_codes[] = {
    [PL_STYLE_PLAIN] = "",
    [PL_STYLE_BOLD]  = "\x1b[1m",
    [PL_STYLE_DIM]   = "\x1b[2m",
    [PL_STYLE_GOOD]  = "\x1b[32m",
    [PL_STYLE_BAD]   = "\x1b[31m",
    [PL_STYLE_WARN]  = "\x1b[33m",
};
/* clang-format on */
_Static_assert(PL_COUNT(style_codes) == PL_STYLE_COUNT, "one code a style");
static const char style_end[] = "\x1b[0m";
static const char ellipsis[] = "\xE2\x80\xA6";

unsigned pl_layout_width(const pl_terminal *terminal) {
    if (terminal->width == 0) { return PL_LAYOUT_WIDTH_DEFAULT; }
    if (terminal->width < PL_LAYOUT_WIDTH_MIN) { return PL_LAYOUT_WIDTH_MIN; }
    return terminal->width < PL_LAYOUT_WIDTH_MAX ? terminal->width : PL_LAYOUT_WIDTH_MAX;
}

static pl_bytes safe(pl_layout *layout, const char *text) {
    pl_bytes line;
    if (pl_safe_text(pl_bytes_of(text), PL_SAFE_LINE, layout->arena, &line) != PL_OK) {
        layout->no_memory = true;
        return (pl_bytes)PL_BYTES_LIT("");
    }
    return line;
}

static void write_bytes(pl_layout *layout, pl_style style, pl_bytes text) {
    assert(style < PL_STYLE_COUNT);
    const bool styled = layout->colour && style != PL_STYLE_PLAIN && text.len > 0;
    if (styled) { (void)fputs(style_codes[style], layout->out); }
    (void)fwrite(text.ptr, 1, text.len, layout->out);
    if (styled) { (void)fputs(style_end, layout->out); }
}

/* How much of text fits into `columns`; *ret_columns is what that takes. */
static size_t fitting(pl_bytes text, size_t columns, size_t *ret_columns) {
    size_t at = 0;
    size_t taken = 0;
    while (at < text.len) {
        uint32_t code_point = 0;
        const size_t len = pl_utf8_next(text, at, &code_point);
        assert(len > 0); /* safe text is well-formed */
        const size_t wide = pl_safe_columns(code_point);
        if (taken + wide > columns) { break; }
        taken += wide;
        at += len;
    }
    *ret_columns = taken;
    return at;
}

size_t pl_layout_columns(pl_layout *layout, const char *text) {
    size_t columns = 0;
    (void)fitting(safe(layout, text), SIZE_MAX, &columns);
    return columns;
}

void pl_layout_blanks(pl_layout *layout, size_t count) {
    for (size_t i = 0; i < count; i++) { (void)fputc(' ', layout->out); }
}

void pl_layout_end_line(pl_layout *layout) {
    (void)fputc('\n', layout->out);
}

void pl_layout_put(pl_layout *layout, pl_style style, const char *text) {
    write_bytes(layout, style, safe(layout, text));
}

void pl_layout_put_cut(pl_layout *layout, pl_style style, const char *text, size_t columns,
                       bool fill) {
    pl_bytes line = safe(layout, text);
    size_t taken = 0;
    size_t len = fitting(line, columns, &taken);
    if (len < line.len && columns > 0) {
        len = fitting(line, columns - 1, &taken);
        write_bytes(layout, style, (pl_bytes){line.ptr, len});
        write_bytes(layout, style, pl_bytes_of(ellipsis));
        taken++;
    } else {
        write_bytes(layout, style, (pl_bytes){line.ptr, len});
    }
    assert(taken <= columns);
    if (fill) { pl_layout_blanks(layout, columns - taken); }
}

/* Where to end a line that has room for `fit` bytes: at the last blank, or, for one long word,
 * right there. */
static size_t line_end(pl_bytes text, size_t fit) {
    if (fit == text.len || text.ptr[fit] == ' ') { return fit; }
    for (size_t at = fit; at > 0; at--) {
        if (text.ptr[at - 1] == ' ') { return at; }
    }
    return fit;
}

void pl_layout_put_wrapped(pl_layout *layout, pl_style style, const char *text, size_t indent) {
    enum { ROOM_MIN = 20 };
    pl_bytes rest = safe(layout, text);
    const size_t room = indent + ROOM_MIN < layout->width ? layout->width - indent : ROOM_MIN;
    bool is_first = true;
    do {
        if (!is_first) { pl_layout_blanks(layout, indent); }
        is_first = false;
        size_t taken = 0;
        const size_t end = line_end(rest, fitting(rest, room, &taken));
        assert(end > 0 || rest.len == 0);
        size_t shown = end;
        while (shown > 0 && rest.ptr[shown - 1] == ' ') { shown--; }
        write_bytes(layout, style, (pl_bytes){rest.ptr, shown});
        pl_layout_end_line(layout);
        size_t next = end;
        while (next < rest.len && rest.ptr[next] == ' ') { next++; }
        rest = (pl_bytes){rest.ptr + next, rest.len - next};
    } while (rest.len > 0);
}
