#include "run/pace_internal.h"

#include <assert.h>
#include <math.h>

#include "run/session_internal.h"

enum { MS_OF_A_SECOND = 1000 };

void pl_pace_init(pl_pace *pace, const pl_run_config *config) {
    assert(pace != NULL && config != NULL);
    *pace = (pl_pace){.stop = config->stop,
                      .until_seconds = HUGE_VAL,
                      .end_seconds = HUGE_VAL,
                      .repeat_limit = PL_REPEAT_COUNT_MAX,
                      .wait_limit_ms = PL_WAIT_MS_MAX};
    if (config->max_time_ms == 0) { return; }
    uint32_t reserve_ms = config->max_time_ms / PL_CLEANUP_RESERVE_PART;
    if (reserve_ms > PL_CLEANUP_RESERVE_MS_MAX) { reserve_ms = PL_CLEANUP_RESERVE_MS_MAX; }
    if (config->keep) { reserve_ms = 0; }
    pace->end_seconds = pl_clock_seconds() + (double)config->max_time_ms / MS_OF_A_SECOND;
    pace->until_seconds = pace->end_seconds - (double)reserve_ms / MS_OF_A_SECOND;
}

void pl_pace_enter_cleanup(pl_pace *pace) {
    assert(pace != NULL);
    pace->until_seconds = pace->end_seconds;
    pace->repeat_limit = pace->repeat_count + PL_REPEAT_COUNT_MAX;
    pace->wait_limit_ms = pace->waited_ms + PL_CLEANUP_WAIT_MS_MAX;
}

uint32_t pl_pace_left_ms(const pl_pace *pace) {
    const double left_seconds = pace->until_seconds - pl_clock_seconds();
    if (left_seconds <= 0) { return 0; }
    return left_seconds >= UINT32_MAX / MS_OF_A_SECOND ? UINT32_MAX
                                                       : (uint32_t)(left_seconds * MS_OF_A_SECOND);
}

bool pl_pace_is_out_of_time(const pl_pace *pace) {
    return pl_pace_left_ms(pace) == 0;
}

bool pl_pace_is_over(const pl_pace *pace) {
    return pl_is_stopped(pace->stop) || pl_pace_is_out_of_time(pace);
}

bool pl_pace_is_worn(const pl_pace *pace) {
    return pace->waited_ms >= pace->wait_limit_ms;
}

bool pl_pace_may_repeat(const pl_pace *pace) {
    return pace->repeat_count < pace->repeat_limit && !pl_pace_is_worn(pace);
}

void pl_pace_charge(pl_pace *pace, double seconds) {
    if (seconds > 0) { pace->waited_ms += (uint64_t)(seconds * MS_OF_A_SECOND); }
}

void pl_pace_wait(pl_pace *pace, uint32_t pause_ms) {
    const uint32_t left_ms = pl_pace_left_ms(pace);
    const double before = pl_clock_seconds();
    pl_clock_pause(pause_ms < left_ms ? pause_ms : left_ms, pace->stop);
    pl_pace_charge(pace, pl_clock_seconds() - before);
}

uint32_t pl_pace_pause_ms(const pl_pace *pace, unsigned tries, uint32_t asked_ms) {
    const uint32_t usual_ms = tries <= 1 ? PL_PAUSE_MS_FIRST : PL_PAUSE_MS_MAX;
    return asked_ms > 0 ? asked_ms : usual_ms >> pace->halvings;
}

void pl_pace_note_repetition(pl_pace *pace, bool answered) {
    if (answered && pace->halvings < PL_PAUSE_HALVINGS_MAX) { pace->halvings += 1; }
    if (!answered && pace->halvings > 0) { pace->halvings -= 1; }
}

uint32_t pl_pause_after(const pl_http_response *response, uint32_t usual_ms) {
    uint32_t asked_ms = 0;
    const bool asks = pl_http_retry_after(response, pl_clock_ms(), &asked_ms);
    return asks && asked_ms <= PL_RETRY_AFTER_MS_MAX ? asked_ms : usual_ms;
}
