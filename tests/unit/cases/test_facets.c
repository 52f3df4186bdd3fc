#include "cases_test.h"

Test(cases_facets, every_keyword_has_cases_or_a_reason, .timeout = 5) {
    for (unsigned i = 0; i < PL_KEYWORD_COUNT; i++) {
        const bool generates = pl_facet_generators[i] != NULL;
        const bool silent = pl_facet_silence[i] != NULL;
        cr_expect_neq(generates, silent, "%s", pl_keyword_text((pl_keyword)i));
    }
}

typedef void (*place_check)(const pl_case_set *set, const pl_place *place);

static void for_each_place(const pl_schema *root, place_check check) {
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_case_config config = ct_config();
    const pl_case_set set = ct_set(&arena);
    pl_case_kit kit = ct_kit(&config, &arena);
    kit.root = root;
    pl_place places[PL_PLACE_COUNT_MAX];
    size_t count = 0;
    cr_assert_eq(pl_places_make(&kit, places, &count), PL_OK);
    cr_assert_gt(count, 0);
    for (size_t i = 0; i < count; i++) { check(&set, &places[i]); }
    pl_arena_done(&arena);
}

/* Cases of that class whose id starts with "place/keyword/". */
static size_t count_cases(const pl_case_set *set, const pl_place *place, const char *keyword,
                          pl_class klass) {
    const size_t place_len = strlen(place->id);
    const size_t keyword_len = strlen(keyword);
    size_t found = 0;
    for (size_t i = 0; i < set->count; i++) {
        const pl_case *test = &set->cases[i];
        const bool here = strncmp(test->id, place->id, place_len) == 0 &&
                          test->id[place_len] == '/' &&
                          strncmp(test->id + place_len + 1, keyword, keyword_len) == 0 &&
                          test->id[place_len + 1 + keyword_len] == '/';
        found += here && test->klass == klass;
    }
    return found;
}

static void check_facets(const pl_case_set *set, const pl_place *place) {
    for (size_t i = 0; i < place->schema->facet_count; i++) {
        const pl_facet *facet = &place->schema->facets[i];
        const char *keyword = pl_keyword_text(facet->keyword);
        cr_expect_not_null(pl_facet_generators[facet->keyword], "%s %s", place->id, keyword);
        const pl_class outside = facet->severity == PL_VIOLATION ? PL_CLASS_REJECT : PL_CLASS_OPEN;
        cr_expect_gt(count_cases(set, place, keyword, outside), 0, "%s %s: nothing outside",
                     place->id, keyword);
    }
}

Test(cases_facets, every_facet_is_broken_by_a_case, .timeout = 30) {
    for_each_place(&pl_contract_request, check_facets);
    for_each_place(&pl_contract_grant, check_facets);
}

/* A pattern has no limit to stand on: that good values match it is shown by every accepting case. */
static void check_limits(const pl_case_set *set, const pl_place *place) {
    static const pl_keyword with_limits[] = {
        PL_KEYWORD_ENUM,      PL_KEYWORD_MINIMUM,   PL_KEYWORD_MAXIMUM,   PL_KEYWORD_MAX_LENGTH,
        PL_KEYWORD_MIN_ITEMS, PL_KEYWORD_MAX_ITEMS, PL_KEYWORD_MAX_DEPTH, PL_KEYWORD_FORMAT,
        PL_KEYWORD_CATALOG,   PL_KEYWORD_PAST};
    for (size_t i = 0; i < place->schema->facet_count; i++) {
        const pl_keyword keyword = place->schema->facets[i].keyword;
        for (size_t k = 0; k < PL_COUNT(with_limits); k++) {
            if (with_limits[k] != keyword) { continue; }
            cr_expect_gt(count_cases(set, place, pl_keyword_text(keyword), PL_CLASS_ACCEPT), 0,
                         "%s %s: nothing inside", place->id, pl_keyword_text(keyword));
        }
    }
}

Test(cases_facets, every_limit_is_kept_by_a_case, .timeout = 30) {
    for_each_place(&pl_contract_request, check_limits);
    for_each_place(&pl_contract_grant, check_limits);
}

static void check_classes(const pl_case_set *set, const pl_place *place) {
    size_t accepting = 0;
    size_t rejecting = 0;
    for (size_t i = 0; i < set->count; i++) {
        if (strcmp(set->cases[i].group, place->group) != 0) { continue; }
        accepting += set->cases[i].klass == PL_CLASS_ACCEPT;
        rejecting += set->cases[i].klass == PL_CLASS_REJECT;
    }
    /* Items and totals are accepted in the cases of the sum and of the items' members. */
    const bool elsewhere = place->kind == PL_PLACE_LINE ||
                           pl_place_is(place, pl_request_member(PL_REQUEST_TOTAL_AMOUNT));
    cr_expect(elsewhere || accepting > 0, "%s: nothing accepted", place->group);
    cr_expect_gt(rejecting, 0, "%s: nothing rejected", place->group);
}

Test(cases_facets, every_place_is_accepted_and_rejected, .timeout = 30) {
    for_each_place(&pl_contract_request, check_classes);
}

Test(cases_facets, constraints_show_the_limit_of_the_table, .timeout = 30) {
    static const struct {
        const char *id;
        const char *constraint;
    } rows[] = {
        {"items.quantity/minimum/below", "items[].quantity minimum 1"},
        {"max_usage/maximum/above", "max_usage maximum 1000000"},
        {"title/maxLength/above", "title maxLength 255"},
        {"reff_no/pattern/slash", "reff_no pattern ^[^\\s\\/]+$"},
        {"redirect_url/format/space", "redirect_url format uri"},
        {"title/required/absent", "title required"},
        {"expired_at/type/number", "expired_at type string or null"},
    };
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_case_set set = ct_set(&arena);
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        cr_expect_str_eq(ct_find(&set, rows[i].id)->constraint, rows[i].constraint);
    }
    pl_arena_done(&arena);
}

/* An open case says which gap it is. */
static void check_gaps(const pl_case_set *set, const pl_place *place) {
    for (size_t i = 0; i < place->schema->facet_count; i++) {
        const pl_facet *facet = &place->schema->facets[i];
        if (facet->severity == PL_VIOLATION) { continue; }
        size_t saying = 0;
        for (size_t k = 0; k < set->count; k++) {
            saying +=
                set->cases[k].klass == PL_CLASS_OPEN && strcmp(set->cases[k].why, facet->why) == 0;
        }
        cr_expect_gt(saying, 0, "%s %s: the gap is not told", place->id,
                     pl_keyword_text(facet->keyword));
    }
}

Test(cases_facets, gaps_are_told_in_the_words_of_the_table, .timeout = 30) {
    for_each_place(&pl_contract_request, check_gaps);
}
