/* A server with a fault, for the tests of the command: it hands requests on to a sandbox and answers, and takes every
 * body that holds a certain text. One thread, one connection at a time. */
#ifndef PL_TESTS_CLI_FAULTY_H
#define PL_TESTS_CLI_FAULTY_H

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { FY_BYTES_MAX = 256 * 1024 };

typedef struct fy_server {
    int listener;
    uint16_t sandbox_port;
    const char *taken; /* a body that holds it is answered 200 */
    pthread_t thread;
    atomic_bool stop;
    char base_url[64];
} fy_server;

static inline void fy_send(int fd, const char *text, size_t len) {
    while (len > 0) {
        const ssize_t sent = send(fd, text, len, MSG_NOSIGNAL);
        if (sent <= 0) { return; }
        text += sent;
        len -= (size_t)sent;
    }
}

/* A whole message: to the end of its body, or of the connection. Returns its length; 0: nothing came. */
static inline size_t fy_receive(int fd, char *text) {
    size_t len = 0;
    size_t want = FY_BYTES_MAX - 1;
    while (len < want) {
        const ssize_t got = recv(fd, text + len, FY_BYTES_MAX - 1 - len, 0);
        if (got <= 0) { break; }
        len += (size_t)got;
        text[len] = '\0';
        const char *const end = strstr(text, "\r\n\r\n");
        if (end == NULL) { continue; }
        const char *const length = strcasestr(text, "\r\ncontent-length:");
        want = (size_t)(end - text) + 4;
        if (length != NULL && length < end) { want += strtoul(length + 17, NULL, 10); }
    }
    text[len] = '\0';
    return len;
}

static inline size_t fy_ask_sandbox(const fy_server *server, char *text, size_t len) {
    static const char close_line[] = "Connection: close\r\n";
    const struct sockaddr_in address = {.sin_family = AF_INET,
                                        .sin_port = htons(server->sandbox_port),
                                        .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const char *const second = strstr(text, "\r\n");
    if (fd < 0 || second == NULL) { return 0; }
    cr_assert_eq(connect(fd, (const struct sockaddr *)&address, sizeof address), 0);
    const size_t first_len = (size_t)(second - text) + 2;
    fy_send(fd, text, first_len);
    fy_send(fd, close_line, sizeof close_line - 1);
    fy_send(fd, text + first_len, len - first_len);
    const size_t got = fy_receive(fd, text);
    (void)close(fd);
    return got;
}

static inline void fy_serve(fy_server *server, int fd, char *text) {
    static const char taken[] =
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json\r\n"
        "Content-Length: 39\r\n\r\n"
        "{\"status\":200,\"success\":true,\"data\":{}}";
    size_t len = fy_receive(fd, text);
    if (len == 0) { return; }
    const bool takes = strncmp(text, "POST ", 5) == 0 && strstr(text, server->taken) != NULL;
    len = takes ? 0 : fy_ask_sandbox(server, text, len);
    fy_send(fd, takes ? taken : text, takes ? sizeof taken - 1 : len);
}

static inline void *fy_loop(void *user) {
    fy_server *const server = user;
    char *const text = malloc(FY_BYTES_MAX);
    while (text != NULL && !atomic_load(&server->stop)) {
        const int fd = accept(server->listener, NULL, NULL);
        if (fd < 0) { continue; }
        fy_serve(server, fd, text);
        (void)close(fd);
    }
    free(text);
    return NULL;
}

static inline void fy_start(fy_server *server, const char *sandbox_url, const char *taken) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof address;
    *server = (fy_server){.taken = taken};
    server->sandbox_port = (uint16_t)strtoul(strrchr(sandbox_url, ':') + 1, NULL, 10);
    server->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    cr_assert_geq(server->listener, 0);
    cr_assert_eq(bind(server->listener, (struct sockaddr *)&address, sizeof address), 0);
    cr_assert_eq(listen(server->listener, 64), 0);
    cr_assert_eq(getsockname(server->listener, (struct sockaddr *)&address, &len), 0);
    (void)snprintf(server->base_url, sizeof server->base_url, "http://127.0.0.1:%u",
                   (unsigned)ntohs(address.sin_port));
    cr_assert_eq(pthread_create(&server->thread, NULL, fy_loop, server), 0);
}

static inline void fy_stop(fy_server *server) {
    atomic_store(&server->stop, true);
    (void)shutdown(server->listener, SHUT_RDWR); /* wakes accept */
    cr_assert_eq(pthread_join(server->thread, NULL), 0);
    (void)close(server->listener);
}

#endif
