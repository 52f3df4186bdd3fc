#include "cli/live.h"

#include <assert.h>

volatile sig_atomic_t pl_live_stop;

static void on_stop_signal(int number) {
    pl_live_stop = number;
}

void pl_live_catch_stop(void) {
    struct sigaction action = {.sa_handler = on_stop_signal};
    action.sa_flags = (int)SA_RESETHAND;
    (void)sigaction(SIGINT, &action, NULL);
    (void)sigaction(SIGTERM, &action, NULL);
    (void)sigaction(SIGHUP, &action, NULL);
}

pl_exit pl_live_trouble(const char *command, pl_status status, const pl_run_trouble *trouble) {
    assert(status != PL_OK);
    if (status == PL_E_MEMORY) {
        pl_cli_error(command, "out of memory");
        return PL_EXIT_ENVIRONMENT;
    }
    pl_cli_error(command, "%s", trouble->what != NULL ? trouble->what : pl_status_text(status));
    if (trouble->hint != NULL && trouble->hint[0] != '\0') {
        pl_cli_error(command, "%s", trouble->hint);
    }
    return status == PL_E_ARGUMENT ? PL_EXIT_USAGE : PL_EXIT_ENVIRONMENT;
}
