#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "report/formats_internal.h"
#include "text/utf8.h"

enum { PAGE_BYTES_MAX = 60 * 1024 };

static char *page_of(const pl_result *result) {
    char *const text = fx_print(pl_report_write_markdown, result);
    cr_assert(pl_utf8_valid(pl_bytes_of(text)));
    cr_assert_leq(strlen(text), PAGE_BYTES_MAX);
    return text;
}

static size_t count(const char *text, const char *part) {
    size_t found = 0;
    for (const char *at = strstr(text, part); at != NULL; at = strstr(at + 1, part)) { found++; }
    return found;
}

Test(report_markdown, page, .timeout = 10) {
    static const char *const parts[] = {
        "## ❌ Violates the contract: 2 violations in 8 cases\n",
        "against `http://127.0.0.1:8080`, run `run7`, 2023-11-14T22:13:20+00:00: 4 passed, 2 "
        "warnings, 11 observations, 1 inconclusive, 2 not run; 12 requests.\n",
        "| `items[].quantity` | 2 | 1 | 2 |  | 1 |  |\n",
        "| **total** | 8 | 4 | 2 | 2 | 11 | 3 |\n",
        "\n### Violations\n\n<details><summary><code>items.quantity/minimum/below</code> "
        "<code>status: answered 200 to a body that must be rejected</code></summary>\n",
        "<br>constraint <code>/items/0/quantity minimum 1</code>\n",
        "<br>expected <code>422</code>\n<br>got <code>200</code>\n<pre><code>curl -sS",
        "\n### Warnings\n\n<details><summary><code>the whole run</code> <code>clean-up: ",
    };
    char *const text = page_of(fx_result());
    for (size_t i = 0; i < PL_COUNT(parts); i++) {
        cr_assert_not_null(strstr(text, parts[i]), "%s\nis not in\n%s", parts[i], text);
    }
    cr_assert_eq(count(text, "<details>"), 4);
    cr_assert_eq(count(text, "</details>\n"), 4);
    free(text);
}

Test(report_markdown, clean, .timeout = 10) {
    char *const text = page_of(fx_clean_result());
    cr_assert_not_null(strstr(text, "## ✅ Conforms: 0 violations in 2 cases\n"), "%s", text);
    cr_assert_null(strstr(text, "###"), "%s", text);
    free(text);
}

/* A finding is one block of HTML: an empty line would end it, and a tag would be one. */
Test(report_markdown, hostile_text, .timeout = 10) {
    static const char hostile[] =
        "</code></summary></details>\n\n# heading\n\n[x](https://evil.example) @team #1 `a` ``` <img "
        "src=x onerror=alert(1)> | \\| &lt; " FX_HOSTILE;
    const pl_case test = {.id = hostile, .group = hostile, .constraint = hostile, .why = hostile};
    const pl_case_result row = {.test = &test, .outcome = PL_OUTCOME_FAILED, .curl = hostile};
    const pl_result_finding found = {
        .finding = {&test, hostile, PL_VIOLATION, hostile, hostile, hostile}, .curl = hostile};
    const pl_result result = {.base_url = hostile,
                              .run_id = hostile,
                              .cases = &row,
                              .case_count = 1,
                              .findings = &found,
                              .finding_count = 1,
                              .summary = {.cases = 1, .failed = 1, .totals = {1}}};
    char *const text = page_of(&result);
    const char *const block = strstr(text, "<details>");
    cr_assert_eq(count(text, "<details>"), 1);
    cr_assert_eq(count(block, "</details>"), 1, "%s", text);
    cr_assert_null(strstr(block, "<img"), "%s", text);
    cr_assert_null(strstr(block, "\n\n"), "%s", text);
    cr_assert_null(strstr(text, "\n# heading"), "%s", text);
    cr_assert_not_null(strstr(text, "against ```` </code>"), "one more than three: %s", text);
    cr_assert_eq(count(text, "````"), 6, "three spans: %s", text);
    cr_assert_not_null(strstr(text, "\n| ```` </code>"), "%s", text);
    cr_assert_not_null(strstr(text, "alert(1)> \\| \\\\| &lt; a"), "bars in a table: %s", text);
    cr_assert_null(strchr(text, '\x1b'));
    free(text);
}

/* A page stays below its limit, whatever is found, and says what it leaves out. */
Test(report_markdown, limit, .timeout = 20) {
    enum { MANY = 2000, LONG = 3000 };
    static pl_case tests[MANY];
    static pl_case_result rows[MANY];
    static pl_result_finding found[MANY];
    static char words[LONG + 1];
    memset(words, '|', LONG);
    for (size_t i = 0; i < MANY; i++) {
        char *const group = malloc(LONG + 16);
        cr_assert_not_null(group);
        (void)snprintf(group, LONG + 16, "%zu%s", i, words);
        tests[i] = (pl_case){.id = group, .group = group, .constraint = "c", .why = "w"};
        rows[i] = (pl_case_result){.test = &tests[i], .outcome = PL_OUTCOME_FAILED};
        found[i].finding = (pl_finding){
            &tests[i], "status", i % 2 == 0 ? PL_VIOLATION : PL_WARNING, i == 0 ? words : "message",
            NULL,      NULL};
    }
    const pl_result result = {
        .base_url = words,
        .run_id = words,
        .cases = rows,
        .case_count = MANY,
        .findings = found,
        .finding_count = MANY,
        .summary = {.cases = MANY,
                    .failed = MANY,
                    .totals = {[PL_VIOLATION] = MANY / 2, [PL_WARNING] = MANY / 2}}};
    char *const text = page_of(&result);
    cr_assert_geq(count(text, "… and "), 3, "groups, violations, warnings");
    cr_assert_geq(count(text, "<details>"), 4);
    for (size_t i = 0; i < MANY; i++) { free((char *)(uintptr_t)tests[i].id); }
    free(text);
}
