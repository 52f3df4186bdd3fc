/* CreatePaymentLinkRequest: one row a constraint. Observations are the gaps of the contract. */
#include "contract/contract.h"
#include "contract/rules_internal.h"
#include "text/binary64.h"

/* A whole number as a canonical decimal: DECIMAL(1, 6) is a million. */
#define DECIMAL(coefficient_value, exponent_value)                                                 \
    { .coefficient = (coefficient_value), .exponent = (exponent_value) }

/* Limits that a row and the gate of its schema share. */
enum {
    LABEL_LEN_MAX = 255,
    REFF_NO_LEN_MAX = 40,
    REDIRECT_URL_LEN_MAX = 2048,
    MILLION_ZEROS = 6, /* digits that stay below a million */
    AMOUNT_MAGNITUDE_MAX = 14
};

/* Gates of strings: of bytes that stand for themselves, so that one is one character. */
#define STRING    PL_KIND_BIT(PL_JSON_STRING)
#define NUMBER    PL_KIND_BIT(PL_JSON_NUMBER)
#define NOT_PLAIN (PL_JSON_ESCAPED | PL_JSON_NON_ASCII)

/* clang-format off */

/* --- text ----------------------------------------------------------------------------------- */

static const pl_facet reff_no_facets[] = {
    {.keyword = PL_KEYWORD_MAX_LENGTH, .count = REFF_NO_LEN_MAX},
    {.keyword = PL_KEYWORD_PATTERN, .pattern = PL_PATTERN_NO_SPACE_NO_SLASH},
    {.keyword = PL_KEYWORD_PATTERN_DISPUTED, .severity = PL_OBSERVATION, .pattern = PL_PATTERN_NO_SPACE_NO_SLASH,
     .why = "engines differ on whether white space outside ASCII is \\s, so a server may take or refuse it"},
    {.keyword = PL_KEYWORD_CONTROL, .severity = PL_OBSERVATION,
     .why = "the pattern lets control characters pass that many servers refuse or strip"},
    {.keyword = PL_KEYWORD_ASTRAL, .severity = PL_OBSERVATION,
     .why = "the pattern lets code points above U+FFFF pass that not every server can match or keep"},
};
static const pl_schema reff_no = {.name = "reference number", .types = PL_TYPE_STRING, PL_FACETS(reff_no_facets),
    .gate = {.kinds = STRING, .marks = NOT_PLAIN, .first = PL_GATE_FROM_VISIBLE, .len_max = REFF_NO_LEN_MAX, .content = PL_GATE_GRAPHIC}};

static const pl_facet label_facets[] = {
    {.keyword = PL_KEYWORD_MAX_LENGTH, .count = LABEL_LEN_MAX},
    {.keyword = PL_KEYWORD_BLANK, .severity = PL_OBSERVATION,
     .why = "the contract sets no lower length, yet many frameworks refuse a blank text"},
};
static const pl_schema label = {.name = "label", .types = PL_TYPE_STRING, PL_FACETS(label_facets),
    .gate = {.kinds = STRING, .first = PL_GATE_FROM_VISIBLE, .len_max = LABEL_LEN_MAX}};

static const pl_facet expired_at_facets[] = {
    {.keyword = PL_KEYWORD_PATTERN, .pattern = PL_PATTERN_DIGITS_13},
    {.keyword = PL_KEYWORD_PAST, .severity = PL_OBSERVATION,
     .why = "the contract does not say whether an expiry in the past is refused"},
};
static const pl_schema expired_at = {.name = "expiry", .types = PL_TYPE_STRING | PL_TYPE_NULL, PL_FACETS(expired_at_facets),
    .gate = {.kinds = STRING, .marks = NOT_PLAIN, .first = PL_GATE_FROM_DIGIT, .len_max = UINT32_MAX, .content = PL_GATE_UPCOMING}};

static const pl_facet redirect_url_facets[] = {
    {.keyword = PL_KEYWORD_MAX_LENGTH, .count = REDIRECT_URL_LEN_MAX},
    {.keyword = PL_KEYWORD_FORMAT, .format = PL_FORMAT_URI},
    {.keyword = PL_KEYWORD_URI_SCHEME, .severity = PL_OBSERVATION,
     .why = "the contract names no schemes; a server has reason to take only http and https"},
    {.keyword = PL_KEYWORD_URI_USERINFO, .severity = PL_OBSERVATION,
     .why = "the contract is silent on user information in a URI"},
    {.keyword = PL_KEYWORD_URI_HOST, .severity = PL_OBSERVATION,
     .why = "the contract is silent on URIs whose host is an IP address, or that have none"},
    {.keyword = PL_KEYWORD_URI_PORT, .severity = PL_OBSERVATION,
     .why = "the contract is silent on ports in a URI"},
    {.keyword = PL_KEYWORD_URI_NON_ASCII, .severity = PL_OBSERVATION,
     .why = "a URI is ASCII; whether the international form (IRI) is taken is open"},
};
static const pl_schema redirect_url = {.name = "redirect URL", .types = PL_TYPE_STRING | PL_TYPE_NULL, PL_FACETS(redirect_url_facets),
    .gate = {.kinds = STRING, .marks = NOT_PLAIN, .first = PL_GATE_FROM_VISIBLE, .len_max = REDIRECT_URL_LEN_MAX, .content = PL_GATE_WEB}};

/* --- numbers -------------------------------------------------------------------------------- */

#define INTEGER_SPELLING_GAP                                                                       \
    {.keyword = PL_KEYWORD_INTEGER_SPELLING, .severity = PL_OBSERVATION,                           \
     .why = "an integer written with a point or an exponent is one for JSON Schema, not for every server"}

/* How an amount may be written and still mean the same to every server. */
#define AMOUNT_GAPS                                                                                \
    {.keyword = PL_KEYWORD_MAX_DECIMALS, .severity = PL_OBSERVATION, .count = 2,                   \
     .why = "the contract does not say how many decimals an amount may have"},                     \
    {.keyword = PL_KEYWORD_MAX_DIGITS, .severity = PL_OBSERVATION, .count = PL_BINARY64_DIGITS_MAX,                    \
     .why = "more than 15 significant digits do not survive in binary floating point"},            \
    {.keyword = PL_KEYWORD_MAX_MAGNITUDE, .severity = PL_OBSERVATION, .count = AMOUNT_MAGNITUDE_MAX,                 \
     .why = "the contract sets no limit to the size of an amount; merchants do"}

static const pl_facet max_usage_facets[] = {
    {.keyword = PL_KEYWORD_MINIMUM, .limit = DECIMAL(1, 0)},
    {.keyword = PL_KEYWORD_MAXIMUM, .limit = DECIMAL(1, MILLION_ZEROS)},
    INTEGER_SPELLING_GAP,
};
static const pl_schema max_usage = {.name = "usage limit", .types = PL_TYPE_INTEGER, PL_FACETS(max_usage_facets),
    .gate = {.kinds = NUMBER, .marks = PL_JSON_FRACTIONAL, .first = PL_GATE_FROM_NON_ZERO, .len_max = MILLION_ZEROS}};

static const pl_facet total_amount_facets[] = {
    {.keyword = PL_KEYWORD_EXCLUSIVE_MINIMUM, .severity = PL_OBSERVATION, .limit = DECIMAL(0, 0),
     .why = "limits of the total are the merchant's; one that is not positive may be refused"},
    AMOUNT_GAPS,
};
static const pl_schema total_amount = {.name = "total", .types = PL_TYPE_NUMBER, PL_FACETS(total_amount_facets),
    .gate = {.kinds = NUMBER, .first = PL_GATE_FROM_NON_ZERO, .len_max = AMOUNT_MAGNITUDE_MAX, .content = PL_GATE_AMOUNT}};

static const pl_facet quantity_facets[] = {
    {.keyword = PL_KEYWORD_MINIMUM, .limit = DECIMAL(1, 0)},
    {.keyword = PL_KEYWORD_MAXIMUM, .severity = PL_OBSERVATION, .limit = DECIMAL(1, MILLION_ZEROS),
     .why = "the contract sets no upper quantity; a server has reason to"},
    INTEGER_SPELLING_GAP,
};
static const pl_schema quantity = {.name = "quantity", .types = PL_TYPE_INTEGER, PL_FACETS(quantity_facets),
    .gate = {.kinds = NUMBER, .marks = PL_JSON_FRACTIONAL, .first = PL_GATE_FROM_NON_ZERO, .len_max = MILLION_ZEROS}};

static const pl_facet unit_price_facets[] = {AMOUNT_GAPS};
static const pl_schema unit_price = {.name = "unit price", .types = PL_TYPE_NUMBER, PL_FACETS(unit_price_facets),
    .gate = {.kinds = NUMBER, .first = PL_GATE_FROM_NUMBER, .len_max = AMOUNT_MAGNITUDE_MAX, .content = PL_GATE_AMOUNT}};

/* --- containers ----------------------------------------------------------------------------- */

#define UNDECLARED_GAP                                                                             \
    {.keyword = PL_KEYWORD_ADDITIONAL_PROPERTIES, .severity = PL_OBSERVATION,                      \
     .why = "undeclared members are allowed by the contract, yet some servers refuse them"}

static const pl_facet item_facets[] = {UNDECLARED_GAP};
static const pl_member item_members[] = {
    [PL_ITEM_NAME] = PL_MEMBER("name", PL_REQUIRED, &label),
    [PL_ITEM_QUANTITY] = PL_MEMBER("quantity", PL_REQUIRED, &quantity),
    [PL_ITEM_UNIT_PRICE] = PL_MEMBER("unit_price", PL_REQUIRED, &unit_price),
};
_Static_assert(PL_COUNT(item_members) == PL_ITEM_FIELD_COUNT, "every field has its row");
static const uint8_t item_slots[PL_SLOT_COUNT] = {
    [PL_SLOT('n', 4)] = PL_ITEM_NAME + 1,
    [PL_SLOT('q', 8)] = PL_ITEM_QUANTITY + 1,
    [PL_SLOT('u', 10)] = PL_ITEM_UNIT_PRICE + 1,
};
static const pl_schema item = {
    .name = "line item", .types = PL_TYPE_OBJECT, PL_FACETS(item_facets), PL_MEMBERS(item_members), PL_SLOTS(item_slots)};

static const pl_facet items_facets[] = {
    {.keyword = PL_KEYWORD_MIN_ITEMS, .count = 1},
    {.keyword = PL_KEYWORD_MAX_ITEMS, .severity = PL_OBSERVATION, .count = 20,
     .why = "the contract sets no upper number of line items; a server has reason to"},
};
static const pl_schema items = {.name = "line items", .types = PL_TYPE_ARRAY, PL_FACETS(items_facets), .items = &item};

static const pl_schema required_customer_detail = {.name = "customer detail flag", .types = PL_TYPE_BOOLEAN | PL_TYPE_NULL,
    .gate = {.kinds = PL_KIND_BIT(PL_JSON_BOOLEAN) | PL_KIND_BIT(PL_JSON_NULL), .first = PL_GATE_FROM_ANY, .len_max = UINT32_MAX}};

static const pl_facet code_facets[] = {{.keyword = PL_KEYWORD_CATALOG}};
static const pl_schema code = {.name = "payment method code", .types = PL_TYPE_STRING, PL_FACETS(code_facets),
    .gate = {.kinds = STRING, .marks = PL_ASK_CATALOG, .first = PL_GATE_FROM_ANY, .len_max = UINT32_MAX}};
static const pl_facet whitelist_facets[] = {
    {.keyword = PL_KEYWORD_UNIQUE_ITEMS, .severity = PL_OBSERVATION,
     .why = "the contract does not say whether a code may be listed twice"},
};
static const pl_schema whitelist = {.name = "payment method whitelist", .types = PL_TYPE_ARRAY | PL_TYPE_NULL, PL_FACETS(whitelist_facets), .items = &code};

static const pl_facet metadata_facets[] = {
    {.keyword = PL_KEYWORD_MAX_DEPTH, .severity = PL_OBSERVATION, .count = 5,
     .why = "the contract sets no depth of metadata; a server has reason to"},
    {.keyword = PL_KEYWORD_MAX_BYTES, .severity = PL_OBSERVATION, .count = 4096,
     .why = "the contract sets no size of metadata; a server has reason to"},
};
static const pl_schema metadata = {.name = "metadata", .types = PL_TYPE_OBJECT | PL_TYPE_NULL, PL_FACETS(metadata_facets)};

static const pl_facet request_facets[] = {
    UNDECLARED_GAP,
    {.keyword = PL_KEYWORD_MAX_BYTES, .severity = PL_OBSERVATION, .count = PL_CONTRACT_BODY_BYTES_MAX,
     .why = "the contract sets no size of a body; above 1 MiB several answers are right"},
};
static const pl_member request_members[] = {
    [PL_REQUEST_REFF_NO] = PL_MEMBER("reff_no", PL_REQUIRED, &reff_no),
    [PL_REQUEST_TITLE] = PL_MEMBER("title", PL_REQUIRED, &label),
    [PL_REQUEST_MAX_USAGE] = PL_MEMBER("max_usage", PL_REQUIRED, &max_usage),
    [PL_REQUEST_TOTAL_AMOUNT] = PL_MEMBER("total_amount", PL_REQUIRED, &total_amount),
    [PL_REQUEST_ITEMS] = PL_MEMBER("items", PL_REQUIRED, &items),
    [PL_REQUEST_REQUIRED_CUSTOMER_DETAIL] = PL_MEMBER("required_customer_detail", PL_OPTIONAL, &required_customer_detail),
    [PL_REQUEST_EXPIRED_AT] = PL_MEMBER("expired_at", PL_OPTIONAL, &expired_at),
    [PL_REQUEST_WHITELIST] = PL_MEMBER("whitelisted_payment_method", PL_OPTIONAL, &whitelist),
    [PL_REQUEST_REDIRECT_URL] = PL_MEMBER("redirect_url", PL_OPTIONAL, &redirect_url),
    [PL_REQUEST_METADATA] = PL_MEMBER("optional_metadata", PL_OPTIONAL, &metadata),
};
_Static_assert(PL_COUNT(request_members) == PL_REQUEST_FIELD_COUNT, "every field has its row");
static const uint8_t request_slots[PL_SLOT_COUNT] = {
    [PL_SLOT('r', 7)] = PL_REQUEST_REFF_NO + 1,
    [PL_SLOT('t', 5)] = PL_REQUEST_TITLE + 1,
    [PL_SLOT('m', 9)] = PL_REQUEST_MAX_USAGE + 1,
    [PL_SLOT('t', 12)] = PL_REQUEST_TOTAL_AMOUNT + 1,
    [PL_SLOT('i', 5)] = PL_REQUEST_ITEMS + 1,
    [PL_SLOT('r', 24)] = PL_REQUEST_REQUIRED_CUSTOMER_DETAIL + 1,
    [PL_SLOT('e', 10)] = PL_REQUEST_EXPIRED_AT + 1,
    [PL_SLOT('w', 26)] = PL_REQUEST_WHITELIST + 1,
    [PL_SLOT('r', 12)] = PL_REQUEST_REDIRECT_URL + 1,
    [PL_SLOT('o', 17)] = PL_REQUEST_METADATA + 1,
};
static const pl_rule request_rules[] = {
    {.id = "sumOfItems", .statement = "total_amount must equal the sum over items of quantity times unit_price, exactly", .check = pl_rule_sum_of_items},
};

const pl_schema pl_contract_request = {
    .name = "payment link request", .types = PL_TYPE_OBJECT,
    PL_FACETS(request_facets), PL_MEMBERS(request_members), PL_SLOTS(request_slots), PL_RULES(request_rules)};
/* clang-format on */
