#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "schema/validate.h"
#include "text/utf8.h"

enum {
    EXCERPT_BYTES_MAX = 60, /* of the document, as the header promises */
    EXCERPT_CAP = EXCERPT_BYTES_MAX + sizeof "...",
    TYPES_CAP = 80,
    DELETE_BYTE = 0x7F
};

/* What can be said of a deviation without looking at the document, by keyword. */
static const char *const fixed_texts[PL_KEYWORD_COUNT] = {
    [PL_KEYWORD_BYTE_ORDER_MARK] = "a byte-order mark precedes the document; the contract does not "
                                   "say whether a server skips or refuses it",
    [PL_KEYWORD_DUPLICATE_NAME] = "the member name stands twice in its object; which of the values "
                                  "a server reads is open",
    [PL_KEYWORD_INVALID_UTF8] = "the string is not well-formed UTF-8; the contract does not say "
                                "whether a server repairs or refuses it",
    [PL_KEYWORD_LONE_SURROGATE] =
        "the string holds half of a surrogate pair; the contract does not "
        "say what a server makes of it",
    [PL_KEYWORD_NUL] = "the string holds U+0000, which not every store can keep; the contract is "
                       "silent about it",
    [PL_KEYWORD_ANY_OF] = "must fit at least one of the alternatives",
    [PL_KEYWORD_ONE_OF] = "must fit exactly one of the alternatives",
    [PL_KEYWORD_NOT] = "must not fit what is excluded",
    [PL_KEYWORD_ENUM] = "must be one of the listed values",
    [PL_KEYWORD_CONST] = "must be the one value",
    [PL_KEYWORD_CATALOG] = "must be a code of the payment-method catalog",
    [PL_KEYWORD_UNIQUE_ITEMS] = "must not hold an element twice",
    [PL_KEYWORD_ADDITIONAL_PROPERTIES] = "is not a declared member",
    [PL_KEYWORD_BLANK] = "must not be blank",
    [PL_KEYWORD_CONTROL] = "must not hold control characters",
    [PL_KEYWORD_ASTRAL] = "must not hold code points above U+FFFF",
    [PL_KEYWORD_PAST] = "must not lie in the past",
    [PL_KEYWORD_INTEGER_SPELLING] = "must be written with digits only",
    [PL_KEYWORD_URI_SCHEME] = "must be an http or https URI",
    [PL_KEYWORD_URI_USERINFO] = "must not hold user information",
    [PL_KEYWORD_URI_HOST] = "must name its host",
    [PL_KEYWORD_URI_PORT] = "must not hold a port",
    [PL_KEYWORD_URI_NON_ASCII] = "must hold ASCII characters only",
};

/* A bound that is a count: "must have at most 40 characters". */
static const struct count_row {
    const char *relation;
    const char *unit;
} count_rows[PL_KEYWORD_COUNT] = {
    [PL_KEYWORD_MIN_LENGTH] = {"at least", "characters"},
    [PL_KEYWORD_MAX_LENGTH] = {"at most", "characters"},
    [PL_KEYWORD_MIN_ITEMS] = {"at least", "elements"},
    [PL_KEYWORD_MAX_ITEMS] = {"at most", "elements"},
    [PL_KEYWORD_MAX_DECIMALS] = {"at most", "decimals"},
    [PL_KEYWORD_MAX_DIGITS] = {"at most", "significant digits"},
    [PL_KEYWORD_MAX_MAGNITUDE] = {"at most", "digits before or after the point"},
    [PL_KEYWORD_MAX_DEPTH] = {"at most", "levels"},
    [PL_KEYWORD_MAX_BYTES] = {"at most", "bytes"},
};

static const char *const bound_relations[PL_KEYWORD_COUNT] = {
    [PL_KEYWORD_MINIMUM] = "at least",          [PL_KEYWORD_EXCLUSIVE_MINIMUM] = "more than",
    [PL_KEYWORD_MAXIMUM] = "at most",           [PL_KEYWORD_EXCLUSIVE_MAXIMUM] = "less than",
    [PL_KEYWORD_MULTIPLE_OF] = "a multiple of",
};

static const char *const format_names[] = {
    [PL_FORMAT_URI] = "a URI with a scheme (RFC 3986)",
    [PL_FORMAT_DATE_TIME] = "a date-time (RFC 3339)",
    [PL_FORMAT_EMAIL] = "a mail address (RFC 5321)",
    [PL_FORMAT_ULID] = "a ULID",
};
_Static_assert(PL_COUNT(format_names) == PL_FORMAT_COUNT, "every format has its words");

static const char *const kind_names[] = {
    [PL_JSON_NULL] = "null",       [PL_JSON_BOOLEAN] = "a boolean", [PL_JSON_NUMBER] = "a number",
    [PL_JSON_STRING] = "a string", [PL_JSON_ARRAY] = "an array",    [PL_JSON_OBJECT] = "an object",
};
_Static_assert(PL_COUNT(kind_names) == PL_JSON_KIND_COUNT, "every kind has its words");

/* The value as written, cut on a code point; what a terminal could take amiss becomes '?'. */
static void excerpt(const pl_json *json, uint32_t node, char out[EXCERPT_CAP]) {
    const pl_bytes raw = pl_json_raw(json, node);
    size_t at = 0;
    size_t len = 0;
    while (at < raw.len) {
        uint32_t code_point = 0;
        size_t step = pl_utf8_next(raw, at, &code_point);
        const bool harmless = step > 1 ? code_point >= 0xA0
                                       : step == 1 && code_point >= ' ' && code_point < DELETE_BYTE;
        if (step == 0) { step = pl_utf8_skip_bad(raw, at); }
        const size_t out_len = harmless ? step : 1;
        if (len + out_len > EXCERPT_BYTES_MAX) {
            memcpy(out + len, "...", sizeof "...");
            return;
        }
        if (harmless) {
            memcpy(out + len, raw.ptr + at, step);
        } else {
            out[len] = '?';
        }
        len += out_len;
        at += step;
    }
    out[len] = '\0';
}

static uint32_t count_of(const pl_violation *violation, const pl_json *json) {
    switch (violation->keyword) {
    case PL_KEYWORD_MIN_LENGTH:
    case PL_KEYWORD_MAX_LENGTH:
        return pl_json_string_points(json, violation->node);
    default:
        return pl_json_child_count(json, violation->node);
    }
}

static const char *facet_message(const pl_violation *violation, const pl_json *json,
                                 pl_arena *arena) {
    const pl_facet *facet = violation->facet;
    const pl_keyword keyword = violation->keyword;
    char found[EXCERPT_CAP];
    excerpt(json, violation->node, found);
    if (violation->severity != PL_VIOLATION && facet->why != NULL) {
        return pl_arena_printf(arena, "%s", facet->why);
    }
    if (bound_relations[keyword] != NULL) {
        char limit[PL_DECIMAL_TEXT_BYTES_MAX];
        size_t limit_len;
        pl_decimal_format(facet->limit, limit, &limit_len);
        return pl_arena_printf(arena, "must be %s %s, is %s", bound_relations[keyword], limit,
                               found);
    }
    if (count_rows[keyword].relation != NULL) {
        const struct count_row *row = &count_rows[keyword];
        return pl_arena_printf(arena, "must have %s %u %s, has %u", row->relation, facet->count,
                               row->unit, count_of(violation, json));
    }
    switch (keyword) {
    case PL_KEYWORD_PATTERN:
    case PL_KEYWORD_PATTERN_DISPUTED:
        return pl_arena_printf(
            arena, "%s match %s, is %s", facet->keyword == keyword ? "must" : "may or may not",
            facet->regex != NULL ? facet->regex->source : pl_pattern_row_of(facet->pattern)->source,
            found);
    case PL_KEYWORD_FORMAT:
        return pl_arena_printf(arena, "must be %s, is %s", format_names[facet->format], found);
    default:
        assert(fixed_texts[keyword] != NULL);
        return pl_arena_printf(arena, "%s, is %s", fixed_texts[keyword], found);
    }
}

static const char *type_message(const pl_violation *violation, const pl_json *json,
                                pl_arena *arena) {
    const pl_schema *schema = violation->schema;
    const pl_json_kind kind = json->nodes[violation->node].kind;
    if (violation->severity != PL_VIOLATION && schema->types_why != NULL) {
        return pl_arena_printf(arena, "%s", schema->types_why);
    }
    if (schema->types == 0) { return pl_arena_printf(arena, "must not be there"); }
    char types[TYPES_CAP];
    char found[EXCERPT_CAP];
    pl_types_text(schema->types, types, sizeof types);
    excerpt(json, violation->node, found);
    const bool shown = kind == PL_JSON_NUMBER || kind == PL_JSON_BOOLEAN || kind == PL_JSON_STRING;
    return pl_arena_printf(arena, "must be %s, is %s%s%s", types, kind_names[kind],
                           shown ? ": " : "", shown ? found : "");
}

static const char *message_of(const pl_violation *violation, const pl_json *json, pl_arena *arena) {
    switch (violation->keyword) {
    case PL_KEYWORD_SYNTAX:
    case PL_KEYWORD_DOCUMENT_DEPTH:
    case PL_KEYWORD_DOCUMENT_BYTES:
        assert(violation->detail != NULL);
        return pl_arena_printf(arena, "%s", violation->detail);
    case PL_KEYWORD_TYPE:
        return type_message(violation, json, arena);
    case PL_KEYWORD_REQUIRED:
        return pl_arena_printf(arena, "member \"%s\" is missing%s", violation->member->name,
                               violation->severity == PL_VIOLATION ? ""
                                                                   : ", and need not be there");
    case PL_KEYWORD_RULE:
        return pl_arena_printf(arena, "%s",
                               violation->detail != NULL ? violation->detail
                                                         : violation->rule->statement);
    default:
        break;
    }
    if (violation->facet == NULL) {
        return pl_arena_printf(arena, "%s", fixed_texts[violation->keyword]);
    }
    return facet_message(violation, json, arena);
}

const char *pl_violation_keyword(const pl_violation *violation) {
    return violation->keyword == PL_KEYWORD_RULE ? violation->rule->id
                                                 : pl_keyword_text(violation->keyword);
}

pl_status pl_violation_message(const pl_violation *violation, const pl_json *json, pl_arena *arena,
                               pl_bytes *ret_message) {
    const char *message = message_of(violation, json, arena);
    if (message == NULL) { return PL_E_MEMORY; }
    *ret_message = pl_bytes_of(message);
    return PL_OK;
}
