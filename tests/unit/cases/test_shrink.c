#include "cases/shrink.h"

#include <criterion/criterion.h>
#include <string.h>

static const char simple[] = "{\"id\":\"new\",\"size\":1,\"rows\":[{\"n\":1,\"t\":\"x\"}]}";

/* A fake server that fails when its rule says so. */
typedef struct oracle {
    bool (*fails)(const pl_json *json, pl_bytes text);
    size_t questions;
    size_t questions_max; /* 0: any number */
} oracle;

static pl_shrink_answer ask(void *user, pl_bytes text) {
    oracle *server = user;
    pl_arena arena = {0};
    pl_json json = {0};
    cr_assert_eq(text.ptr[text.len], '\0', "terminated");
    if (server->questions_max != 0 && server->questions == server->questions_max) {
        return PL_SHRINK_STOP;
    }
    server->questions++;
    const bool readable = pl_json_read(text, &arena, &json, NULL) == PL_OK;
    const bool fails = server->fails(readable ? &json : NULL, text);
    pl_arena_done(&arena);
    return fails ? PL_SHRINK_SAME : PL_SHRINK_NO;
}

static uint32_t member(const pl_json *json, const char *name) {
    return json == NULL ? PL_JSON_NONE : pl_json_member(json, 0, name);
}

static bool is_complete(const pl_json *json) {
    return member(json, "id") != PL_JSON_NONE && member(json, "size") != PL_JSON_NONE &&
           member(json, "rows") != PL_JSON_NONE;
}

static bool size_is_negative(const pl_json *json, pl_bytes text) {
    const uint32_t node = member(json, "size");
    (void)text;
    return is_complete(json) && json->nodes[node].kind == PL_JSON_NUMBER &&
           pl_json_raw(json, node).ptr[0] == '-';
}

static bool title_is_long(const pl_json *json, pl_bytes text) {
    const uint32_t node = member(json, "title");
    (void)text;
    return is_complete(json) && node != PL_JSON_NONE && json->nodes[node].kind == PL_JSON_STRING &&
           pl_json_string_points(json, node) > 10;
}

static bool third_row_is_null(const pl_json *json, pl_bytes text) {
    const uint32_t rows = member(json, "rows");
    (void)text;
    if (!is_complete(json) || json->nodes[rows].kind != PL_JSON_ARRAY) { return false; }
    for (uint32_t row = rows + 1; row < json->nodes[rows].next; row = json->nodes[row].next) {
        const uint32_t node = pl_json_member(json, row, "t");
        if (node != PL_JSON_NONE && json->nodes[node].kind == PL_JSON_NULL) { return true; }
    }
    return false;
}

static bool says_nan(const pl_json *json, pl_bytes text) {
    return json == NULL && strstr((const char *)text.ptr, "NaN") != NULL;
}

static bool always(const pl_json *json, pl_bytes text) {
    (void)text;
    return is_complete(json);
}

static const struct shrink_row {
    const char *name;
    bool (*fails)(const pl_json *json, pl_bytes text);
    const char *text;
    const char *want;
} shrink_rows[] = {
    {"a number", size_is_negative,
     " {\"id\" : \"a b\", \"more\":[1,2,{\"x\":[]}],\"s\\u0069ze\": -12.50e3,\n\"rows\":[{},{},{}]} ",
     "{\"id\":\"new\",\"size\":-1,\"rows\":[]}"},
    {"a long text", title_is_long,
     "{\"title\":\"\\u00e9bcdefghijklmnop\\n\\ud83d\\ude00\",\"id\":\"q\",\"size\":7,\"rows\":[]}",
     "{\"title\":\"aaaaaaaaaaa\",\"id\":\"new\",\"size\":1,\"rows\":[]}"},
    {"one of many rows", third_row_is_null,
     "{\"id\":\"q\",\"size\":7,\"rows\":[{\"t\":1},{\"n\":7,\"t\":\"w\"},{\"n\":[5],\"t\":null,\"z\":0},{}]}",
     "{\"id\":\"new\",\"size\":1,\"rows\":[{\"t\":null}]}"},
    {"no JSON", says_nan, "{\"id\":\"q\",\"size\":NaN,\"rows\":[{\"t\":1}]}", "NaN"},
    {"everything", always, "{\"id\":\"q\",\"size\":70,\"rows\":[{\"t\":1}],\"more\":true}",
     "{\"id\":\"new\",\"size\":1,\"rows\":[]}"},
};

Test(shrink, reaches_the_least, .timeout = 30) {
    for (size_t i = 0; i < PL_COUNT(shrink_rows); i++) {
        const struct shrink_row *row = &shrink_rows[i];
        oracle server = {.fails = row->fails};
        const pl_shrink_input input = {.text = pl_bytes_of(row->text),
                                       .simple = pl_bytes_of(simple),
                                       .ask = ask,
                                       .user = &server};
        pl_arena arena = {0};
        pl_bytes least = {0};
        cr_assert_eq(pl_shrink(&input, &arena, &least), PL_OK, "%s", row->name);
        cr_expect_str_eq((const char *)least.ptr, row->want, "%s: %s", row->name,
                         (const char *)least.ptr);
        cr_expect_lt(server.questions, 1000, "%s: %zu questions", row->name, server.questions);
        pl_arena_done(&arena);
    }
}

/* However early it is told to stop, what it hands back fails. */
Test(shrink, stops_when_told, .timeout = 30) {
    const struct shrink_row *row = &shrink_rows[1];
    for (size_t most = 1; most < 60; most++) {
        oracle server = {.fails = row->fails, .questions_max = most};
        const pl_shrink_input input = {.text = pl_bytes_of(row->text),
                                       .simple = pl_bytes_of(simple),
                                       .ask = ask,
                                       .user = &server};
        pl_arena arena = {0};
        pl_bytes least = {0};
        cr_assert_eq(pl_shrink(&input, &arena, &least), PL_OK);
        cr_assert_leq(server.questions, most);
        cr_assert_leq(least.len, strlen(row->text) + 4 * strlen(simple));
        server = (oracle){.fails = row->fails};
        cr_assert_eq(ask(&server, least), PL_SHRINK_SAME, "after %zu: %s", most,
                     (const char *)least.ptr);
        pl_arena_done(&arena);
    }
}

Test(shrink, memory, .timeout = 30) {
    for (size_t after = 1; after < 40; after++) {
        oracle server = {.fails = shrink_rows[0].fails};
        const pl_shrink_input input = {.text = pl_bytes_of(shrink_rows[0].text),
                                       .simple = pl_bytes_of(simple),
                                       .ask = ask,
                                       .user = &server};
        pl_arena arena = {.fail_after = after};
        pl_bytes least = {0};
        const pl_status status = pl_shrink(&input, &arena, &least);
        cr_assert(status == PL_OK || status == PL_E_MEMORY, "%zu", after);
        pl_arena_done(&arena);
    }
}
