#include "compare_util.h"

#include <criterion/criterion.h>

pl_arena compare_arena;

void compare_begin(void) {
    pl_arena_init(&compare_arena);
}

void compare_end(void) {
    pl_arena_done(&compare_arena);
}

void compare_lift(const char *text, pl_document *ret_document) {
    pl_source_error error = {.message = "?"};
    cr_assert_eq(pl_document_lift(pl_bytes_of(text), &compare_arena, ret_document, &error), PL_OK,
                 "%u:%u: %s", error.place.line, error.place.column, error.message);
}

pl_status compare_texts(const char *old_text, const char *new_text, const char *operation,
                        pl_comparison *ret_comparison) {
    pl_document olds = {.version = NULL};
    pl_document news = {.version = NULL};
    if (old_text != NULL) { compare_lift(old_text, &olds); }
    if (new_text != NULL) { compare_lift(new_text, &news); }
    const pl_comparing asked = {
        .documents = {old_text != NULL ? &olds : NULL, new_text != NULL ? &news : NULL},
        .operation = operation};
    const pl_status status = pl_documents_compare(&asked, &compare_arena, ret_comparison);
    pl_document_done(&olds);
    pl_document_done(&news);
    return status;
}
