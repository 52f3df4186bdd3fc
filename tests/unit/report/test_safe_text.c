#include "report/safe_text.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "test_util.h"
#include "text/utf8.h"

struct safe_row {
    const char *name;
    pl_safe_use use;
    pl_bytes in;
    const char *want;
};

/* clang-format off */
static const struct safe_row rows[] = {
    {"line-plain",           PL_SAFE_LINE, PL_BYTES_LIT("plain text"),            "plain text"},
    {"line-empty",           PL_SAFE_LINE, PL_BYTES_LIT(""),                      ""},
    {"line-unicode",         PL_SAFE_LINE, PL_BYTES_LIT("\xc3\xa9 \xf0\x9f\x98\x80"), "\xc3\xa9 \xf0\x9f\x98\x80"},
    {"line-escape",          PL_SAFE_LINE, PL_BYTES_LIT("\x1b[2J"),               "\\x1b[2J"},
    {"line-breaks",          PL_SAFE_LINE, PL_BYTES_LIT("a\nb\rc\td"),            "a\\nb\\rc\\td"},
    {"line-nul",             PL_SAFE_LINE, PL_BYTES_LIT("a\0b"),                  "a\\x00b"},
    {"line-delete",          PL_SAFE_LINE, PL_BYTES_LIT("\x7f"),                  "\\x7f"},
    {"line-c1",              PL_SAFE_LINE, PL_BYTES_LIT("\xc2\x9b" "31m"),        "\\u009b31m"},
    {"line-first-after-c1",  PL_SAFE_LINE, PL_BYTES_LIT("\xc2\xa0"),              "\xc2\xa0"},
    {"line-right-to-left",   PL_SAFE_LINE, PL_BYTES_LIT("\xe2\x80\xae"),          "\\u202e"},
    {"line-zero-width",      PL_SAFE_LINE, PL_BYTES_LIT("\xe2\x80\x8b"),          "\\u200b"},
    {"line-tag",             PL_SAFE_LINE, PL_BYTES_LIT("\xf3\xa0\x81\xbf"),      "\\ue007f"},
    {"line-ill-formed",      PL_SAFE_LINE, PL_BYTES_LIT("a\xff" "b\xc3"),         "a\\xffb\\xc3"},
    {"line-surrogate",       PL_SAFE_LINE, PL_BYTES_LIT("\xed\xa0\x80"),          "\\xed\\xa0\\x80"},
    {"line-backslash-stays", PL_SAFE_LINE, PL_BYTES_LIT("\\x1b"),                 "\\x1b"},
    {"xml-breaks-stay",      PL_SAFE_XML,  PL_BYTES_LIT("a\nb\rc\td"),            "a\nb\rc\td"},
    {"xml-escape",           PL_SAFE_XML,  PL_BYTES_LIT("\x1b"),                  "\\x1b"},
    {"xml-nul",              PL_SAFE_XML,  PL_BYTES_LIT("\0"),                    "\\x00"},
    {"xml-noncharacter",     PL_SAFE_XML,  PL_BYTES_LIT("\xef\xbf\xbe\xef\xbf\xbf"), "\\ufffe\\uffff"},
    {"xml-replacement-stays", PL_SAFE_XML, PL_BYTES_LIT("\xef\xbf\xbd"),          "\xef\xbf\xbd"},
    {"xml-markup-is-not-ours", PL_SAFE_XML, PL_BYTES_LIT("<&>"),                  "<&>"},
    {"xml-ill-formed",       PL_SAFE_XML,  PL_BYTES_LIT("\xff"),                  "\\xff"},
    {"utf8-controls-stay",   PL_SAFE_UTF8, PL_BYTES_LIT("\x1b\n\x7f"),            "\x1b\n\x7f"},
    {"utf8-ill-formed",      PL_SAFE_UTF8, PL_BYTES_LIT("a\xff" "b"),             "a\xef\xbf\xbd" "b"},
    {"utf8-cut-short",       PL_SAFE_UTF8, PL_BYTES_LIT("a\xe2\x82"),             "a\xef\xbf\xbd"},
};
/* clang-format on */

Test(safe_text, rows, .timeout = 10) {
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        const struct safe_row *row = &rows[i];
        pl_arena arena = {0};
        uint8_t *in = tu_exact_copy(row->in);
        pl_bytes got;
        cr_assert_eq(pl_safe_text((pl_bytes){in, row->in.len}, row->use, &arena, &got), PL_OK,
                     "%s: status", row->name);
        free(in);
        cr_assert_str_eq((const char *)got.ptr, row->want, "%s: got '%s'", row->name,
                         (const char *)got.ptr);
        cr_assert_eq(got.len, strlen(row->want), "%s: length", row->name);
        pl_bytes again;
        cr_assert_eq(pl_safe_text(got, row->use, &arena, &again), PL_OK, "%s: status", row->name);
        cr_assert(pl_bytes_equal(got, again), "%s: not idempotent", row->name);
        pl_arena_done(&arena);
    }
}

/* Every pair of bytes, for every use: well-formed afterwards, and no control left for a line. */
Test(safe_text, all_pairs, .timeout = 30) {
    pl_arena arena = {0};
    for (unsigned pair = 0; pair <= 0xFFFF; pair++) {
        const uint8_t bytes[2] = {(uint8_t)(pair >> 8), (uint8_t)pair};
        for (unsigned use = 0; use < PL_SAFE_COUNT; use++) {
            pl_arena_reset(&arena);
            pl_bytes got;
            cr_assert_eq(pl_safe_text((pl_bytes){bytes, 2}, (pl_safe_use)use, &arena, &got), PL_OK);
            cr_assert(pl_utf8_valid(got), "%04x use %u: ill-formed", pair, use);
            for (size_t i = 0; i < got.len && use == PL_SAFE_LINE; i++) {
                cr_assert(got.ptr[i] >= ' ' && got.ptr[i] != 0x7F, "%04x: control left", pair);
            }
        }
    }
    pl_arena_done(&arena);
}

Test(safe_text, null_and_no_memory, .timeout = 10) {
    pl_arena arena = {0};
    cr_assert_str_eq(pl_safe_string(NULL, PL_SAFE_LINE, &arena), "", "null: not empty");
    pl_arena_done(&arena);
    pl_arena failing = {.fail_after = 1};
    pl_bytes got = {NULL, 77};
    cr_assert_eq(pl_safe_text((pl_bytes)PL_BYTES_LIT("x"), PL_SAFE_LINE, &failing, &got),
                 PL_E_MEMORY, "no-memory: status");
    cr_assert_eq(got.len, 77, "no-memory: out-param touched");
    pl_arena_done(&failing);
}

Test(safe_text, columns, .timeout = 10) {
    static const struct {
        const char *name;
        uint32_t code_point;
        unsigned want;
    } widths[] = {
        {"ascii", 'a', 1},        {"latin", 0xE9, 1},    {"combining", 0x301, 0},
        {"ideograph", 0x4E2D, 2}, {"emoji", 0x1F600, 2}, {"check-mark", 0x2713, 1},
        {"box", 0x2500, 1},       {"hangul", 0xAC00, 2}, {"last", 0x10FFFF, 1},
    };
    for (size_t i = 0; i < PL_COUNT(widths); i++) {
        cr_assert_eq(pl_safe_columns(widths[i].code_point), widths[i].want, "%s: columns",
                     widths[i].name);
    }
}
