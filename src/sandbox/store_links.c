#include "sandbox/store_internal.h"

#include <assert.h>

static pl_status read_link(sqlite3_stmt *statement, pl_arena *arena, pl_store_link *ret_link) {
    pl_store_link link = {.id = sqlite3_column_int64(statement, 0),
                          .created_ms = sqlite3_column_int64(statement, 1)};
    const pl_status status = pl_store_column(statement, 2, arena, &link.request);
    if (status == PL_OK) { *ret_link = link; }
    return status;
}

pl_status pl_store_link_insert(pl_store *store, pl_bytes account_id, const pl_store_link *link,
                               int64_t *ret_id) {
    assert(account_id.ptr != NULL);
    assert(link->request.ptr != NULL);
    sqlite3_stmt *statement = pl_store_take(store, PL_STATEMENT_LINK_ADD);
    pl_status status = PL_E_IO;
    if (pl_store_bind_text(statement, 1, account_id) &&
        pl_store_bind_text(statement, 2, link->request) &&
        sqlite3_bind_int64(statement, 3, link->created_ms) == SQLITE_OK) {
        status = pl_store_finish(statement);
    }
    /* Still under the lock, so it is this insert's id. */
    const int64_t id = sqlite3_last_insert_rowid(store->database);
    pl_store_release(store, statement);
    if (status == PL_OK) {
        assert(id > 0);
        *ret_id = id;
    }
    return status;
}

/* A step that gives a link or none, and that link. */
static pl_status find_one(sqlite3_stmt *statement, pl_arena *arena, pl_store_link *ret_link,
                          bool *ret_found) {
    const int step = sqlite3_step(statement);
    *ret_found = step == SQLITE_ROW;
    if (step == SQLITE_ROW) { return read_link(statement, arena, ret_link); }
    return step == SQLITE_DONE ? PL_OK : PL_E_IO;
}

/* The link whose request is alike at path; the caller holds the lock. Fails: PL_E_IO (also when there is none). */
static pl_status find_alike(pl_store *store, pl_bytes account_id, pl_bytes path, pl_arena *arena,
                            pl_store_link *row) {
    sqlite3_stmt *statement = store->statements[PL_STATEMENT_LINK_FIND_ALIKE];
    pl_status status = PL_E_IO;
    bool found = false;
    pl_store_link alike = {.id = 0};
    if (pl_store_bind_text(statement, 1, account_id) &&
        pl_store_bind_text(statement, 2, row->request) && pl_store_bind_text(statement, 3, path)) {
        status = find_one(statement, arena, &alike, &found);
    }
    (void)sqlite3_reset(statement);
    (void)sqlite3_clear_bindings(statement);
    if (status != PL_OK || !found) { return status == PL_OK ? PL_E_IO : status; }
    *row = alike;
    return PL_OK;
}

pl_status pl_store_link_insert_once(pl_store *store, pl_bytes account_id, const char *member,
                                    pl_arena *arena, pl_store_link *row, bool *ret_added) {
    assert(account_id.ptr != NULL);
    assert(row->request.ptr != NULL);
    const char *text = pl_arena_printf(arena, "$.%s", member);
    if (text == NULL) { return PL_E_MEMORY; }
    const pl_bytes path = pl_bytes_of(text);
    sqlite3_stmt *statement = pl_store_take(store, PL_STATEMENT_LINK_ADD_ONCE);
    pl_status status = PL_E_IO;
    if (pl_store_bind_text(statement, 1, account_id) &&
        pl_store_bind_text(statement, 2, row->request) &&
        sqlite3_bind_int64(statement, 3, row->created_ms) == SQLITE_OK &&
        pl_store_bind_text(statement, 4, path)) {
        status = pl_store_finish(statement);
    }
    *ret_added = status == PL_OK && sqlite3_changes(store->database) > 0;
    if (*ret_added) {
        row->id = sqlite3_last_insert_rowid(store->database);
    } else if (status == PL_OK) {
        status = find_alike(store, account_id, path, arena, row);
    }
    pl_store_release(store, statement);
    return status;
}

pl_status pl_store_link_find(pl_store *store, pl_bytes account_id, int64_t id, pl_arena *arena,
                             pl_store_link *ret_link, bool *ret_found) {
    assert(account_id.ptr != NULL);
    sqlite3_stmt *statement = pl_store_take(store, PL_STATEMENT_LINK_FIND);
    pl_status status = PL_E_IO;
    if (pl_store_bind_text(statement, 1, account_id) &&
        sqlite3_bind_int64(statement, 2, id) == SQLITE_OK) {
        bool found = false;
        status = find_one(statement, arena, ret_link, &found);
        if (status == PL_OK) { *ret_found = found; }
    }
    pl_store_release(store, statement);
    return status;
}

pl_status pl_store_link_list(pl_store *store, pl_bytes account_id, int64_t skip, size_t room,
                             pl_arena *arena, pl_store_link *links, size_t *ret_count) {
    assert(skip >= 0);
    assert(room <= INT32_MAX);
    sqlite3_stmt *statement = pl_store_take(store, PL_STATEMENT_LINK_LIST);
    pl_status status = PL_E_IO;
    size_t count = 0;
    if (pl_store_bind_text(statement, 1, account_id) &&
        sqlite3_bind_int64(statement, 2, (int64_t)room) == SQLITE_OK &&
        sqlite3_bind_int64(statement, 3, skip) == SQLITE_OK) {
        int step = sqlite3_step(statement);
        status = PL_OK;
        while (status == PL_OK && step == SQLITE_ROW) {
            assert(count < room);
            status = read_link(statement, arena, &links[count]);
            count++;
            step = sqlite3_step(statement);
        }
        if (status == PL_OK && step != SQLITE_DONE) { status = PL_E_IO; }
    }
    pl_store_release(store, statement);
    if (status == PL_OK) { *ret_count = count; }
    return status;
}

pl_status pl_store_link_delete(pl_store *store, pl_bytes account_id, int64_t id, bool *ret_found) {
    assert(account_id.ptr != NULL);
    sqlite3_stmt *statement = pl_store_take(store, PL_STATEMENT_LINK_DELETE);
    pl_status status = PL_E_IO;
    if (pl_store_bind_text(statement, 1, account_id) &&
        sqlite3_bind_int64(statement, 2, id) == SQLITE_OK) {
        status = pl_store_finish(statement);
    }
    const bool found = sqlite3_changes(store->database) > 0;
    pl_store_release(store, statement);
    if (status == PL_OK) { *ret_found = found; }
    return status;
}
