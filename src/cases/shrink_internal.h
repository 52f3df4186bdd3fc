/* Inside the shrinker: the document in the making, and the passes over its tree. */
#ifndef PL_CASES_SHRINK_INTERNAL_H
#define PL_CASES_SHRINK_INTERNAL_H

#include "cases/shrink.h"

typedef struct pl_shrinking {
    const pl_shrink_input *input;
    pl_json simple; /* count 0: there is none */
    pl_arena *arena;
    pl_arena scratch; /* the tree of text, till the next change */
    uint8_t *text;    /* the smallest so far, terminated; cap + 1 bytes */
    uint8_t *trial;
    size_t len;
    size_t cap;
    uint32_t questions;
    bool changed; /* since the round began */
    bool stopped;
    pl_status status;
} pl_shrinking;

bool pl_shrinking_is_over(const pl_shrinking *state);

/* Ask about the document with these bytes replaced, and take it if it fails alike. */
bool pl_shrinking_try(pl_shrinking *state, size_t at, size_t len, pl_bytes piece);

/* The tree of the document as it is now, in scratch. False: it is no JSON, or there is no memory. */
bool pl_shrinking_read(pl_shrinking *state, pl_json *ret_json);

/* shrink_tree.c: one round of all passes, the first one or another; the document is JSON. */
void pl_shrink_tree(pl_shrinking *state, bool first);

#endif
