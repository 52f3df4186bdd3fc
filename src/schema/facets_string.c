#include <assert.h>
#include <string.h>

#include "schema/facets_internal.h"
#include "text/datetime.h"
#include "text/email.h"
#include "text/ulid.h"

enum { DELETE_BYTE = 0x7F, BMP_END = 0xFFFF, NON_ASCII_STAND_IN = 0xFF };

/* Plain text: every byte between the quotes is one code point that stands for itself. */
static bool is_plain(const pl_instance *instance) {
    return (instance->value->marks & (PL_JSON_ESCAPED | PL_JSON_NON_ASCII)) == 0;
}

static pl_bytes inside(const pl_instance *instance) {
    return (pl_bytes){instance->walk->json->text.ptr + instance->value->at + 1,
                      instance->value->len - 2};
}

/* Among the elements of the facet's array? */
static pl_status check_choices(pl_instance *instance, const pl_json *choices, bool *ret_broken) {
    bool equal = false;
    for (uint32_t i = 1; i < choices->count && !equal; i = choices->nodes[i].next) {
        const pl_status status = pl_json_equal(instance->walk->json, instance->node, choices, i,
                                               instance->walk->arena, &equal);
        if (status != PL_OK) { return status; }
    }
    *ret_broken = !equal;
    return PL_OK;
}

pl_status pl_check_enum(pl_instance *instance, const pl_facet *facet, bool *ret_broken) {
    const pl_json *json = instance->walk->json;
    if (facet->choices != NULL) { return check_choices(instance, facet->choices, ret_broken); }
    *ret_broken = true;
    if (json->nodes[instance->node].kind != PL_JSON_STRING) {
        *ret_broken = json->nodes[instance->node].kind != PL_JSON_NULL;
        return PL_OK;
    }
    for (const char *const *value = facet->values; *value != NULL && *ret_broken; value++) {
        *ret_broken = !pl_json_string_is(json, instance->node, pl_bytes_of(*value));
    }
    return PL_OK;
}

pl_status pl_check_min_length(pl_instance *instance, const pl_facet *facet, bool *ret_broken) {
    *ret_broken = inside(instance).len < facet->count ||
                  pl_json_string_points(instance->walk->json, instance->node) < facet->count;
    return PL_OK;
}

pl_status pl_check_max_length(pl_instance *instance, const pl_facet *facet, bool *ret_broken) {
    *ret_broken = inside(instance).len > facet->count &&
                  pl_json_string_points(instance->walk->json, instance->node) > facet->count;
    return PL_OK;
}

typedef enum match { MATCHES, DISPUTED, MISMATCHES } match;

static match match_pattern(const pl_instance *instance, pl_pattern pattern) {
    const pl_pattern_row *row = pl_pattern_row_of(pattern);
    pl_json_chars chars = {inside(instance)};
    if (is_plain(instance)) {
        return pl_pattern_matches_ascii(pattern, chars.rest) ? MATCHES : MISMATCHES;
    }
    match answer = MATCHES;
    uint32_t count = 0;
    uint32_t code_point;
    while (pl_json_chars_next(&chars, &code_point) != PL_JSON_CHAR_END) {
        count++;
        if (row->admits(code_point)) { continue; }
        if (code_point < 0x80 || !pl_ecma_is_space(code_point)) { return MISMATCHES; }
        answer = DISPUTED;
    }
    return count < row->count_min || count > row->count_max ? MISMATCHES : answer;
}

/* Where the engine gives up, or engines differ, the verdict is open. */
static pl_status check_regex(pl_instance *instance, const pl_facet *facet, bool *ret_broken) {
    const pl_regex *const regex = facet->regex;
    pl_bytes text = {NULL, 0};
    const pl_status status =
        pl_json_string_decode(instance->walk->json, instance->node, instance->walk->arena, &text);
    *ret_broken = false;
    if (status == PL_E_ENCODING) { return PL_OK; } /* no text; said of the document already */
    if (status != PL_OK) { return status; }
    bool sure = true;
    *ret_broken = !regex->matches(regex, text, &sure) && sure;
    if (sure) { return PL_OK; }
    return pl_walk_add(instance->walk, &(pl_violation){.keyword = PL_KEYWORD_PATTERN_DISPUTED,
                                                       .severity = PL_OBSERVATION,
                                                       .node = instance->node,
                                                       .schema = instance->schema,
                                                       .facet = facet});
}

pl_status pl_check_pattern(pl_instance *instance, const pl_facet *facet, bool *ret_broken) {
    if (facet->regex != NULL) { return check_regex(instance, facet, ret_broken); }
    const match answer = match_pattern(instance, facet->pattern);
    *ret_broken = answer == MISMATCHES;
    if (answer == DISPUTED) {
        *ret_broken =
            pl_schema_facet(instance->schema, PL_KEYWORD_PATTERN_DISPUTED, PL_OBSERVATION) == NULL;
    }
    return PL_OK;
}

pl_status pl_check_pattern_disputed(pl_instance *instance, const pl_facet *facet,
                                    bool *ret_broken) {
    *ret_broken = !is_plain(instance) && match_pattern(instance, facet->pattern) == DISPUTED;
    return PL_OK;
}

pl_status pl_check_catalog(pl_instance *instance, const pl_facet *facet, bool *ret_broken) {
    assert(facet->keyword == PL_KEYWORD_CATALOG);
    const pl_context *context = instance->walk->context;
    *ret_broken = context->payment_methods != NULL;
    for (size_t i = 0; i < context->payment_method_count && *ret_broken; i++) {
        *ret_broken =
            !pl_json_string_is(instance->walk->json, instance->node, context->payment_methods[i]);
    }
    return PL_OK;
}

pl_status pl_check_blank(pl_instance *instance, const pl_facet *facet, bool *ret_broken) {
    assert(facet->keyword == PL_KEYWORD_BLANK);
    pl_json_chars chars = {inside(instance)};
    uint32_t code_point;
    *ret_broken = true;
    while (*ret_broken && pl_json_chars_next(&chars, &code_point) != PL_JSON_CHAR_END) {
        *ret_broken = pl_ecma_is_space(code_point);
    }
    return PL_OK;
}

static bool is_odd_control(uint32_t code_point) {
    const bool control = code_point < 0x20 || (code_point >= DELETE_BYTE && code_point < 0xA0);
    return control && !pl_ecma_is_space(code_point);
}

pl_status pl_check_control(pl_instance *instance, const pl_facet *facet, bool *ret_broken) {
    assert(facet->keyword == PL_KEYWORD_CONTROL);
    pl_json_chars chars = {inside(instance)};
    *ret_broken = false;
    if (is_plain(instance)) {
        *ret_broken =
            chars.rest.len > 0 && memchr(chars.rest.ptr, DELETE_BYTE, chars.rest.len) != NULL;
        return PL_OK;
    }
    uint32_t code_point;
    while (!*ret_broken && pl_json_chars_next(&chars, &code_point) != PL_JSON_CHAR_END) {
        *ret_broken = is_odd_control(code_point);
    }
    return PL_OK;
}

pl_status pl_check_astral(pl_instance *instance, const pl_facet *facet, bool *ret_broken) {
    assert(facet->keyword == PL_KEYWORD_ASTRAL);
    pl_json_chars chars = {inside(instance)};
    *ret_broken = false;
    if (is_plain(instance)) { return PL_OK; }
    uint32_t code_point;
    while (!*ret_broken && pl_json_chars_next(&chars, &code_point) != PL_JSON_CHAR_END) {
        *ret_broken = code_point > BMP_END;
    }
    return PL_OK;
}

pl_status pl_instance_ascii(const pl_instance *instance, uint8_t stand_in, pl_bytes *ret_text,
                            bool *ret_non_ascii) {
    pl_json_chars chars = {inside(instance)};
    *ret_non_ascii = false;
    if (is_plain(instance)) {
        *ret_text = chars.rest;
        return PL_OK;
    }
    const size_t cap = chars.rest.len; /* a code point never takes less than a byte */
    uint8_t *out = pl_arena_alloc(instance->walk->arena, cap);
    if (out == NULL) { return PL_E_MEMORY; }
    size_t len = 0;
    uint32_t code_point;
    while (pl_json_chars_next(&chars, &code_point) != PL_JSON_CHAR_END) {
        assert(len < cap);
        *ret_non_ascii = *ret_non_ascii || code_point >= 0x80;
        out[len++] = code_point < 0x80 ? (uint8_t)code_point : stand_in;
    }
    *ret_text = (pl_bytes){out, len};
    return PL_OK;
}

pl_status pl_check_past(pl_instance *instance, const pl_facet *facet, bool *ret_broken) {
    assert(facet->keyword == PL_KEYWORD_PAST);
    const int64_t now_ms = instance->walk->context->now_ms;
    *ret_broken = false;
    if (now_ms == 0) { return PL_OK; }
    pl_bytes text;
    bool non_ascii;
    const pl_status status = pl_instance_ascii(instance, NON_ASCII_STAND_IN, &text, &non_ascii);
    if (status != PL_OK) { return status; }
    int64_t moment_ms;
    *ret_broken = pl_unix_ms_parse(text, &moment_ms) == PL_OK && moment_ms < now_ms;
    return PL_OK;
}

static bool has_format(pl_format format, pl_bytes text) {
    pl_datetime moment;
    switch (format) {
    case PL_FORMAT_DATE_TIME:
        return pl_datetime_parse(text, &moment) == PL_OK;
    case PL_FORMAT_EMAIL:
        return pl_email_valid(text);
    default:
        assert(format == PL_FORMAT_ULID);
        return pl_ulid_classify(text) != PL_ULID_MALFORMED;
    }
}

pl_status pl_check_format(pl_instance *instance, const pl_facet *facet, bool *ret_broken) {
    if (facet->format == PL_FORMAT_URI) {
        const pl_status status = pl_instance_uri(instance);
        /* What is too long for the parser breaks maxLength; its grammar is not judged. */
        *ret_broken = instance->uri_status == PL_E_SYNTAX;
        return status;
    }
    pl_bytes text;
    bool non_ascii;
    const pl_status status = pl_instance_ascii(instance, NON_ASCII_STAND_IN, &text, &non_ascii);
    if (status != PL_OK) { return status; }
    *ret_broken = !has_format(facet->format, text);
    return PL_OK;
}
