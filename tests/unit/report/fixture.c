#include "fixture.h"

#include <stdlib.h>

enum { CASE_COUNT = 8, OBSERVATION_COUNT = 9, FINDING_COUNT = 6 + OBSERVATION_COUNT };

static const pl_case cases[CASE_COUNT] = {
    {.id = "items.quantity/minimum/at",
     .group = "items[].quantity",
     .constraint = "/items/0/quantity minimum 1",
     .why = "quantity is at least 1",
     .klass = PL_CLASS_ACCEPT},
    {.id = "items.quantity/minimum/below",
     .group = "items[].quantity",
     .constraint = "/items/0/quantity minimum 1",
     .why = "quantity is at least 1",
     .klass = PL_CLASS_REJECT},
    {.id = "auth/none",
     .group = "authentication",
     .constraint = "401 without Authorization",
     .why = "both headers are required",
     .klass = PL_CLASS_REJECT},
    {.id = "auth/time-out",
     .group = "authentication",
     .constraint = "401 for an expired token",
     .why = "tokens end",
     .klass = PL_CLASS_REJECT},
    {.id = "account/inactive",
     .group = "account",
     .constraint = "404 for an inactive account",
     .why = "the account must be active",
     .klass = PL_CLASS_REJECT},
    {.id = "account/other",
     .group = "account",
     .constraint = "404 for another's account",
     .why = "accounts are separate",
     .klass = PL_CLASS_REFUSE},
    {.id = "title/blank",
     .group = "title",
     .constraint = "/title blank",
     .why = "the contract is silent",
     .klass = PL_CLASS_OPEN},
    {.id = "whitelisted_payment_method/x",
     .group = "whitelisted_payment_method[]",
     .constraint = "/whitelisted_payment_method",
     .why = "codes",
     .klass = PL_CLASS_ACCEPT},
};

static const pl_case_result rows[CASE_COUNT] = {
    {.test = &cases[0], .outcome = PL_OUTCOME_PASSED, .status = 200, .seconds = 0.25},
    {.test = &cases[1],
     .outcome = PL_OUTCOME_FAILED,
     .status = 200,
     .seconds = 0.5,
     .curl = "curl -sS -X POST 'https://example/" FX_HOSTILE "'"},
    {.test = &cases[2], .outcome = PL_OUTCOME_PASSED, .status = 401, .seconds = 0.125},
    {.test = &cases[3],
     .outcome = PL_OUTCOME_INCONCLUSIVE,
     .status = 0,
     .seconds = 30,
     .reason = "timed out",
     .curl = "curl https://example"},
    {.test = &cases[4],
     .outcome = PL_OUTCOME_NOT_RUN,
     .reason = "PAYLINK_INACTIVE_ACCOUNT_ID is not set"},
    {.test = &cases[5],
     .outcome = PL_OUTCOME_NOT_RUN,
     .reason = "PAYLINK_INACTIVE_ACCOUNT_ID is not set"},
    {.test = &cases[6], .outcome = PL_OUTCOME_PASSED, .status = 200, .seconds = 0.125},
    {.test = &cases[7], .outcome = PL_OUTCOME_PASSED, .status = 200, .seconds = 0.0004},
};

static const pl_result_finding findings[FINDING_COUNT] = {
    {.finding = {NULL, "clean-up", PL_WARNING, "a link could not be deleted", NULL, NULL}},
    {.finding = {&cases[1], "status", PL_VIOLATION, "answered 200 to a body that must be rejected",
                 "422", "200"},
     .curl = "curl -sS -X POST 'https://example/" FX_HOSTILE "'"},
    {.finding = {&cases[1], "envelope", PL_VIOLATION, "the server said " FX_HOSTILE, "",
                 FX_HOSTILE},
     .curl = "curl -sS -X POST 'https://example/" FX_HOSTILE "'"},
    {.finding = {&cases[1], "allow", PL_OBSERVATION, "no Allow header", NULL, NULL},
     .curl = "curl"},
    {.finding = {&cases[2], "contested.account", PL_WARNING,
                 "account.id is an integer, and this sentence is long enough that it has to be "
                 "wrapped on a terminal of eighty columns",
                 "a ULID", "1"},
     .curl = "curl -X POST https://example/auth"},
    {.finding = {&cases[6], "status", PL_OBSERVATION,
                 "answered 200, and this sentence too is so long that a terminal of eighty columns "
                 "cannot hold it",
                 NULL, NULL},
     .curl = "curl"},
    {.finding = {&cases[7], "echo", PL_OBSERVATION, "observation 1", NULL, NULL}},
    {.finding = {&cases[7], "echo", PL_OBSERVATION, "observation 2", NULL, NULL}},
    {.finding = {&cases[7], "echo", PL_OBSERVATION, "observation 3", NULL, NULL}},
    {.finding = {&cases[7], "echo", PL_OBSERVATION, "observation 4", NULL, NULL}},
    {.finding = {&cases[7], "echo", PL_OBSERVATION, "observation 5", NULL, NULL}},
    {.finding = {&cases[7], "echo", PL_OBSERVATION, "observation 6", NULL, NULL}},
    {.finding = {&cases[7], "echo", PL_OBSERVATION, "observation 7", NULL, NULL}},
    {.finding = {&cases[7], "echo", PL_OBSERVATION, "observation 8", NULL, NULL}},
    {.finding = {&cases[7], "echo", PL_OBSERVATION, "observation 9", NULL, NULL}},
};

static const pl_result result = {
    .base_url = "http://127.0.0.1:8080",
    .run_id = "run7",
    .started_ms = 1700000000000, /* 2023-11-14T22:13:20Z */
    .cases = rows,
    .case_count = CASE_COUNT,
    .findings = findings,
    .finding_count = FINDING_COUNT,
    .summary = {.cases = CASE_COUNT,
                .requests = 12,
                .passed = 4,
                .failed = 1,
                .inconclusive = 1,
                .not_run = 2,
                .totals = {[PL_VIOLATION] = 2, [PL_WARNING] = 2, [PL_OBSERVATION] = 11},
                .seconds = 31.0004},
};

const pl_result *fx_result(void) {
    return &result;
}

const pl_result *fx_clean_result(void) {
    static const pl_case_result passed[] = {
        {.test = &cases[0], .outcome = PL_OUTCOME_PASSED, .status = 200, .seconds = 0.1},
        {.test = &cases[2], .outcome = PL_OUTCOME_PASSED, .status = 401, .seconds = 0.1},
    };
    static const pl_result clean = {
        .base_url = "http://127.0.0.1:8080",
        .run_id = "run8",
        .started_ms = 1700000000000,
        .cases = passed,
        .case_count = PL_COUNT(passed),
        .summary = {.cases = 2, .requests = 4, .passed = 2, .seconds = 0.2},
    };
    return &clean;
}

char *fx_print(pl_status (*write)(const pl_result *result, FILE *out), const pl_result *printed) {
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    if (out == NULL || write(printed, out) != PL_OK || fclose(out) != 0) { abort(); }
    return text;
}

char *fx_print_terminal(const pl_result *printed, const pl_terminal *terminal) {
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    if (out == NULL || pl_report_terminal(printed, terminal, out) != PL_OK || fclose(out) != 0) {
        abort();
    }
    return text;
}
