/* Oracles: one named check a row. An exchange in, findings out. Pure: what is known of the world is in the
 * exchange. */
#ifndef PL_CHECKS_CHECK_H
#define PL_CHECKS_CHECK_H

#include "cases/case.h"
#include "http/http.h"
#include "http/redact.h"

/* One deviation of a server. Strings in the caller's arena, redacted by the caller before they are shown. */
typedef struct pl_finding {
    const pl_case *test; /* the case; NULL for what concerns the whole run */
    const char *check;   /* id of the check: "status", "envelope", "echo.reff_no" */
    pl_severity severity;
    const char *message; /* one sentence */
    const char *expected;
    const char *actual;
} pl_finding;

/* What was sent and what came back. */
typedef struct pl_exchange {
    const pl_case *test;
    const pl_http_response *response; /* answered */
    const char *account_id;           /* of the path, as sent */
    int64_t now_ms;                   /* when it was sent */
    const pl_bytes *payment_methods;
    size_t payment_method_count;
    const pl_redactor *redactor; /* of what may not be quoted; NULL: nothing */
} pl_exchange;

typedef struct pl_finding_list {
    pl_finding *list; /* in the arena */
    size_t count;
    size_t cap;
} pl_finding_list;

/* A row of the table of checks. */
typedef struct pl_check {
    const char *id;
    const char *statement; /* what it holds a server to, in words */
    pl_status (*run)(const pl_exchange *exchange, pl_arena *arena, pl_finding_list *findings);
} pl_check;

extern const pl_check pl_checks[];
extern const size_t pl_check_count;

/* Every check of the table, in order. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_checks_run(const pl_exchange *exchange, pl_arena *arena,
                                    pl_finding_list *findings);

/* For checks: add a finding; expected and actual may be NULL. Text is copied. */
PL_MUST_USE pl_status pl_finding_add(pl_finding_list *findings, pl_arena *arena,
                                     const pl_finding *finding);

#endif
