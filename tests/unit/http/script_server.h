/* A server for tests: plays scripted answers on a loopback port, byte for byte. Knows no HTTP but
 * where a request ends. */
#ifndef PL_TESTS_SCRIPT_SERVER_H
#define PL_TESTS_SCRIPT_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SS_REQUEST_COUNT_MAX = 256, SS_CONNECTION_COUNT_MAX = 128 };

/* What happens to the connection after the answer. */
typedef enum ss_after {
    SS_KEEP,
    SS_CLOSE, /* orderly, whatever the answer said */
    SS_RESET,
    SS_STALL, /* nothing more, until the server stops */
    SS_AFTER_COUNT
} ss_after;

typedef struct ss_step {
    const char *answer;
    size_t filler;     /* so many 'x' after it */
    unsigned delay_ms; /* before it */
    unsigned byte_ms;  /* between its bytes: a slow server */
    ss_after after;
    bool head_only; /* the request's body is left unread */
    bool any_bytes; /* answer to whatever comes first, a request or not */
} ss_step;

typedef struct ss_server ss_server;

/* The n-th request to arrive, on whatever connection, is answered by the n-th step; the last step
 * repeats. steps is borrowed. Aborts the test on failure. */
ss_server *ss_start(const ss_step *steps, size_t step_count);
void ss_stop(ss_server *server);

const char *ss_base_url(const ss_server *server); /* "http://127.0.0.1:PORT" */
uint16_t ss_port(const ss_server *server);

/* Counts and requests are those so far. */
size_t ss_connection_count(ss_server *server);
size_t ss_request_count(ss_server *server);
/* The most requests that waited for their answers at once. */
size_t ss_busy_max(ss_server *server);

/* One request, whole, as it came; terminated. */
const char *ss_request(ss_server *server, size_t index);

#endif
