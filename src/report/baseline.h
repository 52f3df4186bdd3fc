/* What a run saw, case by case, without what differs from run to run: to be kept, and to be compared with a later run.
 *
 * As a file ("record", JSON): an object of
 *   format            "paylink-record/1"
 *   now_ms            the moment at which the bodies are to be judged; always the same one
 *   payment_methods   the codes of the server's catalog, or null where it was not known
 *   findings          of the whole run: an array of {check, severity, message}
 *   cases             an array, one line a case, by id: {id, class, outcome, status, method, target, body, findings}
 * status is 0 without an answer. target is the path's template, or the path where the account in it is what is probed.
 * body is what the case sends, written for now_ms, the same run id and the same reference numbers every time; it is
 * absent where none is sent. What is no text stands as body_base64url; of a body above PL_BASELINE_BODY_BYTES_MAX only
 * body_bytes, its length, is there. In messages "#" stands for what another run would have otherwise: moments, ids,
 * long numbers. Nothing secret is in a record, and no address. */
#ifndef PL_REPORT_BASELINE_H
#define PL_REPORT_BASELINE_H

#include "report/report.h"

enum { PL_BASELINE_BODY_BYTES_MAX = 64 * 1024 };

typedef struct pl_baseline_finding {
    const char *check;
    pl_severity severity;
    const char *message;
    const pl_finding *source; /* of the run that it was made from; NULL when read */
} pl_baseline_finding;

typedef struct pl_baseline_case {
    const char *id;
    const char *klass; /* as pl_class_text */
    pl_outcome outcome;
    int status;
    const char *method;
    const char *target;
    pl_bytes body; /* ptr NULL: none was sent, or it is too long */
    uint64_t body_bytes;
    const pl_baseline_finding *findings; /* by check, severity, message */
    size_t finding_count;
    uint32_t at; /* offset in the file that it was read from */
} pl_baseline_case;

typedef struct pl_baseline {
    int64_t now_ms;
    const pl_bytes *payment_methods; /* NULL: not known */
    size_t payment_method_count;
    const pl_baseline_case *cases; /* by id */
    size_t case_count;
    const pl_baseline_finding *findings; /* of the whole run, in the same order as a case's */
    size_t finding_count;
    const char *const
        *set_ids; /* of all cases that such a run could have, sorted; none when read */
    size_t set_id_count;
} pl_baseline;

/* The case of that id, or NULL. O(log cases). */
const pl_baseline_case *pl_baseline_find(const pl_baseline *baseline, const char *id);

/* Could something be said of it: it was run, and answered? */
bool pl_baseline_is_judged(const pl_baseline_case *row);

/* Of a run. Everything in arena, or borrowed from result. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_baseline_make(const pl_result *result, pl_arena *arena,
                                       pl_baseline *ret_baseline);

/* A message as a record has it. run_id may be NULL; of_run: every number differs from run to run. NULL: no memory. */
const char *pl_baseline_message(const char *message, const char *run_id, bool of_run,
                                pl_arena *arena);

/* The record of a run, as a format for pl_report_write_file. */
extern const pl_report_format pl_baseline_format;

/* What is wrong with a file of the user's. */
typedef struct pl_file_trouble {
    uint32_t line; /* from 1; 0: of the file as a whole */
    const char *what;
} pl_file_trouble;

/* Read a record. text may be anything; everything in arena, or borrowed from text.
 * Fails: PL_E_SYNTAX with reterr_trouble, PL_E_MEMORY. */
PL_MUST_USE pl_status pl_baseline_read(pl_bytes text, pl_arena *arena, pl_baseline *ret_baseline,
                                       pl_file_trouble *reterr_trouble);

/* --- comparison ------------------------------------------------------------------------------ */

typedef enum pl_change_kind {
    PL_CHANGE_NEW,       /* a finding that was not there */
    PL_CHANGE_DIFFERENT, /* the check finds something else */
    PL_CHANGE_FIXED,     /* a finding that is gone */
    PL_CHANGE_STATUS,    /* another status, and no finding says so */
    PL_CHANGE_UNJUDGED,  /* there was an answer that could be judged, and is none now */
    PL_CHANGE_CASE_NEW,
    PL_CHANGE_CASE_GONE, /* paylink has no such case any more */
    PL_CHANGE_KIND_COUNT
} pl_change_kind;

typedef struct pl_baseline_change {
    pl_change_kind kind;
    const char *id; /* "" for the whole run */
    const char *check;
    pl_severity severity; /* of the finding as it is, or was when it is gone */
    const char *was;      /* message or status; "" where there is none */
    const char *is;
    const pl_finding *source; /* NEW and DIFFERENT */
} pl_baseline_change;

typedef struct pl_baseline_comparison {
    const pl_baseline_change *changes; /* the whole run first, then by id */
    size_t change_count;
    size_t counts[PL_CHANGE_KIND_COUNT];
    size_t case_count;  /* judged in both */
    size_t known_count; /* findings that are as they were */
} pl_baseline_comparison;

/* Fails: PL_E_MEMORY. O(cases + findings) but for the findings of one case. */
PL_MUST_USE pl_status pl_baseline_compare(const pl_baseline *was, const pl_baseline *is,
                                          pl_arena *arena, pl_baseline_comparison *ret_comparison);

#endif
