/* Documents become operations and schemas; each keyword judges as JSON Schema says, or is remarked on. */
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

TestSuite(openapi_lift, .init = setup, .fini = teardown, .timeout = 20);

/* A document around one schema, given as JSON. */
static pl_status lift_schema(const char *version, const char *schema, pl_document *ret_document,
                             pl_source_error *reterr_error) {
    static char text[TEXT_BYTES_MAX];
    const int len =
        snprintf(text, sizeof text,
                 "openapi: %s\npaths:\n  /a:\n    post:\n      requestBody:\n        content:\n"
                 "          application/json:\n            schema: %s\ncomponents:\n  schemas:\n"
                 "    Short: {type: string, maxLength: 2}\n    Loop: {items: {$ref: "
                 "'#/components/schemas/Loop'}}\n    Hop: {$ref: '#/components/schemas/Short'}\n"
                 "    Around: {$ref: '#/components/schemas/There'}\n    There: {$ref: "
                 "'#/components/schemas/Around'}\n    a/b~c: {type: integer}\n",
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
    {"3.1.0", "{pattern: '^(a+)+$'}", "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\"", PL_ACCEPT},
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
    {"3.1.0", "{$ref: '#/components/schemas/Short'}", "\"abc\"", PL_REJECT},
    {"3.1.0", "{$ref: '#/components/schemas/Hop', description: x}", "\"abc\"", PL_REJECT},
    {"3.1.0", "{$ref: '#/components/schemas/Short', minLength: 2}", "\"a\"", PL_REJECT},
    {"3.1.0", "{$ref: '#/components/schemas/Hop', minLength: 2}", "\"abc\"", PL_REJECT},
    {"3.0.3", "{$ref: '#/components/schemas/Short', minLength: 2}", "\"a\"", PL_ACCEPT},
    {"3.1.0", "{$ref: '#/components/schemas/a~1b~0c'}", "\"a\"", PL_REJECT},
    {"3.1.0", "{$ref: '#/components/schemas/a~1b%7e0c'}", "1", PL_ACCEPT},
    {"3.1.0", "{properties: {a: {items: {properties: {b: {enum: [1]}}}}}}", "{\"a\":[{\"b\":1},{\"b\":2}]}", PL_REJECT},
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
    {"{pattern: '('}", PL_E_SYNTAX, "regular expression"},
    {"{enum: []}", PL_E_SYNTAX, "array"},
    {"{uniqueItems: 1}", PL_E_SYNTAX, "true or false"},
    {"{allOf: {}}", PL_E_SYNTAX, "array"},
    {"{anyOf: []}", PL_E_SYNTAX, "array"},
    {"{$ref: '#/components/schemas/None'}", PL_E_SYNTAX, "nowhere"},
    {"{$ref: 'other.yaml#/a'}", PL_E_SYNTAX, "out of the document"},
    {"{$ref: '#/components/schemas/Loop'}", PL_E_SYNTAX, "circle"},
    {"{$ref: '#/components/schemas/Around'}", PL_E_SYNTAX, "circle"},
    {"{$ref: '#/paths/~1a/post/requestBody/content/application~1json/schema'}", PL_E_SYNTAX, "circle"},
};

static const struct remark_case {
    const char *version;
    const char *schema;
    const char *words; /* NULL: no remark */
} remark_cases[] = {
    {"3.1.0", "{type: string, description: x, example: y, default: z, deprecated: true, x-own: 1}", NULL},
    {"3.1.0", "{minProperties: 1}", "minProperties"},
    {"3.1.0", "{if: {}, then: {}}", "if"},
    {"3.1.0", "{patternProperties: {a: {}}}", "patternProperties"},
    {"3.1.0", "{format: password}", "password"},
    {"3.1.0", "{readOnly: true}", "direction"},
    {"3.1.0", "{uniqueItems: true}", "strings only"},
    {"3.0.3", "{$ref: '#/components/schemas/Short', minLength: 2}", "ignored"},
};
/* clang-format on */

Test(openapi_lift, verdicts) {
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

Test(openapi_lift, faults) {
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

Test(openapi_lift, remarks) {
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

/* Twenty-five levels of two references each: 2^25 schemas if they were written out. */
Test(openapi_lift, references_unfold) {
    static char text[TEXT_BYTES_MAX];
    size_t len = (size_t)snprintf(text, sizeof text,
                                  "openapi: 3.1.0\npaths: {/a: {get: {responses: {'200': {content: "
                                  "{a/b: {schema: {$ref: '#/x/s0'}}}}}}}}\nx:\n");
    for (int i = 0; i < 25; i++) {
        len += (size_t)snprintf(text + len, sizeof text - len,
                                "  s%d: {allOf: [{$ref: '#/x/s%d'}, {$ref: '#/x/s%d'}]}\n", i,
                                i + 1, i + 1);
    }
    len += (size_t)snprintf(text + len, sizeof text - len, "  s25: {type: string}\n");
    cr_assert_lt(len, sizeof text);
    pl_document document;
    pl_source_error error = {.message = NULL};
    cr_assert_eq(pl_document_lift(pl_bytes_of(text), &arena, &document, &error), PL_E_SIZE);
    cr_expect_not_null(strstr(error.message, "unfold"), "%s", error.message);
}

static const char whole[] =
    "openapi: 3.0.2\n"
    "security: [{Key: []}]\n"
    "paths:\n"
    "  /a/{id}:\n"
    "    parameters:\n"
    "      - {name: id, in: path, required: true, schema: {type: string}}\n"
    "      - {name: q, in: query, schema: {type: integer}}\n"
    "    summary: x\n"
    "    post:\n"
    "      parameters: [{$ref: '#/components/parameters/Q'}]\n"
    "      security: [{Jwt: [], Key: []}, {}]\n"
    "      requestBody: {$ref: '#/components/requestBodies/B'}\n"
    "      responses:\n"
    "        '200': {description: x, headers: {X-A: {required: true, schema: {type: string}}}, "
    "content: {text/plain: {}, application/json: {schema: {type: object}}}}\n"
    "        default: {$ref: '#/components/responses/R'}\n"
    "    get: {responses: {}}\n"
    "components:\n"
    "  parameters: {Q: {name: q, in: query, required: true, schema: {type: string}}}\n"
    "  requestBodies: {B: {required: true, content: {application/json: {schema: {}}}}}\n"
    "  responses: {R: {description: r}}\n"
    "  securitySchemes: {Jwt: {type: http, scheme: bearer}, Key: {type: apiKey, in: header, name: "
    "X-K}}\n";

Test(openapi_lift, operation) {
    pl_document document;
    pl_source_error error = {.message = "?"};
    cr_assert_eq(pl_document_lift(pl_bytes_of(whole), &arena, &document, &error), PL_OK, "%s",
                 error.message);
    cr_expect_eq(document.operation_count, 2);
    const pl_operation *const post = pl_document_operation(&document, "POST", "/a/{other}");
    cr_assert_not_null(post);
    cr_expect_null(pl_document_operation(&document, "POST", "/a/{other}/b"));
    cr_expect_null(pl_document_operation(&document, "PUT", "/a/{id}"));
    cr_assert_eq(post->parameter_count, 2, "%zu", post->parameter_count);
    cr_expect_str_eq(post->parameters[0].name, "q");
    cr_expect(post->parameters[0].required, "the operation's own replaces the path's");
    cr_expect_str_eq(post->parameters[1].name, "id");
    cr_expect(post->has_body && post->body_required);
    cr_expect_eq(post->body_count, 1);
    cr_assert_eq(post->response_count, 2);
    cr_expect_str_eq(post->responses[0].status, "200");
    cr_expect_eq(post->responses[0].media_count, 2);
    cr_expect_null(post->responses[0].media[0].schema);
    cr_assert_eq(post->responses[0].header_count, 1);
    cr_expect_str_eq(post->responses[0].headers[0].name, "X-A");
    cr_expect(post->responses[0].headers[0].required);
    cr_assert_eq(post->security_count, 2);
    cr_assert_eq(post->securities[0].use_count, 2);
    cr_expect_str_eq(post->securities[0].uses[0].meaning, "http bearer");
    cr_expect_str_eq(post->securities[0].uses[1].meaning, "apiKey header X-K");
    cr_expect_eq(post->securities[1].use_count, 0);
    const pl_operation *const get = pl_document_operation(&document, "GET", "/a/{id}");
    cr_assert_not_null(get);
    cr_expect_eq(get->security_count, 1, "the document's own security");
    cr_expect_not(get->has_body);
    pl_document_done(&document);
}

Test(openapi_lift, no_openapi) {
    static const char *const texts[] = {
        "swagger: '2.0'\n",
        "openapi: 2.0\n",
        "openapi: '4.0.0'\n",
        "[1]",
        "openapi: 3.1.0\npaths: [a]\n",
        "openapi: 3.1.0\npaths: {/a: {get: 1}}\n",
        "openapi: 3.1.0\npaths: {/a: {get: {parameters: [{name: "
        "a, in: query, content: [x]}]}}}\n",
        "openapi: 3.1.0\npaths: {/a: {get: {security: [{A: x}]}}}\n",
        "openapi: 3.1.0\nservers: [{}]\npaths: {/a: {get: {}}}\n"};
    for (size_t i = 0; i < PL_COUNT(texts); i++) {
        pl_document document;
        pl_source_error error = {.message = NULL};
        cr_assert_eq(pl_document_lift(pl_bytes_of(texts[i]), &arena, &document, &error),
                     PL_E_SYNTAX, "%s", texts[i]);
        cr_expect_not_null(error.message, "%s", texts[i]);
    }
}

Test(openapi_lift, memory) {
    for (size_t k = 1;; k++) {
        pl_arena failing;
        pl_arena_init(&failing);
        failing.fail_after = k;
        pl_document document;
        pl_source_error error;
        const pl_status status = pl_document_lift(pl_bytes_of(whole), &failing, &document, &error);
        if (status == PL_OK) { pl_document_done(&document); }
        pl_arena_done(&failing);
        if (status == PL_OK) {
            cr_assert_gt(k, 20);
            break;
        }
        cr_assert_eq(status, PL_E_MEMORY, "request %zu: %s", k, pl_status_text(status));
    }
}
