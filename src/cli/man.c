/* paylink(1), from the table of commands, their options and the texts of their help pages. */
#include "cli/man.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>

#include "cli/option_table.h"
#include "cli/roff.h"
#include "cli/target.h"

static const char description[] =
    "Every constraint of the contract is tried from both sides of its limit. What the contract promises must hold: an "
    "answer that breaks it is a violation. Where the contract contradicts itself, or a server answers with a status "
    "that it does not list, there is a warning; where it is silent, the server may do as it likes, and what it does "
    "is an observation, which fails nothing.";

static const char environment_intro[] =
    "Commands that call a server take these settings from the environment, or from a file of NAME=VALUE lines "
    "(--config). The environment wins. Secrets are never taken from the command line.";

/* --- lines ---------------------------------------------------------------------------------- */

static void put(const char *text, FILE *out) {
    pl_roff_text(pl_bytes_of(text), out);
}

static void put_paragraph(const char *text, bool after_heading, FILE *out) {
    pl_roff_paragraph(pl_bytes_of(text), after_heading, out);
}

static void put_section(const char *title, FILE *out) {
    (void)fprintf(out, ".SH %s\n", title);
}

/* A word, or two, in a font: "B" bold, "I" italic. */
static void put_font(char font, const char *text, FILE *out) {
    (void)fprintf(out, "\\f%c", font);
    put(text, out);
    (void)fputs("\\fR", out);
}

/* --- help pages ----------------------------------------------------------------------------- */

/* Where a paragraph of a help page belongs, by its first words. */
typedef enum part {
    PART_COMMAND,
    PART_ENVIRONMENT, /* the same for all commands: said once */
    PART_EXIT,
    PART_EXAMPLES,
    PART_COUNT
} part;

static const char *const part_starts[PART_COUNT] = {
    [PART_COMMAND] = NULL,
    [PART_ENVIRONMENT] = "Settings, ",
    [PART_EXIT] = "Exit status:",
    [PART_EXAMPLES] = "Example",
};

static part part_of(pl_bytes paragraph) {
    for (part i = 0; i < PART_COUNT; i++) {
        const char *start = part_starts[i];
        if (start == NULL || paragraph.len < strlen(start)) { continue; }
        if (memcmp(paragraph.ptr, start, strlen(start)) == 0) { return i; }
    }
    return PART_COMMAND;
}

/* The first paragraph at *at, which moves behind it; false at the end. */
static bool next_paragraph(const char **at, pl_bytes *ret_paragraph) {
    const char *start = *at + strspn(*at, "\n");
    if (*start == '\0') { return false; }
    const char *end = strstr(start, "\n\n");
    size_t len = end != NULL ? (size_t)(end - start) : strlen(start);
    *at = start + len;
    while (len > 0 && start[len - 1] == '\n') { len--; }
    *ret_paragraph = (pl_bytes){(const uint8_t *)start, len};
    return true;
}

/* Without its first line, "Examples:". */
static pl_bytes without_title(pl_bytes paragraph) {
    const uint8_t *end = memchr(paragraph.ptr, '\n', paragraph.len);
    const size_t skipped = end != NULL ? (size_t)(end - paragraph.ptr) + 1 : paragraph.len;
    return (pl_bytes){paragraph.ptr + skipped, paragraph.len - skipped};
}

/* The paragraphs of one part, of one command. */
static pl_status put_part(const pl_command *command, part wanted, pl_arena *arena, FILE *out) {
    const char *after = pl_help_after(command->argp, arena);
    if (after == NULL) { return PL_E_MEMORY; }
    pl_bytes paragraph;
    size_t count = 0;
    while (next_paragraph(&after, &paragraph)) {
        const part found = part_of(paragraph);
        if (found == PART_ENVIRONMENT && wanted == PART_COMMAND) {
            put_paragraph("It takes settings: see ENVIRONMENT.", false, out);
        } else if (found == wanted) {
            const bool is_first = wanted != PART_COMMAND && count++ == 0;
            pl_roff_paragraph(found == PART_EXAMPLES ? without_title(paragraph) : paragraph,
                              is_first, out);
        }
    }
    return PL_OK;
}

/* The same of all commands, each under its name. */
static pl_status put_parts(const pl_command *commands, size_t command_count, part wanted,
                           pl_arena *arena, FILE *out) {
    for (size_t i = 0; i < command_count; i++) {
        (void)fputs(".SS ", out);
        put(commands[i].name, out);
        (void)fputc('\n', out);
        const pl_status status = put_part(&commands[i], wanted, arena, out);
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}

/* --- commands ------------------------------------------------------------------------------- */

static pl_status put_option(const pl_option *option, pl_arena *arena, FILE *out) {
    const struct argp_option *row = option->row;
    const char *doc = pl_option_doc(option, arena);
    if (doc == NULL) { return PL_E_MEMORY; }
    (void)fputs(".TP\n", out);
    if (row->key > 0 && row->key <= CHAR_MAX && isgraph(row->key) != 0) {
        const char letter[] = {'-', (char)row->key, '\0'};
        put_font('B', letter, out);
        (void)fputs(", ", out);
    }
    const char *name = pl_arena_printf(arena, "--%s", row->name);
    if (name == NULL) { return PL_E_MEMORY; }
    put_font('B', name, out);
    if (row->arg != NULL) {
        const bool optional = (row->flags & OPTION_ARG_OPTIONAL) != 0;
        (void)fputs(optional ? "[=" : "=", out);
        put_font('I', row->arg, out);
        (void)fputs(optional ? "]" : "", out);
    }
    (void)fputc('\n', out);
    pl_roff_line(pl_bytes_of(doc), out);
    return PL_OK;
}

static pl_status put_options(const struct argp *argp, pl_arena *arena, FILE *out) {
    pl_option_list list;
    pl_option_list_read(argp, &list);
    pl_status status = PL_OK;
    for (size_t i = 0; i < list.count && status == PL_OK; i++) {
        if (!pl_option_is_hidden(&list.options[i])) {
            status = put_option(&list.options[i], arena, out);
        }
    }
    return status;
}

static pl_status put_command(const pl_command *command, pl_arena *arena, FILE *out) {
    const char *before = pl_help_before(command->argp, arena);
    if (before == NULL) { return PL_E_MEMORY; }
    (void)fputs(".SS ", out);
    put(command->name, out);
    (void)fputs(" \\(en ", out);
    put(command->purpose, out);
    (void)fputc('\n', out);
    put_paragraph(before, true, out);
    const pl_status status = put_options(command->argp, arena, out);
    return status == PL_OK ? put_part(command, PART_COMMAND, arena, out) : status;
}

/* One line for each way to call the command: argp parts them by line ends. */
static void put_synopsis(const pl_command *command, bool is_first, FILE *out) {
    const char *at = command->argp->args_doc != NULL ? command->argp->args_doc : "";
    for (bool more = true; more; is_first = false) {
        const size_t len = strcspn(at, "\n");
        (void)fputs(is_first ? "\\fBpaylink " : ".br\n\\fBpaylink ", out);
        put(command->name, out);
        (void)fputs("\\fR [\\fIOPTION\\fR...]", out);
        (void)fputs(len > 0 ? " " : "", out);
        pl_roff_text((pl_bytes){(const uint8_t *)at, len}, out);
        (void)fputc('\n', out);
        more = at[len] != '\0';
        at += len + 1;
    }
}

/* --- the page ------------------------------------------------------------------------------- */

static void put_top(const pl_command *commands, size_t command_count, FILE *out) {
    (void)fputs(".\\\" Made by: paylink help --man\n"
                ".TH PAYLINK 1 \"\" \"paylink " PL_VERSION "\" \"User Commands\"\n",
                out);
    put_section("NAME", out);
    (void)fputs("paylink \\- " PL_SUMMARY "\n", out);
    put_section("SYNOPSIS", out);
    for (size_t i = 0; i < command_count; i++) { put_synopsis(&commands[i], i == 0, out); }
    put_section("DESCRIPTION", out);
    put_paragraph(description, true, out);
    put_paragraph(PL_START_HERE, false, out);
}

static void put_environment(FILE *out) {
    put_section("ENVIRONMENT", out);
    put_paragraph(environment_intro, true, out);
    for (size_t i = 0; i < pl_setting_count; i++) {
        (void)fputs(".TP\n", out);
        put_font('B', pl_setting_rows[i].name, out);
        (void)fputc('\n', out);
        pl_roff_line(pl_bytes_of(pl_target_setting_purpose(&pl_setting_rows[i])), out);
    }
    (void)fputs(".TP\n", out);
    put_font('B', "NO_COLOR", out);
    (void)fputs("\nset and not empty: no colour on a terminal\n", out);
}

pl_status pl_man_write(const pl_command *commands, size_t command_count, FILE *out) {
    assert(commands != NULL && command_count > 0);
    assert(out != NULL);
    pl_arena arena;
    pl_arena_init(&arena);
    put_top(commands, command_count, out);
    put_section("COMMANDS", out);
    pl_status status = PL_OK;
    for (size_t i = 0; i < command_count && status == PL_OK; i++) {
        status = put_command(&commands[i], &arena, out);
    }
    put_section("OPTIONS", out);
    put_paragraph("Every command has these. --help may be written -h, too.", true, out);
    if (status == PL_OK) { status = put_options(&pl_option_common, &arena, out); }
    put_environment(out);
    put_section("\"EXIT STATUS\"", out);
    put_paragraph(PL_EXIT_HELP, true, out);
    if (status == PL_OK) { status = put_parts(commands, command_count, PART_EXIT, &arena, out); }
    put_section("EXAMPLES", out);
    if (status == PL_OK) {
        status = put_parts(commands, command_count, PART_EXAMPLES, &arena, out);
    }
    put_section("\"SEE ALSO\"", out);
    (void)fputs(".BR curl (1),\n.BR jq (1)\n", out);
    pl_arena_done(&arena);
    if (status != PL_OK) { return status; }
    return ferror(out) == 0 ? PL_OK : PL_E_IO;
}
