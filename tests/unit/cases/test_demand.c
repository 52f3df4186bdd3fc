#include "cases/demand.h"

#include "cases_test.h"

static const char fresh[] = "PL-r1-c";

static pl_demand demand_of(const pl_case_config *config, pl_bytes body, pl_arena *arena) {
    const pl_demand_world world = {.config = config, .fresh = fresh};
    pl_demand demand;
    cr_assert_eq(pl_demand_of(body, &world, arena, &demand), PL_OK);
    return demand;
}

/* Cases of a run that are open for what lies outside their body: the same reff_no stands in another one. */
static bool is_repetition(const pl_case *test) {
    return strstr(test->id, "/repeated/") != NULL || strstr(test->id, "/twins/") != NULL;
}

/* Is `asked` no more than what a run asks? */
static bool is_no_more(pl_class asked, pl_class run) {
    return asked == run || asked == PL_CLASS_OPEN ||
           (asked == PL_CLASS_REFUSE && run == PL_CLASS_REJECT);
}

static void compare(const pl_case_config *config, size_t counts[PL_CLASS_COUNT],
                    size_t same[PL_CLASS_COUNT]) {
    pl_arena arena = {0};
    pl_arena scratch = {0};
    const pl_case_set set = ct_set_of(config, &arena);
    for (size_t i = 0; i < set.count; i++) {
        const pl_case *test = &set.cases[i];
        if (!ct_probes_body(test) || is_repetition(test)) { continue; }
        pl_arena_reset(&scratch);
        const pl_demand demand = demand_of(config, test->body, &scratch);
        cr_expect(is_no_more(demand.klass, test->klass), "%s: %s, in a run %s", test->id,
                  pl_class_text(demand.klass), pl_class_text(test->klass));
        counts[test->klass]++;
        same[test->klass] += demand.klass == test->klass;
    }
    pl_arena_done(&scratch);
    pl_arena_done(&arena);
}

/* What a run does not ask of a server, nobody does; and of what it asks for, nearly all. */
Test(demand, asks_no_more_than_a_run, .timeout = 60) {
    size_t counts[PL_CLASS_COUNT] = {0};
    size_t same[PL_CLASS_COUNT] = {0};
    const pl_case_config config = ct_config();
    compare(&config, counts, same);
    for (int klass = 0; klass < PL_CLASS_COUNT; klass++) {
        cr_expect_geq(8 * same[klass], 6 * counts[klass], "%s: %zu of %zu",
                      pl_class_text((pl_class)klass), same[klass], counts[klass]);
    }
    pl_case_config odd = config;
    odd.amount = (pl_decimal){12345, -2};
    odd.payment_methods = NULL;
    odd.payment_method_count = 0;
    compare(&odd, counts, same);
}

/* --- what a server may see otherwise -------------------------------------------------------------- */

/* A good body with one member's text replaced; amount and catalog are those of ct_config. */
static pl_bytes body_with(const char *title, const char *more, pl_arena *arena) {
    const char *text = pl_arena_printf(
        arena,
        "{\"reff_no\":\"PL-r1-c1\",\"title\":%s,\"max_usage\":1,\"total_amount\":150000,"
        "\"items\":[{\"name\":\"A\",\"quantity\":1,\"unit_price\":150000}]%s}",
        title, more);
    cr_assert_not_null(text);
    return pl_bytes_of(text);
}

static const struct careful_row {
    const char *name;
    const char *title;
    const char *more;
    pl_class klass;
    const char *keyword;
    const char *place;
    int status; /* one that is expected */
} careful_rows[] = {
    {"good", "\"T\"", "", PL_CLASS_ACCEPT, "", "body", 200},
    {"markup", "\"<b>\"", "", PL_CLASS_OPEN, "", "body", 422},
    {"blank at the end", "\"T \"", "", PL_CLASS_OPEN, "", "body", 200},
    {"an expiry", "\"T\"", ",\"expired_at\":\"2000000000000\"", PL_CLASS_OPEN, "", "body", 422},
    {"null", "null", "", PL_CLASS_REJECT, "type", "title", 422},
    {"null, and half a pair", "null", ",\"optional_metadata\":{\"a\":\"\\ud800\"}", PL_CLASS_REFUSE,
     "type", "title", 400},
    {"null, and a number beyond all", "null", ",\"optional_metadata\":{\"a\":1e999}",
     PL_CLASS_REFUSE, "type", "title", 400},
    {"null, then a text", "null", ",\"title\":\"T\"", PL_CLASS_OPEN, "type", "title", 200},
    {"null, and a near name", "null", ",\"Title\":\"T\"", PL_CLASS_OPEN, "type", "title", 400},
    {"one for true", "\"T\"", ",\"required_customer_detail\":1", PL_CLASS_REJECT, "type",
     "required_customer_detail", 422},
    {"a colon", "\"T\"", ",\"redirect_url\":\"https://a:b\"", PL_CLASS_OPEN, "format",
     "redirect_url", 200},
    {"a blank inside", "\"T\"", ",\"redirect_url\":\"https://a b\"", PL_CLASS_REJECT, "format",
     "redirect_url", 422},
    {"a blank at the end", "\"T\"", ",\"redirect_url\":\"https://a/ \"", PL_CLASS_OPEN, "format",
     "redirect_url", 200},
    {"no colon", "\"T\"", ",\"redirect_url\":\"a\"", PL_CLASS_REJECT, "format", "redirect_url",
     422},
    {"a code in lower case", "\"T\"", ",\"whitelisted_payment_method\":[\"qris\"]", PL_CLASS_OPEN,
     "catalog", "whitelisted_payment_method[]", 200},
    {"no code", "\"T\"", ",\"whitelisted_payment_method\":[\"QRISX\"]", PL_CLASS_REJECT, "catalog",
     "whitelisted_payment_method[]", 422},
    {"an undeclared member", "\"T\"", ",\"note\":1", PL_CLASS_OPEN, "additionalProperties", "note",
     422},
};

Test(demand, is_careful, .timeout = 30) {
    pl_arena arena = {0};
    const pl_case_config config = ct_config();
    for (size_t i = 0; i < PL_COUNT(careful_rows); i++) {
        const struct careful_row *row = &careful_rows[i];
        const pl_demand demand =
            demand_of(&config, body_with(row->title, row->more, &arena), &arena);
        bool listed = false;
        for (size_t k = 0; k < PL_CASE_STATUS_COUNT_MAX; k++) {
            listed = listed || demand.statuses[k] == row->status;
        }
        cr_expect_eq(demand.klass, row->klass, "%s: %s", row->name, pl_class_text(demand.klass));
        cr_expect_str_eq(demand.keyword, row->keyword, "%s: keyword", row->name);
        cr_expect_str_eq(demand.place, row->place, "%s: place", row->name);
        cr_expect(listed, "%s: %d is expected", row->name, row->status);
    }
    pl_arena_done(&arena);
}

/* Numbers that a server may round: an integer or none, a sum that differs or not. */
Test(demand, leaves_fine_numbers_open, .timeout = 30) {
    static const char *const bodies[] = {
        "{\"reff_no\":\"PL-r1-c1\",\"title\":\"T\",\"max_usage\":1.00000000000000000001,"
        "\"total_amount\":1,\"items\":[{\"name\":\"A\",\"quantity\":1,\"unit_price\":1}]}",
        "{\"reff_no\":\"PL-r1-c1\",\"title\":\"T\",\"max_usage\":1,\"total_amount\":1,"
        "\"items\":[{\"name\":\"A\",\"quantity\":1,\"unit_price\":1.001}]}",
    };
    pl_arena arena = {0};
    const pl_case_config config = ct_config();
    for (size_t i = 0; i < PL_COUNT(bodies); i++) {
        const pl_demand demand = demand_of(&config, pl_bytes_of(bodies[i]), &arena);
        cr_expect_eq(demand.klass, PL_CLASS_OPEN, "%zu: %s", i, pl_class_text(demand.klass));
    }
    pl_arena_done(&arena);
}

/* --- other callers, accounts, media types ---------------------------------------------------------- */

static const struct vary_row {
    const char *variant;
    const char *title;
    bool certain;
    pl_class klass;
    int statuses[PL_CASE_STATUS_COUNT_MAX];
} vary_rows[] = {
    {"authentication/expired", "\"T\"", true, PL_CLASS_REJECT, {401}},
    {"authentication/expired", "null", true, PL_CLASS_REJECT, {401}},
    {"authentication/expired", "\"\\ud800\"", false, PL_CLASS_OPEN, {0}},
    {"authentication/expired", "nul", false, PL_CLASS_OPEN, {0}},
    {"authentication/lower-case-scheme", "\"T\"", false, PL_CLASS_OPEN, {0}},
    {"account/unknown", "\"T\"", true, PL_CLASS_REJECT, {404}},
    {"account/unknown", "null", true, PL_CLASS_REJECT, {422, 404}},
    {"account/unknown", "\"<b>\"", true, PL_CLASS_REFUSE, {422, 404}},
    {"account/letter-u", "\"T\"", true, PL_CLASS_REFUSE, {404, 422}},
    {"account/lower-case", "\"T\"", true, PL_CLASS_OPEN, {200, 404}},
    {"media-type/accept-any", "\"T\"", true, PL_CLASS_ACCEPT, {200}},
    {"media-type/accept-html", "\"T\"", true, PL_CLASS_OPEN, {200, 406}},
    {"media-type/accept-html-bad-body", "null", true, PL_CLASS_REJECT, {422}},
    {"media-type/accept-html-bad-body", "\"T\"", false, PL_CLASS_OPEN, {0}},
    {"media-type/type-absent", "null", true, PL_CLASS_OPEN, {422, 200, 400, 415}},
};

Test(demand, varies, .timeout = 30) {
    pl_arena arena = {0};
    const pl_case_config config = ct_config();
    const pl_case_set set = ct_set(&arena);
    for (size_t i = 0; i < PL_COUNT(vary_rows); i++) {
        const struct vary_row *row = &vary_rows[i];
        const pl_demand before = demand_of(&config, body_with(row->title, "", &arena), &arena);
        pl_demand demand = before;
        const bool certain = pl_demand_vary(&demand, ct_find(&set, row->variant));
        cr_expect_eq(certain, row->certain, "%s %s", row->variant, row->title);
        if (!certain) {
            cr_expect_eq(memcmp(&demand, &before, sizeof demand), 0, "%s: untouched", row->variant);
            continue;
        }
        cr_expect_eq(demand.klass, row->klass, "%s %s: %s", row->variant, row->title,
                     pl_class_text(demand.klass));
        cr_expect_eq(memcmp(demand.statuses, row->statuses, sizeof row->statuses), 0,
                     "%s %s: statuses", row->variant, row->title);
    }
    pl_arena_done(&arena);
}
