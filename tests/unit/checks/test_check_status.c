#include "checks_util.h"

#define BAD_ENVELOPE(status)                                                                       \
    "{\"status\":" #status ",\"success\":false,\"error\":{\"code\":1,\"message\":\"Sorry\"}}"

static const struct status_case {
    const char *name;
    pl_class klass;
    int statuses[PL_CASE_STATUS_COUNT_MAX];
    int tolerated[PL_CASE_STATUS_COUNT_MAX];
    int status;
    int want; /* severity of the finding, CU_NOTHING */
    const char *message;
} cases[] = {
    /* clang-format off */
    {"accept-200",           PL_CLASS_ACCEPT, {0},        {0},   200, CU_NOTHING,     NULL},
    {"accept-said-200",      PL_CLASS_ACCEPT, {200},      {0},   200, CU_NOTHING,     NULL},
    {"accept-201",           PL_CLASS_ACCEPT, {200},      {0},   201, PL_VIOLATION,   "the request must be accepted with 200, the server answered 201"},
    {"accept-422",           PL_CLASS_ACCEPT, {0},        {0},   422, PL_VIOLATION,   "the request must be accepted with 200, the server answered 422"},
    {"accept-302",           PL_CLASS_ACCEPT, {0},        {0},   302, PL_VIOLATION,   NULL},
    {"accept-500",           PL_CLASS_ACCEPT, {0},        {0},   500, PL_VIOLATION,   "the server must answer with 200 and failed with 500"},
    {"accept-tolerated",     PL_CLASS_ACCEPT, {200},      {406}, 406, PL_OBSERVATION, NULL},
    {"reject-422",           PL_CLASS_REJECT, {422},      {0},   422, CU_NOTHING,     NULL},
    {"reject-200",           PL_CLASS_REJECT, {422},      {0},   200, PL_VIOLATION,   "the request must be refused with 422, the server answered 200"},
    {"reject-404",           PL_CLASS_REJECT, {422},      {0},   404, PL_VIOLATION,   NULL},
    {"reject-400",           PL_CLASS_REJECT, {422},      {0},   400, PL_VIOLATION,   NULL},
    {"reject-400-tolerated", PL_CLASS_REJECT, {422},      {400}, 400, PL_OBSERVATION, "expected 422, the server answered 400"},
    {"reject-either",        PL_CLASS_REJECT, {404, 422}, {0},   404, CU_NOTHING,     NULL},
    {"reject-neither",       PL_CLASS_REJECT, {404, 422}, {0},   200, PL_VIOLATION,   "the request must be refused with 404 or 422, the server answered 200"},
    {"reject-redirect",      PL_CLASS_REJECT, {422},      {0},   302, PL_VIOLATION,   NULL},
    {"reject-500",           PL_CLASS_REJECT, {422},      {0},   500, PL_VIOLATION,   NULL},
    {"refuse-listed",        PL_CLASS_REFUSE, {404, 422}, {0},   422, CU_NOTHING,     NULL},
    {"refuse-200",           PL_CLASS_REFUSE, {404, 422}, {0},   200, PL_VIOLATION,   NULL},
    {"refuse-204",           PL_CLASS_REFUSE, {404, 422}, {0},   204, PL_VIOLATION,   NULL},
    {"refuse-400",           PL_CLASS_REFUSE, {404, 422}, {0},   400, PL_WARNING,     NULL},
    {"refuse-401",           PL_CLASS_REFUSE, {404, 422}, {0},   401, PL_WARNING,     NULL},
    {"refuse-301",           PL_CLASS_REFUSE, {404, 422}, {0},   301, PL_WARNING,     NULL},
    {"refuse-tolerated",     PL_CLASS_REFUSE, {404, 422}, {400}, 400, PL_OBSERVATION, NULL},
    {"refuse-500",           PL_CLASS_REFUSE, {404, 422}, {0},   500, PL_VIOLATION,   NULL},
    {"open-accepted",        PL_CLASS_OPEN,   {200, 422}, {0},   200, PL_OBSERVATION, "accepted (200)"},
    {"open-refused",         PL_CLASS_OPEN,   {200, 422}, {0},   422, PL_OBSERVATION, "refused (422)"},
    {"open-listed-400",      PL_CLASS_OPEN,   {200, 400}, {0},   400, PL_OBSERVATION, "refused (400)"},
    {"open-documented",      PL_CLASS_OPEN,   {200, 422}, {0},   404, PL_OBSERVATION, "refused (404)"},
    {"open-undocumented",    PL_CLASS_OPEN,   {200, 422}, {0},   403, PL_WARNING,     "refused (403), a status that the contract does not list"},
    {"open-201",             PL_CLASS_OPEN,   {200, 422}, {0},   201, PL_WARNING,     NULL},
    {"open-302",             PL_CLASS_OPEN,   {200, 422}, {0},   302, PL_WARNING,     NULL},
    {"open-500",             PL_CLASS_OPEN,   {200, 422}, {0},   500, PL_VIOLATION,   NULL},
    {"full-list",            PL_CLASS_REFUSE, {400, 401, 403, 404, 405, 409, 410, 422}, {0}, 422, CU_NOTHING, NULL},
    /* clang-format on */
};

Test(checks_status, by_class, .timeout = 10) {
    for (size_t i = 0; i < PL_COUNT(cases); i++) {
        const struct status_case *const c = &cases[i];
        pl_arena arena = {0};
        pl_case test = cu_case(c->klass, "{}");
        memcpy(test.statuses, c->statuses, sizeof c->statuses);
        memcpy(test.tolerated, c->tolerated, sizeof c->tolerated);
        const pl_http_response response = cu_response(c->status, "{}");
        const pl_finding_list found = cu_run(&test, &response, &arena);
        cu_expect(c->name, &found, "status", c->want);
        if (c->message != NULL) {
            cr_assert_str_eq(cu_find(&found, "status")->message, c->message, "%s: message \"%s\"",
                             c->name, cu_find(&found, "status")->message);
        }
        pl_arena_done(&arena);
    }
}

Test(checks_status, says_what_the_server_said, .timeout = 10) {
    pl_arena arena = {0};
    pl_case test = cu_case(PL_CLASS_ACCEPT, "{}");
    const pl_http_response response = cu_response(422, BAD_ENVELOPE(422));
    const pl_finding_list found = cu_run(&test, &response, &arena);
    const pl_finding *const finding = cu_find(&found, "status");
    cr_assert_not_null(finding);
    cr_assert_str_eq(finding->expected, "200");
    cr_assert_str_eq(finding->actual, "422: Sorry");
    pl_arena_done(&arena);
}

Test(checks_status, allow_is_observed, .timeout = 10) {
    static const pl_http_header with_allow[] = {{"content-type", "application/json"},
                                                {"allow", "GET, HEAD, POST"}};
    pl_arena arena = {0};
    pl_case test = cu_case(PL_CLASS_REJECT, NULL);
    test.method = "PATCH";
    test.statuses[0] = 405;
    pl_http_response response = cu_response(405, BAD_ENVELOPE(405));
    pl_finding_list found = cu_run(&test, &response, &arena);
    cu_expect("allow-missing", &found, "allow", PL_OBSERVATION);
    response.headers = with_allow;
    response.header_count = PL_COUNT(with_allow);
    found = cu_run(&test, &response, &arena);
    cu_expect("allow-there", &found, "allow", CU_NOTHING);
    cr_assert_eq(cu_count(&found, PL_VIOLATION), 0);
    pl_arena_done(&arena);
}
