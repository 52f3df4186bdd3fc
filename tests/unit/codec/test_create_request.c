#include <criterion/criterion.h>

#include "codec/create_request.h"
#include "test_util.h"
#include "unit/codec/codec_random.h"

enum { ROUND_COUNT = 3000, ALLOCATION_COUNT_MAX = 100 };

static const char full_text[] =
    "{\"reff_no\":\"INV-1\",\"title\":\"Tiga \\\"kopi\\\"\",\"max_usage\":2,"
    "\"total_amount\":150000.25,\"items\":[{\"name\":\"Kopi\",\"quantity\":3,"
    "\"unit_price\":50000.25},{\"name\":\"Potongan\",\"quantity\":1,\"unit_price\":-0.5}],"
    "\"required_customer_detail\":true,\"expired_at\":\"4102444800000\","
    "\"whitelisted_payment_method\":[\"QRIS\",\"VA_BRI\"],"
    "\"redirect_url\":\"https://merchant.example.com/return\","
    "\"optional_metadata\":{\"a\": 1.50, \"a\": \"\\u0062\"}}";

static void expect_text(const char *what, pl_bytes got, const char *want) {
    cr_expect(pl_bytes_equal(got, pl_bytes_of(want)), "%s: %.*s, want %s", what, (int)got.len,
              (const char *)got.ptr, want);
}

static pl_decimal decimal(const char *lexeme) {
    pl_decimal value = {0};
    cr_assert_eq(pl_decimal_parse(pl_bytes_of(lexeme), &value), PL_OK, "%s", lexeme);
    return value;
}

Test(create_request, every_member_lands_in_its_field, .timeout = 10) {
    pl_arena arena = {0};
    pl_create_request request;
    cr_assert_eq(pl_create_request_decode(pl_bytes_of(full_text), &arena, &request, NULL), PL_OK);
    expect_text("reff_no", request.reff_no, "INV-1");
    expect_text("title", request.title, "Tiga \"kopi\"");
    cr_expect_eq(request.max_usage, 2, "max_usage");
    cr_expect(pl_decimal_equal(request.total_amount, decimal("150000.25")), "total_amount");
    cr_assert_eq(request.items.count, 2, "items");
    expect_text("name", request.items.list[0].name, "Kopi");
    cr_expect_eq(request.items.list[0].quantity, 3, "quantity");
    cr_expect(pl_decimal_equal(request.items.list[1].unit_price, decimal("-0.5")), "unit_price");
    cr_expect_eq(request.required_customer_detail.state, PL_FIELD_VALUE, "detail");
    cr_expect(request.required_customer_detail.value, "detail");
    cr_expect_eq(request.expired_at.state, PL_FIELD_VALUE, "expired_at");
    expect_text("expired_at", request.expired_at.value, "4102444800000");
    cr_expect_eq(request.whitelisted_payment_method.state, PL_FIELD_VALUE, "whitelist");
    cr_assert_eq(request.whitelisted_payment_method.value.count, 2, "whitelist");
    expect_text("whitelist", request.whitelisted_payment_method.value.list[1], "VA_BRI");
    expect_text("redirect_url", request.redirect_url.value, "https://merchant.example.com/return");
    expect_text("metadata", request.optional_metadata.value, "{\"a\": 1.50, \"a\": \"\\u0062\"}");
    pl_arena_done(&arena);
}

Test(create_request, encode_writes_the_contracts_order, .timeout = 10) {
    pl_arena arena = {0};
    pl_create_request request;
    pl_bytes text = {0};
    cr_assert_eq(pl_create_request_decode(pl_bytes_of(full_text), &arena, &request, NULL), PL_OK);
    cr_assert_eq(pl_create_request_encode(&request, &arena, &text), PL_OK);
    expect_text("text", text, full_text);
    pl_arena_done(&arena);
}

/* --- presence -------------------------------------------------------------------------------- */

#define REQUIRED "\"reff_no\":\"R\",\"title\":\"T\",\"max_usage\":1,\"total_amount\":1,\"items\":[]"

Test(create_request, absent_null_and_value_differ, .timeout = 10) {
    static const struct {
        const char *name;
        const char *text;
        pl_field_state state;
    } rows[] = {
        {"absent", "{" REQUIRED "}", PL_FIELD_ABSENT},
        {"null", "{" REQUIRED ",\"redirect_url\":null}", PL_FIELD_NULL},
        {"value", "{" REQUIRED ",\"redirect_url\":\"\"}", PL_FIELD_VALUE},
    };
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        pl_arena arena = {0};
        pl_create_request request;
        pl_bytes text = {0};
        cr_assert_eq(pl_create_request_decode(pl_bytes_of(rows[i].text), &arena, &request, NULL),
                     PL_OK, "%s", rows[i].name);
        cr_expect_eq(request.redirect_url.state, rows[i].state, "%s: state", rows[i].name);
        cr_expect_eq(request.redirect_url.value.len, 0, "%s: value", rows[i].name);
        cr_assert_eq(pl_create_request_encode(&request, &arena, &text), PL_OK, "%s", rows[i].name);
        expect_text(rows[i].name, text, rows[i].text);
        pl_arena_done(&arena);
    }
}

Test(create_request, what_is_passed_over, .timeout = 10) {
    pl_arena arena = {0};
    pl_create_request request;
    const pl_bytes text = pl_bytes_of("{\"max_usage\":\"x\"," REQUIRED
                                      ",\"note\":[],\"t\\u0069tle\":\"last\",\"Title\":1}");
    cr_assert_eq(pl_create_request_decode(text, &arena, &request, NULL), PL_OK);
    cr_expect_eq(request.max_usage, 1, "the last max_usage");
    expect_text("the last title", request.title, "last");
    pl_arena_done(&arena);
}

/* --- refusals -------------------------------------------------------------------------------- */

#define ITEM_REQUEST(item)                                                                         \
    "{\"reff_no\":\"R\",\"title\":\"T\",\"max_usage\":1,\"total_amount\":1,\"items\":[" item "]}"
#define GOOD_ITEM "{\"name\":\"N\",\"quantity\":1,\"unit_price\":1}"

static const struct refusal_row {
    const char *name;
    const char *text;
    pl_status status;
    const char *at;
} refusal_rows[] = {
    /* clang-format off */
    {"empty", "", PL_E_SYNTAX, ""},
    {"cut", "{\"reff_no\":", PL_E_SYNTAX, ""},
    {"root-array", "[]", PL_E_SYNTAX, ""},
    {"root-null", "null", PL_E_SYNTAX, ""},
    {"reff-no-absent", "{}", PL_E_SYNTAX, "/reff_no"},
    {"reff-no-null", "{\"reff_no\":null}", PL_E_SYNTAX, "/reff_no"},
    {"title-absent", "{\"reff_no\":\"R\"}", PL_E_SYNTAX, "/title"},
    {"title-surrogate", "{\"reff_no\":\"R\",\"title\":\"\\ud800\"}", PL_E_ENCODING, "/title"},
    {"title-bad-utf-8", "{\"reff_no\":\"R\",\"title\":\"\xC3\"}", PL_E_ENCODING, "/title"},
    {"max-usage-fraction", "{\"reff_no\":\"R\",\"title\":\"T\",\"max_usage\":1.5}", PL_E_SYNTAX,
     "/max_usage"},
    {"max-usage-range", "{\"reff_no\":\"R\",\"title\":\"T\",\"max_usage\":1e19}", PL_E_RANGE,
     "/max_usage"},
    {"total-range", "{\"reff_no\":\"R\",\"title\":\"T\",\"max_usage\":1,\"total_amount\":1e99999}",
     PL_E_RANGE, "/total_amount"},
    {"items-object",
     "{\"reff_no\":\"R\",\"title\":\"T\",\"max_usage\":1,\"total_amount\":1,\"items\":{}}",
     PL_E_SYNTAX, "/items"},
    {"item-null", ITEM_REQUEST("null"), PL_E_SYNTAX, "/items/0"},
    {"item-empty", ITEM_REQUEST("{}"), PL_E_SYNTAX, "/items/0/name"},
    {"item-second-price", ITEM_REQUEST(GOOD_ITEM ",{\"name\":\"N\",\"quantity\":1}"), PL_E_SYNTAX,
     "/items/1/unit_price"},
    {"item-second-quantity",
     ITEM_REQUEST(GOOD_ITEM ",{\"name\":\"N\",\"quantity\":\"1\",\"unit_price\":1}"),
     PL_E_SYNTAX, "/items/1/quantity"},
    {"item-price-range", ITEM_REQUEST("{\"name\":\"N\",\"quantity\":1,\"unit_price\":1e-99999}"),
     PL_E_RANGE, "/items/0/unit_price"},
    {"detail-string", "{" REQUIRED ",\"required_customer_detail\":\"true\"}", PL_E_SYNTAX,
     "/required_customer_detail"},
    {"expired-at-number", "{" REQUIRED ",\"expired_at\":1}", PL_E_SYNTAX, "/expired_at"},
    {"whitelist-entry", "{" REQUIRED ",\"whitelisted_payment_method\":[\"QRIS\",1]}", PL_E_SYNTAX,
     "/whitelisted_payment_method"},
    {"metadata-array", "{" REQUIRED ",\"optional_metadata\":[]}", PL_E_SYNTAX,
     "/optional_metadata"},
    /* clang-format on */
};

Test(create_request, a_failed_decode_points_and_leaves_the_struct, .timeout = 30) {
    for (size_t i = 0; i < PL_COUNT(refusal_rows); i++) {
        const struct refusal_row *row = &refusal_rows[i];
        pl_arena arena = {0};
        pl_create_request request;
        pl_create_request untouched;
        memset(&request, 0xA5, sizeof request);
        memset(&untouched, 0xA5, sizeof untouched);
        uint8_t *copy = tu_exact_copy(pl_bytes_of(row->text));
        pl_bytes at = PL_BYTES_LIT("not written");
        const pl_status status =
            pl_create_request_decode((pl_bytes){copy, strlen(row->text)}, &arena, &request, &at);
        cr_expect_eq(status, row->status, "%s: %s", row->name, pl_status_text(status));
        expect_text(row->name, at, row->at);
        cr_expect_arr_eq(&request, &untouched, sizeof request, "%s: touched", row->name);
        free(copy);
        pl_arena_done(&arena);
    }
}

Test(create_request, a_failed_encode_leaves_the_text, .timeout = 10) {
    pl_arena arena = {0};
    pl_create_request request = {.title = PL_BYTES_LIT("\xFF")};
    pl_bytes text = PL_BYTES_LIT("not written");
    cr_expect_eq(pl_create_request_encode(&request, &arena, &text), PL_E_ENCODING, "title");
    const pl_line_item item = {.name = PL_BYTES_LIT("\x80")};
    request = (pl_create_request){.items = {&item, 1}};
    cr_expect_eq(pl_create_request_encode(&request, &arena, &text), PL_E_ENCODING, "item");
    expect_text("text", text, "not written");
    pl_arena_done(&arena);
}

/* --- metadata at the reader's depth ---------------------------------------------------------- */

Test(create_request, metadata_as_deep_as_can_be_read_again, .timeout = 10) {
    for (size_t depth = PL_JSON_DEPTH_MAX - 1; depth <= PL_JSON_DEPTH_MAX; depth++) {
        pl_arena arena = {0};
        uint8_t raw[2 * PL_JSON_DEPTH_MAX + 8] = "{\"a\":";
        size_t len = strlen((const char *)raw);
        memset(&raw[len], '[', depth - 1);
        memset(&raw[len + depth - 1], ']', depth - 1);
        len += 2 * (depth - 1);
        raw[len++] = '}';
        const pl_create_request request = {.optional_metadata = {PL_FIELD_VALUE, {raw, len}}};
        const bool fits = depth < PL_JSON_DEPTH_MAX;
        pl_bytes text = {0};
        pl_json json;
        cr_expect_eq(pl_create_request_encode(&request, &arena, &text), fits ? PL_OK : PL_E_DEPTH,
                     "depth %zu", depth);
        if (fits) { cr_expect_eq(pl_json_read(text, &arena, &json, NULL), PL_OK, "read again"); }
        pl_arena_done(&arena);
    }
}

/* --- round trips ----------------------------------------------------------------------------- */

static pl_create_request random_request(uint64_t *state, pl_arena *arena) {
    const size_t count = tr_below(state, 4);
    pl_line_item *items = cr_alloc(arena, count * sizeof *items);
    for (size_t i = 0; i < count; i++) {
        items[i] = (pl_line_item){cr_text(state, arena), cr_integer(state), cr_decimal(state)};
    }
    pl_create_request request = {
        .reff_no = cr_text(state, arena),
        .title = cr_text(state, arena),
        .max_usage = cr_integer(state),
        .total_amount = cr_decimal(state),
        .items = {items, count},
        .required_customer_detail = {cr_state(state), tr_below(state, 2) == 0},
        .expired_at = {cr_state(state), cr_text(state, arena)},
        .whitelisted_payment_method = {cr_state(state), cr_texts(state, arena)},
        .redirect_url = {cr_state(state), cr_text(state, arena)},
        .optional_metadata = {cr_state(state), cr_raw(state)},
    };
    return request;
}

Test(create_request, decode_of_encode_is_the_same, .timeout = 60) {
    uint64_t state = 20240513;
    pl_arena arena = {0};
    for (unsigned round = 0; round < ROUND_COUNT; round++) {
        pl_arena_reset(&arena);
        const pl_create_request request = random_request(&state, &arena);
        pl_create_request back;
        pl_bytes text = {0};
        pl_bytes again = {0};
        pl_bytes at = {0};
        cr_assert_eq(pl_create_request_encode(&request, &arena, &text), PL_OK, "round %u", round);
        const pl_status status = pl_create_request_decode(text, &arena, &back, &at);
        cr_assert_eq(status, PL_OK, "round %u: %s at %.*s in %.*s", round, pl_status_text(status),
                     (int)at.len, (const char *)at.ptr, (int)text.len, (const char *)text.ptr);
        cr_assert(pl_create_request_equal(&request, &back), "round %u: %.*s", round, (int)text.len,
                  (const char *)text.ptr);
        cr_assert_eq(pl_create_request_encode(&back, &arena, &again), PL_OK, "round %u", round);
        cr_assert(pl_bytes_equal(text, again), "round %u: the second text differs", round);
    }
    pl_arena_done(&arena);
}

Test(create_request, two_random_requests_differ, .timeout = 30) {
    uint64_t state = 99;
    pl_arena arena = {0};
    const pl_create_request first = random_request(&state, &arena);
    for (unsigned round = 0; round < 100; round++) {
        const pl_create_request other = random_request(&state, &arena);
        cr_expect_not(pl_create_request_equal(&first, &other), "round %u", round);
    }
    pl_arena_done(&arena);
}

/* --- memory ---------------------------------------------------------------------------------- */

Test(create_request, every_allocation_may_fail, .timeout = 30) {
    size_t k = 1;
    for (bool done = false; !done; k++) {
        cr_assert_leq(k, ALLOCATION_COUNT_MAX, "never succeeds");
        pl_arena arena = {.fail_after = k};
        pl_create_request request = {.max_usage = 77};
        pl_bytes text = {0};
        pl_bytes at = {0};
        pl_status status = pl_create_request_decode(pl_bytes_of(full_text), &arena, &request, &at);
        if (status == PL_OK) { status = pl_create_request_encode(&request, &arena, &text); }
        done = status == PL_OK;
        cr_assert(done || status == PL_E_MEMORY, "k %zu: %s", k, pl_status_text(status));
        cr_assert_eq(text.len > 0, done, "k %zu: text", k);
        pl_arena_done(&arena);
    }
    cr_assert_gt(k, 3, "no allocation was made");
}
