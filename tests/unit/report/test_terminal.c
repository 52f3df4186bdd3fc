#include <criterion/criterion.h>
#include <stdlib.h>

#include "fixture.h"
#include "report/layout_internal.h"
#include "report/safe_text.h"
#include "text/utf8.h"

static size_t columns_of(const char *line, size_t len) {
    const pl_bytes text = {(const uint8_t *)line, len};
    size_t columns = 0;
    for (size_t at = 0; at < len;) {
        uint32_t code_point = 0;
        const size_t step = pl_utf8_next(text, at, &code_point);
        cr_assert_gt(step, 0, "ill-formed UTF-8 in: %.*s", (int)len, line);
        columns += pl_safe_columns(code_point);
        at += step;
    }
    return columns;
}

static void check_has(const char *text, const char *part) {
    cr_assert_not_null(strstr(text, part), "'%s' is not in:\n%s", part, text);
}

static void check_lacks(const char *text, const char *part) {
    cr_assert_null(strstr(text, part), "'%s' is in:\n%s", part, text);
}

/* Only curl lines, which are there to be copied, and the closing line may be longer than the
 * terminal. */
static bool may_be_long(const char *line) {
    return strncmp(line, "    curl", 8) == 0 || strncmp(line, "VIOLATIONS: ", 12) == 0 ||
           strncmp(line, "Conforms: ", 10) == 0;
}

Test(report_terminal, lines_fit, .timeout = 10) {
    static const unsigned widths[] = {0, 66, 80, 100, 200};
    for (size_t i = 0; i < PL_COUNT(widths); i++) {
        const pl_terminal terminal = {.width = widths[i]};
        const unsigned width = widths[i] == 0 ? 80 : widths[i];
        char *text = fx_print_terminal(fx_result(), &terminal);
        for (const char *line = text; *line != '\0';) {
            const size_t len = strcspn(line, "\n");
            cr_assert(columns_of(line, len) <= width || may_be_long(line), "width %u: %.*s",
                      widths[i], (int)len, line);
            line += len + 1;
        }
        free(text);
    }
}

Test(report_terminal, rows_of_the_table_are_aligned, .timeout = 10) {
    const pl_terminal terminal = {.width = 80};
    char *text = fx_print_terminal(fx_result(), &terminal);
    const char *line = strstr(text, "  group");
    cr_assert_not_null(line, "no table");
    const size_t width = columns_of(line, strcspn(line, "\n"));
    size_t rows = 0;
    for (; *line != '\n'; line += strcspn(line, "\n") + 1) {
        cr_assert_eq(columns_of(line, strcspn(line, "\n")), width, "not aligned:\n%s", text);
        rows++;
    }
    cr_assert_eq(rows, 8, "heading, five groups, rule, total: %zu", rows);
    check_has(text, "\xe2\x9c\x97 items[].quantity ");
    check_has(text, "? authentication ");
    check_has(text, "- account ");
    check_has(text, "\xe2\x9c\x93 whitelisted_payment_method[] ");
    free(text);
}

Test(report_terminal, parts, .timeout = 10) {
    const pl_terminal terminal = {.width = 80};
    char *text = fx_print_terminal(fx_result(), &terminal);
    check_has(text, "\nViolations (2)\n");
    check_has(text, "\nWarnings (2)\n");
    check_has(text, "\nObservations (11)\n");
    check_has(text, "\nUnclear (3)\n");
    check_has(text, "    constraint  /items/0/quantity minimum 1\n");
    check_has(text, "    expected    422\n    got         200\n");
    check_has(text, "observation 5\n");
    check_lacks(text, "observation 6");
    check_has(text, "\xe2\x80\xa6 and 4 more");
    check_has(text, "--report json=FILE");
    check_has(text, "  not run          2  PAYLINK_INACTIVE_ACCOUNT_ID is not set\n");
    check_has(text, "  inconclusive     1  timed out\n");
    check_has(text, "\nVIOLATIONS: 2 in 1 of 8 cases; 4 passed, 2 warnings, 11 observations, 1 "
                    "inconclusive, 2 not run; 12 requests in 31.0 s\n");
    /* One case, two violations: one heading, one curl line. */
    const char *curl = strstr(text, "    curl -sS -X POST");
    cr_assert_not_null(curl);
    cr_assert_null(strstr(curl + 1, "    curl -sS -X POST"), "curl twice:\n%s", text);
    free(text);
}

Test(report_terminal, hostile_text_is_harmless, .timeout = 10) {
    const pl_terminal terminal = {.width = 80};
    char *text = fx_print_terminal(fx_result(), &terminal);
    for (const char *at = text; *at != '\0'; at++) {
        const unsigned char byte = (unsigned char)*at;
        cr_assert((byte >= ' ' && byte != 0x7F) || byte == '\n', "control %02x", byte);
    }
    cr_assert(pl_utf8_valid(pl_bytes_of(text)));
    check_has(text, "\\x1b[31m\\x07\\x01\\xff\\xc3(\\u202e<b>");
    free(text);
}

Test(report_terminal, colour_is_ours_alone, .timeout = 10) {
    const pl_terminal terminal = {.width = 80, .colour = true};
    char *text = fx_print_terminal(fx_result(), &terminal);
    check_has(text, "\x1b[31m");
    size_t depth = 0;
    for (const char *at = strchr(text, '\x1b'); at != NULL; at = strchr(at + 1, '\x1b')) {
        const bool is_end = strncmp(at, "\x1b[0m", 4) == 0;
        cr_assert(is_end == (depth == 1), "a style is not ended: %.20s", at);
        depth = is_end ? 0 : 1;
    }
    cr_assert_eq(depth, 0, "a style is left on");
    free(text);
}

Test(report_terminal, clean_run, .timeout = 10) {
    const pl_terminal terminal = {.width = 80};
    char *text = fx_print_terminal(fx_clean_result(), &terminal);
    check_has(text, "\nConforms: 2 cases passed, 0 violations, 0 warnings, 0 observations, 0 "
                    "inconclusive, 0 not run; 4 requests in 0.2 s\n");
    check_lacks(text, "Violations (");
    check_lacks(text, "Observations");
    check_lacks(text, "Unclear");
    free(text);
}

Test(report_terminal, no_room_to_write, .timeout = 10) {
    const pl_terminal terminal = {.width = 80};
    FILE *full = fopen("/dev/full", "w");
    if (full == NULL) { cr_skip_test("no /dev/full here"); }
    cr_assert_eq(pl_report_terminal(fx_result(), &terminal, full), PL_E_IO);
    (void)fclose(full);
}

/* --- layout --------------------------------------------------------------------------------- */

struct wrap_row {
    const char *name;
    const char *text;
    const char *want;
};

/* Width 40, indent 10: 30 columns of room. */
static const struct wrap_row wrap_rows[] = {
    {"empty", "", "\n"},
    {"short", "one two", "one two\n"},
    {"exact", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n"},
    {"at-a-blank", "aaaaaaaaaaaaaaaaaaaaaaaaa bbb ccc",
     "aaaaaaaaaaaaaaaaaaaaaaaaa bbb\n          ccc\n"},
    {"long-word", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaabb",
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n          bb\n"},
    {"wide",
     "\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad"
     "\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad"
     "\xe4\xb8\xad\xe4\xb8\xad",
     "\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad"
     "\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad"
     "\xe4\xb8\xad\n          \xe4\xb8\xad\n"},
};

Test(report_layout, wrapped, .timeout = 10) {
    for (size_t i = 0; i < PL_COUNT(wrap_rows); i++) {
        pl_arena arena = {0};
        char *text = NULL;
        size_t len = 0;
        pl_layout layout = {.out = open_memstream(&text, &len), .arena = &arena, .width = 40};
        cr_assert_not_null(layout.out);
        pl_layout_put_wrapped(&layout, PL_STYLE_PLAIN, wrap_rows[i].text, 10);
        cr_assert_eq(fclose(layout.out), 0);
        cr_assert_str_eq(text, wrap_rows[i].want, "%s: got\n%s", wrap_rows[i].name, text);
        free(text);
        pl_arena_done(&arena);
    }
}

Test(report_layout, cut, .timeout = 10) {
    static const struct {
        const char *name, *text;
        size_t columns;
        const char *want;
    } rows[] = {
        {"fits", "abc", 3, "abc"},
        {"filled", "abc", 5, "abc  "},
        {"cut", "abcdef", 4, "abc\xe2\x80\xa6"},
        {"one", "abcdef", 1, "\xe2\x80\xa6"},
        {"wide-character-does-not-fit", "\xe4\xb8\xad\xe4\xb8\xad", 3, "\xe4\xb8\xad\xe2\x80\xa6"},
    };
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        pl_arena arena = {0};
        char *text = NULL;
        size_t len = 0;
        pl_layout layout = {.out = open_memstream(&text, &len), .arena = &arena, .width = 80};
        cr_assert_not_null(layout.out);
        pl_layout_put_cut(&layout, PL_STYLE_PLAIN, rows[i].text, rows[i].columns, true);
        cr_assert_eq(fclose(layout.out), 0);
        cr_assert_str_eq(text, rows[i].want, "%s: got '%s'", rows[i].name, text);
        free(text);
        pl_arena_done(&arena);
    }
}
