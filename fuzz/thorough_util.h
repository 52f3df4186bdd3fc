/* A search checks the dear properties of a target on some inputs, chosen by their bytes; a replay checks all of them on
 * every input, so what a search finds, a replay finds again. */
#ifndef PL_FUZZ_THOROUGH_UTIL_H
#define PL_FUZZ_THOROUGH_UTIL_H

#include <sys/stat.h>

#include "fuzz_util.h"

/* Freed memory is kept back from reuse as long as one input lasts, not for the usual 256 MB more, which no cache holds:
 * up to a third of the time of a target. */
const char *__asan_default_options(void);
const char *__asan_default_options(void) {
    return "quarantine_size_mb=1";
}

/* True but for a search, which is told by a folder among the arguments or by having no input at all. */
static bool fz_thorough = true;

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerInitialize(int *argc, char ***argv) {
    bool inputs = false;
    bool folders = false;
    for (int i = 1; i < *argc; i++) {
        struct stat entry;
        const char *arg = (*argv)[i];
        if (strcmp(arg, "-runs=0") == 0) { return 0; }
        if (arg[0] == '-' || stat(arg, &entry) != 0) { continue; }
        inputs = true;
        folders = folders || S_ISDIR(entry.st_mode);
    }
    fz_thorough = inputs && !folders;
    return 0;
}

/* Is it the turn of this one of `count` dear properties? `pick` depends on the input alone. */
static inline bool fz_is_turn(size_t property, size_t count, uint64_t pick) {
    return fz_thorough || pick % count == property;
}

#endif
