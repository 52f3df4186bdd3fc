/* Facet rows applied to one instance; between the walker and its checks. */
#ifndef PL_SCHEMA_FACETS_INTERNAL_H
#define PL_SCHEMA_FACETS_INTERNAL_H

#include "schema/validate.h"
#include "text/uri.h"

/* One value under judgement, with what several of its facets need, worked out once. */
typedef struct pl_instance {
    pl_walk *walk;
    const pl_schema *schema;
    const pl_json_node *value; /* the node itself */
    uint32_t node;             /* its index */
    bool has_small;            /* small is set */
    bool has_uri;              /* uri, uri_status and uri_non_ascii are set */
    bool uri_non_ascii;        /* code points above U+007F, read as unreserved characters */
    pl_status uri_status;
    int64_t small; /* value of a short plain integer */
    pl_uri uri;
} pl_instance;

/* Judge the facet rows of the schema from `first` on. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_facets_judge(pl_walk *walk, const pl_schema *schema,
                                      const pl_json_node *value, const pl_facet *first);

/* Has it more significant digits than survive in binary floating point (15)? */
bool pl_number_node_is_fine(const pl_json *json, uint32_t node);

/* Judge walk->json; the rest of the walk is set but for `asks`. Fails: PL_E_MEMORY, and PL_WALK_DECIDED. */
PL_MUST_USE pl_status pl_walk_document(pl_walk *walk, const pl_schema *schema);

/* No failure: a hasty walk knows the verdict, which is reject. Every function of a walk hands it on. */
#define PL_WALK_DECIDED PL_STATUS_COUNT

/* Append one deviation to the walk's report. Fails: PL_E_MEMORY, and PL_WALK_DECIDED. */
PL_MUST_USE pl_status pl_walk_add(pl_walk *walk, const pl_violation *violation);

/* Append a facet row that does not hold. Fails as pl_walk_add does. */
PL_MUST_USE pl_status pl_walk_add_facet(pl_walk *walk, const pl_schema *schema,
                                        const pl_facet *facet, uint32_t node);

/* Checks by the kind of instance, one a keyword: *ret_broken when the row does not hold. */
typedef pl_status pl_facet_check(pl_instance *instance, const pl_facet *facet, bool *ret_broken);

/* What else can tell, when marks and length cannot, that a row surely holds. */
typedef enum pl_facet_shortcut {
    PL_UNSURE,              /* nothing: the check must look */
    PL_HOLDS_IF_POSITIVE,   /* a plain integer from 1 up, against a bound of 0 or 1 */
    PL_HOLDS_IF_FEW_DIGITS, /* a plain integer of no more digits than the bound has zeros */
    PL_HOLDS_IF_VISIBLE,    /* a string that starts with a visible ASCII character */
    PL_HOLDS_IF_INHABITED,  /* an array that does not open with white space, against a bound of 1 */
    PL_HOLDS_IF_FEW_NODES, /* no more nodes in it than the bound: no more elements, and no deeper */
    PL_HOLDS_IF_SMALL /* no longer than its bound, the whole document with what stands around it */
} pl_facet_shortcut;

/* Has the value what its gate asks of the content? For kinds that the gate admits. */
bool pl_gate_admits(const pl_walk *walk, pl_gate_content content, const pl_json_node *value);

enum {
    PL_ASK = 0x80, /* as a mark: every value has it, so the row never holds by marks alone */
    PL_ANY_MARK = 0x3F,
    PL_ANY_LEN = 0,     /* the length as written does not matter */
    PL_UP_TO_COUNT = -1 /* holds only for values no longer, as written, than the facet's count */
};

/* One row a keyword that can stand in a facet table. Nearly every value is plain and short, and its node tells so:
 * that spares the call. */
typedef struct pl_facet_row {
    pl_facet_check *check;
    int32_t len_mask; /* PL_ANY_LEN or PL_UP_TO_COUNT */
    uint8_t kinds;    /* that it applies to, as PL_KIND_BITs */
    uint8_t marks;    /* a value with one of them must be looked at */
    uint8_t shortcut; /* pl_facet_shortcut */
} pl_facet_row;

extern const pl_facet_row pl_facet_rows[PL_KEYWORD_COUNT];

/* The shortcut of a row that applies, for a value with the mark PL_ASK only. */
static inline bool pl_facet_shortcut_holds(const pl_facet *facet, pl_facet_shortcut shortcut,
                                           const pl_json *json, const pl_json_node *value) {
    const uint8_t *first = json->text.ptr + value->at;
    switch (shortcut) {
    case PL_HOLDS_IF_POSITIVE: /* 0 as an exclusive bound, 0 or 1 as an inclusive one */
        return value->marks == 0 && *first != '-' && *first != '0' && facet->limit.exponent == 0 &&
               facet->limit.coefficient <= (facet->keyword == PL_KEYWORD_MINIMUM);
    case PL_HOLDS_IF_FEW_DIGITS:
        return value->marks == 0 && (int64_t)value->len <= facet->limit.exponent &&
               facet->limit.coefficient > 0;
    case PL_HOLDS_IF_VISIBLE:
        return first[1] > ' ' && first[1] < 0x7F && first[1] != '"' && first[1] != '\\';
    case PL_HOLDS_IF_INHABITED:
        return first[1] > ' ' && first[1] != ']' && facet->count <= 1;
    case PL_HOLDS_IF_FEW_NODES:
        return value->next - (uint32_t)(value - json->nodes) <= facet->count;
    case PL_HOLDS_IF_SMALL:
        return (value->depth > 0 ? value->len : json->text.len) <= facet->count;
    default:
        return false;
    }
}

/* A value as the rows see it. */
typedef struct pl_facet_view {
    const pl_json *json;
    const pl_json_node *value;
    uint8_t kind_bit;
    uint8_t marks; /* and what the walk asks: PL_ASK, PL_ASK_CATALOG */
} pl_facet_view;

static inline pl_facet_view pl_facet_view_of(const pl_walk *walk, const pl_json_node *value) {
    return (pl_facet_view){.json = walk->json,
                           .value = value,
                           .kind_bit = (uint8_t)PL_KIND_BIT(value->kind),
                           .marks = value->marks | walk->asks};
}

/* The row does not apply to this value, or a look at its node shows that it holds. */
static inline bool pl_facet_surely_holds(const pl_facet *facet, pl_facet_view view) {
    const pl_facet_row *row = &pl_facet_rows[facet->keyword];
    if ((row->kinds & view.kind_bit) == 0) { return true; }
    if ((row->marks & view.marks) == 0) {
        return (view.value->len & (uint32_t)row->len_mask) <= facet->count;
    }
    return pl_facet_shortcut_holds(facet, row->shortcut, view.json, view.value);
}

pl_facet_check pl_check_enum, pl_check_min_length, pl_check_max_length, pl_check_pattern,
    pl_check_pattern_disputed, pl_check_format, pl_check_catalog, pl_check_blank, pl_check_control,
    pl_check_astral, pl_check_past;
pl_facet_check pl_check_uri_scheme, pl_check_uri_userinfo, pl_check_uri_host, pl_check_uri_port,
    pl_check_uri_non_ascii;
pl_facet_check pl_check_minimum, pl_check_exclusive_minimum, pl_check_maximum,
    pl_check_exclusive_maximum, pl_check_multiple_of, pl_check_integer_spelling,
    pl_check_max_decimals, pl_check_max_digits, pl_check_max_magnitude;
pl_facet_check pl_check_min_items, pl_check_max_items, pl_check_unique_items, pl_check_max_depth,
    pl_check_max_bytes;

/* Parse the instance as a URI once; non-ASCII code points stand for unreserved characters. */
PL_MUST_USE pl_status pl_instance_uri(pl_instance *instance);

/* The content as ASCII bytes in the arena or a view: every code point above U+007F, lone surrogate or ill-formed
 * byte becomes `stand_in`. *ret_non_ascii when there was one. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_instance_ascii(const pl_instance *instance, uint8_t stand_in,
                                        pl_bytes *ret_text, bool *ret_non_ascii);

#endif
