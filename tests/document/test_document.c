/* The OpenAPI document and the contract's tables must say the same: members, what is required, types, limits.
 * The document is our own file and plainly laid out, two spaces a level, so its lines are read as they stand. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contract/contract.h"

enum {
    DOCUMENT_BYTES_MAX = 256 * 1024,
    LINES_MAX = 2048,
    VALUE_BYTES_MAX = 256,
    LIST_MAX = 16,
    INDENT_SCHEMA = 4,
    INDENT_KEYWORD = 6,
    INDENT_MEMBER = 8,
    INDENT_FACET = 10
};

/* One line: how far it is indented, and its text without that. */
typedef struct line {
    size_t indent;
    char *text;
} line;

static char document[DOCUMENT_BYTES_MAX];
static line lines[LINES_MAX];
static size_t line_count;

static void read_document(void) {
    FILE *file = fopen(PL_SOURCE_DIR "/contracts/openapi.yaml", "rb");
    cr_assert_not_null(file, "contracts/openapi.yaml cannot be opened");
    const size_t len = fread(document, 1, sizeof document - 1, file);
    fclose(file);
    document[len] = '\0';
    for (char *at = document; *at != '\0' && line_count < LINES_MAX;) {
        char *end = at + strcspn(at, "\n");
        const bool last = *end == '\0';
        *end = '\0';
        const size_t indent = strspn(at, " ");
        lines[line_count++] = (line){.indent = indent, .text = at + indent};
        at = last ? end : end + 1;
    }
    cr_assert(line_count > 100 && line_count < LINES_MAX, "%zu lines", line_count);
}

/* A run of lines that belong to the key above them. */
typedef struct block {
    size_t from;
    size_t to;
} block;

/* The lines below `key:` at that indent, or an empty block. *ret_value: what stands after the colon. */
static block below(block within, size_t indent, const char *key, const char **ret_value) {
    const size_t len = strlen(key);
    for (size_t i = within.from; i < within.to; i++) {
        if (lines[i].indent != indent || strncmp(lines[i].text, key, len) != 0 ||
            lines[i].text[len] != ':') {
            continue;
        }
        size_t end = i + 1;
        while (end < within.to && lines[end].indent > indent) { end++; }
        *ret_value = lines[i].text + len + 1 + strspn(lines[i].text + len + 1, " ");
        return (block){i + 1, end};
    }
    *ret_value = NULL;
    return (block){0, 0};
}

/* A scalar without its quotes. */
static void unquote(const char *value, char out[VALUE_BYTES_MAX]) {
    const size_t quote = value[0] == '\'' ? 1 : 0;
    const size_t len = strlen(value) - 2 * quote;
    cr_assert(len < VALUE_BYTES_MAX);
    memcpy(out, value + quote, len);
    out[len] = '\0';
}

/* The value of a key, or the values of its list. Returns how many. */
static size_t values_of(block within, size_t indent, const char *key,
                        char out[LIST_MAX][VALUE_BYTES_MAX]) {
    const char *value = NULL;
    const block list = below(within, indent, key, &value);
    size_t count = 0;
    if (value == NULL) { return 0; }
    if (value[0] != '\0') {
        unquote(value, out[0]);
        return 1;
    }
    for (size_t i = list.from; i < list.to; i++) {
        if (lines[i].indent != indent + 2 || strncmp(lines[i].text, "- ", 2) != 0) { continue; }
        cr_assert(count < LIST_MAX);
        unquote(lines[i].text + 2, out[count++]);
    }
    return count;
}

static unsigned type_of(const char *name) {
    static const struct {
        const char *name;
        unsigned type;
    } rows[] = {
        {"null", PL_TYPE_NULL},     {"boolean", PL_TYPE_BOOLEAN}, {"integer", PL_TYPE_INTEGER},
        {"number", PL_TYPE_NUMBER}, {"string", PL_TYPE_STRING},   {"array", PL_TYPE_ARRAY},
        {"object", PL_TYPE_OBJECT},
    };
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        if (strcmp(rows[i].name, name) == 0) { return rows[i].type; }
    }
    cr_assert(false, "%s is no type", name);
    return 0;
}

/* What the tables hold and the document says in prose or in an example only. */
static bool is_declared_deviation(const char *name, const pl_facet *facet, unsigned extra_types) {
    if (facet != NULL) {
        return facet->keyword == PL_KEYWORD_FORMAT &&
               (facet->format == PL_FORMAT_DATE_TIME || facet->format == PL_FORMAT_ULID);
    }
    return strcmp(name, "Account.id") == 0 && extra_types == PL_TYPE_INTEGER;
}

/* The facet as the document would write it; empty for what JSON Schema has no keyword for. */
static void facet_text(const pl_facet *facet, char out[VALUE_BYTES_MAX]) {
    char number[PL_DECIMAL_TEXT_BYTES_MAX];
    size_t len = 0;
    out[0] = '\0';
    switch (facet->keyword) {
    case PL_KEYWORD_MAX_LENGTH:
    case PL_KEYWORD_MIN_LENGTH:
    case PL_KEYWORD_MIN_ITEMS:
    case PL_KEYWORD_MAX_ITEMS:
        snprintf(out, VALUE_BYTES_MAX, "%u", (unsigned)facet->count);
        break;
    case PL_KEYWORD_MINIMUM:
    case PL_KEYWORD_MAXIMUM:
        pl_decimal_format(facet->limit, number, &len);
        snprintf(out, VALUE_BYTES_MAX, "%s", number);
        break;
    case PL_KEYWORD_PATTERN:
        snprintf(out, VALUE_BYTES_MAX, "%s", pl_pattern_row_of(facet->pattern)->source);
        break;
    case PL_KEYWORD_FORMAT:
        snprintf(out, VALUE_BYTES_MAX, "%s", pl_format_text(facet->format));
        break;
    default:
        break;
    }
}

/* Every facet of the tables stands in the document, with the same limit. */
static size_t compare_facets(const char *name, block member, const pl_schema *schema) {
    char got[LIST_MAX][VALUE_BYTES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < schema->facet_count; i++) {
        const pl_facet *facet = &schema->facets[i];
        char want[VALUE_BYTES_MAX];
        facet_text(facet, want);
        if (facet->severity != PL_VIOLATION || want[0] == '\0' ||
            is_declared_deviation(name, facet, 0)) {
            continue;
        }
        count++;
        const char *keyword = pl_keyword_text(facet->keyword);
        const size_t found = values_of(member, INDENT_FACET, keyword, got);
        cr_expect(found == 1 && strcmp(got[0], want) == 0,
                  "%s: %s is %s in the document, %s in the tables", name, keyword,
                  found == 1 ? got[0] : "absent", want);
    }
    return count;
}

/* And no limit of the document is missing in the tables. */
static size_t count_facets(block member) {
    static const char *const keywords[] = {"maxLength", "minLength", "minimum",
                                           "maximum",   "pattern",   "format",
                                           "minItems",  "maxItems",  "multipleOf"};
    char got[LIST_MAX][VALUE_BYTES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < PL_COUNT(keywords); i++) {
        count += values_of(member, INDENT_FACET, keywords[i], got);
    }
    return count;
}

static void compare_enum(const char *name, block member, const pl_schema *schema) {
    char got[LIST_MAX][VALUE_BYTES_MAX];
    const size_t count = values_of(member, INDENT_FACET, "enum", got);
    const pl_facet *facet = pl_schema_facet(schema, PL_KEYWORD_ENUM, PL_VIOLATION);
    size_t declared = 0;
    while (facet != NULL && facet->values[declared] != NULL) {
        cr_expect(declared < count && strcmp(got[declared], facet->values[declared]) == 0,
                  "%s: value %s", name, facet->values[declared]);
        declared++;
    }
    cr_expect_eq(declared, count, "%s: %zu values in the document, %zu in the tables", name, count,
                 declared);
}

static void compare_member(const char *name, block member, const pl_schema *schema) {
    char got[LIST_MAX][VALUE_BYTES_MAX];
    unsigned types = 0;
    const size_t type_count = values_of(member, INDENT_FACET, "type", got);
    for (size_t i = 0; i < type_count; i++) { types |= type_of(got[i]); }
    const unsigned known = schema->types | schema->types_contested;
    /* Without `type` it is a reference: the other schema is compared on its own. */
    if (type_count > 0 && known != types) {
        cr_expect(is_declared_deviation(name, NULL, known ^ types), "%s: other types", name);
    }
    const size_t shared = compare_facets(name, member, schema);
    cr_expect_eq(count_facets(member), shared, "%s: the document has a limit that the tables lack",
                 name);
    compare_enum(name, member, schema);
}

/* The members of one schema of the document against one of the tables. */
static void compare_schema(const char *name, const pl_schema *schema) {
    const char *value = NULL;
    char required[LIST_MAX][VALUE_BYTES_MAX];
    const block whole = below((block){0, line_count}, INDENT_SCHEMA, name, &value);
    cr_assert(whole.to > whole.from, "%s: not in the document", name);
    const block members = below(whole, INDENT_KEYWORD, "properties", &value);
    const size_t required_count = values_of(whole, INDENT_KEYWORD, "required", required);
    size_t needed = 0;
    size_t declared = 0;
    for (size_t i = members.from; i < members.to; i++) {
        declared += lines[i].indent == INDENT_MEMBER;
    }
    cr_expect_eq(declared, schema->member_count,
                 "%s: %zu members in the document, %zu in the tables", name, declared,
                 schema->member_count);
    for (size_t i = 0; i < schema->member_count; i++) {
        const pl_member *member = &schema->members[i];
        char full_name[VALUE_BYTES_MAX];
        snprintf(full_name, sizeof full_name, "%s.%s", name, member->name);
        const block found = below(members, INDENT_MEMBER, member->name, &value);
        cr_expect_not_null(value, "%s: not in the document", full_name);
        compare_member(full_name, found, member->schema);
        bool listed = false;
        for (size_t k = 0; k < required_count; k++) {
            listed = listed || strcmp(required[k], member->name) == 0;
        }
        const bool wanted = member->presence == PL_REQUIRED || member->presence == PL_CONTESTED;
        cr_expect_eq(listed, wanted, "%s: required in one of the two only", full_name);
        needed += wanted;
    }
    cr_expect_eq(required_count, needed, "%s: required", name);
}

static const pl_schema *member_schema(const pl_schema *schema, const char *name) {
    const pl_member *member = pl_schema_member(schema, pl_bytes_of(name));
    cr_assert_not_null(member, "%s: no member of %s", name, schema->name);
    return member->schema;
}

Test(document, says_what_the_tables_say, .timeout = 20) {
    read_document();
    compare_schema("CreatePaymentLinkRequest", &pl_contract_request);
    compare_schema("PaymentLinkLineItemRequest",
                   member_schema(&pl_contract_request, "items")->items);
    compare_schema("PaymentLinkResource", &pl_contract_link);
    compare_schema("PaymentLinkLineItemStored", member_schema(&pl_contract_link, "items")->items);
    compare_schema("Account", member_schema(&pl_contract_link, "account"));
}

Test(document, has_every_answer, .timeout = 20) {
    read_document();
    const char *value = NULL;
    for (size_t i = 0; i < pl_contract_answer_count; i++) {
        char status[VALUE_BYTES_MAX];
        snprintf(status, sizeof status, "'%d'", pl_contract_answers[i].status);
        const block answer = below((block){0, line_count}, INDENT_MEMBER, status, &value);
        cr_expect(answer.to > answer.from, "%s: no answer of the document", status);
    }
}
