#include "mutate_test.h"

static const pl_schema *request_schema(pl_request_field field) {
    return pl_request_member(field)->schema;
}

Test(cases_mutate_tree, every_value_knows_its_schema, .timeout = 30) {
    pl_arena arena = {0};
    const pl_mutator *mutator = mt_mutator(&pl_contract_request, &arena);
    const pl_tree tree = mt_tree(mutator, pl_bytes_of(MT_REQUEST), &arena);
    const struct {
        const char *pointer;
        const pl_schema *schema;
        const char *parent;
    } rows[] = {
        {"", &pl_contract_request, ""},
        {"/title", request_schema(PL_REQUEST_TITLE), ""},
        {"/items", request_schema(PL_REQUEST_ITEMS), ""},
        {"/items/0", request_schema(PL_REQUEST_ITEMS)->items, "/items"},
        {"/items/1", request_schema(PL_REQUEST_ITEMS)->items, "/items"},
        {"/items/1/quantity", pl_item_member(PL_ITEM_QUANTITY)->schema, "/items/1"},
        {"/optional_metadata", request_schema(PL_REQUEST_METADATA), ""},
        {"/optional_metadata/k", NULL, "/optional_metadata"},
        {"/optional_metadata/k/1", NULL, "/optional_metadata/k"},
    };
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        uint32_t node = 0;
        uint32_t parent = 0;
        cr_assert_eq(pl_json_resolve(&tree.json, pl_bytes_of(rows[i].pointer), &node), PL_OK);
        cr_assert_eq(pl_json_resolve(&tree.json, pl_bytes_of(rows[i].parent), &parent), PL_OK);
        const pl_spot *spot = &tree.spots[node];
        cr_expect_eq(spot->schema, rows[i].schema, "%s: schema", rows[i].pointer);
        cr_expect_eq(spot->parent, parent, "%s: parent", rows[i].pointer);
        cr_expect_not(spot->is_name, "%s: name", rows[i].pointer);
        const bool member = node > 0 && tree.json.nodes[parent].kind == PL_JSON_OBJECT;
        cr_expect_eq(spot->name, member ? node - 1 : PL_JSON_NONE, "%s: name", rows[i].pointer);
        if (member) { cr_expect(tree.spots[node - 1].is_name, "%s", rows[i].pointer); }
    }
    pl_arena_done(&arena);
}

Test(cases_mutate_tree, undeclared_members_have_the_schema_for_them, .timeout = 30) {
    pl_arena arena = {0};
    const pl_contract_answer *answer = pl_contract_answer_of(422);
    const pl_mutator *mutator = mt_mutator(answer->schema, &arena);
    const pl_tree tree =
        mt_tree(mutator, pl_bytes_of("{\"error\":{\"errors\":{\"title\":[\"x\"]}}}"), &arena);
    uint32_t node = 0;
    cr_assert_eq(pl_json_resolve(&tree.json, pl_bytes_of("/error/errors/title"), &node), PL_OK);
    cr_assert_not_null(tree.spots[node].schema);
    cr_expect_eq(tree.spots[node].schema->types, PL_TYPE_ARRAY);
    pl_arena_done(&arena);
}

Test(cases_mutate_tree, children_by_index, .timeout = 30) {
    pl_arena arena = {0};
    const pl_mutator *mutator = mt_mutator(&pl_contract_grant, &arena);
    const char text[] = "{\"a\" : [1, 22 ,{}] , \"b\":null}";
    const pl_tree tree = mt_tree(mutator, pl_bytes_of(text), &arena);
    const struct {
        uint32_t container;
        uint32_t index;
        const char *span;
    } rows[] = {
        {0, 0, "\"a\" : [1, 22 ,{}]"},
        {0, 1, "\"b\":null"},
        {2, 0, "1"},
        {2, 1, "22"},
        {2, 2, "{}"},
    };
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        const pl_child child = pl_tree_child(&tree, rows[i].container, rows[i].index);
        cr_expect(pl_bytes_equal((pl_bytes){(const uint8_t *)text + child.at, child.end - child.at},
                                 pl_bytes_of(rows[i].span)),
                  "%s", rows[i].span);
    }
    pl_arena_done(&arena);
}

Test(cases_mutate_tree, every_value_is_drawn_and_no_name, .timeout = 30) {
    enum { DRAW_COUNT = 5000, NODE_COUNT_MAX = 64 };
    static const pl_json_kind number = PL_JSON_NUMBER;
    pl_arena arena = {0};
    const pl_mutator *mutator = mt_mutator(&pl_contract_request, &arena);
    const pl_tree tree = mt_tree(mutator, pl_bytes_of(MT_REQUEST), &arena);
    bool drawn[NODE_COUNT_MAX] = {false};
    bool found[NODE_COUNT_MAX] = {false};
    pl_random random = {1};
    cr_assert_leq(tree.json.count, NODE_COUNT_MAX);
    for (int i = 0; i < DRAW_COUNT; i++) {
        drawn[pl_tree_value(&tree, &random)] = true;
        found[pl_tree_find(&tree, &random, pl_tree_has_kind, &number)] = true;
    }
    for (uint32_t i = 0; i < tree.json.count; i++) {
        cr_expect_eq(drawn[i], !tree.spots[i].is_name, "node %u", i);
        cr_expect_eq(found[i], tree.json.nodes[i].kind == PL_JSON_NUMBER, "node %u", i);
    }
    cr_expect_eq(pl_tree_find(&tree, &random, pl_tree_has_schema, &pl_contract_grant),
                 PL_TREE_NOWHERE);
    pl_arena_done(&arena);
}
