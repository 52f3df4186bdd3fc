/* Where a document is silent: values that its schemas take and that a server may well refuse, or the reverse. What a
 * schema takes is asked of the walker, with a value or two of each sort. */
#include <assert.h>
#include <string.h>

#include "openapi/lint_internal.h"

enum { LONG_BYTES = 4096, WORDS_BYTES = 256 };

/* --- texts ----------------------------------------------------------------------------------- */

/* A value, and what it is an example of. */
typedef struct probe {
    const char *value;
    const char *words;
} probe;

static const probe blank_probes[] = {{"\"\"", "empty"}, {"\" \"", "blank"}};
static const probe text_probes[] = {{"\"\\u0001\"", "control characters"},
                                    {"\"a\\u00a0\"", "white space beyond ASCII"},
                                    {"\"\\ud83d\\ude00\"", "characters above U+FFFF"}};
static const probe uri_probes[] = {{"\"javascript:alert(1)\"", "schemes other than http and https"},
                                   {"\"https://u:p@example.com/\"", "user names and passwords"},
                                   {"\"https://127.0.0.1/\"", "IP addresses"},
                                   {"\"https://example.com:8443/\"", "ports"}};

/* The words of the probes that the schema takes, joined; "" when it takes none. */
static pl_status ask(pl_linting *linting, const pl_schema *schema, const probe *probes,
                     size_t count, char words[WORDS_BYTES]) {
    size_t len = 0;
    words[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        bool takes = false;
        const pl_status status = pl_lint_takes(linting, schema, probes[i].value, &takes);
        if (status != PL_OK) { return status; }
        if (!takes) { continue; }
        const char *const gap = len == 0 ? "" : ", ";
        const size_t more = strlen(gap) + strlen(probes[i].words);
        assert(len + more < WORDS_BYTES);
        memcpy(words + len, gap, strlen(gap));
        memcpy(words + len + strlen(gap), probes[i].words, strlen(probes[i].words) + 1);
        len += more;
    }
    return PL_OK;
}

/* Does it take a text that is longer than any sensible one? */
static pl_status check_length(pl_linting *linting, uint32_t node, const pl_schema *schema) {
    static const char *const heads[] = {"\"", "\"https://example.com/", "\"a@"};
    static const char fills[] = "a1";
    char text[LONG_BYTES + 64];
    bool takes = false;
    for (size_t i = 0; i < PL_COUNT(heads) && !takes; i++) {
        for (size_t k = 0; fills[k] != '\0' && !takes; k++) {
            const size_t head_len = strlen(heads[i]);
            memcpy(text, heads[i], head_len);
            memset(text + head_len, fills[k], LONG_BYTES);
            memcpy(text + head_len + LONG_BYTES, "\"", 2);
            const pl_status status = pl_lint_takes(linting, schema, text, &takes);
            if (status != PL_OK) { return status; }
        }
    }
    if (!takes) { return PL_OK; }
    return pl_lint_tell(linting, PL_LINT_OPEN_LENGTH, node,
                        "no maxLength: where a long text ends is left to the server");
}

/* A moment: of a format, or in Unix milliseconds. */
static bool is_moment(const pl_schema *schema) {
    const pl_facet *const format = pl_schema_facet(schema, PL_KEYWORD_FORMAT, PL_VIOLATION);
    const pl_facet *const pattern = pl_schema_facet(schema, PL_KEYWORD_PATTERN, PL_VIOLATION);
    return (format != NULL && format->format == PL_FORMAT_DATE_TIME) ||
           (pattern != NULL && pattern->regex == NULL && pattern->pattern == PL_PATTERN_DIGITS_13);
}

static pl_status check_text(pl_linting *linting, uint32_t node, const pl_schema *schema) {
    static const struct {
        pl_lint_id id;
        const probe *probes;
        size_t count;
        const char *may;
        const char *but;
    } rows[] = {
        {PL_LINT_OPEN_BLANK, blank_probes, PL_COUNT(blank_probes), "the text may be",
         "frameworks refuse such, or trim"},
        {PL_LINT_OPEN_TEXT, text_probes, PL_COUNT(text_probes), "the text may hold",
         "servers may refuse or change it"},
        {PL_LINT_OPEN_URI, uri_probes, PL_COUNT(uri_probes), "the URI may have",
         "servers may refuse it"},
    };
    const pl_facet *const format = pl_schema_facet(schema, PL_KEYWORD_FORMAT, PL_VIOLATION);
    const bool is_uri = format != NULL && format->format == PL_FORMAT_URI;
    pl_status status = PL_OK;
    for (size_t i = 0; i < PL_COUNT(rows) && status == PL_OK; i++) {
        char words[WORDS_BYTES];
        if ((rows[i].id == PL_LINT_OPEN_URI) != is_uri) { continue; }
        status = ask(linting, schema, rows[i].probes, rows[i].count, words);
        if (status == PL_OK && words[0] != '\0') {
            status = pl_lint_tell(linting, rows[i].id, node, "%s: %s; %s", rows[i].may, words,
                                  rows[i].but);
        }
    }
    if (status == PL_OK) { status = check_length(linting, node, schema); }
    if (status != PL_OK || !is_moment(schema)) { return status; }
    return pl_lint_tell(linting, PL_LINT_OPEN_PAST, node,
                        "whether the moment may have passed is not said");
}

/* --- numbers --------------------------------------------------------------------------------- */

static bool has(const pl_schema *schema, pl_keyword keyword) {
    return pl_schema_facet(schema, keyword, PL_VIOLATION) != NULL;
}

static pl_status check_number(pl_linting *linting, uint32_t node, const pl_schema *schema) {
    const bool lower = has(schema, PL_KEYWORD_MINIMUM) || has(schema, PL_KEYWORD_EXCLUSIVE_MINIMUM);
    const bool upper = has(schema, PL_KEYWORD_MAXIMUM) || has(schema, PL_KEYWORD_EXCLUSIVE_MAXIMUM);
    const bool any = (schema->types & PL_TYPE_NUMBER) != 0;
    pl_status status = PL_OK;
    if (!lower || !upper) {
        status = pl_lint_tell(linting, PL_LINT_OPEN_RANGE, node,
                              "no %s: where the range ends is left to the server",
                              lower   ? "maximum"
                              : upper ? "minimum"
                                      : "minimum and no maximum");
    }
    if (status != PL_OK || (any && has(schema, PL_KEYWORD_MULTIPLE_OF))) { return status; }
    return pl_lint_tell(linting, PL_LINT_OPEN_SPELLING, node,
                        any ? "the number may have any count of decimals and digits, and an "
                              "exponent; servers round or refuse"
                            : "the integer may be written 1.0 or 1e0; servers may refuse it");
}

/* --- arrays and objects ---------------------------------------------------------------------- */

static pl_status check_array(pl_linting *linting, uint32_t node, const pl_schema *schema) {
    const unsigned containers = PL_TYPE_ARRAY | PL_TYPE_OBJECT;
    const bool scalars = schema->items != NULL && (schema->items->types & containers) == 0;
    pl_status status = PL_OK;
    if (!has(schema, PL_KEYWORD_MAX_ITEMS)) {
        status = pl_lint_tell(linting, PL_LINT_OPEN_COUNT, node,
                              "no maxItems: how many are too many is left to the server");
    }
    if (status != PL_OK || !scalars || has(schema, PL_KEYWORD_UNIQUE_ITEMS)) { return status; }
    return pl_lint_tell(linting, PL_LINT_OPEN_REPEATS, node,
                        "no uniqueItems: values may stand twice");
}

static pl_status check_object(pl_linting *linting, uint32_t node, const pl_schema *schema) {
    static const char *const keywords[] = {"additionalProperties", "unevaluatedProperties"};
    const bool free_form = schema->member_count == 0 && schema->values == NULL &&
                           !has(schema, PL_KEYWORD_ADDITIONAL_PROPERTIES);
    if (free_form) {
        return pl_lint_tell(linting, PL_LINT_OPEN_MEMBERS, node,
                            "the object may have any members, in any depth and size");
    }
    for (size_t i = 0; i < PL_COUNT(keywords); i++) {
        if (pl_lint_member(linting, node, keywords[i]) != PL_JSON_NONE) { return PL_OK; }
    }
    return pl_lint_tell(linting, PL_LINT_OPEN_MEMBERS, node,
                        "no additionalProperties: members that are not declared are taken, and "
                        "some servers refuse them");
}

/* --- the schema ------------------------------------------------------------------------------ */

static pl_status check_request(pl_linting *linting, uint32_t node, const pl_schema *schema) {
    static const struct {
        unsigned types;
        pl_lint_check_schema *check;
    } rows[] = {{PL_TYPE_STRING, check_text},
                {PL_TYPE_INTEGER | PL_TYPE_NUMBER, check_number},
                {PL_TYPE_ARRAY, check_array},
                {PL_TYPE_OBJECT, check_object}};
    if (has(schema, PL_KEYWORD_ENUM) || has(schema, PL_KEYWORD_CONST) ||
        has(schema, PL_KEYWORD_CATALOG)) {
        return PL_OK; /* what it takes is listed, here or there */
    }
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        if ((schema->types & rows[i].types) == 0) { continue; }
        const pl_status status = rows[i].check(linting, node, schema);
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}

pl_status pl_lint_open(pl_linting *linting, uint32_t node, const pl_schema *schema) {
    const bool typed = pl_lint_member(linting, node, "type") != PL_JSON_NONE;
    pl_status status = PL_OK;
    if (!typed) { return PL_OK; } /* said of it already, or said by what it is put together from */
    if ((linting->directions[node] & PL_LINT_REQUEST) != 0) {
        status = check_request(linting, node, schema);
    }
    if (status != PL_OK || (linting->directions[node] & PL_LINT_RESPONSE) == 0 ||
        pl_lint_member(linting, node, "properties") == PL_JSON_NONE ||
        pl_lint_member(linting, node, "required") != PL_JSON_NONE) {
        return status;
    }
    return pl_lint_tell(linting, PL_LINT_OPEN_PRESENCE, node,
                        "no member is required: which of them are always there is not said");
}
