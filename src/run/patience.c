#include "run/patience_internal.h"

#include <assert.h>

#include "run/pace_internal.h"

bool pl_patience_may_repeat(const pl_patience *patience, const pl_progress *progress) {
    const pl_failing failing = progress->failing;
    assert(failing < PL_FAILING_COUNT);
    if (failing == PL_FAILING_TIMEOUT) {
        return patience->timeout_repeats < PL_TIMEOUT_REPEAT_COUNT;
    }
    if (failing == PL_FAILING_NOT || patience->hopeless[failing] < PL_HOPELESS_CASE_COUNT) {
        return true;
    }
    return progress->tries == 1 && patience->last_tries[failing] < PL_LAST_TRY_COUNT_MAX;
}

void pl_patience_note_try(pl_patience *patience, pl_failing before, const pl_progress *progress) {
    const bool timed_out = progress->failing == PL_FAILING_TIMEOUT;
    patience->timeouts += timed_out;
    if (before == PL_FAILING_NOT) { return; }
    patience->timeout_repeats += timed_out;
    if (patience->hopeless[before] >= PL_HOPELESS_CASE_COUNT) { patience->last_tries[before] += 1; }
    if (progress->failing == PL_FAILING_NOT) { patience->hopeless[before] = 0; }
}

void pl_patience_note_end(pl_patience *patience, const pl_progress *progress) {
    if (progress->failing == PL_FAILING_NOT) { return; }
    if (progress->tries >= PL_TRY_COUNT_MAX) {
        patience->hopeless[progress->failing] += 1;
    } else {
        patience->spared += 1;
    }
}
