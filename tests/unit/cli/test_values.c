#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "cli/option_table.h"
#include "cli/values.h"

TestSuite(cli_values, .timeout = 60);

Test(cli_values, kinds_are_sorted) {
    for (size_t i = 1; i < pl_value_kind_count; i++) {
        cr_assert_lt(strcmp(pl_value_kinds[i - 1].name, pl_value_kinds[i].name), 0, "%s",
                     pl_value_kinds[i].name);
    }
}

/* A set is neither empty nor holds a name twice, nor one that the completion could not quote. */
Test(cli_values, sets) {
    for (size_t i = 0; i < pl_value_kind_count; i++) {
        const pl_value_kind *kind = &pl_value_kinds[i];
        cr_assert_eq(kind->source == PL_VALUE_SET, kind->list != NULL, "%s", kind->name);
        if (kind->list == NULL) { continue; }
        pl_arena arena;
        pl_arena_init(&arena);
        const char **list = kind->list(&arena);
        cr_assert_not_null(list, "%s", kind->name);
        cr_assert_not_null(list[0], "%s is empty", kind->name);
        for (size_t j = 0; list[j] != NULL; j++) {
            cr_assert_neq(list[j][0], '\0', "%s", kind->name);
            cr_assert_null(strpbrk(list[j], "'\n="), "%s: %s", kind->name, list[j]);
            for (size_t k = 0; k < j; k++) {
                cr_assert_str_neq(list[j], list[k], "%s", kind->name);
            }
        }
        pl_arena_done(&arena);
    }
}

/* A new name in an option table wants a row in src/cli/values.c: is it a file, a closed set, or free? */
static void check_name(const char *command, const char *name) {
    for (const char *at = name; *at != '\0';) {
        const size_t len = strcspn(at, "=");
        cr_assert_not_null(pl_value_kind_of(at, len),
                           "%s: '%.*s' has no row in pl_value_kinds (src/cli/values.c)", command,
                           (int)len, at);
        at += len;
        if (*at == '=') { at++; }
    }
}

/* The capital words of a usage line. */
static void check_usage(const pl_command *command) {
    const char *at = command->argp->args_doc != NULL ? command->argp->args_doc : "";
    char name[32];
    while (*(at += strspn(at, " \n[].")) != '\0') {
        const size_t len = strcspn(at, " \n[].");
        if (strncmp(at, "--", 2) != 0) {
            cr_assert_lt(len, sizeof name, "%s", at);
            memcpy(name, at, len);
            name[len] = '\0';
            check_name(command->name, name);
        }
        at += len;
    }
}

Test(cli_values, every_argument_has_its_kind) {
    size_t count = 0;
    for (size_t i = 0; i < pl_command_count; i++) {
        pl_option_list list;
        pl_option_list_read(pl_commands[i].argp, &list);
        for (size_t j = 0; j < list.count; j++) {
            const struct argp_option *row = list.options[j].row;
            if (row->arg != NULL) { check_name(pl_commands[i].name, row->arg); }
            count += row->arg != NULL;
        }
        check_usage(&pl_commands[i]);
    }
    cr_assert_gt(count, 10u);
}

/* ...and no row that nobody asks for. */
static bool is_used(const pl_value_kind *kind) {
    for (size_t i = 0; i < pl_command_count; i++) {
        const char *usage = pl_commands[i].argp->args_doc;
        if (usage != NULL && strstr(usage, kind->name) != NULL) { return true; }
        pl_option_list list;
        pl_option_list_read(pl_commands[i].argp, &list);
        for (size_t j = 0; j < list.count; j++) {
            const char *name = list.options[j].row->arg;
            if (name != NULL && strstr(name, kind->name) != NULL) { return true; }
        }
    }
    return false;
}

Test(cli_values, no_idle_kind) {
    for (size_t i = 0; i < pl_value_kind_count; i++) {
        cr_assert(is_used(&pl_value_kinds[i]), "%s", pl_value_kinds[i].name);
    }
}

Test(cli_values, names) {
    char out[64];
    pl_value_names("SHELL", out, sizeof out);
    cr_assert_str_eq(out, "bash");
    pl_value_names("STATUS", out, sizeof out);
    cr_assert_eq(strncmp(out, "200, ", 5), 0, "%s", out);
    char cut[6];
    pl_value_names("STATUS", cut, sizeof cut);
    cr_assert_str_eq(cut, "200, ");
}

Test(cli_values, help_filter) {
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"a shell: {SHELL}", "a shell: bash"},
        {"{SHELL}, {SHELL}.", "bash, bash."},
        {"{} {FILE} {NOBODY} {SHELL", "{} {FILE} {NOBODY} {SHELL"},
        {"", ""},
    };
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        char *got = pl_value_help(0, rows[i].text, NULL);
        cr_assert_str_eq(got, rows[i].want, "%s: %s", rows[i].text, got);
        if (got != rows[i].text) { free(got); }
    }
    cr_assert_null(pl_value_help(0, NULL, NULL));
}
