/* The journal of a run: a file of JSON Lines that grows while the run goes on, so that a run which is killed is not
 * lost. Every report can be made from it. Holds no secret: a result is redacted.
 *
 * Lines, by their member "line": one "head" (format, version, the run); one "plan" for each case, in order; then a
 * "case" when one is settled and a "note" for a finding of the whole run; at the end the settled cases that changed
 * since, a "finding" for each that the reports list, and "end". Unknown members are passed over. A text that is no
 * UTF-8 is written {"base64url": "..."}. */
#ifndef PL_REPORT_JOURNAL_H
#define PL_REPORT_JOURNAL_H

#include "checks/result.h"

enum {
    PL_JOURNAL_VERSION = 1,
    PL_JOURNAL_BYTES_MAX = 1024 * 1024 * 1024,
    PL_JOURNAL_CASE_COUNT_MAX = 10000,
    PL_JOURNAL_FINDING_COUNT_MAX = 20000
};

/* --- writing (journal_write.c) --------------------------------------------------------------- */

typedef struct pl_journal pl_journal;

/* Open the file, or make it. What stands in it stays until pl_journal_plan. path is copied.
 * Fails: PL_E_IO (errno; EAGAIN: another run writes to it), PL_E_MEMORY. */
PL_MUST_USE pl_status pl_journal_open(const char *path, pl_journal **ret_journal);

/* Each of these writes whole lines, each at once. A failure is kept: what follows is not written, and
 * pl_journal_finish tells. A line that did not fit is taken back, so that the file can still be read. */

/* First: what will be run. planned: the run and the cases; nothing of what came out. */
void pl_journal_plan(pl_journal *journal, const pl_result *planned);
void pl_journal_case(pl_journal *journal, size_t index, const pl_case_result *row);
void pl_journal_note(pl_journal *journal, const pl_finding *finding);

/* Last: what the reports will say, made durable. Fails: PL_E_IO (errno), PL_E_MEMORY, also of an earlier line. */
PL_MUST_USE pl_status pl_journal_finish(pl_journal *journal, const pl_result *result);

/* Close. remove: and remove the file. One that was made here and holds nothing is always removed. Accepts NULL. */
void pl_journal_close(pl_journal *journal, bool remove);

/* --- reading (journal_read.c) ---------------------------------------------------------------- */

typedef struct pl_journal_view {
    pl_result
        result; /* of a run without its end: interrupted; the cases that are missing are not run */
    bool complete;    /* the run came to its end */
    size_t torn_line; /* number of a last line that is cut short, and was passed over; 0: none */
} pl_journal_view;

typedef struct pl_journal_error {
    size_t line;      /* from 1 */
    const char *what; /* static, or in the arena */
} pl_journal_error;

/* text is not trusted. The result lives in arena, and points nowhere else.
 * Fails: PL_E_SYNTAX with reterr_error filled (not a journal, or one that is damaged), PL_E_MEMORY. */
PL_MUST_USE pl_status pl_journal_read(pl_bytes text, pl_arena *arena, pl_journal_view *ret_view,
                                      pl_journal_error *reterr_error);

#endif
