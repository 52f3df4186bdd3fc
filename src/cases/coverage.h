/* Which sides of the facets of a schema a set of documents shows.
 *
 * A facet is one row of the schema at one place: its types, its presence, each facet row, each rule; and at the place
 * "document" what concerns the text as a whole. Two documents make it visible, one on each side:
 *   inside   the document's whole verdict is accept, a value stands at the place, and the row judges values of its kind
 *            (for what concerns the text: it holds what could go wrong so, see the marks in coverage_rows.c);
 *   outside  the row is reported at the place with its own weight. A violation makes the document a reject; for an
 *            observation or a warning the document's verdict must be open.
 * A document speaks ALONE for the outside when nothing but this row is reported of it: then nothing else can be the
 * reason of what a server answers.
 * A row with a limit has two edges: the last value inside, in a document that is accepted, and the first one outside,
 * in one that speaks for the outside. The step between them is 1; of an amount it is its last decimal. The row of the
 * types has the inside edge where it names several: each of them stands in some accepted document. */
#ifndef PL_CASES_COVERAGE_H
#define PL_CASES_COVERAGE_H

#include "contract/contract.h"

enum {
    PL_COVERAGE_PLACE_COUNT_MAX = 128,
    PL_COVERAGE_ROW_COUNT_MAX = 1024,
    PL_COVERAGE_DOCUMENT = 0, /* index of the place that is the text as a whole */
    PL_COVERAGE_ROOT = 1
};

/* Edges, as a set. */
enum { PL_EDGE_INSIDE = 1, PL_EDGE_OUTSIDE = 2 };

typedef enum pl_coverage_role {
    PL_COVERAGE_OUTERMOST, /* the document, the root */
    PL_COVERAGE_MEMBER,
    PL_COVERAGE_ELEMENT,   /* every element of an array */
    PL_COVERAGE_UNDECLARED /* every undeclared member of an object */
} pl_coverage_role;

typedef struct pl_coverage_place {
    const char *name;        /* "items[].quantity"; "document" and, for the root, "body" */
    const pl_schema *schema; /* NULL: the document */
    const pl_member *member; /* of a member: its row */
    pl_coverage_role role;
    uint16_t above; /* indices of places; 0: none */
    uint16_t first_below;
    uint16_t next;   /* below the same one */
    uint16_t row_at; /* its rows follow one another */
    uint16_t row_count;
} pl_coverage_place;

typedef struct pl_coverage_row {
    uint16_t place;
    pl_keyword keyword;
    pl_severity severity;
    const pl_facet *facet; /* or NULL */
    const pl_rule *rule;   /* of PL_KEYWORD_RULE */
    const char *text;      /* "maxLength 255" */
    unsigned kinds;        /* of values that it judges, as PL_KIND_BITs */
    unsigned marks;        /* of the document: what an accepted text must hold to show the inside */
    unsigned edges;        /* that it has */
    pl_decimal bounds[2]; /* of minimum and maximum: the last value inside, the first one outside */

    uint32_t inside_count; /* documents */
    uint32_t outside_count;
    uint32_t alone_count;
    unsigned edges_seen;
    unsigned kinds_seen; /* in accepted documents */
    uint32_t newest;     /* number of the last document that was counted here */
} pl_coverage_row;

typedef struct pl_coverage {
    const pl_schema *schema;
    pl_coverage_place
        *places; /* in the arena, like all below; in the order of the tables, depth first */
    size_t place_count;
    pl_coverage_row *rows; /* by place */
    size_t row_count;
    uint32_t document_counts[PL_VERDICT_COUNT];
} pl_coverage;

/* A world that never changes, so that one document speaks for the same sides for ever: the contract's example codes are
 * the catalog, and the clock stands at 2025-06-15T15:06:40Z. The fuzz targets live in it too. */
extern const pl_context pl_coverage_world;

/* The rows of a schema of the contract, nothing counted. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_coverage_make(const pl_schema *schema, pl_arena *arena,
                                       pl_coverage *ret_coverage);

/* Judge a document and count it.
 *   context      what is known; for an answer its http_status. Rows that need what is not known count nothing
 *   scratch      may be reset afterwards
 *   ret_verdict  may be NULL
 * Fails: PL_E_MEMORY, and then nothing is counted. O(text.len) for the contract's schemas. */
PL_MUST_USE pl_status pl_coverage_add(pl_coverage *coverage, pl_bytes text,
                                      const pl_context *context, pl_arena *scratch,
                                      pl_verdict *ret_verdict);

/* Both sides are shown. */
bool pl_coverage_row_is_full(const pl_coverage_row *row);

/* Rows of which both sides are shown. */
size_t pl_coverage_full_count(const pl_coverage *coverage);

#endif
