/* What the script says; tests/completion runs it in bash. */
#include "cli/completion.h"

#include "table_util.h"

TestSuite(cli_completion, .timeout = 30);

/* The part of the page that starts with title, up to its closing brace; the caller frees it. */
static char *part_of(const char *page, const char *title) {
    const char *start = strstr(page, title);
    cr_assert_not_null(start, "no %s", title);
    const char *end = strstr(start, "\n}\n");
    cr_assert_not_null(end, "no end of %s", title);
    return strndup(start, (size_t)(end - start));
}

static void check_option(const char *page, const char *command, const struct argp_option *row) {
    char word[256];
    char start[128];
    char *names = part_of(page, "\n_paylink_options()");
    (void)snprintf(start, sizeof start, "\n    %s) options=(", command);
    const char *line = strstr(names, start);
    cr_assert_not_null(line, "%s is not there", command);
    (void)snprintf(word, sizeof word, " --%s ", row->name);
    const char *found = strstr(line, word);
    cr_assert(found != NULL && found < line + 1 + strcspn(line + 1, "\n"), "%s --%s is not there",
              command, row->name);
    free(names);
    if (row->arg == NULL) { return; }
    char *kinds = part_of(page, "\n_paylink_option_kind()");
    (void)snprintf(word, sizeof word, "'%s --%s'", command, row->name);
    line = strstr(kinds, word);
    cr_assert_not_null(line, "%s", word);
    (void)snprintf(word, sizeof word, "kind='%s' ;;\n", row->arg);
    found = strstr(line, word);
    cr_assert(found != NULL && found < line + strcspn(line, "\n"), "%s --%s: %s", command,
              row->name, word);
    free(kinds);
}

Test(cli_completion, every_option_of_every_command) {
    for (size_t i = 0; i < pl_completion_count; i++) {
        char *page = tu_page(pl_completions[i].write, pl_commands, pl_command_count);
        tu_walk(page, pl_commands, pl_command_count, check_option);
        free(page);
    }
}

Test(cli_completion, added_command) {
    char *page = tu_page(pl_completion_of("bash")->write, tu_commands, PL_COUNT(tu_commands));
    tu_walk(page, tu_commands, PL_COUNT(tu_commands), check_option);
    static const char *const wanted[] = {
        "    'extra --brand-new' | 'extra -n') kind='FILE' ;;\n",
        "    'extra '*) kind='FILE' ;;\n",
        " --help --usage --version ) ;;\n",
    };
    for (size_t i = 0; i < PL_COUNT(wanted); i++) {
        cr_assert_not_null(strstr(page, wanted[i]), "%s is not in\n%s", wanted[i], page);
    }
    cr_assert_null(strstr(page, "secret "), "a hidden option");
    free(page);
}

Test(cli_completion, shells) {
    cr_assert_gt(pl_completion_count, 0u);
    cr_assert_not_null(pl_completion_of("bash"));
    cr_assert_null(pl_completion_of("cmd.exe"));
}
