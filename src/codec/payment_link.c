#include "codec/payment_link.h"

#include "codec/codec_internal.h"
#include "contract/fields.h"

/* clang-format off */
static const pl_codec_row stored_item_rows[] = {
    [PL_ITEM_NAME] = PL_CODEC_MAY(pl_stored_item, name, TEXT),
    [PL_ITEM_QUANTITY] = PL_CODEC_MAY(pl_stored_item, quantity, INTEGER),
    [PL_ITEM_UNIT_PRICE] = PL_CODEC_MAY(pl_stored_item, unit_price, DECIMAL),
    [PL_ITEM_SUBTOTAL] = PL_CODEC_MAY(pl_stored_item, subtotal, DECIMAL),
};

static const pl_codec_row account_rows[] = {
    [PL_ACCOUNT_ID] = PL_CODEC_MAY(pl_account_resource, id, ACCOUNT_ID),
    [PL_ACCOUNT_NUMBER] = PL_CODEC_MAY(pl_account_resource, account_number, TEXT),
    [PL_ACCOUNT_NAME] = PL_CODEC_MAY(pl_account_resource, name, TEXT),
    [PL_ACCOUNT_STATUS] = PL_CODEC_MAY(pl_account_resource, status, TEXT),
    [PL_ACCOUNT_TYPE] = PL_CODEC_MAY(pl_account_resource, account_type, TEXT),
    [PL_ACCOUNT_KYB_STATUS] = PL_CODEC_MAY(pl_account_resource, kyb_status, TEXT),
    [PL_ACCOUNT_INVITE_MEMBERS] = PL_CODEC_MAY(pl_account_resource, invite_members, TEXTS),
};

static const pl_codec_row payment_link_rows[] = {
    [PL_LINK_ID] = PL_CODEC_MAY(pl_payment_link, id, INTEGER),
    [PL_LINK_REFF_NO] = PL_CODEC_MAY(pl_payment_link, reff_no, TEXT),
    [PL_LINK_TITLE] = PL_CODEC_MAY(pl_payment_link, title, TEXT),
    [PL_LINK_PAYMENT_URL] = PL_CODEC_MAY(pl_payment_link, payment_url, TEXT),
    [PL_LINK_STATUS] = PL_CODEC_MAY(pl_payment_link, status, TEXT),
    [PL_LINK_STATUS_COMPUTED] = PL_CODEC_MAY(pl_payment_link, status_computed, TEXT),
    [PL_LINK_IS_EXPIRED] = PL_CODEC_MAY(pl_payment_link, is_expired, BOOLEAN),
    [PL_LINK_REQUIRED_CUSTOMER_DETAIL] =
        PL_CODEC_MAY(pl_payment_link, required_customer_detail, BOOLEAN),
    [PL_LINK_MAX_USAGE] = PL_CODEC_MAY(pl_payment_link, max_usage, INTEGER),
    [PL_LINK_CURRENT_USAGE] = PL_CODEC_MAY(pl_payment_link, current_usage, INTEGER),
    [PL_LINK_EXPIRED_AT] = PL_CODEC_MAY(pl_payment_link, expired_at, MOMENT),
    [PL_LINK_TOTAL_AMOUNT] = PL_CODEC_MAY(pl_payment_link, total_amount, DECIMAL),
    [PL_LINK_ITEMS] = PL_CODEC_MAY_OF(pl_payment_link, items, STRUCTS, &pl_codec_stored_item),
    [PL_LINK_WHITELIST] = PL_CODEC_MAY(pl_payment_link, whitelisted_payment_method, TEXTS),
    [PL_LINK_REDIRECT_URL] = PL_CODEC_MAY(pl_payment_link, redirect_url, TEXT),
    [PL_LINK_METADATA] = PL_CODEC_MAY(pl_payment_link, optional_metadata, RAW),
    [PL_LINK_PAYMENT_DATE] = PL_CODEC_MAY(pl_payment_link, payment_date, MOMENT),
    [PL_LINK_CREATED_AT] = PL_CODEC_MAY(pl_payment_link, created_at, MOMENT),
    [PL_LINK_UPDATED_AT] = PL_CODEC_MAY(pl_payment_link, updated_at, MOMENT),
    [PL_LINK_ACCOUNT] = PL_CODEC_MAY_OF(pl_payment_link, account, STRUCT, &pl_codec_account),
};
/* clang-format on */
_Static_assert(PL_COUNT(stored_item_rows) == PL_STORED_ITEM_FIELD_COUNT, "every field has its row");
_Static_assert(PL_COUNT(account_rows) == PL_ACCOUNT_FIELD_COUNT, "every field has its row");
_Static_assert(PL_COUNT(payment_link_rows) == PL_LINK_FIELD_COUNT, "every field has its row");

const pl_codec_table pl_codec_stored_item = PL_CODEC_TABLE(pl_stored_item, stored_item_rows);
const pl_codec_table pl_codec_account = PL_CODEC_TABLE(pl_account_resource, account_rows);
const pl_codec_table pl_codec_payment_link = PL_CODEC_TABLE(pl_payment_link, payment_link_rows);

/* The walkers handle every typed list as one shape. */
_Static_assert(sizeof(pl_stored_items) == sizeof(pl_codec_list), "list and count, nothing else");
_Static_assert(offsetof(pl_stored_items, count) == offsetof(pl_codec_list, count), "same layout");

pl_status pl_payment_link_decode(pl_bytes text, pl_arena *arena, pl_payment_link *ret_link,
                                 pl_bytes *reterr_at) {
    return pl_codec_decode_text(&pl_codec_payment_link, &pl_contract_link, text, arena, ret_link,
                                reterr_at);
}

pl_status pl_payment_link_decode_node(const pl_json *json, uint32_t node, pl_arena *arena,
                                      pl_payment_link *ret_link, pl_bytes *reterr_at) {
    return pl_codec_decode(&pl_codec_payment_link, &pl_contract_link, json, node, arena, ret_link,
                           reterr_at);
}

pl_status pl_payment_link_encode(const pl_payment_link *link, pl_arena *arena, pl_bytes *ret_text) {
    return pl_codec_encode(&pl_codec_payment_link, &pl_contract_link, link, arena, ret_text);
}

bool pl_payment_link_equal(const pl_payment_link *left, const pl_payment_link *right) {
    return pl_codec_equal(&pl_codec_payment_link, left, right);
}
