/* What large and hostile documents cost: errors, or an end in time. */
#include <criterion/criterion.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "compare_util.h"

TestSuite(openapi_compare_limits, .init = compare_begin, .fini = compare_end, .timeout = 60);

/* A text that grows. */
typedef struct text {
    char *ptr;
    size_t len;
    size_t cap;
} text;

__attribute__((format(printf, 2, 3))) static void add(text *out, const char *format, ...) {
    enum { ROOM = 4096 };
    if (out->cap - out->len < ROOM) {
        out->cap = out->cap * 2 + ROOM;
        out->ptr = realloc(out->ptr, out->cap);
        cr_assert_not_null(out->ptr);
    }
    va_list args;
    va_start(args, format);
    const int len = vsnprintf(out->ptr + out->len, ROOM, format, args);
    va_end(args);
    cr_assert(len >= 0 && len < ROOM);
    out->len += (size_t)len;
}

static text many_operations(int count, int limit) {
    text out = {.ptr = NULL};
    add(&out, "openapi: 3.1.0\npaths:\n");
    for (int i = 0; i < count; i++) {
        add(&out,
            "  /v1/things%d/{id}:\n    post:\n      parameters:\n"
            "        - {name: id, in: path, required: true, schema: {type: string}}\n"
            "      requestBody: {content: {application/json: {schema: {type: object, required: [a, b], "
            "properties: {a: {type: string, maxLength: %d}, b: {$ref: '#/x/b'}, c: {type: array, "
            "items: {$ref: '#/x/b'}}}}}}}\n"
            "      responses: {'200': {content: {application/json: {schema: {$ref: '#/x/b'}}}}}\n",
            i, limit);
    }
    add(&out, "x: {b: {type: object, properties: {s: {type: string, enum: [u, v]}, t: {type: "
              "number, minimum: 0}}}}\n");
    return out;
}

static double seconds_since(const struct timespec *start) {
    struct timespec now;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)(now.tv_sec - start->tv_sec) + (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

/* CPU time, with room for sanitizers; plain builds need a hundredth. */
enum { SECONDS_MAX = 20 };

Test(openapi_compare_limits, thousand_operations) {
    enum { COUNT = 1000 };
    struct timespec start;
    text before = many_operations(COUNT, 9);
    text after = many_operations(COUNT, 8);
    pl_comparison all;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
    cr_assert_eq(compare_texts(before.ptr, before.ptr, NULL, &all), PL_OK);
    cr_expect_eq(all.count, COUNT);
    cr_expect_eq(all.change_count, 0);
    cr_assert_eq(compare_texts(before.ptr, after.ptr, NULL, &all), PL_OK);
    cr_expect_eq(all.change_count, COUNT);
    for (size_t i = 0; i < all.count; i++) {
        cr_assert(all.list[i].diff.changes[0].witness.found, "%s", all.list[i].name);
    }
    cr_expect_lt(seconds_since(&start), SECONDS_MAX);
    free(before.ptr);
    free(after.ptr);
}

/* Fourteen levels of two alternatives each, and a chain of one: what is compared once is not compared again. */
Test(openapi_compare_limits, nested_alternatives) {
    static const char *const leaves[] = {"{type: string}", "{type: integer}"};
    enum { LEVELS = 14, CHAIN = 25 };
    text texts[PL_SIDE_COUNT] = {{.ptr = NULL}, {.ptr = NULL}};
    struct timespec start;
    for (pl_side side = 0; side < PL_SIDE_COUNT; side++) {
        text *const out = &texts[side];
        add(out, COMPARE_HEAD
            "  /a: {post: {requestBody: {content: {a/b: {schema: {$ref: '#/x/s0'}}, c/d: "
            "{schema: {$ref: '#/x/c0'}}}}}}\nx:\n");
        for (int i = 0; i < LEVELS; i++) {
            add(out, "  s%d: {anyOf: [{$ref: '#/x/s%d'}, {$ref: '#/x/s%d'}]}\n", i, i + 1, i + 1);
        }
        for (int i = 0; i < CHAIN; i++) {
            add(out, "  c%d: {minLength: 0, allOf: [{$ref: '#/x/c%d'}]}\n", i, i + 1);
        }
        add(out, "  s%d: %s\n  c%d: %s\n", LEVELS, leaves[side], CHAIN, leaves[side]);
    }
    pl_comparison all;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
    cr_assert_eq(compare_texts(texts[PL_SIDE_OLD].ptr, texts[PL_SIDE_NEW].ptr, NULL, &all), PL_OK);
    cr_expect_gt(all.change_count, 0);
    cr_expect_lt(seconds_since(&start), SECONDS_MAX);
    for (pl_side side = 0; side < PL_SIDE_COUNT; side++) { free(texts[side].ptr); }
}

/* More differences than can be listed are an error, found in no time. */
Test(openapi_compare_limits, too_many) {
    enum { LEVELS = 16 };
    text texts[PL_SIDE_COUNT] = {{.ptr = NULL}, {.ptr = NULL}};
    struct timespec start;
    for (pl_side side = 0; side < PL_SIDE_COUNT; side++) {
        text *const out = &texts[side];
        add(out, COMPARE_HEAD
            "  /a: {post: {requestBody: {content: {a/b: {schema: {$ref: '#/x/s0'}}}}}}\nx:\n");
        for (int i = 0; i < LEVELS; i++) {
            add(out,
                "  s%d: {type: object, required: [l, r], properties: {l: {$ref: '#/x/s%d'}, r: {$ref: "
                "'#/x/s%d'}}}\n",
                i, i + 1, i + 1);
        }
        add(out, "  s%d: {type: string, maxLength: %d}\n", LEVELS, 3 + (int)side);
    }
    pl_comparison all;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
    cr_expect_eq(compare_texts(texts[PL_SIDE_OLD].ptr, texts[PL_SIDE_NEW].ptr, NULL, &all),
                 PL_E_SIZE);
    cr_expect_lt(seconds_since(&start), SECONDS_MAX);
    for (pl_side side = 0; side < PL_SIDE_COUNT; side++) { free(texts[side].ptr); }
}

/* Long lists of values: compared as sets, however they are ordered; the search for a witness is given up in time. */
Test(openapi_compare_limits, long_lists) {
    enum { COUNT = 20000 };
    struct timespec start;
    text up = {.ptr = NULL};
    text down = {.ptr = NULL};
    for (int i = 0; i < COUNT; i++) {
        add(&up, "%d, ", i);
        add(&down, "%d.0, ", COUNT - i);
    }
    text texts[] = {{.ptr = NULL}, {.ptr = NULL}};
    const char *const lists[] = {up.ptr, down.ptr};
    for (size_t i = 0; i < PL_COUNT(texts); i++) {
        add(&texts[i], COMPARE_HEAD "  /a: {post: {requestBody: {content: {a/b: {schema: {enum: [");
        for (size_t at = 0; lists[i][at] != '\0';
             at += strlen(lists[i] + at) < 4000 ? strlen(lists[i] + at) : 4000) {
            add(&texts[i], "%.4000s", lists[i] + at);
        }
        add(&texts[i], "a]}}}}}}\n");
    }
    pl_comparison all;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
    cr_assert_eq(compare_texts(texts[0].ptr, texts[1].ptr, NULL, &all), PL_OK);
    cr_assert_eq(all.change_count, 1);
    cr_expect_str_eq(all.list[0].diff.changes[0].message, "enum: 0 removed; 20000.0 added");
    cr_expect_lt(seconds_since(&start), SECONDS_MAX);
    free(up.ptr);
    free(down.ptr);
    for (size_t i = 0; i < PL_COUNT(texts); i++) { free(texts[i].ptr); }
}
