/* Addresses that are no URI, and URIs that a server may have reason to refuse. */
#include <assert.h>

#include "cases/cases_internal.h"

static const char not_a_uri[] = "The address must be a URI with a scheme (RFC 3986).";

/* clang-format off */
static const pl_value_row broken_rows[] = {
    {"no-scheme",          "\"example.com/return\"",           not_a_uri},
    {"empty",              "\"\"",                             not_a_uri},
    {"word",               "\"return\"",                       not_a_uri},
    {"absolute-path",      "\"/return\"",                      not_a_uri},
    {"scheme-relative",    "\"//example.com/return\"",         not_a_uri},
    {"space",              "\"https://example.com/a b\"",      not_a_uri},
    {"space-in-host",      "\"https://exa mple.com/\"",        not_a_uri},
    {"bad-escape",         "\"https://example.com/%zz\"",      not_a_uri},
    {"cut-escape",         "\"https://example.com/%2\"",       not_a_uri},
    {"newline",            "\"https://example.com/a\\nb\"",    not_a_uri},
    {"scheme-of-digits",   "\"123://example.com/\"",           not_a_uri},
    {"less-than",          "\"https://example.com/a<b\"",      not_a_uri},
    {"brace",              "\"https://example.com/{a\"",       not_a_uri},
    {"quote",              "\"https://example.com/a\\\"b\"",   not_a_uri},
    {"backslash",          "\"https://example.com/a\\\\b\"",   not_a_uri},
    {"empty-scheme",       "\"://example.com/\"",              not_a_uri},
};

static const struct gap_row {
    pl_keyword keyword;
    const char *what;
    const char *value;
} gap_rows[] = {
    {PL_KEYWORD_URI_SCHEME,    "javascript",    "\"javascript:alert(1)\""},
    {PL_KEYWORD_URI_SCHEME,    "data",          "\"data:text/plain,hello\""},
    {PL_KEYWORD_URI_SCHEME,    "file",          "\"file:///tmp/return\""},
    {PL_KEYWORD_URI_SCHEME,    "ftp",           "\"ftp://example.com/return\""},
    {PL_KEYWORD_URI_SCHEME,    "app",           "\"merchant.app://example.com/return\""},
    {PL_KEYWORD_URI_SCHEME,    "mailto",        "\"mailto:shop@example.com\""},
    {PL_KEYWORD_URI_USERINFO,  "user",          "\"https://user@example.com/return\""},
    {PL_KEYWORD_URI_USERINFO,  "password",      "\"https://user:word@example.com/return\""},
    {PL_KEYWORD_URI_HOST,      "ipv4",          "\"https://192.0.2.1/return\""},
    {PL_KEYWORD_URI_HOST,      "ipv6",          "\"https://[2001:db8::1]/return\""},
    {PL_KEYWORD_URI_HOST,      "empty",         "\"https:///return\""},
    {PL_KEYWORD_URI_PORT,      "number",        "\"https://example.com:8443/return\""},
    {PL_KEYWORD_URI_PORT,      "empty",         "\"https://example.com:/return\""},
    {PL_KEYWORD_URI_NON_ASCII, "path",          "\"https://example.com/caf\xC3\xA9\""},
    {PL_KEYWORD_URI_NON_ASCII, "host",          "\"https://caf\xC3\xA9.example.com/return\""},
};
/* clang-format on */

pl_status pl_uri_format(pl_case_kit *kit, const pl_place *place, const pl_facet *facet) {
    static const pl_value_row good[] = {
        {"https", "\"https://example.com/return\"", "A plain address is allowed."},
        {"http", "\"http://example.com/return\"", "A plain address is allowed."},
        {"no-path", "\"https://example.com\"", "A URI needs no path."},
        {"query-and-fragment", "\"https://example.com/return?order=12&lang=id#top\"",
         "A URI may have a query and a fragment."},
        {"escapes", "\"https://example.com/a%20b?c=%C3%A9\"", "A URI may have escapes."},
    };
    assert(facet->format == PL_FORMAT_URI); /* the only format of a request */
    const pl_status status = pl_facet_values(kit, place, facet, true, good, PL_COUNT(good));
    if (status != PL_OK) { return status; }
    return pl_facet_values(kit, place, facet, false, broken_rows, PL_COUNT(broken_rows));
}

pl_status pl_uri_gap(pl_case_kit *kit, const pl_place *place, const pl_facet *facet) {
    pl_probe probe = {0};
    pl_status status = pl_facet_probe(kit, place, facet, false, &probe);
    if (probe.why == NULL) { probe.why = "Such addresses are forbidden."; }
    for (size_t i = 0; i < PL_COUNT(gap_rows) && status == PL_OK; i++) {
        if (gap_rows[i].keyword != facet->keyword) { continue; }
        probe.what = gap_rows[i].what;
        status = pl_probe_value(kit, &probe, gap_rows[i].value);
    }
    return status;
}
