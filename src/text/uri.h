/* URI with a scheme; ASCII only, as the grammar demands.                   RFC 3986 appendix A */
#ifndef PL_TEXT_URI_H
#define PL_TEXT_URI_H

#include "text/base.h"

typedef enum pl_uri_host {
    PL_URI_HOST_NONE,  /* no authority */
    PL_URI_HOST_EMPTY, /* "//" and nothing */
    PL_URI_HOST_NAME,  /* reg-name */
    PL_URI_HOST_IPV4,
    PL_URI_HOST_IP_LITERAL, /* [IPv6] or [vFuture] */
    PL_URI_HOST_COUNT
} pl_uri_host;

/* Views into the input; a component that is absent has has_x false and an empty view. */
typedef struct pl_uri {
    pl_bytes scheme;
    pl_bytes userinfo;
    pl_bytes host; /* brackets included for an IP literal */
    pl_bytes port;
    pl_bytes path;
    pl_bytes query;
    pl_bytes fragment;
    pl_uri_host host_kind;
    bool has_userinfo;
    bool has_port; /* also "host:" with nothing after it */
    bool has_query;
    bool has_fragment;
} pl_uri;

/* Parse `URI` (not `URI-reference`: a relative reference fails).
 * Fails: PL_E_SYNTAX (reterr_at: offset of the first byte that cannot belong), PL_E_SIZE.
 * reterr_at may be NULL. O(in.len), no allocation. */
PL_MUST_USE pl_status pl_uri_parse(pl_bytes in, pl_uri *ret_uri, size_t *reterr_at);

/* http or https, any case.                                                  RFC 3986 section 3.1 */
bool pl_uri_is_web(const pl_uri *uri);

/* An ordinary web address: http:// or https:// in lower case, a host that is a name and starts with a letter, neither
 * user information nor port, any path, query and fragment, at most PL_URI_BYTES_MAX bytes. False tells nothing: others
 * are URIs too, and this does not say which. Quicker than a parse. O(in.len). */
bool pl_uri_is_ordinary(pl_bytes in);

#endif
