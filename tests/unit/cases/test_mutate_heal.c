#include "mutate_test.h"

static uint32_t deviations(const pl_mutator *mutator, pl_bytes text, pl_arena *arena) {
    const pl_schema *root = mutator->places[0].schema;
    pl_json json;
    bool readable = false;
    pl_report report = {0};
    cr_assert_eq(pl_validate_text(root, text, &mutator->context, arena, &json, &readable, &report),
                 PL_OK);
    cr_assert(readable);
    return report.count;
}

/* Whatever is wrong with them, some steps lead to a document with which nothing is. */
Test(cases_mutate_heal, leads_to_acceptance, .timeout = 60) {
    static const char *const documents[] = {
        "{}",
        "[]",
        "null",
        MT_REQUEST,
        "\xEF\xBB\xBF{\"title\":7,\"note\":1,\"items\":[]}",
        "{\"title\":\"\xFF\",\"title\":\"\\ud800\",\"optional_metadata\":[\"\\u0000\"]}",
        "{\"optional_metadata\":{\"a\":{\"a\":1,\"a\":2,\"\xFF\":\"\xFF\"}},\"items\":[1,2]}",
        "{\"items\":[{\"quantity\":0,\"unit_price\":1e300}],\"total_amount\":-1}",
    };
    enum { SEED_COUNT = 20, STEP_COUNT_MAX = 60 };
    pl_arena kept = {0};
    const pl_mutator *mutator = mt_mutator(&pl_contract_request, &kept);
    for (uint64_t seed = 0; seed < SEED_COUNT * PL_COUNT(documents); seed++) {
        const char *document = documents[seed % PL_COUNT(documents)];
        pl_arena arena = {0};
        pl_bytes text = pl_bytes_of(document);
        uint64_t step = 0;
        while (step < STEP_COUNT_MAX && deviations(mutator, text, &arena) > 0) {
            (void)mt_apply(mutator, "heal", text, seed * STEP_COUNT_MAX + step, &arena, &text);
            step++;
        }
        cr_expect_lt(step, STEP_COUNT_MAX, "%s: %.*s", document, (int)text.len,
                     (const char *)text.ptr);
        pl_arena_done(&arena);
    }
    pl_arena_done(&kept);
}

/* One deviation, one step, one outcome. */
Test(cases_mutate_heal, steps, .timeout = 30) {
    static const struct {
        const char *text;
        const char *want; /* NULL: nothing is wrong, or nothing can be done */
    } rows[] = {
        {"{\"grant_type\":\"client_credentials\"}", NULL},
        {"{\"grant_type\":null}", "{\"grant_type\":\"client_credentials\"}"},
        {"{ }", "{ \"grant_type\":\"client_credentials\"}"},
        {"[]", "{\"grant_type\":\"client_credentials\"}"},
        {"\xEF\xBB\xBF{\"grant_type\":\"client_credentials\"}",
         "{\"grant_type\":\"client_credentials\"}"},
        {"{\"grant_type\":\"client_credentials\",\"a\":1, \"a\":2}",
         "{\"grant_type\":\"client_credentials\",\"a\":1}"},
        {"{\"grant_type\":\"client_credentials\",\"a\":\"\\ud800\"}",
         "{\"grant_type\":\"client_credentials\",\"a\":null}"},
    };
    pl_arena arena = {0};
    const pl_mutator *mutator = mt_mutator(&pl_contract_grant, &arena);
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        pl_bytes after = {0};
        const bool healed = mt_apply(mutator, "heal", pl_bytes_of(rows[i].text), 1, &arena, &after);
        cr_expect_eq(healed, rows[i].want != NULL, "%s", rows[i].text);
        if (!healed || rows[i].want == NULL) { continue; }
        cr_expect(pl_bytes_equal(after, pl_bytes_of(rows[i].want)), "%s: %.*s", rows[i].text,
                  (int)after.len, (const char *)after.ptr);
    }
    pl_arena_done(&arena);
}
