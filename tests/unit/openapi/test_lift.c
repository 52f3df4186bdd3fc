/* Documents become operations; what is not read is remarked on. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "openapi/lift.h"

enum { TEXT_BYTES_MAX = 8192 };

static pl_arena arena;

static void setup(void) {
    pl_arena_init(&arena);
}

static void teardown(void) {
    pl_arena_done(&arena);
}

TestSuite(openapi_lift, .init = setup, .fini = teardown, .timeout = 20);

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
    /* clang-format off */
    static const char *const texts[] = {
        "swagger: '2.0'\n",
        "openapi: 2.0\n",
        "openapi: '4.0.0'\n",
        "[1]",
        "openapi: 3.1.0\npaths: [a]\n",
        "openapi: 3.1.0\npaths: {/a: {get: 1}}\n",
        "openapi: 3.1.0\npaths: {/a: {get: {parameters: [{name: a, in: query, content: [x]}]}}}\n",
        "openapi: 3.1.0\npaths: {/a: {get: {security: [{A: x}]}}}\n",
        "openapi: 3.1.0\npaths: {/a: {get: {responses: {'': {}}}}}\n",
        "openapi: 3.1.0\npaths: {/a: {get: {responses: {20: {}}}}}\n",
        "openapi: 3.1.0\npaths: {/a: {get: {responses: {'$ref': x}}}}\n",
        "openapi: 3.1.0\nservers: [{}]\npaths: {/a: {get: {}}}\n",
    };
    /* clang-format on */
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
