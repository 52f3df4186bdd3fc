/* Between the walker and the combinators of a schema. */
#ifndef PL_SCHEMA_COMBINE_INTERNAL_H
#define PL_SCHEMA_COMBINE_INTERNAL_H

#include "schema/facets_internal.h"

/* Judge one value by a schema, for whoever asks from outside of the walk's own course. Fails as it does. */
PL_MUST_USE pl_status pl_walk_value(pl_walk *walk, const pl_schema *schema,
                                    const pl_json_node *value, unsigned depth);

/* combine.c: the combinators of a schema. Fails: PL_E_MEMORY, and PL_WALK_DECIDED. */
PL_MUST_USE pl_status pl_combinators_judge(pl_walk *walk, const pl_schema *schema,
                                           const pl_json_node *value, unsigned depth);

#endif
