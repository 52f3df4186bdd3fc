/* A schema while it is lifted: between the keywords and what puts them together. */
#ifndef PL_OPENAPI_LIFT_SCHEMA_INTERNAL_H
#define PL_OPENAPI_LIFT_SCHEMA_INTERNAL_H

#include "openapi/lift_internal.h"

/* A schema under construction. */
typedef struct pl_draft {
    pl_lift *lift;
    uint32_t object; /* the schema object */
    pl_schema *schema;
    pl_facet *facets;
    pl_member *members;
    pl_combinator *combinators;
    uint32_t height; /* of what it holds */
    uint32_t weight;
    bool partial; /* something that it says, or that what it holds says, is not checked */
} pl_draft;

/* Take what a member of the schema object says, name by name, in the order of the document. Fails as pl_document_lift
 * does. */
PL_MUST_USE pl_status pl_draft_take(pl_draft *draft, uint32_t name);

/* What depends on several members, once all are taken. Fails as pl_document_lift does. */
PL_MUST_USE pl_status pl_draft_finish(pl_draft *draft);

/* Does it say anything of the value? A note for people does not. */
bool pl_keyword_is_note(const char *keyword);

#endif
