#include <assert.h>
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "cli/cases_internal.h"
#include "cli/mutants_internal.h"
#include "report/safe_text.h"

enum { GROUP_COLUMNS = 16 };

typedef struct totals {
    size_t faults;
    size_t killed;
    size_t documented; /* that must be found */
    size_t missed;     /* of these, that were not */
} totals;

/* Of a group, or of all when it is NULL. */
static totals count(const pl_mutants *mutants, const char *group) {
    totals sum = {.faults = 0};
    for (size_t i = 0; i < mutants->count; i++) {
        const pl_mutant *mutant = &mutants->list[i];
        if (!mutant->chosen || (group != NULL && strcmp(mutant->fault->group, group) != 0)) {
            continue;
        }
        sum.faults++;
        sum.killed += mutant->killed;
        sum.documented += mutant->fault->documented;
        sum.missed += mutant->fault->documented && !mutant->killed;
    }
    return sum;
}

size_t pl_mutants_missed(const pl_mutants *mutants) {
    return count(mutants, NULL).missed;
}

static bool is_first_of_group(const pl_mutants *mutants, size_t at) {
    for (size_t i = 0; i < at; i++) {
        const pl_mutant *earlier = &mutants->list[i];
        if (earlier->chosen && strcmp(earlier->fault->group, mutants->list[at].fault->group) == 0) {
            return false;
        }
    }
    return mutants->list[at].chosen;
}

void pl_mutants_print_list(const pl_mutants *mutants) {
    for (size_t i = 0; i < mutants->count; i++) {
        if (!is_first_of_group(mutants, i)) { continue; }
        const char *group = mutants->list[i].fault->group;
        (void)printf("%s (%zu)\n", group, count(mutants, group).faults);
        for (size_t k = i; k < mutants->count; k++) {
            const pl_fault *fault = mutants->list[k].fault;
            if (!mutants->list[k].chosen || strcmp(fault->group, group) != 0) { continue; }
            (void)printf("  %s  %s%s\n", fault->id, fault->statement,
                         fault->documented ? "" : " (need not be found)");
        }
        (void)printf("\n");
    }
    (void)printf("%zu faults\n", count(mutants, NULL).faults);
}

/* --- table ----------------------------------------------------------------------------------- */

static void print_row(const char *name, totals sum) {
    const bool all = sum.killed == sum.faults;
    (void)printf("%s %-*s %6zu %6zu", sum.missed == 0 ? "✓" : "✗", GROUP_COLUMNS, name, sum.faults,
                 sum.killed);
    if (all) {
        (void)printf("        ·\n");
    } else {
        (void)printf(" %8zu\n", sum.faults - sum.killed);
    }
}

static void print_killers(const pl_mutants *mutants, pl_arena *arena) {
    for (size_t i = 0; i < mutants->count; i++) {
        const pl_mutant *mutant = &mutants->list[i];
        if (!mutant->chosen || !mutant->killed) { continue; }
        const char *remark = pl_safe_string(mutant->remark, PL_SAFE_LINE, arena);
        (void)printf("  %s  %s%s%s\n", mutant->fault->id,
                     mutant->check != NULL ? mutant->check : (remark != NULL ? remark : ""),
                     mutant->case_id != NULL ? "  " : "",
                     mutant->case_id != NULL ? mutant->case_id : "");
    }
    (void)printf("\n");
}

static void print_survivors(const pl_mutants *mutants, pl_arena *arena) {
    const totals sum = count(mutants, NULL);
    if (sum.killed == sum.faults) { return; }
    (void)printf("\nSurvived:\n");
    for (size_t i = 0; i < mutants->count; i++) {
        const pl_mutant *mutant = &mutants->list[i];
        if (!mutant->chosen || mutant->killed) { continue; }
        (void)printf("  %s\n    %s%s\n", mutant->fault->id, mutant->fault->statement,
                     mutant->fault->documented ? "" : " (need not be found)");
        if (mutant->remark != NULL) {
            const char *remark = pl_safe_string(mutant->remark, PL_SAFE_LINE, arena);
            (void)printf("    the run ended early: %s\n", remark != NULL ? remark : "");
        }
    }
}

void pl_mutants_print_table(const pl_mutants *mutants, bool verbose) {
    pl_arena arena;
    pl_arena_init(&arena);
    const totals sum = count(mutants, NULL);
    if (verbose) { print_killers(mutants, &arena); }
    (void)printf("  %-*s %6s %6s %8s\n", GROUP_COLUMNS, "group", "faults", "killed", "survived");
    for (size_t i = 0; i < mutants->count; i++) {
        if (is_first_of_group(mutants, i)) {
            const char *group = mutants->list[i].fault->group;
            print_row(group, count(mutants, group));
        }
    }
    print_row("total", sum);
    print_survivors(mutants, &arena);
    (void)printf("\n%zu of %zu faults killed, %zu of the %zu that must be; in %.1f s\n", sum.killed,
                 sum.faults, sum.documented - sum.missed, sum.documented, mutants->seconds);
    pl_arena_done(&arena);
}

/* --- JSON ------------------------------------------------------------------------------------ */

static bool put_text(json_object *object, const char *key, const char *text, pl_arena *arena) {
    return text == NULL || pl_cases_put_text(object, key, text, arena);
}

static pl_status print_mutant(const pl_mutant *mutant, pl_arena *arena) {
    json_object *object = json_object_new_object();
    const pl_fault *fault = mutant->fault;
    if (object == NULL || !put_text(object, "fault", fault->id, arena) ||
        !put_text(object, "group", fault->group, arena) ||
        !put_text(object, "statement", fault->statement, arena) ||
        !pl_cases_put(object, "documented", json_object_new_boolean(fault->documented)) ||
        !pl_cases_put(object, "killed", json_object_new_boolean(mutant->killed)) ||
        !put_text(object, "check", mutant->check, arena) ||
        !put_text(object, "case", mutant->case_id, arena) ||
        !put_text(object, "remark", mutant->remark, arena)) {
        json_object_put(object);
        object = NULL;
    }
    return pl_cases_print_line(object);
}

static bool put_count(json_object *object, const char *key, size_t value) {
    return pl_cases_put(object, key, json_object_new_int64((int64_t)value));
}

static pl_status print_totals(const pl_mutants *mutants) {
    const totals sum = count(mutants, NULL);
    json_object *object = json_object_new_object();
    if (object == NULL || !put_count(object, "faults", sum.faults) ||
        !put_count(object, "killed", sum.killed) ||
        !put_count(object, "documented", sum.documented) ||
        !put_count(object, "missed", sum.missed) ||
        !pl_cases_put(object, "seconds", json_object_new_double(mutants->seconds))) {
        json_object_put(object);
        object = NULL;
    }
    return pl_cases_print_line(object);
}

pl_status pl_mutants_print_json(const pl_mutants *mutants) {
    pl_arena arena;
    pl_arena_init(&arena);
    pl_status status = PL_OK;
    for (size_t i = 0; i < mutants->count && status == PL_OK; i++) {
        if (mutants->list[i].chosen) { status = print_mutant(&mutants->list[i], &arena); }
        pl_arena_reset(&arena);
    }
    pl_arena_done(&arena);
    return status == PL_OK ? print_totals(mutants) : status;
}
