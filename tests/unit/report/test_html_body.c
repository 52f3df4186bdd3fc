#include <criterion/criterion.h>
#include <stdlib.h>

#include "report/html_internal.h"

/* What the body writer makes of a text, on a page of its own. */
static char *printed(pl_bytes text, uint64_t bytes, bool lay_out, const char *pointer, size_t max) {
    char *out = NULL;
    size_t len = 0;
    pl_html page = {.out = open_memstream(&out, &len)};
    pl_json json;
    pl_html_span spans[PL_HTML_LOCATED_COUNT_MAX];
    pl_html_body body = {.text = text, .bytes = bytes, .marked = spans};
    if (lay_out || pointer != NULL) {
        cr_assert_eq(pl_json_read(text, &page.scratch, &json, NULL), PL_OK, "the row is no JSON");
        body.json = lay_out ? &json : NULL;
        if (pointer != NULL) {
            body.marked_count = pl_html_locate(&json, pl_bytes_of(pointer), spans);
        }
    }
    pl_html_put_body(&page, &body, max);
    cr_assert_eq(page.status, PL_OK);
    cr_assert_eq(fclose(page.out), 0);
    pl_arena_done(&page.scratch);
    return out;
}

struct body_row {
    const char *text;
    const char *pointer; /* NULL: nothing is marked */
    const char *want;    /* between <pre class="body"> and </pre> */
};

/* clang-format off */
static const struct body_row marked[] = {
    {"{\"a\":1,\"b\":[10,20]}", "/a", "{\"a\":<mark>1</mark>,\"b\":[10,20]}"},
    {"{\"a\":1,\"b\":[10,20]}", "/b/1", "{\"a\":1,\"b\":[10,<mark>20</mark>]}"},
    {"{\"a\":1,\"b\":[10,20]}", "/b", "{\"a\":1,\"b\":<mark>[10,20]</mark>}"},
    {"{\"a\":1}", "/missing", "<mark class=\"absent\">{</mark>\"a\":1<mark class=\"absent\">}</mark>"},
    {"{\"b\":[10]}", "/b/7", "{\"b\":<mark class=\"absent\">[</mark>10<mark class=\"absent\">]</mark>}"},
    {"{\"b\":{\"c\":1}}", "/b/d/e", "{\"b\":<mark class=\"absent\">{</mark>\"c\":1<mark class=\"absent\">}</mark>}"},
    {"7", "/a", "<mark class=\"absent\">7</mark>"},
    {" {\"a~/\":\"<\"} ", "/a~0~1", " {\"a~/\":<mark>\"&lt;\"</mark>} "},
    {"{\"a\":1}", "no pointer", "{\"a\":1}"},
    {"{\"a\":\"\xff\"}", "/a", "{\"a\":<mark>\"<i class=\"x\">\\xff</i>\"</mark>}"},
    {"a\nb\r\n\tc", NULL, "a\nb<i class=\"x\">\\r</i>\n<i class=\"x\">\\t</i>c"},
    {"<script>'&'", NULL, "&lt;script&gt;'&amp;'"},
};
/* clang-format on */

Test(html_body, marks, .timeout = 10) {
    for (size_t i = 0; i < PL_COUNT(marked); i++) {
        const pl_bytes text = pl_bytes_of(marked[i].text);
        char *got = printed(text, text.len, false, marked[i].pointer, 100);
        char want[256];
        (void)snprintf(want, sizeof want, "<pre class=\"body\">%s</pre>", marked[i].want);
        cr_expect_str_eq(got, want, "%s %s: %s", marked[i].text,
                         marked[i].pointer != NULL ? marked[i].pointer : "-", got);
        free(got);
    }
}

/* JSON on one line is broken into lines; without the elements that do it, the text is as it was. */
Test(html_body, lines, .timeout = 10) {
    static const char text[] =
        "{\"number\":1,\"short\":[1,2],\"empty\":{},\"long\":[\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\","
        "{\"b\":\"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\"}],\"last\":null}";
    static const char want[] =
        "<pre class=\"body\">{<i class=\"n1\"></i>\"number\":1,<i class=\"n1\"></i>\"short\":[1,2],"
        "<i class=\"n1\"></i>\"empty\":{},<i class=\"n1\"></i>\"long\":[<i class=\"n2\"></i>"
        "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",<i class=\"n2\"></i>"
        "{\"b\":\"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\"}<i class=\"n1\"></i>],<i class=\"n1\"></i>"
        "\"last\":null<i class=\"n0\"></i>}</pre>";
    char *got = printed(pl_bytes_of(text), sizeof text - 1, true, NULL, 1000);
    cr_assert_str_eq(got, want, "%s", got);
    free(got);
    static const char with_lines[] =
        "{\n\"long\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}";
    got = printed(pl_bytes_of(with_lines), sizeof with_lines - 1, true, NULL, 1000);
    cr_assert_null(strstr(got, "<i "), "it has lines of its own: %s", got);
    free(got);
}

/* As deep as the reader goes: indents end, the page does not. */
Test(html_body, depth, .timeout = 10) {
    enum { DEPTH = PL_JSON_DEPTH_MAX };
    static char text[2 * DEPTH + 64];
    memset(text, '[', DEPTH);
    memset(text + DEPTH, '1', 1);
    memset(text + DEPTH + 1, ']', DEPTH);
    char *got = printed(pl_bytes_of(text), 2 * DEPTH + 1, true, NULL, sizeof text);
    cr_assert_not_null(strstr(got, "<i class=\"n8\"></i>["));
    free(got);
}

/* --- long bodies ------------------------------------------------------------------------------ */

Test(html_body, cut, .timeout = 10) {
    char *got = printed(pl_bytes_of("0123456789"), 10, false, NULL, 10);
    cr_assert_str_eq(got, "<pre class=\"body\">0123456789</pre>");
    free(got);
    got = printed(pl_bytes_of("0123456789"), 10, false, NULL, 9);
    cr_assert_str_eq(got,
                     "<pre class=\"body\">012345678<span class=\"cut\"> \xE2\x80\xA6</span></pre>"
                     "<p class=\"note\">9 of 10 bytes, from byte 0.</p>");
    free(got);
    got = printed(pl_bytes_of("01234"), 123456, false, NULL, 9); /* cut before it came here */
    cr_assert_not_null(strstr(got, "5 of 123\xE2\x80\xAF"
                                   "456 bytes"),
                       "%s", got);
    free(got);
    got = printed(pl_bytes_of("abc\xE2\x82\xAC"), 6, false, NULL, 4); /* not within a character */
    cr_assert_not_null(strstr(got, ">abc<"), "%s", got);
    free(got);
    got = printed((pl_bytes){NULL, 0}, 0, false, NULL, 9);
    cr_assert_str_eq(got, "");
    free(got);
}

/* The excerpt lies around the mark. */
Test(html_body, excerpt, .timeout = 10) {
    enum { BYTES = 20000, MARK_AT = 15000 };
    static char text[BYTES + 1];
    memset(text, 'x', BYTES);
    memcpy(text, "{\"a\":\"", 6);
    memcpy(text + MARK_AT, "\",\"b\":\"", 7);
    memcpy(text + BYTES - 2, "\"}", 2);
    char *got = printed(pl_bytes_of(text), BYTES, false, "/b", PL_HTML_BODY_BYTES_PASSED);
    cr_assert_not_null(strstr(got, ",\"b\":<mark>\"xxx"), "%.300s", got);
    cr_assert_not_null(strstr(got, "from byte 14\xE2\x80\xAF"));
    cr_assert_null(strstr(got, "<details"), "no more than that was asked for");
    cr_assert_lt(strlen(got), PL_HTML_BODY_BYTES_PASSED + 500);
    free(got);
    got = printed(pl_bytes_of(text), BYTES, false, "/b", PL_HTML_BODY_BYTES_WHOLE);
    cr_assert_not_null(strstr(got, "<details class=\"fold\">"));
    cr_assert_gt(strlen(got), BYTES);
    free(got);
}
