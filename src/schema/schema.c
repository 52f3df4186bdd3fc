#include "schema/schema.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static const char *const keyword_texts[] = {
    [PL_KEYWORD_SYNTAX] = "syntax",
    [PL_KEYWORD_BYTE_ORDER_MARK] = "byteOrderMark",
    [PL_KEYWORD_DUPLICATE_NAME] = "duplicateName",
    [PL_KEYWORD_INVALID_UTF8] = "invalidUtf8",
    [PL_KEYWORD_LONE_SURROGATE] = "loneSurrogate",
    [PL_KEYWORD_NUL] = "nul",
    [PL_KEYWORD_DOCUMENT_DEPTH] = "documentDepth",
    [PL_KEYWORD_DOCUMENT_BYTES] = "documentBytes",
    [PL_KEYWORD_TYPE] = "type",
    [PL_KEYWORD_REQUIRED] = "required",
    [PL_KEYWORD_RULE] = "rule",
    [PL_KEYWORD_ALL_OF] = "allOf",
    [PL_KEYWORD_ANY_OF] = "anyOf",
    [PL_KEYWORD_ONE_OF] = "oneOf",
    [PL_KEYWORD_NOT] = "not",
    [PL_KEYWORD_ENUM] = "enum",
    [PL_KEYWORD_CONST] = "const",
    [PL_KEYWORD_MINIMUM] = "minimum",
    [PL_KEYWORD_EXCLUSIVE_MINIMUM] = "exclusiveMinimum",
    [PL_KEYWORD_MAXIMUM] = "maximum",
    [PL_KEYWORD_EXCLUSIVE_MAXIMUM] = "exclusiveMaximum",
    [PL_KEYWORD_MULTIPLE_OF] = "multipleOf",
    [PL_KEYWORD_MIN_LENGTH] = "minLength",
    [PL_KEYWORD_MAX_LENGTH] = "maxLength",
    [PL_KEYWORD_PATTERN] = "pattern",
    [PL_KEYWORD_FORMAT] = "format",
    [PL_KEYWORD_MIN_ITEMS] = "minItems",
    [PL_KEYWORD_MAX_ITEMS] = "maxItems",
    [PL_KEYWORD_UNIQUE_ITEMS] = "uniqueItems",
    [PL_KEYWORD_ADDITIONAL_PROPERTIES] = "additionalProperties",
    [PL_KEYWORD_CATALOG] = "catalog",
    [PL_KEYWORD_BLANK] = "blank",
    [PL_KEYWORD_PATTERN_DISPUTED] = "patternDisputed",
    [PL_KEYWORD_CONTROL] = "control",
    [PL_KEYWORD_ASTRAL] = "astral",
    [PL_KEYWORD_PAST] = "past",
    [PL_KEYWORD_INTEGER_SPELLING] = "integerSpelling",
    [PL_KEYWORD_MAX_DECIMALS] = "maxDecimals",
    [PL_KEYWORD_MAX_DIGITS] = "maxDigits",
    [PL_KEYWORD_MAX_MAGNITUDE] = "maxMagnitude",
    [PL_KEYWORD_MAX_DEPTH] = "maxDepth",
    [PL_KEYWORD_MAX_BYTES] = "maxBytes",
    [PL_KEYWORD_URI_SCHEME] = "uriScheme",
    [PL_KEYWORD_URI_USERINFO] = "uriUserinfo",
    [PL_KEYWORD_URI_HOST] = "uriHost",
    [PL_KEYWORD_URI_PORT] = "uriPort",
    [PL_KEYWORD_URI_NON_ASCII] = "uriNonAscii",
};
_Static_assert(PL_COUNT(keyword_texts) == PL_KEYWORD_COUNT, "every keyword has its name");

static const char *const format_texts[] = {
    [PL_FORMAT_URI] = "uri",
    [PL_FORMAT_DATE_TIME] = "date-time",
    [PL_FORMAT_EMAIL] = "email",
    [PL_FORMAT_ULID] = "ulid",
};
_Static_assert(PL_COUNT(format_texts) == PL_FORMAT_COUNT, "every format has its name");

static const char *const severity_texts[] = {
    [PL_VIOLATION] = "violation",
    [PL_WARNING] = "warning",
    [PL_OBSERVATION] = "observation",
};
_Static_assert(PL_COUNT(severity_texts) == PL_SEVERITY_COUNT, "every severity has its name");

/* In the order in which types are listed to people. */
static const struct type_row {
    unsigned type;
    const char *text;
} type_rows[] = {
    {PL_TYPE_BOOLEAN, "boolean"}, {PL_TYPE_INTEGER, "integer"}, {PL_TYPE_NUMBER, "number"},
    {PL_TYPE_STRING, "string"},   {PL_TYPE_ARRAY, "array"},     {PL_TYPE_OBJECT, "object"},
    {PL_TYPE_NULL, "null"},
};

const char *pl_keyword_text(pl_keyword keyword) {
    assert(keyword < PL_KEYWORD_COUNT);
    return keyword_texts[keyword];
}

const char *pl_format_text(pl_format format) {
    assert(format < PL_FORMAT_COUNT);
    return format_texts[format];
}

const char *pl_severity_text(pl_severity severity) {
    assert(severity < PL_SEVERITY_COUNT);
    return severity_texts[severity];
}

void pl_types_text(unsigned types, char *out, size_t out_cap) {
    assert(out_cap > 0);
    size_t len = 0;
    out[0] = '\0';
    for (size_t i = 0; i < PL_COUNT(type_rows); i++) {
        if ((types & type_rows[i].type) == 0) { continue; }
        const int wrote =
            snprintf(out + len, out_cap - len, "%s%s", len > 0 ? " or " : "", type_rows[i].text);
        if (wrote < 0 || (size_t)wrote >= out_cap - len) { return; }
        len += (size_t)wrote;
    }
}

const pl_facet *pl_schema_facet(const pl_schema *schema, pl_keyword keyword, pl_severity severity) {
    for (size_t i = 0; i < schema->facet_count; i++) {
        const pl_facet *facet = &schema->facets[i];
        if (facet->keyword == keyword && facet->severity == severity) { return facet; }
    }
    return NULL;
}

const pl_member *pl_schema_member(const pl_schema *schema, pl_bytes name) {
    for (size_t i = 0; i < schema->member_count; i++) {
        const pl_member *member = &schema->members[i];
        const pl_bytes declared = {(const uint8_t *)member->name, member->name_len};
        if (pl_bytes_equal(declared, name)) { return member; }
    }
    return NULL;
}
