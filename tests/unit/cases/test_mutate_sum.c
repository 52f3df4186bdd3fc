#include "mutate_test.h"

#define ITEM(quantity, price)                                                                      \
    "{\"name\":\"a\",\"unit_price\":" price ",\"quantity\":" quantity ",\"note\":[1]}"
#define BODY(total, items) "{\"items\":[" items "],\"total_amount\":" total "}"

Test(cases_mutate_sum, split_keeps_the_sum, .timeout = 30) {
    static const char *const bodies[] = {
        BODY("6", ITEM("3", "2")),      BODY("2.50", ITEM("1", "2.5")),
        BODY("-7", ITEM("7", "-1")),    BODY("1000000000", ITEM("1000000000", "1")),
        BODY("7", ITEM("2e0", "3.50")), BODY("5", ITEM("2", "2") "," ITEM("1", "1")),
    };
    enum { SEED_COUNT = 300 };
    pl_arena kept = {0};
    pl_arena arena = {0};
    const pl_mutator *mutator = mt_mutator(&pl_contract_request, &kept);
    const pl_bytes items = pl_bytes_of("/items");
    for (size_t i = 0; i < PL_COUNT(bodies); i++) {
        const pl_bytes text = pl_bytes_of(bodies[i]);
        cr_assert(mt_sum_holds(text, &kept), "%s", bodies[i]);
        for (uint64_t seed = 0; seed < SEED_COUNT; seed++) {
            pl_bytes after = {0};
            uint32_t old_items = 0;
            uint32_t new_items = 0;
            pl_arena_reset(&arena);
            cr_assert(mt_apply(mutator, "split", text, seed, &arena, &after), "%s", bodies[i]);
            cr_assert(mt_sum_holds(after, &arena), "%s: %.*s", bodies[i], (int)after.len,
                      (const char *)after.ptr);
            const pl_tree old = mt_tree(mutator, text, &arena);
            const pl_tree new = mt_tree(mutator, after, &arena);
            cr_assert_eq(pl_json_resolve(&old.json, items, &old_items), PL_OK);
            cr_assert_eq(pl_json_resolve(&new.json, items, &new_items), PL_OK);
            cr_assert_eq(pl_json_child_count(&new.json, new_items),
                         pl_json_child_count(&old.json, old_items) + 1, "%s", bodies[i]);
        }
    }
    pl_arena_done(&arena);
    pl_arena_done(&kept);
}

Test(cases_mutate_sum, mend_makes_the_sum_right, .timeout = 30) {
    static const struct {
        const char *text;
        const char *want; /* NULL: nothing can be mended, or nothing need be */
    } bodies[] = {
        {BODY("1", ITEM("3", "2")), BODY("6", ITEM("3", "2"))},
        {BODY("null", ITEM("3", "0.1")), BODY("0.3", ITEM("3", "0.1"))},
        {BODY("\"6\"", ITEM("3", "2") "," ITEM("1", "-7")),
         BODY("-1", ITEM("3", "2") "," ITEM("1", "-7"))},
        {"{\"items\":[" ITEM("2", "5e-1") "]}",
         "{\"items\":[" ITEM("2", "5e-1") "],\"total_amount\":1}"},
        {BODY("6.00", ITEM("3", "2")), NULL},
        {BODY("6", ""), NULL},
        {BODY("6", "null"), NULL},
        {BODY("6", ITEM("\"3\"", "3")), NULL},
        {BODY("6", ITEM("1e9999", "1e9999")), NULL},
        {"{\"total_amount\":6}", NULL},
        {"{\"items\":{},\"total_amount\":6}", NULL},
        {"[]", NULL},
    };
    pl_arena arena = {0};
    const pl_mutator *mutator = mt_mutator(&pl_contract_request, &arena);
    for (size_t i = 0; i < PL_COUNT(bodies); i++) {
        pl_bytes after = {0};
        const bool mended =
            mt_apply(mutator, "mend", pl_bytes_of(bodies[i].text), 1, &arena, &after);
        cr_expect_eq(mended, bodies[i].want != NULL, "%s", bodies[i].text);
        if (!mended || bodies[i].want == NULL) { continue; }
        cr_expect(pl_bytes_equal(after, pl_bytes_of(bodies[i].want)), "%s: %.*s", bodies[i].text,
                  (int)after.len, (const char *)after.ptr);
        cr_expect(mt_sum_holds(after, &arena), "%s", bodies[i].text);
    }
    pl_arena_done(&arena);
}

Test(cases_mutate_sum, mend_knows_subtotals, .timeout = 30) {
    const char text[] = "{\"items\":[{\"quantity\":3,\"unit_price\":1.5,\"subtotal\":1}]}";
    const char want[] = "{\"items\":[{\"quantity\":3,\"unit_price\":1.5,\"subtotal\":4.5}]}";
    pl_arena arena = {0};
    const pl_mutator *mutator = mt_mutator(&pl_contract_link, &arena);
    pl_bytes after = {0};
    cr_assert(mt_apply(mutator, "mend", pl_bytes_of(text), 1, &arena, &after));
    cr_expect(pl_bytes_equal(after, pl_bytes_of(want)), "%.*s", (int)after.len,
              (const char *)after.ptr);
    cr_expect_not(mt_apply(mutator, "mend", pl_bytes_of(want), 1, &arena, &after));
    pl_arena_done(&arena);
}

Test(cases_mutate_sum, items_that_cannot_be_split, .timeout = 30) {
    static const char *const bodies[] = {
        "{}",
        BODY("1", ""),
        BODY("1", "1"),
        BODY("1", ITEM("null", "1")),
        BODY("1", ITEM("1", "{}")),
        BODY("1", ITEM("1", "1e9999")),
    };
    pl_arena arena = {0};
    const pl_mutator *mutator = mt_mutator(&pl_contract_request, &arena);
    for (size_t i = 0; i < PL_COUNT(bodies); i++) {
        for (uint64_t seed = 0; seed < 20; seed++) {
            pl_bytes after = {0};
            cr_expect_not(mt_apply(mutator, "split", pl_bytes_of(bodies[i]), seed, &arena, &after),
                          "%s", bodies[i]);
        }
    }
    pl_arena_done(&arena);
}
