/* The tables of commands, options and values, as the functions of a shell script. */
#include "cli/completion.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>

#include "cli/completion_internal.h"
#include "cli/option_table.h"
#include "cli/values.h"

/* --- options -------------------------------------------------------------------------------- */

static void put_option_names(const struct argp *argp, FILE *out) {
    pl_option_list list;
    pl_option_list_read(argp, &list);
    for (size_t i = 0; i < list.count; i++) {
        if (pl_option_is_hidden(&list.options[i])) { continue; }
        (void)fprintf(out, " --%s", list.options[i].row->name);
    }
}

static void put_options(const pl_command *commands, size_t command_count, FILE *out) {
    (void)fputs("# Into options: those of command $1.\n"
                "_paylink_options() {\n"
                "    case $1 in\n",
                out);
    for (size_t i = 0; i < command_count; i++) {
        (void)fprintf(out, "    %s) options=(", commands[i].name);
        put_option_names(commands[i].argp, out);
        put_option_names(&pl_option_common, out);
        (void)fputs(" ) ;;\n", out);
    }
    (void)fputs("    esac\n}\n", out);
}

static void put_option_kinds(const pl_command *command, FILE *out) {
    pl_option_list list;
    pl_option_list_read(command->argp, &list);
    for (size_t i = 0; i < list.count; i++) {
        const struct argp_option *row = list.options[i].row;
        if (row->arg == NULL) { continue; }
        (void)fprintf(out, "    '%s --%s'", command->name, row->name);
        if (row->key > 0 && row->key <= CHAR_MAX && isgraph(row->key) != 0) {
            (void)fprintf(out, " | '%s -%c'", command->name, row->key);
        }
        (void)fprintf(out, ") kind='%s' ;;\n", row->arg);
    }
}

/* --- arguments ------------------------------------------------------------------------------ */

/* The next kind that a usage line names, in brackets or not: capital letters. false at the end. */
static bool next_kind(const char **at, pl_bytes *ret_name, bool *ret_repeats) {
    static const char separators[] = " \n[]";
    static const char dots[] = "...";
    while (**at != '\0') {
        const char *word = *at + strspn(*at, separators);
        const size_t word_len = strcspn(word, separators);
        const size_t len = strcspn(word, ". \n[]");
        *at = word + word_len;
        if (pl_value_kind_of(word, len) == NULL) { continue; } /* an option that goes with it */
        *ret_name = (pl_bytes){(const uint8_t *)word, len};
        *ret_repeats = strncmp(word + len, dots, sizeof dots - 1) == 0;
        return true;
    }
    return false;
}

static void put_argument_kinds(const pl_command *command, FILE *out) {
    const char *at = command->argp->args_doc != NULL ? command->argp->args_doc : "";
    pl_bytes name;
    bool repeats = false;
    for (unsigned i = 0; next_kind(&at, &name, &repeats); i++) {
        if (repeats) {
            (void)fprintf(out, "    '%s '*", command->name);
        } else {
            (void)fprintf(out, "    '%s %u'", command->name, i);
        }
        (void)fprintf(out, ") kind='%.*s' ;;\n", (int)name.len, (const char *)name.ptr);
    }
}

static void put_kinds(const char *title, const pl_command *commands, size_t command_count,
                      void (*put)(const pl_command *command, FILE *out), FILE *out) {
    (void)fprintf(out, "\n%s() {\n    kind=''\n    case \"$1 $2\" in\n", title);
    for (size_t i = 0; i < command_count; i++) { put(&commands[i], out); }
    (void)fputs("    esac\n}\n", out);
}

/* --- values --------------------------------------------------------------------------------- */

static pl_status put_values(const pl_value_kind *kind, pl_arena *arena, FILE *out) {
    if (kind->source == PL_VALUE_FREE) { return PL_OK; }
    if (kind->source == PL_VALUE_FILE) {
        (void)fprintf(out, "    %s) files=yes ;;\n", kind->name);
        return PL_OK;
    }
    const char **list = kind->list(arena);
    if (list == NULL) { return PL_E_MEMORY; }
    (void)fprintf(out, "    %s) values=(", kind->name);
    for (; *list != NULL; list++) {
        assert(strchr(*list, '\'') == NULL); /* names of ours */
        (void)fprintf(out, " '%s'", *list);
    }
    (void)fputs(" ) ;;\n", out);
    return PL_OK;
}

static pl_status write_bash(const pl_command *commands, size_t command_count, FILE *out) {
    assert(commands != NULL && command_count > 0);
    assert(out != NULL);
    (void)fputs(
        "# Completion of paylink's command lines in bash; made by: paylink help --completion bash\n"
        "# shellcheck shell=bash\n\n",
        out);
    put_options(commands, command_count, out);
    put_kinds(
        "# Into kind: what option $2 of command $1 takes; empty: nothing.\n_paylink_option_kind",
        commands, command_count, put_option_kinds, out);
    put_kinds(
        "# Into kind: the argument of command $1 that has $2 others before it.\n_paylink_argument_kind",
        commands, command_count, put_argument_kinds, out);
    (void)fputs("\n# Into values, or files: what kind $1 may be.\n"
                "_paylink_values() {\n"
                "    case $1 in\n",
                out);
    pl_arena arena;
    pl_arena_init(&arena);
    pl_status status = PL_OK;
    for (size_t i = 0; i < pl_value_kind_count && status == PL_OK; i++) {
        status = put_values(&pl_value_kinds[i], &arena, out);
    }
    pl_arena_done(&arena);
    (void)fputs("    esac\n}\n", out);
    (void)fputs(pl_completion_bash_engine, out);
    if (status != PL_OK) { return status; }
    return ferror(out) == 0 ? PL_OK : PL_E_IO;
}

/* --- shells --------------------------------------------------------------------------------- */

const pl_completion pl_completions[] = {{.shell = "bash", .write = write_bash}};
const size_t pl_completion_count = PL_COUNT(pl_completions);

const pl_completion *pl_completion_of(const char *shell) {
    assert(shell != NULL);
    for (size_t i = 0; i < PL_COUNT(pl_completions); i++) {
        if (strcmp(pl_completions[i].shell, shell) == 0) { return &pl_completions[i]; }
    }
    return NULL;
}
