#include "cli/record_file.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

#include "cli/validate_internal.h"

pl_exit pl_record_file_text(const char *command, const char *path, size_t bytes_max,
                            pl_arena *arena, pl_bytes *ret_text) {
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

pl_exit pl_record_file_trouble(const char *command, pl_status status, const char *path,
                               const pl_file_trouble *trouble) {
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

pl_exit pl_record_file_read(const char *command, const char *path, pl_arena *arena,
                            pl_baseline *ret_baseline) {
    assert(path != NULL && ret_baseline != NULL);
    pl_bytes text = {NULL, 0};
    const pl_exit read = pl_record_file_text(command, path, PL_JSON_BYTES_MAX, arena, &text);
    if (read != PL_EXIT_CLEAN) { return read; }
    pl_file_trouble trouble = {.what = NULL};
    const pl_status status = pl_baseline_read(text, arena, ret_baseline, &trouble);
    return pl_record_file_trouble(command, status, path, &trouble);
}
