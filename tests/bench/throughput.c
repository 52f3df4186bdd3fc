/* How many create requests a second our client gets answered, sixteen in flight, for scripts/throughput to hold against
 * wrk on the same server. The settings are those of `paylink run`, from the environment. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cases/case.h"
#include "http/credentials.h"

enum {
    EXIT_USAGE = 2,
    EXIT_ENVIRONMENT = 3,
    CONCURRENCY = 16,
    SECONDS_MAX = 60,
    HEADER_COUNT = 4,
    PATH_BYTES = 256
};

static const char usage[] =
    "usage: paylink_throughput SECONDS | --lua\n"
    "Send the create request again and again, sixteen at a time, and print answers a second.\n"
    "  --lua  print the same request as a script for wrk, and the path; the token stands in it\n"
    "Settings: PAYLINK_BASE_URL, PAYLINK_PARTNER_ID and so on. Exit: 0, 2 usage, 3 environment.\n";

/* The one request of the measurement. */
typedef struct shot {
    pl_http_header headers[HEADER_COUNT];
    pl_http_request request;
    char path[PATH_BYTES];
} shot;

typedef struct tally {
    unsigned long accepted;
    unsigned long other;
} tally;

static void fail(const char *what) {
    fprintf(stderr, "paylink_throughput: %s\n", what);
    exit(EXIT_ENVIRONMENT);
}

static double now_seconds(void) {
    struct timespec now = {0};
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0) { fail("no clock"); }
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static const char *lookup(const char *name) {
    return getenv(name);
}

/* A token, and the good body that a run starts with. */
static void aim(const pl_settings *settings, pl_http *http, pl_arena *arena, shot *out) {
    static pl_token token;
    const pl_merchant *const merchant = &settings->merchant;
    const int64_t now_ms = (int64_t)time(NULL) * 1000;
    const pl_case_config config = {
        .run_id = "bench", .amount = pl_decimal_of(PL_CONTRACT_AMOUNT_DEFAULT), .now_ms = now_ms};
    if (merchant->account_id == NULL || merchant->partner_id == NULL) {
        fail("settings are missing");
    }
    if (pl_token_ensure(&token, merchant, PL_TOKEN_V11, now_ms, http) != PL_OK ||
        token.text == NULL) {
        fail("no token");
    }
    if (pl_route_path(PL_ROUTE_CREATE, merchant->account_id, NULL, out->path, sizeof out->path) !=
        PL_OK) {
        fail("the account id is too long");
    }
    const char *const bearer = pl_arena_printf(arena, "Bearer %s", token.text);
    pl_bytes body = {0};
    if (bearer == NULL || pl_cases_good_body(&config, 1, arena, &body) != PL_OK) {
        fail("out of memory");
    }
    out->headers[0] = (pl_http_header){PL_HEADER_AUTHORIZATION, bearer};
    out->headers[1] = (pl_http_header){PL_HEADER_PARTNER, merchant->partner_id};
    out->headers[2] = (pl_http_header){"Content-Type", PL_MEDIA_TYPE};
    out->headers[3] = (pl_http_header){"Accept", PL_MEDIA_TYPE};
    out->request = (pl_http_request){.method = "POST",
                                     .target = out->path,
                                     .headers = out->headers,
                                     .header_count = HEADER_COUNT,
                                     .body = body,
                                     .has_body = true};
    pl_token_done(&token);
}

/* None of the texts holds what ends a long string of Lua. */
static void print_lua(const shot *one) {
    printf("-- %s\nwrk.method = \"POST\"\n", one->path);
    printf("wrk.body = [==[%.*s]==]\n", (int)one->request.body.len,
           (const char *)one->request.body.ptr);
    for (size_t i = 0; i < HEADER_COUNT; i++) {
        printf("wrk.headers[\"%s\"] = [==[%s]==]\n", one->headers[i].name, one->headers[i].value);
    }
}

static void count(void *user, const pl_http_request *request, const pl_http_response *response) {
    tally *const all = user;
    (void)request;
    const bool accepted = response->failure == PL_HTTP_ANSWERED && response->status == 200;
    all->accepted += accepted ? 1U : 0U;
    all->other += accepted ? 0U : 1U;
}

static void measure(const shot *one, pl_http *http, long seconds) {
    tally all = {0};
    const double began = now_seconds();
    while (now_seconds() - began < (double)seconds) {
        if (pl_http_submit(http, &one->request, count, &all) != PL_OK) { fail("cannot send"); }
    }
    if (pl_http_drain(http) != PL_OK) { fail("cannot receive"); }
    const double took = now_seconds() - began;
    if (all.other > 0) { fail("not every request was accepted"); }
    printf("%.0f\n", (double)all.accepted / took);
}

int main(int argc, char **argv) {
    const bool lua = argc == 2 && strcmp(argv[1], "--lua") == 0;
    const long seconds = argc == 2 ? strtol(argv[1], NULL, 10) : 0;
    if (!lua && (seconds < 1 || seconds > SECONDS_MAX)) {
        fputs(usage, stderr);
        return EXIT_USAGE;
    }
    pl_settings settings = {0};
    pl_http *http = NULL;
    pl_arena arena = {0};
    shot one;
    if (pl_settings_read(&settings, lookup, NULL, NULL) != PL_OK) {
        fail("settings cannot be read");
    }
    const pl_http_config config = {
        .base_url = settings.base_url, .user_agent = "wrk", .concurrency = CONCURRENCY};
    if (pl_http_new(&config, &http) != PL_OK) { fail("PAYLINK_BASE_URL cannot be used"); }
    aim(&settings, http, &arena, &one);
    if (lua) {
        print_lua(&one);
    } else {
        measure(&one, http, seconds);
    }
    pl_http_free(http);
    pl_arena_done(&arena);
    pl_settings_done(&settings);
    return 0;
}
