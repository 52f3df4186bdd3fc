/* The writers of the formats, and what they share. */
#ifndef PL_REPORT_FORMATS_INTERNAL_H
#define PL_REPORT_FORMATS_INTERNAL_H

#include "report/report.h"

PL_MUST_USE pl_status pl_report_write_har(const pl_result *result, FILE *out);
PL_MUST_USE pl_status pl_report_write_html(const pl_result *result, FILE *out);
PL_MUST_USE pl_status pl_report_write_json(const pl_result *result, FILE *out);
PL_MUST_USE pl_status pl_report_write_junit(const pl_result *result, FILE *out);

PL_MUST_USE pl_status pl_report_write_markdown(const pl_result *result, FILE *out);
PL_MUST_USE pl_status pl_report_write_sarif(const pl_result *result, FILE *out);

/* "conforms", "violates", "inconclusive". Static storage. */
const char *pl_result_verdict_text(pl_result_verdict verdict);

/* "passed", "failed", "inconclusive", "not_run". Static storage. */
const char *pl_outcome_text(pl_outcome outcome);

/* What happened in one group of cases. */
typedef struct pl_group {
    const char *name; /* of the cases */
    size_t cases;
    size_t outcomes[PL_OUTCOME_COUNT];
    size_t findings[PL_SEVERITY_COUNT];
    double seconds;
} pl_group;

typedef struct pl_group_list {
    const pl_group *list; /* in the arena */
    size_t count;
    pl_group total; /* of all; its findings include those of the whole run */
} pl_group_list;

/* Group the cases by name, in order of first appearance. Fails: PL_E_MEMORY. O(cases x groups). */
PL_MUST_USE pl_status pl_groups_make(const pl_result *result, pl_arena *arena,
                                     pl_group_list *ret_groups);

/* First finding of that case (NULL: of the whole run) at or after `from`, or result->finding_count.
 */
size_t pl_finding_next(const pl_result *result, const pl_case *test, size_t from);

#endif
