#include "baseline_util.h"

enum { FIRST, SECOND, RUN_COUNT };

static void start(bu_run runs[RUN_COUNT]) {
    memset(runs, 0, RUN_COUNT * sizeof *runs);
    bu_start(&runs[FIRST], "r1", 1760000000123);
    bu_start(&runs[SECOND], "another", 1790000000456);
}

/* The first as it comes out of a file. */
static pl_baseline_comparison compare(bu_run runs[RUN_COUNT]) {
    const pl_baseline was = bu_read(bu_record(&runs[FIRST]), &runs[FIRST].arena);
    const pl_baseline is = bu_made(&runs[SECOND]);
    return bu_compared(&was, &is, &runs[SECOND].arena);
}

static void done(bu_run runs[RUN_COUNT]) {
    bu_done(&runs[FIRST]);
    bu_done(&runs[SECOND]);
}

static const char title[] = "title/blank/empty";
static const char other[] = "title/maxLength/above";

Test(baseline_compare, the_same_behaviour, .timeout = 30) {
    bu_run runs[RUN_COUNT];
    start(runs);
    for (size_t i = 0; i < RUN_COUNT; i++) {
        bu_find(&runs[i], title, "status", PL_OBSERVATION, "accepted (200)");
        bu_find(&runs[i], other, "status", PL_VIOLATION, "the server answered 200");
        bu_find(&runs[i], NULL, "clean-up", PL_OBSERVATION,
                i == FIRST ? "3 links are left" : "12 links are left");
    }
    const pl_baseline_comparison got = compare(runs);
    cr_expect_eq(got.change_count, 0, "%zu", got.change_count);
    cr_expect_eq(got.known_count, 3);
    cr_expect_eq(got.case_count, runs[FIRST].set.count);
    done(runs);
}

/* One change a row: what the check of a case found before and now. */
static const struct row {
    const char *name;
    pl_severity was_severity;
    const char *was; /* NULL: nothing */
    pl_severity is_severity;
    const char *is;
    pl_change_kind kind;
    pl_severity severity;
} rows[] = {
    {"new violation", 0, NULL, PL_VIOLATION, "m", PL_CHANGE_NEW, PL_VIOLATION},
    {"new observation", 0, NULL, PL_OBSERVATION, "m", PL_CHANGE_NEW, PL_OBSERVATION},
    {"fixed", PL_VIOLATION, "m", 0, NULL, PL_CHANGE_FIXED, PL_VIOLATION},
    {"vanished", PL_OBSERVATION, "m", 0, NULL, PL_CHANGE_FIXED, PL_OBSERVATION},
    {"other words", PL_OBSERVATION, "accepted (200)", PL_OBSERVATION, "refused (422)",
     PL_CHANGE_DIFFERENT, PL_OBSERVATION},
    {"worse", PL_OBSERVATION, "m", PL_VIOLATION, "m", PL_CHANGE_DIFFERENT, PL_VIOLATION},
    {"better", PL_VIOLATION, "m", PL_WARNING, "m", PL_CHANGE_DIFFERENT, PL_WARNING},
};

Test(baseline_compare, changes_of_one_case, .timeout = 30) {
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        bu_run runs[RUN_COUNT];
        start(runs);
        if (rows[i].was != NULL) {
            bu_find(&runs[FIRST], title, "status", rows[i].was_severity, rows[i].was);
        }
        if (rows[i].is != NULL) {
            bu_find(&runs[SECOND], title, "status", rows[i].is_severity, rows[i].is);
        }
        const pl_baseline_comparison got = compare(runs);
        cr_assert_eq(got.change_count, 1, "%s: %zu changes", rows[i].name, got.change_count);
        const pl_baseline_change *const change = &got.changes[0];
        cr_expect_eq(change->kind, rows[i].kind, "%s", rows[i].name);
        cr_expect_eq(change->severity, rows[i].severity, "%s", rows[i].name);
        cr_expect_str_eq(change->id, title);
        cr_expect_str_eq(change->check, "status");
        cr_expect_str_eq(change->was, rows[i].was != NULL ? rows[i].was : "");
        cr_expect_str_eq(change->is, rows[i].is != NULL ? rows[i].is : "");
        cr_expect_eq(change->source != NULL, rows[i].is != NULL, "%s", rows[i].name);
        cr_expect_eq(got.counts[rows[i].kind], 1, "%s", rows[i].name);
        done(runs);
    }
}

/* Several statuses are right and nothing is found: the change is seen all the same, and told once. */
Test(baseline_compare, statuses, .timeout = 30) {
    bu_run runs[RUN_COUNT];
    start(runs);
    bu_row(&runs[SECOND], "account/unknown-bad-body")->status = 422;
    bu_row(&runs[SECOND], title)->status = 422;
    bu_find(&runs[FIRST], title, "status", PL_OBSERVATION, "accepted (200)");
    bu_find(&runs[SECOND], title, "status", PL_OBSERVATION, "refused (422)");
    const pl_baseline_comparison got = compare(runs);
    cr_assert_eq(got.change_count, 2, "%zu", got.change_count);
    cr_expect_eq(got.changes[0].kind, PL_CHANGE_STATUS);
    cr_expect_str_eq(got.changes[0].id, "account/unknown-bad-body");
    cr_expect_str_eq(got.changes[0].was, "404");
    cr_expect_str_eq(got.changes[0].is, "422");
    cr_expect_eq(got.changes[1].kind, PL_CHANGE_DIFFERENT);
    done(runs);
}

/* No answer: nothing is fixed by it. An answer where there was none: what it shows is new. */
Test(baseline_compare, cases_without_an_answer, .timeout = 30) {
    bu_run runs[RUN_COUNT];
    start(runs);
    bu_find(&runs[FIRST], title, "status", PL_OBSERVATION, "accepted (200)");
    bu_row(&runs[SECOND], title)->outcome = PL_OUTCOME_INCONCLUSIVE;
    bu_find(&runs[SECOND], other, "status", PL_VIOLATION, "the server answered 200");
    bu_row(&runs[FIRST], other)->outcome = PL_OUTCOME_NOT_RUN;
    bu_row(&runs[FIRST], "body/members/full")->outcome = PL_OUTCOME_NOT_RUN;
    bu_row(&runs[SECOND], "body/members/full")->outcome = PL_OUTCOME_INCONCLUSIVE;
    const pl_baseline_comparison got = compare(runs);
    cr_assert_eq(got.change_count, 2, "%zu", got.change_count);
    cr_expect_eq(got.changes[0].kind, PL_CHANGE_UNJUDGED);
    cr_expect_str_eq(got.changes[0].id, title);
    cr_expect_eq(got.changes[1].kind, PL_CHANGE_NEW);
    cr_expect_str_eq(got.changes[1].id, other);
    done(runs);
}

/* A case that was not there is new, with what it finds; one that is in no set any more is gone; one that is only not in
 * this run is not. */
Test(baseline_compare, cases_come_and_go, .timeout = 30) {
    bu_run runs[RUN_COUNT];
    start(runs);
    bu_find(&runs[SECOND], title, "status", PL_VIOLATION, "m");
    const pl_bytes text = bu_record(&runs[FIRST]);
    char *const at = strstr((char *)(uintptr_t)text.ptr, title);
    cr_assert_not_null(at);
    at[0] = 'T'; /* another id: one is new, one is gone */
    const pl_baseline was = bu_read(text, &runs[FIRST].arena);
    runs[SECOND].result.case_count -= 10;
    const pl_baseline is = bu_made(&runs[SECOND]);
    const pl_baseline_comparison got = bu_compared(&was, &is, &runs[SECOND].arena);
    cr_assert_eq(got.change_count, 3, "%zu", got.change_count);
    cr_expect_eq(got.counts[PL_CHANGE_CASE_GONE], 1);
    cr_expect_eq(got.counts[PL_CHANGE_CASE_NEW], 1);
    cr_expect_eq(got.counts[PL_CHANGE_NEW], 1);
    done(runs);
}

/* Every pair of three findings of one check: what is equal is known, whatever stands around it. */
Test(baseline_compare, several_findings_of_one_check, .timeout = 30) {
    bu_run runs[RUN_COUNT];
    start(runs);
    static const char *const was[] = {"a", "b", "d"};
    static const char *const is[] = {"d", "c", "b", "b"};
    for (size_t i = 0; i < PL_COUNT(was); i++) {
        bu_find(&runs[FIRST], title, "envelope", PL_WARNING, was[i]);
    }
    for (size_t i = 0; i < PL_COUNT(is); i++) {
        bu_find(&runs[SECOND], title, "envelope", PL_WARNING, is[i]);
    }
    const pl_baseline_comparison got = compare(runs);
    cr_expect_eq(got.known_count, 2);
    cr_expect_eq(got.counts[PL_CHANGE_DIFFERENT], 1);
    cr_expect_eq(got.counts[PL_CHANGE_NEW], 1);
    cr_expect_eq(got.change_count, 2);
    done(runs);
}
