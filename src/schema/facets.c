#include "schema/facets_internal.h"

#include <assert.h>

enum {
    STRINGS = PL_KIND_BIT(PL_JSON_STRING),
    NUMBERS = PL_KIND_BIT(PL_JSON_NUMBER),
    ARRAYS = PL_KIND_BIT(PL_JSON_ARRAY),
    OBJECTS = PL_KIND_BIT(PL_JSON_OBJECT),
    ANY_KIND = PL_KIND_BIT(PL_JSON_KIND_COUNT) - 1
};

/* clang-format off */
const pl_facet_row pl_facet_rows[PL_KEYWORD_COUNT] = {
    [PL_KEYWORD_ENUM] = {pl_check_enum, ANY_KIND, PL_HOLDS_UNKNOWN},
    [PL_KEYWORD_MINIMUM] = {pl_check_minimum, NUMBERS, PL_HOLDS_IF_POSITIVE},
    [PL_KEYWORD_EXCLUSIVE_MINIMUM] = {pl_check_exclusive_minimum, NUMBERS, PL_HOLDS_IF_POSITIVE},
    [PL_KEYWORD_MAXIMUM] = {pl_check_maximum, NUMBERS, PL_HOLDS_IF_FEW_DIGITS},
    [PL_KEYWORD_MIN_LENGTH] = {pl_check_min_length, STRINGS, PL_HOLDS_UNKNOWN},
    [PL_KEYWORD_MAX_LENGTH] = {pl_check_max_length, STRINGS, PL_HOLDS_IF_SHORT},
    [PL_KEYWORD_PATTERN] = {pl_check_pattern, STRINGS, PL_HOLDS_UNKNOWN},
    [PL_KEYWORD_FORMAT] = {pl_check_format, STRINGS, PL_HOLDS_UNKNOWN},
    [PL_KEYWORD_MIN_ITEMS] = {pl_check_min_items, ARRAYS, PL_HOLDS_UNKNOWN},
    [PL_KEYWORD_MAX_ITEMS] = {pl_check_max_items, ARRAYS, PL_HOLDS_UNKNOWN},
    [PL_KEYWORD_UNIQUE_ITEMS] = {pl_check_unique_items, ARRAYS, PL_HOLDS_UNKNOWN},
    [PL_KEYWORD_CATALOG] = {pl_check_catalog, STRINGS, PL_HOLDS_UNKNOWN},
    [PL_KEYWORD_BLANK] = {pl_check_blank, STRINGS, PL_HOLDS_IF_VISIBLE},
    [PL_KEYWORD_PATTERN_DISPUTED] = {pl_check_pattern_disputed, STRINGS, PL_HOLDS_IF_PLAIN},
    [PL_KEYWORD_CONTROL] = {pl_check_control, STRINGS, PL_HOLDS_UNKNOWN},
    [PL_KEYWORD_ASTRAL] = {pl_check_astral, STRINGS, PL_HOLDS_IF_PLAIN},
    [PL_KEYWORD_PAST] = {pl_check_past, STRINGS, PL_HOLDS_UNKNOWN},
    [PL_KEYWORD_INTEGER_SPELLING] = {pl_check_integer_spelling, NUMBERS, PL_HOLDS_IF_PLAIN},
    [PL_KEYWORD_MAX_DECIMALS] = {pl_check_max_decimals, NUMBERS, PL_HOLDS_IF_PLAIN},
    [PL_KEYWORD_MAX_DIGITS] = {pl_check_max_digits, NUMBERS, PL_HOLDS_IF_PLAIN_SHORT},
    [PL_KEYWORD_MAX_MAGNITUDE] = {pl_check_max_magnitude, NUMBERS, PL_HOLDS_IF_PLAIN_SHORT},
    [PL_KEYWORD_MAX_DEPTH] = {pl_check_max_depth, ARRAYS | OBJECTS, PL_HOLDS_IF_SHORT},
    [PL_KEYWORD_MAX_BYTES] = {pl_check_max_bytes, ANY_KIND, PL_HOLDS_UNKNOWN},
    [PL_KEYWORD_URI_SCHEME] = {pl_check_uri_scheme, STRINGS, PL_HOLDS_UNKNOWN},
    [PL_KEYWORD_URI_USERINFO] = {pl_check_uri_userinfo, STRINGS, PL_HOLDS_UNKNOWN},
    [PL_KEYWORD_URI_HOST] = {pl_check_uri_host, STRINGS, PL_HOLDS_UNKNOWN},
    [PL_KEYWORD_URI_PORT] = {pl_check_uri_port, STRINGS, PL_HOLDS_UNKNOWN},
    [PL_KEYWORD_URI_NON_ASCII] = {pl_check_uri_non_ascii, STRINGS, PL_HOLDS_IF_PLAIN},
};
/* clang-format on */

pl_status pl_facets_judge(pl_walk *walk, const pl_schema *schema, uint32_t node, size_t first) {
    const pl_json_node *value = &walk->json->nodes[node];
    pl_instance instance;
    instance.walk = walk;
    instance.schema = schema;
    instance.node = node;
    instance.has_small = false;
    instance.has_uri = false;
    for (size_t i = first; i < schema->facet_count; i++) {
        const pl_facet *facet = &schema->facets[i];
        if (pl_facet_surely_holds(walk->json, value, facet)) { continue; }
        bool broken = false;
        pl_status status = pl_facet_rows[facet->keyword].check(&instance, facet, &broken);
        if (status != PL_OK) { return status; }
        if (!broken) { continue; }
        status = pl_walk_add(walk, &(pl_violation){.keyword = facet->keyword,
                                                   .severity = facet->severity,
                                                   .node = node,
                                                   .schema = schema,
                                                   .facet = facet});
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}

pl_status pl_check_min_items(pl_instance *instance, const pl_facet *facet, bool *ret_broken) {
    const pl_json_node *node = &instance->walk->json->nodes[instance->node];
    /* Every element is a node at least, so few nodes mean few elements: count only then. */
    *ret_broken = node->next - instance->node - 1 < facet->count ||
                  pl_json_child_count(instance->walk->json, instance->node) < facet->count;
    return PL_OK;
}

pl_status pl_check_max_items(pl_instance *instance, const pl_facet *facet, bool *ret_broken) {
    const pl_json_node *node = &instance->walk->json->nodes[instance->node];
    *ret_broken = node->next - instance->node - 1 > facet->count &&
                  pl_json_child_count(instance->walk->json, instance->node) > facet->count;
    return PL_OK;
}

pl_status pl_check_unique_items(pl_instance *instance, const pl_facet *facet, bool *ret_broken) {
    assert(facet->keyword == PL_KEYWORD_UNIQUE_ITEMS);
    uint32_t repeated = PL_JSON_NONE;
    const pl_status status = pl_json_duplicate_element(instance->walk->json, instance->node,
                                                       instance->walk->arena, &repeated);
    *ret_broken = status == PL_OK && repeated != PL_JSON_NONE;
    return status;
}

pl_status pl_check_max_depth(pl_instance *instance, const pl_facet *facet, bool *ret_broken) {
    const pl_json_node *nodes = instance->walk->json->nodes;
    const pl_json_node *top = &nodes[instance->node];
    *ret_broken = false;
    if (top->len <= 2 * facet->count) { return PL_OK; } /* too short to nest that deep */
    for (uint32_t i = instance->node + 1; i < top->next && !*ret_broken; i++) {
        const bool container = nodes[i].kind >= PL_JSON_ARRAY;
        *ret_broken = container && (uint32_t)(nodes[i].depth - top->depth) + 1 > facet->count;
    }
    return PL_OK;
}

pl_status pl_check_max_bytes(pl_instance *instance, const pl_facet *facet, bool *ret_broken) {
    const pl_json *json = instance->walk->json;
    /* The whole document counts with what stands around it: that is what is sent. */
    const size_t len = instance->node == 0 ? json->text.len : json->nodes[instance->node].len;
    *ret_broken = len > facet->count;
    return PL_OK;
}
