/* Facets of numbers, from both sides. */
#include <assert.h>
#include <string.h>

#include "cases/cases_internal.h"

static bool is_price(const pl_place *place) {
    return pl_place_is(place, pl_item_member(PL_ITEM_UNIT_PRICE));
}

/* 10 to the power, by the exact arithmetic: {1, power} is canonical. */
static pl_decimal power_of_ten(int32_t power) {
    return (pl_decimal){1, power};
}

/* --- a quantity and its price ----------------------------------------------------------------- */

enum { CENTS_POWER = 2 };

/* The amount in hundredths, when it has no more than two decimals. */
static bool amount_in_cents(const pl_case_kit *kit, int64_t *ret_cents) {
    const pl_decimal amount = kit->config->amount;
    if (amount.exponent < -CENTS_POWER) { return false; }
    pl_int128 cents = amount.coefficient;
    for (int32_t i = -CENTS_POWER; i < amount.exponent; i++) { cents *= 10; }
    assert(cents > 0 && cents < INT64_MAX); /* the kit bounds the amount */
    *ret_cents = (int64_t)cents;
    return true;
}

pl_status pl_kit_priced(pl_case_kit *kit, pl_decimal quantity,
                        pl_line ret_lines[PL_PRICED_LINE_COUNT], size_t *ret_count) {
    assert(quantity.exponent >= 0 && quantity.exponent < 10 && quantity.coefficient > 0);
    pl_int128 times = quantity.coefficient;
    for (int32_t i = 0; i < quantity.exponent; i++) { times *= 10; }
    assert(times < INT32_MAX);
    int64_t cents = 0;
    const bool one = amount_in_cents(kit, &cents) && cents % (int64_t)times == 0;
    /* Else a free item beside one of the amount, where a price of 1 would leave a debt. */
    const bool cheap = pl_decimal_compare(quantity, kit->config->amount) < 0;
    pl_decimal price = pl_decimal_of(cheap ? 1 : 0);
    const pl_decimal rest = pl_kit_amount(kit, -(int64_t)times, price);
    if (one) {
        const pl_status status = pl_decimal_multiply(pl_decimal_of(cents / (int64_t)times),
                                                     power_of_ten(-CENTS_POWER), &price);
        assert(status == PL_OK);
        (void)status;
    }
    const char *texts[] = {pl_kit_decimal(kit, quantity), pl_kit_decimal(kit, price),
                           pl_kit_decimal(kit, rest)};
    if (texts[0] == NULL || texts[1] == NULL || texts[2] == NULL) { return PL_E_MEMORY; }
    ret_lines[0] = pl_line_of(texts[0], texts[1]);
    ret_lines[1] = pl_line_of("1", texts[2]);
    *ret_count = one ? 1 : PL_PRICED_LINE_COUNT;
    return PL_OK;
}

/* The limit itself is allowed. */
static pl_status add_at_limit(pl_case_kit *kit, const pl_place *place, const pl_facet *facet) {
    /* A total other than the known-good one may be refused for the merchant's limits. */
    if (pl_place_is(place, pl_request_member(PL_REQUEST_TOTAL_AMOUNT))) { return PL_OK; }
    pl_probe probe = {0};
    pl_status status = pl_facet_probe(kit, place, facet, true, &probe);
    if (status != PL_OK) { return status; }
    probe.what = "at";
    probe.why = "The limit itself is allowed.";
    if (pl_place_is(place, pl_item_member(PL_ITEM_QUANTITY))) {
        pl_line lines[PL_PRICED_LINE_COUNT];
        size_t count = 0;
        status = pl_kit_priced(kit, facet->limit, lines, &count);
        if (status != PL_OK) { return status; }
        return pl_probe_body(kit, &probe, &(pl_body){.lines = lines, .line_count = count});
    }
    const char *value = pl_kit_decimal(kit, facet->limit);
    return value != NULL ? pl_probe_value(kit, &probe, value) : PL_E_MEMORY;
}

pl_status pl_number_minimum(pl_case_kit *kit, const pl_place *place, const pl_facet *facet) {
    pl_status status = add_at_limit(kit, place, facet);
    if (status != PL_OK) { return status; }
    const pl_decimal below = pl_decimal_plus(facet->limit, 1, pl_decimal_of(-1));
    const pl_decimal negative = pl_decimal_plus(facet->limit, -1, pl_decimal_of(0));
    const pl_value_row rows[] = {
        {"below", pl_kit_decimal(kit, below), "The value just below the minimum is forbidden."},
        {"negative", pl_kit_decimal(kit, negative), "A value below the minimum is forbidden."},
    };
    const bool differ = pl_decimal_compare(negative, below) < 0;
    status = pl_facet_values(kit, place, facet, false, rows, differ ? PL_COUNT(rows) : 1);
    if (status != PL_OK || pl_decimal_compare(facet->limit, pl_decimal_of(0)) <= 0) {
        return status;
    }
    pl_probe probe = {0};
    status = pl_facet_probe(kit, place, facet, false, &probe);
    if (status != PL_OK) { return status; }
    probe.what = "negative-zero";
    if (probe.why == NULL) { probe.why = "Zero is below the minimum, with any sign."; }
    return pl_probe_value(kit, &probe, "-0");
}

pl_status pl_number_exclusive_minimum(pl_case_kit *kit, const pl_place *place,
                                      const pl_facet *facet) {
    const pl_decimal below = pl_decimal_plus(kit->config->amount, -1, facet->limit);
    const pl_value_row rows[] = {
        {"at", pl_kit_decimal(kit, facet->limit), "The value must lie above the limit."},
        {"below", pl_kit_decimal(kit, below), "The value must lie above the limit."},
    };
    return pl_facet_values(kit, place, facet, false, rows, PL_COUNT(rows));
}

/* One more than 2^32 and 2^64: 1 for a server that keeps the low bits. Where only a gap begins above the limit there
 * is nothing to tell. */
static pl_status add_wrapping(pl_case_kit *kit, const pl_place *place, const pl_facet *facet) {
    static const char why[] = "A value above the maximum is forbidden, however its low bits read.";
    static const struct {
        const char *what;
        const char *value;
    } wraps[] = {
        {"wraps-32-bits", "4294967297"},
        {"wraps-64-bits", "18446744073709551617"},
    };
    if (facet->severity != PL_VIOLATION) { return PL_OK; }
    pl_probe probe = {0};
    pl_status status = pl_facet_probe(kit, place, facet, false, &probe);
    for (size_t i = 0; i < PL_COUNT(wraps) && status == PL_OK; i++) {
        assert(pl_number_compare(pl_bytes_of(wraps[i].value), facet->limit) > 0);
        probe.what = wraps[i].what;
        probe.why = why;
        status = pl_probe_value(kit, &probe, wraps[i].value);
    }
    return status;
}

pl_status pl_number_maximum(pl_case_kit *kit, const pl_place *place, const pl_facet *facet) {
    pl_status status = add_at_limit(kit, place, facet);
    if (status != PL_OK) { return status; }
    const pl_decimal above = pl_decimal_plus(facet->limit, 1, pl_decimal_of(1));
    const pl_value_row rows[] = {
        {"above", pl_kit_decimal(kit, above), "The value just above the maximum is forbidden."},
    };
    status = pl_facet_values(kit, place, facet, false, rows, PL_COUNT(rows));
    return status == PL_OK ? add_wrapping(kit, place, facet) : status;
}

pl_status pl_number_spelling(pl_case_kit *kit, const pl_place *place, const pl_facet *facet) {
    static const pl_value_row rows[] = {
        {"fraction", "1.0", "An integer written with a point."},
        {"exponent", "1e0", "An integer written with an exponent."},
        {"exponent-capital", "1E0", "An integer written with an exponent."},
        {"exponent-negative", "10e-1", "An integer written with an exponent."},
        {"nearly", "1.0000000000000000000001", "No integer, yet one in binary floating point."},
    };
    return pl_facet_values(kit, place, facet, false, rows, PL_COUNT(rows));
}

/* --- how an amount is written ------------------------------------------------------------------ */

/* The odd number stands in the total and in its only item, or in a pair of items that cancel out. */
static pl_status add_odd_number(pl_case_kit *kit, const pl_place *place, const pl_facet *facet,
                                const char *what, const char *value) {
    pl_probe probe = {0};
    const pl_status status = pl_facet_probe(kit, place, facet, false, &probe);
    if (status != PL_OK) { return status; }
    probe.what = what;
    if (!is_price(place)) { return pl_probe_value(kit, &probe, value); }
    const char *minus = pl_arena_printf(kit->arena, "-%s", value);
    const char *amount = pl_kit_decimal(kit, kit->config->amount);
    if (minus == NULL || amount == NULL) { return PL_E_MEMORY; }
    const pl_line lines[] = {pl_line_of("1", value), pl_line_of("1", minus),
                             pl_line_of("1", amount)};
    return pl_probe_body(kit, &probe, &(pl_body){.lines = lines, .line_count = PL_COUNT(lines)});
}

/* A price with all the decimals that are surely allowed. */
static pl_status add_decimals_inside(pl_case_kit *kit, const pl_place *place,
                                     const pl_facet *facet) {
    enum { QUARTER_COEFFICIENT = 25 }; /* quarters add up in binary floating point too */
    pl_probe probe = {0};
    const pl_status status = pl_facet_probe(kit, place, facet, true, &probe);
    if (status != PL_OK) { return status; }
    const pl_decimal part = {QUARTER_COEFFICIENT, -(int32_t)facet->count};
    const char *price = pl_kit_decimal(kit, part);
    const char *rest = pl_kit_decimal(kit, pl_kit_amount(kit, -1, part));
    if (price == NULL || rest == NULL) { return PL_E_MEMORY; }
    probe.what = "at";
    probe.why = "A price may have decimals.";
    const pl_line lines[] = {pl_line_of("1", rest), pl_line_of("1", price)};
    return pl_probe_body(kit, &probe, &(pl_body){.lines = lines, .line_count = PL_COUNT(lines)});
}

pl_status pl_number_decimals(pl_case_kit *kit, const pl_place *place, const pl_facet *facet) {
    const pl_decimal part = power_of_ten(-(int32_t)facet->count - 1);
    const pl_decimal value = is_price(place) ? part : pl_kit_amount(kit, 1, part);
    const char *text = pl_kit_decimal(kit, value);
    if (text == NULL) { return PL_E_MEMORY; }
    pl_status status = PL_OK;
    if (is_price(place)) { status = add_decimals_inside(kit, place, facet); }
    return status == PL_OK ? add_odd_number(kit, place, facet, "above", text) : status;
}

pl_status pl_number_digits(pl_case_kit *kit, const pl_place *place, const pl_facet *facet) {
    static const char digits[] = "1234567891234567891234567891234567891";
    const size_t whole = facet->count - 1; /* two more are decimals: one digit too many */
    assert(facet->count > 1 && whole + 2 < sizeof digits);
    const char *text = pl_arena_printf(kit->arena, "%.*s.%.2s", (int)whole, digits, digits + whole);
    if (text == NULL) { return PL_E_MEMORY; }
    return add_odd_number(kit, place, facet, "above", text);
}

pl_status pl_number_magnitude(pl_case_kit *kit, const pl_place *place, const pl_facet *facet) {
    const char *text = pl_arena_printf(kit->arena, "1e%u", facet->count + 1);
    if (text == NULL) { return PL_E_MEMORY; }
    const pl_status status = add_odd_number(kit, place, facet, "above", text);
    if (status != PL_OK) { return status; }
    /* Within binary64: beyond it, many servers could not write their own answer. */
    return add_odd_number(kit, place, facet, "huge", "1e300");
}
