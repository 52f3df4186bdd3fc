/* How an answer goes over the wire. */
#ifndef PL_SANDBOX_MANNERS_H
#define PL_SANDBOX_MANNERS_H

#include "sandbox/sandbox_internal.h"

struct MHD_Response;

/* The answer for libmicrohttpd, with its headers, by its manners but for PL_MANNER_CUT and PL_MANNER_HANG; waits when
 * it is slow. NULL: out of memory. */
struct MHD_Response *pl_manners_response(const pl_sandbox_response *answer);

#endif
