/* For the tests of the mutator: one operator at a time on a document, and what the result says. */
#ifndef PL_TESTS_MUTATE_TEST_H
#define PL_TESTS_MUTATE_TEST_H

#include <criterion/criterion.h>

#include "cases/cases_internal.h"
#include "cases/coverage.h"
#include "cases/mutate_internal.h"
#include "test_util.h"

enum { MT_CAP = 64 * 1024 };

/* A document, and two items whose quantities can be split. */
#define MT_REQUEST                                                                                 \
    "{\"reff_no\":\"R-1\",\"title\":\"caf\\u00e9 \xF0\x9F\x98\x80\",\"max_usage\":10,"             \
    "\"total_amount\":3.5,\"items\":[{\"name\":\"a/b\",\"quantity\":3,\"unit_price\":1.50},"       \
    "{\"name\":\"b\",\"quantity\":1,\"unit_price\":-1e0}],\"optional_metadata\":{\"k\":[1,-0.0]}}"

static inline const pl_mutator *mt_mutator(const pl_schema *schema, pl_arena *arena) {
    const pl_mutator *mutator = NULL;
    const pl_case_config config = {.run_id = "unit",
                                   .amount = pl_decimal_of(PL_CONTRACT_AMOUNT_DEFAULT),
                                   .now_ms = pl_coverage_world.now_ms,
                                   .payment_methods = pl_coverage_world.payment_methods,
                                   .payment_method_count = pl_coverage_world.payment_method_count};
    const pl_status status = pl_mutator_make(schema, &config, arena, &mutator);
    cr_assert_eq(status, PL_OK, "make: %s", pl_status_text(status));
    return mutator;
}

static inline pl_tree mt_tree(const pl_mutator *mutator, pl_bytes text, pl_arena *arena) {
    pl_tree tree = {0};
    const pl_status status = pl_tree_read(text, mutator->places[0].schema, arena, &tree);
    cr_assert_eq(status, PL_OK, "%.*s: %s", (int)text.len, (const char *)text.ptr,
                 pl_status_text(status));
    return tree;
}

/* The document with one operator applied, in arena; false where it found nothing to do. */
static inline bool mt_apply(const pl_mutator *mutator, const char *name, pl_bytes text,
                            uint64_t seed, pl_arena *arena, pl_bytes *ret_text) {
    const pl_tree tree = mt_tree(mutator, text, arena);
    pl_random random = {seed};
    pl_mutation mutation = {.mutator = mutator,
                            .tree = &tree,
                            .donor = &tree,
                            .random = &random,
                            .arena = arena,
                            .cap = MT_CAP};
    return pl_operator_of(name)->operate(&mutation) && pl_mutation_apply(&mutation, ret_text);
}

static inline bool mt_equal(const pl_tree *left, const pl_tree *right, pl_arena *arena) {
    bool equal = false;
    cr_assert_eq(pl_json_equal(&left->json, 0, &right->json, 0, arena, &equal), PL_OK);
    return equal;
}

/* Does the sum rule hold? An amount that binary floating point cannot add up is no breach. False also where the
 * document cannot be read. */
static inline bool mt_sum_holds(pl_bytes text, pl_arena *arena) {
    pl_json json;
    bool readable = false;
    pl_report report = {0};
    cr_assert_eq(
        pl_contract_judge_request(text, &pl_coverage_world, arena, &json, &readable, &report),
        PL_OK);
    for (uint32_t i = 0; i < report.count; i++) {
        const pl_violation *found = &report.list[i];
        if (found->keyword == PL_KEYWORD_RULE && found->severity == PL_VIOLATION) { return false; }
    }
    return readable;
}

#endif
