/* Files that earlier runs left, and those that are kept beside them: read whole; faults told with their line. */
#ifndef PL_CLI_RECORD_FILE_H
#define PL_CLI_RECORD_FILE_H

#include "cli/cli.h"
#include "report/baseline.h"

/* The whole of a file, in the arena. Not PL_EXIT_CLEAN after an error line. */
PL_MUST_USE pl_exit pl_record_file_text(const char *command, const char *path, size_t bytes_max,
                                        pl_arena *arena, pl_bytes *ret_text);

/* What a reader of such a file said: PL_EXIT_CLEAN for PL_OK, else after "FILE:LINE: what". */
PL_MUST_USE pl_exit pl_record_file_trouble(const char *command, pl_status status, const char *path,
                                           const pl_file_trouble *trouble);

/* A record. Everything in arena. Not PL_EXIT_CLEAN after an error line. */
PL_MUST_USE pl_exit pl_record_file_read(const char *command, const char *path, pl_arena *arena,
                                        pl_baseline *ret_baseline);

#endif
