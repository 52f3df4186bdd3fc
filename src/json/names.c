#include <assert.h>
#include <string.h>

#include "json/json.h"
#include "json/names_internal.h"

/* Objects up to this size are compared pair by pair: no scratch, and faster than sorting. */
enum { PAIRWISE_COUNT_MAX = 8 };

uint32_t pl_json_child_count(const pl_json *json, uint32_t node) {
    const pl_json_node *parent = &json->nodes[node];
    uint32_t count = 0;
    for (uint32_t child = node + 1; child < parent->next; child = json->nodes[child].next) {
        count++;
    }
    return parent->kind == PL_JSON_OBJECT ? count / 2 : count;
}

uint32_t pl_json_member(const pl_json *json, uint32_t object, const char *name) {
    if (json->nodes[object].kind != PL_JSON_OBJECT) { return PL_JSON_NONE; }
    const pl_bytes wanted = pl_bytes_of(name);
    uint32_t found = PL_JSON_NONE;
    for (uint32_t child = object + 1; child < json->nodes[object].next;
         child = json->nodes[child + 1].next) {
        if (pl_json_string_is(json, child, wanted)) { found = child + 1; }
    }
    return found;
}

/* Order by content, then by place, so that of equal strings the later one stands later. */
static int string_order(const pl_json *json, uint32_t left, uint32_t right) {
    const int order = pl_json_string_compare(json, left, json, right);
    if (order != 0) { return order; }
    return left < right ? -1 : 1;
}

/* Bottom-up merge sort: n log n whatever the strings are, without recursion. */
static void sort_strings(const pl_json *json, uint32_t *nodes, uint32_t *scratch, uint32_t count) {
    for (uint32_t width = 1; width < count; width *= 2) {
        for (uint32_t start = 0; start < count; start += 2 * width) {
            const uint32_t middle = count - start > width ? start + width : count;
            const uint32_t end = count - start > 2 * width ? start + 2 * width : count;
            uint32_t left = start;
            uint32_t right = middle;
            for (uint32_t out = start; out < end; out++) {
                const bool take_left =
                    left < middle &&
                    (right >= end || string_order(json, nodes[left], nodes[right]) < 0);
                scratch[out] = take_left ? nodes[left++] : nodes[right++];
            }
        }
        memcpy(nodes, scratch, count * sizeof *nodes);
    }
}

/* The string children of a container: an object's names, or an array's string elements. */
static uint32_t collect_strings(const pl_json *json, uint32_t container, uint32_t *out) {
    const bool object = json->nodes[container].kind == PL_JSON_OBJECT;
    uint32_t count = 0;
    for (uint32_t child = container + 1; child < json->nodes[container].next;
         child = json->nodes[object ? child + 1 : child].next) {
        if (json->nodes[child].kind == PL_JSON_STRING) { out[count++] = child; }
    }
    return count;
}

pl_status pl_json_sorted_names(const pl_json *json, uint32_t object, pl_arena *arena,
                               uint32_t **ret_names, uint32_t *ret_count) {
    assert(json->nodes[object].kind == PL_JSON_OBJECT);
    const uint32_t cap = pl_json_child_count(json, object);
    uint32_t *names = pl_arena_alloc(arena, 2 * (size_t)cap * sizeof *names);
    if (names == NULL) { return PL_E_MEMORY; }
    const uint32_t count = collect_strings(json, object, names);
    assert(count == cap);
    sort_strings(json, names, names + cap, count);
    *ret_names = names;
    *ret_count = count;
    return PL_OK;
}

/* Strings without escapes tell by their length that they differ. */
static bool same_string(const pl_json *json, uint32_t left, uint32_t right) {
    const pl_json_node *nodes = json->nodes;
    const bool plain = ((nodes[left].marks | nodes[right].marks) & PL_JSON_ESCAPED) == 0;
    if (plain && nodes[left].len != nodes[right].len) { return false; }
    return pl_json_string_compare(json, left, json, right) == 0;
}

/* The first of a few strings that equals an earlier one. */
static uint32_t pairwise_repeated(const pl_json *json, const uint32_t *nodes, uint32_t count) {
    for (uint32_t later = 1; later < count; later++) {
        for (uint32_t earlier = 0; earlier < later; earlier++) {
            if (same_string(json, nodes[earlier], nodes[later])) { return nodes[later]; }
        }
    }
    return PL_JSON_NONE;
}

static uint32_t sorted_repeated(const pl_json *json, const uint32_t *nodes, uint32_t count) {
    uint32_t first = PL_JSON_NONE;
    for (uint32_t i = 1; i < count; i++) {
        const bool repeated = pl_json_string_compare(json, nodes[i - 1], json, nodes[i]) == 0;
        if (repeated && (first == PL_JSON_NONE || nodes[i] < first)) { first = nodes[i]; }
    }
    return first;
}

static pl_status first_repeated(const pl_json *json, uint32_t container, pl_arena *arena,
                                uint32_t *ret_node) {
    const uint32_t cap = pl_json_child_count(json, container);
    *ret_node = PL_JSON_NONE;
    if (cap < 2) { return PL_OK; }
    if (cap <= PAIRWISE_COUNT_MAX) {
        uint32_t few[PAIRWISE_COUNT_MAX];
        *ret_node = pairwise_repeated(json, few, collect_strings(json, container, few));
        return PL_OK;
    }
    const size_t size = 2 * (size_t)cap * sizeof(uint32_t);
    uint32_t *nodes = pl_arena_alloc(arena, size);
    if (nodes == NULL) { return PL_E_MEMORY; }
    const uint32_t count = collect_strings(json, container, nodes);
    sort_strings(json, nodes, nodes + cap, count);
    *ret_node = sorted_repeated(json, nodes, count);
    pl_arena_shrink(arena, nodes, size, 0);
    return PL_OK;
}

pl_status pl_json_duplicate_name(const pl_json *json, uint32_t object, pl_arena *arena,
                                 uint32_t *ret_name_node) {
    assert(json->nodes[object].kind == PL_JSON_OBJECT);
    return first_repeated(json, object, arena, ret_name_node);
}

pl_status pl_json_duplicate_element(const pl_json *json, uint32_t array, pl_arena *arena,
                                    uint32_t *ret_node) {
    assert(json->nodes[array].kind == PL_JSON_ARRAY);
    return first_repeated(json, array, arena, ret_node);
}
