/* Findings as files: a folder of vectors, and a vector that somebody hands us. */
#ifndef PL_CLI_VECTOR_FILE_H
#define PL_CLI_VECTOR_FILE_H

#include "cli/cli.h"
#include "cases/vector.h"

typedef struct pl_vector_folder {
    const char *command; /* whose error lines */
    const char *path;
    bool made; /* by us */
} pl_vector_folder;

/* Is it there, or can it be made? Asked before the search, so that no finding is lost. false after an error line. */
PL_MUST_USE bool pl_vector_folder_open(pl_vector_folder *folder);

/* Remove a folder that was made, and in which nothing was put. */
void pl_vector_folder_close(const pl_vector_folder *folder);

/* Write a vector under a name that says what it is about, and that no file has. *ret_path in arena. false after an
 * error line; the vector then stands on standard error. */
PL_MUST_USE bool pl_vector_folder_add(const pl_vector_folder *folder, const pl_vector *vector,
                                      pl_arena *arena, const char **ret_path);

/* Read the vector of a file. Anything but PL_EXIT_CLEAN after an error line. */
PL_MUST_USE pl_exit pl_vector_file_read(const char *command, const char *path, pl_arena *arena,
                                        pl_vector *ret_vector);

#endif
