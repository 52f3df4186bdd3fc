#include <criterion/criterion.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "unit/sandbox/sandbox_util.h"

enum { PATH_BYTES = 256 };

Test(sandbox, merchants_are_apart, .timeout = 5) {
    sb bench;
    sb_open(&bench, NULL);
    const pl_sandbox_merchant *first = pl_sandbox_merchant_of(bench.sandbox, 0);
    const pl_sandbox_merchant *second = pl_sandbox_merchant_of(bench.sandbox, 1);
    cr_assert_str_neq(first->partner_id, second->partner_id);
    cr_assert_str_neq(first->client_id, second->client_id);
    cr_assert_str_neq(first->client_secret, second->client_secret);
    cr_assert_str_neq(first->account_id, second->account_id);
    cr_assert_str_neq(first->account_id, first->inactive_account_id);
    cr_assert_str_eq(pl_sandbox_base_url(bench.sandbox), "http://127.0.0.1");
    sb_close(&bench);
    pl_sandbox_free(NULL);
}

/* A token, a link and the credentials outlive the process; the seed of a second start is not asked.
 */
Test(sandbox, a_store_file_survives_a_restart, .timeout = 20) {
    char directory[] = "/tmp/paylink-sandbox-XXXXXX";
    char file[PATH_BYTES];
    cr_assert_not_null(mkdtemp(directory));
    cr_assert_gt(snprintf(file, sizeof file, "%s/store.db", directory), 0);
    sb before;
    sb after = {.now_ms = SB_NOW_MS};
    const pl_bytes none = {NULL, 0};
    sb_open(&before, file);
    const pl_sandbox_response made = sb_create(&before, "before", pl_bytes_of(SB_GOOD_BODY));
    const char *token = sb_token(&before, 0);
    const char *path = sb_path(
        &before, pl_arena_printf(&before.arena, "/%s", sb_value(&before, &made, "/data/id")));
    pl_sandbox_free(before.sandbox);

    const pl_sandbox_config config = {.store_file = file, .seed = SB_SEED + 1};
    pl_arena_init(&after.arena);
    cr_assert_eq(pl_sandbox_new(&config, &after.sandbox, NULL), PL_OK);
    const sb_header headers[] = {
        {"Authorization", pl_arena_printf(&after.arena, "Bearer %s", token)},
        {"X-PARTNER-ID", pl_sandbox_merchant_of(after.sandbox, 0)->partner_id},
    };
    const pl_sandbox_response shown =
        sb_call(&after, "after", "GET", path, headers, PL_COUNT(headers), none);
    cr_assert_eq(shown.status, 200, "the old token and link: %d", shown.status);
    cr_assert_str_eq(sb_value(&after, &shown, "/data"), sb_value(&before, &made, "/data"));
    const pl_sandbox_response next = sb_create(&after, "next", pl_bytes_of(SB_GOOD_BODY));
    cr_assert_str_neq(sb_value(&after, &next, "/data/id"), sb_value(&before, &made, "/data/id"));
    sb_close(&after);
    pl_arena_done(&before.arena);
    cr_assert_eq(unlink(file), 0);
    cr_assert_eq(rmdir(directory), 0, "something is left in %s", directory);
}

/* The store loses its table under the running sandbox: every call that needs it is answered with
 * the envelope of our own failure. */
Test(sandbox, a_broken_store_is_a_500, .timeout = 20) {
    char directory[] = "/tmp/paylink-sandbox-XXXXXX";
    char file[PATH_BYTES];
    cr_assert_not_null(mkdtemp(directory));
    cr_assert_gt(snprintf(file, sizeof file, "%s/store.db", directory), 0);
    sb bench;
    sb_open(&bench, file);
    sqlite3 *other = NULL;
    cr_assert_eq(sqlite3_open(file, &other), SQLITE_OK);
    cr_assert_eq(sqlite3_exec(other, "DROP TABLE link", NULL, NULL, NULL), SQLITE_OK);
    cr_assert_eq(sqlite3_close(other), SQLITE_OK);
    const pl_bytes none = {NULL, 0};
    const pl_bytes good = pl_bytes_of(SB_GOOD_BODY);
    cr_assert_eq(sb_create(&bench, "create", good).status, 500);
    cr_assert_eq(sb_call_as(&bench, "list", 0, "GET", sb_path(&bench, ""), none).status, 500);
    cr_assert_eq(sb_call_as(&bench, "show", 0, "GET", sb_path(&bench, "/1"), none).status, 500);
    cr_assert_eq(sb_call_as(&bench, "delete", 0, "DELETE", sb_path(&bench, "/1"), none).status,
                 500);
    cr_assert_eq(sb_create(&bench, "not valid", pl_bytes_of("{}")).status, 422);
    sb_close(&bench);
    cr_assert_eq(unlink(file), 0);
    cr_assert_eq(rmdir(directory), 0, "something is left in %s", directory);
}

Test(sandbox, without_a_seed_every_start_is_new, .timeout = 10) {
    const pl_sandbox_config config = {.seed = 0};
    pl_sandbox *one = NULL;
    pl_sandbox *two = NULL;
    cr_assert_eq(pl_sandbox_new(&config, &one, NULL), PL_OK);
    cr_assert_eq(pl_sandbox_new(&config, &two, NULL), PL_OK);
    cr_assert_str_neq(pl_sandbox_merchant_of(one, 0)->client_secret,
                      pl_sandbox_merchant_of(two, 0)->client_secret);
    pl_sandbox_free(one);
    pl_sandbox_free(two);
}

Test(sandbox, a_bad_store_is_explained, .timeout = 10) {
    const pl_sandbox_config config = {.store_file = "/"};
    pl_sandbox *sandbox = NULL;
    const char *why = NULL;
    cr_assert_eq(pl_sandbox_new(&config, &sandbox, &why), PL_E_IO);
    cr_assert_null(sandbox);
    cr_assert_not_null(why);
    cr_assert_eq(pl_sandbox_start(&config, &sandbox, &why), PL_E_IO);
    cr_assert_null(sandbox);
}

Test(sandbox, the_clock_is_after_2020, .timeout = 5) {
    cr_assert_gt(pl_sandbox_now_ms(), 1577836800000);
}
