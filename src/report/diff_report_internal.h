/* What the writers of a comparison share. */
#ifndef PL_REPORT_DIFF_REPORT_INTERNAL_H
#define PL_REPORT_DIFF_REPORT_INTERNAL_H

#include "report/build_internal.h"
#include "report/diff_report.h"

PL_MUST_USE pl_status pl_diff_write_text(const pl_diff_report *report, FILE *out);
PL_MUST_USE pl_status pl_diff_write_json(const pl_diff_report *report, FILE *out);
PL_MUST_USE pl_status pl_diff_write_markdown(const pl_diff_report *report, FILE *out);
PL_MUST_USE pl_status pl_diff_write_html(const pl_diff_report *report, FILE *out);
PL_MUST_USE pl_status pl_diff_write_junit(const pl_diff_report *report, FILE *out);
PL_MUST_USE pl_status pl_diff_write_sarif(const pl_diff_report *report, FILE *out);
PL_MUST_USE pl_status pl_diff_write_github(const pl_diff_report *report, FILE *out);

/* A change in the words of a report. Nothing is NULL; what there is none of is "". */
typedef struct pl_shown_change {
    const pl_compared *compared;
    const pl_change *change;
    const char *where;                 /* with the operation before it where there are several */
    const char *places[PL_SIDE_COUNT]; /* "FILE:LINE:COLUMN" */
    const char *witness;               /* cut to what a person reads; of a harmless answer none */
    const char
        *judged; /* who takes the witness and who does not, and why; or that none was found */
} pl_shown_change;

typedef struct pl_shown_list {
    const pl_shown_change *list; /* gravest first, then in the order of the comparison */
    size_t count;
    const char
        *names[PL_SIDE_COUNT]; /* of the sides in sentences: without folders where that is enough */
} pl_shown_list;

/* In arena. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_diff_show(const pl_diff_report *report, pl_arena *arena,
                                   pl_shown_list *ret_shown);

/* "2 breaking, 0 risky, 5 compatible changes in POST /a" or "... in 7 operations". NULL when out of memory. */
const char *pl_diff_closing(const pl_diff_report *report, pl_arena *arena);

/* Heading of a grade: "Breaking". */
const char *pl_grade_heading(pl_grade grade);

/* The file and the place to send a reader to: the new document's where it has one, else the old one's, else that of
 * the operation. false: neither side is a file. */
bool pl_diff_file_place(const pl_diff_report *report, const pl_shown_change *shown,
                        pl_side *ret_side, pl_place *ret_place);

/* Remarks on the side's document. */
size_t pl_diff_remark_count(const pl_diff_report *report, pl_side side);
/* All of both sides, as the member "remarks" of root. */
void pl_diff_put_remarks(pl_build *build, json_object *root, const pl_diff_report *report);
/* "FILE:LINE:COLUMN" of one; NULL when out of memory. */
const char *pl_diff_remark_place(const pl_diff_report *report, pl_side side, size_t index,
                                 pl_arena *arena);

#endif
