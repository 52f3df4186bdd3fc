#include <criterion/criterion.h>

#include "run/session_internal.h"

static pl_pace pace_of(uint32_t max_time_ms, bool keep) {
    const pl_run_config config = {.max_time_ms = max_time_ms, .keep = keep};
    pl_pace pace;
    pl_pace_init(&pace, &config);
    return pace;
}

static const struct time_case {
    const char *name;
    uint32_t max_time_ms;
    bool keep;
    uint32_t want_ms;         /* for the cases */
    uint32_t want_cleanup_ms; /* then */
} times[] = {
    {"none", 0, false, UINT32_MAX, UINT32_MAX},
    {"a-minute", 60000, false, 55000, 60000},
    {"short", 4000, false, 3000, 4000},
    {"nothing-to-clean-up", 4000, true, 4000, 4000},
};

Test(pace, time_is_kept_back_for_the_clean_up, .timeout = 10) {
    for (size_t i = 0; i < PL_COUNT(times); i++) {
        const struct time_case *c = &times[i];
        pl_pace pace = pace_of(c->max_time_ms, c->keep);
        const uint32_t left_ms = pl_pace_left_ms(&pace);
        cr_assert(left_ms <= c->want_ms && left_ms >= c->want_ms - 500, "%s: %u", c->name, left_ms);
        pl_pace_enter_cleanup(&pace);
        const uint32_t then_ms = pl_pace_left_ms(&pace);
        cr_assert(then_ms <= c->want_cleanup_ms && then_ms >= c->want_cleanup_ms - 500, "%s: %u",
                  c->name, then_ms);
    }
}

Test(pace, a_wait_ends_with_the_time, .timeout = 10) {
    pl_pace pace = pace_of(200, true);
    const double began = pl_clock_seconds();
    cr_assert_not(pl_pace_is_over(&pace));
    pl_pace_wait(&pace, 60000);
    cr_assert_lt(pl_clock_seconds() - began, 2);
    cr_assert(pl_pace_is_out_of_time(&pace));
    cr_assert(pl_pace_is_over(&pace));
    cr_assert_geq(pace.waited_ms, 190);
}

Test(pace, the_end_may_be_asked_for, .timeout = 10) {
    volatile sig_atomic_t stop = 0;
    pl_pace pace = pace_of(0, false);
    pace.stop = &stop;
    cr_assert_not(pl_pace_is_over(&pace));
    stop = 1;
    cr_assert(pl_pace_is_over(&pace));
    cr_assert_not(pl_pace_is_out_of_time(&pace));
}

Test(pace, budget, .timeout = 10) {
    pl_pace pace = pace_of(0, false);
    pace.repeat_count = PL_REPEAT_COUNT_MAX - 1;
    cr_assert(pl_pace_may_repeat(&pace));
    pace.repeat_count++;
    cr_assert_not(pl_pace_may_repeat(&pace));
    cr_assert_not(pl_pace_is_worn(&pace));
    pl_pace_enter_cleanup(&pace);
    cr_assert(pl_pace_may_repeat(&pace), "the clean-up has a budget of its own");
    pl_pace_charge(&pace, PL_CLEANUP_WAIT_MS_MAX / 1000.0 - 1);
    cr_assert(pl_pace_may_repeat(&pace));
    pl_pace_charge(&pace, 1);
    cr_assert(pl_pace_is_worn(&pace));
    cr_assert_not(pl_pace_may_repeat(&pace));
}

static const struct pause_case {
    const char *name;
    const char *value; /* of Retry-After; NULL: no such header */
    uint32_t want_ms;
} pauses[] = {
    {"absent", NULL, 250},
    {"empty", "", 250},
    {"zero", "0", 0},
    {"one", "1", 1000},
    {"limit", "60", 60000},
    {"above", "61", 250},
    {"an-hour", "3600", 250},
    {"endless", "99999999999999999999", 250},
    {"past-date", "Fri, 21 Nov 2025 00:00:00 GMT", 0},
    {"far-date", "Fri, 21 Nov 2036 00:00:00 GMT", 250},
    {"negative", "-1", 250},
};

Test(pace, pause_after, .timeout = 10) {
    for (size_t i = 0; i < PL_COUNT(pauses); i++) {
        const pl_http_header header = {"retry-after", pauses[i].value};
        const pl_http_response response = {.failure = PL_HTTP_ANSWERED,
                                           .status = 429,
                                           .headers = &header,
                                           .header_count = pauses[i].value == NULL ? 0 : 1};
        cr_assert_eq(pl_pause_after(&response, 250), pauses[i].want_ms, "%s", pauses[i].name);
    }
}
