/* A journal on disk, made of a result as a run would make it. */
#ifndef PL_TESTS_JOURNAL_UTIL_H
#define PL_TESTS_JOURNAL_UTIL_H

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fixture.h"
#include "report/journal.h"

/* A folder of this test's own, and the journal's path in it. */
typedef struct ju_place {
    char folder[64];
    char path[96];
} ju_place;

static inline ju_place ju_place_make(void) {
    ju_place place = {.folder = "/tmp/paylink-journal-XXXXXX"};
    cr_assert_not_null(mkdtemp(place.folder));
    snprintf(place.path, sizeof place.path, "%s/j", place.folder);
    return place;
}

static inline void ju_place_remove(const ju_place *place) {
    (void)unlink(place->path);
    (void)rmdir(place->folder);
}

/* The whole file, terminated; the caller frees it. */
static inline char *ju_read(const char *path, size_t *ret_len) {
    struct stat there;
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    cr_assert_geq(fd, 0, "%s", path);
    cr_assert_eq(fstat(fd, &there), 0);
    char *const text = malloc((size_t)there.st_size + 1);
    cr_assert_not_null(text);
    cr_assert_eq(read(fd, text, (size_t)there.st_size), there.st_size);
    text[there.st_size] = '\0';
    *ret_len = (size_t)there.st_size;
    (void)close(fd);
    return text;
}

/* All that a run tells of result, in the order in which its cases are settled: from the last to the first. The caller
 * frees the text. */
static inline char *ju_write(const pl_result *result, size_t *ret_len) {
    const ju_place place = ju_place_make();
    pl_journal *journal = NULL;
    cr_assert_eq(pl_journal_open(place.path, &journal), PL_OK);
    pl_journal_plan(journal, result);
    for (size_t i = result->case_count; i > 0; i--) {
        pl_journal_case(journal, i - 1, &result->cases[i - 1]);
    }
    for (size_t i = 0; i < result->finding_count; i++) {
        if (result->findings[i].finding.test == NULL) {
            pl_journal_note(journal, &result->findings[i].finding);
        }
    }
    cr_assert_eq(pl_journal_finish(journal, result), PL_OK);
    pl_journal_close(journal, false);
    char *const text = ju_read(place.path, ret_len);
    ju_place_remove(&place);
    return text;
}

#endif
