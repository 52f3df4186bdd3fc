#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "cases/cases_internal.h"

/* --- the places of a schema ------------------------------------------------------------------ */

typedef struct places {
    pl_case_kit *kit;
    pl_place *list;
    size_t count;
} places;

static pl_status add_place(places *found, pl_place place) {
    if (place.id == NULL || place.group == NULL) { return PL_E_MEMORY; }
    assert(found->count < PL_PLACE_COUNT_MAX);
    found->list[found->count++] = place;
    return PL_OK;
}

static pl_status add_members(places *found, const pl_place *above) {
    const bool top = above->kind == PL_PLACE_ROOT;
    const bool token = found->kit->root == &pl_contract_grant;
    const pl_schema *schema = above->schema;
    pl_status status = PL_OK;
    for (size_t i = 0; i < schema->member_count && status == PL_OK; i++) {
        const pl_member *member = &schema->members[i];
        pl_place place = {.kind = top ? PL_PLACE_MEMBER : PL_PLACE_LINE_MEMBER,
                          .schema = member->schema,
                          .member = member};
        pl_arena *arena = found->kit->arena;
        if (top) {
            place.id = token ? pl_arena_printf(arena, "token.%s", member->name) : member->name;
            place.group = token ? "token" : member->name;
        } else {
            place.array_name = above->member->name;
            place.id = pl_arena_printf(arena, "%s.%s", above->member->name, member->name);
            place.group = pl_arena_printf(arena, "%s.%s", above->group, member->name);
        }
        status = add_place(found, place);
    }
    return status;
}

static pl_status add_element(places *found, const pl_place *above) {
    const pl_schema *element = above->schema->items;
    assert(above->kind == PL_PLACE_MEMBER); /* no array in an array so far */
    pl_arena *arena = found->kit->arena;
    return add_place(
        found, (pl_place){.kind = element->member_count > 0 ? PL_PLACE_LINE : PL_PLACE_ELEMENT,
                          .schema = element,
                          .member = above->member,
                          .id = pl_arena_printf(arena, "%s.each", above->member->name),
                          .group = pl_arena_printf(arena, "%s[]", above->member->name)});
}

pl_status pl_places_make(pl_case_kit *kit, pl_place *ret_places, size_t *ret_count) {
    const char *name = kit->root == &pl_contract_grant ? "token" : "body";
    places found = {.kit = kit, .list = ret_places};
    pl_status status = add_place(
        &found, (pl_place){.kind = PL_PLACE_ROOT, .schema = kit->root, .id = name, .group = name});
    /* The list is its own queue: what is added at its end is looked into in turn. */
    for (size_t i = 0; i < found.count && status == PL_OK; i++) {
        const pl_place place = ret_places[i];
        status = add_members(&found, &place);
        if (status == PL_OK && place.schema->items != NULL) {
            status = add_element(&found, &place);
        }
    }
    if (status == PL_OK) { *ret_count = found.count; }
    return status;
}

const pl_place *pl_place_find(const pl_place *places_list, size_t count, const pl_member *member) {
    size_t i = 0;
    while (i < count && !pl_place_is(&places_list[i], member)) { i++; }
    assert(i < count);
    return &places_list[i];
}

bool pl_place_is(const pl_place *place, const pl_member *member) {
    const bool value = place->kind == PL_PLACE_MEMBER || place->kind == PL_PLACE_LINE_MEMBER;
    return value && place->member == member;
}

bool pl_place_is_fresh(const pl_place *place) {
    return pl_place_is(place, pl_request_member(PL_REQUEST_REFF_NO));
}

const char *pl_place_good(pl_case_kit *kit, const pl_place *place) {
    pl_bytes text = {0};
    switch (place->kind) {
    case PL_PLACE_ROOT:
        return pl_body_write(kit, &(pl_body){.full = false}, &text) == PL_OK
                   ? (const char *)text.ptr
                   : NULL;
    case PL_PLACE_ELEMENT:
        return kit->code;
    case PL_PLACE_LINE:
        return pl_good_item(kit);
    case PL_PLACE_MEMBER:
    case PL_PLACE_LINE_MEMBER:
        break;
    }
    return pl_good_value(kit, place->member);
}

/* --- a value at a place ---------------------------------------------------------------------- */

/* The number that a lenient server would read: a number, a number in quotes, true for one. */
static bool read_number(const char *value, pl_bytes *ret_lexeme) {
    pl_bytes text = pl_bytes_of(value);
    if (text.len > 2 && text.ptr[0] == '"') { text = (pl_bytes){text.ptr + 1, text.len - 2}; }
    if (strcmp(value, "true") == 0) { text = pl_bytes_of("1"); }
    pl_number_shape shape;
    if (pl_number_scan(text, &shape) != PL_OK) { return false; }
    *ret_lexeme = text;
    return true;
}

/* What the probed item adds to the sum, also for a server that takes its wrong type. */
static pl_decimal probe_worth(const pl_place *place, const char *value) {
    pl_decimal worth = pl_decimal_of(0);
    if (pl_place_is(place, pl_item_member(PL_ITEM_NAME))) { return pl_decimal_of(1); }
    /* A probed quantity has the price 0: then no reading of it changes the sum. */
    pl_bytes lexeme;
    const bool priced = pl_place_is(place, pl_item_member(PL_ITEM_UNIT_PRICE)) && value != NULL;
    if (!priced || !read_number(value, &lexeme)) { return worth; }
    const pl_status status = pl_decimal_parse(lexeme, &worth);
    assert(status == PL_OK); /* numbers out of range are not probed by value */
    (void)status;
    return worth;
}

static pl_line probe_line(const pl_place *place, const char *value) {
    pl_line line = pl_line_of("1", "1");
    if (place->kind == PL_PLACE_LINE) {
        line.whole = value;
        return line;
    }
    const bool quantity = pl_place_is(place, pl_item_member(PL_ITEM_QUANTITY));
    if (quantity) { line.values[PL_ITEM_UNIT_PRICE] = "0"; }
    for (unsigned i = 0; i < PL_ITEM_FIELD_COUNT; i++) {
        if (place->member == pl_item_member(i)) { line.values[i] = value; }
    }
    return line;
}

/* Three items, the probed one at `at`; the others make up the amount. */
static pl_status write_probed_item(pl_case_kit *kit, const pl_place *place, const char *value,
                                   size_t at, pl_bytes *ret_text) {
    assert(at < PL_ITEM_PROBE_COUNT);
    const pl_decimal worth = probe_worth(place, value);
    const pl_decimal rest = pl_kit_amount(kit, 1, pl_decimal_plus(worth, -1, pl_decimal_of(-1)));
    const char *price = pl_kit_decimal(kit, rest);
    if (price == NULL) { return PL_E_MEMORY; }
    pl_line lines[PL_ITEM_PROBE_COUNT];
    lines[at] = probe_line(place, value);
    lines[(at + 1) % PL_ITEM_PROBE_COUNT] = pl_line_of("1", price);
    lines[(at + 2) % PL_ITEM_PROBE_COUNT] = pl_line_of("1", "1");
    return pl_body_write(kit, &(pl_body){.lines = lines, .line_count = PL_ITEM_PROBE_COUNT},
                         ret_text);
}

static pl_status write_member(pl_case_kit *kit, const pl_place *place, const char *value,
                              pl_bytes *ret_text) {
    pl_body body = {.edits = {{place->member->name, value}}};
    pl_line line;
    pl_bytes lexeme;
    const bool total = pl_place_is(place, pl_request_member(PL_REQUEST_TOTAL_AMOUNT));
    if (total && value != NULL && read_number(value, &lexeme)) {
        /* The one item costs what the total says, so that nothing but the value is tested. */
        const char *price = pl_arena_text(kit->arena, lexeme);
        if (price == NULL) { return PL_E_MEMORY; }
        line = pl_line_of("1", price);
        body.lines = &line;
        body.line_count = 1;
    }
    return pl_body_write(kit, &body, ret_text);
}

static pl_status write_at(pl_case_kit *kit, const pl_place *place, const char *value, size_t at,
                          pl_bytes *ret_text) {
    switch (place->kind) {
    case PL_PLACE_ROOT:
        assert(value != NULL);
        *ret_text = pl_bytes_of(value);
        return PL_OK;
    case PL_PLACE_ELEMENT: {
        const char *array = pl_arena_printf(kit->arena, "[%s]", value);
        if (array == NULL) { return PL_E_MEMORY; }
        return pl_body_write(kit, &(pl_body){.edits = {{place->member->name, array}}}, ret_text);
    }
    case PL_PLACE_MEMBER:
        return write_member(kit, place, value, ret_text);
    case PL_PLACE_LINE:
    case PL_PLACE_LINE_MEMBER:
        break;
    }
    return write_probed_item(kit, place, value, at, ret_text);
}

/* --- cases ---------------------------------------------------------------------------------- */

/* at: of a line item; of a scalar in an array the probe says it. */
static const char *pointer_at(pl_case_kit *kit, const pl_probe *probe, size_t at) {
    const pl_place *place = probe->place;
    switch (place->kind) {
    case PL_PLACE_ROOT:
        return "";
    case PL_PLACE_ELEMENT:
        return pl_arena_printf(kit->arena, "/%s/%zu", place->member->name, probe->element);
    case PL_PLACE_LINE:
        return pl_arena_printf(kit->arena, "/%s/%zu", place->member->name, at);
    case PL_PLACE_LINE_MEMBER:
        return pl_arena_printf(kit->arena, "/%s/%zu/%s", place->array_name, at,
                               place->member->name);
    case PL_PLACE_MEMBER:
        break;
    }
    return pl_arena_printf(kit->arena, "/%s", place->member->name);
}

static pl_status add_case(pl_case_kit *kit, const pl_probe *probe, const char *where,
                          const char *pointer, pl_bytes text) {
    const pl_place *place = probe->place;
    assert(probe->keyword != NULL && probe->what != NULL && probe->why != NULL);
    pl_case test = kit->defaults;
    test.id =
        pl_arena_printf(kit->arena, "%s/%s/%s%s", place->id, probe->keyword, probe->what, where);
    test.constraint =
        pl_arena_printf(kit->arena, "%s %s%s%s", place->group, probe->keyword,
                        probe->limit != NULL ? " " : "", probe->limit != NULL ? probe->limit : "");
    if (test.id == NULL || test.constraint == NULL || pointer == NULL) { return PL_E_MEMORY; }
    test.group = place->group;
    test.why = probe->why;
    test.klass = probe->klass;
    test.needs |= probe->needs;
    memcpy(test.statuses, probe->statuses, sizeof test.statuses);
    test.body = text;
    test.has_body = true;
    test.twin = probe->twin;
    test.kept = probe->kept;
    /* The contract leaves 400 open where the body is no object, and for tokens it documents little. */
    const bool no_object = place->kind == PL_PLACE_ROOT && !probe->of_object;
    const bool lenient = no_object || kit->root == &pl_contract_grant;
    if (lenient && probe->klass == PL_CLASS_REJECT) { test.tolerated[0] = 400; }
    const bool one_value = probe->klass == PL_CLASS_REJECT && pointer[0] != '\0';
    test.offending = one_value ? pointer : NULL;
    return pl_kit_add(kit, &test);
}

pl_status pl_probe_text(pl_case_kit *kit, const pl_probe *probe, pl_bytes text) {
    return add_case(kit, probe, "", pointer_at(kit, probe, 0), text);
}

pl_status pl_probe_body(pl_case_kit *kit, const pl_probe *probe, const pl_body *body) {
    pl_bytes text = {0};
    const pl_status status = pl_body_write(kit, body, &text);
    return status == PL_OK ? pl_probe_text(kit, probe, text) : status;
}

pl_status pl_probe_value(pl_case_kit *kit, const pl_probe *probe, const char *value) {
    static const char *const where[PL_ITEM_PROBE_COUNT] = {"-first", "", "-last"};
    const pl_place_kind kind = probe->place->kind;
    const bool item = kind == PL_PLACE_LINE || kind == PL_PLACE_LINE_MEMBER;
    pl_status status = PL_OK;
    for (size_t at = 0; at < PL_ITEM_PROBE_COUNT && status == PL_OK; at++) {
        if (at != PL_ITEM_PROBE_MIDDLE && !(item && probe->everywhere)) { continue; }
        pl_bytes text = {0};
        status = write_at(kit, probe->place, value, at, &text);
        if (status != PL_OK) { return status; }
        status = add_case(kit, probe, where[at], pointer_at(kit, probe, at), text);
    }
    return status;
}
