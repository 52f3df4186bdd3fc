/* HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/): every exchange of the run, the newest of a case. What the
 * format has no member for stands in members of its own, whose names begin with an underscore. */
#include <assert.h>
#include <limits.h>
#include <string.h>
#include <strings.h>

#include "report/build_internal.h"
#include "report/formats_internal.h"
#include "text/base64url.h"
#include "text/utf8.h"

static const char http_version[] = "HTTP/1.1"; /* the only one that is spoken: http/request.c */

static const char *header_value(const pl_http_header *headers, size_t count, const char *name) {
    for (size_t i = 0; i < count; i++) {
        if (strcasecmp(headers[i].name, name) == 0) { return headers[i].value; }
    }
    return "";
}

static void append_pair(pl_build *build, json_object *array, pl_bytes name, pl_bytes value) {
    json_object *const pair = json_object_new_object();
    pl_build_bytes(build, pair, "name", name);
    pl_build_bytes(build, pair, "value", value);
    pl_build_append(build, array, pair);
}

static void put_headers(pl_build *build, json_object *object, const pl_http_header *headers,
                        size_t count) {
    json_object *const array = pl_build_array(build, object, "headers");
    for (size_t i = 0; i < count && !build->failed; i++) {
        append_pair(build, array, pl_bytes_of(headers[i].name), pl_bytes_of(headers[i].value));
    }
}

/* The parameters as they stand in the address. */
static void put_query(pl_build *build, json_object *object, const char *target) {
    json_object *const array = pl_build_array(build, object, "queryString");
    const char *at = strchr(target, '?');
    while (at != NULL && *++at != '\0' && !build->failed) {
        const size_t len = strcspn(at, "&");
        const char *const equals = memchr(at, '=', len);
        const size_t name_len = equals == NULL ? len : (size_t)(equals - at);
        const size_t value_at = equals == NULL ? len : name_len + 1;
        append_pair(build, array, (pl_bytes){(const uint8_t *)at, name_len},
                    (pl_bytes){(const uint8_t *)at + value_at, len - value_at});
        at += len;
        if (*at == '\0') { break; }
    }
}

/* Base 64 with the common alphabet and padding.                            RFC 4648 section 4 */
static const char *encode(pl_build *build, pl_bytes body) {
    enum { GROUP_DIGITS = 4 };
    const size_t cap = pl_base64url_encoded_len(body.len) + GROUP_DIGITS;
    uint8_t *const out = pl_arena_alloc(&build->arena, cap);
    size_t len = 0;
    if (out == NULL || pl_base64url_encode(body, out, cap, &len) != PL_OK) {
        build->failed = true;
        return "";
    }
    for (size_t i = 0; i < len; i++) {
        out[i] = out[i] == '-' ? '+' : out[i];
        out[i] = out[i] == '_' ? '/' : out[i];
    }
    while (len % GROUP_DIGITS != 0) { out[len++] = '='; }
    out[len] = '\0';
    return (const char *)out;
}

/* A body as text, or in base 64 with a member that says so. */
static void put_body(pl_build *build, json_object *object, pl_bytes body, uint64_t bytes,
                     const char *encoding_key) {
    if (pl_utf8_valid(body)) {
        pl_build_bytes(build, object, "text", body);
    } else {
        pl_build_text(build, object, "text", encode(build, body));
        pl_build_text(build, object, encoding_key, "base64");
    }
    if (body.len < bytes) {
        const char *const words = pl_arena_printf(&build->arena, "the first %zu of %llu bytes",
                                                  body.len, (unsigned long long)bytes);
        pl_build_text(build, object, "comment", words);
    }
}

static void put_no_cookies(pl_build *build, json_object *object) {
    (void)pl_build_array(build, object, "cookies"); /* what they hold is hidden */
}

static void put_request(pl_build *build, json_object *entry, const char *base_url,
                        const pl_record *record) {
    json_object *const request = pl_build_object(build, entry, "request");
    pl_build_text(build, request, "method", record->method);
    pl_build_text(build, request, "url",
                  pl_arena_printf(&build->arena, "%s%s", base_url, record->target));
    pl_build_text(build, request, "httpVersion", http_version);
    put_no_cookies(build, request);
    put_headers(build, request, record->request_headers, record->request_header_count);
    put_query(build, request, record->target);
    if (record->has_request_body) {
        json_object *const data = pl_build_object(build, request, "postData");
        pl_build_text(
            build, data, "mimeType",
            header_value(record->request_headers, record->request_header_count, "Content-Type"));
        put_body(build, data, record->request_body, record->request_body_bytes, "_encoding");
    }
    pl_build_put(build, request, "headersSize", json_object_new_int(-1));
    pl_build_count(build, request, "bodySize", record->request_body_bytes);
}

static void put_response(pl_build *build, json_object *entry, const pl_record *record) {
    const pl_http_header *const headers = record->response_headers;
    const size_t count = record->response_header_count;
    json_object *const response = pl_build_object(build, entry, "response");
    pl_build_put(build, response, "status", json_object_new_int(record->status));
    pl_build_text(build, response, "statusText", "");
    pl_build_text(build, response, "httpVersion", http_version);
    put_no_cookies(build, response);
    put_headers(build, response, headers, count);
    json_object *const content = pl_build_object(build, response, "content");
    pl_build_count(build, content, "size", record->response_body_bytes);
    pl_build_text(build, content, "mimeType", header_value(headers, count, "Content-Type"));
    put_body(build, content, record->response_body, record->response_body_bytes, "encoding");
    pl_build_text(build, response, "redirectURL", header_value(headers, count, "Location"));
    pl_build_put(build, response, "headersSize", json_object_new_int(-1));
    pl_build_count(build, response, "bodySize", record->response_body_bytes);
    if (record->failure != NULL) { pl_build_text(build, response, "_error", record->failure); }
}

static json_object *entry_object(pl_build *build, const char *base_url, const pl_case_result *row) {
    enum { MS_OF_A_SECOND = 1000 };
    const double time_ms = row->record->seconds * MS_OF_A_SECOND;
    json_object *const entry = json_object_new_object();
    pl_build_moment(build, entry, "startedDateTime", row->record->sent_ms);
    pl_build_real(build, entry, "time", time_ms);
    put_request(build, entry, base_url, row->record);
    put_response(build, entry, row->record);
    (void)pl_build_object(build, entry, "cache");
    json_object *const timings = pl_build_object(build, entry, "timings");
    pl_build_count(build, timings, "send", 0);
    pl_build_real(build, timings, "wait", time_ms); /* the parts are not measured one by one */
    pl_build_count(build, timings, "receive", 0);
    pl_build_text(build, entry, "_case", row->test->id);
    pl_build_text(build, entry, "_outcome", pl_outcome_text(row->outcome));
    return entry;
}

pl_status pl_report_write_har(const pl_result *result, FILE *out) {
    assert(result != NULL && out != NULL);
    pl_build build = {.failed = false};
    json_object *const root = json_object_new_object();
    json_object *const log = pl_build_object(&build, root, "log");
    pl_build_text(&build, log, "version", "1.2");
    json_object *const creator = pl_build_object(&build, log, "creator");
    pl_build_text(&build, creator, "name", "paylink");
    pl_build_text(&build, creator, "version", PL_VERSION);
    json_object *const entries = pl_build_array(&build, log, "entries");
    for (size_t i = 0; i < result->case_count && !build.failed; i++) {
        if (result->cases[i].record == NULL) { continue; }
        pl_build_append(&build, entries, entry_object(&build, result->base_url, &result->cases[i]));
    }
    return pl_build_write(&build, root, out);
}
