#include <criterion/criterion.h>
#include <string.h>

#include "unit/sandbox/sandbox_util.h"

/* A body around one member or several. */
#define HEAD  "{\"reff_no\":\"INV-1\",\"title\":\"T\",\"max_usage\":1,"
#define ITEMS "\"total_amount\":10,\"items\":[{\"name\":\"A\",\"quantity\":1,\"unit_price\":10}]"

#define WITH(more) HEAD ITEMS "," more "}"
#define PRICED(total, quantity, price)                                                             \
    HEAD "\"total_amount\":" total ",\"items\":[{\"name\":\"A\",\"quantity\":" quantity            \
         ",\"unit_price\":" price "}]}"

struct body_case {
    const char *name;
    pl_bytes body;
    int want;
    const char *pointer; /* into the answer: an echoed value, or the field's first message */
    const char *value;   /* as written; NULL: anything but absent */
};

#define B(literal) PL_BYTES_LIT(literal)

/* clang-format off */
static const struct body_case cases[] = {
    {"reff_no", B(SB_GOOD_BODY), 200, "/data/reff_no", "\"INV-1\""},
    {"title", B(SB_GOOD_BODY), 200, "/data/title", "\"Order 1\""},
    {"open", B(SB_GOOD_BODY), 200, "/data/status", "\"open\""},
    {"open, computed", B(SB_GOOD_BODY), 200, "/data/status_computed", "\"open\""},
    {"unused", B(SB_GOOD_BODY), 200, "/data/current_usage", "0"},
    {"never expires", B(SB_GOOD_BODY), 200, "/data/expired_at", "null"},
    {"not expired", B(SB_GOOD_BODY), 200, "/data/is_expired", "false"},
    {"no customer detail", B(SB_GOOD_BODY), 200, "/data/required_customer_detail", "false"},
    {"all methods", B(SB_GOOD_BODY), 200, "/data/whitelisted_payment_method", "[]"},
    {"no redirect", B(SB_GOOD_BODY), 200, "/data/redirect_url", "null"},
    {"no metadata", B(SB_GOOD_BODY), 200, "/data/optional_metadata", "null"},
    {"unpaid", B(SB_GOOD_BODY), 200, "/data/payment_date", "null"},
    {"created now", B(SB_GOOD_BODY), 200, "/data/created_at", "\"2025-06-15T22:06:40+07:00\""},
    {"updated now", B(SB_GOOD_BODY), 200, "/data/updated_at", "\"2025-06-15T22:06:40+07:00\""},
    {"subtotal", B(SB_GOOD_BODY), 200, "/data/items/0/subtotal", "160000"},
    {"negative price", B(SB_GOOD_BODY), 200, "/data/items/1/unit_price", "-10000"},
    {"account status", B(SB_GOOD_BODY), 200, "/data/account/status", "\"active\""},
    {"account type", B(SB_GOOD_BODY), 200, "/data/account/account_type", "\"owned\""},
    {"account members", B(SB_GOOD_BODY), 200, "/data/account/invite_members", "[]"},
    {"account without KYB", B(SB_GOOD_BODY), 200, "/data/account/kyb_status", ""},

    {"customer detail", B(WITH("\"required_customer_detail\":true")), 200, "/data/required_customer_detail", "true"},
    {"customer detail null", B(WITH("\"required_customer_detail\":null")), 200, "/data/required_customer_detail", "false"},
    {"whitelist", B(WITH("\"whitelisted_payment_method\":[\"QRIS\",\"VA_BRI\"]")), 200, "/data/whitelisted_payment_method/1", "\"VA_BRI\""},
    {"whitelist null", B(WITH("\"whitelisted_payment_method\":null")), 200, "/data/whitelisted_payment_method", "[]"},
    {"whitelist twice the same", B(WITH("\"whitelisted_payment_method\":[\"QRIS\",\"QRIS\"]")), 200, "/data/whitelisted_payment_method/0", "\"QRIS\""},
    {"redirect", B(WITH("\"redirect_url\":\"https://shop.example/a?b=c\"")), 200, "/data/redirect_url", "\"https://shop.example/a?b=c\""},
    {"redirect null", B(WITH("\"redirect_url\":null")), 200, "/data/redirect_url", "null"},
    {"metadata", B(WITH("\"optional_metadata\":{\"a\":[1.50,{\"b\":\"\\u00e9\"}]}")), 200, "/data/optional_metadata", "{\"a\":[1.50,{\"b\":\"\\u00e9\"}]}"},
    {"metadata empty", B(WITH("\"optional_metadata\":{}")), 200, "/data/optional_metadata", "{}"},
    {"metadata null", B(WITH("\"optional_metadata\":null")), 200, "/data/optional_metadata", "null"},
    {"expiry", B(WITH("\"expired_at\":\"1750000000001\"")), 200, "/data/expired_at", "\"2025-06-15T22:06:40.001+07:00\""},
    {"expiry in the future", B(WITH("\"expired_at\":\"1750000000001\"")), 200, "/data/is_expired", "false"},
    {"expiry in the past", B(WITH("\"expired_at\":\"1700000000000\"")), 200, "/data/is_expired", "true"},
    {"expiry in the past, computed", B(WITH("\"expired_at\":\"1700000000000\"")), 200, "/data/status_computed", "\"expired\""},
    {"expiry in 2286", B(WITH("\"expired_at\":\"9999999999999\"")), 200, "/data/expired_at", "\"2286-11-21T00:46:39.999+07:00\""},
    {"text beyond ASCII", B("{\"reff_no\":\"\xc3\xa9\xe2\x82\xac\",\"title\":\"\\ud83d\\ude00\",\"max_usage\":1," ITEMS "}"), 200, "/data/title", "\"\xf0\x9f\x98\x80\""},

    {"exact decimals", B(PRICED("0.30", "3", "0.1")), 200, "/data/total_amount", "0.3"},
    {"exact subtotal", B(PRICED("0.30", "3", "0.1")), 200, "/data/items/0/subtotal", "0.3"},
    {"38 digits", B(PRICED("12345678901234567890123456789012345678", "1", "12345678901234567890123456789012345678")), 200, "/data/total_amount", NULL},
    {"integers with a point", B(PRICED("10", "1.0", "1e1")), 200, "/data/items/0/quantity", "1"},
    {"total zero", B(PRICED("0", "1", "0")), 200, "/data/total_amount", "0"},
    {"total negative", B(PRICED("-5", "1", "-5")), 200, "/data/total_amount", "-5"},
    {"quantity beyond 64 bits", B(PRICED("0", "10000000000000000000", "0")), 422, "/error/errors/items.0.quantity/0", NULL},
    {"price beyond our decimals", B(PRICED("1e99999", "1", "1e99999")), 422, "/error/errors", NULL},
    {"subtotal beyond our decimals", B(PRICED("0", "9223372036854775807", "99999999999999999999999999999999999999")), 422, "/error/errors", NULL},

    {"blank title", B("{\"reff_no\":\"r\",\"title\":\" \",\"max_usage\":1," ITEMS "}"), 200, "/data/title", "\" \""},
    {"undeclared member", B(WITH("\"extra\":1")), 200, "/data/extra", ""},
    {"last duplicate wins", B(WITH("\"title\":\"second\"")), 200, "/data/title", "\"second\""},
    {"byte-order mark", B("\xef\xbb\xbf" SB_GOOD_BODY), 200, "/data/title", "\"Order 1\""},
    {"most usage", B("{\"reff_no\":\"r\",\"title\":\"T\",\"max_usage\":1000000," ITEMS "}"), 200, "/data/max_usage", "1000000"},

    {"too much usage", B("{\"reff_no\":\"r\",\"title\":\"T\",\"max_usage\":1000001," ITEMS "}"), 422, "/error/errors/max_usage/0", NULL},
    {"repeated under data", B("{\"reff_no\":\"r\",\"title\":\"T\",\"max_usage\":1000001," ITEMS "}"), 422, "/data/errors/max_usage/0", NULL},
    {"slash in reff_no", B("{\"reff_no\":\"a/b\",\"title\":\"T\",\"max_usage\":1," ITEMS "}"), 422, "/error/errors/reff_no/0", NULL},
    {"no title", B("{\"reff_no\":\"r\",\"max_usage\":1," ITEMS "}"), 422, "/error/errors/title/0", NULL},
    {"no items", B(HEAD "\"total_amount\":0,\"items\":[]}"), 422, "/error/errors/items/0", NULL},
    {"no quantity", B(HEAD "\"total_amount\":1,\"items\":[{\"name\":\"A\",\"unit_price\":1}]}"), 422, "/error/errors/items.0.quantity/0", NULL},
    {"quantity zero", B(PRICED("0", "0", "1")), 422, "/error/errors/items.0.quantity/0", NULL},
    {"quantity in words", B(PRICED("1", "\"1\"", "1")), 422, "/error/errors/items.0.quantity/0", NULL},
    {"sum wrong", B(PRICED("11", "1", "10")), 422, "/error/errors", NULL},
    {"unknown method", B(WITH("\"whitelisted_payment_method\":[\"QRIS\",\"CASH\"]")), 422, "/error/errors/whitelisted_payment_method.1/0", NULL},
    {"metadata an array", B(WITH("\"optional_metadata\":[]")), 422, "/error/errors/optional_metadata/0", NULL},
    {"items an object", B(HEAD "\"total_amount\":0,\"items\":{}}"), 422, "/error/errors/items/0", NULL},
    {"expiry of 12 digits", B(WITH("\"expired_at\":\"175000000000\"")), 422, "/error/errors/expired_at/0", NULL},
    {"redirect without a scheme", B(WITH("\"redirect_url\":\"/return\"")), 422, "/error/errors/redirect_url/0", NULL},

    {"empty", B(""), 422, "/error/errors/body/0", NULL},
    {"white space", B(" \n"), 422, "/error/errors/body/0", NULL},
    {"unparsable", B("{\"reff_no\":"), 422, "/error/errors/body/0", NULL},
    {"NaN", B(PRICED("NaN", "1", "1")), 422, "/error/errors/body/0", NULL},
    {"an array", B("[]"), 422, "/error/errors/body/0", NULL},
    {"null", B("null"), 422, "/error/errors/body/0", NULL},
    {"invalid UTF-8", B("{\"reff_no\":\"\xff\",\"title\":\"T\",\"max_usage\":1," ITEMS "}"), 422, "/error/errors/reff_no/0", NULL},
    {"invalid UTF-8 in metadata", B(WITH("\"optional_metadata\":{\"a\":\"\xc0\x80\"}")), 422, "/error/errors/optional_metadata.a/0", NULL},
    {"invalid UTF-8 in an undeclared name", B(WITH("\"\xed\xa0\x80\":1")), 422, "/error/errors", NULL},
    {"lone surrogate", B("{\"reff_no\":\"r\",\"title\":\"\\ud800\",\"max_usage\":1," ITEMS "}"), 422, "/error/errors/title/0", NULL},
    {"lone surrogate in metadata", B(WITH("\"optional_metadata\":{\"\\udfff\":1}")), 422, "/error/errors", NULL},
    {"NUL", B("{\"reff_no\":\"r\",\"title\":\"a\\u0000b\",\"max_usage\":1," ITEMS "}"), 422, "/error/errors/title/0", NULL},
    {"NUL in a name", B(WITH("\"a\\u0000b\":1")), 422, "/error/errors", NULL},
    {"empty name", B(WITH("\"optional_metadata\":{\"\":\"\\u0000\"}")), 422, "/error/errors", NULL},
    {"name with a slash", B(WITH("\"optional_metadata\":{\"a/b~c\":\"\\u0000\"}")), 422, "/error/errors/optional_metadata.a~1b~0c/0", NULL},
};
/* clang-format on */

/* The whole answer, with the request's context, is what the contract asks for. */
static void expect_accepted(sb *bench, const char *row, const pl_sandbox_response *response) {
    pl_bytes codes[PL_SANDBOX_METHOD_COUNT_MAX];
    const pl_context context = {.now_ms = bench->now_ms,
                                .payment_methods = codes,
                                .payment_method_count = pl_catalog_codes(codes)};
    pl_json json;
    pl_report report;
    bool readable = false;
    cr_assert_eq(pl_contract_judge_response(200, response->body, &context, &bench->arena, &json,
                                            &readable, &report),
                 PL_OK);
    cr_assert_eq(report.totals[PL_VIOLATION] + report.totals[PL_WARNING], 0, "%s: %s", row,
                 report.count > 0 ? pl_violation_keyword(&report.list[0]) : "?");
}

Test(create, bodies, .timeout = 30) {
    sb bench;
    sb_open(&bench, NULL);
    cr_assert_geq(PL_COUNT(cases), 60);
    for (size_t i = 0; i < PL_COUNT(cases); i++) {
        const struct body_case *c = &cases[i];
        const pl_sandbox_response got = sb_create(&bench, c->name, c->body);
        cr_assert_eq(got.status, c->want, "%s: %d, want %d: %.*s", c->name, got.status, c->want,
                     (int)got.body.len, (const char *)got.body.ptr);
        if (got.status == 200) { expect_accepted(&bench, c->name, &got); }
        const char *value = sb_value(&bench, &got, c->pointer);
        if (c->value != NULL) {
            cr_assert_str_eq(value, c->value, "%s: %s is %s", c->name, c->pointer, value);
        } else {
            cr_assert_str_neq(value, "", "%s: %s in %.*s", c->name, c->pointer, (int)got.body.len,
                              (const char *)got.body.ptr);
        }
    }
    sb_close(&bench);
}

/* A plain link draws no remark at all from the judge. */
Test(create, the_good_answer_is_accepted_outright, .timeout = 10) {
    static const char body[] =
        WITH("\"required_customer_detail\":true,\"expired_at\":\"1760000000000\","
             "\"whitelisted_payment_method\":[\"QRIS\"],\"redirect_url\":\"https://a.example/b\","
             "\"optional_metadata\":{\"k\":1}");
    sb bench;
    sb_open(&bench, NULL);
    const pl_context context = {.now_ms = SB_NOW_MS};
    const char *const bodies[] = {SB_GOOD_BODY, body};
    for (size_t i = 0; i < PL_COUNT(bodies); i++) {
        const pl_sandbox_response got = sb_create(&bench, "good", pl_bytes_of(bodies[i]));
        pl_json json;
        pl_report report;
        bool readable = false;
        cr_assert_eq(pl_contract_judge_response(200, got.body, &context, &bench.arena, &json,
                                                &readable, &report),
                     PL_OK);
        cr_assert_eq(pl_report_verdict(&report), PL_ACCEPT, "%zu: %s", i,
                     report.count > 0 ? pl_violation_keyword(&report.list[0]) : "?");
        cr_assert_eq(report.count, 0, "%zu: remarks", i);
    }
    sb_close(&bench);
}

/* A body nested `depth` deep, its own braces included. */
static pl_bytes nested(sb *bench, size_t depth) {
    static const char before[] = HEAD ITEMS ",\"optional_metadata\":{\"a\":";
    const size_t brackets = depth - 2;
    const size_t len = sizeof before - 1 + 2 * brackets + 2;
    char *text = pl_arena_alloc(&bench->arena, len);
    cr_assert_not_null(text);
    memcpy(text, before, sizeof before - 1);
    memset(text + sizeof before - 1, '[', brackets);
    memset(text + sizeof before - 1 + brackets, ']', brackets);
    memcpy(text + len - 2, "}}", 2);
    return (pl_bytes){(const uint8_t *)text, len};
}

Test(create, depth_and_stored_size_are_bounded, .timeout = 30) {
    sb bench;
    sb_open(&bench, NULL);
    const struct {
        size_t depth;
        int want;
    } depths[] = {{PL_SANDBOX_DEPTH_MAX - 1, 200}, {PL_SANDBOX_DEPTH_MAX, 200},
                  {PL_SANDBOX_DEPTH_MAX + 1, 422}, {PL_JSON_DEPTH_MAX, 422},
                  {PL_JSON_DEPTH_MAX + 1, 422},    {100000, 422}};
    for (size_t i = 0; i < PL_COUNT(depths); i++) {
        const pl_sandbox_response got = sb_create(&bench, "depth", nested(&bench, depths[i].depth));
        cr_assert_eq(got.status, depths[i].want, "%zu deep: %d", depths[i].depth, got.status);
    }
    /* What is stored is the compact text: all but the metadata's one string has a fixed size. */
    static const char before[] = HEAD ITEMS ",\"optional_metadata\":{\"a\":\"";
    const size_t most = PL_SANDBOX_LINK_BYTES_MAX - (sizeof before - 1) - 3;
    const struct {
        size_t len;
        int want;
    } sizes[] = {{most - 1, 200}, {most, 200}, {most + 1, 422}};
    for (size_t i = 0; i < PL_COUNT(sizes); i++) {
        char *filler = pl_arena_alloc(&bench.arena, sizes[i].len + 1);
        cr_assert_not_null(filler);
        memset(filler, 'x', sizes[i].len);
        filler[sizes[i].len] = '\0';
        const char *body = pl_arena_printf(&bench.arena, "%s%s\"}}", before, filler);
        const pl_sandbox_response got = sb_create(&bench, "stored size", pl_bytes_of(body));
        cr_assert_eq(got.status, sizes[i].want, "%zu bytes: %d", sizes[i].len, got.status);
    }
    sb_close(&bench);
}

Test(create, reff_no_may_repeat_and_ids_differ, .timeout = 10) {
    sb bench;
    sb_open(&bench, NULL);
    const pl_sandbox_response one = sb_create(&bench, "first", pl_bytes_of(SB_GOOD_BODY));
    const pl_sandbox_response two = sb_create(&bench, "second", pl_bytes_of(SB_GOOD_BODY));
    cr_assert_eq(one.status, 200);
    cr_assert_eq(two.status, 200);
    cr_assert_str_neq(sb_value(&bench, &one, "/data/id"), sb_value(&bench, &two, "/data/id"));
    cr_assert_str_neq(sb_value(&bench, &one, "/data/payment_url"),
                      sb_value(&bench, &two, "/data/payment_url"));
    sb_close(&bench);
}
