#include <criterion/criterion.h>
#include <string.h>

#include "client.h"
#include "script_server.h"

static const ss_step steps[] = {
    {.answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-A: 1\r\nx-a: 2\r\nEmpty:\r\n"
               "Content-Length: 4\r\n\r\nbody"}};
static const pl_http_request get = {.method = "GET", .target = "/a"};

/* The copy must outlive the client. */
Test(http_send, response_is_the_arenas, .timeout = 20) {
    pl_arena arena = {0};
    pl_http_response response;
    ss_server *server = ss_start(steps, PL_COUNT(steps));
    pl_http *http = tc_client(ss_base_url(server));
    cr_assert_eq(pl_http_send(http, &get, &arena, &response), PL_OK);
    pl_http_free(http);
    ss_stop(server);
    cr_assert_eq(response.status, 200);
    cr_assert_eq(response.header_count, 5);
    cr_assert_str_eq(response.headers[1].name, "X-A");
    cr_assert(pl_bytes_equal(response.body, tc_text("body")));
    cr_assert_str_eq(pl_http_header_of(&response, "content-type"), "application/json");
    cr_assert_str_eq(pl_http_header_of(&response, "X-a"), "1", "the first");
    cr_assert_str_eq(pl_http_header_of(&response, "Empty"), "");
    cr_assert_null(pl_http_header_of(&response, "X-"));
    cr_assert_null(pl_http_header_of(&response, "X-AB"));
    pl_arena_done(&arena);
}

/* Fail the arena's k-th request until none is left to fail. */
Test(http_send, arena_fails, .timeout = 30) {
    ss_server *server = ss_start(steps, PL_COUNT(steps));
    pl_http *http = tc_client(ss_base_url(server));
    pl_status status = PL_E_MEMORY;
    size_t k = 0;
    while (status != PL_OK) {
        pl_arena arena = {.fail_after = ++k};
        pl_http_response response = {.status = -1};
        status = pl_http_send(http, &get, &arena, &response);
        if (status != PL_OK) {
            cr_assert_eq(status, PL_E_MEMORY, "request %zu", k);
            cr_assert_eq(response.status, -1, "request %zu: untouched", k);
        }
        cr_assert(pl_http_is_idle(http), "request %zu", k);
        cr_assert_lt(k, 100, "no end");
        pl_arena_done(&arena);
    }
    cr_assert_gt(k, 3, "the first requests must fail");
    pl_http_free(http);
    ss_stop(server);
}

Test(http_send, unsendable, .timeout = 20) {
    static const pl_http_header header = {"A", "b\r\nC: d"};
    const pl_http_request bad = {
        .method = "GET", .target = "/a", .headers = &header, .header_count = 1};
    pl_arena arena = {0};
    pl_http_response response;
    ss_server *server = ss_start(steps, PL_COUNT(steps));
    pl_http *http = tc_client(ss_base_url(server));
    cr_assert_eq(pl_http_send(http, &bad, &arena, &response), PL_E_ARGUMENT);
    cr_assert_eq(ss_connection_count(server), 0, "nothing is sent");
    pl_http_free(http);
    ss_stop(server);
    pl_arena_done(&arena);
}
