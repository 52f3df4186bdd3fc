#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "client.h"
#include "http/http_internal.h"

enum { LINE_COUNT_MAX = 10 };

struct head_case {
    const char *name;
    const char *lines[LINE_COUNT_MAX]; /* as libcurl hands them over */
    const char *want;                  /* "name=value;" for each header */
};

/* clang-format off */
static const struct head_case head_cases[] = {
    {"none",            {"HTTP/1.1 200 OK\r\n", "\r\n"}, ""},
    {"two",             {"HTTP/1.1 200 OK\r\n", "A: 1\r\n", "b:2\r\n", "\r\n"}, "A=1;b=2;"},
    {"repeated",        {"HTTP/1.1 200 OK\r\n", "A: 1\r\n", "A: 2\r\n", "\r\n"}, "A=1;A=2;"},
    {"outer-space",     {"HTTP/1.1 200 OK\r\n", "A: \t x y \t\r\n", "\r\n"}, "A=x y;"},
    {"empty-value",     {"HTTP/1.1 200 OK\r\n", "A:\r\n", "B: \r\n", "\r\n"}, "A=;B=;"},
    {"colons",          {"HTTP/1.1 200 OK\r\n", "A: b:c:\r\n", "\r\n"}, "A=b:c:;"},
    {"bare-line-feed",  {"HTTP/1.1 200 OK\n", "A: 1\n", "\n"}, "A=1;"},
    {"no-colon",        {"HTTP/1.1 200 OK\r\n", "nothing\r\n", "A: 1\r\n", "\r\n"}, "A=1;"},
    {"folded",          {"HTTP/1.1 200 OK\r\n", "A: 1\r\n", "  2\r\n", "\t3\r\n", "B: 4\r\n", "\r\n"}, "A=1 2 3;B=4;"},
    {"folded-nothing",  {"HTTP/1.1 200 OK\r\n", " 2\r\n", "B: 4\r\n", "\r\n"}, "B=4;"},
    {"after-100",       {"HTTP/1.1 100 Continue\r\n", "A: 1\r\n", "\r\n", "HTTP/1.1 200 OK\r\n", "B: 2\r\n", "\r\n"},
     "B=2;"},
    {"after-two-103",   {"HTTP/1.1 103 Hints\r\n", "A: 1\r\n", "\r\n", "HTTP/1.1 103 Hints\r\n", "\r\n",
     "HTTP/1.1 404 No\r\n", "B: 2\r\n", "\r\n"}, "B=2;"},
    {"trailers",        {"HTTP/1.1 200 OK\r\n", "A: 1\r\n", "\r\n", "B: 2\r\n", "\r\n"}, "A=1;"},
    {"trailer-poses",   {"HTTP/1.1 200 OK\r\n", "A: 1\r\n", "\r\n", "HTTP/1.1 500: x\r\n", "B: 2\r\n"}, "A=1;"},
    {"no-reason",       {"HTTP/1.1 100\r\n", "A: 1\r\n", "\r\n", "HTTP/1.1 200\r\n", "B: 2\r\n", "\r\n"}, "B=2;"},
    {"cut-short",       {"HTTP/1.1 200 OK\r\n", "A: 1\r\n"}, "A=1;"},
};
/* clang-format on */

/* The callback may not write or read beyond the line: an exact copy. */
static size_t give(pl_http_answer *answer, const char *line, size_t len) {
    char *copy = (char *)tu_exact_copy((pl_bytes){(const uint8_t *)line, len});
    const size_t taken = pl_http_answer_header_line(copy, 1, len, answer);
    free(copy);
    return taken;
}

Test(http_answer, header_lines, .timeout = 10) {
    pl_http_answer answer = {0};
    for (size_t i = 0; i < PL_COUNT(head_cases); i++) {
        const struct head_case *c = &head_cases[i];
        char got[256] = "";
        size_t got_len = 0;
        pl_http_answer_reset(&answer);
        for (size_t j = 0; j < LINE_COUNT_MAX && c->lines[j] != NULL; j++) {
            const size_t len = strlen(c->lines[j]);
            cr_assert_eq(give(&answer, c->lines[j], len), len, "%s: line %zu", c->name, j);
        }
        pl_http_answer_finish(&answer);
        for (size_t j = 0; j < answer.header_count; j++) {
            got_len += (size_t)snprintf(got + got_len, sizeof got - got_len, "%s=%s;",
                                        answer.headers[j].name, answer.headers[j].value);
        }
        cr_assert_str_eq(got, c->want, "%s: %s", c->name, got);
    }
    pl_http_answer_done(&answer);
}

Test(http_answer, header_count_limit, .timeout = 10) {
    pl_http_answer answer = {0};
    cr_assert_neq(give(&answer, "HTTP/1.1 200 OK\r\n", 17), 0);
    for (size_t i = 0; i < PL_HTTP_HEADER_COUNT_MAX; i++) {
        cr_assert_eq(give(&answer, "A: 1\r\n", 6), 6, "header %zu", i);
    }
    cr_assert_eq(answer.trouble, PL_OK);
    cr_assert_eq(give(&answer, "A: 1\r\n", 6), 0);
    cr_assert_eq(answer.trouble, PL_E_SIZE);
    pl_http_answer_done(&answer);
}

/* All lines together, at the limit and one byte above it. */
Test(http_answer, header_bytes_limit, .timeout = 10) {
    static const char status[] = "HTTP/1.1 200 OK\r\n";
    enum { STATUS_LEN = sizeof status - 1 };
    static char line[PL_HTTP_HEADER_BYTES_MAX];
    for (size_t over = 0; over < 2; over++) {
        pl_http_answer answer = {0};
        const size_t len = PL_HTTP_HEADER_BYTES_MAX - STATUS_LEN + over;
        memset(line, 'x', sizeof line);
        line[1] = ':';
        cr_assert_eq(give(&answer, status, STATUS_LEN), STATUS_LEN);
        cr_assert_eq(give(&answer, line, len), over == 0 ? len : 0, "%zu over", over);
        cr_assert_eq(answer.trouble, over == 0 ? PL_OK : PL_E_SIZE, "%zu over", over);
        pl_http_answer_done(&answer);
    }
}

Test(http_answer, body_bytes_limit, .timeout = 20) {
    enum { PIECE = 16384 };
    static char piece[PIECE];
    pl_http_answer answer = {0};
    for (size_t i = 0; i < PL_HTTP_BODY_BYTES_MAX / PIECE; i++) {
        cr_assert_eq(pl_http_answer_body_bytes(piece, 1, PIECE, &answer), PIECE, "piece %zu", i);
    }
    cr_assert_eq(answer.trouble, PL_OK);
    cr_assert_eq(pl_http_answer_body_bytes(piece, 1, 1, &answer), 0);
    cr_assert_eq(answer.trouble, PL_E_SIZE);
    cr_assert_eq(answer.body.len, PL_HTTP_BODY_BYTES_MAX);
    pl_http_answer_reset(&answer);
    cr_assert_eq(answer.body.cap, 0, "a large buffer is given back");
    cr_assert_eq(answer.trouble, PL_OK);
    pl_http_answer_done(&answer);
}
