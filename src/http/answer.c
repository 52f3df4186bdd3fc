/* What libcurl hands over while an answer arrives: header lines one by one, then the body in
 * pieces. */
#include <assert.h>
#include <string.h>

#include "http/http_internal.h"

/* A body buffer that grew above this is given back after its exchange. */
enum { BODY_KEPT_BYTES_MAX = 256 * 1024 };

void pl_http_answer_reset(pl_http_answer *answer) {
    assert(answer != NULL);
    if (answer->body.cap > BODY_KEPT_BYTES_MAX) { pl_http_buffer_done(&answer->body); }
    answer->head.len = 0;
    answer->body.len = 0;
    answer->header_count = 0;
    answer->head_bytes = 0;
    answer->stage = PL_HTTP_STAGE_STATUS;
    answer->trouble = PL_OK;
}

void pl_http_answer_done(pl_http_answer *answer) {
    assert(answer != NULL);
    pl_http_buffer_done(&answer->head);
    pl_http_buffer_done(&answer->body);
}

static bool is_blank(char byte) {
    return byte == ' ' || byte == '\t';
}

/* Without the line end and outer white space.                              RFC 9110 section 5.5 */
static pl_bytes trimmed(const char *text, size_t len) {
    while (len > 0 && (text[len - 1] == '\r' || text[len - 1] == '\n' || is_blank(text[len - 1]))) {
        len--;
    }
    while (len > 0 && is_blank(text[0])) {
        text++;
        len--;
    }
    return (pl_bytes){(const uint8_t *)text, len};
}

static pl_status add_terminated(pl_http_buffer *buffer, pl_bytes text) {
    pl_status status = pl_http_buffer_add(buffer, text.ptr, text.len);
    if (status == PL_OK) { status = pl_http_buffer_add(buffer, "", 1); }
    return status;
}

static pl_status add_header(pl_http_answer *answer, const char *line, size_t len) {
    assert(answer->header_count <= PL_HTTP_HEADER_COUNT_MAX);
    const char *colon = memchr(line, ':', len);
    if (colon == NULL) { return PL_OK; } /* libcurl lets such a line pass, and so do we */
    if (answer->header_count == PL_HTTP_HEADER_COUNT_MAX) { return PL_E_SIZE; }
    const size_t name_len = (size_t)(colon - line);
    assert(name_len < len);
    const size_t name_at = answer->head.len;
    pl_status status = add_terminated(&answer->head, trimmed(line, name_len));
    if (status != PL_OK) { return status; }
    const size_t value_at = answer->head.len;
    status = add_terminated(&answer->head, trimmed(colon + 1, len - name_len - 1));
    if (status != PL_OK) { return status; }
    answer->places[answer->header_count].name_at = name_at;
    answer->places[answer->header_count].value_at = value_at;
    answer->header_count++;
    return PL_OK;
}

/* A continuation joins the value before it with one space.                 RFC 9112 section 5.2 */
static pl_status fold(pl_http_answer *answer, const char *line, size_t len) {
    if (answer->header_count == 0) { return PL_OK; }
    assert(answer->head.len > 0 && answer->head.ptr[answer->head.len - 1] == '\0');
    answer->head.ptr[answer->head.len - 1] = ' '; /* the last value stands last */
    return add_terminated(&answer->head, trimmed(line, len));
}

/* Another answer follows a 1xx; its headers are the ones that count.       RFC 9110 section 15.2 */
static void start_headers(pl_http_answer *answer, const char *line, size_t len) {
    const char *space = memchr(line, ' ', len);
    const size_t left = space == NULL ? 0 : len - (size_t)(space - line);
    answer->informational = left > 1 && space[1] == '1';
    answer->stage = PL_HTTP_STAGE_HEADERS;
    answer->head.len = 0;
    answer->header_count = 0;
}

static pl_status take_line(pl_http_answer *answer, const char *line, size_t len) {
    answer->head_bytes += len;
    if (answer->head_bytes > PL_HTTP_HEADER_BYTES_MAX) { return PL_E_SIZE; }
    if (answer->stage == PL_HTTP_STAGE_TRAILERS) { return PL_OK; }
    if (answer->stage == PL_HTTP_STAGE_STATUS) {
        start_headers(answer, line, len);
        return PL_OK;
    }
    assert(answer->stage == PL_HTTP_STAGE_HEADERS);
    if (trimmed(line, len).len == 0) {
        answer->stage = answer->informational ? PL_HTTP_STAGE_STATUS : PL_HTTP_STAGE_TRAILERS;
        return PL_OK;
    }
    return is_blank(line[0]) ? fold(answer, line, len) : add_header(answer, line, len);
}

size_t pl_http_answer_header_line(char *line, size_t size, size_t count, void *ctx) {
    pl_http_answer *answer = ctx;
    assert(answer != NULL && size == 1);
    if (answer->trouble != PL_OK) { return 0; }
    answer->trouble = take_line(answer, line, count);
    return answer->trouble == PL_OK ? count : 0;
}

size_t pl_http_answer_body_bytes(char *bytes, size_t size, size_t count, void *ctx) {
    pl_http_answer *answer = ctx;
    assert(answer != NULL && size == 1);
    assert(answer->body.len <= PL_HTTP_BODY_BYTES_MAX);
    if (answer->trouble != PL_OK) { return 0; }
    const size_t room = PL_HTTP_BODY_BYTES_MAX - answer->body.len;
    const size_t taken = count < room ? count : room;
    answer->trouble = pl_http_buffer_add(&answer->body, bytes, taken);
    if (answer->trouble == PL_OK && taken < count) { answer->trouble = PL_E_SIZE; }
    return answer->trouble == PL_OK ? count : 0;
}

void pl_http_answer_finish(pl_http_answer *answer) {
    assert(answer != NULL && answer->header_count <= PL_HTTP_HEADER_COUNT_MAX);
    for (size_t i = 0; i < answer->header_count; i++) {
        assert(answer->places[i].value_at < answer->head.len);
        answer->headers[i].name = answer->head.ptr + answer->places[i].name_at;
        answer->headers[i].value = answer->head.ptr + answer->places[i].value_at;
    }
}
