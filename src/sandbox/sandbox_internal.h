/* The sandbox without its HTTP server, and what its request handlers share. */
#ifndef PL_SANDBOX_SANDBOX_INTERNAL_H
#define PL_SANDBOX_SANDBOX_INTERNAL_H

#include "codec/create_request.h"
#include "codec/payment_link.h"
#include "contract/contract.h"
#include "sandbox/fault.h"
#include "sandbox/personality.h"
#include "sandbox/sandbox.h"
#include "sandbox/store.h"

enum {
    PL_SANDBOX_HEADER_COUNT_MAX = 64,
    PL_SANDBOX_PAGE_LINKS_MAX = 100,
    PL_SANDBOX_DEPTH_MAX = 512, /* of a body; an answer that echoes it nests a little deeper */
    PL_SANDBOX_LINK_BYTES_MAX = 256 * 1024, /* of one stored request; bounds a page of links */
    PL_SANDBOX_LARGE_BYTES_MAX = 4 * 1024 * 1024, /* of a body, for PL_HABIT_LARGE_BODIES */
    PL_SANDBOX_METHOD_COUNT_MAX = 16,             /* payment methods in the catalog */
    PL_SANDBOX_ERROR_COUNT_MAX = 64,              /* messages that one answer lists */
    PL_SANDBOX_URL_BYTES_MAX = 32                 /* "http://127.0.0.1:65535" */
};

struct json_object;

struct pl_sandbox {
    pl_store *store;
    pl_store_identity identity; /* never changes after the start, so it is read without a lock */
    pl_sandbox_merchant merchants[PL_STORE_MERCHANT_COUNT]; /* views of identity */
    uint32_t token_seconds;
    const pl_personality *personality; /* never NULL */
    pl_personality_counts counts;
    char base_url[PL_SANDBOX_URL_BYTES_MAX];
    struct pl_server *server; /* NULL without one */
    pl_fault_state fault;
};

/* A sandbox that serves pl_sandbox_handle only; config->port is not used. Failures as
 * pl_sandbox_start's. */
PL_MUST_USE pl_status pl_sandbox_new(const pl_sandbox_config *config, pl_sandbox **ret_sandbox,
                                     const char **reterr_why);

/* Accepts NULL and a half-built sandbox. The server must be stopped. */
void pl_sandbox_free(pl_sandbox *sandbox);

/* pl_sandbox_handle, but the answer to HEAD keeps the body, whose length the server needs. */
PL_MUST_USE pl_status pl_sandbox_answer(pl_sandbox *sandbox, const pl_sandbox_request *request,
                                        pl_arena *arena, pl_sandbox_response *ret_response);

/* The clock, in Unix milliseconds. */
int64_t pl_sandbox_now_ms(void);

/* --- one call ------------------------------------------------------------------------------- */

typedef struct pl_call {
    pl_sandbox *sandbox;
    const pl_sandbox_request *request;
    pl_arena *arena;
    pl_bytes path;
    pl_route route;           /* that answers; of the path until the method is known */
    pl_bytes query;           /* without '?' */
    pl_bytes account_id;      /* of the path */
    pl_bytes link_id;         /* of the path */
    unsigned merchant;        /* who calls; set by pl_auth_check */
    pl_store_account account; /* set for routes that name one: active, the caller's */
    bool account_missing;     /* a good request ends with 404: PL_HABIT_BODY_FIRST */
} pl_call;

/* Answers one route. The caller's credentials, account and the body's media type and size have been
 * checked. Fails: PL_E_MEMORY, PL_E_IO (the store; becomes a 500). */
typedef pl_status pl_call_handler(pl_call *call, pl_sandbox_response *ret_response);

pl_call_handler pl_create_answer;
pl_call_handler pl_links_list_answer;
pl_call_handler pl_links_show_answer;
pl_call_handler pl_links_delete_answer;
pl_call_handler pl_catalog_answer;
pl_call_handler pl_token_v11_answer;
pl_call_handler pl_token_v10_answer;

/* Value of the one header of that name, outer white space cut off. False when it is absent, empty
 * or stands more than once. */
bool pl_call_header(const pl_call *call, const char *name, pl_bytes *ret_value);

/* ASCII letters compared without case. */
bool pl_call_text_is(pl_bytes text, const char *word);

/* Who calls, judged by Authorization and partner id; on success sets call->merchant. Fails:
 * PL_E_MEMORY. */
PL_MUST_USE pl_status pl_auth_check(pl_call *call, bool *ret_known);

/* A new token of a merchant, in the arena, terminated. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_auth_token_new(pl_call *call, unsigned merchant, char **ret_token);

/* Equal bytes, in a time that depends on the lengths only. */
bool pl_auth_equal(pl_bytes left, pl_bytes right);

/* The catalog's codes, for judging a request. Returns how many. */
size_t pl_catalog_codes(pl_bytes out[PL_SANDBOX_METHOD_COUNT_MAX]);

/* --- links ---------------------------------------------------------------------------------- */

/* The resource that a request becomes, all but what its id decides. Fails: PL_E_RANGE (an amount or
 * a moment that cannot be reckoned; the contract leaves it open), PL_E_MEMORY. */
PL_MUST_USE pl_status pl_link_of_request(const pl_call *call, const pl_create_request *request,
                                         int64_t created_ms, pl_arena *arena,
                                         pl_payment_link *ret_link);

/* Give the link its id and its page's address. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_link_name(const pl_call *call, int64_t id, pl_arena *arena,
                                   pl_payment_link *link);

/* --- envelopes ------------------------------------------------------------------------------ */

/* {status 200, success true, data}. Takes data over; NULL data means that building it failed.
 * Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_reply_data(pl_call *call, struct json_object *data,
                                    pl_sandbox_response *ret_response);

/* {status, success false, error {code, message}}. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_reply_error(pl_call *call, int status, pl_sandbox_response *ret_response);

/* 405 with the methods that the path knows, a static text. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_reply_not_allowed(pl_call *call, const char *allow,
                                           pl_sandbox_response *ret_response);

/* 422 that names the fields: what in the report must be refused, as error.errors and data.errors.
 * json may be NULL when the body could not be read. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_reply_invalid(pl_call *call, const pl_report *report, const pl_json *json,
                                       pl_sandbox_response *ret_response);

/* 422 that names one field, given as a JSON Pointer; "" is the body. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_reply_invalid_field(pl_call *call, pl_bytes pointer, const char *message,
                                             pl_sandbox_response *ret_response);

/* Must the sandbox refuse a body for this? Violations, what cannot be stored, what its personality refuses. */
bool pl_reply_refuses(const pl_call *call, const pl_violation *violation);

/* Put member into object under a static name; takes member over. False (and everything stays
 * freeable) when member is NULL or memory is out. */
PL_MUST_USE bool pl_reply_add(struct json_object *object, const char *name,
                              struct json_object *member);

/* A string from UTF-8 bytes. NULL: out of memory. */
struct json_object *pl_reply_text(pl_bytes text);

/* A value that is written as this JSON text, which must be valid. NULL: out of memory. */
struct json_object *pl_reply_raw(pl_bytes json_text);

#endif
