/* Every command explains itself; walks the table of commands. */
#include <criterion/criterion.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/option_table.h"
#include "cli/values.h"
#include "spawn.h"

TestSuite(cli_help, .timeout = 120);

enum { COLUMNS_MAX = 80, LINES_MAX = 24 };

static void check_page(const char *name, const sp_result *got) {
    cr_assert_eq(got->exit_status, 0, "%s: exit %d: %s", name, got->exit_status, got->err);
    cr_assert_str_eq(got->err, "", "%s: %s", name, got->err);
    cr_assert_neq(got->out_len, 0, "%s: prints nothing", name);
    for (const char *line = got->out; *line != '\0';) {
        const size_t len = strcspn(line, "\n");
        cr_assert_leq(len, COLUMNS_MAX, "%s: %.*s", name, (int)len, line);
        line += len;
        if (*line == '\n') { line++; }
    }
}

static void check_holds(const char *name, const char *text, const char *want) {
    cr_assert_not_null(strstr(text, want), "%s: '%s' is not in:\n%s", name, want, text);
}

/* Options of the command, and those that argp adds. */
static bool has_option(const struct argp *argp, const char *name, size_t name_len) {
    const struct argp *const tables[] = {argp, &pl_option_common};
    for (size_t i = 0; i < PL_COUNT(tables); i++) {
        pl_option_list list;
        pl_option_list_read(tables[i], &list);
        for (size_t j = 0; j < list.count; j++) {
            const char *known = list.options[j].row->name;
            if (strlen(known) == name_len && memcmp(known, name, name_len) == 0) { return true; }
        }
    }
    return false;
}

/* The words after "paylink NAME" of an example, up to a pipe, name options that are there. */
static void check_example(const pl_command *command, const char *line, size_t len) {
    for (const char *at = line; at < line + len && *at != '|';) {
        const size_t word_len = strcspn(at, " \n");
        if (strncmp(at, "--", 2) == 0) {
            const size_t name_len = strcspn(at + 2, "= \n)");
            cr_assert(has_option(command->argp, at + 2, name_len), "%s: an example has '%.*s'",
                      command->name, (int)word_len, at);
        }
        at += word_len + 1;
    }
}

/* How many lines call the command. */
static unsigned check_examples(const pl_command *command, const char *page) {
    const char *call = sp_line("paylink %s", command->name);
    const char *line = strstr(page, "\nExample");
    cr_assert_not_null(line, "%s: no example", command->name);
    unsigned count = 0;
    for (line = strchr(line + 1, '\n'); line != NULL && strncmp(line, "\n  ", 3) == 0;
         line = strchr(line + 1, '\n')) {
        const char *found = strstr(line + 1, call);
        const size_t len = strcspn(line + 1, "\n");
        if (found == NULL || found > line + 1 + len) { continue; }
        check_example(command, found, len - (size_t)(found - line - 1));
        count++;
    }
    return count;
}

Test(cli_help, every_page_teaches) {
    for (size_t i = 0; i < pl_command_count; i++) {
        const pl_command *command = &pl_commands[i];
        sp_result page = sp_run(sp_line("%s --help", command->name), "", NULL);
        check_page(command->name, &page);
        check_holds(command->name, page.out, sp_line("Usage: paylink %s ", command->name));
        check_holds(command->name, page.out, "\nExit status: 0 ");
        cr_assert_gt(check_examples(command, page.out), 0u, "%s: no example of it", command->name);
        for (size_t j = 0; j < pl_value_kind_count; j++) {
            cr_assert_null(strstr(page.out, sp_line("{%s}", pl_value_kinds[j].name)),
                           "%s: no pl_value_help filter", command->name);
        }
        pl_option_list list;
        pl_option_list_read(command->argp, &list);
        for (size_t j = 0; j < list.count; j++) {
            const struct argp_option *row = list.options[j].row;
            check_holds(command->name, page.out,
                        row->arg == NULL ? sp_line("--%s", row->name)
                                         : sp_line("--%s=%s", row->name, row->arg));
        }
        sp_result_done(&page);
    }
}

/* The ways to ask give the same answer. */
Test(cli_help, same_page) {
    static const char *const ways[] = {"help %s", "%s -h", "%s -?"};
    for (size_t i = 0; i < pl_command_count; i++) {
        const char *name = pl_commands[i].name;
        sp_result want = sp_run(sp_line("%s --help", name), "", NULL);
        for (size_t j = 0; j < PL_COUNT(ways); j++) {
            char line[64];
            const char *mark = strstr(ways[j], "%s");
            (void)snprintf(line, sizeof line, "%.*s%s%s", (int)(mark - ways[j]), ways[j], name,
                           mark + 2);
            sp_result got = sp_run(line, "", NULL);
            check_page(line, &got);
            cr_assert_str_eq(got.out, want.out, "%s", line);
            sp_result_done(&got);
        }
        sp_result_done(&want);
    }
}

Test(cli_help, version_and_usage) {
    for (size_t i = 0; i <= pl_command_count; i++) {
        const char *name = i < pl_command_count ? pl_commands[i].name : "";
        static const char *const options[] = {"--version", "-V", "--usage"};
        for (size_t j = 0; j < PL_COUNT(options); j++) {
            if (name[0] == '\0' && strcmp(options[j], "--usage") == 0) { continue; }
            const char *line = sp_line("%s%s%s", name, name[0] != '\0' ? " " : "", options[j]);
            sp_result got = sp_run(line, "", NULL);
            check_page(line, &got);
            const char *want =
                strcmp(options[j], "--usage") == 0 ? "Usage: paylink " : "paylink " PL_VERSION "\n";
            cr_assert_eq(strncmp(got.out, want, strlen(want)), 0, "%s: %s", line, got.out);
            sp_result_done(&got);
        }
    }
}

/* The overview stays on one screen, and names every command with its purpose. */
Test(cli_help, overview) {
    static const char *const lines[] = {"help", "--help", "-h", "-?"};
    for (size_t i = 0; i < PL_COUNT(lines); i++) {
        sp_result got = sp_run(lines[i], "", NULL);
        check_page(lines[i], &got);
        unsigned count = 0;
        for (const char *at = got.out; (at = strchr(at, '\n')) != NULL; at++) { count++; }
        cr_assert_leq(count, LINES_MAX, "%u lines", count);
        const char *last = got.out;
        for (size_t j = 0; j < pl_command_count; j++) {
            const char *row = strstr(
                last, sp_line("\n  %-10s %s\n", pl_commands[j].name, pl_commands[j].purpose));
            cr_assert_not_null(row, "%s is missing, or out of order:\n%s", pl_commands[j].name,
                               got.out);
            last = row + 1;
        }
        check_holds(lines[i], got.out, "\nExit status: 0 ");
        sp_result_done(&got);
    }
}

/* A slip in any command's name is answered with the name. */
Test(cli_help, suggests) {
    for (size_t i = 0; i < pl_command_count; i++) {
        sp_result got = sp_run(sp_line("help %sx", pl_commands[i].name), "", NULL);
        cr_assert_eq(got.exit_status, 2, "%s: exit %d", pl_commands[i].name, got.exit_status);
        check_holds("suggests", got.err, sp_line("did you mean '%s'?", pl_commands[i].name));
        cr_assert_str_eq(got.out, "");
        sp_result_done(&got);
    }
}

struct row {
    const char *line, *want_err;
};

static const struct row refused[] = {
    {"help --completion zsh", "--completion takes one of: bash; not 'zsh'"},
    {"help --completion", "requires an argument"},
    {"help --man --completion bash", "one thing at a time"},
    {"help --man run", "one thing at a time"},
    {"help --mann", "did you mean --man?"},
};

Test(cli_help, refused) {
    for (size_t i = 0; i < PL_COUNT(refused); i++) {
        sp_result got = sp_run(refused[i].line, "", NULL);
        cr_assert_eq(got.exit_status, 2, "%s: exit %d", refused[i].line, got.exit_status);
        check_holds(refused[i].line, got.err, refused[i].want_err);
        cr_assert_str_eq(got.out, "", "%s", refused[i].line);
        sp_result_done(&got);
    }
}
