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
    bool is_half; /* the connection ends behind it */
    uint8_t bytes[];
} pieces;

static ssize_t next_piece(void *user, uint64_t at, char *out, size_t room) {
    const pieces *whole = user;
    assert(at <= whole->len);
    const size_t left = whole->len - (size_t)at;
    if (left == 0) {
        return whole->is_half ? MHD_CONTENT_READER_END_WITH_ERROR
                              : MHD_CONTENT_READER_END_OF_STREAM;
    }
    const size_t len = left < room ? left : room;
    memcpy(out, whole->bytes + at, len);
    return (ssize_t)len;
}

/* told: the length that is told, or MHD_SIZE_UNKNOWN. */
static struct MHD_Response *response_in_pieces(pl_bytes body, uint64_t told, bool is_half) {
    pieces *whole = malloc(sizeof *whole + body.len);
    if (whole == NULL) { return NULL; }
    whole->is_half = is_half;
    whole->len = body.len;
    if (body.len > 0) { memcpy(whole->bytes, body.ptr, body.len); }
    struct MHD_Response *response =
        MHD_create_response_from_callback(told, PIECE_BYTES, next_piece, whole, free);
    if (response == NULL) { free(whole); }
    return response;
}

static struct MHD_Response *new_response(const pl_sandbox_response *answer) {
    const pl_bytes body = answer->body;
    if ((answer->manners & PL_MANNER_HALF) != 0) {
        return response_in_pieces((pl_bytes){body.ptr, body.len / 2}, body.len, true);
    }
    if ((answer->manners & PL_MANNER_CHUNKED) != 0) {
        return response_in_pieces(body, MHD_SIZE_UNKNOWN, false);
    }
    /* libmicrohttpd copies, and with MHD_RESPMEM_MUST_COPY leaves the bytes alone. */
    return MHD_create_response_from_buffer(body.len, (void *)(uintptr_t)body.ptr,
                                           MHD_RESPMEM_MUST_COPY);
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
        (answer->content_type == NULL ||
         add_field(response, MHD_HTTP_HEADER_CONTENT_TYPE, answer->content_type, lower)) &&
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
    if ((answer->manners & PL_MANNER_SLOW) != 0) {
        const struct timespec moment = {.tv_nsec = (long)SLOW_MS * NS_PER_MS};
        (void)nanosleep(&moment, NULL);
    }
    struct MHD_Response *response = new_response(answer);
    if (response != NULL && !add_fields(response, answer)) {
        MHD_destroy_response(response);
        response = NULL;
    }
    return response;
}
