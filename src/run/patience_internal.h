/* How much a run repeats of what fails alike again and again. */
#ifndef PL_RUN_PATIENCE_INTERNAL_H
#define PL_RUN_PATIENCE_INTERNAL_H

#include "run/progress_internal.h"

/* Limits of the second pass. */
enum {
    PL_HOPELESS_CASE_COUNT =
        6, /* in a row, failing alike after all tries: others get one more try */
    PL_LAST_TRY_COUNT_MAX = 20,  /* of these; then none */
    PL_TIMEOUT_REPEAT_COUNT = 2, /* repetitions that time out again; then none after a time-out */
    PL_TIMEOUT_GROUP_COUNT = 2,  /* cases of a group that time out: the rest of it is not sent */
    PL_TIMEOUT_COUNT_MAX = 6     /* time-outs; then nothing more is sent */
};

typedef struct pl_patience {
    unsigned hopeless[PL_FAILING_COUNT]; /* cases in a row without a verdict after all tries */
    unsigned last_tries[PL_FAILING_COUNT];
    unsigned timeouts;
    unsigned timeout_repeats; /* of these, repetitions */
    size_t spared;            /* cases with fewer tries than others, or none */
} pl_patience;

/* Is a case that failed so worth another try? */
bool pl_patience_may_repeat(const pl_patience *patience, const pl_progress *progress);

/* A try has been made; before: how the one before it failed. */
void pl_patience_note_try(pl_patience *patience, pl_failing before, const pl_progress *progress);

/* No further try of the case is made. */
void pl_patience_note_end(pl_patience *patience, const pl_progress *progress);

#endif
