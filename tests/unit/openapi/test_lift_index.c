/* References into large objects, and documents made to be slow: an answer all the same, and soon. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "openapi/lift.h"

enum { TEXT_BYTES_MAX = 6 * 1024 * 1024 };

static pl_arena arena;
static char *text;
static size_t text_len;

static void setup(void) {
    pl_arena_init(&arena);
    text = malloc(TEXT_BYTES_MAX);
    text_len = 0;
}

static void teardown(void) {
    pl_arena_done(&arena);
    free(text);
}

/* Each takes a minute or more, or gigabytes, where a limit or an index is missing. */
TestSuite(openapi_lift_index, .init = setup, .fini = teardown, .timeout = 20);

__attribute__((format(printf, 1, 2))) static void add(const char *format, ...) {
    va_list args;
    va_start(args, format);
    text_len += (size_t)vsnprintf(text + text_len, TEXT_BYTES_MAX - text_len, format, args);
    va_end(args);
    cr_assert_lt(text_len, TEXT_BYTES_MAX);
}

static pl_status lift(pl_source_error *reterr_error) {
    pl_document document;
    const pl_status status = pl_document_lift((pl_bytes){(const uint8_t *)text, text_len}, &arena,
                                              &document, reterr_error);
    if (status == PL_OK) { pl_document_done(&document); }
    return status;
}

/* Sixty thousand references to as many names. */
Test(openapi_lift_index, references) {
    enum { COUNT = 60000 };
    pl_source_error error = {.message = "?"};
    add("openapi: 3.1.0\npaths: {/a: {get: {responses: {'200': {content: {a/b: {schema: {allOf: [");
    for (int i = COUNT; i > 0; i--) { add("{$ref: '#/x-s/k%d'}, ", i); }
    add("{}]}}}}}}}}\nx-s:\n");
    for (int i = 0; i <= COUNT; i++) { add("  k%d: true\n", i); }
    cr_expect_eq(lift(&error), PL_OK, "%s", error.message);
}

/* The same along an array. */
Test(openapi_lift_index, elements) {
    enum { COUNT = 60000 };
    pl_source_error error = {.message = "?"};
    add("openapi: 3.1.0\npaths: {/a: {get: {responses: {'200': {content: {a/b: {schema: {allOf: [");
    for (int i = COUNT; i > 0; i--) { add("{$ref: '#/x-s/%d'}, ", i); }
    add("{}]}}}}}}}}\nx-s: [");
    for (int i = 0; i <= COUNT; i++) { add("true, "); }
    add("true]\n");
    cr_expect_eq(lift(&error), PL_E_SYNTAX);
}

/* A list of alternatives that all operations have. */
Test(openapi_lift_index, security) {
    pl_source_error error = {.message = "?"};
    add("openapi: 3.1.0\nsecurity: [");
    for (int i = 0; i < 50000; i++) { add("{s%d: []}, ", i); }
    add("{}]\npaths:\n");
    for (int i = 0; i < PL_LIFT_OPERATION_COUNT_MAX; i++) { add("  /a%d: {get: {}}\n", i); }
    cr_expect_eq(lift(&error), PL_E_SIZE);
}

/* A path that many refer to, with many parameters. */
Test(openapi_lift_index, paths) {
    pl_source_error error = {.message = "?"};
    add("openapi: 3.1.0\npaths:\n");
    for (int i = 0; i < PL_LIFT_OPERATION_COUNT_MAX; i++) { add("  /a%d: {$ref: '#/x-s'}\n", i); }
    add("x-s:\n  get:\n    parameters: [");
    for (int i = 0; i < 40000; i++) { add("{name: n%d, in: query}, ", i); }
    add("]\n");
    cr_expect_eq(lift(&error), PL_E_SIZE);
}

/* Faults in components that nothing refers to, each at the end of the file. */
Test(openapi_lift_index, components) {
    pl_source_error error = {.message = "?"};
    add("openapi: 3.1.0\npaths: {}\ncomponents:\n  schemas:\n");
    for (int i = 0; i < 50000; i++) {
        add("    s%d: {items: {$ref: '#/components/schemas/s%d'}}\n", i, i);
    }
    cr_expect_eq(lift(&error), PL_OK, "%s", error.message);
}

/* More expressions than are kept, and large ones. */
Test(openapi_lift_index, patterns) {
    pl_source_error error = {.message = "?"};
    add("openapi: 3.1.0\npaths: {/a: {get: {responses: {'200': {content: {a/b: {schema: {allOf: [");
    for (int i = 0; i < 5000; i++) { add("{pattern: '^((a%d){1,50}){1,50}$'}, ", i); }
    add("{}]}}}}}}}}\n");
    cr_expect_eq(lift(&error), PL_OK, "%s", error.message);
}
