/* What a document says outside its schemas, and is not read, is remarked on; what cannot stand there is refused. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "openapi/lift.h"

enum { TEXT_BYTES_MAX = 4096 };

static pl_arena arena;

static void setup(void) {
    pl_arena_init(&arena);
}

static void teardown(void) {
    pl_arena_done(&arena);
}

TestSuite(openapi_lift_members, .init = setup, .fini = teardown, .timeout = 20);

/* Where in a document the text of a row is put. */
typedef enum place {
    DOCUMENT,
    PATH,
    OPERATION,
    PARAMETER,
    BODY,
    MEDIA,
    RESPONSE,
    HEADER,
    COMPONENTS
} place;

static const char *const frames[] = {
    [DOCUMENT] = "%s\npaths: {}\n",
    [PATH] = "paths: {/a: {%s}}\n",
    [OPERATION] = "paths: {/a: {get: {%s}}}\n",
    [PARAMETER] = "paths: {/a: {get: {parameters: [{%s}]}}}\n",
    [BODY] = "paths: {/a: {post: {requestBody: {%s}}}}\n",
    [MEDIA] = "paths: {/a: {post: {requestBody: {content: {a/b: {%s}}}}}}\n",
    [RESPONSE] = "paths: {/a: {get: {responses: {'200': {%s}}}}}\n",
    [HEADER] = "paths: {/a: {get: {responses: {'200': {headers: {X-A: {%s}}}}}}}\n",
    [COMPONENTS] = "paths: {}\ncomponents: {%s}\n",
};

static pl_status lift(place where, const char *text, pl_document *ret_document,
                      pl_source_error *reterr_error) {
    static char whole[TEXT_BYTES_MAX];
    char body[TEXT_BYTES_MAX / 2];
    const char *const mark = strstr(frames[where], "%s");
    cr_assert_not_null(mark);
    const int len = snprintf(body, sizeof body, "%.*s%s%s", (int)(mark - frames[where]),
                             frames[where], text, mark + 2);
    cr_assert(len > 0 && (size_t)len < sizeof body);
    (void)snprintf(
        whole, sizeof whole,
        "openapi: 3.1.0\nx-s:\n  P: {name: p, in: query}\n  H: {schema: {type: string}}\n"
        "  Q: {$ref: '#/x-s/P', description: x}\n  Item: {get: {}}\n%s",
        body);
    return pl_document_lift(pl_bytes_of(whole), &arena, ret_document, reterr_error);
}

/* clang-format off */
static const struct remark_row {
    place where;
    const char *text;
    const char *words; /* NULL: no remark */
} remark_rows[] = {
    {DOCUMENT, "info: {title: a}\ntags: []\nservers: []\nexternalDocs: {}\nx-own: 1", NULL},
    {DOCUMENT, "webhooks: {a: {}}", "webhooks"},
    {DOCUMENT, "jsonSchemaDialect: 'https://example.com'", "dialect"},
    {DOCUMENT, "component: {}", "\"component\" is no member of a document"},
    {DOCUMENT, "definitions: {}", "definitions"},
    {PATH, "summary: a, description: b, parameters: [], x-a: 1", NULL},
    {PATH, "POST: {}", "\"POST\" is no member of a path"},
    {PATH, "$ref: '#/x-s/Item'", NULL},
    {PATH, "$ref: '#/x-s/Item', get: {}", "\"get\" is no member of a reference"},
    {OPERATION, "summary: a, tags: [], deprecated: true, operationId: b, externalDocs: {}", NULL},
    {OPERATION, "callbacks: {}", "callbacks"},
    {OPERATION, "consumes: []", "consumes"},
    {OPERATION, "response: {}", "\"response\" is no member of an operation"},
    {PARAMETER, "name: a, in: query, schema: {}, example: 1, deprecated: true", NULL},
    {PARAMETER, "name: a, in: query, style: form", "how the value is written"},
    {PARAMETER, "name: a, in: query, explode: true", "how the value is written"},
    {PARAMETER, "name: a, in: query, allowReserved: true", "how the value is written"},
    {PARAMETER, "name: a, in: query, allowEmptyValue: true", "empty"},
    {PARAMETER, "name: a, in: query, type: string", "type"},
    {PARAMETER, "name: accept, in: header", "ignored"},
    {PARAMETER, "name: X-Accept, in: header", NULL},
    {PARAMETER, "name: Authorization, in: query", NULL},
    {PARAMETER, "name: a, in: query, content: {a/b: {}, c/d: {}}", "one media type"},
    {PARAMETER, "name: a, in: query, content: {a/b: {}}", NULL},
    {PARAMETER, "$ref: '#/x-s/P', description: b", NULL},
    {PARAMETER, "$ref: '#/x-s/Q'", NULL},
    {PARAMETER, "$ref: '#/x-s/P', required: true", "\"required\" is no member of a reference"},
    {BODY, "description: a, required: true, content: {}", NULL},
    {BODY, "schema: {}", "\"schema\" is no member of a request body"},
    {MEDIA, "schema: {}, example: 1, examples: {}", NULL},
    {MEDIA, "encoding: {}", "encoded"},
    {RESPONSE, "description: a, x-a: 1", NULL},
    {RESPONSE, "links: {}", "links"},
    {RESPONSE, "headers: {content-type: {}}", "ignored"},
    {RESPONSE, "headers: {X-A: {$ref: '#/x-s/H'}}", NULL},
    {HEADER, "description: a, required: true, schema: {}", NULL},
    {HEADER, "name: X-A", "\"name\" is no member of a header"},
    {COMPONENTS, "schemas: {A: {type: string}}, parameters: {}, examples: {}, pathItems: {}", NULL},
    {COMPONENTS, "schemas: {A: {if: {}}}", "if"},
    {COMPONENTS, "schemas: {A: {type: text}}", "nothing refers to it"},
    {COMPONENTS, "schemas: {A: {items: {$ref: '#/components/schemas/A'}}}", "circle"},
    {COMPONENTS, "parameters: {A: {in: query}}", "no member \"name\""},
    {COMPONENTS, "headers: {A: {schema: {maxLength: x}}}", "whole number"},
    {COMPONENTS, "requestBodies: {A: {content: {a/b: {schema: {$ref: '#/none'}}}}}", "nowhere"},
    {COMPONENTS, "responses: {A: {content: {a/b: 1}}}", "must be an object"},
    {COMPONENTS, "securitySchemes: {A: {type: http, scheme: basic, roles: []}}", "roles"},
    {COMPONENTS, "callbacks: {}", "callbacks"},
    {COMPONENTS, "schema: {}", "\"schema\" is no member of the components"},
};

static const struct fault_row {
    place where;
    const char *text;
    const char *words;
} fault_rows[] = {
    {PATH, "get: []", "object"},
    {PATH, "parameters: {}, get: {}", "array"},
    {OPERATION, "parameters: [1]", "object"},
    {OPERATION, "requestBody: []", "object"},
    {OPERATION, "responses: {'200': x}", "object"},
    {OPERATION, "responses: {'20': {}}", "status"},
    {OPERATION, "responses: {ok: {}}", "status"},
    {OPERATION, "responses: {'600': {}}", "status"},
    {OPERATION, "responses: {2xx: {}}", "status"},
    {OPERATION, "operationId: 1", "string"},
    {PARAMETER, "name: a, in: body", "path, the query"},
    {PARAMETER, "in: query", "name"},
    {PARAMETER, "name: a, in: query, required: 'true'", "true or false"},
    {PARAMETER, "$ref: '#/x-s/none'", "nowhere"},
    {BODY, "content: []", "object"},
    {MEDIA, "schema: x", "schema"},
    {RESPONSE, "headers: {X-A: 1}", "object"},
    {COMPONENTS, "schemas: []", "object"},
};
/* clang-format on */

Test(openapi_lift_members, remarks) {
    for (size_t i = 0; i < PL_COUNT(remark_rows); i++) {
        const struct remark_row *const row = &remark_rows[i];
        pl_document document;
        pl_source_error error = {.message = "?"};
        cr_assert_eq(lift(row->where, row->text, &document, &error), PL_OK, "%s: %s", row->text,
                     error.message);
        const char *const said = document.remark_count > 0 ? document.remarks[0].message : "";
        if (row->words == NULL) {
            cr_expect_eq(document.remark_count, 0, "%s: %s", row->text, said);
        } else {
            cr_expect_eq(document.remark_count, 1, "%s: %zu", row->text, document.remark_count);
            cr_expect_not_null(strstr(said, row->words), "%s: %s", row->text, said);
        }
        pl_document_done(&document);
    }
}

Test(openapi_lift_members, faults) {
    for (size_t i = 0; i < PL_COUNT(fault_rows); i++) {
        const struct fault_row *const row = &fault_rows[i];
        pl_document document;
        pl_source_error error = {.message = ""};
        cr_assert_eq(lift(row->where, row->text, &document, &error), PL_E_SYNTAX, "%s", row->text);
        cr_expect_not_null(strstr(error.message, row->words), "%s: %s", row->text, error.message);
        cr_expect_gt(error.place.line, 1, "%s", row->text);
    }
}

/* Each schema that was lifted is found by its node, those that no operation refers to among them. */
Test(openapi_lift_members, schemas) {
    pl_document document;
    pl_source_error error = {.message = "?"};
    cr_assert_eq(lift(COMPONENTS, "schemas: {A: {items: {}}, B: {$ref: '#/components/schemas/A'}}",
                      &document, &error),
                 PL_OK, "%s", error.message);
    static const struct {
        const char *pointer;
        const char *own; /* where the schema stands */
    } rows[] = {{"/components/schemas/A", "/components/schemas/A"},
                {"/components/schemas/A/items", "/components/schemas/A/items"},
                {"/components/schemas/B", "/components/schemas/A"},
                {"/components/schemas", NULL}};
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        uint32_t node = 0;
        uint32_t own = 0;
        const pl_json *const json = &document.source.json;
        cr_assert_eq(pl_json_resolve(json, pl_bytes_of(rows[i].pointer), &node), PL_OK);
        if (rows[i].own == NULL) {
            cr_expect_null(document.schemas[node], "%s", rows[i].pointer);
            continue;
        }
        cr_assert_eq(pl_json_resolve(json, pl_bytes_of(rows[i].own), &own), PL_OK);
        cr_assert_not_null(document.schemas[node], "%s", rows[i].pointer);
        cr_expect_eq(pl_schema_node(document.schemas[node]), own, "%s", rows[i].pointer);
    }
    pl_document_done(&document);
}
