#define _DEFAULT_SOURCE /* TIOCGWINSZ */
#include "cli/terminal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/cli.h"

/* To column one, and erase to the end of the line (ECMA-48). */
static const char line_start[] = "\r\x1b[K";

static bool is_capable(int fd) {
    const char *term = getenv("TERM");
    return isatty(fd) && term != NULL && term[0] != '\0' && strcmp(term, "dumb") != 0;
}

pl_terminal pl_terminal_of_output(void) {
    pl_terminal terminal = {.width = 0};
    struct winsize size;
    if (!isatty(STDOUT_FILENO)) { return terminal; }
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) { terminal.width = size.ws_col; }
    const char *no_color = getenv("NO_COLOR"); /* https://no-color.org: set and not empty */
    terminal.live = is_capable(STDOUT_FILENO);
    terminal.colour = terminal.live && (no_color == NULL || no_color[0] == '\0');
    return terminal;
}

bool pl_terminal_is_live(void) {
    return is_capable(STDERR_FILENO);
}

void pl_progress_show(void *user, const pl_run_progress *progress) {
    enum { PAUSE_MS = 50 };
    pl_progress *state = user;
    assert(state != NULL);
    assert(progress != NULL);
    const int64_t now_ms = pl_cli_now_ms();
    const bool is_last = progress->done == progress->count;
    if (!is_last && now_ms >= state->shown_ms && now_ms - state->shown_ms < PAUSE_MS) { return; }
    state->shown_ms = now_ms;
    (void)fprintf(stderr, "%s%zu/%zu  %.60s", line_start, progress->done, progress->count,
                  progress->group != NULL ? progress->group : "");
    (void)fflush(stderr);
}

void pl_progress_clear(void) {
    (void)fputs(line_start, stderr);
    (void)fflush(stderr);
}
