/* One HTTP exchange, many in flight, over libcurl's multi interface. */
#ifndef PL_HTTP_HTTP_H
#define PL_HTTP_HTTP_H

#include "text/arena.h"
#include "text/base.h"

enum {
    PL_HTTP_HEADER_COUNT_MAX = 64,
    PL_HTTP_HEADER_BYTES_MAX = 64 * 1024,
    PL_HTTP_BODY_BYTES_MAX = 8 * 1024 * 1024, /* of an answer; a longer one is a failure */
    PL_HTTP_CONCURRENCY_MAX = 64,
    PL_HTTP_TIMEOUT_MS = 30 * 1000,
    PL_HTTP_CONNECT_TIMEOUT_MS = 10 * 1000
};

typedef struct pl_http_header {
    const char *name;
    const char *value; /* "" sends the header with an empty value */
} pl_http_header;

/* Sent exactly as written: no header is added but Host, Content-Length and the config's User-Agent,
 * and these only when they do not stand in the list. Everything borrowed until the exchange is
 * over. */
typedef struct pl_http_request {
    const char *method; /* a token, RFC 9110 section 5.6.2 */
    const char *target; /* path and query, byte for byte as they go on the wire; starts with '/' */
    const pl_http_header *headers;
    size_t header_count;
    pl_bytes body;
    bool has_body; /* false: no body and no Content-Length; any method but HEAD may have one */
} pl_http_request;

/* Why there is no answer. */
typedef enum pl_http_failure {
    PL_HTTP_ANSWERED,
    PL_HTTP_DNS,
    PL_HTTP_REFUSED,
    PL_HTTP_UNREACHABLE, /* no route, or the network is down */
    PL_HTTP_TLS,
    PL_HTTP_TIMEOUT,
    PL_HTTP_CLOSED,   /* reset, or closed before a whole answer */
    PL_HTTP_PROTOCOL, /* not HTTP */
    PL_HTTP_TOO_LARGE,
    PL_HTTP_PROXY,
    PL_HTTP_EXPIRED, /* not sent: the time was over, see pl_http_end_within */
    PL_HTTP_OTHER,
    PL_HTTP_FAILURE_COUNT
} pl_http_failure;

/* Without PL_HTTP_ANSWERED the other members hold what had arrived; status 0: no status line. */
typedef struct pl_http_response {
    pl_http_failure failure;
    const char *failure_text; /* libcurl's words, no secret by construction, with the address of
                               * a proxy that failed; "" when answered */
    int status;
    const pl_http_header *headers; /* the final answer's, in order; no 1xx's, no trailers */
    size_t header_count;
    pl_bytes body;
    double seconds; /* whole exchange */
    bool
        repeated; /* answered is a repetition: at first nothing came back, and yet it may have been done */
} pl_http_response;

typedef struct pl_http_config {
    const char *base_url;        /* scheme://host[:port][/prefix]; slashes at its end are dropped */
    const char *user_agent;      /* NULL: none */
    const char *ca_file;         /* NULL: the system's; otherwise only what stands in this file */
    uint32_t timeout_ms;         /* of one exchange; 0: PL_HTTP_TIMEOUT_MS */
    uint32_t connect_timeout_ms; /* 0: PL_HTTP_CONNECT_TIMEOUT_MS */
    uint32_t concurrency;        /* in flight at once, 1..PL_HTTP_CONCURRENCY_MAX */
    uint32_t rate;               /* requests started per second; 0: no limit */
} pl_http_config;

typedef struct pl_http pl_http;

/* Can ca_file of the config be used: a file with a certificate in PEM? Fails: PL_E_IO (it cannot be
 * read, or is no regular file), PL_E_SYNTAX (no certificate in it). */
PL_MUST_USE pl_status pl_http_ca_file_check(const char *file);

/* TLS is always verified; proxies come from the environment, but a loopback host is always called
 * directly (no proxy could reach it); redirects are never followed. The strings of config are
 * copied. One thread at a time.
 * Fails: PL_E_ARGUMENT (base_url is no http(s) URL with a host, or has user info, a query or a
 * fragment; concurrency out of range), PL_E_RANGE (the port of base_url), PL_E_MEMORY. */
PL_MUST_USE pl_status pl_http_new(const pl_http_config *config, pl_http **ret_http);

/* Exchanges that start from now on take at most timeout_ms, if that is less than what the config
 * said. */
void pl_http_shorten(pl_http *http, uint32_t timeout_ms);

/* In left_ms everything is over: what is in flight times out, what has not started is not sent. May be moved. */
void pl_http_end_within(pl_http *http, uint32_t left_ms);

/* What is still in flight is given up; its done is not called. Accepts NULL. */
void pl_http_free(pl_http *http);

/* Called once an exchange is over, from inside pl_http_submit, pl_http_send or pl_http_drain.
 * response lives until it returns; the request may be released in it. It may submit further
 * requests: these are queued, and start when it has returned. It must not send or drain. */
typedef void pl_http_done(void *user, const pl_http_request *request,
                          const pl_http_response *response);

/* Put a request under way. When `concurrency` are in flight, blocks (serving the others) until one
 * is over. done is called exactly once for every request taken.
 * A kept connection that the server closed before it sent a byte is not a failure: the request goes
 * out again on a fresh one.
 * Fails: PL_E_ARGUMENT (method, target, or a header that would not stay one line; nothing is sent),
 * PL_E_MEMORY, PL_E_IO (libcurl cannot go on). */
PL_MUST_USE pl_status pl_http_submit(pl_http *http, const pl_http_request *request,
                                     pl_http_done *done, void *user);

/* Two requests, and each one's user. */
typedef struct pl_http_pair {
    const pl_http_request *requests[2];
    void *users[2];
} pl_http_pair;

/* The same for two requests that start in one moment, whatever the rate: blocks until there is room for both. The next
 * one waits for the time of both. concurrency at least 2 (asserted), not from inside done (asserted). Fails likewise;
 * PL_E_ARGUMENT: neither is sent. */
PL_MUST_USE pl_status pl_http_submit_pair(pl_http *http, const pl_http_pair *pair,
                                          pl_http_done *done);

/* Serve until nothing is in flight or queued. Fails: PL_E_MEMORY, PL_E_IO. */
PL_MUST_USE pl_status pl_http_drain(pl_http *http);

/* One exchange, waited for; the response is copied into arena. Only when nothing is in flight
 * (asserted).
 * Fails like pl_http_submit. */
PL_MUST_USE pl_status pl_http_send(pl_http *http, const pl_http_request *request, pl_arena *arena,
                                   pl_http_response *ret_response);

/* Nothing in flight, nothing queued, and not inside a done callback. */
bool pl_http_is_idle(const pl_http *http);

/* Exchanges sent so far; a repetition on a fresh connection is not counted again. */
uint64_t pl_http_request_count(const pl_http *http);

/* Value of the first header of that name (any case), or NULL. */
const char *pl_http_header_of(const pl_http_response *response, const char *name);

/* Retry-After in milliseconds, from seconds or from an HTTP-date (against the answer's Date, else now_ms, Unix time);
 * saturates. False: no such header, or neither form. */
bool pl_http_retry_after(const pl_http_response *response, int64_t now_ms, uint32_t *ret_ms);

/* "timed out", "connection refused", ... Static storage. */
const char *pl_http_failure_text(pl_http_failure failure);

#endif
