/* The sandbox's store in a transaction that is never committed: what an input did to it is forgotten, down to the id
 * that is given next. */
#ifndef PL_FUZZ_STORE_UTIL_H
#define PL_FUZZ_STORE_UTIL_H

#include "fuzz_util.h"
#include "sandbox/store_internal.h"

static inline void fz_store_step(pl_store *store, pl_statement statement) {
    sqlite3_stmt *taken = pl_store_take(store, statement);
    FZ_CHECK(pl_store_finish(taken) == PL_OK);
    pl_store_release(store, taken);
}

/* Returns what fz_store_restore compares with. */
static inline int fz_store_begin(pl_store *store) {
    fz_store_step(store, PL_STATEMENT_BEGIN);
    return sqlite3_total_changes(store->database);
}

/* Back to the beginning, when anything was changed since `changes`. */
static inline void fz_store_restore(pl_store *store, int *changes) {
    if (sqlite3_total_changes(store->database) == *changes) { return; }
    fz_store_step(store, PL_STATEMENT_ROLLBACK);
    *changes = fz_store_begin(store);
}

#endif
