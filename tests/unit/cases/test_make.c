#include "cases_test.h"
#include "test_util.h"

enum { CASE_COUNT_MIN = 690, ACCEPT_COUNT_MIN = 80, REFF_NO_LEN_MAX = 30 };

static const char id_characters[] =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/";

static int compare_texts(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

Test(cases_make, ids_are_unique_and_plain, .timeout = 30) {
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_case_set set = ct_set(&arena);
    cr_assert_geq(set.count, CASE_COUNT_MIN, "only %zu cases", set.count);
    const char **ids = calloc(set.count, sizeof *ids);
    cr_assert_not_null(ids);
    for (size_t i = 0; i < set.count; i++) {
        ids[i] = set.cases[i].id;
        cr_expect_eq(strspn(ids[i], id_characters), strlen(ids[i]), "%s: characters", ids[i]);
    }
    qsort(ids, set.count, sizeof *ids, compare_texts);
    for (size_t i = 1; i < set.count; i++) {
        cr_expect_str_neq(ids[i - 1], ids[i], "%s: twice", ids[i]);
    }
    free(ids);
    pl_arena_done(&arena);
}

Test(cases_make, every_case_is_complete, .timeout = 30) {
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_case_set set = ct_set(&arena);
    size_t counts[PL_CLASS_COUNT] = {0};
    for (size_t i = 0; i < set.count; i++) {
        const pl_case *test = &set.cases[i];
        counts[test->klass]++;
        cr_expect(test->group[0] != '\0' && test->constraint[0] != '\0', "%s: texts", test->id);
        cr_expect(test->why[0] != '\0', "%s: why", test->id);
        cr_expect_not_null(test->method, "%s: method", test->id);
        cr_expect_neq(test->statuses[0], 0, "%s: statuses", test->id);
        cr_expect(test->has_body || test->body.len == 0, "%s: body", test->id);
        cr_expect_eq(test->account == PL_ACCOUNT_TEXT, test->account_text != NULL, "%s: account",
                     test->id);
        if (test->klass != PL_CLASS_ACCEPT && test->klass != PL_CLASS_REJECT) { continue; }
        for (size_t k = 0; k < PL_CASE_STATUS_COUNT_MAX && test->statuses[k] != 0; k++) {
            cr_expect_not_null(pl_contract_answer_of(test->statuses[k]), "%s: %d is not documented",
                               test->id, test->statuses[k]);
        }
        cr_expect_eq(ct_expects(test, 200), test->klass == PL_CLASS_ACCEPT, "%s: 200", test->id);
    }
    cr_expect_geq(counts[PL_CLASS_ACCEPT], ACCEPT_COUNT_MIN, "%zu", counts[PL_CLASS_ACCEPT]);
    for (size_t k = 0; k < PL_CLASS_COUNT; k++) {
        cr_expect_gt(counts[k], 0, "%s: no case", pl_class_text((pl_class)k));
    }
    for (size_t k = 0; k < pl_contract_answer_count; k++) {
        const int status = pl_contract_answers[k].status;
        size_t expecting = 0;
        for (size_t i = 0; i < set.count; i++) { expecting += ct_expects(&set.cases[i], status); }
        cr_expect_gt(expecting, 0, "%d: nobody expects it", status);
    }
    pl_arena_done(&arena);
}

/* Where a case and the judge of one document may differ, and why. */
static const struct exception {
    const char *part; /* of the id */
    const char *reason;
} exceptions[] = {
    {"/repeated/", "the judge does not know what was sent before"},
    {"/twins/", "the judge does not know what else is in flight"},
    {"/limits/", "the judge does not know the merchant's limits"},
    {"/spelling/", "the same number in odd digits: right, and not read by every server"},
    {"/future/", "a moment that a server may find too far ahead"},
    {"/text/", "a right text that a careful server cleans, stores otherwise or refuses"},
    {"/name/", "a name that not every reader keeps apart from another one"},
    {"/catalog/", "how a code may be spelled is the server's to say, not the catalog's"},
    {"/deep-unclosed", "our reader stops at its limit before it sees that nothing closes"},
};

static bool is_exception(const pl_case *test) {
    for (size_t i = 0; i < PL_COUNT(exceptions); i++) {
        if (strstr(test->id, exceptions[i].part) != NULL) { return true; }
    }
    return false;
}

/* An exception is of use: some case needs it. */
Test(cases_make, every_exception_is_needed, .timeout = 30) {
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_case_set set = ct_set(&arena);
    for (size_t i = 0; i < PL_COUNT(exceptions); i++) {
        size_t found = 0;
        for (size_t k = 0; k < set.count; k++) {
            found += strstr(set.cases[k].id, exceptions[i].part) != NULL;
        }
        cr_expect_gt(found, 0, "%s (%s): no case", exceptions[i].part, exceptions[i].reason);
    }
    pl_arena_done(&arena);
}

/* Both entrances of the judge say the same. */
static pl_verdict verdict_alone(const pl_case_config *config, pl_bytes body) {
    const pl_context context = {.now_ms = config->now_ms,
                                .payment_methods = config->payment_methods,
                                .payment_method_count = config->payment_method_count};
    pl_arena arena;
    pl_arena_init(&arena);
    pl_verdict verdict = PL_VERDICT_COUNT;
    cr_assert_eq(pl_contract_request_verdict(body, &context, &arena, &verdict), PL_OK);
    pl_arena_done(&arena);
    return verdict;
}

/* One thing wrong; where a case says so, more than one thing to be said. */
static void check_violations(const pl_case *test, const pl_report *report) {
    if (strstr(test->id, "/together/") == NULL) {
        cr_expect_eq(report->totals[PL_VIOLATION], 1, "%s: %u violations", test->id,
                     report->totals[PL_VIOLATION]);
        return;
    }
    cr_expect_geq(report->totals[PL_VIOLATION] + report->totals[PL_OBSERVATION], 2, "%s: one only",
                  test->id);
}

static void check_body(const pl_case_config *config, const pl_case *test) {
    pl_arena arena;
    pl_arena_init(&arena);
    uint8_t *bytes = tu_exact_copy(test->body);
    pl_json json;
    pl_report report;
    const bool readable =
        ct_judge(config, (pl_bytes){bytes, test->body.len}, &arena, &json, &report);
    const pl_verdict verdict = pl_report_verdict(&report);
    cr_expect_eq(verdict_alone(config, (pl_bytes){bytes, test->body.len}), verdict, "%s", test->id);
    switch (test->klass) {
    case PL_CLASS_ACCEPT:
        cr_expect_eq(verdict, PL_ACCEPT, "%s: %s", test->id, pl_verdict_text(verdict));
        break;
    case PL_CLASS_REJECT:
        cr_expect_eq(verdict, PL_REJECT, "%s: %s", test->id, pl_verdict_text(verdict));
        check_violations(test, &report);
        cr_expect(readable, "%s: unreadable", test->id);
        break;
    case PL_CLASS_REFUSE:
        cr_expect(!readable && (is_exception(test) || verdict == PL_REJECT), "%s: readable",
                  test->id);
        break;
    case PL_CLASS_OPEN:
        cr_expect(is_exception(test) || verdict == PL_OPEN, "%s: %s", test->id,
                  pl_verdict_text(verdict));
        break;
    case PL_CLASS_COUNT:
        cr_expect_fail("%s: class", test->id);
        break;
    }
    free(bytes);
    pl_arena_done(&arena);
}

Test(cases_make, bodies_are_judged_as_their_class_says, .timeout = 60) {
    static const struct {
        const char *run_id;
        const char *amount;
    } rows[] = {
        {"r1", "150000"}, {"Z", "1"},        {"0123456789ab", "10000"},
        {"x", "3"},       {"y", "99999.99"}, {"w", "999999999999.5"},
    };
    for (size_t row = 0; row < PL_COUNT(rows); row++) {
        pl_arena arena;
        pl_arena_init(&arena);
        pl_case_config config = ct_config();
        config.run_id = rows[row].run_id;
        cr_assert_eq(pl_decimal_parse(pl_bytes_of(rows[row].amount), &config.amount), PL_OK);
        const pl_case_set set = ct_set_of(&config, &arena);
        size_t accepting = 0;
        for (size_t i = 0; i < set.count; i++) {
            accepting += set.cases[i].klass == PL_CLASS_ACCEPT;
            if (ct_probes_body(&set.cases[i])) { check_body(&config, &set.cases[i]); }
        }
        cr_expect_geq(accepting, ACCEPT_COUNT_MIN, "%s: %zu accepting", rows[row].amount,
                      accepting);
        pl_arena_done(&arena);
    }
}

/* Beside an amount of 14 digits a hundredth is below what binary floating point keeps: such a case is open. */
Test(cases_make, a_large_amount_opens_cases, .timeout = 30) {
    pl_arena arena;
    pl_arena_init(&arena);
    pl_case_config config = ct_config();
    cr_assert_eq(pl_decimal_parse(pl_bytes_of("99999999999999"), &config.amount), PL_OK);
    const pl_case_set set = ct_set_of(&config, &arena);
    cr_expect_eq(ct_find(&set, "sum/sumOfItems/items-cent-more")->klass, PL_CLASS_OPEN);
    cr_expect_eq(ct_find(&set, "sum/sumOfItems/items-cent-more")->statuses[0], 200);
    cr_expect_eq(ct_find(&set, "sum/sumOfItems/items-one-more")->klass, PL_CLASS_REJECT);
    for (size_t i = 0; i < set.count; i++) {
        if (ct_probes_body(&set.cases[i])) { check_body(&config, &set.cases[i]); }
    }
    pl_arena_done(&arena);
}

/* The amount 1.1 cannot be split in two parts that add up in binary floating point: such a case is open. */
Test(cases_make, an_amount_that_does_not_add_up_opens_cases, .timeout = 30) {
    pl_arena arena;
    pl_arena_init(&arena);
    pl_case_config config = ct_config();
    cr_assert_eq(pl_decimal_parse(pl_bytes_of("1.1"), &config.amount), PL_OK);
    const pl_case_set set = ct_set_of(&config, &arena);
    cr_expect_eq(ct_find(&set, "sum/sumOfItems/discount")->klass, PL_CLASS_OPEN);
    cr_expect_eq(ct_find(&set, "sum/sumOfItems/one-item")->klass, PL_CLASS_ACCEPT);
    for (size_t i = 0; i < set.count; i++) {
        if (ct_probes_body(&set.cases[i])) { check_body(&config, &set.cases[i]); }
    }
    pl_arena_done(&arena);
}

Test(cases_make, accepting_cases_keep_the_amount, .timeout = 30) {
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_case_config config = ct_config();
    const pl_case_set set = ct_set(&arena);
    for (size_t i = 0; i < set.count; i++) {
        const pl_case *test = &set.cases[i];
        if (test->klass != PL_CLASS_ACCEPT || test->route != PL_ROUTE_CREATE) { continue; }
        pl_json json;
        pl_report report;
        cr_assert(ct_judge(&config, test->body, &arena, &json, &report), "%s", test->id);
        const char *name = pl_request_member(PL_REQUEST_TOTAL_AMOUNT)->name;
        const uint32_t total = pl_json_member(&json, 0, name);
        cr_assert_neq(total, PL_JSON_NONE, "%s: no total", test->id);
        pl_decimal value;
        cr_assert_eq(pl_decimal_parse(pl_json_raw(&json, total), &value), PL_OK, "%s", test->id);
        cr_expect(pl_decimal_equal(value, config.amount), "%s: another total", test->id);
    }
    pl_arena_done(&arena);
}

Test(cases_make, reference_numbers_are_fresh, .timeout = 30) {
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_case_config config = ct_config();
    const pl_case_set set = ct_set(&arena);
    const char **seen = calloc(set.count, sizeof *seen);
    cr_assert_not_null(seen);
    size_t count = 0;
    for (size_t i = 0; i < set.count; i++) {
        const pl_case *test = &set.cases[i];
        pl_json json;
        pl_report report;
        if (test->route != PL_ROUTE_CREATE || !test->has_body ||
            !ct_judge(&config, test->body, &arena, &json, &report)) {
            continue;
        }
        const uint32_t node = pl_json_member(&json, 0, pl_request_member(PL_REQUEST_REFF_NO)->name);
        if (node == PL_JSON_NONE || json.nodes[node].len <= 4) { continue; } /* absent, null, "" */
        if (test->twin || strcmp(test->id, "reff_no/repeated/two-of-two") == 0) { continue; }
        const pl_bytes raw = pl_json_raw(&json, node);
        if (strncmp(test->id, "reff_no/", strlen("reff_no/")) != 0) {
            cr_expect_leq(raw.len, REFF_NO_LEN_MAX + 2, "%s: long", test->id);
        }
        seen[count] = pl_arena_text(&arena, raw);
        cr_assert_not_null(seen[count]);
        count++;
    }
    cr_assert_gt(count, 300, "%zu", count);
    qsort(seen, count, sizeof *seen, compare_texts);
    for (size_t i = 1; i < count; i++) {
        cr_expect_str_neq(seen[i - 1], seen[i], "%s: twice", seen[i]);
    }
    free(seen);
    pl_arena_done(&arena);
}

Test(cases_make, same_config_gives_the_same_bytes, .timeout = 30) {
    pl_arena arenas[2];
    pl_arena_init(&arenas[0]);
    pl_arena_init(&arenas[1]);
    const pl_case_set left = ct_set(&arenas[0]);
    const pl_case_set right = ct_set(&arenas[1]);
    cr_assert_eq(left.count, right.count);
    for (size_t i = 0; i < left.count; i++) {
        cr_expect_str_eq(left.cases[i].id, right.cases[i].id);
        cr_expect(pl_bytes_equal(left.cases[i].body, right.cases[i].body), "%s: body",
                  left.cases[i].id);
    }
    pl_arena_done(&arenas[0]);
    pl_arena_done(&arenas[1]);
}

/* What is sent for an id does not hang on the catalog, the run or the amount: reports can be compared. */
Test(cases_make, ids_do_not_hang_on_the_config, .timeout = 30) {
    pl_arena arenas[2];
    pl_arena_init(&arenas[0]);
    pl_arena_init(&arenas[1]);
    pl_case_config config = ct_config();
    config.run_id = "other";
    config.amount = pl_decimal_of(7);
    config.now_ms += (int64_t)PL_CASE_DAY_MS;
    const pl_case_set left = ct_set(&arenas[0]);
    const pl_case_set right = ct_set_of(&config, &arenas[1]);
    cr_assert_eq(left.count, right.count);
    for (size_t i = 0; i < left.count; i++) {
        cr_expect_str_eq(left.cases[i].id, right.cases[i].id);
    }
    pl_arena_done(&arenas[0]);
    pl_arena_done(&arenas[1]);
}

Test(cases_make, without_a_catalog_no_runnable_case_names_a_code, .timeout = 30) {
    pl_arena arena;
    pl_arena_init(&arena);
    pl_case_config config = ct_config();
    config.payment_methods = NULL;
    config.payment_method_count = 0;
    const pl_case_set set = ct_set_of(&config, &arena);
    const pl_case *full = ct_find(&set, "body/members/full");
    cr_expect_not_null(strstr((const char *)full->body.ptr, "\"whitelisted_payment_method\":[]"));
    cr_expect_eq(ct_find(&set, "whitelisted_payment_method.each/catalog/unknown")->needs, 0);
    size_t accepting = 0;
    for (size_t i = 0; i < set.count; i++) {
        const pl_case *test = &set.cases[i];
        if (test->klass != PL_CLASS_ACCEPT || !test->has_body || test->needs != 0) { continue; }
        cr_expect_null(strstr((const char *)test->body.ptr, "QRIS"), "%s: names a code", test->id);
        accepting++;
    }
    cr_expect_gt(accepting, 0);
    static const pl_bytes none[1];
    config.payment_methods = none; /* known, and empty */
    const pl_case_set fewer = ct_set_of(&config, &arena);
    cr_expect_lt(fewer.count, set.count);
    for (size_t i = 0; i < fewer.count; i++) {
        cr_expect_eq(fewer.cases[i].needs & PL_NEEDS_CATALOG, 0, "%s", fewer.cases[i].id);
    }
    pl_arena_done(&arena);
}

Test(cases_make, every_failing_allocation_is_reported, .timeout = 120) {
    enum { ALL_UP_TO = 150, STEP_AFTER = 61 };
    const pl_case_config config = ct_config();
    pl_status status = PL_E_MEMORY;
    size_t fail_after = 1;
    for (; status != PL_OK; fail_after += fail_after < ALL_UP_TO ? 1 : STEP_AFTER) {
        pl_arena arena;
        pl_arena_init(&arena);
        arena.fail_after = fail_after;
        pl_case_set set = {NULL, 12345};
        status = pl_cases_make(&config, &arena, &set);
        if (status != PL_OK) {
            cr_expect_eq(status, PL_E_MEMORY, "request %zu: %s", fail_after,
                         pl_status_text(status));
            cr_expect(set.cases == NULL && set.count == 12345, "request %zu: written", fail_after);
        }
        pl_arena_done(&arena);
    }
    cr_expect_gt(fail_after, ALL_UP_TO);
}

Test(cases_make, class_texts, .timeout = 5) {
    cr_expect_str_eq(pl_class_text(PL_CLASS_ACCEPT), "accept");
    cr_expect_str_eq(pl_class_text(PL_CLASS_REJECT), "reject");
    cr_expect_str_eq(pl_class_text(PL_CLASS_REFUSE), "refuse");
    cr_expect_str_eq(pl_class_text(PL_CLASS_OPEN), "open");
}
