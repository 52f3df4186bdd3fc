/* For the tests of cases/: a set with everything known, and the contract's judge. */
#ifndef PL_TESTS_CASES_TEST_H
#define PL_TESTS_CASES_TEST_H

#include <criterion/criterion.h>
#include <string.h>

#include "cases/cases_internal.h"

static const pl_bytes ct_codes[] = {PL_BYTES_LIT("QRIS"), PL_BYTES_LIT("VA_BRI"),
                                    PL_BYTES_LIT("ALFAMART")};

static inline pl_case_config ct_config(void) {
    return (pl_case_config){.run_id = "r1",
                            .amount = pl_decimal_of(PL_CONTRACT_AMOUNT_DEFAULT),
                            .now_ms = 1760000000123,
                            .payment_methods = ct_codes,
                            .payment_method_count = PL_COUNT(ct_codes)};
}

static inline pl_case_set ct_set_of(const pl_case_config *config, pl_arena *arena) {
    pl_case_set set = {0};
    const pl_status status = pl_cases_make(config, arena, &set);
    cr_assert_eq(status, PL_OK, "make: %s", pl_status_text(status));
    return set;
}

static inline pl_case_set ct_set(pl_arena *arena) {
    const pl_case_config config = ct_config();
    return ct_set_of(&config, arena);
}

static inline pl_case_kit ct_kit(const pl_case_config *config, pl_arena *arena) {
    pl_case_kit kit;
    const pl_status status = pl_kit_start(&kit, config, arena);
    cr_assert_eq(status, PL_OK, "kit: %s", pl_status_text(status));
    return kit;
}

static inline const pl_case *ct_find(const pl_case_set *set, const char *id) {
    for (size_t i = 0; i < set->count; i++) {
        if (strcmp(set->cases[i].id, id) == 0) { return &set->cases[i]; }
    }
    cr_assert_fail("no case %s", id);
    return NULL;
}

static inline bool ct_expects(const pl_case *test, int status) {
    for (size_t i = 0; i < PL_CASE_STATUS_COUNT_MAX; i++) {
        if (test->statuses[i] == status) { return true; }
    }
    return false;
}

/* A case whose body is what is probed: everything else about the request is good. */
static inline bool ct_probes_body(const pl_case *test) {
    const bool plain_type = test->content_type != NULL && test->accept != NULL &&
                            strcmp(test->content_type, PL_MEDIA_TYPE) == 0 &&
                            strcmp(test->accept, PL_MEDIA_TYPE) == 0;
    return test->route == PL_ROUTE_CREATE && strcmp(test->method, "POST") == 0 &&
           test->auth == PL_AUTH_GOOD && test->account == PL_ACCOUNT_GOOD && test->has_body &&
           plain_type;
}

/* The contract's judgement of a body; *ret_json is valid when it is true. */
static inline bool ct_judge(const pl_case_config *config, pl_bytes body, pl_arena *arena,
                            pl_json *ret_json, pl_report *ret_report) {
    const pl_context context = {.now_ms = config->now_ms,
                                .payment_methods = config->payment_methods,
                                .payment_method_count = config->payment_method_count};
    bool readable = false;
    const pl_status status =
        pl_contract_judge_request(body, &context, arena, ret_json, &readable, ret_report);
    cr_assert_eq(status, PL_OK, "judge: %s", pl_status_text(status));
    return readable;
}

/* What a case about the request, not its body, must say. */
typedef struct ct_row {
    const char *id;
    pl_class klass;
    pl_auth auth;
    pl_account account;
    unsigned needs;
    int statuses[PL_CASE_STATUS_COUNT_MAX];
} ct_row;

static inline void ct_check_rows(const ct_row *rows, size_t count) {
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_case_set set = ct_set(&arena);
    for (size_t i = 0; i < count; i++) {
        const ct_row *row = &rows[i];
        const pl_case *test = ct_find(&set, row->id);
        cr_expect_eq(test->klass, row->klass, "%s: class", row->id);
        cr_expect_eq(test->auth, row->auth, "%s: auth", row->id);
        cr_expect_eq(test->account, row->account, "%s: account", row->id);
        cr_expect_eq(test->needs, row->needs, "%s: needs", row->id);
        for (size_t k = 0; k < PL_COUNT(row->statuses); k++) {
            cr_expect_eq(test->statuses[k], row->statuses[k], "%s: status %zu is %d", row->id, k,
                         test->statuses[k]);
        }
    }
    pl_arena_done(&arena);
}

#endif
