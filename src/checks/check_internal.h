/* What the families of checks share. */
#ifndef PL_CHECKS_CHECK_INTERNAL_H
#define PL_CHECKS_CHECK_INTERNAL_H

#include "checks/check.h"

/* Rows of pl_checks, one file a family. */
pl_status pl_check_status(const pl_exchange *exchange, pl_arena *arena, pl_finding_list *findings);
pl_status pl_check_allow(const pl_exchange *exchange, pl_arena *arena, pl_finding_list *findings);
pl_status pl_check_media_type(const pl_exchange *exchange, pl_arena *arena,
                              pl_finding_list *findings);
pl_status pl_check_envelope(const pl_exchange *exchange, pl_arena *arena,
                            pl_finding_list *findings);
pl_status pl_check_neighbour(const pl_exchange *exchange, pl_arena *arena,
                             pl_finding_list *findings);
pl_status pl_check_echo(const pl_exchange *exchange, pl_arena *arena, pl_finding_list *findings);
pl_status pl_check_fresh(const pl_exchange *exchange, pl_arena *arena, pl_finding_list *findings);
pl_status pl_check_errors(const pl_exchange *exchange, pl_arena *arena, pl_finding_list *findings);

/* Does a 0-terminated (unless full) list of a case hold that status? */
bool pl_check_lists(const int statuses[PL_CASE_STATUS_COUNT_MAX], int status);

/* How the documents bind an answer's form. */
typedef enum pl_answer_form {
    PL_FORM_NONE,    /* nothing is said of it */
    PL_FORM_CREATE,  /* the operation's own documented answer */
    PL_FORM_OUTSIDE, /* the same, at an address that is not quite the operation's: it weighs less */
    PL_FORM_TOKEN,
    PL_FORM_CATALOG,
    PL_FORM_LOOSE, /* a neighbour: JSON with status and success, as an observation */
    PL_FORM_COUNT
} pl_answer_form;

pl_answer_form pl_check_form(const pl_exchange *exchange);

/* Where the contract leaves the request open, what comes back inside `data` is open too. */
pl_severity pl_check_cap(const pl_exchange *exchange, pl_severity severity);

/* pl_finding_add with the case filled in. */
PL_MUST_USE pl_status pl_check_report(const pl_exchange *exchange, pl_arena *arena,
                                      pl_finding_list *findings, const pl_finding *finding);

#endif
