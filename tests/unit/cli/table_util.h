/* Pages that are written from a table of commands. */
#ifndef PL_TESTS_CLI_TABLE_UTIL_H
#define PL_TESTS_CLI_TABLE_UTIL_H

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "cli/option_table.h"

typedef pl_status (*tu_writer)(const pl_command *commands, size_t command_count, FILE *out);

/* The page of a table; the caller frees it. */
static inline char *tu_page(tu_writer write, const pl_command *commands, size_t command_count) {
    char *text = NULL;
    size_t text_len = 0;
    FILE *out = open_memstream(&text, &text_len);
    cr_assert_not_null(out);
    cr_assert_eq(write(commands, command_count, out), PL_OK);
    cr_assert_eq(fclose(out), 0);
    cr_assert_eq(strlen(text), text_len);
    return text;
}

/* A command that nobody has, with all that a table can hold. */
/* clang-format off */
static const struct argp_option tu_child_options[] = {
    {"inherited", 0x2000, "URL", 0, "From a child", 0},
    {0},
};
static const struct argp tu_child = {.options = tu_child_options};
static const struct argp_child tu_children[] = {{&tu_child, 0, NULL, 0}, {0}};
static const struct argp_option tu_options[] = {
    {NULL,     0,   NULL,     0,                   "A heading:", 1},
    {"brand-new", 'n', "FILE", 0,                  "A row that was added", 0},
    {"maybe",  300, "STATUS", OPTION_ARG_OPTIONAL, "With or without", 0},
    {"secret", 301, "N",      OPTION_HIDDEN,       "Not for people", 0},
    {0},
};
/* clang-format on */
static const struct argp tu_argp = {
    .options = tu_options,
    .args_doc = "OLD_FILE [FILE...]",
    .doc = "Do it.\v.dotted text\n\nExamples:\n  paylink extra -n x\n\n"
           "Exit status: 0 done.",
    .children = tu_children};
static const pl_command tu_commands[] = {{"extra", "an extra one", NULL, &tu_argp}};

/* What a test asks of every option: of all commands, and of the one above. */
typedef void (*tu_check)(const char *page, const char *command, const struct argp_option *row);

static inline void tu_walk(const char *page, const pl_command *commands, size_t command_count,
                           tu_check check) {
    for (size_t i = 0; i < command_count; i++) {
        pl_option_list list;
        pl_option_list_read(commands[i].argp, &list);
        for (size_t j = 0; j < list.count; j++) {
            if (!pl_option_is_hidden(&list.options[j])) {
                check(page, commands[i].name, list.options[j].row);
            }
        }
    }
}

#endif
