/* The links that a run has made. */
#ifndef PL_RUN_CREATED_INTERNAL_H
#define PL_RUN_CREATED_INTERNAL_H

#include "run/session_internal.h"

typedef enum pl_created_state {
    PL_CREATED_KEPT,
    PL_CREATED_DELETED,
    PL_CREATED_STUCK /* the server does not delete it */
} pl_created_state;

/* One link that the run has made. */
typedef struct pl_created {
    const char *account_id;
    const char *link_id;
    pl_party party; /* who can delete it */
    bool distinct;  /* made with a reff_no that no other request had */
    pl_created_state state;
    struct pl_created *next;
} pl_created;

typedef struct pl_created_list {
    pl_created *first; /* newest first */
    size_t count;
    size_t nameless_count; /* further ones, without an id that can stand in a path */
} pl_created_list;

/* Remember the link that an answer 2xx names. made: account_id, party, distinct. Without
 * an id that can stand in a path it is only counted, and only if it was asked for or names some id.
 * ret_repeated: another distinct creation had the same id. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_created_add(pl_created_list *created, const pl_http_response *response,
                                     const pl_created *made, bool asked_for, pl_arena *arena,
                                     pl_arena *scratch, const char **ret_repeated);

#endif
