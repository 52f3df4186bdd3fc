/* Values of a schema: to build a document on, and to try at one place of it. */
#ifndef PL_OPENAPI_SAMPLE_H
#define PL_OPENAPI_SAMPLE_H

#include "openapi/diff_schema_internal.h"

enum { PL_SAMPLE_COUNT_MAX = 512, PL_SAMPLE_TEXT_BYTES_MAX = 1024 * 1024 };

/* JSON texts, in the arena. */
typedef struct pl_samples {
    pl_bytes list[PL_SAMPLE_COUNT_MAX];
    size_t count;
    pl_arena *arena;
    pl_status status; /* the first failure; nothing is added after it */
} pl_samples;

/* Values on both sides of every row of the schema, plain ones of its kinds first; some of other kinds last. Not all are
 * of the schema. */
void pl_samples_add(pl_samples *samples, const pl_schema *schema);
/* Values at the edge of the schema's row of that keyword alone. */
void pl_samples_add_edges(pl_samples *samples, const pl_schema *schema, pl_keyword keyword);
void pl_samples_add_text(pl_samples *samples, pl_bytes text);

/* How a document is built. */
typedef struct pl_building {
    pl_arena *arena;
    const char *number; /* what a number is when it may be any: equal ones satisfy sums */
    const char
        *integer; /* what an integer is when it may be; NULL: any. The status of an envelope */
    const char *boolean;  /* the same */
    bool lenient;         /* what a schema leaves open will do */
    bool whole;           /* the object at the place has all its members */
    bool skewed;          /* every number differs from the one before it */
    unsigned skew;        /* how many have been written */
    const pl_step *steps; /* the way to the place */
    size_t step_count;
    pl_bytes value;       /* what stands there; ptr NULL: as a value of the schema */
    const char *left_out; /* a member of the object there that is not written; NULL: none */
    const char *put_in;   /* a member that is; NULL: none */
    const pl_schema *put_in_schema; /* of that member; NULL: `put_in_value` */
    pl_bytes put_in_value;
    unsigned depth;
    uint64_t *effort; /* what may still be spent, about a byte each; NULL: no limit */
    uint64_t weight;  /* how much it takes to judge a byte */
} pl_building;

/* A value of the schema as JSON, with the members that it needs and those on the way to the place. Where none is found
 * that the schema takes, the nearest. Fails: PL_E_SIZE (also when the effort is spent), PL_E_MEMORY. */
PL_MUST_USE pl_status pl_build(pl_building *building, const pl_schema *schema, size_t step,
                               pl_bytes *ret_text);

#endif
