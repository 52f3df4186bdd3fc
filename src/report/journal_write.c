/* Lines are appended, each with one write(2): after a crash at most the last one is cut short. */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "report/journal_internal.h"

enum { JOURNAL_MODE = 0666 };

struct pl_journal {
    char *path;
    int fd;
    bool is_regular; /* can be cut and made durable */
    bool is_new;     /* made by pl_journal_open */
    off_t len;       /* of the whole lines */
    uint64_t *marks; /* of every case: of the line that says how it ended; 0: none yet */
    size_t case_count;
    pl_status status; /* of the first line that failed */
    int error_number;
};

/* --- the file -------------------------------------------------------------------------------- */

/* Two runs must not write to one file. A lock that the file system does not know is no trouble. */
static bool is_taken(int fd) {
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    if (fcntl(fd, F_SETLK, &lock) == 0 || (errno != EACCES && errno != EAGAIN)) { return false; }
    errno = EAGAIN; /* one name for it: EACCES is also that of a file that may not be written to */
    return true;
}

static pl_status open_file(pl_journal *journal) {
    const int flags = O_WRONLY | O_APPEND | O_CLOEXEC | O_NONBLOCK;
    struct stat there;
    journal->fd = open(journal->path, flags | O_CREAT | O_EXCL, JOURNAL_MODE);
    journal->is_new = journal->fd >= 0;
    if (journal->fd < 0 && errno == EEXIST) { journal->fd = open(journal->path, flags); }
    if (journal->fd < 0 || fstat(journal->fd, &there) != 0) { return PL_E_IO; }
    journal->is_regular = S_ISREG(there.st_mode);
    const int status_flags = fcntl(journal->fd, F_GETFL);
    if (status_flags < 0 || fcntl(journal->fd, F_SETFL, status_flags & ~O_NONBLOCK) != 0) {
        return PL_E_IO;
    }
    return journal->is_regular && is_taken(journal->fd) ? PL_E_IO : PL_OK;
}

pl_status pl_journal_open(const char *path, pl_journal **ret_journal) {
    assert(path != NULL && ret_journal != NULL);
    pl_journal *const journal = calloc(1, sizeof *journal);
    if (journal == NULL) { return PL_E_MEMORY; }
    journal->fd = -1;
    journal->path = strdup(path);
    const pl_status status = journal->path == NULL ? PL_E_MEMORY : open_file(journal);
    if (status == PL_OK) {
        *ret_journal = journal;
        return PL_OK;
    }
    const int why = errno;
    pl_journal_close(journal, false);
    errno = why;
    return status;
}

void pl_journal_close(pl_journal *journal, bool remove) {
    if (journal == NULL) { return; }
    if (remove || (journal->is_new && journal->len == 0)) { (void)unlink(journal->path); }
    if (journal->fd >= 0) { (void)close(journal->fd); }
    free(journal->marks);
    free(journal->path);
    free(journal);
}

static void fail(pl_journal *journal, pl_status status, int error_number) {
    journal->status = status;
    journal->error_number = error_number;
}

/* --- lines ----------------------------------------------------------------------------------- */

/* One write a line, but for one that is interrupted or too long for the file: that is continued, or taken back. */
static void append_text(pl_journal *journal, const char *text, size_t len) {
    size_t done = 0;
    while (done < len) {
        const ssize_t written = write(journal->fd, text + done, len - done);
        if (written > 0) {
            done += (size_t)written;
        } else if (written == 0 || errno != EINTR) {
            fail(journal, PL_E_IO, written == 0 ? ENOSPC : errno);
            if (journal->is_regular) { (void)!ftruncate(journal->fd, journal->len); }
            return;
        }
    }
    journal->len += (off_t)len;
}

/* A line under construction, with its kind as the first member. */
static json_object *start_line(pl_build *build, pl_journal_line line) {
    json_object *const object = json_object_new_object();
    pl_build_text(build, object, PL_JOURNAL_KEY_LINE, pl_journal_line_text(line));
    return object;
}

/* The line's text, terminated and with its line end, in the build's arena; NULL after a failure. object is released. */
static const char *end_line(pl_build *build, json_object *object) {
    const char *text = NULL;
    if (!build->failed && object != NULL) {
        text = json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN |
                                                          JSON_C_TO_STRING_NOSLASHESCAPE);
    }
    const char *const line = text == NULL ? NULL : pl_arena_printf(&build->arena, "%s\n", text);
    json_object_put(object);
    return line;
}

/* Append what was built, and release the builder. */
static void append(pl_journal *journal, pl_build *build, json_object *object) {
    const char *const line = end_line(build, object);
    if (line == NULL) {
        fail(journal, PL_E_MEMORY, ENOMEM);
    } else {
        append_text(journal, line, strlen(line));
    }
    pl_arena_done(&build->arena);
}

static void put_index(pl_build *build, json_object *object, size_t index, bool has_index) {
    if (has_index) {
        pl_build_count(build, object, PL_JOURNAL_KEY_INDEX, index);
    } else if (json_object_object_add(object, PL_JOURNAL_KEY_INDEX, NULL) != 0) {
        build->failed = true;
    }
}

/* --- before the run -------------------------------------------------------------------------- */

static void append_head(pl_journal *journal, const pl_result *planned) {
    pl_build build = {.failed = false};
    json_object *const object = start_line(&build, PL_JOURNAL_HEAD);
    pl_build_text(&build, object, PL_JOURNAL_KEY_FORMAT, PL_JOURNAL_FORMAT);
    pl_build_count(&build, object, PL_JOURNAL_KEY_VERSION, PL_JOURNAL_VERSION);
    pl_build_text(&build, object, PL_JOURNAL_KEY_PAYLINK, PL_VERSION);
    pl_journal_put(&build, object, &pl_journal_run, planned);
    pl_build_count(&build, object, PL_JOURNAL_KEY_PLANNED, planned->case_count);
    append(journal, &build, object);
}

void pl_journal_plan(pl_journal *journal, const pl_result *planned) {
    assert(journal != NULL && planned != NULL);
    assert(journal->marks == NULL); /* once */
    if (journal->is_regular && ftruncate(journal->fd, 0) != 0) {
        fail(journal, PL_E_IO, errno);
        return;
    }
    journal->marks = calloc(planned->case_count + 1, sizeof *journal->marks);
    journal->case_count = planned->case_count;
    if (journal->marks == NULL) {
        fail(journal, PL_E_MEMORY, ENOMEM);
        return;
    }
    append_head(journal, planned);
    for (size_t i = 0; i < planned->case_count && journal->status == PL_OK; i++) {
        pl_build build = {.failed = false};
        json_object *const object = start_line(&build, PL_JOURNAL_PLAN);
        pl_journal_put(&build, object, &pl_journal_test, planned->cases[i].test);
        append(journal, &build, object);
    }
}

/* --- on the way ------------------------------------------------------------------------------ */

static json_object *case_object(pl_build *build, size_t index, const pl_case_result *row) {
    json_object *const object = start_line(build, PL_JOURNAL_CASE);
    put_index(build, object, index, true);
    pl_build_text(build, object, PL_JOURNAL_KEY_ID, row->test->id);
    pl_journal_put(build, object, &pl_journal_row, row);
    json_object *const findings = pl_build_array(build, object, PL_JOURNAL_KEY_FINDINGS);
    for (size_t i = 0; i < row->finding_count && !build->failed; i++) {
        json_object *const finding = json_object_new_object();
        pl_journal_put(build, finding, &pl_journal_finding, &row->findings[i]);
        pl_build_append(build, findings, finding);
    }
    if (row->record != NULL) {
        json_object *const record = pl_build_object(build, object, PL_JOURNAL_KEY_RECORD);
        pl_journal_put(build, record, &pl_journal_record, row->record);
    }
    return object;
}

/* FNV-1a; never 0. Which lines must be written again at the end is all that it decides. */
static uint64_t mark_of(const char *line) {
    uint64_t mark = 0xCBF29CE484222325U;
    for (const char *at = line; *at != '\0'; at++) {
        mark = (mark ^ (uint8_t)*at) * 0x100000001B3U;
    }
    return mark == 0 ? 1 : mark;
}

void pl_journal_case(pl_journal *journal, size_t index, const pl_case_result *row) {
    assert(journal != NULL && row != NULL);
    if (journal->status != PL_OK) { return; }
    assert(index < journal->case_count);
    pl_build build = {.failed = false};
    const char *const line = end_line(&build, case_object(&build, index, row));
    if (line == NULL) {
        fail(journal, PL_E_MEMORY, ENOMEM);
    } else if (journal->marks[index] != mark_of(line)) {
        append_text(journal, line, strlen(line));
        journal->marks[index] = mark_of(line);
    }
    pl_arena_done(&build.arena);
}

void pl_journal_note(pl_journal *journal, const pl_finding *finding) {
    assert(journal != NULL && finding != NULL);
    if (journal->status != PL_OK) { return; }
    pl_build build = {.failed = false};
    json_object *const object = start_line(&build, PL_JOURNAL_NOTE);
    pl_journal_put(&build, object, &pl_journal_finding, finding);
    append(journal, &build, object);
}

/* --- at the end ------------------------------------------------------------------------------ */

/* Index of a finding's case, searched for from `from` on: they stand in the order of the cases. case_count: none. */
static size_t index_of(const pl_result *result, const pl_case *test, size_t from) {
    if (test == NULL) { return result->case_count; }
    for (size_t i = 0; i < result->case_count; i++) {
        const size_t index = (from + i) % result->case_count;
        if (result->cases[index].test == test) { return index; }
    }
    return result->case_count;
}

static void append_findings(pl_journal *journal, const pl_result *result) {
    size_t from = 0;
    for (size_t i = 0; i < result->finding_count && journal->status == PL_OK; i++) {
        const pl_result_finding *const row = &result->findings[i];
        const size_t index = index_of(result, row->finding.test, from);
        const bool has_index = index < result->case_count;
        from = has_index ? index : from;
        pl_build build = {.failed = false};
        json_object *const object = start_line(&build, PL_JOURNAL_FINDING);
        put_index(&build, object, index, has_index);
        pl_journal_put(&build, object, &pl_journal_finding, &row->finding);
        pl_journal_put(&build, object, &pl_journal_listed, row);
        if (result->excused != NULL) {
            pl_build_flag(&build, object, PL_JOURNAL_KEY_EXCUSED, result->excused[i]);
        }
        append(journal, &build, object);
    }
}

pl_status pl_journal_finish(pl_journal *journal, const pl_result *result) {
    assert(journal != NULL && result != NULL);
    assert(journal->status != PL_OK || journal->case_count == result->case_count);
    for (size_t i = 0; i < result->case_count && journal->status == PL_OK; i++) {
        pl_journal_case(journal, i, &result->cases[i]);
    }
    append_findings(journal, result);
    if (journal->status == PL_OK) {
        pl_build build = {.failed = false};
        json_object *const object = start_line(&build, PL_JOURNAL_END);
        pl_journal_put(&build, object, &pl_journal_outcome, result);
        append(journal, &build, object);
    }
    if (journal->status == PL_OK && journal->is_regular && fsync(journal->fd) != 0) {
        fail(journal, PL_E_IO, errno);
    }
    errno = journal->error_number;
    return journal->status;
}
