#include "run/search.h"

#include "relay_util.h"

enum { RECORD_COUNT_MAX = 2000, REQUESTS = 300 };

static const char run_id[] = "searchtest";

static bool is_creation(const su_request *request) {
    return su_is(request->method, "POST") && !is_token_route(request);
}

static bool holds(pl_bytes text, const char *wanted) {
    return su_holds(text, wanted);
}

/* --- one search ------------------------------------------------------------------------------------ */

typedef struct outcome {
    pl_search_result result;
    pl_status status;
    size_t told;
    size_t begun;
} outcome;

static void count_begun(void *user, const pl_search_result *result) {
    outcome *const all = user;
    cr_assert_str_eq(result->run_id, run_id);
    all->begun++;
}

static void count_told(void *user, const pl_search_finding *finding) {
    outcome *const all = user;
    cr_assert_not_null(finding->vector.check);
    all->told++;
}

static outcome search_over(ru_relay *relay, uint64_t seed, uint32_t concurrency, pl_arena *arena) {
    su_server server;
    relay->sandbox = ru_sandbox(0);
    su_start(&server, ru_relay_handler, relay);
    pl_settings settings = ru_settings(relay->sandbox, server.base_url);
    outcome all = {.told = 0};
    pl_search_config config = {.run = ru_config(&settings),
                               .seed = seed,
                               .requests_max = REQUESTS,
                               .begun = count_begun,
                               .found = count_told,
                               .user = &all};
    config.run.run_id = run_id;
    config.run.concurrency = concurrency;
    config.run.max_time_ms = 60 * 1000;
    pl_run_trouble trouble = {.what = NULL};
    all.status = pl_search(&config, arena, &all.result, &trouble);
    cr_assert_eq(all.status, PL_OK, "%s", trouble.what);
    cr_assert_eq(all.begun, 1);
    cr_assert_eq(all.told, all.result.finding_count);
    su_stop(&server);
    pl_settings_done(&settings);
    pl_sandbox_stop(relay->sandbox);
    return all;
}

static void show(const pl_search_result *result) {
    for (size_t i = 0; i < result->finding_count; i++) {
        const pl_vector *const vector = &result->findings[i].vector;
        fprintf(stderr, "%s %s: %s: %.*s\n", vector->place, vector->keyword, vector->message,
                (int)vector->body.len, (const char *)vector->body.ptr);
    }
}

/* --- a server that keeps the contract --------------------------------------------------------------- */

typedef struct record {
    char *texts[RECORD_COUNT_MAX];
    size_t count;
} record;

static record *recorded; /* hooks have no room of their own */

/* The request as it came, but for the credentials. */
static bool record_request(ru_relay *relay, const su_request *request, su_answer *answer) {
    static const char *const secret[] = {"Authorization", "X-PARTNER-ID", "Host"};
    char *text = NULL;
    size_t len = 0;
    (void)relay;
    (void)answer;
    if (!is_creation(request) || recorded->count == RECORD_COUNT_MAX) { return false; }
    FILE *const out = open_memstream(&text, &len);
    cr_assert_not_null(out);
    fprintf(out, "%.*s %.*s\n", (int)request->method.len, (const char *)request->method.ptr,
            (int)request->target.len, (const char *)request->target.ptr);
    for (size_t i = 0; i < request->header_count; i++) {
        const su_header *const header = &request->headers[i];
        bool shown = true;
        for (size_t k = 0; k < PL_COUNT(secret); k++) {
            shown = shown && !pl_bytes_equal(header->name, pl_bytes_of(secret[k]));
        }
        if (!shown) { continue; }
        fprintf(out, "%.*s: %.*s\n", (int)header->name.len, (const char *)header->name.ptr,
                (int)header->value.len, (const char *)header->value.ptr);
    }
    fprintf(out, "\n");
    (void)fwrite(request->body.ptr, 1, request->body.len, out);
    cr_assert_eq(fclose(out), 0);
    recorded->texts[recorded->count++] = text;
    return false;
}

static int compare_texts(const void *left, const void *right) {
    return strcmp(*(char *const *)left, *(char *const *)right);
}

static void record_search(uint64_t seed, uint32_t concurrency, record *to) {
    pl_arena arena = {0};
    ru_relay relay = {.before = record_request};
    *to = (record){.count = 0};
    recorded = to;
    const outcome all = search_over(&relay, seed, concurrency, &arena);
    show(&all.result);
    cr_assert_eq(all.result.finding_count, 0);
    cr_assert_eq(all.result.drawn, REQUESTS);
    cr_assert_eq(all.result.links_left, 0);
    cr_assert_null(all.result.end);
    cr_assert_gt(all.result.counts[PL_CLASS_ACCEPT][PL_REPLY_ACCEPTED], 20);
    cr_assert_gt(all.result.counts[PL_CLASS_REJECT][PL_REPLY_REFUSED], 60);
    cr_assert_gt(all.result.facets_full, all.result.facets / 3);
    cr_assert_eq(to->count, REQUESTS + 1, "the preflight's, and the seed's: %zu", to->count);
    pl_arena_done(&arena);
}

static bool same_records(const record *left, const record *right) {
    bool same = left->count == right->count;
    for (size_t i = 0; i < left->count && same; i++) {
        same = strcmp(left->texts[i], right->texts[i]) == 0;
    }
    return same;
}

static void drop_record(record *all) {
    for (size_t i = 0; i < all->count; i++) { free(all->texts[i]); }
}

/* Whatever else goes on: the clock, how many are in flight, which of them is answered first. */
Test(search, same_seed_and_run_same_bytes, .timeout = 110) {
    static record runs[4];
    record_search(42, 1, &runs[0]);
    record_search(42, 1, &runs[1]);
    record_search(42, 4, &runs[2]);
    record_search(43, 1, &runs[3]);
    cr_expect(same_records(&runs[0], &runs[1]), "in the same order");
    cr_expect(!same_records(&runs[0], &runs[3]), "another seed");
    for (size_t i = 0; i < PL_COUNT(runs); i++) {
        qsort(runs[i].texts, runs[i].count, sizeof runs[i].texts[0], compare_texts);
    }
    cr_expect(same_records(&runs[0], &runs[2]), "four at once");
    for (size_t i = 0; i < PL_COUNT(runs); i++) { drop_record(&runs[i]); }
}

/* --- servers that do not ------------------------------------------------------------------------------ */

static const char created[] = "{\"status\":200,\"success\":true,\"data\":{}}";
static const char refused[] =
    "{\"status\":422,\"success\":false,\"error\":{\"code\":422,\"message\":\"no\",\"errors\":{}},"
    "\"data\":{\"errors\":{}}}";

/* The least usage is not looked at. */
static void forget_minimum(ru_relay *relay, const su_request *request, su_answer *answer) {
    (void)relay;
    if (is_creation(request) && answer->status == 422 && holds(request->body, "\"max_usage\":0,")) {
        *answer = su_json(200, created);
    }
}

static const pl_search_finding *finding_of(const outcome *all, const char *place,
                                           const char *keyword) {
    for (size_t i = 0; i < all->result.finding_count; i++) {
        const pl_vector *const vector = &all->result.findings[i].vector;
        if (strcmp(vector->place, place) == 0 && strcmp(vector->keyword, keyword) == 0) {
            return &all->result.findings[i];
        }
    }
    return NULL;
}

static const char small_start[] = "{\"reff_no\":\"PL-";
static const char small_end[] =
    "-c1\",\"title\":\"Conformance test\",\"max_usage\":0,"
    "\"total_amount\":150000,\"items\":[{\"name\":\"Item\",\"quantity\":1,"
    "\"unit_price\":150000}]}";

static void check_small(const pl_search_finding *finding) {
    const pl_vector *const vector = &finding->vector;
    cr_expect(finding->steady);
    cr_expect_str_eq(vector->klass, "reject");
    cr_expect_str_eq(vector->check, "status");
    cr_expect_str_eq(vector->pointer, "/max_usage");
    cr_expect_eq(vector->status, 200);
    cr_assert_not_null(vector->fresh);
    cr_assert_eq(vector->body.len, strlen(small_start) + PL_FRESH_LEN + strlen(small_end), "%.*s",
                 (int)vector->body.len, (const char *)vector->body.ptr);
    const char *const body = (const char *)vector->body.ptr;
    cr_expect_eq(memcmp(body, small_start, strlen(small_start)), 0, "%s", body);
    cr_expect_str_eq(body + strlen(small_start) + PL_FRESH_LEN, small_end);
    cr_expect_null(strstr(vector->curl, "eyJ"), "no token in it");
}

Test(search, finds_and_shrinks, .timeout = 110) {
    enum {
        SEED_MAX = 40
    }; /* a search of so few requests does not draw every fault with every seed */
    bool found = false;
    for (uint64_t seed = 1; seed <= SEED_MAX && !found; seed++) {
        pl_arena arena = {0};
        ru_relay relay = {.after = forget_minimum};
        const outcome all = search_over(&relay, seed, 4, &arena);
        const pl_search_finding *const finding = finding_of(&all, "max_usage", "minimum");
        found = finding != NULL;
        if (found) {
            check_small(finding);
            cr_expect_leq(all.result.finding_count, 2, "what is one is told once");
        }
        pl_arena_done(&arena);
    }
    cr_assert(found, "nothing was found");
}

/* A value that must be accepted: what is left of each request is the reason. */
static void refuse_flag(ru_relay *relay, const su_request *request, su_answer *answer) {
    (void)relay;
    if (is_creation(request) && answer->status == 200 &&
        holds(request->body, "\"required_customer_detail\":true")) {
        *answer = su_json(422, refused);
    }
}

Test(search, shrinks_what_must_be_accepted, .timeout = 110) {
    pl_arena arena = {0};
    ru_relay relay = {.after = refuse_flag};
    const outcome all = search_over(&relay, 6, 4, &arena);
    const pl_search_finding *const finding = finding_of(&all, "body", "");
    cr_assert_not_null(finding);
    cr_expect_str_eq(finding->vector.klass, "accept");
    cr_expect(finding->steady);
    cr_expect_eq(all.result.finding_count, 1, "%zu: what is the same when small is one",
                 all.result.finding_count);
    cr_expect_gt(finding->count, 3);
    const char *const flag = strstr((const char *)finding->vector.body.ptr, "150000}],");
    cr_assert_not_null(flag, "%s", (const char *)finding->vector.body.ptr);
    cr_expect_str_eq(flag, "150000}],\"required_customer_detail\":true}");
    pl_arena_done(&arena);
}

/* One failure, never again. */
static void fail_once(ru_relay *relay, const su_request *request, su_answer *answer) {
    if (!is_creation(request)) { return; }
    relay->seen[0]++;
    if (relay->seen[0] == 40) { *answer = su_json(500, "{}"); }
}

Test(search, what_does_not_repeat_is_unsteady, .timeout = 110) {
    pl_arena arena = {0};
    ru_relay relay = {.after = fail_once};
    const outcome all = search_over(&relay, 7, 1, &arena);
    cr_assert_eq(all.result.finding_count, 1);
    cr_expect(!all.result.findings[0].steady);
    cr_expect(all.result.findings[0].repeated);
    cr_expect_eq(all.result.findings[0].vector.status, 500);
    cr_expect_eq(all.result.findings[0].count, 1);
    pl_arena_done(&arena);
}

/* A limit that is met now and then is no finding. */
static bool limit_sometimes(ru_relay *relay, const su_request *request, su_answer *answer) {
    if (!is_creation(request) || ++relay->seen[0] % 50 != 0) { return false; }
    *answer = su_json(429, "{}");
    answer->header = "Retry-After: 0\r\n";
    return true;
}

Test(search, limits_are_no_findings, .timeout = 110) {
    pl_arena arena = {0};
    ru_relay relay = {.before = limit_sometimes};
    const outcome all = search_over(&relay, 8, 2, &arena);
    show(&all.result);
    cr_expect_eq(all.result.finding_count, 0);
    cr_expect_eq(all.result.drawn, REQUESTS);
    pl_arena_done(&arena);
}

/* From some request on nobody answers any more: the search ends, and says so. */
static bool die(ru_relay *relay, const su_request *request, su_answer *answer) {
    relay->seen[0] += is_creation(request);
    if (relay->seen[0] < 60) { return false; }
    *answer = (su_answer){.status = 0};
    return true;
}

Test(search, a_server_that_dies_ends_it, .timeout = 110) {
    pl_arena arena = {0};
    ru_relay relay = {.before = die};
    const outcome all = search_over(&relay, 9, 2, &arena);
    cr_expect_not_null(all.result.end);
    cr_expect_lt(all.result.drawn, REQUESTS);
    cr_expect(all.result.given_up);
    cr_expect_lt(all.result.seconds, 60);
    cr_assert_geq(all.result.warning_count, 1);
    cr_expect_not_null(strstr(all.result.warnings[0].message, "fuzz/9/"), "%s",
                       all.result.warnings[0].message);
    pl_arena_done(&arena);
}

/* --- replay --------------------------------------------------------------------------------------------- */

static pl_status replay_over(ru_relay *relay, const pl_vector *vector, pl_arena *arena,
                             pl_replay *ret_replay) {
    su_server server;
    relay->sandbox = ru_sandbox(0);
    su_start(&server, ru_relay_handler, relay);
    pl_settings settings = ru_settings(relay->sandbox, server.base_url);
    pl_run_config config = ru_config(&settings);
    config.timeout_ms = 1000;
    pl_run_trouble trouble = {.what = NULL};
    const pl_status status = pl_replay_all(&config, vector, 1, arena, ret_replay, &trouble);
    cr_assert(status == PL_OK || trouble.what != NULL);
    su_stop(&server);
    pl_settings_done(&settings);
    pl_sandbox_stop(relay->sandbox);
    return status;
}

static bool say_nothing(ru_relay *relay, const su_request *request, su_answer *answer) {
    if (!is_creation(request) || ++relay->seen[0] == 1) { return false; }
    *answer = (su_answer){.status = 0};
    return true;
}

/* What came is the text of the vector's time only in so far as a new one stands in its place. */
static bool need_new_text(ru_relay *relay, const su_request *request, su_answer *answer) {
    (void)relay;
    (void)answer;
    cr_assert(!holds(request->body, "ABCDEFGHIJKL"), "the old text was sent again");
    return false;
}

static pl_vector vector_of(const char *body) {
    return (pl_vector){.klass = "reject", .fresh = "ABCDEFGHIJKL", .body = pl_bytes_of(body)};
}

static const char bad_body[] =
    "{\"reff_no\":\"PL-ABCDEFGHIJKL-c1\",\"title\":\"T\",\"max_usage\":0,\"total_amount\":150000,"
    "\"items\":[{\"name\":\"A\",\"quantity\":1,\"unit_price\":150000}]}";
static const char good_body[] =
    "{\"reff_no\":\"PL-ABCDEFGHIJKL-c1\",\"title\":\"T\",\"max_usage\":1,\"total_amount\":150000,"
    "\"items\":[{\"name\":\"A\",\"quantity\":1,\"unit_price\":150000}]}";

Test(replay, fixed_failing_inconclusive, .timeout = 110) {
    pl_arena arena = {0};
    pl_replay replay = {.verdict = PL_REPLAY_VERDICT_COUNT};
    const pl_vector bad = vector_of(bad_body);
    ru_relay good_server = {.before = need_new_text};
    cr_assert_eq(replay_over(&good_server, &bad, &arena, &replay), PL_OK);
    cr_expect_eq(replay.verdict, PL_REPLAY_FIXED, "%s", replay.detail);
    cr_expect_null(replay.changed, "%s", replay.changed);
    cr_expect_eq(replay.status, 422);
    ru_relay faulty = {.after = forget_minimum};
    cr_assert_eq(replay_over(&faulty, &bad, &arena, &replay), PL_OK);
    cr_expect_eq(replay.verdict, PL_REPLAY_FAILING, "%s", replay.detail);
    cr_expect_eq(replay.status, 200);
    cr_expect_str_eq(replay.expected, "reject: 422");
    ru_relay silent = {.before = say_nothing};
    cr_assert_eq(replay_over(&silent, &bad, &arena, &replay), PL_OK);
    cr_expect_neq(replay.verdict, PL_REPLAY_FIXED, "%s", replay.detail);
    pl_arena_done(&arena);
}

/* What the file says of its verdict is a story: a body that must be accepted is accepted, and that is fine. */
Test(replay, does_not_believe_the_file, .timeout = 60) {
    pl_arena arena = {0};
    pl_replay replay = {.verdict = PL_REPLAY_VERDICT_COUNT};
    const pl_vector lie = vector_of(good_body);
    ru_relay relay = {.sandbox = NULL};
    cr_assert_eq(replay_over(&relay, &lie, &arena, &replay), PL_OK);
    cr_expect_eq(replay.verdict, PL_REPLAY_FIXED, "%s", replay.detail);
    cr_assert_not_null(replay.changed);
    cr_expect_not_null(strstr(replay.changed, "accept"), "%s", replay.changed);
    pl_vector unknown = vector_of(good_body);
    unknown.variant = "authentication/no-such-case";
    cr_expect_eq(replay_over(&relay, &unknown, &arena, &replay), PL_E_ARGUMENT);
    pl_vector varied = vector_of(good_body);
    varied.variant = "authentication/expired";
    cr_assert_eq(replay_over(&relay, &varied, &arena, &replay), PL_OK);
    cr_expect_eq(replay.status, 401);
    cr_expect_str_eq(replay.expected, "reject: 401");
    pl_arena_done(&arena);
}
