/* The rows of a schema, before anything is counted. */
#include <assert.h>
#include <string.h>

#include "cases/cases_internal.h"
#include "cases/coverage_internal.h"

enum { TYPES_BYTES_MAX = 64, ANY_KIND = PL_KIND_BIT(PL_JSON_KIND_COUNT) - 1 };

/* What concerns the text as a whole, and the marks without which an accepted text shows nothing of it. The limits of
 * our own reader, on depth and size, are none of the contract's. */
static const struct document_row {
    pl_keyword keyword;
    pl_severity severity;
    unsigned marks;
} document_rows[] = {
    {PL_KEYWORD_SYNTAX, PL_VIOLATION, 0},
    {PL_KEYWORD_BYTE_ORDER_MARK, PL_OBSERVATION, 0},
    {PL_KEYWORD_DUPLICATE_NAME, PL_OBSERVATION, 0},
    {PL_KEYWORD_INVALID_UTF8, PL_OBSERVATION, PL_JSON_NON_ASCII},
    {PL_KEYWORD_LONE_SURROGATE, PL_OBSERVATION, PL_JSON_ESCAPED},
    {PL_KEYWORD_NUL, PL_OBSERVATION, PL_JSON_ESCAPED},
};

static const struct kind_row {
    unsigned types;
    pl_json_kind kind;
} kind_rows[] = {
    {PL_TYPE_NULL, PL_JSON_NULL},     {PL_TYPE_BOOLEAN, PL_JSON_BOOLEAN},
    {PL_TYPE_STRING, PL_JSON_STRING}, {PL_TYPE_INTEGER | PL_TYPE_NUMBER, PL_JSON_NUMBER},
    {PL_TYPE_ARRAY, PL_JSON_ARRAY},   {PL_TYPE_OBJECT, PL_JSON_OBJECT},
};
_Static_assert(PL_COUNT(kind_rows) == PL_JSON_KIND_COUNT, "every kind has its types");

/* How the presence of a member weighs; PL_SEVERITY_COUNT: it has no row. */
static const pl_severity presence_severities[PL_PRESENCE_COUNT] = {
    [PL_OPTIONAL] = PL_SEVERITY_COUNT,
    [PL_EXPECTED] = PL_OBSERVATION,
    [PL_CONTESTED] = PL_WARNING,
    [PL_REQUIRED] = PL_VIOLATION,
};

/* How a rule can weigh, which its row, a function, does not tell. */
static const struct rule_row {
    const char *id;
    bool violates;
    bool observes;
} rule_rows[] = {
    {"sumOfItems", true, true},        {"subtotalEqualsProduct", true, true},
    {"statusEqualsHttp", true, false}, {"successMatchesStatus", true, false},
    {"codeAsDocumented", false, true}, {"errorsRepeated", false, true},
};

typedef struct maker {
    pl_coverage *coverage;
    pl_arena *arena;
    uint16_t place; /* that rows are being added to */
} maker;

static unsigned kinds_of(unsigned types) {
    unsigned kinds = 0;
    for (size_t i = 0; i < PL_COUNT(kind_rows); i++) {
        if ((types & kind_rows[i].types) != 0) { kinds |= PL_KIND_BIT(kind_rows[i].kind); }
    }
    return kinds;
}

static bool is_several(unsigned kinds) {
    return (kinds & (kinds - 1)) != 0;
}

/* --- rows ------------------------------------------------------------------------------------- */

static pl_status add_row(maker *make, pl_coverage_row row) {
    pl_coverage *coverage = make->coverage;
    if (row.text == NULL) { return PL_E_MEMORY; }
    assert(coverage->row_count < PL_COVERAGE_ROW_COUNT_MAX);
    row.place = make->place;
    coverage->rows[coverage->row_count++] = row;
    coverage->places[make->place].row_count++;
    return PL_OK;
}

/* A row of types; severity tells which: those that are allowed, those that are contested, and an integer but for digits
 * that most servers do not keep. */
static pl_status add_types(maker *make, unsigned types, pl_severity severity, unsigned kinds) {
    static const char *const notes[PL_SEVERITY_COUNT] = {
        [PL_VIOLATION] = "", [PL_WARNING] = ", contested", [PL_OBSERVATION] = ", nearly"};
    char text[TYPES_BYTES_MAX];
    pl_types_text(types, text, sizeof text);
    const bool several = severity == PL_VIOLATION && is_several(kinds);
    const char *keyword = pl_keyword_text(PL_KEYWORD_TYPE);
    return add_row(make, (pl_coverage_row){.keyword = PL_KEYWORD_TYPE,
                                           .severity = severity,
                                           .text = pl_arena_printf(make->arena, "%s %s%s", keyword,
                                                                   text, notes[severity]),
                                           .kinds = kinds,
                                           .edges = several ? PL_EDGE_INSIDE : 0});
}

static pl_status add_type_rows(maker *make, const pl_schema *schema) {
    const unsigned kinds = kinds_of(schema->types);
    pl_status status = PL_OK;
    if (kinds != ANY_KIND) { status = add_types(make, schema->types, PL_VIOLATION, kinds); }
    if (status == PL_OK && schema->types_contested != 0) {
        status = add_types(make, schema->types_contested, PL_WARNING, kinds);
    }
    const bool whole = (schema->types & (PL_TYPE_INTEGER | PL_TYPE_NUMBER)) == PL_TYPE_INTEGER;
    if (status == PL_OK && whole) {
        status = add_types(make, PL_TYPE_INTEGER, PL_OBSERVATION, PL_KIND_BIT(PL_JSON_NUMBER));
    }
    return status;
}

static pl_status add_facet(maker *make, const pl_schema *schema, const pl_facet *facet) {
    const char *limit = NULL;
    const pl_status status = pl_facet_limit(make->arena, facet, &limit);
    if (status != PL_OK) { return status; }
    pl_coverage_row row = {.keyword = facet->keyword,
                           .severity = facet->severity,
                           .facet = facet,
                           .text = pl_keyword_text(facet->keyword),
                           .kinds = pl_keyword_kinds(facet->keyword),
                           .edges = pl_coverage_edges_of(facet->keyword)};
    if (limit != NULL) { row.text = pl_arena_printf(make->arena, "%s %s", row.text, limit); }
    pl_coverage_bounds(schema, facet, row.bounds);
    return add_row(make, row);
}

static const struct rule_row *rule_row_of(const pl_rule *rule) {
    size_t i = 0;
    while (i < PL_COUNT(rule_rows) && strcmp(rule_rows[i].id, rule->id) != 0) { i++; }
    assert(i < PL_COUNT(rule_rows)); /* a rule without a row would be one that nobody counts */
    return &rule_rows[i];
}

static pl_status add_rule(maker *make, const pl_rule *rule) {
    const struct rule_row *known = rule_row_of(rule);
    pl_coverage_row row = {.keyword = PL_KEYWORD_RULE,
                           .severity = PL_VIOLATION,
                           .rule = rule,
                           .text = rule->id,
                           .kinds = PL_KIND_BIT(PL_JSON_OBJECT)};
    pl_status status = known->violates ? add_row(make, row) : PL_OK;
    row.severity = PL_OBSERVATION;
    if (status == PL_OK && known->observes) { status = add_row(make, row); }
    return status;
}

static pl_status add_rows(maker *make, const pl_coverage_place *place) {
    const pl_schema *schema = place->schema;
    pl_status status = PL_OK;
    if (place->member != NULL && place->member->presence != PL_OPTIONAL) {
        status = add_row(make,
                         (pl_coverage_row){.keyword = PL_KEYWORD_REQUIRED,
                                           .severity = presence_severities[place->member->presence],
                                           .text = pl_keyword_text(PL_KEYWORD_REQUIRED),
                                           .kinds = ANY_KIND});
    }
    if (status == PL_OK) { status = add_type_rows(make, schema); }
    for (size_t i = 0; i < schema->facet_count && status == PL_OK; i++) {
        status = add_facet(make, schema, &schema->facets[i]);
    }
    for (size_t i = 0; i < schema->rule_count && status == PL_OK; i++) {
        status = add_rule(make, &schema->rules[i]);
    }
    return status;
}

static pl_status add_document_rows(maker *make) {
    pl_status status = PL_OK;
    for (size_t i = 0; i < PL_COUNT(document_rows) && status == PL_OK; i++) {
        status = add_row(make, (pl_coverage_row){.keyword = document_rows[i].keyword,
                                                 .severity = document_rows[i].severity,
                                                 .text = pl_keyword_text(document_rows[i].keyword),
                                                 .marks = document_rows[i].marks});
    }
    return status;
}

/* --- places ----------------------------------------------------------------------------------- */

static const char *name_of(const maker *make, const pl_coverage_place *place) {
    const char *above = make->coverage->places[place->above].name;
    switch (place->role) {
    case PL_COVERAGE_MEMBER:
        return place->above == PL_COVERAGE_ROOT
                   ? place->member->name
                   : pl_arena_printf(make->arena, "%s.%s", above, place->member->name);
    case PL_COVERAGE_ELEMENT:
        return pl_arena_printf(make->arena, "%s[]", above);
    case PL_COVERAGE_UNDECLARED:
        return pl_arena_printf(make->arena, "%s.*", above);
    default:
        return place->schema == NULL ? "document" : "body";
    }
}

/* Append it to what is below the place above it, with its rows. */
static pl_status add_place(maker *make, pl_coverage_place place) {
    pl_coverage *coverage = make->coverage;
    assert(coverage->place_count < PL_COVERAGE_PLACE_COUNT_MAX);
    place.name = name_of(make, &place);
    if (place.name == NULL) { return PL_E_MEMORY; }
    place.row_at = (uint16_t)coverage->row_count;
    make->place = (uint16_t)coverage->place_count++;
    coverage->places[make->place] = place;
    if (place.above != 0) {
        uint16_t *link = &coverage->places[place.above].first_below;
        while (*link != 0) { link = &coverage->places[*link].next; }
        *link = make->place;
    }
    return place.schema == NULL ? add_document_rows(make) : add_rows(make, &place);
}

/* A place and everything below it; recursion is bounded by the depth of schemas. */
static pl_status add_places(maker *make, pl_coverage_place place, unsigned depth) {
    assert(depth < PL_SCHEMA_DEPTH_MAX);
    const pl_schema *schema = place.schema;
    pl_status status = add_place(make, place);
    const uint16_t here = make->place;
    for (size_t i = 0; i < schema->member_count && status == PL_OK; i++) {
        status = add_places(make,
                            (pl_coverage_place){.schema = schema->members[i].schema,
                                                .member = &schema->members[i],
                                                .role = PL_COVERAGE_MEMBER,
                                                .above = here},
                            depth + 1);
    }
    const struct {
        const pl_schema *schema;
        pl_coverage_role role;
    } parts[] = {{schema->items, PL_COVERAGE_ELEMENT}, {schema->values, PL_COVERAGE_UNDECLARED}};
    for (size_t i = 0; i < PL_COUNT(parts) && status == PL_OK; i++) {
        if (parts[i].schema == NULL) { continue; }
        status = add_places(
            make,
            (pl_coverage_place){.schema = parts[i].schema, .role = parts[i].role, .above = here},
            depth + 1);
    }
    return status;
}

pl_status pl_coverage_make(const pl_schema *schema, pl_arena *arena, pl_coverage *ret_coverage) {
    assert(schema != NULL);
    assert(ret_coverage != NULL);
    pl_coverage coverage = {.schema = schema};
    coverage.places = pl_arena_alloc(arena, PL_COVERAGE_PLACE_COUNT_MAX * sizeof *coverage.places);
    coverage.rows = pl_arena_alloc(arena, PL_COVERAGE_ROW_COUNT_MAX * sizeof *coverage.rows);
    if (coverage.places == NULL || coverage.rows == NULL) { return PL_E_MEMORY; }
    maker make = {.coverage = &coverage, .arena = arena};
    pl_status status = add_place(&make, (pl_coverage_place){.schema = NULL});
    assert(make.place == PL_COVERAGE_DOCUMENT);
    if (status == PL_OK) { status = add_places(&make, (pl_coverage_place){.schema = schema}, 0); }
    if (status == PL_OK) { *ret_coverage = coverage; }
    return status;
}
