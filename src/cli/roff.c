#include "cli/roff.h"

#include <assert.h>
#include <string.h>

#include "text/utf8.h"

/* Characters that troff reads, or prints as something else.                     groff_char(7) */
/* clang-format off */
static const struct {
    char character;
    const char *escape;
} escapes[] = {
    {'\\', "\\(rs"},
    {'-',  "\\-"},
    {'\'', "\\(aq"},
    {'`',  "\\(ga"},
    {'^',  "\\(ha"},
    {'~',  "\\(ti"},
    {'"',  "\\(dq"}, /* an argument of a macro may be quoted */
};
/* clang-format on */

static const char *escape_of(uint32_t code_point) {
    for (size_t i = 0; i < PL_COUNT(escapes); i++) {
        if ((uint32_t)escapes[i].character == code_point) { return escapes[i].escape; }
    }
    return NULL;
}

void pl_roff_text(pl_bytes text, FILE *out) {
    enum { ASCII_END = 0x80, REPLACEMENT = 0xfffd };
    assert(out != NULL);
    for (size_t at = 0; at < text.len;) {
        uint32_t code_point = REPLACEMENT;
        const size_t len = pl_utf8_next(text, at, &code_point);
        at += len > 0 ? len : pl_utf8_skip_bad(text, at);
        const char *escape = escape_of(code_point);
        if (escape != NULL) {
            (void)fputs(escape, out);
        } else if (code_point < ASCII_END) {
            (void)fputc((int)code_point, out);
        } else {
            (void)fprintf(out, "\\[u%04X]", (unsigned)code_point);
        }
    }
}

void pl_roff_line(pl_bytes text, FILE *out) {
    assert(out != NULL);
    /* A dot or an apostrophe would be a request, a blank would break the line; \& prints nothing. */
    if (text.len > 0 && strchr(".' ", text.ptr[0]) != NULL) { (void)fputs("\\&", out); }
    pl_roff_text(text, out);
    (void)fputc('\n', out);
}

void pl_roff_paragraph(pl_bytes text, bool after_heading, FILE *out) {
    static const pl_bytes indent = PL_BYTES_LIT("  ");
    assert(out != NULL);
    bool is_literal = false;
    for (size_t at = 0; at < text.len;) {
        const uint8_t *end = memchr(text.ptr + at, '\n', text.len - at);
        pl_bytes line = {text.ptr + at,
                         end != NULL ? (size_t)(end - text.ptr) - at : text.len - at};
        const bool starts = at == 0;
        at += line.len + 1;
        const bool wanted = line.len > indent.len && memcmp(line.ptr, indent.ptr, indent.len) == 0;
        if (is_literal && !wanted) { (void)fputs(".fi\n.RE\n", out); }
        if (starts ? !after_heading : wanted != is_literal) { (void)fputs(".PP\n", out); }
        if (wanted && !is_literal) { (void)fputs(".RS 4\n.nf\n", out); }
        is_literal = wanted;
        if (is_literal) { line = (pl_bytes){line.ptr + indent.len, line.len - indent.len}; }
        pl_roff_line(line, out);
    }
    if (is_literal) { (void)fputs(".fi\n.RE\n", out); }
}
