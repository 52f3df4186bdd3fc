/* A result put in order for the page: the findings of each case, the cases of each group, constraint, reason. */
#ifndef PL_REPORT_HTML_INDEX_INTERNAL_H
#define PL_REPORT_HTML_INDEX_INTERNAL_H

#include "checks/result.h"

/* What is said of a case, and of a set of them; the first that holds of any wins. */
typedef enum pl_html_state {
    PL_HTML_VIOLATION,
    PL_HTML_WARNING,
    PL_HTML_INCONCLUSIVE,
    PL_HTML_NOT_RUN,
    PL_HTML_OBSERVED, /* passed, and something was noted */
    PL_HTML_PASSED,
    PL_HTML_STATE_COUNT
} pl_html_state;

/* A finding as it is shown. */
typedef struct pl_html_finding {
    const pl_finding *finding;
    bool excused; /* known from before or accepted: it fails nothing */
} pl_html_finding;

typedef struct pl_html_case {
    const pl_case_result *row;
    const size_t *findings; /* of result->findings, worst first: what is counted */
    size_t finding_count;
    size_t of_severity[PL_SEVERITY_COUNT];
    const pl_html_finding
        *own; /* with what the result says only once, of another case; worst first */
    size_t own_count;
    pl_html_state state;
} pl_html_case;

/* Numbers of the matrix: cases by outcome, findings by severity. */
typedef struct pl_html_tally {
    size_t counts[PL_HTML_STATE_COUNT];
    pl_html_state worst; /* what is observed passes */
} pl_html_tally;

/* Cases that have a text in common. */
typedef struct pl_html_set {
    const char *name;
    const size_t *cases; /* of index->cases, in order */
    size_t case_count;
    pl_html_tally tally;
} pl_html_set;

typedef struct pl_html_sets {
    const pl_html_set *list; /* in order of first appearance */
    size_t count;
} pl_html_sets;

typedef struct pl_html_index {
    const pl_html_case *cases; /* of the result, in its order */
    size_t case_count;
    const size_t *all; /* 0, 1, 2, ... */
    pl_html_sets groups;
    const size_t *run_findings; /* of no case, worst first */
    size_t run_finding_count;
    pl_html_tally run;   /* of these alone */
    pl_html_tally total; /* with them */
} pl_html_index;

/* Everything in arena. Fails: PL_E_MEMORY. O(n log n) in cases and findings. */
PL_MUST_USE pl_status pl_html_index_make(const pl_result *result, pl_arena *arena,
                                         pl_html_index *ret_index);

/* A finding of result->findings as it is shown. */
pl_html_finding pl_html_finding_at(const pl_result *result, size_t at);

/* The text by which cases are put together, or NULL: the case is in no set. */
typedef const char *pl_html_key(const pl_html_case *found);

pl_html_key pl_html_key_group, pl_html_key_constraint;

/* Sets of `count` cases by key. Fails: PL_E_MEMORY. O(count log count). */
PL_MUST_USE pl_status pl_html_sets_make(const pl_html_index *index, const size_t *cases,
                                        size_t count, pl_html_key *key, pl_arena *arena,
                                        pl_html_sets *ret_sets);

#endif
