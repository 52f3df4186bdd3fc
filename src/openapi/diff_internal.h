/* What the comparison of two operations shares. */
#ifndef PL_OPENAPI_DIFF_INTERNAL_H
#define PL_OPENAPI_DIFF_INTERNAL_H

#include "openapi/diff.h"

enum { PL_DIFF_CHANGE_COUNT_MAX = 10000 };

struct pl_diff_shared;

typedef struct pl_diffing {
    pl_arena *arena;
    struct pl_diff_shared *shared;
    pl_version versions[PL_SIDE_COUNT];
    pl_change *changes;
    size_t change_count;
    size_t change_cap;
    bool dry; /* only look whether there is a change */
} pl_diffing;

/* Append a change; strings are kept as they are. Fails: PL_E_SIZE, PL_E_MEMORY. */
PL_MUST_USE pl_status pl_diff_add(pl_diffing *diffing, const pl_change *change);

/* Place of a node of a side; 0 is not known. */
pl_place pl_diff_place(const pl_diffing *diffing, pl_side side, uint32_t node);

pl_grade pl_diff_grade(pl_direction direction, pl_effect effect);

/* An edit of what is no schema. Strings in the arena; NULL is "out of memory" but for the witness. */
typedef struct pl_note {
    pl_direction direction;
    pl_grade grade;
    pl_effect effect;
    const char *id;
    const char *location;
    const char *message;
    uint32_t nodes[PL_SIDE_COUNT];
    bool absent[PL_SIDE_COUNT]; /* it does not stand on that side */
    const char *witness;        /* NULL: the edit changes nothing that could be shown */
    pl_side taken_by;
    const char *why;
} pl_note;

/* Fails: PL_E_SIZE, PL_E_MEMORY. */
PL_MUST_USE pl_status pl_diff_note(pl_diffing *diffing, const pl_note *told);

/* Parameters of a request, or headers of a response. */
typedef struct pl_section {
    pl_direction direction;
    const char *id;     /* "request/parameters", "response/200/headers" */
    const char *phrase; /* "request", "response 200" */
    int http_status;
    const char *paths[PL_SIDE_COUNT]; /* templates, for parameters of the path; NULL: none */
} pl_section;

PL_MUST_USE pl_status pl_diff_list(pl_diffing *diffing, const pl_section *within,
                                   const pl_parameter *olds, size_t old_count,
                                   const pl_parameter *news, size_t new_count);

/* All but the schemas of bodies: diff_address.c, diff_parameters.c, diff_security.c, diff_media.c. Fail as pl_diff_make
 * does. */
PL_MUST_USE pl_status pl_diff_address(pl_diffing *diffing);
PL_MUST_USE pl_status pl_diff_parameters(pl_diffing *diffing);
PL_MUST_USE pl_status pl_diff_security(pl_diffing *diffing);
PL_MUST_USE pl_status pl_diff_bodies(pl_diffing *diffing);
PL_MUST_USE pl_status pl_diff_responses(pl_diffing *diffing);

/* The path of an operation behind that of its server. NULL when out of memory. */
const char *pl_operation_path(const pl_operation *operation, pl_arena *arena);

#endif
