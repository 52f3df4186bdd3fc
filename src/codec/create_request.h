/* The request of "create payment link", typed. What the contract allows is not judged here: a
 * struct can hold an empty title or a quantity of 0, as a test must be able to send them. */
#ifndef PL_CODEC_CREATE_REQUEST_H
#define PL_CODEC_CREATE_REQUEST_H

#include "codec/value.h"
#include "json/json.h"

typedef struct pl_line_item {
    pl_bytes name;
    int64_t quantity;
    pl_decimal unit_price;
} pl_line_item;

/* list may be NULL only when count is 0. */
typedef struct pl_line_items {
    const pl_line_item *list;
    size_t count;
} pl_line_items;

typedef struct pl_create_request {
    pl_bytes reff_no;
    pl_bytes title;
    int64_t max_usage;
    pl_decimal total_amount;
    pl_line_items items;
    pl_optional_boolean required_customer_detail;
    pl_optional_text expired_at; /* Unix milliseconds as digits, see pl_unix_ms_parse */
    pl_optional_texts whitelisted_payment_method;
    pl_optional_text redirect_url;
    pl_optional_raw optional_metadata;
} pl_create_request;

/* Decode a document. Undeclared members are passed over, the last of duplicate names counts, an
 * integer may be spelled 1.0 or 1e0.
 *   text         borrowed; ret_request may point into it and into arena: it lives as long as both
 *   ret_request  untouched on failure
 *   reterr_at    JSON Pointer (in arena) of the offending member, also of one that is absent; of
 *                a text in a list, the list; "" for the document. Written on every failure but
 *                PL_E_MEMORY; may be NULL
 * Fails: what pl_json_read fails with; PL_E_SYNTAX (another type, a required member absent),
 * PL_E_RANGE (a number that int64_t or pl_decimal cannot hold), PL_E_ENCODING (a lone surrogate
 * or ill-formed UTF-8 in a text), PL_E_MEMORY. O(text.len). */
PL_MUST_USE pl_status pl_create_request_decode(pl_bytes text, pl_arena *arena,
                                               pl_create_request *ret_request, pl_bytes *reterr_at);

/* The same from a document that is read already. */
PL_MUST_USE pl_status pl_create_request_decode_node(const pl_json *json, uint32_t node,
                                                    pl_arena *arena, pl_create_request *ret_request,
                                                    pl_bytes *reterr_at);

/* Encode as compact JSON, members in the contract's order, amounts with every digit. What it
 * writes is read by pl_json_read, and decodes to an equal struct.
 *   ret_text  in arena, not terminated; untouched on failure
 * Fails: PL_E_ENCODING (a text that is not UTF-8), PL_E_SYNTAX (optional_metadata is not one
 * JSON object), PL_E_DEPTH (it is nested too deeply to be read again), PL_E_SIZE (a text above 2
 * GiB), PL_E_MEMORY. */
PL_MUST_USE pl_status pl_create_request_encode(const pl_create_request *request, pl_arena *arena,
                                               pl_bytes *ret_text);

/* Same members in the same states with the same values; metadata by its bytes. */
bool pl_create_request_equal(const pl_create_request *left, const pl_create_request *right);

#endif
