#include "cli/run_baseline.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

#include "cli/validate_internal.h"

static const char command[] = "run";

/* The whole of a file, in the arena. */
static pl_exit read_file(const char *path, size_t bytes_max, pl_arena *arena, pl_bytes *ret_text) {
    FILE *const in = fopen(path, "rb");
    if (in == NULL) {
        pl_cli_error(command, "cannot read from %s: %s", path, strerror(errno));
        return PL_EXIT_ENVIRONMENT;
    }
    pl_validate_buffer buffer = {0};
    errno = 0;
    const pl_status status = pl_validate_read_all(in, &buffer);
    const int why = errno;
    (void)fclose(in);
    const char *copy = NULL;
    if (status == PL_OK && buffer.len <= bytes_max) {
        copy = pl_arena_text(arena, (pl_bytes){buffer.ptr, buffer.len});
    }
    const size_t len = buffer.len;
    pl_validate_buffer_done(&buffer);
    if (status == PL_E_IO) {
        pl_cli_error(command, "cannot read from %s: %s", path, strerror(why));
        return PL_EXIT_ENVIRONMENT;
    }
    if (status == PL_OK && len > bytes_max) {
        pl_cli_error(command, "%s is longer than %zu bytes", path, bytes_max);
        return PL_EXIT_USAGE;
    }
    if (copy == NULL) {
        pl_cli_error(command, "out of memory");
        return PL_EXIT_ENVIRONMENT;
    }
    *ret_text = (pl_bytes){(const uint8_t *)copy, len};
    return PL_EXIT_CLEAN;
}

/* FILE:LINE: what */
static pl_exit report_trouble(pl_status status, const char *path, const pl_file_trouble *trouble) {
    if (status == PL_OK) { return PL_EXIT_CLEAN; }
    if (status == PL_E_MEMORY) {
        pl_cli_error(command, "out of memory");
        return PL_EXIT_ENVIRONMENT;
    }
    assert(status == PL_E_SYNTAX && trouble->what != NULL);
    if (trouble->line == 0) {
        pl_cli_error(command, "%s: %s", path, trouble->what);
    } else {
        pl_cli_error(command, "%s:%u: %s", path, (unsigned)trouble->line, trouble->what);
    }
    return PL_EXIT_USAGE;
}

static pl_exit open_baseline(pl_run_baseline *baseline) {
    const char *const path = baseline->baseline_path;
    if (path == NULL) { return PL_EXIT_CLEAN; }
    pl_bytes text = {NULL, 0};
    const pl_exit read = read_file(path, PL_JSON_BYTES_MAX, &baseline->arena, &text);
    if (read != PL_EXIT_CLEAN) { return read; }
    pl_file_trouble trouble = {.what = NULL};
    const pl_status status = pl_baseline_read(text, &baseline->arena, &baseline->was, &trouble);
    return report_trouble(status, path, &trouble);
}

static pl_exit open_accepted(pl_run_baseline *baseline) {
    const char *const path = baseline->accepted_path;
    if (path == NULL) { return PL_EXIT_CLEAN; }
    pl_bytes text = {NULL, 0};
    const pl_exit read = read_file(path, PL_ACCEPTED_BYTES_MAX, &baseline->arena, &text);
    if (read != PL_EXIT_CLEAN) { return read; }
    pl_file_trouble trouble = {.what = NULL};
    const pl_status status =
        pl_accepted_read(text, &baseline->arena, &baseline->accepted, &trouble);
    return report_trouble(status, path, &trouble);
}

pl_exit pl_run_baseline_open(pl_run_baseline *baseline) {
    assert(baseline != NULL);
    pl_arena_init(&baseline->arena);
    const pl_exit opened = open_baseline(baseline);
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
