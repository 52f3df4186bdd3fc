#include "mutate_test.h"

/* What may come out of a small document: every one of these, and nothing else. */
static const struct outcome_row {
    const char *operator_name;
    const char *text;
    const char *want[6]; /* NULL-terminated */
} rows[] = {
    {"drop", "[1]", {"[]"}},
    {"drop", "[ 1 ]", {"[  ]"}},
    {"drop", "[1, 2 ,3]", {"[2 ,3]", "[1, 3]", "[1, 2]"}},
    {"drop", "{\"a\":1,\"b\":{}}", {"{\"b\":{}}", "{\"a\":1}"}},
    {"duplicate", "[1,true]", {"[1,1,true]", "[1,true,true]"}},
    {"reorder", "[1, 2 ,3]", {"[2, 1 ,3]", "[3, 2 ,1]", "[1, 3 ,2]"}},
    {"reorder", "{\"a\" : 1,\"b\":2}", {"{\"b\":2,\"a\" : 1}"}},
    {"null", "[7]", {"[null]", "null"}},
};

static size_t outcome(const struct outcome_row *row, pl_bytes text) {
    size_t i = 0;
    while (row->want[i] != NULL && !pl_bytes_equal(text, pl_bytes_of(row->want[i]))) { i++; }
    return i;
}

Test(cases_mutate_member, outcomes, .timeout = 30) {
    enum { SEED_COUNT = 400 };
    pl_arena kept = {0};
    pl_arena arena = {0};
    const pl_mutator *mutator = mt_mutator(&pl_contract_request, &kept);
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        uint32_t seen[PL_COUNT(rows[0].want)] = {0};
        for (uint64_t seed = 0; seed < SEED_COUNT; seed++) {
            pl_bytes after = {0};
            pl_arena_reset(&arena);
            if (!mt_apply(mutator, rows[i].operator_name, pl_bytes_of(rows[i].text), seed, &arena,
                          &after)) {
                continue;
            }
            const size_t which = outcome(&rows[i], after);
            cr_assert_not_null(rows[i].want[which], "%s of %s: %.*s", rows[i].operator_name,
                               rows[i].text, (int)after.len, (const char *)after.ptr);
            seen[which]++;
        }
        for (size_t k = 0; rows[i].want[k] != NULL; k++) {
            cr_expect_gt(seen[k], 0, "%s of %s: never %s", rows[i].operator_name, rows[i].text,
                         rows[i].want[k]);
        }
    }
    pl_arena_done(&arena);
    pl_arena_done(&kept);
}

Test(cases_mutate_member, nothing_to_do, .timeout = 30) {
    static const struct {
        const char *operator_name;
        const char *text;
    } idle[] = {
        {"drop", "{}"},    {"drop", "1"},        {"duplicate", "[]"}, {"reorder", "[1]"},
        {"reorder", "{}"}, {"add", "[1,\"a\"]"}, {"null", "null"},
    };
    pl_arena kept = {0};
    pl_arena arena = {0};
    const pl_mutator *mutator = mt_mutator(&pl_contract_request, &kept);
    for (size_t i = 0; i < PL_COUNT(idle); i++) {
        for (uint64_t seed = 0; seed < 50; seed++) {
            pl_bytes after = {0};
            pl_arena_reset(&arena);
            cr_assert_not(mt_apply(mutator, idle[i].operator_name, pl_bytes_of(idle[i].text), seed,
                                   &arena, &after),
                          "%s of %s", idle[i].operator_name, idle[i].text);
        }
    }
    pl_arena_done(&arena);
    pl_arena_done(&kept);
}

/* Every declared member is added to an empty object, and others too. */
Test(cases_mutate_member, add_knows_the_declared_members, .timeout = 30) {
    enum { SEED_COUNT = 3000 };
    pl_arena kept = {0};
    pl_arena arena = {0};
    const pl_mutator *mutator = mt_mutator(&pl_contract_request, &kept);
    uint32_t seen[PL_REQUEST_FIELD_COUNT] = {0};
    uint32_t undeclared = 0;
    for (uint64_t seed = 0; seed < SEED_COUNT; seed++) {
        pl_bytes after = {0};
        pl_arena_reset(&arena);
        if (!mt_apply(mutator, "add", pl_bytes_of("{}"), seed, &arena, &after)) { continue; }
        const pl_tree tree = mt_tree(mutator, after, &arena);
        cr_assert_eq(pl_json_child_count(&tree.json, 0), 1);
        bool declared = false;
        for (unsigned i = 0; i < PL_REQUEST_FIELD_COUNT; i++) {
            const pl_member *member = pl_request_member(i);
            if (pl_json_name_is(&tree.json, 1, member->name, member->name_len)) {
                seen[i]++;
                declared = true;
            }
        }
        undeclared += !declared;
    }
    for (unsigned i = 0; i < PL_REQUEST_FIELD_COUNT; i++) {
        cr_expect_gt(seen[i], 1, "%s", pl_request_member(i)->name);
    }
    cr_expect_gt(undeclared, SEED_COUNT / 20);
    pl_arena_done(&arena);
    pl_arena_done(&kept);
}

/* A member that is there is not added again: that is what `duplicate` does, also with another value. */
Test(cases_mutate_member, duplicate_names_come_from_duplicate, .timeout = 30) {
    enum { SEED_COUNT = 500 };
    pl_arena kept = {0};
    pl_arena arena = {0};
    const pl_mutator *mutator = mt_mutator(&pl_contract_grant, &kept);
    const pl_bytes text = PL_BYTES_LIT("{\"grant_type\":1}");
    uint32_t other_value = 0;
    for (uint64_t seed = 0; seed < SEED_COUNT; seed++) {
        pl_bytes after = {0};
        uint32_t twice = PL_JSON_NONE;
        pl_arena_reset(&arena);
        cr_assert(mt_apply(mutator, "duplicate", text, seed, &arena, &after));
        const pl_tree tree = mt_tree(mutator, after, &arena);
        cr_assert_eq(pl_json_duplicate_name(&tree.json, 0, &arena, &twice), PL_OK);
        cr_assert_neq(twice, PL_JSON_NONE, "%.*s", (int)after.len, (const char *)after.ptr);
        other_value += !pl_bytes_equal(after, pl_bytes_of("{\"grant_type\":1,\"grant_type\":1}"));
    }
    cr_expect(other_value > 0 && other_value < SEED_COUNT, "%u", other_value);
    pl_arena_done(&arena);
    pl_arena_done(&kept);
}
