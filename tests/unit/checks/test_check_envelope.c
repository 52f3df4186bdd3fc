#include "checks_util.h"

#define GOOD_DATA                                                                                  \
    "\"id\":103,\"reff_no\":\"A\",\"title\":\"T\",\"payment_url\":\"https://x.example/p\","        \
    "\"status\":\"open\",\"status_computed\":\"open\",\"is_expired\":false,"                       \
    "\"required_customer_detail\":true,\"max_usage\":1,\"current_usage\":0,\"expired_at\":null,"   \
    "\"total_amount\":150000,\"items\":[{\"name\":\"I\",\"quantity\":1,\"unit_price\":150000,"     \
    "\"subtotal\":150000}],\"whitelisted_payment_method\":[],\"redirect_url\":null,"               \
    "\"optional_metadata\":null,\"payment_date\":null,"                                            \
    "\"created_at\":\"2025-11-20T07:00:00+07:00\",\"updated_at\":\"2025-11-20T00:00:00Z\","        \
    "\"account\":null"
#define GOOD "{\"status\":200,\"success\":true,\"data\":{" GOOD_DATA "}}"
#define ERROR(status, code)                                                                        \
    "{\"status\":" #status ",\"success\":false,\"error\":{\"code\":" #code ",\"message\":\"m\"}}"
#define ERROR_422                                                                                  \
    "{\"status\":422,\"success\":false,\"error\":{\"code\":422,\"message\":\"m\",\"errors\":{"     \
    "\"title\":[\"x\"]}},\"data\":{\"errors\":{\"title\":[\"x\"]}}}"
#define REQUEST "{\"reff_no\":\"A\",\"title\":\"T\"}"

static const struct envelope_case {
    const char *name;
    pl_class klass;
    pl_route route;
    const char *method;
    const char *account_text; /* NULL: the good account */
    int status;
    const char *type; /* NULL: no Content-Type */
    const char *body;
    const char *check;
    int want;
} cases[] = {
    /* clang-format off */
    {"good",                     PL_CLASS_ACCEPT, PL_ROUTE_CREATE, "POST", NULL, 200, "application/json", GOOD, "", CU_NOTHING},
    {"type-with-charset",        PL_CLASS_ACCEPT, PL_ROUTE_CREATE, "POST", NULL, 200, "Application/JSON ; charset=utf-8", GOOD, "", CU_NOTHING},
    {"good-401",                 PL_CLASS_REJECT, PL_ROUTE_CREATE, "POST", NULL, 401, "application/json", ERROR(401, 401), "", CU_NOTHING},
    {"good-404",                 PL_CLASS_REJECT, PL_ROUTE_CREATE, "POST", NULL, 404, "application/json", ERROR(404, 404), "", CU_NOTHING},
    {"good-422",                 PL_CLASS_REJECT, PL_ROUTE_CREATE, "POST", NULL, 422, "application/json", ERROR_422, "", CU_NOTHING},
    {"type-html",                PL_CLASS_ACCEPT, PL_ROUTE_CREATE, "POST", NULL, 200, "text/html", GOOD, "media-type", PL_VIOLATION},
    {"type-absent",              PL_CLASS_ACCEPT, PL_ROUTE_CREATE, "POST", NULL, 200, NULL, GOOD, "media-type", PL_VIOLATION},
    {"type-longer",              PL_CLASS_ACCEPT, PL_ROUTE_CREATE, "POST", NULL, 200, "application/json5", GOOD, "media-type", PL_VIOLATION},
    {"type-problem",             PL_CLASS_REJECT, PL_ROUTE_CREATE, "POST", NULL, 422, "application/problem+json", ERROR_422, "media-type", PL_VIOLATION},
    {"html-page-says-it-once",   PL_CLASS_REJECT, PL_ROUTE_CREATE, "POST", NULL, 422, "text/html", "<html>", "envelope", CU_NOTHING},
    {"not-json",                 PL_CLASS_ACCEPT, PL_ROUTE_CREATE, "POST", NULL, 200, "application/json", "{", "envelope", PL_VIOLATION},
    {"empty",                    PL_CLASS_ACCEPT, PL_ROUTE_CREATE, "POST", NULL, 200, "application/json", "", "envelope", PL_VIOLATION},
    {"status-differs",           PL_CLASS_ACCEPT, PL_ROUTE_CREATE, "POST", NULL, 200, "application/json", "{\"status\":201,\"success\":true,\"data\":{" GOOD_DATA "}}", "envelope", PL_VIOLATION},
    {"success-false",            PL_CLASS_ACCEPT, PL_ROUTE_CREATE, "POST", NULL, 200, "application/json", "{\"status\":200,\"success\":false,\"data\":{" GOOD_DATA "}}", "envelope", PL_VIOLATION},
    {"status-text",              PL_CLASS_ACCEPT, PL_ROUTE_CREATE, "POST", NULL, 200, "application/json", "{\"status\":\"200\",\"success\":true,\"data\":{" GOOD_DATA "}}", "envelope", PL_VIOLATION},
    {"data-absent",              PL_CLASS_ACCEPT, PL_ROUTE_CREATE, "POST", NULL, 200, "application/json", "{\"status\":200,\"success\":true}", "envelope", PL_OBSERVATION},
    {"member-ill-typed",         PL_CLASS_ACCEPT, PL_ROUTE_CREATE, "POST", NULL, 200, "application/json", "{\"status\":200,\"success\":true,\"data\":{\"id\":\"103\"}}", "envelope", PL_VIOLATION},
    {"open-member-ill-typed",    PL_CLASS_OPEN,   PL_ROUTE_CREATE, "POST", NULL, 200, "application/json", "{\"status\":200,\"success\":true,\"data\":{\"id\":\"103\"}}", "envelope", PL_OBSERVATION},
    {"open-envelope-broken",     PL_CLASS_OPEN,   PL_ROUTE_CREATE, "POST", NULL, 200, "application/json", "{\"status\":\"200\",\"success\":true}", "envelope", PL_VIOLATION},
    {"open-422-holds-too",       PL_CLASS_OPEN,   PL_ROUTE_CREATE, "POST", NULL, 422, "application/json", "{}", "envelope", PL_VIOLATION},
    {"error-absent",             PL_CLASS_REJECT, PL_ROUTE_CREATE, "POST", NULL, 401, "application/json", "{\"status\":401,\"success\":false}", "envelope", PL_VIOLATION},
    {"code-differs",             PL_CLASS_REJECT, PL_ROUTE_CREATE, "POST", NULL, 401, "application/json", ERROR(401, 4010001), "envelope", PL_OBSERVATION},
    {"undocumented-400",         PL_CLASS_OPEN,   PL_ROUTE_CREATE, "POST", NULL, 400, "text/html", "<html>", "envelope", CU_NOTHING},
    {"undocumented-400-type",    PL_CLASS_OPEN,   PL_ROUTE_CREATE, "POST", NULL, 400, "text/html", "<html>", "media-type", CU_NOTHING},
    {"head-has-no-body",         PL_CLASS_OPEN,   PL_ROUTE_CREATE, "HEAD", NULL, 200, NULL, "", "media-type", CU_NOTHING},
    {"head-no-envelope",         PL_CLASS_OPEN,   PL_ROUTE_CREATE, "HEAD", NULL, 405, NULL, "", "envelope", CU_NOTHING},
    {"patch-405",                PL_CLASS_REJECT, PL_ROUTE_CREATE, "PATCH", NULL, 405, "application/json", "{}", "envelope", PL_VIOLATION},
    {"patch-200-is-no-resource", PL_CLASS_REJECT, PL_ROUTE_CREATE, "PATCH", NULL, 200, "text/plain", "ok", "media-type", CU_NOTHING},
    {"other-path-weighs-less",   PL_CLASS_REFUSE, PL_ROUTE_CREATE, "POST", "a%20b", 404, "text/html", "<html>", "media-type", PL_WARNING},
    {"malformed-id-still-ours",  PL_CLASS_REFUSE, PL_ROUTE_CREATE, "POST", "123", 404, "text/html", "<html>", "media-type", PL_VIOLATION},
    {"list-is-loose",            PL_CLASS_OPEN,   PL_ROUTE_LIST,   "GET",  NULL, 200, "application/json", "{\"status\":200,\"success\":true,\"data\":[1]}", "neighbour", CU_NOTHING},
    {"list-without-envelope",    PL_CLASS_OPEN,   PL_ROUTE_LIST,   "GET",  NULL, 200, "application/json", "[]", "neighbour", PL_OBSERVATION},
    {"list-html",                PL_CLASS_OPEN,   PL_ROUTE_CREATE, "GET",  NULL, 200, "text/html", "<p>", "neighbour", PL_OBSERVATION},
    {"delete-fine",              PL_CLASS_ACCEPT, PL_ROUTE_DELETE, "DELETE", NULL, 200, "application/json", "{\"status\":200,\"success\":true,\"data\":{\"message\":\"m\"}}", "neighbour", CU_NOTHING},
    {"token-fine",               PL_CLASS_ACCEPT, PL_ROUTE_TOKEN_V11, "POST", NULL, 200, "application/json", "{\"status\":200,\"success\":true,\"data\":{\"access_token\":\"a.b.c\",\"token_type\":\"Bearer\",\"expires_in\":\"3600\"}}", "neighbour", CU_NOTHING},
    {"token-empty",              PL_CLASS_ACCEPT, PL_ROUTE_TOKEN_V11, "POST", NULL, 200, "application/json", "{\"status\":200,\"success\":true,\"data\":{\"access_token\":\"\",\"token_type\":\"Bearer\",\"expires_in\":\"3600\"}}", "neighbour", PL_VIOLATION},
    {"token-type-differs",       PL_CLASS_ACCEPT, PL_ROUTE_TOKEN_V11, "POST", NULL, 200, "application/json", "{\"status\":200,\"success\":true,\"data\":{\"access_token\":\"a.b.c\",\"token_type\":\"Basic\",\"expires_in\":\"3600\"}}", "neighbour", PL_VIOLATION},
    {"token-life-in-words",      PL_CLASS_ACCEPT, PL_ROUTE_TOKEN_V11, "POST", NULL, 200, "application/json", "{\"status\":200,\"success\":true,\"data\":{\"access_token\":\"a.b.c\",\"token_type\":\"Bearer\",\"expires_in\":\"1 hour\"}}", "neighbour", PL_OBSERVATION},
    {"token-refused-any-form",   PL_CLASS_REFUSE, PL_ROUTE_TOKEN_V11, "POST", NULL, 401, "text/plain", "no", "neighbour", PL_OBSERVATION},
    {"catalog-fine",             PL_CLASS_ACCEPT, PL_ROUTE_CATALOG, "GET", NULL, 200, "application/json", "{\"status\":200,\"success\":true,\"data\":{\"available_codes\":[\"QRIS\"],\"payment_methods\":[]}}", "neighbour", CU_NOTHING},
    {"catalog-ill-typed",        PL_CLASS_ACCEPT, PL_ROUTE_CATALOG, "GET", NULL, 200, "application/json", "{\"status\":200,\"success\":true,\"data\":{\"available_codes\":\"QRIS\"}}", "neighbour", PL_VIOLATION},
    /* clang-format on */
};

Test(checks_envelope, forms, .timeout = 20) {
    for (size_t i = 0; i < PL_COUNT(cases); i++) {
        const struct envelope_case *const c = &cases[i];
        pl_arena arena = {0};
        pl_case test = cu_case(c->klass, strcmp(c->method, "POST") == 0 ? REQUEST : NULL);
        test.route = c->route;
        test.method = c->method;
        test.account = c->account_text == NULL ? PL_ACCOUNT_GOOD : PL_ACCOUNT_TEXT;
        test.account_text = c->account_text;
        test.statuses[0] = c->status;
        const pl_http_header type = {"content-type", c->type};
        pl_http_response response = cu_response(c->status, c->body);
        response.headers = &type;
        response.header_count = c->type == NULL ? 0 : 1;
        const pl_finding_list found = cu_run(&test, &response, &arena);
        if (c->check[0] == '\0') {
            cr_assert_eq(found.count, 0, "%s: unexpected %s: %s", c->name, found.list[0].check,
                         found.list[0].message);
        } else {
            cu_expect(c->name, &found, c->check, c->want);
        }
        pl_arena_done(&arena);
    }
}

/* JSON is UTF-8 (RFC 8259, section 8.1), unless the server quotes what was ill-formed already. */
Test(checks_envelope, answer_is_utf8, .timeout = 10) {
    static const struct {
        const char *name;
        pl_class klass;
        int status;
        const char *sent; /* NULL: no body */
        int want;
    } rows[] = {
        {"accepted", PL_CLASS_ACCEPT, 200, REQUEST, PL_VIOLATION},
        {"open", PL_CLASS_OPEN, 200, REQUEST, PL_VIOLATION},
        {"refused", PL_CLASS_REJECT, 422, REQUEST, PL_VIOLATION},
        {"no-body", PL_CLASS_REJECT, 422, NULL, PL_VIOLATION},
        {"non-ascii", PL_CLASS_OPEN, 200, "{\"title\":\"caf\xC3\xA9\"}", PL_VIOLATION},
        {"sent-ill-formed", PL_CLASS_OPEN, 200, "{\"title\":\"a\xFF\"}", PL_OBSERVATION},
        {"sent-half-a-pair", PL_CLASS_OPEN, 200, "{\"title\":\"\\ud800\"}", PL_OBSERVATION},
        {"sent-nul", PL_CLASS_OPEN, 200, "{\"title\":\"\\u0000\"}", PL_OBSERVATION},
        {"sent-no-json", PL_CLASS_OPEN, 422, "{\"title\":", PL_OBSERVATION},
    };
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        pl_arena arena = {0};
        pl_case test = cu_case(rows[i].klass, rows[i].sent);
        test.statuses[0] = rows[i].status;
        const bool good = rows[i].status == 200;
        const pl_http_response response = cu_response(
            rows[i].status,
            good ? "{\"status\":200,\"success\":true,\"data\":{" GOOD_DATA ",\"note\":\"\xFF\xFE\"}}"
                 : "{\"status\":422,\"success\":false,\"error\":{\"code\":422,\"message\":\"\xFF\","
                   "\"errors\":{\"title\":[\"x\"]}},\"data\":{\"errors\":{\"title\":[\"x\"]}}}");
        const pl_finding_list found = cu_run(&test, &response, &arena);
        const pl_finding *seen = NULL;
        for (size_t k = 0; k < found.count; k++) {
            if (strstr(found.list[k].message, "UTF-8") != NULL) { seen = &found.list[k]; }
        }
        cr_assert_not_null(seen, "%s: nothing said of UTF-8", rows[i].name);
        cr_assert_eq((int)seen->severity, rows[i].want, "%s: %d", rows[i].name,
                     (int)seen->severity);
        pl_arena_done(&arena);
    }
}

/* A body that is wrong everywhere does not fill the report, and the gravest come first. */
Test(checks_envelope, findings_are_bounded, .timeout = 10) {
    pl_arena arena = {0};
    enum { ITEM_COUNT = 100, ITEM_LEN = 11 };
    static const char item[ITEM_LEN + 1] = "{\"name\":1},";
    char items[ITEM_COUNT * ITEM_LEN + 1];
    for (size_t i = 0; i < ITEM_COUNT; i++) { memcpy(items + i * ITEM_LEN, item, ITEM_LEN); }
    items[sizeof items - 2] = '\0'; /* the last comma */
    const char *const body = pl_arena_printf(
        &arena, "{\"status\":200,\"success\":true,\"data\":{\"items\":[%s]}}", items);
    cr_assert_not_null(body);
    const pl_case test = cu_case(PL_CLASS_ACCEPT, REQUEST);
    const pl_http_response response = cu_response(200, body);
    const pl_finding_list found = cu_run(&test, &response, &arena);
    cr_assert_leq(found.count, 40);
    cr_assert_eq(found.list[0].severity, PL_VIOLATION);
    pl_arena_done(&arena);
}

Test(checks_envelope, message_names_the_place, .timeout = 10) {
    pl_arena arena = {0};
    const pl_case test = cu_case(PL_CLASS_ACCEPT, REQUEST);
    const pl_http_response response =
        cu_response(200, "{\"status\":200,\"success\":true,\"data\":{\"id\":\"103\"}}");
    const pl_finding_list found = cu_run(&test, &response, &arena);
    const pl_finding *const finding = cu_find(&found, "envelope");
    cr_assert_not_null(finding);
    cr_assert_eq(strncmp(finding->message, "/data/id: ", 10), 0, "%s", finding->message);
    cr_assert_str_eq(finding->actual, "\"103\"");
    pl_arena_done(&arena);
}
