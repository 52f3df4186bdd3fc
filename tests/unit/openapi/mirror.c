#include "mirror.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

enum { ID_BYTES_MAX = 1024, CHANGE_COUNT_MAX = 1024 };

static const char *const opposites[][2] = {
    {"added", "removed"}, {"raised", "lowered"}, {"narrowed", "widened"}};

static const char *opposite_of(const char *name) {
    for (size_t i = 0; i < PL_COUNT(opposites); i++) {
        for (size_t k = 0; k < 2; k++) {
            if (strcmp(opposites[i][k], name) == 0) { return opposites[i][1 - k]; }
        }
    }
    return name;
}

void mirror_id(const char *id, char *out, size_t out_cap) {
    const char *const slash = strrchr(id, '/');
    cr_assert_not_null(slash, "%s", id);
    (void)snprintf(out, out_cap, "%.*s/%s", (int)(slash - id), id, opposite_of(slash + 1));
}

static bool ends_with(const char *text, const char *end) {
    const size_t len = strlen(text);
    const size_t end_len = strlen(end);
    return len >= end_len && strcmp(text + len - end_len, end) == 0;
}

/* Grades of declaring a member, which are a judgement of their own, by direction and [added][effect]. */
static unsigned declared_grades(const pl_change *change, bool added) {
    enum {
        BREAKING = 1 << PL_GRADE_BREAKING,
        RISKY = 1 << PL_GRADE_RISKY,
        FINE = 1 << PL_GRADE_COMPATIBLE
    };
    if (change->direction == PL_DIRECTION_REQUEST) {
        if (added) { return change->effect == PL_EFFECT_LOOSER ? FINE : FINE | RISKY; }
        return change->effect == PL_EFFECT_TIGHTER ? BREAKING : RISKY;
    }
    if (added) { return change->effect == PL_EFFECT_LOOSER ? BREAKING : FINE; }
    return RISKY;
}

static void check_grade(const char *name, const pl_change *change) {
    static const pl_grade grades[PL_DIRECTION_COUNT][PL_EFFECT_COUNT] = {
        [PL_DIRECTION_REQUEST] = {[PL_EFFECT_NONE] = PL_GRADE_COMPATIBLE,
                                  [PL_EFFECT_TIGHTER] = PL_GRADE_BREAKING,
                                  [PL_EFFECT_LOOSER] = PL_GRADE_COMPATIBLE,
                                  [PL_EFFECT_EITHER] = PL_GRADE_BREAKING},
        [PL_DIRECTION_RESPONSE] = {[PL_EFFECT_NONE] = PL_GRADE_COMPATIBLE,
                                   [PL_EFFECT_TIGHTER] = PL_GRADE_COMPATIBLE,
                                   [PL_EFFECT_LOOSER] = PL_GRADE_BREAKING,
                                   [PL_EFFECT_EITHER] = PL_GRADE_BREAKING}};
    unsigned allowed = 1U << grades[change->direction][change->effect];
    if (strstr(change->id, "/properties/") != NULL) {
        allowed = declared_grades(change, ends_with(change->id, "/added"));
    }
    cr_expect(((1U << change->grade) & allowed) != 0, "%s: %s is %s (effect %d)", name, change->id,
              pl_grade_text(change->grade), change->effect);
}

void mirror_check(const char *name, const pl_diff *diff, const pl_diff *back) {
    bool taken[CHANGE_COUNT_MAX] = {false};
    cr_assert_leq(back->change_count, CHANGE_COUNT_MAX);
    cr_assert_eq(back->change_count, diff->change_count, "%s: %zu changes, %zu back", name,
                 diff->change_count, back->change_count);
    for (size_t i = 0; i < diff->change_count; i++) {
        const pl_change *const change = &diff->changes[i];
        char want[ID_BYTES_MAX];
        size_t k = 0;
        mirror_id(change->id, want, sizeof want);
        while (k < back->change_count && (taken[k] || strcmp(back->changes[k].id, want) != 0)) {
            k++;
        }
        cr_assert_lt(k, back->change_count, "%s: %s has no mirror image %s", name, change->id,
                     want);
        taken[k] = true;
        cr_expect_eq(back->changes[k].direction, change->direction, "%s: %s", name, want);
        cr_expect_eq(back->changes[k].witness.found, change->witness.found,
                     "%s: %s is witnessed on one way only", name, change->id);
        cr_expect(!change->witness.found || change->effect != PL_EFFECT_NONE, "%s: %s", name,
                  change->id);
        /* What is no schema has grades of its own, told in the table of such edits. */
        const bool of_schema =
            strstr(change->id, "/body/") != NULL && strstr(change->id, "/media/") == NULL;
        if (of_schema) { check_grade(name, change); }
    }
}
