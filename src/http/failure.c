/* From libcurl's many reasons to the few that a person can act on. */
#include <assert.h>
#include <errno.h>
#include <string.h>
#include <strings.h>

#include "http/http_internal.h"

typedef struct failure_row {
    CURLcode code;
    const char *text; /* what libcurl's words must hold, or NULL: one code has several meanings */
    pl_http_failure failure;
} failure_row;

/* The first row that fits. What is not listed is PL_HTTP_OTHER. */
/* clang-format off */
static const failure_row failures[] = {
    {CURLE_COULDNT_RESOLVE_HOST,     NULL,               PL_HTTP_DNS},
    {CURLE_COULDNT_RESOLVE_PROXY,    NULL,               PL_HTTP_PROXY},
    {CURLE_PROXY,                    NULL,               PL_HTTP_PROXY},
    {CURLE_SSL_CONNECT_ERROR,        NULL,               PL_HTTP_TLS},
    {CURLE_PEER_FAILED_VERIFICATION, NULL,               PL_HTTP_TLS},
    {CURLE_SSL_CERTPROBLEM,          NULL,               PL_HTTP_TLS},
    {CURLE_SSL_CLIENTCERT,           NULL,               PL_HTTP_TLS},
    {CURLE_SSL_CIPHER,               NULL,               PL_HTTP_TLS},
    {CURLE_SSL_CACERT_BADFILE,       NULL,               PL_HTTP_TLS},
    {CURLE_SSL_ISSUER_ERROR,         NULL,               PL_HTTP_TLS},
    {CURLE_SSL_INVALIDCERTSTATUS,    NULL,               PL_HTTP_TLS},
    {CURLE_OPERATION_TIMEDOUT,       NULL,               PL_HTTP_TIMEOUT},
    {CURLE_RECV_ERROR,               "chunked-encoding", PL_HTTP_PROTOCOL},
    {CURLE_RECV_ERROR,               NULL,               PL_HTTP_CLOSED},
    {CURLE_SEND_ERROR,               NULL,               PL_HTTP_CLOSED},
    {CURLE_GOT_NOTHING,              NULL,               PL_HTTP_CLOSED},
    {CURLE_PARTIAL_FILE,             NULL,               PL_HTTP_CLOSED},
    {CURLE_WEIRD_SERVER_REPLY,       NULL,               PL_HTTP_PROTOCOL},
    {CURLE_UNSUPPORTED_PROTOCOL,     NULL,               PL_HTTP_PROTOCOL},
    {CURLE_BAD_CONTENT_ENCODING,     NULL,               PL_HTTP_PROTOCOL},
    {CURLE_FILESIZE_EXCEEDED,        NULL,               PL_HTTP_TOO_LARGE},
};
/* clang-format on */

static const char *const failure_texts[] = {
    [PL_HTTP_ANSWERED] = "answered",
    [PL_HTTP_DNS] = "host name not found",
    [PL_HTTP_REFUSED] = "cannot connect",
    [PL_HTTP_UNREACHABLE] = "the host cannot be reached",
    [PL_HTTP_TLS] = "TLS failed",
    [PL_HTTP_TIMEOUT] = "timed out",
    [PL_HTTP_CLOSED] = "connection closed before a whole answer",
    [PL_HTTP_PROTOCOL] = "the answer is not HTTP",
    [PL_HTTP_TOO_LARGE] = "the answer is too large",
    [PL_HTTP_PROXY] = "the proxy refused",
    [PL_HTTP_EXPIRED] = "not sent, the time was over",
    [PL_HTTP_OTHER] = "the exchange could not be made",
};
_Static_assert(PL_COUNT(failure_texts) == PL_HTTP_FAILURE_COUNT, "one text for each failure");

/* A proxy that does not listen looks like a server that does not, but for the name. */
static bool is_proxys(const pl_http_ending *ending) {
    static const char start[] = "Failed to connect to ";
    if (ending->peer == NULL || strncmp(ending->text, start, sizeof start - 1) != 0) {
        return false;
    }
    const char *const named = ending->text + sizeof start - 1;
    return strncasecmp(named, ending->peer, strlen(ending->peer)) != 0;
}

pl_http_failure pl_http_failure_of(const pl_http_ending *ending) {
    assert(ending != NULL && ending->text != NULL);
    if (ending->code == CURLE_OK) { return PL_HTTP_ANSWERED; }
    /* libcurl reports a proxy that refuses CONNECT as an ordinary receive error. */
    if (ending->connect_status != 0 && ending->connect_status / 100 != 2) { return PL_HTTP_PROXY; }
    if (ending->code == CURLE_COULDNT_CONNECT) {
        if (is_proxys(ending)) { return PL_HTTP_PROXY; }
        const bool refused = ending->os_error == 0 || ending->os_error == ECONNREFUSED;
        return refused ? PL_HTTP_REFUSED : PL_HTTP_UNREACHABLE;
    }
    for (size_t i = 0; i < PL_COUNT(failures); i++) {
        const failure_row *row = &failures[i];
        if (row->code == ending->code &&
            (row->text == NULL || strstr(ending->text, row->text) != NULL)) {
            return row->failure;
        }
    }
    return PL_HTTP_OTHER;
}

const char *pl_http_failure_text(pl_http_failure failure) {
    assert((unsigned)failure < PL_HTTP_FAILURE_COUNT);
    return failure_texts[failure];
}
