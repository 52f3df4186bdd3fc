/* One exchange, waited for, and what a caller reads from an answer. */
#include <assert.h>
#include <string.h>
#include <strings.h>

#include "http/http.h"

typedef struct keeping {
    pl_arena *arena;
    pl_http_response response;
    pl_status status; /* of the copying */
    bool done;
} keeping;

static pl_status copy_headers(const pl_http_response *from, pl_arena *arena, pl_http_response *to) {
    pl_http_header *headers = pl_arena_alloc(arena, from->header_count * sizeof *headers);
    if (headers == NULL) { return PL_E_MEMORY; }
    for (size_t i = 0; i < from->header_count; i++) {
        headers[i].name = pl_arena_text(arena, pl_bytes_of(from->headers[i].name));
        headers[i].value = pl_arena_text(arena, pl_bytes_of(from->headers[i].value));
        if (headers[i].name == NULL || headers[i].value == NULL) { return PL_E_MEMORY; }
    }
    to->headers = headers;
    return PL_OK;
}

static pl_status copy_response(const pl_http_response *from, pl_arena *arena,
                               pl_http_response *to) {
    const char *words = pl_arena_text(arena, pl_bytes_of(from->failure_text));
    if (words == NULL) { return PL_E_MEMORY; }
    const char *body = pl_arena_text(arena, from->body);
    if (body == NULL) { return PL_E_MEMORY; }
    *to = *from;
    to->failure_text = words;
    to->body.ptr = (const uint8_t *)body;
    return copy_headers(from, arena, to);
}

static void keep(void *user, const pl_http_request *request, const pl_http_response *response) {
    keeping *kept = user;
    assert(kept != NULL && !kept->done);
    (void)request;
    kept->status = copy_response(response, kept->arena, &kept->response);
    kept->done = true;
}

pl_status pl_http_send(pl_http *http, const pl_http_request *request, pl_arena *arena,
                       pl_http_response *ret_response) {
    assert(arena != NULL && ret_response != NULL);
    assert(pl_http_is_idle(http));
    keeping kept = {.arena = arena};
    pl_status status = pl_http_submit(http, request, keep, &kept);
    if (status != PL_OK) { return status; }
    status = pl_http_drain(http);
    if (status != PL_OK) { return status; }
    assert(kept.done);
    if (kept.status != PL_OK) { return kept.status; }
    *ret_response = kept.response;
    return PL_OK;
}

const char *pl_http_header_of(const pl_http_response *response, const char *name) {
    assert(response != NULL && name != NULL);
    for (size_t i = 0; i < response->header_count; i++) {
        if (strcasecmp(response->headers[i].name, name) == 0) { return response->headers[i].value; }
    }
    return NULL;
}
