#include <criterion/criterion.h>
#include <string.h>

#include "http/http_internal.h"

struct failure_case {
    const char *name;
    CURLcode code;
    long connect_status;
    const char *text;
    pl_http_failure want;
};

/* clang-format off */
static const struct failure_case cases[] = {
    {"ok",             CURLE_OK,                       0,   "",   PL_HTTP_ANSWERED},
    {"ok-tunnelled",   CURLE_OK,                       200, "",   PL_HTTP_ANSWERED},
    {"name",           CURLE_COULDNT_RESOLVE_HOST,     0,   "",   PL_HTTP_DNS},
    {"proxy-name",     CURLE_COULDNT_RESOLVE_PROXY,    0,   "",   PL_HTTP_PROXY},
    {"proxy",          CURLE_PROXY,                    0,   "",   PL_HTTP_PROXY},
    {"connect",        CURLE_COULDNT_CONNECT,          0,   "",   PL_HTTP_REFUSED},
    {"tls",            CURLE_SSL_CONNECT_ERROR,        0,   "",   PL_HTTP_TLS},
    {"certificate",    CURLE_PEER_FAILED_VERIFICATION, 0,   "",   PL_HTTP_TLS},
    {"ca-file",        CURLE_SSL_CACERT_BADFILE,       0,   "",   PL_HTTP_TLS},
    {"time",           CURLE_OPERATION_TIMEDOUT,       0,   "",   PL_HTTP_TIMEOUT},
    {"nothing",        CURLE_GOT_NOTHING,              0,   "",   PL_HTTP_CLOSED},
    {"part",           CURLE_PARTIAL_FILE,             0,   "",   PL_HTTP_CLOSED},
    {"receive",        CURLE_RECV_ERROR,               0,   "Recv failure: Connection reset by peer", PL_HTTP_CLOSED},
    {"receive-tunnel", CURLE_RECV_ERROR,               200, "",   PL_HTTP_CLOSED},
    {"chunk",          CURLE_RECV_ERROR,               0,   "Problem in chunked-encoding", PL_HTTP_PROTOCOL},
    {"proxy-refuses",  CURLE_RECV_ERROR,               407, "",   PL_HTTP_PROXY},
    {"send",           CURLE_SEND_ERROR,               0,   "",   PL_HTTP_CLOSED},
    {"weird",          CURLE_WEIRD_SERVER_REPLY,       0,   "",   PL_HTTP_PROTOCOL},
    {"http-0.9",       CURLE_UNSUPPORTED_PROTOCOL,     0,   "",   PL_HTTP_PROTOCOL},
    {"size",           CURLE_FILESIZE_EXCEEDED,        0,   "",   PL_HTTP_TOO_LARGE},
    {"unlisted",       CURLE_LDAP_CANNOT_BIND,         0,   "",   PL_HTTP_OTHER},
};
/* clang-format on */

Test(http_failure, kinds, .timeout = 10) {
    bool seen[PL_HTTP_FAILURE_COUNT] = {false};
    for (size_t i = 0; i < PL_COUNT(cases); i++) {
        const struct failure_case *c = &cases[i];
        const pl_http_failure got = pl_http_failure_of(c->code, c->connect_status, c->text);
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
