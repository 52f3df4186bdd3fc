#include "cases/coverage.h"

#include <assert.h>
#include <string.h>

#include "cases/coverage_internal.h"

/* clang-format off */
static const pl_bytes example_codes[] = {
    PL_BYTES_LIT("QRIS"), PL_BYTES_LIT("VA_BRI"), PL_BYTES_LIT("VA_BNI"), PL_BYTES_LIT("VA_DANAMON"),
    PL_BYTES_LIT("INDOMARET"), PL_BYTES_LIT("ALFAMART"),
};
/* clang-format on */
const pl_context pl_coverage_world = {.now_ms = 1750000000000,
                                      .payment_methods = example_codes,
                                      .payment_method_count = PL_COUNT(example_codes)};

/* In a map of nodes to places: the node is a name, and the place that of its object. 0: no table describes it. */
enum { NAME_BIT = 0x8000, PLACE_MASK = 0x7FFF };
_Static_assert((int)PL_COVERAGE_PLACE_COUNT_MAX <= (int)PLACE_MASK,
               "a place and the bit fit one entry");

/* One judged document on its way into the table. */
typedef struct tally {
    pl_coverage *coverage;
    const pl_context *context;
    const pl_json *json; /* NULL: unreadable */
    const uint16_t *map; /* place of every node */
    const pl_report *report;
    pl_verdict verdict;
    uint32_t number; /* of the document, from 1 */
} tally;

/* --- places of nodes ------------------------------------------------------------------------- */

static uint16_t element_place(const pl_coverage *coverage, uint16_t above, pl_coverage_role role) {
    uint16_t place = coverage->places[above].first_below;
    while (place != 0 && coverage->places[place].role != role) {
        place = coverage->places[place].next;
    }
    return place;
}

static uint16_t member_place(const pl_coverage *coverage, uint16_t above, const pl_json *json,
                             uint32_t name) {
    for (uint16_t place = coverage->places[above].first_below; place != 0;
         place = coverage->places[place].next) {
        const pl_member *member = coverage->places[place].member;
        if (member != NULL && pl_json_name_is(json, name, member->name, member->name_len)) {
            return place;
        }
    }
    return element_place(coverage, above, PL_COVERAGE_UNDECLARED);
}

/* A container stands before what is in it, so one walk in document order reaches all. NULL: out of memory. */
static const uint16_t *map_nodes(const pl_coverage *coverage, const pl_json *json,
                                 pl_arena *scratch) {
    uint16_t *map = pl_arena_alloc(scratch, json->count * sizeof *map);
    if (map == NULL) { return NULL; }
    memset(map, 0, json->count * sizeof *map);
    map[0] = PL_COVERAGE_ROOT;
    for (uint32_t i = 0; i < json->count; i++) {
        const uint16_t place = map[i];
        const uint32_t end = json->nodes[i].next;
        if (place == 0) { continue; }
        if (json->nodes[i].kind == PL_JSON_ARRAY) {
            const uint16_t below = element_place(coverage, place, PL_COVERAGE_ELEMENT);
            for (uint32_t k = i + 1; k < end; k = json->nodes[k].next) { map[k] = below; }
        } else if (json->nodes[i].kind == PL_JSON_OBJECT) {
            for (uint32_t name = i + 1; name < end; name = json->nodes[name + 1].next) {
                map[name] = place | NAME_BIT;
                map[name + 1] = member_place(coverage, place, json, name);
            }
        }
    }
    return map;
}

/* --- the outside ------------------------------------------------------------------------------ */

static pl_coverage_row *row_at(pl_coverage *coverage, uint16_t place, const pl_violation *what) {
    for (uint16_t i = 0; i < coverage->places[place].row_count; i++) {
        pl_coverage_row *row = &coverage->rows[coverage->places[place].row_at + i];
        if (row->keyword == what->keyword && row->severity == what->severity &&
            row->facet == what->facet && row->rule == what->rule) {
            return row;
        }
    }
    return NULL;
}

/* The row that a deviation is reported of; NULL: none, as what a repeated member lessens. */
static pl_coverage_row *row_of(const tally *count, const pl_violation *what) {
    pl_coverage *coverage = count->coverage;
    const bool located = count->json != NULL && (what->schema != NULL || what->rule != NULL);
    uint16_t place = located ? count->map[what->node] & PLACE_MASK : PL_COVERAGE_DOCUMENT;
    if (located && place == 0) { return NULL; }
    if (what->keyword == PL_KEYWORD_REQUIRED) { /* reported at the object */
        place = coverage->places[place].first_below;
        while (place != 0 && coverage->places[place].member != what->member) {
            place = coverage->places[place].next;
        }
        assert(place != 0);
    }
    pl_coverage_row *row = row_at(coverage, place, what);
    while (row == NULL && what->rule != NULL && place != 0) { /* reported below the rule's object */
        place = coverage->places[place].above;
        row = row_at(coverage, place, what);
    }
    return row;
}

static void count_outside(const tally *count) {
    const pl_report *report = count->report;
    uint64_t unlisted = 0;
    for (size_t i = 0; i < PL_SEVERITY_COUNT; i++) { unlisted += report->totals[i]; }
    bool alone = unlisted == report->count;
    pl_coverage_row *only = NULL;
    for (uint32_t i = 0; i < report->count; i++) {
        const pl_violation *what = &report->list[i];
        pl_coverage_row *row = row_of(count, what);
        alone = alone && row != NULL && (only == NULL || only == row);
        only = row;
        if (row == NULL) { continue; }
        if (row->severity != PL_VIOLATION && count->verdict != PL_OPEN) { continue; }
        if (row->newest != count->number) { row->outside_count++; }
        row->newest = count->number;
        if (count->json != NULL && row->facet != NULL &&
            pl_coverage_edge(row, count->json, what->node) == PL_EDGE_OUTSIDE) {
            row->edges_seen |= PL_EDGE_OUTSIDE;
        }
    }
    if (alone && only != NULL) { only->alone_count++; }
}

/* --- the inside ------------------------------------------------------------------------------- */

/* Does what is known suffice for the row? */
static bool is_judged(const pl_coverage_row *row, const pl_context *context) {
    switch (row->keyword) {
    case PL_KEYWORD_CATALOG:
        return context->payment_methods != NULL;
    case PL_KEYWORD_PAST:
        return context->now_ms != 0;
    default:
        return true;
    }
}

static void count_value(const tally *count, pl_coverage_row *row, uint32_t node) {
    const unsigned kind = PL_KIND_BIT(count->json->nodes[node].kind);
    if ((row->kinds & kind) == 0 || !is_judged(row, count->context)) { return; }
    if (row->newest != count->number) { row->inside_count++; }
    row->newest = count->number;
    row->kinds_seen |= kind;
    row->edges_seen |= pl_coverage_edge(row, count->json, node) & PL_EDGE_INSIDE;
    if (row->keyword == PL_KEYWORD_TYPE && row->kinds_seen == row->kinds) {
        row->edges_seen |= row->edges & PL_EDGE_INSIDE;
    }
}

static void count_inside(const tally *count) {
    pl_coverage *coverage = count->coverage;
    for (uint16_t i = 0; i < coverage->places[PL_COVERAGE_DOCUMENT].row_count; i++) {
        pl_coverage_row *row = &coverage->rows[i];
        row->inside_count += (count->json->marks & row->marks) == row->marks;
    }
    for (uint32_t node = 0; node < count->json->count; node++) {
        const uint16_t place = count->map[node];
        if (place == 0 || (place & NAME_BIT) != 0) { continue; }
        pl_coverage_row *rows = &coverage->rows[coverage->places[place].row_at];
        for (uint16_t i = 0; i < coverage->places[place].row_count; i++) {
            count_value(count, &rows[i], node);
        }
    }
}

pl_status pl_coverage_add(pl_coverage *coverage, pl_bytes text, const pl_context *context,
                          pl_arena *scratch, pl_verdict *ret_verdict) {
    assert(coverage != NULL && coverage->row_count > 0);
    assert(context != NULL);
    pl_json json;
    bool readable = false;
    pl_report report;
    const pl_status status =
        pl_validate_text(coverage->schema, text, context, scratch, &json, &readable, &report);
    if (status != PL_OK) { return status; }
    tally count = {.coverage = coverage,
                   .context = context,
                   .report = &report,
                   .verdict = pl_report_verdict(&report),
                   .number = 1};
    for (size_t i = 0; i < PL_VERDICT_COUNT; i++) { count.number += coverage->document_counts[i]; }
    if (readable) {
        count.json = &json;
        count.map = map_nodes(coverage, &json, scratch);
        if (count.map == NULL) { return PL_E_MEMORY; }
    }
    if (count.verdict == PL_ACCEPT) {
        count_inside(&count);
    } else {
        count_outside(&count);
    }
    coverage->document_counts[count.verdict]++;
    if (ret_verdict != NULL) { *ret_verdict = count.verdict; }
    return PL_OK;
}

bool pl_coverage_row_is_full(const pl_coverage_row *row) {
    return row->inside_count > 0 && row->outside_count > 0;
}

size_t pl_coverage_full_count(const pl_coverage *coverage) {
    size_t full = 0;
    for (size_t i = 0; i < coverage->row_count; i++) {
        full += pl_coverage_row_is_full(&coverage->rows[i]);
    }
    return full;
}
