/* The requests of a record, judged under two versions of the contract: which of them have another verdict now. */
#ifndef PL_REPORT_REJUDGE_H
#define PL_REPORT_REJUDGE_H

#include "openapi/diff.h"
#include "report/baseline.h"

/* What to judge. Borrowed. */
typedef struct pl_rejudging {
    const pl_baseline *record;
    const char *record_name;
    const char *names[PL_SIDE_COUNT];            /* of the versions: paths, "builtin" */
    const pl_document *documents[PL_SIDE_COUNT]; /* whose remarks are told; NULL: none */
    const pl_schema *schemas[PL_SIDE_COUNT]; /* of the request's body; NULL: it may be anything */
    /* The compiled contract, whose rows tell where it is silent; no document can say that, so it tells no two apart. */
    bool knows_gaps[PL_SIDE_COUNT];
    pl_grade fail_on; /* requests of this grade, or a graver one, are what the reader looks for */
} pl_rejudging;

/* A request that the versions judge differently. */
typedef struct pl_rejudged {
    const pl_baseline_case *recorded;
    pl_verdict verdicts[PL_SIDE_COUNT];
    pl_grade grade;
    pl_side judge;       /* the stricter side, whose first reason follows */
    const char *keyword; /* "maxLength" */
    pl_bytes pointer;    /* "" for the body as a whole; not yet safe to print */
    pl_bytes message;
} pl_rejudged;

typedef struct pl_rejudgement {
    const pl_rejudging *asked;
    const pl_rejudged
        *list; /* gravest first, what has one reason together, then as in the record */
    size_t count;
    size_t totals[PL_GRADE_COUNT];
    size_t judged;   /* requests that were judged by both */
    size_t too_long; /* their bodies are in the record by their length only */
    size_t bodiless; /* nothing was sent that could be judged */
    size_t other;    /* of other operations */
} pl_rejudgement;

/* Judge. asked and all that it borrows must outlive the result; everything else in arena. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_rejudge(const pl_rejudging *asked, pl_arena *arena,
                                 pl_rejudgement *ret_made);

/* Have both the same verdicts for the same reason at the same place? Such stand together in the list. */
bool pl_rejudged_is_alike(const pl_rejudged *left, const pl_rejudged *right);

/* Is there a request that the reader looks for? */
bool pl_rejudgement_fails(const pl_rejudgement *made);

/* For a person, what has the same reason together; for programs, request by request. Text of the record is made
 * harmless. Fail: PL_E_IO (out is in error), PL_E_MEMORY. */
PL_MUST_USE pl_status pl_rejudgement_write_terminal(const pl_rejudgement *made,
                                                    const pl_terminal *terminal, FILE *out);
PL_MUST_USE pl_status pl_rejudgement_write_json(const pl_rejudgement *made, FILE *out);

#endif
