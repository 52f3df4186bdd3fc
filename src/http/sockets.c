/* curl_multi_perform asks every transfer's socket one by one, at each turn: with sixteen in flight that was a third of
 * the processor's time. libcurl's socket interface looks only at those that moved. */
#include <assert.h>
#include <time.h>

#include "http/sockets_internal.h"

static const int64_t SECOND_NS = 1000 * 1000 * 1000, MILLISECOND_NS = 1000 * 1000;

int64_t pl_http_clock_ns(void) {
    struct timespec now;
    const int rc = clock_gettime(CLOCK_MONOTONIC, &now);
    assert(rc == 0);
    (void)rc;
    return (int64_t)now.tv_sec * SECOND_NS + now.tv_nsec;
}

/* --- libcurl's callbacks -------------------------------------------------------------------- */

static int on_socket(CURL *easy, curl_socket_t fd, int what, void *ctx, void *socket_ctx) {
    pl_http_sockets *const sockets = ctx;
    size_t at = 0;
    (void)easy;
    (void)socket_ctx;
    while (at < sockets->count && sockets->list[at].fd != fd) { at++; }
    if (what == CURL_POLL_REMOVE) {
        if (at < sockets->count) { sockets->list[at] = sockets->list[--sockets->count]; }
        return 0;
    }
    if (at == PL_HTTP_SOCKET_COUNT_MAX) { return -1; }
    if (at == sockets->count) { sockets->count++; }
    const short in = (what & CURL_POLL_IN) != 0 ? POLLIN : 0;
    const short out = (what & CURL_POLL_OUT) != 0 ? POLLOUT : 0;
    sockets->list[at] = (struct pollfd){.fd = fd, .events = (short)(in | out)};
    return 0;
}

static int on_timer(CURLM *multi, long timeout_ms, void *ctx) {
    pl_http_sockets *const sockets = ctx;
    (void)multi;
    sockets->due_ns =
        timeout_ms < 0 ? INT64_MAX : pl_http_clock_ns() + (int64_t)timeout_ms * MILLISECOND_NS;
    return 0;
}

CURLMcode pl_http_sockets_init(pl_http_sockets *sockets, CURLM *multi) {
    assert(sockets != NULL && multi != NULL);
    sockets->due_ns = INT64_MAX;
    const CURLMcode codes[] = {
        curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, on_socket),
        curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, sockets),
        curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, on_timer),
        curl_multi_setopt(multi, CURLMOPT_TIMERDATA, sockets),
    };
    for (size_t i = 0; i < PL_COUNT(codes); i++) {
        if (codes[i] != CURLM_OK) { return codes[i]; }
    }
    return CURLM_OK;
}

/* --- moving bytes --------------------------------------------------------------------------- */

void pl_http_sockets_wait(pl_http_sockets *sockets, int64_t wait_ms) {
    const int64_t left_ns =
        sockets->due_ns == INT64_MAX ? INT64_MAX : sockets->due_ns - pl_http_clock_ns();
    if (left_ns <= 0) {
        wait_ms = 0;
    } else if (left_ns / MILLISECOND_NS < wait_ms) {
        wait_ms = left_ns / MILLISECOND_NS + 1;
    }
    assert(wait_ms >= 0 && wait_ms <= INT32_MAX);
    /* A failure is a signal: then nothing has moved, and the caller asks again. */
    if (poll(sockets->list, sockets->count, (int)wait_ms) < 0) {
        for (size_t i = 0; i < sockets->count; i++) { sockets->list[i].revents = 0; }
    }
}

static int moves_of(const struct pollfd *one) {
    const int in = (one->revents & (POLLIN | POLLHUP)) != 0 ? CURL_CSELECT_IN : 0;
    const int out = (one->revents & POLLOUT) != 0 ? CURL_CSELECT_OUT : 0;
    const int trouble = (one->revents & (POLLERR | POLLNVAL)) != 0 ? CURL_CSELECT_ERR : 0;
    return in | out | trouble;
}

CURLMcode pl_http_sockets_move(pl_http_sockets *sockets, CURLM *multi) {
    struct pollfd moved[PL_HTTP_SOCKET_COUNT_MAX];
    size_t moved_count = 0;
    int running = 0;
    CURLMcode code = CURLM_OK;
    /* libcurl's callbacks alter the list. */
    for (size_t i = 0; i < sockets->count; i++) {
        if (sockets->list[i].revents != 0) { moved[moved_count++] = sockets->list[i]; }
        sockets->list[i].revents = 0;
    }
    for (size_t i = 0; i < moved_count && code == CURLM_OK; i++) {
        code = curl_multi_socket_action(multi, moved[i].fd, moves_of(&moved[i]), &running);
    }
    if (code == CURLM_OK && pl_http_clock_ns() >= sockets->due_ns) {
        sockets->due_ns = INT64_MAX; /* libcurl says so when there is another one */
        code = curl_multi_socket_action(multi, CURL_SOCKET_TIMEOUT, 0, &running);
    }
    return code;
}
