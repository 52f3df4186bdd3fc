/* URIs, RFC 3986 appendix A. Input: the text.
 * P1 no crash or over-read         P2 uriparser takes for a URI what we take, and finds the same parts
 * P3 the parts lie in the input, and recomposed they are the input
 * P4 a failed parse leaves the out-param alone; before the error stands the start of a URI, with its byte none
 * P5 without its fragment, or its query, a URI has the same other parts
 * P6 the web has two schemes, in any case   P7 an ordinary web address is a URI of which the stated facts hold */
#include "uri_oracle.h"

#include <ctype.h>
#include <strings.h>

/* The URI cut before its fragment, or before its query. */
static void check_cut(pl_bytes text, const pl_uri *uri) {
    pl_uri rest = *uri;
    pl_uri got;
    const size_t fragment_len = uri->has_fragment ? 1 + uri->fragment.len : 0;
    const size_t query_len = uri->has_query ? 1 + uri->query.len : 0;
    rest.has_fragment = false;
    rest.fragment.len = 0;
    FZ_CHECK(pl_uri_parse((pl_bytes){text.ptr, text.len - fragment_len}, &got, NULL) == PL_OK);
    FZ_CHECK(fz_same_uri(&got, &rest));
    rest.has_query = false;
    rest.query.len = 0;
    text.len -= fragment_len + query_len;
    FZ_CHECK(pl_uri_parse(text, &got, NULL) == PL_OK && fz_same_uri(&got, &rest));
}

static bool is_web(pl_bytes scheme) {
    return (scheme.len == 4 && strncasecmp((const char *)scheme.ptr, "http", 4) == 0) ||
           (scheme.len == 5 && strncasecmp((const char *)scheme.ptr, "https", 5) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fz_reader reader = {data, size};
    if (size > FZ_URI_BYTES_MAX) { return 0; }
    const pl_bytes text = fz_rest_copy(&reader);
    pl_uri uri = {.host_kind = PL_URI_HOST_COUNT};
    pl_uri other;
    size_t error_at = SIZE_MAX;
    const pl_status status = pl_uri_parse(text, &uri, &error_at);
    FZ_CHECK(fz_oracle_uri(text, &other) == (status == PL_OK)); /* P2 */
    if (status == PL_OK) {
        const pl_uri plain = fz_without_brackets(&uri);
        FZ_CHECK(fz_same_uri(&plain, &other) && error_at == SIZE_MAX);    /* P2 */
        fz_check_recomposed(&uri, text);                                  /* P3 */
        if (uri.has_query || uri.has_fragment) { check_cut(text, &uri); } /* P5 */
        FZ_CHECK(pl_uri_is_web(&uri) == is_web(uri.scheme));              /* P6 */
    } else {
        FZ_CHECK(status == PL_E_SYNTAX && uri.host_kind == PL_URI_HOST_COUNT);
        fz_check_error(text, error_at); /* P4 */
    }
    if (pl_uri_is_ordinary(text)) {
        FZ_CHECK(status == PL_OK && is_web(uri.scheme)); /* P7 */
        FZ_CHECK(memcmp(uri.scheme.ptr, "https", uri.scheme.len) == 0 && isalpha(uri.host.ptr[0]));
        FZ_CHECK(uri.host_kind == PL_URI_HOST_NAME && !uri.has_userinfo && !uri.has_port);
    }
    fz_free(text);
    return 0;
}
