#include "codec/create_request.h"

#include "codec/codec_internal.h"
#include "contract/fields.h"

/* clang-format off */
static const pl_codec_row line_item_rows[] = {
    [PL_ITEM_NAME] = PL_CODEC_MUST(pl_line_item, name, TEXT),
    [PL_ITEM_QUANTITY] = PL_CODEC_MUST(pl_line_item, quantity, INTEGER),
    [PL_ITEM_UNIT_PRICE] = PL_CODEC_MUST(pl_line_item, unit_price, DECIMAL),
};

static const pl_codec_row create_request_rows[] = {
    [PL_REQUEST_REFF_NO] = PL_CODEC_MUST(pl_create_request, reff_no, TEXT),
    [PL_REQUEST_TITLE] = PL_CODEC_MUST(pl_create_request, title, TEXT),
    [PL_REQUEST_MAX_USAGE] = PL_CODEC_MUST(pl_create_request, max_usage, INTEGER),
    [PL_REQUEST_TOTAL_AMOUNT] = PL_CODEC_MUST(pl_create_request, total_amount, DECIMAL),
    [PL_REQUEST_ITEMS] = PL_CODEC_MUST_OF(pl_create_request, items, STRUCTS, &pl_codec_line_item),
    [PL_REQUEST_REQUIRED_CUSTOMER_DETAIL] =
        PL_CODEC_MAY(pl_create_request, required_customer_detail, BOOLEAN),
    [PL_REQUEST_EXPIRED_AT] = PL_CODEC_MAY(pl_create_request, expired_at, TEXT),
    [PL_REQUEST_WHITELIST] = PL_CODEC_MAY(pl_create_request, whitelisted_payment_method, TEXTS),
    [PL_REQUEST_REDIRECT_URL] = PL_CODEC_MAY(pl_create_request, redirect_url, TEXT),
    [PL_REQUEST_METADATA] = PL_CODEC_MAY(pl_create_request, optional_metadata, RAW),
};
/* clang-format on */
_Static_assert(PL_COUNT(line_item_rows) == PL_ITEM_FIELD_COUNT, "every field has its row");
_Static_assert(PL_COUNT(create_request_rows) == PL_REQUEST_FIELD_COUNT, "every field has its row");

const pl_codec_table pl_codec_line_item = PL_CODEC_TABLE(pl_line_item, line_item_rows);
const pl_codec_table pl_codec_create_request =
    PL_CODEC_TABLE(pl_create_request, create_request_rows);

/* The walkers handle every typed list as one shape. */
_Static_assert(sizeof(pl_line_items) == sizeof(pl_codec_list), "list and count, nothing else");
_Static_assert(offsetof(pl_line_items, count) == offsetof(pl_codec_list, count), "same layout");

pl_status pl_create_request_decode(pl_bytes text, pl_arena *arena, pl_create_request *ret_request,
                                   pl_bytes *reterr_at) {
    return pl_codec_decode_text(&pl_codec_create_request, &pl_contract_request, text, arena,
                                ret_request, reterr_at);
}

pl_status pl_create_request_decode_node(const pl_json *json, uint32_t node, pl_arena *arena,
                                        pl_create_request *ret_request, pl_bytes *reterr_at) {
    return pl_codec_decode(&pl_codec_create_request, &pl_contract_request, json, node, arena,
                           ret_request, reterr_at);
}

pl_status pl_create_request_encode(const pl_create_request *request, pl_arena *arena,
                                   pl_bytes *ret_text) {
    return pl_codec_encode(&pl_codec_create_request, &pl_contract_request, request, arena,
                           ret_text);
}

bool pl_create_request_equal(const pl_create_request *left, const pl_create_request *right) {
    return pl_codec_equal(&pl_codec_create_request, left, right);
}
