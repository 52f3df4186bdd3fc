/* Hand-made exchanges for the tests of checks. */
#ifndef PL_TESTS_CHECKS_UTIL_H
#define PL_TESTS_CHECKS_UTIL_H

#include <criterion/criterion.h>
#include <string.h>

#include "checks/check.h"

#define CU_ACCOUNT "01K946KF851RK7FX075GJHBVKF"
/* 2025-11-20T00:00:00Z; a day later in 13 digits is 1763683200000. */
#define CU_NOW_MS INT64_C(1763596800000)

static const pl_http_header cu_json_headers[] = {{"Content-Type", "application/json"}};

/* An answered response. type NULL: no Content-Type. */
static inline pl_http_response cu_response(int status, const char *body) {
    return (pl_http_response){.failure = PL_HTTP_ANSWERED,
                              .failure_text = "",
                              .status = status,
                              .headers = cu_json_headers,
                              .header_count = PL_COUNT(cu_json_headers),
                              .body = pl_bytes_of(body)};
}

static inline pl_case cu_case(pl_class klass, const char *body) {
    return (pl_case){.id = "t/1",
                     .group = "t",
                     .constraint = "t",
                     .why = "t",
                     .klass = klass,
                     .method = "POST",
                     .route = PL_ROUTE_CREATE,
                     .content_type = "application/json",
                     .body = pl_bytes_of(body),
                     .has_body = body != NULL};
}

/* Run every check; findings live in arena. */
static inline pl_finding_list cu_run(const pl_case *test, const pl_http_response *response,
                                     pl_arena *arena) {
    pl_finding_list found = {0};
    const pl_exchange exchange = {
        .test = test, .response = response, .account_id = CU_ACCOUNT, .now_ms = CU_NOW_MS};
    const pl_status status = pl_checks_run(&exchange, arena, &found);
    cr_assert_eq(status, PL_OK, "%s: checks ran with status %d", test->id, (int)status);
    for (size_t i = 0; i < found.count; i++) {
        cr_assert_eq(found.list[i].test, test, "%s: a finding names its case", test->id);
    }
    return found;
}

/* The first finding whose check starts with that id, or NULL. */
static inline const pl_finding *cu_find(const pl_finding_list *found, const char *check) {
    for (size_t i = 0; i < found->count; i++) {
        if (strncmp(found->list[i].check, check, strlen(check)) == 0) { return &found->list[i]; }
    }
    return NULL;
}

static inline size_t cu_count(const pl_finding_list *found, pl_severity severity) {
    size_t count = 0;
    for (size_t i = 0; i < found->count; i++) {
        count += found->list[i].severity == severity ? 1U : 0U;
    }
    return count;
}

enum { CU_NOTHING = -1 };

/* found holds a finding of that check with that severity; CU_NOTHING: it holds none of that
 * check. */
static inline void cu_expect(const char *name, const pl_finding_list *found, const char *check,
                             int severity) {
    const pl_finding *const finding = cu_find(found, check);
    if (severity == CU_NOTHING) {
        cr_assert_null(finding, "%s: unexpected %s: %s", name, check,
                       finding == NULL ? "" : finding->message);
        return;
    }
    cr_assert_not_null(finding, "%s: no finding of %s", name, check);
    cr_assert_eq((int)finding->severity, severity, "%s: %s weighs %d, want %d (%s)", name, check,
                 (int)finding->severity, severity, finding->message);
}

/* One comparison of what was sent with what came back. */
struct cu_row {
    const char *name;
    pl_class klass;
    const char *sent; /* members of the request */
    const char *got;  /* members of the resource */
    const char *check;
    int want;
};

static inline pl_finding_list cu_compare(const struct cu_row *row, pl_case *test, pl_arena *arena) {
    const char *const body = pl_arena_printf(arena, "{%s}", row->sent);
    const char *const answer =
        pl_arena_printf(arena, "{\"status\":200,\"success\":true,\"data\":{%s}}", row->got);
    cr_assert(body != NULL && answer != NULL);
    *test = cu_case(row->klass, body);
    test->statuses[0] = row->klass == PL_CLASS_REJECT ? 422 : 200;
    const pl_http_response response = cu_response(200, answer);
    return cu_run(test, &response, arena);
}

/* Every row holds. */
static inline void cu_check_rows(const struct cu_row *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        pl_arena arena = {0};
        pl_case test;
        const pl_finding_list found = cu_compare(&rows[i], &test, &arena);
        cu_expect(rows[i].name, &found, rows[i].check, rows[i].want);
        pl_arena_done(&arena);
    }
}

#endif
