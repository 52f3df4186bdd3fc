/* The documents that are timed: made by a generator with a fixed seed, so every machine times the same bytes. */
#ifndef PL_BENCH_DOCUMENTS_H
#define PL_BENCH_DOCUMENTS_H

#include "contract/contract.h"

enum { BENCH_SET_COUNT = 5, BENCH_VARIED_COUNT = 100 };

typedef struct bench_set {
    const char *name;
    const char *what;
    pl_verdict verdict; /* of every document in it */
    pl_bytes *documents;
    size_t count;
    size_t bytes; /* of all of them */
} bench_set;

/* Fill the sets; everything lives in arena. False: out of memory. */
bool bench_documents_make(pl_arena *arena, bench_set sets[BENCH_SET_COUNT]);

#endif
