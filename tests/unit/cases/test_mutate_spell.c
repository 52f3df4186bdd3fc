#include "mutate_test.h"

/* Documents whose value must survive; all of them have something to respell. */
static const struct spell_row {
    const char *operator_name;
    const char *text;
    uint32_t spellings; /* different ones that are seen at least */
} rows[] = {
    {"number", "1", 20},
    {"number", "0", 8},
    {"number", "-0.00", 8},
    {"number", "150000", 40},
    {"number", "-12.5e-3", 40},
    {"number", "0.0010", 20},
    {"number", "1E+300", 20},
    {"number", "9007199254740993", 40},
    {"number", "123456789012345678901234567890123456789012345678901234567890.5", 40},
    {"number", "1e-999999", 20},
    {"string", "\"a\"", 2},
    {"string", "\"a/b\"", 8},
    {"string", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", 20},
    {"string", "\"caf\xC3\xA9 \xF0\x9F\x98\x80\"", 40},
    {"string", "\"\\ud83d\\ude00\\u0000\\u001f\"", 20},
    {"string", "{\"title\":\"x\",\"a\\u0062\":null}", 20},
    {"space", MT_REQUEST, 40},
    {"space", "1", 8},
};

static bool is_new(pl_bytes *seen, uint32_t count, pl_bytes text) {
    uint32_t i = 0;
    while (i < count && !pl_bytes_equal(seen[i], text)) { i++; }
    return i == count;
}

Test(cases_mutate_spell, another_spelling_of_the_same_value, .timeout = 60) {
    enum { SEED_COUNT = 600 };
    pl_arena kept = {0};
    const pl_mutator *mutator = mt_mutator(&pl_contract_request, &kept);
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        pl_arena arena = {0};
        static pl_bytes seen[SEED_COUNT];
        uint32_t count = 0;
        const pl_tree old = mt_tree(mutator, pl_bytes_of(rows[i].text), &arena);
        for (uint64_t seed = 0; seed < SEED_COUNT; seed++) {
            pl_bytes after = {0};
            cr_assert(mt_apply(mutator, rows[i].operator_name, pl_bytes_of(rows[i].text), seed,
                               &arena, &after),
                      "%s of %s", rows[i].operator_name, rows[i].text);
            const pl_tree new = mt_tree(mutator, after, &arena);
            cr_assert(mt_equal(&old, &new, &arena), "%s of %s: %.*s", rows[i].operator_name,
                      rows[i].text, (int)after.len, (const char *)after.ptr);
            if (is_new(seen, count, after)) { seen[count++] = after; }
        }
        cr_expect_geq(count, rows[i].spellings, "%s of %s: %u", rows[i].operator_name, rows[i].text,
                      count);
        pl_arena_done(&arena);
    }
    pl_arena_done(&kept);
}

/* Strings that are no text keep what is wrong with them. */
Test(cases_mutate_spell, ill_formed_strings_keep_their_marks, .timeout = 30) {
    static const char *const texts[] = {
        "\"a\\ud800b\"",
        "\"\\udc00\xF0\x9F\x98\x80\"",
        "\"\\ud83d\xF0\x9F\x98\x80\"",
        "\"\xFF\xC3(\xF0\x9F\x98z\"",
    };
    enum { SEED_COUNT = 300, MARKS = PL_JSON_BAD_UTF8 | PL_JSON_LONE_SURROGATE };
    pl_arena kept = {0};
    const pl_mutator *mutator = mt_mutator(&pl_contract_request, &kept);
    for (uint64_t seed = 0; seed < SEED_COUNT * PL_COUNT(texts); seed++) {
        const pl_bytes text = pl_bytes_of(texts[seed % PL_COUNT(texts)]);
        pl_arena arena = {0};
        pl_bytes after = {0};
        cr_assert(mt_apply(mutator, "string", text, seed, &arena, &after));
        const pl_tree old = mt_tree(mutator, text, &arena);
        const pl_tree new = mt_tree(mutator, after, &arena);
        cr_expect_eq(new.json.marks &MARKS, old.json.marks & MARKS, "%s: %.*s",
                     (const char *)text.ptr, (int)after.len, (const char *)after.ptr);
        cr_expect_eq(pl_json_string_compare(&old.json, 0, &new.json, 0), 0, "%s: %.*s",
                     (const char *)text.ptr, (int)after.len, (const char *)after.ptr);
        pl_arena_done(&arena);
    }
    pl_arena_done(&kept);
}

/* A long string is respelled in one window only, anywhere in it. */
Test(cases_mutate_spell, long_strings_stay_near_their_length, .timeout = 30) {
    enum { LEN = 8000, GROWTH_MAX = 600 };
    static char text[LEN + 3];
    memset(text, 'a', LEN + 2);
    text[0] = '"';
    text[LEN + 1] = '"';
    pl_arena kept = {0};
    const pl_mutator *mutator = mt_mutator(&pl_contract_request, &kept);
    bool late = false;
    for (uint64_t seed = 0; seed < 200; seed++) {
        pl_arena arena = {0};
        pl_bytes after = {0};
        cr_assert(mt_apply(mutator, "string", pl_bytes_of(text), seed, &arena, &after));
        cr_expect_leq(after.len, LEN + GROWTH_MAX);
        const uint8_t *escape = memchr(after.ptr, '\\', after.len);
        late = late || (escape != NULL && escape - after.ptr > LEN / 2);
        pl_arena_done(&arena);
    }
    cr_expect(late);
    pl_arena_done(&kept);
}

/* Room decides whether blanks can lead to the limit of the body. */
Test(cases_mutate_spell, padding_goes_to_the_limit, .timeout = 30) {
    enum { LIMIT = PL_CONTRACT_BODY_BYTES_MAX };
    static const struct {
        const char *name;
        size_t cap;
        size_t longest; /* 0: nothing is done */
    } caps[] = {{"small", LIMIT - 1, 0}, {"just", LIMIT, LIMIT}, {"large", LIMIT + 1, LIMIT + 1}};
    pl_arena kept = {0};
    const pl_mutator *mutator = mt_mutator(&pl_contract_request, &kept);
    for (size_t i = 0; i < PL_COUNT(caps); i++) {
        pl_arena arena = {0};
        const pl_tree tree = mt_tree(mutator, pl_bytes_of("{}"), &arena);
        size_t longest = 0;
        for (uint64_t seed = 0; seed < 20; seed++) {
            pl_random random = {seed};
            pl_mutation mutation = {
                .tree = &tree, .random = &random, .arena = &arena, .cap = caps[i].cap};
            pl_bytes after = {0};
            if (!pl_mutate_pad(&mutation) || !pl_mutation_apply(&mutation, &after)) { continue; }
            cr_expect(after.len == LIMIT || after.len == LIMIT + 1, "%s", caps[i].name);
            if (after.len > longest) { longest = after.len; }
        }
        cr_expect_eq(longest, caps[i].longest, "%s: %zu", caps[i].name, longest);
        pl_arena_done(&arena);
    }
    pl_arena_done(&kept);
}
