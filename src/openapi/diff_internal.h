/* What the comparison shares. */
#ifndef PL_OPENAPI_DIFF_INTERNAL_H
#define PL_OPENAPI_DIFF_INTERNAL_H

#include "openapi/diff.h"

enum { PL_DIFF_CHANGE_COUNT_MAX = 10000, PL_DIFF_STEP_COUNT_MAX = PL_SCHEMA_DEPTH_MAX };

/* From a value to one inside it. */
typedef enum pl_step_kind {
    PL_STEP_MEMBER,
    PL_STEP_ELEMENT,
    PL_STEP_UNDECLARED, /* any member that is not declared */
    PL_STEP_BRANCH      /* one of the schemas of a combinator: the value is the same */
} pl_step_kind;

typedef struct pl_step {
    pl_step_kind kind;
    const char *member; /* its name; of a branch the combinator's */
    size_t index;       /* of a branch */
} pl_step;

/* Where two schemas are compared: the roots, and the way from them. */
typedef struct pl_spot {
    const pl_schema *roots[PL_SIDE_COUNT];
    pl_step steps[PL_DIFF_STEP_COUNT_MAX];
    size_t step_count;
    pl_direction direction;
    int http_status;    /* of a response; for rules that compare with it */
    const char *id;     /* "request/body", "response/200/body" */
    const char *phrase; /* "request body", "response 200" */
} pl_spot;

/* What changed at a spot, as the search for a witness needs it. */
typedef struct pl_edit {
    const pl_spot *spot;
    pl_keyword keyword;
    const pl_schema *schemas[PL_SIDE_COUNT]; /* at the spot; NULL: there is none */
    const pl_facet *facets[PL_SIDE_COUNT];   /* of the keyword, or NULL */
    const pl_member *member;                 /* that one side alone requires, or declares */
    const pl_rule *rule;                     /* that one side has alone */
    unsigned types;                          /* that only one side takes */
    pl_effect effect;
} pl_edit;

typedef struct pl_diffing {
    pl_arena *arena;
    pl_version versions[PL_SIDE_COUNT];
    pl_change *changes;
    size_t change_count;
    size_t change_cap;
    bool dry; /* only count */
} pl_diffing;

/* An edit, told. */
typedef struct pl_telling {
    const char
        *keyword;     /* the last part of the id but one: a keyword, or one and what it is about */
    const char *name; /* the last part: "raised" */
    const char *message;
    pl_grade grade;
} pl_telling;

/* Append a change; strings are kept as they are. ret_change may be NULL. Fails: PL_E_SIZE, PL_E_MEMORY. */
PL_MUST_USE pl_status pl_diff_add(pl_diffing *diffing, const pl_change *change);

/* Place of a node of a side; of `name` in it, when it has such a member. */
pl_place pl_diff_place(const pl_diffing *diffing, pl_side side, uint32_t node, const char *name);

/* diff_schema.c: compare the schemas at a spot, and all below. Either may be NULL: any value. Fails as pl_diff_make. */
PL_MUST_USE pl_status pl_diff_schemas(pl_diffing *diffing, pl_spot *spot,
                                      const pl_schema *old_schema, const pl_schema *new_schema);

/* Add the change that an edit is, with its witness. Fails as pl_diff_make. */
PL_MUST_USE pl_status pl_diff_tell(pl_diffing *diffing, const pl_edit *edit,
                                   const pl_telling *told);
pl_grade pl_diff_grade(pl_direction direction, pl_effect effect);

/* pl_diff_schemas one step further in. */
PL_MUST_USE pl_status pl_diff_descend(pl_diffing *diffing, pl_spot *spot, pl_step step,
                                      const pl_schema *old_schema, const pl_schema *new_schema);

/* diff_combinators.c: allOf, anyOf, oneOf and not of the two schemas. Fails as pl_diff_make. */
PL_MUST_USE pl_status pl_diff_combinators(pl_diffing *diffing, pl_spot *spot,
                                          const pl_schema *old_schema, const pl_schema *new_schema);

/* diff_facets.c: what replacing one row by the other does (either may be NULL, not both; PL_EFFECT_NONE: they say the
 * same), and how to call it: "raised", "lowered", "added", "removed", "changed". Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_facet_compare(const pl_facet *old_facet, const pl_facet *new_facet,
                                       pl_arena *arena, pl_effect *ret_effect,
                                       const char **ret_name);
/* The row's value for a person: "40", "^\\d+$", "[\"a\",\"b\"]". Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_facet_words(const pl_facet *facet, pl_arena *arena,
                                     const char **ret_words);
/* What an enum or const row lists, as an array. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_facet_choices(const pl_facet *facet, pl_arena *arena,
                                       const pl_json **ret_choices);

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
} pl_section;

PL_MUST_USE pl_status pl_diff_list(pl_diffing *diffing, const pl_section *within,
                                   const pl_parameter *olds, size_t old_count,
                                   const pl_parameter *news, size_t new_count);

/* All but the schemas of bodies: diff_operation.c, diff_security.c, diff_media.c. Fail as pl_diff_make. */
PL_MUST_USE pl_status pl_diff_parameters(pl_diffing *diffing);
PL_MUST_USE pl_status pl_diff_security(pl_diffing *diffing);
PL_MUST_USE pl_status pl_diff_bodies(pl_diffing *diffing);
PL_MUST_USE pl_status pl_diff_responses(pl_diffing *diffing);

/* witness.c: look for a document that shows the edit, judge it by both sides. Without one ret_witness->found is false.
 * Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_witness_find(const pl_edit *edit, pl_arena *arena,
                                      pl_witness *ret_witness);

#endif
