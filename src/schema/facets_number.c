#include <assert.h>

#include "schema/facets_internal.h"
#include "text/binary64.h"

/* Lexemes of digits only and no longer than this pass every "how it is written" facet unseen; and the largest power of
 * ten that a signed word holds. */
enum { SMALL_LEN_MAX = 15, POWER_MAX = 18 };

static bool is_plain(const pl_json *json, uint32_t node) {
    return (json->nodes[node].marks & PL_JSON_FRACTIONAL) == 0;
}

static bool is_small(const pl_json *json, uint32_t node) {
    return is_plain(json, node) && json->nodes[node].len <= SMALL_LEN_MAX;
}

static int64_t small_value(pl_bytes lexeme) {
    assert(lexeme.len <= SMALL_LEN_MAX);
    const bool negative = lexeme.ptr[0] == '-';
    int64_t value = 0;
    for (size_t i = negative ? 1 : 0; i < lexeme.len; i++) {
        value = value * 10 + (lexeme.ptr[i] - '0');
    }
    return negative ? -value : value;
}

pl_number_shape pl_number_node_shape(const pl_json *json, uint32_t node) {
    pl_number_shape shape = {0};
    const pl_status status = pl_number_scan(pl_json_raw(json, node), &shape);
    assert(status == PL_OK); /* the reader took the lexeme */
    (void)status;
    return shape;
}

bool pl_number_fraction_is_zero(const pl_json *json, uint32_t node) {
    return pl_number_node_shape(json, node).integer;
}

bool pl_number_node_is_fine(const pl_json *json, uint32_t node) {
    return pl_number_node_shape(json, node).digit_count > PL_BINARY64_DIGITS_MAX;
}

/* Order of the instance and a bound: -1, 0 or 1. */
static int order(pl_instance *instance, pl_decimal bound) {
    const pl_json *json = instance->walk->json;
    const pl_bytes lexeme = pl_json_raw(json, instance->node);
    if (!instance->has_small && is_small(json, instance->node)) {
        instance->small = small_value(lexeme);
        instance->has_small = true;
    }
    const bool simple = instance->has_small && bound.exponent >= 0 && bound.exponent <= POWER_MAX &&
                        bound.coefficient < INT64_MAX && bound.coefficient > INT64_MIN;
    if (!simple) { return pl_number_compare(lexeme, bound); }
    const pl_int128 limit = bound.coefficient * (int64_t)pl_powers_of_ten[bound.exponent];
    return (instance->small > limit) - (instance->small < limit);
}

pl_status pl_check_minimum(pl_instance *instance, const pl_facet *facet, bool *ret_broken) {
    *ret_broken = order(instance, facet->limit) < 0;
    return PL_OK;
}

pl_status pl_check_exclusive_minimum(pl_instance *instance, const pl_facet *facet,
                                     bool *ret_broken) {
    *ret_broken = order(instance, facet->limit) <= 0;
    return PL_OK;
}

pl_status pl_check_maximum(pl_instance *instance, const pl_facet *facet, bool *ret_broken) {
    *ret_broken = order(instance, facet->limit) > 0;
    return PL_OK;
}

pl_status pl_check_exclusive_maximum(pl_instance *instance, const pl_facet *facet,
                                     bool *ret_broken) {
    *ret_broken = order(instance, facet->limit) >= 0;
    return PL_OK;
}

/* Whether the instance is a whole number of times the limit; *ret_sure false: the numbers are too large to tell. */
static bool is_multiple(pl_decimal value, pl_decimal limit, bool *ret_sure) {
    const pl_int128 word_max = (pl_int128)1 << 120;
    assert(limit.coefficient > 0);
    *ret_sure = true;
    pl_int128 rest = value.coefficient % limit.coefficient;
    pl_int128 unit = limit.coefficient;
    /* value / limit = coefficients' quotient x 10^(exponents' difference); zero rests end it early. */
    int64_t shift = (int64_t)value.exponent - limit.exponent;
    for (; shift > 0 && rest != 0; shift--) {
        if (rest > word_max / 10 || rest < -(word_max / 10)) {
            *ret_sure = false;
            return true;
        }
        rest = rest * 10 % unit;
    }
    for (; shift < 0; shift++) {
        if (unit > word_max / 10) { /* the value is smaller than the unit, or out of reach */
            *ret_sure = value.coefficient <= word_max && value.coefficient >= -word_max;
            return value.coefficient == 0;
        }
        unit *= 10;
        rest = value.coefficient % unit;
    }
    return rest == 0;
}

pl_status pl_check_multiple_of(pl_instance *instance, const pl_facet *facet, bool *ret_broken) {
    const pl_bytes lexeme = pl_json_raw(instance->walk->json, instance->node);
    pl_decimal value;
    *ret_broken = false;
    /* What lies outside of the declared range is not judged. */
    if (pl_decimal_parse(lexeme, &value) != PL_OK) { return PL_OK; }
    bool sure = true;
    *ret_broken = !is_multiple(value, facet->limit, &sure) && sure;
    return PL_OK;
}

pl_status pl_check_integer_spelling(pl_instance *instance, const pl_facet *facet,
                                    bool *ret_broken) {
    assert(facet->keyword == PL_KEYWORD_INTEGER_SPELLING);
    *ret_broken = !is_plain(instance->walk->json, instance->node);
    return PL_OK;
}

/* Written with a point, no exponent and at most this many digits behind the point, as amounts are. */
static bool is_short_fraction(const pl_json *json, uint32_t node, uint32_t decimal_count_max) {
    const pl_bytes lexeme = pl_json_raw(json, node);
    size_t at = lexeme.len - 1;
    while (lexeme.ptr[at] >= '0' && lexeme.ptr[at] <= '9' && at > 0) { at--; }
    return lexeme.ptr[at] == '.' && lexeme.len - 1 - at <= decimal_count_max;
}

pl_status pl_check_max_decimals(pl_instance *instance, const pl_facet *facet, bool *ret_broken) {
    const pl_json *json = instance->walk->json;
    *ret_broken = !is_plain(json, instance->node) &&
                  !is_short_fraction(json, instance->node, facet->count) &&
                  pl_number_node_shape(json, instance->node).decimal_count > facet->count;
    return PL_OK;
}

pl_status pl_check_max_digits(pl_instance *instance, const pl_facet *facet, bool *ret_broken) {
    const pl_json *json = instance->walk->json;
    *ret_broken = instance->value->len > facet->count &&
                  pl_number_node_shape(json, instance->node).digit_count > facet->count;
    return PL_OK;
}

pl_status pl_check_max_magnitude(pl_instance *instance, const pl_facet *facet, bool *ret_broken) {
    const pl_json *json = instance->walk->json;
    *ret_broken = false;
    const bool unscaled =
        is_plain(json, instance->node) || is_short_fraction(json, instance->node, facet->count);
    if (unscaled && instance->value->len <= facet->count) { return PL_OK; }
    const int64_t magnitude = pl_number_node_shape(json, instance->node).magnitude;
    *ret_broken = magnitude > (int64_t)facet->count || magnitude < -(int64_t)facet->count;
    return PL_OK;
}
