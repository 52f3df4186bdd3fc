#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "contract/contract.h"

#define MANAGE  "/api/v1.0/payment-link-manage"
#define ACCOUNT "{account_id}"
#define LINK    "{payment_link_id}"

/* The catalog stands before the templates that its last segment would also fit. */
static const pl_route_row routes[] = {
    [PL_ROUTE_CREATE] = {"create", "POST", MANAGE "/" ACCOUNT, true},
    [PL_ROUTE_LIST] = {"list", "GET", MANAGE "/" ACCOUNT, true},
    [PL_ROUTE_SHOW] = {"show", "GET", MANAGE "/" ACCOUNT "/" LINK, true},
    [PL_ROUTE_DELETE] = {"delete", "DELETE", MANAGE "/" ACCOUNT "/" LINK, true},
    [PL_ROUTE_CATALOG] = {"catalog", "GET", MANAGE "/payment-methods", true},
    [PL_ROUTE_TOKEN_V11] = {"token v1.1", "POST", "/api/v1.1/access-token/b2b", false},
    [PL_ROUTE_TOKEN_V10] = {"token v1.0", "POST", "/api/v1.0/access-token/b2b", false},
};
_Static_assert(PL_COUNT(routes) == PL_ROUTE_COUNT, "every route has its row");

const pl_route_row *pl_route_row_of(pl_route route) {
    assert(route < PL_ROUTE_COUNT);
    return &routes[route];
}

static size_t common_prefix(const char *text, const char *prefix) {
    const size_t len = strlen(prefix);
    return strncmp(text, prefix, len) == 0 ? len : 0;
}

pl_status pl_route_path(pl_route route, const char *account_id, const char *link_id, char *out,
                        size_t out_cap) {
    const char *from = pl_route_row_of(route)->path;
    size_t len = 0;
    while (*from != '\0') {
        const char *piece = from;
        size_t piece_len = 1;
        size_t step = common_prefix(from, ACCOUNT);
        if (step > 0) {
            piece = account_id;
        } else {
            step = common_prefix(from, LINK);
            if (step > 0) { piece = link_id; }
        }
        assert(piece != NULL);
        if (step > 0) { piece_len = strlen(piece); }
        if (out_cap - len <= piece_len) { return PL_E_SPACE; }
        memcpy(out + len, piece, piece_len);
        len += piece_len;
        from += step > 0 ? step : 1;
    }
    if (out_cap == len) { return PL_E_SPACE; }
    out[len] = '\0';
    return PL_OK;
}

/* The segment at the front of rest: up to the next slash. */
static pl_bytes segment(pl_bytes rest) {
    const uint8_t *slash = rest.len > 0 ? memchr(rest.ptr, '/', rest.len) : NULL;
    return (pl_bytes){rest.ptr, slash != NULL ? (size_t)(slash - rest.ptr) : rest.len};
}

static bool matches(const char *template, pl_bytes path, pl_bytes *ret_account,
                    pl_bytes *ret_link) {
    *ret_account = *ret_link = (pl_bytes){NULL, 0};
    while (*template != '\0') {
        const size_t account_len = common_prefix(template, ACCOUNT);
        const size_t link_len = common_prefix(template, LINK);
        if (account_len + link_len > 0) {
            const pl_bytes found = segment(path);
            if (found.len == 0) { return false; }
            *(account_len > 0 ? ret_account : ret_link) = found;
            path = (pl_bytes){path.ptr + found.len, path.len - found.len};
            template += account_len + link_len;
            continue;
        }
        if (path.len == 0 || path.ptr[0] != (uint8_t) * template) { return false; }
        path = (pl_bytes){path.ptr + 1, path.len - 1};
        template ++;
    }
    return path.len == 0;
}

bool pl_route_match(pl_bytes path, pl_route *ret_route, pl_bytes *ret_account, pl_bytes *ret_link) {
    /* Literal templates win over those with a variable in the same place. */
    static const pl_route order[] = {PL_ROUTE_CATALOG, PL_ROUTE_TOKEN_V11, PL_ROUTE_TOKEN_V10,
                                     PL_ROUTE_CREATE, PL_ROUTE_SHOW};
    for (size_t i = 0; i < PL_COUNT(order); i++) {
        if (matches(routes[order[i]].path, path, ret_account, ret_link)) {
            *ret_route = order[i];
            return true;
        }
    }
    return false;
}
