#include "script_server.h"

#include <assert.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "script server: %s\n", #condition);                                    \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

typedef struct connection {
    struct ss_server *server;
    pthread_t thread;
    int fd;
} connection;

typedef struct incoming {
    char *bytes; /* terminated */
    size_t len;
    size_t cap;
} incoming;

struct ss_server {
    const ss_step *steps;
    size_t step_count;
    int listen_fd;
    uint16_t port;
    char base_url[64];
    pthread_t thread;
    pthread_mutex_t lock; /* of all below */
    bool stopping;
    connection connections[SS_CONNECTION_COUNT_MAX];
    size_t connection_count;
    char *requests[SS_REQUEST_COUNT_MAX];
    size_t request_count;
    size_t busy_count;
    size_t busy_max;
};

static void pause_ms(unsigned ms) {
    const struct timespec span = {(time_t)(ms / 1000), (long)(ms % 1000) * 1000000};
    (void)nanosleep(&span, NULL);
}

/* --- requests ------------------------------------------------------------------------------- */

static bool receive(int fd, incoming *in) {
    if (in->cap - in->len < 65536) {
        in->cap = in->cap * 2 + 65537;
        in->bytes = realloc(in->bytes, in->cap);
        CHECK(in->bytes != NULL);
    }
    const ssize_t count = recv(fd, in->bytes + in->len, in->cap - in->len - 1, 0);
    if (count <= 0) { return false; }
    in->len += (size_t)count;
    in->bytes[in->len] = '\0';
    return true;
}

/* Of the head that ends at end; 0 without one. */
static size_t content_length(const char *head, const char *end) {
    static const char name[] = "\r\nContent-Length:";
    for (const char *at = head; at < end; at++) {
        if (strncasecmp(at, name, sizeof name - 1) == 0) {
            return (size_t)strtoul(at + sizeof name - 1, NULL, 10);
        }
    }
    return 0;
}

static const ss_step *peek_step(ss_server *server) {
    pthread_mutex_lock(&server->lock);
    const size_t last = server->step_count - 1;
    const size_t index = server->request_count < last ? server->request_count : last;
    pthread_mutex_unlock(&server->lock);
    return &server->steps[index];
}

static bool read_request(connection *peer, incoming *in, const ss_step **ret_step) {
    const char *end = NULL;
    while (end == NULL) {
        if (!receive(peer->fd, in)) { return false; }
        *ret_step = peek_step(peer->server);
        if ((*ret_step)->any_bytes) { return true; }
        end = strstr(in->bytes, "\r\n\r\n");
    }
    if ((*ret_step)->head_only) { return true; }
    const size_t head_len = (size_t)(end + 4 - in->bytes);
    const size_t whole_len = head_len + content_length(in->bytes, end);
    while (in->len < whole_len) {
        if (!receive(peer->fd, in)) { return false; }
    }
    return true;
}

static const ss_step *record(ss_server *server, const incoming *in) {
    pthread_mutex_lock(&server->lock);
    CHECK(server->request_count < SS_REQUEST_COUNT_MAX);
    const size_t index = server->request_count++;
    server->requests[index] = malloc(in->len + 1);
    CHECK(server->requests[index] != NULL);
    memcpy(server->requests[index], in->bytes, in->len + 1);
    server->busy_count++;
    if (server->busy_count > server->busy_max) { server->busy_max = server->busy_count; }
    const size_t last = server->step_count - 1;
    pthread_mutex_unlock(&server->lock);
    return &server->steps[index < last ? index : last];
}

static void forget(ss_server *server) {
    pthread_mutex_lock(&server->lock);
    server->busy_count--;
    pthread_mutex_unlock(&server->lock);
}

/* --- answers -------------------------------------------------------------------------------- */

static bool send_all(int fd, const char *bytes, size_t len, unsigned byte_ms) {
    while (len > 0) {
        const ssize_t count = send(fd, bytes, byte_ms > 0 ? 1 : len, MSG_NOSIGNAL);
        if (count <= 0) { return false; }
        bytes += count;
        len -= (size_t)count;
        if (byte_ms > 0) { pause_ms(byte_ms); }
    }
    return true;
}

static bool play(int fd, const ss_step *step) {
    char block[16384];
    memset(block, 'x', sizeof block);
    if (step->delay_ms > 0) { pause_ms(step->delay_ms); }
    if (!send_all(fd, step->answer, strlen(step->answer), step->byte_ms)) { return false; }
    for (size_t left = step->filler; left > 0;) {
        const size_t len = left < sizeof block ? left : sizeof block;
        if (!send_all(fd, block, len, 0)) { return false; }
        left -= len;
    }
    return true;
}

static void reset(int fd) {
    const struct linger at_once = {.l_onoff = 1, .l_linger = 0};
    CHECK(setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once) == 0);
}

static void wait_for_stop(ss_server *server) {
    for (bool stopping = false; !stopping;) {
        pause_ms(5);
        pthread_mutex_lock(&server->lock);
        stopping = server->stopping;
        pthread_mutex_unlock(&server->lock);
    }
}

/* One request answered. False when the connection is over. */
static bool serve_one(connection *peer) {
    incoming in = {0};
    const ss_step *step = NULL;
    bool more = read_request(peer, &in, &step);
    if (more) {
        step = record(peer->server, &in);
        more = play(peer->fd, step) && step->after == SS_KEEP;
        forget(peer->server);
        if (step->after == SS_RESET) { reset(peer->fd); }
        if (step->after == SS_STALL) { wait_for_stop(peer->server); }
    }
    free(in.bytes);
    return more;
}

static void *serve(void *ctx) {
    connection *peer = ctx;
    while (serve_one(peer)) {}
    pthread_mutex_lock(&peer->server->lock);
    close(peer->fd);
    peer->fd = -1;
    pthread_mutex_unlock(&peer->server->lock);
    return NULL;
}

/* --- life ----------------------------------------------------------------------------------- */

static void *accept_all(void *ctx) {
    ss_server *server = ctx;
    for (;;) {
        const int fd = accept(server->listen_fd, NULL, NULL);
        if (fd < 0) { return NULL; }
        pthread_mutex_lock(&server->lock);
        if (server->stopping) {
            pthread_mutex_unlock(&server->lock);
            close(fd);
            return NULL;
        }
        CHECK(server->connection_count < SS_CONNECTION_COUNT_MAX);
        connection *peer = &server->connections[server->connection_count++];
        *peer = (connection){.server = server, .fd = fd};
        CHECK(pthread_create(&peer->thread, NULL, serve, peer) == 0);
        pthread_mutex_unlock(&server->lock);
    }
}

ss_server *ss_start(const ss_step *steps, size_t step_count) {
    assert(steps != NULL && step_count > 0);
    ss_server *server = calloc(1, sizeof *server);
    CHECK(server != NULL);
    server->steps = steps;
    server->step_count = step_count;
    CHECK(pthread_mutex_init(&server->lock, NULL) == 0);
    server->listen_fd = socket(AF_INET, SOCK_STREAM, 0);
    CHECK(server->listen_fd >= 0);
    struct sockaddr_in address = {.sin_family = AF_INET};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t len = sizeof address;
    CHECK(bind(server->listen_fd, (struct sockaddr *)&address, len) == 0);
    CHECK(listen(server->listen_fd, SS_CONNECTION_COUNT_MAX) == 0);
    CHECK(getsockname(server->listen_fd, (struct sockaddr *)&address, &len) == 0);
    server->port = ntohs(address.sin_port);
    (void)snprintf(server->base_url, sizeof server->base_url, "http://127.0.0.1:%u",
                   (unsigned)server->port);
    CHECK(pthread_create(&server->thread, NULL, accept_all, server) == 0);
    return server;
}

void ss_stop(ss_server *server) {
    pthread_mutex_lock(&server->lock);
    server->stopping = true;
    (void)shutdown(server->listen_fd, SHUT_RDWR);
    for (size_t i = 0; i < server->connection_count; i++) {
        if (server->connections[i].fd >= 0) {
            (void)shutdown(server->connections[i].fd, SHUT_RDWR);
        }
    }
    pthread_mutex_unlock(&server->lock);
    CHECK(pthread_join(server->thread, NULL) == 0);
    for (size_t i = 0; i < server->connection_count; i++) {
        CHECK(pthread_join(server->connections[i].thread, NULL) == 0);
    }
    for (size_t i = 0; i < server->request_count; i++) { free(server->requests[i]); }
    close(server->listen_fd);
    pthread_mutex_destroy(&server->lock);
    free(server);
}

const char *ss_base_url(const ss_server *server) {
    return server->base_url;
}

uint16_t ss_port(const ss_server *server) {
    return server->port;
}

static size_t locked(ss_server *server, const size_t *count) {
    pthread_mutex_lock(&server->lock);
    const size_t value = *count;
    pthread_mutex_unlock(&server->lock);
    return value;
}

size_t ss_connection_count(ss_server *server) {
    return locked(server, &server->connection_count);
}

size_t ss_request_count(ss_server *server) {
    return locked(server, &server->request_count);
}

size_t ss_busy_max(ss_server *server) {
    return locked(server, &server->busy_max);
}

const char *ss_request(ss_server *server, size_t index) {
    CHECK(index < ss_request_count(server));
    return server->requests[index];
}
