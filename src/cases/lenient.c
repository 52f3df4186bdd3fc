/* Bodies that are right for a server which turns what is wrong into what it wants, and for no other. */
#include <assert.h>

#include "cases/cases_internal.h"

/* A total that is no number beside items that cost nothing: right where it is read as 0. */
static pl_status add_totals_of_nothing(pl_case_kit *kit, const pl_place *total) {
    static const struct {
        pl_keyword keyword;
        const char *what;
        const char *value; /* NULL: absent */
    } rows[] = {
        {PL_KEYWORD_TYPE, "null-for-zero", "null"},
        {PL_KEYWORD_TYPE, "word-for-zero", "\"x\""},
        {PL_KEYWORD_REQUIRED, "absent-for-zero", NULL},
    };
    const char *price = pl_kit_decimal(kit, kit->config->amount);
    if (price == NULL) { return PL_E_MEMORY; }
    const char *discount = pl_arena_printf(kit->arena, "-%s", price);
    if (discount == NULL) { return PL_E_MEMORY; }
    const pl_line lines[] = {pl_line_of("1", price), pl_line_of("1", discount)};
    pl_probe probe = {.place = total, .klass = PL_CLASS_REJECT};
    probe.why = "The total must be a number, also where the items cost nothing.";
    pl_status status = PL_OK;
    for (size_t i = 0; i < PL_COUNT(rows) && status == PL_OK; i++) {
        probe.keyword = pl_keyword_text(rows[i].keyword);
        probe.what = rows[i].what;
        status = pl_probe_body(kit, &probe,
                               &(pl_body){.lines = lines,
                                          .line_count = PL_COUNT(lines),
                                          .edits = {{total->member->name, rows[i].value}}});
    }
    return status;
}

/* A price in a container, which some languages read as 1: then the items cost the amount. */
static pl_status add_prices_as_one(pl_case_kit *kit, const pl_place *price) {
    static const pl_value_row rows[] = {
        {"array-as-one", "[1]", "A price must be a number."},
        {"object-as-one", "{\"0\":1}", "A price must be a number."},
    };
    const char *rest = pl_kit_decimal(kit, pl_kit_amount(kit, -1, pl_decimal_of(1)));
    if (rest == NULL) { return PL_E_MEMORY; }
    pl_probe probe = {.place = price, .klass = PL_CLASS_REJECT};
    probe.keyword = pl_keyword_text(PL_KEYWORD_TYPE);
    pl_status status = PL_OK;
    for (size_t i = 0; i < PL_COUNT(rows) && status == PL_OK; i++) {
        const pl_line lines[] = {pl_line_of("1", rows[i].value), pl_line_of("1", rest)};
        probe.what = rows[i].what;
        probe.why = rows[i].why;
        status =
            pl_probe_body(kit, &probe, &(pl_body){.lines = lines, .line_count = PL_COUNT(lines)});
    }
    return status;
}

/* "reff_no" as "Reff_No". */
static const char *capital_name(pl_case_kit *kit, const char *name) {
    char *capitals = pl_arena_text(kit->arena, pl_bytes_of(name));
    if (capitals == NULL) { return NULL; }
    for (char *at = capitals; *at != '\0'; at++) {
        const bool first = at == capitals || at[-1] == '_';
        if (first && *at >= 'a' && *at <= 'z') { *at = (char)(*at - ('a' - 'A')); }
    }
    return capitals;
}

/* The reference number under a name that is nearly its own. */
static pl_status add_names(pl_case_kit *kit, const pl_place *reference) {
    const char *name = reference->member->name;
    assert(name[0] >= 'a' && name[0] <= 'z');
    const struct {
        const char *what;
        const char *name;
        const char *why;
        pl_class klass;
    } rows[] = {
        {"blank-before", pl_arena_printf(kit->arena, " %s", name),
         "A name with a blank is another name: the required member is absent.", PL_CLASS_REJECT},
        {"capitals", capital_name(kit, name),
         "Names differ by case in JSON; not every server's reader knows.", PL_CLASS_OPEN},
    };
    pl_probe probe = {.place = reference, .keyword = "name"};
    pl_status status = PL_OK;
    for (size_t i = 0; i < PL_COUNT(rows) && status == PL_OK; i++) {
        const char *value = pl_place_good(kit, reference);
        if (rows[i].name == NULL || value == NULL) { return PL_E_MEMORY; }
        probe.what = rows[i].what;
        probe.why = rows[i].why;
        probe.klass = rows[i].klass;
        status =
            pl_probe_body(kit, &probe, &(pl_body){.edits = {{name, NULL}, {rows[i].name, value}}});
    }
    return status;
}

pl_status pl_lenient_add(pl_case_kit *kit, const pl_place *places, size_t count) {
    const pl_place *total =
        pl_place_find(places, count, pl_request_member(PL_REQUEST_TOTAL_AMOUNT));
    const pl_place *price = pl_place_find(places, count, pl_item_member(PL_ITEM_UNIT_PRICE));
    const pl_place *reference = pl_place_find(places, count, pl_request_member(PL_REQUEST_REFF_NO));
    pl_status status = add_totals_of_nothing(kit, total);
    if (status != PL_OK) { return status; }
    status = add_prices_as_one(kit, price);
    return status == PL_OK ? add_names(kit, reference) : status;
}
