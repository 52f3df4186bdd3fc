/* Strings, names, pointers, positions and equality, over documents that the reader took. */
#include <stdio.h>

#include <criterion/criterion.h>

#include "test_util.h"
#include "json/json.h"

static pl_arena arena;

static void setup(void) {
    pl_arena_init(&arena);
}

static void teardown(void) {
    pl_arena_done(&arena);
}

TestSuite(json_tree, .init = setup, .fini = teardown, .timeout = 20);

static pl_json parse(const char *text) {
    pl_json json;
    cr_assert_eq(pl_json_read(pl_bytes_of(text), &arena, &json, NULL), PL_OK, "%s", text);
    return json;
}

/* clang-format off */
static const struct string_case {
    const char *document; /* a string */
    pl_status want;
    pl_bytes text;
    uint32_t points;
} strings[] = {
    {"\"plain\"", PL_OK, PL_BYTES_LIT("plain"), 5},
    {"\"\"", PL_OK, PL_BYTES_LIT(""), 0},
    {"\"\\u0041\\n\\/\\\\\"", PL_OK, PL_BYTES_LIT("A\n/\\"), 4},
    {"\"\\u0000\"", PL_OK, PL_BYTES_LIT("\0"), 1},
    {"\"\\ud83d\\ude00\"", PL_OK, PL_BYTES_LIT("\xF0\x9F\x98\x80"), 1},
    {"\"\xC3\xA9\\u00e9\"", PL_OK, PL_BYTES_LIT("\xC3\xA9\xC3\xA9"), 2},
    {"\"\\b\\f\\r\\t\\\"\"", PL_OK, PL_BYTES_LIT("\b\f\r\t\""), 5},
    {"\"a\\ud83d\"", PL_E_ENCODING, {0}, 2},
    {"\"\\ude00\\ud83d\"", PL_E_ENCODING, {0}, 2},
    {"\"a\xFF\"", PL_E_ENCODING, {0}, 2},
};
/* clang-format on */

Test(json_tree, strings_decode_and_count) {
    for (size_t i = 0; i < PL_COUNT(strings); i++) {
        const struct string_case *c = &strings[i];
        const pl_json json = parse(c->document);
        pl_bytes text = {NULL, SIZE_MAX};
        const pl_status got = pl_json_string_decode(&json, 0, &arena, &text);
        cr_assert_eq(got, c->want, "%s: %d", c->document, got);
        cr_assert_eq(pl_json_string_points(&json, 0), c->points, "%s: points", c->document);
        if (got != PL_OK) {
            cr_assert_eq(text.len, SIZE_MAX, "%s: untouched on failure", c->document);
            continue;
        }
        cr_assert(pl_bytes_equal(text, c->text), "%s: text", c->document);
        cr_assert(pl_json_string_is(&json, 0, c->text), "%s: is itself", c->document);
        const pl_bytes longer = {(const uint8_t *)"never", 5};
        cr_assert_not(pl_json_string_is(&json, 0, longer), "%s: is not another", c->document);
    }
}

Test(json_tree, members_are_found_by_decoded_name) {
    const pl_json json = parse("{\"a\":1,\"\\u0062\":{\"a\":2},\"a\":3}");
    cr_assert_eq(pl_json_raw(&json, pl_json_member(&json, 0, "a")).ptr[0], '3', "the last wins");
    const uint32_t b = pl_json_member(&json, 0, "b");
    cr_assert_neq(b, PL_JSON_NONE);
    cr_assert_eq(pl_json_raw(&json, pl_json_member(&json, b, "a")).ptr[0], '2');
    cr_assert_eq(pl_json_member(&json, 0, "c"), PL_JSON_NONE);
    cr_assert_eq(pl_json_member(&json, pl_json_member(&json, 0, "a"), "a"), PL_JSON_NONE);
    cr_assert_eq(pl_json_child_count(&json, 0), 3);
}

/* clang-format off */
static const struct duplicate_case {
    const char *document;
    const char *pointer; /* of the member that stands again; NULL: none */
} duplicates[] = {
    {"{}", NULL},
    {"{\"a\":1}", NULL},
    {"{\"a\":1,\"b\":2,\"A\":3}", NULL},
    {"{\"a\":1,\"b\":2,\"a\":3}", "/a"},
    {"{\"a\":1,\"\\u0061\":2}", "/a"},
    {"{\"\":1,\"\":2}", "/"},
    {"{\"a\":{\"b\":1},\"b\":1}", NULL},
    {"{\"1\":0,\"2\":0,\"3\":0,\"4\":0,\"5\":0,\"6\":0,\"7\":0,\"8\":0,\"9\":0,\"10\":0}", NULL},
    {"{\"1\":0,\"2\":0,\"3\":0,\"4\":0,\"5\":0,\"6\":0,\"7\":0,\"8\":0,\"9\":0,\"\\u0037\":0}", "/7"},
    {"{\"9\":0,\"8\":0,\"7\":0,\"6\":0,\"5\":0,\"4\":0,\"3\":0,\"2\":0,\"1\":0,\"9\":1,\"1\":1}", "/9"},
};
/* clang-format on */

Test(json_tree, duplicate_names_are_seen) {
    for (size_t i = 0; i < PL_COUNT(duplicates); i++) {
        const struct duplicate_case *c = &duplicates[i];
        const pl_json json = parse(c->document);
        uint32_t name = UINT32_MAX;
        cr_assert_eq(pl_json_duplicate_name(&json, 0, &arena, &name), PL_OK);
        cr_assert_eq(name != PL_JSON_NONE, c->pointer != NULL, "%s", c->document);
        if (c->pointer == NULL) { continue; }
        pl_bytes pointer;
        cr_assert_eq(pl_json_pointer(&json, name, &arena, &pointer), PL_OK);
        cr_assert(pl_bytes_equal(pointer, pl_bytes_of(c->pointer)), "%s: %.*s", c->document,
                  (int)pointer.len, pointer.ptr);
    }
}

Test(json_tree, duplicate_elements_are_strings_only) {
    uint32_t node;
    const pl_json twice = parse("[\"a\",1,1,\"b\",\"\\u0061\"]");
    cr_assert_eq(pl_json_duplicate_element(&twice, 0, &arena, &node), PL_OK);
    cr_assert_eq(node, 5);
    const pl_json once = parse("[1,1,null,null,\"a\",[\"a\"],\"b\",\"c\",\"d\",\"e\"]");
    cr_assert_eq(pl_json_duplicate_element(&once, 0, &arena, &node), PL_OK);
    cr_assert_eq(node, PL_JSON_NONE);
}

Test(json_tree, many_names_take_no_quadratic_time) {
    enum { COUNT = 60000, ROOM = COUNT * 16 };
    char *text = malloc(ROOM);
    cr_assert_not_null(text);
    size_t len = 0;
    text[len++] = '{';
    for (int i = 0; i < COUNT; i++) {
        len += (size_t)snprintf(text + len, ROOM - len, "%s\"%d\":0", i > 0 ? "," : "", i % 59999);
    }
    text[len++] = '}';
    pl_json json;
    cr_assert_eq(pl_json_read((pl_bytes){(const uint8_t *)text, len}, &arena, &json, NULL), PL_OK);
    uint32_t name;
    cr_assert_eq(pl_json_duplicate_name(&json, 0, &arena, &name), PL_OK);
    cr_assert_eq(name, 2 * (COUNT - 1) + 1, "the last name repeats the first");
    free(text);
}

/* clang-format off */
static const struct pointer_case {
    const char *document;
    const char *pointer;
    pl_status want;
    const char *raw;
} pointers[] = {
    {"[1]", "", PL_OK, "[1]"},
    {"{\"a\":[10,{\"b\":true}]}", "/a/1/b", PL_OK, "true"},
    {"{\"a/b\":1,\"m~n\":2,\"\":3}", "/a~1b", PL_OK, "1"},
    {"{\"a/b\":1,\"m~n\":2,\"\":3}", "/m~0n", PL_OK, "2"},
    {"{\"a/b\":1,\"m~n\":2,\"\":3}", "/", PL_OK, "3"},
    {"{\"\\u00e9\":1}", "/\xC3\xA9", PL_OK, "1"},
    {"[1,2,3,4,5,6,7,8,9,10,11]", "/10", PL_OK, "11"},
    {"[1]", "/01", PL_E_RANGE, NULL},
    {"[1]", "/1", PL_E_RANGE, NULL},
    {"[1]", "/-", PL_E_RANGE, NULL},
    {"[1]", "/0/0", PL_E_RANGE, NULL},
    {"{\"a\":1}", "/b", PL_E_RANGE, NULL},
    {"{\"a\":1}", "a", PL_E_SYNTAX, NULL},
    {"{\"a\":1}", "/~", PL_E_SYNTAX, NULL},
    {"{\"a\":1}", "/~2", PL_E_SYNTAX, NULL},
    {"{\"a\":1}", "/\xFF", PL_E_SYNTAX, NULL},
};
/* clang-format on */

Test(json_tree, pointers_resolve) {
    for (size_t i = 0; i < PL_COUNT(pointers); i++) {
        const struct pointer_case *c = &pointers[i];
        const pl_json json = parse(c->document);
        uint32_t node = UINT32_MAX;
        const pl_status got = pl_json_resolve(&json, pl_bytes_of(c->pointer), &node);
        cr_assert_eq(got, c->want, "%s in %s: %d", c->pointer, c->document, got);
        if (got != PL_OK) {
            cr_assert_eq(node, UINT32_MAX, "%s: untouched on failure", c->pointer);
            continue;
        }
        cr_assert(pl_bytes_equal(pl_json_raw(&json, node), pl_bytes_of(c->raw)), "%s", c->pointer);
        pl_bytes back;
        cr_assert_eq(pl_json_pointer(&json, node, &arena, &back), PL_OK);
        cr_assert(pl_bytes_equal(back, pl_bytes_of(c->pointer)), "%s: back %.*s", c->pointer,
                  (int)back.len, back.ptr);
    }
}

Test(json_tree, pointers_along_a_trail_are_the_same) {
    const pl_json json = parse("{\"a\":[1,[2,3],{\"b\":4}],\"c\":{\"d\":[{\"e\":5},6]},\"f\":7}");
    pl_json_trail trail = {0};
    for (int turn = 0; turn < 2; turn++) { /* in order, then as far back as it goes */
        for (uint32_t i = 0; i < json.count; i++) {
            const uint32_t node = turn == 0 ? i : json.count - 1 - i;
            pl_bytes alone;
            pl_bytes along;
            cr_assert_eq(pl_json_pointer(&json, node, &arena, &alone), PL_OK);
            cr_assert_eq(pl_json_pointer_along(&json, node, &trail, &arena, &along), PL_OK);
            cr_assert(pl_bytes_equal(alone, along), "node %u: %.*s", node, (int)along.len,
                      along.ptr);
        }
    }
}

Test(json_tree, what_is_no_text_is_replaced_in_pointers) {
    const pl_json json = parse("{\"\\ud800\":1}");
    pl_bytes pointer;
    cr_assert_eq(pl_json_pointer(&json, 2, &arena, &pointer), PL_OK);
    cr_assert(pl_bytes_equal(pointer, pl_bytes_of("/\xEF\xBF\xBD")));
}

/* clang-format off */
static const struct equal_case {
    const char *left;
    const char *right;
    bool want;
} equals[] = {
    {"null", "null", true}, {"null", "false", false}, {"true", "true", true}, {"true", "false", false},
    {"1", "1.0", true}, {"1e2", "100", true}, {"-0", "0", true}, {"1", "2", false}, {"0.1", "0.10000000000000001", false},
    {"\"a\"", "\"\\u0061\"", true}, {"\"a\"", "\"A\"", false}, {"\"1\"", "1", false},
    {"[1,2]", "[1,2]", true}, {"[1,2]", "[2,1]", false}, {"[1]", "[1,1]", false}, {"[]", "{}", false},
    {"{\"a\":1,\"b\":[{}]}", "{\"b\":[{}],\"a\":1.0}", true},
    {"{\"a\":1}", "{\"a\":2}", false}, {"{\"a\":1}", "{\"b\":1}", false}, {"{\"a\":1}", "{}", false},
    {"{\"a\":1,\"a\":1}", "{\"a\":1,\"a\":1}", false},
};
/* clang-format on */

Test(json_tree, deep_equality) {
    for (size_t i = 0; i < PL_COUNT(equals); i++) {
        const pl_json left = parse(equals[i].left);
        const pl_json right = parse(equals[i].right);
        bool there;
        bool back;
        cr_assert_eq(pl_json_equal(&left, 0, &right, 0, &arena, &there), PL_OK);
        cr_assert_eq(pl_json_equal(&right, 0, &left, 0, &arena, &back), PL_OK);
        cr_assert_eq(there, equals[i].want, "%s = %s", equals[i].left, equals[i].right);
        cr_assert_eq(back, there, "%s = %s: symmetric", equals[i].left, equals[i].right);
    }
}

Test(json_tree, order_of_strings_is_by_code_point) {
    const pl_json json = parse("[\"a\",\"\\u0061b\",\"\xC3\xA9\",\"\\ud83d\\ude00\"]");
    for (uint32_t left = 1; left < json.count; left++) {
        for (uint32_t right = 1; right < json.count; right++) {
            const int order = pl_json_string_compare(&json, left, &json, right);
            cr_assert_eq((order > 0) - (order < 0), (left > right) - (left < right), "%u %u", left,
                         right);
        }
    }
}

Test(json_tree, positions_count_lines_and_code_points) {
    const pl_bytes text = PL_BYTES_LIT("ab\n\xC3\xA9\x63\r\nd\re\xFFz");
    static const struct {
        size_t at;
        uint32_t line, column;
    } rows[] = {{0, 1, 1}, {2, 1, 3}, {3, 2, 1},  {5, 2, 2},  {6, 2, 3},
                {8, 3, 1}, {9, 3, 2}, {10, 4, 1}, {12, 4, 3}, {13, 4, 4}};
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        const pl_json_position got = pl_json_position_of(text, rows[i].at);
        cr_assert(got.line == rows[i].line && got.column == rows[i].column, "at %zu: %u:%u",
                  rows[i].at, got.line, got.column);
    }
}
