/* What the comparisons of two documents' operations share. */
#ifndef PL_OPENAPI_DIFF_SHARED_INTERNAL_H
#define PL_OPENAPI_DIFF_SHARED_INTERNAL_H

#include "openapi/diff.h"

/* diff_memo.c: pairs of schemas, and whether they say the same. Zero-initialised is empty. */
typedef struct pl_diff_pair {
    const pl_schema *sides[PL_SIDE_COUNT];
    bool alike;
} pl_diff_pair;

typedef struct pl_diff_memo {
    pl_arena arena; /* owned */
    pl_diff_pair *slots;
    size_t cap;
    size_t count;
} pl_diff_memo;

bool pl_diff_memo_find(const pl_diff_memo *memo, const pl_schema *old_schema,
                       const pl_schema *new_schema, bool *ret_alike);
/* Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_diff_memo_add(pl_diff_memo *memo, const pl_schema *old_schema,
                                       const pl_schema *new_schema, bool alike);

/* What the comparisons of two documents' operations share. */
typedef struct pl_diff_shared {
    pl_diff_memo memo;
    uint64_t effort; /* how much may still be spent on witnesses, about a byte of a document each */
    uint64_t longest[PL_SIDE_COUNT]; /* elements of the longest array of each document */
} pl_diff_shared;

/* Sources may be NULL. */
void pl_diff_shared_init(pl_diff_shared *shared, const pl_source *old_source,
                         const pl_source *new_source);
void pl_diff_shared_done(pl_diff_shared *shared);

/* pl_diff_make, one of several. */
PL_MUST_USE pl_status pl_diff_operations(pl_diff_shared *shared, const pl_version *old_version,
                                         const pl_version *new_version, pl_arena *arena,
                                         pl_diff *ret_diff);

#endif
