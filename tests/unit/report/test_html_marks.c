#include <criterion/criterion.h>

#include "report/html_internal.h"

static const char answer[] = "{\"status\":200,\"success\":true,\"data\":{\"id\":7,\"title\":\"T\","
                             "\"items\":[{\"name\":\"N\"}]},\"error\":{\"code\":1}}";

struct mark_row {
    const char *check;
    const char *message;
    const char *want; /* what the first span covers; NULL: nothing is marked in the body */
    bool status_line;
    const char *header;
};

/* clang-format off */
static const struct mark_row rows[] = {
    {"status",      "the server answered 200",               NULL,            true,  NULL},
    {"media-type",  "the answer must be application/json",   NULL,            false, "Content-Type"},
    {"allow",       "no header",                             NULL,            false, "Allow"},
    {"envelope",    "/data/id: must be a string",            "7",             false, NULL},
    {"envelope",    "/data/items/0: lacks a member",         "{\"name\":\"N\"}", false, NULL},
    {"envelope",    "/data/absent: is required",             "{",             false, NULL},
    {"envelope",    "the body: is no JSON",                  NULL,            false, NULL},
    {"envelope",    "/",                                     "{",             false, NULL},
    {"neighbour",   "/success: must be a number",            "true",          false, NULL},
    {"fresh.id",    "/data/id must be fresh",                "7",             false, NULL},
    {"echo.title",  "/title must come back as it was sent",  "\"T\"",         false, NULL},
    {"echo.items",  "/items/0/name must come back",          "\"N\"",         false, NULL},
    {"errors",      "does not name the field",               "{\"code\":1}",  false, NULL},
    {"unknown",     "/data/id",                              NULL,            false, NULL},
    {"statuses",    "no check of that name",                 NULL,            false, NULL},
};
/* clang-format on */

static pl_html_marks marks_of(const pl_finding *findings, size_t count, const pl_json *json) {
    pl_html_finding own[2 * PL_HTML_MARK_COUNT_MAX];
    cr_assert_leq(count, PL_COUNT(own));
    for (size_t i = 0; i < count; i++) { own[i] = (pl_html_finding){&findings[i], false}; }
    const pl_html_case found = {.own = own, .own_count = count};
    pl_html_marks marks;
    pl_html_find_marks(&found, json, &marks);
    return marks;
}

Test(html_marks, table, .timeout = 10) {
    pl_arena arena = {0};
    pl_json json;
    cr_assert_eq(pl_json_read(pl_bytes_of(answer), &arena, &json, NULL), PL_OK);
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        const pl_finding finding = {.check = rows[i].check, .message = rows[i].message};
        const pl_html_marks marks = marks_of(&finding, 1, &json);
        cr_expect_eq(marks.status_line, rows[i].status_line, "%s: status line", rows[i].message);
        cr_expect_str_eq(marks.header != NULL ? marks.header : "",
                         rows[i].header != NULL ? rows[i].header : "", "%s", rows[i].message);
        cr_expect_eq(marks.span_count > 0, rows[i].want != NULL, "%s: spans", rows[i].message);
        if (marks.span_count == 0 || rows[i].want == NULL) { continue; }
        const pl_bytes got = {json.text.ptr + marks.spans[0].at, marks.spans[0].len};
        cr_expect(pl_bytes_equal(got, pl_bytes_of(rows[i].want)), "%s: %.*s", rows[i].message,
                  (int)got.len, (const char *)got.ptr);
        const pl_html_marks none = marks_of(&finding, 1, NULL);
        cr_expect_eq(none.span_count, 0, "%s: a body that is no JSON", rows[i].message);
    }
    pl_arena_done(&arena);
}

/* Spans come sorted, none within another, however many there are. */
Test(html_marks, apart, .timeout = 10) {
    static const char *const messages[] = {"/data/title: a", "/data/id: b", "/data/id: c",
                                           "/data/items: d", "/data/items/0/name: e"};
    pl_finding findings[2 * PL_HTML_MARK_COUNT_MAX];
    pl_arena arena = {0};
    pl_json json;
    cr_assert_eq(pl_json_read(pl_bytes_of(answer), &arena, &json, NULL), PL_OK);
    for (size_t i = 0; i < PL_COUNT(findings); i++) {
        findings[i] =
            (pl_finding){.check = "envelope", .message = messages[i % PL_COUNT(messages)]};
    }
    const pl_html_marks few = marks_of(findings, PL_COUNT(messages), &json);
    cr_assert_eq(few.span_count, 3);
    cr_assert_lt(few.spans[0].at, few.spans[1].at);
    cr_assert_eq(few.spans[2].len, strlen("[{\"name\":\"N\"}]"));
    const pl_html_marks many = marks_of(findings, PL_COUNT(findings), &json);
    cr_assert_eq(many.span_count, 3);
    pl_arena_done(&arena);
}
