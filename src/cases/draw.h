/* Requests drawn at random from the contract's tables: bodies that the mutator has changed, now and then damaged bytes,
 * or another caller, account or media type. The n-th request of a seed is the same bytes for ever, for one account,
 * amount and catalog: no clock and no answer goes into it. */
#ifndef PL_CASES_DRAW_H
#define PL_CASES_DRAW_H

#include "cases/demand.h"

/* The moment that bodies are made for, Unix milliseconds: 2033-05-18T03:33:20Z. An expiry is that and some days. */
#define PL_DRAW_NOW_MS INT64_C(2000000000000)

/* Stands in a template for the text that is new in every request; it has the form of a run id. */
#define PL_DRAW_MARK "0FRESHTOKEN0"

enum { PL_DRAW_BODY_BYTES_MAX = 16 * 1024, PL_FRESH_LEN = sizeof PL_DRAW_MARK - 1 };

typedef struct pl_drawer pl_drawer;

/* Everything that is drawn from, in arena.
 *   config  run_id, amount and catalog are read, and borrowed as long as the drawer lives
 * Fails: PL_E_ARGUMENT (see pl_cases_make), PL_E_MEMORY. Costs two whole sets of cases, milliseconds. */
PL_MUST_USE pl_status pl_drawer_make(const pl_case_config *config, uint64_t seed, pl_arena *arena,
                                     pl_drawer **ret_drawer);

/* A request to be sent. */
typedef struct pl_drawn {
    pl_case test;      /* with the body as it is sent */
    pl_bytes model;    /* the body with PL_DRAW_MARK in the place of its fresh text */
    const char *fresh; /* the text that took the mark's place; NULL: the model has no mark */
    /* The case of a run that it takes caller, account or media types from; or NULL. */
    const pl_case *variant;
    pl_demand demand; /* what test's class follows from */
} pl_drawn;

/* The n-th request of the seed. In arena. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_draw(const pl_drawer *drawer, uint64_t n, pl_arena *arena,
                              pl_drawn *ret_drawn);

/* The request of a model: its mark gives way to the fresh text of that serial number. variant may be NULL; where its
 * answer with this body is not certain, *ret_drawn has variant NULL and is a plain request. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_draw_model(const pl_drawer *drawer, pl_bytes model, const pl_case *variant,
                                    uint64_t serial, pl_arena *arena, pl_drawn *ret_drawn);

/* Does the mark stand in it? */
bool pl_draw_has_mark(pl_bytes model);

/* A body as simple as can be, with the mark in its reff_no. */
pl_bytes pl_draw_simple(const pl_drawer *drawer);

/* The case of that id which a request can be varied by, or NULL. */
const pl_case *pl_draw_variant(const pl_drawer *drawer, pl_bytes id);

/* 12 upper-case letters and digits that no other serial has, nor, in practice, another run. Terminated. */
void pl_fresh_text(const char *run_id, uint64_t serial, char out[PL_FRESH_LEN + 1]);

/* A copy of text with every `from` replaced; both have PL_FRESH_LEN bytes. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_fresh_replace(pl_bytes text, const char *from, const char *to,
                                       pl_arena *arena, pl_bytes *ret_text);

#endif
