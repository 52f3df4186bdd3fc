#include "cli/personality.h"

#include <stdlib.h>
#include <string.h>

static const char list_word[] = "list";

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

const char **pl_personality_names(pl_arena *arena) {
    const char **names = pl_arena_alloc(arena, (pl_personality_count + 2) * sizeof *names);
    if (names == NULL) { return NULL; }
    for (size_t i = 0; i < pl_personality_count; i++) { names[i] = pl_personalities[i].name; }
    names[pl_personality_count] = list_word;
    names[pl_personality_count + 1] = NULL;
    return names;
}

bool pl_personality_option(const char *command, const char *name,
                           const pl_personality **ret_personality) {
    if (strcmp(name, list_word) == 0) {
        list_all();
        exit(PL_EXIT_CLEAN); /* as --help does */
    }
    const pl_personality *found = pl_personality_of(name);
    if (found != NULL) {
        *ret_personality = found;
        return true;
    }
    pl_arena arena;
    pl_arena_init(&arena);
    const char **names = pl_personality_names(&arena);
    const char *nearest = names == NULL ? NULL : pl_cli_nearest(name, names);
    if (nearest != NULL) {
        pl_cli_error(command, "there is no personality '%s'; did you mean '%s'?", name, nearest);
    } else {
        pl_cli_error(command, "there is no personality '%s'; --personality list shows them", name);
    }
    pl_arena_done(&arena);
    return false;
}
