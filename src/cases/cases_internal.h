/* Inside cases/: the kit that collects cases, bodies as data, the places of a schema, the generators. */
#ifndef PL_CASES_CASES_INTERNAL_H
#define PL_CASES_CASES_INTERNAL_H

#include "cases/case.h"

enum {
    PL_PLACE_COUNT_MAX = 64,
    PL_BODY_EDIT_COUNT_MAX = 2,
    PL_ITEM_PROBE_COUNT = 3, /* items of a body that probes one of them: first, middle, last */
    PL_ITEM_PROBE_MIDDLE = 1,
    PL_CASE_DAY_MS = 24 * 60 * 60 * 1000
};

/* State of one set in the making. Texts that it hands out are terminated and live in the arena. */
typedef struct pl_case_kit {
    const pl_case_config *config;
    pl_arena *arena;
    const pl_schema *root; /* bodies are written for it: the request or the grant */
    pl_case defaults;      /* what every new case starts from */
    const char *scope;     /* the reff_no's part between run_id and serial */
    const char *code;      /* JSON text of a code of the catalog; a stand-in when none is known */
    pl_case *list;
    size_t count;
    size_t cap;
    unsigned serial; /* of the newest reff_no */
} pl_case_kit;

/* --- kit.c ---------------------------------------------------------------------------------- */

/* Ready for create cases. Fails: PL_E_ARGUMENT, PL_E_MEMORY. */
PL_MUST_USE pl_status pl_kit_start(pl_case_kit *kit, const pl_case_config *config, pl_arena *arena);
/* Append a copy; empty `statuses` get those of the class, a NULL method the route's. PL_E_MEMORY. */
PL_MUST_USE pl_status pl_kit_add(pl_case_kit *kit, const pl_case *test);
/* NULL when out of memory, all of these: */
const char *pl_kit_reff_no(pl_case_kit *kit); /* never used before, at most 30 bytes */
const char *pl_kit_number(pl_case_kit *kit);  /* likewise, digits only */
const char *pl_kit_digits(pl_case_kit *kit, int64_t from_now_ms); /* 13-digit Unix milliseconds */
const char *pl_kit_decimal(pl_case_kit *kit, pl_decimal value);
const char *pl_kit_repeat(pl_case_kit *kit, const char *unit, size_t count);
const char *pl_kit_quoted(pl_case_kit *kit, pl_bytes text); /* as a JSON string */
/* left x times + right; exact for what a checked config can ask (asserted). */
pl_decimal pl_decimal_plus(pl_decimal left, int64_t times, pl_decimal right);
/* The amount plus times x part. */
pl_decimal pl_kit_amount(const pl_case_kit *kit, int64_t times, pl_decimal part);

/* --- base.c: bodies -------------------------------------------------------------------------- */

/* One line item; its values are JSON texts. */
typedef struct pl_line {
    const char *values[PL_ITEM_FIELD_COUNT]; /* NULL: the member is left out */
    const char *extra;                       /* value of an undeclared member, or NULL */
    const char *whole;                       /* stands in place of the object, or NULL */
} pl_line;

typedef struct pl_edit {
    const char *name;  /* NULL: no edit */
    const char *value; /* JSON text; NULL: the member is left out */
} pl_edit;

typedef struct pl_body {
    bool full;            /* every declared member, not only the required ones */
    bool nulls;           /* likewise, null where it is allowed */
    bool reversed;        /* members in reverse order */
    bool spaced;          /* white space between the tokens */
    const pl_line *lines; /* NULL: one item that costs the amount; none of them: an empty list */
    size_t line_count;
    pl_edit edits[PL_BODY_EDIT_COUNT_MAX];
} pl_body;

/* Serialise, with a new reff_no unless it is edited. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_body_write(pl_case_kit *kit, const pl_body *body, pl_bytes *ret_text);
/* JSON text of a good value of a declared member (of an item, for an item's member); NULL: no memory. */
const char *pl_good_value(pl_case_kit *kit, const pl_member *member);
const char *pl_good_item(pl_case_kit *kit);
/* A good line with this quantity and price. */
pl_line pl_line_of(const char *quantity, const char *price);
/* Rows of the contract's tables. */
const pl_member *pl_request_member(pl_request_field field);
const pl_member *pl_item_member(pl_item_field field);

/* --- place.c: where in a body a schema stands ------------------------------------------------ */

typedef enum pl_place_kind {
    PL_PLACE_ROOT,
    PL_PLACE_MEMBER,
    PL_PLACE_ELEMENT, /* of an array of scalars */
    PL_PLACE_LINE,    /* a line item */
    PL_PLACE_LINE_MEMBER
} pl_place_kind;

typedef struct pl_place {
    pl_place_kind kind;
    const pl_schema *schema;
    const pl_member *member; /* its row; for an element and a line the array's; NULL for the root */
    const char *array_name;  /* of a line's member: the array's */
    const char *id;          /* "items.quantity" */
    const char *group;       /* "items[].quantity" */
} pl_place;

/* All places below root, root first. ret_places holds PL_PLACE_COUNT_MAX. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_places_make(pl_case_kit *kit, pl_place *ret_places, size_t *ret_count);
/* The place of a member's value (asserted to exist). */
const pl_place *pl_place_find(const pl_place *places, size_t count, const pl_member *member);
/* Is it the reference number, which must be new in every request? Is it the total, the quantity, the price? */
bool pl_place_is(const pl_place *place, const pl_member *member);
bool pl_place_is_fresh(const pl_place *place);
/* JSON text of a good value at the place; NULL when out of memory. */
const char *pl_place_good(pl_case_kit *kit, const pl_place *place);

/* What a generator says of one body case. */
typedef struct pl_probe {
    const pl_place *place;
    const char *keyword; /* "minimum" */
    const char *limit;   /* "1", or NULL */
    const char *what;    /* "below" */
    const char *why;
    pl_class klass;
    unsigned needs;
    int statuses[PL_CASE_STATUS_COUNT_MAX]; /* empty: those of the class */
    bool everywhere;                        /* in an item: also the first and the last of three */
    bool of_object; /* at the root: the body is an object, so that 400 is not tolerated */
    bool twin;
    bool kept;
    size_t element; /* at an element of an array: which one is probed */
} pl_probe;

/* One case (three for `everywhere`): value stands at the place (NULL: absent), all else is good and adds up. */
PL_MUST_USE pl_status pl_probe_value(pl_case_kit *kit, const pl_probe *probe, const char *value);
/* One case with a body, or a text, of the caller's. */
PL_MUST_USE pl_status pl_probe_body(pl_case_kit *kit, const pl_probe *probe, const pl_body *body);
PL_MUST_USE pl_status pl_probe_text(pl_case_kit *kit, const pl_probe *probe, pl_bytes text);

/* --- generators ------------------------------------------------------------------------------ */

/* Cases of one facet row. */
typedef pl_status (*pl_facet_cases)(pl_case_kit *kit, const pl_place *place, const pl_facet *facet);
/* By pl_keyword; NULL where pl_facet_silence says why there is none. */
extern const pl_facet_cases pl_facet_generators[PL_KEYWORD_COUNT];
extern const char *const pl_facet_silence[PL_KEYWORD_COUNT];
/* Generator of a rule by its id, or NULL. */
typedef pl_status (*pl_rule_cases)(pl_case_kit *kit, const pl_place *place, const pl_rule *rule);
pl_rule_cases pl_rule_generator(const char *id);

#include "cases/generators_internal.h"

#endif
