/* What a typed struct says, held to the document that it was read from: member by member, without the codec's own
 * tables. */
#ifndef PL_FUZZ_CODEC_FIELDS_UTIL_H
#define PL_FUZZ_CODEC_FIELDS_UTIL_H

#include "codec/create_request.h"
#include "codec/payment_link.h"
#include "contract/contract.h"
#include "fuzz_util.h"

/* An object and the table of its members. */
typedef struct fz_place {
    const pl_json *json;
    const pl_schema *schema;
    uint32_t object;
} fz_place;

/* The member's node when the state says that there is a value, and agrees with the document. */
static inline bool fz_has_value(fz_place place, unsigned field, pl_field_state state,
                                uint32_t *ret_node) {
    const uint32_t node =
        pl_json_member(place.json, place.object, place.schema->members[field].name);
    if (node == PL_JSON_NONE) {
        FZ_CHECK(state == PL_FIELD_ABSENT);
        return false;
    }
    const bool null = place.json->nodes[node].kind == PL_JSON_NULL;
    FZ_CHECK(state == (null ? PL_FIELD_NULL : PL_FIELD_VALUE));
    *ret_node = node;
    return !null;
}

static inline void fz_text_is(fz_place place, unsigned field, pl_field_state state, pl_bytes text) {
    uint32_t node = 0;
    if (!fz_has_value(place, field, state, &node)) { return; }
    FZ_CHECK(place.json->nodes[node].kind == PL_JSON_STRING &&
             pl_json_string_is(place.json, node, text));
}

static inline void fz_decimal_is(fz_place place, unsigned field, pl_field_state state,
                                 pl_decimal value) {
    uint32_t node = 0;
    pl_decimal written = {0};
    if (!fz_has_value(place, field, state, &node)) { return; }
    FZ_CHECK(pl_decimal_parse(pl_json_raw(place.json, node), &written) == PL_OK);
    FZ_CHECK(pl_decimal_equal(written, value));
}

static inline void fz_integer_is(fz_place place, unsigned field, pl_field_state state,
                                 int64_t value) {
    fz_decimal_is(place, field, state, pl_decimal_of(value));
}

static inline void fz_boolean_is(fz_place place, unsigned field, pl_optional_boolean boolean) {
    uint32_t node = 0;
    if (!fz_has_value(place, field, boolean.state, &node)) { return; }
    FZ_CHECK(pl_json_is_true(place.json, node) == boolean.value);
}

static inline void fz_raw_is(fz_place place, unsigned field, pl_optional_raw raw) {
    uint32_t node = 0;
    if (!fz_has_value(place, field, raw.state, &node)) { return; }
    FZ_CHECK(pl_bytes_equal(pl_json_raw(place.json, node), raw.value));
}

static inline void fz_texts_are(fz_place place, unsigned field, pl_optional_texts texts) {
    uint32_t node = 0;
    if (!fz_has_value(place, field, texts.state, &node)) { return; }
    FZ_CHECK(pl_json_child_count(place.json, node) == texts.value.count);
    uint32_t child = node + 1;
    for (size_t i = 0; i < texts.value.count; i++) {
        FZ_CHECK(pl_json_string_is(place.json, child, texts.value.list[i]));
        child = place.json->nodes[child].next;
    }
}

/* The place of the elements of an array; its object is the first of them. */
static inline fz_place fz_elements(fz_place place, unsigned field, size_t count) {
    const pl_member *member = &place.schema->members[field];
    const uint32_t array = pl_json_member(place.json, place.object, member->name);
    FZ_CHECK(array != PL_JSON_NONE && pl_json_child_count(place.json, array) == count);
    return (fz_place){place.json, member->schema->items, array + 1};
}

/* Written out, so that a codec which reads and writes the wrong member is told: it would still agree with itself. */
static inline void fz_request_is(const pl_json *json, const pl_create_request *request) {
    const fz_place root = {json, &pl_contract_request, 0};
    fz_text_is(root, PL_REQUEST_REFF_NO, PL_FIELD_VALUE, request->reff_no);
    fz_text_is(root, PL_REQUEST_TITLE, PL_FIELD_VALUE, request->title);
    fz_integer_is(root, PL_REQUEST_MAX_USAGE, PL_FIELD_VALUE, request->max_usage);
    fz_decimal_is(root, PL_REQUEST_TOTAL_AMOUNT, PL_FIELD_VALUE, request->total_amount);
    fz_boolean_is(root, PL_REQUEST_REQUIRED_CUSTOMER_DETAIL, request->required_customer_detail);
    fz_text_is(root, PL_REQUEST_EXPIRED_AT, request->expired_at.state, request->expired_at.value);
    fz_texts_are(root, PL_REQUEST_WHITELIST, request->whitelisted_payment_method);
    fz_text_is(root, PL_REQUEST_REDIRECT_URL, request->redirect_url.state,
               request->redirect_url.value);
    fz_raw_is(root, PL_REQUEST_METADATA, request->optional_metadata);
    fz_place item = fz_elements(root, PL_REQUEST_ITEMS, request->items.count);
    for (size_t i = 0; i < request->items.count; i++) {
        const pl_line_item *line = &request->items.list[i];
        fz_text_is(item, PL_ITEM_NAME, PL_FIELD_VALUE, line->name);
        fz_integer_is(item, PL_ITEM_QUANTITY, PL_FIELD_VALUE, line->quantity);
        fz_decimal_is(item, PL_ITEM_UNIT_PRICE, PL_FIELD_VALUE, line->unit_price);
        item.object = json->nodes[item.object].next;
    }
}

static inline void fz_moment_is(fz_place place, unsigned field, pl_optional_moment moment) {
    fz_text_is(place, field, moment.state, moment.value.text);
}

static inline void fz_account_is(fz_place link, const pl_optional_account *account) {
    const pl_account_resource *value = &account->value;
    fz_place place = {link.json, link.schema->members[PL_LINK_ACCOUNT].schema, 0};
    if (!fz_has_value(link, PL_LINK_ACCOUNT, account->state, &place.object)) { return; }
    if (value->id.state == PL_FIELD_VALUE && value->id.value.is_integer) {
        fz_integer_is(place, PL_ACCOUNT_ID, value->id.state, value->id.value.integer);
    } else {
        fz_text_is(place, PL_ACCOUNT_ID, value->id.state, value->id.value.text);
    }
    fz_text_is(place, PL_ACCOUNT_NUMBER, value->account_number.state, value->account_number.value);
    fz_text_is(place, PL_ACCOUNT_NAME, value->name.state, value->name.value);
    fz_text_is(place, PL_ACCOUNT_STATUS, value->status.state, value->status.value);
    fz_text_is(place, PL_ACCOUNT_TYPE, value->account_type.state, value->account_type.value);
    fz_text_is(place, PL_ACCOUNT_KYB_STATUS, value->kyb_status.state, value->kyb_status.value);
    fz_texts_are(place, PL_ACCOUNT_INVITE_MEMBERS, value->invite_members);
}

static inline void fz_stored_items_are(fz_place link, const pl_optional_stored_items *items) {
    uint32_t array = 0;
    if (!fz_has_value(link, PL_LINK_ITEMS, items->state, &array)) { return; }
    fz_place item = fz_elements(link, PL_LINK_ITEMS, items->value.count);
    for (size_t i = 0; i < items->value.count; i++) {
        const pl_stored_item *line = &items->value.list[i];
        fz_text_is(item, PL_ITEM_NAME, line->name.state, line->name.value);
        fz_integer_is(item, PL_ITEM_QUANTITY, line->quantity.state, line->quantity.value);
        fz_decimal_is(item, PL_ITEM_UNIT_PRICE, line->unit_price.state, line->unit_price.value);
        fz_decimal_is(item, PL_ITEM_SUBTOTAL, line->subtotal.state, line->subtotal.value);
        item.object = link.json->nodes[item.object].next;
    }
}

static inline void fz_link_is(const pl_json *json, const pl_payment_link *link) {
    const fz_place root = {json, &pl_contract_link, 0};
    fz_integer_is(root, PL_LINK_ID, link->id.state, link->id.value);
    fz_text_is(root, PL_LINK_REFF_NO, link->reff_no.state, link->reff_no.value);
    fz_text_is(root, PL_LINK_TITLE, link->title.state, link->title.value);
    fz_text_is(root, PL_LINK_PAYMENT_URL, link->payment_url.state, link->payment_url.value);
    fz_text_is(root, PL_LINK_STATUS, link->status.state, link->status.value);
    fz_text_is(root, PL_LINK_STATUS_COMPUTED, link->status_computed.state,
               link->status_computed.value);
    fz_boolean_is(root, PL_LINK_IS_EXPIRED, link->is_expired);
    fz_boolean_is(root, PL_LINK_REQUIRED_CUSTOMER_DETAIL, link->required_customer_detail);
    fz_integer_is(root, PL_LINK_MAX_USAGE, link->max_usage.state, link->max_usage.value);
    fz_integer_is(root, PL_LINK_CURRENT_USAGE, link->current_usage.state,
                  link->current_usage.value);
    fz_moment_is(root, PL_LINK_EXPIRED_AT, link->expired_at);
    fz_decimal_is(root, PL_LINK_TOTAL_AMOUNT, link->total_amount.state, link->total_amount.value);
    fz_stored_items_are(root, &link->items);
    fz_texts_are(root, PL_LINK_WHITELIST, link->whitelisted_payment_method);
    fz_text_is(root, PL_LINK_REDIRECT_URL, link->redirect_url.state, link->redirect_url.value);
    fz_raw_is(root, PL_LINK_METADATA, link->optional_metadata);
    fz_moment_is(root, PL_LINK_PAYMENT_DATE, link->payment_date);
    fz_moment_is(root, PL_LINK_CREATED_AT, link->created_at);
    fz_moment_is(root, PL_LINK_UPDATED_AT, link->updated_at);
    fz_account_is(root, &link->account);
}

#endif
