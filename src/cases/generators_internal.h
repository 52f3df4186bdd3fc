/* One generator a kind of case; pl_cases_make calls them in its order. All fail with PL_E_MEMORY only. */
#ifndef PL_CASES_GENERATORS_INTERNAL_H
#define PL_CASES_GENERATORS_INTERNAL_H

/* Included by cases_internal.h, whose types these functions use. */

/* --- by the tables: called for every place --------------------------------------------------- */

PL_MUST_USE pl_status pl_types_add(pl_case_kit *kit, const pl_place *place);    /* types.c */
PL_MUST_USE pl_status pl_presence_add(pl_case_kit *kit, const pl_place *place); /* types.c */
PL_MUST_USE pl_status pl_facets_add(pl_case_kit *kit, const pl_place *place);   /* facets.c */
PL_MUST_USE pl_status pl_rules_add(pl_case_kit *kit, const pl_place *place);    /* sum.c */

/* A probe of one side of a facet. Inside it is allowed; outside it is what the row's severity says, with the
 * row's why for a gap. */
PL_MUST_USE pl_status pl_facet_probe(pl_case_kit *kit, const pl_place *place, const pl_facet *facet,
                                     bool inside, pl_probe *ret_probe); /* facets.c */

/* The limit as a person reads it; *ret_limit NULL where the keyword says it all. */
PL_MUST_USE pl_status pl_facet_limit(pl_arena *arena, const pl_facet *facet,
                                     const char **ret_limit); /* facets.c */

/* One value that is tried against a facet; JSON text. */
typedef struct pl_value_row {
    const char *what;
    const char *value;
    const char *why;
} pl_value_row;

PL_MUST_USE pl_status pl_facet_values(pl_case_kit *kit, const pl_place *place,
                                      const pl_facet *facet, bool inside, const pl_value_row *rows,
                                      size_t count);

/* Generators of facets, by file. */
pl_status pl_number_minimum(pl_case_kit *kit, const pl_place *place, const pl_facet *facet);
pl_status pl_number_exclusive_minimum(pl_case_kit *kit, const pl_place *place,
                                      const pl_facet *facet);
pl_status pl_number_maximum(pl_case_kit *kit, const pl_place *place, const pl_facet *facet);
pl_status pl_number_spelling(pl_case_kit *kit, const pl_place *place, const pl_facet *facet);
pl_status pl_number_decimals(pl_case_kit *kit, const pl_place *place, const pl_facet *facet);
pl_status pl_number_digits(pl_case_kit *kit, const pl_place *place, const pl_facet *facet);
pl_status pl_number_magnitude(pl_case_kit *kit, const pl_place *place, const pl_facet *facet);

pl_status pl_size_min_items(pl_case_kit *kit, const pl_place *place, const pl_facet *facet);
pl_status pl_size_max_items(pl_case_kit *kit, const pl_place *place, const pl_facet *facet);
pl_status pl_size_unique_items(pl_case_kit *kit, const pl_place *place, const pl_facet *facet);
pl_status pl_size_undeclared(pl_case_kit *kit, const pl_place *place, const pl_facet *facet);
pl_status pl_size_depth(pl_case_kit *kit, const pl_place *place, const pl_facet *facet);
pl_status pl_size_bytes(pl_case_kit *kit, const pl_place *place, const pl_facet *facet);

pl_status pl_string_enum(pl_case_kit *kit, const pl_place *place, const pl_facet *facet);
pl_status pl_string_max_length(pl_case_kit *kit, const pl_place *place, const pl_facet *facet);
pl_status pl_string_blank(pl_case_kit *kit, const pl_place *place, const pl_facet *facet);
pl_status pl_string_control(pl_case_kit *kit, const pl_place *place, const pl_facet *facet);
pl_status pl_string_astral(pl_case_kit *kit, const pl_place *place, const pl_facet *facet);
pl_status pl_string_past(pl_case_kit *kit, const pl_place *place, const pl_facet *facet);
pl_status pl_string_catalog(pl_case_kit *kit, const pl_place *place, const pl_facet *facet);

pl_status pl_pattern_breaks(pl_case_kit *kit, const pl_place *place, const pl_facet *facet);
pl_status pl_pattern_disputes(pl_case_kit *kit, const pl_place *place, const pl_facet *facet);

pl_status pl_uri_format(pl_case_kit *kit, const pl_place *place, const pl_facet *facet);
pl_status pl_uri_gap(pl_case_kit *kit, const pl_place *place, const pl_facet *facet);

/* --- by hand: what is no facet of the body ---------------------------------------------------- */

PL_MUST_USE pl_status pl_accept_add(pl_case_kit *kit, const pl_place *places, size_t count);
PL_MUST_USE pl_status pl_lenient_add(pl_case_kit *kit, const pl_place *places, size_t count);
PL_MUST_USE pl_status pl_open_add(pl_case_kit *kit, const pl_place *places, size_t count);
PL_MUST_USE pl_status pl_together_add(pl_case_kit *kit, const pl_place *places, size_t count);
PL_MUST_USE pl_status pl_raw_add(pl_case_kit *kit, const pl_place *root);
PL_MUST_USE pl_status pl_auth_add(pl_case_kit *kit);
PL_MUST_USE pl_status pl_path_add(pl_case_kit *kit);
PL_MUST_USE pl_status pl_methods_add(pl_case_kit *kit);
PL_MUST_USE pl_status pl_media_add(pl_case_kit *kit);
PL_MUST_USE pl_status pl_token_add(pl_case_kit *kit);

/* A good body, and one that must be rejected, for cases about something else. */
PL_MUST_USE pl_status pl_kit_good(pl_case_kit *kit, pl_bytes *ret_body);
PL_MUST_USE pl_status pl_kit_bad(pl_case_kit *kit, pl_bytes *ret_body);
typedef enum pl_sent_body {
    PL_SENT_GOOD,
    PL_SENT_BAD,
    PL_SENT_NOT_JSON,
    PL_SENT_NONE
} pl_sent_body;
/* The body, and whether there is one, into the case. */
PL_MUST_USE pl_status pl_kit_send(pl_case_kit *kit, pl_sent_body sent, pl_case *test);

/* Items of `quantity` that cost the amount: one, or one and the rest. */
enum { PL_PRICED_LINE_COUNT = 2 };
PL_MUST_USE pl_status pl_kit_priced(pl_case_kit *kit, pl_decimal quantity,
                                    pl_line ret_lines[PL_PRICED_LINE_COUNT], size_t *ret_count);

#endif
