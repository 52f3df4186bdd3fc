/* Member names in order, for what compares objects. */
#ifndef PL_JSON_NAMES_INTERNAL_H
#define PL_JSON_NAMES_INTERNAL_H

#include "json/json.h"

/* The name nodes of an object, by name, then by place; in the arena (twice the room: the second half is scratch).
 * Fails: PL_E_MEMORY. O(n log n). */
PL_MUST_USE pl_status pl_json_sorted_names(const pl_json *json, uint32_t object, pl_arena *arena,
                                           uint32_t **ret_names, uint32_t *ret_count);

#endif
