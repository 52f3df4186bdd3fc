/* A document changed as the contract's own tables suggest: over a limit and back, another type, a member more or less,
 * the same value in another spelling, the sum made right again. For fuzzers; deterministic: the seed decides.
 *
 * It works on the reader's nodes, which are spans of the text, and splices bytes; it builds no tree of json-c. So
 * duplicate names, spellings and white space that earlier mutations made survive the next one, nothing but the place
 * that is changed is written anew, and under AddressSanitizer a change costs some microseconds and no malloc. */
#ifndef PL_CASES_MUTATE_H
#define PL_CASES_MUTATE_H

#include "cases/case.h"

/* What changes are drawn from: for every place of a schema, values from both sides of each of its facets. Not altered
 * once it is made. */
typedef struct pl_mutator pl_mutator;

/* A mutator for documents of a schema, in arena, together with all that it draws from.
 *   schema   borrowed. For the bodies that cases are made for, the request and the token's grant, the values are those
 *            of pl_cases_make; for any other schema they follow from its rows, and from the documented answers
 *   config   for the call, its catalog as long as the mutator; what "now" and a code are
 * Fails: PL_E_ARGUMENT (see pl_cases_make), PL_E_MEMORY. Costs a whole set of cases, milliseconds. */
PL_MUST_USE pl_status pl_mutator_make(const pl_schema *schema, const pl_case_config *config,
                                      pl_arena *arena, const pl_mutator **ret_mutator);

typedef struct pl_mutate_input {
    pl_bytes text; /* borrowed; the document */
    pl_bytes
        donor; /* borrowed; another document, from which values may be taken over; empty: none */
    uint64_t seed;
} pl_mutate_input;

/* Change a document: one to four operators, each drawn by its weight; a value of the donor first, if there is one. Now
 * and then what is wrong with the document is mended before, and often the sum rule after, so that the changes decide.
 *   scratch  for the call; contents before it stay
 *   out      caller's buffer of out_cap bytes, written last: it may be the memory of in->text
 *   ret_len  bytes written, at most out_cap; untouched on failure, as out is
 * The result parses, save where the cases hold a body that does not and it took the whole document's place.
 * Fails: PL_E_SYNTAX, PL_E_DEPTH, PL_E_SIZE, PL_E_MEMORY as pl_json_read of the text does (it is the caller's to damage
 * bytes, or to begin anew); PL_E_SPACE: no change that was drawn fits, or there was no memory for it.
 * O(text.len + donor.len) in practice. */
PL_MUST_USE pl_status pl_mutate(const pl_mutator *mutator, const pl_mutate_input *in,
                                pl_arena *scratch, uint8_t *out, size_t out_cap, size_t *ret_len);

/* A whole document that the mutator knows, for a start from nothing. Fails: PL_E_SPACE (the one drawn does not fit). */
PL_MUST_USE pl_status pl_mutate_anew(const pl_mutator *mutator, uint64_t seed, uint8_t *out,
                                     size_t out_cap, size_t *ret_len);

#endif
