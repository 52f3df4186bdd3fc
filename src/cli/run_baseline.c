#include "cli/run_baseline.h"

#include <assert.h>

#include "cli/record_file.h"

static const char command[] = "run";

static pl_exit open_accepted(pl_run_baseline *baseline) {
    const char *const path = baseline->accepted_path;
    if (path == NULL) { return PL_EXIT_CLEAN; }
    pl_bytes text = {NULL, 0};
    const pl_exit read =
        pl_record_file_text(command, path, PL_ACCEPTED_BYTES_MAX, &baseline->arena, &text);
    if (read != PL_EXIT_CLEAN) { return read; }
    pl_file_trouble trouble = {.what = NULL};
    const pl_status status =
        pl_accepted_read(text, &baseline->arena, &baseline->accepted, &trouble);
    return pl_record_file_trouble(command, status, path, &trouble);
}

pl_exit pl_run_baseline_open(pl_run_baseline *baseline) {
    assert(baseline != NULL);
    pl_arena_init(&baseline->arena);
    const pl_exit opened = baseline->baseline_path == NULL
                               ? PL_EXIT_CLEAN
                               : pl_record_file_read(command, baseline->baseline_path,
                                                     &baseline->arena, &baseline->was);
    return opened == PL_EXIT_CLEAN ? open_accepted(baseline) : opened;
}

bool pl_run_baseline_judge(pl_run_baseline *baseline, pl_result *result) {
    assert(baseline != NULL && result != NULL);
    const bool compares = baseline->baseline_path != NULL;
    const bool accepts = baseline->accepted_path != NULL;
    if (!compares && !accepts) { return true; }
    pl_baseline is;
    pl_status status = pl_baseline_make(result, &baseline->arena, &is);
    if (status == PL_OK && compares) {
        status = pl_baseline_compare(&baseline->was, &is, &baseline->arena, &baseline->comparison);
    }
    if (status == PL_OK) {
        status = pl_accepted_excuse(result, &is, compares ? &baseline->comparison : NULL,
                                    accepts ? &baseline->accepted : NULL, pl_cli_now_ms(),
                                    &baseline->arena, &result->excused);
    }
    if (status != PL_OK) {
        pl_cli_error(command, "cannot compare with the baseline: %s", pl_status_text(status));
    }
    return status == PL_OK;
}

pl_status pl_run_baseline_print(const pl_run_baseline *baseline, const pl_result *result,
                                const pl_terminal *terminal) {
    pl_status status = PL_OK;
    if (baseline->accepted_path != NULL) {
        status = pl_report_accepted(&baseline->accepted, terminal, stdout);
    }
    if (status == PL_OK && baseline->baseline_path != NULL) {
        status = pl_report_comparison(result, &baseline->comparison, terminal, stdout);
    }
    return status;
}

void pl_run_baseline_close(pl_run_baseline *baseline) {
    pl_arena_done(&baseline->arena);
}
