/* A document and what its schema says of each value. */
#ifndef PL_CASES_MUTATE_TREE_INTERNAL_H
#define PL_CASES_MUTATE_TREE_INTERNAL_H

#include "cases/random.h"
#include "schema/schema.h"

/* What is known of a node besides its span. */
typedef struct pl_spot {
    const pl_schema *schema; /* what a value is held to; NULL: anything, or a name */
    uint32_t parent;         /* the container; of the root, the root */
    uint32_t name;           /* name node of a member's value; PL_JSON_NONE elsewhere */
    bool is_name;
} pl_spot;

typedef struct pl_tree {
    pl_json json;
    pl_spot *spots; /* by node */
} pl_tree;

/* The children of a container, as spans of the text: of a member from its name to the end of its value. */
typedef struct pl_child {
    uint32_t value; /* node */
    size_t at;
    size_t end;
} pl_child;

enum { PL_TREE_NOWHERE = UINT32_MAX };

/* Fails as pl_json_read does. Views into text; nodes in arena. */
PL_MUST_USE pl_status pl_tree_read(pl_bytes text, const pl_schema *schema, pl_arena *arena,
                                   pl_tree *ret_tree);

/* A value: half of the time any node, else one found on the way down from the root, so that a large part of the
 * document does not draw every change upon itself. */
uint32_t pl_tree_value(const pl_tree *tree, pl_random *random);

/* One of the nodes that fit, all equally likely, or PL_TREE_NOWHERE. */
typedef bool (*pl_tree_fits)(const pl_tree *tree, uint32_t node, const void *what);
uint32_t pl_tree_find(const pl_tree *tree, pl_random *random, pl_tree_fits fits, const void *what);

/* Answers for it: `what` is the schema; a pl_json_kind; nothing. */
bool pl_tree_has_schema(const pl_tree *tree, uint32_t node, const void *what);
bool pl_tree_has_kind(const pl_tree *tree, uint32_t node, const void *what);
bool pl_tree_has_children(const pl_tree *tree, uint32_t node, const void *what);

/* The index-th child of a container that has so many (asserted). */
pl_child pl_tree_child(const pl_tree *tree, uint32_t container, uint32_t index);

#endif
