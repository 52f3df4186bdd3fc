#include <assert.h>
#include <string.h>

#include "sandbox/fault_maker_internal.h"

/* Members of a created link whose type or form is wrong, from the tables of the answer. */

static const char group_resource[] = "resource";

typedef struct value_row {
    const char *name;
    const char *words;
    uint8_t right;    /* types for which the value is no wrong one */
    uint8_t only_for; /* types for which it is tried; 0: all */
    pl_fault_rewrite *rewrite;
    const char *text;
} value_row;

enum {
    NUMBERS = PL_TYPE_INTEGER | PL_TYPE_NUMBER,
    CONTAINERS = PL_TYPE_ARRAY | PL_TYPE_OBJECT,
    SCALARS = NUMBERS | PL_TYPE_BOOLEAN | PL_TYPE_STRING
};

/* What it is, as a text: "150000" for 150000, "[]" for []. */
static pl_status write_as_text(pl_call *call, const pl_json *json, uint32_t node, const void *row,
                               pl_bytes *ret_text) {
    if (json->nodes[node].kind < PL_JSON_STRING) {
        return pl_fault_write_quoted(call, json, node, row, ret_text);
    }
    *ret_text = pl_bytes_of("\"1\"");
    return PL_OK;
}

/* clang-format off */
static const value_row value_rows[] = {
    {"null",     "null",      PL_TYPE_NULL,    0,                       pl_fault_write_text,     NULL},
    {"text",     "a text",    PL_TYPE_STRING,  0,                       write_as_text,           NULL},
    {"number",   "a number",  NUMBERS,         0,                       pl_fault_write_text,     "1"},
    {"fraction", "a fraction", PL_TYPE_NUMBER, PL_TYPE_INTEGER,         pl_fault_write_text,     "1.5"},
    {"boolean",  "a boolean", PL_TYPE_BOOLEAN, 0,                       pl_fault_write_text,     "true"},
    {"array",    "an array",  PL_TYPE_ARRAY,   SCALARS,                 pl_fault_write_in_array, NULL},
    {"list",     "an empty array", PL_TYPE_ARRAY, PL_TYPE_OBJECT,       pl_fault_write_text,     "[]"},
    {"object",   "an object", PL_TYPE_OBJECT,  0,                       pl_fault_write_text,     "{}"},
};

/* Texts without the form that a member must have. */
static const struct form_row {
    pl_format format;
    const char *name;
    const char *text;
} form_rows[] = {
    {PL_FORMAT_DATE_TIME, "blank-for-t",  "\"2030-06-15 22:06:40\""},
    {PL_FORMAT_DATE_TIME, "no-offset",    "\"2030-06-15T22:06:40\""},
    {PL_FORMAT_DATE_TIME, "date-only",    "\"2030-06-15\""},
    {PL_FORMAT_DATE_TIME, "day-first",    "\"15/06/2030 22:06:40\""},
    {PL_FORMAT_DATE_TIME, "seconds",      "\"1907766400\""},
    {PL_FORMAT_DATE_TIME, "month-13",     "\"2030-13-15T22:06:40+07:00\""},
    {PL_FORMAT_DATE_TIME, "zone-name",    "\"2030-06-15T22:06:40 WIB\""},
    {PL_FORMAT_DATE_TIME, "empty",        "\"\""},
    {PL_FORMAT_EMAIL,     "no-at",        "\"nobody\""},
    {PL_FORMAT_EMAIL,     "empty",        "\"\""},
    {PL_FORMAT_ULID,      "uuid",         "\"0199486a-67c4-4000-8000-000000000000\""},
    {PL_FORMAT_ULID,      "digits",       "\"1\""},
    {PL_FORMAT_ULID,      "cut",          "\"01K946KF851RK7FX075GJHBVK\""},
};
/* clang-format on */

/* What is written in the place of an element is written as the array's only one: it may be empty. */
typedef struct resource_plan {
    pl_fault_rewrite *rewrite;
    const char *text;
    pl_fault_place parent;   /* of a member that the sandbox leaves out */
    const pl_member *member; /* that is put in then; NULL: nothing is */
} resource_plan;

static pl_status write_element(pl_call *call, const pl_json *json, uint32_t node, const void *row,
                               pl_bytes *ret_text) {
    (void)json;
    (void)node;
    const char *text =
        pl_arena_printf(call->arena, "[%s]", row == NULL ? "null" : (const char *)row);
    if (text == NULL) { return PL_E_MEMORY; }
    *ret_text = pl_bytes_of(text);
    return PL_OK;
}

/* Put a member into the object: its value is the row's text, or an empty array. */
static pl_status write_member(pl_call *call, const pl_json *json, uint32_t node, const void *row,
                              pl_bytes *ret_text) {
    const resource_plan *own = row;
    const pl_bytes raw = pl_json_raw(json, node);
    const char *value = own->rewrite == pl_fault_write_in_array ? "[]" : own->text;
    *ret_text = raw;
    if (json->nodes[node].kind != PL_JSON_OBJECT ||
        pl_json_member(json, node, own->member->name) != PL_JSON_NONE) {
        return PL_OK;
    }
    const char *text = pl_arena_printf(call->arena, "{\"%s\":%s%s%.*s", own->member->name,
                                       value == NULL ? "null" : value, raw.len > 2 ? "," : "",
                                       (int)raw.len - 1, (const char *)raw.ptr + 1);
    if (text == NULL) { return PL_E_MEMORY; }
    *ret_text = pl_bytes_of(text);
    return PL_OK;
}

static pl_status rewrite(pl_call *call, const pl_fault_plan *plan, pl_sandbox_response *response) {
    const resource_plan *row = plan->row;
    const pl_status status =
        pl_fault_rewrite_at(call, &plan->place, row->rewrite, row->text, response);
    if (status != PL_OK || row->member == NULL) { return status; }
    return pl_fault_rewrite_at(call, &row->parent, write_member, row, response);
}

static void add(pl_fault_maker *maker, const pl_fault_place *place, const char *what,
                const char *words, pl_fault_rewrite *how, const char *text) {
    resource_plan *row = pl_arena_alloc(maker->arena, sizeof *row);
    if (row == NULL || what == NULL || words == NULL) {
        maker->status = PL_E_MEMORY;
        return;
    }
    *row = (resource_plan){.rewrite = how, .text = text};
    if (how == pl_fault_write_text || how == pl_fault_write_in_array) {
        row->member = place->member;
        row->parent = *place;
        row->parent.step_count--;
    }
    pl_fault_plan plan = {.status = 200, .after = rewrite, .place = *place, .row = row};
    if (place->member == NULL) { /* an element */
        assert(place->steps[place->step_count - 1] == PL_FAULT_EACH);
        plan.place.step_count--;
        row->rewrite = write_element;
        if (how == write_as_text) { row->text = "\"1\""; }
        if (how == pl_fault_write_in_array) { row->text = "[]"; }
    }
    const pl_fault fault = {
        .id = pl_arena_printf(maker->arena, "%s/%s/%s", group_resource, place->id, what),
        .group = group_resource,
        .statement = pl_arena_printf(maker->arena, "%s of a created link %s", place->id, words),
        .documented = true,
    };
    pl_fault_add(maker, &fault, &plan);
}

static void add_types(pl_fault_maker *maker, const pl_fault_place *place) {
    const unsigned types = place->schema->types | place->schema->types_contested;
    for (size_t i = 0; i < PL_COUNT(value_rows); i++) {
        const value_row *row = &value_rows[i];
        if ((types & row->right) != 0 || (row->only_for != 0 && (types & row->only_for) == 0)) {
            continue;
        }
        add(maker, place, pl_arena_printf(maker->arena, "type-%s", row->name),
            pl_arena_printf(maker->arena, "is %s", row->words), row->rewrite, row->text);
    }
}

static void add_forms(pl_fault_maker *maker, const pl_fault_place *place) {
    const pl_facet *format = pl_schema_facet(place->schema, PL_KEYWORD_FORMAT, PL_VIOLATION);
    for (size_t i = 0; format != NULL && i < PL_COUNT(form_rows); i++) {
        if (form_rows[i].format != format->format) { continue; }
        add(maker, place, pl_arena_printf(maker->arena, "form-%s", form_rows[i].name),
            pl_arena_printf(maker->arena, "is no %s: %s", pl_format_text(format->format),
                            form_rows[i].text),
            pl_fault_write_text, form_rows[i].text);
    }
    if (pl_schema_facet(place->schema, PL_KEYWORD_ENUM, PL_VIOLATION) != NULL) {
        add(maker, place, "value-other", "has a value that is not listed", pl_fault_write_text,
            "\"other\"");
    }
}

static void add_absent(pl_fault_maker *maker, const pl_fault_place *place) {
    if (place->member == NULL || place->member->presence != PL_REQUIRED) { return; }
    add(maker, place, "absent", "is left out", pl_fault_write_nothing, NULL);
}

void pl_faults_of_resource(pl_fault_maker *maker) {
    const size_t envelope_steps = 1;
    pl_fault_places *places = pl_arena_alloc(maker->arena, sizeof *places);
    if (places == NULL) {
        maker->status = PL_E_MEMORY;
        return;
    }
    pl_fault_places_make(maker, &pl_contract_success, places);
    for (size_t i = 0; i < places->count && maker->status == PL_OK; i++) {
        const pl_fault_place *place = &places->list[i];
        /* The envelope itself has a table of its own. */
        if (place->step_count <= envelope_steps) { continue; }
        add_types(maker, place);
        add_forms(maker, place);
        add_absent(maker, place);
    }
}
