#include "mutate_test.h"

/* The strongest thing that can be asked of it: from one plain request, one call each, every row of the contract is met
 * in an accepted request and broken in another; and at every limit stands the last value inside and the first one
 * outside. */
Test(cases_mutate_value, both_sides_of_every_facet_from_one_request, .timeout = 120) {
    enum { SEED_COUNT = 40000, ROOM = PL_CONTRACT_BODY_BYTES_MAX + 4096, LARGE_ONCE_IN = 8 };
    pl_arena kept = {0};
    pl_arena scratch = {0};
    const pl_mutator *mutator = mt_mutator(&pl_contract_request, &kept);
    const pl_mutate_input plain = {.text = mutator->places[0].values[0]};
    uint8_t *out = malloc(ROOM);
    pl_coverage coverage;
    cr_assert(out != NULL && pl_coverage_make(&pl_contract_request, &kept, &coverage) == PL_OK);
    for (uint64_t seed = 0; seed < SEED_COUNT; seed++) {
        pl_mutate_input in = plain;
        size_t len = 0;
        in.seed = seed;
        pl_arena_reset(&scratch);
        const size_t room = seed % LARGE_ONCE_IN == 0 ? ROOM : MT_CAP;
        if (pl_mutate(mutator, &in, &scratch, out, room, &len) != PL_OK) { continue; }
        const pl_bytes text = {out, len};
        cr_assert_eq(pl_coverage_add(&coverage, text, &pl_coverage_world, &scratch, NULL), PL_OK);
    }
    cr_assert_gt(coverage.row_count, 60, "%zu", coverage.row_count);
    for (size_t i = 0; i < coverage.row_count; i++) {
        const pl_coverage_row *row = &coverage.rows[i];
        const char *place = coverage.places[row->place].name;
        cr_expect_gt(row->inside_count, 0, "%s %s: never met", place, row->text);
        cr_expect_gt(row->outside_count, 0, "%s %s: never broken", place, row->text);
        cr_expect_eq(row->edges & ~row->edges_seen, 0, "%s %s: edges %u of %u", place, row->text,
                     row->edges_seen, row->edges);
    }
    const uint32_t accepted = coverage.document_counts[PL_ACCEPT];
    cr_expect_gt(accepted, SEED_COUNT / 5, "%u are accepted", accepted);
    free(out);
    pl_arena_done(&scratch);
    pl_arena_done(&kept);
}

/* What an operator must have done, told from the two trees. */
typedef bool (*changed_rightly)(const pl_tree *before, const pl_tree *after);

/* Nodes of a kind. */
static uint32_t count_of(const pl_tree *tree, pl_json_kind kind) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < tree->json.count; i++) { count += tree->json.nodes[i].kind == kind; }
    return count;
}

static bool root_kind_differs(const pl_tree *before, const pl_tree *after) {
    return before->json.nodes[0].kind != after->json.nodes[0].kind;
}

static bool one_null_more_or_all_gone(const pl_tree *before, const pl_tree *after) {
    return count_of(after, PL_JSON_NULL) > count_of(before, PL_JSON_NULL) ||
           after->json.count < before->json.count;
}

static bool number_differs(const pl_tree *before, const pl_tree *after) {
    return after->json.count == before->json.count &&
           !pl_number_equal(pl_json_raw(&before->json, 0), pl_json_raw(&after->json, 0));
}

static bool length_differs(const pl_tree *before, const pl_tree *after) {
    return pl_json_string_points(&before->json, 0) != pl_json_string_points(&after->json, 0);
}

static const struct value_row {
    const char *operator_name;
    const char *text;
    changed_rightly changed;
} rows[] = {
    {"type", "1", root_kind_differs},
    {"type", "\"12\"", root_kind_differs},
    {"type", "null", root_kind_differs},
    {"type", "true", root_kind_differs},
    {"null", MT_REQUEST, one_null_more_or_all_gone},
    {"nudge", "1.25", number_differs},
    {"nudge", "-7e2", number_differs},
    {"stretch", "\"a\\u00e9\xC3\xA9\\n\"", length_differs},
};

Test(cases_mutate_value, one_value_is_changed_rightly, .timeout = 30) {
    enum { SEED_COUNT = 300 };
    pl_arena kept = {0};
    pl_arena arena = {0};
    const pl_mutator *mutator = mt_mutator(&pl_contract_request, &kept);
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        uint32_t changed = 0;
        for (uint64_t seed = 0; seed < SEED_COUNT; seed++) {
            pl_bytes after = {0};
            pl_arena_reset(&arena);
            if (!mt_apply(mutator, rows[i].operator_name, pl_bytes_of(rows[i].text), seed, &arena,
                          &after)) {
                continue;
            }
            const pl_tree old = mt_tree(mutator, pl_bytes_of(rows[i].text), &arena);
            const pl_tree new = mt_tree(mutator, after, &arena);
            /* A value can be wrapped in a container of the kind that it is; these are none. */
            cr_assert(rows[i].changed(&old, &new), "%s of %s: %.*s", rows[i].operator_name,
                      rows[i].text, (int)after.len, (const char *)after.ptr);
            changed++;
        }
        cr_expect_gt(changed, SEED_COUNT / 4, "%s of %s", rows[i].operator_name, rows[i].text);
    }
    pl_arena_done(&arena);
    pl_arena_done(&kept);
}

/* Deep documents come out no deeper than the reader reads. */
Test(cases_mutate_value, depth_stays_within_the_limit, .timeout = 60) {
    enum { SEED_COUNT = 2000 };
    static const char *const names[] = {"type", "splice"};
    pl_arena kept = {0};
    pl_arena arena = {0};
    const pl_mutator *mutator = mt_mutator(&pl_contract_request, &kept);
    static uint8_t deep[2 * PL_JSON_DEPTH_MAX];
    memset(deep, '[', PL_JSON_DEPTH_MAX);
    memset(deep + PL_JSON_DEPTH_MAX, ']', PL_JSON_DEPTH_MAX);
    for (uint64_t seed = 0; seed < SEED_COUNT; seed++) {
        pl_bytes after = {0};
        pl_json json;
        pl_arena_reset(&arena);
        const pl_bytes text = {deep, sizeof deep};
        if (!mt_apply(mutator, names[seed % 2], text, seed, &arena, &after)) { continue; }
        cr_assert_eq(pl_json_read(after, &arena, &json, NULL), PL_OK, "%s", names[seed % 2]);
    }
    pl_arena_done(&arena);
    pl_arena_done(&kept);
}

/* Values move to places of their own schema more often than elsewhere. */
Test(cases_mutate_value, splice_prefers_the_same_place, .timeout = 30) {
    enum { SEED_COUNT = 2000 };
    pl_arena kept = {0};
    pl_arena arena = {0};
    const pl_mutator *mutator = mt_mutator(&pl_contract_request, &kept);
    const pl_bytes text = PL_BYTES_LIT("{\"items\":[{\"name\":\"~1~\"},{\"name\":\"~2~\"}],"
                                       "\"max_usage\":7,\"optional_metadata\":[1,2,3,4,5,6]}");
    uint32_t same = 0;
    uint32_t other = 0;
    for (uint64_t seed = 0; seed < SEED_COUNT; seed++) {
        pl_bytes after = {0};
        pl_arena_reset(&arena);
        if (!mt_apply(mutator, "splice", text, seed, &arena, &after)) { continue; }
        const char *copy = pl_arena_text(&arena, after);
        cr_assert_not_null(copy);
        same += strstr(copy, "{\"name\":\"~1~\"},{\"name\":\"~1~\"}") != NULL;
        other += strstr(copy, "\"name\":7") != NULL;
    }
    cr_expect_gt(same, 4 * other, "%u to %u", same, other);
    cr_expect_gt(other, 0, "elsewhere too");
    pl_arena_done(&arena);
    pl_arena_done(&kept);
}
