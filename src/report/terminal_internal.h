/* The parts of the terminal report, in the order in which they are printed. */
#ifndef PL_REPORT_TERMINAL_INTERNAL_H
#define PL_REPORT_TERMINAL_INTERNAL_H

#include "report/formats_internal.h"
#include "report/layout_internal.h"

/* Base URL and run, then one row a group. */
void pl_terminal_table(pl_layout *layout, const pl_result *result, const pl_group_list *groups);

/* Every finding of that severity in full, those of one case under one heading. */
void pl_terminal_findings(pl_layout *layout, const pl_result *result, pl_severity severity);

/* One line each, some of every group. */
void pl_terminal_observations(pl_layout *layout, const pl_result *result,
                              const pl_group_list *groups);

/* Why cases were not run, or could not be judged: every reason once, with its count. */
void pl_terminal_unclear(pl_layout *layout, const pl_result *result);

/* How the run went, a line for each thing that is worth one: groups that were not tested, the shard, what was
 * repeated. */
void pl_terminal_course(pl_layout *layout, const pl_result *result);

/* A heading of a part, after an empty line: "Violations (3)". */
void pl_terminal_heading(pl_layout *layout, pl_style style, const char *name, uint64_t count);

#endif
