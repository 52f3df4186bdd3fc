/* What one list of values has and another has not. By a hash that equal values share, so that long lists take no longer
 * than short ones for each value. */
#include <assert.h>
#include <stdlib.h>

#include "openapi/diff_schema_internal.h"

enum { DEPTH_MAX = PL_SOURCE_DEPTH_MAX + 1 };

static const uint64_t odd = 0x9E3779B97F4A7C15U;

static uint64_t mix(uint64_t seed, uint64_t value) {
    const uint64_t mixed = (seed ^ value) * odd;
    return mixed ^ (mixed >> 29);
}

/* By code points: however they are escaped. */
static uint64_t hash_string(const pl_json *json, uint32_t node) {
    pl_json_chars chars = {.rest = pl_json_inside(json, node)};
    uint64_t hash = PL_JSON_STRING;
    uint32_t point = 0;
    while (pl_json_chars_next(&chars, &point) != PL_JSON_CHAR_END) { hash = mix(hash, point); }
    return hash;
}

/* By value: however it is written. */
static uint64_t hash_number(const pl_json *json, uint32_t node) {
    pl_decimal value;
    pl_number_shape shape;
    const pl_bytes raw = pl_json_raw(json, node);
    if (pl_decimal_parse(raw, &value) == PL_OK) {
        return mix(mix(PL_JSON_NUMBER, (uint64_t)value.coefficient), (uint64_t)value.exponent);
    }
    const pl_status status = pl_number_scan(raw, &shape);
    assert(status == PL_OK); /* the reader took it */
    return mix(mix(PL_JSON_NUMBER, shape.digit_count), (uint64_t)shape.magnitude);
}

/* Members count in any order. */
static uint64_t hash_value(const pl_json *json, uint32_t node, unsigned depth) {
    const pl_json_node *const own = &json->nodes[node];
    uint64_t hash = own->kind;
    assert(depth <= DEPTH_MAX);
    switch ((pl_json_kind)own->kind) {
    case PL_JSON_STRING:
        return hash_string(json, node);
    case PL_JSON_NUMBER:
        return hash_number(json, node);
    case PL_JSON_BOOLEAN:
        return mix(hash, pl_json_is_true(json, node));
    case PL_JSON_ARRAY:
        for (uint32_t i = node + 1; i < own->next; i = json->nodes[i].next) {
            hash = mix(hash, hash_value(json, i, depth + 1));
        }
        return hash;
    case PL_JSON_OBJECT:
        for (uint32_t i = node + 1; i < own->next; i = json->nodes[i + 1].next) {
            hash += mix(hash_string(json, i), hash_value(json, i + 1, depth + 1));
        }
        return hash;
    default:
        return hash;
    }
}

typedef struct hashed {
    uint64_t hash;
    uint32_t node;
} hashed;

static int by_hash(const void *left, const void *right) {
    const hashed *const a = left;
    const hashed *const b = right;
    return (a->hash > b->hash) - (a->hash < b->hash);
}

/* The elements of a list with their hashes, sorted. NULL when out of memory. */
static const hashed *sort(const pl_json *list, pl_arena *arena, size_t *ret_count) {
    hashed *const made = pl_arena_alloc(arena, ((size_t)list->count + 1) * sizeof *made);
    size_t count = 0;
    for (uint32_t i = 1; made != NULL && i < list->count; i = list->nodes[i].next) {
        made[count++] = (hashed){.hash = hash_value(list, i, 0), .node = i};
    }
    if (made != NULL) { qsort(made, count, sizeof *made, by_hash); }
    *ret_count = count;
    return made;
}

/* The first of the sorted elements whose hash is not smaller. */
static size_t first_at(const hashed *sorted, size_t count, uint64_t hash) {
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (sorted[middle].hash < hash) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

pl_status pl_choices_surplus(const pl_json *list, const pl_json *other, pl_arena *arena,
                             pl_surplus *ret_surplus) {
    size_t count = 0;
    const hashed *const sorted = sort(other, arena, &count);
    pl_surplus found = {
        .list = list, .nodes = pl_arena_alloc(arena, ((size_t)list->count + 1) * sizeof(uint32_t))};
    if (sorted == NULL || found.nodes == NULL) { return PL_E_MEMORY; }
    for (uint32_t i = 1; i < list->count; i = list->nodes[i].next) {
        const uint64_t hash = hash_value(list, i, 0);
        bool equal = false;
        for (size_t k = first_at(sorted, count, hash);
             k < count && sorted[k].hash == hash && !equal; k++) {
            const pl_status status = pl_json_equal(list, i, other, sorted[k].node, arena, &equal);
            if (status != PL_OK) { return status; }
        }
        if (!equal) { found.nodes[found.count++] = i; }
    }
    *ret_surplus = found;
    return PL_OK;
}
