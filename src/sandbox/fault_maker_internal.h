/* The list of faults in the making, and schemas that are edited for it. */
#ifndef PL_SANDBOX_FAULT_MAKER_INTERNAL_H
#define PL_SANDBOX_FAULT_MAKER_INTERNAL_H

#include "sandbox/fault_internal.h"

/* The list in the making. The first failure stays, and ends it. */
typedef struct pl_fault_maker {
    pl_arena *arena;
    pl_fault *list;
    size_t count;
    size_t cap;
    pl_status status;
} pl_fault_maker;

/* Append. id, group and statement are static or in the arena (NULL: no memory); the plan is copied. */
void pl_fault_add(pl_fault_maker *maker, const pl_fault *fault, const pl_fault_plan *plan);

/* All places below a root, the root first. */
void pl_fault_places_make(pl_fault_maker *maker, const pl_schema *root,
                          pl_fault_places *ret_places);

/* A copy of the root's schema in which the place's own can be altered: everything on the way to it is copied, its facet
 * rows included; no gate stands on the way. */
typedef struct pl_fault_edit {
    const pl_fault_place *place;
    pl_schema *root;
    pl_schema *target;
    pl_facet *facets;  /* the target's, in its order */
    pl_member *member; /* the target's row; NULL for the root and for elements */
} pl_fault_edit;

/* false: the maker has failed. */
bool pl_fault_edit_make(pl_fault_maker *maker, const pl_fault_place *place,
                        pl_fault_edit *ret_edit);

/* Take the row of that keyword and severity out of the target's. */
void pl_fault_edit_drop(pl_fault_edit *edit, pl_keyword keyword, pl_severity severity);

/* What a row of a schema cannot say: one more rule of the root. */
typedef struct pl_fault_rule {
    pl_rule rule; /* first: its check gets a pointer to it; check NULL: as `refuses` says */
    /* Is the value at the rule's place refused? Fails: PL_E_MEMORY. */
    pl_status (*refuses)(const pl_walk *walk, uint32_t node, const struct pl_fault_rule *rule,
                         bool *ret_refused);
    pl_fault_place place;  /* set by pl_fault_edit_rule */
    const pl_facet *facet; /* what `refuses` goes by */
    const void *row;
} pl_fault_rule;

/* Let the root have this rule besides its own; with a check of its own, in their place. Once an edit. */
void pl_fault_edit_rule(pl_fault_maker *maker, pl_fault_edit *edit, const pl_fault_rule *rule);

/* Add the fault of an edit: "schema/PLACE/what", "PLACE: statement". */
void pl_fault_edit_add(pl_fault_maker *maker, const pl_fault_edit *edit, const char *group,
                       const char *what, const char *statement);

/* The same for any plan; what or statement NULL: no memory. */
void pl_fault_place_add(pl_fault_maker *maker, const pl_fault_place *place, const char *group,
                        const char *what, const char *statement, const pl_fault_plan *plan);

/* The makers, in the list's order; those of a place are called for every place of the request and of the grant. */
typedef void pl_fault_source(pl_fault_maker *maker);
typedef void pl_fault_place_source(pl_fault_maker *maker, const pl_fault_place *place);

pl_fault_place_source pl_faults_of_types, pl_faults_of_presence, pl_faults_of_limits,
    pl_faults_of_patterns, pl_faults_of_formats, pl_faults_of_elements, pl_faults_of_strictness;
pl_fault_source pl_faults_of_sum, pl_faults_of_bodies, pl_faults_of_status, pl_faults_of_failure,
    pl_faults_of_media, pl_faults_of_envelope, pl_faults_of_resource, pl_faults_of_echo,
    pl_faults_of_auth, pl_faults_of_account, pl_faults_of_method, pl_faults_of_token,
    pl_faults_of_availability;

#endif
