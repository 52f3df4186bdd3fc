#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "http/http_internal.h"

struct failure_case {
    const char *name;
    CURLcode code;
    long connect_status;
    const char *text;
    pl_http_failure want;
    long os_error;
    const char *peer; /* NULL: not looked at */
};

/* clang-format off */
static const struct failure_case cases[] = {
    {"ok",             CURLE_OK,                       0,   "",   PL_HTTP_ANSWERED, 0, NULL},
    {"ok-tunnelled",   CURLE_OK,                       200, "",   PL_HTTP_ANSWERED, 0, NULL},
    {"name",           CURLE_COULDNT_RESOLVE_HOST,     0,   "",   PL_HTTP_DNS, 0, NULL},
    {"proxy-name",     CURLE_COULDNT_RESOLVE_PROXY,    0,   "",   PL_HTTP_PROXY, 0, NULL},
    {"proxy",          CURLE_PROXY,                    0,   "",   PL_HTTP_PROXY, 0, NULL},
    {"connect",        CURLE_COULDNT_CONNECT,          0,   "",   PL_HTTP_REFUSED, 0, NULL},
    {"tls",            CURLE_SSL_CONNECT_ERROR,        0,   "",   PL_HTTP_TLS, 0, NULL},
    {"certificate",    CURLE_PEER_FAILED_VERIFICATION, 0,   "",   PL_HTTP_TLS, 0, NULL},
    {"ca-file",        CURLE_SSL_CACERT_BADFILE,       0,   "",   PL_HTTP_TLS, 0, NULL},
    {"time",           CURLE_OPERATION_TIMEDOUT,       0,   "",   PL_HTTP_TIMEOUT, 0, NULL},
    {"nothing",        CURLE_GOT_NOTHING,              0,   "",   PL_HTTP_CLOSED, 0, NULL},
    {"part",           CURLE_PARTIAL_FILE,             0,   "",   PL_HTTP_CLOSED, 0, NULL},
    {"receive",        CURLE_RECV_ERROR,               0,   "Recv failure: Connection reset by peer", PL_HTTP_CLOSED, 0, NULL},
    {"receive-tunnel", CURLE_RECV_ERROR,               200, "",   PL_HTTP_CLOSED, 0, NULL},
    {"chunk",          CURLE_RECV_ERROR,               0,   "Problem in chunked-encoding", PL_HTTP_PROTOCOL, 0, NULL},
    {"proxy-refuses",  CURLE_RECV_ERROR,               407, "",   PL_HTTP_PROXY, 0, NULL},
    {"send",           CURLE_SEND_ERROR,               0,   "",   PL_HTTP_CLOSED, 0, NULL},
    {"weird",          CURLE_WEIRD_SERVER_REPLY,       0,   "",   PL_HTTP_PROTOCOL, 0, NULL},
    {"http-0.9",       CURLE_UNSUPPORTED_PROTOCOL,     0,   "",   PL_HTTP_PROTOCOL, 0, NULL},
    {"size",           CURLE_FILESIZE_EXCEEDED,        0,   "",   PL_HTTP_TOO_LARGE, 0, NULL},
    {"unlisted",       CURLE_LDAP_CANNOT_BIND,         0,   "",   PL_HTTP_OTHER, 0, NULL},
    {"refused",        CURLE_COULDNT_CONNECT,          0,   "",   PL_HTTP_REFUSED, ECONNREFUSED, NULL},
    {"no-route",       CURLE_COULDNT_CONNECT,          0,   "",   PL_HTTP_UNREACHABLE, ENETUNREACH, NULL},
    {"peer-refuses",   CURLE_COULDNT_CONNECT,          0,   "Failed to connect to API.test port 80 after 0 ms: no", PL_HTTP_REFUSED, ECONNREFUSED, "api.test port 80 "},
    {"proxy-is-down",  CURLE_COULDNT_CONNECT,          0,   "Failed to connect to proxy.test port 80 after 0 ms: no", PL_HTTP_PROXY, ECONNREFUSED, "api.test port 80 "},
    {"proxy-port",     CURLE_COULDNT_CONNECT,          0,   "Failed to connect to api.test port 8080 after 0 ms: no", PL_HTTP_PROXY, ECONNREFUSED, "api.test port 80 "},
    {"other-words",    CURLE_COULDNT_CONNECT,          0,   "Couldn't connect to server", PL_HTTP_REFUSED, 0, "api.test port 80 "},
};
/* clang-format on */

Test(http_failure, kinds, .timeout = 10) {
    bool seen[PL_HTTP_FAILURE_COUNT] = {[PL_HTTP_EXPIRED] = true}; /* libcurl never hears of it */
    for (size_t i = 0; i < PL_COUNT(cases); i++) {
        const struct failure_case *c = &cases[i];
        const pl_http_ending ending = {c->code, c->connect_status, c->os_error, c->text, c->peer};
        const pl_http_failure got = pl_http_failure_of(&ending);
        cr_assert_eq(got, c->want, "%s: %s", c->name, pl_http_failure_text(got));
        seen[got] = true;
    }
    for (size_t i = 0; i < PL_HTTP_FAILURE_COUNT; i++) {
        cr_assert(seen[i], "%s: no case", pl_http_failure_text((pl_http_failure)i));
    }
}

Test(http_failure, texts_differ, .timeout = 10) {
    for (size_t i = 0; i < PL_HTTP_FAILURE_COUNT; i++) {
        const char *text = pl_http_failure_text((pl_http_failure)i);
        cr_assert_gt(strlen(text), 0, "failure %zu", i);
        for (size_t j = 0; j < i; j++) {
            cr_assert_str_neq(text, pl_http_failure_text((pl_http_failure)j), "%zu %zu", i, j);
        }
    }
}
