#include "contract/rules_internal.h"

#include <assert.h>

#include "contract/contract.h"
#include "text/binary64.h"
#include "text/decimal.h"
#include "text/digits.h"

enum { SMALL_LEN_MAX = 15 }; /* lexemes of digits that cannot overflow 64 bits */

static inline bool names(const pl_json *json, uint32_t name, const pl_member *member) {
    return pl_json_name_is(json, name, member->name, member->name_len);
}

static inline bool is_kind(const pl_json *json, uint32_t node, pl_json_kind kind) {
    return node != PL_JSON_NONE && json->nodes[node].kind == kind;
}

static inline bool is_integer(const pl_json *json, uint32_t node) {
    return is_kind(json, node, PL_JSON_NUMBER) && pl_number_node_is_integer(json, node);
}

/* --- sum of items --------------------------------------------------------------------------- */

/* What one line item adds to the sum. */
typedef struct line {
    uint32_t quantity;
    uint32_t unit_price;
} line;

/* The declared members of a line item. */
static const pl_member *item_members(void) {
    return pl_contract_request.members[PL_REQUEST_ITEMS].schema->items->members;
}

/* A line item of three scalars, as nearly all are: those that are related are told by the lengths of their names, in
 * any order and without a branch, and then by the names. False: it is not so. */
static inline bool quick_line(const pl_json *json, uint32_t item, const pl_member *members,
                              line *ret_line) {
    const pl_json_node *nodes = json->nodes + item;
    const pl_member *quantity = &members[PL_ITEM_QUANTITY];
    const pl_member *unit_price = &members[PL_ITEM_UNIT_PRICE];
    _Static_assert(PL_ITEM_FIELD_COUNT == 3, "the places of the members below rest on it");
    if (nodes[0].next - item != 7 || nodes[2].next - item != 3 || nodes[4].next - item != 5) {
        return false;
    }
    uint32_t first = 0;
    uint32_t second = 0;
    for (uint32_t name = 1; name < 7; name += 2) {
        first = nodes[name].len == quantity->name_len + 2U ? name : first;
        second = nodes[name].len == unit_price->name_len + 2U ? name : second;
    }
    *ret_line = (line){item + first + 1, item + second + 1};
    return first != 0 && second != 0 && names(json, item + first, quantity) &&
           names(json, item + second, unit_price);
}

/* The same for any other line item; out of line, so that the quick way stays small. */
static __attribute__((noinline, cold)) void search_line(const pl_json *json, uint32_t item,
                                                        const pl_member *members, line *ret_line) {
    ret_line->quantity = pl_json_member(json, item, members[PL_ITEM_QUANTITY].name);
    ret_line->unit_price = pl_json_member(json, item, members[PL_ITEM_UNIT_PRICE].name);
}

static inline bool read_line(const pl_json *json, uint32_t item, const pl_member *members,
                             line *ret_line) {
    if (json->nodes[item].kind != PL_JSON_OBJECT) { return false; }
    if (!quick_line(json, item, members, ret_line)) { search_line(json, item, members, ret_line); }
    return is_integer(json, ret_line->quantity) &&
           is_kind(json, ret_line->unit_price, PL_JSON_NUMBER);
}

/* Amounts are reckoned as whole numbers of hundredths. A quarter is the finest step that hundredths and binary
 * fractions share. */
enum { HUNDRED = 100, DECIMALS_MAX = 2, QUARTER = HUNDRED / 4 };

/* Hundredths of a lexeme with at most two decimals that make whole quarters. False: it is not so written. */
static bool quarters_value(const uint8_t *at, const uint8_t *end, int64_t *ret_value) {
    int64_t value = 0;
    while (at < end && *at >= '0' && *at <= '9') { value = value * 10 + (*at++ - '0'); }
    if (end - at < 2 || end - at > 1 + DECIMALS_MAX || *at != '.') { return false; }
    int64_t scale = HUNDRED;
    for (at++; at < end && *at <= '9'; at++) { /* behind a point stands a digit or an 'e' */
        value = value * 10 + (*at - '0');
        scale /= 10;
    }
    *ret_value = value * scale;
    return at == end && *ret_value % QUARTER == 0;
}

/* Value of an integer of at most PL_DIGITS_RUN bytes. It stands in an object behind a name, so as many bytes before its
 * end can be loaded at once, whatever they are. */
static inline int64_t short_value(const pl_json *json, const pl_json_node *number) {
    const uint8_t *at = json->text.ptr + number->at;
    const unsigned negative = *at == '-';
    const unsigned before = PL_DIGITS_RUN - number->len + negative;
    assert(number->len <= PL_DIGITS_RUN);
    const int64_t value = pl_digits_value(
        pl_digits_without(pl_digits_load(at + number->len - PL_DIGITS_RUN), before));
    return negative ? -value : value;
}

/* Value of a number node in hundredths; *fractional when it is written with a point. False: too long to be small, or
 * finer than quarters. */
static inline bool small_value(const pl_json *json, uint32_t node, int64_t *ret_value,
                               bool *fractional) {
    const uint8_t *at = json->text.ptr + json->nodes[node].at;
    const uint8_t *end = at + json->nodes[node].len;
    if (end - at > SMALL_LEN_MAX) { return false; }
    const bool negative = *at == '-';
    int64_t value = 0;
    at += negative;
    if ((json->nodes[node].marks & PL_JSON_FRACTIONAL) != 0) {
        *fractional = true;
        if (!quarters_value(at, end, &value)) { return false; }
    } else {
        for (; at < end; at++) { value = value * 10 + (*at - '0'); }
        value *= HUNDRED;
    }
    *ret_value = negative ? -value : value;
    return true;
}

typedef enum sum_answer {
    SUM_EQUAL,
    SUM_DIFFERS,
    SUM_NOT_JUDGED,     /* something that it needs is absent or ill-typed */
    SUM_OUT_OF_RANGE,   /* of the exact decimal */
    SUM_BINARY_DIFFERS, /* equal in decimal, not in binary64 */
    SUM_DIFFERS_FINELY, /* beyond the digits that binary64 keeps */
    SUM_NOT_SMALL       /* the short way cannot tell */
} sum_answer;

/* Below it, in hundredths, quarters are no more than 53 bits long: binary64 is exact. */
#define EXACT_HUNDREDTHS_MAX ((INT64_C(1) << 53) * QUARTER)

/* The sum in hundredths, and what it weighs without signs: no partial sum is further from zero. */
typedef struct small_total {
    int64_t sum;
    int64_t weight;
    bool fractional;
} small_total;

/* Quantity times price in hundredths. False: not small. */
static inline bool small_product(const pl_json *json, line at, int64_t *ret_product,
                                 bool *fractional) {
    const pl_json_node *quantity = &json->nodes[at.quantity];
    const pl_json_node *unit_price = &json->nodes[at.unit_price];
    if ((quantity->marks | unit_price->marks) == 0 && quantity->len <= PL_DIGITS_RUN &&
        unit_price->len <= PL_DIGITS_RUN) {
        *ret_product = short_value(json, quantity) * short_value(json, unit_price) * HUNDRED;
        return true;
    }
    int64_t left;
    int64_t right;
    return small_value(json, at.quantity, &left, fractional) &&
           small_value(json, at.unit_price, &right, fractional) &&
           !__builtin_mul_overflow(left / HUNDRED, right, ret_product);
}

static inline bool add_small(const pl_json *json, line at, small_total *total) {
    int64_t product;
    return small_product(json, at, &product, &total->fractional) &&
           !__builtin_add_overflow(total->sum, product, &total->sum) &&
           !__builtin_add_overflow(total->weight, product < 0 ? -product : product, &total->weight);
}

/* The short way: small amounts of whole quarters, as nearly every request has them. A server with binary64 reckons them
 * exactly too; finer fractions need both sums. */
static sum_answer small_sum(const pl_json *json, uint32_t total, uint32_t items) {
    const pl_member *members = item_members();
    int64_t wanted = 0;
    small_total sums = {0};
    bool small = small_value(json, total, &wanted, &sums.fractional);
    for (uint32_t item = items + 1; item < json->nodes[items].next; item = json->nodes[item].next) {
        line found;
        if (!read_line(json, item, members, &found)) { return SUM_NOT_JUDGED; }
        small = small && add_small(json, found, &sums);
    }
    if (!small || (sums.fractional && sums.weight > EXACT_HUNDREDTHS_MAX)) { return SUM_NOT_SMALL; }
    if (sums.sum == wanted) { return SUM_EQUAL; }
    return sums.fractional ? SUM_NOT_SMALL : SUM_DIFFERS; /* a fraction may differ finely */
}

/* Both sums side by side: exact, and as a server with binary64 would add, in the order of the items. */
typedef struct sums {
    pl_decimal exact;
    pl_binary64 binary;
    bool binary_known;
} sums;

static pl_status add_line(const pl_json *json, line at, sums *sum) {
    pl_decimal quantity;
    pl_decimal unit_price;
    pl_decimal product;
    pl_status status = pl_decimal_parse(pl_json_raw(json, at.quantity), &quantity);
    if (status != PL_OK) { return status; }
    status = pl_decimal_parse(pl_json_raw(json, at.unit_price), &unit_price);
    if (status != PL_OK) { return status; }
    status = pl_decimal_multiply(quantity, unit_price, &product);
    if (status != PL_OK) { return status; }
    status = pl_decimal_add(sum->exact, product, &sum->exact);
    if (status != PL_OK) { return status; }
    pl_binary64 left;
    pl_binary64 right;
    sum->binary_known = sum->binary_known && pl_binary64_of(quantity, &left) == PL_OK &&
                        pl_binary64_of(unit_price, &right) == PL_OK;
    if (sum->binary_known) {
        sum->binary = pl_binary64_add(sum->binary, pl_binary64_multiply(left, right));
    }
    return PL_OK;
}

/* Do two unequal values differ only beyond the 15 significant digits that binary64 keeps? A server that reckons so
 * sees them equal, and numbers of so many digits are a gap of the contract. */
static bool differs_finely(pl_decimal left, pl_decimal right) {
    pl_decimal difference;
    const pl_decimal minus_right = {-right.coefficient, right.exponent};
    if (pl_decimal_add(left, minus_right, &difference) != PL_OK) { return false; }
    const int32_t size = pl_decimal_magnitude_of(right);
    return right.coefficient != 0 &&
           pl_decimal_magnitude_of(difference) <= size - PL_BINARY64_DIGITS_MAX;
}

/* A total out of range against a sum in range: different where not even the leading digit stands in the same place. */
static sum_answer compare_far(pl_bytes total, pl_decimal sum) {
    pl_number_shape shape = {0};
    const pl_status status = pl_number_scan(total, &shape);
    assert(status == PL_OK); /* the reader took the lexeme */
    const bool near = status == PL_OK && shape.magnitude == pl_decimal_magnitude_of(sum);
    return near ? SUM_OUT_OF_RANGE : SUM_DIFFERS;
}

static sum_answer exact_sum(const pl_json *json, uint32_t total, uint32_t items) {
    sums sum = {.binary_known = true};
    for (uint32_t item = items + 1; item < json->nodes[items].next; item = json->nodes[item].next) {
        line found;
        const bool known = read_line(json, item, item_members(), &found);
        assert(known); /* the short way has seen every line */
        if (!known || add_line(json, found, &sum) != PL_OK) { return SUM_OUT_OF_RANGE; }
    }
    pl_decimal wanted;
    if (pl_decimal_parse(pl_json_raw(json, total), &wanted) != PL_OK) {
        return compare_far(pl_json_raw(json, total), sum.exact);
    }
    if (!pl_decimal_equal(sum.exact, wanted)) {
        return differs_finely(sum.exact, wanted) ? SUM_DIFFERS_FINELY : SUM_DIFFERS;
    }
    pl_binary64 binary_wanted;
    const bool comparable = sum.binary_known && pl_binary64_of(wanted, &binary_wanted) == PL_OK;
    return !comparable || pl_binary64_equal(sum.binary, binary_wanted) ? SUM_EQUAL
                                                                       : SUM_BINARY_DIFFERS;
}

pl_status pl_rule_sum_of_items(pl_walk *walk, uint32_t object, const pl_rule *rule) {
    const pl_json *json = walk->json;
    assert(json->nodes[object].kind == PL_JSON_OBJECT);
    const uint32_t total = walk->values[PL_REQUEST_TOTAL_AMOUNT];
    const uint32_t items = walk->values[PL_REQUEST_ITEMS];
    if (walk->ambiguous || !is_kind(json, total, PL_JSON_NUMBER) ||
        !is_kind(json, items, PL_JSON_ARRAY)) {
        return PL_OK;
    }
    if (json->nodes[items].next == items + 1) { return PL_OK; } /* minItems says it */
    sum_answer answer = small_sum(json, total, items);
    if (answer == SUM_NOT_SMALL) { answer = exact_sum(json, total, items); }
    switch (answer) {
    case SUM_DIFFERS:
        return pl_walk_report(walk, rule, rule->severity, total, NULL);
    case SUM_OUT_OF_RANGE:
        return pl_walk_report(walk, rule, PL_OBSERVATION, total,
                              "the sum lies outside the range of exact decimals, so whether it "
                              "equals the total is not judged");
    case SUM_DIFFERS_FINELY:
        return pl_walk_report(walk, rule, PL_OBSERVATION, total,
                              "the sum differs from the total beyond 15 significant digits, which "
                              "a server that adds in binary floating point does not see");
    case SUM_BINARY_DIFFERS:
        return pl_walk_report(walk, rule, PL_OBSERVATION, total,
                              "the sum equals the total in decimal, but not for a server that adds "
                              "in binary floating point");
    default:
        return PL_OK;
    }
}

/* --- responses ------------------------------------------------------------------------------ */

pl_status pl_rule_subtotal(pl_walk *walk, uint32_t object, const pl_rule *rule) {
    const pl_json *json = walk->json;
    assert(json->nodes[object].kind == PL_JSON_OBJECT);
    const uint32_t quantity_node = walk->values[PL_ITEM_QUANTITY];
    const uint32_t price_node = walk->values[PL_ITEM_UNIT_PRICE];
    const uint32_t subtotal_node = walk->values[PL_ITEM_SUBTOTAL];
    if (!is_integer(json, quantity_node) || !is_kind(json, price_node, PL_JSON_NUMBER) ||
        !is_kind(json, subtotal_node, PL_JSON_NUMBER)) {
        return PL_OK;
    }
    pl_decimal quantity;
    pl_decimal price;
    pl_decimal product;
    pl_decimal subtotal;
    const bool exact = pl_decimal_parse(pl_json_raw(json, quantity_node), &quantity) == PL_OK &&
                       pl_decimal_parse(pl_json_raw(json, price_node), &price) == PL_OK &&
                       pl_decimal_parse(pl_json_raw(json, subtotal_node), &subtotal) == PL_OK &&
                       pl_decimal_multiply(quantity, price, &product) == PL_OK;
    if (!exact) {
        return pl_walk_report(walk, rule, PL_OBSERVATION, subtotal_node,
                              "the product lies outside the range of exact decimals");
    }
    if (pl_decimal_equal(product, subtotal)) { return PL_OK; }
    return pl_walk_report(walk, rule, rule->severity, subtotal_node, NULL);
}

static bool is_number(const pl_json *json, uint32_t node, int64_t value) {
    return pl_number_compare(pl_json_raw(json, node), pl_decimal_of(value)) == 0;
}

pl_status pl_rule_status_equals_http(pl_walk *walk, uint32_t object, const pl_rule *rule) {
    assert(walk->json->nodes[object].kind == PL_JSON_OBJECT);
    const uint32_t node = walk->values[PL_ENVELOPE_STATUS];
    const int http_status = walk->context->http_status;
    if (http_status == 0 || !is_integer(walk->json, node)) { return PL_OK; }
    if (is_number(walk->json, node, http_status)) { return PL_OK; }
    return pl_walk_report(walk, rule, rule->severity, node, NULL);
}

pl_status pl_rule_success_matches_status(pl_walk *walk, uint32_t object, const pl_rule *rule) {
    assert(walk->json->nodes[object].kind == PL_JSON_OBJECT);
    const uint32_t node = walk->values[PL_ENVELOPE_SUCCESS];
    const int http_status = walk->context->http_status;
    if (http_status == 0 || !is_kind(walk->json, node, PL_JSON_BOOLEAN)) { return PL_OK; }
    if (pl_json_is_true(walk->json, node) == (http_status == 200)) { return PL_OK; }
    return pl_walk_report(walk, rule, rule->severity, node, NULL);
}

/* The members of the error in a 422 envelope; those of the others are its first ones. */
static const pl_member *validation_envelope(void) {
    return pl_contract_answer_of(422)->schema->members;
}

static uint32_t error_field(const pl_json *json, uint32_t object, pl_error_field which) {
    const pl_member *error = &validation_envelope()[PL_ENVELOPE_ERROR];
    const uint32_t node = pl_json_member(json, object, error->name);
    return node == PL_JSON_NONE ? node
                                : pl_json_member(json, node, error->schema->members[which].name);
}

pl_status pl_rule_code_as_documented(pl_walk *walk, uint32_t object, const pl_rule *rule) {
    const uint32_t node = error_field(walk->json, object, PL_ERROR_CODE);
    const pl_contract_answer *answer = pl_contract_answer_of(walk->context->http_status);
    if (walk->ambiguous || answer == NULL || !is_integer(walk->json, node)) { return PL_OK; }
    if (is_number(walk->json, node, answer->code)) { return PL_OK; }
    return pl_walk_report(walk, rule, rule->severity, node, NULL);
}

pl_status pl_rule_errors_repeated(pl_walk *walk, uint32_t object, const pl_rule *rule) {
    const pl_member *data = &validation_envelope()[PL_ENVELOPE_DATA];
    const uint32_t data_node = walk->values[PL_ENVELOPE_DATA];
    if (walk->ambiguous || data_node == PL_JSON_NONE) { return PL_OK; }
    const uint32_t repeated = pl_json_member(walk->json, data_node, data->schema->members[0].name);
    const uint32_t errors = error_field(walk->json, object, PL_ERROR_ERRORS);
    if (repeated == PL_JSON_NONE || errors == PL_JSON_NONE) { return PL_OK; }
    bool equal = false;
    const pl_status status =
        pl_json_equal(walk->json, errors, walk->json, repeated, walk->arena, &equal);
    if (status != PL_OK || equal) { return status; }
    return pl_walk_report(walk, rule, rule->severity, repeated, NULL);
}
