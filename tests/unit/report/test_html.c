#include <criterion/criterion.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <stdlib.h>

#include "fixture.h"
#include "page.h"
#include "report/formats_internal.h"
#include "text/utf8.h"

/* The page is HTML that is well-formed XML too: a stricter reader than a browser, which forgives. */
static xmlDocPtr parsed(const pl_result *result) {
    char *text = fx_print(pl_report_write_html, result);
    cr_assert(pl_utf8_valid(pl_bytes_of(text)), "the page is not UTF-8");
    xmlDocPtr doc = xmlReadMemory(text, (int)strlen(text), "page.html", NULL,
                                  XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET |
                                      XML_PARSE_HUGE | XML_PARSE_NOCDATA);
    cr_assert_not_null(doc, "not well-formed: %s", xmlGetLastError()->message);
    free(text);
    return doc;
}

static xmlXPathObjectPtr evaluated(xmlDocPtr doc, const char *path) {
    xmlXPathContextPtr context = xmlXPathNewContext(doc);
    cr_assert_eq(xmlXPathRegisterNs(context, BAD_CAST "h", BAD_CAST "http://www.w3.org/1999/xhtml"),
                 0);
    xmlXPathObjectPtr found = xmlXPathEvalExpression(BAD_CAST path, context);
    cr_assert_not_null(found, "%s: no XPath", path);
    xmlXPathFreeContext(context);
    return found;
}

static double number(xmlDocPtr doc, const char *path) {
    xmlXPathObjectPtr found = evaluated(doc, path);
    const double value = xmlXPathCastToNumber(found);
    xmlXPathFreeObject(found);
    return value;
}

struct count_row {
    const char *path;
    double want;
};

static void check_counts(const pl_result *result, const struct count_row *rows, size_t count) {
    xmlDocPtr doc = parsed(result);
    for (size_t i = 0; i < count; i++) {
        const double got = number(doc, rows[i].path);
        cr_expect_float_eq(got, rows[i].want, 1e-9, "%s: %f, want %f", rows[i].path, got,
                           rows[i].want);
    }
    xmlFreeDoc(doc);
}

#define CARD(id) "//h:details[@class='card'][h:summary/h:h5='" id "']"
#define CASE(id) "//h:details[@class='case'][h:div/@id='" id "']"

/* clang-format off */
Test(report_html, contents, .timeout = 10) {
    static const struct count_row rows[] = {
        {"count(/h:html/h:head/h:meta[@http-equiv='Content-Security-Policy'][contains(@content, \"default-src 'none'\")])", 1},
        {"count(//h:header//h:span[@class='verdict violation'][contains(., 'Violations')])", 1},
        {"count(//h:header//h:code[.='run9'])", 1},
        {"count(//h:header//h:time[@datetime='2023-11-14T22:13:20+00:00'])", 1},
        {"count(//h:header[contains(., '1.2 s') and contains(., '" PL_VERSION "')])", 1},
        {"count(//h:ul[@class='numbers']/h:li)", 7},
        {"number(//h:ul[@class='numbers']/h:li[contains(., 'cases failed')]/h:b)", 4},
        {"number(//h:ul[@class='numbers']/h:li[contains(., 'violations')]/h:b)", 6},
        {"number(//h:ul[@class='numbers']/h:li[contains(., 'warnings')]/h:b)", 3},
        {"count(//*[local-name()='svg']/*[local-name()='rect'])", 4},
        /* findings: violations, then warnings, then observations */
        {"count(//h:section[@class='severity'])", 3},
        {"count(//h:section[@class='severity'][1]/h:h3[contains(., 'Violations')])", 1},
        {"count(//h:section[@class='severity'][3]/h:h3[contains(., 'Observations')])", 1},
        {"count(//h:section[@class='severity'][1]//h:details[@class='card'])", 4},
        {"count(//h:section[@class='severity'][1]/h:h4)", 2},
        {"count(//h:section[@class='severity'][2]//h:details[@class='card'])", 1},
        {"count(//h:section[@class='severity'][2]/h:h4[.='The whole run'])", 1},
        {"count(//h:section[@class='severity'][3]//h:details[@class='lines']/h:ul/h:li)", 1},
        {"count(//h:section[@class='severity'][3]/h:p[contains(., '1 more with the cases above')])", 1},
        {"count(" CARD("items.quantity/minimum/below-first") "//h:div[@class='finding violation']//h:dd[h:code='422'])", 1},
        {"count(" CARD("items.quantity/minimum/below-first") "//h:pre[@class='curl'][starts-with(., 'curl ')])", 1},
        /* matrix: six groups with cases, the run, the total */
        {"count(//h:details[@class='row'])", 6},
        {"count(//h:div[contains(@class, 'shut')])", 2},
        {"number(//h:div[contains(@class, 'total')]/h:span[2]/text())", 7},
        {"number(//h:div[contains(@class, 'total')]/h:span[4]/text())", 3},
        {"count(//h:details[@class='row'][contains(h:summary, 'title')]//h:tbody/h:tr)", 3},
        {"count(//h:tr[contains(h:th, 'required')]//h:a[@href='#title/required/absent'])", 1},
        {"count(//h:thead//h:th[@scope='col'])", 42},
        {"count(//h:tbody/h:tr[count(h:th[@scope='row']) != 1 or count(h:td) != 6])", 0},
        /* what could not be judged */
        {"count(//h:section[@aria-labelledby='unclear']//h:a[@href='#account/inactive'])", 1},
        {"count(//h:section[@aria-labelledby='unclear']//h:summary[contains(., 'timed out after 3 tries')])", 1},
        /* all cases */
        {"count(//h:details[@class='case'])", 13},
        {"count(" CASE("account/inactive") "[@data-outcome='not_run' and @data-severity='none'])", 1},
        {"count(" CASE("items.quantity/minimum/below-first") "[@data-severity='violation observation'])", 1},
        {"count(" CASE("account/other") "//h:p[contains(., 'No answer: timed out')])", 1},
        {"count(" CASE("title/required/absent") "//h:figure)", 3},
        {"count(//h:form//h:option[@value='title'])", 1},
        {"count(//h:section[@aria-labelledby='legend']/h:dl[1]/h:div)", 6},
        /* nothing leaves the page, and nothing comes from elsewhere */
        {"count(//@src | //h:link | //h:a[not(starts-with(@href, '#'))] | //h:iframe | //h:object)", 0},
        {"count(//@style | //@onclick | //@onload | //@onerror)", 0},
        {"count(//h:script)", 1},
    };
    pl_arena arena = {0};
    check_counts(page_result(3, &arena), rows, PL_COUNT(rows));
    pl_arena_done(&arena);
}

Test(report_html, bodies_and_marks, .timeout = 10) {
    static const struct count_row rows[] = {
        {"count(" CARD("items.quantity/minimum/below-first") "//h:mark)", 3},
        {"count(" CARD("items.quantity/minimum/below-first") "//h:pre[@class='body']/h:mark[.='0'])", 1},
        {"count(" CARD("items.quantity/minimum/below-first") "//h:pre[@class='head']/h:mark[.='HTTP 200'])", 1},
        {"count(" CARD("title/required/absent") "//h:mark[@class='absent'])", 2},
        {"count(" CARD("title/required/absent") "//h:p[contains(., '/title is absent')])", 1},
        {"count(" CARD("title/required/absent") "//h:mark[.='Content-Type: text/html'])", 1},
        {"count(" CARD("title/maxLength/at") "//h:mark[.='\"Order 1\"'])", 1},
        {"count(" CASE("whitelisted_payment_method.each/catalog/unknown") "//h:mark[.='\"NO_SUCH_CODE\"'])", 1},
        {"count(" CARD("method/patch") "//h:mark[.='HTTP 405'])", 1}, /* the header is absent */
        /* an excerpt around the mark, and the whole behind it; in the table the excerpt alone */
        {"count(" CARD("long/title") "//h:pre[@class='body'][contains(., 'mmmm')][h:mark[contains(., 'tttt')]])", 2},
        {"string-length(" CARD("long/title") "//h:details[@class='fold']/h:pre) >= 90000", 1},
        {"count(" CASE("long/title") "//h:details)", 0},
        {"string-length(" CASE("long/title") "//h:figure[1]/h:pre[@class='body']) <= 2054", 1},
        {"count(" CASE("long/title") "//h:p[contains(., 'of 90\xE2\x80\xAF""000 bytes')])", 1},
        /* what is no text is spelled out */
        {"count(" CASE("title/encoding/bytes") "//h:i[@class='x'][.='\\xff\\xc3'])", 1},
        {"count(" CASE("title/encoding/bytes") "//h:i[@class='x'][.='\\u202e\\u009b'])", 1},
        {"count(" CASE("title/encoding/bytes") "//h:pre[contains(., '<b>&')])", 1},
        {"count(" CASE("title/encoding/bytes") "//h:figure[2]/h:pre[@class='body']/h:i)", 0}, /* lines of its own */
        {"count(//h:b[ancestor::h:h1])", 0},
    };
    pl_arena arena = {0};
    check_counts(page_result(0, &arena), rows, PL_COUNT(rows));
    pl_arena_done(&arena);
}

Test(report_html, hostile_fixture, .timeout = 10) {
    static const struct count_row rows[] = {
        {"count(//h:details[@class='case'])", 8},
        {"count(//h:b[.='&\"'])", 0},
        {"count(//h:pre[@class='curl'][contains(., '<b>&')])", 2},
        {"count(//h:pre[@class='curl']/h:i[.='\\x07\\x01\\xff\\xc3'])", 2},
        {"count(//h:details[@class='row'])", 5},
        {"count(//h:figure[h:pre[@class='head']])", 0}, /* no exchange was kept */
    };
    check_counts(fx_result(), rows, PL_COUNT(rows));
}

Test(report_html, clean, .timeout = 10) {
    static const struct count_row rows[] = {
        {"count(//h:span[@class='verdict passed'][contains(., 'Conforms')])", 1},
        {"count(//h:section[@class='severity'])", 0},
        {"count(//h:section[@aria-labelledby='unclear'])", 0},
        {"count(//h:nav//h:a[@href='#unclear'])", 0},
        {"count(//h:details[@class='case'])", 2},
    };
    check_counts(fx_clean_result(), rows, PL_COUNT(rows));
}
/* clang-format on */

/* Ids are the targets of links: each is there once, and every link leads to one. */
Test(report_html, links, .timeout = 10) {
    pl_arena arena = {0};
    xmlDocPtr doc = parsed(page_result(5, &arena));
    cr_assert_gt(number(doc, "count(//@id)"), 15);
    cr_assert_eq(number(doc, "count(//*[@id = preceding::*/@id])"), 0);
    cr_assert_eq(number(doc, "count(//*[@id = ancestor::*/@id])"), 0);
    cr_assert_eq(number(doc, "count(//h:a[not(substring(@href, 2) = //@id)])"), 0);
    xmlFreeDoc(doc);
    pl_arena_done(&arena);
}

/* What is known from before is told, and neither hidden nor held against the server. */
Test(report_html, excused, .timeout = 10) {
    enum { FINDINGS_MAX = 64 };
    static bool excused[FINDINGS_MAX];
    pl_arena arena = {0};
    pl_result result = *page_result(3, &arena);
    cr_assert_leq(result.finding_count, FINDINGS_MAX);
    for (size_t i = 0; i < result.finding_count; i++) { excused[i] = true; }
    result.excused = excused;
    xmlDocPtr doc = parsed(&result);
    cr_expect_eq(number(doc, "count(//h:span[contains(@class, 'verdict passed')])"), 1);
    cr_expect_eq(number(doc, "count(//h:p[@class='lead'][contains(., 'known or accepted')])"), 1);
    cr_expect_eq(
        number(
            doc,
            "count(//h:div[starts-with(@class, 'finding')][not(contains(., 'known or accepted'))])"),
        0);
    xmlFreeDoc(doc);
    pl_arena_done(&arena);
}

Test(report_html, no_cases, .timeout = 10) {
    const pl_result nothing = {.base_url = "", .run_id = ""};
    xmlDocPtr doc = parsed(&nothing);
    cr_assert_eq(number(doc, "count(//h:span[contains(., 'Inconclusive')]) > 0"), 1);
    xmlFreeDoc(doc);
}

/* A run of six hundred cases with long bodies stays a file that a mail takes. */
Test(report_html, size, .timeout = 30) {
    enum { CASES = 600, PAGE_BYTES_MAX = 3 * 1024 * 1024 };
    pl_arena arena = {0};
    char *text = fx_print(pl_report_write_html, page_result(CASES, &arena));
    cr_assert_lt(strlen(text), PAGE_BYTES_MAX, "%zu bytes", strlen(text));
    free(text);
    pl_arena_done(&arena);
}

/* The same when every case is a violation with a body of the greatest length: the whole bodies of the first few, an
 * excerpt of the others. */
Test(report_html, size_of_the_worst, .timeout = 30) {
    enum { CASES = 600, PAGE_BYTES_MAX = CASES * 16 * 1024 };
    static char body[PL_RECORD_BODY_BYTES_MAX + 1];
    static pl_case tests[CASES];
    static pl_case_result rows[CASES];
    static pl_result_finding findings[CASES];
    static char ids[CASES][16];
    memset(body, 'b', PL_RECORD_BODY_BYTES_MAX);
    const pl_record record = {.method = "POST",
                              .target = "/",
                              .status = 500,
                              .request_body = pl_bytes_of(body),
                              .request_body_bytes = UINT64_C(1) << 33,
                              .response_body = pl_bytes_of(body),
                              .response_body_bytes = PL_RECORD_BODY_BYTES_MAX};
    for (size_t i = 0; i < CASES; i++) {
        (void)snprintf(ids[i], sizeof ids[i], "case/%zu", i);
        tests[i] = (pl_case){.id = ids[i], .group = ids[i], .constraint = "c", .why = "w"};
        rows[i] = (pl_case_result){
            .test = &tests[i], .outcome = PL_OUTCOME_FAILED, .status = 500, .record = &record};
        findings[i].finding = (pl_finding){
            .test = &tests[i], .check = "status", .severity = PL_VIOLATION, .message = "m"};
    }
    const pl_result result = {
        .base_url = "http://127.0.0.1",
        .run_id = "r",
        .cases = rows,
        .case_count = CASES,
        .findings = findings,
        .finding_count = CASES,
        .summary = {.cases = CASES, .failed = CASES, .totals = {[PL_VIOLATION] = CASES}}};
    char *text = fx_print(pl_report_write_html, &result);
    cr_assert_lt(strlen(text), PAGE_BYTES_MAX, "%zu bytes", strlen(text));
    free(text);
}
