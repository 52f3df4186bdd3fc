/* Every wrong JSON type, with the values that a lenient server turns into the right one; null and absence. */
#include <assert.h>
#include <string.h>

#include "cases/cases_internal.h"

enum {
    ANY = 0xFF,
    NUMERIC = PL_TYPE_INTEGER | PL_TYPE_NUMBER,
    CONTAINER = PL_TYPE_ARRAY | PL_TYPE_OBJECT,
    TYPES_TEXT_CAP = 64
};

/* What stands between the row's texts. */
typedef enum operand {
    NOTHING,
    GOOD,        /* the good value of the place */
    GOOD_STRING, /* its JSON text as a string */
    GOOD_NUMBER, /* its digits without the quotes, or some number that is new */
    ELEMENT      /* the first element of the good array */
} operand;

typedef struct type_row {
    const char *what;
    unsigned type;    /* of this value; an element has its own */
    unsigned targets; /* tried where one of these is wanted */
    const char *before;
    operand operand;
    const char *after;
    bool for_null; /* only where null is allowed: what is false passes for it in some languages */
} type_row;

/* clang-format off */
static const type_row rows[] = {
    {"null",             PL_TYPE_NULL,    ANY,                                   "null",     NOTHING,     "",  false},
    {"true",             PL_TYPE_BOOLEAN, ANY,                                   "true",     NOTHING,     "",  false},
    {"false",            PL_TYPE_BOOLEAN, CONTAINER,                             "false",    NOTHING,     "",  false},
    {"number",           PL_TYPE_INTEGER, PL_TYPE_STRING,                        "",         GOOD_NUMBER, "",  false},
    {"one",              PL_TYPE_INTEGER, PL_TYPE_BOOLEAN | CONTAINER,           "1",        NOTHING,     "",  false},
    {"zero",             PL_TYPE_INTEGER, PL_TYPE_BOOLEAN,                       "0",        NOTHING,     "",  false},
    {"false",            PL_TYPE_BOOLEAN, PL_TYPE_STRING,                        "false",    NOTHING,     "",  true},
    {"zero",             PL_TYPE_INTEGER, PL_TYPE_STRING | CONTAINER,            "0",        NOTHING,     "",  true},
    {"fraction",         PL_TYPE_NUMBER,  PL_TYPE_INTEGER,                       "1.5",      NOTHING,     "",  false},
    {"half",             PL_TYPE_NUMBER,  PL_TYPE_INTEGER,                       "0.5",      NOTHING,     "",  false},
    {"string",           PL_TYPE_STRING,  NUMERIC | PL_TYPE_BOOLEAN | CONTAINER, "",         GOOD_STRING, "",  false},
    {"string-word",      PL_TYPE_STRING,  NUMERIC | CONTAINER,                   "\"x\"",    NOTHING,     "",  false},
    {"string-one",       PL_TYPE_STRING,  PL_TYPE_BOOLEAN,                       "\"1\"",    NOTHING,     "",  false},
    {"string-yes",       PL_TYPE_STRING,  PL_TYPE_BOOLEAN,                       "\"yes\"",  NOTHING,     "",  false},
    {"string-element",   PL_TYPE_STRING,  PL_TYPE_ARRAY,                         "",         ELEMENT,     "",  false},
    {"empty-string",     PL_TYPE_STRING,  ANY,                                   "\"\"",     NOTHING,     "",  false},
    {"array-of-one",     PL_TYPE_ARRAY,   ANY,                                   "[",        GOOD,        "]", false},
    {"empty-array",      PL_TYPE_ARRAY,   PL_TYPE_OBJECT | PL_TYPE_STRING,       "[]",       NOTHING,     "",  false},
    {"object",           PL_TYPE_OBJECT,  ANY & ~(unsigned)CONTAINER,            "{\"0\":",  GOOD,        "}", false},
    {"object-of-index",  PL_TYPE_OBJECT,  PL_TYPE_ARRAY,                         "{\"0\":",  ELEMENT,     "}", false},
    {"empty-object",     PL_TYPE_OBJECT,  PL_TYPE_ARRAY,                         "{}",       NOTHING,     "",  false},
    {"object-element",   PL_TYPE_OBJECT,  PL_TYPE_ARRAY,                         "",         ELEMENT,     "",  false},
};
/* clang-format on */

static const char *good_number(pl_case_kit *kit, const pl_place *place) {
    if (pl_place_is_fresh(place)) { return pl_kit_number(kit); }
    const char *good = pl_place_good(kit, place);
    if (good == NULL) { return NULL; }
    const size_t digits = strspn(good + 1, "0123456789");
    const bool all = good[0] == '"' && digits > 0 && digits + 2 == strlen(good);
    return all ? pl_arena_text(kit->arena, (pl_bytes){(const uint8_t *)good + 1, digits}) : "123";
}

/* Good value of an element of the array at the place. */
static const char *good_element(pl_case_kit *kit, const pl_place *place) {
    assert(place->schema->items != NULL);
    return place->schema->items->member_count > 0 ? pl_good_item(kit) : kit->code;
}

static const char *operand_text(pl_case_kit *kit, const pl_place *place, operand wanted) {
    const char *text = "";
    switch (wanted) {
    case NOTHING:
        return "";
    case GOOD_NUMBER:
        return good_number(kit, place);
    case GOOD:
    case GOOD_STRING:
        text = pl_place_good(kit, place);
        break;
    case ELEMENT:
        text = good_element(kit, place);
        break;
    }
    const bool string = wanted == GOOD_STRING && text != NULL;
    return string ? pl_kit_quoted(kit, pl_bytes_of(text)) : text;
}

static bool is_wrong(const type_row *row, const pl_schema *schema) {
    /* Every integer is a number. */
    unsigned fits = row->type;
    if (row->type == PL_TYPE_INTEGER) { fits |= PL_TYPE_NUMBER; }
    return (schema->types & fits) == 0 && (schema->types & row->targets) != 0;
}

/* A bare element is of the type that the array's elements have, and of no other row's. */
static bool applies(const type_row *row, const pl_place *place) {
    if (!is_wrong(row, place->schema)) { return false; }
    if (row->for_null && (place->schema->types & PL_TYPE_NULL) == 0) { return false; }
    const bool bare = row->operand == ELEMENT && row->before[0] == '\0';
    return !bare || (place->schema->items->types & row->type) != 0;
}

/* The value behind an element that is right. */
static pl_status add_last(pl_case_kit *kit, const pl_probe *form, const char *value) {
    pl_probe probe = *form;
    const char *both = pl_arena_printf(kit->arena, "%s,%s", kit->code, value);
    probe.what = pl_arena_printf(kit->arena, "%s-last", form->what);
    if (both == NULL || probe.what == NULL) { return PL_E_MEMORY; }
    probe.element = 1;
    probe.needs |= PL_NEEDS_CATALOG;
    return pl_probe_value(kit, &probe, both);
}

static pl_status add_wrong(pl_case_kit *kit, pl_probe *probe, const type_row *row) {
    const char *middle = operand_text(kit, probe->place, row->operand);
    if (middle == NULL) { return PL_E_MEMORY; }
    const char *value = pl_arena_printf(kit->arena, "%s%s%s", row->before, middle, row->after);
    if (value == NULL) { return PL_E_MEMORY; }
    probe->what = row->what;
    probe->everywhere = row->type == PL_TYPE_NULL || row->operand == GOOD_STRING;
    const pl_status status = pl_probe_value(kit, probe, value);
    const bool last = probe->place->kind == PL_PLACE_ELEMENT && probe->everywhere;
    return status == PL_OK && last ? add_last(kit, probe, value) : status;
}

/* Null where it is allowed, and both booleans. */
static pl_status add_right(pl_case_kit *kit, pl_probe *probe) {
    static const struct {
        unsigned type;
        const char *what;
        const char *value;
    } right[] = {
        {PL_TYPE_NULL, "null", "null"},
        {PL_TYPE_BOOLEAN, "true", "true"},
        {PL_TYPE_BOOLEAN, "false", "false"},
    };
    pl_status status = PL_OK;
    for (size_t i = 0; i < PL_COUNT(right) && status == PL_OK; i++) {
        if ((probe->place->schema->types & right[i].type) == 0) { continue; }
        probe->what = right[i].what;
        status = pl_probe_value(kit, probe, right[i].value);
    }
    return status;
}

pl_status pl_types_add(pl_case_kit *kit, const pl_place *place) {
    char types[TYPES_TEXT_CAP];
    pl_types_text(place->schema->types, types, sizeof types);
    pl_probe probe = {.place = place, .keyword = pl_keyword_text(PL_KEYWORD_TYPE)};
    probe.limit = pl_arena_text(kit->arena, pl_bytes_of(types));
    if (probe.limit == NULL) { return PL_E_MEMORY; }
    probe.klass = PL_CLASS_ACCEPT;
    probe.why = "A value of an allowed type.";
    pl_status status = add_right(kit, &probe);
    probe.klass = PL_CLASS_REJECT;
    probe.why = "A value of another JSON type is forbidden, also where it could be converted.";
    for (size_t i = 0; i < PL_COUNT(rows) && status == PL_OK; i++) {
        if (applies(&rows[i], place)) { status = add_wrong(kit, &probe, &rows[i]); }
    }
    return status;
}

pl_status pl_presence_add(pl_case_kit *kit, const pl_place *place) {
    const bool declared = place->kind == PL_PLACE_MEMBER || place->kind == PL_PLACE_LINE_MEMBER;
    if (!declared) { return PL_OK; }
    pl_probe probe = {.place = place, .what = "absent"};
    if (place->member->presence == PL_REQUIRED) {
        probe.keyword = pl_keyword_text(PL_KEYWORD_REQUIRED);
        probe.klass = PL_CLASS_REJECT;
        probe.why = "A required member must be there.";
        probe.everywhere = true;
        return pl_probe_value(kit, &probe, NULL);
    }
    probe.keyword = "optional";
    probe.klass = PL_CLASS_ACCEPT;
    probe.why = "An optional member may be left out.";
    const pl_body body = {.full = true, .edits = {{place->member->name, NULL}}};
    return pl_probe_body(kit, &probe, &body);
}
