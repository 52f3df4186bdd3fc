#include <assert.h>

#include "text/decimal.h"
#include "json/names_internal.h"

/* Both trees, and where in them. */
typedef struct pair {
    const pl_json *left;
    const pl_json *right;
    pl_arena *arena;
} pair;

static pl_status equal_nodes(const pair *p, uint32_t left, uint32_t right, bool *ret_equal);

static pl_status equal_arrays(const pair *p, uint32_t left, uint32_t right, bool *ret_equal) {
    const uint32_t left_end = p->left->nodes[left].next;
    const uint32_t right_end = p->right->nodes[right].next;
    uint32_t left_child = left + 1;
    uint32_t right_child = right + 1;
    while (left_child < left_end && right_child < right_end) {
        const pl_status status = equal_nodes(p, left_child, right_child, ret_equal);
        if (status != PL_OK || !*ret_equal) { return status; }
        left_child = p->left->nodes[left_child].next;
        right_child = p->right->nodes[right_child].next;
    }
    *ret_equal = left_child == left_end && right_child == right_end;
    return PL_OK;
}

static pl_status equal_objects(const pair *p, uint32_t left, uint32_t right, bool *ret_equal) {
    uint32_t *left_names;
    uint32_t *right_names;
    uint32_t left_count;
    uint32_t right_count;
    pl_status status = pl_json_sorted_names(p->left, left, p->arena, &left_names, &left_count);
    if (status != PL_OK) { return status; }
    status = pl_json_sorted_names(p->right, right, p->arena, &right_names, &right_count);
    if (status != PL_OK) { return status; }
    *ret_equal = left_count == right_count;
    for (uint32_t i = 0; i < left_count && *ret_equal; i++) {
        const bool repeated = i > 0 && pl_json_string_compare(p->left, left_names[i - 1], p->left,
                                                              left_names[i]) == 0;
        *ret_equal = !repeated &&
                     pl_json_string_compare(p->left, left_names[i], p->right, right_names[i]) == 0;
        if (!*ret_equal) { return PL_OK; }
        status = equal_nodes(p, left_names[i] + 1, right_names[i] + 1, ret_equal);
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}

/* Recursion is bounded by PL_JSON_DEPTH_MAX: the reader took both documents. */
static pl_status equal_nodes(const pair *p, uint32_t left, uint32_t right, bool *ret_equal) {
    const pl_json_kind kind = p->left->nodes[left].kind;
    *ret_equal = kind == p->right->nodes[right].kind;
    if (!*ret_equal) { return PL_OK; }
    switch (kind) {
    case PL_JSON_BOOLEAN:
        *ret_equal = pl_json_is_true(p->left, left) == pl_json_is_true(p->right, right);
        return PL_OK;
    case PL_JSON_NUMBER:
        *ret_equal = pl_number_equal(pl_json_raw(p->left, left), pl_json_raw(p->right, right));
        return PL_OK;
    case PL_JSON_STRING:
        *ret_equal = pl_json_string_compare(p->left, left, p->right, right) == 0;
        return PL_OK;
    case PL_JSON_ARRAY:
        return equal_arrays(p, left, right, ret_equal);
    case PL_JSON_OBJECT:
        return equal_objects(p, left, right, ret_equal);
    default:
        assert(kind == PL_JSON_NULL);
        return PL_OK;
    }
}

pl_status pl_json_equal(const pl_json *left, uint32_t left_node, const pl_json *right,
                        uint32_t right_node, pl_arena *arena, bool *ret_equal) {
    assert(left_node < left->count);
    assert(right_node < right->count);
    const pair both = {left, right, arena};
    bool equal = false;
    const pl_status status = equal_nodes(&both, left_node, right_node, &equal);
    if (status == PL_OK) { *ret_equal = equal; }
    return status;
}
