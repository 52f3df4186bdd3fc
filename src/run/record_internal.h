/* What is kept of a run's cases, and who is told of them while it goes on. */
#ifndef PL_RUN_RECORD_INTERNAL_H
#define PL_RUN_RECORD_INTERNAL_H

#include "run/suite_internal.h"

/* record.c: what went over the wire becomes the case's record, without secrets; first, a token that the answer brings
 * becomes one. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_record_keep(pl_suite *suite, const pl_slot *slot,
                                     const pl_http_response *response);

/* observe.c: how a case stands, redacted, in the run's arena. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_suite_case_result(const pl_suite *suite, size_t index,
                                           pl_case_result *ret_row);

/* Tell the observer, if there is one. Fails: PL_E_MEMORY; the second leaves it in the suite. */
PL_MUST_USE pl_status pl_suite_tell_plan(const pl_suite *suite, const pl_case_config *config);
void pl_suite_tell_settled(pl_suite *suite, size_t index);

#endif
