#include "json_util.h"
#include "record_fixture.h"
#include "report/formats_internal.h"
#include "text/datetime.h"

static json_object *entries_of(json_object *root) {
    json_object *const log = jr_member(root, "log");
    cr_assert_str_eq(jr_text(log, "version"), "1.2");
    cr_assert_str_eq(jr_text(jr_member(log, "creator"), "name"), "paylink");
    cr_assert_str_eq(jr_text(jr_member(log, "creator"), "version"), PL_VERSION);
    return jr_member(log, "entries");
}

static void check_pairs(json_object *array) {
    cr_assert_eq(json_object_get_type(array), json_type_array);
    for (size_t i = 0; i < json_object_array_length(array); i++) {
        (void)jr_text(jr_at(array, i), "name");
        (void)jr_text(jr_at(array, i), "value");
    }
}

/* What the format demands of each side of an exchange. */
static void check_message(json_object *message) {
    cr_assert_str_eq(jr_text(message, "httpVersion"), "HTTP/1.1");
    check_pairs(jr_member(message, "headers"));
    cr_assert_eq(json_object_array_length(jr_member(message, "cookies")), 0);
    cr_assert_eq(jr_count(message, "headersSize"), -1);
    cr_assert_geq(jr_count(message, "bodySize"), 0);
}

static void check_entry(json_object *entry) {
    static const char *const timings[] = {"send", "wait", "receive"};
    pl_datetime moment;
    double sum = 0;
    cr_assert_eq(pl_datetime_parse(pl_bytes_of(jr_text(entry, "startedDateTime")), &moment), PL_OK);
    for (size_t i = 0; i < PL_COUNT(timings); i++) {
        const double part =
            json_object_get_double(jr_member(jr_member(entry, "timings"), timings[i]));
        cr_assert_geq(part, 0, "%s", timings[i]);
        sum += part;
    }
    cr_assert_float_eq(json_object_get_double(jr_member(entry, "time")), sum, 1e-6);
    cr_assert_eq(json_object_object_length(jr_member(entry, "cache")), 0);
    json_object *const request = jr_member(entry, "request");
    check_message(request);
    check_pairs(jr_member(request, "queryString"));
    cr_assert_eq(strncmp(jr_text(request, "url"), "http://127.0.0.1:8080/", 22), 0);
    json_object *const response = jr_member(entry, "response");
    check_message(response);
    (void)jr_text(response, "statusText");
    (void)jr_text(response, "redirectURL");
    (void)jr_text(jr_member(response, "content"), "mimeType");
    cr_assert_geq(jr_count(jr_member(response, "content"), "size"), 0);
    (void)jr_text(entry, "_case");
    (void)jr_text(entry, "_outcome");
}

/* Only what was sent is there. */
Test(report_har, entries, .timeout = 10) {
    json_object *const root = jr_report(pl_report_write_har, fx_record_result());
    json_object *const entries = entries_of(root);
    size_t sent = 0;
    for (size_t i = 0; i < fx_record_result()->case_count; i++) {
        sent += fx_record_result()->cases[i].record != NULL;
    }
    cr_assert_eq(json_object_array_length(entries), sent);
    for (size_t i = 0; i < sent; i++) { check_entry(jr_at(entries, i)); }
    json_object_put(root);
}

Test(report_har, request, .timeout = 10) {
    json_object *const root = jr_report(pl_report_write_har, fx_record_result());
    json_object *const entry = jr_at(entries_of(root), 0);
    json_object *const request = jr_member(entry, "request");
    cr_assert_str_eq(jr_text(entry, "startedDateTime"), "2023-11-14T22:13:20.123+00:00");
    cr_assert_float_eq(json_object_get_double(jr_member(entry, "time")), 250, 1e-9);
    cr_assert_str_eq(jr_text(entry, "_case"), "items.quantity/minimum/at");
    cr_assert_str_eq(jr_text(request, "method"), "POST");
    json_object *const query = jr_member(request, "queryString");
    cr_assert_eq(json_object_array_length(query), 2);
    cr_assert_str_eq(jr_text(jr_at(query, 0), "name"), "access_token");
    cr_assert_str_eq(jr_text(jr_at(query, 0), "value"), "$PAYLINK_TOKEN");
    cr_assert_str_eq(jr_text(jr_at(query, 1), "value"), "%20a+b");
    json_object *const headers = jr_member(request, "headers");
    cr_assert_eq(json_object_array_length(headers), 4);
    cr_assert_str_eq(jr_text(jr_at(headers, 3), "value"), "");
    json_object *const data = jr_member(request, "postData");
    cr_assert_str_eq(jr_text(data, "mimeType"), "application/json");
    cr_assert_str_eq(jr_text(data, "text"), "{\"reff_no\":\"INV\",\"title\":\"\\u0000\"}");
    cr_assert_eq(jr_count(request, "bodySize"), 35);
    json_object_put(root);
}

/* Bodies of any bytes, cut ones, no answer. */
Test(report_har, bodies, .timeout = 10) {
    json_object *const root = jr_report(pl_report_write_har, fx_record_result());
    json_object *const entries = entries_of(root);
    json_object *const request = jr_member(jr_at(entries, 1), "request");
    json_object *const data = jr_member(request, "postData");
    cr_assert_str_eq(jr_text(data, "text"), "YQD//g0K");
    cr_assert_str_eq(jr_text(data, "_encoding"), "base64");
    cr_assert_str_eq(jr_text(data, "comment"), "the first 6 of 1048576 bytes");
    json_object *const response = jr_member(jr_at(entries, 1), "response");
    json_object *const content = jr_member(response, "content");
    cr_assert_str_eq(jr_text(content, "encoding"), "base64");
    cr_assert_eq(strlen(jr_text(content, "text")) % 4, 0, "padded");
    cr_assert_eq(jr_count(content, "size"), 70000);
    json_object *const get = jr_member(jr_at(entries, 2), "request");
    cr_assert_not(json_object_object_get_ex(get, "postData", NULL), "nothing was sent");
    json_object *const silent = jr_member(jr_at(entries, 3), "response");
    cr_assert_eq(jr_count(silent, "status"), 0);
    cr_assert_str_eq(jr_text(silent, "_error"), "timed out");
    cr_assert_str_eq(jr_text(jr_at(entries, 3), "_outcome"), "inconclusive");
    json_object *const first = jr_member(jr_at(entries, 0), "response");
    cr_assert_str_eq(jr_text(first, "redirectURL"), "/elsewhere?a=b");
    cr_assert_str_eq(jr_text(jr_member(first, "content"), "text"), "{\"status\":200}");
    json_object_put(root);
}
