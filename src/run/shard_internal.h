/* One of several runs that share the cases, for a CI's matrix. */
#ifndef PL_RUN_SHARD_INTERNAL_H
#define PL_RUN_SHARD_INTERNAL_H

#include "checks/result.h"

/* The cases of a shard, in order, in arena. Every case is in exactly one of the shards 1..count, always in the same
 * one, and with its twin. A shard may be empty. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_shard_take(const pl_case_set *all, pl_shard shard, pl_arena *arena,
                                    pl_case_set *ret_set);

#endif
