/* Reports appear whole or not at all. */
#define _XOPEN_SOURCE 700 /* realpath */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "report/report.h"

enum { TEMPORARY_TRIES_MAX = 100, TEMPORARY_MODE = 0666 };

/* Is there something at path that must be written to in place? A rename onto /dev/stdout or a pipe
 * would put a plain file where a device was. */
static bool is_special(const char *path) {
    struct stat there;
    return stat(path, &there) == 0 && !S_ISREG(there.st_mode);
}

/* Flush, make durable where that means anything, close. out is gone afterwards in every case. */
static pl_status close_durably(FILE *out, bool is_regular) {
    bool fine = fflush(out) == 0;
    if (fine && is_regular) { fine = fsync(fileno(out)) == 0; }
    const int why = errno;
    if (fclose(out) != 0) { return PL_E_IO; }
    errno = why;
    return fine ? PL_OK : PL_E_IO;
}

/* What is to be written, and how. */
typedef struct writer {
    pl_status (*write)(const void *what, FILE *out);
    const void *what;
} writer;

/* Write the report to out and close it. */
static pl_status write_and_close(const writer *own, FILE *out, bool is_regular) {
    errno = 0;
    const pl_status status = own->write(own->what, out);
    const int why = errno;
    const pl_status closed = close_durably(out, is_regular);
    if (status != PL_OK) {
        errno = why;
        return status;
    }
    return closed;
}

/* A new file beside path under a name of its own. mkstemp is not used: it would make a report that
 * only its owner may read, whatever the umask says. Returns NULL with errno. ret_name is the
 * caller's to free. */
static FILE *open_temporary(const char *path, char **ret_name) {
    const size_t cap = strlen(path) + 64;
    char *name = malloc(cap);
    if (name == NULL) { return NULL; }
    int fd = -1;
    for (unsigned i = 0; i < TEMPORARY_TRIES_MAX && fd < 0; i++) {
        (void)snprintf(name, cap, "%s.%ld-%u.tmp", path, (long)getpid(), i);
        fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, TEMPORARY_MODE);
        if (fd < 0 && errno != EEXIST) { break; }
    }
    FILE *out = fd >= 0 ? fdopen(fd, "w") : NULL;
    if (out == NULL) {
        const int why = errno;
        if (fd >= 0) {
            (void)close(fd);
            (void)unlink(name);
        }
        free(name);
        errno = why;
        return NULL;
    }
    *ret_name = name;
    return out;
}

/* Can a file be made beside path, under the name that the report will first have? */
static pl_status probe_temporary(const char *path) {
    char *name = NULL;
    FILE *out = open_temporary(path, &name);
    if (out == NULL) { return PL_E_IO; }
    (void)fclose(out);
    (void)unlink(name);
    free(name);
    return PL_OK;
}

pl_status pl_report_probe_file(const char *path) {
    assert(path != NULL);
    struct stat there;
    if (path[0] == '\0' || path[strlen(path) - 1] == '/') {
        errno = path[0] == '\0' ? ENOENT : EISDIR;
        return PL_E_IO;
    }
    if (stat(path, &there) == 0) {
        if (S_ISDIR(there.st_mode)) {
            errno = EISDIR;
            return PL_E_IO;
        }
        if (access(path, W_OK) != 0) { return PL_E_IO; }
        if (!S_ISREG(there.st_mode)) { return PL_OK; }
    }
    return probe_temporary(path);
}

static pl_status write_in_place(const writer *own, const char *path) {
    /* A pipe that nobody reads is an error now, not a wait without end. */
    const int fd = open(path, O_WRONLY | O_TRUNC | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) { return PL_E_IO; }
    const int flags = fcntl(fd, F_GETFL);
    FILE *out = NULL;
    if (flags >= 0 && fcntl(fd, F_SETFL, flags & ~O_NONBLOCK) == 0) { out = fdopen(fd, "w"); }
    if (out == NULL) {
        (void)close(fd);
        return PL_E_IO;
    }
    return write_and_close(own, out, false);
}

pl_status pl_report_write_with(pl_status (*write)(const void *what, FILE *out), const void *what,
                               const char *path) {
    assert(write != NULL && what != NULL);
    assert(path != NULL);
    const writer own = {.write = write, .what = what};
    if (is_special(path)) { return write_in_place(&own, path); }
    /* A link stays a link: what it points to is replaced. */
    char *real = realpath(path, NULL);
    const char *target = real != NULL ? real : path;
    char *name = NULL;
    pl_status status = PL_E_IO;
    FILE *out = open_temporary(target, &name);
    if (out != NULL) {
        status = write_and_close(&own, out, true);
        if (status == PL_OK && rename(name, target) != 0) { status = PL_E_IO; }
        if (status != PL_OK) {
            const int why = errno;
            (void)unlink(name);
            errno = why;
        }
    }
    const int why = errno;
    free(name);
    free(real);
    errno = why;
    return status;
}

/* A format and what it is to write. */
typedef struct formatted {
    const pl_report_format *format;
    const pl_result *result;
} formatted;

static pl_status write_formatted(const void *what, FILE *out) {
    const formatted *const own = what;
    return own->format->write(own->result, out);
}

pl_status pl_report_write_file(const pl_report_format *format, const pl_result *result,
                               const char *path) {
    assert(format != NULL && format->write != NULL);
    const formatted own = {.format = format, .result = result};
    return pl_report_write_with(write_formatted, &own, path);
}
