/* Documents of every spelling become the same nodes, each with its place. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "openapi/source_internal.h"
#include "test_util.h"

static pl_arena arena;

static void setup(void) {
    pl_arena_init(&arena);
}

static void teardown(void) {
    pl_arena_done(&arena);
}

TestSuite(openapi_source, .init = setup, .fini = teardown, .timeout = 20);

static pl_status read_text(const char *text, size_t len, pl_source *ret_source,
                           pl_source_error *reterr_error) {
    uint8_t *const exact = malloc(len > 0 ? len : 1);
    memcpy(exact, text, len);
    const pl_status status =
        pl_source_read((pl_bytes){exact, len}, &arena, ret_source, reterr_error);
    free(exact); /* the source must not point into it */
    return status;
}

/* clang-format off */
static const struct spelling {
    const char *text;
    const char *json;
} spellings[] = {
    {"a: 1\nb: [x, 'y', \"z\\n\"]\n", "{\"a\":1,\"b\":[\"x\",\"y\",\"z\\u000a\"]}"},
    {"{\"a\": [1, 2.50, -0]}", "{\"a\": [1, 2.50, -0]}"},
    {"{a: 1, b: {}}", "{\"a\":1,\"b\":{}}"},
    {"- ~\n- null\n- ''\n-\n- Null\n", "[null,null,\"\",null,null]"},
    {"[true, True, 'true', yes, off]", "[true,true,\"true\",\"yes\",\"off\"]"},
    {"[1.0, 1e3, +5, .5, 5., 0o17, 0x1F, 007, -.5, 1_000, .inf, .nan, 1.2.3, '1', .]",
     "[1.0,1e3,5,0.5,5,15,31,7,-0.5,\"1_000\",\".inf\",\".nan\",\"1.2.3\",\"1\",\".\"]"},
    {"!!str 1", "\"1\""},
    {"[!!int '3', !!float 1, !!bool 'true', !!null '', ! 12, !!str]", "[3,1,true,null,\"12\",\"\"]"},
    {"!!map {a: !!seq [1]}", "{\"a\":[1]}"},
    {"%YAML 1.2\n---\na: 1\n", "{\"a\":1}"},
    {"\xEF\xBB\xBF{\"a\": 1}", "{\"a\": 1}"},
    {"\xEF\xBB\xBF" "a: 1\n", "{\"a\":1}"},
    {"\xEF\xBB\xBF```yaml\na: 1\n```\n", "{\"a\":1}"},
    {"[\"\\ud83d\\ude00\", \"\\/\", x]", "[\"\xf0\x9f\x98\x80\",\"/\",\"x\"]"},
    {"200: ok\ntrue: x\nnull: y\n", "{\"200\":\"ok\",\"true\":\"x\",\"null\":\"y\"}"},
    {"a: >-\n  folded\n  text\nb: |\n  kept\n  \"as\" is\n", "{\"a\":\"folded text\",\"b\":\"kept\\u000a\\\"as\\\" is\\u000a\"}"},
    {"a: &x {n: 1}\nb: *x\nc: [*x, *x]\n", "{\"a\":{\"n\":1},\"b\":{\"n\":1},\"c\":[{\"n\":1},{\"n\":1}]}"},
    {"a: &x 1\nb: &x 2\nc: *x\n", "{\"a\":1,\"b\":2,\"c\":2}"},
    {"&k a: 1\nb: {*k : 2}\n", "{\"a\":1,\"b\":{\"a\":2}}"},
    {"# page\n\n```yaml title\na: 1\n```\n\nend\n", "{\"a\":1}"},
    {"> intro\n\n````yaml https://example.com x\nb: |\n  ```\n  c\n  ```\n````\n", "{\"b\":\"```\\u000ac\\u000a```\\u000a\"}"},
    {"```sh\nls\n```\n```json\n{\"a\": 1}\n```\n", "{\"a\": 1}\n"},
    {"\xc3\xa4: \xf0\x9f\x92\xa9\n", "{\"\xc3\xa4\":\"\xf0\x9f\x92\xa9\"}"},
    {"a: 1\r\nb: 2\r\n", "{\"a\":1,\"b\":2}"},
};

static const struct refusal {
    const char *text;
    pl_status status;
    uint32_t line;
    uint32_t column;
    const char *words; /* a part of the message */
} refusals[] = {
    {"", PL_E_SYNTAX, 0, 0, "empty"},
    {"a: 1\na: 2\n", PL_E_SYNTAX, 2, 1, "twice"},
    {"x:\n  b: {\"c\": 1, \"c\": 2}\n", PL_E_SYNTAX, 2, 16, "twice"},
    {"{\"a\": 1,\n \"a\": 2}", PL_E_SYNTAX, 2, 2, "twice"},
    {"{\"a\": 1,}{", PL_E_SYNTAX, 1, 9, "name"},
    {"a: [1\n", PL_E_SYNTAX, 0, 0, ""},
    {"a: *none\n", PL_E_SYNTAX, 1, 5, "anchor"},
    {"a: &x [*x]\n", PL_E_SYNTAX, 1, 0, "itself"},
    {"? [a]\n: 1\n", PL_E_SYNTAX, 1, 3, "scalar"},
    {"a: 1\n---\nb: 2\n", PL_E_SYNTAX, 3, 1, "second"},
    {"# only a comment\n", PL_E_SYNTAX, 0, 0, ""},
    {"```yaml\na: 1\n```\n```yaml\nb: 1\n```\n", PL_E_SYNTAX, 0, 0, "several"},
    {"a: !!int x\n", PL_E_SYNTAX, 1, 10, "tag"},
    {"a: !!int true\n", PL_E_SYNTAX, 1, 10, "tag"},
    {"a: !own x\n", PL_E_SYNTAX, 1, 0, "tag"},
    {"a: !!seq {b: 1}\n", PL_E_SYNTAX, 1, 0, "tag"},
    {"!!set {a, b}\n", PL_E_SYNTAX, 1, 0, "tag"},
    {"a: [!!bool null]\n", PL_E_SYNTAX, 1, 0, "tag"},
    {"%YAML 1.1\n---\na: yes\n", PL_E_SYNTAX, 1, 1, "directive"},
    {"%YAML 1.25\n---\na: yes\n", PL_E_SYNTAX, 1, 1, "directive"},
    {"%TAG ! !a\n---\na: yes\n", PL_E_SYNTAX, 1, 1, "directive"},
    {"a: 1\r%b\n", PL_E_SYNTAX, 2, 1, "directive"},
    {"a: \xff\n", PL_E_SYNTAX, 1, 4, "UTF-8"},
    {"\xc3\xa4: \xed\xa0\x80\n", PL_E_SYNTAX, 1, 4, "UTF-8"},
    {"\xfe\xff" "a", PL_E_SYNTAX, 1, 1, "UTF-16"},
    {"\xff\xfe" "a", PL_E_SYNTAX, 1, 1, "UTF-16"},
    {"{\"a\": \"\xff\"}", PL_E_SYNTAX, 1, 8, "UTF-8"},
    {"a: 1\nb: \x07\n", PL_E_SYNTAX, 2, 4, "control"},
    {"\xEF\xBB\xBF", PL_E_SYNTAX, 0, 0, "empty"},
    {"```yaml\n```\n", PL_E_SYNTAX, 0, 0, "empty"},
    {"{\"a\": 1,\r\n\"b\": 1,\r \"b\": 2}", PL_E_SYNTAX, 3, 2, "twice"},
    {"x\n\n```yaml\na: 1\nb: *q\n```\n", PL_E_SYNTAX, 5, 5, "anchor"},
};
/* clang-format on */

Test(openapi_source, spellings) {
    for (size_t i = 0; i < PL_COUNT(spellings); i++) {
        const char *const text = spellings[i].text;
        pl_source source;
        pl_source_error error = {.message = "?"};
        const pl_status status = read_text(text, strlen(text), &source, &error);
        cr_assert_eq(status, PL_OK, "%s: %s at %u:%u", text, error.message, error.place.line,
                     error.place.column);
        cr_expect(pl_bytes_equal(source.json.text, pl_bytes_of(spellings[i].json)), "%s: %.*s",
                  text, (int)source.json.text.len, source.json.text.ptr);
    }
}

Test(openapi_source, refusals) {
    for (size_t i = 0; i < PL_COUNT(refusals); i++) {
        const struct refusal *const row = &refusals[i];
        pl_source source;
        pl_source_error error = {.message = NULL};
        cr_assert_eq(read_text(row->text, strlen(row->text), &source, &error), row->status, "%s",
                     row->text);
        cr_assert_not_null(error.message, "%s", row->text);
        cr_expect_not_null(strstr(error.message, row->words), "%s: %s", row->text, error.message);
        if (row->line > 0) {
            cr_expect_eq(error.place.line, row->line, "%s: line %u", row->text, error.place.line);
        }
        if (row->column > 0) {
            cr_expect_eq(error.place.column, row->column, "%s: column %u", row->text,
                         error.place.column);
        }
    }
}

/* A NUL ends no document. */
Test(openapi_source, nul) {
    static const char text[] = "a: 1\0b: 2\n";
    pl_source source;
    pl_source_error error = {.message = NULL};
    cr_assert_eq(read_text(text, sizeof text - 1, &source, &error), PL_E_SYNTAX);
    cr_expect_eq(error.place.column, 5);
}

/* `count` times `part`, after `head`: a fault, and soon; JSON and YAML alike. */
static void expect_refused(const char *head, const char *part, size_t count) {
    const size_t head_len = strlen(head);
    const size_t part_len = strlen(part);
    char *const text = malloc(head_len + count * part_len);
    memcpy(text, head, head_len);
    for (size_t i = 0; i < count; i++) { memcpy(text + head_len + i * part_len, part, part_len); }
    pl_source source;
    pl_source_error error = {.message = NULL};
    const pl_status status = read_text(text, head_len + count * part_len, &source, &error);
    cr_expect(status == PL_E_SYNTAX || status == PL_E_SIZE || status == PL_E_DEPTH, "%s %s: %s",
              head, part, pl_status_text(status));
    cr_expect_not_null(error.message, "%s %s", head, part);
    free(text);
    pl_arena_reset(&arena);
}

Test(openapi_source, repeated) {
    enum { FULL = PL_SOURCE_BYTES_MAX };
    expect_refused("", "[", FULL);
    expect_refused("", "{\"a\":", FULL / 5);
    expect_refused("a: ", "{", FULL - 3);
    expect_refused("[", "a,", FULL / 2 - 1);
    expect_refused("[", ": ", FULL / 2 - 1);
    expect_refused("", "%", FULL);
    expect_refused("", "%A b\n", FULL / 5);
    expect_refused("", "[]", FULL / 2);
    expect_refused("", "- ", FULL / 2);
    expect_refused("", "? ", FULL / 2);
    expect_refused("", "'", FULL);
    expect_refused("", "k: &k 1\n", 2 * PL_SOURCE_ANCHOR_COUNT_MAX);
    expect_refused("", "1\n", FULL / 2 + 1);
    expect_refused("a: |\n", "\n ", FULL / 2 - 3);
    expect_refused("a: b", "\r\n", FULL / 2 - 2);
    expect_refused("- ", "\t", FULL - 2);
}

Test(openapi_source, places) {
    static const struct {
        const char *text;
        const char *pointer;
        uint32_t line;
        uint32_t column;
    } rows[] = {
        {"a: 1\nb:\n  - x\n  - c: yes\n", "/b/1/c", 4, 8},
        {"a: 1\nb:\n  - x\n  - c: yes\n", "/b/0", 3, 5},
        {"{\"a\": 1,\n  \"b\": [true]}", "/b/0", 2, 9},
        {"page\n```yaml\na:\n  b: 1\n```\n", "/a/b", 4, 6},
        {"{\"\xc3\xa4\": 1}", "/\xc3\xa4", 1, 7},
        {"\xEF\xBB\xBF{\"a\": 1}", "/a", 1, 7},
        {"{\"a\":\r\n\r1}", "/a", 3, 1},
    };
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        pl_source source;
        pl_source_error error;
        uint32_t node = 0;
        cr_assert_eq(read_text(rows[i].text, strlen(rows[i].text), &source, &error), PL_OK, "%s",
                     rows[i].text);
        cr_assert_eq(pl_json_resolve(&source.json, pl_bytes_of(rows[i].pointer), &node), PL_OK);
        cr_expect_eq(source.places[node].line, rows[i].line, "%s %s: line %u", rows[i].text,
                     rows[i].pointer, source.places[node].line);
        cr_expect_eq(source.places[node].column, rows[i].column, "%s %s: column %u", rows[i].text,
                     rows[i].pointer, source.places[node].column);
    }
}

/* Nine levels of nine aliases would be 387 million values. */
Test(openapi_source, bomb) {
    char text[1024];
    size_t len = (size_t)snprintf(text, sizeof text, "a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 9; i++) {
        len += (size_t)snprintf(text + len, sizeof text - len, "a%d: &a%d [", i, i);
        for (int k = 0; k < 9; k++) {
            len += (size_t)snprintf(text + len, sizeof text - len, "*a%d%s", i - 1,
                                    k < 8 ? ", " : "]\n");
        }
    }
    cr_assert_lt(len, sizeof text);
    pl_source source;
    pl_source_error error = {.message = NULL};
    cr_assert_eq(read_text(text, len, &source, &error), PL_E_SIZE);
    cr_expect_not_null(strstr(error.message, "aliases"), "%s", error.message);
}

Test(openapi_source, depth) {
    static char text[4 * PL_SOURCE_DEPTH_MAX + 1];
    for (size_t depth = 40; depth <= 2 * PL_SOURCE_DEPTH_MAX; depth += 40) {
        memset(text, '[', depth);
        text[depth] = 'x'; /* no JSON */
        memset(text + depth + 1, ']', depth);
        pl_source source;
        pl_source_error error = {.message = NULL};
        const pl_status status = read_text(text, 2 * depth + 1, &source, &error);
        cr_expect_eq(status, depth > PL_SOURCE_DEPTH_MAX ? PL_E_SYNTAX : PL_OK, "%zu levels",
                     depth);
        text[depth] = '1'; /* JSON */
        cr_expect_eq(read_text(text, 2 * depth + 1, &source, &error),
                     depth > PL_SOURCE_DEPTH_MAX ? PL_E_DEPTH : PL_OK, "%zu levels", depth);
    }
}

/* Every request for memory may fail; nothing leaks, nothing is half done. */
Test(openapi_source, memory) {
    static const char text[] = "a: &x [1, b]\nc: *x\n";
    for (size_t k = 1;; k++) {
        pl_arena failing;
        pl_arena_init(&failing);
        failing.fail_after = k;
        pl_source source;
        pl_source_error error = {.message = NULL};
        const pl_status status = pl_source_read(pl_bytes_of(text), &failing, &source, &error);
        pl_arena_done(&failing);
        if (status == PL_OK) {
            cr_assert_gt(k, 3);
            break;
        }
        cr_assert_eq(status, PL_E_MEMORY, "request %zu: %s", k, pl_status_text(status));
    }
}
