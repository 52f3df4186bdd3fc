#include <assert.h>
#include <string.h>

#include "sandbox/fault_rewrite_internal.h"

/* What was sent comes back altered: every member that the request and the link share, by its type. */

static const char group_echo[] = "echo";

enum { HOUR_MS = 60 * PL_FAULT_MINUTE_MS, DAY_MS = 24 * HOUR_MS };

static const pl_fault_moment two_seconds = {.add_ms = 2000};
static const pl_fault_moment an_hour = {.add_ms = HOUR_MS};
static const pl_fault_moment a_day = {.add_ms = DAY_MS};
static const pl_fault_moment a_day_less = {.add_ms = -(int64_t)DAY_MS};
static const pl_fault_moment to_the_minute = {.round_ms = PL_FAULT_MINUTE_MS};
static const pl_fault_moment to_the_hour = {.round_ms = HOUR_MS};
static const pl_fault_moment to_the_day = {.round_ms = DAY_MS};
static const pl_fault_moment local_as_utc = {.as_utc = true};

typedef enum sort { TEXT, MOMENT, NUMBER, FLAG, LINES, SET, OBJECT } sort;

/* What a member of the link is, as far as its alterations go. */
static sort sort_of(const pl_schema *schema) {
    const unsigned types = schema->types;
    if ((types & PL_TYPE_STRING) != 0) {
        const bool moment = pl_schema_facet(schema, PL_KEYWORD_FORMAT, PL_VIOLATION) != NULL;
        return moment ? MOMENT : TEXT;
    }
    if ((types & (PL_TYPE_INTEGER | PL_TYPE_NUMBER)) != 0) { return NUMBER; }
    if ((types & PL_TYPE_BOOLEAN) != 0) { return FLAG; }
    if ((types & PL_TYPE_ARRAY) != 0) {
        return (schema->items->types & PL_TYPE_OBJECT) != 0 ? LINES : SET; /* texts have no order */
    }
    assert((types & PL_TYPE_OBJECT) != 0);
    return OBJECT;
}

/* Where a row is no fault. */
typedef enum except {
    NOWHERE,
    WHERE_NEVER_NULL,
    WHERE_NEVER_A_FRACTION,
    IN_URIS,
    WHERE_PLANE_IS_OPEN
} except;

typedef struct echo_row {
    const char *name;
    const char *words;
    sort of;
    pl_json_kind kind; /* of the value that it is done to */
    except except;
    pl_fault_rewrite *rewrite;
    const void *row;
} echo_row;

/* clang-format off */
static const echo_row rows[] = {
    {"cut",           "loses its last character",               TEXT,   PL_JSON_STRING,  NOWHERE,                pl_fault_write_cut,           NULL},
    {"longer",        "comes back with a character more",       TEXT,   PL_JSON_STRING,  NOWHERE,                pl_fault_write_longer,        NULL},
    {"emptied",       "comes back empty",                       TEXT,   PL_JSON_STRING,  NOWHERE,                pl_fault_write_text,          "\"\""},
    {"nulled",        "comes back as null",                     TEXT,   PL_JSON_STRING,  WHERE_NEVER_NULL,       pl_fault_write_text,          NULL},
    {"shortened",     "is cut off behind 32 characters",        TEXT,   PL_JSON_STRING,  NOWHERE,                pl_fault_write_short,         NULL},
    {"upper",         "comes back in capitals",                 TEXT,   PL_JSON_STRING,  NOWHERE,                pl_fault_write_upper,         NULL},
    {"lower",         "comes back in small letters",            TEXT,   PL_JSON_STRING,  NOWHERE,                pl_fault_write_lower,         NULL},
    {"ascii",         "has '?' for what is not ASCII",          TEXT,   PL_JSON_STRING,  IN_URIS,                pl_fault_write_ascii,         NULL},
    {"plane",         "has '?' for what is above U+FFFF",       TEXT,   PL_JSON_STRING,  WHERE_PLANE_IS_OPEN,    pl_fault_write_plane,         NULL},
    {"latin",         "is encoded in UTF-8 twice",              TEXT,   PL_JSON_STRING,  IN_URIS,                pl_fault_write_latin,         NULL},
    {"entities",      "has '&amp;' for '&'",                    TEXT,   PL_JSON_STRING,  NOWHERE,                pl_fault_write_entities,      NULL},
    {"slashes",       "has backslashes before quotes",          TEXT,   PL_JSON_STRING,  IN_URIS,                pl_fault_write_slashes,       NULL},
    {"unslashed",     "loses its backslashes",                  TEXT,   PL_JSON_STRING,  IN_URIS,                pl_fault_write_unslashed,     NULL},
    {"nulled",        "comes back as null",                     MOMENT, PL_JSON_STRING,  WHERE_NEVER_NULL,       pl_fault_write_text,          NULL},
    {"two-seconds",   "is two seconds late",                    MOMENT, PL_JSON_STRING,  NOWHERE,                pl_fault_write_moment,        &two_seconds},
    {"hour",          "is an hour late",                        MOMENT, PL_JSON_STRING,  NOWHERE,                pl_fault_write_moment,        &an_hour},
    {"day",           "is a day late",                          MOMENT, PL_JSON_STRING,  NOWHERE,                pl_fault_write_moment,        &a_day},
    {"day-early",     "is a day early",                         MOMENT, PL_JSON_STRING,  NOWHERE,                pl_fault_write_moment,        &a_day_less},
    {"to-minute",     "is rounded to the minute",               MOMENT, PL_JSON_STRING,  NOWHERE,                pl_fault_write_moment,        &to_the_minute},
    {"to-hour",       "is rounded to the hour",                 MOMENT, PL_JSON_STRING,  NOWHERE,                pl_fault_write_moment,        &to_the_hour},
    {"to-day",        "is rounded to the day",                  MOMENT, PL_JSON_STRING,  NOWHERE,                pl_fault_write_moment,        &to_the_day},
    {"local-as-utc",  "is the time of Jakarta, called UTC",     MOMENT, PL_JSON_STRING,  NOWHERE,                pl_fault_write_moment,        &local_as_utc},
    {"one-more",      "is one more",                            NUMBER, PL_JSON_NUMBER,  NOWHERE,                pl_fault_write_one_more,      NULL},
    {"negated",       "has another sign",                       NUMBER, PL_JSON_NUMBER,  NOWHERE,                pl_fault_write_negated,       NULL},
    {"zeroed",        "is 0",                                   NUMBER, PL_JSON_NUMBER,  NOWHERE,                pl_fault_write_text,          "0"},
    {"cent-more",     "is a hundredth more",                    NUMBER, PL_JSON_NUMBER,  WHERE_NEVER_A_FRACTION, pl_fault_write_cent_more,     NULL},
    {"whole",         "loses its fraction",                     NUMBER, PL_JSON_NUMBER,  WHERE_NEVER_A_FRACTION, pl_fault_write_whole,         NULL},
    {"other",         "comes back as the opposite",             FLAG,   PL_JSON_BOOLEAN, NOWHERE,                pl_fault_write_other_flag,    NULL},
    {"always-true",   "is always true",                         FLAG,   PL_JSON_BOOLEAN, NOWHERE,                pl_fault_write_text,          "true"},
    {"always-false",  "is always false",                        FLAG,   PL_JSON_BOOLEAN, NOWHERE,                pl_fault_write_text,          "false"},
    {"reversed",      "come back in reverse order",             LINES,  PL_JSON_ARRAY,   NOWHERE,                pl_fault_write_reversed,      NULL},
    {"first-dropped", "come back without the first",            LINES,  PL_JSON_ARRAY,   NOWHERE,                pl_fault_write_without_first, NULL},
    {"last-dropped",  "come back without the last",             LINES,  PL_JSON_ARRAY,   NOWHERE,                pl_fault_write_without_last,  NULL},
    {"emptied",       "do not come back",                       LINES,  PL_JSON_ARRAY,   NOWHERE,                pl_fault_write_text,          "[]"},
    {"first-dropped", "comes back without its first code",      SET,    PL_JSON_ARRAY,   NOWHERE,                pl_fault_write_without_first, NULL},
    {"last-dropped",  "comes back without its last code",       SET,    PL_JSON_ARRAY,   NOWHERE,                pl_fault_write_without_last,  NULL},
    {"emptied",       "comes back empty",                       SET,    PL_JSON_ARRAY,   NOWHERE,                pl_fault_write_text,          "[]"},
    {"replaced",      "comes back with another code",           SET,    PL_JSON_ARRAY,   NOWHERE,                pl_fault_write_text,          "[\"OTHER\"]"},
    {"nulled",        "comes back as null",                     OBJECT, PL_JSON_OBJECT,  WHERE_NEVER_NULL,       pl_fault_write_text,          NULL},
    {"emptied",       "comes back empty",                       OBJECT, PL_JSON_OBJECT,  NOWHERE,                pl_fault_write_text,          "{}"},
    {"first-dropped", "loses its first member",                 OBJECT, PL_JSON_OBJECT,  NOWHERE,                pl_fault_write_without_first, NULL},
    {"last-dropped",  "loses its last member",                  OBJECT, PL_JSON_OBJECT,  NOWHERE,                pl_fault_write_without_last,  NULL},
    {"as-texts",      "has texts for numbers and flags",        OBJECT, PL_JSON_OBJECT,  NOWHERE,                pl_fault_write_as_texts,      NULL},
    {"flat",          "has null for what is nested",            OBJECT, PL_JSON_OBJECT,  NOWHERE,                pl_fault_write_flat,          NULL},
    {"values",        "comes back as an array of its values",   OBJECT, PL_JSON_OBJECT,  NOWHERE,                pl_fault_write_values,        NULL},
};
/* clang-format on */

static pl_status guarded(pl_call *call, const pl_json *json, uint32_t node, const void *row,
                         pl_bytes *ret_text) {
    const echo_row *own = row;
    if (json->nodes[node].kind == own->kind) {
        return own->rewrite(call, json, node, own->row, ret_text);
    }
    *ret_text = pl_json_raw(json, node);
    return PL_OK;
}

static pl_status rewrite(pl_call *call, const pl_fault_plan *plan, pl_sandbox_response *response) {
    return pl_fault_rewrite_at(call, &plan->place, guarded, plan->row, response);
}

static bool is_excepted(const echo_row *row, const pl_schema *sent, const pl_schema *back) {
    const bool uri = pl_schema_facet(sent, PL_KEYWORD_FORMAT, PL_VIOLATION) != NULL;
    const bool plane = pl_schema_facet(sent, PL_KEYWORD_ASTRAL, PL_OBSERVATION) != NULL;
    switch (row->except) {
    case WHERE_NEVER_NULL: /* there null is a wrong type */
        return (back->types & PL_TYPE_NULL) == 0;
    case WHERE_NEVER_A_FRACTION:
        /* The only total that must be accepted is a whole one. */
        return (back->types & PL_TYPE_NUMBER) == 0 ||
               (row->rewrite == pl_fault_write_whole &&
                pl_schema_facet(sent, PL_KEYWORD_EXCLUSIVE_MINIMUM, PL_OBSERVATION) != NULL);
    case IN_URIS: /* what it alters cannot stand in one, or is open */
        return uri;
    case WHERE_PLANE_IS_OPEN:
        return uri || plane;
    default:
        return false;
    }
}

static void add(pl_fault_maker *maker, const pl_fault_place *place, const char *id,
                const echo_row *row) {
    const pl_fault fault = {
        .id = pl_arena_printf(maker->arena, "%s/%s-%s", group_echo, id, row->name),
        .group = group_echo,
        .statement = pl_arena_printf(maker->arena, "%s of a created link %s", id, row->words),
        .documented = true,
    };
    pl_fault_add(maker, &fault,
                 &(pl_fault_plan){.status = 200, .after = rewrite, .place = *place, .row = row});
}

/* The place of the request with that id, or NULL. */
static const pl_fault_place *sent_as(const pl_fault_places *sent, const char *id) {
    for (size_t i = 0; i < sent->count; i++) {
        if (strcmp(sent->list[i].id, id) == 0) { return &sent->list[i]; }
    }
    return NULL;
}

/* What holds of a new link by itself. */
/* clang-format off */
static const struct own_row {
    const char *id;
    uint8_t steps[PL_FAULT_STEP_COUNT_MAX];
    uint8_t step_count;
    echo_row row;
} own_rows[] = {
    {"id",            {PL_ENVELOPE_DATA, PL_LINK_ID}, 2, {"same", "is that of another link", NUMBER, PL_JSON_NUMBER, NOWHERE, pl_fault_write_text, "1"}},
    {"current_usage", {PL_ENVELOPE_DATA, PL_LINK_CURRENT_USAGE}, 2, {"one", "is 1", NUMBER, PL_JSON_NUMBER, NOWHERE, pl_fault_write_text, "1"}},
    {"current_usage", {PL_ENVELOPE_DATA, PL_LINK_CURRENT_USAGE}, 2, {"negative", "is -1", NUMBER, PL_JSON_NUMBER, NOWHERE, pl_fault_write_text, "-1"}},
    {"is_expired",    {PL_ENVELOPE_DATA, PL_LINK_IS_EXPIRED}, 2, {"true", "is true", FLAG, PL_JSON_BOOLEAN, NOWHERE, pl_fault_write_text, "true"}},
    {"account.id",    {PL_ENVELOPE_DATA, PL_LINK_ACCOUNT, PL_ACCOUNT_ID}, 3, {"other", "is that of another account", TEXT, PL_JSON_STRING, NOWHERE, pl_fault_write_text, "\"01K946KF851RK7FX075GJHBVKF\""}},
    {"items.subtotal", {PL_ENVELOPE_DATA, PL_LINK_ITEMS, PL_FAULT_EACH, PL_ITEM_SUBTOTAL}, 4, {"one-more", "is one more", NUMBER, PL_JSON_NUMBER, NOWHERE, pl_fault_write_one_more, NULL}},
    {"items.subtotal", {PL_ENVELOPE_DATA, PL_LINK_ITEMS, PL_FAULT_EACH, PL_ITEM_SUBTOTAL}, 4, {"cent-more", "is a hundredth more", NUMBER, PL_JSON_NUMBER, NOWHERE, pl_fault_write_cent_more, NULL}},
    {"items.subtotal", {PL_ENVELOPE_DATA, PL_LINK_ITEMS, PL_FAULT_EACH, PL_ITEM_SUBTOTAL}, 4, {"negated", "has another sign", NUMBER, PL_JSON_NUMBER, NOWHERE, pl_fault_write_negated, NULL}},
    {"items.subtotal", {PL_ENVELOPE_DATA, PL_LINK_ITEMS, PL_FAULT_EACH, PL_ITEM_SUBTOTAL}, 4, {"whole", "loses its fraction", NUMBER, PL_JSON_NUMBER, NOWHERE, pl_fault_write_whole, NULL}},
    {"items.subtotal", {PL_ENVELOPE_DATA, PL_LINK_ITEMS, PL_FAULT_EACH, PL_ITEM_SUBTOTAL}, 4, {"zeroed", "is 0", NUMBER, PL_JSON_NUMBER, NOWHERE, pl_fault_write_text, "0"}},
};
/* clang-format on */

static void add_own(pl_fault_maker *maker) {
    for (size_t i = 0; i < PL_COUNT(own_rows); i++) {
        const pl_fault_place place = pl_fault_envelope_place(
            &pl_contract_success, own_rows[i].steps, own_rows[i].step_count);
        add(maker, &place, own_rows[i].id, &own_rows[i].row);
    }
}

void pl_faults_of_echo(pl_fault_maker *maker) {
    const size_t prefix_len = strlen(pl_contract_success.members[PL_ENVELOPE_DATA].name) + 1;
    pl_fault_places *places = pl_arena_alloc(maker->arena, 2 * sizeof *places);
    if (places == NULL) {
        maker->status = PL_E_MEMORY;
        return;
    }
    pl_fault_places_make(maker, &pl_contract_request, &places[0]);
    pl_fault_places_make(maker, &pl_contract_success, &places[1]);
    for (size_t i = 0; i < places[1].count && maker->status == PL_OK; i++) {
        const pl_fault_place *back = &places[1].list[i];
        if (back->step_count < 2 || back->member == NULL) { continue; }
        const pl_fault_place *sent = sent_as(&places[0], back->id + prefix_len);
        for (size_t k = 0; sent != NULL && k < PL_COUNT(rows); k++) {
            if (rows[k].of == sort_of(back->schema) &&
                !is_excepted(&rows[k], sent->schema, back->schema)) {
                add(maker, back, sent->id, &rows[k]);
            }
        }
    }
    add_own(maker);
}
