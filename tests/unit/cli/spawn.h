/* Run the real `paylink`, and read what it says. */
#ifndef PL_TESTS_CLI_SPAWN_H
#define PL_TESTS_CLI_SPAWN_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* What a finished command left. Texts are terminated; input and output may hold NULs. */
typedef struct sp_result {
    int exit_status; /* -1: ended by a signal */
    char *out;
    size_t out_len;
    char *err;
} sp_result;

/* Run `paylink` with the words of line, split at single blanks ('' is an empty word), and input on
 * its standard input. Words of environment ("NAME=VALUE NAME=VALUE", or NULL) are added to an
 * environment without any PAYLINK_*. */
sp_result sp_run(const char *line, const char *input, const char *environment);
sp_result sp_run_bytes(const char *line, const void *input, size_t input_len);
void sp_result_done(sp_result *result);

/* A command that goes on: `paylink sandbox`. */
typedef struct sp_child {
    pid_t pid;
    int out; /* reading end of its standard output */
    int err;
} sp_child;

sp_child sp_start(const char *line, const char *environment, int out_fd);

/* Its first line, without the line end, within some seconds. The caller frees it. */
char *sp_first_line(const sp_child *child);

/* Send the signal, wait, and read the rest. */
sp_result sp_stop(sp_child *child, int signal_number);

/* A folder of this test's own; sp_inside gives a path in it (four at a time). Removed with
 * everything in it. */
void sp_folder_make(void);
void sp_folder_remove(void);
const char *sp_inside(const char *name);
void sp_put_file(const char *name, const char *text);

/* The whole of a file; the caller frees it. */
char *sp_read_file(const char *path);

/* printf for command lines: static storage, four at a time. */
__attribute__((format(printf, 1, 2))) const char *sp_line(const char *format, ...);

#endif
