/* Where the sandbox asks what its personality does: one function a decision. */
#ifndef PL_SANDBOX_PERSONALITY_INTERNAL_H
#define PL_SANDBOX_PERSONALITY_INTERNAL_H

#include "sandbox/personality.h"
#include "sandbox/sandbox_internal.h"

static inline bool pl_has_habit(const pl_call *call, pl_habit habit) {
    return (call->sandbox->personality->habits & PL_BIT(habit)) != 0;
}

/* The status of a refusal that may have several. */
static inline int pl_gap_status_of(const pl_call *call, pl_gap_status gap, int usual) {
    const int status = call->sandbox->personality->statuses[gap];
    return status != 0 ? status : usual;
}

/* Bytes of the largest body that is read. */
size_t pl_sandbox_body_bytes_max(const pl_sandbox *sandbox);

/* A kept link as it is shown. Fails: PL_E_IO (the store is damaged), PL_E_MEMORY. */
PL_MUST_USE pl_status pl_links_show_row(const pl_call *call, const pl_store_link *row,
                                        pl_arena *arena, struct json_object **ret_object);

/* --- the request ---------------------------------------------------------------------------- */

/* Is this one of the requests that get no verdict? Then it is answered, or *ret_cut: it is to be carried out, and the
 * connection cut. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_personality_outage(pl_call *call, bool *ret_answered, bool *ret_cut,
                                            pl_sandbox_response *ret_response);

/* The path's account id as it is looked up; *ret_formed false: it is refused for its form. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_personality_account(pl_call *call, bool *ret_formed);

/* The request's body as it is read. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_personality_body(pl_call *call, pl_bytes *ret_body);

/* Alter what was asked for, and tell what is wrong with it besides the contract: ret_message, NULL when nothing is,
 * and the pointer of the member. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_personality_objects(pl_call *call, pl_create_request *request,
                                             pl_bytes *ret_pointer, const char **ret_message);

/* Does the Accept header leave JSON out? */
bool pl_personality_is_unacceptable(const pl_call *call);

/* Whoever else uses the account, does so now. Fails: PL_E_MEMORY, PL_E_IO. */
PL_MUST_USE pl_status pl_personality_crowd(pl_call *call);

/* --- the answer ----------------------------------------------------------------------------- */

/* The moment of an instant, in the personality's style. Fails: as pl_moment_of. */
PL_MUST_USE pl_status pl_personality_moment(const pl_call *call, int64_t unix_ms, pl_arena *arena,
                                            pl_moment *ret_moment);

/* What a link holds that was not asked for. Fails: PL_E_RANGE, PL_E_MEMORY. */
PL_MUST_USE pl_status pl_personality_link(const pl_call *call, const pl_create_request *request,
                                          int64_t created_ms, pl_arena *arena,
                                          pl_payment_link *link);

/* Write a finished answer anew, and set how it is sent. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_personality_dress(pl_call *call, pl_sandbox_response *response);

#endif
