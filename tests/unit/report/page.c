#include "page.h"

#include <stdlib.h>
#include <string.h>

#define GOOD_BODY                                                                                  \
    "{\"reff_no\":\"pl-run9-1\",\"title\":\"Order 1\",\"max_usage\":1,\"total_amount\":150000,"    \
    "\"items\":[{\"name\":\"Tea\",\"quantity\":1,\"unit_price\":150000}]}"

#define CREATED                                                                                    \
    "{\"status\":200,\"success\":true,\"data\":{\"id\":7,\"reff_no\":\"pl-run9-1\",\"title\":"     \
    "\"Order 1\",\"payment_url\":\"https://pay.example/7\",\"status\":\"open\",\"is_expired\":"    \
    "false,\"max_usage\":1,\"current_usage\":0,\"total_amount\":150000,\"items\":[{\"name\":"      \
    "\"Tea\",\"quantity\":1,\"unit_price\":150000,\"subtotal\":150000}]}}"

#define REFUSED                                                                                    \
    "{\"status\":422,\"success\":false,\"error\":{\"code\":422,\"message\":\"The request is not "  \
    "valid.\",\"errors\":{\"title\":[\"required\"]}}}"

#define CURL                                                                                       \
    "curl -sS -i -X POST \"$PAYLINK_BASE_URL/api/v1.0/payment-link-manage/$PAYLINK_ACCOUNT_ID\" "  \
    "-H \"Authorization: Bearer $PAYLINK_TOKEN\" -H \"X-PARTNER-ID: $PAYLINK_PARTNER_ID\" -H "     \
    "'Content-Type: application/json' --data-binary '" GOOD_BODY "'"

static const pl_http_header sent_headers[] = {
    {"Authorization", "Bearer $PAYLINK_TOKEN"},
    {"X-PARTNER-ID", "$PAYLINK_PARTNER_ID"},
    {"Content-Type", "application/json"},
    {"Accept", "application/json"},
};

static const pl_http_header json_headers[] = {
    {"Date", "Tue, 14 Nov 2023 22:13:20 GMT"},
    {"Content-Type", "application/json"},
};

static const pl_http_header hostile_headers[] = {
    {"Content-Type", "text/html"},
    {"X-Hostile", PAGE_HOSTILE "\x1b[31m\xff"},
};

typedef struct spec {
    pl_case test;
    pl_outcome outcome;
    int status;
    const char *request;
    const char *response;
    const pl_http_header *headers; /* NULL: json_headers */
    const char *reason;
    pl_finding findings[3];
    bool is_long; /* the request is made by make_long */
} spec;

/* clang-format off */
static const spec specs[] = {
    {.test = {.id = "items.quantity/minimum/below-first", .group = "items[].quantity", .constraint = "items[].quantity minimum 1",
              .why = "a quantity of 0 is below the minimum", .klass = PL_CLASS_REJECT, .statuses = {422}, .offending = "/items/0/quantity"},
     .outcome = PL_OUTCOME_FAILED, .status = 200,
     .request = "{\"reff_no\":\"pl-run9-2\",\"title\":\"Order 2\",\"max_usage\":1,\"total_amount\":0,\"items\":[{\"name\":\"Tea\",\"quantity\":0,\"unit_price\":150000}]}",
     .response = CREATED,
     .findings = {{.check = "status", .severity = PL_VIOLATION, .message = "the request must be refused with 422, the server answered 200",
                   .expected = "422", .actual = "200"},
                  {.check = "fresh.status", .severity = PL_OBSERVATION, .message = "/data/status of a new link is not \"open\""}}},
    {.test = {.id = "items.quantity/minimum/at-first", .group = "items[].quantity", .constraint = "items[].quantity minimum 1",
              .why = "the smallest quantity", .klass = PL_CLASS_ACCEPT, .statuses = {200}},
     .outcome = PL_OUTCOME_PASSED, .status = 200, .request = GOOD_BODY, .response = CREATED},
    {.test = {.id = "title/required/absent", .group = "title", .constraint = "title required",
              .why = "the title is required", .klass = PL_CLASS_REJECT, .statuses = {422}, .offending = "/title"},
     .outcome = PL_OUTCOME_FAILED, .status = 500,
     .request = "{\"reff_no\":\"pl-run9-3\",\"max_usage\":1,\"total_amount\":150000,\"items\":[{\"name\":\"Tea\",\"quantity\":1,\"unit_price\":150000}]}",
     .response = PAGE_HOSTILE, .headers = hostile_headers,
     .findings = {{.check = "status", .severity = PL_VIOLATION, .message = "the server answered 500: " PAGE_HOSTILE, .expected = "422", .actual = "500: " PAGE_HOSTILE},
                  {.check = "media-type", .severity = PL_VIOLATION, .message = "the answer must be application/json",
                   .expected = "Content-Type: application/json", .actual = "text/html"}}},
    {.test = {.id = "whitelisted_payment_method.each/catalog/unknown", .group = "whitelisted_payment_method[]",
              .constraint = "whitelisted_payment_method[] catalog", .why = "every entry is a code of the catalog",
              .klass = PL_CLASS_REJECT, .statuses = {422}, .offending = "/whitelisted_payment_method/1"},
     .outcome = PL_OUTCOME_PASSED, .status = 422,
     .request = "{\"reff_no\":\"pl-run9-4\",\"title\":\"Order 4\",\"max_usage\":1,\"total_amount\":150000,\"items\":[{\"name\":\"Tea\",\"quantity\":1,"
                "\"unit_price\":150000}],\"whitelisted_payment_method\":[\"QRIS\",\"NO_SUCH_CODE\"]}",
     .response = REFUSED},
    {.test = {.id = "title/maxLength/at", .group = "title", .constraint = "title maxLength 255",
              .why = "the longest title", .klass = PL_CLASS_ACCEPT, .statuses = {200}},
     .outcome = PL_OUTCOME_FAILED, .status = 200, .request = GOOD_BODY, .response = CREATED,
     .findings = {{.check = "echo.title", .severity = PL_VIOLATION, .message = "/title must come back as it was sent (compared as text)",
                   .expected = "\"Order one\"", .actual = "\"Order 1\""},
                  {.check = "envelope", .severity = PL_VIOLATION, .message = "/data/items/0/subtotal: must be a string", .actual = "150000"},
                  {.check = "envelope", .severity = PL_WARNING, .message = "/data/account/id: is an integer"}}},
    {.test = {.id = "title/encoding/bytes", .group = "title", .constraint = "title encoding",
              .why = "what the server does with bytes of no character is open", .klass = PL_CLASS_OPEN, .statuses = {400, 422}},
     .outcome = PL_OUTCOME_PASSED, .status = 200,
     .request = "{\"title\":\"\xff\xc3(\x01\x7f \xe2\x80\xae\xc2\x9b <b>&\\n\"}", .response = "{\"status\": 200,\n  \"success\": true}",
     .findings = {{.check = "status", .severity = PL_OBSERVATION, .message = "accepted (200)", .expected = "400 or 422", .actual = "200"}}},
    {.test = {.id = "method/patch", .group = "method", .constraint = "method PATCH",
              .why = "PATCH is not supported", .klass = PL_CLASS_REJECT, .method = "PATCH", .statuses = {405}},
     .outcome = PL_OUTCOME_PASSED, .status = 405, .response = "{\"status\":405,\"success\":false,\"error\":{\"code\":4059901,\"message\":\"no\"}}",
     .findings = {{.check = "allow", .severity = PL_WARNING, .message = "an answer 405 must have the header Allow"}}},
    {.test = {.id = "account/inactive", .group = "account", .constraint = "account inactive",
              .why = "an inactive account is not found", .klass = PL_CLASS_REJECT, .statuses = {404}},
     .outcome = PL_OUTCOME_NOT_RUN, .reason = "PAYLINK_INACTIVE_ACCOUNT_ID is not set"},
    {.test = {.id = "account/other", .group = "account", .constraint = "account of another merchant",
              .why = "accounts are their merchant's alone", .klass = PL_CLASS_REFUSE, .statuses = {403, 404}},
     .outcome = PL_OUTCOME_INCONCLUSIVE, .reason = "timed out after 3 tries", .request = GOOD_BODY},
    {.test = {.id = "long/title", .group = "title", .constraint = "title maxLength 255",
              .why = "a title of ninety thousand characters", .klass = PL_CLASS_REJECT, .statuses = {422}, .offending = "/title"},
     .outcome = PL_OUTCOME_FAILED, .status = 413, .response = "{}", .is_long = true,
     .findings = {{.check = "status", .severity = PL_VIOLATION, .message = "the request must be refused with 422, the server answered 413",
                   .expected = "422", .actual = "413"}}},
};
/* clang-format on */

/* Aborts instead of returning NULL. */
static void *must(void *ptr) {
    if (ptr == NULL) { abort(); }
    return ptr;
}

/* {"optional_metadata":"mmm...","title":"ttt..."}: the offending member begins far from the front. */
static pl_bytes make_long(pl_arena *arena) {
    static const char front[] = "{\"optional_metadata\":\"";
    static const char middle[] = "\",\"title\":\"";
    static const char end[] = "\"}";
    uint8_t *const text = must(pl_arena_alloc(arena, PAGE_LONG_BYTES));
    const size_t middle_at = PAGE_LONG_OFFENDING_AT + 1 - (sizeof middle - 1);
    memset(text, 'm', PAGE_LONG_OFFENDING_AT);
    memset(text + PAGE_LONG_OFFENDING_AT, 't', PAGE_LONG_BYTES - PAGE_LONG_OFFENDING_AT);
    memcpy(text, front, sizeof front - 1);
    memcpy(text + middle_at, middle, sizeof middle - 1);
    memcpy(text + PAGE_LONG_BYTES - (sizeof end - 1), end, sizeof end - 1);
    return (pl_bytes){text, PAGE_LONG_BYTES};
}

static const pl_record *record_of(const spec *from, pl_arena *arena) {
    pl_record *const record = must(pl_arena_alloc(arena, sizeof *record));
    const pl_bytes request = from->is_long ? make_long(arena) : pl_bytes_of(from->request);
    const pl_bytes response = pl_bytes_of(from->response);
    const bool hostile = from->headers != NULL;
    *record = (pl_record){
        .method = from->test.method != NULL ? from->test.method : "POST",
        .target = "/api/v1.0/payment-link-manage/01ARZ3NDEKTSV4RRFFQ69G5FAV",
        .request_headers = sent_headers,
        .request_header_count = PL_COUNT(sent_headers),
        .request_body = request,
        .request_body_bytes = request.len,
        .has_request_body = request.len > 0,
        .seconds = 0.0123,
        .status = from->status,
        .failure = from->status == 0 ? "timed out" : NULL,
        .response_headers = hostile ? hostile_headers : json_headers,
        .response_header_count = hostile ? PL_COUNT(hostile_headers) : PL_COUNT(json_headers),
        .response_body = response,
        .response_body_bytes = response.len,
    };
    return record;
}

static pl_case_result row_of(const spec *from, pl_arena *arena) {
    const bool ran = from->outcome != PL_OUTCOME_NOT_RUN;
    return (pl_case_result){.test = &from->test,
                            .outcome = from->outcome,
                            .status = from->status,
                            .seconds = ran ? 0.0123 : 0,
                            .reason = from->reason,
                            .curl = ran ? CURL : NULL,
                            .record = ran ? record_of(from, arena) : NULL};
}

/* A case like most of a run: it passed, and its bodies are short. */
static const spec *more_passed(size_t serial, pl_arena *arena) {
    spec *const made = must(pl_arena_alloc(arena, sizeof *made));
    *made = (spec){.outcome = PL_OUTCOME_PASSED,
                   .status = serial % 3 == 0 ? 200 : 422,
                   .request = GOOD_BODY,
                   .response = serial % 3 == 0 ? CREATED : REFUSED};
    made->test = (pl_case){
        .id = must(pl_arena_printf(arena, "reff_no/more/%zu", serial)),
        .group = "reff_no",
        .constraint = must(pl_arena_printf(arena, "reff_no more %zu", serial / 4)),
        .why = "one of many",
        .klass = serial % 3 == 0 ? PL_CLASS_ACCEPT : PL_CLASS_REJECT,
        .statuses = {serial % 3 == 0 ? 200 : 422},
        .offending = serial % 3 == 0 ? NULL : "/reff_no",
    };
    return made;
}

static void count(pl_summary *summary, const pl_case_result *row) {
    uint64_t *const counts[PL_OUTCOME_COUNT] = {
        [PL_OUTCOME_PASSED] = &summary->passed,
        [PL_OUTCOME_FAILED] = &summary->failed,
        [PL_OUTCOME_INCONCLUSIVE] = &summary->inconclusive,
        [PL_OUTCOME_NOT_RUN] = &summary->not_run,
    };
    *counts[row->outcome] += 1;
    summary->cases += 1;
    summary->requests += row->outcome != PL_OUTCOME_NOT_RUN;
}

const pl_result *page_result(size_t passed, pl_arena *arena) {
    const size_t case_count = PL_COUNT(specs) + passed;
    pl_case_result *const rows = must(pl_arena_alloc(arena, case_count * sizeof *rows));
    pl_result_finding *const findings =
        must(pl_arena_alloc(arena, (1 + 3 * PL_COUNT(specs)) * sizeof *findings));
    pl_result *const result = must(pl_arena_alloc(arena, sizeof *result));
    *result = (pl_result){.base_url = "https://sandbox.example/<b>",
                          .run_id = "run9",
                          .started_ms = 1700000000000, /* 2023-11-14T22:13:20Z */
                          .cases = rows,
                          .case_count = case_count,
                          .findings = findings,
                          .summary = {.seconds = 1.25}};
    for (size_t i = 0; i < case_count; i++) {
        const spec *const from =
            i < PL_COUNT(specs) ? &specs[i] : more_passed(i - PL_COUNT(specs), arena);
        rows[i] = row_of(from, arena);
        count(&result->summary, &rows[i]);
        for (size_t k = 0; k < PL_COUNT(from->findings) && from->findings[k].check != NULL; k++) {
            pl_finding named = from->findings[k];
            named.test = &from->test;
            findings[result->finding_count++] = (pl_result_finding){named, rows[i].curl};
        }
    }
    findings[result->finding_count++] = (pl_result_finding){
        .finding = {NULL, "clean-up", PL_WARNING, "a link could not be deleted", NULL, NULL}};
    for (size_t i = 0; i < result->finding_count; i++) {
        result->summary.totals[findings[i].finding.severity] += 1;
    }
    return result;
}
