#include <criterion/criterion.h>

#include "test_util.h"
#include "json/json.h"

/* clang-format off */
static const struct read_case {
    const char *name;
    pl_bytes in;
    pl_status want;
    pl_json_fault fault;
    uint32_t at;
    uint8_t marks;
} cases[] = {
    {"object", PL_BYTES_LIT("{\"a\":1}"), PL_OK, 0, 0, 0},
    {"array", PL_BYTES_LIT("[1,2]"), PL_OK, 0, 0, 0},
    {"empty object", PL_BYTES_LIT("{}"), PL_OK, 0, 0, 0},
    {"empty array", PL_BYTES_LIT("[ ]"), PL_OK, 0, 0, 0},
    {"string alone", PL_BYTES_LIT("\"a\""), PL_OK, 0, 0, 0},
    {"digit alone", PL_BYTES_LIT("7"), PL_OK, 0, 0, 0},
    {"true", PL_BYTES_LIT("true"), PL_OK, 0, 0, 0},
    {"false", PL_BYTES_LIT("false"), PL_OK, 0, 0, 0},
    {"null", PL_BYTES_LIT("null"), PL_OK, 0, 0, 0},
    {"all white space", PL_BYTES_LIT(" \t\r\n[ \t\r\n1 ,\n2 ] \n"), PL_OK, 0, 0, 0},
    {"white space at every joint", PL_BYTES_LIT(" { \"a\" : 1 , \"b\" : [ ] } "), PL_OK, 0, 0, 0},
    {"zero", PL_BYTES_LIT("0"), PL_OK, 0, 0, 0},
    {"minus zero", PL_BYTES_LIT("-0"), PL_OK, 0, 0, 0},
    {"fraction", PL_BYTES_LIT("-0.50"), PL_OK, 0, 0, PL_JSON_FRACTIONAL},
    {"exponent", PL_BYTES_LIT("1E+09"), PL_OK, 0, 0, PL_JSON_FRACTIONAL},
    {"all escapes", PL_BYTES_LIT("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\""), PL_OK, 0, 0, PL_JSON_ESCAPED},
    {"surrogate pair", PL_BYTES_LIT("\"\\ud83d\\ude00\""), PL_OK, 0, 0, PL_JSON_ESCAPED},
    {"lone high surrogate", PL_BYTES_LIT("\"\\ud83d\""), PL_OK, 0, 0, PL_JSON_ESCAPED | PL_JSON_LONE_SURROGATE},
    {"lone low surrogate", PL_BYTES_LIT("\"\\uDE00\""), PL_OK, 0, 0, PL_JSON_ESCAPED | PL_JSON_LONE_SURROGATE},
    {"two high surrogates", PL_BYTES_LIT("\"\\ud83d\\ud83d\\ude00\""), PL_OK, 0, 0, PL_JSON_ESCAPED | PL_JSON_LONE_SURROGATE},
    {"U+0000", PL_BYTES_LIT("\"\\u0000\""), PL_OK, 0, 0, PL_JSON_ESCAPED | PL_JSON_NUL},
    {"raw UTF-8", PL_BYTES_LIT("\"\xC3\xA9\xF0\x9F\x98\x80\""), PL_OK, 0, 0, PL_JSON_NON_ASCII},
    {"raw DEL", PL_BYTES_LIT("\"\x7F\""), PL_OK, 0, 0, 0},
    {"overlong UTF-8", PL_BYTES_LIT("\"\xC0\xAF\""), PL_OK, 0, 0, PL_JSON_NON_ASCII | PL_JSON_BAD_UTF8},
    {"UTF-8 of a surrogate", PL_BYTES_LIT("\"\xED\xA0\x80\""), PL_OK, 0, 0, PL_JSON_NON_ASCII | PL_JSON_BAD_UTF8},
    {"UTF-8 cut by the quote", PL_BYTES_LIT("\"\xE2\x82\""), PL_OK, 0, 0, PL_JSON_NON_ASCII | PL_JSON_BAD_UTF8},
    {"byte-order mark", PL_BYTES_LIT("\xEF\xBB\xBF[]"), PL_OK, 0, 0, 0},
    {"string of 16 with an escape last", PL_BYTES_LIT("\"0123456789abcde\\n\""), PL_OK, 0, 0, PL_JSON_ESCAPED},

    {"nothing", PL_BYTES_LIT(""), PL_E_SYNTAX, PL_JSON_FAULT_EMPTY, 0, 0},
    {"only white space", PL_BYTES_LIT(" \n"), PL_E_SYNTAX, PL_JSON_FAULT_EMPTY, 2, 0},
    {"byte-order mark alone", PL_BYTES_LIT("\xEF\xBB\xBF"), PL_E_SYNTAX, PL_JSON_FAULT_EMPTY, 3, 0},
    {"UTF-16", PL_BYTES_LIT("\xFF\xFE[\0]\0"), PL_E_SYNTAX, PL_JSON_FAULT_VALUE, 0, 0},
    {"word", PL_BYTES_LIT("abc"), PL_E_SYNTAX, PL_JSON_FAULT_VALUE, 0, 0},
    {"single quotes", PL_BYTES_LIT("{'a':1}"), PL_E_SYNTAX, PL_JSON_FAULT_NAME, 1, 0},
    {"bare name", PL_BYTES_LIT("{a:1}"), PL_E_SYNTAX, PL_JSON_FAULT_NAME, 1, 0},
    {"number as name", PL_BYTES_LIT("{1:1}"), PL_E_SYNTAX, PL_JSON_FAULT_NAME, 1, 0},
    {"comment", PL_BYTES_LIT("[1/**/]"), PL_E_SYNTAX, PL_JSON_FAULT_COMMA, 2, 0},
    {"NaN", PL_BYTES_LIT("NaN"), PL_E_SYNTAX, PL_JSON_FAULT_VALUE, 0, 0},
    {"Infinity", PL_BYTES_LIT("[-Infinity]"), PL_E_SYNTAX, PL_JSON_FAULT_NUMBER, 1, 0},
    {"capital literal", PL_BYTES_LIT("[True]"), PL_E_SYNTAX, PL_JSON_FAULT_VALUE, 1, 0},
    {"literal cut short", PL_BYTES_LIT("[tru]"), PL_E_SYNTAX, PL_JSON_FAULT_LITERAL, 1, 0},
    {"literal at the end", PL_BYTES_LIT("nul"), PL_E_SYNTAX, PL_JSON_FAULT_LITERAL, 0, 0},
    {"literal and more", PL_BYTES_LIT("[nullx]"), PL_E_SYNTAX, PL_JSON_FAULT_COMMA, 5, 0},
    {"leading zero", PL_BYTES_LIT("[01]"), PL_E_SYNTAX, PL_JSON_FAULT_NUMBER, 1, 0},
    {"minus leading zero", PL_BYTES_LIT("-012"), PL_E_SYNTAX, PL_JSON_FAULT_NUMBER, 0, 0},
    {"point at the end", PL_BYTES_LIT("1."), PL_E_SYNTAX, PL_JSON_FAULT_NUMBER, 0, 0},
    {"point at the front", PL_BYTES_LIT(".5"), PL_E_SYNTAX, PL_JSON_FAULT_VALUE, 0, 0},
    {"plus sign", PL_BYTES_LIT("+1"), PL_E_SYNTAX, PL_JSON_FAULT_VALUE, 0, 0},
    {"exponent without digits", PL_BYTES_LIT("1e+"), PL_E_SYNTAX, PL_JSON_FAULT_NUMBER, 0, 0},
    {"minus alone", PL_BYTES_LIT("-"), PL_E_SYNTAX, PL_JSON_FAULT_NUMBER, 0, 0},
    {"hex", PL_BYTES_LIT("0x1"), PL_E_SYNTAX, PL_JSON_FAULT_TRAILING, 1, 0},
    {"raw newline in a string", PL_BYTES_LIT("\"a\nb\""), PL_E_SYNTAX, PL_JSON_FAULT_CONTROL, 2, 0},
    {"raw NUL in a string", PL_BYTES_LIT("\"a\0b\""), PL_E_SYNTAX, PL_JSON_FAULT_CONTROL, 2, 0},
    {"raw control after 16 bytes", PL_BYTES_LIT("\"0123456789abcdef\x1F\""), PL_E_SYNTAX, PL_JSON_FAULT_CONTROL, 17, 0},
    {"unknown escape", PL_BYTES_LIT("\"\\x41\""), PL_E_SYNTAX, PL_JSON_FAULT_ESCAPE, 1, 0},
    {"escape of NUL", PL_BYTES_LIT("\"\\\0\""), PL_E_SYNTAX, PL_JSON_FAULT_ESCAPE, 1, 0},
    {"three hex digits", PL_BYTES_LIT("\"\\u00e\""), PL_E_SYNTAX, PL_JSON_FAULT_ESCAPE, 1, 0},
    {"escape cut short", PL_BYTES_LIT("\"\\u00"), PL_E_SYNTAX, PL_JSON_FAULT_ESCAPE, 1, 0},
    {"broken second half", PL_BYTES_LIT("\"\\ud83d\\uZZZZ\""), PL_E_SYNTAX, PL_JSON_FAULT_ESCAPE, 7, 0},
    {"string without end", PL_BYTES_LIT("\"abc"), PL_E_SYNTAX, PL_JSON_FAULT_STRING_END, 4, 0},
    {"backslash at the end", PL_BYTES_LIT("\"abc\\"), PL_E_SYNTAX, PL_JSON_FAULT_STRING_END, 5, 0},
    {"missing colon", PL_BYTES_LIT("{\"a\" 1}"), PL_E_SYNTAX, PL_JSON_FAULT_COLON, 5, 0},
    {"equals sign", PL_BYTES_LIT("{\"a\"=1}"), PL_E_SYNTAX, PL_JSON_FAULT_COLON, 4, 0},
    {"missing value", PL_BYTES_LIT("{\"a\":}"), PL_E_SYNTAX, PL_JSON_FAULT_VALUE, 5, 0},
    {"missing comma", PL_BYTES_LIT("[1 2]"), PL_E_SYNTAX, PL_JSON_FAULT_COMMA, 3, 0},
    {"trailing comma in an array", PL_BYTES_LIT("[1,]"), PL_E_SYNTAX, PL_JSON_FAULT_VALUE, 3, 0},
    {"trailing comma in an object", PL_BYTES_LIT("{\"a\":1,}"), PL_E_SYNTAX, PL_JSON_FAULT_NAME, 7, 0},
    {"leading comma", PL_BYTES_LIT("[,1]"), PL_E_SYNTAX, PL_JSON_FAULT_VALUE, 1, 0},
    {"wrong bracket", PL_BYTES_LIT("[1}"), PL_E_SYNTAX, PL_JSON_FAULT_COMMA, 2, 0},
    {"wrong bracket when empty", PL_BYTES_LIT("{]"), PL_E_SYNTAX, PL_JSON_FAULT_NAME, 1, 0},
    {"closed too often", PL_BYTES_LIT("[]]"), PL_E_SYNTAX, PL_JSON_FAULT_TRAILING, 2, 0},
    {"two documents", PL_BYTES_LIT("{} {}"), PL_E_SYNTAX, PL_JSON_FAULT_TRAILING, 3, 0},
    {"NUL after the document", PL_BYTES_LIT("{}\0"), PL_E_SYNTAX, PL_JSON_FAULT_TRAILING, 2, 0},
    {"form feed as white space", PL_BYTES_LIT("[\f1]"), PL_E_SYNTAX, PL_JSON_FAULT_VALUE, 1, 0},
    {"no-break space as white space", PL_BYTES_LIT("[\xC2\xA0\x31]"), PL_E_SYNTAX, PL_JSON_FAULT_VALUE, 1, 0},
    {"object not closed", PL_BYTES_LIT("{\"a\":1"), PL_E_SYNTAX, PL_JSON_FAULT_END, 6, 0},
    {"array not closed", PL_BYTES_LIT("[1,"), PL_E_SYNTAX, PL_JSON_FAULT_END, 3, 0},
    {"brackets only", PL_BYTES_LIT("[[[["), PL_E_SYNTAX, PL_JSON_FAULT_END, 4, 0},
    {"name without anything", PL_BYTES_LIT("{\"a\""), PL_E_SYNTAX, PL_JSON_FAULT_END, 4, 0},
    {"second byte-order mark", PL_BYTES_LIT("\xEF\xBB\xBF\xEF\xBB\xBF[]"), PL_E_SYNTAX, PL_JSON_FAULT_VALUE, 3, 0},
};
/* clang-format on */

Test(json_read, rows, .timeout = 20) {
    for (size_t i = 0; i < PL_COUNT(cases); i++) {
        const struct read_case *c = &cases[i];
        uint8_t *in = tu_exact_copy(c->in);
        pl_arena arena;
        pl_arena_init(&arena);
        pl_json json = {0};
        pl_json_error error = {PL_JSON_FAULT_COUNT, UINT32_MAX};
        const pl_status got = pl_json_read((pl_bytes){in, c->in.len}, &arena, &json, &error);
        cr_assert_eq(got, c->want, "%s: status %d, want %d", c->name, got, c->want);
        if (got == PL_OK) {
            cr_assert_eq(json.marks, c->marks, "%s: marks %u", c->name, json.marks);
            cr_assert_eq(json.nodes[0].next, json.count, "%s: the root spans all nodes", c->name);
        } else {
            cr_assert_eq(error.fault, c->fault, "%s: %s", c->name, pl_json_fault_text(error.fault));
            cr_assert_eq(error.at, c->at, "%s: offset %u", c->name, error.at);
            cr_assert_null(json.nodes, "%s: nothing written on failure", c->name);
        }
        pl_arena_done(&arena);
        free(in);
    }
}

Test(json_read, prefixes_of_a_document_are_refused, .timeout = 20) {
    const pl_bytes whole = PL_BYTES_LIT(
        "{\"a\\u00e9\":[1,-2.5e+3,true,false,null,\"\xC3\xA9\\ud83d\\ude00\"],\"b\":{\"c\":{}}}");
    for (size_t len = 0; len < whole.len; len++) {
        uint8_t *in = tu_exact_copy((pl_bytes){whole.ptr, len});
        pl_arena arena;
        pl_arena_init(&arena);
        pl_json json;
        cr_assert_eq(pl_json_read((pl_bytes){in, len}, &arena, &json, NULL), PL_E_SYNTAX,
                     "prefix of %zu bytes", len);
        pl_arena_done(&arena);
        free(in);
    }
}

Test(json_read, nodes_tell_kind_span_and_depth, .timeout = 10) {
    static const pl_bytes in = PL_BYTES_LIT(" {\"a\": [10, \"b\"], \"c\": null} ");
    static const pl_json_node want[] = {
        {1, 27, 7, PL_JSON_OBJECT, 0, 0}, {2, 3, 2, PL_JSON_STRING, 0, 1},
        {7, 9, 5, PL_JSON_ARRAY, 0, 1},   {8, 2, 4, PL_JSON_NUMBER, 0, 2},
        {12, 3, 5, PL_JSON_STRING, 0, 2}, {18, 3, 6, PL_JSON_STRING, 0, 1},
        {23, 4, 7, PL_JSON_NULL, 0, 1},
    };
    pl_arena arena;
    pl_arena_init(&arena);
    pl_json json;
    cr_assert_eq(pl_json_read(in, &arena, &json, NULL), PL_OK);
    cr_assert_eq(json.count, PL_COUNT(want));
    for (size_t i = 0; i < PL_COUNT(want); i++) {
        cr_assert_eq(memcmp(&json.nodes[i], &want[i], sizeof want[i]), 0,
                     "node %zu: at %u len %u next %u", i, json.nodes[i].at, json.nodes[i].len,
                     json.nodes[i].next);
    }
    pl_arena_done(&arena);
}

/* depth containers in one another, alternating, closed or not. */
static uint8_t *nested(size_t depth, bool closed, size_t *ret_len) {
    const size_t len = closed ? 2 * depth : depth;
    uint8_t *text = malloc(len);
    cr_assert_not_null(text);
    memset(text, '[', depth);
    if (closed) { memset(text + depth, ']', depth); }
    *ret_len = len;
    return text;
}

Test(json_read, depth_limit, .timeout = 10) {
    static const struct {
        size_t depth;
        pl_status want;
    } rows[] = {{PL_JSON_DEPTH_MAX - 1, PL_OK},
                {PL_JSON_DEPTH_MAX, PL_OK},
                {PL_JSON_DEPTH_MAX + 1, PL_E_DEPTH}};
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        size_t len;
        uint8_t *text = nested(rows[i].depth, true, &len);
        pl_arena arena;
        pl_arena_init(&arena);
        pl_json json;
        pl_json_error error = {0};
        cr_assert_eq(pl_json_read((pl_bytes){text, len}, &arena, &json, &error), rows[i].want,
                     "depth %zu", rows[i].depth);
        if (rows[i].want == PL_E_DEPTH) { cr_assert_eq(error.at, PL_JSON_DEPTH_MAX); }
        pl_arena_done(&arena);
        free(text);
    }
}

Test(json_read, unclosed_containers_stay_within_their_nodes, .timeout = 10) {
    for (size_t depth = 1; depth <= PL_JSON_DEPTH_MAX + 2; depth += 37) {
        size_t len;
        uint8_t *text = nested(depth, false, &len);
        pl_arena arena;
        pl_arena_init(&arena);
        pl_json json;
        const pl_status got = pl_json_read((pl_bytes){text, len}, &arena, &json, NULL);
        cr_assert(got == PL_E_SYNTAX || got == PL_E_DEPTH, "depth %zu: %d", depth, got);
        pl_arena_done(&arena);
        free(text);
    }
}

Test(json_read, size_limit, .timeout = 60) {
    uint8_t *text = malloc(PL_JSON_BYTES_MAX + 1U);
    cr_assert_not_null(text);
    memset(text, ' ', PL_JSON_BYTES_MAX + 1U);
    text[0] = '1';
    for (size_t len = PL_JSON_BYTES_MAX - 1; len <= PL_JSON_BYTES_MAX + 1U; len++) {
        pl_arena arena;
        pl_arena_init(&arena);
        pl_json json;
        pl_json_error error = {0};
        const pl_status want = len <= PL_JSON_BYTES_MAX ? PL_OK : PL_E_SIZE;
        cr_assert_eq(pl_json_read((pl_bytes){text, len}, &arena, &json, &error), want);
        pl_arena_done(&arena);
    }
    free(text);
}

Test(json_read, memory_is_sixteen_bytes_a_byte_at_most, .timeout = 10) {
    static const pl_bytes dense[] = {PL_BYTES_LIT("0"), PL_BYTES_LIT("[]"),
                                     PL_BYTES_LIT("[0,0,0,0,0,0]"), PL_BYTES_LIT("{\"\":0,\"\":0}"),
                                     PL_BYTES_LIT("[[[[0]]]]")};
    for (size_t i = 0; i < PL_COUNT(dense); i++) {
        pl_arena arena;
        pl_arena_init(&arena);
        pl_json json;
        cr_assert_eq(pl_json_read(dense[i], &arena, &json, NULL), PL_OK);
        cr_assert_leq(json.count * sizeof(pl_json_node), 16 * dense[i].len);
        pl_arena_done(&arena);
    }
}

Test(json_read, out_of_memory_is_a_status, .timeout = 10) {
    pl_arena arena;
    pl_arena_init(&arena);
    arena.fail_after = 1;
    pl_json json;
    cr_assert_eq(pl_json_read((pl_bytes)PL_BYTES_LIT("[1]"), &arena, &json, NULL), PL_E_MEMORY);
    pl_arena_done(&arena);
}

Test(json_read, an_empty_view_may_have_no_pointer, .timeout = 10) {
    pl_arena arena;
    pl_arena_init(&arena);
    pl_json json;
    pl_json_error error = {PL_JSON_FAULT_COUNT, 7};
    cr_assert_eq(pl_json_read((pl_bytes){NULL, 0}, &arena, &json, &error), PL_E_SYNTAX);
    cr_assert_eq(error.fault, PL_JSON_FAULT_EMPTY);
    cr_assert_eq(error.at, 0);
    pl_arena_done(&arena);
}
