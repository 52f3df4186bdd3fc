/* Facets of strings, from both sides. Non-ASCII text is written in UTF-8 escapes of C. */
#include <assert.h>
#include <string.h>

#include "cases/cases_internal.h"

enum { MONTH_DAYS = 30, ODD_MS = 123, SECOND_MS = 1000, FAR_LEN = 300, FARTHER_LEN = 1000 };

static const char e_acute[] = "\xC3\xA9";       /* U+00E9 */
static const char emoji[] = "\xF0\x9F\xA7\xBE"; /* U+1F9FE, outside the basic plane */
static const char uri_start[] = "https://example.com/";

/* --- values that are listed ------------------------------------------------------------------- */

pl_status pl_string_enum(pl_case_kit *kit, const pl_place *place, const pl_facet *facet) {
    static const pl_value_row others[] = {
        {"other", "\"other\"", "Only the listed values are allowed."},
        {"empty", "\"\"", "Only the listed values are allowed."},
    };
    pl_status status = PL_OK;
    for (const char *const *value = facet->values; *value != NULL && status == PL_OK; value++) {
        const pl_value_row row = {*value, pl_kit_quoted(kit, pl_bytes_of(*value)),
                                  "A listed value is allowed."};
        status = pl_facet_values(kit, place, facet, true, &row, 1);
    }
    if (status != PL_OK) { return status; }
    return pl_facet_values(kit, place, facet, false, others, PL_COUNT(others));
}

/* --- length ----------------------------------------------------------------------------------- */

/* A string of exactly `points` code points that is good at the place in every other respect. */
static const char *string_of(pl_case_kit *kit, const pl_place *place, const char *unit,
                             size_t points) {
    const bool uri = pl_schema_facet(place->schema, PL_KEYWORD_FORMAT, PL_VIOLATION) != NULL;
    const char *start = "";
    if (uri) { start = uri_start; }
    if (pl_place_is_fresh(place)) { start = pl_kit_reff_no(kit); }
    if (start == NULL) { return NULL; }
    assert(strlen(start) < points);
    const char *fill = pl_kit_repeat(kit, unit, points - strlen(start));
    return fill != NULL ? pl_arena_printf(kit->arena, "\"%s%s\"", start, fill) : NULL;
}

/* As many code points, nearly all of them in pairs that a reader sees as one character and that have no code point of
 * their own, so that no normalisation joins them. */
static const char *pairs_of(pl_case_kit *kit, size_t points) {
    static const char pair[] = "q\xCC\xA3"; /* q, U+0323 */
    const char *fill = pl_kit_repeat(kit, pair, points / 2);
    return fill != NULL ? pl_arena_printf(kit->arena, "\"%s%s\"", points % 2 == 1 ? "a" : "", fill)
                        : NULL;
}

/* Where every code point is allowed: characters that are counted in other ways. */
static pl_status add_odd_lengths(pl_case_kit *kit, const pl_place *place, const pl_facet *facet) {
    const size_t at = facet->count;
    const pl_value_row inside[] = {
        {"at-combining", pairs_of(kit, at), "Length counts code points, not bytes."},
    };
    const pl_value_row outside[] = {
        {"above-astral", string_of(kit, place, emoji, at + 1),
         "One character too many is forbidden."},
        {"above-combining", pairs_of(kit, at + 1),
         "Length counts code points, not the characters that a reader sees."},
    };
    const pl_status status = pl_facet_values(kit, place, facet, true, inside, PL_COUNT(inside));
    if (status != PL_OK) { return status; }
    pl_probe probe = {0};
    pl_status made = pl_facet_probe(kit, place, facet, false, &probe);
    for (size_t i = 0; i < PL_COUNT(outside) && made == PL_OK; i++) {
        if (outside[i].value == NULL) { return PL_E_MEMORY; }
        probe.what = outside[i].what;
        probe.why = outside[i].why;
        made = pl_probe_value(kit, &probe, outside[i].value);
    }
    return made;
}

/* Where a store keeps less than it is given, what is far too long is cut without a word. */
static pl_status add_far_lengths(pl_case_kit *kit, const pl_place *place, const pl_facet *facet) {
    assert(facet->count < FAR_LEN);
    const pl_value_row outside[] = {
        {"far-above", string_of(kit, place, "a", FAR_LEN),
         "Many characters too many are forbidden."},
        {"farther-above", string_of(kit, place, "a", FARTHER_LEN),
         "Many characters too many are forbidden."},
    };
    return pl_facet_values(kit, place, facet, false, outside, PL_COUNT(outside));
}

pl_status pl_string_max_length(pl_case_kit *kit, const pl_place *place, const pl_facet *facet) {
    const pl_schema *schema = place->schema;
    const bool ascii_only = pl_schema_facet(schema, PL_KEYWORD_FORMAT, PL_VIOLATION) != NULL;
    const bool astral_open = pl_schema_facet(schema, PL_KEYWORD_ASTRAL, PL_OBSERVATION) != NULL;
    const size_t at = facet->count;
    const pl_value_row inside[] = {
        {"at", string_of(kit, place, "a", at), "The greatest length is allowed."},
        {"at-non-ascii", string_of(kit, place, e_acute, at),
         "Length counts characters, not bytes."},
        {"at-astral", string_of(kit, place, emoji, at),
         "Length counts code points, not UTF-16 units."},
    };
    const pl_value_row outside[] = {
        {"above", string_of(kit, place, "a", at + 1), "One character too many is forbidden."},
        {"above-non-ascii", string_of(kit, place, e_acute, at + 1),
         "One character too many is forbidden."},
    };
    const size_t inside_count = ascii_only ? 1 : astral_open ? 2 : PL_COUNT(inside);
    pl_status status = pl_facet_values(kit, place, facet, true, inside, inside_count);
    if (status != PL_OK) { return status; }
    status = pl_facet_values(kit, place, facet, false, outside, ascii_only ? 1 : PL_COUNT(outside));
    if (status == PL_OK && pl_place_is_fresh(place)) {
        status = add_far_lengths(kit, place, facet);
    }
    const bool any = inside_count == PL_COUNT(inside);
    return status == PL_OK && any ? add_odd_lengths(kit, place, facet) : status;
}

/* --- characters ------------------------------------------------------------------------------- */

pl_status pl_string_blank(pl_case_kit *kit, const pl_place *place, const pl_facet *facet) {
    static const pl_value_row rows[] = {
        {"empty", "\"\"", "A blank text."},
        {"spaces", "\"   \"", "A blank text."},
    };
    return pl_facet_values(kit, place, facet, false, rows, PL_COUNT(rows));
}

/* A good string of the place with `intruder` in its middle. */
static const char *string_with(pl_case_kit *kit, const pl_place *place, const char *intruder) {
    const bool fresh = pl_place_is_fresh(place);
    const char *start = fresh ? pl_kit_reff_no(kit) : "a";
    return start != NULL ? pl_arena_printf(kit->arena, "\"%s%sz\"", start, intruder) : NULL;
}

pl_status pl_string_control(pl_case_kit *kit, const pl_place *place, const pl_facet *facet) {
    const pl_value_row rows[] = {
        {"start-of-heading", string_with(kit, place, "\\u0001"), "A control character."},
        {"escape", string_with(kit, place, "\\u001b"), "A control character."},
        {"next-line", string_with(kit, place, "\\u0085"), "A control character."},
        {"delete", string_with(kit, place, "\\u007f"), "A control character."},
        {"nul", string_with(kit, place, "\\u0000"), "A control character."},
    };
    return pl_facet_values(kit, place, facet, false, rows, PL_COUNT(rows));
}

pl_status pl_string_astral(pl_case_kit *kit, const pl_place *place, const pl_facet *facet) {
    const pl_value_row rows[] = {
        {"raw", string_with(kit, place, emoji), "A code point above U+FFFF."},
        {"escaped", string_with(kit, place, "\\ud83e\\uddfe"), "A code point above U+FFFF."},
    };
    return pl_facet_values(kit, place, facet, false, rows, PL_COUNT(rows));
}

/* --- what depends on the config --------------------------------------------------------------- */

static const char *moment(pl_case_kit *kit, int64_t from_now_ms) {
    const char *digits = pl_kit_digits(kit, from_now_ms);
    return digits != NULL ? pl_arena_printf(kit->arena, "\"%s\"", digits) : NULL;
}

pl_status pl_string_past(pl_case_kit *kit, const pl_place *place, const pl_facet *facet) {
    const int64_t day = (int64_t)PL_CASE_DAY_MS;
    const int64_t to_second = -(kit->config->now_ms % SECOND_MS);
    const pl_value_row inside[] = {
        {"tomorrow", moment(kit, day + to_second), "A moment ahead is allowed."},
        {"tomorrow-odd-ms", moment(kit, day + to_second + ODD_MS),
         "Milliseconds need not be zero."},
        {"in-a-month", moment(kit, MONTH_DAYS * day + to_second), "A moment ahead is allowed."},
    };
    const pl_value_row outside[] = {
        {"yesterday", moment(kit, -day), "A moment gone by."},
        {"epoch", "\"0000000000000\"", "A moment gone by."},
    };
    const pl_status status = pl_facet_values(kit, place, facet, true, inside, PL_COUNT(inside));
    if (status != PL_OK) { return status; }
    return pl_facet_values(kit, place, facet, false, outside, PL_COUNT(outside));
}

static bool is_in_catalog(const pl_case_kit *kit, pl_bytes code) {
    for (size_t i = 0; i < kit->config->payment_method_count; i++) {
        if (pl_bytes_equal(kit->config->payment_methods[i], code)) { return true; }
    }
    return false;
}

/* A code that the catalog surely lacks. */
static const char *unknown_code(pl_case_kit *kit) {
    const char *code = "NOT_A_METHOD";
    while (code != NULL && is_in_catalog(kit, pl_bytes_of(code))) {
        code = pl_arena_printf(kit->arena, "%s_X", code);
    }
    return code != NULL ? pl_arena_printf(kit->arena, "\"%s\"", code) : NULL;
}

/* All codes of the catalog, one after the other. */
static const char *all_codes(pl_case_kit *kit) {
    const char *list = kit->code;
    for (size_t i = 1; i < kit->config->payment_method_count && list != NULL; i++) {
        const char *code = pl_kit_quoted(kit, kit->config->payment_methods[i]);
        list = code != NULL ? pl_arena_printf(kit->arena, "%s,%s", list, code) : NULL;
    }
    return list;
}

/* The first code in lower case; the code itself when that changes nothing or gives another code. */
static pl_status lower_code(pl_case_kit *kit, const char **ret_code) {
    char *code = pl_arena_text(kit->arena, pl_bytes_of(kit->code));
    if (code == NULL) { return PL_E_MEMORY; }
    for (char *at = code; *at != '\0'; at++) {
        if (*at >= 'A' && *at <= 'Z') { *at = (char)(*at + ('a' - 'A')); }
    }
    const pl_bytes inside = {(const uint8_t *)code + 1, strlen(code) - 2};
    *ret_code = is_in_catalog(kit, inside) ? NULL : code;
    return PL_OK;
}

/* The first code with more at its end, till the catalog lacks it. */
static const char *longer_code(pl_case_kit *kit) {
    const size_t inside_len = strlen(kit->code) - 2;
    const char *code = pl_arena_printf(kit->arena, "%.*sX", (int)inside_len, kit->code + 1);
    while (code != NULL && is_in_catalog(kit, pl_bytes_of(code))) {
        code = pl_arena_printf(kit->arena, "%sX", code);
    }
    return code != NULL ? pl_arena_printf(kit->arena, "\"%s\"", code) : NULL;
}

/* A code that lacks the last character of one of the catalog; *ret_code NULL: of this catalog there is none. */
static pl_status cut_code(pl_case_kit *kit, const char **ret_code) {
    const pl_bytes first = {(const uint8_t *)kit->code + 1, strlen(kit->code) - 2};
    const size_t known = kit->config->payment_method_count;
    *ret_code = NULL;
    for (size_t i = 0; i < (known > 0 ? known : 1); i++) {
        pl_bytes code = known > 0 ? kit->config->payment_methods[i] : first;
        while (code.len > 0 && (code.ptr[code.len - 1] & 0xC0U) == 0x80U) { code.len--; }
        if (code.len < 2 || is_in_catalog(kit, (pl_bytes){code.ptr, code.len - 1})) { continue; }
        *ret_code = pl_kit_quoted(kit, (pl_bytes){code.ptr, code.len - 1});
        return *ret_code != NULL ? PL_OK : PL_E_MEMORY;
    }
    return PL_OK;
}

pl_status pl_string_catalog(pl_case_kit *kit, const pl_place *place, const pl_facet *facet) {
    static const char forbidden[] = "Every code must be one of the catalog.";
    const char *unknown = unknown_code(kit);
    const char *longer = longer_code(kit);
    const char *lower = NULL;
    const char *cut = NULL;
    const char *all = all_codes(kit);
    if (unknown == NULL || longer == NULL || all == NULL) { return PL_E_MEMORY; }
    if (lower_code(kit, &lower) != PL_OK || cut_code(kit, &cut) != PL_OK) { return PL_E_MEMORY; }
    const char *middle = pl_arena_printf(kit->arena, "%s,%s,%s", kit->code, unknown, kit->code);
    const char *blank =
        pl_arena_printf(kit->arena, "%.*s \"", (int)strlen(kit->code) - 1, kit->code);
    if (middle == NULL || blank == NULL) { return PL_E_MEMORY; }
    const char *mixed = pl_arena_printf(kit->arena, "%s,%s", unknown, kit->code);
    const char *mixed_last = pl_arena_printf(kit->arena, "%s,%s", kit->code, unknown);
    if (mixed == NULL || mixed_last == NULL) { return PL_E_MEMORY; }
    const struct {
        pl_value_row row; /* its value NULL: of this catalog there is none */
        pl_class klass;
        unsigned needs;
        size_t element; /* the offending one */
    } rows[] = {
        {{"one", kit->code, "A code of the catalog is allowed."},
         PL_CLASS_ACCEPT,
         PL_NEEDS_CATALOG,
         0},
        {{"all", all, "All codes of the catalog are allowed."},
         PL_CLASS_ACCEPT,
         PL_NEEDS_CATALOG,
         0},
        {{"unknown", unknown, forbidden}, PL_CLASS_REJECT, 0, 0},
        {{"one-unknown", mixed, forbidden}, PL_CLASS_REJECT, PL_NEEDS_CATALOG, 0},
        {{"unknown-last", mixed_last, forbidden}, PL_CLASS_REJECT, PL_NEEDS_CATALOG, 1},
        {{"unknown-middle", middle, forbidden}, PL_CLASS_REJECT, PL_NEEDS_CATALOG, 1},
        {{"cut", cut, forbidden}, PL_CLASS_REJECT, PL_NEEDS_CATALOG, 0},
        {{"longer", longer, forbidden}, PL_CLASS_REJECT, PL_NEEDS_CATALOG, 0},
        {{"empty", "\"\"", forbidden}, PL_CLASS_REJECT, PL_NEEDS_CATALOG, 0},
        {{"blank-at-end", blank, "Outer white space may be trimmed first."},
         PL_CLASS_OPEN,
         PL_NEEDS_CATALOG,
         0},
        {{"lower-case", lower, "The contract does not say whether codes differ by case."},
         PL_CLASS_OPEN,
         PL_NEEDS_CATALOG,
         0},
    };
    pl_probe probe = {0};
    pl_status status = pl_facet_probe(kit, place, facet, false, &probe);
    for (size_t i = 0; i < PL_COUNT(rows) && status == PL_OK; i++) {
        if (rows[i].row.value == NULL) { continue; }
        probe.what = rows[i].row.what;
        probe.why = rows[i].row.why;
        probe.klass = rows[i].klass;
        probe.needs = rows[i].needs;
        probe.element = rows[i].element;
        status = pl_probe_value(kit, &probe, rows[i].row.value);
    }
    return status;
}
