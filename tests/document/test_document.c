/* The OpenAPI document in our words and the contract's tables say the same: by the comparison of versions, and by a
 * walk over both that owes it nothing. Edits of the document's text show that a drift is seen. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "contract/contract.h"
#include "openapi/compare.h"

enum { DOCUMENT_BYTES_MAX = 256 * 1024, PATH_BYTES_MAX = 256, DEPTH_MAX = 16 };

static char whole[DOCUMENT_BYTES_MAX];
static pl_arena arena;

static void setup(void) {
    FILE *const file = fopen(PL_SOURCE_DIR "/contracts/openapi.yaml", "rb");
    cr_assert_not_null(file, "contracts/openapi.yaml cannot be opened");
    const size_t len = fread(whole, 1, sizeof whole - 1, file);
    fclose(file);
    whole[len] = '\0';
    cr_assert(len > 1000 && len < sizeof whole - 1, "%zu bytes", len);
    pl_arena_init(&arena);
}

static void teardown(void) {
    pl_arena_done(&arena);
}

TestSuite(document, .init = setup, .fini = teardown, .timeout = 60);

static void lift(const char *text, pl_document *ret_document) {
    pl_source_error error = {.message = "?"};
    cr_assert_eq(pl_document_lift(pl_bytes_of(text), &arena, ret_document, &error), PL_OK,
                 "%u:%u: %s", error.place.line, error.place.column, error.message);
}

/* Changes from the compiled contract to the document and back. */
static size_t count_changes(const pl_document *document, const char **ret_first) {
    const pl_comparing ways[] = {{.documents = {NULL, document}}, {.documents = {document, NULL}}};
    size_t counts[PL_COUNT(ways)] = {0};
    *ret_first = "";
    for (size_t i = 0; i < PL_COUNT(ways); i++) {
        pl_comparison comparison;
        cr_assert_eq(pl_documents_compare(&ways[i], &arena, &comparison), PL_OK);
        counts[i] = comparison.change_count;
        if (counts[i] > 0) { *ret_first = comparison.list[0].diff.changes[0].id; }
    }
    cr_expect_eq(counts[0], counts[1], "%zu changes, %zu back", counts[0], counts[1]);
    return counts[0];
}

Test(document, no_difference) {
    pl_document document;
    const char *first = NULL;
    lift(whole, &document);
    cr_expect_eq(document.remark_count, 0, "%s",
                 document.remark_count > 0 ? document.remarks[0].message : "");
    cr_expect_eq(count_changes(&document, &first), 0, "%s", first);
    pl_document_done(&document);
}

/* --- the walk -------------------------------------------------------------------------------- */

/* Rows of the tables that no document has, because they tell what its silence leaves open or where it contradicts
 * itself: they are left out of the comparison, and no others are. */
static const pl_keyword silent[] = {PL_KEYWORD_EXCLUSIVE_MINIMUM,
                                    PL_KEYWORD_MAXIMUM,
                                    PL_KEYWORD_MAX_ITEMS,
                                    PL_KEYWORD_UNIQUE_ITEMS,
                                    PL_KEYWORD_ADDITIONAL_PROPERTIES,
                                    PL_KEYWORD_BLANK,
                                    PL_KEYWORD_PATTERN_DISPUTED,
                                    PL_KEYWORD_CONTROL,
                                    PL_KEYWORD_ASTRAL,
                                    PL_KEYWORD_PAST,
                                    PL_KEYWORD_INTEGER_SPELLING,
                                    PL_KEYWORD_MAX_DECIMALS,
                                    PL_KEYWORD_MAX_DIGITS,
                                    PL_KEYWORD_MAX_MAGNITUDE,
                                    PL_KEYWORD_MAX_DEPTH,
                                    PL_KEYWORD_MAX_BYTES,
                                    PL_KEYWORD_URI_SCHEME,
                                    PL_KEYWORD_URI_USERINFO,
                                    PL_KEYWORD_URI_HOST,
                                    PL_KEYWORD_URI_PORT,
                                    PL_KEYWORD_URI_NON_ASCII};

static bool seen_silent[PL_KEYWORD_COUNT];
static size_t facet_count;
static size_t member_count;

static size_t violations_of(const pl_schema *schema) {
    size_t count = 0;
    for (size_t i = 0; i < schema->facet_count; i++) {
        count += schema->facets[i].severity == PL_VIOLATION;
    }
    return count;
}

static size_t choices_of(const pl_facet *facet) {
    size_t count = 0;
    if (facet->choices != NULL) { return pl_json_child_count(facet->choices, 0); }
    while (facet->values[count] != NULL) { count++; }
    return count;
}

static bool lists(const pl_facet *facet, const char *value) {
    for (uint32_t i = 1; i < facet->choices->count; i = facet->choices->nodes[i].next) {
        if (pl_json_string_is(facet->choices, i, pl_bytes_of(value))) { return true; }
    }
    return false;
}

static void same_facet(const char *path, const pl_facet *table, const pl_facet *lifted) {
    const char *const keyword = pl_keyword_text(table->keyword);
    cr_assert_not_null(lifted, "%s: %s is not in the document", path, keyword);
    cr_expect_eq(lifted->severity, PL_VIOLATION);
    cr_expect_eq(lifted->count, table->count, "%s: %s", path, keyword);
    cr_expect(pl_decimal_equal(lifted->limit, table->limit), "%s: %s", path, keyword);
    cr_expect_eq(lifted->pattern, table->pattern, "%s: %s", path, keyword);
    cr_expect_null(lifted->regex, "%s: a pattern of ours is judged by our own recogniser", path);
    cr_expect_eq(lifted->format, table->format, "%s: %s", path, keyword);
    if (table->values == NULL) { return; }
    cr_expect_eq(choices_of(table), choices_of(lifted), "%s: %s", path, keyword);
    for (size_t i = 0; table->values[i] != NULL; i++) {
        cr_expect(lists(lifted, table->values[i]), "%s: %s", path, table->values[i]);
    }
}

static void same_facets(const char *path, const pl_schema *table, const pl_schema *lifted) {
    for (size_t i = 0; i < table->facet_count; i++) {
        const pl_facet *const facet = &table->facets[i];
        if (facet->severity != PL_VIOLATION) {
            seen_silent[facet->keyword] = true;
            continue;
        }
        facet_count++;
        same_facet(path, facet, pl_schema_facet(lifted, facet->keyword, PL_VIOLATION));
    }
    cr_expect_eq(violations_of(lifted), violations_of(table), "%s: limits", path);
    cr_expect_eq(lifted->facet_count, violations_of(lifted), "%s: nothing else is lifted", path);
}

/* "Expected" and "optional" are one to a document, as are "required" and what is so in contradiction. */
static bool is_required(const pl_member *member) {
    return member->presence == PL_REQUIRED || member->presence == PL_CONTESTED;
}

static void same_rules(const char *path, const pl_schema *table, const pl_schema *lifted) {
    cr_assert_eq(lifted->rule_count, table->rule_count, "%s: rules", path);
    for (size_t i = 0; i < table->rule_count; i++) {
        cr_expect_str_eq(lifted->rules[i].id, table->rules[i].id, "%s", path);
        cr_expect_eq(lifted->rules[i].severity, table->rules[i].severity, "%s", path);
    }
}

static void same_schema(const char *path, const pl_schema *table, const pl_schema *lifted,
                        unsigned depth);

static void same_below(const char *path, const char *name, const pl_schema *table,
                       const pl_schema *lifted, unsigned depth) {
    char inner[PATH_BYTES_MAX];
    (void)snprintf(inner, sizeof inner, "%.200s/%.50s", path, name);
    cr_expect_eq(table == NULL, lifted == NULL, "%s is in one of the two only", inner);
    if (table != NULL && lifted != NULL) { same_schema(inner, table, lifted, depth + 1); }
}

static void same_schema(const char *path, const pl_schema *table, const pl_schema *lifted,
                        unsigned depth) {
    const unsigned number = (table->types & PL_TYPE_NUMBER) != 0 ? PL_TYPE_INTEGER : 0;
    cr_assert_lt(depth, DEPTH_MAX);
    cr_expect_eq(lifted->types | number, table->types | number, "%s: types", path);
    cr_expect_eq(lifted->types_contested, table->types_contested, "%s: contested types", path);
    cr_expect_eq(lifted->combinator_count + table->combinator_count, 0, "%s", path);
    same_facets(path, table, lifted);
    same_rules(path, table, lifted);
    cr_expect_eq(lifted->member_count, table->member_count, "%s: members", path);
    for (size_t i = 0; i < table->member_count; i++) {
        const pl_member *const member = &table->members[i];
        const pl_member *const other = pl_schema_member(lifted, pl_bytes_of(member->name));
        cr_assert_not_null(other, "%s: %s is not in the document", path, member->name);
        cr_expect_eq(is_required(other), is_required(member), "%s: %s is required in one only",
                     path, member->name);
        member_count++;
        same_below(path, member->name, member->schema, other->schema, depth);
    }
    same_below(path, "*", table->items, lifted->items, depth);
    same_below(path, "(undeclared)", table->values, lifted->values, depth);
}

Test(document, same_tables) {
    pl_document document;
    lift(whole, &document);
    const pl_route_row *const route = pl_route_row_of(PL_ROUTE_CREATE);
    const pl_operation *const operation =
        pl_document_operation(&document, route->method, route->path);
    cr_assert_not_null(operation);
    cr_assert_eq(document.operation_count, 1);
    cr_assert_eq(operation->body_count, 1);
    cr_assert_eq(operation->response_count, pl_contract_answer_count);
    same_schema("request", &pl_contract_request, operation->bodies[0].schema, 0);
    for (size_t i = 0; i < pl_contract_answer_count; i++) {
        char status[16];
        (void)snprintf(status, sizeof status, "%d", pl_contract_answers[i].status);
        cr_expect_str_eq(operation->responses[i].status, status);
        cr_assert_eq(operation->responses[i].media_count, 1);
        same_schema(status, pl_contract_answers[i].schema, operation->responses[i].media[0].schema,
                    0);
    }
    cr_expect_gt(facet_count, 15, "%zu limits", facet_count);
    cr_expect_gt(member_count, 60, "%zu members", member_count);
    for (size_t i = 0; i < PL_COUNT(silent); i++) {
        cr_expect(seen_silent[silent[i]], "%s is no row of silence", pl_keyword_text(silent[i]));
        seen_silent[silent[i]] = false;
    }
    for (size_t i = 0; i < PL_KEYWORD_COUNT; i++) {
        cr_expect_not(seen_silent[i], "%s is one, and not listed here",
                      pl_keyword_text((pl_keyword)i));
    }
    pl_document_done(&document);
}

/* --- as the API's own page has it ------------------------------------------------------------ */

/* What our document says in keywords of ours, or after the API's examples, and its page does not. */
/* clang-format off */
static const char *const worded[][2] = {
    {"        data:\n          description: Whatever the API adds; nothing is promised of it.\n", ""},
    {"          properties:\n            errors:\n              $ref: '#/components/schemas/FieldErrors'\n          example", "          example"},
    {"      additionalProperties:\n        type: array\n        items:\n          type: string\n      example:\n        field", "      example:\n        field"},
};
/* clang-format on */

/* Every "find" becomes "put"; in place, as nothing grows. */
static size_t replace_all(char *text, const char *find, const char *put) {
    size_t count = 0;
    for (char *at = strstr(text, find); at != NULL; at = strstr(at, find)) {
        const size_t tail = strlen(at + strlen(find)) + 1;
        memmove(at + strlen(put), at + strlen(find), tail);
        memcpy(at, put, strlen(put));
        count++;
    }
    return count;
}

/* The lines with our keywords, and what stands deeper below them. */
static size_t drop_own(char *text) {
    size_t count = 0;
    for (char *at = strstr(text, " x-"); at != NULL; at = strstr(text, " x-")) {
        while (at > text && at[-1] != '\n') { at--; }
        const size_t indent = strspn(at, " ");
        char *end = strchr(at, '\n') + 1;
        while (strspn(end, " ") > indent) { end = strchr(end, '\n') + 1; }
        memmove(at, end, strlen(end) + 1);
        count++;
    }
    return count;
}

Test(document, plain_page) {
    static char text[DOCUMENT_BYTES_MAX];
    memcpy(text, strstr(whole, "openapi: "), strlen(strstr(whole, "openapi: ")) + 1);
    cr_expect_gt(drop_own(text), 10);
    for (size_t i = 0; i < PL_COUNT(worded); i++) {
        cr_expect_gt(replace_all(text, worded[i][0], worded[i][1]), 0, "%s", worded[i][0]);
    }
    pl_document document;
    const char *first = NULL;
    lift(text, &document);
    cr_expect_not(document.has_own);
    cr_expect_eq(count_changes(&document, &first), 0, "%s", first);
    pl_document_done(&document);
}

/* --- edits of the text ----------------------------------------------------------------------- */

/* Keys whose value is a limit, a name or a type, and another value for them. */
static const char *const edits[][2] = {
    {"type", "boolean"},   {"type", "integer"},       {"maxLength", "7"},  {"minimum", "3"},
    {"maximum", "999"},    {"minItems", "5"},         {"pattern", "^a$"},  {"format", "ulid"},
    {"x-format", "email"}, {"x-catalog", "false"},    {"scheme", "basic"}, {"in", "query"},
    {"required", "false"}, {"x-contested", "string"}, {"name", "X-OTHER"},
};

/* The line at `at` with another value, or NULL: it is none of those. */
static const char *edit_value(const char *at, const char *const edit[2]) {
    const size_t indent = strspn(at, " -");
    const char *const key = at + indent;
    const size_t key_len = strlen(edit[0]);
    const char *const value = key + key_len + 2;
    const size_t len = strcspn(at, "\n");
    if (strncmp(key, edit[0], key_len) != 0 || strncmp(key + key_len, ": ", 2) != 0) {
        return NULL;
    }
    if (strncmp(value, edit[1], strlen(edit[1])) == 0) { return NULL; }
    return pl_arena_printf(&arena, "%.*s%.*s%s%s", (int)(at - whole), whole, (int)(value - at), at,
                           edit[1], at + len);
}

/* The document without an item of a list of names, types or rules. */
static const char *drop_item(const char *at) {
    const size_t len = strcspn(at, "\n") + 1;
    const char *const dash = at + strspn(at, " ");
    if (strncmp(dash, "- ", 2) != 0 || memchr(dash, ':', len - (size_t)(dash - at)) != NULL) {
        return NULL;
    }
    return pl_arena_printf(&arena, "%.*s%s", (int)(at - whole), whole, at + len);
}

/* Lines that say nothing of a value: a tag, and texts of examples. */
static bool is_note(const char *at) {
    static const char *const notes[] = {"- Payment Link", "- what is wrong", "- john@example.com",
                                        "name: Account 1"};
    for (size_t i = 0; i < PL_COUNT(notes); i++) {
        if (strncmp(at + strspn(at, " "), notes[i], strlen(notes[i])) == 0) { return true; }
    }
    return false;
}

/* Items that the comparison leaves out by design: rules whose breach is an observation, and null beside a list of
 * values that does not have it (`x-contested` says what comes of it). The walk above sees the rules. */
static bool is_left_out(const char *at) {
    static const char *const rules[] = {"- codeAsDocumented\n", "- errorsRepeated\n"};
    const char *const item = at + strspn(at, " ");
    const char *const next = strchr(item, '\n') + 1;
    for (size_t i = 0; i < PL_COUNT(rules); i++) {
        if (strncmp(item, rules[i], strlen(rules[i])) == 0) { return true; }
    }
    return strncmp(item, "- 'null'\n", 9) == 0 &&
           strncmp(next + strspn(next, " "), "x-contested: 'null'", 19) == 0;
}

/* A text that differs is refused, remarked on, or told as a change; what is left out is not. */
static void expect_seen(const char *text, const char *at) {
    const char *first = NULL;
    pl_document document;
    pl_source_error error;
    const pl_status status = pl_document_lift(pl_bytes_of(text), &arena, &document, &error);
    cr_assert_neq(status, PL_E_MEMORY);
    if (status != PL_OK) { return; }
    const bool seen = document.remark_count > 0 || count_changes(&document, &first) > 0;
    cr_expect_neq(seen, is_left_out(at), "an edit of the line %.*s is%s seen",
                  (int)strcspn(at, "\n"), at, seen ? "" : " not");
    pl_document_done(&document);
}

Test(document, drift_is_seen) {
    size_t count = 0;
    for (const char *at = strstr(whole, "paths:"); *at != '\0'; at += strcspn(at, "\n") + 1) {
        if (is_note(at)) { continue; }
        for (size_t i = 0; i <= PL_COUNT(edits); i++) {
            const char *const text = i < PL_COUNT(edits) ? edit_value(at, edits[i]) : drop_item(at);
            if (text == NULL) { continue; }
            count++;
            expect_seen(text, at);
        }
        pl_arena_reset(&arena);
    }
    cr_expect_gt(count, 200, "%zu edits", count);
}
