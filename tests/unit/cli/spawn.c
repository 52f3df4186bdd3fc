#define _XOPEN_SOURCE 700 /* mkdtemp */
#include "spawn.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WORD_COUNT_MAX = 64, FIRST_LINE_MS = 20000, PATH_BYTES = 512, LINE_BYTES = 2048, TURNS = 4 };

extern char **environ;

/* --- words ---------------------------------------------------------------------------------- */

typedef struct words {
    char *text; /* owns the bytes */
    char *list[WORD_COUNT_MAX + 1];
    size_t count;
} words;

static void words_add(words *to, char *word) {
    cr_assert_lt(to->count, (size_t)WORD_COUNT_MAX, "too many words");
    to->list[to->count++] = word;
    to->list[to->count] = NULL;
}

static void words_split(words *to, const char *line) {
    to->text = strdup(line);
    cr_assert_not_null(to->text);
    for (char *at = to->text; *at != '\0';) {
        char *word = at;
        at += strcspn(at, " ");
        if (*at == ' ') { *at++ = '\0'; }
        words_add(to, strcmp(word, "''") == 0 ? word + 2 : word);
    }
}

/* The environment without what could change a verdict. */
static void environment_make(words *to, const char *extra) {
    for (size_t i = 0; environ[i] != NULL; i++) {
        if (strncmp(environ[i], "PAYLINK_", 8) != 0 && strncmp(environ[i], "NO_COLOR", 8) != 0) {
            words_add(to, environ[i]);
        }
    }
    if (extra != NULL) { words_split(to, extra); }
}

/* --- children ------------------------------------------------------------------------------- */

static sp_child start(const char *line, const char *environment, int in_fd, int out_fd) {
    words arguments = {0};
    words variables = {0};
    char program[] = "paylink";
    int out[2];
    int err[2];
    words_add(&arguments, program);
    words_split(&arguments, line);
    environment_make(&variables, environment);
    cr_assert_eq(pipe(out), 0);
    cr_assert_eq(pipe(err), 0);
    posix_spawn_file_actions_t actions;
    cr_assert_eq(posix_spawn_file_actions_init(&actions), 0);
    (void)posix_spawn_file_actions_adddup2(&actions, in_fd, STDIN_FILENO);
    (void)posix_spawn_file_actions_adddup2(&actions, out_fd >= 0 ? out_fd : out[1], STDOUT_FILENO);
    (void)posix_spawn_file_actions_adddup2(&actions, err[1], STDERR_FILENO);
    (void)posix_spawn_file_actions_addclose(&actions, out[0]);
    (void)posix_spawn_file_actions_addclose(&actions, err[0]);
    sp_child child = {.out = out[0], .err = err[0]};
    const int failed =
        posix_spawn(&child.pid, PL_PAYLINK, &actions, NULL, arguments.list, variables.list);
    cr_assert_eq(failed, 0, "cannot start %s: %s", PL_PAYLINK, strerror(failed));
    (void)posix_spawn_file_actions_destroy(&actions);
    (void)close(out[1]);
    (void)close(err[1]);
    free(arguments.text);
    free(variables.text);
    return child;
}

sp_child sp_start(const char *line, const char *environment, int out_fd) {
    const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    cr_assert_geq(nothing, 0);
    const sp_child child = start(line, environment, nothing, out_fd);
    (void)close(nothing);
    return child;
}

typedef struct growing {
    char *text;
    size_t len;
} growing;

/* One read; false at the end. */
static bool read_some(int fd, growing *to) {
    char part[65536];
    const ssize_t got = read(fd, part, sizeof part);
    if (got < 0 && errno == EINTR) { return true; }
    if (got <= 0) { return false; }
    char *grown = realloc(to->text, to->len + (size_t)got + 1);
    cr_assert_not_null(grown);
    memcpy(grown + to->len, part, (size_t)got);
    to->text = grown;
    to->len += (size_t)got;
    to->text[to->len] = '\0';
    return true;
}

static char *text_or_empty(char *text) {
    return text != NULL ? text : calloc(1, 1);
}

/* Read both streams to their ends, then wait. */
static sp_result finish(sp_child *child) {
    growing out = {0};
    growing err = {0};
    struct pollfd fds[2] = {{.fd = child->out, .events = POLLIN},
                            {.fd = child->err, .events = POLLIN}};
    while (fds[0].fd >= 0 || fds[1].fd >= 0) {
        if (poll(fds, 2, -1) < 0) { continue; }
        if (fds[0].revents != 0 && !read_some(child->out, &out)) { fds[0].fd = -1; }
        if (fds[1].revents != 0 && !read_some(child->err, &err)) { fds[1].fd = -1; }
    }
    (void)close(child->out);
    (void)close(child->err);
    int status = 0;
    cr_assert_eq(waitpid(child->pid, &status, 0), child->pid);
    return (sp_result){.exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : -1,
                       .out = text_or_empty(out.text),
                       .out_len = out.len,
                       .err = text_or_empty(err.text)};
}

/* Input goes through a file without a name: a pipe could block both sides. */
static sp_result run(const char *line, const void *input, size_t input_len,
                     const char *environment) {
    FILE *in = tmpfile();
    cr_assert_not_null(in);
    cr_assert_eq(fwrite(input, 1, input_len, in), input_len);
    cr_assert_eq(fflush(in), 0);
    cr_assert_eq(lseek(fileno(in), 0, SEEK_SET), 0);
    sp_child child = start(line, environment, fileno(in), -1);
    (void)fclose(in);
    return finish(&child);
}

sp_result sp_run(const char *line, const char *input, const char *environment) {
    return run(line, input, strlen(input), environment);
}

sp_result sp_run_bytes(const char *line, const void *input, size_t input_len) {
    return run(line, input, input_len, NULL);
}

void sp_result_done(sp_result *result) {
    free(result->out);
    free(result->err);
    *result = (sp_result){0};
}

char *sp_first_line(const sp_child *child) {
    growing line = {0};
    struct pollfd out = {.fd = child->out, .events = POLLIN};
    while (line.text == NULL || strchr(line.text, '\n') == NULL) {
        cr_assert_gt(poll(&out, 1, FIRST_LINE_MS), 0, "no first line in time");
        cr_assert(read_some(child->out, &line), "the output ended before a line did");
    }
    *strchr(line.text, '\n') = '\0';
    return line.text;
}

sp_result sp_stop(sp_child *child, int signal_number) {
    cr_assert_eq(kill(child->pid, signal_number), 0);
    return finish(child);
}

/* --- files ---------------------------------------------------------------------------------- */

static char folder[PATH_BYTES];

void sp_folder_make(void) {
    (void)snprintf(folder, sizeof folder, "%s", "/tmp/paylink-cli-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
}

void sp_folder_remove(void) {
    DIR *dir = opendir(folder);
    cr_assert_not_null(dir);
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        if (unlinkat(dirfd(dir), entry->d_name, 0) != 0 && entry->d_name[0] != '.') {
            (void)unlinkat(dirfd(dir), entry->d_name, AT_REMOVEDIR);
        }
    }
    (void)closedir(dir);
    (void)rmdir(folder);
}

const char *sp_line(const char *format, ...) {
    static char lines[TURNS][LINE_BYTES];
    static size_t turn;
    turn = (turn + 1) % TURNS;
    va_list args;
    va_start(args, format);
    const int len = vsnprintf(lines[turn], LINE_BYTES, format, args);
    va_end(args);
    cr_assert(len >= 0 && len < LINE_BYTES);
    return lines[turn];
}

const char *sp_inside(const char *name) {
    static char paths[TURNS][PATH_BYTES * 2];
    static size_t turn;
    turn = (turn + 1) % TURNS;
    (void)snprintf(paths[turn], sizeof paths[turn], "%s/%s", folder, name);
    return paths[turn];
}

void sp_put_file(const char *name, const char *text) {
    FILE *file = fopen(sp_inside(name), "w");
    cr_assert_not_null(file);
    cr_assert_geq(fputs(text, file), 0);
    cr_assert_eq(fclose(file), 0);
}

char *sp_read_file(const char *path) {
    growing text = {0};
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    cr_assert_geq(fd, 0, "%s: %s", path, strerror(errno));
    while (read_some(fd, &text)) {}
    (void)close(fd);
    return text_or_empty(text.text);
}
