/* What must be true of every comparison and its mirror image. */
#ifndef PL_TESTS_OPENAPI_MIRROR_H
#define PL_TESTS_OPENAPI_MIRROR_H

#include "openapi/diff.h"

/* The id that the change has when old and new change places: added and removed, raised and lowered, narrowed and
 * widened do too. Written into out, cut to fit. */
void mirror_id(const char *id, char *out, size_t out_cap);

/* Both have the same changes, the ids of one the mirror image of the other's; grades follow from direction and effect;
 * witnesses stand where there is an effect only. name is for messages. */
void mirror_check(const char *name, const pl_diff *diff, const pl_diff *back);

#endif
