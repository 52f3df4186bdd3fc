/* The glue to libmicrohttpd: bytes of an HTTP request in, pl_sandbox_answer, bytes out. */
#include <arpa/inet.h>
#include <assert.h>
#include <microhttpd.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "sandbox/manners.h"
#include "sandbox/personality_internal.h"

enum {
    THREADS = 2,
    CONNECTIONS_MAX = 256,
    CONNECTION_SECONDS_MAX = 30,       /* of silence */
    CONNECTION_BYTES_MAX = 128 * 1024, /* request line and headers */
    BODY_FIRST_BYTES = 4096,
    BODY_READ_MAX = 64 * 1024 * 1024, /* then the connection is cut */
    STOP_SECONDS_MAX = 2              /* for a request that is half sent */
};

static const char why_no_port[] = "the port cannot be bound; another program may be using it";
static const char why_no_memory[] = "out of memory";
/* For the one failure in which no envelope can be built. */
static const char no_memory_body[] = "{\"status\":500,\"success\":false,\"error\":{\"code\":500,"
                                     "\"message\":\"The sandbox is out of memory.\"}}";

struct pl_server {
    struct MHD_Daemon *daemon;
    pthread_mutex_t lock;
    pthread_cond_t idle;
    size_t in_flight;                             /* exchanges begun and not over; under the lock */
    struct MHD_Connection *hung[CONNECTIONS_MAX]; /* suspended for a fault; under the lock */
    size_t hung_count;
    bool stopping; /* nobody is made to wait any more; under the lock */
};

/* One request and its answer. */
typedef struct exchange {
    pl_arena arena;
    char *target;
    uint8_t *body;
    size_t keep_max; /* bytes of it that can matter */
    size_t body_len;
    size_t body_cap;
    size_t body_read; /* with what was not kept */
    pl_sandbox_header headers[PL_SANDBOX_HEADER_COUNT_MAX + 1];
    size_t header_count; /* one more than the maximum tells of too many */
    bool begun;
    bool hung;
} exchange;

static void exchange_free(exchange *one) {
    if (one == NULL) { return; }
    pl_arena_done(&one->arena);
    free(one->target);
    free(one->body);
    free(one);
}

/* libmicrohttpd has read a request line. Here, and only here, is the target as it was sent. */
static void *begin(void *user, const char *uri, struct MHD_Connection *connection) {
    (void)connection;
    struct pl_server *server = ((pl_sandbox *)user)->server;
    exchange *one = calloc(1, sizeof *one);
    char *target = strdup(uri);
    if (one == NULL || target == NULL) {
        free(one);
        free(target);
        return NULL;
    }
    pl_arena_init(&one->arena);
    one->target = target;
    /* One more byte shows that it is too large. */
    one->keep_max = pl_sandbox_body_bytes_max(user) + 1;
    (void)pthread_mutex_lock(&server->lock);
    server->in_flight++;
    (void)pthread_mutex_unlock(&server->lock);
    return one;
}

static void finish(void *user, struct MHD_Connection *connection, void **state,
                   enum MHD_RequestTerminationCode code) {
    (void)connection;
    (void)code;
    struct pl_server *server = ((pl_sandbox *)user)->server;
    if (*state == NULL) { return; }
    exchange_free(*state);
    *state = NULL;
    (void)pthread_mutex_lock(&server->lock);
    assert(server->in_flight > 0);
    server->in_flight--;
    if (server->in_flight == 0) { (void)pthread_cond_signal(&server->idle); }
    (void)pthread_mutex_unlock(&server->lock);
}

/* Keep what can matter of a piece of the body. False: out of memory, or it never ends. */
static bool keep_piece(exchange *one, const char *piece, size_t len) {
    assert(one->body_len <= one->keep_max);
    if (len > BODY_READ_MAX - one->body_read) { return false; }
    one->body_read += len;
    const size_t room = one->keep_max - one->body_len;
    const size_t kept = len < room ? len : room;
    if (one->body_len + kept > one->body_cap) {
        size_t cap = one->body_cap == 0 ? BODY_FIRST_BYTES : one->body_cap * 2;
        if (cap < one->body_len + kept) { cap = one->body_len + kept; }
        uint8_t *grown = realloc(one->body, cap);
        if (grown == NULL) { return false; }
        one->body = grown;
        one->body_cap = cap;
    }
    if (kept > 0) {
        memcpy(one->body + one->body_len, piece, kept);
        one->body_len += kept;
    }
    return true;
}

static enum MHD_Result add_header(void *user, enum MHD_ValueKind kind, const char *name,
                                  size_t name_len, const char *value, size_t value_len) {
    exchange *one = user;
    assert(kind == MHD_HEADER_KIND);
    (void)kind;
    if (one->header_count == PL_COUNT(one->headers)) { return MHD_NO; }
    one->headers[one->header_count++] = (pl_sandbox_header){
        .name = {(const uint8_t *)name, name_len},
        .value = {(const uint8_t *)value, value == NULL ? 0 : value_len},
    };
    return MHD_YES;
}

/* Wait until the sandbox stops. False: too many wait, or it stops. */
static bool hang(struct pl_server *server, struct MHD_Connection *connection, exchange *one) {
    (void)pthread_mutex_lock(&server->lock);
    const bool room = !server->stopping && server->hung_count < PL_COUNT(server->hung);
    if (room) {
        server->hung[server->hung_count++] = connection;
        one->hung = true;
        MHD_suspend_connection(connection);
    }
    (void)pthread_mutex_unlock(&server->lock);
    return room;
}

/* The handler is called again for each, and ends it. None waits from now on. */
static void wake_hung(struct pl_server *server) {
    (void)pthread_mutex_lock(&server->lock);
    server->stopping = true;
    for (size_t i = 0; i < server->hung_count; i++) { MHD_resume_connection(server->hung[i]); }
    server->hung_count = 0;
    (void)pthread_mutex_unlock(&server->lock);
}

static enum MHD_Result send_answer(struct MHD_Connection *connection,
                                   const pl_sandbox_response *answer) {
    if ((answer->manners & PL_MANNER_CUT) != 0) { return MHD_NO; }
    struct MHD_Response *response = pl_manners_response(answer);
    if (response == NULL) { return MHD_NO; }
    const enum MHD_Result done = MHD_queue_response(connection, (unsigned)answer->status, response);
    MHD_destroy_response(response);
    return done;
}

/* Called once when the headers are there, once for each piece of the body, once at its end. */
static enum MHD_Result handle(void *user, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload,
                              size_t *upload_len, void **state) {
    (void)url;
    (void)version;
    exchange *one = *state;
    if (one == NULL || one->hung) { return MHD_NO; }
    if (!one->begun) {
        one->begun = true;
        return MHD_YES;
    }
    if (*upload_len > 0) {
        const bool kept = keep_piece(one, upload, *upload_len);
        *upload_len = 0;
        return kept ? MHD_YES : MHD_NO;
    }
    (void)MHD_get_connection_values_n(connection, MHD_HEADER_KIND, add_header, one);
    const pl_sandbox_request request = {
        .method = pl_bytes_of(method),
        .target = pl_bytes_of(one->target),
        .headers = one->headers,
        .header_count = one->header_count,
        .body = {one->body, one->body_len},
        .now_ms = pl_sandbox_now_ms(),
    };
    pl_sandbox_response answer = {
        .status = 500,
        .content_type = PL_MEDIA_TYPE,
        .body = {(const uint8_t *)no_memory_body, sizeof no_memory_body - 1},
    };
    if (pl_sandbox_answer(user, &request, &one->arena, &answer) != PL_OK) {
        assert(answer.status == 500); /* untouched on failure */
    }
    if ((answer.manners & PL_MANNER_HANG) != 0) {
        return hang(((pl_sandbox *)user)->server, connection, one) ? MHD_YES : MHD_NO;
    }
    return send_answer(connection, &answer);
}

static void server_free(struct pl_server *server) {
    (void)pthread_cond_destroy(&server->idle);
    (void)pthread_mutex_destroy(&server->lock);
    free(server);
}

/* NULL: out of memory. */
static struct pl_server *server_new(void) {
    struct pl_server *server = calloc(1, sizeof *server);
    pthread_condattr_t options;
    if (server == NULL || pthread_condattr_init(&options) != 0) {
        free(server);
        return NULL;
    }
    const bool locked = pthread_mutex_init(&server->lock, NULL) == 0;
    const bool waitable = locked && pthread_condattr_setclock(&options, CLOCK_MONOTONIC) == 0 &&
                          pthread_cond_init(&server->idle, &options) == 0;
    (void)pthread_condattr_destroy(&options);
    if (waitable) { return server; }
    if (locked) { (void)pthread_mutex_destroy(&server->lock); }
    free(server);
    return NULL;
}

/* Bind to loopback only and serve. */
static pl_status serve(pl_sandbox *sandbox, uint16_t port) {
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons(port),
                                  .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    const unsigned suspends = sandbox->fault.fault == NULL ? 0 : MHD_ALLOW_SUSPEND_RESUME;
    /* poll, not epoll: with the latter, libmicrohttpd 0.9.75 overlooks a client that has hung up.
     */
    sandbox->server->daemon = MHD_start_daemon(
        MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL | MHD_USE_ITC | suspends, port, NULL, NULL,
        handle, sandbox, MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&address,
        MHD_OPTION_THREAD_POOL_SIZE, (unsigned)THREADS, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)CONNECTIONS_MAX, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)CONNECTION_SECONDS_MAX,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_BYTES_MAX,
        MHD_OPTION_URI_LOG_CALLBACK, begin, sandbox, MHD_OPTION_NOTIFY_COMPLETED, finish, sandbox,
        MHD_OPTION_END);
    if (sandbox->server->daemon == NULL) { return PL_E_IO; }
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(sandbox->server->daemon, MHD_DAEMON_INFO_BIND_PORT);
    assert(info != NULL);
    const int len = snprintf(sandbox->base_url, sizeof sandbox->base_url, "http://127.0.0.1:%u",
                             (unsigned)info->port);
    assert(len > 0 && (size_t)len < sizeof sandbox->base_url);
    (void)len;
    return PL_OK;
}

pl_status pl_sandbox_start(const pl_sandbox_config *config, pl_sandbox **ret_sandbox,
                           const char **reterr_why) {
    pl_sandbox *sandbox = NULL;
    const char *why = why_no_memory;
    pl_status status = pl_sandbox_new(config, &sandbox, &why);
    if (status == PL_OK) {
        sandbox->server = server_new();
        status = sandbox->server == NULL ? PL_E_MEMORY : PL_OK;
        why = why_no_memory;
    }
    if (status == PL_OK) {
        /* Under the lock, so that no exchange begins before the base URL is known. */
        (void)pthread_mutex_lock(&sandbox->server->lock);
        status = serve(sandbox, config->port);
        (void)pthread_mutex_unlock(&sandbox->server->lock);
        why = why_no_port;
    }
    if (status == PL_OK) {
        *ret_sandbox = sandbox;
    } else {
        pl_sandbox_stop(sandbox);
        if (reterr_why != NULL) { *reterr_why = why; }
    }
    return status;
}

/* Take no new connections and wait, a short while, for the exchanges that are under way. */
static void drain(struct pl_server *server) {
    const MHD_socket listener = MHD_quiesce_daemon(server->daemon);
    wake_hung(server);
    struct timespec end = {.tv_sec = 0};
    (void)clock_gettime(CLOCK_MONOTONIC, &end);
    end.tv_sec += STOP_SECONDS_MAX;
    int waited = 0;
    (void)pthread_mutex_lock(&server->lock);
    while (server->in_flight > 0 && waited == 0) {
        waited = pthread_cond_timedwait(&server->idle, &server->lock, &end);
    }
    (void)pthread_mutex_unlock(&server->lock);
    MHD_stop_daemon(server->daemon); /* joins its threads */
    if (listener != MHD_INVALID_SOCKET) { (void)close(listener); }
}

void pl_sandbox_stop(pl_sandbox *sandbox) {
    if (sandbox != NULL && sandbox->server != NULL) {
        if (sandbox->server->daemon != NULL) { drain(sandbox->server); }
        server_free(sandbox->server);
        sandbox->server = NULL;
    }
    pl_sandbox_free(sandbox);
}
