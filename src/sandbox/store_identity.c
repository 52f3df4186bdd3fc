#include "sandbox/store_internal.h"

#include <assert.h>
#include <string.h>

static pl_status add_key(pl_store *store, const uint8_t *key) {
    sqlite3_stmt *statement = pl_store_take(store, PL_STATEMENT_KEY_ADD);
    pl_status status = PL_E_IO;
    if (sqlite3_bind_blob(statement, 1, key, PL_STORE_KEY_BYTES, SQLITE_STATIC) == SQLITE_OK) {
        status = pl_store_finish(statement);
    }
    pl_store_release(store, statement);
    return status;
}

static pl_status find_key(pl_store *store, uint8_t *ret_key, bool *ret_found) {
    sqlite3_stmt *statement = pl_store_take(store, PL_STATEMENT_KEY_FIND);
    pl_status status = PL_E_IO;
    const int step = sqlite3_step(statement);
    if (step == SQLITE_DONE) {
        *ret_found = false;
        status = PL_OK;
    } else if (step == SQLITE_ROW) {
        const void *key = sqlite3_column_blob(statement, 0);
        if (key != NULL && sqlite3_column_bytes(statement, 0) == PL_STORE_KEY_BYTES) {
            memcpy(ret_key, key, PL_STORE_KEY_BYTES);
            *ret_found = true;
            status = PL_OK;
        }
    }
    pl_store_release(store, statement);
    return status;
}

static pl_status add_merchant(pl_store *store, int position, const pl_store_merchant *merchant) {
    sqlite3_stmt *statement = pl_store_take(store, PL_STATEMENT_MERCHANT_ADD);
    pl_status status = PL_E_IO;
    if (sqlite3_bind_int(statement, 1, position) == SQLITE_OK &&
        pl_store_bind_text(statement, 2, pl_bytes_of(merchant->partner_id)) &&
        pl_store_bind_text(statement, 3, pl_bytes_of(merchant->client_id)) &&
        pl_store_bind_text(statement, 4, pl_bytes_of(merchant->client_secret))) {
        status = pl_store_finish(statement);
    }
    pl_store_release(store, statement);
    return status;
}

static pl_status add_account(pl_store *store, int merchant, const char *id, const char *number,
                             bool active) {
    assert(strlen(id) == PL_ULID_LEN);
    sqlite3_stmt *statement = pl_store_take(store, PL_STATEMENT_ACCOUNT_ADD);
    pl_status status = PL_E_IO;
    const char *name = active ? "Sandbox account" : "Sandbox account, inactive";
    if (pl_store_bind_text(statement, 1, pl_bytes_of(id)) &&
        sqlite3_bind_int(statement, 2, merchant) == SQLITE_OK &&
        pl_store_bind_text(statement, 3, pl_bytes_of(number)) &&
        pl_store_bind_text(statement, 4, pl_bytes_of(name)) &&
        sqlite3_bind_int(statement, 5, active) == SQLITE_OK) {
        status = pl_store_finish(statement);
    }
    pl_store_release(store, statement);
    return status;
}

static pl_status add_identity(pl_store *store, const pl_store_identity *fresh) {
    pl_status status = add_key(store, fresh->key);
    for (int i = 0; status == PL_OK && i < PL_STORE_MERCHANT_COUNT; i++) {
        const pl_store_merchant *merchant = &fresh->merchants[i];
        status = add_merchant(store, i, merchant);
        if (status == PL_OK) {
            status = add_account(store, i, merchant->account_id, merchant->account_number, true);
        }
        if (status == PL_OK) {
            status = add_account(store, i, merchant->inactive_account_id,
                                 merchant->inactive_account_number, false);
        }
    }
    return status;
}

static pl_status find_account_of(pl_store *store, int merchant, bool active, char *id,
                                 char *number) {
    sqlite3_stmt *statement = pl_store_take(store, PL_STATEMENT_ACCOUNT_OF_MERCHANT);
    pl_status status = PL_E_IO;
    if (sqlite3_bind_int(statement, 1, merchant) == SQLITE_OK &&
        sqlite3_bind_int(statement, 2, active) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW) {
        status = pl_store_column_fixed(statement, 0, id, PL_ULID_LEN + 1);
        if (status == PL_OK) {
            status = pl_store_column_fixed(statement, 1, number, PL_STORE_NUMBER_BYTES + 1);
        }
    }
    pl_store_release(store, statement);
    return status;
}

static pl_status find_merchant(pl_store *store, int position, pl_store_merchant *ret_merchant) {
    sqlite3_stmt *statement = pl_store_take(store, PL_STATEMENT_MERCHANT_FIND);
    char *const places[] = {ret_merchant->partner_id, ret_merchant->client_id,
                            ret_merchant->client_secret};
    pl_status status = PL_E_IO;
    if (sqlite3_bind_int(statement, 1, position) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW) {
        status = PL_OK;
        for (size_t i = 0; status == PL_OK && i < PL_COUNT(places); i++) {
            status = pl_store_column_fixed(statement, (int)i, places[i], PL_STORE_SECRET_BYTES + 1);
        }
    }
    pl_store_release(store, statement);
    if (status == PL_OK) {
        status = find_account_of(store, position, true, ret_merchant->account_id,
                                 ret_merchant->account_number);
    }
    if (status == PL_OK) {
        status = find_account_of(store, position, false, ret_merchant->inactive_account_id,
                                 ret_merchant->inactive_account_number);
    }
    return status;
}

static pl_status run(pl_store *store, pl_statement which) {
    sqlite3_stmt *statement = pl_store_take(store, which);
    const pl_status status = pl_store_finish(statement);
    pl_store_release(store, statement);
    return status;
}

pl_status pl_store_identity_settle(pl_store *store, const pl_store_identity *fresh,
                                   pl_store_identity *ret_identity) {
    pl_store_identity identity = {.key = {0}};
    bool found = false;
    /* One transaction, so that two sandboxes started on one new file do not both write. */
    pl_status status = run(store, PL_STATEMENT_BEGIN);
    if (status != PL_OK) { return status; }
    status = find_key(store, identity.key, &found);
    if (status == PL_OK && !found) {
        status = add_identity(store, fresh);
        identity = *fresh;
    }
    for (int i = 0; status == PL_OK && i < PL_STORE_MERCHANT_COUNT; i++) {
        status = find_merchant(store, i, &identity.merchants[i]);
    }
    const pl_status ended =
        run(store, status == PL_OK ? PL_STATEMENT_COMMIT : PL_STATEMENT_ROLLBACK);
    if (status == PL_OK) { status = ended; }
    if (status == PL_OK) { *ret_identity = identity; }
    return status;
}

pl_status pl_store_account_find(pl_store *store, pl_bytes id, pl_arena *arena,
                                pl_store_account *ret_account, bool *ret_found) {
    assert(id.ptr != NULL);
    sqlite3_stmt *statement = pl_store_take(store, PL_STATEMENT_ACCOUNT_FIND);
    pl_store_account account = {.merchant = 0};
    pl_status status = PL_E_IO;
    bool found = false;
    if (pl_store_bind_text(statement, 1, id)) {
        const int step = sqlite3_step(statement);
        found = step == SQLITE_ROW;
        status = found || step == SQLITE_DONE ? PL_OK : PL_E_IO;
    }
    if (found) {
        status = pl_store_column_fixed(statement, 0, account.number, sizeof account.number);
        if (status == PL_OK) { status = pl_store_column(statement, 1, arena, &account.name); }
        account.merchant = (unsigned)sqlite3_column_int(statement, 2);
        account.active = sqlite3_column_int(statement, 3) != 0;
    }
    pl_store_release(store, statement);
    if (status == PL_OK) {
        *ret_account = account;
        *ret_found = found;
    }
    return status;
}
