#include "cases_test.h"
#include "mutate_test.h"

/* Schemas that mutators are made for. */
static const pl_schema *const schemas[] = {
    &pl_contract_request, &pl_contract_grant,   &pl_contract_link,
    &pl_contract_success, &pl_contract_catalog, &pl_contract_token,
};

Test(cases_mutate_pool, every_place_has_values_once_each, .timeout = 60) {
    for (size_t i = 0; i < PL_COUNT(schemas); i++) {
        pl_arena arena = {0};
        const pl_mutator *mutator = mt_mutator(schemas[i], &arena);
        cr_expect_eq(mutator->places[0].schema, schemas[i], "%s: root", schemas[i]->name);
        for (size_t k = 0; k < mutator->place_count; k++) {
            const pl_pool_place *place = &mutator->places[k];
            cr_expect_eq(pl_pool_find(mutator, place->schema), place, "%s", place->schema->name);
            cr_assert_gt(place->value_count, 1, "%s: %s", schemas[i]->name, place->schema->name);
            for (size_t n = 1; n < place->value_count; n++) {
                cr_expect_not(pl_bytes_equal(place->values[n], place->values[n - 1]), "%s",
                              place->schema->name);
            }
        }
        pl_arena_done(&arena);
    }
}

/* The first value of each place is good: where it stands alone in its schema, nothing is wrong with it. */
Test(cases_mutate_pool, first_values_are_good, .timeout = 60) {
    for (size_t i = 0; i < PL_COUNT(schemas); i++) {
        pl_arena arena = {0};
        const pl_mutator *mutator = mt_mutator(schemas[i], &arena);
        for (size_t k = 0; k < mutator->place_count; k++) {
            const pl_pool_place *place = &mutator->places[k];
            pl_json json;
            bool readable = false;
            pl_report report = {0};
            cr_assert_eq(pl_validate_text(place->schema, place->values[0], &pl_coverage_world,
                                          &arena, &json, &readable, &report),
                         PL_OK);
            uint32_t wrong = report.totals[PL_VIOLATION];
            for (uint32_t n = 0; n < report.count; n++) {
                /* What the envelopes say of the HTTP status cannot hold for all of them. */
                wrong -= report.list[n].keyword == PL_KEYWORD_RULE &&
                         report.list[n].severity == PL_VIOLATION;
            }
            cr_expect(readable && wrong == 0, "%s: %.*s", place->schema->name,
                      (int)place->values[0].len, (const char *)place->values[0].ptr);
        }
        pl_arena_done(&arena);
    }
}

/* Reference numbers of cases that probe something else are all alike. */
Test(cases_mutate_pool, reference_numbers_are_few, .timeout = 30) {
    pl_arena arena = {0};
    const pl_mutator *mutator = mt_mutator(&pl_contract_request, &arena);
    const pl_pool_place *references =
        pl_pool_find(mutator, pl_request_member(PL_REQUEST_REFF_NO)->schema);
    cr_assert_not_null(references);
    cr_expect_lt(references->value_count, 100, "%zu", references->value_count);
    cr_expect_gt(references->value_count, 20, "%zu", references->value_count);
    cr_expect_null(pl_pool_find(mutator, &pl_contract_grant));
    pl_arena_done(&arena);
}

Test(cases_mutate_pool, a_config_that_cannot_be_used, .timeout = 30) {
    pl_arena arena = {0};
    const pl_case_config config = {.run_id = ""};
    const pl_mutator *mutator = NULL;
    cr_expect_eq(pl_mutator_make(&pl_contract_request, &config, &arena, &mutator), PL_E_ARGUMENT);
    cr_expect_null(mutator);
    pl_arena_done(&arena);
}

Test(cases_mutate_pool, without_memory, .timeout = 60) {
    enum { STEP = 7, REQUEST_COUNT_MAX = 200000 };
    pl_case_config config = ct_config();
    size_t k = 1;
    for (; k < REQUEST_COUNT_MAX; k = k * STEP / (STEP - 1) + 1) {
        pl_arena arena = {.fail_after = k};
        const pl_mutator *mutator = NULL;
        const pl_status status = pl_mutator_make(&pl_contract_success, &config, &arena, &mutator);
        const bool failed = arena.request_count >= k;
        cr_expect_eq(status, failed ? PL_E_MEMORY : PL_OK, "request %zu", k);
        cr_expect_eq(mutator == NULL, failed, "request %zu", k);
        pl_arena_done(&arena);
        if (!failed) { break; }
    }
    cr_assert_lt(k, REQUEST_COUNT_MAX, "the bound was reached");
}
