#include "cli/option_table.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* clang-format off */
static const struct argp_option common_options[] = {
    {"help",    '?', NULL, 0, "Give this help list", 0},
    {"usage",   1,   NULL, 0, "Give a short usage message", 0},
    {"version", 'V', NULL, 0, "Print program version", 0},
    {0},
};
/* clang-format on */

const struct argp pl_option_common = {.options = common_options};

/* argp's own rule. */
static bool is_end(const struct argp_option *row) {
    return row->name == NULL && row->key == 0 && row->doc == NULL && row->group == 0;
}

static void add_rows(const struct argp *owner, pl_option_list *list) {
    const struct argp_option *row = owner->options;
    for (; row != NULL && !is_end(row); row++) {
        if (row->name == NULL) { continue; } /* a heading */
        assert(list->count < PL_OPTION_COUNT_MAX);
        list->options[list->count++] = (pl_option){.row = row, .owner = owner};
    }
}

void pl_option_list_read(const struct argp *argp, pl_option_list *ret_list) {
    assert(argp != NULL);
    assert(ret_list != NULL);
    ret_list->count = 0;
    add_rows(argp, ret_list);
    const struct argp_child *child = argp->children;
    for (; child != NULL && child->argp != NULL; child++) {
        assert(child->argp->children == NULL); /* one level is enough */
        add_rows(child->argp, ret_list);
    }
}

bool pl_option_is_hidden(const pl_option *option) {
    assert(option != NULL);
    return (option->row->flags & OPTION_HIDDEN) != 0;
}

/* What argp prints for a text: what the owner's filter makes of it. */
static const char *filtered(const struct argp *owner, int key, const char *text, pl_arena *arena) {
    if (owner->help_filter == NULL || text == NULL) { return text != NULL ? text : ""; }
    char *page = owner->help_filter(key, text, NULL);
    if (page == text) { return text; }
    const char *copy = pl_arena_text(arena, pl_bytes_of(page));
    free(page);
    return copy;
}

const char *pl_option_doc(const pl_option *option, pl_arena *arena) {
    assert(option != NULL);
    return filtered(option->owner, option->row->key, option->row->doc, arena);
}

const char *pl_help_before(const struct argp *argp, pl_arena *arena) {
    assert(argp != NULL);
    if (argp->doc == NULL) { return ""; }
    const size_t len = strcspn(argp->doc, "\v");
    const char *text = pl_arena_text(arena, (pl_bytes){(const uint8_t *)argp->doc, len});
    return text != NULL ? filtered(argp, ARGP_KEY_HELP_PRE_DOC, text, arena) : NULL;
}

const char *pl_help_after(const struct argp *argp, pl_arena *arena) {
    assert(argp != NULL);
    const char *mark = argp->doc != NULL ? strchr(argp->doc, '\v') : NULL;
    return filtered(argp, ARGP_KEY_HELP_POST_DOC, mark != NULL ? mark + 1 : NULL, arena);
}
