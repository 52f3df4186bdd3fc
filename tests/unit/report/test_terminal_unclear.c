#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"

static void check_has(const char *text, const char *part) {
    cr_assert_not_null(strstr(text, part), "'%s' is not in:\n%s", part, text);
}

/* Seven cases that share a reason, one of which was not even sent, and one whose name is long. */
Test(report_terminal_unclear, cases_are_named, .timeout = 10) {
    enum { COUNT = 8 };
    static const char *const ids[COUNT] = {
        "g/one",
        "g/two",
        "g/three",
        "g/four",
        "g/five",
        "g/six",
        "g/seven",
        "g/a-name-that-is-longer-than-a-line-of-a-terminal-may-be-when-the-tries-stand-behind-it"};
    pl_case tests[COUNT];
    pl_case_result cases[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        tests[i] = (pl_case){.id = ids[i], .group = "g", .constraint = "", .why = ""};
        cases[i] = (pl_case_result){.test = &tests[i],
                                    .outcome = PL_OUTCOME_INCONCLUSIVE,
                                    .tries = i == 0 ? 0 : (unsigned)i,
                                    .seconds = 1.25,
                                    .reason = i == COUNT - 1 ? "reset" : "no answer: timed out"};
    }
    const pl_result result = {.base_url = "http://x",
                              .run_id = "r",
                              .cases = cases,
                              .case_count = COUNT,
                              .shard = {2, 4},
                              .all_case_count = 601,
                              .summary = {.cases = COUNT,
                                          .inconclusive = COUNT,
                                          .repeats = 14,
                                          .waited_seconds = 3.25,
                                          .refusals_looked_up = 17}};
    const pl_terminal terminal = {.width = 66};
    char *text = fx_print_terminal(&result, &terminal);
    check_has(text, "  inconclusive     7  no answer: timed out\n");
    check_has(text, "        g/one\n");
    check_has(text, "        g/two  1 try, 1.2 s\n");
    check_has(text, "        g/three  2 tries, 1.2 s\n");
    check_has(text, " and 2 more\n");
    cr_assert_null(strstr(text, "g/six"), "%s", text);
    check_has(text, "7 tries, 1.2 s\n");
    check_has(text, "\nNot tested: g (no answer: timed out)\n");
    check_has(text, "\nShard 2/4: 8 of 601 cases\n");
    check_has(text, "\nRepeated: 14 requests; 3.2 s of waiting for a limit or an answer\n");
    check_has(text, "Refused requests that were looked up among");
    check_has(text, "\nInconclusive: ");
    free(text);
}

static const struct word_case {
    const char *name;
    uint64_t totals[PL_SEVERITY_COUNT];
    pl_severity fail_on;
    const char *want;
} words[] = {
    {"violation", {1, 1, 1}, PL_OBSERVATION, "\nVIOLATIONS: 1 in "},
    {"warning", {0, 1, 1}, PL_OBSERVATION, "\nWARNINGS: "},
    {"warning-alone", {0, 1, 0}, PL_WARNING, "\nWARNINGS: "},
    {"observation", {0, 0, 1}, PL_OBSERVATION, "\nOBSERVATIONS: "},
    {"warning-is-let-pass", {0, 1, 0}, PL_VIOLATION, "\nConforms: "},
};

/* The last line says what failed the run. */
Test(report_terminal_unclear, closing_word, .timeout = 10) {
    for (size_t i = 0; i < PL_COUNT(words); i++) {
        const pl_terminal terminal = {.width = 80};
        pl_result result = *fx_clean_result();
        result.finding_count = 0;
        result.fail_on = words[i].fail_on;
        memcpy(result.summary.totals, words[i].totals, sizeof words[i].totals);
        char *text = fx_print_terminal(&result, &terminal);
        check_has(text, words[i].want);
        free(text);
    }
}
