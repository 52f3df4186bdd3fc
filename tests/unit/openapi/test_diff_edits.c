/* Each single edit of the contract is detected, graded and witnessed; the mirror image is told the other way round. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "edits.h"
#include "mirror.h"

static const pl_operation *builtin;
static size_t detected;
static size_t witnessed;
static size_t unwitnessed;

static void judge(const edit *made, pl_arena *arena) {
    const pl_version olds = {.operation = builtin};
    const pl_version news = {.operation = made->operation};
    pl_diff diff;
    pl_diff back;
    cr_assert_eq(pl_diff_make(&olds, &news, arena, &diff), PL_OK, "%s", made->name);
    cr_assert_gt(diff.change_count, 0, "%s: not detected", made->name);
    detected++;
    bool found = false;
    bool due = false;
    for (size_t i = 0; i < diff.change_count; i++) {
        const pl_change *const change = &diff.changes[i];
        cr_expect_eq(change->direction, made->direction, "%s: direction", made->name);
        found = found || change->witness.found;
        due = due || change->effect != PL_EFFECT_NONE;
    }
    witnessed += found;
    if (due && !found && !made->vacuous) {
        unwitnessed++;
        fprintf(stderr, "no witness: %s\n", made->name);
    }
    cr_assert_eq(pl_diff_make(&news, &olds, arena, &back), PL_OK, "%s", made->name);
    mirror_check(made->name, &diff, &back);
}

Test(openapi_diff, every_single_edit, .timeout = 120) {
    pl_arena arena;
    pl_arena_init(&arena);
    cr_assert_eq(pl_operation_builtin(&arena, &builtin), PL_OK);
    const size_t count = edits_walk(builtin, judge);
    fprintf(stderr, "%zu edits, %zu witnessed, %zu not\n", count, witnessed, unwitnessed);
    cr_assert_geq(count, 1500, "%zu edits", count);
    cr_assert_eq(detected, count);
    cr_assert_eq(unwitnessed, 0, "%zu edits without a witness", unwitnessed);
    pl_arena_done(&arena);
}
