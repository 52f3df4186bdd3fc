/* What a list of links shows of requests that were refused. */
#include "relay_util.h"
#include "json/json.h"

enum { LINK_COUNT_MAX = 2000, TEXT_MAX = 400, PAGE_LINKS = 20 };

/* How the server lists, and what it wrongly keeps. */
typedef enum fault {
    HONEST,
    LEAVES_LINKS,  /* of some requests that it refuses */
    LOSES_ANSWERS, /* 503 first, with the link kept, and the refusal when it is repeated */
    NO_LIST,
    EMPTY_LIST,
    NOT_JSON,
    LAGS,     /* the first list after the cases is the one from before them */
    ONE_PAGE, /* `page` is ignored */
    ENDLESS,  /* every page is full of new links */
    FAULT_COUNT
} fault;

typedef struct ledger {
    ru_relay relay; /* first: the hooks get a pointer to it */
    fault fault;
    char reff_nos[LINK_COUNT_MAX][TEXT_MAX];
    size_t count;
    size_t lists;
    size_t left; /* links of refused requests */
    char *page;
} ledger;

/* The reff_no of a body, escapes as written; "" without. */
static void reff_no_of(pl_bytes body, char out[TEXT_MAX]) {
    pl_arena arena = {0};
    pl_json json;
    out[0] = '\0';
    if (pl_json_read(body, &arena, &json, NULL) == PL_OK) {
        const uint32_t node = pl_json_member(&json, 0, "reff_no");
        if (node != PL_JSON_NONE && json.nodes[node].kind == PL_JSON_STRING &&
            json.nodes[node].len < TEXT_MAX) {
            const pl_bytes text = pl_json_inside(&json, node);
            memcpy(out, text.ptr, text.len);
            out[text.len] = '\0';
        }
    }
    pl_arena_done(&arena);
}

static bool is_kept(const ledger *all, const char *reff_no) {
    for (size_t i = 0; i < all->count; i++) {
        if (strcmp(all->reff_nos[i], reff_no) == 0) { return true; }
    }
    return false;
}

static void keep(ledger *all, const char *reff_no) {
    if (reff_no[0] == '\0' || is_kept(all, reff_no)) { return; }
    cr_assert_lt(all->count, LINK_COUNT_MAX);
    memcpy(all->reff_nos[all->count++], reff_no, TEXT_MAX);
}

static size_t account_slashes(pl_bytes target) {
    size_t slashes = 0;
    for (size_t i = 0; i < target.len; i++) { slashes += target.ptr[i] == '/' ? 1U : 0U; }
    return slashes;
}

static bool is_list(const su_request *request) {
    return su_is(request->method, "GET") && account_slashes(request->target) == 4 &&
           !su_holds(request->target, "payment-methods") && request->body.len == 0;
}

static su_answer list_answer(ledger *all, const su_request *request) {
    enum { BYTES_OF_A_LINK = TEXT_MAX + 64 };
    const size_t page_at =
        su_find((const char *)request->target.ptr, request->target.len, "?page=");
    const size_t page = page_at == SIZE_MAX
                            ? 1
                            : strtoul((const char *)request->target.ptr + page_at + 6, NULL, 10);
    all->lists++;
    size_t from = (page - 1) * PAGE_LINKS;
    size_t to = from + PAGE_LINKS;
    if (all->fault == ONE_PAGE) { from = 0, to = all->count; }
    if (all->fault == LAGS && all->lists <= 2) { to = from; }
    if (all->fault == EMPTY_LIST) { to = from; }
    if (to > all->count) { to = all->count; }
    if (from > to) { from = to; }
    const size_t cap = (to - from + PAGE_LINKS + 1) * BYTES_OF_A_LINK;
    size_t len = 0;
    free(all->page);
    all->page = malloc(cap);
    cr_assert_not_null(all->page);
    len += (size_t)snprintf(all->page, cap, "{\"status\":200,\"success\":true,\"data\":{\"of\":[");
    for (size_t i = from; i < to; i++) {
        len += (size_t)snprintf(all->page + len, cap - len,
                                "%s{\"id\":%zu,\"attributes\":{},\"reff_no\":\"%s\"}",
                                i == from ? "" : ",", i, all->reff_nos[i]);
    }
    if (all->fault == ENDLESS) {
        len += (size_t)snprintf(all->page + len, cap - len, "%s{\"id\":\"p%zu\",\"reff_no\":\"x\"}",
                                to > from ? "," : "", page);
    }
    (void)snprintf(all->page + len, cap - len, "]}}");
    return su_json(200, all->fault == NOT_JSON ? "<html>" : all->page);
}

static bool before(ru_relay *relay, const su_request *request, su_answer *answer) {
    ledger *const all = (ledger *)relay;
    if (!is_list(request) ||
        !su_holds(request->target, pl_sandbox_merchant_of(relay->sandbox, 0)->account_id)) {
        return false;
    }
    bool authorised = false;
    for (size_t i = 0; i < request->header_count; i++) {
        authorised = authorised || su_starts(request->headers[i].value, "Bearer ey");
    }
    if (!authorised) { return false; }
    if (all->fault == NO_LIST) {
        *answer = su_json(
            404, "{\"status\":404,\"success\":false,\"error\":{\"code\":404,\"message\":\"no\"}}");
    } else {
        *answer = list_answer(all, request);
    }
    return true;
}

static void after(ru_relay *relay, const su_request *request, su_answer *answer) {
    ledger *const all = (ledger *)relay;
    char reff_no[TEXT_MAX];
    if (!su_is(request->method, "POST") || is_token_route(request)) { return; }
    reff_no_of(request->body, reff_no);
    if (answer->status == 200) { keep(all, reff_no); }
    if (answer->status != 422 || reff_no[0] == '\0') { return; }
    if (all->fault == LEAVES_LINKS) {
        all->left += is_kept(all, reff_no) ? 0U : 1U;
        keep(all, reff_no);
    }
    if (all->fault == LOSES_ANSWERS && !is_kept(all, reff_no) && all->left < 3) {
        all->left++;
        keep(all, reff_no);
        *answer = su_json(503, "{}");
    }
}

/* For a second run against the same server with the same id. */
static void run_with(ledger *all, const char *run_id, pl_arena *arena, pl_result *ret_result) {
    su_server server;
    all->lists = 0;
    su_start(&server, ru_relay_handler, &all->relay);
    pl_settings settings = ru_settings(all->relay.sandbox, server.base_url);
    pl_run_config config = ru_config(&settings);
    pl_run_trouble trouble = {0};
    config.run_id = run_id;
    cr_assert_eq(pl_run(&config, arena, ret_result, &trouble), PL_OK, "%s", trouble.what);
    ru_check_result("links", ret_result);
    pl_settings_done(&settings);
    su_stop(&server);
}

static ledger *ledger_new(fault how) {
    ledger *const all = calloc(1, sizeof *all);
    cr_assert_not_null(all);
    all->fault = how;
    all->relay = (ru_relay){.sandbox = ru_sandbox(0), .before = before, .after = after};
    return all;
}

static void ledger_free(ledger *all) {
    pl_sandbox_stop(all->relay.sandbox);
    free(all->page);
    free(all);
}

static const struct list_case {
    const char *name;
    fault fault;
    const char *want; /* part of the observation; NULL: none */
    bool tested;
} lists[] = {
    {"honest", HONEST, NULL, true},
    {"one-page", ONE_PAGE, NULL, true},
    {"lags", LAGS, NULL, true},
    {"lost-answers", LOSES_ANSWERS, NULL, true},
    {"no-list", NO_LIST, "was answered 404", false},
    {"empty", EMPTY_LIST, "shows 0 of the", false},
    {"not-json", NOT_JSON, "shows 0 of the", false},
    {"endless", ENDLESS, NULL, true},
};

/* None of these servers leaves a link of a request that it refused once and for all. */
Test(links, no_false_alarm, .timeout = 110) {
    for (size_t i = 0; i < PL_COUNT(lists); i++) {
        const struct list_case *c = &lists[i];
        pl_arena arena = {0};
        pl_result result;
        ledger *const all = ledger_new(c->fault);
        run_with(all, NULL, &arena, &result);
        ru_show(&result);
        cr_assert_eq(result.summary.totals[PL_VIOLATION], 0, "%s", c->name);
        const pl_finding *const told = ru_find(&result, "no-link-left");
        cr_assert_eq(told == NULL, c->want == NULL, "%s: %s", c->name,
                     told == NULL ? "-" : told->message);
        if (told != NULL) {
            cr_assert_eq(told->severity, PL_OBSERVATION);
            cr_assert_not_null(strstr(told->message, c->want), "%s: %s", c->name, told->message);
        }
        cr_assert_eq(result.summary.refusals_looked_up > 100, c->tested, "%s", c->name);
        cr_assert_lt(all->lists, 130, "%s: pages are bounded", c->name);
        pl_arena_done(&arena);
        ledger_free(all);
    }
}

Test(links, links_of_refused_requests_are_told, .timeout = 60) {
    pl_arena arena = {0};
    pl_result result;
    ledger *const all = ledger_new(LEAVES_LINKS);
    run_with(all, "again", &arena, &result);
    size_t told = 0;
    for (size_t i = 0; i < result.finding_count; i++) {
        const pl_finding *const finding = &result.findings[i].finding;
        if (strcmp(finding->check, "no-link-left") != 0) { continue; }
        cr_assert_not_null(finding->test);
        cr_assert_not_null(result.findings[i].curl);
        const bool open = finding->test->klass == PL_CLASS_OPEN;
        cr_assert_eq(finding->severity, open ? PL_WARNING : PL_VIOLATION);
        cr_assert_not_null(strstr(finding->actual, "answered 422"), "%s", finding->actual);
        cr_assert_not_null(strstr(finding->actual, "PL-again-"), "%s", finding->actual);
        told++;
    }
    cr_assert_gt(told, 100);
    cr_assert_leq(told, all->left);
    cr_assert_gt(result.summary.failed, 100);
    for (size_t i = 0; i < result.case_count; i++) {
        const bool left = result.cases[i].outcome == PL_OUTCOME_FAILED;
        cr_assert(!left || result.cases[i].status == 422, "%s", result.cases[i].test->id);
    }
    /* What stands there from the earlier run says nothing of the next one. */
    all->fault = ONE_PAGE;
    pl_arena_done(&arena);
    run_with(all, "again", &arena, &result);
    cr_assert_eq(result.summary.totals[PL_VIOLATION], 0);
    /* Nor does it when the list is too long to be read before. */
    all->fault = ENDLESS;
    pl_arena_done(&arena);
    run_with(all, "again", &arena, &result);
    cr_assert_eq(result.summary.totals[PL_VIOLATION], 0);
    const pl_finding *const untested = ru_find(&result, "no-link-left");
    cr_assert_not_null(untested);
    cr_assert_not_null(strstr(untested->message, "was not tested"), "%s", untested->message);
    pl_arena_done(&arena);
    ledger_free(all);
}
