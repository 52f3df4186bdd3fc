/* New texts for values of an answer: what stores, encodings and mappers make of them. Each leaves alone what it does
 * not concern. */
#ifndef PL_SANDBOX_FAULT_REWRITE_INTERNAL_H
#define PL_SANDBOX_FAULT_REWRITE_INTERNAL_H

#include "sandbox/fault_maker_internal.h"

enum { PL_FAULT_MINUTE_MS = 60 * 1000 };

/* Texts, character by character. */
pl_fault_rewrite pl_fault_write_upper, pl_fault_write_lower, pl_fault_write_ascii,
    pl_fault_write_plane, pl_fault_write_latin, pl_fault_write_entities, pl_fault_write_slashes,
    pl_fault_write_unslashed;
/* Texts as a whole: without the last character, cut to a column, with one character more. */
pl_fault_rewrite pl_fault_write_cut, pl_fault_write_short, pl_fault_write_longer;
/* Numbers. */
pl_fault_rewrite pl_fault_write_one_more, pl_fault_write_cent_more, pl_fault_write_negated,
    pl_fault_write_whole;
/* Arrays and objects. */
pl_fault_rewrite pl_fault_write_reversed, pl_fault_write_without_first, pl_fault_write_without_last;
/* Objects. */
pl_fault_rewrite pl_fault_write_as_texts, pl_fault_write_flat, pl_fault_write_values;

/* Moments; row: a pl_fault_moment. */
typedef struct pl_fault_moment {
    int64_t add_ms;
    int64_t round_ms; /* down to a multiple of it; 0: not */
    bool as_utc;      /* the local time, called UTC */
} pl_fault_moment;
pl_fault_rewrite pl_fault_write_moment;

#endif
