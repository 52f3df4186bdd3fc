#include "cli/man.h"

#include "cli/roff.h"
#include "cli/target.h"
#include "table_util.h"

TestSuite(cli_man, .timeout = 30);

/* Text as the page spells it; static storage. */
static const char *spelled(const char *text) {
    static char spelling[1024];
    FILE *out = fmemopen(spelling, sizeof spelling, "w");
    cr_assert_not_null(out);
    pl_roff_text(pl_bytes_of(text), out);
    cr_assert_eq(fclose(out), 0);
    return spelling;
}

static void check_option(const char *page, const char *command, const struct argp_option *row) {
    char name[128];
    char line[512];
    (void)snprintf(name, sizeof name, "--%s", row->name);
    (void)snprintf(line, sizeof line, "\\fB%s\\fR", spelled(name));
    cr_assert_not_null(strstr(page, line), "%s --%s is not in the page", command, row->name);
    if (strchr(row->doc, '{') == NULL) {
        cr_assert_not_null(strstr(page, spelled(row->doc)), "%s --%s: its text is not there",
                           command, row->name);
    }
}

Test(cli_man, every_option_of_every_command) {
    char *page = tu_page(pl_man_write, pl_commands, pl_command_count);
    for (size_t i = 0; i < pl_command_count; i++) {
        char title[128];
        (void)snprintf(title, sizeof title, "\n.SS %s \\(en ", pl_commands[i].name);
        cr_assert_not_null(strstr(page, title), "%s", title);
    }
    tu_walk(page, pl_commands, pl_command_count, check_option);
    for (size_t i = 0; i < pl_setting_count; i++) {
        cr_assert_not_null(strstr(page, pl_setting_rows[i].name), "%s", pl_setting_rows[i].name);
    }
    free(page);
}

Test(cli_man, sections_in_order) {
    static const char *const titles[] = {
        ".TH PAYLINK 1 ",      "\n.SH NAME\n",
        "\n.SH SYNOPSIS\n",    "\n.SH DESCRIPTION\n",
        "\n.SH COMMANDS\n",    "\n.SH OPTIONS\n",
        "\n.SH ENVIRONMENT\n", "\n.SH \"EXIT STATUS\"\n",
        "\n.SH EXAMPLES\n",    "\n.SH \"SEE ALSO\"\n",
    };
    char *page = tu_page(pl_man_write, pl_commands, pl_command_count);
    const char *at = page;
    for (size_t i = 0; i < PL_COUNT(titles); i++) {
        const char *found = strstr(at, titles[i]);
        cr_assert_not_null(found, "%s", titles[i]);
        at = found + 1;
    }
    for (const char *byte = page; *byte != '\0'; byte++) {
        cr_assert((*byte >= ' ' && *byte <= '~') || *byte == '\n', "byte 0x%02x",
                  (unsigned)*byte & 0xffu);
    }
    free(page);
}

/* A row that is added to a table is in the page; so are all parts of a help text, where they belong. */
Test(cli_man, added_command) {
    char *page = tu_page(pl_man_write, tu_commands, PL_COUNT(tu_commands));
    tu_walk(page, tu_commands, PL_COUNT(tu_commands), check_option);
    static const char *const wanted[] = {
        ".TP\n\\fB\\-n\\fR, \\fB\\-\\-brand\\-new\\fR=\\fIFILE\\fR\nA row that was added\n",
        "\\fB\\-\\-maybe\\fR[=\\fISTATUS\\fR]\n",
        "\\fBpaylink extra\\fR [\\fIOPTION\\fR...] OLD_FILE [FILE...]\n",
        "\n.PP\n\\&.dotted text\n",
        ".SH EXAMPLES\n.SS extra\n.RS 4\n.nf\npaylink extra \\-n x\n",
        "\n.SS extra\nExit status: 0 done.\n",
    };
    for (size_t i = 0; i < PL_COUNT(wanted); i++) {
        cr_assert_not_null(strstr(page, wanted[i]), "%s is not in\n%s", wanted[i], page);
    }
    cr_assert_null(strstr(page, "secret\\fR"), "a hidden option");
    free(page);
}

Test(cli_man, lost_output) {
    FILE *full = fopen("/dev/full", "w");
    if (full == NULL) { cr_skip_test("no /dev/full here"); }
    (void)setvbuf(full, NULL, _IONBF, 0);
    cr_assert_eq(pl_man_write(pl_commands, pl_command_count, full), PL_E_IO);
    (void)fclose(full);
}
