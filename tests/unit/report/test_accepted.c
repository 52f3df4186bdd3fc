#include "baseline_util.h"

static const int64_t june_15_ms = 1750000000000; /* 2025-06-15T15:06:40Z */

static const struct refusal {
    const char *name;
    const char *text;
    uint32_t line;
    const char *what;
} refusals[] = {
    /* clang-format off */
    {"no-check", "title/blank/empty\n", 1, "an entry is CASE CHECK"},
    {"no-date", "# known\n\ntitle/blank/empty status\n", 3, "a date, YYYY-MM-DD"},
    {"reason-for-date", "a status ticket 17", 1, "a date, YYYY-MM-DD"},
    {"no-such-day", "a status 2026-02-30 reason", 1, "a date, YYYY-MM-DD"},
    {"month-13", "a status 2026-13-01 reason", 1, "a date, YYYY-MM-DD"},
    {"short-date", "a status 2026-1-01 reason", 1, "a date, YYYY-MM-DD"},
    {"time", "a status 2026-01-01T00:00:00Z reason", 1, "a date, YYYY-MM-DD"},
    {"no-reason", "a status 2026-01-01\nb status 2026-01-01 x", 1, "the reason is missing"},
    {"blank-reason", "b status 2026-01-01 x\na status 2026-01-01 \t \n", 2, "the reason is missing"},
    {"star-inside", "a/*/b status 2026-01-01 x", 1, "a * may stand at the end"},
    {"two-stars", "a/** status 2026-01-01 x", 1, "a * may stand at the end"},
    {"star-inside-check", "a *.b 2026-01-01 x", 1, "a * may stand at the end"},
    {"not-utf-8", "a status 2026-01-01 \xFF", 0, "no text in UTF-8"},
    /* clang-format on */
};

Test(accepted, refusals_name_the_line, .timeout = 10) {
    for (size_t i = 0; i < PL_COUNT(refusals); i++) {
        pl_arena arena;
        pl_arena_init(&arena);
        pl_accepted accepted = {.count = 12345};
        pl_file_trouble trouble = {0};
        cr_assert_eq(pl_accepted_read(pl_bytes_of(refusals[i].text), &arena, &accepted, &trouble),
                     PL_E_SYNTAX, "%s", refusals[i].name);
        cr_expect_eq(trouble.line, refusals[i].line, "%s: line %u", refusals[i].name,
                     (unsigned)trouble.line);
        cr_expect_not_null(strstr(trouble.what, refusals[i].what), "%s: %s", refusals[i].name,
                           trouble.what);
        cr_expect_eq(accepted.count, 12345, "%s: written", refusals[i].name);
        pl_arena_done(&arena);
    }
}

static pl_accepted read(const char *text, pl_arena *arena) {
    pl_accepted accepted = {.count = 0};
    pl_file_trouble trouble = {0};
    const pl_status status = pl_accepted_read(pl_bytes_of(text), arena, &accepted, &trouble);
    cr_assert_eq(status, PL_OK, "line %u: %s", (unsigned)trouble.line, trouble.what);
    return accepted;
}

Test(accepted, entries, .timeout = 10) {
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_accepted got = read("# why\r\n\r\n  a/b\tstatus  2026-02-28   two  words \r\n"
                                 "- clean-up 2024-02-29 caf\xC3\xA9",
                                 &arena);
    cr_assert_eq(got.count, 2);
    cr_expect_str_eq(got.list[0].id, "a/b");
    cr_expect_str_eq(got.list[0].check, "status");
    cr_expect_str_eq(got.list[0].until, "2026-02-28");
    cr_expect_str_eq(got.list[0].reason, "two  words ");
    cr_expect_eq(got.list[0].line, 3);
    cr_expect_str_eq(got.list[1].id, "-");
    cr_expect_eq(got.list[1].line, 4);
    cr_expect_eq(read("", &arena).count, 0);
    cr_expect_eq(read("\n\n#\n", &arena).count, 0);
    pl_arena_done(&arena);
}

/* --- use ------------------------------------------------------------------------------------- */

static const char title[] = "title/maxLength/above";

/* A run with one violation of title's status, and what an entry makes of it. */
static const struct use {
    const char *name;
    const char *entry;
    bool excused;
    bool expired;
    bool stale;
    size_t used_count;
} uses[] = {
    /* clang-format off */
    {"exact", "title/maxLength/above status 2026-01-01 x", true, false, false, 1},
    {"last-day", "title/maxLength/above status 2025-06-15 x", true, false, false, 1},
    {"day-after", "title/maxLength/above status 2025-06-14 x", false, true, false, 1},
    {"prefix", "title/* status 2026-01-01 x", true, false, false, 1},
    {"everything", "* * 2026-01-01 x", true, false, false, 1},
    {"check-prefix", "title/* stat* 2026-01-01 x", true, false, false, 1},
    {"other-check", "title/* echo* 2026-01-01 x", false, false, true, 0},
    {"other-case", "title/maxLength/at status 2026-01-01 x", false, false, true, 0},
    {"shorter-case", "title/maxLength status 2026-01-01 x", false, false, true, 0},
    {"no-such-case", "titel/* status 2026-01-01 x", false, false, true, 0},
    {"whole-run", "- status 2026-01-01 x", false, false, true, 0},
    {"expired-and-stale", "title/maxLength/at status 2020-01-01 x", false, true, true, 0},
    /* clang-format on */
};

Test(accepted, what_is_accepted_fails_nothing, .timeout = 30) {
    for (size_t i = 0; i < PL_COUNT(uses); i++) {
        bu_run run = {0};
        bu_start(&run, "r1", 1760000000123);
        bu_find(&run, title, "status", PL_VIOLATION, "the server answered 200");
        const pl_baseline is = bu_made(&run);
        pl_accepted accepted = read(uses[i].entry, &run.arena);
        cr_assert_eq(pl_accepted_excuse(&run.result, &is, NULL, &accepted, june_15_ms, &run.arena,
                                        &run.result.excused),
                     PL_OK);
        cr_expect_eq(run.result.excused[0], uses[i].excused, "%s: excused", uses[i].name);
        cr_expect_eq(accepted.list[0].expired, uses[i].expired, "%s: expired", uses[i].name);
        cr_expect_eq(accepted.list[0].stale, uses[i].stale, "%s: stale", uses[i].name);
        cr_expect_eq(accepted.list[0].used_count, uses[i].used_count, "%s: used", uses[i].name);
        cr_expect_eq(pl_result_judge(&run.result),
                     uses[i].excused ? PL_RESULT_CONFORMS : PL_RESULT_VIOLATES, "%s", uses[i].name);
        bu_done(&run);
    }
}

/* What was not looked at says nothing of an entry. */
Test(accepted, an_entry_is_not_stale_where_nobody_looked, .timeout = 30) {
    bu_run run = {0};
    bu_start(&run, "r1", 1760000000123);
    bu_row(&run, title)->outcome = PL_OUTCOME_NOT_RUN;
    const char *const last = run.set.cases[run.set.count - 1].id;
    run.result.case_count--; /* in another shard */
    const pl_baseline is = bu_made(&run);
    pl_accepted accepted = read(pl_arena_printf(&run.arena,
                                                "title/* status 2026-01-01 x\n%s status 2026-01-01 "
                                                "x\nitems.name/* status 2026-01-01 x",
                                                last),
                                &run.arena);
    cr_assert_eq(pl_accepted_excuse(&run.result, &is, NULL, &accepted, june_15_ms, &run.arena,
                                    &run.result.excused),
                 PL_OK);
    cr_expect_not(accepted.list[0].stale);
    cr_expect_not(accepted.list[1].stale);
    cr_expect(accepted.list[2].stale);
    bu_done(&run);
}

/* The result lists once what several cases show: it is excused when it is in all of them. */
Test(accepted, what_several_cases_show, .timeout = 30) {
    static const char message[] = "error.code differs";
    for (unsigned all = 0; all < 2; all++) {
        bu_run run = {0};
        bu_start(&run, "r1", 1760000000123);
        bu_find(&run, title, "envelope", PL_WARNING, message);
        bu_find(&run, "title/type/null", "envelope", PL_WARNING, message);
        run.result.finding_count = 1;
        run.findings[0].finding.message = "error.code differs (in 2 cases)";
        const pl_baseline is = bu_made(&run);
        pl_accepted accepted = read(all != 0 ? "title/* envelope 2026-01-01 x"
                                             : "title/type/null envelope 2026-01-01 x",
                                    &run.arena);
        cr_assert_eq(pl_accepted_excuse(&run.result, &is, NULL, &accepted, june_15_ms, &run.arena,
                                        &run.result.excused),
                     PL_OK);
        cr_expect_eq(run.result.excused[0], all != 0, "%u", all);
        bu_done(&run);
    }
}

/* A baseline excuses what it knows; a violation that is new, or another one than before, is not excused. */
Test(accepted, what_a_baseline_knows, .timeout = 30) {
    bu_run runs[2] = {0};
    for (size_t i = 0; i < PL_COUNT(runs); i++) {
        bu_start(&runs[i], i == 0 ? "r1" : "r2", 1760000000123);
        bu_find(&runs[i], title, "status", PL_VIOLATION, "the server answered 200");
        bu_find(&runs[i], "title/type/null", "status", PL_VIOLATION,
                i == 0 ? "the server answered 200" : "the server answered 500");
    }
    bu_find(&runs[1], "title/type/true", "status", PL_VIOLATION, "the server answered 200");
    const pl_baseline was = bu_read(bu_record(&runs[0]), &runs[0].arena);
    const pl_baseline is = bu_made(&runs[1]);
    const pl_baseline_comparison comparison = bu_compared(&was, &is, &runs[1].arena);
    pl_result *const result = &runs[1].result;
    cr_assert_eq(pl_accepted_excuse(result, &is, &comparison, NULL, june_15_ms, &runs[1].arena,
                                    &result->excused),
                 PL_OK);
    static const bool want[] = {true, false, false};
    for (size_t i = 0; i < PL_COUNT(want); i++) {
        cr_expect_eq(result->excused[i], want[i], "finding %zu", i);
    }
    cr_expect_eq(pl_result_judge(result), PL_RESULT_VIOLATES);
    pl_accepted accepted = read("title/type/* status 2026-01-01 both", &runs[1].arena);
    cr_assert_eq(pl_accepted_excuse(result, &is, &comparison, &accepted, june_15_ms, &runs[1].arena,
                                    &result->excused),
                 PL_OK);
    cr_expect_eq(pl_result_judge(result), PL_RESULT_CONFORMS, "known or accepted, all of them");
    bu_done(&runs[0]);
    bu_done(&runs[1]);
}
