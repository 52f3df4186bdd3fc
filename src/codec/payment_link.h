/* The resource "payment link", typed: the `data` of an answer. The document requires none of its
 * members, so every one has its state. */
#ifndef PL_CODEC_PAYMENT_LINK_H
#define PL_CODEC_PAYMENT_LINK_H

#include "codec/value.h"
#include "json/json.h"

typedef struct pl_stored_item {
    pl_optional_text name;
    pl_optional_integer quantity;
    pl_optional_decimal unit_price;
    pl_optional_decimal subtotal;
} pl_stored_item;

/* list may be NULL only when count is 0. */
typedef struct pl_stored_items {
    const pl_stored_item *list;
    size_t count;
} pl_stored_items;

typedef struct pl_optional_stored_items {
    pl_field_state state;
    pl_stored_items value;
} pl_optional_stored_items;

typedef struct pl_account_resource {
    pl_optional_account_id id;
    pl_optional_text account_number;
    pl_optional_text name;
    pl_optional_text status;
    pl_optional_text account_type;
    pl_optional_text kyb_status;
    pl_optional_texts invite_members;
} pl_account_resource;

typedef struct pl_optional_account {
    pl_field_state state;
    pl_account_resource value;
} pl_optional_account;

typedef struct pl_payment_link {
    pl_optional_integer id;
    pl_optional_text reff_no;
    pl_optional_text title;
    pl_optional_text payment_url;
    pl_optional_text status;
    pl_optional_text status_computed;
    pl_optional_boolean is_expired;
    pl_optional_boolean required_customer_detail;
    pl_optional_integer max_usage;
    pl_optional_integer current_usage;
    pl_optional_moment expired_at;
    pl_optional_decimal total_amount;
    pl_optional_stored_items items;
    pl_optional_texts whitelisted_payment_method;
    pl_optional_text redirect_url;
    pl_optional_raw optional_metadata;
    pl_optional_moment payment_date;
    pl_optional_moment created_at;
    pl_optional_moment updated_at;
    pl_optional_account account;
} pl_payment_link;

/* Decode the resource itself, not its envelope. null is a state of every member, also where the
 * contract wants a value; a moment that is not RFC 3339 is PL_E_SYNTAX or PL_E_RANGE. All else
 * as pl_create_request_decode. */
PL_MUST_USE pl_status pl_payment_link_decode(pl_bytes text, pl_arena *arena,
                                             pl_payment_link *ret_link, pl_bytes *reterr_at);

/* The same from a document that is read already: node is the envelope's `data`. */
PL_MUST_USE pl_status pl_payment_link_decode_node(const pl_json *json, uint32_t node,
                                                  pl_arena *arena, pl_payment_link *ret_link,
                                                  pl_bytes *reterr_at);

/* Encode as compact JSON, as pl_create_request_encode; fails also when the text of a moment is
 * not RFC 3339. */
PL_MUST_USE pl_status pl_payment_link_encode(const pl_payment_link *link, pl_arena *arena,
                                             pl_bytes *ret_text);

/* Same members in the same states with the same values; metadata and moments by their bytes. */
bool pl_payment_link_equal(const pl_payment_link *left, const pl_payment_link *right);

#endif
