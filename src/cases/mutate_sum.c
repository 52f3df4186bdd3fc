/* Operators that keep what the cross-field rules say of amounts, or bring it back. */
#include <assert.h>

#include "cases/cases_internal.h"
#include "cases/mutate_internal.h"

static bool has_kind(const pl_tree *tree, uint32_t node, pl_json_kind kind) {
    return node != PL_JSON_NONE && tree->json.nodes[node].kind == kind;
}

static uint32_t member_of(const pl_tree *tree, uint32_t object, const pl_member *member) {
    return pl_json_member(&tree->json, object, member->name);
}

/* The value of a number. False: none is there, or it is out of range. */
static bool read_decimal(const pl_tree *tree, uint32_t node, pl_decimal *ret_value) {
    return has_kind(tree, node, PL_JSON_NUMBER) &&
           pl_decimal_parse(pl_json_raw(&tree->json, node), ret_value) == PL_OK;
}

/* The nodes of a line item that are multiplied, and their values. */
typedef struct priced_line {
    uint32_t quantity_node;
    uint32_t price_node;
    pl_decimal quantity;
    pl_decimal price;
} priced_line;

/* Stored items have the same members, under the names of their own table. */
static bool read_line(const pl_tree *tree, uint32_t item, const pl_schema *schema,
                      priced_line *ret_line) {
    priced_line line = {.quantity_node = member_of(tree, item, &schema->members[PL_ITEM_QUANTITY]),
                        .price_node = member_of(tree, item, &schema->members[PL_ITEM_UNIT_PRICE])};
    if (!read_decimal(tree, line.quantity_node, &line.quantity) ||
        !read_decimal(tree, line.price_node, &line.price)) {
        return false;
    }
    *ret_line = line;
    return true;
}

/* --- split -------------------------------------------------------------------------------------- */

static const pl_schema *line_schema(void) {
    return pl_request_member(PL_REQUEST_ITEMS)->schema->items;
}

/* Two values for one: which node they stand in for. */
typedef struct shares {
    uint32_t node;
    pl_decimal parts[2];
} shares;

/* A quantity of two or more, as two quantities. */
static bool share_quantity(pl_mutation *mutation, const priced_line *line, shares *ret_shares) {
    static const pl_decimal large = {1, 9};
    const pl_decimal quantity = line->quantity;
    if (quantity.exponent < 0 || pl_decimal_compare(quantity, pl_decimal_of(2)) < 0 ||
        pl_decimal_compare(quantity, large) > 0) {
        return false;
    }
    const int64_t whole =
        (int64_t)quantity.coefficient * (int64_t)pl_powers_of_ten[quantity.exponent];
    const int64_t first = 1 + (int64_t)pl_random_below(mutation->random, (size_t)whole - 1);
    *ret_shares =
        (shares){line->quantity_node, {pl_decimal_of(first), pl_decimal_of(whole - first)}};
    return true;
}

/* Any price, as two prices. */
static bool share_price(pl_mutation *mutation, const priced_line *line, shares *ret_shares) {
    enum { PART_MAX = 1000, DECIMALS_MAX = 2 };
    const int32_t exponent = -(int32_t)pl_random_below(mutation->random, DECIMALS_MAX + 1);
    const int64_t part = pl_random_below(mutation->random, PART_MAX);
    const pl_decimal unit = {1, exponent};
    pl_decimal first;
    pl_decimal minus;
    pl_decimal second;
    if (pl_decimal_multiply(unit, pl_decimal_of(part), &first) != PL_OK ||
        pl_decimal_multiply(first, pl_decimal_of(-1), &minus) != PL_OK ||
        pl_decimal_add(line->price, minus, &second) != PL_OK) {
        return false;
    }
    *ret_shares = (shares){line->price_node, {first, second}};
    return true;
}

bool pl_mutate_split(pl_mutation *mutation) {
    const pl_tree *tree = mutation->tree;
    const uint32_t item = pl_tree_find(tree, mutation->random, pl_tree_has_schema, line_schema());
    if (item == PL_TREE_NOWHERE || !has_kind(tree, item, PL_JSON_OBJECT)) { return false; }
    priced_line line;
    shares shared;
    if (!read_line(tree, item, line_schema(), &line)) { return false; }
    const bool by_price = pl_random_once_in(mutation->random, 2);
    if ((by_price || !share_quantity(mutation, &line, &shared)) &&
        !share_price(mutation, &line, &shared)) {
        return false;
    }
    const pl_json_node *whole = &tree->json.nodes[item];
    const pl_json_node *part = &tree->json.nodes[shared.node];
    const uint8_t *text = tree->json.text.ptr;
    const pl_bytes before = {text + whole->at, part->at - whole->at};
    const size_t behind = (size_t)part->at + part->len;
    const pl_bytes after = {text + behind, (size_t)whole->at + whole->len - behind};
    pl_mutation_replace(mutation, item);
    for (size_t i = 0; i < PL_COUNT(shared.parts); i++) {
        if (i > 0) { pl_mutation_text(mutation, ","); }
        pl_mutation_piece(mutation, before);
        if (!pl_mutation_decimal(mutation, shared.parts[i])) { return false; }
        pl_mutation_piece(mutation, after);
    }
    return true;
}

/* --- mend --------------------------------------------------------------------------------------- */

static bool add_product(const priced_line *line, pl_decimal *sum) {
    pl_decimal product;
    return pl_decimal_multiply(line->quantity, line->price, &product) == PL_OK &&
           pl_decimal_add(*sum, product, sum) == PL_OK;
}

/* What the items cost. False: not all of them can be reckoned. */
static bool sum_of_items(const pl_tree *tree, uint32_t items, pl_decimal *ret_sum) {
    const pl_json_node *nodes = tree->json.nodes;
    pl_decimal sum = pl_decimal_of(0);
    for (uint32_t item = items + 1; item < nodes[items].next; item = nodes[item].next) {
        priced_line line;
        if (!read_line(tree, item, line_schema(), &line) || !add_product(&line, &sum)) {
            return false;
        }
    }
    *ret_sum = sum;
    return nodes[items].next > items + 1;
}

/* The member gets the value, or is added with it. False: it has it already. */
static bool set_decimal(pl_mutation *mutation, uint32_t object, const pl_member *member,
                        pl_decimal value) {
    const uint32_t node = member_of(mutation->tree, object, member);
    pl_decimal present;
    if (read_decimal(mutation->tree, node, &present) && pl_decimal_equal(present, value)) {
        return false;
    }
    if (node != PL_JSON_NONE) {
        pl_mutation_replace(mutation, node);
    } else {
        pl_mutation_append(mutation, object);
        pl_mutation_name(mutation, member->name, member->name_len);
    }
    return pl_mutation_decimal(mutation, value);
}

static bool mend_request(pl_mutation *mutation, uint32_t request) {
    const uint32_t items = member_of(mutation->tree, request, pl_request_member(PL_REQUEST_ITEMS));
    pl_decimal sum;
    return has_kind(mutation->tree, items, PL_JSON_ARRAY) &&
           sum_of_items(mutation->tree, items, &sum) &&
           set_decimal(mutation, request, pl_request_member(PL_REQUEST_TOTAL_AMOUNT), sum);
}

static const pl_schema *stored_line_schema(void) {
    const pl_schema *line = pl_contract_link.members[PL_LINK_ITEMS].schema->items;
    assert(line->member_count == PL_STORED_ITEM_FIELD_COUNT);
    return line;
}

static bool mend_subtotal(pl_mutation *mutation, uint32_t item) {
    const pl_schema *schema = stored_line_schema();
    pl_decimal product = pl_decimal_of(0);
    priced_line line;
    return read_line(mutation->tree, item, schema, &line) && add_product(&line, &product) &&
           set_decimal(mutation, item, &schema->members[PL_ITEM_SUBTOTAL], product);
}

bool pl_mutate_mend(pl_mutation *mutation) {
    const pl_tree *tree = mutation->tree;
    if (tree->spots[0].schema == &pl_contract_request) { return mend_request(mutation, 0); }
    const uint32_t item =
        pl_tree_find(tree, mutation->random, pl_tree_has_schema, stored_line_schema());
    return item != PL_TREE_NOWHERE && has_kind(tree, item, PL_JSON_OBJECT) &&
           mend_subtotal(mutation, item);
}
