/* The parts of coverage.c: where a value stands against the limit of its row. */
#ifndef PL_CASES_COVERAGE_INTERNAL_H
#define PL_CASES_COVERAGE_INTERNAL_H

#include "cases/coverage.h"

/* The edges that rows of this keyword have. */
unsigned pl_coverage_edges_of(pl_keyword keyword);

/* The last value inside and the first one outside, for a row of a minimum or maximum of this schema. */
void pl_coverage_bounds(const pl_schema *schema, const pl_facet *facet, pl_decimal ret_bounds[2]);

/* The edge on which the value stands, of a kind that the row judges: one PL_EDGE, or 0. */
unsigned pl_coverage_edge(const pl_coverage_row *row, const pl_json *json, uint32_t node);

#endif
