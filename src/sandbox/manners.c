#include "sandbox/manners.h"

#include <assert.h>
#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PIECE_BYTES = 512, SLOW_MS = 2, NS_PER_MS = 1000000, NAME_BYTES_MAX = 64 };

/* A body that is sent in pieces. */
typedef struct pieces {
    size_t len;
    uint8_t bytes[];
} pieces;

static ssize_t next_piece(void *user, uint64_t at, char *out, size_t room) {
    const pieces *whole = user;
    assert(at <= whole->len);
    const size_t left = whole->len - (size_t)at;
    if (left == 0) { return MHD_CONTENT_READER_END_OF_STREAM; }
    const size_t len = left < room ? left : room;
    memcpy(out, whole->bytes + at, len);
    return (ssize_t)len;
}

static struct MHD_Response *chunked_response(pl_bytes body) {
    pieces *whole = malloc(sizeof *whole + body.len);
    if (whole == NULL) { return NULL; }
    whole->len = body.len;
    if (body.len > 0) { memcpy(whole->bytes, body.ptr, body.len); }
    struct MHD_Response *response =
        MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, PIECE_BYTES, next_piece, whole, free);
    if (response == NULL) { free(whole); }
    return response;
}

static bool add_field(struct MHD_Response *response, const char *name, const char *value,
                      bool lower) {
    char spelled[NAME_BYTES_MAX];
    const size_t len = strlen(name);
    assert(len < sizeof spelled);
    for (size_t i = 0; i <= len; i++) {
        const bool capital = name[i] >= 'A' && name[i] <= 'Z';
        spelled[i] = capital && lower ? (char)(name[i] - 'A' + 'a') : name[i];
    }
    return MHD_add_response_header(response, spelled, value) == MHD_YES;
}

static bool add_fields(struct MHD_Response *response, const pl_sandbox_response *answer) {
    const bool lower = (answer->manners & PL_MANNER_LOWER) != 0;
    bool added =
        add_field(response, MHD_HTTP_HEADER_CONTENT_TYPE, answer->content_type, lower) &&
        (answer->allow == NULL || add_field(response, MHD_HTTP_HEADER_ALLOW, answer->allow, lower));
    if ((answer->manners & PL_MANNER_CLOSE) != 0) {
        added = added && add_field(response, MHD_HTTP_HEADER_CONNECTION, "close", lower);
    }
    const pl_sandbox_field *field = answer->headers;
    for (; added && field != NULL && field->name != NULL; field++) {
        added = add_field(response, field->name, field->value, lower);
    }
    return added;
}

struct MHD_Response *pl_manners_response(const pl_sandbox_response *answer) {
    assert(answer->content_type != NULL);
    if ((answer->manners & PL_MANNER_SLOW) != 0) {
        const struct timespec moment = {.tv_nsec = (long)SLOW_MS * NS_PER_MS};
        (void)nanosleep(&moment, NULL);
    }
    const bool chunked = (answer->manners & PL_MANNER_CHUNKED) != 0;
    /* libmicrohttpd copies, and with MHD_RESPMEM_MUST_COPY leaves the bytes alone. */
    struct MHD_Response *response =
        chunked ? chunked_response(answer->body)
                : MHD_create_response_from_buffer(
                      answer->body.len, (void *)(uintptr_t)answer->body.ptr, MHD_RESPMEM_MUST_COPY);
    if (response != NULL && !add_fields(response, answer)) {
        MHD_destroy_response(response);
        response = NULL;
    }
    return response;
}
