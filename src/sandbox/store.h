/* What the sandbox remembers: merchants, accounts, links, and the key that signs its tokens.
 * SQLite, in memory or in a file; parameter binding only. Every function may be called from any
 * thread: the store holds its own lock. */
#ifndef PL_SANDBOX_STORE_H
#define PL_SANDBOX_STORE_H

#include "text/arena.h"
#include "text/ulid.h"

enum {
    PL_STORE_KEY_BYTES = 32,
    PL_STORE_MERCHANT_COUNT = 2,
    PL_STORE_SECRET_BYTES = 64, /* longest credential, without the terminator */
    PL_STORE_NUMBER_BYTES = 12  /* digits of an account number */
};

/* One merchant's credentials and accounts, terminated. */
typedef struct pl_store_merchant {
    char partner_id[PL_STORE_SECRET_BYTES + 1];
    char client_id[PL_STORE_SECRET_BYTES + 1];
    char client_secret[PL_STORE_SECRET_BYTES + 1];
    char account_id[PL_ULID_LEN + 1];
    char inactive_account_id[PL_ULID_LEN + 1];
    char account_number[PL_STORE_NUMBER_BYTES + 1];
    char inactive_account_number[PL_STORE_NUMBER_BYTES + 1];
} pl_store_merchant;

/* What a store is started with, and keeps. */
typedef struct pl_store_identity {
    uint8_t key[PL_STORE_KEY_BYTES];
    pl_store_merchant merchants[PL_STORE_MERCHANT_COUNT];
} pl_store_identity;

typedef struct pl_store_account {
    char number[PL_STORE_NUMBER_BYTES + 1];
    pl_bytes name; /* in the arena */
    unsigned merchant;
    bool active;
} pl_store_account;

/* A link as it is kept: what was asked for, and when. All else follows from these. */
typedef struct pl_store_link {
    int64_t id;       /* given by the store */
    pl_bytes request; /* JSON text, as the codec writes a request; terminated */
    int64_t created_ms;
} pl_store_link;

typedef struct pl_store pl_store;

/* Open, and create the tables where there are none.
 *   file         NULL: in memory; a file is created for its owner only, since it holds secrets
 *   reterr_why   one static line; may be NULL
 * Fails: PL_E_IO, PL_E_MEMORY. */
PL_MUST_USE pl_status pl_store_open(const char *file, pl_store **ret_store,
                                    const char **reterr_why);

/* Accepts NULL and a half-opened store. */
void pl_store_close(pl_store *store);

/* Keep `fresh` if the store has no identity yet, and tell which one it has now: the older one wins.
 * Fails: PL_E_IO (also for an identity that cannot be read back). */
PL_MUST_USE pl_status pl_store_identity_settle(pl_store *store, const pl_store_identity *fresh,
                                               pl_store_identity *ret_identity);

/* The account of that id. Fails: PL_E_IO, PL_E_MEMORY. */
PL_MUST_USE pl_status pl_store_account_find(pl_store *store, pl_bytes id, pl_arena *arena,
                                            pl_store_account *ret_account, bool *ret_found);

/* Add a link to an account; its id member is not read. Ids grow and are never used twice. Fails:
 * PL_E_IO. */
PL_MUST_USE pl_status pl_store_link_insert(pl_store *store, pl_bytes account_id,
                                           const pl_store_link *link, int64_t *ret_id);

/* The same, unless the account has a link whose request has the same value of a member: then *ret_added is false and
 * row, which is written either way, is that link, in arena. Fails: PL_E_IO, PL_E_MEMORY. */
PL_MUST_USE pl_status pl_store_link_insert_once(pl_store *store, pl_bytes account_id,
                                                const char *member, pl_arena *arena,
                                                pl_store_link *row, bool *ret_added);

/* One link of an account, copied into arena. Fails: PL_E_IO, PL_E_MEMORY. */
PL_MUST_USE pl_status pl_store_link_find(pl_store *store, pl_bytes account_id, int64_t id,
                                         pl_arena *arena, pl_store_link *ret_link, bool *ret_found);

/* Up to `room` links of an account, the newest first, after leaving out `skip`. Fails: PL_E_IO,
 * PL_E_MEMORY. */
PL_MUST_USE pl_status pl_store_link_list(pl_store *store, pl_bytes account_id, int64_t skip,
                                         size_t room, pl_arena *arena, pl_store_link *links,
                                         size_t *ret_count);

/* Remove one link of an account. Fails: PL_E_IO. */
PL_MUST_USE pl_status pl_store_link_delete(pl_store *store, pl_bytes account_id, int64_t id,
                                           bool *ret_found);

#endif
