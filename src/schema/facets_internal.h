/* Facet rows applied to one instance; between the walker and its checks. */
#ifndef PL_SCHEMA_FACETS_INTERNAL_H
#define PL_SCHEMA_FACETS_INTERNAL_H

#include "schema/validate.h"
#include "text/uri.h"

/* One value under judgement, with what several of its facets need, worked out once. */
typedef struct pl_instance {
    pl_walk *walk;
    const pl_schema *schema;
    uint32_t node;
    bool has_small;     /* small is set */
    int64_t small;      /* value of a short plain integer */
    bool has_uri;       /* uri, uri_status and uri_non_ascii are set */
    bool uri_non_ascii; /* code points above U+007F, read as unreserved characters */
    pl_status uri_status;
    pl_uri uri;
} pl_instance;

/* Judge the facet rows of the schema from index `first` on. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_facets_judge(pl_walk *walk, const pl_schema *schema, uint32_t node,
                                      size_t first);

/* Has the value of this number lexeme a zero fraction?                      JSON Schema `type` */
bool pl_number_node_is_integer(const pl_json *json, uint32_t node);

/* Append one deviation to the walk's report. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_walk_add(pl_walk *walk, const pl_violation *violation);

/* Checks by the kind of instance, one a keyword: *ret_broken when the row does not hold. */
typedef pl_status pl_facet_check(pl_instance *instance, const pl_facet *facet, bool *ret_broken);

/* When a row surely holds, told from the node and its first byte: spares the call for nearly every value. */
typedef enum pl_facet_shortcut {
    PL_HOLDS_UNKNOWN,        /* the check must look */
    PL_HOLDS_IF_SHORT,       /* no longer, as written, than its bound */
    PL_HOLDS_IF_PLAIN,       /* nothing escaped, non-ASCII or fractional in it */
    PL_HOLDS_IF_PLAIN_SHORT, /* both */
    PL_HOLDS_IF_POSITIVE,    /* a plain integer from 1 up, against a bound of 0 or 1 */
    PL_HOLDS_IF_FEW_DIGITS,  /* a plain integer of no more digits than the bound has zeros */
    PL_HOLDS_IF_VISIBLE      /* a string that starts with a visible ASCII character */
} pl_facet_shortcut;

#define PL_KIND_BIT(kind) (1U << (kind))

/* One row a keyword that can stand in a facet table. */
typedef struct pl_facet_row {
    pl_facet_check *check;
    unsigned kinds; /* that it applies to, as PL_KIND_BITs */
    pl_facet_shortcut shortcut;
} pl_facet_row;

extern const pl_facet_row pl_facet_rows[PL_KEYWORD_COUNT];

/* The row does not apply to this value, or a look at its node shows that it holds. */
static inline bool pl_facet_surely_holds(const pl_json *json, const pl_json_node *node,
                                         const pl_facet *facet) {
    const pl_facet_row *row = &pl_facet_rows[facet->keyword];
    const uint8_t *first = json->text.ptr + node->at;
    if ((row->kinds & PL_KIND_BIT(node->kind)) == 0) { return true; }
    switch (row->shortcut) {
    case PL_HOLDS_IF_SHORT:
        return node->len <= facet->count;
    case PL_HOLDS_IF_PLAIN:
        return node->marks == 0;
    case PL_HOLDS_IF_PLAIN_SHORT:
        return node->marks == 0 && node->len <= facet->count;
    case PL_HOLDS_IF_POSITIVE: /* 0 as an exclusive bound, 0 or 1 as an inclusive one */
        return node->marks == 0 && *first >= '1' && *first <= '9' && facet->limit.exponent == 0 &&
               facet->limit.coefficient <= (facet->keyword == PL_KEYWORD_MINIMUM);
    case PL_HOLDS_IF_FEW_DIGITS:
        return node->marks == 0 && (int64_t)node->len <= facet->limit.exponent &&
               facet->limit.coefficient > 0;
    case PL_HOLDS_IF_VISIBLE:
        return first[1] > ' ' && first[1] < 0x7F && first[1] != '"' && first[1] != '\\';
    default:
        return false;
    }
}

pl_facet_check pl_check_enum, pl_check_min_length, pl_check_max_length, pl_check_pattern,
    pl_check_pattern_disputed, pl_check_format, pl_check_catalog, pl_check_blank, pl_check_control,
    pl_check_astral, pl_check_past;
pl_facet_check pl_check_uri_scheme, pl_check_uri_userinfo, pl_check_uri_host, pl_check_uri_port,
    pl_check_uri_non_ascii;
pl_facet_check pl_check_minimum, pl_check_exclusive_minimum, pl_check_maximum,
    pl_check_integer_spelling, pl_check_max_decimals, pl_check_max_digits, pl_check_max_magnitude;
pl_facet_check pl_check_min_items, pl_check_max_items, pl_check_unique_items, pl_check_max_depth,
    pl_check_max_bytes;

/* Parse the instance as a URI once; non-ASCII code points stand for unreserved characters. */
PL_MUST_USE pl_status pl_instance_uri(pl_instance *instance);

/* The content as ASCII bytes in the arena or a view: every code point above U+007F, lone surrogate or ill-formed
 * byte becomes `stand_in`. *ret_non_ascii when there was one. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_instance_ascii(const pl_instance *instance, uint8_t stand_in,
                                        pl_bytes *ret_text, bool *ret_non_ascii);

#endif
