/* Keywords that become rows of facets. */
#include <assert.h>
#include <string.h>

#include "openapi/lift_internal.h"
#include "openapi/regex.h"

static pl_status bad(pl_lift *lift, uint32_t node, const char *fault) {
    return pl_lift_fail(lift, PL_E_SYNTAX, node, fault);
}

static pl_status take_count(pl_lift *lift, uint32_t value, pl_facet *facet) {
    static const char fault[] = "must be a whole number from 0 to 4294967295";
    if (lift->json->nodes[value].kind != PL_JSON_NUMBER) { return bad(lift, value, fault); }
    pl_decimal number;
    const pl_status status = pl_decimal_parse(pl_json_raw(lift->json, value), &number);
    if (status != PL_OK || number.exponent < 0 || number.exponent > 9 || number.coefficient < 0) {
        return bad(lift, value, fault);
    }
    pl_int128 count = number.coefficient;
    for (int32_t i = 0; i < number.exponent && count <= UINT32_MAX; i++) { count *= 10; }
    if (count > UINT32_MAX) { return bad(lift, value, fault); }
    facet->count = (uint32_t)count;
    return PL_OK;
}

static pl_status take_limit(pl_lift *lift, uint32_t value, pl_facet *facet) {
    if (lift->json->nodes[value].kind != PL_JSON_NUMBER) {
        return bad(lift, value, "must be a number");
    }
    const pl_status status = pl_decimal_parse(pl_json_raw(lift->json, value), &facet->limit);
    return status == PL_OK
               ? PL_OK
               : bad(lift, value, "has more digits, or a larger exponent, than can be judged");
}

static pl_status take_multiple(pl_lift *lift, uint32_t value, pl_facet *facet) {
    const pl_status status = take_limit(lift, value, facet);
    if (status != PL_OK || facet->limit.coefficient > 0) { return status; }
    return bad(lift, value, "must be more than 0");
}

static pl_status take_pattern(pl_lift *lift, uint32_t value, pl_facet *facet) {
    const char *source = NULL;
    const pl_status status = pl_lift_text(lift, value, &source);
    if (status != PL_OK) { return status; }
    for (pl_pattern pattern = 0; pattern < PL_PATTERN_COUNT; pattern++) {
        if (strcmp(pl_pattern_row_of(pattern)->source, source) == 0) {
            facet->pattern = pattern;
            return PL_OK;
        }
    }
    const char *why = "";
    const pl_status added = pl_regex_add(lift->regexes, source, &facet->regex, &why);
    if (added != PL_E_SYNTAX) { return added; }
    /* Other engines may read it: the document is not to blame. */
    facet->keyword = PL_KEYWORD_COUNT;
    lift->left_out = true;
    return pl_lift_unknown(lift, value,
                           "no regular expression that can be read, and not checked: %s", why);
}

/* An array of its own, so that the walker can compare with its elements. */
static pl_status take_choices(pl_lift *lift, pl_bytes array, uint32_t value, pl_facet *facet) {
    pl_json *const choices = pl_arena_alloc(lift->arena, sizeof *choices);
    if (choices == NULL) { return PL_E_MEMORY; }
    const pl_status status = pl_json_read(array, lift->arena, choices, NULL);
    if (status == PL_E_DEPTH) { return bad(lift, value, "nests too deep"); }
    assert(status == PL_OK || status == PL_E_MEMORY); /* it has been read before */
    facet->choices = choices;
    return status;
}

static pl_status take_enum(pl_lift *lift, uint32_t value, pl_facet *facet) {
    const pl_json_node *const node = &lift->json->nodes[value];
    if (node->kind != PL_JSON_ARRAY || node->next == value + 1) {
        return bad(lift, value, "must be an array with at least one value");
    }
    return take_choices(lift, pl_json_raw(lift->json, value), value, facet);
}

static pl_status take_const(pl_lift *lift, uint32_t value, pl_facet *facet) {
    const pl_bytes raw = pl_json_raw(lift->json, value);
    char *const text = pl_arena_printf(lift->arena, "[%.*s]", (int)raw.len, (const char *)raw.ptr);
    return text == NULL ? PL_E_MEMORY : take_choices(lift, pl_bytes_of(text), value, facet);
}

static pl_status take_format(pl_lift *lift, uint32_t value, pl_facet *facet) {
    const char *name = NULL;
    const pl_status status = pl_lift_text(lift, value, &name);
    if (status != PL_OK) { return status; }
    for (pl_format format = 0; format < PL_FORMAT_COUNT; format++) {
        if (strcmp(pl_format_text(format), name) == 0) {
            facet->format = format;
            return PL_OK;
        }
    }
    facet->keyword = PL_KEYWORD_COUNT; /* no row */
    lift->left_out = true;
    return pl_lift_remark(lift, value, "the format \"%s\" is not checked", name);
}

/* true makes a row, false none. */
static pl_status take_flag(pl_lift *lift, uint32_t value, pl_facet *facet) {
    if (lift->json->nodes[value].kind != PL_JSON_BOOLEAN) {
        return bad(lift, value, "must be true or false");
    }
    if (!pl_json_is_true(lift->json, value)) { facet->keyword = PL_KEYWORD_COUNT; }
    return PL_OK;
}

/* clang-format off */
static const struct taker {
    pl_keyword keyword;
    pl_status (*take)(pl_lift *lift, uint32_t value, pl_facet *facet);
} takers[] = {
    {PL_KEYWORD_ENUM, take_enum},
    {PL_KEYWORD_CONST, take_const},
    {PL_KEYWORD_MINIMUM, take_limit},
    {PL_KEYWORD_EXCLUSIVE_MINIMUM, take_limit},
    {PL_KEYWORD_MAXIMUM, take_limit},
    {PL_KEYWORD_EXCLUSIVE_MAXIMUM, take_limit},
    {PL_KEYWORD_MULTIPLE_OF, take_multiple},
    {PL_KEYWORD_MIN_LENGTH, take_count},
    {PL_KEYWORD_MAX_LENGTH, take_count},
    {PL_KEYWORD_PATTERN, take_pattern},
    {PL_KEYWORD_FORMAT, take_format},
    {PL_KEYWORD_MIN_ITEMS, take_count},
    {PL_KEYWORD_MAX_ITEMS, take_count},
    {PL_KEYWORD_UNIQUE_ITEMS, take_flag},
};
/* clang-format on */

/* OpenAPI 3.0: `exclusiveMinimum: true` sharpens `minimum`. */
static pl_status take_exclusive_30(pl_lift *lift, uint32_t object, pl_keyword bound, uint32_t value,
                                   pl_facet *facet) {
    const pl_status status = take_flag(lift, value, facet);
    if (status != PL_OK || facet->keyword == PL_KEYWORD_COUNT) { return status; }
    const uint32_t limit = pl_json_member(lift->json, object, pl_keyword_text(bound));
    if (limit == PL_JSON_NONE) { return bad(lift, value, "sharpens a bound that is not there"); }
    return take_limit(lift, limit, facet);
}

pl_status pl_lift_facet(pl_lift *lift, uint32_t object, const char *keyword, uint32_t value,
                        pl_facet *ret_facet, bool *ret_taken) {
    for (size_t i = 0; i < PL_COUNT(takers); i++) {
        const pl_keyword own = takers[i].keyword;
        if (strcmp(pl_keyword_text(own), keyword) != 0) { continue; }
        *ret_taken = true;
        *ret_facet = (pl_facet){.keyword = own};
        if (lift->is_30 && own == PL_KEYWORD_EXCLUSIVE_MINIMUM) {
            return take_exclusive_30(lift, object, PL_KEYWORD_MINIMUM, value, ret_facet);
        }
        if (lift->is_30 && own == PL_KEYWORD_EXCLUSIVE_MAXIMUM) {
            return take_exclusive_30(lift, object, PL_KEYWORD_MAXIMUM, value, ret_facet);
        }
        return takers[i].take(lift, value, ret_facet);
    }
    *ret_taken = false;
    return PL_OK;
}
