/* Judge a document by a schema: nodes in, violations out. All of them, in document order per object. */
#ifndef PL_SCHEMA_VALIDATE_H
#define PL_SCHEMA_VALIDATE_H

#include "schema/schema.h"

/* What the pure rooms cannot know by themselves. Borrowed. Zero-initialised: nothing is known, and what
 * depends on it is not judged. */
typedef struct pl_context {
    int64_t now_ms;                  /* Unix milliseconds; 0: no clock */
    const pl_bytes *payment_methods; /* the catalog's codes; NULL: no catalog */
    size_t payment_method_count;
    int http_status; /* of the response judged; 0: a request */
} pl_context;

typedef enum pl_verdict { PL_ACCEPT, PL_OPEN, PL_REJECT, PL_VERDICT_COUNT } pl_verdict;

/* One deviation. Rendered on demand: judging formats no text. Pointers are to static tables. */
typedef struct pl_violation {
    pl_keyword keyword;
    pl_severity severity;
    uint32_t node;           /* the instance; for `required` the object; 0 (root) without a tree */
    uint32_t at;             /* byte offset of the instance, or of the syntax error */
    const pl_schema *schema; /* of the instance; NULL for what concerns the document */
    const pl_facet *facet;   /* the row that it breaks, or NULL */
    const pl_member *member; /* `required`: the absent member */
    const pl_rule *rule;     /* PL_KEYWORD_RULE */
    const char *detail;      /* static text: fault of the syntax, why of the rule; or NULL */
} pl_violation;

typedef struct pl_report {
    pl_violation *list; /* in the arena */
    uint32_t count;     /* in list, at most PL_VIOLATION_COUNT_MAX */
    uint32_t cap;
    uint32_t totals[PL_SEVERITY_COUNT]; /* of all, listed or not */
} pl_report;

/* State of one validation; rules receive it. */
typedef struct pl_walk {
    const pl_json *json;
    const pl_context *context;
    pl_arena *arena;
    pl_report *report;
    bool ambiguous; /* a declared member stands twice: rules cannot be judged */
    bool hasty;     /* stop at the first definite deviation */
    uint8_t asks;   /* what the context makes facet rows look at; see facets_internal.h */
    /* For the rules of the object at hand: value nodes of its declared members by index, or PL_JSON_NONE. */
    const uint32_t *values;
} pl_walk;

/* Judge json by schema. The report is started anew; its list lives in arena. Fails: PL_E_MEMORY. O(n log n) in
 * the worst case (many undeclared members), O(n) for declared ones. */
PL_MUST_USE pl_status pl_validate(const pl_schema *schema, const pl_json *json,
                                  const pl_context *context, pl_arena *arena,
                                  pl_report *ret_report);

/* Read text and judge it; what the reader refuses becomes a violation (`syntax`) or, where it is a limit of
 * ours, an observation. ret_json is valid when *ret_readable. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_validate_text(const pl_schema *schema, pl_bytes text,
                                       const pl_context *context, pl_arena *arena,
                                       pl_json *ret_json, bool *ret_readable,
                                       pl_report *ret_report);

/* The verdict that pl_validate_text's report would have, without the report: stops at the first deviation that decides
 * it. Fails: PL_E_MEMORY. As quick as a full judgement where nothing is wrong. */
PL_MUST_USE pl_status pl_validate_verdict(const pl_schema *schema, pl_bytes text,
                                          const pl_context *context, pl_arena *arena,
                                          pl_verdict *ret_verdict);

/* For rules: add a deviation. detail is static text or NULL. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_walk_report(pl_walk *walk, const pl_rule *rule, pl_severity severity,
                                     uint32_t node, const char *detail);

/* What can be told of the value of a number node. */
pl_number_shape pl_number_node_shape(const pl_json *json, uint32_t node);

/* Has the value of this number node a zero fraction?                      JSON Schema `type`
 * Inline for the plain spelling: every quantity of every document is asked. */
bool pl_number_fraction_is_zero(const pl_json *json, uint32_t node);
static inline bool pl_number_node_is_integer(const pl_json *json, uint32_t node) {
    return (json->nodes[node].marks & PL_JSON_FRACTIONAL) == 0 ||
           pl_number_fraction_is_zero(json, node);
}

/* violation -> reject; otherwise warning or observation -> open; otherwise accept. */
pl_verdict pl_report_verdict(const pl_report *report);
const char *pl_verdict_text(pl_verdict verdict);

/* The keyword to show: the rule's id for a rule. Static storage. */
const char *pl_violation_keyword(const pl_violation *violation);

/* One sentence for a person, no full stop: what is wrong, the limit and what was found, or for a gap why the
 * contract is silent. Never contains more than 60 bytes of the document. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_violation_message(const pl_violation *violation, const pl_json *json,
                                           pl_arena *arena, pl_bytes *ret_message);

#endif
