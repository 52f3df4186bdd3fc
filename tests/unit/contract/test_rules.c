/* The cross-field rules: each row is a request or an answer, and what the rule says of it. */
#include <stdio.h>

#include <criterion/criterion.h>

#include "contract/contract.h"
#include "test_util.h"

static pl_arena arena;

static void setup(void) {
    pl_arena_init(&arena);
}

static void teardown(void) {
    pl_arena_done(&arena);
}

TestSuite(contract_rules, .init = setup, .fini = teardown, .timeout = 20);

/* clang-format off */
static const struct sum_case {
    const char *total;
    const char *items;
    pl_verdict want;
} sums[] = {
    {"150000", "1*150000", PL_ACCEPT},
    {"150000", "2*75000", PL_ACCEPT},
    {"150000", "1*200000 1*-50000", PL_ACCEPT},
    {"150000", "3*10000 2*50000 1*20000", PL_ACCEPT},
    {"150000.00", "1*1.5e5", PL_ACCEPT},
    {"150000", "4*37500.00", PL_ACCEPT},
    {"10.50", "3*3.5", PL_ACCEPT},
    {"150000", "1*75000.10 1*74999.90", PL_ACCEPT},
    {"150001", "1*150000", PL_REJECT},
    {"149999", "1*150000", PL_REJECT},
    {"150000.01", "1*150000", PL_REJECT},
    {"150000", "2*150000", PL_REJECT},
    {"250000", "1*200000 1*-50000", PL_REJECT},
    {"-150000", "1*150000", PL_REJECT},
    {"150000", "1*150000 1*1", PL_REJECT},
    {"0.3", "1*0.1 1*0.2", PL_OPEN},
    {"0.30000000000000004", "1*0.1 1*0.2", PL_OPEN},
    {"150000.00000000000000001", "1*150000", PL_OPEN},
    {"150000.0000000001", "1*150000", PL_OPEN},
    {"150000.000000001", "1*150000", PL_REJECT},
    {"99999999999.99", "1*99999999999.98", PL_REJECT},
    {"999999999999999", "1*999999999999998", PL_REJECT},
    {"30.3", "3*10.1", PL_OPEN},
    {"0", "1*5 1*-5", PL_OPEN},
    {"-5", "1*-5", PL_OPEN},
    {"10000000000000000000000000000000000000", "1*10000000000000000000000000000000000000", PL_OPEN},
    {"1e400", "1*1e400", PL_OPEN},
    {"1e400", "1*150000", PL_REJECT},
    {"1e99999", "1*150000", PL_REJECT},
    {"1e99999999999999999999", "1*150000", PL_REJECT},
    {"12345678901234567890", "1*12345678901234567891", PL_OPEN},
    {"12345678901234567890", "1*12345678901234667890", PL_REJECT},
    {"1e38", "1*1e38 1*1", PL_OPEN},
    {"9223372036854775807", "1*9223372036854775807", PL_OPEN},
    {"999999999999999000000", "1000000*999999999999999", PL_OPEN},
    {"1", "1.0*1", PL_OPEN},
};
/* clang-format on */

/* "2*75000 1*5" as a request. */
static pl_bytes request_of(const struct sum_case *c) {
    char *text = malloc(1024);
    cr_assert_not_null(text);
    int len = snprintf(text, 1024,
                       "{\"reff_no\":\"A\",\"title\":\"T\",\"max_usage\":1,\"total_amount\":%s,"
                       "\"items\":[",
                       c->total);
    const char *at = c->items;
    char quantity[64];
    char price[64];
    int used;
    for (bool first = true; sscanf(at, " %63[^*]*%63s%n", quantity, price, &used) == 2;
         first = false) {
        len += snprintf(text + len, 1024 - (size_t)len,
                        "%s{\"unit_price\":%s,\"name\":\"N\",\"quantity\":%s}", first ? "" : ",",
                        price, quantity);
        at += used;
    }
    len += snprintf(text + len, 1024 - (size_t)len, "]}");
    return (pl_bytes){(const uint8_t *)text, (size_t)len};
}

Test(contract_rules, sum_of_items) {
    for (size_t i = 0; i < PL_COUNT(sums); i++) {
        const pl_bytes body = request_of(&sums[i]);
        pl_json json;
        pl_report report;
        bool readable = false;
        cr_assert_eq(pl_contract_judge_request(body, NULL, &arena, &json, &readable, &report),
                     PL_OK);
        cr_assert_eq(pl_report_verdict(&report), sums[i].want, "%s = %s: %s", sums[i].total,
                     sums[i].items, pl_verdict_text(pl_report_verdict(&report)));
        free((void *)(uintptr_t)body.ptr);
    }
}

/* clang-format off */
static const struct answer_case {
    int status;
    const char *body;
    const char *keyword; /* of the only deviation, apart from absent and repeated members; NULL: none */
    pl_severity severity;
} answers[] = {
    {401, "{\"status\":401,\"success\":false,\"error\":{\"code\":401,\"message\":\"m\"}}", NULL, 0},
    {401, "{\"status\":401.0,\"success\":false,\"error\":{\"code\":401,\"message\":\"m\"}}", NULL, 0},
    {401, "{\"status\":403,\"success\":false,\"error\":{\"code\":401,\"message\":\"m\"}}", "statusEqualsHttp", PL_VIOLATION},
    {401, "{\"status\":401,\"success\":true,\"error\":{\"code\":401,\"message\":\"m\"}}", "successMatchesStatus", PL_VIOLATION},
    {401, "{\"status\":401,\"success\":false,\"error\":{\"code\":1,\"message\":\"m\"}}", "codeAsDocumented", PL_OBSERVATION},
    {401, "{\"status\":401,\"success\":false,\"error\":{\"code\":\"401\",\"message\":\"m\"}}", "type", PL_VIOLATION},
    {401, "{\"status\":401,\"success\":false,\"error\":\"m\"}", "type", PL_VIOLATION},
    {405, "{\"status\":405,\"success\":false,\"error\":{\"code\":4059901,\"message\":\"m\"}}", NULL, 0},
    {405, "{\"status\":405,\"success\":false,\"error\":{\"code\":405,\"message\":\"m\"}}", "codeAsDocumented", PL_OBSERVATION},
    {422, "{\"status\":422,\"success\":false,\"error\":{\"code\":422,\"message\":\"m\",\"errors\":{\"a\":[\"b\"]}},\"data\":{\"errors\":{\"a\":[\"b\"]}}}", NULL, 0},
    {422, "{\"status\":422,\"success\":false,\"error\":{\"code\":422,\"message\":\"m\",\"errors\":{\"a\":[\"b\"]}},\"data\":{\"errors\":{\"a\":[\"c\"]}}}", "errorsRepeated", PL_OBSERVATION},
    {422, "{\"status\":422,\"success\":false,\"error\":{\"code\":422,\"message\":\"m\",\"errors\":{\"a\":\"b\"}},\"data\":{}}", "type", PL_VIOLATION},
    {422, "{\"status\":422,\"success\":false,\"error\":{\"code\":422,\"message\":\"m\",\"errors\":[]},\"data\":{}}", "type", PL_VIOLATION},
    {200, "{\"status\":200,\"success\":true,\"data\":{\"items\":[{\"name\":\"n\",\"quantity\":3,\"unit_price\":0.1,\"subtotal\":0.3}]}}", NULL, 0},
    {200, "{\"status\":200,\"success\":true,\"data\":{\"items\":[{\"name\":\"n\",\"quantity\":3,\"unit_price\":0.1,\"subtotal\":0.30000000000000004}]}}", "subtotalEqualsProduct", PL_VIOLATION},
    {200, "{\"status\":200,\"success\":false,\"data\":{}}", "successMatchesStatus", PL_VIOLATION},
    {401, "{\"status\":200,\"success\":false,\"error\":{},\"error\":{}}", "statusEqualsHttp", PL_VIOLATION},
    {200, "{\"status\":201,\"success\":true,\"data\":{}}", "statusEqualsHttp", PL_VIOLATION},
};
/* clang-format on */

Test(contract_rules, envelopes) {
    for (size_t i = 0; i < PL_COUNT(answers); i++) {
        const struct answer_case *c = &answers[i];
        pl_json json;
        pl_report report;
        bool readable = false;
        cr_assert_eq(pl_contract_judge_response(c->status, pl_bytes_of(c->body), NULL, &arena,
                                                &json, &readable, &report),
                     PL_OK);
        const pl_violation *found = NULL;
        for (uint32_t v = 0; v < report.count; v++) {
            const pl_keyword keyword = report.list[v].keyword;
            if (keyword == PL_KEYWORD_REQUIRED || keyword == PL_KEYWORD_DUPLICATE_NAME) {
                continue;
            }
            cr_assert_null(found, "%s: one deviation only", c->body);
            found = &report.list[v];
        }
        cr_assert_eq(found != NULL, c->keyword != NULL, "%s", c->body);
        if (found == NULL) { continue; }
        cr_assert_str_eq(pl_violation_keyword(found), c->keyword, "%s", c->body);
        cr_assert_eq(found->severity, c->severity, "%s", c->body);
    }
}

Test(contract_rules, a_status_outside_the_document_has_no_schema) {
    pl_json json;
    pl_report report;
    bool readable;
    const pl_bytes body = PL_BYTES_LIT("{}");
    cr_assert_eq(pl_contract_judge_response(500, body, NULL, &arena, &json, &readable, &report),
                 PL_E_ARGUMENT);
}

/* Every table of the contract, reached from its roots. */
static void walk(const pl_schema *schema, unsigned depth, size_t *ret_count) {
    cr_assert_lt(depth, PL_SCHEMA_DEPTH_MAX);
    cr_assert_not_null(schema->name);
    cr_assert_neq(schema->types, 0, "%s: has a type", schema->name);
    cr_assert_leq(schema->member_count, PL_MEMBER_COUNT_MAX);
    *ret_count += schema->facet_count + schema->member_count + schema->rule_count;
    for (size_t i = 0; i < schema->facet_count; i++) {
        const pl_facet *facet = &schema->facets[i];
        cr_assert(facet->severity == PL_VIOLATION || facet->why != NULL, "%s: %s says why",
                  schema->name, pl_keyword_text(facet->keyword));
        for (size_t j = 0; j < i; j++) {
            cr_assert_neq(schema->facets[j].keyword, facet->keyword, "%s: %s once", schema->name,
                          pl_keyword_text(facet->keyword));
        }
    }
    cr_assert(schema->types_contested == 0 || schema->types_why != NULL, "%s", schema->name);
    for (size_t i = 0; i < schema->member_count; i++) {
        cr_assert_gt(schema->members[i].name_len, 0, "%s: member %zu", schema->name, i);
        walk(schema->members[i].schema, depth + 1, ret_count);
    }
    if (schema->items != NULL) { walk(schema->items, depth + 1, ret_count); }
    if (schema->values != NULL) { walk(schema->values, depth + 1, ret_count); }
}

Test(contract_rules, tables_are_whole) {
    size_t count = 0;
    walk(&pl_contract_request, 0, &count);
    walk(&pl_contract_token, 0, &count);
    walk(&pl_contract_grant, 0, &count);
    walk(&pl_contract_catalog, 0, &count);
    for (size_t i = 0; i < pl_contract_answer_count; i++) {
        cr_assert_eq(pl_contract_answer_of(pl_contract_answers[i].status), &pl_contract_answers[i]);
        walk(pl_contract_answers[i].schema, 0, &count);
    }
    cr_assert_gt(count, 100, "%zu rows", count);
    cr_assert_null(pl_contract_answer_of(403));
}
