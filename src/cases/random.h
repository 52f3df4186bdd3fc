/* Chance that is the same everywhere for the same seed. Not for secrets. */
#ifndef PL_CASES_RANDOM_H
#define PL_CASES_RANDOM_H

#include "text/base.h"

/* Any state will do to begin with. */
typedef struct pl_random {
    uint64_t state;
} pl_random;

/* Any 64 bits.                                                                      splitmix64 */
static inline uint64_t pl_random_next(pl_random *random) {
    uint64_t word = random->state += UINT64_C(0x9E3779B97F4A7C15);
    word = (word ^ word >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    word = (word ^ word >> 27) * UINT64_C(0x94D049BB133111EB);
    return word ^ word >> 31;
}

/* 0 to bound - 1; 0 for no bound. */
static inline uint32_t pl_random_below(pl_random *random, size_t bound) {
    return bound > 0 ? (uint32_t)(pl_random_next(random) % bound) : 0;
}

static inline bool pl_random_once_in(pl_random *random, uint32_t times) {
    return pl_random_below(random, times) == 0;
}

#endif
