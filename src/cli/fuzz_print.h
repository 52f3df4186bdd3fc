/* What paylink fuzz says on standard output. */
#ifndef PL_CLI_FUZZ_PRINT_H
#define PL_CLI_FUZZ_PRINT_H

#include "run/search.h"

/* The seed and the run id, and the command that repeats them. */
void pl_fuzz_print_start(const pl_search_result *result);

/* path: where it was saved; NULL: it was not. */
void pl_fuzz_print_finding(const pl_search_finding *finding, const char *path);

/* The table and the verdict. */
void pl_fuzz_print_end(const pl_search_result *result);

#endif
