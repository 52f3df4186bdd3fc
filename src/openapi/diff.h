/* Two versions of an operation compared: every edit of every facet, member, parameter, header, security requirement,
 * status and media type, graded, and with a witness where the meaning changes.
 * Directions are contravariant: a request that is judged more strictly breaks callers, a response that is bound less
 * strictly does. */
#ifndef PL_OPENAPI_DIFF_H
#define PL_OPENAPI_DIFF_H

#include "openapi/lift.h"
#include "schema/validate.h"

typedef enum pl_grade {
    PL_GRADE_BREAKING,   /* a caller that kept the old contract fails under the new one */
    PL_GRADE_RISKY,      /* one that relied on what the old contract did not promise may */
    PL_GRADE_COMPATIBLE, /* none does */
    PL_GRADE_COUNT
} pl_grade;

typedef enum pl_direction {
    PL_DIRECTION_REQUEST,
    PL_DIRECTION_RESPONSE,
    PL_DIRECTION_COUNT
} pl_direction;

/* What an edit does to the set of values that a schema takes. */
typedef enum pl_effect {
    PL_EFFECT_NONE,
    PL_EFFECT_TIGHTER,
    PL_EFFECT_LOOSER,
    PL_EFFECT_EITHER, /* some values are taken no more, others are now; or it cannot be told */
    PL_EFFECT_COUNT
} pl_effect;

typedef enum pl_side { PL_SIDE_OLD, PL_SIDE_NEW, PL_SIDE_COUNT } pl_side;

/* A document that one side takes and the other refuses, generated and then judged by both. */
typedef struct pl_witness {
    bool found;
    bool given_up;    /* not found, and the search was not brought to its end */
    pl_side taken_by; /* the side whose verdict is accept (open where it is silent) */
    const char *text; /* what is sent, or what is answered: JSON, or lines of HTTP */
    const char *why;  /* the refusing side's reason, in its words */
} pl_witness;

typedef struct pl_change {
    const char *
        id; /* stable, the same for the same edit in any pair: "request/body/title/maxLength/lowered" */
    pl_grade grade;
    pl_direction direction;
    pl_effect effect;
    const char *location; /* "request body /items/0/quantity" */
    const char *message;  /* one sentence */
    pl_place places
        [PL_SIDE_COUNT]; /* line 0: it does not stand there, or the side is the compiled contract */
    pl_witness witness;
} pl_change;

typedef struct pl_diff {
    const pl_change *changes; /* in the order of the documents: old, then what is new alone */
    size_t change_count;
    size_t totals[PL_GRADE_COUNT];
} pl_diff;

/* One side: an operation, and the document that it is of. */
typedef struct pl_version {
    const pl_operation *operation;
    const pl_source *source; /* NULL: the compiled contract */
} pl_version;

/* The compiled contract as an operation, in arena. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_operation_builtin(pl_arena *arena, const pl_operation **ret_operation);

/* The same without what the API says in words and examples alone: to compare with documents that have no keywords of
 * ours, which cannot say it. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_operation_builtin_plain(pl_arena *arena,
                                                 const pl_operation **ret_operation);

/* Compare two versions. Everything in arena. Fails: PL_E_SIZE (more differences than can be listed), PL_E_MEMORY. */
PL_MUST_USE pl_status pl_diff_make(const pl_version *old_version, const pl_version *new_version,
                                   pl_arena *arena, pl_diff *ret_diff);

const char *pl_grade_text(pl_grade grade);
const char *pl_direction_text(pl_direction direction);

#endif
