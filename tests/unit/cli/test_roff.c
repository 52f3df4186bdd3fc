#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "cli/roff.h"

TestSuite(cli_roff, .timeout = 10);

struct row {
    const char *name, *text, *want;
};

/* clang-format off */
static const struct row lines[] = {
    {"plain",        "as it is",       "as it is\n"},
    {"empty",        "",               "\n"},
    {"hyphens",      "--no-x",         "\\-\\-no\\-x\n"},
    {"backslash",    "a\\nb",          "a\\(rsnb\n"},
    {"leading-dot",  ".SH x",          "\\&.SH x\n"},
    {"inner-dot",    "a .SH",          "a .SH\n"},
    {"apostrophe",   "'br",            "\\&\\(aqbr\n"},
    {"quotes",       "\"a\" `b'",      "\\(dqa\\(dq \\(gab\\(aq\n"},
    {"leading-blank", " x",            "\\& x\n"},
    {"circumflex",   "^[^\\s]~",       "\\(ha[\\(ha\\(rss]\\(ti\n"},
    {"utf-8",        "\xc3\xa9\xe2\x80\xa6", "\\[u00E9]\\[u2026]\n"},
    {"astral",       "\xf0\x9f\x98\x80", "\\[u1F600]\n"},
    {"ill-formed",   "a\xff""b",       "a\\[uFFFD]b\n"},
};

static const struct row paragraphs[] = {
    {"filled",        "one\ntwo",            ".PP\none\ntwo\n"},
    {"literal",       "  one\n  .two",       ".PP\n.RS 4\n.nf\none\n\\&.two\n.fi\n.RE\n"},
    {"both",          "x:\n  y\n    z\nw",   ".PP\nx:\n.PP\n.RS 4\n.nf\ny\n\\&  z\n.fi\n.RE\n.PP\nw\n"},
    {"line-end",      "one\n",               ".PP\none\n"},
    {"empty",         "",                    ""},
};

static const struct row first_paragraphs[] = {
    {"filled",        "one\n  two",          "one\n.PP\n.RS 4\n.nf\ntwo\n.fi\n.RE\n"},
    {"literal",       "  one\ntwo",          ".RS 4\n.nf\none\n.fi\n.RE\n.PP\ntwo\n"},
};
/* clang-format on */

static void start_paragraph(pl_bytes text, FILE *out) {
    pl_roff_paragraph(text, true, out);
}

static void next_paragraph(pl_bytes text, FILE *out) {
    pl_roff_paragraph(text, false, out);
}

static void check(const struct row *row, void (*write)(pl_bytes text, FILE *out)) {
    char *got = NULL;
    size_t got_len = 0;
    FILE *out = open_memstream(&got, &got_len);
    cr_assert_not_null(out);
    write(pl_bytes_of(row->text), out);
    cr_assert_eq(fclose(out), 0);
    cr_assert_str_eq(got, row->want, "%s: %s", row->name, got);
    free(got);
}

Test(cli_roff, lines) {
    for (size_t i = 0; i < PL_COUNT(lines); i++) { check(&lines[i], pl_roff_line); }
}

Test(cli_roff, after_heading) {
    for (size_t i = 0; i < PL_COUNT(first_paragraphs); i++) {
        check(&first_paragraphs[i], start_paragraph);
    }
}

Test(cli_roff, paragraphs) {
    for (size_t i = 0; i < PL_COUNT(paragraphs); i++) { check(&paragraphs[i], next_paragraph); }
}
