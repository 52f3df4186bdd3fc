/* Every single edit of the contract's tables: the space in which the comparison must miss nothing. */
#ifndef PL_TESTS_OPENAPI_EDITS_H
#define PL_TESTS_OPENAPI_EDITS_H

#include "openapi/diff.h"

enum { EDIT_COUNT_MAX = 8192, EDIT_NAME_MAX = 200 };

/* One edit, made: the operation as it is after it. */
typedef struct edit {
    char name[EDIT_NAME_MAX];      /* for messages */
    const pl_operation *operation; /* in the arena */
    pl_direction direction;
    pl_effect effect; /* what is known of it beforehand; PL_EFFECT_EITHER: nothing */
    bool vacuous;     /* no value tells: another row says as much already */
} edit;

/* Call each with every edit of the operation's schemas, one after the other; the arena is emptied before each. Returns
 * how many there were. */
size_t edits_walk(const pl_operation *operation, void (*each)(const edit *made, pl_arena *arena));

#endif
