/* Facets of arrays and objects, from both sides. */
#include <assert.h>
#include <string.h>

#include "cases/cases_internal.h"

enum {
    ACCEPTED_BYTES_MAX = 4096,
    DEPTH_OF_DEEP = 600,
    FRAME_BYTES = 8 /* {"a":""} */,
    MANY_ITEMS = 150
};

/* An array of `count` scalars, or `count` items that cost the amount. */
static pl_status add_items(pl_case_kit *kit, const pl_probe *probe, size_t count) {
    assert(count > 0);
    const int64_t others = (int64_t)count - 1;
    const char *rest = pl_kit_decimal(kit, pl_kit_amount(kit, -others, pl_decimal_of(1)));
    pl_line *lines = pl_arena_alloc(kit->arena, count * sizeof *lines);
    if (rest == NULL || lines == NULL) { return PL_E_MEMORY; }
    for (size_t i = 0; i < count; i++) { lines[i] = pl_line_of("1", i == 0 ? rest : "1"); }
    return pl_probe_body(kit, probe, &(pl_body){.lines = lines, .line_count = count});
}

static bool holds_lines(const pl_place *place) {
    return place->schema->items != NULL && place->schema->items->member_count > 0;
}

pl_status pl_size_min_items(pl_case_kit *kit, const pl_place *place, const pl_facet *facet) {
    static const pl_value_row row = {"below", "[]", "Too few elements are forbidden."};
    assert(holds_lines(place) && facet->count == 1);
    pl_probe probe = {0};
    pl_status status = pl_facet_probe(kit, place, facet, true, &probe);
    if (status != PL_OK) { return status; }
    probe.what = "at";
    probe.why = "The least number of elements is allowed.";
    status = add_items(kit, &probe, facet->count);
    if (status != PL_OK) { return status; }
    status = pl_facet_values(kit, place, facet, false, &row, 1);
    if (status != PL_OK) { return status; }
    status = pl_facet_probe(kit, place, facet, false, &probe);
    if (status != PL_OK) { return status; }
    probe.what = "below-with-sum";
    probe.why = "Too few elements are forbidden, also when the total is that of none.";
    const pl_line none = {.extra = NULL};
    const pl_edit total = {pl_request_member(PL_REQUEST_TOTAL_AMOUNT)->name, "0"};
    return pl_probe_body(kit, &probe, &(pl_body){.lines = &none, .edits = {total}});
}

pl_status pl_size_max_items(pl_case_kit *kit, const pl_place *place, const pl_facet *facet) {
    assert(holds_lines(place));
    pl_probe probe = {0};
    pl_status status = pl_facet_probe(kit, place, facet, true, &probe);
    if (status != PL_OK) { return status; }
    probe.what = "at";
    probe.why = "This many elements are allowed.";
    status = add_items(kit, &probe, facet->count);
    if (status != PL_OK) { return status; }
    status = pl_facet_probe(kit, place, facet, false, &probe);
    if (status != PL_OK) { return status; }
    probe.what = "above";
    if (probe.why == NULL) { probe.why = "One element too many is forbidden."; }
    status = add_items(kit, &probe, facet->count + 1);
    if (status != PL_OK) { return status; }
    static const int statuses[] = {200, 413, 422};
    assert(MANY_ITEMS > facet->count);
    probe.what = "many";
    if (probe.klass == PL_CLASS_OPEN) { memcpy(probe.statuses, statuses, sizeof statuses); }
    return add_items(kit, &probe, MANY_ITEMS);
}

pl_status pl_size_unique_items(pl_case_kit *kit, const pl_place *place, const pl_facet *facet) {
    const char *value = pl_arena_printf(kit->arena, "[%s,%s]", kit->code, kit->code);
    pl_probe probe = {0};
    const pl_status status = pl_facet_probe(kit, place, facet, false, &probe);
    if (status != PL_OK) { return status; }
    if (value == NULL) { return PL_E_MEMORY; }
    probe.what = "twice";
    probe.needs = PL_NEEDS_CATALOG;
    if (probe.why == NULL) { probe.why = "The same element twice is forbidden."; }
    return pl_probe_value(kit, &probe, value);
}

pl_status pl_size_undeclared(pl_case_kit *kit, const pl_place *place, const pl_facet *facet) {
    pl_probe probe = {0};
    const pl_status status = pl_facet_probe(kit, place, facet, false, &probe);
    if (status != PL_OK) { return status; }
    probe.what = "undeclared";
    if (probe.why == NULL) { probe.why = "A member that the contract does not name is forbidden."; }
    if (place->kind == PL_PLACE_ROOT) {
        return pl_probe_body(kit, &probe, &(pl_body){.edits = {{"note", "\"hello\""}}});
    }
    assert(place->kind == PL_PLACE_LINE);
    const char *price = pl_kit_decimal(kit, kit->config->amount);
    if (price == NULL) { return PL_E_MEMORY; }
    pl_line line = pl_line_of("1", price);
    line.extra = "\"hello\"";
    return pl_probe_body(kit, &probe, &(pl_body){.lines = &line, .line_count = 1});
}

/* Objects in one another, `depth` of them. */
static const char *nested(pl_case_kit *kit, size_t depth) {
    assert(depth > 0);
    const char *open = pl_kit_repeat(kit, "{\"a\":", depth - 1);
    const char *close = pl_kit_repeat(kit, "}", depth - 1);
    if (open == NULL || close == NULL) { return NULL; }
    return pl_arena_printf(kit->arena, "%s{}%s", open, close);
}

/* Where only a gap begins above the limit, servers that limit at all count in ways of their own (bytes
 * as stored, levels with or without the outermost): what must be accepted keeps a distance. */
static uint32_t safely_inside(const pl_facet *facet) {
    return facet->severity == PL_VIOLATION ? facet->count : facet->count / 2;
}

pl_status pl_size_depth(pl_case_kit *kit, const pl_place *place, const pl_facet *facet) {
    const pl_value_row at = {"inside", nested(kit, safely_inside(facet)),
                             "This much nesting is allowed."};
    const pl_value_row rows[] = {
        {"above", nested(kit, facet->count + 1), "Nesting any deeper is forbidden."},
        {"deep", nested(kit, DEPTH_OF_DEEP), "Nesting any deeper is forbidden."},
    };
    const pl_status status = pl_facet_values(kit, place, facet, true, &at, 1);
    if (status != PL_OK) { return status; }
    return pl_facet_values(kit, place, facet, false, rows, PL_COUNT(rows));
}

/* An object that is `bytes` long as written. */
static const char *object_of_bytes(pl_case_kit *kit, size_t bytes) {
    assert(bytes > FRAME_BYTES);
    const char *fill = pl_kit_repeat(kit, "a", bytes - FRAME_BYTES);
    return fill != NULL ? pl_arena_printf(kit->arena, "{\"a\":\"%s\"}", fill) : NULL;
}

/* A body above the limit, its bytes in the member that may hold any object. */
static pl_status add_long_body(pl_case_kit *kit, const pl_probe *probe, const pl_facet *facet) {
    const pl_schema *root = probe->place->schema;
    const pl_member *roomy = NULL;
    for (size_t i = 0; i < root->member_count && roomy == NULL; i++) {
        const pl_schema *schema = root->members[i].schema;
        const bool any_object = (schema->types & PL_TYPE_OBJECT) != 0 && schema->member_count == 0;
        if (any_object) { roomy = &root->members[i]; }
    }
    assert(roomy != NULL);
    const char *value = object_of_bytes(kit, facet->count);
    if (value == NULL) { return PL_E_MEMORY; }
    return pl_probe_body(kit, probe, &(pl_body){.edits = {{roomy->name, value}}});
}

pl_status pl_size_bytes(pl_case_kit *kit, const pl_place *place, const pl_facet *facet) {
    pl_status status = PL_OK;
    /* Long bodies are refused for many reasons: only a short one must be accepted. */
    if (facet->count <= ACCEPTED_BYTES_MAX) {
        const pl_value_row at = {"inside", object_of_bytes(kit, safely_inside(facet)),
                                 "This many bytes are allowed."};
        status = pl_facet_values(kit, place, facet, true, &at, 1);
        if (status != PL_OK) { return status; }
    }
    pl_probe probe = {0};
    status = pl_facet_probe(kit, place, facet, false, &probe);
    if (status != PL_OK) { return status; }
    probe.what = "above";
    if (probe.why == NULL) { probe.why = "More bytes are forbidden."; }
    if (place->kind == PL_PLACE_ROOT) {
        static const int statuses[] = {200, 400, 413, 422};
        memcpy(probe.statuses, statuses, sizeof statuses);
        return add_long_body(kit, &probe, facet);
    }
    const char *value = object_of_bytes(kit, (size_t)facet->count + 1);
    return value != NULL ? pl_probe_value(kit, &probe, value) : PL_E_MEMORY;
}
