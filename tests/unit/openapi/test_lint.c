/* Each rule has a document that breaks it, and one beside it that does not. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "openapi/lint.h"

enum { TEXT_BYTES_MAX = 8192 };

static pl_arena arena;

static void setup(void) {
    pl_arena_init(&arena);
}

static void teardown(void) {
    pl_arena_done(&arena);
}

TestSuite(openapi_lint, .init = setup, .fini = teardown, .timeout = 30);

/* What a row's texts are put into. */
typedef enum frame { REQUEST, ANSWER, OPERATION, PATHS, DOCUMENT, OLD, FRAME_COUNT } frame;

#define HEAD "info: {title: t, version: '1'}\nx-s: {type: string}\n"
#define OK   "responses: {'200': {description: d, content: {a/b: {schema: {type: string}}}}}"
#define ID   "parameters: [{name: id, in: path, required: true, schema: {type: string}}]"

static const char *const frames[FRAME_COUNT] = {
    [REQUEST] = "openapi: 3.1.0\n" HEAD "paths: {/a: {post: {requestBody: {content: "
                "{application/json: {schema: %s}}}, " OK "}}}\n",
    [ANSWER] = "openapi: 3.1.0\n" HEAD "paths: {/a: {get: {responses: {'200': {description: d, "
               "content: {application/json: %s}}}}}}\n",
    [OPERATION] = "openapi: 3.1.0\n" HEAD "paths: {'/a/{id}': {get: {%s}}}\n",
    [PATHS] = "openapi: 3.1.0\n" HEAD "paths: {%s}\n",
    [DOCUMENT] = "openapi: 3.1.0\n%s\n",
    [OLD] = "openapi: 3.0.3\n" HEAD "paths: {/a: {post: {requestBody: {content: "
            "{application/json: {schema: %s}}}, " OK "}}}\n",
};

/* clang-format off */
static const struct row {
    const char *rule;
    frame where;
    const char *bad;
    const char *good;
} rows[] = {
    {"missing", DOCUMENT, "paths: {}", HEAD "paths: {}"},
    {"missing", DOCUMENT, "info: {title: t}\npaths: {}", HEAD "paths: {}"},
    {"missing", DOCUMENT, HEAD, HEAD "components: {}"},
    {"missing", OPERATION, ID ", responses: {'200': {}}", ID ", " OK},
    {"missing", OPERATION, "parameters: [{name: id, in: path, required: true}], " OK, ID ", " OK},
    {"bounds", REQUEST, "{minLength: 3, maxLength: 2}", "{minLength: 2, maxLength: 2}"},
    {"bounds", REQUEST, "{minItems: 3, maxItems: 2}", "{minItems: 0, maxItems: 2}"},
    {"bounds", REQUEST, "{minimum: 3, maximum: 2.5}", "{minimum: 2.5, maximum: 3}"},
    {"bounds", REQUEST, "{exclusiveMinimum: 3, maximum: 3}", "{exclusiveMinimum: 3, maximum: 4}"},
    {"bounds", REQUEST, "{minimum: 3, exclusiveMaximum: 3}", "{type: number, minimum: 3, exclusiveMaximum: 3.5}"},
    {"bounds", REQUEST, "{type: integer, minimum: 3.1, maximum: 3.9}", "{type: number, minimum: 3.1, maximum: 3.9}"},
    {"bounds", REQUEST, "{type: integer, exclusiveMinimum: 3, exclusiveMaximum: 4}", "{type: integer, exclusiveMinimum: 3, exclusiveMaximum: 5}"},
    {"bounds", REQUEST, "{type: integer, minimum: -3.9, maximum: -3.1}", "{type: integer, minimum: -3.9, maximum: -3}"},
    {"bounds", OLD, "{minimum: 3, exclusiveMinimum: true, maximum: 3}", "{minimum: 3, exclusiveMinimum: false, maximum: 3}"},
    {"required-forbidden", REQUEST, "{required: [a], additionalProperties: false}", "{required: [a], properties: {a: {}}, additionalProperties: false}"},
    {"enum-value", REQUEST, "{type: string, enum: [a, 1]}", "{type: [string, integer], enum: [a, 1]}"},
    {"enum-value", REQUEST, "{maxLength: 2, enum: [abc]}", "{maxLength: 3, enum: [abc]}"},
    {"enum-value", REQUEST, "{pattern: '^a', enum: [b]}", "{pattern: '^a', enum: [ab]}"},
    {"enum-value", REQUEST, "{type: string, const: 1}", "{type: integer, const: 1}"},
    {"pattern-length", REQUEST, "{pattern: '^[a-z]{5}$', maxLength: 4}", "{pattern: '^[a-z]{5}$', maxLength: 5}"},
    {"pattern-length", REQUEST, "{pattern: '^\\d{13}$', maxLength: 12}", "{pattern: '^\\d{13}$', maxLength: 13}"},
    {"pattern-length", REQUEST, "{pattern: '^\\d{13}$', minLength: 14}", "{pattern: '^\\d{13}$', minLength: 13}"},
    {"example", REQUEST, "{type: string, example: 1}", "{type: string, example: a}"},
    {"example", REQUEST, "{type: string, examples: [a, 1]}", "{type: string, examples: [a, b]}"},
    {"example", REQUEST, "{type: object, properties: {a: {type: string, maxLength: 1, example: ab}}}", "{type: object, properties: {a: {type: string, maxLength: 2, example: ab}}}"},
    {"example", ANSWER, "{schema: {type: string}, example: 1}", "{schema: {type: string}, example: a}"},
    {"example", ANSWER, "{schema: {type: string}, examples: {a: {value: 1}}}", "{schema: {type: string}, examples: {a: {value: b}, c: {externalValue: x}}}"},
    {"example", ANSWER, "{schema: {type: string}, examples: {a: {$ref: '#/info'}, b: {$ref: '#/x'}, c: {value: 2}}}", "{schema: {type: string}, examples: {a: {$ref: '#/info'}, b: {$ref: '#/x'}}}"},
    {"example", ANSWER, "{schema: {type: object, x-rules: [statusEqualsHttp], properties: {status: {type: integer}}}, example: {status: 201}}",
     "{schema: {type: object, x-rules: [statusEqualsHttp], properties: {status: {type: integer}}}, example: {status: 200}}"},
    {"example", OPERATION, "parameters: [{name: id, in: path, required: true, schema: {type: string}, example: 1}], " OK, ID ", " OK},
    {"example", OPERATION, ID ", responses: {'200': {description: d, headers: {A: {schema: {type: integer}, example: x}}}}", ID ", responses: {'200': {description: d, headers: {A: {schema: {type: integer}, example: 1}}}}"},
    {"example", OLD, "{type: string, example: 1}", "{$ref: '#/x-s', example: 1}"},
    {"default", REQUEST, "{type: string, maxLength: 1, default: ab}", "{type: string, maxLength: 2, default: ab}"},
    {"path-template", PATHS, "a: {get: {" OK "}}", "/a: {get: {" OK "}}"},
    {"path-template", PATHS, "'/{a': {get: {" OK "}}", "'/{id}': {get: {" ID ", " OK "}}"},
    {"path-template", PATHS, "'/a}': {get: {" OK "}}", "/a: {get: {" OK "}}"},
    {"path-template", PATHS, "'/{}': {get: {" OK "}}", "/a: {get: {" OK "}}"},
    {"path-template", PATHS, "'/{id}/{id}': {get: {" ID ", " OK "}}", "'/{id}/b': {get: {" ID ", " OK "}}"},
    {"path-twice", PATHS, "'/{id}': {get: {" ID ", " OK "}}, '/{a}': {put: {" OK "}}", "'/{id}': {get: {" ID ", " OK "}}, '/{id}/': {put: {" ID ", " OK "}}"},
    {"path-parameter", OPERATION, OK, ID ", " OK},
    {"path-parameter", OPERATION, "parameters: [{name: id, in: path, schema: {}}], " OK, ID ", " OK},
    {"path-parameter", PATHS, "/a: {get: {" ID ", " OK "}}", "'/a/{id}': {get: {" ID ", " OK "}}"},
    {"path-parameter", OPERATION, "parameters: [{name: id, in: query, schema: {}}], " OK, ID ", " OK},
    {"parameter-twice", PATHS, "/a: {get: {parameters: [{name: X-a, in: header, schema: {}}, {name: x-A, in: header, schema: {}}], " OK "}}",
     "/a: {get: {parameters: [{name: X-a, in: header, schema: {}}, {name: X-a, in: query, schema: {}}], " OK "}}"},
    {"operation-id", PATHS, "/a: {get: {operationId: x, " OK "}, put: {operationId: x, " OK "}}", "/a: {get: {operationId: x, " OK "}, put: {operationId: y, " OK "}}"},
    {"security-undefined", OPERATION, ID ", security: [{Key: []}], " OK, ID ", " OK},
    {"unknown", REQUEST, "{type: string, maxLenght: 1}", "{type: string, maxLength: 1}"},
    {"unknown", REQUEST, "{type: string, nullable: true}", "{type: [string, 'null']}"},
    {"unknown", REQUEST, "{pattern: '(a'}", "{pattern: '(a)'}"},
    {"unknown", OLD, "{$ref: '#/x-s', minLength: 1}", "{$ref: '#/x-s', description: x}"},
    {"example-open", REQUEST, "{type: string, x-contested: integer, example: 1}", "{type: string, x-contested: integer, example: a}"},
    {"example-open", REQUEST, "{pattern: '^\\p{L}$', example: a}", "{pattern: '^[a-z]$', example: a}"},
    {"example-twice", ANSWER, "{schema: {}, example: 1, examples: {}}", "{schema: {}, examples: {}}"},
    {"enum-null", REQUEST, "{type: [string, 'null'], enum: [a]}", "{type: [string, 'null'], enum: [a, null]}"},
    {"enum-null", OLD, "{type: string, nullable: true, enum: [a]}", "{type: string, nullable: true, enum: [a, null]}"},
    {"enum-twice", REQUEST, "{enum: [a, b, a]}", "{enum: [a, b, c]}"},
    {"facet-idle", REQUEST, "{type: integer, maxLength: 3}", "{type: [integer, string], maxLength: 3}"},
    {"facet-idle", REQUEST, "{type: string, minimum: 3}", "{type: number, minimum: 3}"},
    {"facet-idle", REQUEST, "{type: string, items: {}}", "{type: array, items: {}}"},
    {"facet-idle", REQUEST, "{type: array, items: {}, properties: {}}", "{type: integer, format: int32}"},
    {"required-undeclared", REQUEST, "{required: [a], properties: {b: {}}}", "{required: [a], properties: {a: {}}}"},
    {"required-undeclared", REQUEST, "{anyOf: [{required: [c]}], properties: {a: {}}}", "{oneOf: [{required: [a]}, {not: {required: [a]}}], properties: {a: {}}}"},
    {"required-undeclared", REQUEST, "{required: [a], allOf: [{properties: {b: {}}}]}", "{required: [a], allOf: [{properties: {a: {}}}]}"},
    {"required-undeclared", REQUEST, "{required: [a]}", "{required: [a], additionalProperties: {type: string}}"},
    {"array-items", REQUEST, "{type: array}", "{type: array, items: {}}"},
    {"pattern-engine", REQUEST, "{pattern: '^\\p{L}$'}", "{pattern: '^[a-z]$'}"},
    {"pattern-engine", REQUEST, "{pattern: '^a++$'}", "{pattern: '^a+$'}"},
    {"unsecured", DOCUMENT, HEAD "paths: {/a: {get: {" OK "}}}\ncomponents: {securitySchemes: {K: {type: http, scheme: basic}}}",
     HEAD "paths: {/a: {get: {" OK "}}}\nsecurity: [{K: []}]\ncomponents: {securitySchemes: {K: {type: http, scheme: basic}}}"},
    {"unsecured", DOCUMENT, HEAD "paths: {/a: {get: {security: [{K: []}, {}], " OK "}}}\ncomponents: {securitySchemes: {K: {type: http, scheme: basic}}}",
     HEAD "paths: {/a: {get: {" OK "}}}\ncomponents: {securitySchemes: {}}"},
    {"no-401", OPERATION, ID ", security: [{K: []}], " OK, ID ", security: [{K: []}], responses: {'200': {description: d}, 4XX: {description: d}}"},
    {"no-success", OPERATION, ID ", responses: {'404': {description: d}}", ID ", responses: {'302': {description: d}}"},
    {"no-success", OPERATION, ID, ID ", responses: {default: {description: d}}"},
    {"media-schema", ANSWER, "{}", "{schema: {}}"},
    {"unreferenced", DOCUMENT, HEAD "components: {schemas: {A: {type: string}}}", HEAD "components: {schemas: {A: {type: string}, B: {$ref: '#/components/schemas/A', x-b: {$ref: a}}}}\npaths: {/a: {get: {responses: {'200': {description: d, content: {a/b: {schema: {$ref: '#/components/schemas/B'}}}}}}}}"},
    {"unreferenced", DOCUMENT, HEAD "components: {securitySchemes: {K: {type: http, scheme: basic}}}", HEAD "components: {securitySchemes: {K: {type: http, scheme: basic}}}\npaths: {/a: {get: {security: [{K: []}], " OK "}}}"},
    {"unreferenced", DOCUMENT, HEAD "components: {examples: {E: {value: 1}}}", HEAD "components: {examples: {E: {value: 1}}}\npaths: {/a: {get: {responses: {'200': {description: d, content: {a/b: {schema: {}, examples: {x: {$ref: '#/components/examples/E'}}}}}}}}}"},
    {"not-checked", REQUEST, "{type: string, format: uuid}", "{type: string, format: uri}"},
    {"not-checked", REQUEST, "{type: object, minProperties: 1}", "{type: object}"},
    {"no-content", OPERATION, ID ", responses: {'200': {description: d}}", ID ", responses: {'204': {description: d}}"},
    {"type-missing", REQUEST, "{maxLength: 3}", "{type: string, maxLength: 3}"},
    {"type-missing", REQUEST, "{properties: {a: {}}}", "{allOf: [{type: object}, {properties: {a: {}}}]}"},
    {"single-value", REQUEST, "{minimum: 3, maximum: 3}", "{minimum: 3, maximum: 4}"},
    {"pattern-portable", REQUEST, "{pattern: '^\\d'}", "{pattern: '^[0-9]'}"},
    {"pattern-unanchored", REQUEST, "{pattern: '[a-z]'}", "{pattern: '^[a-z]$'}"},
    {"pattern-unanchored", REQUEST, "{pattern: '^a\\$'}", "{pattern: '^a$'}"},
    {"words-format", REQUEST, "{type: string, description: A uuid.}", "{type: string, description: A squuid.}"},
    {"words-format", REQUEST, "{type: [string, 'null'], description: in ISO 8601}", "{type: string, format: date-time, description: in ISO 8601}"},
    {"words-rule", REQUEST, "{type: number, description: It must be even.}", "{type: number, description: Mustard.}"},
    {"open-blank", REQUEST, "{type: string}", "{type: string, pattern: '^[a-z]+$'}"},
    {"open-blank", REQUEST, "{type: string, minLength: 1}", "{type: string, minLength: 2}"},
    {"open-text", REQUEST, "{type: string}", "{type: string, enum: [a]}"},
    {"open-length", REQUEST, "{type: string}", "{type: string, maxLength: 9}"},
    {"open-length", REQUEST, "{type: string, pattern: '^[0-9]+$'}", "{type: string, pattern: '^[0-9]{3}$'}"},
    {"open-length", REQUEST, "{type: string, format: uri}", "{type: string, format: uri, maxLength: 99}"},
    {"open-uri", REQUEST, "{type: string, format: uri}", "{type: string, format: uri, pattern: '^https://[a-z]+/'}"},
    {"open-past", REQUEST, "{type: string, format: date-time}", "{type: string}"},
    {"open-past", REQUEST, "{type: string, pattern: '^\\d{13}$'}", "{type: string, pattern: '^\\d{12}$'}"},
    {"open-range", REQUEST, "{type: number, minimum: 1}", "{type: number, minimum: 1, exclusiveMaximum: 9}"},
    {"open-range", REQUEST, "{type: integer, maximum: 1}", "{type: integer, enum: [1]}"},
    {"open-spelling", REQUEST, "{type: integer}", "{type: string}"},
    {"open-spelling", REQUEST, "{type: number}", "{type: number, multipleOf: 0.01}"},
    {"open-count", REQUEST, "{type: array, items: {}}", "{type: array, items: {}, maxItems: 9}"},
    {"open-repeats", REQUEST, "{type: array, items: {type: string}}", "{type: array, items: {type: string}, uniqueItems: true}"},
    {"open-members", REQUEST, "{type: object, properties: {a: {}}}", "{type: object, properties: {a: {}}, additionalProperties: true}"},
    {"open-members", REQUEST, "{type: object, additionalProperties: true}", "{type: object, additionalProperties: {type: string}}"},
    {"open-presence", ANSWER, "{schema: {type: object, properties: {a: {}}}}", "{schema: {type: object, required: [], properties: {a: {}}}}"},
    {"open-blank", REQUEST, "{type: object, properties: {a: {type: string}}}", "{type: object}"},
};
/* clang-format on */

static size_t count_of(const pl_lint *lint, const char *rule) {
    size_t count = 0;
    for (size_t i = 0; i < lint->finding_count; i++) {
        count += strcmp(lint->findings[i].rule->id, rule) == 0;
    }
    return count;
}

static size_t apply(const struct row *row, const char *text, pl_lint *ret_lint) {
    char whole[TEXT_BYTES_MAX];
    const char *const frame_text = frames[row->where];
    const char *const mark = strstr(frame_text, "%s");
    const int len = snprintf(whole, sizeof whole, "%.*s%s%s", (int)(mark - frame_text), frame_text,
                             text, mark + 2);
    cr_assert(len > 0 && (size_t)len < sizeof whole);
    pl_document document;
    pl_source_error error = {.message = "?"};
    cr_assert_eq(pl_document_lift(pl_bytes_of(whole), &arena, &document, &error), PL_OK, "%s: %s",
                 whole, error.message);
    cr_assert_eq(pl_lint_document(&document, &arena, ret_lint), PL_OK);
    pl_document_done(&document);
    return count_of(ret_lint, row->rule);
}

Test(openapi_lint, rules) {
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        pl_lint lint;
        cr_expect_eq(apply(&rows[i], rows[i].bad, &lint), 1, "%s: %s: %zu", rows[i].rule,
                     rows[i].bad, count_of(&lint, rows[i].rule));
        cr_expect_eq(apply(&rows[i], rows[i].good, &lint), 0, "%s: %s", rows[i].rule, rows[i].good);
        pl_arena_reset(&arena);
    }
}

/* Each rule has a row above; what cannot be read at all is one of another test. */
Test(openapi_lint, table) {
    for (size_t i = 0; i < pl_lint_rule_count; i++) {
        const pl_lint_rule *const rule = &pl_lint_rules[i];
        size_t count = strcmp(rule->id, "document") == 0;
        for (size_t k = 0; k < PL_COUNT(rows); k++) {
            count += strcmp(rows[k].rule, rule->id) == 0;
        }
        cr_expect_gt(count, 0, "%s has no row", rule->id);
        cr_expect_eq(pl_lint_rule_of(rule->id), rule, "%s stands twice", rule->id);
        cr_expect_gt(strlen(rule->statement), 10, "%s", rule->id);
        if (i > 0) {
            cr_expect_leq(pl_lint_rules[i - 1].severity, rule->severity, "%s: order", rule->id);
        }
    }
    cr_expect_null(pl_lint_rule_of("none"));
}

/* A finding says where: the place in the file, and the pointer. */
Test(openapi_lint, places) {
    static const char text[] = "openapi: 3.1.0\n" HEAD "paths:\n  /a:\n    post:\n"
                               "      requestBody:\n        content:\n          application/json:\n"
                               "            schema: {type: string, example: 1}\n      " OK "\n";
    pl_document document;
    pl_source_error error = {.message = "?"};
    pl_lint lint;
    cr_assert_eq(pl_document_lift(pl_bytes_of(text), &arena, &document, &error), PL_OK, "%s",
                 error.message);
    cr_assert_eq(pl_lint_document(&document, &arena, &lint), PL_OK);
    size_t totals[PL_LINT_SEVERITY_COUNT] = {0};
    for (size_t i = 0; i < lint.finding_count; i++) {
        const pl_lint_finding *const finding = &lint.findings[i];
        totals[finding->rule->severity]++;
        if (i > 0) { cr_expect_geq(finding->place.line, lint.findings[i - 1].place.line); }
        if (strcmp(finding->rule->id, "example") != 0) { continue; }
        cr_expect_eq(finding->place.line, 10, "%u", finding->place.line);
        cr_expect_eq(finding->place.column, 45, "%u", finding->place.column);
        cr_expect_str_eq(finding->pointer,
                         "/paths/~1a/post/requestBody/content/application~1json/schema/example");
        cr_expect_not_null(strstr(finding->message, "must be string"), "%s", finding->message);
    }
    for (pl_lint_severity severity = 0; severity < PL_LINT_SEVERITY_COUNT; severity++) {
        cr_expect_eq(lint.totals[severity], totals[severity]);
    }
    cr_expect_eq(totals[PL_LINT_ERROR], 1);
    pl_document_done(&document);
}

static char *read_file(const char *path, size_t *ret_len) {
    FILE *const in = fopen(path, "rb");
    cr_assert_not_null(in, "%s", path);
    char *const text = malloc(1 << 20);
    *ret_len = fread(text, 1, 1 << 20, in);
    (void)fclose(in);
    return text;
}

/* What our own document says against itself is what the API's says: its contradictions are kept. */
Test(openapi_lint, own_document) {
    static const struct {
        const char *rule;
        const char *end; /* of the pointer */
    } expected[] = {
        {"example", "/PaymentLinkResource/properties/account/example"},
        {"example-open", "/PaymentLinkResource/properties/account/example/id"},
        {"enum-null", "/Account/properties/account_type/enum"},
        {"enum-null", "/Account/properties/kyb_status/enum"},
    };
    size_t len = 0;
    char *const text = read_file(PL_SOURCE_DIR "/contracts/openapi.yaml", &len);
    pl_document document;
    pl_source_error error = {.message = "?"};
    pl_lint lint;
    cr_assert_eq(
        pl_document_lift((pl_bytes){(const uint8_t *)text, len}, &arena, &document, &error), PL_OK,
        "%s", error.message);
    cr_assert_eq(pl_lint_document(&document, &arena, &lint), PL_OK);
    size_t count = 0;
    for (size_t i = 0; i < lint.finding_count; i++) {
        const pl_lint_finding *const finding = &lint.findings[i];
        if (finding->rule->severity == PL_LINT_NOTE) { continue; }
        cr_assert_lt(count, PL_COUNT(expected), "%s at %s", finding->rule->id, finding->pointer);
        cr_expect_str_eq(finding->rule->id, expected[count].rule);
        cr_expect_not_null(strstr(finding->pointer, expected[count].end), "%s", finding->pointer);
        count++;
    }
    cr_expect_eq(count, PL_COUNT(expected), "%zu", count);
    pl_document_done(&document);
    free(text);
}

Test(openapi_lint, memory) {
    static const char text[] = "openapi: 3.1.0\npaths: {/a: {post: {requestBody: {content: {a/b: "
                               "{schema: {type: string, pattern: '\\d', enum: [a], example: b, "
                               "description: must}}}}}}}\n";
    for (size_t k = 1;; k++) {
        pl_document document;
        pl_source_error error;
        pl_lint lint;
        pl_arena failing;
        cr_assert_eq(pl_document_lift(pl_bytes_of(text), &arena, &document, &error), PL_OK);
        pl_arena_init(&failing);
        failing.fail_after = k;
        const pl_status status = pl_lint_document(&document, &failing, &lint);
        pl_arena_done(&failing);
        pl_document_done(&document);
        pl_arena_reset(&arena);
        if (status == PL_OK) {
            cr_assert_gt(k, 5);
            break;
        }
        cr_assert_eq(status, PL_E_MEMORY, "request %zu", k);
    }
}

/* Judging every example would take minutes: some are told to be left out, and all ends soon. */
Test(openapi_lint, costs) {
    enum { BYTES_MAX = 4 * 1024 * 1024, DEPTH = 12, COUNT = 2000 };
    char *const text = malloc(BYTES_MAX);
    size_t len = (size_t)snprintf(text, BYTES_MAX,
                                  "openapi: 3.1.0\n" HEAD "paths: {}\ncomponents:\n  schemas:\n");
    for (int i = 0; i < DEPTH; i++) {
        len += (size_t)snprintf(text + len, BYTES_MAX - len,
                                "    s%d: {anyOf: [{$ref: '#/components/schemas/s%d'}, {items: "
                                "{$ref: '#/components/schemas/s%d'}}]}\n",
                                i, i + 1, i + 1);
    }
    len += (size_t)snprintf(text + len, BYTES_MAX - len,
                            "    s%d: {type: string, pattern: '^(a+)+$'}\n    all:\n      $ref: "
                            "'#/components/schemas/s0'\n      minLength: 1\n      examples:\n",
                            DEPTH);
    for (int i = 0; i < COUNT; i++) {
        len += (size_t)snprintf(text + len, BYTES_MAX - len, "        - [[%040d, [%d]]]\n", i, i);
    }
    pl_document document;
    pl_source_error error = {.message = "?"};
    pl_lint lint;
    cr_assert_eq(
        pl_document_lift((pl_bytes){(const uint8_t *)text, len}, &arena, &document, &error), PL_OK,
        "%s", error.message);
    cr_assert_eq(pl_lint_document(&document, &arena, &lint), PL_OK);
    cr_expect_gt(count_of(&lint, "not-checked"), 0);
    pl_document_done(&document);
    free(text);
}
