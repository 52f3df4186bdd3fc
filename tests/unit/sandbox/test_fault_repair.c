#include "unit/sandbox/fault_util.h"

/* What a sloppy server makes of a body. */

#define ITEMS "\"items\":[{\"name\":\"A\",\"quantity\":1,\"unit_price\":1}]"
#define BODY(members)                                                                              \
    "{\"reff_no\":\"r\",\"title\":\"t\",\"max_usage\":1,\"total_amount\":1," members "}"

static const struct {
    const char *name;
    const char *text;
    const char *pointer;
    const char *value;
} rows[] = {
    {"good", BODY(ITEMS), "", BODY(ITEMS)},
    {"number text", "{\"max_usage\":\"12\"}", "/max_usage", "12"},
    {"word", "{\"max_usage\":\"many\"}", "/max_usage", "1"},
    {"true", "{\"max_usage\":true}", "/max_usage", "1"},
    {"false", "{\"max_usage\":false}", "/max_usage", "0"},
    {"null", "{\"total_amount\":null}", "/total_amount", "0"},
    {"fraction", "{\"max_usage\":2.75}", "/max_usage", "2"},
    {"exponent", "{\"max_usage\":25e-1}", "/max_usage", "25"},
    {"array of one", "{\"max_usage\":[7]}", "/max_usage", "7"},
    {"array of more", "{\"max_usage\":[7,8]}", "/max_usage", "1"},
    {"text of number", "{\"title\":12}", "/title", "\"12\""},
    {"text of true", "{\"title\":true}", "/title", "\"1\""},
    {"text of null", "{\"title\":null}", "/title", "\"\""},
    {"text of object", "{\"title\":{\"a\":1}}", "/title", "\"\""},
    {"text of array", "{\"title\":[\"a\"]}", "/title", "\"a\""},
    {"flag of text", "{\"required_customer_detail\":\"no\"}", "/required_customer_detail", "false"},
    {"flag of number", "{\"required_customer_detail\":5}", "/required_customer_detail", "true"},
    {"list of text", "{\"whitelisted_payment_method\":\"QRIS\"}", "/whitelisted_payment_method",
     "[\"QRIS\"]"},
    {"list of object", "{\"whitelisted_payment_method\":{\"0\":\"a\",\"1\":\"b\"}}",
     "/whitelisted_payment_method", "[\"a\",\"b\"]"},
    {"object of list", "{\"optional_metadata\":[]}", "/optional_metadata", "null"},
    {"line of text", "{\"items\":[\"a\"]}", "/items/0",
     "{\"unit_price\":1,\"quantity\":1,\"name\":\"1\"}"},
    {"expiry of words", "{\"expired_at\":\"soon\"}", "/expired_at", "null"},
    {"length stays", "{\"reff_no\":\"a b/c\"}", "/reff_no", "\"a b/c\""},
    {"not an object", "[1,2]", "/title", "\"1\""},
    {"not JSON", "{\"title\":", "/title", "\"1\""},
};

Test(fault_repair, values, .timeout = 30) {
    pl_arena arena = {0};
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        pl_json json;
        uint32_t node = 0;
        cr_assert_eq(
            pl_fault_repair(&pl_contract_request, pl_bytes_of(rows[i].text), &arena, &json), PL_OK);
        cr_assert_eq(pl_json_resolve(&json, pl_bytes_of(rows[i].pointer), &node), PL_OK, "%s: %.*s",
                     rows[i].name, (int)json.text.len, (const char *)json.text.ptr);
        const pl_bytes raw = pl_json_raw(&json, node);
        cr_assert(pl_bytes_equal(raw, pl_bytes_of(rows[i].value)), "%s: %.*s, want %s",
                  rows[i].name, (int)raw.len, (const char *)raw.ptr, rows[i].value);
    }
    pl_arena_done(&arena);
}

/* Whatever comes in, what comes out can be decoded. */
Test(fault_repair, can_be_decoded, .timeout = 30) {
    pl_arena arena = {0};
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        pl_json json;
        pl_create_request request;
        cr_assert_eq(
            pl_fault_repair(&pl_contract_request, pl_bytes_of(rows[i].text), &arena, &json), PL_OK);
        cr_assert_eq(pl_create_request_decode_node(&json, 0, &arena, &request, NULL), PL_OK, "%s",
                     rows[i].name);
    }
    pl_arena_done(&arena);
}

Test(fault_repair, what_is_made_up_keeps_the_contract, .timeout = 30) {
    pl_arena arena = {0};
    pl_json json;
    pl_verdict verdict = PL_REJECT;
    cr_assert_eq(pl_fault_repair(&pl_contract_request, pl_bytes_of("{}"), &arena, &json), PL_OK);
    cr_assert_eq(pl_contract_request_verdict(json.text, &(pl_context){.now_ms = SB_NOW_MS}, &arena,
                                             &verdict),
                 PL_OK);
    cr_assert_eq(verdict, PL_ACCEPT, "%.*s", (int)json.text.len, (const char *)json.text.ptr);
    pl_arena_done(&arena);
}

Test(fault_repair, splices, .timeout = 30) {
    static const pl_bytes text = PL_BYTES_LIT("abcdef");
    pl_arena arena = {0};
    pl_bytes got = {NULL, 0};
    cr_assert_eq(
        pl_fault_splice(text, (pl_bytes){text.ptr + 2, 2}, pl_bytes_of("xyz"), &arena, &got),
        PL_OK);
    cr_assert(pl_bytes_equal(got, pl_bytes_of("abxyzef")));
    cr_assert_eq(pl_fault_splice(text, (pl_bytes){text.ptr, 6}, pl_bytes_of(""), &arena, &got),
                 PL_OK);
    cr_assert_eq(got.len, 0);
    cr_assert_eq(pl_fault_splice(text, (pl_bytes){text.ptr + 6, 0}, pl_bytes_of("g"), &arena, &got),
                 PL_OK);
    cr_assert(pl_bytes_equal(got, pl_bytes_of("abcdefg")));
    pl_arena_done(&arena);
}
