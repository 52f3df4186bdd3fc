/* Which sockets libcurl waits for, and until when; and the clock of the waiting. */
#ifndef PL_HTTP_SOCKETS_INTERNAL_H
#define PL_HTTP_SOCKETS_INTERNAL_H

#include <curl/curl.h>
#include <poll.h>

#include "http/http.h"

enum {
    PL_HTTP_SOCKET_COUNT_MAX = PL_HTTP_CONCURRENCY_MAX * 8
}; /* a host may have addresses of both kinds */

typedef struct pl_http_sockets {
    struct pollfd list[PL_HTTP_SOCKET_COUNT_MAX];
    size_t count;
    int64_t due_ns; /* when libcurl wants to be called; INT64_MAX: not */
} pl_http_sockets;

/* Nanoseconds of a clock that never jumps. */
int64_t pl_http_clock_ns(void);

/* sockets, zero-initialised, serves multi as long as that lives. */
PL_MUST_USE CURLMcode pl_http_sockets_init(pl_http_sockets *sockets, CURLM *multi);

/* Until a socket moves, libcurl wants to be called, or wait_ms are over. */
void pl_http_sockets_wait(pl_http_sockets *sockets, int64_t wait_ms);

/* Let libcurl do what the last wait showed, and what is due. */
PL_MUST_USE CURLMcode pl_http_sockets_move(pl_http_sockets *sockets, CURLM *multi);

#endif
