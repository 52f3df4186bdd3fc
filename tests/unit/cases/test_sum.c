#include "cases_test.h"

/* A line item as a broken server reads it. */
typedef struct read_line {
    pl_decimal quantity;
    pl_decimal price;
    size_t index;
    size_t count;
} read_line;

static const pl_decimal zero = {0, 0};

static pl_decimal product(pl_decimal left, pl_decimal right) {
    pl_decimal value = zero;
    cr_assert_eq(pl_decimal_multiply(left, right, &value), PL_OK);
    return value;
}

static pl_decimal right_worth(const read_line *line) {
    return product(line->quantity, line->price);
}

static pl_decimal without_sign(const read_line *line) {
    const bool negative = pl_decimal_compare(line->price, zero) < 0;
    return product(right_worth(line), pl_decimal_of(negative ? -1 : 1));
}

static pl_decimal without_discounts(const read_line *line) {
    return pl_decimal_compare(line->price, zero) < 0 ? zero : right_worth(line);
}

static pl_decimal without_quantity(const read_line *line) {
    return line->price;
}

static pl_decimal only_first(const read_line *line) {
    return line->index == 0 ? right_worth(line) : zero;
}

static pl_decimal only_last(const read_line *line) {
    return line->index + 1 == line->count ? right_worth(line) : zero;
}

static pl_decimal all_but_last(const read_line *line) {
    return line->index + 1 < line->count ? right_worth(line) : zero;
}

static pl_decimal all_but_middle(const read_line *line) {
    return line->index != 1 ? right_worth(line) : zero;
}

/* Each broken server must be taken in by its case: its sum is the total, the right one is not. */
static const struct broken_row {
    const char *id;
    pl_decimal (*worth)(const read_line *line);
} broken_rows[] = {
    {"sum/sumOfItems/sign-ignored", without_sign},
    {"sum/sumOfItems/discount-ignored", without_discounts},
    {"sum/sumOfItems/quantity-ignored", without_quantity},
    {"sum/sumOfItems/quantity-of-last", without_quantity},
    {"sum/sumOfItems/first-only", only_first},
    {"sum/sumOfItems/last-only", only_last},
    {"sum/sumOfItems/last-ignored", all_but_last},
    {"sum/sumOfItems/middle-ignored", all_but_middle},
};

static pl_decimal number_of(const pl_json *json, uint32_t object, const pl_member *member) {
    pl_decimal value = zero;
    const uint32_t node = pl_json_member(json, object, member->name);
    cr_assert_neq(node, PL_JSON_NONE, "%s", member->name);
    cr_assert_eq(pl_decimal_parse(pl_json_raw(json, node), &value), PL_OK, "%s", member->name);
    return value;
}

static pl_decimal sum_of(const pl_json *json, pl_decimal (*worth)(const read_line *line)) {
    const uint32_t items = pl_json_member(json, 0, pl_request_member(PL_REQUEST_ITEMS)->name);
    read_line line = {.index = 0, .count = pl_json_child_count(json, items)};
    pl_decimal sum = zero;
    for (uint32_t item = items + 1; item < json->nodes[items].next;
         item = json->nodes[item].next, line.index++) {
        line.quantity = number_of(json, item, pl_item_member(PL_ITEM_QUANTITY));
        line.price = number_of(json, item, pl_item_member(PL_ITEM_UNIT_PRICE));
        cr_assert_eq(pl_decimal_add(sum, worth(&line), &sum), PL_OK);
    }
    return sum;
}

Test(cases_sum, broken_sums_are_taken_in, .timeout = 30) {
    static const char *const amounts[] = {"150000", "1", "3", "99999.99"};
    for (size_t k = 0; k < PL_COUNT(amounts); k++) {
        pl_arena arena;
        pl_arena_init(&arena);
        pl_case_config config = ct_config();
        cr_assert_eq(pl_decimal_parse(pl_bytes_of(amounts[k]), &config.amount), PL_OK);
        const pl_case_set set = ct_set_of(&config, &arena);
        for (size_t i = 0; i < PL_COUNT(broken_rows); i++) {
            const struct broken_row *row = &broken_rows[i];
            const pl_case *test = ct_find(&set, row->id);
            pl_json json;
            pl_report report;
            cr_assert(ct_judge(&config, test->body, &arena, &json, &report), "%s", row->id);
            const pl_decimal total =
                number_of(&json, 0, pl_request_member(PL_REQUEST_TOTAL_AMOUNT));
            cr_expect(pl_decimal_equal(total, config.amount), "%s: total", row->id);
            cr_expect(pl_decimal_equal(total, sum_of(&json, row->worth)), "%s %s: broken sum",
                      row->id, amounts[k]);
            cr_expect_not(pl_decimal_equal(total, sum_of(&json, right_worth)), "%s %s: right sum",
                          row->id, amounts[k]);
        }
        pl_arena_done(&arena);
    }
}

Test(cases_sum, every_rule_of_the_request_has_its_cases, .timeout = 5) {
    cr_assert_gt(pl_contract_request.rule_count, 0);
    for (size_t i = 0; i < pl_contract_request.rule_count; i++) {
        cr_expect_not_null(pl_rule_generator(pl_contract_request.rules[i].id), "%s",
                           pl_contract_request.rules[i].id);
    }
    cr_expect_null(pl_rule_generator("noSuchRule"));
}

Test(cases_sum, priced_lines, .timeout = 5) {
    static const struct {
        const char *name;
        const char *amount;
        int64_t quantity;
        size_t count;
        const char *price;
        const char *rest; /* of the second line */
    } rows[] = {
        {"divides", "150000", 2, 1, "75000", NULL},
        {"divides-into-cents", "150000", 1000000, 1, "0.15", NULL},
        {"odd", "3", 2, 1, "1.5", NULL},
        {"cents-left", "99999.99", 2, 2, "1", "99997.99"},
        {"too-many", "10", 1000000, 2, "0", "10"},
    };
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        pl_arena arena;
        pl_arena_init(&arena);
        pl_case_config config = ct_config();
        cr_assert_eq(pl_decimal_parse(pl_bytes_of(rows[i].amount), &config.amount), PL_OK);
        pl_case_kit kit = ct_kit(&config, &arena);
        pl_line lines[PL_PRICED_LINE_COUNT];
        size_t count = 0;
        cr_assert_eq(pl_kit_priced(&kit, pl_decimal_of(rows[i].quantity), lines, &count), PL_OK);
        cr_assert_eq(count, rows[i].count, "%s: count", rows[i].name);
        cr_expect_str_eq(lines[0].values[PL_ITEM_UNIT_PRICE], rows[i].price, "%s", rows[i].name);
        if (count > 1) {
            cr_expect_str_eq(lines[1].values[PL_ITEM_UNIT_PRICE], rows[i].rest, "%s", rows[i].name);
        }
        pl_arena_done(&arena);
    }
}

/* The total of this case is not the amount, as the others' are. */
Test(cases_sum, the_total_has_the_other_sign, .timeout = 30) {
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_case_config config = ct_config();
    const pl_case_set set = ct_set(&arena);
    const pl_case *test = ct_find(&set, "sum/sumOfItems/total-negated");
    pl_json json;
    pl_report report;
    cr_assert(ct_judge(&config, test->body, &arena, &json, &report));
    const pl_decimal total = number_of(&json, 0, pl_request_member(PL_REQUEST_TOTAL_AMOUNT));
    cr_expect(pl_decimal_equal(total, product(config.amount, pl_decimal_of(-1))));
    cr_expect(pl_decimal_equal(sum_of(&json, right_worth), config.amount));
    cr_expect_eq(test->klass, PL_CLASS_REJECT);
    pl_arena_done(&arena);
}
