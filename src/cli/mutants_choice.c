#include <assert.h>
#include <string.h>

#include "cli/mutants_internal.h"

void pl_mutants_explain(const char *command, const char *typed, bool is_group,
                        const pl_fault_list *faults, pl_arena *arena) {
    const char **names = pl_arena_alloc(arena, (faults->count + 1) * sizeof *names);
    if (names == NULL) {
        pl_cli_error(command, "out of memory");
        return;
    }
    for (size_t i = 0; i < faults->count; i++) {
        names[i] = is_group ? faults->list[i].group : faults->list[i].id;
    }
    names[faults->count] = NULL;
    const char *nearest = pl_cli_nearest(typed, names);
    if (nearest != NULL && strcmp(nearest, typed) != 0) {
        pl_cli_error(command, "there is no fault '%s'; did you mean '%s'?", typed, nearest);
    } else {
        pl_cli_error(command, "there is no fault '%s'; 'paylink mutants --list' lists them", typed);
    }
}

const pl_fault *pl_mutants_fault(const char *command, const char *id, pl_arena *arena) {
    pl_fault_list faults;
    if (pl_faults_make(arena, &faults) != PL_OK) {
        pl_cli_error(command, "out of memory");
        return NULL;
    }
    const pl_fault *fault = pl_fault_of(&faults, id);
    if (fault == NULL) { pl_mutants_explain(command, id, false, &faults, arena); }
    return fault;
}

const char **pl_mutants_groups(pl_arena *arena) {
    pl_fault_list faults;
    if (pl_faults_make(arena, &faults) != PL_OK) { return NULL; }
    const char **groups = pl_arena_alloc(arena, (faults.count + 1) * sizeof *groups);
    if (groups == NULL) { return NULL; }
    size_t count = 0;
    for (size_t i = 0; i < faults.count; i++) {
        bool listed = false;
        for (size_t k = 0; k < count && !listed; k++) {
            listed = strcmp(groups[k], faults.list[i].group) == 0;
        }
        if (!listed) { groups[count++] = faults.list[i].group; }
    }
    groups[count] = NULL;
    return groups;
}
