#include "run_util.h"

#define TOKEN_200                                                                                  \
    "{\"status\":200,\"success\":true,\"data\":{\"access_token\":\"opaque-token-0123456789\","     \
    "\"token_type\":\"Bearer\",\"expires_in\":\"3600\"}}"

/* What the two endpoints answer. */
static const struct preflight_case {
    const char *name;
    int token_status;
    const char *token_body;
    int create_status;
    const char *create_body;
    const char *what; /* a part of the explanation */
    const char *hint;
} cases[] = {
    /* clang-format off */
    {"token-401",      401, "{\"error\":{\"message\":\"bad\"}}", 200, "{}", "token", "whitelist"},
    {"token-403",      403, "{}",      200, "{}", "token", "whitelist"},
    {"token-404",      404, "<html>",  200, "{}", "token", "PAYLINK_BASE_URL"},
    {"token-unusable", 200, "{}",      200, "{}", "token", "PAYLINK_BASE_URL"},
    {"token-429",      429, "{}",      200, "{}", "too many requests", "limit"},
    {"token-503",      503, "{}",      200, "{}", "503", "ask who runs it"},
    {"token-500",      500, "",        200, "{}", "500", "log"},
    {"token-407",      407, "",        200, "{}", "407", "proxy"},
    {"good-302",       200, TOKEN_200, 302, "",   "302", "PAYLINK_BASE_URL"},
    {"good-401",       200, TOKEN_200, 401, "{}", "401", "PAYLINK_PARTNER_ID"},
    {"good-403",       200, TOKEN_200, 403, "{}", "403", "whitelist"},
    {"good-404",       200, TOKEN_200, 404, "{}", "unknown or inactive", "PAYLINK_ACCOUNT_ID"},
    {"good-405",       200, TOKEN_200, 405, "{}", "405", "PAYLINK_BASE_URL"},
    {"good-422",       200, TOKEN_200, 422, "{\"error\":{\"message\":\"The total is too small.\"}}", "The total is too small.", "PAYLINK_AMOUNT"},
    {"good-total",     200, TOKEN_200, 422, "{\"error\":{\"errors\":{\"total_amount\":[\"x\"]}}}", "422", "PAYLINK_AMOUNT"},
    {"good-503",       200, TOKEN_200, 503, "",   "503", "ask who runs it"},
    /* clang-format on */
};

static su_answer answer_as_told(void *user, const su_request *request, pl_arena *arena) {
    const struct preflight_case *const c = user;
    (void)arena;
    return su_holds(request->target, "access-token") ? su_json(c->token_status, c->token_body)
                                                     : su_json(c->create_status, c->create_body);
}

static pl_status run_with(const pl_settings *settings, pl_arena *arena, pl_run_trouble *trouble) {
    const pl_run_config config = {.settings = settings, .timeout_ms = 500, .concurrency = 4};
    pl_result result;
    return pl_run(&config, arena, &result, trouble);
}

Test(preflight, answers_are_explained, .timeout = 60) {
    for (size_t i = 0; i < PL_COUNT(cases); i++) {
        const struct preflight_case *const c = &cases[i];
        su_server server;
        struct preflight_case copy = *c;
        su_start(&server, answer_as_told, &copy);
        pl_settings settings = ru_fake_settings(server.base_url);
        pl_arena arena = {0};
        pl_run_trouble trouble = {0};
        const pl_status status = run_with(&settings, &arena, &trouble);
        cr_assert_eq(status, PL_E_IO, "%s: status %d", c->name, (int)status);
        cr_assert_not_null(strstr(trouble.what, c->what), "%s: %s", c->name, trouble.what);
        cr_assert_not_null(strstr(trouble.hint, c->hint), "%s: %s", c->name, trouble.hint);
        cr_assert_null(strstr(trouble.what, "secret-of-the-test"), "%s", c->name);
        pl_arena_done(&arena);
        pl_settings_done(&settings);
        su_stop(&server);
    }
}

/* What breaks the contract from the first request on is a finding, not an environment. */
static const struct preflight_case broken[] = {
    {"good-201", 200, TOKEN_200, 201, "{}", NULL, NULL},
    {"good-400", 200, TOKEN_200, 400, "{}", NULL, NULL},
    {"good-418", 200, TOKEN_200, 418, "", NULL, NULL},
    {"good-500", 200, TOKEN_200, 500, "", NULL, NULL},
    {"good-field", 200, TOKEN_200, 422, "{\"error\":{\"errors\":{\"title\":[\"x\"]}}}", NULL, NULL},
};

Test(preflight, a_server_that_refuses_good_requests_is_judged, .timeout = 100) {
    for (size_t i = 0; i < PL_COUNT(broken); i++) {
        su_server server;
        struct preflight_case copy = broken[i];
        su_start(&server, answer_as_told, &copy);
        pl_settings settings = ru_fake_settings(server.base_url);
        const pl_run_config config = {.settings = &settings, .timeout_ms = 500, .concurrency = 4};
        pl_arena arena = {0};
        pl_run_trouble trouble = {0};
        pl_result result;
        cr_assert_eq(pl_run(&config, &arena, &result, &trouble), PL_OK, "%s: %s", broken[i].name,
                     trouble.what);
        cr_assert_gt(result.summary.totals[PL_VIOLATION], 50, "%s", broken[i].name);
        pl_arena_done(&arena);
        pl_settings_done(&settings);
        su_stop(&server);
    }
}

Test(preflight, given_token_is_blamed, .timeout = 20) {
    struct preflight_case told = {.create_status = 401, .create_body = "{}"};
    su_server server;
    su_start(&server, answer_as_told, &told);
    pl_settings settings = ru_fake_settings(server.base_url);
    settings.merchant.token = ru_copy("given-token-0123456789");
    pl_arena arena = {0};
    pl_run_trouble trouble = {0};
    cr_assert_eq(run_with(&settings, &arena, &trouble), PL_E_IO);
    cr_assert_not_null(strstr(trouble.hint, "PAYLINK_TOKEN"), "%s", trouble.hint);
    cr_assert_null(strstr(trouble.hint, "issued"), "%s", trouble.hint);
    pl_arena_done(&arena);
    pl_settings_done(&settings);
    su_stop(&server);
}

/* A limit of the token endpoint is waited for. */
static su_answer limit_first(void *user, const su_request *request, pl_arena *arena) {
    (void)user;
    (void)arena;
    if (su_holds(request->target, "access-token")) {
        return request->serial == 1 ? su_json(503, "{}") : su_json(200, TOKEN_200);
    }
    return su_json(404, "{}");
}

Test(preflight, token_is_asked_for_again, .timeout = 20) {
    su_server server;
    su_start(&server, limit_first, NULL);
    pl_settings settings = ru_fake_settings(server.base_url);
    pl_arena arena = {0};
    pl_run_trouble trouble = {0};
    cr_assert_eq(run_with(&settings, &arena, &trouble), PL_E_IO);
    cr_assert_not_null(strstr(trouble.what, "404"), "%s", trouble.what);
    pl_arena_done(&arena);
    pl_settings_done(&settings);
    su_stop(&server);
}

static const struct ca_case {
    const char *name;
    const char *file;
    const char *what;
} ca_cases[] = {
    {"missing", "/nonexistent/ca.pem", "cannot be read"},
    {"folder", "/", "cannot be read"},
    {"device", "/dev/null", "cannot be read"},
    {"no-pem", PL_SOURCE_DIR "/README.md", "PEM"},
};

Test(preflight, ca_file_is_checked_first, .timeout = 20) {
    pl_settings settings = ru_fake_settings("http://127.0.0.1:1");
    for (size_t i = 0; i < PL_COUNT(ca_cases); i++) {
        const struct ca_case *const c = &ca_cases[i];
        pl_run_config config = ru_config(&settings);
        config.ca_file = c->file;
        pl_arena arena = {0};
        pl_result result;
        pl_run_trouble trouble = {0};
        cr_assert_eq(pl_run(&config, &arena, &result, &trouble), PL_E_ARGUMENT, "%s", c->name);
        cr_assert_not_null(strstr(trouble.what, "--ca-file"), "%s: %s", c->name, trouble.what);
        cr_assert_not_null(strstr(trouble.what, c->what), "%s: %s", c->name, trouble.what);
        pl_arena_done(&arena);
    }
    pl_settings_done(&settings);
}

/* A value of two lines is named by its variable. */
/* What would make a good server look wrong is refused before anything is sent. */
static const struct mistake {
    size_t offset; /* of pl_settings */
    size_t from;   /* takes its value from here; SIZE_MAX: is no ULID */
    const char *want;
} mistakes[] = {
    {offsetof(pl_settings, merchant.inactive_account_id),
     offsetof(pl_settings, merchant.account_id),
     "PAYLINK_INACTIVE_ACCOUNT_ID is the same as PAYLINK_ACCOUNT_ID"},
    {offsetof(pl_settings, other.account_id), offsetof(pl_settings, merchant.account_id),
     "PAYLINK_OTHER_ACCOUNT_ID is the same as PAYLINK_ACCOUNT_ID"},
    {offsetof(pl_settings, other.partner_id), offsetof(pl_settings, merchant.partner_id),
     "PAYLINK_OTHER_PARTNER_ID is the same as PAYLINK_PARTNER_ID"},
    {offsetof(pl_settings, other.client_id), offsetof(pl_settings, merchant.client_id),
     "PAYLINK_OTHER_CLIENT_ID is the same as PAYLINK_CLIENT_ID"},
    {offsetof(pl_settings, merchant.account_id), SIZE_MAX, "PAYLINK_ACCOUNT_ID is not a ULID"},
};

Test(preflight, settings_that_mislead_are_refused, .timeout = 20) {
    for (size_t i = 0; i < PL_COUNT(mistakes); i++) {
        const struct mistake *c = &mistakes[i];
        pl_settings settings = ru_fake_settings("http://127.0.0.1:9");
        char **const at = (char **)(void *)((char *)&settings + c->offset);
        free(*at);
        *at =
            ru_copy(c->from == SIZE_MAX ? "nope" : *(char **)(void *)((char *)&settings + c->from));
        pl_arena arena = {0};
        pl_run_trouble trouble = {0};
        cr_assert_eq(run_with(&settings, &arena, &trouble), PL_E_ARGUMENT, "%s", c->want);
        cr_assert_str_eq(trouble.what, c->want);
        cr_assert_str_neq(trouble.hint, "");
        pl_arena_done(&arena);
        pl_settings_done(&settings);
    }
}

Test(preflight, line_breaks_are_named, .timeout = 20) {
    for (size_t i = 0; i < pl_setting_count; i++) {
        const pl_setting *const row = &pl_setting_rows[i];
        pl_settings settings = ru_fake_settings("http://127.0.0.1:1");
        char **const place = (char **)(void *)((char *)&settings + row->offset);
        free(*place);
        *place = ru_copy("a\nb");
        pl_arena arena = {0};
        pl_run_trouble trouble = {0};
        const pl_status status = run_with(&settings, &arena, &trouble);
        if (strstr(row->name, "CLIENT_SECRET") == NULL) {
            cr_assert_eq(status, PL_E_ARGUMENT, "%s", row->name);
            cr_assert_not_null(strstr(trouble.what, row->name), "%s", trouble.what);
            cr_assert_not_null(strstr(trouble.what, "line break"), "%s", trouble.what);
        }
        pl_arena_done(&arena);
        pl_settings_done(&settings);
    }
}

Test(preflight, dead_server_is_explained, .timeout = 20) {
    uint16_t port = 0;
    char base_url[64];
    close(su_listen(&port));
    snprintf(base_url, sizeof base_url, "http://127.0.0.1:%u", (unsigned)port);
    pl_settings settings = ru_fake_settings(base_url);
    pl_arena arena = {0};
    pl_run_trouble trouble = {0};
    cr_assert_eq(run_with(&settings, &arena, &trouble), PL_E_IO);
    cr_assert_not_null(strstr(trouble.what, "refused"), "%s", trouble.what);
    cr_assert_not_null(strstr(trouble.what, base_url), "%s", trouble.what);
    cr_assert_not_null(strstr(trouble.hint, "PAYLINK_BASE_URL"), "%s", trouble.hint);
    pl_arena_done(&arena);
    pl_settings_done(&settings);
}

Test(preflight, hanging_server_is_bounded, .timeout = 20) {
    uint16_t port = 0;
    char base_url[64];
    const int listener = su_listen(&port); /* the kernel connects, nobody answers */
    snprintf(base_url, sizeof base_url, "http://127.0.0.1:%u", (unsigned)port);
    pl_settings settings = ru_fake_settings(base_url);
    pl_arena arena = {0};
    pl_run_trouble trouble = {0};
    struct timespec before;
    struct timespec after;
    clock_gettime(CLOCK_MONOTONIC, &before);
    cr_assert_eq(run_with(&settings, &arena, &trouble), PL_E_IO);
    clock_gettime(CLOCK_MONOTONIC, &after);
    cr_assert_not_null(strstr(trouble.what, "in time"), "%s", trouble.what);
    cr_assert_lt(after.tv_sec - before.tv_sec, 5);
    pl_arena_done(&arena);
    pl_settings_done(&settings);
    close(listener);
}

static su_answer speak_no_http(void *user, const su_request *request, pl_arena *arena) {
    (void)user;
    (void)request;
    (void)arena;
    return (su_answer){0};
}

Test(preflight, closing_server_is_explained, .timeout = 20) {
    su_server server;
    su_start(&server, speak_no_http, NULL);
    pl_settings settings = ru_fake_settings(server.base_url);
    pl_arena arena = {0};
    pl_run_trouble trouble = {0};
    cr_assert_eq(run_with(&settings, &arena, &trouble), PL_E_IO);
    cr_assert_not_null(strstr(trouble.what, "closed"), "%s", trouble.what);
    pl_arena_done(&arena);
    pl_settings_done(&settings);
    su_stop(&server);
}

/* A missing or unusable setting is named. */
static const struct setting_case {
    const char *name;
    size_t dropped; /* offset in pl_settings, SIZE_MAX: none */
    const char *base_url;
    const char *amount;
    const char *what;
} settings_cases[] = {
    /* clang-format off */
    {"no-base-url", offsetof(pl_settings, base_url),               "http://127.0.0.1:1", NULL, "PAYLINK_BASE_URL"},
    {"no-partner",  offsetof(pl_settings, merchant.partner_id),    "http://127.0.0.1:1", NULL, "PAYLINK_PARTNER_ID"},
    {"no-account",  offsetof(pl_settings, merchant.account_id),    "http://127.0.0.1:1", NULL, "PAYLINK_ACCOUNT_ID"},
    {"no-client",   offsetof(pl_settings, merchant.client_id),     "http://127.0.0.1:1", NULL, "PAYLINK_CLIENT_ID"},
    {"no-secret",   offsetof(pl_settings, merchant.client_secret), "http://127.0.0.1:1", NULL, "PAYLINK_CLIENT_SECRET"},
    {"no-url",      SIZE_MAX, "sandbox",            NULL,    "PAYLINK_BASE_URL"},
    {"other-url",   SIZE_MAX, "ftp://127.0.0.1",    NULL,    "PAYLINK_BASE_URL"},
    {"port-high",   SIZE_MAX, "http://127.0.0.1:65536", NULL, "port"},
    {"port-zero",   SIZE_MAX, "http://127.0.0.1:0", NULL,    "port"},
    {"port-huge",   SIZE_MAX, "http://127.0.0.1:99999999999999999999", NULL, "port"},
    {"no-amount",   SIZE_MAX, "http://127.0.0.1:1", "much",  "PAYLINK_AMOUNT"},
    {"amount-zero", SIZE_MAX, "http://127.0.0.1:1", "0",     "PAYLINK_AMOUNT"},
    {"amount-less", SIZE_MAX, "http://127.0.0.1:1", "-1",    "PAYLINK_AMOUNT"},
    {"amount-huge", SIZE_MAX, "http://127.0.0.1:1", "1e99999", "PAYLINK_AMOUNT"},
    {"amount-high", SIZE_MAX, "http://127.0.0.1:1", "1e30",  "PAYLINK_AMOUNT"},
    /* clang-format on */
};

Test(preflight, settings_are_named, .timeout = 20) {
    for (size_t i = 0; i < PL_COUNT(settings_cases); i++) {
        const struct setting_case *const c = &settings_cases[i];
        pl_settings settings = ru_fake_settings(c->base_url);
        settings.amount = ru_copy(c->amount);
        if (c->dropped != SIZE_MAX) {
            char **const place = (char **)(void *)((char *)&settings + c->dropped);
            free(*place);
            *place = NULL;
        }
        pl_arena arena = {0};
        pl_run_trouble trouble = {0};
        const pl_status status = run_with(&settings, &arena, &trouble);
        const pl_status want = c->dropped != SIZE_MAX ? PL_E_IO : PL_E_ARGUMENT;
        cr_assert_eq(status, want, "%s: status %d: %s", c->name, (int)status, trouble.what);
        cr_assert_not_null(strstr(trouble.what, c->what), "%s: %s", c->name, trouble.what);
        cr_assert_gt(strlen(trouble.hint), 0, "%s", c->name);
        pl_arena_done(&arena);
        pl_settings_done(&settings);
    }
}

Test(preflight, run_id_is_checked, .timeout = 20) {
    static const char *const ids[] = {"", "a b", "abcdefghijklm", "a/b"};
    pl_settings settings = ru_fake_settings("http://127.0.0.1:1");
    for (size_t i = 0; i < PL_COUNT(ids); i++) {
        pl_run_config config = ru_config(&settings);
        config.run_id = ids[i];
        pl_arena arena = {0};
        pl_result result;
        pl_run_trouble trouble = {0};
        cr_assert_eq(pl_run(&config, &arena, &result, &trouble), PL_E_ARGUMENT, "\"%s\"", ids[i]);
        cr_assert_not_null(strstr(trouble.what, "id"), "%s", trouble.what);
        pl_arena_done(&arena);
    }
    pl_settings_done(&settings);
}

Test(preflight, account_that_cannot_be_sent, .timeout = 20) {
    struct preflight_case told = {
        .token_status = 200, .token_body = TOKEN_200, .create_status = 200};
    told.create_body = "{}";
    su_server server;
    su_start(&server, answer_as_told, &told);
    pl_settings settings = ru_fake_settings(server.base_url);
    settings.merchant.account_id[3] = ' ';
    pl_arena arena = {0};
    pl_run_trouble trouble = {0};
    cr_assert_eq(run_with(&settings, &arena, &trouble), PL_E_ARGUMENT);
    cr_assert_not_null(strstr(trouble.what, "PAYLINK_ACCOUNT_ID"), "%s", trouble.what);
    pl_arena_done(&arena);
    pl_settings_done(&settings);
    su_stop(&server);
}

/* A link is deleted however the server answered its creation. */
static su_answer half_good(void *user, const su_request *request, pl_arena *arena) {
    unsigned *const deleted = user;
    (void)arena;
    if (su_holds(request->target, "access-token")) { return su_json(200, TOKEN_200); }
    if (su_is(request->method, "DELETE")) {
        *deleted += 1;
        return su_json(200, "{}");
    }
    return su_json(201, "{\"data\":{\"id\":7}}");
}

Test(preflight, leaves_nothing_behind, .timeout = 20) {
    unsigned deleted = 0;
    su_server server;
    su_start(&server, half_good, &deleted);
    pl_settings settings = ru_fake_settings(server.base_url);
    pl_arena arena = {0};
    pl_run_trouble trouble = {0};
    cr_assert_eq(run_with(&settings, &arena, &trouble), PL_OK);
    su_stop(&server);
    cr_assert_geq(deleted, 1);
    pl_arena_done(&arena);
    pl_settings_done(&settings);
}
