#include <criterion/criterion.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <stdlib.h>

#include "fixture.h"
#include "report/formats_internal.h"

static xmlDocPtr parsed(const pl_result *result) {
    char *text = fx_print(pl_report_write_junit, result);
    xmlDocPtr doc = xmlReadMemory(text, (int)strlen(text), "report.xml", NULL,
                                  XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET);
    cr_assert_not_null(doc, "not well-formed:\n%s", text);
    free(text);
    return doc;
}

static double number(xmlDocPtr doc, const char *path) {
    xmlXPathContextPtr context = xmlXPathNewContext(doc);
    xmlXPathObjectPtr found = xmlXPathEvalExpression(BAD_CAST path, context);
    cr_assert_not_null(found, "%s: no XPath", path);
    const double value = xmlXPathCastToNumber(found);
    xmlXPathFreeObject(found);
    xmlXPathFreeContext(context);
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
        cr_assert_float_eq(got, rows[i].want, 1e-9, "%s: %f, want %f", rows[i].path, got,
                           rows[i].want);
    }
    xmlFreeDoc(doc);
}

/* clang-format off */
Test(report_junit, counts, .timeout = 10) {
    static const struct count_row rows[] = {
        {"count(/testsuites)", 1},
        {"count(/testsuites/testsuite)", 6}, /* five groups and the run */
        {"count(//testcase)", 9},
        {"/testsuites/@tests", 9},
        {"/testsuites/@failures", 1},
        {"/testsuites/@errors", 1},
        {"/testsuites/@skipped", 2},
        {"count(//failure)", 1},
        {"count(//error)", 1},
        {"count(//skipped)", 2},
        {"/testsuites/testsuite[@name='items[].quantity']/@tests", 2},
        {"/testsuites/testsuite[@name='items[].quantity']/@failures", 1},
        {"/testsuites/testsuite[@name='items[].quantity']/@time", 0.75},
        {"/testsuites/testsuite[@name='authentication']/@errors", 1},
        {"/testsuites/testsuite[@name='account']/@skipped", 2},
        {"/testsuites/testsuite[@name='run']/@tests", 1},
        {"/testsuites/testsuite[@name='run']/@failures", 0},
        {"count(/testsuites/testsuite[@tests != count(testcase)])", 0},
        {"count(/testsuites/testsuite[@failures != count(testcase/failure)])", 0},
        {"count(//testcase[@classname='paylink.items[].quantity' and @time='0.500']/failure[@type='status'])", 1},
        {"count(//testcase[@name='items.quantity/minimum/below']/failure)", 1},
        {"count(//failure[contains(@message, 'answered 200') and contains(@message, 'and 1 more')])", 1},
        {"count(//failure[contains(., 'expected: 422') and contains(., 'actual: 200')])", 1},
        {"count(//failure[contains(., 'curl -sS') and contains(., 'envelope')])", 1},
        {"count(//error[@message='timed out'])", 1},
        {"count(//skipped[@message='PAYLINK_INACTIVE_ACCOUNT_ID is not set'])", 2},
        {"count(//testcase[@name='title/blank']/system-out[contains(., 'observation')])", 1},
        {"count(//testcase[@name='auth/none']/system-out[contains(., 'warning')])", 1},
        {"count(//testcase[@name='run']/system-out[contains(., 'could not be deleted')])", 1},
        {"count(//failure[contains(., '\\x1b[31m\\x07\\x01\\xff\\xc3(')])", 1},
        {"count(//failure[contains(., '<b>&')])", 1},
        {"count(//testsuite[properties/property[@name='run_id' and @value='run7']])", 6},
        {"count(//property[@name='verdict' and @value='violates'])", 6},
    };
    check_counts(fx_result(), rows, PL_COUNT(rows));
}

Test(report_junit, clean, .timeout = 10) {
    static const struct count_row rows[] = {
        {"/testsuites/@tests", 2},
        {"/testsuites/@failures", 0},
        {"count(//testcase/*)", 0},
        {"count(/testsuites/testsuite)", 2},
    };
    check_counts(fx_clean_result(), rows, PL_COUNT(rows));
}
/* clang-format on */
