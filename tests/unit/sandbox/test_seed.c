#include <criterion/criterion.h>
#include <string.h>

#include "sandbox/sandbox_internal.h"
#include "sandbox/seed.h"
#include "text/ulid.h"

/* Every credential of an identity, for comparing. */
enum { VALUES = 14 };
static void list_values(const pl_store_identity *identity, const char *values[VALUES]) {
    size_t count = 0;
    for (size_t i = 0; i < PL_STORE_MERCHANT_COUNT; i++) {
        const pl_store_merchant *merchant = &identity->merchants[i];
        const char *const own[] = {merchant->partner_id,
                                   merchant->client_id,
                                   merchant->client_secret,
                                   merchant->account_id,
                                   merchant->account_number,
                                   merchant->inactive_account_id,
                                   merchant->inactive_account_number};
        for (size_t j = 0; j < PL_COUNT(own); j++) { values[count++] = own[j]; }
    }
    cr_assert_eq(count, VALUES);
}

Test(seed, the_same_seed_gives_the_same_identity, .timeout = 5) {
    pl_store_identity one;
    pl_store_identity two;
    cr_assert_eq(pl_seed_make(1, 1, &one), PL_OK);
    cr_assert_eq(pl_seed_make(1, 2, &two), PL_OK);
    cr_assert_arr_eq(&one.key, &two.key, sizeof one.key);
    const char *values[2][VALUES];
    list_values(&one, values[0]);
    list_values(&two, values[1]);
    for (size_t i = 0; i < VALUES; i++) { cr_assert_str_eq(values[0][i], values[1][i], "%zu", i); }
}

Test(seed, other_seeds_give_other_identities, .timeout = 5) {
    static const unsigned seeds[][2] = {{1, 2}, {0, 0}, {1, 0}, {1, 256}, {1, 0x80000001U}};
    for (size_t row = 0; row < PL_COUNT(seeds); row++) {
        pl_store_identity one;
        pl_store_identity two;
        cr_assert_eq(pl_seed_make(seeds[row][0], 1700000000000, &one), PL_OK);
        cr_assert_eq(pl_seed_make(seeds[row][1], 1700000000000, &two), PL_OK);
        cr_assert_neq(memcmp(one.key, two.key, sizeof one.key), 0, "%zu: key", row);
        const char *values[2][VALUES];
        list_values(&one, values[0]);
        list_values(&two, values[1]);
        for (size_t i = 0; i < VALUES; i++) {
            cr_assert_str_neq(values[0][i], values[1][i], "%zu: value %zu", row, i);
            for (size_t j = 0; j < i; j++) {
                cr_assert_str_neq(values[0][i], values[0][j], "%zu: values %zu %zu", row, i, j);
            }
        }
    }
}

Test(seed, values_have_their_form, .timeout = 5) {
    pl_store_identity identity;
    cr_assert_eq(pl_seed_make(0, 1750000000000, &identity), PL_OK);
    for (size_t i = 0; i < PL_STORE_MERCHANT_COUNT; i++) {
        const pl_store_merchant *merchant = &identity.merchants[i];
        uint8_t ulid[PL_ULID_BYTES];
        cr_assert_eq(pl_ulid_classify(pl_bytes_of(merchant->account_id)), PL_ULID_CANONICAL);
        cr_assert_eq(pl_ulid_classify(pl_bytes_of(merchant->inactive_account_id)),
                     PL_ULID_CANONICAL);
        cr_assert_eq(pl_ulid_decode(pl_bytes_of(merchant->account_id), ulid), PL_OK);
        cr_assert_eq(pl_ulid_unix_ms(ulid), 1750000000000);
        cr_assert_eq(strlen(merchant->partner_id), 32);
        cr_assert_eq(strlen(merchant->client_id), 36);
        cr_assert_eq(strlen(merchant->client_secret), 64);
        cr_assert_eq(strlen(merchant->account_number), PL_STORE_NUMBER_BYTES);
        cr_assert_eq(strspn(merchant->account_number, "0123456789"), PL_STORE_NUMBER_BYTES);
        cr_assert_eq(merchant->client_id[14], '4', "version of a UUID");
        cr_assert_null(strchr(merchant->client_id, ':'), "Basic splits at the first colon");
    }
}

Test(seed, hex_has_both_ends, .timeout = 5) {
    char out[5];
    pl_seed_write_hex((const uint8_t *)"\x00\xfa", 2, out, sizeof out);
    cr_assert_str_eq(out, "00fa");
}
