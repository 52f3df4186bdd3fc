#include <criterion/criterion.h>

#include "run/suite_internal.h"

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
