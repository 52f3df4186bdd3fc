/* The parts of `paylink mutants`: one run against one faulty sandbox, and what is printed of all. */
#ifndef PL_CLI_MUTANTS_INTERNAL_H
#define PL_CLI_MUTANTS_INTERNAL_H

#include <signal.h>

#include "cli/cli.h"
#include "sandbox/fault.h"

/* What became of one fault. Texts static or in the arena of all. */
typedef struct pl_mutant {
    const pl_fault *fault;
    bool chosen; /* of the options */
    bool killed;
    const char *check;   /* that killed it; NULL: the run could not be brought to an end */
    const char *case_id; /* whose answer the check judged; NULL: of the whole run */
    const char *remark;  /* how the run ended, when no check decided; or NULL */
} pl_mutant;

typedef struct pl_mutants {
    pl_mutant *list;
    size_t count;
    double seconds;
} pl_mutants;

/* --- choosing ------------------------------------------------------------------------------- */

/* The fault of that id, in the arena. NULL after an error line, which names the nearest one. */
const pl_fault *pl_mutants_fault(const char *command, const char *id, pl_arena *arena);

/* An error line: nothing was called so, and what may have been meant. */
void pl_mutants_explain(const char *command, const char *typed, bool is_group,
                        const pl_fault_list *faults, pl_arena *arena);

/* The groups, NULL-terminated, for pl_value_kinds; NULL when out of memory. */
const char **pl_mutants_groups(pl_arena *arena);

/* --- running and printing ------------------------------------------------------------------- */

/* Run the suite against a sandbox with the fault (NULL: without one) and fill the rest of ret_mutant. interrupted is
 * set by the user's signals. Anything but PL_EXIT_CLEAN after an error line: it could not be run at all. */
PL_MUST_USE pl_exit pl_mutant_run(const pl_fault *fault, const volatile sig_atomic_t *interrupted,
                                  pl_arena *arena, pl_mutant *ret_mutant);

/* The ids, groups and statements of the chosen ones. */
void pl_mutants_print_list(const pl_mutants *mutants);
/* killed/total by group, then the survivors; with `verbose`, each fault and what killed it. */
void pl_mutants_print_table(const pl_mutants *mutants, bool verbose);
/* One JSON object a fault and line, and one of the totals. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_mutants_print_json(const pl_mutants *mutants);

/* Chosen faults that must be found and were not. */
size_t pl_mutants_missed(const pl_mutants *mutants);

#endif
