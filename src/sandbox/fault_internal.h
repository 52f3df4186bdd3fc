/* Inside the faults: the plan of one, places of a schema, what calls and answers are altered with. */
#ifndef PL_SANDBOX_FAULT_INTERNAL_H
#define PL_SANDBOX_FAULT_INTERNAL_H

#include "sandbox/fault.h"
#include "sandbox/sandbox_internal.h"

enum {
    PL_FAULT_STEP_COUNT_MAX = 6,   /* from a root to a place */
    PL_FAULT_PLACE_COUNT_MAX = 64, /* of one root */
    PL_FAULT_NODE_COUNT_MAX =
        64, /* of a document that stand at one place; further ones are passed over */
    PL_FAULT_EACH = UINT8_MAX /* as a step: every element */
};

/* --- places ---------------------------------------------------------------------------------- */

/* Where a schema stands below a root. */
typedef struct pl_fault_place {
    const char *id; /* "items.quantity", "items.each", "body" */
    const pl_schema *root;
    const pl_schema *schema;
    const pl_member *member;                /* its row; NULL for the root and for elements */
    uint8_t steps[PL_FAULT_STEP_COUNT_MAX]; /* index of a member, or PL_FAULT_EACH */
    uint8_t step_count;
} pl_fault_place;

typedef struct pl_fault_places {
    pl_fault_place list[PL_FAULT_PLACE_COUNT_MAX];
    size_t count;
} pl_fault_places;

/* The nodes at a place, in document order. Returns how many. */
size_t pl_fault_nodes(const pl_json *json, const pl_fault_place *place,
                      uint32_t out[PL_FAULT_NODE_COUNT_MAX]);

/* --- plans ----------------------------------------------------------------------------------- */

typedef struct pl_fault_plan pl_fault_plan;

/* Alters the call before it is routed, or is asked whether the plan concerns it. Fails: PL_E_MEMORY. */
typedef pl_status pl_fault_before(pl_call *call, const pl_fault_plan *plan);
typedef bool pl_fault_trigger(const pl_call *call, const pl_fault_plan *plan);
/* Alters the answer. Fails: PL_E_MEMORY. */
typedef pl_status pl_fault_after(pl_call *call, const pl_fault_plan *plan,
                                 pl_sandbox_response *response);

/* Calls of which route it concerns; of the create path those that do not only read. */
typedef enum pl_fault_scope { PL_FAULT_OF_CREATE, PL_FAULT_OF_TOKEN } pl_fault_scope;

struct pl_fault_plan {
    pl_fault_scope scope;
    const pl_schema *request;  /* judged by in the contract's place; NULL: the contract's */
    const pl_schema *grant;    /* likewise */
    pl_fault_before *before;   /* NULL: nothing */
    pl_fault_trigger *trigger; /* of `after`; NULL: always */
    pl_fault_after *after;     /* NULL: nothing */
    int status;                /* of `after`: answers with this status only; 0: all */
    pl_fault_place place;      /* what the functions above look at, where they look at one */
    const void *row;           /* of the table that they read */
};

/* What a sandbox with this fault (NULL: none) starts with. */
pl_fault_state pl_fault_state_of(const pl_fault *fault);

/* Route the call and answer it. Fails: PL_E_MEMORY, PL_E_IO (the store). */
PL_MUST_USE pl_status pl_call_answer(pl_call *call, pl_sandbox_response *ret_response);

/* pl_call_answer as the sandbox's fault has it. Fails as it does. */
PL_MUST_USE pl_status pl_fault_answer(pl_call *call, pl_sandbox_response *ret_response);

/* --- documents ------------------------------------------------------------------------------- */

/* text, with `part` (a view into it) replaced. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_fault_splice(pl_bytes text, pl_bytes part, pl_bytes with, pl_arena *arena,
                                      pl_bytes *ret_text);

/* Text of a node as a sloppy server would take it for a value of the schema. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_fault_coerce(const pl_json *json, uint32_t node, const pl_schema *schema,
                                      pl_arena *arena, pl_bytes *ret_text);

/* Read text so that every value has its type and nothing required is absent: what is ill-typed is coerced, what is
 * absent made up, what is unreadable taken for {}. A document without such a fault is read as it is; what is made up of
 * {} keeps the contract. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_fault_repair(const pl_schema *schema, pl_bytes text, pl_arena *arena,
                                      pl_json *ret_json);

/* --- calls and answers; all fail: PL_E_MEMORY ------------------------------------------------ */

PL_MUST_USE pl_status pl_fault_set_body(pl_call *call, pl_bytes body);
PL_MUST_USE pl_status pl_fault_set_method(pl_call *call, const char *method);
PL_MUST_USE pl_status pl_fault_set_account(pl_call *call, const char *account_id);
PL_MUST_USE pl_status pl_fault_set_header(pl_call *call, const char *name, const char *value);
/* Let it be the merchant who calls. */
PL_MUST_USE pl_status pl_fault_admit(pl_call *call, unsigned merchant);
/* The first header of that name as it came, which may be empty. False: there is none. */
bool pl_fault_header(const pl_call *call, const char *name, pl_bytes *ret_value);

/* The place at the end of these members. */
pl_fault_place pl_fault_envelope_place(const pl_schema *root, const uint8_t *fields, size_t count);

/* A new text for a node; an empty one takes the member away. */
typedef pl_status pl_fault_rewrite(pl_call *call, const pl_json *json, uint32_t node,
                                   const void *row, pl_bytes *ret_text);

/* Rewrite every node at the place. */
PL_MUST_USE pl_status pl_fault_rewrite_at(pl_call *call, const pl_fault_place *place,
                                          pl_fault_rewrite *rewrite, const void *row,
                                          pl_sandbox_response *response);

pl_fault_rewrite pl_fault_write_quoted, pl_fault_write_in_array, pl_fault_write_other_flag,
    pl_fault_write_nothing, pl_fault_write_text; /* row: the text */

/* Of the answer, in its envelope too. */
PL_MUST_USE pl_status pl_fault_set_status(pl_call *call, int status, pl_sandbox_response *response);
void pl_fault_set_page(pl_sandbox_response *response, const char *page);

#endif
