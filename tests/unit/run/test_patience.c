#include <criterion/criterion.h>

#include "run/pace_internal.h"
#include "run/patience_internal.h"

/* All tries of a case that fails so every time. Returns how many were made. */
static unsigned fail_case(pl_patience *patience, pl_failing how) {
    pl_progress progress = {.failing = PL_FAILING_NOT};
    while (progress.tries < PL_TRY_COUNT_MAX && pl_patience_may_repeat(patience, &progress)) {
        const pl_failing before = progress.failing;
        progress.tries += 1;
        progress.failing = how;
        pl_patience_note_try(patience, before, &progress);
    }
    pl_patience_note_end(patience, &progress);
    return progress.tries;
}

Test(patience, what_fails_alike_is_tried_less, .timeout = 10) {
    pl_patience patience = {0};
    for (unsigned i = 0; i < PL_HOPELESS_CASE_COUNT; i++) {
        cr_assert_eq(fail_case(&patience, PL_FAILING_BROKEN), PL_TRY_COUNT_MAX);
    }
    for (unsigned i = 0; i < PL_LAST_TRY_COUNT_MAX; i++) {
        cr_assert_eq(fail_case(&patience, PL_FAILING_BROKEN), 2);
    }
    cr_assert_eq(fail_case(&patience, PL_FAILING_BROKEN), 1);
    cr_assert_eq(patience.spared, PL_LAST_TRY_COUNT_MAX + 1);
    cr_assert_eq(fail_case(&patience, PL_FAILING_LIMIT), PL_TRY_COUNT_MAX, "another kind");
}

Test(patience, an_answer_renews_it, .timeout = 10) {
    pl_patience patience = {0};
    for (unsigned i = 0; i + 1 < PL_HOPELESS_CASE_COUNT; i++) {
        (void)fail_case(&patience, PL_FAILING_LIMIT);
    }
    const pl_progress answered = {.tries = 2};
    pl_patience_note_try(&patience, PL_FAILING_LIMIT, &answered);
    pl_patience_note_end(&patience, &answered);
    for (unsigned i = 0; i < PL_HOPELESS_CASE_COUNT; i++) {
        cr_assert_eq(fail_case(&patience, PL_FAILING_LIMIT), PL_TRY_COUNT_MAX);
    }
    cr_assert_eq(fail_case(&patience, PL_FAILING_LIMIT), 2);
}

Test(patience, few_time_outs_are_repeated, .timeout = 10) {
    pl_patience patience = {0};
    cr_assert_eq(fail_case(&patience, PL_FAILING_TIMEOUT), 1 + PL_TIMEOUT_REPEAT_COUNT);
    cr_assert_eq(fail_case(&patience, PL_FAILING_TIMEOUT), 1);
    cr_assert_eq(patience.timeouts, 2 + PL_TIMEOUT_REPEAT_COUNT);
}

Test(patience, own_pauses_shrink_with_success, .timeout = 10) {
    pl_pace pace = {.halvings = 0};
    cr_assert_eq(pl_pace_pause_ms(&pace, 1, 0), PL_PAUSE_MS_FIRST);
    cr_assert_eq(pl_pace_pause_ms(&pace, 2, 0), PL_PAUSE_MS_MAX);
    pl_pace_note_repetition(&pace, true);
    cr_assert_eq(pl_pace_pause_ms(&pace, 2, 0), PL_PAUSE_MS_MAX / 2);
    cr_assert_eq(pl_pace_pause_ms(&pace, 2, 700), 700, "what the server asks for stays");
    for (unsigned i = 0; i < 10; i++) { pl_pace_note_repetition(&pace, true); }
    cr_assert_eq(pl_pace_pause_ms(&pace, 2, 0), PL_PAUSE_MS_MAX >> PL_PAUSE_HALVINGS_MAX);
    pl_pace_note_repetition(&pace, false);
    cr_assert_eq(pl_pace_pause_ms(&pace, 2, 0), PL_PAUSE_MS_MAX >> (PL_PAUSE_HALVINGS_MAX - 1));
}
