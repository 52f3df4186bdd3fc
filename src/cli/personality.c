#include "cli/personality.h"

#include <stdlib.h>
#include <string.h>

static void list_all(void) {
    int widest = 0;
    for (size_t i = 0; i < pl_personality_count; i++) {
        const int len = (int)strlen(pl_personalities[i].name);
        widest = len > widest ? len : widest;
    }
    for (size_t i = 0; i < pl_personality_count; i++) {
        (void)printf("%-*s  %s\n", widest, pl_personalities[i].name, pl_personalities[i].statement);
    }
}

/* The name that may have been meant, or NULL. */
static const char *nearest_of(const char *name) {
    const char **names = calloc(pl_personality_count + 1, sizeof *names);
    if (names == NULL) { return NULL; }
    for (size_t i = 0; i < pl_personality_count; i++) { names[i] = pl_personalities[i].name; }
    const char *nearest = pl_cli_nearest(name, names);
    free(names);
    return nearest;
}

bool pl_personality_option(const char *command, const char *name,
                           const pl_personality **ret_personality) {
    if (strcmp(name, "list") == 0) {
        list_all();
        exit(PL_EXIT_CLEAN); /* as --help does */
    }
    const pl_personality *found = pl_personality_of(name);
    if (found != NULL) {
        *ret_personality = found;
        return true;
    }
    const char *nearest = nearest_of(name);
    if (nearest != NULL) {
        pl_cli_error(command, "there is no personality '%s'; did you mean '%s'?", name, nearest);
    } else {
        pl_cli_error(command, "there is no personality '%s'; --personality list shows them", name);
    }
    return false;
}
