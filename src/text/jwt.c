#include "text/jwt.h"

#include <assert.h>
#include <string.h>

#include "text/base64url.h"
#include "text/limits.h"

/* Cut *rest at its first '.'; false when it has none. */
static bool cut_at_dot(pl_bytes *rest, pl_bytes *ret_part) {
    if (rest->len == 0) { return false; }
    const uint8_t *const dot = memchr(rest->ptr, '.', rest->len);
    if (dot == NULL) { return false; }
    const size_t len = (size_t)(dot - rest->ptr);
    assert(len < rest->len);
    *ret_part = (pl_bytes){rest->ptr, len};
    *rest = (pl_bytes){dot + 1, rest->len - len - 1};
    return true;
}

pl_status pl_jwt_split(pl_bytes in, pl_jwt *ret_jwt) {
    assert(in.ptr != NULL || in.len == 0);
    assert(ret_jwt != NULL);
    if (in.len > PL_JWT_BYTES_MAX) { return PL_E_SIZE; }
    pl_jwt jwt = {0};
    pl_bytes rest = in;
    if (!cut_at_dot(&rest, &jwt.header) || !cut_at_dot(&rest, &jwt.payload)) { return PL_E_SYNTAX; }
    jwt.signature = rest; /* a third dot in it is not of the base64url alphabet */
    jwt.signed_text = (pl_bytes){in.ptr, jwt.header.len + 1 + jwt.payload.len};
    if (jwt.header.len == 0 || jwt.payload.len == 0) { return PL_E_SYNTAX; }
    if (!pl_base64url_valid(jwt.header) || !pl_base64url_valid(jwt.payload) ||
        !pl_base64url_valid(jwt.signature)) {
        return PL_E_SYNTAX;
    }
    *ret_jwt = jwt;
    return PL_OK;
}
