#include <assert.h>

#include "schema/facets_internal.h"

/* Stands in for what is not ASCII: unreserved, but neither a letter of a scheme nor a hex digit, which an IRI keeps
 * to ASCII as well.                                                                    RFC 3987 section 2.2 */
enum { UNRESERVED = '~' };

pl_status pl_instance_uri(pl_instance *instance) {
    if (instance->has_uri) { return PL_OK; }
    pl_bytes text;
    const pl_status status =
        pl_instance_ascii(instance, UNRESERVED, &text, &instance->uri_non_ascii);
    instance->uri_status = status;
    if (status != PL_OK) { return status; }
    instance->uri_status = pl_uri_parse(text, &instance->uri, NULL);
    instance->has_uri = true;
    return PL_OK;
}

/* What the facets below look at; NULL when the instance is no URI at all, which `format` says. */
static pl_status parsed(pl_instance *instance, const pl_uri **ret_uri) {
    const pl_status status = pl_instance_uri(instance);
    *ret_uri = status == PL_OK && instance->uri_status == PL_OK ? &instance->uri : NULL;
    return status;
}

pl_status pl_check_uri_scheme(pl_instance *instance, const pl_facet *facet, bool *ret_broken) {
    assert(facet->keyword == PL_KEYWORD_URI_SCHEME);
    const pl_uri *uri;
    const pl_status status = parsed(instance, &uri);
    *ret_broken = uri != NULL && !pl_uri_is_web(uri);
    return status;
}

pl_status pl_check_uri_userinfo(pl_instance *instance, const pl_facet *facet, bool *ret_broken) {
    assert(facet->keyword == PL_KEYWORD_URI_USERINFO);
    const pl_uri *uri;
    const pl_status status = parsed(instance, &uri);
    *ret_broken = uri != NULL && uri->has_userinfo;
    return status;
}

pl_status pl_check_uri_host(pl_instance *instance, const pl_facet *facet, bool *ret_broken) {
    assert(facet->keyword == PL_KEYWORD_URI_HOST);
    const pl_uri *uri;
    const pl_status status = parsed(instance, &uri);
    *ret_broken = uri != NULL && uri->host_kind != PL_URI_HOST_NAME;
    return status;
}

pl_status pl_check_uri_port(pl_instance *instance, const pl_facet *facet, bool *ret_broken) {
    assert(facet->keyword == PL_KEYWORD_URI_PORT);
    const pl_uri *uri;
    const pl_status status = parsed(instance, &uri);
    *ret_broken = uri != NULL && uri->has_port;
    return status;
}

pl_status pl_check_uri_non_ascii(pl_instance *instance, const pl_facet *facet, bool *ret_broken) {
    assert(facet->keyword == PL_KEYWORD_URI_NON_ASCII);
    const pl_uri *uri;
    const pl_status status = parsed(instance, &uri);
    *ret_broken = uri != NULL && instance->uri_non_ascii;
    return status;
}
