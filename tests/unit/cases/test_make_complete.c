/* The cases as a corpus: every row of the contract's tables is shown from both sides, at its limit, and alone. A facet
 * that is added to the tables and has no such cases fails here. */
#include "cases/coverage.h"
#include "cases_test.h"

/* What no case of a live run can show, and why: everything else must be shown. */
typedef struct unshown_row {
    const char *place;
    const char *facet; /* the start of its text */
    enum { INSIDE_EDGE, OUTSIDE_EDGE, ALONE, BOTH_SIDES } what;
    const char *reason;
} unshown_row;

/* clang-format off */
static const unshown_row unshown[] = {
    {"reff_no", "pattern", INSIDE_EDGE, "a reference number of one character is not new for long"},
    {"total_amount", "maxDecimals", INSIDE_EDGE, "an accepted total is the known-good one"},
    {"total_amount", "maxDigits", INSIDE_EDGE, "an accepted total is the known-good one"},
    {"total_amount", "maxMagnitude", INSIDE_EDGE, "an accepted total is the known-good one"},
    {"total_amount", "exclusiveMinimum", INSIDE_EDGE, "an accepted total is the known-good one"},
    {"total_amount", "maxDecimals", ALONE, "its item has the same decimals: else the sum is wrong too"},
    {"total_amount", "maxDigits", ALONE, "its item has the same digits: else the sum is wrong too"},
    {"total_amount", "maxMagnitude", ALONE, "its item has the same size: else the sum is wrong too"},
    {"items[].unit_price", "maxDigits", INSIDE_EDGE, "merchants limit what a price may be"},
    {"items[].unit_price", "maxMagnitude", INSIDE_EDGE, "merchants limit what a price may be"},
    {"optional_metadata", "maxDepth", INSIDE_EDGE, "servers count levels in ways of their own: a distance is kept"},
    {"optional_metadata", "maxBytes", INSIDE_EDGE, "servers count bytes in ways of their own: a distance is kept"},
    {"body", "maxBytes", INSIDE_EDGE, "a body of a mebibyte may be refused for many reasons"},
    {"body", "maxBytes", OUTSIDE_EDGE, "far above is as open as just above"},
    {"body", "maxBytes", ALONE, "what fills the body is metadata, which has a limit of its own"},
};
/* clang-format on */

static bool used[PL_COUNT(unshown)];

static bool is_excused(const char *place, const pl_coverage_row *row, int what) {
    for (size_t i = 0; i < PL_COUNT(unshown); i++) {
        const unshown_row *excuse = &unshown[i];
        if ((int)excuse->what != what || strcmp(excuse->place, place) != 0 ||
            strncmp(row->text, excuse->facet, strlen(excuse->facet)) != 0) {
            continue;
        }
        used[i] = true;
        return true;
    }
    return false;
}

static void count_cases(const pl_case_config *config, const pl_case_set *set,
                        pl_coverage *coverage) {
    const pl_context context = {.now_ms = config->now_ms,
                                .payment_methods = config->payment_methods,
                                .payment_method_count = config->payment_method_count};
    pl_arena scratch;
    pl_arena_init(&scratch);
    for (size_t i = 0; i < set->count; i++) {
        if (!ct_probes_body(&set->cases[i])) { continue; }
        cr_assert_eq(pl_coverage_add(coverage, set->cases[i].body, &context, &scratch, NULL), PL_OK,
                     "%s", set->cases[i].id);
        pl_arena_reset(&scratch);
    }
    pl_arena_done(&scratch);
}

static void check_row(const char *place, const pl_coverage_row *row) {
    if (!pl_coverage_row_is_full(row)) {
        cr_expect(is_excused(place, row, BOTH_SIDES), "%s %s: %u inside, %u outside", place,
                  row->text, row->inside_count, row->outside_count);
        return;
    }
    if (row->alone_count == 0) {
        cr_expect(is_excused(place, row, ALONE), "%s %s: never alone", place, row->text);
    }
    const unsigned missing = row->edges & ~row->edges_seen;
    if ((missing & PL_EDGE_INSIDE) != 0) {
        cr_expect(is_excused(place, row, INSIDE_EDGE), "%s %s: not at its limit", place, row->text);
    }
    if ((missing & PL_EDGE_OUTSIDE) != 0) {
        cr_expect(is_excused(place, row, OUTSIDE_EDGE), "%s %s: not just outside", place,
                  row->text);
    }
}

Test(cases_complete, every_row_of_the_tables_is_shown_by_cases, .timeout = 60) {
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_case_config config = ct_config();
    const pl_case_set set = ct_set(&arena);
    pl_coverage coverage = {0};
    cr_assert_eq(pl_coverage_make(&pl_contract_request, &arena, &coverage), PL_OK);
    count_cases(&config, &set, &coverage);
    cr_assert_gt(coverage.row_count, 50, "%zu rows", coverage.row_count);
    for (size_t i = 0; i < coverage.row_count; i++) {
        check_row(coverage.places[coverage.rows[i].place].name, &coverage.rows[i]);
    }
    for (size_t i = 0; i < PL_COUNT(unshown); i++) {
        cr_expect(used[i], "%s %s: shown after all, %s", unshown[i].place, unshown[i].facet,
                  unshown[i].reason);
    }
    pl_arena_done(&arena);
}

/* --- null and absence ------------------------------------------------------------------------- */

/* A declared member's value in the body, of the first line item for an item's; or PL_JSON_NONE. */
static uint32_t find_member(const pl_json *json, const pl_place *place) {
    uint32_t object = 0;
    if (place->kind == PL_PLACE_LINE_MEMBER) {
        object = pl_json_member(json, 0, place->array_name);
        if (object == PL_JSON_NONE || json->nodes[object].kind != PL_JSON_ARRAY) { return object; }
        object = object + 1;
    }
    return pl_json_member(json, object, place->member->name);
}

/* Which cases are about the place, by what they do to it. */
typedef struct presence_count {
    size_t null_accepted;
    size_t null_rejected;
    size_t absent_accepted;
    size_t absent_rejected;
} presence_count;

static presence_count count_presence(const pl_case_config *config, const pl_case_set *set,
                                     const pl_place *place, pl_arena *arena) {
    presence_count count = {0};
    for (size_t i = 0; i < set->count; i++) {
        const pl_case *test = &set->cases[i];
        const bool decided = test->klass == PL_CLASS_ACCEPT || test->klass == PL_CLASS_REJECT;
        if (!decided || !ct_probes_body(test)) { continue; }
        pl_json json;
        pl_report report;
        if (!ct_judge(config, test->body, arena, &json, &report)) { continue; }
        if (json.nodes[0].kind != PL_JSON_OBJECT) { continue; }
        const bool accepted = test->klass == PL_CLASS_ACCEPT;
        const uint32_t node = find_member(&json, place);
        if (node == PL_JSON_NONE) {
            count.absent_accepted += accepted;
            count.absent_rejected += !accepted && report.totals[PL_VIOLATION] == 1;
        } else if (json.nodes[node].kind == PL_JSON_NULL) {
            count.null_accepted += accepted;
            count.null_rejected += !accepted && report.totals[PL_VIOLATION] == 1;
        }
    }
    return count;
}

Test(cases_complete, every_member_is_null_and_absent_in_a_case, .timeout = 60) {
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_case_config config = ct_config();
    const pl_case_set set = ct_set(&arena);
    pl_case_kit kit = ct_kit(&config, &arena);
    pl_place places[PL_PLACE_COUNT_MAX];
    size_t place_count = 0;
    size_t members = 0;
    cr_assert_eq(pl_places_make(&kit, places, &place_count), PL_OK);
    for (size_t i = 0; i < place_count; i++) {
        const pl_place *place = &places[i];
        if (place->kind != PL_PLACE_MEMBER && place->kind != PL_PLACE_LINE_MEMBER) { continue; }
        members++;
        const presence_count count = count_presence(&config, &set, place, &arena);
        const bool nullable = (place->schema->types & PL_TYPE_NULL) != 0;
        const bool required = place->member->presence == PL_REQUIRED;
        cr_expect_gt(nullable ? count.null_accepted : count.null_rejected, 0, "%s: null",
                     place->id);
        cr_expect_gt(required ? count.absent_rejected : count.absent_accepted, 0, "%s: absent",
                     place->id);
    }
    cr_expect_eq(members, (size_t)PL_REQUEST_FIELD_COUNT + PL_ITEM_FIELD_COUNT);
    pl_arena_done(&arena);
}

/* --- positions -------------------------------------------------------------------------------- */

/* Every violation that a line item or a member of one can have is sent in the first, a middle and the last of several
 * for at least one way to break it. */
Test(cases_complete, items_are_broken_in_every_position, .timeout = 60) {
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_case_config config = ct_config();
    const pl_case_set set = ct_set(&arena);
    pl_case_kit kit = ct_kit(&config, &arena);
    pl_place places[PL_PLACE_COUNT_MAX];
    size_t place_count = 0;
    size_t lines = 0;
    cr_assert_eq(pl_places_make(&kit, places, &place_count), PL_OK);
    for (size_t i = 0; i < place_count; i++) {
        const pl_place *place = &places[i];
        if (place->kind != PL_PLACE_LINE && place->kind != PL_PLACE_LINE_MEMBER) { continue; }
        lines++;
        bool seen[PL_ITEM_PROBE_COUNT] = {false};
        for (size_t k = 0; k < set.count; k++) {
            const pl_case *test = &set.cases[k];
            if (strcmp(test->group, place->group) != 0 || test->offending == NULL) { continue; }
            const char digit = test->offending[strcspn(test->offending + 1, "/") + 2];
            if (digit >= '0' && digit < '0' + PL_ITEM_PROBE_COUNT) { seen[digit - '0'] = true; }
        }
        for (size_t k = 0; k < PL_ITEM_PROBE_COUNT; k++) {
            cr_expect(seen[k], "%s: item %zu", place->id, k);
        }
    }
    cr_expect_eq(lines, 1 + (size_t)PL_ITEM_FIELD_COUNT);
    pl_arena_done(&arena);
}
