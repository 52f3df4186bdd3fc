/* uriparser as the second opinion on URIs, and RFC 3986 section 5.3 as the third. No deviation of uriparser 0.9.7 is
 * known: it takes relative references too, and leaves the brackets of an IP literal out of the host. */
#ifndef PL_FUZZ_URI_ORACLE_H
#define PL_FUZZ_URI_ORACLE_H

#include <stdalign.h>
#include <uriparser/Uri.h>

#include "fuzz_util.h"
#include "text/uri.h"

enum {
    FZ_URI_BYTES_MAX = 4096,
    FZ_URI_EXTRA_BYTES_MAX = 16,                          /* the longest completion */
    FZ_URI_SLOTS = FZ_URI_BYTES_MAX + 4,                  /* each byte may open a segment */
    FZ_URI_ROOM = FZ_URI_SLOTS * sizeof(UriPathSegmentA), /* all of them, and the address */
    FZ_URI_PATH_MAX = FZ_URI_BYTES_MAX + 1
};

/* What uriparser asks for is handed out from one room, which the next parse takes again: an instrumented malloc for
 * every segment would take most of the time. */
static alignas(max_align_t) uint8_t fz_uri_room[FZ_URI_ROOM];
static size_t fz_uri_used;

static inline void *fz_uri_malloc(UriMemoryManager *memory, size_t size) {
    (void)memory;
    const size_t step = (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
    FZ_CHECK(step <= sizeof fz_uri_room - fz_uri_used);
    void *room = fz_uri_room + fz_uri_used;
    fz_uri_used += step;
    return room;
}

static inline void *fz_uri_realloc(UriMemoryManager *memory, void *ptr, size_t size) {
    FZ_CHECK(ptr == NULL); /* a parse only ever asks for more */
    return fz_uri_malloc(memory, size);
}

static inline void fz_uri_free(UriMemoryManager *memory, void *ptr) {
    (void)memory;
    (void)ptr;
}

static inline pl_bytes fz_range(UriTextRangeA range) {
    if (range.first == NULL) { return (pl_bytes){NULL, 0}; }
    return (pl_bytes){(const uint8_t *)range.first, (size_t)(range.afterLast - range.first)};
}

/* The path as text: uriparser keeps its segments. */
static inline pl_bytes fz_oracle_path(const UriUriA *uri) {
    static uint8_t path[FZ_URI_PATH_MAX];
    size_t len = 0;
    bool slash = uri->absolutePath || (uri->hostText.first != NULL && uri->pathHead != NULL);
    if (slash) { path[len++] = '/'; }
    slash = false;
    for (const UriPathSegmentA *segment = uri->pathHead; segment != NULL; segment = segment->next) {
        const pl_bytes text = fz_range(segment->text);
        FZ_CHECK(len + 1 + text.len <= sizeof path);
        if (slash) { path[len++] = '/'; }
        if (text.len > 0) { memcpy(path + len, text.ptr, text.len); }
        len += text.len;
        slash = true;
    }
    return (pl_bytes){path, len};
}

/* Does uriparser take it for a URI? Its parts, as ours; an IP literal's host is without brackets. Valid until the next
 * call. */
static inline bool fz_oracle_uri(pl_bytes in, pl_uri *ret_uri) {
    static UriMemoryManager memory = {.malloc = fz_uri_malloc,
                                      .calloc = uriEmulateCalloc,
                                      .realloc = fz_uri_realloc,
                                      .reallocarray = uriEmulateReallocarray,
                                      .free = fz_uri_free};
    static const uint8_t nothing[1]; /* for an empty input: uriparser refuses NULL */
    UriUriA uri;
    fz_uri_used = 0;
    const char *first = (const char *)(in.len > 0 ? in.ptr : nothing);
    const int status = uriParseSingleUriExMmA(&uri, first, first + in.len, NULL, &memory);
    FZ_CHECK(status == URI_SUCCESS || status == URI_ERROR_SYNTAX);
    if (status != URI_SUCCESS || uri.scheme.first == NULL) { return false; }
    const bool literal = uri.hostData.ip6 != NULL || uri.hostData.ipFuture.first != NULL;
    *ret_uri = (pl_uri){.scheme = fz_range(uri.scheme),
                        .userinfo = fz_range(uri.userInfo),
                        .host = fz_range(uri.hostText),
                        .port = fz_range(uri.portText),
                        .path = fz_oracle_path(&uri),
                        .query = fz_range(uri.query),
                        .fragment = fz_range(uri.fragment),
                        .host_kind = uri.hostText.first == NULL        ? PL_URI_HOST_NONE
                                     : literal                         ? PL_URI_HOST_IP_LITERAL
                                     : uri.hostData.ip4 != NULL        ? PL_URI_HOST_IPV4
                                     : fz_range(uri.hostText).len == 0 ? PL_URI_HOST_EMPTY
                                                                       : PL_URI_HOST_NAME,
                        .has_userinfo = uri.userInfo.first != NULL,
                        .has_port = uri.portText.first != NULL,
                        .has_query = uri.query.first != NULL,
                        .has_fragment = uri.fragment.first != NULL};
    return true;
}

/* Ours with the brackets of an IP literal taken off. */
static inline pl_uri fz_without_brackets(const pl_uri *uri) {
    pl_uri plain = *uri;
    if (uri->host_kind == PL_URI_HOST_IP_LITERAL) {
        FZ_CHECK(uri->host.len > 2 && uri->host.ptr[0] == '[' &&
                 uri->host.ptr[uri->host.len - 1] == ']');
        plain.host = (pl_bytes){uri->host.ptr + 1, uri->host.len - 2};
    }
    return plain;
}

static inline bool fz_same_uri(const pl_uri *left, const pl_uri *right) {
    return left->host_kind == right->host_kind && left->has_userinfo == right->has_userinfo &&
           left->has_port == right->has_port && left->has_query == right->has_query &&
           left->has_fragment == right->has_fragment &&
           pl_bytes_equal(left->scheme, right->scheme) &&
           pl_bytes_equal(left->userinfo, right->userinfo) &&
           pl_bytes_equal(left->host, right->host) && pl_bytes_equal(left->port, right->port) &&
           pl_bytes_equal(left->path, right->path) && pl_bytes_equal(left->query, right->query) &&
           pl_bytes_equal(left->fragment, right->fragment);
}

/* The text goes on with these bytes, which stand between its parts: where it goes on after them. */
static inline size_t fz_after(pl_bytes text, size_t at, const char *mark) {
    const size_t len = strlen(mark);
    FZ_CHECK(text.len - at >= len && memcmp(text.ptr + at, mark, len) == 0);
    return at + len;
}

/* The same for a part: its view must lie right there. */
static inline size_t fz_after_part(pl_bytes text, size_t at, pl_bytes part) {
    FZ_CHECK(part.len == 0 || (part.ptr == text.ptr + at && part.len <= text.len - at));
    return at + part.len;
}

/* Recomposed, the parts are the text and nothing else.                          RFC 3986 section 5.3 */
static inline void fz_check_recomposed(const pl_uri *uri, pl_bytes text) {
    size_t at = fz_after(text, fz_after_part(text, 0, uri->scheme), ":");
    if (uri->host_kind != PL_URI_HOST_NONE) {
        at = fz_after(text, at, "//");
        if (uri->has_userinfo) { at = fz_after(text, fz_after_part(text, at, uri->userinfo), "@"); }
        at = fz_after_part(text, at, uri->host);
        if (uri->has_port) { at = fz_after_part(text, fz_after(text, at, ":"), uri->port); }
    }
    at = fz_after_part(text, at, uri->path);
    if (uri->has_query) { at = fz_after_part(text, fz_after(text, at, "?"), uri->query); }
    if (uri->has_fragment) { at = fz_after_part(text, fz_after(text, at, "#"), uri->fragment); }
    FZ_CHECK(at == text.len);
    FZ_CHECK(uri->has_userinfo || uri->userinfo.len == 0);
    FZ_CHECK(uri->has_port || uri->port.len == 0);
    FZ_CHECK(uri->has_query || uri->query.len == 0);
    FZ_CHECK(uri->has_fragment || uri->fragment.len == 0);
}

/* What makes a URI of every start of one: of "http://[1" it is "::]". */
static const char *const fz_completions[] = {
    "",   ":",   "a:", "0",   "00",   "00@",   "0@",      "@",      "]",
    "0]", "::]", ":]", ".0]", "0.0]", ".0.0]", ".0.0.0]", "0.0.0]",
};

/* What stands before the error can be a URI's start, and up to it there is none. */
static inline void fz_check_error(pl_bytes text, size_t error_at) {
    static uint8_t room[FZ_URI_BYTES_MAX + FZ_URI_EXTRA_BYTES_MAX];
    pl_uri uri;
    size_t at = SIZE_MAX;
    FZ_CHECK(error_at <= text.len && text.len <= FZ_URI_BYTES_MAX);
    if (error_at < text.len) {
        FZ_CHECK(pl_uri_parse((pl_bytes){text.ptr, error_at + 1}, &uri, &at) == PL_E_SYNTAX);
        FZ_CHECK(at <= error_at + 1);
    }
    if (error_at > 0) { memcpy(room, text.ptr, error_at); }
    bool completed = false;
    for (size_t i = 0; i < PL_COUNT(fz_completions) && !completed; i++) {
        const size_t len = strlen(fz_completions[i]);
        FZ_CHECK(len <= FZ_URI_EXTRA_BYTES_MAX);
        memcpy(room + error_at, fz_completions[i], len);
        completed = pl_uri_parse((pl_bytes){room, error_at + len}, &uri, NULL) == PL_OK;
    }
    FZ_CHECK(completed);
}

#endif
