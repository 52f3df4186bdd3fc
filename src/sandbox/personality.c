#include "sandbox/personality.h"

#include <string.h>

#include "contract/contract.h"

#define HABIT(name)   PL_BIT(PL_HABIT_##name)
#define KEYWORD(name) PL_BIT(PL_KEYWORD_##name)
#define LINK(name)    PL_BIT(PL_LINK_##name)
#define ACCOUNT(name) PL_BIT(PL_ACCOUNT_##name)
#define ROUTE(name)   PL_BIT(PL_ROUTE_##name)

/* Gaps that strict frameworks refuse. */
#define ODD_TEXT (KEYWORD(BLANK) | KEYWORD(PATTERN_DISPUTED) | KEYWORD(CONTROL) | KEYWORD(ASTRAL))
#define ODD_NUMBERS                                                                                \
    (KEYWORD(INTEGER_SPELLING) | KEYWORD(MAX_DECIMALS) | KEYWORD(MAX_DIGITS) |                     \
     KEYWORD(MAX_MAGNITUDE) | KEYWORD(EXCLUSIVE_MINIMUM) | KEYWORD(MAXIMUM))
#define ODD_URIS                                                                                   \
    (KEYWORD(URI_SCHEME) | KEYWORD(URI_USERINFO) | KEYWORD(URI_HOST) | KEYWORD(URI_PORT) |         \
     KEYWORD(URI_NON_ASCII))
#define ODD_SHAPES                                                                                 \
    (KEYWORD(ADDITIONAL_PROPERTIES) | KEYWORD(UNIQUE_ITEMS) | KEYWORD(MAX_ITEMS) |                 \
     KEYWORD(MAX_DEPTH) | KEYWORD(MAX_BYTES) | KEYWORD(DUPLICATE_NAME) | KEYWORD(BYTE_ORDER_MARK))
#define EVERY_GAP (ODD_TEXT | ODD_NUMBERS | ODD_URIS | ODD_SHAPES | KEYWORD(PAST) | KEYWORD(RULE))

/* Members of a link that are not the request's own. */
#define OWN_MEMBERS                                                                                \
    (LINK(PAYMENT_URL) | LINK(STATUS) | LINK(STATUS_COMPUTED) | LINK(IS_EXPIRED) |                 \
     LINK(CURRENT_USAGE) | LINK(PAYMENT_DATE) | LINK(CREATED_AT) | LINK(UPDATED_AT) |              \
     LINK(ACCOUNT))
#define EVERY_MEMBER  (PL_BIT(PL_LINK_FIELD_COUNT) - 1)
#define CARELESS_TEXT (KEYWORD(NUL))

/* clang-format off */
static const pl_moment_style utc = {.fraction_digits = 3, .separator = 'T', .zone = "Z"};
static const pl_moment_style small_letters = {.fraction_digits = 0, .separator = 't', .zone = "z"};
static const pl_moment_style fine = {.offset_minutes = -(9 * 60 + 30), .fraction_digits = 9, .separator = 'T'};
static const pl_moment_style nowhere = {.fraction_digits = 6, .separator = 'T', .zone = "-00:00"};

static const pl_sandbox_field many_headers[] = {
    {"X-Request-Id", "7f3c1d0a"}, {"Set-Cookie", "session=1; Path=/; HttpOnly"}, {"Server", "edge"},
    {"Cache-Control", "no-store"}, {"WWW-Authenticate", "Bearer realm=\"api\""}, {"X-RateLimit-Remaining", "59"},
    {"Vary", "Accept, Origin"}, {NULL, NULL}};

const pl_personality pl_personalities[] = {
    {.name = "default", .statement = "the sandbox as it is"},

    /* what is asked for */
    {.name = "strict-framework", .statement = "refuses everything that the contract does not clearly allow",
     .habits = HABIT(PLAIN_TEXT) | HABIT(BINARY_SUMS) | HABIT(MERCHANT_LIMIT) | HABIT(NEAR_EXPIRY) | HABIT(SCHEME_EXACT) |
               HABIT(MEDIA_TYPE_EXACT) | HABIT(MEDIA_TYPE_NEEDED),
     .refuses = EVERY_GAP, .statuses = {[PL_GAP_REPEATED] = 422}},
    {.name = "lenient-framework", .statement = "takes everything that the contract does not clearly forbid",
     .habits = HABIT(REPAIRS) | HABIT(LARGE_BODIES) | HABIT(MEDIA_TYPE_ANY) | HABIT(ACCOUNT_CASE) | HABIT(SCHEME_ANYWHERE) | HABIT(SIGNATURE_CASE),
     .takes = CARELESS_TEXT},
    {.name = "trimming", .statement = "keeps texts without their outer white space, and refuses blank ones",
     .habits = HABIT(TRIMS), .refuses = KEYWORD(BLANK)},
    {.name = "plain-text", .statement = "refuses markup and control characters in texts", .habits = HABIT(PLAIN_TEXT)},
    {.name = "three-byte-text", .statement = "cannot store what lies above U+FFFF, and finds more white space than others",
     .refuses = KEYWORD(ASTRAL) | KEYWORD(PATTERN_DISPUTED) | KEYWORD(CONTROL)},
    {.name = "no-undeclared", .statement = "refuses members that the contract does not declare, and a name that stands twice",
     .refuses = KEYWORD(ADDITIONAL_PROPERTIES) | KEYWORD(DUPLICATE_NAME)},
    {.name = "plain-integers", .statement = "refuses 1.0 and 1e0 for an integer, and amounts of more than two decimals",
     .refuses = KEYWORD(INTEGER_SPELLING) | KEYWORD(MAX_DECIMALS)},
    {.name = "binary-sums", .statement = "adds in binary floating point: 0.1 and 0.2 are not 0.3",
     .habits = HABIT(BINARY_SUMS)},
    {.name = "merchant-limits", .statement = "takes totals from 10000 to 1000000000", .habits = HABIT(MERCHANT_LIMIT)},
    {.name = "small-orders", .statement = "takes 20 items and flat, short metadata",
     .refuses = KEYWORD(MAX_ITEMS) | KEYWORD(MAXIMUM) | KEYWORD(MAX_DEPTH) | KEYWORD(MAX_BYTES) | KEYWORD(UNIQUE_ITEMS)},
    {.name = "web-addresses", .statement = "takes addresses of plain http and https only", .refuses = ODD_URIS},
    {.name = "past-expiry-refused", .statement = "refuses an expiry that is over, or months away",
     .habits = HABIT(NEAR_EXPIRY), .refuses = KEYWORD(PAST)},
    {.name = "past-expiry-taken", .statement = "lets a link whose time is over stay open until somebody looks",
     .habits = HABIT(EXPIRES_LATE)},
    {.name = "unmarked-text", .statement = "refuses a byte-order mark, repairs ill-formed text",
     .habits = HABIT(REPAIRS), .refuses = KEYWORD(BYTE_ORDER_MARK)},
    {.name = "repeated-refused", .statement = "refuses a reff_no that has been used, with 422", .statuses = {[PL_GAP_REPEATED] = 422}},
    {.name = "repeated-conflict", .statement = "refuses a reff_no that has been used, with 409", .statuses = {[PL_GAP_REPEATED] = 409}},
    {.name = "idempotent", .statement = "answers an equal request again with the link that there is", .habits = HABIT(IDEMPOTENT)},

    /* in which order, and with which status */
    {.name = "precedence-swapped", .statement = "looks at the method before the caller, at the body before the account",
     .habits = HABIT(METHOD_FIRST) | HABIT(BODY_FIRST)},
    {.name = "account-form", .statement = "refuses an account id that is no ULID with 422, and takes lower case",
     .habits = HABIT(ACCOUNT_FORM) | HABIT(ACCOUNT_CASE)},
    {.name = "malformed-400", .statement = "refuses what it cannot read with 400: no JSON, no object, too large, another media type",
     .statuses = {[PL_GAP_SYNTAX] = 400, [PL_GAP_NOT_OBJECT] = 400, [PL_GAP_TOO_LARGE] = 400, [PL_GAP_MEDIA_TYPE] = 400}},
    {.name = "malformed-422", .statement = "refuses everything with 422",
     .habits = HABIT(MEDIA_TYPE_NEEDED), .statuses = {[PL_GAP_TOO_LARGE] = 422, [PL_GAP_MEDIA_TYPE] = 422}},
    {.name = "media-type-ignored", .statement = "never looks at Content-Type, nor at the size of a body",
     .habits = HABIT(MEDIA_TYPE_ANY) | HABIT(LARGE_BODIES)},
    {.name = "media-type-exact", .statement = "wants Content-Type: application/json to the letter",
     .habits = HABIT(MEDIA_TYPE_EXACT) | HABIT(MEDIA_TYPE_NEEDED)},
    {.name = "not-acceptable", .statement = "answers a good request with 406 when JSON is not asked for", .habits = HABIT(NOT_ACCEPTABLE)},
    {.name = "bearer-exact", .statement = "wants the word Bearer in just this spelling", .habits = HABIT(SCHEME_EXACT)},
    {.name = "bearer-anywhere", .statement = "finds Bearer anywhere in the header, and hex digits in any case",
     .habits = HABIT(SCHEME_ANYWHERE) | HABIT(SIGNATURE_CASE)},
    {.name = "one-token", .statement = "ends a client's token when it asks for another one", .habits = HABIT(ONE_TOKEN)},
    {.name = "token-forbidden", .statement = "refuses wrong credentials of a token request with 403", .statuses = {[PL_GAP_TOKEN] = 403}},
    {.name = "no-neighbours", .statement = "knows no list, catalog, older token, or way to show and delete a link",
     .absent_routes = ROUTE(LIST) | ROUTE(SHOW) | ROUTE(DELETE) | ROUTE(CATALOG) | ROUTE(TOKEN_V10)},
    {.name = "no-list", .statement = "answers GET with 405, and never with Allow",
     .habits = HABIT(NO_ALLOW), .absent_routes = ROUTE(LIST), .statuses = {[PL_GAP_ROUTE] = 405}},

    /* what comes back */
    {.name = "minimal-resource", .statement = "shows of a link what was asked for and its id",
     .omits = {[PL_SHAPE_LINK] = OWN_MEMBERS, [PL_SHAPE_ITEM] = PL_BIT(PL_ITEM_SUBTOTAL)}},
    {.name = "nameless", .statement = "shows of a link nothing, not even its id", .omits = {[PL_SHAPE_LINK] = EVERY_MEMBER}},
    {.name = "bare-success", .statement = "says that it worked, and no more", .omits = {[PL_SHAPE_ENVELOPE] = PL_BIT(PL_ENVELOPE_DATA)}},
    {.name = "verbose-resource", .statement = "adds members and headers of its own everywhere",
     .habits = HABIT(EXTRA_MEMBERS), .headers = many_headers},
    {.name = "nulls", .statement = "knows little: null wherever the type allows",
     .nulls = {[PL_SHAPE_LINK] = LINK(CREATED_AT) | LINK(UPDATED_AT) | LINK(ACCOUNT)}},
    {.name = "managed-account", .statement = "shows the account of a managed business, verified, with members", .habits = HABIT(MANAGED_ACCOUNT)},
    {.name = "contested-account", .statement = "shows an account as the document's example and its prose do, against its schema",
     .habits = HABIT(INTEGER_ACCOUNT) | HABIT(KYB_NULL), .omits = {[PL_SHAPE_ACCOUNT] = ACCOUNT(STATUS)},
     .nulls = {[PL_SHAPE_ACCOUNT] = ACCOUNT(TYPE) | ACCOUNT(NUMBER)}},
    {.name = "short-account", .statement = "shows of an account its id, name and status",
     .omits = {[PL_SHAPE_ACCOUNT] = ACCOUNT(NUMBER) | ACCOUNT(TYPE) | ACCOUNT(INVITE_MEMBERS)}},
    {.name = "generous-defaults", .statement = "fills in what was not sent: all methods, {}, an empty address, an expiry",
     .habits = HABIT(FULL_DEFAULTS) | HABIT(EXPIRES_ALWAYS)},
    {.name = "own-words", .statement = "has words and codes of its own for states and errors",
     .habits = HABIT(OTHER_STATUS) | HABIT(OWN_CODES), .message = "Permintaan tidak dapat diproses."},
    {.name = "reordered", .statement = "members and codes come back in another order, codes once",
     .habits = HABIT(CODES_SORTED) | HABIT(REVERSES)},
    {.name = "large-ids", .statement = "ids of links lie above 2^53", .id_offset = INT64_C(1) << 53},
    {.name = "utc-moments", .statement = "writes moments in UTC, with Z and milliseconds", .moments = &utc},
    {.name = "offset-moments", .statement = "writes moments at -09:30, with nine decimals", .moments = &fine},
    {.name = "small-letter-moments", .statement = "writes moments with t and z, and without a fraction", .moments = &small_letters},
    {.name = "zone-unknown", .statement = "writes moments with six decimals and -00:00", .moments = &nowhere},
    {.name = "cents", .statement = "writes amounts as 150000.00", .habits = HABIT(AMOUNT_CENTS)},
    {.name = "exponents", .statement = "writes amounts as 15e4, integers as 1.0",
     .habits = HABIT(AMOUNT_EXPONENT) | HABIT(INTEGER_POINT)},
    {.name = "binary-metadata", .statement = "keeps the numbers of metadata in binary floating point", .habits = HABIT(BINARY_METADATA)},

    /* how a refusal names the field */
    {.name = "terse-errors", .statement = "refuses with 422 and names no field", .message = "",
     .omits = {[PL_SHAPE_ERROR] = PL_BIT(PL_ERROR_ERRORS), [PL_SHAPE_REFUSED] = 1}},
    {.name = "errors-by-parent", .statement = "names the member of the request that holds the wrong one", .habits = HABIT(ERRORS_BY_PARENT)},
    {.name = "errors-bracketed", .statement = "names fields as items[0].quantity", .habits = HABIT(ERRORS_BRACKETED)},
    {.name = "errors-pointed", .statement = "names fields by JSON Pointer", .habits = HABIT(ERRORS_POINTED)},

    /* how an answer is written and sent */
    {.name = "indented", .statement = "writes JSON for people to read", .habits = HABIT(INDENTS)},
    {.name = "ascii", .statement = "writes \\u escapes for all that is not ASCII, and \\/", .habits = HABIT(ASCII)},
    {.name = "escaped", .statement = "writes every character of every string as an escape", .habits = HABIT(ESCAPES_ALL)},
    {.name = "charset", .statement = "tells the charset in its media type", .content_type = "application/json; charset=utf-8"},
    {.name = "loud-media-type", .statement = "writes its media type in capitals, names of headers in small letters",
     .content_type = "Application/JSON;Charset=UTF-8", .manners = PL_MANNER_LOWER},
    {.name = "closing", .statement = "closes the connection after every answer", .manners = PL_MANNER_CLOSE},
    {.name = "chunked", .statement = "sends answers in chunks", .manners = PL_MANNER_CHUNKED},
    {.name = "slow", .statement = "takes its time", .manners = PL_MANNER_SLOW},

    /* neighbours */
    {.name = "paged-list", .statement = "lists links in short pages", .habits = HABIT(LIST_PAGED)},
    {.name = "empty-list", .statement = "lists no links", .habits = HABIT(LIST_EMPTY)},
    {.name = "crowded", .statement = "somebody else creates links in the same account all the time", .habits = HABIT(CROWDED)},

    /* now and then no verdict */
    {.name = "limited", .statement = "refuses every fiftieth request for its rate", .outage_each = 50, .outage_status = 429},
    {.name = "gateway", .statement = "fails every seventieth time behind its gateway", .outage_each = 70, .outage_status = 503},
    {.name = "cut-off", .statement = "loses every ninetieth answer", .outage_each = 90},
    {.name = "cut-off-remembering", .statement = "loses every ninetieth answer, and refuses a reff_no that has been used",
     .statuses = {[PL_GAP_REPEATED] = 422}, .outage_each = 90},

    /* several at once */
    {.name = "fortress", .statement = "strict, terse, and never the same connection twice",
     .habits = HABIT(PLAIN_TEXT) | HABIT(BINARY_SUMS) | HABIT(MERCHANT_LIMIT) | HABIT(NEAR_EXPIRY) | HABIT(SCHEME_EXACT) | HABIT(METHOD_FIRST) |
               HABIT(ACCOUNT_FORM) | HABIT(MEDIA_TYPE_EXACT) | HABIT(MEDIA_TYPE_NEEDED) | HABIT(NOT_ACCEPTABLE) | HABIT(NO_ALLOW) | HABIT(OWN_CODES),
     .refuses = EVERY_GAP, .message = "",
     .statuses = {[PL_GAP_SYNTAX] = 400, [PL_GAP_NOT_OBJECT] = 400, [PL_GAP_TOO_LARGE] = 400, [PL_GAP_REPEATED] = 409, [PL_GAP_TOKEN] = 400},
     .absent_routes = ROUTE(LIST) | ROUTE(SHOW) | ROUTE(TOKEN_V10),
     .omits = {[PL_SHAPE_LINK] = OWN_MEMBERS, [PL_SHAPE_ERROR] = PL_BIT(PL_ERROR_ERRORS), [PL_SHAPE_REFUSED] = 1},
     .manners = PL_MANNER_CLOSE},
    {.name = "anything-goes", .statement = "lenient, talkative, in a hand of its own, and interrupted",
     .habits = HABIT(REPAIRS) | HABIT(LARGE_BODIES) | HABIT(MEDIA_TYPE_ANY) | HABIT(ACCOUNT_CASE) | HABIT(SCHEME_ANYWHERE) | HABIT(SIGNATURE_CASE) |
               HABIT(TRIMS) | HABIT(IDEMPOTENT) | HABIT(BODY_FIRST) | HABIT(FULL_DEFAULTS) | HABIT(EXPIRES_ALWAYS) | HABIT(EXPIRES_LATE) |
               HABIT(CODES_SORTED) | HABIT(REVERSES) | HABIT(INDENTS) | HABIT(ESCAPES_ALL) | HABIT(EXTRA_MEMBERS) | HABIT(AMOUNT_CENTS) |
               HABIT(INTEGER_POINT) | HABIT(BINARY_METADATA) | HABIT(ERRORS_BRACKETED) | HABIT(OTHER_STATUS) | HABIT(CROWDED) | HABIT(LIST_PAGED),
     .takes = CARELESS_TEXT, .moments = &small_letters, .headers = many_headers, .content_type = "application/json;charset=UTF-8",
     .id_offset = INT64_C(1) << 53, .manners = PL_MANNER_CHUNKED | PL_MANNER_LOWER, .outage_each = 60, .outage_status = 429},
};
/* clang-format on */
const size_t pl_personality_count = PL_COUNT(pl_personalities);

const pl_personality *pl_personality_of(const char *name) {
    for (size_t i = 0; i < pl_personality_count; i++) {
        if (strcmp(pl_personalities[i].name, name) == 0) { return &pl_personalities[i]; }
    }
    return NULL;
}
