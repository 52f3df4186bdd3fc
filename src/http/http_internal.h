/* The parts of http/ that its files share. Only this room sees libcurl. */
#ifndef PL_HTTP_HTTP_INTERNAL_H
#define PL_HTTP_HTTP_INTERNAL_H

#include <curl/curl.h>

#include "http/http.h"

/* --- bytes that grow (buffer.c) ------------------------------------------------------------- */

typedef struct pl_http_buffer {
    char *ptr;
    size_t len;
    size_t cap;
} pl_http_buffer;

/* Append, amortised O(len). Fails: PL_E_MEMORY; the buffer is as it was. */
PL_MUST_USE pl_status pl_http_buffer_add(pl_http_buffer *buffer, const void *bytes, size_t len);

/* Append text with its terminator, and step back over it: ptr is a string, the next text joins
 * it. */
PL_MUST_USE pl_status pl_http_buffer_add_text(pl_http_buffer *buffer, const char *text);

void pl_http_buffer_done(pl_http_buffer *buffer);

/* --- what comes back (answer.c) ------------------------------------------------------------- */

/* Where in the stream of header lines we are. */
typedef enum pl_http_stage {
    PL_HTTP_STAGE_STATUS, /* a status line comes next */
    PL_HTTP_STAGE_HEADERS,
    PL_HTTP_STAGE_TRAILERS, /* the blank line of the final answer is past */
    PL_HTTP_STAGE_COUNT
} pl_http_stage;

/* One answer while it arrives. Zero-initialised is empty; buffers are kept from one to the next. */
typedef struct pl_http_answer {
    pl_http_buffer head; /* names and values, each terminated */
    pl_http_buffer body;
    struct {
        size_t name_at;
        size_t value_at;
    } places[PL_HTTP_HEADER_COUNT_MAX]; /* offsets: head may move while it grows */
    pl_http_header headers[PL_HTTP_HEADER_COUNT_MAX];
    size_t header_count;
    size_t head_bytes; /* of all header lines, 1xx and trailers too */
    pl_http_stage stage;
    bool informational; /* the headers now read are those of a 1xx */
    pl_status trouble;  /* PL_OK, PL_E_SIZE or PL_E_MEMORY: why a callback stopped the transfer */
} pl_http_answer;

void pl_http_answer_reset(pl_http_answer *answer);
void pl_http_answer_done(pl_http_answer *answer);

/* libcurl's callbacks; ctx is the answer. Less than size * count stops the transfer. */
size_t pl_http_answer_header_line(char *line, size_t size, size_t count, void *ctx);
size_t pl_http_answer_body_bytes(char *bytes, size_t size, size_t count, void *ctx);

/* Fill answer->headers; valid until the next callback. */
void pl_http_answer_finish(pl_http_answer *answer);

/* --- one exchange (request.c) --------------------------------------------------------------- */

/* Scheme, host and prefix of every request. */
typedef struct pl_http_origin {
    char *base_url;     /* no slash at its end */
    const char *prefix; /* the path in base_url; "" without one */
    bool loopback;      /* called directly, whatever proxy the environment names */
    char *peer;         /* "HOST port PORT ", as libcurl names whom it cannot reach;
                         * NULL: no proxy could be meant */
} pl_http_origin;

/* Fails: PL_E_ARGUMENT, PL_E_RANGE (the port), PL_E_MEMORY. */
PL_MUST_USE pl_status pl_http_origin_init(pl_http_origin *origin, const char *base_url);
void pl_http_origin_done(pl_http_origin *origin);

typedef struct pl_http_slot {
    CURL *easy;
    const pl_http_request *request;
    pl_http_done *done;
    void *user;
    struct curl_slist *lines; /* header lines for libcurl */
    pl_http_buffer scratch;   /* a URL or a header line while it is put together */
    pl_http_answer answer;
    char error[CURL_ERROR_SIZE];
    long timeout_ms; /* of this exchange */
    bool busy;
    bool repeated;       /* already sent once more after a stale connection */
    unsigned send_count; /* by libcurl, which repeats of itself too */
} pl_http_slot;

/* Settings that all exchanges of one pl_http share. */
typedef struct pl_http_common {
    pl_http_origin origin;
    char *user_agent;
    char *ca_file;
    long timeout_ms;
    long connect_timeout_ms;
} pl_http_common;

/* One line, whatever is in it? NULL is not. */
bool pl_http_field_value_valid(const char *text);

/* May it go on the wire as it is? */
bool pl_http_request_valid(const pl_http_request *request);

/* Set the slot's easy handle up for its request, from a clean state. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_http_slot_prepare(pl_http_slot *slot, const pl_http_common *common);

/* --- the end of an exchange (ending.c) ------------------------------------------------------ */

/* Did a kept connection break before a byte of the answer came? Then the request goes out once more. */
bool pl_http_slot_is_stale(const pl_http_slot *slot, CURLcode code);

/* What came; it points into the slot. peer: of the origin, or NULL. */
void pl_http_slot_response(pl_http_slot *slot, CURLcode code, const char *peer,
                           pl_http_response *ret_response);

/* --- failures (failure.c) ------------------------------------------------------------------- */

/* What libcurl says of an exchange that is over. */
typedef struct pl_http_ending {
    CURLcode code;
    long connect_status; /* of a proxy's answer to CONNECT; 0: none */
    long os_error;       /* errno of the last system call that failed; 0: none */
    const char *text;    /* libcurl's words */
    const char *peer;    /* of the origin; NULL: the words are not looked at for it */
} pl_http_ending;

pl_http_failure pl_http_failure_of(const pl_http_ending *ending);

#endif
