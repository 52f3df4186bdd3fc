/* Shared by the files of the store: the connection, its statements, and how they are run. */
#ifndef PL_SANDBOX_STORE_INTERNAL_H
#define PL_SANDBOX_STORE_INTERNAL_H

#include <pthread.h>
#include <sqlite3.h>

#include "sandbox/store.h"

typedef enum pl_statement {
    PL_STATEMENT_BEGIN,
    PL_STATEMENT_COMMIT,
    PL_STATEMENT_ROLLBACK,
    PL_STATEMENT_KEY_ADD,
    PL_STATEMENT_KEY_FIND,
    PL_STATEMENT_MERCHANT_ADD,
    PL_STATEMENT_MERCHANT_FIND,
    PL_STATEMENT_ACCOUNT_ADD,
    PL_STATEMENT_ACCOUNT_FIND,
    PL_STATEMENT_ACCOUNT_OF_MERCHANT,
    PL_STATEMENT_LINK_ADD,
    PL_STATEMENT_LINK_ADD_ONCE,
    PL_STATEMENT_LINK_FIND,
    PL_STATEMENT_LINK_FIND_ALIKE,
    PL_STATEMENT_LINK_LIST,
    PL_STATEMENT_LINK_DELETE,
    PL_STATEMENT_COUNT
} pl_statement;

struct pl_store {
    sqlite3 *database;
    sqlite3_stmt *statements[PL_STATEMENT_COUNT];
    pthread_mutex_t lock; /* one statement at a time */
};

/* Take the lock and the statement, ready for parameters. Released by pl_store_release. */
sqlite3_stmt *pl_store_take(pl_store *store, pl_statement statement);
void pl_store_release(pl_store *store, sqlite3_stmt *statement);

/* Bind bytes as text, as null when ptr is NULL. Borrowed until the statement is released. */
PL_MUST_USE bool pl_store_bind_text(sqlite3_stmt *statement, int position, pl_bytes text);

/* Run a statement that gives no rows. Fails: PL_E_IO. */
PL_MUST_USE pl_status pl_store_finish(sqlite3_stmt *statement);

/* A column's text, copied into arena; null becomes a view with a NULL ptr. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_store_column(sqlite3_stmt *statement, int column, pl_arena *arena,
                                      pl_bytes *ret_text);

/* A column's text into a fixed place, terminated. Fails: PL_E_IO (null, empty or too long). */
PL_MUST_USE pl_status pl_store_column_fixed(sqlite3_stmt *statement, int column, char *out,
                                            size_t out_cap);

#endif
