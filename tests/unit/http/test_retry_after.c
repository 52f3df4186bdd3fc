#include <criterion/criterion.h>

#include "http/http.h"

#define DATE "Fri, 21 Nov 2025 00:00:00 GMT"

enum { NOW_S = 1763683190 /* ten seconds before DATE */ };

static const struct retry_case {
    const char *name;
    const char *value; /* NULL: no such header */
    const char *date;  /* of the answer; NULL: none */
    bool want;
    uint32_t want_ms;
} cases[] = {
    {"absent", NULL, NULL, false, 0},
    {"empty", "", NULL, false, 0},
    {"zero", "0", NULL, true, 0},
    {"one", "1", NULL, true, 1000},
    {"an-hour", "3600", NULL, true, 3600000},
    {"endless", "99999999999999999999999999", NULL, true, UINT32_MAX},
    {"most", "4294967", NULL, true, 4294967000U},
    {"negative", "-1", NULL, false, 0},
    {"signed", "+1", NULL, false, 0},
    {"fraction", "1.5", NULL, false, 0},
    {"word", "soon", NULL, false, 0},
    {"no-date", "Someday", NULL, false, 0},
    {"fixdate", DATE, NULL, true, 10000},
    {"rfc850", "Friday, 21-Nov-25 00:00:00 GMT", NULL, true, 10000},
    {"asctime", "Fri Nov 21 00:00:00 2025", NULL, true, 10000},
    {"past", "Thu, 20 Nov 2025 00:00:00 GMT", NULL, true, 0},
    {"servers-clock", DATE, "Thu, 20 Nov 2025 23:59:57 GMT", true, 3000},
    {"servers-clock-ahead", DATE, "Fri, 21 Nov 2025 00:00:05 GMT", true, 0},
    {"seconds-need-no-clock", "2", DATE, true, 2000},
    {"clock-unreadable", DATE, "today", true, 10000},
};

Test(http_retry_after, forms, .timeout = 10) {
    for (size_t i = 0; i < PL_COUNT(cases); i++) {
        const struct retry_case *c = &cases[i];
        pl_http_header headers[2];
        size_t count = 0;
        uint32_t got_ms = 77;
        if (c->value != NULL) { headers[count++] = (pl_http_header){"retry-after", c->value}; }
        if (c->date != NULL) { headers[count++] = (pl_http_header){"Date", c->date}; }
        const pl_http_response response = {
            .failure = PL_HTTP_ANSWERED, .status = 429, .headers = headers, .header_count = count};
        cr_assert_eq(pl_http_retry_after(&response, (int64_t)NOW_S * 1000, &got_ms), c->want, "%s",
                     c->name);
        cr_assert_eq(got_ms, c->want ? c->want_ms : 77, "%s: %u", c->name, got_ms);
    }
}
