#include <criterion/criterion.h>
#include <string.h>

#include "sandbox/seed.h"
#include "sandbox/store.h"

static const pl_store_merchant *settle(pl_store *store, unsigned seed,
                                       pl_store_identity *identity) {
    pl_store_identity fresh;
    cr_assert_eq(pl_seed_make(seed, 0, &fresh), PL_OK);
    cr_assert_eq(pl_store_identity_settle(store, &fresh, identity), PL_OK);
    return identity->merchants;
}

Test(store_identity, the_first_one_stays, .timeout = 5) {
    pl_store *store = NULL;
    pl_store_identity first;
    pl_store_identity second;
    cr_assert_eq(pl_store_open(NULL, &store, NULL), PL_OK);
    (void)settle(store, 1, &first);
    (void)settle(store, 2, &second);
    cr_assert_arr_eq(first.key, second.key, sizeof first.key);
    for (size_t i = 0; i < PL_STORE_MERCHANT_COUNT; i++) {
        const pl_store_merchant *one = &first.merchants[i];
        const pl_store_merchant *two = &second.merchants[i];
        cr_assert_str_eq(one->partner_id, two->partner_id);
        cr_assert_str_eq(one->client_id, two->client_id);
        cr_assert_str_eq(one->client_secret, two->client_secret);
        cr_assert_str_eq(one->account_id, two->account_id);
        cr_assert_str_eq(one->account_number, two->account_number);
        cr_assert_str_eq(one->inactive_account_id, two->inactive_account_id);
        cr_assert_str_eq(one->inactive_account_number, two->inactive_account_number);
    }
    pl_store_close(store);
}

Test(store_identity, accounts_are_found, .timeout = 5) {
    pl_store *store = NULL;
    pl_store_identity identity;
    pl_arena arena;
    pl_arena_init(&arena);
    cr_assert_eq(pl_store_open(NULL, &store, NULL), PL_OK);
    const pl_store_merchant *merchants = settle(store, 1, &identity);
    const struct {
        const char *name;
        const char *id;
        bool found;
        unsigned merchant;
        bool active;
    } rows[] = {
        {"first", merchants[0].account_id, true, 0, true},
        {"first, inactive", merchants[0].inactive_account_id, true, 0, false},
        {"second", merchants[1].account_id, true, 1, true},
        {"second, inactive", merchants[1].inactive_account_id, true, 1, false},
        {"unknown", "01ARZ3NDEKTSV4RRFFQ69G5FAV", false, 0, false},
        {"empty", "", false, 0, false},
        {"a pattern", "%", false, 0, false},
        {"a statement", "' OR 1=1 --", false, 0, false},
    };
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        pl_store_account account;
        bool found = !rows[i].found;
        cr_assert_eq(
            pl_store_account_find(store, pl_bytes_of(rows[i].id), &arena, &account, &found), PL_OK,
            "%s", rows[i].name);
        cr_assert_eq(found, rows[i].found, "%s", rows[i].name);
        if (found) {
            cr_assert_eq(account.merchant, rows[i].merchant, "%s", rows[i].name);
            cr_assert_eq(account.active, rows[i].active, "%s", rows[i].name);
            cr_assert_gt(account.name.len, 0, "%s", rows[i].name);
            cr_assert_eq(strlen(account.number), PL_STORE_NUMBER_BYTES, "%s", rows[i].name);
        }
    }
    pl_store_close(store);
    pl_arena_done(&arena);
}
