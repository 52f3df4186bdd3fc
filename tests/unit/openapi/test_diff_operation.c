/* Edits of all that is no schema: each is detected, graded as the table says, witnessed where callers see it, and told
 * the other way round in the mirror image. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "mirror.h"
#include "openapi/compare.h"

enum { TEXT_BYTES_MAX = 8192 };

static const char base[] =
    "openapi: 3.1.0\n"
    "servers: [{url: 'https://h.example/api'}]\n"
    "paths:\n"
    "  /a/{id}/b/{no}:\n"
    "    post:\n"
    "      operationId: makeB\n"
    "      parameters:\n"
    "        - {name: id, in: path, required: true, schema: {type: string}}\n"
    "        - {name: no, in: path, required: true, schema: {type: integer}}\n"
    "        - {name: X-One, in: header, required: true, schema: {type: string}}\n"
    "        - {name: q, in: query, schema: {type: string, maxLength: 5}}\n"
    "      security: [{Jwt: [], Key: []}]\n"
    "      requestBody:\n"
    "        required: true\n"
    "        content:\n"
    "          application/json: {schema: {type: object}}\n"
    "          text/csv: {schema: {type: string}}\n"
    "      responses:\n"
    "        '200':\n"
    "          headers:\n"
    "            X-Id: {required: true, schema: {type: string, maxLength: 9}}\n"
    "            X-Hint: {schema: {type: string}}\n"
    "          content:\n"
    "            application/json: {schema: {type: object}}\n"
    "            text/plain: {}\n"
    "        '404': {description: x}\n"
    "components:\n"
    "  securitySchemes:\n"
    "    Jwt: {type: http, scheme: bearer}\n"
    "    Key: {type: apiKey, in: header, name: X-K}\n"
    "    Basic: {type: http, scheme: basic}\n"
    "    Flow: {type: oauth2, flows: {clientCredentials: {tokenUrl: "
    "'https://h.example/t', scopes: {read: r, write: w}}}}\n";

/* One place of the text is replaced. */
/* clang-format off */
static const struct edit_row {
    const char *find;
    const char *put;
    const char *id;   /* of a change that must be told; NULL: there is none at all */
    pl_grade grade;
    pl_grade mirror; /* of its mirror image */
    bool witnessed;
} rows[] = {
    /* the address */
    {"/a/{id}/b/{no}:", "/a/{id}/c/{no}:", "request/path/changed", PL_GRADE_BREAKING, PL_GRADE_BREAKING, true},
    {"/a/{id}/b/{no}:", "/a/{other}/b/{no}:", NULL, PL_GRADE_COUNT, PL_GRADE_COUNT, false},
    {"h.example/api", "h.example/api/v2/", "request/path/changed", PL_GRADE_BREAKING, PL_GRADE_BREAKING, true},
    {"h.example/api", "other.example/api/", NULL, PL_GRADE_COUNT, PL_GRADE_COUNT, false},
    {"    post:", "    put:", "request/method/changed", PL_GRADE_BREAKING, PL_GRADE_BREAKING, true},
    {"operationId: makeB", "operationId: other", NULL, PL_GRADE_COUNT, PL_GRADE_COUNT, false},
    /* parameters */
    {"        - {name: q, in: query, schema: {type: string, maxLength: 5}}\n", "", "request/parameters/query:q/removed", PL_GRADE_RISKY, PL_GRADE_COMPATIBLE, false},
    {"        - {name: X-One, in: header, required: true, schema: {type: string}}\n", "", "request/parameters/header:X-One/removed", PL_GRADE_RISKY, PL_GRADE_BREAKING, true},
    {"name: q, in: query", "name: q, in: cookie", "request/parameters/cookie:q/added", PL_GRADE_COMPATIBLE, PL_GRADE_RISKY, false},
    {"name: q, in: query,", "name: q, in: query, required: true,", "request/parameters/query:q/required/added", PL_GRADE_BREAKING, PL_GRADE_COMPATIBLE, true},
    {"maxLength: 5", "maxLength: 4", "request/parameters/query:q/maxLength/lowered", PL_GRADE_BREAKING, PL_GRADE_COMPATIBLE, true},
    {"required: true, schema: {type: integer}", "required: true, schema: {type: string}", "request/parameters/path:no/type/changed", PL_GRADE_BREAKING, PL_GRADE_BREAKING, true},
    {"X-One", "x-one", NULL, PL_GRADE_COUNT, PL_GRADE_COUNT, false},
    {"X-One", "X-Two", "request/parameters/header:X-Two/added", PL_GRADE_BREAKING, PL_GRADE_RISKY, true},
    /* security */
    {"[{Jwt: [], Key: []}]", "[{Jwt: []}]", "request/security/http bearer/added", PL_GRADE_COMPATIBLE, PL_GRADE_BREAKING, true},
    {"[{Jwt: [], Key: []}]", "[{Jwt: []}]", "request/security/http bearer + apiKey header X-K/removed", PL_GRADE_COMPATIBLE, PL_GRADE_COMPATIBLE, false},
    {"[{Jwt: [], Key: []}]", "[{Jwt: [], Key: []}, {Basic: []}]", "request/security/http basic/added", PL_GRADE_COMPATIBLE, PL_GRADE_BREAKING, true},
    {"[{Jwt: [], Key: []}]", "[]", "request/security/nothing/added", PL_GRADE_COMPATIBLE, PL_GRADE_BREAKING, true},
    {"[{Jwt: [], Key: []}]", "[{Key: [], Jwt: []}]", NULL, PL_GRADE_COUNT, PL_GRADE_COUNT, false},
    {"[{Jwt: [], Key: []}]", "[{Flow: [read]}]", "request/security/oauth2 clientCredentials https://h.example/t + oauth2 clientCredentials https://h.example/t scope read/added", PL_GRADE_COMPATIBLE, PL_GRADE_BREAKING, true},
    {"scheme: bearer", "scheme: Bearer", NULL, PL_GRADE_COUNT, PL_GRADE_COUNT, false},
    {"name: X-K}", "name: x-k}", NULL, PL_GRADE_COUNT, PL_GRADE_COUNT, false},
    {"name: X-K}", "name: X-L}", "request/security/http bearer + apiKey header X-K/removed", PL_GRADE_BREAKING, PL_GRADE_COMPATIBLE, true},
    {"type: apiKey, in: header", "type: apiKey, in: query", "request/security/http bearer + apiKey header X-K/removed", PL_GRADE_BREAKING, PL_GRADE_COMPATIBLE, true},
    /* the body */
    {"        required: true\n        content", "        content", "request/body/required/removed", PL_GRADE_COMPATIBLE, PL_GRADE_BREAKING, true},
    {"          text/csv: {schema: {type: string}}\n", "", "request/body/media/text/csv/removed", PL_GRADE_BREAKING, PL_GRADE_COMPATIBLE, true},
    {"text/csv: {schema: {type: string}}", "text/csv: {schema: {type: string, minLength: 1}}", "request/body/minLength/added", PL_GRADE_BREAKING, PL_GRADE_COMPATIBLE, true},
    /* answers */
    {"        '404': {description: x}\n", "", "response/404/removed", PL_GRADE_COMPATIBLE, PL_GRADE_RISKY, true},
    {"        '200':", "        '201':", "response/200/removed", PL_GRADE_BREAKING, PL_GRADE_RISKY, true},
    {"        '404': {description: x}", "        '404': {description: other}", NULL, PL_GRADE_COUNT, PL_GRADE_COUNT, false},
    {"            text/plain: {}\n", "", "response/200/body/media/text/plain/removed", PL_GRADE_BREAKING, PL_GRADE_RISKY, true},
    {"            X-Hint: {schema: {type: string}}\n", "", "response/200/headers/header:X-Hint/removed", PL_GRADE_RISKY, PL_GRADE_COMPATIBLE, false},
    {"            X-Id: {required: true, schema: {type: string, maxLength: 9}}\n", "", "response/200/headers/header:X-Id/removed", PL_GRADE_BREAKING, PL_GRADE_COMPATIBLE, true},
    {"X-Id: {required: true,", "X-Id: {", "response/200/headers/header:X-Id/required/removed", PL_GRADE_BREAKING, PL_GRADE_COMPATIBLE, true},
    {"maxLength: 9", "maxLength: 10", "response/200/headers/header:X-Id/maxLength/raised", PL_GRADE_BREAKING, PL_GRADE_COMPATIBLE, true},
};
/* clang-format on */

static pl_arena arena;

static void setup(void) {
    pl_arena_init(&arena);
}

static void teardown(void) {
    pl_arena_done(&arena);
}

TestSuite(openapi_diff_operation, .init = setup, .fini = teardown, .timeout = 60);

static void lift(const char *text, pl_document *ret_document) {
    pl_source_error error = {.message = "?"};
    cr_assert_eq(pl_document_lift(pl_bytes_of(text), &arena, ret_document, &error), PL_OK,
                 "%u:%u: %s", error.place.line, error.place.column, error.message);
}

static const char *replace(const char *text, const char *find, const char *put) {
    const char *const at = strstr(text, find);
    cr_assert_not_null(at, "%s", find);
    const char *const made =
        pl_arena_printf(&arena, "%.*s%s%s", (int)(at - text), text, put, at + strlen(find));
    cr_assert_not_null(made);
    return made;
}

static const pl_diff *compare(const pl_document *old_one, const pl_document *new_one) {
    const pl_comparing asked = {.documents = {old_one, new_one}};
    pl_comparison *const made = pl_arena_alloc(&arena, sizeof *made);
    cr_assert_not_null(made);
    cr_assert_eq(pl_documents_compare(&asked, &arena, made), PL_OK);
    cr_assert_eq(made->count, 1);
    return &made->list[0].diff;
}

static const pl_change *find(const pl_diff *diff, const char *id) {
    for (size_t i = 0; i < diff->change_count; i++) {
        if (strcmp(diff->changes[i].id, id) == 0) { return &diff->changes[i]; }
    }
    return NULL;
}

static const char *ids(const pl_diff *diff) {
    const char *text = "";
    for (size_t i = 0; i < diff->change_count; i++) {
        text = pl_arena_printf(&arena, "%s %s", text, diff->changes[i].id);
    }
    return text;
}

Test(openapi_diff_operation, edits) {
    pl_document before;
    lift(base, &before);
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        const struct edit_row *const row = &rows[i];
        pl_document after;
        lift(replace(base, row->find, row->put), &after);
        const pl_diff *const diff = compare(&before, &after);
        const pl_diff *const back = compare(&after, &before);
        mirror_check(row->put, diff, back);
        if (row->id == NULL) {
            cr_expect_eq(diff->change_count, 0, "%s: %s", row->put, ids(diff));
            pl_document_done(&after);
            continue;
        }
        const pl_change *const change = find(diff, row->id);
        char mirrored[512];
        mirror_id(row->id, mirrored, sizeof mirrored);
        const pl_change *const other = find(back, mirrored);
        cr_assert_not_null(change, "%s: no %s among%s", row->put, row->id, ids(diff));
        cr_assert_not_null(other, "%s", mirrored);
        cr_expect_eq(change->grade, row->grade, "%s is %s", row->id, pl_grade_text(change->grade));
        cr_expect_eq(other->grade, row->mirror, "%s is %s", mirrored, pl_grade_text(other->grade));
        cr_expect_eq(change->witness.found, row->witnessed, "%s", row->id);
        cr_expect(change->places[PL_SIDE_OLD].line + change->places[PL_SIDE_NEW].line > 0, "%s",
                  row->id);
        pl_document_done(&after);
    }
    pl_document_done(&before);
}

/* A parameter of the path is known by its place. */
Test(openapi_diff_operation, renamed) {
    pl_document before;
    pl_document after;
    lift(base, &before);
    lift(replace(replace(base, "/a/{id}/b", "/a/{key}/b"), "name: id", "name: key"), &after);
    const pl_diff *const diff = compare(&before, &after);
    cr_assert_eq(diff->change_count, 1, "%s", ids(diff));
    cr_expect_str_eq(diff->changes[0].id, "request/parameters/path:id/renamed");
    cr_expect_eq(diff->changes[0].grade, PL_GRADE_COMPATIBLE);
    mirror_check("renamed", diff, compare(&after, &before));
    pl_document_done(&before);
    pl_document_done(&after);
}

/* What moved from the template to the server's address has not moved for callers. */
Test(openapi_diff_operation, server) {
    pl_document before;
    pl_document after;
    lift(base, &before);
    lift(replace(replace(base, "'https://h.example/api'",
                         "'{s}://h.example/', variables: {s: {default: https}}"),
                 "  /a/{id}", "  /api/a/{id}"),
         &after);
    const pl_diff *const diff = compare(&before, &after);
    cr_expect_eq(diff->change_count, 0, "%s", ids(diff));
    pl_document_done(&before);
    pl_document_done(&after);
}

/* Scopes are asked for together. */
Test(openapi_diff_operation, scopes) {
    pl_document before;
    pl_document after;
    lift(replace(base, "[{Jwt: [], Key: []}]", "[{Flow: [read]}]"), &before);
    lift(replace(base, "[{Jwt: [], Key: []}]", "[{Flow: [read, write]}]"), &after);
    const pl_diff *const diff = compare(&before, &after);
    cr_assert_eq(diff->change_count, 2, "%s", ids(diff));
    cr_expect_eq(diff->totals[PL_GRADE_BREAKING], 1);
    cr_expect_eq(diff->totals[PL_GRADE_COMPATIBLE], 1);
    pl_document_done(&before);
    pl_document_done(&after);
}
