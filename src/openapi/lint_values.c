/* What an enum lists, what a pattern can take, and what descriptions say and schemas do not. */
#include <ctype.h>
#include <string.h>

#include "openapi/dialect.h"
#include "openapi/lint_internal.h"
#include "openapi/regex.h"

/* --- enum and const -------------------------------------------------------------------------- */

static bool holds_null(const pl_json *json, uint32_t array) {
    for (uint32_t each = array + 1; each < json->nodes[array].next; each = json->nodes[each].next) {
        if (json->nodes[each].kind == PL_JSON_NULL) { return true; }
    }
    return false;
}

/* Does the schema object itself list null among its types? */
static bool types_null(const pl_linting *linting, uint32_t node) {
    const pl_json *const json = linting->json;
    const uint32_t type = pl_lint_member(linting, node, "type");
    const uint32_t nullable = pl_lint_member(linting, node, "nullable");
    if (type == PL_JSON_NONE) { return false; }
    if (linting->is_30 && nullable != PL_JSON_NONE) { return pl_json_is_true(json, nullable); }
    if (json->nodes[type].kind != PL_JSON_ARRAY) { return false; }
    for (uint32_t each = type + 1; each < json->nodes[type].next; each = json->nodes[each].next) {
        if (pl_json_string_is(json, each, pl_bytes_of("null"))) { return true; }
    }
    return false;
}

static pl_status check_repeats(pl_linting *linting, uint32_t list) {
    uint32_t repeated = PL_JSON_NONE;
    pl_arena scratch;
    pl_arena_init(&scratch);
    pl_status status = pl_json_duplicate_element(linting->json, list, &scratch, &repeated);
    pl_arena_done(&scratch);
    if (status == PL_OK && repeated != PL_JSON_NONE) {
        status = pl_lint_tell(linting, PL_LINT_ENUM_TWICE, repeated, "the value stands twice");
    }
    return status;
}

pl_status pl_lint_enum(pl_linting *linting, uint32_t node, const pl_schema *schema) {
    const pl_json *const json = linting->json;
    const uint32_t list = pl_lint_member(linting, node, "enum");
    const uint32_t value = pl_lint_member(linting, node, "const");
    pl_status status = PL_OK;
    if (value != PL_JSON_NONE) {
        status = pl_lint_judge(linting, PL_LINT_ENUM_VALUE, "the value", value, schema, 0);
    }
    if (status != PL_OK || list == PL_JSON_NONE) { return status; }
    for (uint32_t each = list + 1; each < json->nodes[list].next && status == PL_OK;
         each = json->nodes[each].next) {
        status = pl_lint_judge(linting, PL_LINT_ENUM_VALUE, "the value", each, schema, 0);
    }
    if (status == PL_OK && types_null(linting, node) && !holds_null(json, list)) {
        status = pl_lint_tell(linting, PL_LINT_ENUM_NULL, list,
                              "null is among the types, and not among the values");
    }
    return status == PL_OK ? check_repeats(linting, list) : status;
}

/* --- patterns -------------------------------------------------------------------------------- */

static pl_status check_constructs(pl_linting *linting, uint32_t at, const char *source) {
    enum { TOLD_MAX = 16 };
    const char *told[TOLD_MAX];
    size_t told_count = 0;
    pl_dialect dialect = {.source = source};
    pl_construct found;
    while (told_count < TOLD_MAX && pl_dialect_next(&dialect, &found)) {
        bool again = found.what == NULL;
        for (size_t i = 0; i < told_count; i++) { again = again || told[i] == found.what; }
        if (again) { continue; }
        told[told_count++] = found.what;
        const pl_status status = pl_lint_tell(
            linting,
            found.accord == PL_ACCORD_NONE ? PL_LINT_PATTERN_ENGINE : PL_LINT_PATTERN_PORTABLE, at,
            "%.*s %s", (int)found.len, source + found.at, found.what);
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}

static pl_status check_ends(pl_linting *linting, uint32_t at, const char *source) {
    const size_t len = strlen(source);
    const bool first = source[0] == '^';
    const bool last = len > 0 && source[len - 1] == '$' && (len < 2 || source[len - 2] != '\\');
    if (first && last) { return PL_OK; }
    return pl_lint_tell(linting, PL_LINT_PATTERN_UNANCHORED, at,
                        first || last
                            ? "the pattern is anchored at one end only: it matches longer texts"
                            : "the pattern has no anchors: it matches any text that holds a match");
}

static pl_status check_length(pl_linting *linting, uint32_t node, uint32_t at,
                              const pl_schema *schema, const pl_facet *pattern) {
    uint32_t ignored = PL_JSON_NONE;
    const pl_facet *const least =
        pl_lint_facet(linting, node, schema, PL_KEYWORD_MIN_LENGTH, &ignored);
    const pl_facet *const most =
        pl_lint_facet(linting, node, schema, PL_KEYWORD_MAX_LENGTH, &ignored);
    const pl_pattern_row *const row =
        pattern->regex == NULL ? pl_pattern_row_of(pattern->pattern) : NULL;
    const uint32_t from = row != NULL ? row->count_min : pl_regex_length_min(pattern->regex);
    const uint32_t to = row != NULL ? row->count_max : UINT32_MAX;
    if (most != NULL && from > most->count) {
        return pl_lint_tell(linting, PL_LINT_PATTERN_LENGTH, at,
                            "what matches has at least %u characters, and maxLength is %u", from,
                            most->count);
    }
    if (least != NULL && to < least->count) {
        return pl_lint_tell(linting, PL_LINT_PATTERN_LENGTH, at,
                            "what matches has at most %u characters, and minLength is %u", to,
                            least->count);
    }
    return PL_OK;
}

pl_status pl_lint_pattern(pl_linting *linting, uint32_t node, const pl_schema *schema) {
    uint32_t at = PL_JSON_NONE;
    const pl_facet *const facet = pl_lint_facet(linting, node, schema, PL_KEYWORD_PATTERN, &at);
    if (facet == NULL) { return PL_OK; }
    const char *const source =
        facet->regex != NULL ? facet->regex->source : pl_pattern_row_of(facet->pattern)->source;
    pl_status status = check_constructs(linting, at, source);
    if (status == PL_OK) { status = check_ends(linting, at, source); }
    return status == PL_OK ? check_length(linting, node, at, schema, facet) : status;
}

/* --- words ----------------------------------------------------------------------------------- */

/* Does the text hold the word, alone, in any case? */
static bool holds_word(const char *text, const char *word) {
    const size_t len = strlen(word);
    for (const char *at = text; *at != '\0'; at++) {
        size_t same = 0;
        while (same < len &&
               tolower((unsigned char)at[same]) == tolower((unsigned char)word[same])) {
            same++;
        }
        const bool begins = at == text || !isalnum((unsigned char)at[-1]);
        if (same == len && begins && !isalnum((unsigned char)at[len])) { return true; }
    }
    return false;
}

static const char *first_word(const char *text, const char *const *words) {
    for (; *words != NULL; words++) {
        if (holds_word(text, *words)) { return *words; }
    }
    return NULL;
}

/* Is anything said of what the text may be? */
static bool states_text(const pl_linting *linting, uint32_t node) {
    static const char *const keywords[] = {
        "format", "pattern", "enum", "const", "x-format", "contentMediaType", "contentEncoding"};
    for (size_t i = 0; i < PL_COUNT(keywords); i++) {
        if (pl_lint_member(linting, node, keywords[i]) != PL_JSON_NONE) { return true; }
    }
    return false;
}

pl_status pl_lint_words(pl_linting *linting, uint32_t node, const pl_schema *schema) {
    static const char *const formats[] = {"ULID",     "UUID",         "GUID",     "ISO 8601",
                                          "RFC 3339", "URL",          "URI",      "email",
                                          "e-mail",   "mail address", "hostname", "IPv4",
                                          "IPv6",     "timestamp",    "base64",   NULL};
    static const char *const rules[] = {"must",     "shall",        "should", "at most",
                                        "at least", "no more than", "limits", NULL};
    const uint32_t at = pl_lint_member(linting, node, "description");
    if (at == PL_JSON_NONE || linting->json->nodes[at].kind != PL_JSON_STRING) { return PL_OK; }
    const char *const text = pl_lint_text(linting, at);
    if (text == NULL) { return PL_OK; } /* no text that can be read */
    const unsigned scalar = schema->types & ~(unsigned)PL_TYPE_NULL;
    const char *const format = first_word(text, formats);
    const char *const rule = first_word(text, rules);
    pl_status status = PL_OK;
    if (scalar == PL_TYPE_STRING && format != NULL && !states_text(linting, node)) {
        status = pl_lint_tell(linting, PL_LINT_WORDS_FORMAT, at,
                              "the description says \"%s\", and the schema takes any text", format);
    }
    if (status != PL_OK || rule == NULL) { return status; }
    return pl_lint_tell(linting, PL_LINT_WORDS_RULE, at,
                        "the description says \"%s\": a rule in words is checked by no tool", rule);
}
