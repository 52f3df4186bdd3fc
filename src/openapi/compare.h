/* Two documents compared, operation by operation. */
#ifndef PL_OPENAPI_COMPARE_H
#define PL_OPENAPI_COMPARE_H

#include "openapi/diff.h"

/* An operation of both documents, or of one alone. */
typedef struct pl_compared {
    const char *name;                              /* "POST /a/{id}", as the new document has it */
    const pl_operation *operations[PL_SIDE_COUNT]; /* NULL: not there */
    pl_place places[PL_SIDE_COUNT];                /* of them; line 0: as in a change */
    pl_diff diff;
} pl_compared;

typedef struct pl_comparison {
    const pl_compared *list; /* in the order of the documents: old, then what is new alone */
    size_t count;
    size_t change_count; /* of all */
    size_t totals[PL_GRADE_COUNT];
} pl_comparison;

/* What to compare. */
typedef struct pl_comparing {
    const pl_document *documents[PL_SIDE_COUNT]; /* NULL: the compiled contract */
    const char *
        operation; /* "POST /path" or an operationId; NULL: all, of the compiled contract its one */
} pl_comparing;

/* Compare. Operations belong together that have the same method and path; else the same operationId; else the same
 * method and a path that one document continues to the left ("/v1/a" and "/api/v1/a"); else when each document has no
 * other. With the compiled contract on a side, what keywords of ours say is compared only with documents that use
 * them. Everything in arena. Fails: PL_E_RANGE (the operation is in neither document, or the document has none that the
 * compiled contract could be compared with), PL_E_SIZE (more differences than can be listed), PL_E_MEMORY. */
PL_MUST_USE pl_status pl_documents_compare(const pl_comparing *asked, pl_arena *arena,
                                           pl_comparison *ret_comparison);

#endif
