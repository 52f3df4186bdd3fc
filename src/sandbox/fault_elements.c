#include <assert.h>
#include <string.h>

#include "sandbox/fault_maker_internal.h"

/* Elements of an array that are not looked at; and the sum over them, reckoned wrongly. */

static const char group_elements[] = "elements";
static const char group_sum[] = "sum";

/* --- elements -------------------------------------------------------------------------------- */

typedef struct element_row {
    const char *name;
    const char *words;
    bool (*looks)(size_t index, size_t count);
} element_row;

static bool at_none(size_t index, size_t count) {
    (void)index;
    (void)count;
    return false;
}
static bool at_first(size_t index, size_t count) {
    (void)count;
    return index == 0;
}
static bool at_last(size_t index, size_t count) {
    return index + 1 == count;
}
static bool not_at_first(size_t index, size_t count) {
    return index > 0 || count == 1;
}
static bool not_at_last(size_t index, size_t count) {
    return index + 1 < count || count == 1;
}
static bool at_both_ends(size_t index, size_t count) {
    return index == 0 || index + 1 == count;
}
static bool if_alone(size_t index, size_t count) {
    (void)index;
    return count == 1;
}

/* clang-format off */
static const element_row element_rows[] = {
    {"none",       "no element is judged",                                 at_none},
    {"first-only", "only the first element is judged",                     at_first},
    {"last-only",  "only the last element is judged",                      at_last},
    {"not-first",  "the first of several elements is not judged",          not_at_first},
    {"not-last",   "the last of several elements is not judged",           not_at_last},
    {"ends-only",  "elements between the first and the last are not judged", at_both_ends},
    {"alone-only", "elements are judged only where there is one",          if_alone},
};
/* clang-format on */

/* Is the element, taken for a document, one that its schema refuses? */
static pl_status is_bad(const pl_walk *walk, uint32_t node, const pl_schema *schema,
                        bool *ret_bad) {
    pl_json json;
    pl_report report;
    bool readable = false;
    const pl_status status = pl_validate_text(schema, pl_json_raw(walk->json, node), walk->context,
                                              walk->arena, &json, &readable, &report);
    if (status == PL_OK) { *ret_bad = readable && pl_report_verdict(&report) == PL_REJECT; }
    return status;
}

static pl_status refuses_element(const pl_walk *walk, uint32_t node, const pl_fault_rule *rule,
                                 bool *ret_refused) {
    const element_row *row = rule->row;
    const pl_json *json = walk->json;
    if (json->nodes[node].kind != PL_JSON_ARRAY) { return PL_OK; }
    const size_t count = pl_json_child_count(json, node);
    size_t index = 0;
    for (uint32_t child = node + 1; child < json->nodes[node].next && !*ret_refused;
         child = json->nodes[child].next) {
        if (row->looks(index++, count)) {
            const pl_status status = is_bad(walk, child, rule->place.schema->items, ret_refused);
            if (status != PL_OK) { return status; }
        }
    }
    return PL_OK;
}

void pl_faults_of_elements(pl_fault_maker *maker, const pl_fault_place *place) {
    for (size_t i = 0; place->schema->items != NULL && i < PL_COUNT(element_rows); i++) {
        const element_row *row = &element_rows[i];
        pl_fault_edit edit;
        if (!pl_fault_edit_make(maker, place, &edit)) { return; }
        edit.target->items = NULL;
        pl_fault_edit_rule(maker, &edit, &(pl_fault_rule){.refuses = refuses_element, .row = row});
        pl_fault_edit_add(maker, &edit, group_elements,
                          pl_arena_printf(maker->arena, "items/%s", row->name), row->words);
    }
}

/* --- sum ------------------------------------------------------------------------------------- */

/* One line of the sum: what it adds, and whether it is left out. */
typedef struct line {
    pl_decimal quantity;
    pl_decimal price;
    size_t index;
    size_t count;
} line;

typedef struct sum_row {
    const char *name;
    const char *words;
    bool (*skips)(const line *item);                  /* NULL: nothing */
    void (*alters)(line *item);                       /* NULL: nothing */
    bool (*agrees)(pl_decimal sum, pl_decimal total); /* NULL: exactly */
} sum_row;

static bool is_discount(const line *item) {
    return item->price.coefficient < 0;
}
static bool is_not_first(const line *item) {
    return item->index > 0;
}
static bool is_last_of_several(const line *item) {
    return item->count > 1 && item->index + 1 == item->count;
}
static bool is_first_of_several(const line *item) {
    return item->count > 1 && item->index == 0;
}
static bool is_between(const line *item) {
    return item->index > 0 && item->index + 1 < item->count;
}

static void counts_once(line *item) {
    item->quantity = pl_decimal_of(1);
}
static void is_absolute(line *item) {
    if (item->price.coefficient < 0) { item->price.coefficient = -item->price.coefficient; }
}
static void is_cut(line *item) {
    pl_decimal price = item->price;
    for (; price.exponent < 0; price.exponent++) { price.coefficient /= 10; }
    /* Amounts above 64 bits keep their fraction: the contract leaves them open. */
    if (price.exponent == 0 && price.coefficient <= INT64_MAX && price.coefficient >= INT64_MIN) {
        item->price = pl_decimal_of((int64_t)price.coefficient);
    }
}

/* Is the distance at most what it is compared with? */
static bool within(pl_decimal left, pl_decimal right, pl_decimal most) {
    pl_decimal apart;
    pl_decimal negated = right;
    negated.coefficient = -negated.coefficient;
    if (pl_decimal_add(left, negated, &apart) != PL_OK) { return false; }
    if (apart.coefficient < 0) { apart.coefficient = -apart.coefficient; }
    return pl_decimal_compare(apart, most) <= 0;
}

static bool to_one(pl_decimal sum, pl_decimal total) {
    return within(sum, total, pl_decimal_of(1));
}
static bool to_cent(pl_decimal sum, pl_decimal total) {
    return within(sum, total, (pl_decimal){.coefficient = 1, .exponent = -2});
}
static bool to_thousand(pl_decimal sum, pl_decimal total) {
    return within(sum, total, pl_decimal_of(1000));
}
static bool at_least(pl_decimal sum, pl_decimal total) {
    return pl_decimal_compare(total, sum) >= 0;
}
static bool at_most(pl_decimal sum, pl_decimal total) {
    return pl_decimal_compare(total, sum) <= 0;
}
static bool always(pl_decimal sum, pl_decimal total) {
    (void)sum;
    (void)total;
    return true;
}

/* clang-format off */
static const sum_row sum_rows[] = {
    {"dropped",           "the total is not compared with the items",            NULL, NULL, always},
    {"to-one",            "the total may be off by one",                         NULL, NULL, to_one},
    {"to-cent",           "the total may be off by a hundredth",                 NULL, NULL, to_cent},
    {"to-thousand",       "the total may be off by a thousand",                  NULL, NULL, to_thousand},
    {"more-passes",       "the total may be more than the items cost",           NULL, NULL, at_least},
    {"less-passes",       "the total may be less than the items cost",           NULL, NULL, at_most},
    {"quantity-ignored",  "every item is reckoned once",                         NULL, counts_once, NULL},
    {"discount-ignored",  "items with a negative price are left out of the sum", is_discount, NULL, NULL},
    {"discount-added",    "items with a negative price are added as if it were positive", NULL, is_absolute, NULL},
    {"fraction-cut",      "prices lose their fraction before they are added",    NULL, is_cut, NULL},
    {"first-only",        "only the first item is reckoned",                     is_not_first, NULL, NULL},
    {"last-ignored",      "the last of several items is left out of the sum",    is_last_of_several, NULL, NULL},
    {"first-ignored",     "the first of several items is left out of the sum",   is_first_of_several, NULL, NULL},
    {"middle-ignored",    "items between the first and the last are left out of the sum", is_between, NULL, NULL},
};
/* clang-format on */

/* The value of a declared number. False: it is none, or not one that can be reckoned with. */
static bool value_of(const pl_json *json, uint32_t object, const pl_member *member,
                     pl_decimal *ret_value) {
    const uint32_t node = pl_json_member(json, object, member->name);
    return node != PL_JSON_NONE && json->nodes[node].kind == PL_JSON_NUMBER &&
           pl_decimal_parse(pl_json_raw(json, node), ret_value) == PL_OK;
}

/* False: what is summed up is not there, ill-typed, or out of range. */
static bool sum_of(const pl_json *json, uint32_t items, const sum_row *row, pl_decimal *ret_sum) {
    const pl_member *members = pl_contract_request.members[PL_REQUEST_ITEMS].schema->items->members;
    pl_decimal sum = pl_decimal_of(0);
    line item = {.index = 0, .count = pl_json_child_count(json, items)};
    for (uint32_t node = items + 1; node < json->nodes[items].next;
         node = json->nodes[node].next, item.index++) {
        pl_decimal product;
        if (!value_of(json, node, &members[PL_ITEM_QUANTITY], &item.quantity) ||
            !value_of(json, node, &members[PL_ITEM_UNIT_PRICE], &item.price)) {
            return false;
        }
        if (row->alters != NULL) { row->alters(&item); }
        if (row->skips != NULL && row->skips(&item)) { continue; }
        if (pl_decimal_multiply(item.quantity, item.price, &product) != PL_OK ||
            pl_decimal_add(sum, product, &sum) != PL_OK) {
            return false;
        }
    }
    *ret_sum = sum;
    return true;
}

static pl_status check_sum(pl_walk *walk, uint32_t object, const pl_rule *rule) {
    const pl_fault_rule *own = (const pl_fault_rule *)(const void *)rule;
    const sum_row *row = own->row;
    const uint32_t items = walk->values[PL_REQUEST_ITEMS];
    pl_decimal sum;
    pl_decimal total;
    if (items == PL_JSON_NONE || walk->json->nodes[items].kind != PL_JSON_ARRAY ||
        !value_of(walk->json, object, &pl_contract_request.members[PL_REQUEST_TOTAL_AMOUNT],
                  &total) ||
        !sum_of(walk->json, items, row, &sum)) {
        return PL_OK;
    }
    const bool agrees =
        row->agrees != NULL ? row->agrees(sum, total) : pl_decimal_equal(sum, total);
    const uint32_t node = walk->values[PL_REQUEST_TOTAL_AMOUNT];
    return agrees ? PL_OK : pl_walk_report(walk, rule, PL_VIOLATION, node, NULL);
}

void pl_faults_of_sum(pl_fault_maker *maker) {
    static const pl_fault_place place = {
        .id = "body", .root = &pl_contract_request, .schema = &pl_contract_request};
    assert(pl_contract_request.rule_count == 1); /* the rule that these rows get wrong */
    for (size_t i = 0; i < PL_COUNT(sum_rows); i++) {
        pl_fault_edit edit;
        if (!pl_fault_edit_make(maker, &place, &edit)) { return; }
        pl_fault_edit_rule(maker, &edit,
                           &(pl_fault_rule){.rule = {.check = check_sum}, .row = &sum_rows[i]});
        pl_fault_edit_add(maker, &edit, group_sum,
                          pl_arena_printf(maker->arena, "%s/%s", pl_contract_request.rules[0].id,
                                          sum_rows[i].name),
                          sum_rows[i].words);
    }
}
