#include "sandbox/store_internal.h"

#include <assert.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    APPLICATION_ID = 0x706C7361, /* "plsa": tells our files from other programs' */
    BUSY_TIMEOUT_MS = 5000
};

static const char in_memory[] = ":memory:";
static const char why_no_file[] = "the store file cannot be opened for writing";
static const char why_busy[] = "the store file is in use by another process";
static const char why_no_database[] = "the store file is not a database that can be used";
static const char why_foreign[] = "the store file belongs to another program";
static const char why_no_memory[] = "out of memory";

/* A request is JSON text: SQLite's own numbers would round its amounts. AUTOINCREMENT: the id of a
 * deleted link must not come back. */
static const char schema_sql[] =
    "CREATE TABLE secret (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE merchant (position INTEGER PRIMARY KEY, partner_id TEXT NOT NULL UNIQUE,"
    " client_id TEXT NOT NULL UNIQUE, client_secret TEXT NOT NULL);"
    "CREATE TABLE account (id TEXT PRIMARY KEY, merchant INTEGER NOT NULL REFERENCES merchant,"
    " number TEXT NOT NULL UNIQUE, name TEXT NOT NULL, active INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE link (id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " account_id TEXT NOT NULL REFERENCES account, request TEXT NOT NULL,"
    " created_ms INTEGER NOT NULL);"
    "CREATE INDEX link_of_account ON link (account_id, id);";

/* clang-format off */
static const char *const statement_texts[] = {
    [PL_STATEMENT_BEGIN] = "BEGIN IMMEDIATE",
    [PL_STATEMENT_COMMIT] = "COMMIT",
    [PL_STATEMENT_ROLLBACK] = "ROLLBACK",
    [PL_STATEMENT_KEY_ADD] = "INSERT INTO secret (name, value) VALUES ('token-key', ?1)",
    [PL_STATEMENT_KEY_FIND] = "SELECT value FROM secret WHERE name = 'token-key'",
    [PL_STATEMENT_MERCHANT_ADD] = "INSERT INTO merchant (position, partner_id, client_id, client_secret) VALUES (?1, ?2, ?3, ?4)",
    [PL_STATEMENT_MERCHANT_FIND] = "SELECT partner_id, client_id, client_secret FROM merchant WHERE position = ?1",
    [PL_STATEMENT_ACCOUNT_ADD] = "INSERT INTO account (id, merchant, number, name, active) VALUES (?1, ?2, ?3, ?4, ?5)",
    [PL_STATEMENT_ACCOUNT_FIND] = "SELECT number, name, merchant, active FROM account WHERE id = ?1",
    [PL_STATEMENT_ACCOUNT_OF_MERCHANT] = "SELECT id, number FROM account WHERE merchant = ?1 AND active = ?2 ORDER BY id LIMIT 1",
    [PL_STATEMENT_LINK_ADD] = "INSERT INTO link (account_id, request, created_ms) VALUES (?1, ?2, ?3)",
    [PL_STATEMENT_LINK_ADD_ONCE] = "INSERT INTO link (account_id, request, created_ms) SELECT ?1, ?2, ?3 WHERE NOT EXISTS (SELECT 1 FROM link WHERE account_id = ?1 AND json_extract(request, ?4) = json_extract(?2, ?4))",
    [PL_STATEMENT_LINK_FIND_ALIKE] = "SELECT id, created_ms, request FROM link WHERE account_id = ?1 AND json_extract(request, ?3) = json_extract(?2, ?3)",
    [PL_STATEMENT_LINK_FIND] = "SELECT id, created_ms, request FROM link WHERE account_id = ?1 AND id = ?2",
    [PL_STATEMENT_LINK_LIST] = "SELECT id, created_ms, request FROM link WHERE account_id = ?1 ORDER BY id DESC LIMIT ?2 OFFSET ?3",
    [PL_STATEMENT_LINK_DELETE] = "DELETE FROM link WHERE account_id = ?1 AND id = ?2",
};
/* clang-format on */
_Static_assert(PL_COUNT(statement_texts) == PL_STATEMENT_COUNT, "one text a statement");

sqlite3_stmt *pl_store_take(pl_store *store, pl_statement statement) {
    assert(statement < PL_STATEMENT_COUNT);
    const int locked = pthread_mutex_lock(&store->lock);
    assert(locked == 0);
    (void)locked;
    return store->statements[statement];
}

void pl_store_release(pl_store *store, sqlite3_stmt *statement) {
    /* Both answers repeat the last step's, which has been judged already. */
    (void)sqlite3_reset(statement);
    (void)sqlite3_clear_bindings(statement);
    const int unlocked = pthread_mutex_unlock(&store->lock);
    assert(unlocked == 0);
    (void)unlocked;
}

bool pl_store_bind_text(sqlite3_stmt *statement, int position, pl_bytes text) {
    assert(position > 0);
    if (text.ptr == NULL) { return sqlite3_bind_null(statement, position) == SQLITE_OK; }
    return sqlite3_bind_text64(statement, position, (const char *)text.ptr, text.len, SQLITE_STATIC,
                               SQLITE_UTF8) == SQLITE_OK;
}

pl_status pl_store_finish(sqlite3_stmt *statement) {
    assert(statement != NULL);
    return sqlite3_step(statement) == SQLITE_DONE ? PL_OK : PL_E_IO;
}

pl_status pl_store_column(sqlite3_stmt *statement, int column, pl_arena *arena,
                          pl_bytes *ret_text) {
    assert(column >= 0);
    if (sqlite3_column_type(statement, column) == SQLITE_NULL) {
        *ret_text = (pl_bytes){NULL, 0};
        return PL_OK;
    }
    const unsigned char *text = sqlite3_column_text(statement, column);
    if (text == NULL) { return PL_E_MEMORY; }
    const pl_bytes found = {text, (size_t)sqlite3_column_bytes(statement, column)};
    char *copy = pl_arena_text(arena, found);
    if (copy == NULL) { return PL_E_MEMORY; }
    *ret_text = (pl_bytes){(const uint8_t *)copy, found.len};
    return PL_OK;
}

pl_status pl_store_column_fixed(sqlite3_stmt *statement, int column, char *out, size_t out_cap) {
    assert(out_cap > 0);
    const unsigned char *text = sqlite3_column_text(statement, column);
    const size_t len = text == NULL ? 0 : (size_t)sqlite3_column_bytes(statement, column);
    if (len == 0 || len >= out_cap) { return PL_E_IO; }
    memcpy(out, text, len);
    out[len] = '\0';
    return PL_OK;
}

/* One integer that a pragma or a count gives. */
static bool read_integer(sqlite3 *database, const char *sql, int64_t *ret_value) {
    sqlite3_stmt *statement = NULL;
    bool done = false;
    if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW) {
        *ret_value = sqlite3_column_int64(statement, 0);
        done = true;
    }
    (void)sqlite3_finalize(statement);
    return done;
}

/* Create the tables in an empty database; refuse one that others have filled. The caller holds a
 * transaction, so two processes that open one new file agree. */
static pl_status settle_schema(sqlite3 *database, const char **reterr_why) {
    int64_t application_id = 0;
    int64_t table_count = 0;
    if (!read_integer(database, "PRAGMA application_id", &application_id) ||
        !read_integer(database, "SELECT count(*) FROM sqlite_master", &table_count)) {
        *reterr_why = why_no_database;
        return PL_E_IO;
    }
    if (application_id == APPLICATION_ID && table_count > 0) { return PL_OK; }
    if (application_id != 0 || table_count > 0) {
        *reterr_why = why_foreign;
        return PL_E_IO;
    }
    char mark[64];
    (void)sqlite3_snprintf((int)sizeof mark, mark, "PRAGMA application_id = %d",
                           (int)APPLICATION_ID);
    if (sqlite3_exec(database, schema_sql, NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_exec(database, mark, NULL, NULL, NULL) != SQLITE_OK) {
        *reterr_why = why_no_database;
        return PL_E_IO;
    }
    return PL_OK;
}

/* SQLite would create the file for everybody to read. */
static bool create_private(const char *file) {
    const int descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    return descriptor >= 0 && close(descriptor) == 0;
}

static pl_status prepare(pl_store *store, const char **reterr_why) {
    static const char *const pragmas = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
                                       "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;";
    *reterr_why = why_no_database;
    if (sqlite3_busy_timeout(store->database, BUSY_TIMEOUT_MS) != SQLITE_OK ||
        sqlite3_exec(store->database, pragmas, NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_exec(store->database, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK) {
        if (sqlite3_errcode(store->database) == SQLITE_BUSY) { *reterr_why = why_busy; }
        return PL_E_IO;
    }
    const pl_status settled = settle_schema(store->database, reterr_why);
    const char *end = settled == PL_OK ? "COMMIT" : "ROLLBACK";
    if (sqlite3_exec(store->database, end, NULL, NULL, NULL) != SQLITE_OK || settled != PL_OK) {
        return PL_E_IO;
    }
    for (size_t i = 0; i < PL_STATEMENT_COUNT; i++) {
        if (sqlite3_prepare_v3(store->database, statement_texts[i], -1, SQLITE_PREPARE_PERSISTENT,
                               &store->statements[i], NULL) != SQLITE_OK) {
            return PL_E_IO;
        }
    }
    return PL_OK;
}

pl_status pl_store_open(const char *file, pl_store **ret_store, const char **reterr_why) {
    const char *why = why_no_memory;
    pl_status status = PL_E_MEMORY;
    pl_store *store = calloc(1, sizeof *store);
    if (store == NULL) { goto out; }
    if (pthread_mutex_init(&store->lock, NULL) != 0) {
        free(store);
        store = NULL;
        goto out;
    }
    status = PL_E_IO;
    why = why_no_file;
    if (file != NULL && !create_private(file)) { goto out; }
    /* Our lock already lets one thread in at a time: SQLite needs none of its own. */
    if (sqlite3_open_v2(file == NULL ? in_memory : file, &store->database,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) {
        goto out;
    }
    status = prepare(store, &why);
out:
    if (status == PL_OK) {
        *ret_store = store;
    } else {
        pl_store_close(store);
        if (reterr_why != NULL) { *reterr_why = why; }
    }
    return status;
}

void pl_store_close(pl_store *store) {
    if (store == NULL) { return; }
    for (size_t i = 0; i < PL_STATEMENT_COUNT; i++) {
        (void)sqlite3_finalize(store->statements[i]);
    }
    const int closed = sqlite3_close(store->database);
    assert(closed == SQLITE_OK);
    (void)closed;
    (void)pthread_mutex_destroy(&store->lock);
    free(store);
}
