#include "record_fixture.h"

enum { CASE_COUNT = 8 };

static const pl_http_header sent_headers[] = {
    {"Authorization", "Bearer $PAYLINK_TOKEN"},
    {"X-PARTNER-ID", "$PAYLINK_PARTNER_ID"},
    {"Content-Type", "application/json"},
    {"X-Empty", ""},
};

static const pl_http_header got_headers[] = {
    {"Content-Type", "application/json; charset=utf-8"},
    {"X-Hostile", FX_HOSTILE},
    {"Set-Cookie", "session=$COOKIE; Path=/"},
    {"Location", "/elsewhere?a=b"},
};

#define TARGET                                                                                     \
    "/api/v1.0/payment-link-manage/01K946KF851RK7FX075GJHBVKF?access_token=$PAYLINK_TOKEN&x=%20a+b"

/* clang-format off */
static const pl_record records[] = {
    {.method = "POST", .target = TARGET, .request_headers = sent_headers, .request_header_count = PL_COUNT(sent_headers),
     .request_body = PL_BYTES_LIT("{\"reff_no\":\"INV\",\"title\":\"\\u0000\"}"), .request_body_bytes = 35, .has_request_body = true,
     .sent_ms = 1700000000123, .seconds = 0.25, .status = 200, .response_headers = got_headers,
     .response_header_count = PL_COUNT(got_headers), .response_body = PL_BYTES_LIT("{\"status\":200}"), .response_body_bytes = 14},
    {.method = "POST", .target = "/a", .request_headers = sent_headers, .request_header_count = 1,
     .request_body = PL_BYTES_LIT("a\0\xff\xfe\r\n"), .request_body_bytes = 1048576, .has_request_body = true,
     .sent_ms = 1700000000999, .seconds = 0.5, .status = 200, .response_headers = got_headers, .response_header_count = 1,
     .response_body = PL_BYTES_LIT("\xff\x00\x80 " FX_HOSTILE), .response_body_bytes = 70000},
    {.method = "GET", .target = "/b", .sent_ms = 1700000001000, .seconds = 0.125, .status = 401,
     .response_headers = got_headers, .response_header_count = 1},
    {.method = "POST", .target = "/c", .has_request_body = true, .sent_ms = 1700000002000, .seconds = 30,
     .failure = "timed out"},
};
/* clang-format on */

static const size_t record_of_case[CASE_COUNT] = {0, 1, 2, 3, SIZE_MAX, SIZE_MAX, 0, 2};

const pl_result *fx_record_result(void) {
    static pl_case_result rows[CASE_COUNT];
    static pl_finding findings[64];
    static pl_result result;
    result = *fx_result();
    size_t count = 0;
    for (size_t i = 0; i < result.case_count; i++) {
        rows[i] = result.cases[i];
        rows[i].record = record_of_case[i] == SIZE_MAX ? NULL : &records[record_of_case[i]];
        rows[i].findings = &findings[count];
        for (size_t k = 0; k < result.finding_count; k++) {
            if (result.findings[k].finding.test != rows[i].test) { continue; }
            findings[count++] = result.findings[k].finding;
            rows[i].finding_count++;
        }
    }
    result.cases = rows;
    return &result;
}
