/* The walker on schemas of the test's own: every keyword, both sides. */
#include <criterion/criterion.h>

#include "schema/validate.h"
#include "test_util.h"

enum { NOW_MS = 1000 };

static const char *const colours[] = {"red", "green", NULL};

/* clang-format off */
#define SCHEMA(type_set, row_array) {.name = "test", .types = (type_set), PL_FACETS(row_array)}
#define ONE(label, ...) static const pl_facet label##_rows[] = {{__VA_ARGS__}}
ONE(minimum, .keyword = PL_KEYWORD_MINIMUM, .limit = {1, 0});
ONE(low_minimum, .keyword = PL_KEYWORD_MINIMUM, .limit = {-25, -1});
ONE(exclusive, .keyword = PL_KEYWORD_EXCLUSIVE_MINIMUM, .limit = {0, 0});
ONE(maximum, .keyword = PL_KEYWORD_MAXIMUM, .limit = {1, 6});
ONE(odd_maximum, .keyword = PL_KEYWORD_MAXIMUM, .limit = {25, 1});
ONE(exclusive_maximum, .keyword = PL_KEYWORD_EXCLUSIVE_MAXIMUM, .limit = {1, 6});
ONE(multiple, .keyword = PL_KEYWORD_MULTIPLE_OF, .limit = {25, -2});
ONE(tens, .keyword = PL_KEYWORD_MULTIPLE_OF, .limit = {1, 1});
ONE(min_length, .keyword = PL_KEYWORD_MIN_LENGTH, .count = 2);
ONE(max_length, .keyword = PL_KEYWORD_MAX_LENGTH, .count = 3);
ONE(pattern, .keyword = PL_KEYWORD_PATTERN, .pattern = PL_PATTERN_NO_SPACE_NO_SLASH);
ONE(digits, .keyword = PL_KEYWORD_PATTERN, .pattern = PL_PATTERN_DIGITS_13);
ONE(uri, .keyword = PL_KEYWORD_FORMAT, .format = PL_FORMAT_URI);
ONE(moment, .keyword = PL_KEYWORD_FORMAT, .format = PL_FORMAT_DATE_TIME);
ONE(email, .keyword = PL_KEYWORD_FORMAT, .format = PL_FORMAT_EMAIL);
ONE(ulid, .keyword = PL_KEYWORD_FORMAT, .format = PL_FORMAT_ULID);
ONE(min_items, .keyword = PL_KEYWORD_MIN_ITEMS, .count = 1);
ONE(max_items, .keyword = PL_KEYWORD_MAX_ITEMS, .count = 2);
ONE(unique, .keyword = PL_KEYWORD_UNIQUE_ITEMS);
ONE(closed, .keyword = PL_KEYWORD_ADDITIONAL_PROPERTIES);
ONE(choice, .keyword = PL_KEYWORD_ENUM, .values = colours);
ONE(catalog, .keyword = PL_KEYWORD_CATALOG);
ONE(blank, .keyword = PL_KEYWORD_BLANK);
ONE(control, .keyword = PL_KEYWORD_CONTROL);
ONE(astral, .keyword = PL_KEYWORD_ASTRAL);
ONE(past, .keyword = PL_KEYWORD_PAST);
ONE(spelling, .keyword = PL_KEYWORD_INTEGER_SPELLING);
ONE(decimals, .keyword = PL_KEYWORD_MAX_DECIMALS, .count = 2);
ONE(significant, .keyword = PL_KEYWORD_MAX_DIGITS, .count = 3);
ONE(magnitude, .keyword = PL_KEYWORD_MAX_MAGNITUDE, .count = 3);
ONE(depth, .keyword = PL_KEYWORD_MAX_DEPTH, .count = 2);
ONE(bytes, .keyword = PL_KEYWORD_MAX_BYTES, .count = 4);
ONE(scheme, .keyword = PL_KEYWORD_URI_SCHEME);
ONE(userinfo, .keyword = PL_KEYWORD_URI_USERINFO);
ONE(host, .keyword = PL_KEYWORD_URI_HOST);
ONE(port, .keyword = PL_KEYWORD_URI_PORT);
ONE(iri, .keyword = PL_KEYWORD_URI_NON_ASCII);
static const pl_facet disputed_rows[] = {
    {.keyword = PL_KEYWORD_PATTERN, .pattern = PL_PATTERN_NO_SPACE_NO_SLASH},
    {.keyword = PL_KEYWORD_PATTERN_DISPUTED, .severity = PL_OBSERVATION, .pattern = PL_PATTERN_NO_SPACE_NO_SLASH}};

/* [1, null, {"a": [true]}, "x"], as the reader would give it. */
static const pl_json_node choice_nodes[] = {
    {.at = 0, .len = 30, .next = 8, .kind = PL_JSON_ARRAY},
    {.at = 1, .len = 1, .next = 2, .kind = PL_JSON_NUMBER, .depth = 1},
    {.at = 4, .len = 4, .next = 3, .kind = PL_JSON_NULL, .depth = 1},
    {.at = 10, .len = 13, .next = 7, .kind = PL_JSON_OBJECT, .depth = 1},
    {.at = 11, .len = 3, .next = 5, .kind = PL_JSON_STRING, .depth = 2},
    {.at = 16, .len = 6, .next = 7, .kind = PL_JSON_ARRAY, .depth = 2},
    {.at = 17, .len = 4, .next = 7, .kind = PL_JSON_BOOLEAN, .depth = 3},
    {.at = 25, .len = 3, .next = 8, .kind = PL_JSON_STRING, .depth = 1},
};
static const pl_json choices = {
    .text = PL_BYTES_LIT("[1, null, {\"a\": [true]}, \"x\"]"), .nodes = (pl_json_node *)(uintptr_t)choice_nodes, .count = 8};
ONE(any_choice, .keyword = PL_KEYWORD_ENUM, .choices = &choices);
ONE(constant, .keyword = PL_KEYWORD_CONST, .choices = &choices);

/* "Starts with a": an engine of the test's own; it is not sure of the empty text. */
static bool starts_with_a(const pl_regex *regex, pl_bytes text, bool *ret_sure) {
    *ret_sure = text.len > 0;
    return text.len > 0 && text.ptr[0] == (uint8_t)regex->source[1];
}
static const pl_regex regex = {.source = "^a", .matches = starts_with_a};
ONE(regular, .keyword = PL_KEYWORD_PATTERN, .regex = &regex);

enum { ANY = 127 };
static const struct keyword_case {
    pl_schema schema;
    pl_keyword keyword;
    const char *holds;
    const char *breaks;
} cases[] = {
    {SCHEMA(ANY, minimum_rows), PL_KEYWORD_MINIMUM, "1", "0"},
    {SCHEMA(ANY, minimum_rows), PL_KEYWORD_MINIMUM, "9", "-9"},
    {SCHEMA(ANY, minimum_rows), PL_KEYWORD_MINIMUM, "1.0", "0.99999999999999999999999999999999999999999999"},
    {SCHEMA(ANY, minimum_rows), PL_KEYWORD_MINIMUM, "1e9999999", "1e-9999999"},
    {SCHEMA(ANY, low_minimum_rows), PL_KEYWORD_MINIMUM, "-2.5", "-2.50000000000000000000000000000000000000001"},
    {SCHEMA(ANY, low_minimum_rows), PL_KEYWORD_MINIMUM, "-2", "-3"},
    {SCHEMA(ANY, exclusive_maximum_rows), PL_KEYWORD_EXCLUSIVE_MAXIMUM, "999999.9", "1000000.0"},
    {SCHEMA(ANY, exclusive_maximum_rows), PL_KEYWORD_EXCLUSIVE_MAXIMUM, "-1e99", "1000001"},
    {SCHEMA(ANY, multiple_rows), PL_KEYWORD_MULTIPLE_OF, "0.75", "0.7"},
    {SCHEMA(ANY, multiple_rows), PL_KEYWORD_MULTIPLE_OF, "-1e300", "0.255"},
    {SCHEMA(ANY, multiple_rows), PL_KEYWORD_MULTIPLE_OF, "0e-5", "1e-300"},
    {SCHEMA(ANY, tens_rows), PL_KEYWORD_MULTIPLE_OF, "12340", "12345"},
    {SCHEMA(ANY, tens_rows), PL_KEYWORD_MULTIPLE_OF, "\"5\"", "0.5"},
    {SCHEMA(ANY, any_choice_rows), PL_KEYWORD_ENUM, "1.0", "2"},
    {SCHEMA(ANY, any_choice_rows), PL_KEYWORD_ENUM, "null", "false"},
    {SCHEMA(ANY, constant_rows), PL_KEYWORD_CONST, "{\"a\":[true]}", "{\"a\":[false]}"},
    {SCHEMA(ANY, constant_rows), PL_KEYWORD_CONST, "\"\\u0078\"", "\"y\""},
    {SCHEMA(ANY, regular_rows), PL_KEYWORD_PATTERN, "\"ab\"", "\"b\""},
    {SCHEMA(ANY, regular_rows), PL_KEYWORD_PATTERN, "\"a\"", "\"\\u0062a\""},
    {SCHEMA(ANY, regular_rows), PL_KEYWORD_PATTERN_DISPUTED, "\"a\"", "\"\""},
    {SCHEMA(ANY, exclusive_rows), PL_KEYWORD_EXCLUSIVE_MINIMUM, "0.01", "0"},
    {SCHEMA(ANY, exclusive_rows), PL_KEYWORD_EXCLUSIVE_MINIMUM, "1", "-0"},
    {SCHEMA(ANY, maximum_rows), PL_KEYWORD_MAXIMUM, "1000000", "1000001"},
    {SCHEMA(ANY, maximum_rows), PL_KEYWORD_MAXIMUM, "999999", "1e7"},
    {SCHEMA(ANY, maximum_rows), PL_KEYWORD_MAXIMUM, "-99999999999999999999", "99999999999999999999"},
    {SCHEMA(ANY, odd_maximum_rows), PL_KEYWORD_MAXIMUM, "250", "251"},
    {SCHEMA(ANY, min_length_rows), PL_KEYWORD_MIN_LENGTH, "\"\xC3\xA9\xC3\xA9\"", "\"\xF0\x9F\x98\x80\""},
    {SCHEMA(ANY, max_length_rows), PL_KEYWORD_MAX_LENGTH, "\"abc\"", "\"abcd\""},
    {SCHEMA(ANY, max_length_rows), PL_KEYWORD_MAX_LENGTH, "\"\\u0061\\u0062\\ud83d\\ude00\"", "\"\\u0061bcd\""},
    {SCHEMA(ANY, pattern_rows), PL_KEYWORD_PATTERN, "\"a-b\"", "\"a b\""},
    {SCHEMA(ANY, pattern_rows), PL_KEYWORD_PATTERN, "\"\xC3\xA9\"", "\"a\\n\""},
    {SCHEMA(ANY, pattern_rows), PL_KEYWORD_PATTERN, "\"\\u200b\"", "\"\\u00a0\""},
    {SCHEMA(ANY, pattern_rows), PL_KEYWORD_PATTERN, "\"\\\\\"", "\"\\/\""},
    {SCHEMA(ANY, pattern_rows), PL_KEYWORD_PATTERN, "\"a\"", "\"\""},
    {SCHEMA(ANY, disputed_rows), PL_KEYWORD_PATTERN_DISPUTED, "\"a\"", "\"a\\u00a0\""},
    {SCHEMA(ANY, disputed_rows), PL_KEYWORD_PATTERN, "\"a\"", "\" \\u00a0\""},
    {SCHEMA(ANY, digits_rows), PL_KEYWORD_PATTERN, "\"1234567890123\"", "\"123456789012\""},
    {SCHEMA(ANY, digits_rows), PL_KEYWORD_PATTERN, "\"\\u0031234567890123\"", "\"12345678901234\""},
    {SCHEMA(ANY, digits_rows), PL_KEYWORD_PATTERN, "\"0000000000000\"", "\"123456789012\xD9\xA3\""},
    {SCHEMA(ANY, digits_rows), PL_KEYWORD_PATTERN, "\"0000000000000\"", "\"1234567890123\\n\""},
    {SCHEMA(ANY, uri_rows), PL_KEYWORD_FORMAT, "\"https://a.example/\"", "\"a.example\""},
    {SCHEMA(ANY, uri_rows), PL_KEYWORD_FORMAT, "\"https:\\/\\/a.example\\u002f\"", "\"https://a b/\""},
    {SCHEMA(ANY, uri_rows), PL_KEYWORD_FORMAT, "\"https://\xC3\xA9.example/\"", "\"https://\xC3\xA9.example/%\""},
    {SCHEMA(ANY, moment_rows), PL_KEYWORD_FORMAT, "\"2024-05-13T00:00:00Z\"", "\"2024-05-13 00:00:00\""},
    {SCHEMA(ANY, email_rows), PL_KEYWORD_FORMAT, "\"a@b.example\"", "\"a.b.example\""},
    {SCHEMA(ANY, ulid_rows), PL_KEYWORD_FORMAT, "\"01K946KF851RK7FX075GJHBVKF\"", "\"81K946KF851RK7FX075GJHBVKF\""},
    {SCHEMA(ANY, min_items_rows), PL_KEYWORD_MIN_ITEMS, "[[]]", "[]"},
    {SCHEMA(ANY, max_items_rows), PL_KEYWORD_MAX_ITEMS, "[[1,2,3],4]", "[1,2,3]"},
    {SCHEMA(ANY, unique_rows), PL_KEYWORD_UNIQUE_ITEMS, "[\"a\",\"b\"]", "[\"a\",\"b\",\"a\"]"},
    {SCHEMA(ANY, closed_rows), PL_KEYWORD_ADDITIONAL_PROPERTIES, "{}", "{\"a\":1}"},
    {SCHEMA(ANY, choice_rows), PL_KEYWORD_ENUM, "\"red\"", "\"Red\""},
    {SCHEMA(ANY, choice_rows), PL_KEYWORD_ENUM, "\"gr\\u0065en\"", "7"},
    {SCHEMA(ANY, catalog_rows), PL_KEYWORD_CATALOG, "\"QRIS\"", "\"qris\""},
    {SCHEMA(ANY, blank_rows), PL_KEYWORD_BLANK, "\" a\"", "\"\""},
    {SCHEMA(ANY, blank_rows), PL_KEYWORD_BLANK, "\"\\u200b\"", "\" \\t\\u3000\""},
    {SCHEMA(ANY, control_rows), PL_KEYWORD_CONTROL, "\"a\\n\"", "\"a\\u0001\""},
    {SCHEMA(ANY, control_rows), PL_KEYWORD_CONTROL, "\"a\"", "\"a\x7F\""},
    {SCHEMA(ANY, control_rows), PL_KEYWORD_CONTROL, "\"\xC2\xA0\"", "\"\xC2\x85\""},
    {SCHEMA(ANY, astral_rows), PL_KEYWORD_ASTRAL, "\"\\uffff\"", "\"\\ud800\\udc00\""},
    {SCHEMA(ANY, past_rows), PL_KEYWORD_PAST, "\"0000000001000\"", "\"0000000000999\""},
    {SCHEMA(ANY, spelling_rows), PL_KEYWORD_INTEGER_SPELLING, "-10", "10.0"},
    {SCHEMA(ANY, spelling_rows), PL_KEYWORD_INTEGER_SPELLING, "0", "1e0"},
    {SCHEMA(ANY, decimals_rows), PL_KEYWORD_MAX_DECIMALS, "1.25", "1.255"},
    {SCHEMA(ANY, decimals_rows), PL_KEYWORD_MAX_DECIMALS, "1.2500", "1e-3"},
    {SCHEMA(ANY, significant_rows), PL_KEYWORD_MAX_DIGITS, "12300", "1234"},
    {SCHEMA(ANY, significant_rows), PL_KEYWORD_MAX_DIGITS, "0.00123", "1.234"},
    {SCHEMA(ANY, magnitude_rows), PL_KEYWORD_MAX_MAGNITUDE, "9999", "10000"},
    {SCHEMA(ANY, magnitude_rows), PL_KEYWORD_MAX_MAGNITUDE, "1e3", "1e99999999999999999999"},
    {SCHEMA(ANY, magnitude_rows), PL_KEYWORD_MAX_MAGNITUDE, "0e99", "1e-4"},
    {SCHEMA(ANY, depth_rows), PL_KEYWORD_MAX_DEPTH, "{\"a\":[1,2,3,4]}", "{\"a\":[[]]}"},
    {SCHEMA(ANY, bytes_rows), PL_KEYWORD_MAX_BYTES, "1234", "12345"},
    {SCHEMA(ANY, bytes_rows), PL_KEYWORD_MAX_BYTES, "1   ", "1    "},
    {SCHEMA(ANY, scheme_rows), PL_KEYWORD_URI_SCHEME, "\"HTTP://a.example\"", "\"javascript:alert(1)\""},
    {SCHEMA(ANY, userinfo_rows), PL_KEYWORD_URI_USERINFO, "\"http://a.example/@\"", "\"http://u@a.example\""},
    {SCHEMA(ANY, host_rows), PL_KEYWORD_URI_HOST, "\"http://a.example\"", "\"http://[::1]\""},
    {SCHEMA(ANY, host_rows), PL_KEYWORD_URI_HOST, "\"http://1.example\"", "\"http://127.0.0.1\""},
    {SCHEMA(ANY, port_rows), PL_KEYWORD_URI_PORT, "\"http://a.example\"", "\"http://a.example:\""},
    {SCHEMA(ANY, iri_rows), PL_KEYWORD_URI_NON_ASCII, "\"http://a.example\"", "\"http://a.example/\xC3\xA9\""},
};
/* clang-format on */

static pl_arena arena;

static void setup(void) {
    pl_arena_init(&arena);
}

static void teardown(void) {
    pl_arena_done(&arena);
}

TestSuite(schema_validate, .init = setup, .fini = teardown, .timeout = 30);

static pl_report judge(const pl_schema *schema, const char *text, pl_json *ret_json) {
    static const pl_bytes methods[] = {PL_BYTES_LIT("QRIS"), PL_BYTES_LIT("VA_BRI")};
    static const pl_context context = {
        .now_ms = NOW_MS, .payment_methods = methods, .payment_method_count = 2};
    pl_report report;
    bool readable = false;
    const pl_bytes in = pl_bytes_of(text);
    cr_assert_eq(pl_validate_text(schema, in, &context, &arena, ret_json, &readable, &report),
                 PL_OK);
    return report;
}

Test(schema_validate, every_keyword_holds_and_breaks) {
    bool covered[PL_KEYWORD_COUNT] = {false};
    for (size_t i = 0; i < PL_COUNT(cases); i++) {
        const struct keyword_case *c = &cases[i];
        pl_json json;
        const pl_report fine = judge(&c->schema, c->holds, &json);
        cr_assert_eq(fine.count, 0, "%s: %s is fine", pl_keyword_text(c->keyword), c->holds);
        const pl_report bad = judge(&c->schema, c->breaks, &json);
        cr_assert_eq(bad.count, 1, "%s: %s breaks once, not %u times", pl_keyword_text(c->keyword),
                     c->breaks, bad.count);
        cr_assert_eq(bad.list[0].keyword, c->keyword, "%s: as %s", c->breaks,
                     pl_violation_keyword(&bad.list[0]));
        pl_bytes message;
        cr_assert_eq(pl_violation_message(&bad.list[0], &json, &arena, &message), PL_OK);
        cr_assert_gt(message.len, 10, "%s: %.*s", c->breaks, (int)message.len, message.ptr);
        covered[c->keyword] = true;
    }
    for (pl_keyword k = PL_KEYWORD_ENUM; k < PL_KEYWORD_COUNT; k++) {
        cr_assert(covered[k], "no row breaks %s", pl_keyword_text(k));
    }
}

/* clang-format off */
static const struct type_case {
    unsigned types;
    const char *holds;
    const char *breaks;
} type_cases[] = {
    {PL_TYPE_NULL, "null", "false"}, {PL_TYPE_BOOLEAN, "false", "0"}, {PL_TYPE_INTEGER, "10", "1.5"},
    {PL_TYPE_INTEGER, "1.0", "\"1\""}, {PL_TYPE_INTEGER, "15e-1e", NULL}, {PL_TYPE_INTEGER, "1e3", "1e-3"},
    {PL_TYPE_NUMBER, "1.5", "\"1.5\""}, {PL_TYPE_NUMBER, "1", "null"}, {PL_TYPE_STRING, "\"\"", "1"},
    {PL_TYPE_ARRAY, "[]", "{}"}, {PL_TYPE_OBJECT, "{}", "[]"},
    {PL_TYPE_STRING | PL_TYPE_NULL, "null", "[null]"},
};
/* clang-format on */

Test(schema_validate, types) {
    for (size_t i = 0; i < PL_COUNT(type_cases); i++) {
        const struct type_case *c = &type_cases[i];
        const pl_schema schema = {.name = "test", .types = (uint8_t)c->types};
        pl_json json;
        if (c->breaks == NULL) {
            const pl_report syntax = judge(&schema, c->holds, &json);
            cr_assert_eq(syntax.list[0].keyword, PL_KEYWORD_SYNTAX, "%s", c->holds);
            continue;
        }
        cr_assert_eq(judge(&schema, c->holds, &json).count, 0, "%s is of the type", c->holds);
        const pl_report bad = judge(&schema, c->breaks, &json);
        cr_assert_eq(bad.count, 1, "%s is not", c->breaks);
        cr_assert_eq(bad.list[0].keyword, PL_KEYWORD_TYPE, "%s", c->breaks);
    }
}

static const pl_schema anything = {.name = "anything", .types = 127};
static const pl_schema integer = {.name = "integer", .types = PL_TYPE_INTEGER};
static const pl_member members[] = {
    PL_MEMBER("a", PL_REQUIRED, &integer),
    PL_MEMBER("b", PL_CONTESTED, &integer),
    PL_MEMBER("long_name", PL_EXPECTED, &integer),
    PL_MEMBER("d", PL_OPTIONAL, &integer),
};
static const pl_schema object = {.name = "object", .types = PL_TYPE_OBJECT, PL_MEMBERS(members)};

/* clang-format off */
static const struct object_case {
    const char *document;
    uint32_t totals[PL_SEVERITY_COUNT]; /* violations, warnings, observations */
    pl_verdict verdict;
} objects[] = {
    {"{\"a\":1,\"b\":2,\"long_name\":3,\"d\":4}", {0, 0, 0}, PL_ACCEPT},
    {"{\"d\":4,\"long_name\":3,\"b\":2,\"a\":1}", {0, 0, 0}, PL_ACCEPT},
    {"{\"\\u0061\":1,\"b\":2,\"long_n\\u0061me\":3}", {0, 0, 0}, PL_ACCEPT},
    {"{\"a\":1,\"b\":2,\"long_namE\":3}", {0, 0, 1}, PL_OPEN},
    {"{\"a\":1,\"b\":2}", {0, 0, 1}, PL_OPEN},
    {"{\"a\":1,\"long_name\":3}", {0, 1, 0}, PL_OPEN},
    {"{\"b\":2,\"long_name\":3}", {1, 0, 0}, PL_REJECT},
    {"{}", {1, 1, 1}, PL_REJECT},
    {"{\"a\":1,\"b\":2,\"long_name\":3,\"d\":null}", {1, 0, 0}, PL_REJECT},
    {"{\"a\":1,\"b\":2,\"long_name\":3,\"a\":1}", {0, 0, 1}, PL_OPEN},
    {"{\"a\":1,\"b\":2,\"long_name\":3,\"a\":null}", {0, 0, 2}, PL_OPEN},
    {"{\"a\":null,\"b\":2,\"long_name\":3,\"a\":null}", {2, 0, 1}, PL_REJECT},
    /* found by fuzzing: what the object lacks was taken for a part of the repeated member */
    {"{\"d\":null,\"b\":2,\"long_name\":3,\"d\":4}", {1, 0, 2}, PL_REJECT},
    {"{\"a\":1,\"b\":2,\"long_name\":3,\"x\":1,\"x\":1}", {0, 0, 1}, PL_OPEN},
    {"{\"a\":1,\"b\":2,\"long_name\":3,\"x\":{\"y\":[{\"z\":1,\"z\":1}]}}", {0, 0, 1}, PL_OPEN},
    {"{\"a\":1,\"b\":2,\"long_name\":3,\"x\":\"\\ud800\",\"y\":\"\\u0000\",\"z\":\"\xFF\"}", {0, 0, 3}, PL_OPEN},
    {"\xEF\xBB\xBF{\"a\":1,\"b\":2,\"long_name\":3}", {0, 0, 1}, PL_OPEN},
};
/* clang-format on */

Test(schema_validate, members_and_duplicates) {
    for (size_t i = 0; i < PL_COUNT(objects); i++) {
        const struct object_case *c = &objects[i];
        pl_json json;
        const pl_report report = judge(&object, c->document, &json);
        for (size_t s = 0; s < PL_SEVERITY_COUNT; s++) {
            cr_assert_eq(report.totals[s], c->totals[s], "%s: %u of %s", c->document,
                         report.totals[s], pl_severity_text((pl_severity)s));
        }
        cr_assert_eq(pl_report_verdict(&report), c->verdict, "%s", c->document);
        pl_verdict hasty = PL_VERDICT_COUNT;
        cr_assert_eq(pl_validate_verdict(&object, pl_bytes_of(c->document), NULL, &arena, &hasty),
                     PL_OK, "%s: a verdict without a report", c->document);
        cr_assert_eq(hasty, c->verdict, "%s: the same verdict without a report", c->document);
    }
}

Test(schema_validate, limits_of_the_reader_are_open) {
    enum { DEEP = PL_JSON_DEPTH_MAX + 1 };
    char text[DEEP + 1];
    memset(text, '[', DEEP);
    text[DEEP] = '\0';
    pl_json json;
    const pl_report report = judge(&anything, text, &json);
    cr_assert_eq(report.count, 1);
    cr_assert_eq(report.list[0].keyword, PL_KEYWORD_DOCUMENT_DEPTH);
    cr_assert_eq(pl_report_verdict(&report), PL_OPEN);
}

Test(schema_validate, violations_beyond_the_list_are_counted) {
    enum { COUNT = PL_VIOLATION_COUNT_MAX + 1 };
    char *text = malloc(3 * COUNT + 2);
    cr_assert_not_null(text);
    const pl_schema array = {.name = "array", .types = PL_TYPE_ARRAY, .items = &integer};
    for (uint32_t count = COUNT - 2; count <= COUNT; count++) {
        text[0] = '[';
        for (uint32_t i = 0; i < count; i++) { memcpy(text + 1 + 3 * i, "\"\",", 3); }
        memcpy(text + 3 * count, "]", 2);
        pl_json json;
        const pl_report report = judge(&array, text, &json);
        cr_assert_eq(report.totals[PL_VIOLATION], count);
        cr_assert_eq(report.count, count < COUNT ? count : PL_VIOLATION_COUNT_MAX);
    }
    free(text);
}

Test(schema_validate, every_allocation_may_fail) {
    static const char *const document =
        "{\"b\":null,\"x\":\"\\ud800\",\"1\":1,\"2\":1,\"3\":1,\"4\":1,\"5\":1,\"6\":1,\"7\":1,"
        "\"8\":1,\"x\":1}";
    size_t k = 1;
    for (;; k++) {
        pl_arena scarce;
        pl_arena_init(&scarce);
        scarce.fail_after = k;
        pl_json json;
        pl_report report;
        bool readable = false;
        const pl_status got = pl_validate_text(&object, pl_bytes_of(document), NULL, &scarce, &json,
                                               &readable, &report);
        pl_arena_done(&scarce);
        if (got == PL_OK) { break; }
        cr_assert_eq(got, PL_E_MEMORY, "request %zu: %d", k, got);
        cr_assert_lt(k, 20, "the bound is reached");
    }
    cr_assert_gt(k, 2, "more than one request was made");
}
