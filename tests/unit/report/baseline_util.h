/* Runs as they could have been: real cases, answers that the test chooses. */
#ifndef PL_TESTS_REPORT_BASELINE_UTIL_H
#define PL_TESTS_REPORT_BASELINE_UTIL_H

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/accepted.h"

static const pl_bytes bu_codes[] = {PL_BYTES_LIT("QRIS"), PL_BYTES_LIT("VA_BRI")};

enum { BU_FINDING_COUNT_MAX = 64 };

/* A run in which every case passed with its first status, and nothing was found. */
typedef struct bu_run {
    pl_arena arena;
    pl_case_set set;
    pl_case_result *rows;
    pl_result_finding findings[BU_FINDING_COUNT_MAX];
    pl_result result;
} bu_run;

static inline void bu_start(bu_run *run, const char *run_id, int64_t now_ms) {
    pl_arena_init(&run->arena);
    const pl_case_config config = {.run_id = run_id,
                                   .amount = pl_decimal_of(PL_CONTRACT_AMOUNT_DEFAULT),
                                   .now_ms = now_ms,
                                   .payment_methods = bu_codes,
                                   .payment_method_count = PL_COUNT(bu_codes)};
    cr_assert_eq(pl_cases_make(&config, &run->arena, &run->set), PL_OK);
    run->rows = pl_arena_alloc(&run->arena, run->set.count * sizeof *run->rows);
    cr_assert_not_null(run->rows);
    for (size_t i = 0; i < run->set.count; i++) {
        run->rows[i] = (pl_case_result){.test = &run->set.cases[i],
                                        .outcome = PL_OUTCOME_PASSED,
                                        .status = run->set.cases[i].statuses[0]};
    }
    run->result = (pl_result){.base_url = "http://127.0.0.1:1",
                              .run_id = run_id,
                              .started_ms = now_ms,
                              .cases = run->rows,
                              .case_count = run->set.count,
                              .findings = run->findings,
                              .made_of = config};
    run->result.summary.cases = run->set.count;
}

static inline void bu_done(bu_run *run) {
    pl_arena_done(&run->arena);
}

static inline pl_case_result *bu_row(bu_run *run, const char *id) {
    for (size_t i = 0; i < run->set.count; i++) {
        if (strcmp(run->set.cases[i].id, id) == 0) { return &run->rows[i]; }
    }
    cr_assert_fail("no case %s", id);
    return NULL;
}

/* A finding of a case (NULL: of the whole run), also in the run's list. */
static inline void bu_find(bu_run *run, const char *id, const char *check, pl_severity severity,
                           const char *message) {
    pl_case_result *const row = id != NULL ? bu_row(run, id) : NULL;
    const pl_finding finding = {.test = row != NULL ? row->test : NULL,
                                .check = check,
                                .severity = severity,
                                .message = message};
    cr_assert_lt(run->result.finding_count, BU_FINDING_COUNT_MAX);
    run->findings[run->result.finding_count++] = (pl_result_finding){.finding = finding};
    run->result.summary.totals[severity]++;
    if (row == NULL) { return; }
    pl_finding *const list = pl_arena_alloc(&run->arena, (row->finding_count + 1) * sizeof *list);
    cr_assert_not_null(list);
    if (row->finding_count > 0) { memcpy(list, row->findings, row->finding_count * sizeof *list); }
    list[row->finding_count] = finding;
    row->findings = list;
    row->finding_count++;
    if (severity == PL_VIOLATION) { row->outcome = PL_OUTCOME_FAILED; }
}

static inline pl_baseline bu_made(bu_run *run) {
    pl_baseline baseline;
    cr_assert_eq(pl_baseline_make(&run->result, &run->arena, &baseline), PL_OK);
    return baseline;
}

/* The record's text, in the run's arena. */
static inline pl_bytes bu_record(bu_run *run) {
    char *text = NULL;
    size_t len = 0;
    FILE *const out = open_memstream(&text, &len);
    cr_assert_not_null(out);
    cr_assert_eq(pl_baseline_format.write(&run->result, out), PL_OK);
    cr_assert_eq(fclose(out), 0);
    const pl_bytes copy = {
        (const uint8_t *)pl_arena_text(&run->arena, (pl_bytes){(const uint8_t *)text, len}), len};
    free(text);
    cr_assert_not_null(copy.ptr);
    return copy;
}

static inline pl_baseline bu_read(pl_bytes text, pl_arena *arena) {
    pl_baseline baseline = {.case_count = 0};
    pl_file_trouble trouble = {0};
    const pl_status status = pl_baseline_read(text, arena, &baseline, &trouble);
    cr_assert_eq(status, PL_OK, "line %u: %s", (unsigned)trouble.line, trouble.what);
    return baseline;
}

static inline pl_baseline_comparison bu_compared(const pl_baseline *was, const pl_baseline *is,
                                                 pl_arena *arena) {
    pl_baseline_comparison comparison;
    cr_assert_eq(pl_baseline_compare(was, is, arena, &comparison), PL_OK);
    return comparison;
}

#endif
