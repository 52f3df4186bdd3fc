#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "checks/answer.h"
#include "checks/check_internal.h"

/* What a status is to a case. The first that fits. */
typedef enum band {
    BAND_LISTED,     /* the case expects it */
    BAND_TOLERATED,  /* the case says so */
    BAND_DOCUMENTED, /* the contract lists it, the case does not */
    BAND_SUCCESS,    /* another 2xx */
    BAND_OTHER,      /* 1xx, 3xx, or no status of HTTP at all */
    BAND_REFUSED,    /* another 4xx */
    BAND_FAILED,     /* 5xx */
    BAND_COUNT
} band;

typedef struct answer_row {
    bool fine;            /* nothing to say */
    pl_severity severity; /* else */
    const char *text;     /* of the message; %s is what must come back, %d the status */
} answer_row;

#define MUST_ACCEPT "the request must be accepted with %s, the server answered %d"
#define MUST_REFUSE "the request must be refused with %s, the server answered %d"
#define TOLERATED   "expected %s, the server answered %d"
#define FAILED      "the server must answer with %s and failed with %d"

/* A row of a class that distinguishes nothing between the documented statuses and the others. */
/* clang-format off */
#define STRICT(message)                                                                            \
    {                                                                                              \
        [BAND_LISTED]     = {.fine = true},                                                        \
        [BAND_TOLERATED]  = {.severity = PL_OBSERVATION, .text = TOLERATED},                       \
        [BAND_DOCUMENTED] = {.severity = PL_VIOLATION,   .text = message},                         \
        [BAND_SUCCESS]    = {.severity = PL_VIOLATION,   .text = message},                         \
        [BAND_OTHER]      = {.severity = PL_VIOLATION,   .text = message},                         \
        [BAND_REFUSED]    = {.severity = PL_VIOLATION,   .text = message},                         \
        [BAND_FAILED]     = {.severity = PL_VIOLATION,   .text = FAILED},                          \
    }

static const answer_row answer_rows[PL_CLASS_COUNT][BAND_COUNT] = {
    [PL_CLASS_ACCEPT] = STRICT(MUST_ACCEPT),
    [PL_CLASS_REJECT] = STRICT(MUST_REFUSE),
    [PL_CLASS_REFUSE] = {
        [BAND_LISTED]     = {.fine = true},
        [BAND_TOLERATED]  = {.severity = PL_OBSERVATION, .text = TOLERATED},
        [BAND_DOCUMENTED] = {.severity = PL_WARNING,     .text = MUST_REFUSE},
        [BAND_SUCCESS]    = {.severity = PL_VIOLATION,   .text = MUST_REFUSE},
        [BAND_OTHER]      = {.severity = PL_WARNING,     .text = MUST_REFUSE},
        [BAND_REFUSED]    = {.severity = PL_WARNING,     .text = MUST_REFUSE},
        [BAND_FAILED]     = {.severity = PL_VIOLATION,   .text = FAILED},
    },
    [PL_CLASS_OPEN] = {
        [BAND_LISTED]     = {.severity = PL_OBSERVATION},
        [BAND_TOLERATED]  = {.severity = PL_OBSERVATION},
        [BAND_DOCUMENTED] = {.severity = PL_OBSERVATION},
        [BAND_SUCCESS]    = {.severity = PL_WARNING},
        [BAND_OTHER]      = {.severity = PL_WARNING},
        [BAND_REFUSED]    = {.severity = PL_WARNING},
        [BAND_FAILED]     = {.severity = PL_VIOLATION},
    },
};
/* clang-format on */

static band band_of(const pl_case *test, int status) {
    static const int success[PL_CASE_STATUS_COUNT_MAX] = {200};
    const bool unsaid = test->statuses[0] == 0 && test->klass == PL_CLASS_ACCEPT;
    if (pl_check_lists(unsaid ? success : test->statuses, status)) { return BAND_LISTED; }
    if (pl_check_lists(test->tolerated, status)) { return BAND_TOLERATED; }
    if (status >= 500 && status <= 599) { return BAND_FAILED; }
    /* A refusal that is answered with the documented success is no milder for being documented. */
    if (pl_contract_answer_of(status) != NULL && (status != 200 || test->klass == PL_CLASS_OPEN)) {
        return BAND_DOCUMENTED;
    }
    if (status >= 200 && status <= 299) { return BAND_SUCCESS; }
    return status >= 400 && status <= 499 ? BAND_REFUSED : BAND_OTHER;
}

/* "404 or 422" */
static void expected_text(const pl_case *test, char *out, size_t out_cap) {
    assert(out_cap > 0);
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < PL_CASE_STATUS_COUNT_MAX && test->statuses[i] != 0; i++) {
        const bool last = i + 1 == PL_CASE_STATUS_COUNT_MAX || test->statuses[i + 1] == 0;
        const char *const joint = i == 0 ? "" : last ? " or " : ", ";
        const int len = snprintf(out + used, out_cap - used, "%s%d", joint, test->statuses[i]);
        assert(len > 0 && (size_t)len < out_cap - used);
        used += (size_t)len;
    }
    if (used == 0) {
        const char *const unsaid = test->klass == PL_CLASS_ACCEPT ? "200" : "a documented status";
        const int len = snprintf(out, out_cap, "%s", unsaid);
        assert(len > 0 && (size_t)len < out_cap);
    }
}

/* What an open case records: the baseline of a later run compares it, so its words never change. */
static const char *way_of(int status) {
    if (status >= 200 && status <= 299) { return "accepted"; }
    if (status >= 400 && status <= 499) { return "refused"; }
    return status >= 300 && status <= 399 ? "redirected" : "failed";
}

static char *open_message(band fit, int status, pl_arena *arena) {
    static const char *const tails[BAND_COUNT] = {
        [BAND_SUCCESS] = ", a status that the contract does not list",
        [BAND_OTHER] = ", a status that the contract does not list",
        [BAND_REFUSED] = ", a status that the contract does not list",
        [BAND_FAILED] = ", where the server may accept or refuse but must not fail",
    };
    const char *const tail = tails[fit] == NULL ? "" : tails[fit];
    return pl_arena_printf(arena, "%s (%d)%s", way_of(status), status, tail);
}

/* The format is a constant of the table above, which the compiler cannot see through a pointer. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static char *strict_message(const char *text, const char *expected, int status, pl_arena *arena) {
    return pl_arena_printf(arena, text, expected, status);
}
#pragma GCC diagnostic pop

pl_status pl_check_status(const pl_exchange *exchange, pl_arena *arena, pl_finding_list *findings) {
    const pl_case *const test = exchange->test;
    const int status = exchange->response->status;
    assert(test->klass < PL_CLASS_COUNT);
    const band fit = band_of(test, status);
    const answer_row *const row = &answer_rows[test->klass][fit];
    if (row->fine) { return PL_OK; }
    char expected[128];
    expected_text(test, expected, sizeof expected);
    const char *said = "";
    const pl_status read = pl_answer_message(exchange->response, exchange->redactor, arena, &said);
    if (read != PL_OK) { return read; }
    const char *const message = row->text == NULL
                                    ? open_message(fit, status, arena)
                                    : strict_message(row->text, expected, status, arena);
    const char *const actual =
        pl_arena_printf(arena, said[0] == '\0' ? "%d%s" : "%d: %s", status, said);
    if (message == NULL || actual == NULL) { return PL_E_MEMORY; }
    return pl_check_report(exchange, arena, findings,
                           &(pl_finding){.check = "status",
                                         .severity = row->severity,
                                         .message = message,
                                         .expected = expected,
                                         .actual = actual});
}

pl_status pl_check_allow(const pl_exchange *exchange, pl_arena *arena, pl_finding_list *findings) {
    if (exchange->response->status != 405 ||
        pl_http_header_of(exchange->response, "Allow") != NULL) {
        return PL_OK;
    }
    return pl_check_report(
        exchange, arena, findings,
        &(pl_finding){.check = "allow",
                      .severity = PL_OBSERVATION,
                      .message = "the answer 405 has no header Allow (RFC 9110, section 15.5.6)",
                      .expected = "Allow: " PL_ALLOW,
                      .actual = "no such header"});
}
