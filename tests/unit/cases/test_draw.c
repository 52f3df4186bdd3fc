#include "cases/draw.h"

#include "cases_test.h"

enum { DRAW_COUNT = 20000 };

static pl_drawer *drawer_of(const pl_case_config *config, uint64_t seed, pl_arena *arena) {
    pl_drawer *drawer = NULL;
    cr_assert_eq(pl_drawer_make(config, seed, arena, &drawer), PL_OK);
    return drawer;
}

static bool same_text(const char *left, const char *right) {
    return left == NULL || right == NULL ? left == right : strcmp(left, right) == 0;
}

static bool same_request(const pl_case *left, const pl_case *right) {
    return pl_bytes_equal(left->body, right->body) && left->auth == right->auth &&
           left->account == right->account && left->account_change == right->account_change &&
           same_text(left->account_text, right->account_text) &&
           same_text(left->content_type, right->content_type) &&
           same_text(left->accept, right->accept);
}

/* Of two drawers that were made at different moments. */
Test(draw, same_seed_and_run_same_requests, .timeout = 60) {
    pl_arena arena = {0};
    pl_arena scratch = {0};
    const pl_case_config config = ct_config();
    pl_case_config later = config;
    later.now_ms += INT64_C(1000) * 24 * 60 * 60 * 1000;
    pl_case_config other = config;
    other.run_id = "r2";
    const pl_drawer *first = drawer_of(&config, 42, &arena);
    const pl_drawer *second = drawer_of(&later, 42, &arena);
    const pl_drawer *third = drawer_of(&other, 42, &arena);
    const pl_drawer *fourth = drawer_of(&config, 43, &arena);
    size_t alike = 0;
    for (uint64_t n = 1; n <= 1000; n++) {
        pl_drawn drawn[4];
        pl_arena_reset(&scratch);
        cr_assert_eq(pl_draw(first, n, &scratch, &drawn[0]), PL_OK);
        cr_assert_eq(pl_draw(second, n, &scratch, &drawn[1]), PL_OK);
        cr_assert_eq(pl_draw(third, n, &scratch, &drawn[2]), PL_OK);
        cr_assert_eq(pl_draw(fourth, n, &scratch, &drawn[3]), PL_OK);
        cr_assert(same_request(&drawn[0].test, &drawn[1].test), "%llu", (unsigned long long)n);
        cr_assert_eq(drawn[0].test.klass, drawn[1].test.klass, "%llu", (unsigned long long)n);
        cr_assert(pl_bytes_equal(drawn[0].model, drawn[2].model), "the run id is in no model");
        alike += pl_bytes_equal(drawn[0].model, drawn[3].model);
    }
    cr_assert_lt(alike, 100, "another seed draws others");
    pl_arena_done(&scratch);
    pl_arena_done(&arena);
}

/* What the judge says of a body, without its doubts. */
static pl_verdict judge(const pl_case_config *config, pl_bytes body, pl_arena *arena) {
    const pl_context context = {.payment_methods = config->payment_methods,
                                .payment_method_count = config->payment_method_count};
    pl_verdict verdict = PL_OPEN;
    cr_assert_eq(pl_contract_request_verdict(body, &context, arena, &verdict), PL_OK);
    return verdict;
}

static void check_drawn(const pl_case_config *config, const pl_drawn *drawn, pl_arena *arena) {
    const pl_case *test = &drawn->test;
    const pl_verdict verdict = judge(config, test->body, arena);
    const bool good_frame = drawn->variant == NULL;
    cr_assert_eq(drawn->demand.verdict, verdict, "%s", test->id);
    cr_assert(test->klass != PL_CLASS_ACCEPT || verdict == PL_ACCEPT, "%s: accept", test->id);
    cr_assert(test->klass != PL_CLASS_REJECT || !good_frame || verdict == PL_REJECT, "%s: reject",
              test->id);
    cr_assert(test->klass != PL_CLASS_REJECT || test->constraint[0] != '\0', "%s", test->id);
    cr_assert(test->klass != PL_CLASS_REJECT || drawn->demand.keyword[0] != '\0',
              "%s: for a definite reason", test->id);
    cr_assert_neq(test->statuses[0], 0, "%s: expects something", test->id);
    const bool success = ct_expects(test, 200);
    cr_assert(success || test->klass != PL_CLASS_ACCEPT, "%s", test->id);
    cr_assert(!success || test->klass == PL_CLASS_ACCEPT || test->klass == PL_CLASS_OPEN, "%s",
              test->id);
}

/* Every class is drawn often enough to be worth a request. */
Test(draw, classes_agree_with_the_judge, .timeout = 60) {
    pl_arena arena = {0};
    pl_arena scratch = {0};
    const pl_case_config config = ct_config();
    const pl_drawer *drawer = drawer_of(&config, 7, &arena);
    size_t counts[PL_CLASS_COUNT] = {0};
    size_t varied = 0;
    for (uint64_t n = 1; n <= DRAW_COUNT; n++) {
        pl_drawn drawn;
        pl_arena_reset(&scratch);
        cr_assert_eq(pl_draw(drawer, n, &scratch, &drawn), PL_OK);
        check_drawn(&config, &drawn, &scratch);
        counts[drawn.test.klass]++;
        varied += drawn.variant != NULL;
    }
    for (int klass = 0; klass < PL_CLASS_COUNT; klass++) {
        cr_expect_gt(counts[klass], DRAW_COUNT / 50, "%s: %zu", pl_class_text((pl_class)klass),
                     counts[klass]);
    }
    cr_expect_gt(counts[PL_CLASS_ACCEPT], DRAW_COUNT / 10, "%zu", counts[PL_CLASS_ACCEPT]);
    cr_expect_gt(counts[PL_CLASS_REJECT], DRAW_COUNT / 4, "%zu", counts[PL_CLASS_REJECT]);
    cr_expect_gt(varied, DRAW_COUNT / 40, "%zu", varied);
    pl_arena_done(&scratch);
    pl_arena_done(&arena);
}

/* The text that is new stands in the body as often as the mark did, and every serial has its own. */
Test(draw, fresh_texts, .timeout = 30) {
    pl_arena arena = {0};
    char texts[3][PL_FRESH_LEN + 1];
    pl_fresh_text("r1", 1, texts[0]);
    pl_fresh_text("r1", 2, texts[1]);
    pl_fresh_text("r2", 1, texts[2]);
    cr_expect_str_neq(texts[0], texts[1]);
    cr_expect_str_neq(texts[0], texts[2]);
    cr_expect_eq(strspn(texts[0], "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"), PL_FRESH_LEN);
    pl_bytes text = {0};
    cr_assert_eq(pl_fresh_replace(pl_bytes_of("a" PL_DRAW_MARK PL_DRAW_MARK "0FRESHTOKEN"),
                                  PL_DRAW_MARK, "ABCDEFGHIJKL", &arena, &text),
                 PL_OK);
    cr_expect_str_eq((const char *)text.ptr, "aABCDEFGHIJKLABCDEFGHIJKL0FRESHTOKEN");
    cr_assert_eq(
        pl_fresh_replace(pl_bytes_of("0FRESH"), PL_DRAW_MARK, "ABCDEFGHIJKL", &arena, &text),
        PL_OK);
    cr_expect_str_eq((const char *)text.ptr, "0FRESH");
    pl_arena_done(&arena);
}

Test(draw, simple_body_must_be_accepted, .timeout = 30) {
    pl_arena arena = {0};
    const pl_case_config config = ct_config();
    const pl_drawer *drawer = drawer_of(&config, 1, &arena);
    pl_drawn drawn;
    cr_assert_eq(pl_draw_model(drawer, pl_draw_simple(drawer), NULL, 9, &arena, &drawn), PL_OK);
    cr_expect_eq(drawn.test.klass, PL_CLASS_ACCEPT, "%s", drawn.test.why);
    cr_expect_str_eq(drawn.test.id, "fuzz/1/9");
    const pl_case *variant = pl_draw_variant(drawer, pl_bytes_of("authentication/expired"));
    cr_assert_not_null(variant);
    cr_expect_null(pl_draw_variant(drawer, pl_bytes_of("authentication/no-such-case")));
    cr_assert_eq(pl_draw_model(drawer, pl_draw_simple(drawer), variant, 10, &arena, &drawn), PL_OK);
    cr_expect_eq(drawn.test.klass, PL_CLASS_REJECT);
    cr_expect_eq(drawn.test.statuses[0], 401);
    cr_expect_eq(drawn.test.auth, PL_AUTH_EXPIRED);
    pl_arena_done(&arena);
}
