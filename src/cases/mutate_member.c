/* Operators on the children of a container: members of an object, elements of an array. */
#include <assert.h>

#include "cases/mutate_internal.h"

static const pl_json_kind object_kind = PL_JSON_OBJECT;

/* Some container that has children, and how many; PL_TREE_NOWHERE when all are empty. */
static uint32_t some_parent(pl_mutation *mutation, uint32_t *ret_count) {
    const uint32_t node =
        pl_tree_find(mutation->tree, mutation->random, pl_tree_has_children, NULL);
    if (node != PL_TREE_NOWHERE) { *ret_count = pl_json_child_count(&mutation->tree->json, node); }
    return node;
}

static pl_bytes span(const pl_tree *tree, size_t at, size_t end) {
    assert(at <= end && end <= tree->json.text.len);
    return (pl_bytes){tree->json.text.ptr + at, end - at};
}

static pl_bytes child_text(const pl_tree *tree, pl_child child) {
    return span(tree, child.at, child.end);
}

/* --- one more ----------------------------------------------------------------------------------- */

/* A declared member of an object that has a schema, there already or not. */
static const pl_member *some_member(pl_mutation *mutation, const pl_schema *schema) {
    if (schema == NULL || schema->member_count == 0) { return NULL; }
    return &schema->members[pl_random_below(mutation->random, schema->member_count)];
}

/* A value for a member: the good one, or any that the cases hold. */
static pl_bytes some_value(pl_mutation *mutation, const pl_schema *schema) {
    static const pl_bytes empty = PL_BYTES_LIT("{}");
    const pl_pool_place *place = schema != NULL ? pl_pool_find(mutation->mutator, schema) : NULL;
    if (place == NULL) { return empty; }
    const bool good = pl_random_once_in(mutation->random, 2);
    return place->values[good ? 0 : pl_random_below(mutation->random, place->value_count)];
}

/* Under a name that is declared somewhere, if not here; else under one of nobody's. */
static void put_undeclared(pl_mutation *mutation) {
    static const char nobodys[] = "~undeclared";
    const pl_mutator *mutator = mutation->mutator;
    /* Not the whole document: some of its values are no JSON. */
    const size_t below = mutator->place_count > 1;
    const pl_pool_place *place =
        &mutator->places[below + pl_random_below(mutation->random, mutator->place_count - below)];
    const pl_member *member = some_member(mutation, place->schema);
    const char *name = member != NULL ? member->name : nobodys;
    pl_mutation_name(mutation, name, member != NULL ? member->name_len : sizeof nobodys - 1);
    pl_mutation_piece(mutation, some_value(mutation, place->schema));
}

bool pl_mutate_add(pl_mutation *mutation) {
    enum { UNDECLARED_ONCE_IN = 6 };
    const pl_tree *tree = mutation->tree;
    const uint32_t object = pl_tree_find(tree, mutation->random, pl_tree_has_kind, &object_kind);
    if (object == PL_TREE_NOWHERE) { return false; }
    const pl_member *member = some_member(mutation, tree->spots[object].schema);
    pl_mutation_append(mutation, object);
    if (member == NULL || pl_random_once_in(mutation->random, UNDECLARED_ONCE_IN)) {
        put_undeclared(mutation);
        return true;
    }
    /* Twice the same name is what `duplicate` is for. */
    if (pl_json_member(&tree->json, object, member->name) != PL_JSON_NONE) { return false; }
    pl_mutation_name(mutation, member->name, member->name_len);
    pl_mutation_piece(mutation, some_value(mutation, member->schema));
    return true;
}

/* --- one less ----------------------------------------------------------------------------------- */

void pl_mutation_drop(pl_mutation *mutation, uint32_t value) {
    const pl_json_node *nodes = mutation->tree->json.nodes;
    const pl_spot *spot = &mutation->tree->spots[value];
    const uint32_t first = spot->name != PL_JSON_NONE ? spot->name : value;
    size_t at = nodes[first].at;
    size_t end = (size_t)nodes[value].at + nodes[value].len;
    assert(value > spot->parent);                       /* the root is nobody's child */
    if (nodes[value].next < nodes[spot->parent].next) { /* its comma goes with it */
        end = nodes[nodes[value].next].at;
    } else if (first > spot->parent + 1) {
        const uint32_t names = first != value;
        uint32_t before = spot->parent + 1 + names;
        while (nodes[before].next != first) { before = nodes[before].next + names; }
        at = (size_t)nodes[before].at + nodes[before].len;
    }
    mutation->at = at;
    mutation->len = end - at;
}

bool pl_mutate_drop(pl_mutation *mutation) {
    uint32_t count = 0;
    const uint32_t parent = some_parent(mutation, &count);
    if (parent == PL_TREE_NOWHERE) { return false; }
    const uint32_t index = pl_random_below(mutation->random, count);
    pl_mutation_drop(mutation, pl_tree_child(mutation->tree, parent, index).value);
    return true;
}

/* --- the same again, and in another order ------------------------------------------------------- */

bool pl_mutate_duplicate(pl_mutation *mutation) {
    enum { OTHER_VALUE_ONCE_IN = 3 };
    const pl_tree *tree = mutation->tree;
    uint32_t count = 0;
    const uint32_t parent = some_parent(mutation, &count);
    if (parent == PL_TREE_NOWHERE) { return false; }
    const uint32_t index = pl_random_below(mutation->random, count);
    const pl_child child = pl_tree_child(tree, parent, index);
    const pl_spot *spot = &tree->spots[child.value];
    mutation->at = child.end;
    mutation->len = 0;
    pl_mutation_text(mutation, ",");
    if (spot->name != PL_JSON_NONE && pl_random_once_in(mutation->random, OTHER_VALUE_ONCE_IN)) {
        pl_mutation_copy(mutation, tree, spot->name);
        pl_mutation_text(mutation, ":");
        pl_mutation_piece(mutation, some_value(mutation, spot->schema));
        return true;
    }
    pl_mutation_piece(mutation, child_text(tree, child));
    return true;
}

bool pl_mutate_reorder(pl_mutation *mutation) {
    const pl_tree *tree = mutation->tree;
    uint32_t count = 0;
    const uint32_t parent = some_parent(mutation, &count);
    if (parent == PL_TREE_NOWHERE || count < 2) { return false; }
    const uint32_t first = pl_random_below(mutation->random, count - 1);
    const uint32_t second = first + 1 + pl_random_below(mutation->random, count - 1 - first);
    const pl_child left = pl_tree_child(tree, parent, first);
    const pl_child right = pl_tree_child(tree, parent, second);
    mutation->at = left.at;
    mutation->len = right.end - left.at;
    pl_mutation_piece(mutation, child_text(tree, right));
    pl_mutation_piece(mutation, span(tree, left.end, right.at));
    pl_mutation_piece(mutation, child_text(tree, left));
    return true;
}
