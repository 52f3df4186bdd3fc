/* For tests of faults: the list, and a faulty sandbox that is called as a merchant or as nobody. */
#ifndef PL_TESTS_FAULT_UTIL_H
#define PL_TESTS_FAULT_UTIL_H

#include <criterion/criterion.h>
#include <string.h>

#include "sandbox/fault_maker_internal.h"
#include "unit/sandbox/sandbox_util.h"

/* Every member, and texts and numbers that servers get wrong. */
#define FU_FULL_BODY                                                                               \
    "{\"reff_no\":\"Inv-s\xc3\xa9&'\\\\\\\"-0123456789-abcdefghijklmn\",\"title\":\"Kopi & Teh "           \
    "\xf0\x9f\x98\x80 caf\xc3\xa9 'x' \\\\ \\\"y\\\" behind the column\",\"max_usage\":2,"         \
    "\"total_amount\":150000.5,\"items\":[{\"name\":\"Kopi & 'x' \\\\ \\\"y\\\" caf\xc3\xa9 "      \
    "\xf0\x9f\x98\x80 behind the column\",\"quantity\":2,\"unit_price\":80000.25},"                \
    "{\"name\":\"Potongan\",\"quantity\":1,\"unit_price\":-10000}],"                               \
    "\"required_customer_detail\":true,\"expired_at\":\"1799999999123\","                          \
    "\"whitelisted_payment_method\":[\"QRIS\",\"VA_BRI\"],"                                        \
    "\"redirect_url\":\"https://Shop.example/a?b=c&d=e'f/behind-the-column\","                     \
    "\"optional_metadata\":{\"a\":1,\"b\":{\"c\":[1]},\"d\":true}}"

static inline pl_fault_list fu_faults(pl_arena *arena) {
    pl_fault_list faults = {.count = 0};
    cr_assert_eq(pl_faults_make(arena, &faults), PL_OK);
    return faults;
}

static inline const pl_fault *fu_fault(const pl_fault_list *faults, const char *id) {
    const pl_fault *fault = pl_fault_of(faults, id);
    cr_assert_not_null(fault, "no fault %s", id);
    return fault;
}

/* fault may be NULL. */
static inline void fu_open(sb *bench, const pl_fault *fault) {
    const pl_sandbox_config config = {.seed = SB_SEED, .fault = fault};
    const char *why = "";
    *bench = (sb){.now_ms = SB_NOW_MS};
    cr_assert_eq(pl_sandbox_new(&config, &bench->sandbox, &why), PL_OK, "open: %s", why);
}

typedef struct fu_request {
    const char *method;        /* NULL: POST */
    const char *target;        /* NULL: the first merchant's links */
    const char *authorization; /* NULL: the first merchant's; "": none */
    const char *partner;       /* likewise */
    const char *accept;        /* NULL: none */
    const char *body;
} fu_request;

static inline pl_sandbox_response fu_ask(sb *bench, const fu_request *asked) {
    const char *bearer = pl_arena_printf(&bench->arena, "Bearer %s", sb_token(bench, 0));
    const char *own = pl_sandbox_merchant_of(bench->sandbox, 0)->partner_id;
    const char *authorization = asked->authorization != NULL ? asked->authorization : bearer;
    const char *partner = asked->partner != NULL ? asked->partner : own;
    pl_sandbox_header headers[4] = {{pl_bytes_of("Content-Type"), pl_bytes_of(PL_MEDIA_TYPE)}};
    size_t count = 1;
    if (authorization[0] != '\0') {
        headers[count++] =
            (pl_sandbox_header){pl_bytes_of("authorization"), pl_bytes_of(authorization)};
    }
    if (partner[0] != '\0') {
        headers[count++] = (pl_sandbox_header){pl_bytes_of("x-partner-id"), pl_bytes_of(partner)};
    }
    if (asked->accept != NULL) {
        headers[count++] = (pl_sandbox_header){pl_bytes_of("accept"), pl_bytes_of(asked->accept)};
    }
    const pl_sandbox_request request = {
        .method = pl_bytes_of(asked->method != NULL ? asked->method : "POST"),
        .target = pl_bytes_of(asked->target != NULL ? asked->target : sb_path(bench, "")),
        .headers = headers,
        .header_count = count,
        .body = pl_bytes_of(asked->body != NULL ? asked->body : ""),
        .now_ms = bench->now_ms};
    pl_sandbox_response response = {.status = 0};
    cr_assert_eq(pl_sandbox_answer(bench->sandbox, &request, &bench->arena, &response), PL_OK);
    return response;
}

#endif
