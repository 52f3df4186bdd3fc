/* The parts of `paylink cases`: printing what would be sent, and what a corpus covers. */
#ifndef PL_CLI_CASES_INTERNAL_H
#define PL_CLI_CASES_INTERNAL_H

#include "cases/case.h"
#include "cases/coverage.h"
#include "cli/cli.h"

/* The cases of a group (NULL: of all), as a table under headings. */
void pl_cases_print_table(const pl_case_set *set, const char *group);

/* One JSON object a line. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_cases_print_json(const pl_case_set *set, const char *group);

/* Names of the groups of cases, NULL-terminated; NULL when out of memory. */
const char **pl_cases_groups(pl_arena *arena);

/* --- coverage ------------------------------------------------------------------------------- */

/* What --coverage is asked for. */
typedef struct pl_cases_corpora {
    char **paths; /* files and folders */
    size_t path_count;
    int response; /* HTTP status that the documents answered with; 0: they are requests */
    bool json;
    pl_context context;
} pl_cases_corpora;

/* Read the corpora, count, print. */
pl_exit pl_cases_coverage(const pl_cases_corpora *corpora);

/* The rows as a table with the total below it, coloured or not; or one JSON object a row and line.
 * Fails: PL_E_MEMORY. */
void pl_cases_coverage_print_table(const pl_coverage *coverage, bool colour);
PL_MUST_USE pl_status pl_cases_coverage_print_json(const pl_coverage *coverage);

/* --- JSON ----------------------------------------------------------------------------------- */

struct json_object;

/* Put value under key, taking it over; false when out of memory. */
bool pl_cases_put(struct json_object *object, const char *key, struct json_object *value);
bool pl_cases_put_text(struct json_object *object, const char *key, const char *text,
                       pl_arena *arena);

/* Print and release; NULL is PL_E_MEMORY. */
PL_MUST_USE pl_status pl_cases_print_line(struct json_object *object);

#endif
