/* For tests of the sandbox: one without a server at a fixed moment, and calls to it as a merchant.
 */
#ifndef PL_TESTS_SANDBOX_UTIL_H
#define PL_TESTS_SANDBOX_UTIL_H

#include "sandbox/sandbox_internal.h"

#define SB_NOW_MS      1750000000000 /* 2025-06-15T22:06:40+07:00 */
#define SB_NOW_SECONDS 1750000000
#define SB_SEED        7
#define SB_MANAGE      "/api/v1.0/payment-link-manage"

/* A body that must be accepted. */
#define SB_GOOD_BODY                                                                               \
    "{\"reff_no\":\"INV-1\",\"title\":\"Order 1\",\"max_usage\":1,\"total_amount\":150000,"        \
    "\"items\":[{\"name\":\"Tea\",\"quantity\":2,\"unit_price\":80000},"                           \
    "{\"name\":\"Discount\",\"quantity\":1,\"unit_price\":-10000}]}"

enum { SB_HEADER_COUNT_MAX = 80 };

typedef struct sb {
    pl_sandbox *sandbox;
    pl_arena arena;
    int64_t now_ms;
} sb;

typedef struct sb_header {
    const char *name;
    const char *value;
} sb_header;

/* A started bench; fails the test when it cannot be had. store_file may be NULL. */
void sb_open(sb *bench, const char *store_file);
void sb_close(sb *bench);

/* A signed token of a merchant that ends in a minute, in the arena. */
const char *sb_token(sb *bench, unsigned merchant);

/* A JWT of these texts under the sandbox's key, in the arena. */
const char *sb_sign(sb *bench, const char *header, const char *payload);

/* One call with exactly these headers; body may be NULL. Asserts that it is answered at all, and
 * well-formed: an answer that the contract documents is judged "accept", every other is an envelope
 * too. */
pl_sandbox_response sb_call(sb *bench, const char *row, const char *method, const char *target,
                            const sb_header *headers, size_t header_count, pl_bytes body);

/* The same as a merchant with valid credentials and a JSON body. */
pl_sandbox_response sb_call_as(sb *bench, const char *row, unsigned merchant, const char *method,
                               const char *target, pl_bytes body);

/* POST a body to the merchant's account. */
pl_sandbox_response sb_create(sb *bench, const char *row, pl_bytes body);

/* Path of the first merchant's links, with a suffix; in the arena. */
const char *sb_path(sb *bench, const char *suffix);

/* Value in an answer, as written, by JSON Pointer; "" when nothing is there. In the arena,
 * terminated. */
const char *sb_value(sb *bench, const pl_sandbox_response *response, const char *pointer);

#endif
