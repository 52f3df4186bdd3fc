#include "mutate_test.h"

/* Answers have no cases: that both sides of their rows are drawn rests on the samples alone. */
Test(cases_mutate_sample, both_sides_of_every_facet_of_an_answer, .timeout = 120) {
    enum { SEED_COUNT = 60000 };
    for (size_t i = 0; i < pl_contract_answer_count; i++) {
        const pl_contract_answer *answer = &pl_contract_answers[i];
        pl_arena kept = {0};
        pl_arena scratch = {0};
        const pl_mutator *mutator = mt_mutator(answer->schema, &kept);
        pl_context context = pl_coverage_world;
        pl_coverage coverage;
        static uint8_t out[MT_CAP];
        context.http_status = answer->status;
        cr_assert_eq(pl_coverage_make(answer->schema, &kept, &coverage), PL_OK);
        for (uint64_t seed = 0; seed < SEED_COUNT; seed++) {
            pl_mutate_input in = {.text = mutator->places[0].values[0], .seed = seed};
            size_t len = 0;
            pl_arena_reset(&scratch);
            if (pl_mutate(mutator, &in, &scratch, out, sizeof out, &len) != PL_OK) { continue; }
            const pl_bytes text = {out, len};
            cr_assert_eq(pl_coverage_add(&coverage, text, &context, &scratch, NULL), PL_OK);
        }
        for (size_t k = 0; k < coverage.row_count; k++) {
            const pl_coverage_row *row = &coverage.rows[k];
            /* Damage of the text itself is the trade of the engine's own mutations. */
            if (row->place == PL_COVERAGE_DOCUMENT) { continue; }
            cr_expect_gt(row->outside_count, 0, "%d %s %s: never broken", answer->status,
                         coverage.places[row->place].name, row->text);
        }
        pl_arena_done(&scratch);
        pl_arena_done(&kept);
    }
}
