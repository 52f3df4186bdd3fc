/* Text of unknown origin stays text, in every kind of markup. */
#include "report/page_internal.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static char *made;
static size_t made_len;

static const char *write(void (*put)(pl_page *page, const char *text), const char *text) {
    free(made);
    made = NULL;
    pl_page page = {.out = open_memstream(&made, &made_len)};
    cr_assert_not_null(page.out);
    put(&page, text);
    cr_assert_eq(pl_page_done(&page), PL_OK);
    cr_assert_eq(fclose(page.out), 0);
    return made;
}

static void put_attribute(pl_page *page, const char *text) {
    pl_page_attribute(page, "a", text);
}

static void put_block(pl_page *page, const char *text) {
    pl_page_markdown_block(page, "  ", "json", text);
}

/* clang-format off */
static const struct row {
    void (*put)(pl_page *page, const char *text);
    const char *text;
    const char *want;
} rows[] = {
    {pl_page_markup_text, "<a href=\"x\">'&'", "&#60;a href=&#34;x&#34;&#62;&#39;&#38;&#39;"},
    {pl_page_markup_text, "a\x01\xff\nb", "a\\x01\\xff\nb"},
    {put_attribute, "\"\n<", " a=\"&#34;\\n&#60;\""},
    {pl_page_markdown_text, "a_b _c_ *d* [e](f) <g> `h` \\ | ~ &amp;", "a_b \\_c\\_ \\*d\\* \\[e\\](f) \\<g\\> \\`h\\` \\\\ \\| \\~ \\&amp;"},
    {pl_page_markdown_text, "a\n# b", "a\\\\n# b"},
    {pl_page_markdown_span, "a", "`a`"},
    {pl_page_markdown_span, "a``b", "``` a``b ```"},
    {put_block, "{}", "  ```json\n  {}\n  ```\n"},
    {put_block, "````\nx", "  `````json\n  ````\\nx\n  `````\n"},
    {pl_page_command_text, "100%\r\n::error::x, y", "100%25%0D%0A::error::x, y"},
    {pl_page_command_property, "a,b:c%\n", "a%2Cb%3Ac%25%0A"},
};
/* clang-format on */

Test(page, texts, .timeout = 10) {
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        cr_expect_str_eq(write(rows[i].put, rows[i].text), rows[i].want, "%s: %s", rows[i].text,
                         made);
    }
    free(made);
}

Test(page, first_failure_stays, .timeout = 10) {
    pl_page page = {.out = fopen("/dev/full", "w")};
    cr_assert_not_null(page.out);
    setvbuf(page.out, NULL, _IONBF, 0);
    pl_page_put(&page, "a");
    pl_page_count(&page, 1);
    pl_page_markup_text(&page, "b");
    cr_expect_eq(pl_page_done(&page), PL_E_IO);
    fclose(page.out);
}
