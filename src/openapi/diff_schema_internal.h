/* What the comparison of two schemas shares. */
#ifndef PL_OPENAPI_DIFF_SCHEMA_INTERNAL_H
#define PL_OPENAPI_DIFF_SCHEMA_INTERNAL_H

#include "openapi/diff_internal.h"

enum { PL_DIFF_STEP_COUNT_MAX = PL_SCHEMA_DEPTH_MAX };

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
    const pl_schema *schemas[PL_SIDE_COUNT]; /* at the spot */
    const pl_member *member;                 /* that one side alone requires, or declares */
    const pl_rule *rule;                     /* that one side has alone */
    bool whole;      /* one side alone says anything of the value: any of its keywords will do */
    uint64_t weight; /* how much it takes to judge a byte by both sides, in bytes */
    pl_effect effect;
} pl_edit;

/* An edit, told. */
typedef struct pl_telling {
    const char
        *keyword;     /* the last part of the id but one: a keyword, or one and what it is about */
    const char *name; /* the last part: "raised" */
    const char *message;
    pl_grade grade;
} pl_telling;

/* Add the change that an edit is, with its witness. Fails as pl_diff_make. */
PL_MUST_USE pl_status pl_diff_tell(pl_diffing *diffing, const pl_edit *edit,
                                   const pl_telling *told);

/* Any value: what a schema that is not there allows. */
extern const pl_lifted_schema pl_diff_anything;

bool pl_schema_takes_anything(const pl_schema *schema);

/* Compare the schemas at a spot, and all below. Either may be NULL: any value. Fails as pl_diff_make. */
PL_MUST_USE pl_status pl_diff_schemas(pl_diffing *diffing, pl_spot *spot,
                                      const pl_schema *old_schema, const pl_schema *new_schema);

/* pl_diff_schemas one step further in. */
PL_MUST_USE pl_status pl_diff_descend(pl_diffing *diffing, pl_spot *spot, pl_step step,
                                      const pl_schema *old_schema, const pl_schema *new_schema);

/* diff_members.c: what is required and declared, and the members' values. Fails as pl_diff_make. */
PL_MUST_USE pl_status pl_diff_members(pl_diffing *diffing, pl_spot *spot,
                                      const pl_schema *old_schema, const pl_schema *new_schema);

/* diff_combinators.c: allOf, anyOf, oneOf and not of the two schemas. Fails as pl_diff_make. */
PL_MUST_USE pl_status pl_diff_combinators(pl_diffing *diffing, pl_spot *spot,
                                          const pl_schema *old_schema, const pl_schema *new_schema);

/* diff_facets.c: what replacing one row by the other does (either may be NULL, not both; PL_EFFECT_NONE: they say the
 * same), and how to call it: "raised", "lowered", "added", "removed", "narrowed", "widened", "changed".
 * Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_facet_compare(const pl_facet *old_facet, const pl_facet *new_facet,
                                       pl_arena *arena, pl_effect *ret_effect,
                                       const char **ret_name);
/* What replacing one row by the other is, in a sentence: "maxLength was raised from 40 to 50". Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_facet_sentence(const pl_facet *old_facet, const pl_facet *new_facet,
                                        const char *name, pl_arena *arena,
                                        const char **ret_sentence);
/* What an enum or const row lists, as an array. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_facet_choices(const pl_facet *facet, pl_arena *arena,
                                       const pl_json **ret_choices);

/* choices.c: the elements of an array that another does not have. Fails: PL_E_MEMORY. O(n log n). */
typedef struct pl_surplus {
    const pl_json *list;
    uint32_t *nodes; /* of list */
    size_t count;
} pl_surplus;
PL_MUST_USE pl_status pl_choices_surplus(const pl_json *list, const pl_json *other, pl_arena *arena,
                                         pl_surplus *ret_surplus);

/* witness.c: look for a document that shows the edit, judge it by both sides. Without one ret_witness->found is false.
 * Takes what it costs from *effort. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_witness_find(const pl_edit *edit, uint64_t *effort, pl_arena *arena,
                                      pl_witness *ret_witness);

/* A name as a step of a JSON Pointer. RFC 6901 section 3. NULL when out of memory. */
const char *pl_pointer_step(const char *name, pl_arena *arena);

#endif
