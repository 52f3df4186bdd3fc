/* The declared members by index: a field's name stands once, in its table; everybody else says
 * pl_contract_request.members[PL_REQUEST_TITLE].name. */
#ifndef PL_CONTRACT_FIELDS_H
#define PL_CONTRACT_FIELDS_H

/* Members of pl_contract_request. */
typedef enum pl_request_field {
    PL_REQUEST_REFF_NO,
    PL_REQUEST_TITLE,
    PL_REQUEST_MAX_USAGE,
    PL_REQUEST_TOTAL_AMOUNT,
    PL_REQUEST_ITEMS,
    PL_REQUEST_REQUIRED_CUSTOMER_DETAIL,
    PL_REQUEST_EXPIRED_AT,
    PL_REQUEST_WHITELIST,
    PL_REQUEST_REDIRECT_URL,
    PL_REQUEST_METADATA,
    PL_REQUEST_FIELD_COUNT
} pl_request_field;

/* Members of a line item; a stored one has its subtotal too. */
typedef enum pl_item_field {
    PL_ITEM_NAME,
    PL_ITEM_QUANTITY,
    PL_ITEM_UNIT_PRICE,
    PL_ITEM_FIELD_COUNT,
    PL_ITEM_SUBTOTAL = PL_ITEM_FIELD_COUNT,
    PL_STORED_ITEM_FIELD_COUNT
} pl_item_field;

/* Members of pl_contract_link. */
typedef enum pl_link_field {
    PL_LINK_ID,
    PL_LINK_REFF_NO,
    PL_LINK_TITLE,
    PL_LINK_PAYMENT_URL,
    PL_LINK_STATUS,
    PL_LINK_STATUS_COMPUTED,
    PL_LINK_IS_EXPIRED,
    PL_LINK_REQUIRED_CUSTOMER_DETAIL,
    PL_LINK_MAX_USAGE,
    PL_LINK_CURRENT_USAGE,
    PL_LINK_EXPIRED_AT,
    PL_LINK_TOTAL_AMOUNT,
    PL_LINK_ITEMS,
    PL_LINK_WHITELIST,
    PL_LINK_REDIRECT_URL,
    PL_LINK_METADATA,
    PL_LINK_PAYMENT_DATE,
    PL_LINK_CREATED_AT,
    PL_LINK_UPDATED_AT,
    PL_LINK_ACCOUNT,
    PL_LINK_FIELD_COUNT
} pl_link_field;

/* Members of the account within a link. */
typedef enum pl_account_field {
    PL_ACCOUNT_ID,
    PL_ACCOUNT_NUMBER,
    PL_ACCOUNT_NAME,
    PL_ACCOUNT_STATUS,
    PL_ACCOUNT_TYPE,
    PL_ACCOUNT_KYB_STATUS,
    PL_ACCOUNT_INVITE_MEMBERS,
    PL_ACCOUNT_FIELD_COUNT
} pl_account_field;

/* Members of every envelope; of the error in it. */
typedef enum pl_envelope_field {
    PL_ENVELOPE_STATUS,
    PL_ENVELOPE_SUCCESS,
    PL_ENVELOPE_DATA,
    PL_ENVELOPE_ERROR,
    PL_ENVELOPE_FIELD_COUNT
} pl_envelope_field;

typedef enum pl_error_field {
    PL_ERROR_CODE,
    PL_ERROR_MESSAGE,
    PL_ERROR_ERRORS,
    PL_ERROR_FIELD_COUNT
} pl_error_field;

#endif
