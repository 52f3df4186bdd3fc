#include <assert.h>

#include "cases/mutate_internal.h"

/* What the value of this member is held to. */
static const pl_schema *member_schema(const pl_json *json, const pl_schema *schema, uint32_t name) {
    for (size_t i = 0; i < schema->member_count; i++) {
        const pl_member *member = &schema->members[i];
        if (pl_json_name_is(json, name, member->name, member->name_len)) { return member->schema; }
    }
    return schema->values;
}

static void mark_children(pl_tree *tree, uint32_t container) {
    const pl_json *json = &tree->json;
    const pl_schema *schema = tree->spots[container].schema;
    const bool object = json->nodes[container].kind == PL_JSON_OBJECT;
    const uint32_t end = json->nodes[container].next;
    uint32_t child = container + 1;
    while (child < end) {
        const uint32_t value = object ? child + 1 : child;
        pl_spot spot = {.parent = container, .name = object ? child : PL_JSON_NONE};
        if (object) { tree->spots[child] = (pl_spot){.parent = container, .is_name = true}; }
        if (schema != NULL) {
            spot.schema = object ? member_schema(json, schema, child) : schema->items;
        }
        tree->spots[value] = spot;
        child = json->nodes[value].next;
    }
}

pl_status pl_tree_read(pl_bytes text, const pl_schema *schema, pl_arena *arena, pl_tree *ret_tree) {
    pl_tree tree = {0};
    const pl_status status = pl_json_read(text, arena, &tree.json, NULL);
    if (status != PL_OK) { return status; }
    tree.spots = pl_arena_alloc(arena, tree.json.count * sizeof *tree.spots);
    if (tree.spots == NULL) { return PL_E_MEMORY; }
    tree.spots[0] = (pl_spot){.schema = schema};
    for (uint32_t node = 0; node < tree.json.count;
         node++) { /* a parent stands before its children */
        if (tree.json.nodes[node].kind >= PL_JSON_ARRAY) { mark_children(&tree, node); }
    }
    *ret_tree = tree;
    return PL_OK;
}

pl_child pl_tree_child(const pl_tree *tree, uint32_t container, uint32_t index) {
    const pl_json_node *nodes = tree->json.nodes;
    const bool object = nodes[container].kind == PL_JSON_OBJECT;
    uint32_t child = container + 1;
    for (uint32_t i = 0; i < index; i++) {
        assert(child < nodes[container].next);
        child = nodes[object ? child + 1 : child].next;
    }
    assert(child < nodes[container].next);
    const uint32_t value = object ? child + 1 : child;
    return (pl_child){value, nodes[child].at, (size_t)nodes[value].at + nodes[value].len};
}

/* Down from the root, one step or as many as there are. */
static uint32_t value_on_the_way(const pl_tree *tree, pl_random *random) {
    enum { STOP_ONCE_IN = 4 };
    uint32_t node = 0;
    for (;;) { /* every turn goes deeper */
        const uint32_t count = pl_json_child_count(&tree->json, node);
        if (count == 0 || pl_random_once_in(random, STOP_ONCE_IN)) { return node; }
        node = pl_tree_child(tree, node, pl_random_below(random, count)).value;
    }
}

uint32_t pl_tree_value(const pl_tree *tree, pl_random *random) {
    if (pl_random_once_in(random, 2)) { return value_on_the_way(tree, random); }
    const uint32_t node = pl_random_below(random, tree->json.count);
    return tree->spots[node].is_name ? node + 1 : node;
}

uint32_t pl_tree_find(const pl_tree *tree, pl_random *random, pl_tree_fits fits, const void *what) {
    uint32_t found = PL_TREE_NOWHERE;
    uint32_t seen = 0;
    for (uint32_t node = 0; node < tree->json.count; node++) {
        if (fits(tree, node, what) && pl_random_once_in(random, ++seen)) { found = node; }
    }
    return found;
}

bool pl_tree_has_schema(const pl_tree *tree, uint32_t node, const void *what) {
    return tree->spots[node].schema == what && !tree->spots[node].is_name;
}

bool pl_tree_has_kind(const pl_tree *tree, uint32_t node, const void *what) {
    return tree->json.nodes[node].kind == *(const pl_json_kind *)what;
}

bool pl_tree_has_children(const pl_tree *tree, uint32_t node, const void *what) {
    (void)what;
    return tree->json.nodes[node].next > node + 1;
}
