/* How patient a run is: the time that it has, and its budget for repetitions. Whatever a server does, both end. */
#ifndef PL_RUN_PACE_INTERNAL_H
#define PL_RUN_PACE_INTERNAL_H

#include "run/run.h"

enum {
    PL_TRY_COUNT_MAX = 3,    /* of one case: the first, and two repetitions */
    PL_PAUSE_MS_FIRST = 250, /* between them, unless the server asks for more */
    PL_PAUSE_MS_MAX = 1000,
    PL_PAUSE_HALVINGS_MAX = 4, /* while repetitions are answered, our own pauses become shorter */
    PL_RETRY_AFTER_MS_MAX = 60 * 1000, /* a server that asks for more is not waited for at all */
    PL_REPEAT_COUNT_MAX = 1000,        /* of one run */
    PL_WAIT_MS_MAX = 300 * 1000,
    PL_CLEANUP_WAIT_MS_MAX = 120 * 1000,
    PL_CLEANUP_RESERVE_MS_MAX = 5000, /* of a run's time */
    PL_CLEANUP_RESERVE_PART = 4       /* and at most one in so many parts of it */
};

typedef struct pl_pace {
    const volatile sig_atomic_t *stop; /* may be NULL */
    double until_seconds;              /* of the clock that never jumps; HUGE_VAL: no limit */
    double end_seconds;                /* what until_seconds becomes for the clean-up */
    uint64_t repeat_count;             /* requests sent once more */
    uint64_t repeat_limit;
    uint64_t waited_ms; /* between tries, and for answers that did not come */
    uint64_t wait_limit_ms;
    unsigned halvings; /* of our own pauses */
} pl_pace;

/* From now on. */
void pl_pace_init(pl_pace *pace, const pl_run_config *config);

/* The clean-up may use the time that was kept back for it, and has a budget of its own. */
void pl_pace_enter_cleanup(pl_pace *pace);

/* Milliseconds that are left; UINT32_MAX: no limit. */
uint32_t pl_pace_left_ms(const pl_pace *pace);

bool pl_pace_is_out_of_time(const pl_pace *pace);

/* Out of time, or the user has asked for the end. */
bool pl_pace_is_over(const pl_pace *pace);

/* Has it waited so long that nothing more should be sent? */
bool pl_pace_is_worn(const pl_pace *pace);

/* Is there budget for one more repetition? */
bool pl_pace_may_repeat(const pl_pace *pace);

/* Time that an exchange without a usable answer took. */
void pl_pace_charge(pl_pace *pace, double seconds);

/* How long to pause before a repetition of a case that was tried so often; asked_ms: what the server asks for, or 0.
 * And whether that repetition had a usable answer. */
uint32_t pl_pace_pause_ms(const pl_pace *pace, unsigned tries, uint32_t asked_ms);
void pl_pace_note_repetition(pl_pace *pace, bool answered);

/* Sleep, no longer than until it is over. */
void pl_pace_wait(pl_pace *pace, uint32_t pause_ms);

/* How long to wait before the next try: Retry-After, unless it asks for more than PL_RETRY_AFTER_MS_MAX; usual_ms where
 * the server does not say. */
uint32_t pl_pause_after(const pl_http_response *response, uint32_t usual_ms);

#endif
