/* Which operations belong together, which are compared, and what is said of their schemas. */
#include "openapi/compare.h"

#include <criterion/criterion.h>
#include <string.h>

#include "compare_util.h"

TestSuite(openapi_compare, .init = compare_begin, .fini = compare_end, .timeout = 60);

/* --- pairs ----------------------------------------------------------------------------------- */

/* clang-format off */
static const struct pair_row {
    const char *old_text;
    const char *new_text;
    const char *operation;
    const char *names;   /* of what is compared */
    const char *changes; /* the ids, in order */
} pair_rows[] = {
    {COMPARE_HEAD "  /a: {get: {}, post: {}}\n", COMPARE_HEAD "  /a: {post: {}, get: {}}\n", NULL, "GET /a;POST /a;", ""},
    {COMPARE_HEAD "  /a: {get: {}}\n  /b: {get: {}}\n", COMPARE_HEAD "  /a: {get: {}}\n  /c: {put: {}}\n", NULL, "GET /a;GET /b;PUT /c;", "operation/removed;operation/added;"},
    {COMPARE_HEAD "  /a/{x}: {get: {}}\n", COMPARE_HEAD "  /a/{y}: {get: {}}\n", NULL, "GET /a/{y};", ""},
    {COMPARE_HEAD "  /a: {get: {operationId: i}}\n  /b: {get: {}}\n", COMPARE_HEAD "  /z: {get: {operationId: i}}\n  /b: {get: {}}\n", NULL, "GET /z;GET /b;", "request/path/changed;"},
    {COMPARE_HEAD "  /v1/a: {get: {}}\n  /v1/b: {get: {}}\n", COMPARE_HEAD "  /api/v1/a: {get: {}}\n  /api/v1/b: {get: {}}\n", NULL, "GET /api/v1/a;GET /api/v1/b;", "request/path/changed;request/path/changed;"},
    {COMPARE_HEAD "  /api/v1/a: {get: {}}\n", COMPARE_HEAD "  /v1/a: {get: {}}\n  /c: {}\n", NULL, "GET /v1/a;", "request/path/changed;"},
    {COMPARE_HEAD "  /a: {get: {}}\n", COMPARE_HEAD "  /b: {get: {}}\n", NULL, "GET /b;", "request/path/changed;"},
    {COMPARE_HEAD "  /a: {get: {}}\n", COMPARE_HEAD "  /a: {put: {}}\n", NULL, "PUT /a;", "request/method/changed;"},
    {COMPARE_HEAD "  /a: {get: {}}\n", COMPARE_HEAD "  /b: {put: {}}\n", NULL, "GET /a;PUT /b;", "operation/removed;operation/added;"},
    {COMPARE_HEAD "  /a: {get: {}}\n  /c: {get: {}}\n", COMPARE_HEAD "  /b/a: {get: {}}\n  /d/a: {get: {}}\n  /c: {get: {}}\n", NULL, "GET /a;GET /c;GET /b/a;GET /d/a;", "operation/removed;operation/added;operation/added;"},
    {"openapi: 3.1.0\nservers: [{url: /api}]\npaths:\n  /a: {get: {}}\n  /b: {get: {}}\n", COMPARE_HEAD "  /api/a: {get: {}}\n  /api/b: {get: {}}\n", NULL, "GET /api/a;GET /api/b;", ""},
    {COMPARE_HEAD "  /a: {get: {}, post: {}}\n", COMPARE_HEAD "  /a: {post: {}}\n", "POST /a", "POST /a;", ""},
    {COMPARE_HEAD "  /a: {get: {}, post: {}}\n", COMPARE_HEAD "  /a: {post: {}}\n", "GET /a", "GET /a;", "operation/removed;"},
    {COMPARE_HEAD "  /a: {get: {operationId: i}, post: {}}\n", COMPARE_HEAD "  /a: {get: {operationId: i}}\n", "i", "GET /a;", ""},
    {"openapi: 3.1.0\nservers: [{url: /api}]\npaths:\n  /a: {get: {}, post: {}}\n", COMPARE_HEAD "  /api/a: {get: {}, post: {}}\n", "GET /api/a", "GET /api/a;", ""},
    {"openapi: 3.1.0\npaths: {x-note: 1}\n", "openapi: 3.1.0\n", NULL, "", ""},
};
/* clang-format on */

static const char *names_of(const pl_comparison *all) {
    const char *text = "";
    for (size_t i = 0; i < all->count; i++) {
        text = pl_arena_printf(&compare_arena, "%s%s;", text, all->list[i].name);
    }
    return text;
}

static const char *changes_of(const pl_comparison *all) {
    const char *text = "";
    for (size_t i = 0; i < all->count; i++) {
        for (size_t k = 0; k < all->list[i].diff.change_count; k++) {
            text = pl_arena_printf(&compare_arena, "%s%s;", text, all->list[i].diff.changes[k].id);
        }
    }
    return text;
}

Test(openapi_compare, pairs) {
    for (size_t i = 0; i < PL_COUNT(pair_rows); i++) {
        const struct pair_row *const row = &pair_rows[i];
        pl_comparison all;
        cr_assert_eq(compare_texts(row->old_text, row->new_text, row->operation, &all), PL_OK, "%s",
                     row->new_text);
        cr_expect_str_eq(names_of(&all), row->names, "%s to %s: %s", row->old_text, row->new_text,
                         names_of(&all));
        cr_expect_str_eq(changes_of(&all), row->changes, "%s to %s: %s", row->old_text,
                         row->new_text, changes_of(&all));
    }
}

Test(openapi_compare, none) {
    static const char other[] = COMPARE_HEAD "  /a: {get: {}}\n  /b: {post: {}}\n";
    pl_comparison all;
    cr_expect_eq(compare_texts(other, other, "PUT /a", &all), PL_E_RANGE);
    cr_expect_eq(compare_texts(other, other, "GET", &all), PL_E_RANGE);
    cr_expect_eq(compare_texts(NULL, other, NULL, &all), PL_E_RANGE);
    cr_expect_eq(compare_texts(other, NULL, NULL, &all), PL_E_RANGE);
    cr_assert_eq(compare_texts(NULL, NULL, NULL, &all), PL_OK);
    cr_expect_eq(all.count, 1);
    cr_expect_eq(all.change_count, 0);
}

/* With the compiled contract, only its own operation is of interest. */
Test(openapi_compare, builtin_alone) {
    static const char text[] =
        COMPARE_HEAD "  /other: {get: {}}\n"
                     "  /payment-link-manage/{id}: {post: {responses: {}}}\n";
    pl_comparison all;
    cr_assert_eq(compare_texts(NULL, text, NULL, &all), PL_OK);
    cr_assert_eq(all.count, 1);
    cr_expect_str_eq(all.list[0].name, "POST /payment-link-manage/{id}");
    cr_expect_eq(all.list[0].places[PL_SIDE_OLD].line, 0);
    cr_expect_eq(all.list[0].places[PL_SIDE_NEW].line, 4);
    cr_expect_gt(all.totals[PL_GRADE_BREAKING], 1);
}

/* --- what there is to say of schemas --------------------------------------------------------- */

/* clang-format off */
static const struct schema_row {
    const char *old_schema;
    const char *new_schema;
    const char *changes; /* ids behind "request/body/", in order */
    const char *words;   /* in the first message; NULL: any */
    pl_grade grade;      /* of the first */
    bool witnessed;      /* the first */
} schema_rows[] = {
    {"{enum: [a, b]}", "{enum: [b, a]}", "", NULL, PL_GRADE_COUNT, false},
    {"{enum: [1, {b: [2]}]}", "{enum: [{b: [2.0]}, 1e0]}", "", NULL, PL_GRADE_COUNT, false},
    {"{enum: [a, b]}", "{enum: [a]}", "enum/narrowed;", "enum: \"b\" removed", PL_GRADE_BREAKING, true},
    {"{enum: [a]}", "{enum: [a, b]}", "enum/widened;", "enum: \"b\" added", PL_GRADE_COMPATIBLE, true},
    {"{enum: [a, b]}", "{enum: [a, c]}", "enum/changed;", "enum: \"b\" removed; \"c\" added", PL_GRADE_BREAKING, true},
    {"{type: [string, 'null'], enum: [a]}", "{type: string, enum: [a]}", "type/narrowed;", "stay the same", PL_GRADE_COMPATIBLE, false},
    {"{type: string, pattern: '^a$'}", "{type: integer}", "type/changed;pattern/removed;", NULL, PL_GRADE_BREAKING, true},
    {"{}", "{type: object, required: [a], properties: {a: {type: string}}}", "schema/added;", "object", PL_GRADE_BREAKING, true},
    {"{type: object, properties: {a: {type: string, maxLength: 2}}}", "{type: object, properties: {a: {}}}", "a/schema/removed;", NULL, PL_GRADE_COMPATIBLE, true},
    {"{type: object, properties: {a: {}}}", "{type: object, properties: {a: {}, b: {type: string}}}", "properties/b/added;", NULL, PL_GRADE_COMPATIBLE, true},
    {"{type: object}", "{type: object, properties: {b: {type: string}}}", "properties/b/added;", NULL, PL_GRADE_RISKY, true},
    {"{type: object, additionalProperties: {type: string}}", "{type: object, properties: {b: {type: integer}}, additionalProperties: {type: string}}", "properties/b/added;b/type/changed;", NULL, PL_GRADE_RISKY, false},
    {"{type: object, additionalProperties: false, properties: {a: {}}}", "{type: object, additionalProperties: false}", "properties/a/removed;", NULL, PL_GRADE_BREAKING, true},
    {"{type: object, properties: {a: {type: string}}}", "{type: object}", "properties/a/removed;", NULL, PL_GRADE_RISKY, true},
    {"{allOf: [{maxLength: 3}, {minLength: 1}], type: string}", "{allOf: [{minLength: 1}, {maxLength: 2}], type: string}", "allOf(0)/maxLength/lowered;", NULL, PL_GRADE_BREAKING, true},
    {"{type: string, maxLength: 5}", "{allOf: [{type: string, maxLength: 5}]}", "", NULL, PL_GRADE_COUNT, false},
    {"{anyOf: [{type: string}, {type: integer}]}", "{anyOf: [{type: integer}, {type: string}]}", "", NULL, PL_GRADE_COUNT, false},
    {"{anyOf: [{type: string}]}", "{anyOf: [{type: string}, {type: integer}]}", "anyOf(1)/added;", NULL, PL_GRADE_COMPATIBLE, true},
    {"{type: object, required: [\"a\\nb\\\"\\\\/~\"]}", "{type: object, required: [\"a\\nb\\\"\\\\/~\", \"\\u0001\"]}", "required/\001/added;properties/\001/added;", NULL, PL_GRADE_BREAKING, true},
    {"{type: object, properties: {\"a\\n/~\": {type: string, maxLength: 3}}}", "{type: object, properties: {\"a\\n/~\": {type: string, maxLength: 2}}}", "a\n~1~0/maxLength/lowered;", NULL, PL_GRADE_BREAKING, true},
    {"{type: object, properties: {ab: {type: string}}}", "{type: object, required: [a], properties: {ab: {type: string}, a: {type: integer}}}", "required/a/added;properties/a/added;", NULL, PL_GRADE_BREAKING, true},
};
/* clang-format on */

static const char *around(const char *schema) {
    return pl_arena_printf(&compare_arena,
                           COMPARE_HEAD
                           "  /a: {post: {requestBody: {content: {application/json: {schema: "
                           "%s}}}, responses: {}}}\n",
                           schema);
}

Test(openapi_compare, schemas) {
    for (size_t i = 0; i < PL_COUNT(schema_rows); i++) {
        const struct schema_row *const row = &schema_rows[i];
        pl_comparison all;
        cr_assert_eq(compare_texts(around(row->old_schema), around(row->new_schema), NULL, &all),
                     PL_OK);
        const pl_diff *const diff = &all.list[0].diff;
        const char *ids = "";
        for (size_t k = 0; k < diff->change_count; k++) {
            ids = pl_arena_printf(&compare_arena, "%s%s;", ids,
                                  diff->changes[k].id + strlen("request/body/"));
        }
        cr_assert_str_eq(ids, row->changes, "%s to %s: %s", row->old_schema, row->new_schema, ids);
        if (diff->change_count == 0) { continue; }
        const pl_change *const first = &diff->changes[0];
        cr_expect_eq(first->grade, row->grade, "%s to %s: %s", row->old_schema, row->new_schema,
                     pl_grade_text(first->grade));
        cr_expect_eq(first->witness.found, row->witnessed, "%s to %s", row->old_schema,
                     row->new_schema);
        cr_expect(row->words == NULL || strstr(first->message, row->words) != NULL, "%s",
                  first->message);
    }
}

/* The line and column of what changed, in both documents. */
Test(openapi_compare, places) {
    static const char before[] =
        COMPARE_HEAD "  /a:\n    post:\n      requestBody:\n        content:\n"
                     "          application/json:\n            schema:\n"
                     "              type: object\n              required: [a, b]\n"
                     "              properties:\n                a: {maxLength: 5}\n";
    static const char after[] =
        COMPARE_HEAD "  /a:\n    post:\n      requestBody:\n        content:\n"
                     "          application/json:\n            schema:\n"
                     "              type: object\n              required: [a]\n"
                     "              properties:\n                a: {maxLength: 4}\n"
                     "                b: {}\n";
    static const struct {
        const char *id;
        pl_place places[PL_SIDE_COUNT];
    } want[] = {{"request/body/a/maxLength/lowered", {{12, 32}, {12, 32}}},
                {"request/body/required/b/removed", {{10, 29}, {13, 20}}}};
    pl_comparison all;
    cr_assert_eq(compare_texts(before, after, NULL, &all), PL_OK);
    cr_assert_eq(all.change_count, PL_COUNT(want), "%s", changes_of(&all));
    for (size_t i = 0; i < PL_COUNT(want); i++) {
        const pl_change *const change = &all.list[0].diff.changes[i];
        cr_expect_str_eq(change->id, want[i].id);
        for (pl_side side = 0; side < PL_SIDE_COUNT; side++) {
            cr_expect_eq(change->places[side].line, want[i].places[side].line, "%s: line %u",
                         change->id, change->places[side].line);
            cr_expect_eq(change->places[side].column, want[i].places[side].column, "%s: column %u",
                         change->id, change->places[side].column);
        }
    }
}

/* Memory may end anywhere. */
Test(openapi_compare, memory) {
    static const char before[] =
        COMPARE_HEAD "  /a: {post: {parameters: [{name: q, in: query}], security: [{A: []}], "
                     "requestBody: {content: {a/b: {schema: {enum: [a, b], type: string}}}}, "
                     "responses: {'200': {}}}}\n";
    static const char after[] =
        COMPARE_HEAD "  /b: {post: {security: [], requestBody: {required: true, content: {a/b: "
                     "{schema: {enum: [a, c], maxLength: 1}}}}, responses: {'201': {}}}}\n";
    pl_document olds;
    pl_document news;
    compare_lift(before, &olds);
    compare_lift(after, &news);
    const pl_comparing asked = {.documents = {&olds, &news}};
    for (size_t k = 1;; k++) {
        pl_arena failing;
        pl_arena_init(&failing);
        failing.fail_after = k;
        pl_comparison all;
        const pl_status status = pl_documents_compare(&asked, &failing, &all);
        pl_arena_done(&failing);
        if (status == PL_OK) {
            cr_assert_gt(k, 30);
            break;
        }
        cr_assert_eq(status, PL_E_MEMORY, "request %zu: %s", k, pl_status_text(status));
    }
    pl_document_done(&olds);
    pl_document_done(&news);
}
