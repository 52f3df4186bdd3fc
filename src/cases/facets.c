#include <assert.h>

#include "cases/cases_internal.h"

/* clang-format off */
const pl_facet_cases pl_facet_generators[PL_KEYWORD_COUNT] = {
    [PL_KEYWORD_ENUM] = pl_string_enum,
    [PL_KEYWORD_MINIMUM] = pl_number_minimum,
    [PL_KEYWORD_EXCLUSIVE_MINIMUM] = pl_number_exclusive_minimum,
    [PL_KEYWORD_MAXIMUM] = pl_number_maximum,
    [PL_KEYWORD_MAX_LENGTH] = pl_string_max_length,
    [PL_KEYWORD_PATTERN] = pl_pattern_breaks,
    [PL_KEYWORD_PATTERN_DISPUTED] = pl_pattern_disputes,
    [PL_KEYWORD_FORMAT] = pl_uri_format,
    [PL_KEYWORD_MIN_ITEMS] = pl_size_min_items,
    [PL_KEYWORD_MAX_ITEMS] = pl_size_max_items,
    [PL_KEYWORD_UNIQUE_ITEMS] = pl_size_unique_items,
    [PL_KEYWORD_ADDITIONAL_PROPERTIES] = pl_size_undeclared,
    [PL_KEYWORD_CATALOG] = pl_string_catalog,
    [PL_KEYWORD_BLANK] = pl_string_blank,
    [PL_KEYWORD_CONTROL] = pl_string_control,
    [PL_KEYWORD_ASTRAL] = pl_string_astral,
    [PL_KEYWORD_PAST] = pl_string_past,
    [PL_KEYWORD_INTEGER_SPELLING] = pl_number_spelling,
    [PL_KEYWORD_MAX_DECIMALS] = pl_number_decimals,
    [PL_KEYWORD_MAX_DIGITS] = pl_number_digits,
    [PL_KEYWORD_MAX_MAGNITUDE] = pl_number_magnitude,
    [PL_KEYWORD_MAX_DEPTH] = pl_size_depth,
    [PL_KEYWORD_MAX_BYTES] = pl_size_bytes,
    [PL_KEYWORD_URI_SCHEME] = pl_uri_gap,
    [PL_KEYWORD_URI_USERINFO] = pl_uri_gap,
    [PL_KEYWORD_URI_HOST] = pl_uri_gap,
    [PL_KEYWORD_URI_PORT] = pl_uri_gap,
    [PL_KEYWORD_URI_NON_ASCII] = pl_uri_gap,
};

const char *const pl_facet_silence[PL_KEYWORD_COUNT] = {
    [PL_KEYWORD_SYNTAX] = "no facet; raw.c sends such bodies",
    [PL_KEYWORD_BYTE_ORDER_MARK] = "no facet; raw.c sends such a body",
    [PL_KEYWORD_DUPLICATE_NAME] = "no facet; raw.c sends such bodies",
    [PL_KEYWORD_INVALID_UTF8] = "no facet; raw.c sends such bodies",
    [PL_KEYWORD_LONE_SURROGATE] = "no facet; raw.c sends such a body",
    [PL_KEYWORD_NUL] = "no facet; raw.c sends such a body",
    [PL_KEYWORD_DOCUMENT_DEPTH] = "a limit of our reader, not of the contract",
    [PL_KEYWORD_DOCUMENT_BYTES] = "a limit of our reader, not of the contract",
    [PL_KEYWORD_TYPE] = "of the schema itself; types.c",
    [PL_KEYWORD_REQUIRED] = "of the schema itself; types.c",
    [PL_KEYWORD_RULE] = "of the schema itself; sum.c",
    [PL_KEYWORD_ALL_OF] = "the contract's schemas are not put together",
    [PL_KEYWORD_ANY_OF] = "the contract's schemas are not put together",
    [PL_KEYWORD_ONE_OF] = "the contract's schemas are not put together",
    [PL_KEYWORD_NOT] = "the contract's schemas are not put together",
    [PL_KEYWORD_CONST] = "no member of a request has but one value",
    [PL_KEYWORD_EXCLUSIVE_MAXIMUM] = "upper bounds of a request are inclusive",
    [PL_KEYWORD_MULTIPLE_OF] = "no number of a request has a step",
    [PL_KEYWORD_MIN_LENGTH] = "no member of a request has a least length: the pattern says it",
};
/* clang-format on */

pl_status pl_facet_limit(pl_arena *arena, const pl_facet *facet, const char **ret_limit) {
    const char *limit = NULL;
    switch (facet->keyword) {
    case PL_KEYWORD_MINIMUM:
    case PL_KEYWORD_EXCLUSIVE_MINIMUM:
    case PL_KEYWORD_MAXIMUM:
        limit = pl_kit_decimal(&(pl_case_kit){.arena = arena}, facet->limit);
        break;
    case PL_KEYWORD_PATTERN:
        limit = pl_pattern_row_of(facet->pattern)->source;
        break;
    case PL_KEYWORD_FORMAT:
        limit = pl_format_text(facet->format);
        break;
    default:
        if (facet->count == 0) {
            *ret_limit = NULL;
            return PL_OK;
        }
        limit = pl_arena_printf(arena, "%u", facet->count);
        break;
    }
    if (limit == NULL) { return PL_E_MEMORY; }
    *ret_limit = limit;
    return PL_OK;
}

pl_status pl_facet_probe(pl_case_kit *kit, const pl_place *place, const pl_facet *facet,
                         bool inside, pl_probe *ret_probe) {
    const bool gap = facet->severity != PL_VIOLATION;
    assert(!gap || facet->why != NULL);
    pl_probe probe = {.place = place, .keyword = pl_keyword_text(facet->keyword)};
    const pl_status status = pl_facet_limit(kit->arena, facet, &probe.limit);
    if (status != PL_OK) { return status; }
    probe.klass = inside ? PL_CLASS_ACCEPT : gap ? PL_CLASS_OPEN : PL_CLASS_REJECT;
    probe.why = inside || !gap ? NULL : facet->why;
    *ret_probe = probe;
    return PL_OK;
}

pl_status pl_facet_values(pl_case_kit *kit, const pl_place *place, const pl_facet *facet,
                          bool inside, const pl_value_row *rows, size_t count) {
    pl_probe probe = {0};
    pl_status status = pl_facet_probe(kit, place, facet, inside, &probe);
    const char *gap = probe.why;
    for (size_t i = 0; i < count && status == PL_OK; i++) {
        if (rows[i].value == NULL) { return PL_E_MEMORY; } /* made, and not for want of memory */
        probe.what = rows[i].what;
        probe.why = gap != NULL ? gap : rows[i].why;
        probe.everywhere = !inside && gap == NULL && i == 0;
        status = pl_probe_value(kit, &probe, rows[i].value);
    }
    return status;
}

pl_status pl_facets_add(pl_case_kit *kit, const pl_place *place) {
    pl_status status = PL_OK;
    for (size_t i = 0; i < place->schema->facet_count && status == PL_OK; i++) {
        const pl_facet *facet = &place->schema->facets[i];
        const pl_facet_cases generate = pl_facet_generators[facet->keyword];
        assert(generate !=
               NULL); /* a facet without cases would be a constraint that nobody tests */
        status = generate(kit, place, facet);
    }
    return status;
}
