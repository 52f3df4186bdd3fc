/* The kinds of arguments, and the tables that their closed sets come from. */
#include "cli/values.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cases_internal.h"
#include "cli/completion.h"
#include "cli/lint_internal.h"
#include "cli/mutants_internal.h"
#include "cli/personality.h"
#include "cli/target.h"
#include "report/diff_report.h"
#include "report/report.h"

/* Room for count names and the end. */
static const char **new_list(pl_arena *arena, size_t count) {
    const char **list = pl_arena_alloc(arena, (count + 1) * sizeof *list);
    if (list != NULL) { list[count] = NULL; }
    return list;
}

static const char **list_commands(pl_arena *arena) {
    const char **list = new_list(arena, pl_command_count);
    for (size_t i = 0; i < pl_command_count && list != NULL; i++) { list[i] = pl_commands[i].name; }
    return list;
}

static const char **list_formats(pl_arena *arena) {
    const char **list = new_list(arena, pl_report_format_count);
    for (size_t i = 0; i < pl_report_format_count && list != NULL; i++) {
        list[i] = pl_report_formats[i].name;
    }
    return list;
}

static const char **list_severities(pl_arena *arena) {
    const char **list = new_list(arena, PL_SEVERITY_COUNT);
    for (size_t i = 0; i < PL_SEVERITY_COUNT && list != NULL; i++) {
        list[i] = pl_severity_text((pl_severity)i);
    }
    return list;
}

static const char **list_grades(pl_arena *arena) {
    const char **list = new_list(arena, PL_GRADE_COUNT);
    for (pl_grade grade = 0; grade < PL_GRADE_COUNT && list != NULL; grade++) {
        list[grade] = pl_grade_text(grade);
    }
    return list;
}

static const char **list_layouts(pl_arena *arena) {
    const char **list = new_list(arena, pl_lint_layout_count);
    for (size_t i = 0; i < pl_lint_layout_count && list != NULL; i++) {
        list[i] = pl_lint_layouts[i].name;
    }
    return list;
}

static const char **list_weights(pl_arena *arena) {
    const char **list = new_list(arena, PL_LINT_SEVERITY_COUNT);
    for (pl_lint_severity severity = 0; severity < PL_LINT_SEVERITY_COUNT && list != NULL;
         severity++) {
        list[severity] = pl_lint_severity_text(severity);
    }
    return list;
}

static const char **list_styles(pl_arena *arena) {
    const char **list = new_list(arena, pl_diff_format_count);
    for (size_t i = 0; i < pl_diff_format_count && list != NULL; i++) {
        list[i] = pl_diff_formats[i].name;
    }
    return list;
}

static const char **list_shells(pl_arena *arena) {
    const char **list = new_list(arena, pl_completion_count);
    for (size_t i = 0; i < pl_completion_count && list != NULL; i++) {
        list[i] = pl_completions[i].shell;
    }
    return list;
}

static const char **list_statuses(pl_arena *arena) {
    const char **list = new_list(arena, pl_contract_answer_count);
    for (size_t i = 0; i < pl_contract_answer_count && list != NULL; i++) {
        list[i] = pl_arena_printf(arena, "%d", pl_contract_answers[i].status);
        if (list[i] == NULL) { return NULL; }
    }
    return list;
}

static const char **list_token_versions(pl_arena *arena) {
    const char **list = new_list(arena, PL_TOKEN_VERSION_COUNT);
    for (size_t i = 0; i < PL_TOKEN_VERSION_COUNT && list != NULL; i++) {
        list[i] = pl_target_token_versions[i];
    }
    return list;
}

/* clang-format off */
const pl_value_kind pl_value_kinds[] = {
    {"CLASS",   PL_VALUE_SET,  pl_mutants_groups},
    {"COMMAND", PL_VALUE_SET,  list_commands},
    {"CORPUS",  PL_VALUE_FILE, NULL},
    {"DIR",     PL_VALUE_FILE, NULL},
    {"FILE",    PL_VALUE_FILE, NULL},
    {"FORMAT",  PL_VALUE_SET,  list_formats},
    {"GRADE",   PL_VALUE_SET,  list_grades},
    {"GROUP",   PL_VALUE_SET,  pl_cases_groups},
    {"I/N",     PL_VALUE_FREE, NULL},
    {"ID",      PL_VALUE_FREE, NULL},
    {"JOURNAL", PL_VALUE_FILE, NULL},
    {"LAYOUT",  PL_VALUE_SET,  list_layouts},
    {"LIST",    PL_VALUE_FREE, NULL},
    {"MS",      PL_VALUE_FREE, NULL},
    {"N",       PL_VALUE_FREE, NULL},
    {"NEW",     PL_VALUE_FILE, NULL},
    {"OLD",     PL_VALUE_FILE, NULL},
    {"OPERATION", PL_VALUE_FREE, NULL},
    {"PERSONALITY", PL_VALUE_SET, pl_personality_names},
    {"PREFIX",  PL_VALUE_FREE, NULL},
    {"RECORD",  PL_VALUE_FILE, NULL},
    {"SECONDS", PL_VALUE_FREE, NULL},
    {"SEVERITY", PL_VALUE_SET, list_severities},
    {"SHELL",   PL_VALUE_SET,  list_shells},
    {"STATUS",  PL_VALUE_SET,  list_statuses},
    {"STYLE",   PL_VALUE_SET,  list_styles},
    {"URL",     PL_VALUE_FREE, NULL},
    {"VERSION", PL_VALUE_SET,  list_token_versions},
    {"WEIGHT",  PL_VALUE_SET,  list_weights},
};
/* clang-format on */

const size_t pl_value_kind_count = PL_COUNT(pl_value_kinds);

const pl_value_kind *pl_value_kind_of(const char *name, size_t name_len) {
    assert(name != NULL);
    for (size_t i = 0; i < PL_COUNT(pl_value_kinds); i++) {
        const pl_value_kind *kind = &pl_value_kinds[i];
        if (strlen(kind->name) == name_len && memcmp(kind->name, name, name_len) == 0) {
            return kind;
        }
    }
    return NULL;
}

void pl_value_names(const char *name, char *out, size_t out_cap) {
    const pl_value_kind *kind = pl_value_kind_of(name, strlen(name));
    assert(kind != NULL && kind->source == PL_VALUE_SET);
    assert(out_cap > 0);
    pl_arena arena;
    pl_arena_init(&arena);
    const char **list = kind->list(&arena);
    size_t len = 0;
    out[0] = '\0';
    for (size_t i = 0; list != NULL && list[i] != NULL && len < out_cap; i++) {
        len += (size_t)snprintf(out + len, out_cap - len, "%s%s", i == 0 ? "" : ", ", list[i]);
    }
    pl_arena_done(&arena);
}

/* The set that a "{NAME}" at text names, or NULL. */
static const pl_value_kind *marked(const char *text, size_t *ret_len) {
    const size_t len = text[0] == '{' ? strcspn(text, "}") : 0;
    if (len < 2 || text[len] != '}') { return NULL; }
    const pl_value_kind *kind = pl_value_kind_of(text + 1, len - 1);
    *ret_len = len + 1;
    return kind != NULL && kind->source == PL_VALUE_SET ? kind : NULL;
}

char *pl_value_help(int key, const char *text, void *input) {
    enum { NAMES_BYTES_MAX = 512 };
    (void)key;
    (void)input;
    if (text == NULL || strchr(text, '{') == NULL) {
        return (char *)text; /* argp's way to say: as it is */
    }
    char *page = NULL;
    size_t page_len = 0;
    FILE *out = open_memstream(&page, &page_len);
    if (out == NULL) { return (char *)text; }
    for (const char *at = text; *at != '\0';) {
        size_t mark_len = 0;
        const pl_value_kind *kind = marked(at, &mark_len);
        if (kind == NULL) {
            (void)fputc(*at++, out);
            continue;
        }
        char names[NAMES_BYTES_MAX];
        pl_value_names(kind->name, names, sizeof names);
        (void)fputs(names, out);
        at += mark_len;
    }
    if (fclose(out) == 0) { return page; }
    free(page);
    return (char *)text;
}
