/* A request as options of a libcurl handle: nothing added, nothing changed on its way to the
 * wire. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "http/http_internal.h"
#include "text/uri.h"

/* --- where to ------------------------------------------------------------------------------- */

static bool is_loopback(pl_bytes host, pl_uri_host kind) {
    static const pl_bytes net = PL_BYTES_LIT("127.");
    static const pl_bytes names[] = {PL_BYTES_LIT("localhost"), PL_BYTES_LIT("[::1]")};
    if (kind == PL_URI_HOST_IPV4) {
        return host.len > net.len && memcmp(host.ptr, net.ptr, net.len) == 0;
    }
    for (size_t i = 0; i < PL_COUNT(names); i++) {
        if (host.len == names[i].len &&
            strncasecmp((const char *)host.ptr, (const char *)names[i].ptr, host.len) == 0) {
            return true;
        }
    }
    return false;
}

/* The port as a number, the scheme's where none is written; 0: none that can be called. */
static unsigned port_of(const pl_uri *uri) {
    enum { HTTP_PORT = 80, HTTPS_PORT = 443, PORT_MAX = 65535 };
    static const pl_bytes https = PL_BYTES_LIT("https");
    unsigned port = 0;
    if (!uri->has_port || uri->port.len == 0) {
        return uri->scheme.len == https.len ? HTTPS_PORT : HTTP_PORT;
    }
    for (size_t i = 0; i < uri->port.len && port <= PORT_MAX; i++) {
        assert(uri->port.ptr[i] >= '0' && uri->port.ptr[i] <= '9'); /* RFC 3986 section 3.2.3 */
        port = port * 10 + (unsigned)(uri->port.ptr[i] - '0');
    }
    return port <= PORT_MAX ? port : 0;
}

/* An escape in the host is shown decoded: then libcurl's words are not compared. */
static pl_status peer_of(const pl_uri *uri, unsigned port, char **ret_peer) {
    pl_bytes host = uri->host;
    if (memchr(host.ptr, '%', host.len) != NULL) { return PL_OK; }
    if (host.ptr[0] == '[') { host = (pl_bytes){host.ptr + 1, host.len - 2}; }
    const size_t cap = host.len + sizeof " port 65535 ";
    char *peer = malloc(cap);
    if (peer == NULL) { return PL_E_MEMORY; }
    (void)snprintf(peer, cap, "%.*s port %u ", (int)host.len, (const char *)host.ptr, port);
    *ret_peer = peer;
    return PL_OK;
}

pl_status pl_http_origin_init(pl_http_origin *origin, const char *base_url) {
    assert(origin != NULL && base_url != NULL);
    pl_bytes text = pl_bytes_of(base_url);
    pl_uri uri;
    if (pl_uri_parse(text, &uri, NULL) != PL_OK) { return PL_E_ARGUMENT; }
    const bool has_host = uri.host_kind != PL_URI_HOST_NONE && uri.host_kind != PL_URI_HOST_EMPTY;
    if (!pl_uri_is_web(&uri) || !has_host) { return PL_E_ARGUMENT; }
    if (uri.has_userinfo || uri.has_query || uri.has_fragment) { return PL_E_ARGUMENT; }
    const unsigned port = port_of(&uri);
    if (port == 0) { return PL_E_RANGE; }
    const size_t prefix_at = text.len - uri.path.len; /* the path stands last */
    while (text.len > prefix_at && text.ptr[text.len - 1] == '/') { text.len--; }
    char *copy = strndup(base_url, text.len);
    if (copy == NULL) { return PL_E_MEMORY; }
    *origin = (pl_http_origin){copy, copy + prefix_at, is_loopback(uri.host, uri.host_kind), NULL};
    return origin->loopback ? PL_OK : peer_of(&uri, port, &origin->peer);
}

void pl_http_origin_done(pl_http_origin *origin) {
    assert(origin != NULL);
    free(origin->base_url);
    free(origin->peer);
    *origin = (pl_http_origin){0};
}

/* --- may it be sent ------------------------------------------------------------------------- */

static bool is_alnum(char byte) {
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= 'a' && byte <= 'z');
}

/* RFC 9110 section 5.6.2 */
static bool is_token(const char *text) {
    if (text == NULL || text[0] == '\0') { return false; }
    for (const char *at = text; *at != '\0'; at++) {
        if (!is_alnum(*at) && strchr("!#$%&'*+-.^_`|~", *at) == NULL) { return false; }
    }
    return true;
}

/* A space or a line end would make two of the request line. */
static bool is_target(const char *text) {
    if (text == NULL || text[0] != '/') { return false; }
    for (const char *at = text; *at != '\0'; at++) {
        if ((unsigned char)*at <= ' ' || *at == 0x7F) { return false; }
    }
    return true;
}

bool pl_http_field_value_valid(const char *text) {
    return text != NULL && strpbrk(text, "\r\n") == NULL;
}

/* Methods are case-sensitive. */
static bool is_head(const char *method) {
    return strcmp(method, "HEAD") == 0;
}

bool pl_http_request_valid(const pl_http_request *request) {
    assert(request != NULL);
    assert(request->headers != NULL || request->header_count == 0);
    if (!is_token(request->method) || !is_target(request->target)) { return false; }
    if (request->has_body && is_head(request->method)) { return false; } /* libcurl would drop it */
    for (size_t i = 0; i < request->header_count; i++) {
        const pl_http_header *header = &request->headers[i];
        if (!is_token(header->name) || !pl_http_field_value_valid(header->value)) { return false; }
    }
    return true;
}

/* --- libcurl's options ---------------------------------------------------------------------- */

static bool has_header(const pl_http_request *request, const char *name) {
    for (size_t i = 0; i < request->header_count; i++) {
        if (strcasecmp(request->headers[i].name, name) == 0) { return true; }
    }
    return false;
}

static pl_status add_line(pl_http_slot *slot, const char *name, const char *separator,
                          const char *value) {
    const char *const parts[] = {name, separator, value};
    slot->scratch.len = 0;
    for (size_t i = 0; i < PL_COUNT(parts); i++) {
        const pl_status status = pl_http_buffer_add_text(&slot->scratch, parts[i]);
        if (status != PL_OK) { return status; }
    }
    struct curl_slist *lines = curl_slist_append(slot->lines, slot->scratch.ptr);
    if (lines == NULL) { return PL_E_MEMORY; }
    slot->lines = lines;
    return PL_OK;
}

/* libcurl's spelling: "Name: value"; "Name;" is an empty value; "Name:" takes its own header
 * away. */
static pl_status set_headers(pl_http_slot *slot, const char *user_agent) {
    static const char *const defaults[] = {"Accept", "Content-Type", "Expect"};
    const pl_http_request *request = slot->request;
    pl_status status = PL_OK;
    assert(slot->lines == NULL);
    for (size_t i = 0; i < request->header_count && status == PL_OK; i++) {
        const pl_http_header *header = &request->headers[i];
        const bool empty = header->value[strspn(header->value, " \t\v\f")] == '\0';
        status = add_line(slot, header->name, empty ? ";" : ": ", empty ? "" : header->value);
    }
    for (size_t i = 0; i < PL_COUNT(defaults) && status == PL_OK; i++) {
        if (!has_header(request, defaults[i])) { status = add_line(slot, defaults[i], ":", ""); }
    }
    if (status == PL_OK && user_agent != NULL && !has_header(request, "User-Agent")) {
        status = add_line(slot, "User-Agent", ": ", user_agent);
    }
    if (status != PL_OK) { return status; }
    return curl_easy_setopt(slot->easy, CURLOPT_HTTPHEADER, slot->lines) == CURLE_OK ? PL_OK
                                                                                     : PL_E_MEMORY;
}

typedef struct text_option {
    CURLoption option;
    const char *text;
} text_option;

typedef struct number_option {
    CURLoption option;
    long number;
} number_option;

static pl_status set_texts(CURL *easy, const text_option *options, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (curl_easy_setopt(easy, options[i].option, options[i].text) != CURLE_OK) {
            return PL_E_MEMORY;
        }
    }
    return PL_OK;
}

static pl_status set_numbers(CURL *easy, const number_option *options, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (curl_easy_setopt(easy, options[i].option, options[i].number) != CURLE_OK) {
            return PL_E_MEMORY;
        }
    }
    return PL_OK;
}

/* Would libcurl leave this path alone? It rewrites %2f, drops '#', escapes bytes above 0x7F. */
static bool is_plain(const char *path) {
    for (const char *at = path; *at != '\0'; at++) {
        if (!is_alnum(*at) && strchr("-._~/", *at) == NULL) { return false; }
    }
    return true;
}

/* A plain target is part of the URL, so that libcurl can write the absolute form that a proxy
 * needs; another one is put on the request line by force, which works through a proxy only in a
 * tunnel. */
static pl_status set_target(pl_http_slot *slot, const pl_http_origin *origin) {
    pl_http_buffer *scratch = &slot->scratch;
    const bool plain = is_plain(slot->request->target) && is_plain(origin->prefix);
    const text_option proxy[] = {{CURLOPT_PROXY, ""}};
    const number_option tunnel[] = {{CURLOPT_HTTPPROXYTUNNEL, plain ? 0 : 1}};
    scratch->len = 0;
    pl_status status = pl_http_buffer_add_text(scratch, origin->base_url);
    if (status != PL_OK) { return status; }
    status = pl_http_buffer_add_text(scratch, plain ? slot->request->target : "/");
    if (status != PL_OK) { return status; }
    const text_option url[] = {{CURLOPT_URL, scratch->ptr}};
    status = set_texts(slot->easy, url, PL_COUNT(url));
    if (status != PL_OK) { return status; }
    status = set_numbers(slot->easy, tunnel, PL_COUNT(tunnel));
    if (status != PL_OK) { return status; }
    if (origin->loopback) { status = set_texts(slot->easy, proxy, PL_COUNT(proxy)); }
    if (plain || status != PL_OK) { return status; }
    scratch->len = 0;
    status = pl_http_buffer_add_text(scratch, origin->prefix);
    if (status == PL_OK) { status = pl_http_buffer_add_text(scratch, slot->request->target); }
    if (status != PL_OK) { return status; }
    const text_option target[] = {{CURLOPT_REQUEST_TARGET, scratch->ptr}};
    return set_texts(slot->easy, target, PL_COUNT(target));
}

static pl_status set_body(pl_http_slot *slot) {
    const pl_http_request *request = slot->request;
    CURLcode code =
        curl_easy_setopt(slot->easy, CURLOPT_NOBODY, is_head(request->method) ? 1L : 0L);
    if (code != CURLE_OK) { return PL_E_MEMORY; }
    if (request->has_body) {
        const curl_off_t len = (curl_off_t)request->body.len;
        code = curl_easy_setopt(slot->easy, CURLOPT_POSTFIELDSIZE_LARGE, len);
        if (code != CURLE_OK) { return PL_E_MEMORY; }
        const char *bytes = request->body.len == 0 ? "" : (const char *)request->body.ptr;
        code = curl_easy_setopt(slot->easy, CURLOPT_POSTFIELDS, bytes); /* not copied */
        if (code != CURLE_OK) { return PL_E_MEMORY; }
    }
    code = curl_easy_setopt(slot->easy, CURLOPT_CUSTOMREQUEST, request->method);
    return code == CURLE_OK ? PL_OK : PL_E_MEMORY;
}

/* libcurl has a connection and is about to send. */
static int count_send(void *ctx, char *remote, char *local, int remote_port, int local_port) {
    (void)remote;
    (void)local;
    (void)remote_port;
    (void)local_port;
    ((pl_http_slot *)ctx)->send_count++;
    return CURL_PREREQFUNC_OK;
}

static pl_status set_callbacks(pl_http_slot *slot) {
    CURL *easy = slot->easy;
    const CURLcode codes[] = {
        curl_easy_setopt(easy, CURLOPT_PRIVATE, slot),
        curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, slot->error),
        curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, pl_http_answer_header_line),
        curl_easy_setopt(easy, CURLOPT_HEADERDATA, &slot->answer),
        curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, pl_http_answer_body_bytes),
        curl_easy_setopt(easy, CURLOPT_WRITEDATA, &slot->answer),
        curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, count_send),
        curl_easy_setopt(easy, CURLOPT_PREREQDATA, slot),
    };
    for (size_t i = 0; i < PL_COUNT(codes); i++) {
        if (codes[i] != CURLE_OK) { return PL_E_MEMORY; }
    }
    return PL_OK;
}

pl_status pl_http_slot_prepare(pl_http_slot *slot, const pl_http_common *common) {
    assert(slot != NULL && slot->easy != NULL && slot->request != NULL && common != NULL);
    const text_option texts[] = {
        {CURLOPT_PROTOCOLS_STR, "http,https"},
        {CURLOPT_CAINFO, common->ca_file},
        {CURLOPT_CAPATH, NULL},
    };
    const number_option numbers[] = {
        {CURLOPT_NOSIGNAL, 1},
        {CURLOPT_PATH_AS_IS, 1},
        {CURLOPT_FOLLOWLOCATION, 0},
        {CURLOPT_SUPPRESS_CONNECT_HEADERS, 1},
        {CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1},
        {CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2},
        {CURLOPT_SSL_VERIFYPEER, 1},
        {CURLOPT_SSL_VERIFYHOST, 2},
        {CURLOPT_TIMEOUT_MS, slot->timeout_ms},
        {CURLOPT_CONNECTTIMEOUT_MS, common->connect_timeout_ms},
        {CURLOPT_FRESH_CONNECT, slot->repeated ? 1 : 0},
    };
    pl_http_answer_reset(&slot->answer);
    slot->error[0] = '\0';
    slot->send_count = 0;
    curl_slist_free_all(slot->lines);
    slot->lines = NULL;
    curl_easy_reset(slot->easy); /* keeps connections; forgets every option */
    pl_status status = set_callbacks(slot);
    if (status != PL_OK) { return status; }
    status = set_numbers(slot->easy, numbers, PL_COUNT(numbers));
    if (status != PL_OK) { return status; }
    /* Without a file of the user's, libcurl's own defaults stay. */
    status = set_texts(slot->easy, texts, common->ca_file == NULL ? 1 : PL_COUNT(texts));
    if (status != PL_OK) { return status; }
    status = set_target(slot, &common->origin);
    if (status != PL_OK) { return status; }
    status = set_body(slot);
    if (status != PL_OK) { return status; }
    return set_headers(slot, common->user_agent);
}
