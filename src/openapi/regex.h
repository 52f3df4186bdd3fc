/* Regular expressions that are none of the contract's own, by PCRE2. */
#ifndef PL_OPENAPI_REGEX_H
#define PL_OPENAPI_REGEX_H

#include "schema/schema.h"

struct pl_regex_list;
PL_MUST_USE pl_status pl_regex_list_new(struct pl_regex_list **ret_list);
void pl_regex_list_free(struct pl_regex_list *list); /* accepts NULL */

/* A regular expression of ECMA-262 by PCRE2, owned by the list; source is borrowed. Fails: PL_E_SYNTAX (not one that
 * PCRE2 reads; *reterr_why), PL_E_MEMORY. */
PL_MUST_USE pl_status pl_regex_add(struct pl_regex_list *list, const char *source,
                                   const pl_regex **ret_regex, const char **reterr_why);

/* Code points that a text which matches has at least; 0 when it cannot be told. Of one that pl_regex_add made. */
uint32_t pl_regex_length_min(const pl_regex *regex);

#endif
