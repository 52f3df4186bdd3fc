/* The API, embedded: real tokens, accounts, store, over libmicrohttpd on a loopback address. */
#ifndef PL_SANDBOX_SANDBOX_H
#define PL_SANDBOX_SANDBOX_H

#include "text/base.h"

struct pl_fault;
struct pl_personality;

typedef struct pl_sandbox_config {
    uint16_t port;          /* 0: any free one */
    const char *store_file; /* SQLite database; NULL: in memory */
    uint32_t token_seconds; /* life of a token; 0: 3600 */
    unsigned seed;          /* 0: fresh credentials; else the same ones for the same seed (tests) */
    const struct pl_personality *personality; /* NULL: the first one of the table */
    const struct pl_fault *fault; /* how it breaks the contract, see fault.h; borrowed; NULL: not */
} pl_sandbox_config;

/* Who may call it; owned by the sandbox. With a store file they survive a restart. */
typedef struct pl_sandbox_merchant {
    const char *partner_id;
    const char *client_id;
    const char *client_secret;
    const char *account_id;
    const char *inactive_account_id;
} pl_sandbox_merchant;

typedef struct pl_sandbox pl_sandbox;

/* Start serving in threads of its own. Fails: PL_E_IO (port in use, store unusable; reterr_why: one
 * line, static or owned by nobody, may be NULL), PL_E_MEMORY. */
PL_MUST_USE pl_status pl_sandbox_start(const pl_sandbox_config *config, pl_sandbox **ret_sandbox,
                                       const char **reterr_why);

/* Stop, finish what is under way, release. Accepts NULL. */
void pl_sandbox_stop(pl_sandbox *sandbox);

/* "http://127.0.0.1:PORT" */
const char *pl_sandbox_base_url(const pl_sandbox *sandbox);

/* index 0: the first merchant, 1: a second one for tests of separation. */
const pl_sandbox_merchant *pl_sandbox_merchant_of(const pl_sandbox *sandbox, unsigned index);

/* --- without a socket: what fuzz targets and unit tests call -------------------------------- */

typedef struct pl_sandbox_header {
    pl_bytes name;
    pl_bytes value;
} pl_sandbox_header;

typedef struct pl_sandbox_request {
    pl_bytes method;
    pl_bytes target; /* path, query after '?' */
    const pl_sandbox_header *headers;
    size_t header_count;
    pl_bytes body;
    int64_t now_ms;
} pl_sandbox_request;

/* A header of an answer, static. */
typedef struct pl_sandbox_field {
    const char *name;
    const char *value;
} pl_sandbox_field;

/* How an answer is sent. */
enum {
    PL_MANNER_CLOSE = 1,   /* the connection ends with it */
    PL_MANNER_CHUNKED = 2, /* its length is not told */
    PL_MANNER_LOWER = 4,   /* names of headers in lower case */
    PL_MANNER_SLOW = 8,    /* after a moment */
    PL_MANNER_CUT = 16,    /* not at all: the connection is cut */
    PL_MANNER_HALF = 32,   /* the connection is cut in the middle of the body */
    PL_MANNER_HANG = 64    /* not at all: nothing comes, until the sandbox stops */
};

struct pl_arena;

typedef struct pl_sandbox_response {
    int status;
    const char *content_type;        /* static; NULL without a body, or for a fault */
    const char *allow;               /* static, or NULL */
    const pl_sandbox_field *headers; /* further ones, ended by a NULL name; or NULL */
    unsigned manners;                /* PL_MANNER_* */
    pl_bytes body;                   /* in the arena */
} pl_sandbox_response;

/* Answer one request: the one way in, which the server takes too. Safe from any thread, each with
 * an arena of its own. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_sandbox_handle(pl_sandbox *sandbox, const pl_sandbox_request *request,
                                        struct pl_arena *arena, pl_sandbox_response *ret_response);

#endif
