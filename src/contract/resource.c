/* What a successful call answers: the payment link, its account, and the neighbours' answers. Observations are
 * members that the document does not require; warnings are where it contradicts itself. */
#include "contract/envelope_internal.h"

/* clang-format off */

const pl_schema pl_envelope_text = {.name = "text", .types = PL_TYPE_STRING};
static const pl_schema text_or_null = {.name = "text", .types = PL_TYPE_STRING | PL_TYPE_NULL};
const pl_schema pl_envelope_flag = {.name = "flag", .types = PL_TYPE_BOOLEAN};
const pl_schema pl_envelope_integer = {.name = "integer", .types = PL_TYPE_INTEGER};
static const pl_schema number = {.name = "number", .types = PL_TYPE_NUMBER};
static const pl_schema texts = {.name = "list of texts", .types = PL_TYPE_ARRAY, .items = &pl_envelope_text};
static const pl_schema object_or_null = {.name = "object", .types = PL_TYPE_OBJECT | PL_TYPE_NULL};

static const pl_facet moment_facets[] = {{.keyword = PL_KEYWORD_FORMAT, .format = PL_FORMAT_DATE_TIME}};
static const pl_schema moment = {.name = "moment", .types = PL_TYPE_STRING | PL_TYPE_NULL, PL_FACETS(moment_facets)};

/* --- account -------------------------------------------------------------------------------- */

static const pl_facet account_id_facets[] = {{.keyword = PL_KEYWORD_FORMAT, .format = PL_FORMAT_ULID}};
static const pl_schema account_id = {
    .name = "account id", .types = PL_TYPE_STRING, .types_contested = PL_TYPE_INTEGER,
    .types_why = "the document's schema wants a ULID here, its example shows an integer",
    PL_FACETS(account_id_facets)};

static const char *const account_types[] = {"owned", "personal_managed", "business_managed", NULL};
static const char *const kyb_statuses[] = {"kyb_in_review", "kyb_verified", NULL};
static const pl_facet account_type_facets[] = {{.keyword = PL_KEYWORD_ENUM, .values = account_types}};
static const pl_facet kyb_status_facets[] = {{.keyword = PL_KEYWORD_ENUM, .values = kyb_statuses}};
#define NULL_BESIDE_ENUM "the document's type allows null here, its list of values leaves it out"
static const pl_schema account_type = {
    .name = "account type", .types = PL_TYPE_STRING, .types_contested = PL_TYPE_NULL,
    .types_why = NULL_BESIDE_ENUM, PL_FACETS(account_type_facets)};
static const pl_schema kyb_status = {
    .name = "KYB status", .types = PL_TYPE_STRING, .types_contested = PL_TYPE_NULL,
    .types_why = NULL_BESIDE_ENUM, PL_FACETS(kyb_status_facets)};

static const pl_facet email_facets[] = {{.keyword = PL_KEYWORD_FORMAT, .format = PL_FORMAT_EMAIL}};
static const pl_schema email = {.name = "mail address", .types = PL_TYPE_STRING, PL_FACETS(email_facets)};
static const pl_schema emails = {.name = "mail addresses", .types = PL_TYPE_ARRAY, .items = &email};

static const pl_member account_members[] = {
    [PL_ACCOUNT_ID] = PL_MEMBER("id", PL_REQUIRED, &account_id),
    [PL_ACCOUNT_NUMBER] = PL_MEMBER("account_number", PL_OPTIONAL, &text_or_null),
    [PL_ACCOUNT_NAME] = PL_MEMBER("name", PL_REQUIRED, &pl_envelope_text),
    [PL_ACCOUNT_STATUS] = PL_MEMBER("status", PL_CONTESTED, &pl_envelope_text),
    [PL_ACCOUNT_TYPE] = PL_MEMBER("account_type", PL_OPTIONAL, &account_type),
    [PL_ACCOUNT_KYB_STATUS] = PL_MEMBER("kyb_status", PL_OPTIONAL, &kyb_status),
    [PL_ACCOUNT_INVITE_MEMBERS] = PL_MEMBER("invite_members", PL_OPTIONAL, &emails),
};
_Static_assert(PL_COUNT(account_members) == PL_ACCOUNT_FIELD_COUNT, "every field has its row");
static const pl_schema account = {.name = "account", .types = PL_TYPE_OBJECT | PL_TYPE_NULL, PL_MEMBERS(account_members)};

/* --- payment link --------------------------------------------------------------------------- */

static const pl_member stored_item_members[] = {
    [PL_ITEM_NAME] = PL_MEMBER("name", PL_EXPECTED, &pl_envelope_text),
    [PL_ITEM_QUANTITY] = PL_MEMBER("quantity", PL_EXPECTED, &pl_envelope_integer),
    [PL_ITEM_UNIT_PRICE] = PL_MEMBER("unit_price", PL_EXPECTED, &number),
    [PL_ITEM_SUBTOTAL] = PL_MEMBER("subtotal", PL_EXPECTED, &number),
};
_Static_assert(PL_COUNT(stored_item_members) == PL_STORED_ITEM_FIELD_COUNT, "every field has its row");
static const pl_rule stored_item_rules[] = {
    {.id = "subtotalEqualsProduct", .statement = "subtotal must equal quantity times unit_price, exactly", .check = pl_rule_subtotal},
};
static const pl_schema stored_item = {.name = "stored line item", .types = PL_TYPE_OBJECT, PL_MEMBERS(stored_item_members), PL_RULES(stored_item_rules)};
static const pl_schema stored_items = {.name = "stored line items", .types = PL_TYPE_ARRAY, .items = &stored_item};

static const pl_member link_members[] = {
    [PL_LINK_ID] = PL_MEMBER("id", PL_EXPECTED, &pl_envelope_integer),
    [PL_LINK_REFF_NO] = PL_MEMBER("reff_no", PL_EXPECTED, &pl_envelope_text),
    [PL_LINK_TITLE] = PL_MEMBER("title", PL_EXPECTED, &pl_envelope_text),
    [PL_LINK_PAYMENT_URL] = PL_MEMBER("payment_url", PL_EXPECTED, &pl_envelope_text),
    [PL_LINK_STATUS] = PL_MEMBER("status", PL_EXPECTED, &pl_envelope_text),
    [PL_LINK_STATUS_COMPUTED] = PL_MEMBER("status_computed", PL_EXPECTED, &pl_envelope_text),
    [PL_LINK_IS_EXPIRED] = PL_MEMBER("is_expired", PL_EXPECTED, &pl_envelope_flag),
    [PL_LINK_REQUIRED_CUSTOMER_DETAIL] = PL_MEMBER("required_customer_detail", PL_EXPECTED, &pl_envelope_flag),
    [PL_LINK_MAX_USAGE] = PL_MEMBER("max_usage", PL_EXPECTED, &pl_envelope_integer),
    [PL_LINK_CURRENT_USAGE] = PL_MEMBER("current_usage", PL_EXPECTED, &pl_envelope_integer),
    [PL_LINK_EXPIRED_AT] = PL_MEMBER("expired_at", PL_EXPECTED, &moment),
    [PL_LINK_TOTAL_AMOUNT] = PL_MEMBER("total_amount", PL_EXPECTED, &number),
    [PL_LINK_ITEMS] = PL_MEMBER("items", PL_EXPECTED, &stored_items),
    [PL_LINK_WHITELIST] = PL_MEMBER("whitelisted_payment_method", PL_EXPECTED, &texts),
    [PL_LINK_REDIRECT_URL] = PL_MEMBER("redirect_url", PL_EXPECTED, &text_or_null),
    [PL_LINK_METADATA] = PL_MEMBER("optional_metadata", PL_EXPECTED, &object_or_null),
    [PL_LINK_PAYMENT_DATE] = PL_MEMBER("payment_date", PL_EXPECTED, &moment),
    [PL_LINK_CREATED_AT] = PL_MEMBER("created_at", PL_EXPECTED, &moment),
    [PL_LINK_UPDATED_AT] = PL_MEMBER("updated_at", PL_EXPECTED, &moment),
    [PL_LINK_ACCOUNT] = PL_MEMBER("account", PL_EXPECTED, &account),
};
_Static_assert(PL_COUNT(link_members) == PL_LINK_FIELD_COUNT, "every field has its row");
const pl_schema pl_contract_link = {.name = "payment link", .types = PL_TYPE_OBJECT, PL_MEMBERS(link_members)};

/* --- envelopes of success ------------------------------------------------------------------- */

static const pl_rule envelope_rules[] = {PL_ENVELOPE_RULES};

static const pl_member success_members[] = {PL_ENVELOPE_MEMBERS(PL_EXPECTED, &pl_contract_link)};
const pl_schema pl_contract_success = {.name = "success envelope", .types = PL_TYPE_OBJECT, PL_MEMBERS(success_members), PL_RULES(envelope_rules)};

static const char *const token_types[] = {"Bearer", NULL};
static const pl_facet token_type_facets[] = {{.keyword = PL_KEYWORD_ENUM, .values = token_types}};
static const pl_facet access_token_facets[] = {{.keyword = PL_KEYWORD_MIN_LENGTH, .count = 1}};
static const pl_schema access_token = {.name = "access token", .types = PL_TYPE_STRING, PL_FACETS(access_token_facets)};
static const pl_schema token_type = {.name = "token type", .types = PL_TYPE_STRING, PL_FACETS(token_type_facets)};
static const pl_schema expires_in = {
    .name = "life of the token", .types = PL_TYPE_STRING, .types_contested = PL_TYPE_NUMBER,
    .types_why = "the public documentation shows the seconds as a string"};
static const pl_member token_data_members[] = {
    PL_MEMBER("access_token", PL_REQUIRED, &access_token),
    PL_MEMBER("token_type", PL_EXPECTED, &token_type),
    PL_MEMBER("expires_in", PL_EXPECTED, &expires_in),
};
static const pl_schema token_data = {.name = "token", .types = PL_TYPE_OBJECT, PL_MEMBERS(token_data_members)};
static const pl_member token_members[] = {PL_ENVELOPE_MEMBERS(PL_REQUIRED, &token_data)};
const pl_schema pl_contract_token = {.name = "token envelope", .types = PL_TYPE_OBJECT, PL_MEMBERS(token_members), PL_RULES(envelope_rules)};

static const char *const grant_types[] = {"client_credentials", NULL};
static const pl_facet grant_type_facets[] = {{.keyword = PL_KEYWORD_ENUM, .values = grant_types}};
static const pl_schema grant_type = {.name = "grant type", .types = PL_TYPE_STRING, PL_FACETS(grant_type_facets)};
static const pl_member grant_members[] = {PL_MEMBER("grant_type", PL_REQUIRED, &grant_type)};
const pl_schema pl_contract_grant = {.name = "token request", .types = PL_TYPE_OBJECT, PL_MEMBERS(grant_members)};

static const pl_member method_members[] = {
    PL_MEMBER("code", PL_EXPECTED, &pl_envelope_text),
    PL_MEMBER("name", PL_EXPECTED, &pl_envelope_text),
    PL_MEMBER("group", PL_EXPECTED, &pl_envelope_text),
    PL_MEMBER("desc", PL_EXPECTED, &text_or_null),
};
static const pl_schema method = {.name = "payment method", .types = PL_TYPE_OBJECT, PL_MEMBERS(method_members)};
static const pl_schema methods = {.name = "payment methods", .types = PL_TYPE_ARRAY, .items = &method};
static const pl_member catalog_data_members[] = {
    PL_MEMBER("available_codes", PL_REQUIRED, &texts),
    PL_MEMBER("payment_methods", PL_EXPECTED, &methods),
};
static const pl_schema catalog_data = {.name = "catalog", .types = PL_TYPE_OBJECT, PL_MEMBERS(catalog_data_members)};
static const pl_member catalog_members[] = {PL_ENVELOPE_MEMBERS(PL_REQUIRED, &catalog_data)};
const pl_schema pl_contract_catalog = {.name = "catalog envelope", .types = PL_TYPE_OBJECT, PL_MEMBERS(catalog_members), PL_RULES(envelope_rules)};
/* clang-format on */
