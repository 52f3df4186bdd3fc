#include <criterion/criterion.h>

#include "codec/payment_link.h"
#include "test_util.h"
#include "unit/codec/codec_random.h"

enum { ROUND_COUNT = 3000, ALLOCATION_COUNT_MAX = 100 };

static const char full_text[] =
    "{\"id\":103,\"reff_no\":\"INV-1\",\"title\":\"Kopi\",\"payment_url\":\"https://example.com/"
    "p\","
    "\"status\":\"open\",\"status_computed\":\"closed\",\"is_expired\":false,"
    "\"required_customer_detail\":true,\"max_usage\":5,\"current_usage\":4,"
    "\"expired_at\":\"2024-01-15T15:00:00+07:00\",\"total_amount\":150000.25,"
    "\"items\":[{\"name\":\"Kopi\",\"quantity\":3,\"unit_price\":50000,\"subtotal\":150000}],"
    "\"whitelisted_payment_method\":[\"QRIS\"],\"redirect_url\":null,"
    "\"optional_metadata\":{\"n\":1.0},\"payment_date\":null,"
    "\"created_at\":\"2024-01-01T00:00:00Z\",\"updated_at\":\"2024-01-02T00:00:00Z\","
    "\"account\":{\"id\":\"01K946KF851RK7FX075GJHBVKF\",\"account_number\":\"0001\","
    "\"name\":\"John Doe\",\"status\":\"active\",\"account_type\":\"owned\",\"kyb_status\":null,"
    "\"invite_members\":[\"john@example.com\"]}}";

static void expect_text(const char *what, pl_bytes got, const char *want) {
    cr_expect(pl_bytes_equal(got, pl_bytes_of(want)), "%s: %.*s, want %s", what, (int)got.len,
              (const char *)got.ptr, want);
}

static void expect_value(const char *what, pl_optional_text got, const char *want) {
    cr_expect_eq(got.state, PL_FIELD_VALUE, "%s: state", what);
    expect_text(what, got.value, want);
}

Test(payment_link, texts_land_in_their_fields, .timeout = 10) {
    pl_arena arena = {0};
    pl_payment_link link;
    cr_assert_eq(pl_payment_link_decode(pl_bytes_of(full_text), &arena, &link, NULL), PL_OK);
    expect_value("reff_no", link.reff_no, "INV-1");
    expect_value("title", link.title, "Kopi");
    expect_value("payment_url", link.payment_url, "https://example.com/p");
    expect_value("status", link.status, "open");
    expect_value("status_computed", link.status_computed, "closed");
    expect_text("metadata", link.optional_metadata.value, "{\"n\":1.0}");
    expect_text("whitelist", link.whitelisted_payment_method.value.list[0], "QRIS");
    cr_expect_eq(link.redirect_url.state, PL_FIELD_NULL, "redirect_url");
    const pl_account_resource *account = &link.account.value;
    cr_expect_not(account->id.value.is_integer, "id");
    expect_text("id", account->id.value.text, "01K946KF851RK7FX075GJHBVKF");
    expect_value("account_number", account->account_number, "0001");
    expect_value("name", account->name, "John Doe");
    expect_value("status", account->status, "active");
    expect_value("account_type", account->account_type, "owned");
    cr_expect_eq(account->kyb_status.state, PL_FIELD_NULL, "kyb_status");
    expect_text("invite_members", account->invite_members.value.list[0], "john@example.com");
    pl_arena_done(&arena);
}

Test(payment_link, numbers_and_moments_land_in_their_fields, .timeout = 10) {
    pl_arena arena = {0};
    pl_payment_link link;
    cr_assert_eq(pl_payment_link_decode(pl_bytes_of(full_text), &arena, &link, NULL), PL_OK);
    cr_expect_eq(link.id.value, 103, "id");
    cr_expect_eq(link.max_usage.value, 5, "max_usage");
    cr_expect_eq(link.current_usage.value, 4, "current_usage");
    cr_expect_not(link.is_expired.value, "is_expired");
    cr_expect(link.required_customer_detail.value, "required_customer_detail");
    const pl_decimal total = {15000025, -2};
    cr_expect(pl_decimal_equal(link.total_amount.value, total), "total_amount");
    cr_expect_eq(link.expired_at.value.unix_ms, 1705305600000, "expired_at");
    expect_text("expired_at", link.expired_at.value.text, "2024-01-15T15:00:00+07:00");
    cr_expect_eq(link.payment_date.state, PL_FIELD_NULL, "payment_date");
    cr_expect_eq(link.created_at.value.unix_ms, 1704067200000, "created_at");
    cr_expect_eq(link.updated_at.value.unix_ms, 1704153600000, "updated_at");
    cr_assert_eq(link.items.value.count, 1, "items");
    const pl_stored_item *item = &link.items.value.list[0];
    expect_value("name", item->name, "Kopi");
    cr_expect_eq(item->quantity.value, 3, "quantity");
    cr_expect(pl_decimal_equal(item->unit_price.value, pl_decimal_of(50000)), "unit_price");
    cr_expect(pl_decimal_equal(item->subtotal.value, pl_decimal_of(150000)), "subtotal");
    pl_arena_done(&arena);
}

Test(payment_link, encode_writes_the_contracts_order, .timeout = 10) {
    pl_arena arena = {0};
    pl_payment_link link;
    pl_bytes text = {0};
    cr_assert_eq(pl_payment_link_decode(pl_bytes_of(full_text), &arena, &link, NULL), PL_OK);
    cr_assert_eq(pl_payment_link_encode(&link, &arena, &text), PL_OK);
    expect_text("text", text, full_text);
    const pl_payment_link nothing = {0};
    cr_assert_eq(pl_payment_link_encode(&nothing, &arena, &text), PL_OK);
    expect_text("nothing", text, "{}");
    pl_arena_done(&arena);
}

Test(payment_link, a_link_inside_its_envelope, .timeout = 10) {
    pl_arena arena = {0};
    pl_json json;
    pl_payment_link link;
    pl_bytes at = {0};
    const pl_bytes text =
        pl_bytes_of("{\"status\":200,\"data\":{\"id\":7,\"account\":{\"id\":1}}}");
    cr_assert_eq(pl_json_read(text, &arena, &json, NULL), PL_OK);
    const uint32_t data = pl_json_member(&json, 0, "data");
    cr_assert_eq(pl_payment_link_decode_node(&json, data, &arena, &link, NULL), PL_OK);
    cr_expect_eq(link.id.value, 7, "id");
    cr_expect_eq(link.reff_no.state, PL_FIELD_ABSENT, "reff_no");
    cr_expect(link.account.value.id.value.is_integer, "account.id");
    cr_expect_eq(link.account.value.id.value.integer, 1, "account.id");
    /* The pointer is the document's, not the resource's. */
    const pl_bytes bad = pl_bytes_of("{\"data\":{\"account\":{\"name\":1}}}");
    cr_assert_eq(pl_json_read(bad, &arena, &json, NULL), PL_OK);
    const uint32_t bad_data = pl_json_member(&json, 0, "data");
    cr_assert_eq(pl_payment_link_decode_node(&json, bad_data, &arena, &link, &at), PL_E_SYNTAX);
    expect_text("at", at, "/data/account/name");
    pl_arena_done(&arena);
}

/* --- refusals -------------------------------------------------------------------------------- */

static const struct refusal_row {
    const char *name;
    const char *text;
    pl_status status;
    const char *at;
} refusal_rows[] = {
    /* clang-format off */
    {"root-array", "[]", PL_E_SYNTAX, ""},
    {"id-string", "{\"id\":\"103\"}", PL_E_SYNTAX, "/id"},
    {"id-range", "{\"id\":9223372036854775808}", PL_E_RANGE, "/id"},
    {"title-number", "{\"title\":1}", PL_E_SYNTAX, "/title"},
    {"is-expired-number", "{\"is_expired\":0}", PL_E_SYNTAX, "/is_expired"},
    {"created-at-date", "{\"created_at\":\"2024-01-01\"}", PL_E_SYNTAX, "/created_at"},
    {"created-at-no-such-day", "{\"created_at\":\"2024-02-30T00:00:00Z\"}", PL_E_RANGE,
     "/created_at"},
    {"updated-at-surrogate", "{\"updated_at\":\"\\udc00\"}", PL_E_ENCODING, "/updated_at"},
    {"item-array", "{\"items\":[[]]}", PL_E_SYNTAX, "/items/0"},
    {"item-subtotal", "{\"items\":[{},{\"subtotal\":\"1\"}]}", PL_E_SYNTAX, "/items/1/subtotal"},
    {"account-array", "{\"account\":[]}", PL_E_SYNTAX, "/account"},
    {"account-members", "{\"account\":{\"invite_members\":[1]}}", PL_E_SYNTAX,
     "/account/invite_members"},
    /* clang-format on */
};

Test(payment_link, a_failed_decode_points_and_leaves_the_struct, .timeout = 30) {
    for (size_t i = 0; i < PL_COUNT(refusal_rows); i++) {
        const struct refusal_row *row = &refusal_rows[i];
        pl_arena arena = {0};
        pl_payment_link link;
        pl_payment_link untouched;
        memset(&link, 0xA5, sizeof link);
        memset(&untouched, 0xA5, sizeof untouched);
        uint8_t *copy = tu_exact_copy(pl_bytes_of(row->text));
        pl_bytes at = PL_BYTES_LIT("not written");
        const pl_status status =
            pl_payment_link_decode((pl_bytes){copy, strlen(row->text)}, &arena, &link, &at);
        cr_expect_eq(status, row->status, "%s: %s", row->name, pl_status_text(status));
        expect_text(row->name, at, row->at);
        cr_expect_arr_eq(&link, &untouched, sizeof link, "%s: touched", row->name);
        free(copy);
        pl_arena_done(&arena);
    }
}

Test(payment_link, a_failed_encode_leaves_the_text, .timeout = 10) {
    pl_arena arena = {0};
    pl_bytes text = PL_BYTES_LIT("not written");
    pl_payment_link link = {.created_at = {PL_FIELD_VALUE, {PL_BYTES_LIT("now"), 0}}};
    cr_expect_eq(pl_payment_link_encode(&link, &arena, &text), PL_E_SYNTAX, "moment");
    link = (pl_payment_link){
        .account = {PL_FIELD_VALUE, {.name = {PL_FIELD_VALUE, PL_BYTES_LIT("\xFF")}}}};
    cr_expect_eq(pl_payment_link_encode(&link, &arena, &text), PL_E_ENCODING, "account");
    link = (pl_payment_link){.optional_metadata = {PL_FIELD_VALUE, PL_BYTES_LIT("{},\"id\":1")}};
    cr_expect_eq(pl_payment_link_encode(&link, &arena, &text), PL_E_SYNTAX, "metadata");
    expect_text("text", text, "not written");
    pl_arena_done(&arena);
}

/* --- round trips ----------------------------------------------------------------------------- */

static pl_account_resource random_account(uint64_t *state, pl_arena *arena) {
    const bool is_integer = tr_below(state, 2) == 0;
    pl_account_resource account = {
        .id = {cr_state(state), {.is_integer = is_integer}},
        .account_number = {cr_state(state), cr_text(state, arena)},
        .name = {cr_state(state), cr_text(state, arena)},
        .status = {cr_state(state), cr_text(state, arena)},
        .account_type = {cr_state(state), cr_text(state, arena)},
        .kyb_status = {cr_state(state), cr_text(state, arena)},
        .invite_members = {cr_state(state), cr_texts(state, arena)},
    };
    if (is_integer) {
        account.id.value.integer = cr_integer(state);
    } else {
        account.id.value.text = cr_text(state, arena);
    }
    return account;
}

static pl_stored_items random_items(uint64_t *state, pl_arena *arena) {
    const size_t count = tr_below(state, 4);
    pl_stored_item *items = cr_alloc(arena, count * sizeof *items);
    for (size_t i = 0; i < count; i++) {
        items[i] = (pl_stored_item){{cr_state(state), cr_text(state, arena)},
                                    {cr_state(state), cr_integer(state)},
                                    {cr_state(state), cr_decimal(state)},
                                    {cr_state(state), cr_decimal(state)}};
    }
    return (pl_stored_items){items, count};
}

static pl_payment_link random_link(uint64_t *state, pl_arena *arena) {
    return (pl_payment_link){
        .id = {cr_state(state), cr_integer(state)},
        .reff_no = {cr_state(state), cr_text(state, arena)},
        .title = {cr_state(state), cr_text(state, arena)},
        .payment_url = {cr_state(state), cr_text(state, arena)},
        .status = {cr_state(state), cr_text(state, arena)},
        .status_computed = {cr_state(state), cr_text(state, arena)},
        .is_expired = {cr_state(state), tr_below(state, 2) == 0},
        .required_customer_detail = {cr_state(state), tr_below(state, 2) == 0},
        .max_usage = {cr_state(state), cr_integer(state)},
        .current_usage = {cr_state(state), cr_integer(state)},
        .expired_at = {cr_state(state), cr_moment(state, arena)},
        .total_amount = {cr_state(state), cr_decimal(state)},
        .items = {cr_state(state), random_items(state, arena)},
        .whitelisted_payment_method = {cr_state(state), cr_texts(state, arena)},
        .redirect_url = {cr_state(state), cr_text(state, arena)},
        .optional_metadata = {cr_state(state), cr_raw(state)},
        .payment_date = {cr_state(state), cr_moment(state, arena)},
        .created_at = {cr_state(state), cr_moment(state, arena)},
        .updated_at = {cr_state(state), cr_moment(state, arena)},
        .account = {cr_state(state), random_account(state, arena)},
    };
}

Test(payment_link, decode_of_encode_is_the_same, .timeout = 60) {
    uint64_t state = 103;
    pl_arena arena = {0};
    for (unsigned round = 0; round < ROUND_COUNT; round++) {
        pl_arena_reset(&arena);
        const pl_payment_link link = random_link(&state, &arena);
        pl_payment_link back;
        pl_bytes text = {0};
        pl_bytes again = {0};
        pl_bytes at = {0};
        cr_assert_eq(pl_payment_link_encode(&link, &arena, &text), PL_OK, "round %u", round);
        const pl_status status = pl_payment_link_decode(text, &arena, &back, &at);
        cr_assert_eq(status, PL_OK, "round %u: %s at %.*s in %.*s", round, pl_status_text(status),
                     (int)at.len, (const char *)at.ptr, (int)text.len, (const char *)text.ptr);
        cr_assert(pl_payment_link_equal(&link, &back), "round %u: %.*s", round, (int)text.len,
                  (const char *)text.ptr);
        cr_assert_eq(pl_payment_link_encode(&back, &arena, &again), PL_OK, "round %u", round);
        cr_assert(pl_bytes_equal(text, again), "round %u: the second text differs", round);
    }
    pl_arena_done(&arena);
}

Test(payment_link, one_state_makes_two_links_differ, .timeout = 10) {
    uint64_t state = 7;
    pl_arena arena = {0};
    const pl_payment_link link = random_link(&state, &arena);
    pl_payment_link other = link;
    cr_expect(pl_payment_link_equal(&link, &other), "a copy");
    other.updated_at.state =
        link.updated_at.state == PL_FIELD_NULL ? PL_FIELD_ABSENT : PL_FIELD_NULL;
    cr_expect_not(pl_payment_link_equal(&link, &other), "a state of the link");
    other = link;
    other.account.state = PL_FIELD_VALUE;
    pl_payment_link third = other;
    third.account.value.name.state =
        other.account.value.name.state == PL_FIELD_NULL ? PL_FIELD_ABSENT : PL_FIELD_NULL;
    cr_expect_not(pl_payment_link_equal(&other, &third), "a state of the account");
    pl_arena_done(&arena);
}

/* --- memory ---------------------------------------------------------------------------------- */

Test(payment_link, every_allocation_may_fail, .timeout = 30) {
    size_t k = 1;
    for (bool done = false; !done; k++) {
        cr_assert_leq(k, ALLOCATION_COUNT_MAX, "never succeeds");
        pl_arena arena = {.fail_after = k};
        pl_payment_link link = {0};
        pl_bytes text = {0};
        pl_status status = pl_payment_link_decode(pl_bytes_of(full_text), &arena, &link, NULL);
        if (status == PL_OK) { status = pl_payment_link_encode(&link, &arena, &text); }
        done = status == PL_OK;
        cr_assert(done || status == PL_E_MEMORY, "k %zu: %s", k, pl_status_text(status));
        cr_assert_eq(text.len > 0, done, "k %zu: text", k);
        pl_arena_done(&arena);
    }
    cr_assert_gt(k, 3, "no allocation was made");
}
