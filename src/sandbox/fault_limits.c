#include <assert.h>
#include <string.h>

#include "sandbox/fault_maker_internal.h"
#include "text/utf8.h"

/* Rows with a bound: dropped, moved by one both ways, measured in another unit. */

static const char group_limits[] = "limits";

typedef enum bound_of { BOUND_COUNT, BOUND_LIMIT } bound_of;

/* clang-format off */
static const struct bound_row {
    pl_keyword keyword;
    bound_of bound;
    bool upper;
} bound_rows[] = {
    {PL_KEYWORD_MINIMUM,           BOUND_LIMIT, false},
    {PL_KEYWORD_EXCLUSIVE_MINIMUM, BOUND_LIMIT, false},
    {PL_KEYWORD_MAXIMUM,           BOUND_LIMIT, true},
    {PL_KEYWORD_MIN_LENGTH,        BOUND_COUNT, false},
    {PL_KEYWORD_MAX_LENGTH,        BOUND_COUNT, true},
    {PL_KEYWORD_MIN_ITEMS,         BOUND_COUNT, false},
    {PL_KEYWORD_MAX_ITEMS,         BOUND_COUNT, true},
};
/* clang-format on */

/* The row of that keyword and severity in an edit. */
static pl_facet *row_of(pl_fault_edit *edit, pl_keyword keyword, pl_severity severity) {
    for (size_t i = 0; i < edit->target->facet_count; i++) {
        if (edit->facets[i].keyword == keyword && edit->facets[i].severity == severity) {
            return &edit->facets[i];
        }
    }
    assert(false); /* asked for only where it stands */
    return NULL;
}

static const char *what_of(pl_fault_maker *maker, pl_keyword keyword, const char *how) {
    return pl_arena_printf(maker->arena, "%s/%s", pl_keyword_text(keyword), how);
}

static void add_dropped(pl_fault_maker *maker, const pl_fault_place *place, pl_keyword keyword) {
    pl_fault_edit edit;
    if (!pl_fault_edit_make(maker, place, &edit)) { return; }
    pl_fault_edit_drop(&edit, keyword, PL_VIOLATION);
    pl_fault_edit_add(maker, &edit, group_limits, what_of(maker, keyword, "dropped"),
                      pl_arena_printf(maker->arena, "%s is not checked", pl_keyword_text(keyword)));
}

static void add_moved(pl_fault_maker *maker, const pl_fault_place *place,
                      const struct bound_row *bound, int step) {
    pl_fault_edit edit;
    if (!pl_fault_edit_make(maker, place, &edit)) { return; }
    pl_facet *row = row_of(&edit, bound->keyword, PL_VIOLATION);
    if (bound->bound == BOUND_LIMIT) {
        const pl_status status = pl_decimal_add(row->limit, pl_decimal_of(step), &row->limit);
        assert(status == PL_OK); /* a limit of the contract, and one */
        (void)status;
    } else {
        row->count = (uint32_t)((int64_t)row->count + step);
        /* Nothing has less than none: that is the row dropped. */
        if (!bound->upper && row->count == 0) { return; }
    }
    pl_fault_edit_add(maker, &edit, group_limits,
                      what_of(maker, bound->keyword, step > 0 ? "higher" : "lower"),
                      pl_arena_printf(maker->arena, "%s is one %s", pl_keyword_text(bound->keyword),
                                      step > 0 ? "higher" : "lower"));
}

/* --- lengths --------------------------------------------------------------------------------- */

/* What one code point counts for. */
typedef struct unit_row {
    const char *name;
    const char *words;
    uint32_t (*weight)(uint32_t code_point);
    uint32_t from; /* the first code point that weighs other than 1 */
} unit_row;

static uint32_t in_bytes(uint32_t code_point) {
    if (code_point < 0x80) { return 1; }
    if (code_point < 0x800) { return 2; }
    return code_point < 0x10000 ? 3 : 4;
}

static uint32_t in_utf16(uint32_t code_point) {
    return code_point < 0x10000 ? 1 : 2;
}

static uint32_t in_ascii(uint32_t code_point) {
    return code_point < 0x80;
}

/* clang-format off */
static const unit_row units[] = {
    {"in-bytes",  "the length is counted in bytes",                    in_bytes, 0x80},
    {"in-utf-16", "the length is counted in UTF-16 units",             in_utf16, 0x10000},
    {"in-ascii",  "characters outside ASCII do not count to the length", in_ascii, 0x80},
};
/* clang-format on */

static pl_status refuses_length(const pl_walk *walk, uint32_t node, const pl_fault_rule *rule,
                                bool *ret_refused) {
    const unit_row *unit = rule->row;
    if (walk->json->nodes[node].kind != PL_JSON_STRING) { return PL_OK; }
    pl_json_chars chars = {pl_json_inside(walk->json, node)};
    uint64_t len = 0;
    uint32_t code_point = 0;
    while (pl_json_chars_next(&chars, &code_point) != PL_JSON_CHAR_END) {
        len += unit->weight(code_point);
    }
    *ret_refused = len > rule->facet->count;
    return PL_OK;
}

/* Is a text with such code points judged at all? What engines differ on tells nothing. */
static bool is_settled(const pl_schema *schema, uint32_t from) {
    const bool ascii_only =
        pl_schema_facet(schema, PL_KEYWORD_URI_NON_ASCII, PL_OBSERVATION) != NULL;
    const bool plane_only = pl_schema_facet(schema, PL_KEYWORD_ASTRAL, PL_OBSERVATION) != NULL;
    return !ascii_only && (!plane_only || from < 0x10000);
}

static void add_units(pl_fault_maker *maker, const pl_fault_place *place) {
    const pl_facet *row = pl_schema_facet(place->schema, PL_KEYWORD_MAX_LENGTH, PL_VIOLATION);
    for (size_t i = 0; row != NULL && i < PL_COUNT(units); i++) {
        pl_fault_edit edit;
        if (!is_settled(place->schema, units[i].from) || !pl_fault_edit_make(maker, place, &edit)) {
            continue;
        }
        pl_fault_edit_drop(&edit, PL_KEYWORD_MAX_LENGTH, PL_VIOLATION);
        pl_fault_edit_rule(
            maker, &edit,
            &(pl_fault_rule){.refuses = refuses_length, .row = &units[i], .facet = row});
        pl_fault_edit_add(maker, &edit, group_limits,
                          what_of(maker, PL_KEYWORD_MAX_LENGTH, units[i].name), units[i].words);
    }
}

/* --- where the contract begins to be silent -------------------------------------------------- */

/* What must still be accepted is refused already. */
static const struct {
    pl_keyword keyword;
    const char *words;
    bool far; /* servers measure it in ways of their own: not by one, but to a quarter */
} early_rows[] = {
    {PL_KEYWORD_MAXIMUM, "the largest value that must be accepted is refused", false},
    {PL_KEYWORD_MAX_ITEMS, "the largest number of elements that must be accepted is refused",
     false},
    {PL_KEYWORD_MAX_DECIMALS, "as many decimals as must be accepted are refused", false},
    {PL_KEYWORD_MAX_DEPTH, "a quarter of the nesting that must be accepted is refused", true},
    {PL_KEYWORD_MAX_BYTES, "a quarter of the size that must be accepted is refused", true},
};

static void add_early(pl_fault_maker *maker, const pl_fault_place *place) {
    /* Of a total only the known-good one must be accepted; of a body the members say enough. */
    if (place->step_count == 0 ||
        pl_schema_facet(place->schema, PL_KEYWORD_EXCLUSIVE_MINIMUM, PL_OBSERVATION) != NULL) {
        return;
    }
    for (size_t i = 0; i < PL_COUNT(early_rows); i++) {
        const pl_keyword keyword = early_rows[i].keyword;
        pl_fault_edit edit;
        if (pl_schema_facet(place->schema, keyword, PL_OBSERVATION) == NULL ||
            !pl_fault_edit_make(maker, place, &edit)) {
            continue;
        }
        pl_facet *row = row_of(&edit, keyword, PL_OBSERVATION);
        row->severity = PL_VIOLATION;
        row->count = early_rows[i].far ? row->count / 4 : row->count - (row->count > 0);
        const pl_status status = pl_decimal_add(row->limit, pl_decimal_of(-1), &row->limit);
        assert(status == PL_OK);
        (void)status;
        pl_fault_edit_add(maker, &edit, group_limits, what_of(maker, keyword, "early"),
                          early_rows[i].words);
    }
}

void pl_faults_of_limits(pl_fault_maker *maker, const pl_fault_place *place) {
    for (size_t i = 0; i < PL_COUNT(bound_rows); i++) {
        const struct bound_row *bound = &bound_rows[i];
        if (pl_schema_facet(place->schema, bound->keyword, PL_VIOLATION) == NULL) { continue; }
        add_dropped(maker, place, bound->keyword);
        add_moved(maker, place, bound, -1);
        add_moved(maker, place, bound, 1);
    }
    add_units(maker, place);
    add_early(maker, place);
}
