#include <criterion/criterion.h>
#include <stdlib.h>

#include "fixture.h"
#include "report/html_internal.h"

static char *out_text;
static size_t out_len;

static pl_html page_start(void) {
    return (pl_html){.out = open_memstream(&out_text, &out_len)};
}

static void page_expect(pl_html *page, const char *want) {
    cr_assert_eq(fclose(page->out), 0);
    cr_expect_str_eq(out_text, want, "%s, want %s", out_text, want);
    cr_expect_eq(page->bytes, strlen(want), "%s: counted", want);
    free(out_text);
}

Test(html_write, text, .timeout = 10) {
    static const struct {
        const char *text;
        const char *want;
    } rows[] = {
        {NULL, ""},
        {"plain", "plain"},
        {"<a href=\"'\">&amp;", "&lt;a href=\"'\"&gt;&amp;amp;"},
        {"\x01\x02z\n\xff", "<i class=\"x\">\\x01\\x02</i>z<i class=\"x\">\\n\\xff</i>"},
        {"\xE2\x82\xAC \xE2\x80\xAE", "\xE2\x82\xAC <i class=\"x\">\\u202e</i>"},
        {FX_HOSTILE, "a<i class=\"x\">\\x1b</i>[31m<i class=\"x\">\\x07\\x01\\xff\\xc3</i>(<i "
                     "class=\"x\">\\u202e</i>&lt;b&gt;&amp;\"'&lt;/b&gt;]]&gt;<i "
                     "class=\"x\">\\r\\n\\t\\x7f\\u009b\\uffff</i> z"},
    };
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        pl_html page = page_start();
        pl_html_text(&page, rows[i].text);
        page_expect(&page, rows[i].want);
    }
}

Test(html_write, attribute, .timeout = 10) {
    pl_html page = page_start();
    pl_html_attribute(&page, "data-x", "a\"b'<c>&\n\xff");
    page_expect(&page, " data-x=\"a&quot;b&#39;&lt;c&gt;&amp;\\n\\xff\"");
    page = page_start();
    pl_html_reference(&page, "a/b\"");
    page_expect(&page, " href=\"#a/b&quot;\"");
}

Test(html_write, wrap, .timeout = 10) {
    pl_html page = page_start();
    pl_html_wrap(&page, "<p>", "", "</p>");
    pl_html_wrap(&page, "<p>", NULL, "</p>");
    pl_html_wrap(&page, "<p>", "<", "</p>");
    page_expect(&page, "<p>&lt;</p>");
}

Test(html_write, counts, .timeout = 10) {
    static const struct {
        uint64_t count;
        const char *want;
    } rows[] = {
        {0, "0"},
        {9999, "9999"},
        {10000, "10\xE2\x80\xAF"
                "000"},
        {1234567, "1\xE2\x80\xAF"
                  "234\xE2\x80\xAF"
                  "567"},
        {UINT64_MAX, "18\xE2\x80\xAF"
                     "446\xE2\x80\xAF"
                     "744\xE2\x80\xAF"
                     "073\xE2\x80\xAF"
                     "709\xE2\x80\xAF"
                     "551\xE2\x80\xAF"
                     "615"},
    };
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        pl_html page = page_start();
        pl_html_count(&page, rows[i].count);
        page_expect(&page, rows[i].want);
    }
    pl_html page = page_start();
    pl_html_counted(&page, 1, "case");
    pl_html_counted(&page, 2, " case");
    page_expect(&page, "1 case2  cases");
}

Test(html_write, seconds, .timeout = 10) {
    static const struct {
        double seconds;
        const char *want;
    } rows[] = {
        {0, "0.0 ms"},     {0.00041, "0.4 ms"}, {0.00994, "9.9 ms"}, {0.00999, "10 ms"},
        {0.123, "123 ms"}, {0.9999, "1.0 s"},   {12.34, "12.3 s"},   {100, "100 s"},
        {-1, "0.0 ms"},    {1e300, "0.0 ms"},
    };
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        pl_html page = page_start();
        pl_html_seconds(&page, rows[i].seconds);
        page_expect(&page, rows[i].want);
    }
}

/* After a first failure nothing more is written, and nothing is counted. */
Test(html_write, full_disk, .timeout = 10) {
    FILE *full = fopen("/dev/full", "w");
    cr_assert_not_null(full);
    (void)setvbuf(full, NULL, _IONBF, 0);
    pl_html page = {.out = full};
    pl_html_raw(&page, "x");
    cr_assert_eq(page.status, PL_E_IO);
    pl_html_text(&page, "y");
    cr_assert_eq(page.bytes, 0);
    (void)fclose(full);
}
