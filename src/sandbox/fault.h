/* Faults of the sandbox: ways to break the contract, one at a time, as servers do. What a harness is worth shows in how
 * many of them it finds. */
#ifndef PL_SANDBOX_FAULT_H
#define PL_SANDBOX_FAULT_H

#include "text/arena.h"

struct pl_schema;
struct pl_fault_plan;

/* One fault. Everything in the arena of the list or static. */
typedef struct pl_fault {
    const char *id;        /* never changes: "schema/max_usage/minimum/dropped" */
    const char *group;     /* one word: "limits", "authentication" */
    const char *statement; /* what the server does wrong, one sentence */
    bool documented;   /* the contract forbids it, and a client can tell: a harness must find it */
    bool availability; /* found also by a run that cannot be brought to an end */
    const struct pl_fault_plan *plan; /* how it is done; the sandbox's own */
} pl_fault;

/* What a sandbox knows of its own. */
typedef struct pl_fault_state {
    const pl_fault *fault;           /* NULL: it keeps the contract */
    const struct pl_schema *request; /* what a body is judged by: the contract's, but for a fault */
    const struct pl_schema *grant;   /* likewise of a token request */
    unsigned calls;                  /* that the fault has seen; atomic */
} pl_fault_state;

typedef struct pl_fault_list {
    const pl_fault *list;
    size_t count;
} pl_fault_list;

/* All faults, in a fixed order, those of one group together: derived from the contract's tables, and from tables of
 * what a server can do wrong besides. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_faults_make(pl_arena *arena, pl_fault_list *ret_faults);

/* The fault of that id, or NULL. */
const pl_fault *pl_fault_of(const pl_fault_list *faults, const char *id);

#endif
