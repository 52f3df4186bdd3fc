/* paylink cases --coverage: read corpora, count what they show. */
#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/cases_internal.h"
#include "cli/terminal.h"
#include "cli/validate_internal.h"

static const char command[] = "cases";

/* State of the whole command. */
typedef struct session {
    const pl_cases_corpora *corpora;
    pl_coverage coverage;
    pl_arena arena;   /* of the rows */
    pl_arena scratch; /* of one document at a time */
    pl_arena path;    /* of one file's path at a time */
    pl_validate_buffer buffer;
} session;

static bool report_unread(const char *path, int why) {
    pl_cli_error(command, "cannot read %s: %s", path, strerror(why));
    return false;
}

static bool report_memory(void) {
    pl_cli_error(command, "out of memory");
    return false;
}

/* Everything below returns false after an error line. */

static bool count_file(session *work, const char *path) {
    FILE *in = fopen(path, "rb");
    if (in == NULL) { return report_unread(path, errno); }
    errno = 0;
    const pl_status status = pl_validate_read_all(in, &work->buffer);
    const int why = errno;
    (void)fclose(in);
    if (status == PL_E_IO) { return report_unread(path, why); }
    const pl_bytes text = work->buffer.len > 0 ? (pl_bytes){work->buffer.ptr, work->buffer.len}
                                               : (pl_bytes)PL_BYTES_LIT("");
    pl_arena_reset(&work->scratch);
    return (status == PL_OK && pl_coverage_add(&work->coverage, text, &work->corpora->context,
                                               &work->scratch, NULL) == PL_OK) ||
           report_memory();
}

/* Count a file of a folder; what is no file (a folder in it, a socket) is passed over. */
static bool count_entry(session *work, const char *folder, const char *name, size_t *file_count) {
    struct stat about;
    pl_arena_reset(&work->path);
    const char *path = pl_arena_printf(&work->path, "%s/%s", folder, name);
    if (path == NULL) { return report_memory(); }
    if (stat(path, &about) != 0) { return report_unread(path, errno); }
    if (!S_ISREG(about.st_mode)) { return true; }
    (*file_count)++;
    return count_file(work, path);
}

/* The files of a folder, hidden ones left out; folders in it are not entered. */
static bool count_folder(session *work, const char *path) {
    DIR *folder = opendir(path);
    if (folder == NULL) { return report_unread(path, errno); }
    size_t file_count = 0;
    bool counted = true;
    errno = 0;
    for (struct dirent *entry = readdir(folder); entry != NULL && counted;
         entry = readdir(folder)) {
        if (entry->d_name[0] != '.') {
            counted = count_entry(work, path, entry->d_name, &file_count);
        }
        errno = 0;
    }
    if (counted && errno != 0) { counted = report_unread(path, errno); }
    (void)closedir(folder);
    if (counted && file_count == 0) {
        pl_cli_error(command, "%s holds no files", path);
        return false;
    }
    return counted;
}

static bool count_path(session *work, const char *path) {
    struct stat about;
    if (stat(path, &about) != 0) { return report_unread(path, errno); }
    return S_ISDIR(about.st_mode) ? count_folder(work, path) : count_file(work, path);
}

static pl_exit print_coverage(const session *work) {
    const pl_coverage *coverage = &work->coverage;
    if (!work->corpora->json) {
        pl_cases_coverage_print_table(coverage, pl_terminal_of_output().colour);
    } else if (pl_cases_coverage_print_json(coverage) != PL_OK) {
        (void)report_memory();
        return PL_EXIT_ENVIRONMENT;
    }
    return pl_coverage_full_count(coverage) == coverage->row_count ? PL_EXIT_CLEAN
                                                                   : PL_EXIT_FINDINGS;
}

pl_exit pl_cases_coverage(const pl_cases_corpora *corpora) {
    assert(corpora != NULL);
    assert(corpora->path_count > 0);
    session work = {.corpora = corpora};
    const pl_schema *schema = corpora->response == 0
                                  ? &pl_contract_request
                                  : pl_contract_answer_of(corpora->response)->schema;
    bool counted =
        pl_coverage_make(schema, &work.arena, &work.coverage) == PL_OK || report_memory();
    for (size_t i = 0; i < corpora->path_count && counted; i++) {
        counted = count_path(&work, corpora->paths[i]);
    }
    /* Half a count would show gaps that are none. */
    const pl_exit outcome = counted ? print_coverage(&work) : PL_EXIT_ENVIRONMENT;
    pl_validate_buffer_done(&work.buffer);
    pl_arena_done(&work.path);
    pl_arena_done(&work.scratch);
    pl_arena_done(&work.arena);
    return outcome;
}
