#include <criterion/criterion.h>

#include "run/suite_internal.h"

static const struct pause_case {
    const char *name;
    const char *value; /* of Retry-After; NULL: no such header */
    uint32_t want;
} pauses[] = {
    {"absent", NULL, 250},
    {"empty", "", 250},
    {"zero", "0", 0},
    {"one", "1", 1000},
    {"limit", "5", 5000},
    {"above", "6", 5000},
    {"an-hour", "3600", 5000},
    {"endless", "99999999999999999999", 5000},
    {"date", "Fri, 21 Nov 2025 00:00:00 GMT", 250},
    {"negative", "-1", 250},
};

Test(judge, pause_after, .timeout = 10) {
    for (size_t i = 0; i < PL_COUNT(pauses); i++) {
        const pl_http_header header = {"retry-after", pauses[i].value};
        const pl_http_response response = {.failure = PL_HTTP_ANSWERED,
                                           .status = 429,
                                           .headers = &header,
                                           .header_count = pauses[i].value == NULL ? 0 : 1};
        cr_assert_eq(pl_pause_after(&response, 250), pauses[i].want, "%s", pauses[i].name);
    }
}

static const struct verdict_case {
    const char *name;
    pl_http_failure failure;
    int status;
    bool want;
} verdicts[] = {
    {"ok", PL_HTTP_ANSWERED, 200, true},
    {"refused", PL_HTTP_ANSWERED, 422, true},
    {"failed", PL_HTTP_ANSWERED, 500, true},
    {"not-implemented", PL_HTTP_ANSWERED, 501, true},
    {"limit", PL_HTTP_ANSWERED, 429, false},
    {"gateway", PL_HTTP_ANSWERED, 502, false},
    {"unavailable", PL_HTTP_ANSWERED, 503, false},
    {"gateway-late", PL_HTTP_ANSWERED, 504, false},
    {"late", PL_HTTP_TIMEOUT, 0, false},
    {"closed-in-the-body", PL_HTTP_CLOSED, 200, false},
};

Test(judge, verdicts, .timeout = 10) {
    for (size_t i = 0; i < PL_COUNT(verdicts); i++) {
        const pl_http_response response = {.failure = verdicts[i].failure,
                                           .status = verdicts[i].status};
        cr_assert_eq(pl_answer_has_verdict(&response), verdicts[i].want, "%s", verdicts[i].name);
    }
}
