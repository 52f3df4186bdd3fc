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

void pl_clock_pause(uint32_t pause_ms) {
    struct timespec left = {.tv_sec = (time_t)(pause_ms / 1000),
                            .tv_nsec = (long)(pause_ms % 1000) * 1000000};
    while (nanosleep(&left, &left) != 0 && errno == EINTR) {}
}
