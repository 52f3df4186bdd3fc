#include <assert.h>
#include <errno.h>
#include <time.h>

#include "run/session_internal.h"

int64_t pl_clock_ms(void) {
    struct timespec now;
    const int failed = clock_gettime(CLOCK_REALTIME, &now);
    assert(failed == 0); /* POSIX demands this clock */
    (void)failed;
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

double pl_clock_seconds(void) {
    struct timespec now;
    const int failed = clock_gettime(CLOCK_MONOTONIC, &now);
    assert(failed == 0);
    (void)failed;
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void sleep_ms(uint32_t pause_ms) {
    assert(pause_ms < 1000);
    struct timespec left = {.tv_nsec = (long)pause_ms * 1000000};
    while (nanosleep(&left, &left) != 0 && errno == EINTR) {}
}

/* Slices, and not only EINTR: the signal may go to another thread, or arrive just before. */
void pl_clock_pause(uint32_t pause_ms, const volatile sig_atomic_t *stop) {
    enum { SLICE_MS = 100 };
    for (uint32_t left_ms = pause_ms; left_ms > 0 && !pl_is_stopped(stop);) {
        const uint32_t slice_ms = left_ms < SLICE_MS ? left_ms : SLICE_MS;
        sleep_ms(slice_ms);
        left_ms -= slice_ms;
    }
}

bool pl_is_stopped(const volatile sig_atomic_t *stop) {
    return stop != NULL && *stop != 0;
}
