#include <criterion/criterion.h>
#include <string.h>

#include "fixture.h"

enum { CASE_COUNT = 4 };

/* Up to four cases of groups a, a, b, c. */
typedef struct verdict_case {
    const char *name;
    pl_outcome outcomes[CASE_COUNT];
    pl_class classes[CASE_COUNT]; /* the rest: accept */
    unsigned needs[CASE_COUNT];
    uint64_t totals[PL_SEVERITY_COUNT];
    uint64_t extra; /* further cases, which passed and are not listed */
    pl_severity fail_on;
    pl_shard shard;
    bool good_accepted;
    bool out_of_time;
    bool given_up;
    pl_result_gap want_gap;
    pl_result_verdict want;
} verdict_case;

#define LATE   PL_OUTCOME_INCONCLUSIVE
#define UNSENT PL_OUTCOME_NOT_RUN
#define ALL(x)                                                                                     \
    { x, x, x, x }

/* clang-format off */
static const verdict_case rows[] = {
    {.name = "clean", .want = PL_RESULT_CONFORMS},
    {.name = "violation", .totals = {1, 0, 0}, .want = PL_RESULT_VIOLATES},
    {.name = "warning", .totals = {0, 1, 0}, .want = PL_RESULT_CONFORMS},
    {.name = "warning-fails", .totals = {0, 1, 0}, .fail_on = PL_WARNING, .want = PL_RESULT_VIOLATES},
    {.name = "violation-is-worse", .totals = {1, 0, 0}, .fail_on = PL_WARNING, .want = PL_RESULT_VIOLATES},
    {.name = "observation-is-not", .totals = {0, 0, 1}, .fail_on = PL_WARNING, .want = PL_RESULT_CONFORMS},
    {.name = "observation-fails", .totals = {0, 0, 1}, .fail_on = PL_OBSERVATION, .want = PL_RESULT_VIOLATES},
    {.name = "violation-and-no-time", .totals = {1, 0, 0}, .out_of_time = true,
     .want_gap = PL_RESULT_OUT_OF_TIME, .want = PL_RESULT_VIOLATES},
    {.name = "no-time", .out_of_time = true, .want_gap = PL_RESULT_OUT_OF_TIME, .want = PL_RESULT_INCONCLUSIVE},
    {.name = "given-up", .given_up = true, .want_gap = PL_RESULT_GIVEN_UP, .want = PL_RESULT_INCONCLUSIVE},
    {.name = "late-one-of-a-group", .outcomes = {[1] = LATE}, .extra = 100, .want = PL_RESULT_CONFORMS},
    {.name = "late-group", .outcomes = {[2] = LATE}, .extra = 100,
     .want_gap = PL_RESULT_GROUP_UNTESTED, .want = PL_RESULT_INCONCLUSIVE},
    {.name = "late-whole-group", .outcomes = {LATE, LATE}, .extra = 100,
     .want_gap = PL_RESULT_GROUP_UNTESTED, .want = PL_RESULT_INCONCLUSIVE},
    {.name = "unsent-group", .outcomes = {[3] = UNSENT}, .extra = 100,
     .want_gap = PL_RESULT_GROUP_UNTESTED, .want = PL_RESULT_INCONCLUSIVE},
    {.name = "group-without-a-setting", .outcomes = {[3] = UNSENT}, .needs = {[3] = PL_NEEDS_CLIENT_SECRET},
     .want = PL_RESULT_CONFORMS},
    {.name = "half-without-a-setting", .outcomes = {UNSENT, LATE}, .needs = {PL_NEEDS_CATALOG, 0}, .extra = 100,
     .want_gap = PL_RESULT_GROUP_UNTESTED, .want = PL_RESULT_INCONCLUSIVE},
    {.name = "late-though-a-setting-is-needed", .outcomes = {[3] = LATE}, .needs = {[3] = PL_NEEDS_CATALOG},
     .extra = 100, .want_gap = PL_RESULT_GROUP_UNTESTED, .want = PL_RESULT_INCONCLUSIVE},
    {.name = "nothing-accepted", .classes = ALL(PL_CLASS_REJECT), .good_accepted = true,
     .want_gap = PL_RESULT_NOTHING_ACCEPTED, .want = PL_RESULT_INCONCLUSIVE},
    {.name = "shard-without-accepting", .classes = ALL(PL_CLASS_REJECT), .good_accepted = true, .shard = {1, 2},
     .want = PL_RESULT_CONFORMS},
    {.name = "shard-and-nothing-accepted-at-all", .classes = ALL(PL_CLASS_REJECT), .shard = {1, 2},
     .want_gap = PL_RESULT_NOTHING_ACCEPTED, .want = PL_RESULT_INCONCLUSIVE},
    {.name = "shard-with-one-unsendable", .outcomes = {[3] = UNSENT}, .good_accepted = true, .shard = {1, 2},
     .want = PL_RESULT_CONFORMS},
    {.name = "shard-with-a-late-group", .outcomes = {[3] = LATE}, .extra = 100, .good_accepted = true,
     .shard = {1, 2}, .want_gap = PL_RESULT_GROUP_UNTESTED, .want = PL_RESULT_INCONCLUSIVE},
};
/* clang-format on */

Test(report_verdict, rows, .timeout = 10) {
    static const char *const groups[CASE_COUNT] = {"a", "a", "b", "c"};
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        const verdict_case *row = &rows[i];
        pl_case tests[CASE_COUNT];
        pl_case_result cases[CASE_COUNT];
        uint64_t late = 0;
        for (size_t k = 0; k < CASE_COUNT; k++) {
            tests[k] =
                (pl_case){.group = groups[k], .klass = row->classes[k], .needs = row->needs[k]};
            cases[k] = (pl_case_result){.test = &tests[k], .outcome = row->outcomes[k]};
            late += row->outcomes[k] == LATE ? 1U : 0U;
        }
        pl_result result = {.cases = cases,
                            .case_count = CASE_COUNT,
                            .fail_on = row->fail_on,
                            .shard = row->shard,
                            .good_accepted = row->good_accepted,
                            .out_of_time = row->out_of_time,
                            .given_up = row->given_up,
                            .summary = {.cases = CASE_COUNT + row->extra, .inconclusive = late}};
        memcpy(result.summary.totals, row->totals, sizeof row->totals);
        cr_assert_eq(pl_result_gap_of(&result), row->want_gap, "%s: gap", row->name);
        cr_assert_eq(pl_result_judge(&result), row->want, "%s: verdict", row->name);
    }
}

/* Of a hundred cases; one, which passed, is listed. */
Test(report_verdict, share_without_an_answer, .timeout = 10) {
    static const struct {
        const char *name;
        uint64_t violations, inconclusive;
        pl_result_verdict want;
    } shares[] = {
        {"violation-and-silence", 1, 99, PL_RESULT_VIOLATES},
        {"ten-percent", 0, 10, PL_RESULT_CONFORMS},
        {"eleven-percent", 0, 11, PL_RESULT_INCONCLUSIVE},
    };
    for (size_t i = 0; i < PL_COUNT(shares); i++) {
        const pl_case test = {.group = "a", .klass = PL_CLASS_ACCEPT};
        const pl_case_result row = {.test = &test, .outcome = PL_OUTCOME_PASSED};
        const pl_result result = {
            .cases = &row,
            .case_count = 1,
            .summary = {.cases = 100,
                        .inconclusive = shares[i].inconclusive,
                        .totals = {[PL_VIOLATION] = shares[i].violations}},
        };
        cr_assert_eq(pl_result_judge(&result), shares[i].want, "%s: verdict", shares[i].name);
    }
    const pl_result nothing = {.case_count = 0};
    cr_assert_eq(pl_result_judge(&nothing), PL_RESULT_INCONCLUSIVE, "no cases");
    const pl_result empty_shard = {.shard = {7, 1000}, .good_accepted = true};
    cr_assert_eq(pl_result_judge(&empty_shard), PL_RESULT_CONFORMS, "a share of nothing");
}

Test(report_verdict, an_interrupted_run_does_not_conform) {
    pl_result result = *fx_clean_result();
    cr_assert_eq(pl_result_judge(&result), PL_RESULT_CONFORMS);
    result.interrupted = true;
    cr_assert_eq(pl_result_judge(&result), PL_RESULT_INCONCLUSIVE);
    cr_assert_eq(pl_result_gap_of(&result), PL_RESULT_INTERRUPTED);
}

/* Each group once, with a reason that says why it does not pass for tested. */
Test(report_verdict, untested_groups, .timeout = 10) {
    const pl_case tests[] = {{.group = "a", .needs = PL_NEEDS_CATALOG},
                             {.group = "b"},
                             {.group = "a"},
                             {.group = "c", .needs = PL_NEEDS_CATALOG},
                             {.group = "b"}};
    const pl_case_result cases[] = {
        {.test = &tests[0], .outcome = PL_OUTCOME_NOT_RUN, .reason = "no catalog"},
        {.test = &tests[1], .outcome = PL_OUTCOME_INCONCLUSIVE, .reason = "late"},
        {.test = &tests[2], .outcome = PL_OUTCOME_INCONCLUSIVE, .reason = "lost"},
        {.test = &tests[3], .outcome = PL_OUTCOME_NOT_RUN, .reason = "no catalog"},
        {.test = &tests[4], .outcome = PL_OUTCOME_FAILED},
    };
    const pl_result result = {.cases = cases, .case_count = PL_COUNT(cases)};
    static const pl_untested want[] = {{"a", "lost", false}, {"c", "no catalog", true}};
    size_t from = 0;
    pl_untested got;
    for (size_t i = 0; i < PL_COUNT(want); i++) {
        cr_assert(pl_result_untested_next(&result, &from, &got), "%s", want[i].group);
        cr_assert_str_eq(got.group, want[i].group);
        cr_assert_str_eq(got.reason, want[i].reason);
        cr_assert_eq(got.excused, want[i].excused, "%s", want[i].group);
    }
    cr_assert_not(pl_result_untested_next(&result, &from, &got));
}
