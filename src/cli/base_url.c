#include "cli/base_url.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cli/cli.h"
#include "contract/contract.h"
#include "text/uri.h"

static const char command[] = "run";

/* The host without the dots at its end: "a.example." is "a.example".                RFC 1034
 * section 3.1 */
static pl_bytes host_of(const pl_uri *uri) {
    pl_bytes host = uri->host;
    while (host.len > 0 && host.ptr[host.len - 1] == '.') { host.len--; }
    return host;
}

static bool is_name(pl_bytes host, const char *name) {
    const size_t len = strlen(name);
    return host.len == len && strncasecmp((const char *)host.ptr, name, len) == 0;
}

static bool ends_with(pl_bytes host, const char *end) {
    const size_t len = strlen(end);
    return host.len > len && is_name((pl_bytes){host.ptr + host.len - len, len}, end);
}

static bool is_loopback(const pl_uri *uri) {
    static const char ipv4[] = "127.";
    const pl_bytes host = host_of(uri);
    switch (uri->host_kind) {
    case PL_URI_HOST_IPV4:
        return host.len > sizeof ipv4 - 1 && memcmp(host.ptr, ipv4, sizeof ipv4 - 1) == 0;
    case PL_URI_HOST_IP_LITERAL:
        return is_name(host, "[::1]");
    case PL_URI_HOST_NAME:
        return is_name(host, "localhost") || ends_with(host, ".localhost");
    case PL_URI_HOST_NONE:
    case PL_URI_HOST_EMPTY:
    case PL_URI_HOST_COUNT:
        break;
    }
    return false;
}

/* What is wrong with the address, or NULL. */
static const char *fault_of(const pl_uri *uri) {
    const pl_bytes host = host_of(uri);
    if (!pl_uri_is_web(uri)) { return "it must start with http:// or https://"; }
    if (host.len == 0) { return "it names no host"; }
    if (uri->has_userinfo) { return "user names and passwords have no place in it"; }
    if (memchr(host.ptr, '%', host.len) != NULL) {
        /* libcurl would decode it, behind the back of the check for production. */
        return "its host must not be percent-encoded";
    }
    if (uri->has_query || uri->has_fragment) {
        return "it must end with the host, the port or a path";
    }
    return NULL;
}

bool pl_base_url_take(const char *origin, const char *text, bool allow_production, char **ret_url) {
    assert(origin != NULL && text != NULL);
    assert(ret_url != NULL);
    pl_uri uri;
    if (pl_uri_parse(pl_bytes_of(text), &uri, NULL) != PL_OK) {
        pl_cli_error(command, "%s is no URL. Write, for example, https://%s", origin,
                     PL_HOST_SANDBOX);
        return false;
    }
    const char *fault = fault_of(&uri);
    if (fault != NULL) {
        pl_cli_error(command, "%s cannot be used: %s. Write, for example, https://%s", origin,
                     fault, PL_HOST_SANDBOX);
        return false;
    }
    if (!allow_production && is_name(host_of(&uri), PL_HOST_PRODUCTION)) {
        pl_cli_error(command,
                     "%s is the production host %s; a run creates payment links there. Use %s, or "
                     "insist with --allow-production",
                     origin, PL_HOST_PRODUCTION, PL_HOST_SANDBOX);
        return false;
    }
    size_t len = strlen(text);
    while (len > 0 && text[len - 1] == '/') { len--; }
    char *url = strndup(text, len);
    if (url == NULL) {
        pl_cli_error(command, "out of memory");
        return false;
    }
    *ret_url = url;
    return true;
}

bool pl_base_url_is_exposed(const char *url) {
    pl_uri uri;
    if (pl_uri_parse(pl_bytes_of(url), &uri, NULL) != PL_OK) { return false; }
    return is_name(uri.scheme, "http") && !is_loopback(&uri);
}
