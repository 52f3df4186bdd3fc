/* Fresh credentials and accounts for a new store. */
#ifndef PL_SANDBOX_SEED_H
#define PL_SANDBOX_SEED_H

#include "sandbox/store.h"

/* Two merchants with an active and an inactive account each, and the key that signs tokens.
 *   seed    0: from the system's generator; else the same ones for the same seed
 *   now_ms  written into the account ids when seed is 0
 * Fails: PL_E_IO (no randomness). */
PL_MUST_USE pl_status pl_seed_make(unsigned seed, int64_t now_ms, pl_store_identity *ret_identity);

/* Two lower-case hex digits a byte, terminated. out_cap must suffice (asserted). */
void pl_seed_write_hex(const uint8_t *bytes, size_t count, char *out, size_t out_cap);

#endif
