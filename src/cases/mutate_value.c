/* Operators that give one value another. */
#include <assert.h>
#include <string.h>

#include "cases/mutate_internal.h"
#include "text/limits.h"

/* --- either side of a facet --------------------------------------------------------------------- */

/* The declared member of that schema, where it is absent. */
static const pl_member *absent_member(const pl_tree *tree, uint32_t node, const pl_schema *wanted) {
    const pl_schema *schema = tree->spots[node].schema;
    if (schema == NULL || tree->json.nodes[node].kind != PL_JSON_OBJECT) { return NULL; }
    for (size_t i = 0; i < schema->member_count; i++) {
        const pl_member *member = &schema->members[i];
        if (member->schema == wanted &&
            pl_json_member(&tree->json, node, member->name) == PL_JSON_NONE) {
            return member;
        }
    }
    return NULL;
}

static bool could_hold(const pl_tree *tree, uint32_t node, const void *what) {
    const pl_schema *schema = tree->spots[node].schema;
    const bool array = tree->json.nodes[node].kind == PL_JSON_ARRAY;
    if (array && schema != NULL && schema->items == what) { return true; }
    return absent_member(tree, node, what) != NULL;
}

/* The value comes to stand where one of its schema could. */
static bool put_in(pl_mutation *mutation, const pl_schema *schema, pl_bytes value) {
    const pl_tree *tree = mutation->tree;
    const uint32_t holder = pl_tree_find(tree, mutation->random, could_hold, schema);
    if (holder == PL_TREE_NOWHERE) { return false; }
    pl_mutation_append(mutation, holder);
    const pl_member *member = absent_member(tree, holder, schema);
    if (member != NULL) { pl_mutation_name(mutation, member->name, member->name_len); }
    pl_mutation_piece(mutation, value);
    return true;
}

bool pl_mutate_facet(pl_mutation *mutation) {
    enum { ADD_ONCE_IN = 8 };
    pl_random *random = mutation->random;
    const pl_mutator *mutator = mutation->mutator;
    const pl_pool_place *place = &mutator->places[pl_random_below(random, mutator->place_count)];
    const pl_bytes value = place->values[pl_random_below(random, place->value_count)];
    const uint32_t node = pl_tree_find(mutation->tree, random, pl_tree_has_schema, place->schema);
    if (node == PL_TREE_NOWHERE || pl_random_once_in(random, ADD_ONCE_IN)) {
        return put_in(mutation, place->schema, value);
    }
    pl_mutation_replace(mutation, node);
    pl_mutation_piece(mutation, value);
    return true;
}

/* --- another type ------------------------------------------------------------------------------- */

static const struct plain_row {
    pl_json_kind kind;
    const char *text;
} plain_rows[] = {
    {PL_JSON_NULL, "null"},   {PL_JSON_BOOLEAN, "true"}, {PL_JSON_BOOLEAN, "false"},
    {PL_JSON_NUMBER, "0"},    {PL_JSON_NUMBER, "1"},     {PL_JSON_NUMBER, "-1.5"},
    {PL_JSON_STRING, "\"\""}, {PL_JSON_STRING, "\"a\""}, {PL_JSON_STRING, "\"1\""},
    {PL_JSON_ARRAY, "[]"},    {PL_JSON_OBJECT, "{}"},
};

/* May the donor's value stand below so many containers? */
static bool fits_below(const pl_tree *donor, uint32_t node, uint32_t depth) {
    const pl_json_node *nodes = donor->json.nodes;
    uint32_t deepest = nodes[node].depth;
    for (uint32_t i = node; i < nodes[node].next; i++) {
        if (nodes[i].depth > deepest) { deepest = nodes[i].depth; }
    }
    return depth + (deepest - nodes[node].depth) < PL_JSON_DEPTH_MAX;
}

/* The same content as another type, as servers that convert read it. */
static const struct wrap_row {
    const char *before;
    const char *after;
} wrap_rows[] = {{"[", "]"}, {"{\"0\":", "}"}};

static bool wrap(pl_mutation *mutation, uint32_t node) {
    const pl_bytes raw = pl_json_raw(&mutation->tree->json, node);
    pl_number_shape shape;
    const pl_json_kind kind = (pl_json_kind)mutation->tree->json.nodes[node].kind;
    if (kind == PL_JSON_STRING &&
        pl_number_scan(pl_json_inside(&mutation->tree->json, node), &shape) == PL_OK) {
        pl_mutation_piece(mutation, pl_json_inside(&mutation->tree->json, node));
        return true;
    }
    const bool quote = kind <= PL_JSON_NUMBER && pl_random_once_in(mutation->random, 2);
    const struct wrap_row *row = &wrap_rows[pl_random_below(mutation->random, PL_COUNT(wrap_rows))];
    pl_mutation_text(mutation, quote ? "\"" : row->before);
    pl_mutation_piece(mutation, raw);
    pl_mutation_text(mutation, quote ? "\"" : row->after);
    return fits_below(mutation->tree, node, mutation->tree->json.nodes[node].depth + 1U);
}

bool pl_mutate_type(pl_mutation *mutation) {
    enum { WRAP_ONCE_IN = 4 };
    pl_random *random = mutation->random;
    const uint32_t node = pl_tree_value(mutation->tree, random);
    pl_mutation_replace(mutation, node);
    if (pl_random_once_in(random, WRAP_ONCE_IN)) { return wrap(mutation, node); }
    const struct plain_row *row = &plain_rows[pl_random_below(random, PL_COUNT(plain_rows))];
    pl_mutation_text(mutation, row->text);
    return row->kind != mutation->tree->json.nodes[node].kind;
}

bool pl_mutate_null(pl_mutation *mutation) {
    const uint32_t node = pl_tree_value(mutation->tree, mutation->random);
    pl_mutation_replace(mutation, node);
    pl_mutation_text(mutation, "null");
    return mutation->tree->json.nodes[node].kind != PL_JSON_NULL;
}

/* --- from elsewhere ------------------------------------------------------------------------------ */

static uint32_t take_from(const pl_tree *donor, pl_random *random, const pl_schema *schema) {
    enum { ANYTHING_ONCE_IN = 6 };
    uint32_t node = PL_TREE_NOWHERE;
    if (schema != NULL && !pl_random_once_in(random, ANYTHING_ONCE_IN)) {
        node = pl_tree_find(donor, random, pl_tree_has_schema, schema);
    }
    return node != PL_TREE_NOWHERE ? node : pl_tree_value(donor, random);
}

static bool same_bytes(const pl_mutation *mutation, uint32_t from, uint32_t to) {
    return pl_bytes_equal(pl_json_raw(&mutation->donor->json, from),
                          pl_json_raw(&mutation->tree->json, to));
}

bool pl_mutate_splice(pl_mutation *mutation) {
    enum { BESIDE_ONCE_IN = 4 };
    const pl_tree *tree = mutation->tree;
    const pl_tree *donor = mutation->donor;
    pl_random *random = mutation->random;
    const uint32_t to = pl_tree_value(tree, random);
    const uint32_t from = take_from(donor, random, tree->spots[to].schema);
    if (!fits_below(donor, from, tree->json.nodes[to].depth + 1U)) { return false; }
    const pl_json_kind kind = (pl_json_kind)tree->json.nodes[to].kind;
    const uint32_t name = donor->spots[from].name;
    const bool fits = kind == PL_JSON_ARRAY || (kind == PL_JSON_OBJECT && name != PL_JSON_NONE);
    if (!fits || !pl_random_once_in(random, BESIDE_ONCE_IN)) {
        pl_mutation_replace(mutation, to);
        pl_mutation_copy(mutation, donor, from);
        return !same_bytes(mutation, from, to);
    }
    pl_mutation_append(mutation, to);
    if (kind == PL_JSON_OBJECT) {
        pl_mutation_copy(mutation, donor, name);
        pl_mutation_text(mutation, ":");
    }
    pl_mutation_copy(mutation, donor, from);
    return true;
}

/* --- a little more or less ----------------------------------------------------------------------- */

/* value x times + plus. */
static const struct nudge_row {
    pl_decimal times;
    pl_decimal plus;
} nudge_rows[] = {
    {{1, 0}, {1, 0}},  {{1, 0}, {-1, 0}}, {{1, 0}, {1, -2}}, {{1, 0}, {-1, -2}},
    {{-1, 0}, {0, 0}}, {{1, 1}, {0, 0}},  {{1, -1}, {0, 0}}, {{2, 0}, {0, 0}},
};

bool pl_mutate_nudge(pl_mutation *mutation) {
    static const pl_json_kind number = PL_JSON_NUMBER;
    const uint32_t node = pl_tree_find(mutation->tree, mutation->random, pl_tree_has_kind, &number);
    if (node == PL_TREE_NOWHERE) { return false; }
    const struct nudge_row *row =
        &nudge_rows[pl_random_below(mutation->random, PL_COUNT(nudge_rows))];
    pl_decimal value;
    if (pl_decimal_parse(pl_json_raw(&mutation->tree->json, node), &value) != PL_OK ||
        pl_decimal_multiply(value, row->times, &value) != PL_OK ||
        pl_decimal_add(value, row->plus, &value) != PL_OK) {
        return false;
    }
    pl_mutation_replace(mutation, node);
    return pl_mutation_decimal(mutation, value);
}

/* Bytes of a string up to a character of it. */
static size_t boundary(pl_bytes inside, size_t at_least) {
    pl_json_chars chars = {inside};
    uint32_t point = 0;
    while (inside.len - chars.rest.len < at_least &&
           pl_json_chars_next(&chars, &point) != PL_JSON_CHAR_END) {}
    return inside.len - chars.rest.len;
}

bool pl_mutate_stretch(pl_mutation *mutation) {
    static const pl_json_kind string = PL_JSON_STRING;
    const pl_tree *tree = mutation->tree;
    const uint32_t node = pl_tree_find(tree, mutation->random, pl_tree_has_kind, &string);
    if (node == PL_TREE_NOWHERE || tree->json.nodes[node].len == 2) { return false; }
    const pl_bytes inside = pl_json_inside(&tree->json, node);
    const size_t cut = boundary(inside, pl_random_below(mutation->random, inside.len));
    mutation->at = tree->json.nodes[node].at + 1 + cut;
    mutation->len = 0;
    if (pl_random_once_in(mutation->random, 2)) { /* shorter */
        mutation->len = inside.len - cut;
        return cut < inside.len;
    }
    for (uint32_t i = 1 + pl_random_below(mutation->random, PL_PIECE_COUNT_MAX - 1); i > 0; i--) {
        pl_mutation_piece(mutation, inside);
    }
    return true;
}
