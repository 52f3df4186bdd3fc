/* Inside the mutator: what it draws from, one change, the operators. */
#ifndef PL_CASES_MUTATE_INTERNAL_H
#define PL_CASES_MUTATE_INTERNAL_H

#include "cases/mutate.h"
#include "cases/mutate_tree_internal.h"

/* --- mutate_pool.c: values by place ------------------------------------------------------------ */

enum { PL_POOL_PLACE_COUNT_MAX = 64 };

/* JSON texts that stand, or might stand, where a schema is asked for. The first one is good. */
typedef struct pl_pool_place {
    const pl_schema *schema;
    const pl_bytes *values;
    size_t value_count;
} pl_pool_place;

struct pl_mutator {
    pl_pool_place places[PL_POOL_PLACE_COUNT_MAX]; /* [0] is the whole document */
    size_t place_count;
    pl_context context; /* what is known when a document is judged; no HTTP status */
};

/* The place of a schema, or NULL. */
const pl_pool_place *pl_pool_find(const pl_mutator *mutator, const pl_schema *schema);

/* Values of one schema in the making; in an arena. */
typedef struct pl_pool_row {
    uint32_t place; /* index of its schema among the places */
    uint32_t order; /* in which it was added */
    pl_bytes text;
} pl_pool_row;

typedef struct pl_pool {
    pl_arena *arena;
    pl_mutator *mutator; /* its places know their schema, not yet their values */
    pl_pool_row *rows;
    size_t count;
    size_t cap;
} pl_pool;

PL_MUST_USE pl_status pl_pool_add(pl_pool *pool, size_t place, pl_bytes text);

/* mutate_sample.c. Fail: PL_E_MEMORY. */
/* Values of every type and from both sides of every facet, for all places; no schema may stand within itself. */
PL_MUST_USE pl_status pl_pool_add_samples(pl_pool *pool);
/* Those from both sides of facets alone: also the limits of gaps themselves, which the cases need not send. */
PL_MUST_USE pl_status pl_pool_add_limits(pl_pool *pool);

/* --- mutate.c: one change ----------------------------------------------------------------------- */

enum { PL_PIECE_COUNT_MAX = 12 };

/* Bytes [at, at + len) of the document give way to the pieces. */
typedef struct pl_mutation {
    const pl_mutator *mutator;
    const pl_tree *tree;
    const pl_tree *donor; /* may be tree itself */
    pl_random *random;
    pl_arena *arena;
    size_t cap; /* bytes that the whole document may then have */
    size_t at;
    size_t len;
    pl_bytes pieces[PL_PIECE_COUNT_MAX];
    size_t piece_count;
} pl_mutation;

/* Fills in what gives way and the pieces. False: there is nothing here that it could change, or no memory. */
typedef bool (*pl_operate)(pl_mutation *mutation);

typedef struct pl_operator {
    const char *name;
    unsigned weight; /* how often it is drawn, relative to the others */
    pl_operate operate;
} pl_operator;

extern const pl_operator pl_operators[];
extern const size_t pl_operator_count;

/* The one of that name (asserted to exist). */
const pl_operator *pl_operator_of(const char *name);

/* The bytes of the whole document with the change made, in arena. False: longer than cap, or no memory. */
bool pl_mutation_apply(const pl_mutation *mutation, pl_bytes *ret_text);

void pl_mutation_piece(pl_mutation *mutation, pl_bytes piece);
void pl_mutation_text(pl_mutation *mutation, const char *piece); /* a literal */
/* A name as a string of JSON and a colon; the contract's names need no escapes. */
void pl_mutation_name(pl_mutation *mutation, const char *name, size_t len);
/* The node's bytes give way. */
void pl_mutation_replace(pl_mutation *mutation, uint32_t node);
/* What follows is put behind the last child of a container: a comma where it is not the first. */
void pl_mutation_append(pl_mutation *mutation, uint32_t container);
/* A child goes, by its value, and with it its name and a comma. */
void pl_mutation_drop(pl_mutation *mutation, uint32_t value);
/* The node's bytes of the tree, as a piece. */
void pl_mutation_copy(pl_mutation *mutation, const pl_tree *tree, uint32_t node);
/* A number as a piece. False: no memory. */
PL_MUST_USE bool pl_mutation_decimal(pl_mutation *mutation, pl_decimal value);

/* mutate_value.c */
bool pl_mutate_facet(pl_mutation *mutation);
bool pl_mutate_type(pl_mutation *mutation);
bool pl_mutate_null(pl_mutation *mutation);
bool pl_mutate_splice(pl_mutation *mutation);
bool pl_mutate_nudge(pl_mutation *mutation);
bool pl_mutate_stretch(pl_mutation *mutation);
/* mutate_member.c */
bool pl_mutate_add(pl_mutation *mutation);
bool pl_mutate_drop(pl_mutation *mutation);
bool pl_mutate_duplicate(pl_mutation *mutation);
bool pl_mutate_reorder(pl_mutation *mutation);
/* mutate_spell.c */
bool pl_mutate_number(pl_mutation *mutation);
bool pl_mutate_string(pl_mutation *mutation);
bool pl_mutate_space(pl_mutation *mutation);
bool pl_mutate_pad(pl_mutation *mutation);
/* mutate_heal.c */
bool pl_mutate_heal(pl_mutation *mutation);
/* mutate_sum.c */
bool pl_mutate_split(pl_mutation *mutation);
bool pl_mutate_mend(pl_mutation *mutation);

#endif
