/* Random numbers for property tests: the same on every machine, from a fixed seed. */
#ifndef PL_TESTS_UNIT_TEXT_TEST_RANDOM_H
#define PL_TESTS_UNIT_TEXT_TEST_RANDOM_H

#include <stdint.h>

/* xorshift64; the state must not be 0. */
static inline uint64_t tr_next(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* 0..end-1 */
static inline uint64_t tr_below(uint64_t *state, uint64_t end) {
    return (tr_next(state) >> 11) % end;
}

#endif
