/* Each keyword judges as JSON Schema 2020-12 says, is refused when it cannot have its value, or is remarked on. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "openapi/lift.h"
#include "schema/validate.h"

enum { TEXT_BYTES_MAX = 8192 };

static pl_arena arena;

static void setup(void) {
    pl_arena_init(&arena);
}

static void teardown(void) {
    pl_arena_done(&arena);
}

TestSuite(openapi_lift_schema, .init = setup, .fini = teardown, .timeout = 20);

/* A document around one schema, given as JSON. */
static pl_status lift_schema(const char *version, const char *schema, pl_document *ret_document,
                             pl_source_error *reterr_error) {
    static char text[TEXT_BYTES_MAX];
    const int len =
        snprintf(text, sizeof text,
                 "openapi: %s\npaths:\n  /a:\n    post:\n      requestBody:\n        content:\n"
                 "          application/json:\n            schema: %s\nx-s:\n"
                 "    Short: {type: string, maxLength: 2}\n    Loop: {items: {$ref: "
                 "'#/x-s/Loop'}}\n    Hop: {$ref: '#/x-s/Short'}\n"
                 "    Around: {$ref: '#/x-s/There'}\n    There: {$ref: "
                 "'#/x-s/Around'}\n    a/b~c: {type: integer}\n"
                 "    List: [{type: integer}, {type: string}]\n"
                 "    Mutual: {properties: {a: {$ref: '#/x-s/Back', minLength: 1}}}\n"
                 "    Back: {$ref: '#/x-s/Mutual', maxLength: 2}\n"
                 "    Given: {type: string, readOnly: true}\n",
                 version, schema);
    cr_assert(len > 0 && (size_t)len < sizeof text);
    return pl_document_lift(pl_bytes_of(text), &arena, ret_document, reterr_error);
}

/* clang-format off */
static const struct verdict_case {
    const char *version;
    const char *schema;
    const char *value;
    pl_verdict verdict;
} verdict_cases[] = {
    {"3.1.0", "true", "[1]", PL_ACCEPT},
    {"3.1.0", "false", "1", PL_REJECT},
    {"3.1.0", "{}", "null", PL_ACCEPT},
    {"3.1.0", "{type: [string, 'null']}", "null", PL_ACCEPT},
    {"3.1.0", "{type: [string, 'null']}", "1", PL_REJECT},
    {"3.1.0", "{type: integer}", "1.5", PL_REJECT},
    {"3.0.3", "{type: string, nullable: true}", "null", PL_ACCEPT},
    {"3.0.3", "{nullable: true, type: string}", "null", PL_ACCEPT},
    {"3.0.3", "{type: string}", "null", PL_REJECT},
    {"3.1.0", "{type: object, required: [a, b], properties: {a: {type: integer}}}", "{\"a\":1,\"b\":[]}", PL_ACCEPT},
    {"3.1.0", "{type: object, required: [a, b], properties: {a: {type: integer}}}", "{\"a\":1}", PL_REJECT},
    {"3.1.0", "{required: [a], properties: {a: {type: integer}}}", "{\"a\":\"1\"}", PL_REJECT},
    {"3.1.0", "{properties: {a: {}}, additionalProperties: false}", "{\"a\":1}", PL_ACCEPT},
    {"3.1.0", "{properties: {a: {}}, additionalProperties: false}", "{\"b\":1}", PL_REJECT},
    {"3.1.0", "{additionalProperties: true}", "{\"b\":1}", PL_ACCEPT},
    {"3.1.0", "{additionalProperties: {type: integer}}", "{\"b\":\"1\"}", PL_REJECT},
    {"3.1.0", "{items: {type: integer}}", "[1,\"2\"]", PL_REJECT},
    {"3.1.0", "{minItems: 1, maxItems: 2}", "[]", PL_REJECT},
    {"3.1.0", "{minItems: 1, maxItems: 2}", "[1,2,3]", PL_REJECT},
    {"3.1.0", "{uniqueItems: true}", "[\"a\",\"a\"]", PL_REJECT},
    {"3.1.0", "{uniqueItems: false}", "[\"a\",\"a\"]", PL_ACCEPT},
    {"3.1.0", "{minLength: 2, maxLength: 3}", "\"\xc3\xa4\"", PL_REJECT},
    {"3.1.0", "{minLength: 2, maxLength: 3}", "\"\xc3\xa4\xc3\xa4\xc3\xa4\"", PL_ACCEPT},
    {"3.1.0", "{maxLength: 1e1}", "\"12345678901\"", PL_REJECT},
    {"3.1.0", "{pattern: '^\\d{13}$'}", "\"1234567890123\"", PL_ACCEPT},
    {"3.1.0", "{pattern: '^\\d{13}$'}", "\"1234567890123\\n\"", PL_REJECT},
    {"3.1.0", "{pattern: '^[A-Z]{2,3}-\\d+$'}", "\"AB-12\"", PL_ACCEPT},
    {"3.1.0", "{pattern: '^[A-Z]{2,3}-\\d+$'}", "\"AB-12\\n\"", PL_REJECT},
    {"3.1.0", "{pattern: 'b+'}", "\"abba\"", PL_ACCEPT},
    {"3.1.0", "{pattern: 'b+'}", "\"aa\"", PL_REJECT},
    {"3.1.0", "{pattern: '^(a+)+$'}", "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\"", PL_OPEN},
    {"3.1.0", "{enum: [1, a, null, {b: [2]}]}", "{\"b\":[2.0]}", PL_ACCEPT},
    {"3.1.0", "{enum: [1, a, null, {b: [2]}]}", "{\"b\":[3]}", PL_REJECT},
    {"3.1.0", "{const: {a: 1}}", "{\"a\":1e0}", PL_ACCEPT},
    {"3.1.0", "{const: 'x'}", "\"y\"", PL_REJECT},
    {"3.1.0", "{minimum: 0.5, maximum: 1e2}", "0.4999999999999999999999", PL_REJECT},
    {"3.1.0", "{minimum: 0.5, maximum: 1e2}", "100.0", PL_ACCEPT},
    {"3.1.0", "{exclusiveMinimum: 0, exclusiveMaximum: 10}", "0", PL_REJECT},
    {"3.1.0", "{exclusiveMinimum: 0, exclusiveMaximum: 10}", "10", PL_REJECT},
    {"3.1.0", "{exclusiveMinimum: 0, exclusiveMaximum: 10}", "9.99", PL_ACCEPT},
    {"3.0.3", "{minimum: 0, exclusiveMinimum: true}", "0", PL_REJECT},
    {"3.0.3", "{minimum: 0, exclusiveMinimum: false}", "0", PL_ACCEPT},
    {"3.0.3", "{maximum: 9, exclusiveMaximum: true}", "9", PL_REJECT},
    {"3.1.0", "{multipleOf: 0.01}", "19.99", PL_ACCEPT},
    {"3.1.0", "{multipleOf: 0.01}", "19.999", PL_REJECT},
    {"3.1.0", "{format: uri}", "\"x\"", PL_REJECT},
    {"3.1.0", "{format: date-time}", "\"2026-01-01T00:00:00Z\"", PL_ACCEPT},
    {"3.1.0", "{allOf: [{type: string}, {minLength: 2}]}", "\"a\"", PL_REJECT},
    {"3.1.0", "{anyOf: [{type: string}, {type: integer}]}", "true", PL_REJECT},
    {"3.1.0", "{oneOf: [{type: number}, {type: integer}]}", "1", PL_REJECT},
    {"3.1.0", "{oneOf: [{type: number}, {type: integer}]}", "1.5", PL_ACCEPT},
    {"3.1.0", "{not: {type: string}}", "\"\"", PL_REJECT},
    {"3.1.0", "{$ref: '#/x-s/Short'}", "\"abc\"", PL_REJECT},
    {"3.1.0", "{$ref: '#/x-s/Hop', description: x}", "\"abc\"", PL_REJECT},
    {"3.1.0", "{$ref: '#/x-s/Short', minLength: 2}", "\"a\"", PL_REJECT},
    {"3.1.0", "{$ref: '#/x-s/Hop', minLength: 2}", "\"abc\"", PL_REJECT},
    {"3.0.3", "{$ref: '#/x-s/Short', minLength: 2}", "\"a\"", PL_ACCEPT},
    {"3.1.0", "{$ref: '#/x-s/a~1b~0c'}", "\"a\"", PL_REJECT},
    {"3.1.0", "{$ref: '#/x-s/a~1b%7e0c'}", "1", PL_ACCEPT},
    {"3.1.0", "{properties: {a: {items: {properties: {b: {enum: [1]}}}}}}", "{\"a\":[{\"b\":1},{\"b\":2}]}", PL_REJECT},
    /* the second opinion: rows from the text of JSON Schema 2020-12, keyword by keyword */
    {"3.1.0", "{type: number}", "1", PL_ACCEPT},
    {"3.1.0", "{type: integer}", "1.0", PL_ACCEPT},
    {"3.1.0", "{type: integer}", "1e2", PL_ACCEPT},
    {"3.1.0", "{type: integer}", "\"1\"", PL_REJECT},
    {"3.1.0", "{type: boolean}", "0", PL_REJECT},
    {"3.1.0", "{type: object}", "[]", PL_REJECT},
    {"3.1.0", "{type: array}", "{}", PL_REJECT},
    {"3.1.0", "{type: 'null'}", "false", PL_REJECT},
    {"3.1.0", "{type: [integer, string]}", "1.5", PL_REJECT},
    {"3.1.0", "{enum: [[1, 2]]}", "[1,2.0]", PL_ACCEPT},
    {"3.1.0", "{enum: [[1, 2]]}", "[2,1]", PL_REJECT},
    {"3.1.0", "{enum: [{a: 1, b: 2}]}", "{\"b\":2,\"a\":1}", PL_ACCEPT},
    {"3.1.0", "{enum: [0]}", "false", PL_REJECT},
    {"3.1.0", "{enum: [false]}", "0", PL_REJECT},
    {"3.1.0", "{enum: ['1']}", "1", PL_REJECT},
    {"3.1.0", "{enum: [null]}", "null", PL_ACCEPT},
    {"3.1.0", "{const: 100}", "1e2", PL_ACCEPT},
    {"3.1.0", "{const: null}", "null", PL_ACCEPT},
    {"3.1.0", "{const: null}", "0", PL_REJECT},
    {"3.1.0", "{const: []}", "{}", PL_REJECT},
    {"3.1.0", "{multipleOf: 2}", "7", PL_REJECT},
    {"3.1.0", "{multipleOf: 2}", "\"7\"", PL_ACCEPT},
    {"3.1.0", "{multipleOf: 1.5}", "4.5", PL_ACCEPT},
    {"3.1.0", "{multipleOf: 1.5}", "35", PL_REJECT},
    {"3.1.0", "{multipleOf: 0.0001}", "0.0075", PL_ACCEPT},
    {"3.1.0", "{multipleOf: 0.0001}", "0.00751", PL_REJECT},
    {"3.1.0", "{multipleOf: 3}", "0", PL_ACCEPT},
    {"3.1.0", "{multipleOf: 3}", "-9", PL_ACCEPT},
    {"3.1.0", "{maximum: 3}", "3", PL_ACCEPT},
    {"3.1.0", "{maximum: 3}", "3.0000001", PL_REJECT},
    {"3.1.0", "{maximum: 3}", "\"9\"", PL_ACCEPT},
    {"3.1.0", "{minimum: -2.5}", "-2.5", PL_ACCEPT},
    {"3.1.0", "{minimum: -2.5}", "-2.51", PL_REJECT},
    {"3.1.0", "{exclusiveMaximum: 3}", "3.0", PL_REJECT},
    {"3.1.0", "{exclusiveMinimum: 1.1}", "1.1000001", PL_ACCEPT},
    {"3.1.0", "{minimum: 1, exclusiveMinimum: 2}", "2", PL_REJECT},
    {"3.1.0", "{maxLength: 2}", "\"\\ud83d\\ude00\\u0041\"", PL_ACCEPT},
    {"3.1.0", "{minLength: 2}", "\"\\ud83d\\ude00\"", PL_REJECT},
    {"3.1.0", "{maxLength: 0}", "\"\"", PL_ACCEPT},
    {"3.1.0", "{maxLength: 2}", "100", PL_ACCEPT},
    {"3.1.0", "{pattern: '^a*$'}", "true", PL_ACCEPT},
    {"3.1.0", "{pattern: a+}", "\"xxaayy\"", PL_ACCEPT},
    {"3.1.0", "{maxItems: 0}", "[]", PL_ACCEPT},
    {"3.1.0", "{maxItems: 0}", "[[]]", PL_REJECT},
    {"3.1.0", "{minItems: 2}", "[[1,2,3]]", PL_REJECT},
    {"3.1.0", "{minItems: 2}", "{}", PL_ACCEPT},
    {"3.1.0", "{items: {type: string}, uniqueItems: true}", "[\"a\",\"\\u0061\"]", PL_REJECT},
    {"3.1.0", "{items: {type: integer}}", "[]", PL_ACCEPT},
    {"3.1.0", "{items: {type: integer}}", "{\"0\":\"x\"}", PL_ACCEPT},
    {"3.1.0", "{items: false}", "[1]", PL_REJECT},
    {"3.1.0", "{items: {items: {type: integer}}}", "[[1],[2,\"3\"]]", PL_REJECT},
    {"3.1.0", "{properties: {a: false}}", "{}", PL_ACCEPT},
    {"3.1.0", "{properties: {a: false}}", "{\"a\":null}", PL_REJECT},
    {"3.1.0", "{properties: {a: {type: integer}}}", "[\"a\"]", PL_ACCEPT},
    {"3.1.0", "{properties: {'': {type: integer}}}", "{\"\":\"x\"}", PL_REJECT},
    {"3.1.0", "{properties: {a: {}}, additionalProperties: {type: boolean}}", "{\"a\":1,\"b\":true}", PL_ACCEPT},
    {"3.1.0", "{additionalProperties: false, properties: {a: {}}}", "{\"a\":1,\"b\":true}", PL_REJECT},
    {"3.1.0", "{additionalProperties: false}", "[1]", PL_ACCEPT},
    {"3.1.0", "{required: [a], additionalProperties: false}", "{\"a\":1}", PL_REJECT},
    {"3.1.0", "{required: [a], additionalProperties: {type: string}}", "{\"a\":1}", PL_REJECT},
    {"3.1.0", "{required: [a], additionalProperties: {type: string}}", "{\"a\":\"1\"}", PL_ACCEPT},
    {"3.1.0", "{required: [a]}", "[]", PL_ACCEPT},
    {"3.1.0", "{required: []}", "{}", PL_ACCEPT},
    {"3.1.0", "{required: ['a\\nb']}", "{}", PL_REJECT},
    {"3.1.0", "{allOf: [{required: [a]}, {required: [b]}]}", "{\"a\":1}", PL_REJECT},
    {"3.1.0", "{allOf: [true, false]}", "1", PL_REJECT},
    {"3.1.0", "{allOf: [{properties: {a: {}}, additionalProperties: false}, {properties: {b: {}}}]}", "{\"b\":1}", PL_REJECT},
    {"3.1.0", "{anyOf: [{minimum: 2}, {type: integer}]}", "1.5", PL_REJECT},
    {"3.1.0", "{anyOf: [{minimum: 2}, {type: integer}]}", "2.5", PL_ACCEPT},
    {"3.1.0", "{type: string, anyOf: [{maxLength: 2}, {minLength: 4}]}", "\"abc\"", PL_REJECT},
    {"3.1.0", "{oneOf: [true, true]}", "1", PL_REJECT},
    {"3.1.0", "{oneOf: [{required: [a]}, {required: [b]}]}", "{\"a\":1,\"b\":2}", PL_REJECT},
    {"3.1.0", "{oneOf: [{minLength: 2}, {maxLength: 4}]}", "\"abc\"", PL_REJECT},
    {"3.1.0", "{not: {type: [integer, boolean]}}", "true", PL_REJECT},
    {"3.1.0", "{not: {properties: {a: {type: string}}, required: [a]}}", "{\"a\":1}", PL_ACCEPT},
    {"3.1.0", "{not: false}", "1", PL_ACCEPT},
    {"3.1.0", "{not: true}", "1", PL_REJECT},
    {"3.1.0", "{not: {not: {type: string}}}", "1", PL_REJECT},
    {"3.1.0", "{type: string, nullable: true}", "null", PL_REJECT},
    {"3.0.3", "{nullable: true}", "null", PL_ACCEPT},
    {"3.0.3", "{type: string, nullable: true, enum: [a]}", "null", PL_REJECT},
    {"3.0.3", "{type: string, nullable: false}", "null", PL_REJECT},
    {"3.0.3", "{type: object, nullable: true, allOf: [{$ref: '#/x-s/Short'}]}", "null", PL_REJECT},
    {"3.0.3", "{minimum: 1, exclusiveMinimum: true, maximum: 3, exclusiveMaximum: true}", "3", PL_REJECT},
    {"3.1.0", "{$ref: '#/x-s/List/1'}", "1", PL_REJECT},
    {"3.1.0", "{$ref: '#/x-s/List/0'}", "1", PL_ACCEPT},
    /* what is not understood refuses nothing, however it is put */
    {"3.1.0", "{minProperties: 1}", "{}", PL_ACCEPT},
    {"3.1.0", "{not: {minProperties: 1}}", "{}", PL_ACCEPT},
    {"3.1.0", "{not: {items: {contains: {}}}}", "[[]]", PL_ACCEPT},
    {"3.1.0", "{oneOf: [{maxProperties: 1}, {minProperties: 2}]}", "{}", PL_ACCEPT},
    {"3.1.0", "{oneOf: [{type: string, format: uuid}, {type: string, format: date}]}", "\"x\"", PL_ACCEPT},
    {"3.1.0", "{oneOf: [{type: string, format: uuid}, {type: string, format: date}]}", "1", PL_REJECT},
    {"3.1.0", "{prefixItems: [{type: string}], items: {type: integer}}", "[\"a\",1]", PL_ACCEPT},
    {"3.1.0", "{patternProperties: {^x: {}}, additionalProperties: false}", "{\"xa\":1}", PL_ACCEPT},
    {"3.1.0", "{additionalProperties: {type: integer}, patternProperties: {^x: {}}}", "{\"xa\":\"1\"}", PL_ACCEPT},
    {"3.1.0", "{pattern: '('}", "\"x\"", PL_ACCEPT},
    {"3.1.0", "{not: {pattern: '('}}", "\"x\"", PL_ACCEPT},
    {"3.1.0", "{not: {uniqueItems: true}}", "[1,1]", PL_ACCEPT},
    {"3.1.0", "{required: [a], properties: {a: {readOnly: true}}}", "{}", PL_OPEN},
    {"3.1.0", "{properties: {a: {$ref: '#/x-s/Given'}}, required: [a]}", "{}", PL_OPEN},
    {"3.1.0", "{required: [a], properties: {a: {readOnly: false}}}", "{}", PL_REJECT},
    {"3.1.0", "{required: [a], properties: {a: {type: string, writeOnly: true}}}", "{\"a\":1}", PL_REJECT},
    {"3.1.0", "{discriminator: {propertyName: a}, oneOf: [{type: string}, {type: 'null'}]}", "null", PL_ACCEPT},
    /* where engines differ, or give up, the verdict is open */
    {"3.1.0", "{pattern: '^\\p{L}+$'}", "\"abc\"", PL_OPEN},
    {"3.1.0", "{not: {pattern: '^(a+)+$'}}", "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\"", PL_OPEN},
    {"3.1.0", "{pattern: '^.$'}", "\"\\r\"", PL_OPEN},
    {"3.1.0", "{pattern: '^.$'}", "\"\\n\"", PL_REJECT},
    {"3.1.0", "{pattern: '^[^a]$'}", "\"\\ud83d\\ude00\"", PL_OPEN},
    {"3.1.0", "{pattern: '^\\S$'}", "\"\\u00a0\"", PL_OPEN},
    {"3.1.0", "{pattern: '^a++$'}", "\"aaa\"", PL_OPEN},
};

static const struct fault_case {
    const char *schema;
    pl_status status;
    const char *words;
} fault_cases[] = {
    {"1", PL_E_SYNTAX, "schema"},
    {"{type: text}", PL_E_SYNTAX, "type"},
    {"{type: []}", PL_E_SYNTAX, "type"},
    {"{required: a}", PL_E_SYNTAX, "array"},
    {"{required: [1]}", PL_E_SYNTAX, "string"},
    {"{properties: [a]}", PL_E_SYNTAX, "object"},
    {"{maxLength: -1}", PL_E_SYNTAX, "whole number"},
    {"{maxLength: 1.5}", PL_E_SYNTAX, "whole number"},
    {"{maxLength: 4294967296}", PL_E_SYNTAX, "whole number"},
    {"{minimum: '1'}", PL_E_SYNTAX, "number"},
    {"{minimum: 1e99999}", PL_E_SYNTAX, "judged"},
    {"{multipleOf: 0}", PL_E_SYNTAX, "more than 0"},
    {"{nullable: 1}", PL_E_SYNTAX, "true or false"},
    {"{readOnly: x}", PL_E_SYNTAX, "true or false"},
    {"{exclusiveMinimum: true}", PL_E_SYNTAX, "number"},
    {"{additionalProperties: 1}", PL_E_SYNTAX, "schema"},
    {"{items: [{}]}", PL_E_SYNTAX, "schema"},
    {"{not: [{}]}", PL_E_SYNTAX, "schema"},
    {"{properties: {a: 1}}", PL_E_SYNTAX, "schema"},
    {"{type: [string, 1]}", PL_E_SYNTAX, "type"},
    {"{enum: 1}", PL_E_SYNTAX, "array"},
    {"{pattern: 1}", PL_E_SYNTAX, "string"},
    {"{format: [uri]}", PL_E_SYNTAX, "string"},
    {"{minItems: '1'}", PL_E_SYNTAX, "whole number"},
    {"{$ref: 1}", PL_E_SYNTAX, "string"},
    {"{$ref: '#x'}", PL_E_SYNTAX, "JSON Pointer"},
    {"{$ref: '#/x-s/a%00b'}", PL_E_SYNTAX, "nowhere"},
    {"{$ref: '#/x-s/Short/type/x'}", PL_E_SYNTAX, "nowhere"},
    {"{allOf: [{}, {$ref: '#/x-s/List/01'}]}", PL_E_SYNTAX, "nowhere"},
    {"{$ref: '#/x-s/Loop'}", PL_E_SYNTAX, "/x-s/Loop -> /x-s/Loop/items -> /x-s/Loop"},
    {"{$ref: '#/x-s/Around'}", PL_E_SYNTAX, "/x-s/Around -> /x-s/There -> /x-s/Around"},
    {"{$ref: '#/x-s/Mutual', minLength: 1}", PL_E_SYNTAX, "/x-s/Mutual/properties/a"},
    {"{enum: []}", PL_E_SYNTAX, "array"},
    {"{uniqueItems: 1}", PL_E_SYNTAX, "true or false"},
    {"{allOf: {}}", PL_E_SYNTAX, "array"},
    {"{anyOf: []}", PL_E_SYNTAX, "array"},
    {"{$ref: '#/x-s/None'}", PL_E_SYNTAX, "nowhere"},
    {"{$ref: 'other.yaml#/a'}", PL_E_SYNTAX, "out of the document"},
    {"{$ref: '#/x-s/Loop'}", PL_E_SYNTAX, "circle"},
    {"{$ref: '#/x-s/Around'}", PL_E_SYNTAX, "circle"},
    {"{$ref: '#/paths/~1a/post/requestBody/content/application~1json/schema'}", PL_E_SYNTAX, "circle"},
};

static const struct remark_case {
    const char *version;
    const char *schema;
    const char *words; /* NULL: no remark */
} remark_cases[] = {
    {"3.1.0", "{type: string, description: x, example: y, default: z, deprecated: true, x-own: 1}", NULL},
    {"3.1.0", "{minProperties: 1}", "minProperties"},
    {"3.1.0", "{maxLenght: 1}", "maxLenght"},
    {"3.1.0", "{dependentRequired: {a: [b]}}", "dependentRequired"},
    {"3.1.0", "{discriminator: {propertyName: a}}", "discriminator"},
    {"3.1.0", "{contentEncoding: base64}", "contentEncoding"},
    {"3.1.0", "{$id: 'https://example.com/a'}", "$id"},
    {"3.1.0", "{$dynamicRef: '#a'}", "$dynamicRef"},
    {"3.1.0", "{<<: {}}", "<<"},
    {"3.1.0", "{nullable: true}", "nullable"},
    {"3.1.0", "{pattern: '('}", "regular expression"},
    {"3.1.0", "{pattern: '(?<=a+)b'}", "lookbehind"},
    {"3.1.0", "{writeOnly: true}", "direction"},
    {"3.1.0", "{readOnly: false}", NULL},
    {"3.1.0", "{uniqueItems: true, items: {type: string}}", NULL},
    {"3.1.0", "{items: {type: string}, uniqueItems: true}", NULL},
    {"3.1.0", "{items: {}, prefixItems: []}", "prefixItems"},
    {"3.0.3", "{nullable: true}", "nullable"},
    {"3.0.3", "{type: string, nullable: true}", NULL},
    {"3.0.3", "{type: [string]}", "3.1"},
    {"3.0.3", "{type: 'null'}", "3.1"},
    {"3.0.3", "{type: string}", NULL},
    {"3.1.0", "{not: {minProperties: 1}}", "minProperties"},
    {"3.1.0", "{if: {}, then: {}}", "if"},
    {"3.1.0", "{patternProperties: {a: {}}}", "patternProperties"},
    {"3.1.0", "{format: password}", "password"},
    {"3.1.0", "{readOnly: true}", "direction"},
    {"3.1.0", "{uniqueItems: true}", "strings only"},
    {"3.0.3", "{$ref: '#/x-s/Short', minLength: 2}", "ignored"},
};
/* clang-format on */

Test(openapi_lift_schema, verdicts) {
    for (size_t i = 0; i < PL_COUNT(verdict_cases); i++) {
        const struct verdict_case *const row = &verdict_cases[i];
        pl_document document;
        pl_source_error error = {.message = "?"};
        cr_assert_eq(lift_schema(row->version, row->schema, &document, &error), PL_OK, "%s: %s",
                     row->schema, error.message);
        cr_assert_eq(document.operation_count, 1);
        cr_assert_eq(document.operations[0].body_count, 1);
        pl_verdict verdict = PL_OPEN;
        cr_assert_eq(pl_validate_verdict(document.operations[0].bodies[0].schema,
                                         pl_bytes_of(row->value), NULL, &arena, &verdict),
                     PL_OK);
        cr_expect_eq(verdict, row->verdict, "%s of %s: %s", row->schema, row->value,
                     pl_verdict_text(verdict));
        pl_document_done(&document);
    }
}

Test(openapi_lift_schema, faults) {
    for (size_t i = 0; i < PL_COUNT(fault_cases); i++) {
        const struct fault_case *const row = &fault_cases[i];
        pl_document document;
        pl_source_error error = {.message = NULL};
        cr_assert_eq(lift_schema("3.1.0", row->schema, &document, &error), row->status, "%s",
                     row->schema);
        cr_expect_not_null(strstr(error.message, row->words), "%s: %s", row->schema, error.message);
        cr_expect_gt(error.place.line, 3, "%s: line %u", row->schema, error.place.line);
    }
}

Test(openapi_lift_schema, remarks) {
    for (size_t i = 0; i < PL_COUNT(remark_cases); i++) {
        const struct remark_case *const row = &remark_cases[i];
        pl_document document;
        pl_source_error error = {.message = "?"};
        cr_assert_eq(lift_schema(row->version, row->schema, &document, &error), PL_OK, "%s: %s",
                     row->schema, error.message);
        if (row->words == NULL) {
            cr_expect_eq(document.remark_count, 0, "%s: %s", row->schema,
                         document.remark_count > 0 ? document.remarks[0].message : "");
        } else {
            cr_assert_gt(document.remark_count, 0, "%s: no remark", row->schema);
            cr_expect_not_null(strstr(document.remarks[0].message, row->words), "%s: %s",
                               row->schema, document.remarks[0].message);
        }
        pl_document_done(&document);
    }
}
