/* Where a value stands against the limit of a facet row. */
#include <assert.h>

#include "cases/coverage_internal.h"

enum { FAR = 2 };

/* How far a value lies past its limit: 0 on it, 1 the first one outside. */
typedef int64_t distance_of(const pl_json *json, uint32_t node, const pl_facet *facet);

static int64_t past_max_length(const pl_json *json, uint32_t node, const pl_facet *facet) {
    return (int64_t)pl_json_string_points(json, node) - facet->count;
}

static int64_t below_min_length(const pl_json *json, uint32_t node, const pl_facet *facet) {
    return -past_max_length(json, node, facet);
}

static int64_t past_max_items(const pl_json *json, uint32_t node, const pl_facet *facet) {
    return (int64_t)pl_json_child_count(json, node) - facet->count;
}

static int64_t below_min_items(const pl_json *json, uint32_t node, const pl_facet *facet) {
    return -past_max_items(json, node, facet);
}

static int64_t past_max_decimals(const pl_json *json, uint32_t node, const pl_facet *facet) {
    return pl_number_node_shape(json, node).decimal_count - facet->count;
}

static int64_t past_max_digits(const pl_json *json, uint32_t node, const pl_facet *facet) {
    return (int64_t)pl_number_node_shape(json, node).digit_count - facet->count;
}

static int64_t past_max_magnitude(const pl_json *json, uint32_t node, const pl_facet *facet) {
    const int64_t magnitude = pl_number_node_shape(json, node).magnitude;
    if (magnitude < -FAR - (int64_t)facet->count) { return FAR; } /* it may have saturated */
    return (magnitude < 0 ? -magnitude : magnitude) - facet->count;
}

static int64_t past_max_depth(const pl_json *json, uint32_t node, const pl_facet *facet) {
    const pl_json_node *nodes = json->nodes;
    int64_t deepest = 0;
    for (uint32_t i = node; i < nodes[node].next; i++) {
        const int64_t depth = nodes[i].depth - nodes[node].depth + 1;
        if (nodes[i].kind >= PL_JSON_ARRAY && depth > deepest) { deepest = depth; }
    }
    return deepest - facet->count;
}

static int64_t past_max_bytes(const pl_json *json, uint32_t node, const pl_facet *facet) {
    const size_t len = node == 0 ? json->text.len : json->nodes[node].len;
    return (int64_t)len - facet->count;
}

/* Either end of the length that the pattern asks for. */
static int64_t past_pattern(const pl_json *json, uint32_t node, const pl_facet *facet) {
    const pl_pattern_row *row = pl_pattern_row_of(facet->pattern);
    const int64_t count = pl_json_string_points(json, node);
    const int64_t below = row->count_min - count;
    const int64_t above = count - (int64_t)row->count_max;
    if (below == 0 || above == 0) { return 0; }
    return below == 1 || above == 1 ? 1 : FAR;
}

/* clang-format off */
static distance_of *const distances[PL_KEYWORD_COUNT] = {
    [PL_KEYWORD_MIN_LENGTH] = below_min_length,
    [PL_KEYWORD_MAX_LENGTH] = past_max_length,
    [PL_KEYWORD_PATTERN] = past_pattern,
    [PL_KEYWORD_MIN_ITEMS] = below_min_items,
    [PL_KEYWORD_MAX_ITEMS] = past_max_items,
    [PL_KEYWORD_MAX_DECIMALS] = past_max_decimals,
    [PL_KEYWORD_MAX_DIGITS] = past_max_digits,
    [PL_KEYWORD_MAX_MAGNITUDE] = past_max_magnitude,
    [PL_KEYWORD_MAX_DEPTH] = past_max_depth,
    [PL_KEYWORD_MAX_BYTES] = past_max_bytes,
};
/* clang-format on */

/* Steps from the limit to the last value inside and to the first one outside. */
static const struct bound_row {
    pl_keyword keyword;
    int inside;
    int outside;
} bound_rows[] = {
    {PL_KEYWORD_MINIMUM, 0, -1},
    {PL_KEYWORD_EXCLUSIVE_MINIMUM, 1, 0},
    {PL_KEYWORD_MAXIMUM, 0, 1},
};

static const struct bound_row *bound_row_of(pl_keyword keyword) {
    for (size_t i = 0; i < PL_COUNT(bound_rows); i++) {
        if (bound_rows[i].keyword == keyword) { return &bound_rows[i]; }
    }
    return NULL;
}

unsigned pl_coverage_edges_of(pl_keyword keyword) {
    assert(keyword < PL_KEYWORD_COUNT);
    const bool limited = distances[keyword] != NULL || bound_row_of(keyword) != NULL;
    return limited ? PL_EDGE_INSIDE | PL_EDGE_OUTSIDE : 0;
}

/* The smallest step between two values that the schema does not frown on. */
static pl_decimal step_of(const pl_schema *schema) {
    const pl_facet *decimals = pl_schema_facet(schema, PL_KEYWORD_MAX_DECIMALS, PL_OBSERVATION);
    return (pl_decimal){.coefficient = 1,
                        .exponent = decimals == NULL ? 0 : -(int32_t)decimals->count};
}

void pl_coverage_bounds(const pl_schema *schema, const pl_facet *facet, pl_decimal ret_bounds[2]) {
    const struct bound_row *row = bound_row_of(facet->keyword);
    if (row == NULL) { return; }
    const int steps[2] = {row->inside, row->outside};
    for (size_t i = 0; i < PL_COUNT(steps); i++) {
        pl_decimal step = step_of(schema);
        step.coefficient *= steps[i];
        if (steps[i] == 0) { step = pl_decimal_of(0); }
        const pl_status status = pl_decimal_add(facet->limit, step, &ret_bounds[i]);
        assert(status == PL_OK); /* the tables' limits are small */
        (void)status;
    }
}

unsigned pl_coverage_edge(const pl_coverage_row *row, const pl_json *json, uint32_t node) {
    if (row->edges == 0 || row->facet == NULL) { return 0; }
    if (bound_row_of(row->keyword) != NULL) {
        const pl_bytes lexeme = pl_json_raw(json, node);
        if (pl_number_compare(lexeme, row->bounds[0]) == 0) { return PL_EDGE_INSIDE; }
        return pl_number_compare(lexeme, row->bounds[1]) == 0 ? PL_EDGE_OUTSIDE : 0;
    }
    assert(distances[row->keyword] != NULL);
    switch (distances[row->keyword](json, node, row->facet)) {
    case 0:
        return PL_EDGE_INSIDE;
    case 1:
        return PL_EDGE_OUTSIDE;
    default:
        return 0;
    }
}
