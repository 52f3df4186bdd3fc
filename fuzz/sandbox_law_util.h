/* What every answer of the sandbox must keep to. */
#ifndef PL_FUZZ_SANDBOX_LAW_UTIL_H
#define PL_FUZZ_SANDBOX_LAW_UTIL_H

#include "sandbox_util.h"
#include "thorough_util.h"

enum { FZ_LINK_PATH_BYTES = 128, FZ_FAILED_REQUESTS_MAX = 64 };

static const pl_bytes fz_head = PL_BYTES_LIT("HEAD");

/* --- judging an answer ----------------------------------------------------------------------- */

/* Whatever the status, also where the contract says nothing of it: JSON that repeats it. */
static inline void fz_check_envelope(const fz_exchange *exchange, pl_arena *arena) {
    const pl_sandbox_response *response = &exchange->response;
    if (pl_bytes_equal(exchange->request.method, fz_head)) {
        FZ_CHECK(response->body.len == 0 && response->content_type == NULL);
        return;
    }
    pl_json json;
    pl_decimal status = {0};
    FZ_CHECK(strcmp(response->content_type, PL_MEDIA_TYPE) == 0);
    FZ_CHECK(pl_json_read(response->body, arena, &json, NULL) == PL_OK);
    FZ_CHECK((json.marks & (PL_JSON_BAD_UTF8 | PL_JSON_LONE_SURROGATE)) == 0);
    const uint32_t number = pl_json_member(&json, 0, "status");
    const uint32_t success = pl_json_member(&json, 0, "success");
    FZ_CHECK(number != PL_JSON_NONE && success != PL_JSON_NONE);
    FZ_CHECK(pl_decimal_parse(pl_json_raw(&json, number), &status) == PL_OK &&
             pl_decimal_equal(status, pl_decimal_of(response->status)));
    FZ_CHECK(pl_json_is_true(&json, success) == (response->status == 200));
    FZ_CHECK((response->allow != NULL) == (response->status == 405));
}

/* Our own server earns no warning, and names what it refuses. */
static inline bool fz_is_fault(const pl_case *test, const pl_finding *finding) {
    return finding->severity == PL_VIOLATION || strcmp(finding->check, "errors") == 0 ||
           (finding->severity == PL_WARNING && test->klass != PL_CLASS_OPEN);
}

static inline void fz_check_answer(const fz_house *house, const pl_case *test,
                                   const char *account_id, const fz_exchange *exchange,
                                   pl_arena *arena) {
    const pl_sandbox_response *from = &exchange->response;
    pl_http_header headers[2];
    pl_http_response response = {
        .status = from->status, .failure_text = "", .headers = headers, .body = from->body};
    if (from->content_type != NULL) {
        headers[response.header_count++] = (pl_http_header){"Content-Type", from->content_type};
    }
    if (from->allow != NULL) {
        headers[response.header_count++] = (pl_http_header){"Allow", from->allow};
    }
    const pl_exchange judged = {.test = test,
                                .response = &response,
                                .account_id = account_id,
                                .now_ms = exchange->request.now_ms,
                                .payment_methods = house->codes,
                                .payment_method_count = house->session.payment_method_count};
    pl_finding_list found = {0};
    FZ_CHECK(pl_checks_run(&judged, arena, &found) == PL_OK);
    bool passes_the_checks_of_a_run = true;
    for (size_t i = 0; i < found.count; i++) {
        const pl_finding *finding = &found.list[i];
        if (!fz_is_fault(test, finding)) { continue; }
        fprintf(stderr, "%s: %s; expected: %s; actual: %s\n", finding->check, finding->message,
                finding->expected == NULL ? "-" : finding->expected,
                finding->actual == NULL ? "-" : finding->actual);
        passes_the_checks_of_a_run = false;
    }
    FZ_CHECK(passes_the_checks_of_a_run);
}

/* --- laws about several requests ------------------------------------------------------------- */

/* They cost further requests: a search looks at each for one input in so many. */
typedef enum fz_sandbox_law {
    FZ_LAW_REPEATED,
    FZ_LAW_POOR,
    FZ_LAW_CREATED,
    FZ_LAW_COUNT = 32
} fz_sandbox_law;

static inline bool fz_looks_at(fz_sandbox_law law, uint64_t pick) {
    return fz_is_turn(law, FZ_LAW_COUNT, pick);
}

/* Both may be NULL. */
static inline bool fz_same_header(const char *left, const char *right) {
    if (left == NULL || right == NULL) { return left == right; }
    return strcmp(left, right) == 0;
}

/* Anew, from the same store. */
static inline void fz_check_repeated(const fz_house *house, const fz_exchange *exchange,
                                     pl_arena *arena) {
    pl_sandbox_response again = {.status = 0};
    FZ_CHECK(pl_sandbox_handle(house->sandbox, &exchange->request, arena, &again) == PL_OK);
    FZ_CHECK(again.status == exchange->response.status &&
             pl_bytes_equal(again.body, exchange->response.body));
    FZ_CHECK(fz_same_header(again.content_type, exchange->response.content_type) &&
             fz_same_header(again.allow, exchange->response.allow));
}

/* Anew, with memory for a part of it. */
static inline void fz_check_poor(const fz_house *house, const fz_exchange *exchange,
                                 uint64_t pick) {
    pl_arena poor = {.fail_after = 1 + pick / FZ_LAW_COUNT % FZ_FAILED_REQUESTS_MAX};
    pl_sandbox_response none = {.status = -1};
    const pl_status status = pl_sandbox_handle(house->sandbox, &exchange->request, &poor, &none);
    FZ_CHECK(status == PL_OK || status == PL_E_MEMORY);
    FZ_CHECK((status == PL_E_MEMORY) == (none.status == -1));
    FZ_CHECK(status == PL_E_MEMORY || none.status == exchange->response.status);
    pl_arena_done(&poor);
}

/* The same caller's request for a created link. */
static inline int fz_ask(const fz_house *house, const fz_exchange *created, const char *method,
                         const char *target, pl_arena *arena, pl_bytes *ret_body) {
    pl_sandbox_request request = created->request;
    pl_sandbox_response response = {.status = 0};
    request.method = pl_bytes_of(method);
    request.target = pl_bytes_of(target);
    request.body = (pl_bytes){NULL, 0};
    FZ_CHECK(pl_sandbox_handle(house->sandbox, &request, arena, &response) == PL_OK);
    *ret_body = response.body;
    return response.status;
}

static inline void fz_check_created(const fz_house *house, const fz_exchange *created,
                                    const char *account_id, pl_arena *arena) {
    pl_json json;
    pl_bytes body = {NULL, 0};
    char target[FZ_LINK_PATH_BYTES];
    FZ_CHECK(pl_json_read(created->response.body, arena, &json, NULL) == PL_OK);
    const pl_bytes id =
        pl_json_raw(&json, pl_json_member(&json, pl_json_member(&json, 0, "data"), "id"));
    const char *text = pl_arena_text(arena, id);
    FZ_CHECK(text != NULL);
    FZ_CHECK(pl_route_path(PL_ROUTE_SHOW, account_id, text, target, sizeof target) == PL_OK);
    FZ_CHECK(fz_ask(house, created, "GET", target, arena, &body) == 200);
    FZ_CHECK(pl_bytes_equal(body, created->response.body));
    FZ_CHECK(fz_ask(house, created, "DELETE", target, arena, &body) == 200);
    FZ_CHECK(fz_ask(house, created, "DELETE", target, arena, &body) == 404);
    FZ_CHECK(fz_ask(house, created, "GET", target, arena, &body) == 404);
}

#endif
