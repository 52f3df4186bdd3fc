/* Walk the committed seeds of a fuzz target. */
#ifndef PL_TESTS_CORPUS_UTIL_H
#define PL_TESTS_CORPUS_UTIL_H

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "text/base.h"

enum { CU_PATH_BYTES_MAX = 4096, CU_INPUT_BYTES_MAX = 2 * 1024 * 1024 };

/* The whole file; the caller frees it. */
static inline pl_bytes cu_read(const char *folder, const char *name) {
    char path[CU_PATH_BYTES_MAX];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    cr_assert_not_null(file, "%s: cannot be opened", name);
    cr_assert_eq(fseek(file, 0, SEEK_END), 0, "%s", name);
    const long len = ftell(file);
    cr_assert(len >= 0 && len <= CU_INPUT_BYTES_MAX, "%s: %ld bytes", name, len);
    rewind(file);
    uint8_t *data = malloc((size_t)len + 1);
    cr_assert_not_null(data, "%s: out of memory", name);
    cr_assert_eq(fread(data, 1, (size_t)len, file), (size_t)len, "%s: cannot be read", name);
    fclose(file);
    return (pl_bytes){data, (size_t)len};
}

typedef void cu_visit(const char *name, pl_bytes input, void *user);

/* Every seed of the target. */
static inline void cu_each(const char *target, cu_visit *visit, void *user) {
    char folder[CU_PATH_BYTES_MAX / 2];
    snprintf(folder, sizeof folder, "%s/corpus/%s", PL_SOURCE_DIR, target);
    DIR *entries = opendir(folder);
    cr_assert_not_null(entries, "%s: cannot be opened", folder);
    for (struct dirent *entry = readdir(entries); entry != NULL; entry = readdir(entries)) {
        if (entry->d_name[0] == '.') { continue; }
        const pl_bytes input = cu_read(folder, entry->d_name);
        visit(entry->d_name, input, user);
        free((void *)input.ptr);
    }
    closedir(entries);
}

/* The verdict that a name claims, into claim; false for a name that starts with an issue's number. */
static inline bool cu_claim(const char *name, char claim[8]) {
    return sscanf(name, "%7[a-z]-", claim) == 1;
}

#endif
