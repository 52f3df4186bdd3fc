/* A case becomes a request: the account's id in the path, both headers, forged tokens, altered
 * token requests. */
#ifndef PL_RUN_MATERIALISE_INTERNAL_H
#define PL_RUN_MATERIALISE_INTERNAL_H

#include "run/auth_internal.h"

/* A canonical ULID that nobody has: the last one of all. */
#define PL_UNKNOWN_ACCOUNT "7ZZZZZZZZZZZZZZZZZZZZZZZZZ"

typedef struct pl_wire {
    pl_http_request request; /* in the arena, with what it points to */
    const char *account_id;  /* as it stands in the path; NULL: the path has none */
    const char *obstacle;    /* why it cannot be sent, a fragment for a person; NULL: it can */
    bool token_missing;      /* that is the obstacle: the server's doing, not the case's */
} pl_wire;

enum { PL_WIRE_HEADER_COUNT_MAX = 8 };

typedef struct pl_header_list {
    pl_http_header *list; /* PL_WIRE_HEADER_COUNT_MAX, in the arena */
    size_t count;
} pl_header_list;

void pl_header_add(pl_header_list *headers, const char *name, const char *value);

/* The headers that authenticate a case of a token route, altered by its defect; or wire->obstacle.
 * Fails: PL_E_MEMORY, PL_E_RANGE (the clock). */
PL_MUST_USE pl_status pl_token_headers(const pl_session *session, const pl_case *test,
                                       int64_t now_ms, pl_arena *arena, pl_header_list *headers,
                                       pl_wire *wire);

/* The request of a case whose needs are met, with the tokens that the session holds. now_ms: for
 * signatures. Fails: PL_E_MEMORY, PL_E_RANGE (the clock). */
PL_MUST_USE pl_status pl_materialise(const pl_session *session, const pl_case *test, int64_t now_ms,
                                     pl_arena *arena, pl_wire *ret_wire);

/* A well-authenticated request of a route, for calls that are no case. body may be empty: none
 * is sent. link_id may be NULL where the route names none. */
PL_MUST_USE pl_status pl_materialise_call(const pl_session *session, pl_route route, pl_party party,
                                          const char *account_id, const char *link_id,
                                          pl_bytes body, pl_arena *arena, pl_wire *ret_wire);

/* What the session lacks for a case, as a reason for not running it; NULL: nothing. Static
 * storage. */
const char *pl_unmet_need(const pl_session *session, const pl_case *test);

/* One line for a POSIX shell that repeats the case's request: secrets as variables, no token in
 * it. In arena, terminated. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_curl_line(const pl_case *test, const pl_wire *wire, pl_arena *arena,
                                   const char **ret_line);

#endif
