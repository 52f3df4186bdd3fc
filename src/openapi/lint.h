/* What a document says against itself, and where it is silent. Rules are rows; each looks at one kind of subject. */
#ifndef PL_OPENAPI_LINT_H
#define PL_OPENAPI_LINT_H

#include "openapi/lift.h"

enum {
    PL_LINT_FINDING_COUNT_MAX = 10000 /* listed; the rest is counted */
};

typedef enum pl_lint_severity {
    PL_LINT_ERROR,   /* the document contradicts itself, or OpenAPI */
    PL_LINT_WARNING, /* readers will differ about it, or it means nothing */
    PL_LINT_NOTE,    /* it is silent: servers may differ and all be right */
    PL_LINT_SEVERITY_COUNT
} pl_lint_severity;

typedef struct pl_lint_rule {
    const char *id; /* "pattern-engine" */
    pl_lint_severity severity;
    const char *statement; /* what it says of a document in order, in one sentence */
} pl_lint_rule;

extern const pl_lint_rule pl_lint_rules[];
extern const size_t pl_lint_rule_count;

/* Row of an id, or NULL. */
const pl_lint_rule *pl_lint_rule_of(const char *id);

const char *pl_lint_severity_text(pl_lint_severity severity);

typedef struct pl_lint_finding {
    const pl_lint_rule *rule;
    uint32_t node;
    pl_place place;
    const char *pointer; /* of the node; "" for the root */
    const char *message; /* one sentence, no full stop */
} pl_lint_finding;

typedef struct pl_lint {
    const pl_lint_finding *findings; /* in document order */
    size_t finding_count;
    size_t totals[PL_LINT_SEVERITY_COUNT]; /* of all, listed or not */
} pl_lint;

/* Apply every rule. What it says lives in the arena, and no longer than the document. Fails: PL_E_MEMORY.
 * Bounded in time by the limits of a lifted document: examples that would cost too much to judge are told so. */
PL_MUST_USE pl_status pl_lint_document(const pl_document *document, pl_arena *arena,
                                       pl_lint *ret_lint);

/* The one finding of a text that is no document: rule "document". */
pl_lint_finding pl_lint_fault(const pl_source_error *error);

#endif
