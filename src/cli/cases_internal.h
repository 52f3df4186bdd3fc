/* How `paylink cases` prints. */
#ifndef PL_CLI_CASES_INTERNAL_H
#define PL_CLI_CASES_INTERNAL_H

#include "cases/case.h"

/* The cases of a group (NULL: of all), as a table under headings. */
void pl_cases_print_table(const pl_case_set *set, const char *group);

/* One JSON object a line. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_cases_print_json(const pl_case_set *set, const char *group);

#endif
