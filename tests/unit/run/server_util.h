/* A small HTTP server for tests of run/: one thread, one connection at a time, answers made by a
 * function of the test. Loopback, any free port. */
#ifndef PL_TESTS_SERVER_UTIL_H
#define PL_TESTS_SERVER_UTIL_H

#include <criterion/criterion.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "text/arena.h"

enum { SU_HEADER_COUNT_MAX = 32 };

typedef struct su_header {
    pl_bytes name;
    pl_bytes value;
} su_header;

typedef struct su_request {
    pl_bytes method;
    pl_bytes target;
    su_header headers[SU_HEADER_COUNT_MAX];
    size_t header_count;
    pl_bytes body;
    unsigned serial; /* from 1 */
} su_request;

typedef struct su_answer {
    int status;         /* 0: close without an answer */
    const char *type;   /* NULL: no Content-Type */
    const char *header; /* more header lines, each with its line end; or NULL */
    pl_bytes body;
} su_answer;

typedef su_answer su_handler(void *user, const su_request *request, pl_arena *arena);

typedef struct su_server {
    int listener;
    pthread_t thread;
    atomic_bool stop;
    su_handler *handler;
    void *user;
    unsigned serial;
    char base_url[64];
} su_server;

static inline bool su_starts(pl_bytes text, const char *prefix) {
    const size_t len = strlen(prefix);
    return text.len >= len && memcmp(text.ptr, prefix, len) == 0;
}

static inline bool su_is(pl_bytes text, const char *whole) {
    return text.len == strlen(whole) && su_starts(text, whole);
}

/* Offset of part in text, or SIZE_MAX. */
static inline size_t su_find(const char *text, size_t len, const char *part) {
    const size_t part_len = strlen(part);
    for (size_t at = 0; at + part_len <= len; at++) {
        if (memcmp(text + at, part, part_len) == 0) { return at; }
    }
    return SIZE_MAX;
}

static inline bool su_holds(pl_bytes text, const char *part) {
    return su_find((const char *)text.ptr, text.len, part) != SIZE_MAX;
}

/* Listen on loopback. Returns the descriptor, its port in *ret_port. */
static inline int su_listen(uint16_t *ret_port) {
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    socklen_t len = sizeof address;
    cr_assert_geq(listener, 0);
    cr_assert_eq(bind(listener, (struct sockaddr *)&address, sizeof address), 0);
    cr_assert_eq(listen(listener, 64), 0);
    cr_assert_eq(getsockname(listener, (struct sockaddr *)&address, &len), 0);
    *ret_port = ntohs(address.sin_port);
    return listener;
}

/* Bytes of one request, or NULL when the peer went away. */
static inline char *su_receive(int fd, size_t *ret_len, size_t *ret_head) {
    enum { CAP = 4 * 1024 * 1024 };
    char *const text = malloc(CAP);
    size_t len = 0;
    size_t want = 0;
    cr_assert_not_null(text);
    while (len < CAP - 1 && (want == 0 || len < want)) {
        const ssize_t got = recv(fd, text + len, CAP - 1 - len, 0);
        if (got <= 0) {
            free(text);
            return NULL;
        }
        len += (size_t)got;
        const size_t end = want != 0 ? SIZE_MAX : su_find(text, len, "\r\n\r\n");
        if (end == SIZE_MAX) { continue; }
        *ret_head = end + 4;
        want = *ret_head;
        for (const char *at = text; at < text + end; at++) {
            if (*at == '\n' && strncasecmp(at + 1, "content-length:", 15) == 0) {
                want += strtoul(at + 16, NULL, 10);
            }
            if (*at == '\n' && strncasecmp(at + 1, "expect:", 7) == 0) {
                (void)send(fd, "HTTP/1.1 100 Continue\r\n\r\n", 25, MSG_NOSIGNAL);
            }
        }
    }
    *ret_len = len;
    return text;
}

static inline void su_parse(const char *text, size_t len, size_t head, su_request *request) {
    const char *at = text;
    const char *const space = memchr(at, ' ', head);
    const char *const second = memchr(space + 1, ' ', head - (size_t)(space + 1 - text));
    request->method = (pl_bytes){(const uint8_t *)at, (size_t)(space - at)};
    request->target = (pl_bytes){(const uint8_t *)space + 1, (size_t)(second - space - 1)};
    at = strstr(second, "\r\n") + 2;
    while (at < text + head - 2 && request->header_count < SU_HEADER_COUNT_MAX) {
        const char *const end = strstr(at, "\r\n");
        const char *const colon = memchr(at, ':', (size_t)(end - at));
        const char *value = colon + 1;
        value += strspn(value, " ");
        request->headers[request->header_count++] =
            (su_header){{(const uint8_t *)at, (size_t)(colon - at)},
                        {(const uint8_t *)value, value > end ? 0 : (size_t)(end - value)}};
        at = end + 2;
    }
    request->body = (pl_bytes){(const uint8_t *)text + head, len - head};
}

static inline void su_send(int fd, const char *data, size_t len) {
    while (len > 0) {
        const ssize_t sent = send(fd, data, len, MSG_NOSIGNAL);
        if (sent <= 0) { return; }
        data += sent;
        len -= (size_t)sent;
    }
}

static inline void su_serve_one(su_server *server, int fd) {
    size_t len = 0;
    size_t head_len = 0;
    char *const text = su_receive(fd, &len, &head_len);
    if (text == NULL) { return; }
    text[len] = '\0';
    su_request request = {.serial = ++server->serial};
    su_parse(text, len, head_len, &request);
    pl_arena arena = {0};
    const su_answer answer = server->handler(server->user, &request, &arena);
    if (answer.status != 0) {
        const bool bodiless = su_is(request.method, "HEAD");
        const char *const head = pl_arena_printf(
            &arena, "HTTP/1.1 %d X\r\nConnection: close\r\nContent-Length: %zu\r\n%s%s%s%s\r\n",
            answer.status, answer.body.len,
            answer.type == NULL ? "" : "Content-Type: ", answer.type == NULL ? "" : answer.type,
            answer.type == NULL ? "" : "\r\n", answer.header == NULL ? "" : answer.header);
        cr_assert_not_null(head);
        su_send(fd, head, strlen(head));
        if (!bodiless) { su_send(fd, (const char *)answer.body.ptr, answer.body.len); }
    }
    pl_arena_done(&arena);
    free(text);
}

static inline void *su_loop(void *user) {
    su_server *const server = user;
    while (!atomic_load(&server->stop)) {
        const int fd = accept(server->listener, NULL, NULL);
        if (fd < 0) { continue; }
        const struct timeval limit = {.tv_sec = 5};
        (void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        su_serve_one(server, fd);
        close(fd);
    }
    return NULL;
}

static inline void su_start(su_server *server, su_handler *handler, void *user) {
    uint16_t port = 0;
    *server = (su_server){.handler = handler, .user = user};
    server->listener = su_listen(&port);
    snprintf(server->base_url, sizeof server->base_url, "http://127.0.0.1:%u", (unsigned)port);
    cr_assert_eq(pthread_create(&server->thread, NULL, su_loop, server), 0);
}

static inline void su_stop(su_server *server) {
    atomic_store(&server->stop, true);
    (void)shutdown(server->listener, SHUT_RDWR); /* wakes accept */
    cr_assert_eq(pthread_join(server->thread, NULL), 0);
    close(server->listener);
}

static inline su_answer su_json(int status, const char *body) {
    return (su_answer){.status = status, .type = "application/json", .body = pl_bytes_of(body)};
}

#endif
