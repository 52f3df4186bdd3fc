#include "cli/option_table.h"

#include "table_util.h"

TestSuite(cli_option_table, .timeout = 10);

Test(cli_option_table, own_rows_then_inherited_ones) {
    static const char *const want[] = {"brand-new", "maybe", "secret", "inherited"};
    pl_option_list list;
    pl_option_list_read(&tu_argp, &list);
    cr_assert_eq(list.count, PL_COUNT(want));
    for (size_t i = 0; i < list.count; i++) {
        cr_assert_str_eq(list.options[i].row->name, want[i]);
        cr_assert_eq(pl_option_is_hidden(&list.options[i]), i == 2, "%s", want[i]);
        cr_assert_eq(list.options[i].owner, i < 3 ? &tu_argp : &tu_child, "%s", want[i]);
    }
}

/* argp reports two options of one name or letter to nobody: the first one wins. */
Test(cli_option_table, no_option_twice) {
    for (size_t i = 0; i < pl_command_count; i++) {
        pl_option_list list;
        pl_option_list_read(pl_commands[i].argp, &list);
        cr_assert_gt(list.count, 0u, "%s", pl_commands[i].name);
        for (size_t j = 0; j < list.count; j++) {
            const struct argp_option *row = list.options[j].row;
            cr_assert_not_null(row->doc, "%s --%s", pl_commands[i].name, row->name);
            cr_assert_eq(row->flags & (OPTION_ALIAS | OPTION_DOC), 0,
                         "%s --%s: the pages know no aliases", pl_commands[i].name, row->name);
            for (size_t k = 0; k < j; k++) {
                cr_assert_str_neq(row->name, list.options[k].row->name, "%s", pl_commands[i].name);
                cr_assert_neq(row->key, list.options[k].row->key, "%s --%s", pl_commands[i].name,
                              row->name);
            }
        }
    }
}

Test(cli_option_table, help_texts) {
    pl_arena arena;
    pl_arena_init(&arena);
    cr_assert_str_eq(pl_help_before(&tu_argp, &arena), "Do it.");
    cr_assert_eq(strncmp(pl_help_after(&tu_argp, &arena), ".dotted", 7), 0);
    static const struct argp bare = {.options = NULL};
    cr_assert_str_eq(pl_help_before(&bare, &arena), "");
    cr_assert_str_eq(pl_help_after(&bare, &arena), "");
    cr_assert_not_null(strstr(pl_help_after(&pl_run_argp, &arena), "PAYLINK_CLIENT_SECRET"));
    pl_arena_done(&arena);
}
