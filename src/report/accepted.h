/* Findings that are known and accepted for a while: each with a reason and a date, from a file of the user's.
 *
 * One entry a line: CASE CHECK DATE REASON, separated by blanks. CASE is a case's id, "-" the whole run; CHECK the name
 * of a check; either may end in "*", which stands for any end. DATE, YYYY-MM-DD, is the last day (UTC) on which the
 * finding is accepted. REASON is the rest of the line. Empty lines and lines that begin with "#" are passed over. */
#ifndef PL_REPORT_ACCEPTED_H
#define PL_REPORT_ACCEPTED_H

#include "report/baseline.h"

enum { PL_ACCEPTED_BYTES_MAX = 1024 * 1024, PL_DATE_LEN = 10 };

typedef struct pl_accepted_entry {
    const char *id;
    const char *check;
    const char *until; /* YYYY-MM-DD */
    const char *reason;
    uint32_t line;
    /* Of a run: */
    bool expired;
    bool stale;        /* nothing that it could be for was found, though everything was looked at */
    size_t used_count; /* findings that are for it, whether it has expired or not */
} pl_accepted_entry;

typedef struct pl_accepted {
    pl_accepted_entry *list; /* in the order of the file */
    size_t count;
} pl_accepted;

/* Everything in arena. Fails: PL_E_SYNTAX with reterr_trouble, PL_E_MEMORY. */
PL_MUST_USE pl_status pl_accepted_read(pl_bytes text, pl_arena *arena, pl_accepted *ret_accepted,
                                       pl_file_trouble *reterr_trouble);

/* Which findings of the run fail nothing: those that a comparison knows, and those that are accepted today.
 *   is            what pl_baseline_make made of result
 *   comparison    NULL: nothing is known
 *   accepted      NULL: nothing is accepted; otherwise its members "of a run" are filled
 *   now_ms        today
 *   ret_excused   one for each of result's findings: what it says holds of several cases only when it does of all
 * Fails: PL_E_MEMORY, PL_E_RANGE (the clock). O(findings squared). */
PL_MUST_USE pl_status pl_accepted_excuse(const pl_result *result, const pl_baseline *is,
                                         const pl_baseline_comparison *comparison,
                                         pl_accepted *accepted, int64_t now_ms, pl_arena *arena,
                                         const bool **ret_excused);

/* How every entry fared, after pl_accepted_excuse. Fails: PL_E_IO (out is in error), PL_E_MEMORY. */
PL_MUST_USE pl_status pl_report_accepted(const pl_accepted *accepted, const pl_terminal *terminal,
                                         FILE *out);

/* What changed, alike changes together, and a closing line. Fails likewise. */
PL_MUST_USE pl_status pl_report_comparison(const pl_result *result,
                                           const pl_baseline_comparison *comparison,
                                           const pl_terminal *terminal, FILE *out);

#endif
