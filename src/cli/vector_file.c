#include "cli/vector_file.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FOLDER_MODE = 0777, FILE_MODE = 0666, NAME_TRIES_MAX = 1000 };

/* --- the folder ---------------------------------------------------------------------------------------- */

bool pl_vector_folder_open(pl_vector_folder *folder) {
    struct stat there;
    assert(folder->path != NULL);
    folder->made = mkdir(folder->path, FOLDER_MODE) == 0;
    if (folder->made) { return true; }
    const int why = errno;
    if (stat(folder->path, &there) == 0 && S_ISDIR(there.st_mode) &&
        access(folder->path, W_OK | X_OK) == 0) {
        return true;
    }
    pl_cli_error(folder->command, "cannot keep findings in %s: %s. Name another folder with --save",
                 folder->path, strerror(why == EEXIST ? errno != 0 ? errno : ENOTDIR : why));
    return false;
}

void pl_vector_folder_close(const pl_vector_folder *folder) {
    if (folder->made) { (void)rmdir(folder->path); } /* only when it is empty */
}

/* --- writing ------------------------------------------------------------------------------------------- */

/* All of it, and to the disk. */
static bool write_whole(int fd, pl_bytes text) {
    while (text.len > 0) {
        const ssize_t written = write(fd, text.ptr, text.len);
        if (written < 0 && errno == EINTR) { continue; }
        if (written <= 0) { return false; }
        text = (pl_bytes){text.ptr + written, text.len - (size_t)written};
    }
    return fsync(fd) == 0;
}

/* A file that was not there: "NAME.json", "NAME-2.json", ... Returns -1 with errno. */
static int create(const pl_vector_folder *folder, const char *name, pl_arena *arena,
                  const char **ret_path) {
    for (unsigned i = 1; i <= NAME_TRIES_MAX; i++) {
        const char *path = i == 1 ? pl_arena_printf(arena, "%s/%s.json", folder->path, name)
                                  : pl_arena_printf(arena, "%s/%s-%u.json", folder->path, name, i);
        if (path == NULL) {
            errno = ENOMEM;
            return -1;
        }
        const int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, FILE_MODE);
        if (fd >= 0) { *ret_path = path; }
        if (fd >= 0 || errno != EEXIST) { return fd; }
    }
    return -1;
}

bool pl_vector_folder_add(const pl_vector_folder *folder, const pl_vector *vector, pl_arena *arena,
                          const char **ret_path) {
    pl_bytes text = {0};
    const char *name = NULL;
    if (pl_vector_write(vector, arena, &text) != PL_OK ||
        pl_vector_name(vector, arena, &name) != PL_OK) {
        pl_cli_error(folder->command, "out of memory");
        return false;
    }
    const int fd = create(folder, name, arena, ret_path);
    bool fine = fd >= 0 && write_whole(fd, text);
    const int why = errno;
    if (fd >= 0 && close(fd) != 0) { fine = false; }
    if (fine) { return true; }
    pl_cli_error(folder->command, "cannot keep a finding in %s: %s. This is it:", folder->path,
                 strerror(why));
    (void)fwrite(text.ptr, 1, text.len, stderr);
    return false;
}

/* --- reading ------------------------------------------------------------------------------------------- */

/* At most one byte more than a vector can have. Fails: PL_E_IO with errno, PL_E_MEMORY. */
static pl_status read_file(const char *path, pl_arena *arena, pl_bytes *ret_text) {
    const size_t cap = PL_VECTOR_BYTES_MAX + 1;
    uint8_t *text = pl_arena_alloc(arena, cap);
    if (text == NULL) { return PL_E_MEMORY; }
    FILE *in = fopen(path, "rb");
    if (in == NULL) { return PL_E_IO; }
    errno = 0;
    const size_t len = fread(text, 1, cap, in);
    const bool fine = ferror(in) == 0;
    const int why = errno;
    (void)fclose(in);
    errno = why;
    if (!fine) { return PL_E_IO; }
    pl_arena_shrink(arena, text, cap, len);
    *ret_text = (pl_bytes){text, len};
    return PL_OK;
}

pl_exit pl_vector_file_read(const char *command, const char *path, pl_arena *arena,
                            pl_vector *ret_vector) {
    pl_bytes text = {0};
    pl_vector_trouble trouble = {.what = NULL};
    errno = 0;
    pl_status status = read_file(path, arena, &text);
    if (status == PL_E_IO) {
        pl_cli_error(command, "cannot read %s: %s", path, strerror(errno));
        return PL_EXIT_ENVIRONMENT;
    }
    if (status == PL_OK) { status = pl_vector_read(text, arena, ret_vector, &trouble); }
    if (status == PL_OK) { return PL_EXIT_CLEAN; }
    if (status == PL_E_MEMORY) {
        pl_cli_error(command, "out of memory");
        return PL_EXIT_ENVIRONMENT;
    }
    if (trouble.line > 0) {
        pl_cli_error(command, "%s:%u:%u: %s. A vector is a file that paylink fuzz has saved", path,
                     trouble.line, trouble.column, trouble.what);
    } else {
        pl_cli_error(command, "%s: %s. A vector is a file that paylink fuzz has saved", path,
                     trouble.what);
    }
    return PL_EXIT_USAGE;
}
