/* The cross-field rule: the total is the sum of the items. */
#include <assert.h>
#include <string.h>

#include "cases/cases_internal.h"

enum { SUM_LINE_COUNT_MAX = 3 };

/* amounts x the known-good amount + units x a whole part + cents. The part is 1, or 0.01 for a tiny amount. */
typedef struct price {
    int amounts;
    int units;
    int cents;
} price;

typedef struct sum_line {
    const char *quantity; /* NULL: no more lines */
    price price;
} sum_line;

typedef struct sum_row {
    const char *what;
    pl_class klass;
    price total;
    sum_line lines[SUM_LINE_COUNT_MAX];
    const char *why;
} sum_row;

#define WHOLE                                                                                      \
    { 1, 0, 0 }

/* clang-format off */
static const sum_row rows[] = {
    {"one-item", PL_CLASS_ACCEPT, WHOLE, {{"1", {1, 0, 0}}},
     "The total is the price of the one item."},
    {"two-items", PL_CLASS_ACCEPT, WHOLE, {{"1", {1, -1, 0}}, {"1", {0, 1, 0}}},
     "The total is the sum of two items."},
    {"quantities", PL_CLASS_ACCEPT, WHOLE, {{"1", {1, -6, 0}}, {"2", {0, 1, 0}}, {"4", {0, 1, 0}}},
     "Every price counts as often as its quantity says."},
    {"discount", PL_CLASS_ACCEPT, WHOLE, {{"1", {1, 10, 0}}, {"1", {0, -10, 0}}},
     "A negative price is a discount."},
    {"discount-first", PL_CLASS_ACCEPT, WHOLE, {{"1", {0, -10, 0}}, {"1", {1, 10, 0}}},
     "A negative price is a discount, wherever it stands."},
    {"discounts", PL_CLASS_ACCEPT, WHOLE, {{"1", {1, 10, 0}}, {"2", {0, -5, 0}}},
     "A discount counts as often as its quantity says."},
    {"free-item", PL_CLASS_ACCEPT, WHOLE, {{"1", {1, 0, 0}}, {"1", {0, 0, 0}}},
     "The contract sets no least price."},
    {"items-one-more", PL_CLASS_REJECT, WHOLE, {{"1", {1, 0, 100}}},
     "The items cost one more than the total."},
    {"items-one-less", PL_CLASS_REJECT, WHOLE, {{"1", {1, 0, -100}}},
     "The items cost one less than the total."},
    {"items-cent-more", PL_CLASS_REJECT, WHOLE, {{"1", {1, 0, 1}}},
     "The items cost a hundredth more than the total."},
    {"items-cent-less", PL_CLASS_REJECT, WHOLE, {{"1", {1, 0, -1}}},
     "The items cost a hundredth less than the total."},
    {"items-half-more", PL_CLASS_REJECT, WHOLE, {{"1", {1, 0, 50}}},
     "A fraction of a price must not be cut off."},
    {"items-double", PL_CLASS_REJECT, WHOLE, {{"1", {2, 0, 0}}},
     "The items cost twice the total."},
    {"total-negated", PL_CLASS_REJECT, {-1, 0, 0}, {{"1", {1, 0, 0}}},
     "The total is the sum of the items with the other sign."},
    {"total-one-more", PL_CLASS_REJECT, {1, 0, 100}, {{"1", {1, 0, 0}}},
     "The total is one more than the items cost."},
    {"total-one-less", PL_CLASS_REJECT, {1, 0, -100}, {{"1", {1, 0, 0}}},
     "The total is one less than the items cost."},
    {"total-cent-more", PL_CLASS_REJECT, {1, 0, 1}, {{"1", {1, 0, 0}}},
     "The total is a hundredth more than the items cost."},
    {"total-cent-less", PL_CLASS_REJECT, {1, 0, -1}, {{"1", {1, 0, 0}}},
     "The total is a hundredth less than the items cost."},
    {"sign-ignored", PL_CLASS_REJECT, WHOLE, {{"1", {1, -1, 0}}, {"1", {0, -1, 0}}},
     "A discount lowers the sum; it must not raise it."},
    {"discount-ignored", PL_CLASS_REJECT, WHOLE, {{"1", {1, 0, 0}}, {"1", {0, -1, 0}}},
     "A discount counts."},
    {"quantity-ignored", PL_CLASS_REJECT, WHOLE, {{"2", {1, 0, 0}}},
     "Quantities count."},
    {"quantity-of-last", PL_CLASS_REJECT, WHOLE, {{"1", {1, -1, 0}}, {"2", {0, 1, 0}}},
     "Quantities count in every item."},
    {"first-only", PL_CLASS_REJECT, WHOLE, {{"1", {1, 0, 0}}, {"1", {0, 1, 0}}},
     "Every item counts, not only the first."},
    {"last-only", PL_CLASS_REJECT, WHOLE, {{"1", {0, 1, 0}}, {"1", {1, 0, 0}}},
     "Every item counts, not only the last."},
    {"last-ignored", PL_CLASS_REJECT, WHOLE, {{"1", {1, -1, 0}}, {"1", {0, 1, 0}}, {"1", {0, 1, 0}}},
     "Every item counts, the last one too."},
    {"middle-ignored", PL_CLASS_REJECT, WHOLE, {{"1", {1, -2, 0}}, {"1", {0, 1, 0}}, {"1", {0, 2, 0}}},
     "Every item counts, one in the middle too."},
    {"not-in-binary", PL_CLASS_OPEN, {0, 0, 30}, {{"1", {0, 0, 10}}, {"1", {0, 0, 20}}},
     "Equal in decimal, not in binary floating point."},
};
/* clang-format on */

static pl_decimal price_of(const pl_case_kit *kit, price wanted) {
    const pl_decimal one = pl_decimal_of(1);
    const pl_decimal cent = {1, -2};
    const pl_decimal unit = pl_decimal_compare(kit->config->amount, one) > 0 ? one : cent;
    pl_decimal value = pl_decimal_plus(kit->config->amount, wanted.amounts, pl_decimal_of(0));
    value = pl_decimal_plus(unit, wanted.units, value);
    return pl_decimal_plus(cent, wanted.cents, value);
}

static pl_status add_row(pl_case_kit *kit, pl_probe *probe, const sum_row *row) {
    pl_line lines[SUM_LINE_COUNT_MAX];
    size_t count = 0;
    while (count < SUM_LINE_COUNT_MAX && row->lines[count].quantity != NULL) {
        const char *text = pl_kit_decimal(kit, price_of(kit, row->lines[count].price));
        if (text == NULL) { return PL_E_MEMORY; }
        lines[count] = pl_line_of(row->lines[count].quantity, text);
        count++;
    }
    const char *total = pl_kit_decimal(kit, price_of(kit, row->total));
    if (total == NULL) { return PL_E_MEMORY; }
    probe->what = row->what;
    probe->klass = row->klass;
    probe->why = row->why;
    return pl_probe_body(kit, probe,
                         &(pl_body){.lines = lines,
                                    .line_count = count,
                                    .edits = {{probe->place->member->name, total}}});
}

/* Two of one item; the rest in a second one where the amount is odd. */
static pl_status add_pair(pl_case_kit *kit, pl_probe *probe) {
    pl_line lines[PL_PRICED_LINE_COUNT];
    size_t count = 0;
    const pl_status status = pl_kit_priced(kit, pl_decimal_of(2), lines, &count);
    if (status != PL_OK) { return status; }
    probe->what = "quantity-two";
    probe->klass = PL_CLASS_ACCEPT;
    probe->why = "Two of an item cost twice its price.";
    return pl_probe_body(kit, probe, &(pl_body){.lines = lines, .line_count = count});
}

static pl_status add_sums(pl_case_kit *kit, const pl_place *place, const pl_rule *rule) {
    assert(place->schema == &pl_contract_request);
    const pl_member *total = pl_request_member(PL_REQUEST_TOTAL_AMOUNT);
    const pl_place at_total = {.kind = PL_PLACE_MEMBER,
                               .schema = total->schema,
                               .member = total,
                               .id = "sum",
                               .group = "sum of items"};
    pl_probe probe = {.place = &at_total, .keyword = rule->id};
    pl_status status = add_pair(kit, &probe);
    for (size_t i = 0; i < PL_COUNT(rows) && status == PL_OK; i++) {
        status = add_row(kit, &probe, &rows[i]);
    }
    return status;
}

static const struct rule_row {
    const char *id;
    pl_rule_cases add;
} rule_rows[] = {
    {"sumOfItems", add_sums},
};

pl_rule_cases pl_rule_generator(const char *id) {
    for (size_t i = 0; i < PL_COUNT(rule_rows); i++) {
        if (strcmp(rule_rows[i].id, id) == 0) { return rule_rows[i].add; }
    }
    return NULL;
}

pl_status pl_rules_add(pl_case_kit *kit, const pl_place *place) {
    pl_status status = PL_OK;
    for (size_t i = 0; i < place->schema->rule_count && status == PL_OK; i++) {
        const pl_rule *rule = &place->schema->rules[i];
        const pl_rule_cases add = pl_rule_generator(rule->id);
        assert(add != NULL);
        status = add(kit, place, rule);
    }
    return status;
}
